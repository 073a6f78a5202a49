// Where the hops of a chain stand in a drawing with a lane for each goroutine: boxes in the order in which they are read,
// the head of a lane level with the call that starts it, lanes that do not meet one below the other. No browser measures
// text here, so every width is taken from a fixed pitch that no common monospaced font exceeds.

import { type Say, sayIn } from '#language/say.js';
import type { Hop } from '#report/report.js';
import type { ReportIndex } from '#report/report-index.js';
import { type ChainView, type Handoff, type HopView, hopsOf, type LaneSection } from './chain-view.js';
import { placeOfEnd, startedText } from './handoff-place.js';
import { clip, clipMiddle, textWidth, visible, wrap } from './text-safety.js';
import { stopName } from './words.js';

export interface TextLine {
  readonly text: string;
  readonly kind: 'note' | 'stop' | 'end' | 'handoff' | 'folded' | 'warn';
}

export interface HopBox {
  readonly view: HopView;
  /** A call that starts a goroutine stands in its caller's lane too, as a stub that leads to the lane. */
  readonly isStub: boolean;
  readonly kind: 'root' | 'hop' | 'stop' | 'end' | 'nothing' | 'dead' | 'repeat' | 'start';
  readonly title: string;
  readonly owner: string;
  readonly place: string;
  readonly tag: string;
  readonly notes: readonly TextLine[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LaneBox {
  readonly section: LaneSection;
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly HopBox[];
}

export interface Line {
  readonly kind: 'call' | 'go' | 'handoff';
  readonly from: HopBox;
  readonly to: HopBox;
  /** Whether the two stand under one another without a choice between them. */
  readonly isStraight: boolean;
  readonly handoff?: Handoff;
}

export interface LaneLayout {
  readonly lanes: readonly LaneBox[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

/** Font sizes, and the widest advance of a monospaced letter: 0.602 of the size in the common ones, with some room. */
export const titleSize = 13;
export const smallSize = 11;
const pitch = 0.63;

const padding = 10;
const titleHeight = 20;
const lineHeight = 15;
const gapBetweenBoxes = 12;
const indentWidth = 18;
const lanePadding = 14;
const laneHeader = 30;
const gapBetweenLanes = 56;
const minBoxWidth = 170;

const maxTitle = 40;
const maxOwner = 36;
const maxPlace = 34;
const noteColumns = 46;
const maxNoteLines = 3;

interface OpenBox {
  box: Omit<HopBox, 'x' | 'y' | 'width' | 'height'>;
  indent: number;
  width: number;
  height: number;
  /** Below the top of the lane. */
  y: number;
}

interface OpenLane {
  section: LaneSection;
  title: string;
  boxes: OpenBox[];
  width: number;
  height: number;
  y: number;
  column: number;
}

/** O(hops + lanes²). */
export function layOutLanes(index: ReportIndex, view: ChainView): LaneLayout {
  const lanes = view.sections.map((section) => openLane(index, view, section));
  const boxes = new Map<string, HopBox>();
  placeLanes(lanes);
  const columns = Math.max(0, ...lanes.map((lane) => lane.column)) + 1;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lanes.filter((lane) => lane.column === column).map((lane) => lane.width)),
  );
  const lefts: number[] = [];
  let left = 0;
  for (const width of widths) {
    lefts.push(left);
    left += width + gapBetweenLanes;
  }
  const closed = lanes.map((lane): LaneBox => {
    const x = lefts[lane.column] ?? 0;
    const width = widths[lane.column] ?? lane.width;
    return {
      section: lane.section,
      title: lane.title,
      x,
      y: lane.y,
      width,
      height: lane.height,
      boxes: lane.boxes.map((open) => {
        const indent = open.indent * indentWidth;
        const box = {
          ...open.box,
          x: x + lanePadding + indent,
          y: lane.y + open.y,
          width: width - 2 * lanePadding - indent,
          height: open.height,
        };
        boxes.set(keyOf(open.box.view.hop, open.box.isStub), box);
        return box;
      }),
    };
  });
  return {
    lanes: closed,
    lines: [...linesOf(view, boxes)],
    width: Math.max(0, left - gapBetweenLanes),
    height: Math.max(0, ...closed.map((lane) => lane.y + lane.height)),
  };
}

const keyOf = (hop: Hop, isStub: boolean): string => `${hop.id}${isStub ? 's' : ''}`;

function openLane(index: ReportIndex, view: ChainView, section: LaneSection): OpenLane {
  const boxes: OpenBox[] = [];
  const indents = new Map<HopView, number>();
  const parents = new Map<HopView, HopView>();
  let y = laneHeader;
  for (const { view: hop } of hopsOf(section)) {
    for (const child of hop.children) parents.set(child, hop);
    const isRoot = section.roots.includes(hop);
    const parent = isRoot ? undefined : parents.get(hop);
    const isOnly = parent === undefined || parent.children.length === 1;
    const indent = parent === undefined ? 0 : (indents.get(parent) ?? 0) + (isOnly ? 0 : 1);
    indents.set(hop, indent);
    const open = openBox(index, view, section, hop, isRoot, indent, y);
    boxes.push(open);
    y += open.height + gapBetweenBoxes;
  }
  const say = sayIn(index.report.question.language);
  const title = section.isCaller ? say`the caller's goroutine` : say`goroutine ${section.label}`;
  const widest = Math.max(0, ...boxes.map((box) => box.width + box.indent * indentWidth));
  return {
    section,
    title,
    boxes,
    width: Math.ceil(Math.max(widest, minBoxWidth) + 2 * lanePadding),
    height: y - gapBetweenBoxes + lanePadding,
    y: 0,
    column: 0,
  };
}

/** A lane's first box stands level with the call that starts it, in the first column where there is room. */
function placeLanes(lanes: readonly OpenLane[]): void {
  const placed: OpenLane[] = [];
  for (const lane of lanes) {
    const start = startOf(lane, placed);
    lane.y = start === undefined ? 0 : Math.max(0, start.y - laneHeader);
    const after = start === undefined ? 0 : start.column + 1;
    for (let column = start === undefined ? 0 : after; ; column++) {
      const last = Math.max(
        ...placed.filter((other) => other.column === column).map((other) => other.y + other.height),
      );
      if (last + lanePadding > lane.y) continue;
      lane.column = column;
      break;
    }
    placed.push(lane);
  }
}

function startOf(lane: OpenLane, placed: readonly OpenLane[]): { y: number; column: number } | undefined {
  for (const other of placed) {
    const stub = other.boxes.find((open) => open.box.isStub && open.box.view.starts === lane.section);
    if (stub !== undefined) return { y: other.y + stub.y, column: other.column };
  }
  return undefined;
}

function openBox(
  index: ReportIndex,
  view: ChainView,
  section: LaneSection,
  hop: HopView,
  isRoot: boolean,
  indent: number,
  y: number,
): OpenBox {
  const say = sayIn(index.report.question.language);
  const isStub = hop.starts !== undefined && hop.starts !== section;
  const { title, owner } = namesOf(hop, say);
  const at = isRoot ? hop.function?.at : hop.edge?.site;
  const notes = isStub ? [] : [...notesOf(view, hop, say)];
  const box = {
    view: hop,
    isStub,
    kind: kindOf(hop, isRoot, isStub),
    title: clipMiddle(title, maxTitle),
    owner: clipMiddle(owner, maxOwner),
    place: at === undefined ? '' : clipMiddle(visible(index.shortPlace(at)), maxPlace),
    tag: tagOf(hop, isRoot, isStub, say),
    notes,
  };
  const lines = [
    columnsWidth(box.title, titleSize) + columnsWidth(box.place, smallSize) + 2 * padding,
    columnsWidth(box.owner, smallSize) + columnsWidth(box.tag, smallSize) + 2 * padding,
    ...notes.map((note) => columnsWidth(note.text, smallSize) + padding),
  ];
  const hasSecond = box.owner !== '' || box.tag !== '';
  return {
    box,
    indent,
    width: Math.max(minBoxWidth, Math.max(...lines) + 2 * padding),
    height: padding + titleHeight + (hasSecond ? lineHeight : 0) + notes.length * lineHeight + padding / 2,
    y,
  };
}

function columnsWidth(text: string, size: number): number {
  return textWidth(text) * size * pitch;
}

/** `Close` and `*io.PipeWriter`; `Copy` and `io`; a literal and where it stands. */
export function namesOf(hop: HopView, say: Say): { readonly title: string; readonly owner: string } {
  if (hop.function === undefined) {
    const code = visible(hop.edge?.site.code ?? '');
    return { title: code.trim() === '' ? say`unknown callee` : clip(code, maxTitle), owner: '' };
  }
  const name = visible(hop.function.shortName);
  const literal = /^(func literal(?: \(line \d+\))?) (in .+)$/.exec(name);
  if (literal !== null) return { title: literal[1] ?? '', owner: literal[2] ?? '' };
  const method = /^\(([^()]+)\)\.([^.()]+)$/.exec(name);
  if (method !== null) return { title: method[2] ?? '', owner: method[1] ?? '' };
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name.includes(' ') || dot === name.length - 1)
    return { title: name.trim() === '' ? '?' : name, owner: '' };
  return { title: name.slice(dot + 1), owner: name.slice(0, dot) };
}

function kindOf(hop: HopView, isRoot: boolean, isStub: boolean): HopBox['kind'] {
  if (hop.isDead) return 'dead';
  if (isStub) return 'start';
  if (hop.function?.isNoOp === true) return 'nothing';
  if (isRoot && hop.hop.parent === undefined) return 'root';
  if (hop.hop.repeats !== undefined) return 'repeat';
  if (hop.hop.stop !== undefined) return hop.hop.stop.kind === 'leaf' ? 'end' : 'stop';
  return hop.function === undefined ? 'stop' : 'hop';
}

/** What is particular about the call, in a word or two. */
function tagOf(hop: HopView, isRoot: boolean, isStub: boolean, say: Say): string {
  if (isStub) return say`starts ${hop.starts?.label ?? ''}`;
  if (isRoot) return '';
  const { edge } = hop;
  const words = [
    edge?.kind === 'go' ? 'go' : edge?.kind === 'defer' ? 'defer' : '',
    edge?.mode === 'invoke' ? say`interface` : edge?.mode === 'func' ? say`func value` : '',
    hop.siblingCallees > 1 ? say`1 of ${hop.siblingCallees}` : '',
  ];
  return words.filter((word) => word !== '').join(say`, `);
}

function* notesOf(view: ChainView, hop: HopView, say: Say): Generator<TextLine> {
  const fn = hop.function;
  if (hop.isDead) yield* note(say`never runs`, 'warn');
  if (fn?.note !== undefined) yield* note(visible(fn.note), 'warn');
  for (const handoff of hop.signals)
    yield* note(
      say`${say.word(handoff.edge.handoff ?? 'hand-off')}: wakes ${nameOr(handoff.to?.shortName, say)}${laneWord(handoff, 'to', say)}`,
      'handoff',
    );
  for (const handoff of hop.waits)
    yield* note(
      say`${say.word(handoff.edge.handoff ?? 'hand-off')}: woken by ${nameOr(handoff.from?.shortName, say)}${laneWord(handoff, 'from', say)}`,
      'handoff',
    );
  const { stop, repeats, folded } = hop.hop;
  const saysIt = fn?.isNoOp === true && stop?.kind === 'leaf' && fn.note !== undefined;
  if (stop !== undefined && !saysIt)
    yield* note(
      stop.kind === 'leaf' ? visible(stop.text) : say`${stopName(stop.kind, say)}: ${visible(stop.text)}`,
      stop.kind === 'leaf' ? 'end' : 'stop',
    );
  if (repeats !== undefined) {
    const same = view.byHop.get(repeats);
    yield* note(
      same === undefined || same.section === hop.section
        ? say`its calls are shown above`
        : say`as in ${same.section.label}`,
      'folded',
    );
  }
  if (folded !== undefined) yield* note(`+ ${visible(folded.text)}`, 'folded');
}

const nameOr = (name: string | undefined, say: Say): string => clipMiddle(visible(name ?? say`a goroutine`), maxOwner);

function laneWord(handoff: Handoff, side: 'from' | 'to', say: Say): string {
  const place = placeOfEnd(handoff, side);
  if (place === undefined) return '';
  if (place.kind === 'like-this') return say` in another goroutine that runs it too`;
  if (place.kind === 'started-by') return startedText(say, place);
  return say` in ${place.section.isCaller ? say`the caller's` : place.section.label}`;
}

function* note(text: string, kind: TextLine['kind']): Generator<TextLine> {
  const lines = wrap(clip(text, noteColumns * maxNoteLines), noteColumns);
  for (const line of lines.slice(0, maxNoteLines)) yield { text: line, kind };
}

function* linesOf(view: ChainView, boxes: ReadonlyMap<string, HopBox>): Generator<Line> {
  for (const hop of view.byHop.values()) {
    const own = boxes.get(keyOf(hop.hop, false));
    const stub = boxes.get(keyOf(hop.hop, true));
    const parent =
      hop.hop.parent === undefined ? undefined : boxes.get(keyOf({ ...hop.hop, id: hop.hop.parent }, false));
    const shown = stub ?? own;
    const parentView = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
    if (parent !== undefined && shown !== undefined)
      yield { kind: 'call', from: parent, to: shown, isStraight: parentView?.children.length === 1 };
    if (stub !== undefined && own !== undefined) yield { kind: 'go', from: stub, to: own, isStraight: false };
  }
  for (const handoff of view.handoffs) {
    const from = shownBox(view, boxes, handoff.edge.caller);
    const to = handoff.edge.callee === undefined ? undefined : shownBox(view, boxes, handoff.edge.callee);
    if (from !== undefined && to !== undefined && from !== to)
      yield { kind: 'handoff', from, to, isStraight: false, handoff };
  }
}

function shownBox(view: ChainView, boxes: ReadonlyMap<string, HopBox>, fn: number): HopBox | undefined {
  for (const hop of view.byHop.values()) {
    if (hop.hop.function === fn && hop.hop.repeats === undefined) return boxes.get(keyOf(hop.hop, false));
  }
  return undefined;
}
