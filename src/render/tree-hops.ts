// The lines of one chain in the terminal tree: a line for each hop with the place of its call in a column of its
// own, and below it, on the tree's own bars, what must be known to believe it.

import type { Guard, Location } from '#report/report.js';
import type { ReportIndex } from '#report/report-index.js';
import type { ChainView, Handoff, HopView, LaneSection } from './chain-view.js';
import type { RenderOptions } from './options.js';
import { clip, clipMiddle, textWidth, visible, wrap } from './text-safety.js';
import { type Paint, type Piece, piecesWidth, type TreeStyle } from './tree-style.js';
import { isErrorGuard, plural, reasonOf, stopName, wayOf } from './words.js';

/** A line under a hop: text in one colour, wrapped; `mark` hangs before it; `place` closes it. */
interface Note {
  readonly mark?: string;
  readonly markPaint?: Paint;
  readonly text: string;
  readonly paint: Paint;
  readonly place?: string;
  /** Code and long lists are cut instead of wrapped. */
  readonly clipped?: boolean;
  readonly indent?: number;
}

interface Row {
  readonly prefix: string;
  readonly head: readonly Piece[];
  readonly place: string;
  readonly notePrefix: string;
  readonly notes: readonly Note[];
}

interface OpenHop {
  readonly hop: HopView;
  readonly prefix: string;
  /** What stands before everything below the hop. */
  readonly below: string;
  readonly depth: number;
}

export interface TreeContext {
  readonly index: ReportIndex;
  readonly options: RenderOptions;
  readonly style: TreeStyle;
  /** Names of signs that were used, for the legend. */
  readonly used: Set<'go' | 'signal' | 'stop' | 'leaf' | 'dead' | 'above' | 'nothing'>;
}

/** A place longer than this is cut in the middle: only hostile or generated files are. */
const maxPlace = 72;
/** Columns that the tree's bars leave to names; deeper hops all begin at the left, with their depth in figures. */
const namesRoom = 56;
/** Guards shown under a hop unless full detail is asked for. */
const maxGuards = 2;
/** A name longer than this is cut in the middle: only hostile or generated names are. */
const maxName = 120;

/** The chain's lines, sections apart by an empty line. */
export function chainLines(context: TreeContext, view: ChainView): string[] {
  const sections = view.sections.map((section) => ({ section, rows: sectionRows(context, view, section) }));
  const column = placeColumn(context, sections.flatMap(({ rows }) => rows));
  const lines: string[] = [];
  for (const { rows } of sections) {
    if (lines.length > 0) lines.push('');
    for (const row of rows) pushRow(context, row, column, lines);
  }
  const elsewhere = view.handoffs.filter((h) => h.fromSection === undefined);
  if (elsewhere.length > 0) {
    lines.push('');
    for (const handoff of elsewhere) {
      const from = visible(handoff.from?.shortName ?? '?');
      pushNotes(context, '', [...signalNotes(context, handoff)].map((n, i) => (i === 0 ? { ...n, text: `${n.text}, by ${from}` } : n)), lines);
    }
  }
  return lines;
}

/** Where places begin: as far left as the longest hop allows, and no further right than they fit. */
function placeColumn(context: TreeContext, rows: readonly Row[]): number {
  let left = 0;
  let place = 0;
  for (const row of rows) {
    if (row.place === '') continue;
    left = Math.max(left, textWidth(row.prefix) + piecesWidth(row.head));
    place = Math.max(place, textWidth(row.place));
  }
  return Math.max(24, Math.min(left + 3, context.options.columns - place));
}

function sectionRows(context: TreeContext, view: ChainView, section: LaneSection): Row[] {
  const { signs } = context.style;
  const rows: Row[] = [];
  const stack: (OpenHop | Row)[] = [...section.roots].reverse().map((hop) => ({ hop, prefix: '', below: '', depth: 0 }));
  for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
    if ('head' in open) {
      rows.push(open);
      continue;
    }
    const { hop, below } = open;
    const isRoot = section.roots.includes(hop);
    const isElsewhere = hop.starts !== undefined && !isRoot;
    const children = isElsewhere ? [] : hop.children;
    const folded = isElsewhere ? undefined : hop.hop.folded;
    const hasBelow = children.length > 0 || folded !== undefined;
    rows.push({
      prefix: open.prefix,
      head: headOf(context, view, section, hop, isRoot),
      place: placeOf(context, hop, isRoot),
      notePrefix: below + (hasBelow ? signs.bar.trimEnd().padEnd(2) : '  '),
      notes: isRoot && hop.starts !== undefined ? rootNotes(context, hop) : notesOf(context, hop, isElsewhere),
    });
    if (folded !== undefined) stack.push(foldedRow(context, folded, `${below}${signs.cornerFolded}`));
    const last = folded === undefined ? children.length - 1 : -1;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child === undefined) continue;
      const depth = open.depth + 1;
      const isDeep = 3 * depth > Math.max(24, context.options.columns - namesRoom);
      const before = isDeep ? `${depth} `.padEnd(6) : below;
      const beforeBelow = isDeep ? ' '.repeat(6) : below;
      stack.push({
        hop: child,
        depth,
        prefix: before + (i === last ? signs.corner : signs.tee),
        below: beforeBelow + (i === last ? signs.blank : signs.bar),
      });
    }
  }
  return rows;
}

function foldedRow(context: TreeContext, folded: { readonly calls: number; readonly text: string }, prefix: string): Row {
  const text = /\d/.test(folded.text) ? folded.text : `${plural(folded.calls, 'call')}: ${folded.text}`;
  const room = Math.max(20, context.options.columns - textWidth(prefix));
  return { prefix, head: [{ text: clip(visible(text), room, context.style.signs.ellipsis), paint: 'dim' }], place: '', notePrefix: '', notes: [] };
}

function headOf(context: TreeContext, view: ChainView, section: LaneSection, hop: HopView, isRoot: boolean): Piece[] {
  const { signs } = context.style;
  const head: Piece[] = [];
  const add = (text: string, paint: Paint): void => {
    head.push({ text, paint });
  };
  const { edge } = hop;
  if (isRoot && !section.isCaller) add(`${section.label}  `, 'go');
  if (hop.isDead) {
    context.used.add('dead');
    add(`${signs.dead} `, 'dead');
  }
  if (!isRoot && edge?.kind === 'go') {
    context.used.add('go');
    add(`${signs.go} `, 'go');
  } else if (!isRoot && edge?.kind === 'defer') add('defer ', 'dim');
  head.push(...nameOf(hop));
  if (!isRoot && hop.starts !== undefined) add(`  ${signs.arrow} ${hop.starts.label}`, 'go');
  if (!isRoot && hop.siblingCallees > 1) add(`  1 of ${hop.siblingCallees}`, 'dim');
  if (hop.function?.isNoOp === true && !hop.isDead) {
    context.used.add('nothing');
    add(`  ${signs.nothing}`, 'warn');
  }
  if (hop.hop.repeats !== undefined) {
    context.used.add('above');
    const here = view.order.get(hop.hop.id) ?? 0;
    const there = view.order.get(hop.hop.repeats) ?? -1;
    add(there <= here ? `  ${signs.above} shown above` : `  ${signs.below} shown below`, 'dim');
  }
  if (context.options.detail === 'brief' && hop.hop.stop !== undefined) {
    const { sign, name, paint } = stopWords(context, hop.hop.stop.kind);
    add(`  ${sign} ${name}`, paint);
  }
  return head;
}

/** The name with its last part stressed: `(*T).`**M**. */
function nameOf(hop: HopView): Piece[] {
  const dead = hop.isDead;
  if (hop.function === undefined) {
    const code = hop.edge?.site.code ?? '';
    return [{ text: clipMiddle(visible(code === '' ? 'unknown callee' : code), maxName), paint: 'dim' }];
  }
  const name = clipMiddle(visible(hop.function.shortName), maxName);
  const dot = name.lastIndexOf('.');
  if (dead) return [{ text: name, paint: 'dim' }];
  if (dot === -1 || name.includes(' ')) return [{ text: name, paint: 'name' }];
  return [
    { text: name.slice(0, dot + 1), paint: 'plain' },
    { text: name.slice(dot + 1), paint: 'name' },
  ];
}

function placeOf(context: TreeContext, hop: HopView, isRoot: boolean): string {
  const at = isRoot ? hop.function?.at : hop.edge?.site;
  return at === undefined ? '' : placeText(context, at);
}

/** `file.go:12`, nothing hidden in it, on one line. */
export function placeText(context: TreeContext, at: Location): string {
  return clipMiddle(visible(context.index.shortPlace(at)), maxPlace, context.style.signs.ellipsis);
}

/** At the root of a goroutine's section only what belongs to the function; the reason stands where it is started. */
function rootNotes(context: TreeContext, hop: HopView): Note[] {
  return [...functionNotes(context, hop)];
}

function notesOf(context: TreeContext, hop: HopView, isElsewhere: boolean): Note[] {
  const { index, options, style } = context;
  const notes: Note[] = [];
  const { edge } = hop;
  const full = options.detail === 'full';
  if (hop.isDead && edge !== undefined && options.detail === 'normal') return [...guardNotes(context, edge.guards, false)];
  if (options.detail !== 'brief') {
    if (full && edge !== undefined && edge.site.code !== '' && hop.function !== undefined) {
      notes.push({ text: visible(edge.site.code), paint: 'plain', clipped: true });
    }
    if (hop.hop.via !== undefined) notes.push({ text: visible(hop.hop.via), paint: 'dim' });
    if (edge !== undefined && edge.callee !== undefined) {
      const reason = reasonOf(edge);
      if (reason !== '') {
        const way = full ? '' : wayOf(index, edge, style.signs.arrow, style.signs.ellipsis);
        notes.push({ text: visible(way === '' ? reason : `${reason} (${way})`), paint: 'dim' });
      }
    }
    if (edge !== undefined) {
      if (full) notes.push(...flowNotes(context, edge.flow));
      notes.push(...guardNotes(context, edge.guards, full));
      if (edge.needs !== undefined) {
        const needs = visible(edge.needs);
        notes.push({ text: needs.startsWith('needs ') ? needs : `needs ${needs}`, paint: 'warn' });
      }
      notes.push(...prunedNotes(context, edge.pruned, full));
    }
  }
  if (!isElsewhere) notes.push(...functionNotes(context, hop));
  return notes;
}

/** What is known of the function itself: what it does, wakes, waits for, and why the trace ends there. */
function* functionNotes(context: TreeContext, hop: HopView): Generator<Note> {
  const { options } = context;
  if (options.detail !== 'brief') {
    if (hop.function?.note !== undefined) yield { text: visible(hop.function.note), paint: 'warn' };
    if (options.detail === 'full' && hop.function?.at !== undefined && hop.edge !== undefined) {
      yield { text: 'declared', paint: 'dim', place: placeText(context, hop.function.at) };
    }
  }
  for (const handoff of hop.signals) yield* signalNotes(context, handoff);
  for (const handoff of hop.waits) yield* waitNotes(context, handoff);
  if (hop.hop.stop !== undefined && options.detail !== 'brief') {
    const { sign, name, paint } = stopWords(context, hop.hop.stop.kind);
    const at = hop.hop.stop.at;
    yield {
      mark: sign, markPaint: paint, text: `${name}: ${visible(hop.hop.stop.text)}`, paint,
      ...(at === undefined ? {} : { place: placeText(context, at) }),
    };
  }
}

function stopWords(context: TreeContext, kind: Parameters<typeof stopName>[0]): { sign: string; name: string; paint: Paint } {
  const { signs } = context.style;
  const isEnd = kind === 'leaf';
  context.used.add(isEnd ? 'leaf' : 'stop');
  return { sign: isEnd ? signs.leaf : signs.stop, name: stopName(kind), paint: isEnd ? 'plain' : 'stop' };
}

function* signalNotes(context: TreeContext, handoff: Handoff): Generator<Note> {
  context.used.add('signal');
  const { edge, to, toSection } = handoff;
  const waiter = visible(to?.shortName ?? 'a waiting goroutine');
  const where = toSection === undefined ? '' : ` in ${toSection.label === 'caller' ? "the caller's goroutine" : toSection.label}`;
  yield {
    mark: context.style.signs.signal, markPaint: 'handoff', paint: 'plain',
    text: `${edge.handoff ?? 'hand-off'}: wakes ${waiter}${where}`,
    ...(edge.wait === undefined ? {} : { place: placeText(context, edge.wait) }),
  };
  if (context.options.detail !== 'brief') {
    yield { text: visible(edge.reason), paint: 'dim', indent: textWidth(context.style.signs.signal) + 1 };
  }
}

function* waitNotes(context: TreeContext, handoff: Handoff): Generator<Note> {
  context.used.add('signal');
  const { edge, from, fromSection } = handoff;
  const signaler = visible(from?.shortName ?? 'another goroutine');
  const where = fromSection === undefined ? '' : ` in ${fromSection.label === 'caller' ? "the caller's goroutine" : fromSection.label}`;
  yield {
    mark: context.style.signs.wait, markPaint: 'handoff', paint: 'plain',
    text: `${edge.handoff ?? 'hand-off'}: woken by ${signaler}${where}`,
    place: placeText(context, edge.site),
  };
}

function* flowNotes(context: TreeContext, flow: readonly { readonly text: string; readonly at?: Location }[]): Generator<Note> {
  let number = 0;
  for (const step of flow) {
    number++;
    yield {
      mark: `${number}`.padStart(3), markPaint: 'dim', text: visible(step.text), paint: 'dim',
      ...(step.at === undefined ? {} : { place: placeText(context, step.at) }),
    };
  }
}

function* guardNotes(context: TreeContext, guards: readonly Guard[], full: boolean): Generator<Note> {
  const shown = full ? guards : guards.filter((guard) => guard.truth === 'never' || (guard.truth === undefined && !isErrorGuard(guard)));
  const dead = shown.filter((guard) => guard.truth === 'never');
  for (const guard of dead) {
    const because = guard.because === undefined ? '' : `: ${visible(guard.because)}`;
    yield { text: `never: if ${visible(guard.text)}${because}`, paint: 'dead', place: placeText(context, guard.at) };
  }
  const open = shown.filter((guard) => guard.truth !== 'never');
  if (full) {
    for (const guard of open) {
      const because = guard.because === undefined ? '' : `: ${visible(guard.because)}`;
      const truth = guard.truth === undefined ? '' : `, ${guard.truth}${because}`;
      yield { text: `if ${visible(guard.text)}${truth}`, paint: 'dim', place: placeText(context, guard.at) };
    }
  } else if (open.length > 0) {
    const texts = open.slice(0, maxGuards).map((guard) => clip(visible(guard.text), 48, context.style.signs.ellipsis));
    const more = open.length > maxGuards ? ` and ${open.length - maxGuards} more` : '';
    yield { text: `if ${texts.join(' && ')}${more}`, paint: 'dim' };
  }
}

function* prunedNotes(context: TreeContext, pruned: readonly { readonly name: string; readonly reason: string; readonly at?: Location }[], full: boolean): Generator<Note> {
  const [only] = pruned;
  if (only === undefined) return;
  if (full || pruned.length === 1) {
    for (const candidate of pruned) {
      yield {
        text: `not ${visible(candidate.name)}: ${visible(candidate.reason)}`, paint: 'dim',
        ...(candidate.at === undefined || !full ? {} : { place: placeText(context, candidate.at) }),
      };
    }
    return;
  }
  const names = pruned.slice(0, 3).map((candidate) => visible(candidate.name));
  const more = pruned.length > 3 ? ` and ${pruned.length - 3} more` : '';
  yield { text: `${pruned.length} ruled out: ${names.join(', ')}${more}`, paint: 'dim' };
}

function pushRow(context: TreeContext, row: Row, column: number, lines: string[]): void {
  const { style, options } = context;
  const left = textWidth(row.prefix) + piecesWidth(row.head);
  const start = style.paint('dim', row.prefix) + style.paintAll(row.head);
  const placeWidth = textWidth(row.place);
  if (row.place === '') lines.push(start.trimEnd());
  else if (left + 2 <= column) lines.push(start + ' '.repeat(column - left) + style.paint('place', row.place));
  else if (left + 2 + placeWidth <= options.columns) lines.push(`${start}  ${style.paint('place', row.place)}`);
  else {
    lines.push(start);
    lines.push(style.paint('dim', row.notePrefix.padEnd(column)) + style.paint('place', row.place));
  }
  pushNotes(context, row.notePrefix, row.notes, lines, column);
}

/** Lines of text under a hop, wrapped beside the tree's bars; a place stands in the column of places if it can. */
export function pushNotes(context: TreeContext, prefix: string, notes: readonly Note[], lines: string[], column = 0): void {
  const { style, options } = context;
  for (const note of notes) {
    const mark = note.mark === undefined ? '' : `${note.mark} `;
    const hang = ' '.repeat(textWidth(mark) + (note.indent ?? 0));
    const left = textWidth(prefix) + hang.length;
    const room = Math.max(24, options.columns - left);
    const texts = note.clipped === true ? [clip(note.text, room, style.signs.ellipsis)] : wrap(note.text, room, style.signs.ellipsis);
    const start = lines.length;
    let end = left;
    for (const text of texts) {
      const lead = lines.length === start && mark !== '' ? style.paint(note.markPaint ?? note.paint, mark) : hang;
      lines.push(style.paint('dim', prefix) + lead + style.paint(note.paint, text));
      end = left + textWidth(text);
    }
    if (note.place === undefined) continue;
    const place = style.paint('place', note.place);
    const gap = end + 2 <= column ? column - end : 2;
    if (end + gap + textWidth(note.place) <= options.columns) lines.push(`${lines.pop() ?? ''}${' '.repeat(gap)}${place}`);
    else lines.push(style.paint('dim', prefix) + hang + place);
  }
}
