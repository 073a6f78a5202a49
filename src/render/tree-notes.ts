// What stands under a hop in the terminal tree: why it is this callee, under which conditions, what it wakes and what
// wakes it, why the trace ends there; and how such lines are wrapped beside the tree's bars.

import { operands } from '#base/condition-text.js';
import { by } from '#base/order.js';
import type { Say } from '#language/say.js';
import type { Guard, Location } from '#report/report.js';
import type { ReportIndex } from '#report/report-index.js';
import type { Handoff, HopView } from './chain-view.js';
import { type EndPlace, placeOfEnd, startedText } from './handoff-place.js';
import type { RenderOptions } from './options.js';
import { clip, clipMiddle, textWidth, visible, wrap } from './text-safety.js';
import type { Paint, TreeStyle } from './tree-style.js';
import { againText, isErrorGuard, reasonOf, stopName, wayOf } from './words.js';

export interface TreeContext {
  readonly say: Say;
  readonly index: ReportIndex;
  readonly options: RenderOptions;
  readonly style: TreeStyle;
  /** Names of signs that were used, for the legend. */
  readonly used: Set<'go' | 'signal' | 'stop' | 'leaf' | 'dead' | 'above' | 'nothing'>;
}

/** A line under a hop: text in one colour, wrapped; `mark` hangs before it; `place` closes it. */
export interface Note {
  readonly mark?: string;
  readonly markPaint?: Paint;
  readonly text: string;
  readonly paint: Paint;
  readonly place?: string;
  /** Code and long lists are cut instead of wrapped. */
  readonly clipped?: boolean;
  readonly indent?: number;
}

/** A place longer than this is cut in the middle: only hostile or generated files are. */
const maxPlace = 72;
/** Guards shown under a hop unless full detail is asked for. */
const maxGuards = 2;
/** Columns of one condition: with the next one it may stand on two lines. */
const maxGuardLength = 80;
/** Further calls of the same function that are named. */
const maxAgain = 3;

/** `file.go:12`, nothing hidden in it, on one line. */
export function placeText(context: TreeContext, at: Location): string {
  return clipMiddle(visible(context.index.shortPlace(at)), maxPlace, context.style.signs.ellipsis);
}

/** At the root of a goroutine's section only what belongs to the function; the reason stands where it is started. */
export function rootNotes(context: TreeContext, hop: HopView): Note[] {
  return [...functionNotes(context, hop)];
}

export function notesOf(context: TreeContext, hop: HopView, isElsewhere: boolean): Note[] {
  const { index, options, say, style } = context;
  const notes: Note[] = [];
  const { edge } = hop;
  const full = options.detail === 'full';
  if (hop.isDead && edge !== undefined && options.detail === 'normal')
    return [...guardNotes(context, edge.guards, false)];
  if (options.detail !== 'brief') {
    if (full && edge !== undefined && edge.site.code !== '' && hop.function !== undefined) {
      notes.push({ text: visible(edge.site.code), paint: 'plain', clipped: true });
    }
    if (hop.hop.via !== undefined) notes.push({ text: visible(hop.hop.via), paint: 'dim' });
    if (edge !== undefined && edge.callee !== undefined) {
      const reason = reasonOf(edge, say);
      if (reason !== '') {
        const way = full ? '' : wayOf(index, edge, style.signs.arrow, style.signs.ellipsis);
        notes.push({ text: visible(way === '' ? reason : say`${reason} (${way})`), paint: 'dim' });
      }
    }
    if (edge !== undefined) {
      if (full) notes.push(...flowNotes(context, edge.flow));
      notes.push(...guardNotes(context, edge.guards, full));
      if (edge.needs !== undefined) {
        const needs = visible(edge.needs);
        notes.push({ text: needs.startsWith(say`needs ${''}`) ? needs : say`needs ${needs}`, paint: 'warn' });
      }
      notes.push(...prunedNotes(context, edge.pruned, full));
      if (hop.again.length > 0) {
        const shown = full ? hop.again : hop.again.slice(0, maxAgain);
        const places = shown.map((call) => againText(call, placeText(context, call.site), visible, say)).join(say`, `);
        const more = hop.again.length > shown.length ? say` and ${hop.again.length - shown.length} more` : '';
        notes.push({ text: say`called here again: ${places}${more}`, paint: 'dim' });
      }
    }
  }
  if (!isElsewhere) notes.push(...functionNotes(context, hop));
  return notes;
}

/** What is known of the function itself: what it does, wakes, waits for, and why the trace ends there. */
function* functionNotes(context: TreeContext, hop: HopView): Generator<Note> {
  const { options, say } = context;
  if (options.detail !== 'brief') {
    if (hop.function?.note !== undefined) yield { text: visible(hop.function.note), paint: 'warn' };
    if (options.detail === 'full' && hop.function?.at !== undefined && hop.edge !== undefined) {
      yield { text: say`declared`, paint: 'dim', place: placeText(context, hop.function.at) };
    }
  }
  for (const handoff of hop.signals) yield* signalNotes(context, handoff);
  for (const handoff of hop.waits) yield* waitNotes(context, handoff);
  // That it does nothing is why it ends here.
  const saysIt = hop.function?.isNoOp === true && hop.hop.stop?.kind === 'leaf' && hop.function.note !== undefined;
  if (hop.hop.stop !== undefined && !saysIt && options.detail !== 'brief') {
    const { sign, name, paint } = stopWords(context, hop.hop.stop.kind);
    const at = hop.hop.stop.at;
    yield {
      mark: sign,
      markPaint: paint,
      text: say`${name}: ${visible(hop.hop.stop.text)}`,
      paint,
      ...(at === undefined ? {} : { place: placeText(context, at) }),
    };
  }
}

export function stopWords(
  context: TreeContext,
  kind: Parameters<typeof stopName>[0],
): { sign: string; name: string; paint: Paint } {
  const { signs } = context.style;
  const isEnd = kind === 'leaf';
  context.used.add(isEnd ? 'leaf' : 'stop');
  return { sign: isEnd ? signs.leaf : signs.stop, name: stopName(kind, context.say), paint: isEnd ? 'plain' : 'stop' };
}

export function* signalNotes(context: TreeContext, handoff: Handoff): Generator<Note> {
  context.used.add('signal');
  const { say } = context;
  const { edge, to } = handoff;
  const waiter = visible(to?.shortName ?? say`a waiting goroutine`);
  const where = whereText(say, placeOfEnd(handoff, 'to'));
  yield {
    mark: context.style.signs.signal,
    markPaint: 'handoff',
    paint: 'plain',
    text: say`${say.word(edge.handoff ?? 'hand-off')}: wakes ${waiter}${where}`,
    ...(edge.wait === undefined ? {} : { place: placeText(context, edge.wait) }),
  };
  if (context.options.detail !== 'brief') {
    yield { text: visible(edge.reason), paint: 'dim', indent: textWidth(context.style.signs.signal) + 1 };
  }
}

/** In which goroutine the other end runs. */
function whereText(say: Say, place: EndPlace | undefined): string {
  if (place === undefined) return '';
  if (place.kind === 'like-this') return say` in another goroutine that runs it too`;
  const { section } = place;
  if (place.kind === 'started-by') return startedText(say, place);
  return section.isCaller ? say` in the caller's goroutine` : say` in ${section.label}`;
}

function* waitNotes(context: TreeContext, handoff: Handoff): Generator<Note> {
  context.used.add('signal');
  const { say } = context;
  const { edge, from, fromSection } = handoff;
  const signaler = visible(from?.shortName ?? say`another goroutine`);
  const where =
    fromSection === undefined
      ? say` in a goroutine that nothing here starts`
      : whereText(say, placeOfEnd(handoff, 'from'));
  yield {
    mark: context.style.signs.wait,
    markPaint: 'handoff',
    paint: 'plain',
    text: say`${say.word(edge.handoff ?? 'hand-off')}: woken by ${signaler}${where}`,
    place: placeText(context, edge.site),
  };
}

function* flowNotes(
  context: TreeContext,
  flow: readonly { readonly text: string; readonly at?: Location }[],
): Generator<Note> {
  let number = 0;
  for (const step of flow) {
    number++;
    yield {
      mark: `${number}`.padStart(3),
      markPaint: 'dim',
      text: visible(step.text),
      paint: 'dim',
      ...(step.at === undefined ? {} : { place: placeText(context, step.at) }),
    };
  }
}

function* guardNotes(context: TreeContext, guards: readonly Guard[], full: boolean): Generator<Note> {
  const { say } = context;
  const shown = full
    ? guards
    : guards.filter((guard) => guard.truth === 'never' || (guard.truth === undefined && !isErrorGuard(guard)));
  const dead = shown.filter((guard) => guard.truth === 'never');
  for (const guard of dead) {
    const because = guard.because === undefined ? '' : say`: ${visible(guard.because)}`;
    yield { text: say`never: if ${visible(guard.text)}${because}`, paint: 'dead', place: placeText(context, guard.at) };
  }
  const open = shown.filter((guard) => guard.truth !== 'never');
  if (full) {
    for (const guard of open) {
      const because = guard.because === undefined ? '' : say`: ${visible(guard.because)}`;
      const truth = guard.truth === undefined ? '' : say`, ${say.word(guard.truth)}${because}`;
      yield { text: say`if ${visible(guard.text)}${truth}`, paint: 'dim', place: placeText(context, guard.at) };
    }
  } else if (open.length > 0) {
    const named = tellingGuards(withoutOpposites(open));
    const texts = named.map(({ text, at, decides }) => {
      const clipped = clip(visible(text), maxGuardLength, context.style.signs.ellipsis);
      // Of which call the error is, its line says.
      const place = decides === true ? ` (${placeText(context, at)})` : '';
      return (named.length > 1 && operands(text, '||').length > 1 ? `(${clipped})` : clipped) + place;
    });
    const more = open.length > named.length ? say` and ${open.length - named.length} more` : '';
    yield { text: say`if ${texts.join(' && ')}${more}`, paint: 'dim' };
  }
}

/** The conditions that say most: that something is there is asked everywhere, and what stands nearest decides last. */
function tellingGuards(guards: readonly Guard[]): readonly Guard[] {
  const isPresence = ({ text, decides }: Guard): boolean => decides !== true && / != nil$/.test(text);
  const ranked = guards.toReversed().toSorted(by((guard) => (isPresence(guard) ? 1 : 0)));
  const kept = new Set(ranked.slice(0, maxGuards));
  return guards.filter((guard) => kept.has(guard));
}

/** Of one name that is tested twice, with different values, the last test: side by side the two would read as nonsense. */
function withoutOpposites(guards: readonly Guard[]): Guard[] {
  return guards.filter(
    ({ text }, index) =>
      !guards.slice(index + 1).some((later) => later.text === `!${text}` || text === `!${later.text}`),
  );
}

function* prunedNotes(
  context: TreeContext,
  pruned: readonly { readonly name: string; readonly reason: string; readonly at?: Location }[],
  full: boolean,
): Generator<Note> {
  const { say } = context;
  const [only] = pruned;
  if (only === undefined) return;
  if (full || pruned.length === 1) {
    for (const candidate of pruned) {
      yield {
        text: say`not ${visible(candidate.name)}: ${visible(candidate.reason)}`,
        paint: 'dim',
        ...(candidate.at === undefined || !full ? {} : { place: placeText(context, candidate.at) }),
      };
    }
    return;
  }
  const names = pruned.slice(0, 3).map((candidate) => visible(candidate.name));
  const more = pruned.length > 3 ? say` and ${pruned.length - 3} more` : '';
  yield { text: say`${pruned.length} ruled out: ${names.join(say`, `)}${more}`, paint: 'dim' };
}

/** Lines of text under a hop, wrapped beside the tree's bars; a place stands in the column of places if it can. */
export function pushNotes(
  context: TreeContext,
  prefix: string,
  notes: readonly Note[],
  lines: string[],
  column = 0,
): void {
  const { style, options } = context;
  for (const note of notes) {
    const mark = note.mark === undefined ? '' : `${note.mark} `;
    const hang = ' '.repeat(textWidth(mark) + (note.indent ?? 0));
    const left = textWidth(prefix) + hang.length;
    const room = Math.max(24, options.columns - left);
    const texts =
      note.clipped === true
        ? [clip(note.text, room, style.signs.ellipsis)]
        : wrap(note.text, room, style.signs.ellipsis);
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
    if (end + gap + textWidth(note.place) <= options.columns)
      lines.push(`${lines.pop() ?? ''}${' '.repeat(gap)}${place}`);
    else lines.push(style.paint('dim', prefix) + hang + place);
  }
}
