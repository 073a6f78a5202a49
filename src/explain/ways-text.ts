// Conditions, places and ways up to a call, as spans of a sentence; every file that is named is noted.

import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { Closer, Truth, Way, WayCall } from '#program/custody-table.js';
import { type CallSite, type FunctionInfo, receiverType } from '#program/graph.js';
import type { Guard, Span } from '#report/report.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';

/** Calls of a way that are shown; of longer ones the middle is left out. */
const shownSteps = 5;
/** Ways that are written out at one place, of those that can be gone and of those that never are. */
const shownWays = 3;
const shownNever = 2;

export class WaysText {
  readonly #parts: ReportParts;
  readonly #own: ReadonlySet<string>;
  readonly #files = new Set<string>();

  /** `own` are types; ways that begin in their methods are told before others. */
  constructor(parts: ReportParts, own: ReadonlySet<string> = new Set()) {
    this.#parts = parts;
    this.#own = own;
  }

  /** The files of all places so far. */
  get files(): readonly string[] {
    return [...this.#files];
  }

  /** The conditions around a call, and what is known of them. */
  guards(site: CallSite, truths: readonly (Truth | undefined)[]): Span[] {
    const { say } = this.#parts;
    const spans: Span[] = [];
    const never = truths.findIndex((truth) => truth?.holds === false);
    const guards = this.#parts.guards(site.guards);
    // What always holds need not be said, nor anything beside what never does.
    const open = guards
      .map((guard, at) => ({ guard, truth: truths[at], at }))
      .filter(({ truth, at }) => truth?.holds !== true && (never === -1 || at === never));
    const shown = open.filter(
      ({ guard, at }) => !open.some((later) => later.at > at && later.guard.text === guard.text),
    );
    for (const { guard, truth } of shown) {
      if (spans.length > 0) spans.push(say` and `);
      spans.push(...guardSpans(guard, say));
      // `err == nil` and `err != nil` are of two calls: their lines tell.
      const isTwice = open.some((other) => other.guard !== guard && askedOf(other.guard) === askedOf(guard));
      if (isTwice) spans.push(say` (`, ...this.place(site.guards[guards.indexOf(guard)]?.pos ?? site.pos), say`)`);
      if (truth !== undefined)
        spans.push(say`, which never holds: `, say.known(truth.because), say` (`, ...this.place(truth.pos), say`)`);
    }
    return spans.length === 0 ? [say`in any case`] : spans;
  }

  /**
   * What must hold for a release to happen: the conditions around it; where there are none, the nearest on the first way to
   * it, or that a function ends.
   */
  condition({ caller, site, truths, ways }: Pick<Closer, 'caller' | 'site' | 'truths' | 'ways'>): Span[] {
    const { say } = this.#parts;
    const open = site.guards.filter((_, at) => truths[at]?.holds !== true);
    if (open.length > 0) return this.guards(site, truths);
    const way = ways.find(isLive) ?? ways.find(({ never }) => never !== undefined) ?? ways[0];
    const above = (way?.calls ?? []).filter(({ isHandedOver }) => !isHandedOver).reverse();
    let ends: FunctionInfo | undefined;
    for (const call of [{ caller, site }, ...above]) {
      const guard = this.#parts.guards(call.site.guards).at(-1);
      if (guard !== undefined && call.site.kind !== 'go')
        return spansOf((mark) => say`${mark(...guardSpans(guard, say))} (at ${mark(...this.place(call.site.pos))})`);
      if (call.site.kind === 'defer') ends = call.caller;
      else if (ends !== undefined) break;
    }
    const ending = ends;
    return ending === undefined
      ? [say`in any case`]
      : spansOf((mark) => say`when ${mark({ code: this.#parts.nameOf(ending) })} ends`);
  }

  /** The ways to a function, those that can happen first. */
  ways(caller: FunctionInfo, ways: readonly Way[]): Span[] {
    const { say } = this.#parts;
    if (ways.length === 0) return [say`nothing that the program runs calls ${this.#parts.nameOf(caller)}`];
    const spans: Span[] = [];
    const all = ways.filter(isLive);
    // Of ways that begin in what is drawn and others, the latter are those of somebody else's connection.
    const own = all.filter((way) => this.beginsInDrawn(way));
    const live = (own.length > 0 ? own : all).slice(0, shownWays);
    // Beside ways that can be gone it is told what would start one of its own; what only cannot come there is not.
    const never = ways.filter((way) => !isLive(way) && (live.length === 0 || way.begin !== 'api'));
    const shown = [...live, ...never.slice(0, Math.max(shownNever, shownWays - live.length))];
    for (const way of shown) {
      if (spans.length > 0) spans.push(say`; `);
      spans.push(...this.way(way));
    }
    const left =
      all.length + (all.length > 0 ? 0 : ways.length) - shown.filter((way) => all.length === 0 || isLive(way)).length;
    if (left > 0) spans.push(say`; and ${say.count(left, 'more way')}`);
    return spans;
  }

  /** Whether it begins in a function that is drawn, or in a method of the types. */
  beginsInDrawn({ begin, calls }: Way): boolean {
    const [first] = calls;
    if (first === undefined) return false;
    const fn = begin === 'goroutine' ? first.callee : first.caller;
    const type = receiverType(fn)?.replace(/^.*\//, '');
    return this.#parts.isDrawn(fn.pos) || (type !== undefined && this.#own.has(type));
  }

  /** Where it begins and the calls from there, those of more than so many without their middle. */
  way(way: Way, steps = shownSteps): Span[] {
    const { say } = this.#parts;
    const [first] = way.calls;
    const spans: Span[] = [beginWord(way, say)];
    if (first === undefined) return spans;
    if (way.begin === 'goroutine') {
      spans.push(' ', { code: this.#parts.nameOf(first.callee) }, say`, started at `, ...this.place(first.site.pos));
      const guards = this.guards(first.site, way.truths);
      if (guards[0] !== say`in any case`) spans.push(say` only if `, ...guards);
    } else spans.push(' ', { code: this.#parts.nameOf(first.caller) });
    const calls = way.begin === 'goroutine' ? way.calls.slice(1) : way.calls;
    const shown = calls.length <= steps ? calls : [...calls.slice(0, 2), undefined, ...calls.slice(-2)];
    for (const call of shown) {
      if (call === undefined) spans.push(say` → ${calls.length - 4} more calls`);
      else
        spans.push(
          call.isHandedOver ? ' ⇢ ' : ' → ',
          { code: `${call.site.kind === 'go' ? 'go ' : ''}${this.#parts.nameOf(call.callee)}` },
          say` at `,
          ...this.place(call.site.pos),
          ...this.#innermost(call),
        );
    }
    const { never } = way;
    if (never !== undefined && !way.truths.includes(never))
      spans.push(say`, which never happens: `, say.known(never.because), say` (`, ...this.place(never.pos), say`)`);
    return spans;
  }

  /** The nearest condition around a call. */
  #innermost({ site, isHandedOver }: WayCall): Span[] {
    const guard = isHandedOver ? undefined : this.#parts.guards(site.guards).at(-1);
    return guard === undefined ? [] : [this.#parts.say` if `, { code: guard.text }];
  }

  // ---- places --------------------------------------------------------------------------------------------

  place(pos: Pos): Span[] {
    const at = this.#parts.places.location(pos);
    if (at === undefined) return [this.#parts.say`the runtime`];
    this.#files.add(at.file);
    return [{ text: '', at }];
  }

  /** The line of code with its place. */
  code(pos: Pos | undefined): Span[] {
    const line = pos === undefined ? undefined : this.#parts.places.codeLine(pos);
    if (line === undefined) return [this.#parts.say`not known`];
    this.#files.add(line.file);
    return [{ code: line.code }, ' ', { text: '', at: { file: line.file, line: line.line, column: line.column } }];
  }
}

/** A condition, with what its flags stand for. */
/** What a condition asks about, whatever the answer. */
function askedOf({ text }: Guard): string {
  return text.replace(/^!/, '').replace(/ != /, ' == ');
}

export function guardSpans({ text, where }: Guard, say: Say): Span[] {
  return [{ code: text }, ...(where === undefined ? [] : [say`, where `, { code: where }])];
}

/** Whether something begins it, and no condition on it is known never to hold. */
export function isLive({ begin, never }: Way): boolean {
  return begin !== 'nobody' && never === undefined;
}

function beginWord({ begin, calls }: Way, say: Say): string {
  switch (begin) {
    case 'api':
      return calls.length === 0 ? say`other code may call it` : say`other code may call`;
    case 'main':
      return say`the program’s`;
    case 'init':
      return calls.length === 0 ? say`during initialization` : say`during initialization, from`;
    case 'goroutine':
      return say`on the goroutine`;
    case 'runtime':
      return calls.length === 0 ? say`the runtime or another package calls it back` : say`called back:`;
    case 'nobody':
      return calls.length === 0
        ? say`nothing that the program runs calls it`
        : say`nothing that the program runs calls`;
  }
}

export function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Names beyond these are counted. */
const listLimit = 6;

export function list(names: readonly string[], say: Say, last: 'and' | 'or' = 'and', limit = listLimit): string {
  const shown = names.slice(0, limit);
  const rest = names.length - shown.length;
  const end = shown.at(-1) ?? '';
  if (last === 'and') return rest > 0 ? say`${shown.join(say`, `)} and ${rest} more` : say.list(shown);
  if (rest > 0) return say`${shown.join(say`, `)} or ${rest} more`;
  return shown.length < 2 ? end : say`${shown.slice(0, -1).join(say`, `)} or ${end}`;
}

/** Names as code, one after the other. */
export function codes(names: readonly string[], say: Say, limit = listLimit): Span[] {
  const shown = names.slice(0, limit);
  const rest = names.length - shown.length;
  return [
    ...shown.flatMap((name, i): Span[] => [...(i === 0 ? [] : [say`, `]), { code: name }]),
    ...(rest > 0 ? [say`; and ${rest} more`] : []),
  ];
}
