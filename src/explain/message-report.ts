// What the other side sends, and what waits in the program that wakes: for each case a goroutine that reads tells apart, who
// takes it in, what it wakes and under which condition.

import { conjunction } from '#base/condition-text.js';
import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Message, MessageWake } from '#callgraph/messages.js';
import type { Say } from '#language/say.js';
import { messageWords } from '#models/messages.js';
import type { Stretch } from '#program/custody-table.js';
import type { FunctionInfo, GraphEdge, GuardFact, Synchronization } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import { guardText } from './guard-text.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';
import type { Stated } from './stated.js';
import { list, unique, WaysText } from './ways-text.js';

export interface MessageWords {
  readonly facts: readonly Stated[];
  readonly sections: readonly Section[];
  readonly files: readonly string[];
}

/** What takes a message in sets something, and what releases the connection asks whether that is set. */
export interface Arming {
  /** The case's place. */
  readonly message: Pos;
  /** What is set, where. */
  readonly set: Stretch;
  readonly closer: FunctionInfo;
  readonly closes: Pos;
}

/** The same cases, seen from several questions, as one. `never` are waits to which control does not come. */
export function realMessages(messages: readonly Message[], never: ReadonlySet<Pos>): Message[] {
  const isReal = ({ wait }: { readonly wait: MessageWake['wait'] }): boolean => !never.has(wait.stands);
  return mergedByCase(messages).flatMap((message) => {
    const wakes = message.wakes.filter(isReal);
    const sequels = message.sequels.filter((one) => isReal(one) && !never.has(one.woken.stands));
    return wakes.length === 0 ? [] : [{ ...message, wakes, sequels }];
  });
}

/** The waits that a message ends in any case, or by a flag of its own. */
export function plainlyWoken(messages: readonly Message[], parts: ReportParts): ReadonlySet<Pos> {
  const isPlain = (wake: MessageWake): boolean => {
    const [condition] = conditionsOf(wake, parts);
    return condition === undefined || messageWords.flagOf(condition) !== undefined;
  };
  return new Set(messages.flatMap(({ wakes }) => wakes.filter(isPlain).map(({ wait }) => wait.stands)));
}

export function messageSections(
  merged: readonly Message[],
  arming: readonly Arming[],
  parts: ReportParts,
): MessageWords {
  if (merged.length === 0) return { facts: [], sections: [], files: [] };
  const { say } = parts;
  const text = new WaysText(parts);
  const told = new ToldCells();
  const armedOf = ({ guard }: Message): readonly Arming[] => arming.filter(({ message }) => message === guard.pos);
  return {
    facts: merged.map((message) => factOf(message, armedOf(message), parts)),
    sections: [
      {
        id: 'messages',
        title: say`What the other side sends, and what that wakes`,
        paragraphs: [],
        table: {
          head: [say`When this comes`, say`It is taken in by`, say`Wakes`, say`Only if`],
          rows: merged.flatMap((message) => [
            ...rowsOf(message, told, parts, text),
            ...armedOf(message).map((one) => armedRow(message, one, parts, text)),
          ]),
        },
      },
    ],
    files: text.files,
  };
}

function mergedByCase(messages: readonly Message[]): Message[] {
  const found = new Map<Pos, Message>();
  for (const message of messages) {
    const known = found.get(message.guard.pos);
    if (known === undefined) found.set(message.guard.pos, message);
    else {
      const told = new Set(known.wakes.map(({ signal, wait }) => `${signal.pos} ${wait.stands}`));
      const more = message.wakes.filter(({ signal, wait }) => !told.has(`${signal.pos} ${wait.stands}`));
      const wakes = [...known.wakes, ...more];
      const direct = new Set(wakes.map(({ wait }) => wait.stands));
      const sequels = [...known.sequels, ...message.sequels].filter(({ wait }) => !direct.has(wait.stands));
      found.set(message.guard.pos, { ...known, wakes, sequels });
    }
  }
  return [...found.values()];
}

/** What one signal wakes in a row, and under which conditions beside the row's own. */
interface Woken {
  readonly signal: Pos;
  readonly wakes: readonly MessageWake[];
  readonly conditions: readonly string[];
}

/**
 * One row for each condition under which the message does something, the outermost; what it wakes then stands in one cell, each
 * with what it needs besides. A cell that stands above already is referred to.
 */
function rowsOf(message: Message, told: ToldCells, parts: ReportParts, text: WaysText): Span[][][] {
  const { say } = parts;
  return [...byOutermost(message, parts)].map(([condition, woken]) => {
    const handler = woken[0]?.wakes[0]?.way[0];
    const cell = told.once(
      woken.flatMap((one, i) => [...(i === 0 ? [] : [say`; `]), ...wokenSpans(one, parts, text)]),
      [
        message.isEnd ? say`the end of what is read` : { code: nameOf(message, parts) },
        ...(condition === '' ? [] : [say` if `, { code: condition }]),
      ],
      say,
    );
    return [
      message.isEnd
        ? spansOf((mark) => say`${mark({ code: nameOf(message, parts) })} fails, or the loop around it ends otherwise`)
        : [{ code: nameOf(message, parts) }, ...wordSpans(condition, woken, message, parts)],
      handler === undefined
        ? [say`in any case`]
        : [{ code: parts.nameOf(handler.callee.function) }, ' (', ...text.place(handler.site.pos), ')'],
      cell,
      condition === '' ? [say`in any case`] : [{ code: condition }],
    ];
  });
}

function wokenSpans({ signal, wakes, conditions }: Woken, parts: ReportParts, text: WaysText): Span[] {
  const { say } = parts;
  return [
    ...waitsOf(wakes).flatMap(({ node, stands }, i) => [
      ...(i === 0 ? [] : [say`, `]),
      { code: parts.nameOf(node.function) },
      ' (',
      ...text.place(stands),
      ')',
    ]),
    ...spansOf((mark) => say`, by ${mark(...text.code(signal))}`),
    ...conditions.flatMap((condition, i) => [i === 0 ? say` if ` : say` and `, { code: condition }]),
  ];
}

/** What is woken by the outermost condition of each way to it; what some way does in any case needs nothing. */
function byOutermost(message: Message, parts: ReportParts): ReadonlyMap<string, readonly Woken[]> {
  const found = new Map<string, Woken[]>();
  for (const [signal, wakes] of bySignal(message)) {
    const choices = choicesOf(wakes, parts);
    for (const [condition = '', ...conditions] of choices.length === 0 ? [[]] : choices) {
      const same = found.get(condition);
      if (same === undefined) found.set(condition, [{ signal, wakes, conditions }]);
      else same.push({ signal, wakes, conditions });
    }
  }
  return found;
}

/** Cells of a table that stand there already. */
class ToldCells {
  readonly #rows = new Map<string, readonly Span[]>();

  /** The cell, or where it stands; `row` names the row that it is of. */
  once(cell: readonly Span[], row: readonly Span[], say: Say): Span[] {
    const key = JSON.stringify(cell);
    const known = this.#rows.get(key);
    if (known !== undefined) return spansOf((mark) => say`the same as for ${mark(...known)}`);
    this.#rows.set(key, row);
    return [...cell];
  }
}

/** Under which conditions a place is come to, each way for itself; none if one needs nothing. */
function choicesOf(wakes: readonly MessageWake[], parts: ReportParts): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  for (const { way, others, signal } of wakes.slice(0, 1))
    for (const one of [way, ...others]) {
      const texts = unique([...callConditions(one, parts, Infinity), ...ownConditions(signal, parts)]);
      found.set(texts.join('\n'), texts);
    }
  return found.has('') ? [] : [...found.values()];
}

function armedRow(message: Message, { set, closer, closes }: Arming, parts: ReportParts, text: WaysText): Span[][] {
  const { say, places } = parts;
  const word = wordOf(message, parts);
  return [
    [{ code: nameOf(message, parts) }, ...(word === undefined ? [] : [` ${word}`])],
    [{ code: places.text(set.pos, set.end) }, ' (', ...text.place(set.pos), ')'],
    spansOf(
      (mark) =>
        say`nobody at once: that is set on which ${mark({ code: parts.nameOf(closer) })} (${mark(...text.place(closes))}) releases the connection`,
    ),
    [say`see who releases it`],
  ];
}

function factOf(message: Message, arming: readonly Arming[], parts: ReportParts): Stated {
  const { say } = parts;
  const word = wordOf(message, parts);
  const what = word === undefined ? nameOf(message, parts) : say`${nameOf(message, parts)} (${word})`;
  const who = list(unique(message.handlers.map(({ callee }) => parts.nameOf(callee.function))), say);
  const [always, ...groups] = byCondition(message, parts);
  const isAlways = always !== undefined && always.wakes.length > 0;
  const woken = placesOf(waitsOf(always?.wakes ?? []), parts);
  const sentences = [
    message.isEnd
      ? isAlways
        ? say`When ${what} fails, or the loop around it ends otherwise, ${who} wakes ${woken}.`
        : say`When ${what} fails, or the loop around it ends otherwise, ${who} runs.`
      : isAlways
        ? say`When ${what} comes from the other side, ${who} wakes ${woken}.`
        : say`When ${what} comes from the other side, ${who} takes it in.`,
    ...groups.map(({ condition: first, wakes }) => {
      const flag = messageWords.flagOf(first);
      const isOneOfSeveral = wakes.some((wake) => choicesOf([wake], parts).length > 1);
      const condition = isOneOfSeveral ? say`${first} (or on another way that the table has)` : first;
      const woken = placesOf(waitsOf(wakes), parts);
      return flag === undefined
        ? say`If ${condition}, it wakes ${woken}.`
        : say`If ${condition}, that is with ${flag}, it wakes ${woken}.`;
    }),
    ...after(message, parts),
    ...arming.map(
      ({ set, closer, closes }) =>
        say`It sets ${parts.places.text(set.pos, set.end)} (${parts.places.inText(set.pos)}), on which ${parts.nameOf(closer)} releases the connection (${parts.places.inText(closes)}).`,
    ),
  ];
  return {
    kind: 'wait',
    section: 'messages',
    text: sentences.join(say.language === 'en' ? ' ' : ''),
    at: [
      message.guard.pos,
      ...message.handlers.map(({ site }) => site.pos),
      ...waitsOf(message.wakes).flatMap(({ stands }) => {
        const wake = message.wakes.find(({ wait }) => wait.stands === stands);
        return wake === undefined ? [] : [wake.signal.pos, stands];
      }),
      ...message.sequels.slice(0, 1).flatMap(({ signal, wait }) => [signal.pos, wait.stands]),
      ...arming.flatMap(({ set, closes }) => [set.pos, closes]),
    ],
    isWhole: true,
  };
}

/** What those that are woken may go on to wake. */
function after({ sequels }: Message, parts: ReportParts): string[] {
  if (sequels.length === 0) return [];
  const { say } = parts;
  const woken = list(unique(sequels.map(({ woken: { node } }) => parts.nameOf(node.function))), say);
  const then = placesOf(
    sequels.map(({ wait }) => wait),
    parts,
  );
  return [say`What goes on then in ${woken} may wake ${then}.`];
}

function placesOf(waits: readonly MessageWake['wait'][], parts: ReportParts): string {
  const { say, places } = parts;
  const names = waits.map(({ node, stands }) => say`${parts.nameOf(node.function)} (${places.inText(stands)})`);
  return list(unique(names), say, 'and', wokenLimit);
}

interface Conditional {
  /** Empty where it is in any case. */
  readonly condition: string;
  readonly wakes: readonly MessageWake[];
}

/** What is woken in any case, then what is under each condition, by the outermost; each wait where it needs least. */
function byCondition(message: Message, parts: ReportParts): readonly Conditional[] {
  const groups = new Map<string, MessageWake[]>([['', []]]);
  const told = new Map<Pos, string>();
  const ranked = message.wakes.map((wake) => ({ wake, condition: conditionOf(wake, parts) }));
  for (const { wake, condition } of ranked.toSorted(by((one) => rankOf(one.condition)))) {
    const known = told.get(wake.wait.stands) ?? condition;
    const isFlagged = messageWords.flagOf(condition) !== undefined;
    // What the message says itself is told of all that it wakes, and hides nothing else.
    if (!isFlagged) told.set(wake.wait.stands, known);
    if (known !== condition && (known === '' || !isFlagged)) continue;
    const group = groups.get(condition);
    if (group === undefined) groups.set(condition, [wake]);
    else group.push(wake);
  }
  return [...groups].map(([condition, wakes]) => ({ condition, wakes }));
}

/** What needs nothing first, then what the message says itself. */
function rankOf(condition: string): number {
  return condition === '' ? 0 : messageWords.flagOf(condition) === undefined ? 2 : 1;
}

/** Places that one fact names. */
const wokenLimit = 8;

/** What is waited for there, each place once. */
function waitsOf(wakes: readonly MessageWake[]): readonly MessageWake['wait'][] {
  return [...new Map(wakes.map(({ wait }) => [wait.stands, wait])).values()];
}

function bySignal({ wakes }: Message): ReadonlyMap<Pos, readonly MessageWake[]> {
  const found = new Map<Pos, MessageWake[]>();
  for (const wake of wakes) {
    const same = found.get(wake.signal.pos);
    if (same === undefined) found.set(wake.signal.pos, [wake]);
    else same.push(wake);
  }
  return found;
}

/** As the protocol calls it, with a flag that all of the row needs. */
function wordSpans(condition: string, woken: readonly Woken[], message: Message, parts: ReportParts): Span[] {
  const word = wordOf(message, parts);
  const flags = woken.map(
    ({ conditions }) => [condition, ...conditions].flatMap((text) => messageWords.flagOf(text) ?? [])[0],
  );
  const flag = flags.every((one) => one === flags[0]) ? flags[0] : undefined;
  const words = [word, flag].filter((one) => one !== undefined);
  return words.length === 0 ? [] : [` ${words.join(', ')}`];
}

/** The conditions on the way from the case to the function that signals, those of each call together; what stands around the case is none. */
export function conditionsOf(wake: MessageWake | undefined, parts: ReportParts): string[] {
  return callConditions(wake?.way ?? [], parts, guardLimit);
}

function callConditions(way: readonly GraphEdge[], parts: ReportParts, limit: number): string[] {
  const texts = way.flatMap(({ site, caller }, i) => {
    // How often something is done is no condition of the message.
    if (caller.function.packagePath === 'sync') return [];
    return conjoined(i > 0 ? site.guards : insideCase(site.guards), limit, parts);
  });
  return unique(texts);
}

/** The conditions around the signal itself, in the function that does it. */
function ownConditions({ guards = [], node }: Synchronization, parts: ReportParts): string[] {
  return node.function.packagePath === 'sync' ? [] : conjoined(insideCase(guards), Infinity, parts);
}

/** What a message needs first to wake something: of the calls, or else of the signal. */
function conditionOf(wake: MessageWake, parts: ReportParts): string {
  return [...conditionsOf(wake, parts), ...ownConditions(wake.signal, parts)][0] ?? '';
}

function conjoined(guards: readonly GuardFact[], limit: number, parts: ReportParts): string[] {
  const shown = limit === Infinity ? guards : guards.slice(-limit);
  return shown.length === 0 ? [] : [conjunction(shown.map((guard) => guardText(guard, parts.places)))];
}

function insideCase(guards: readonly GuardFact[]): readonly GuardFact[] {
  return guards.slice(guards.findIndex(({ label }) => label === 'case') + 1);
}

/** Of the conditions around one call these are told, the innermost. */
const guardLimit = 2;

/** `*GoAwayFrame`, as the case has it. */
function nameOf({ guard }: Message, { places }: ReportParts): string {
  return places.text(guard.pos, guard.end);
}

export function wordOf(message: Message, parts: ReportParts): string | undefined {
  const name = nameOf(message, parts).replace(/^\*/, '');
  return messageWords.wordOf(`${message.dispatcher.function.packagePath}.${name}`);
}
