// The lines of one chain in the terminal tree: a line for each hop with the place of its call in a column of its
// own, and below it, on the tree's own bars, what must be known to believe it.

import type { Say } from '#language/say.js';
import type { ChainView, HopView, LaneSection } from './chain-view.js';
import { clip, clipMiddle, textWidth, visible } from './text-safety.js';
import {
  type Note,
  notesOf,
  placeText,
  pushNotes,
  rootNotes,
  signalNotes,
  stopWords,
  type TreeContext,
} from './tree-notes.js';
import { type Paint, type Piece, piecesWidth } from './tree-style.js';
import { plural } from './words.js';

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

/** Columns that the tree's bars leave to names; deeper hops all begin at the left, with their depth in figures. */
const namesRoom = 56;

/** A name longer than this is cut in the middle: only hostile or generated names are. */
const maxName = 120;

/** The chain's lines, sections apart by an empty line. */
export function chainLines(context: TreeContext, view: ChainView): string[] {
  const sections = view.sections.map((section) => ({ section, rows: sectionRows(context, view, section) }));
  const column = placeColumn(
    context,
    sections.flatMap(({ rows }) => rows),
  );
  const lines: string[] = [];
  for (const { rows } of sections) {
    if (lines.length > 0) lines.push('');
    for (const row of rows) pushRow(context, row, column, lines);
  }
  const elsewhere = view.handoffs.filter((h) => h.fromSection === undefined && h.toSection === undefined);
  if (elsewhere.length > 0) {
    lines.push('');
    for (const handoff of elsewhere) {
      const from = visible(handoff.from?.shortName ?? '?');
      pushNotes(
        context,
        '',
        [...signalNotes(context, handoff)].map((n, i) =>
          i === 0 ? { ...n, text: context.say`${n.text}, by ${from}` } : n,
        ),
        lines,
      );
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
  const stack: (OpenHop | Row)[] = [...section.roots]
    .reverse()
    .map((hop) => ({ hop, prefix: '', below: '', depth: 0 }));
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

function foldedRow(
  context: TreeContext,
  folded: { readonly calls: number; readonly text: string },
  prefix: string,
): Row {
  const text = /\d/.test(folded.text)
    ? folded.text
    : context.say`${plural(context.say, folded.calls, 'call')}: ${folded.text}`;
  const room = Math.max(20, context.options.columns - textWidth(prefix));
  return {
    prefix,
    head: [{ text: clip(visible(text), room, context.style.signs.ellipsis), paint: 'dim' }],
    place: '',
    notePrefix: '',
    notes: [],
  };
}

function headOf(context: TreeContext, view: ChainView, section: LaneSection, hop: HopView, isRoot: boolean): Piece[] {
  const { say } = context;
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
  const isUp = context.index.report.question.direction === 'up';
  if (!isRoot && edge?.kind === 'go' && !isUp) {
    context.used.add('go');
    add(`${signs.go} `, 'go');
  } else if (!isRoot && edge?.kind === 'defer' && !isUp) add('defer ', 'dim');
  head.push(...nameOf(hop, say));
  // Upwards the line names the caller, and what is started or deferred stands above it.
  if (isUp && edge?.kind === 'go') {
    context.used.add('go');
    add(`  ${signs.go}`, 'go');
  } else if (isUp && edge?.kind === 'defer') add(`  ${say`defers it`}`, 'dim');
  if (!isRoot && hop.starts !== undefined) add(`  ${signs.arrow} ${hop.starts.label}`, 'go');
  if (!isRoot && hop.siblingCallees > 1) add(`  ${say`1 of ${hop.siblingCallees}`}`, 'dim');
  if (hop.function?.isNoOp === true && !hop.isDead) {
    context.used.add('nothing');
    add(`  ${signs.nothing}`, 'warn');
  }
  if (hop.hop.repeats !== undefined) {
    context.used.add('above');
    const here = view.order.get(hop.hop.id) ?? 0;
    const there = view.order.get(hop.hop.repeats) ?? -1;
    add(there <= here ? `  ${signs.above} ${say`shown above`}` : `  ${signs.below} ${say`shown below`}`, 'dim');
  }
  if (context.options.detail === 'brief' && hop.hop.stop !== undefined) {
    const { sign, name, paint } = stopWords(context, hop.hop.stop.kind);
    add(`  ${sign} ${name}`, paint);
  }
  return head;
}

/** The name with its last part stressed: `(*T).`**M**. */
function nameOf(hop: HopView, say: Say): Piece[] {
  const dead = hop.isDead;
  if (hop.function === undefined) {
    const code = hop.edge?.site.code ?? '';
    return [{ text: clipMiddle(visible(code === '' ? say`unknown callee` : code), maxName), paint: 'dim' }];
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
