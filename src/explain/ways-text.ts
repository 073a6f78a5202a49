// Conditions, places and ways up to a call, as spans of a sentence; every file that is named is noted.

import type { Pos } from '#base/position.js';
import type { Truth, Way, WayCall } from '#program/custody-table.js';
import type { CallSite, FunctionInfo } from '#program/graph.js';
import type { Span } from '#report/report.js';
import type { ReportParts } from './report-parts.js';

/** Calls of a way that are shown; of longer ones the middle is left out. */
const shownSteps = 5;
/** Ways that are written out at one place, of those that can be gone and of those that never are. */
const shownWays = 3;
const shownNever = 2;

/** Of a call that stands under no condition. */
const unconditional = 'in any case';

export class WaysText {
  readonly #parts: ReportParts;
  readonly #files = new Set<string>();

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  /** The files of all places so far. */
  get files(): readonly string[] {
    return [...this.#files];
  }

  /** The conditions around a call, and what is known of them. */
  guards(site: CallSite, truths: readonly (Truth | undefined)[]): Span[] {
    const spans: Span[] = [];
    const never = truths.findIndex((truth) => truth?.holds === false);
    this.#parts.guards(site.guards).forEach((guard, at) => {
      const truth = truths[at];
      // What always holds need not be said, nor anything beside what never does.
      if (truth?.holds === true || (never !== -1 && at !== never)) return;
      if (spans.length > 0) spans.push(' and ');
      spans.push({ code: guard.text });
      if (truth !== undefined) spans.push(', which never holds: ', truth.because, ' (', ...this.place(truth.pos), ')');
    });
    return spans.length === 0 ? [unconditional] : spans;
  }

  /** The ways to a function, those that can happen first. */
  ways(caller: FunctionInfo, ways: readonly Way[]): Span[] {
    if (ways.length === 0) return [`nothing that the program runs calls ${this.#parts.nameOf(caller)}`];
    const spans: Span[] = [];
    const live = ways.filter(isLive).slice(0, shownWays);
    const shown = [
      ...live,
      ...ways.filter((way) => !isLive(way)).slice(0, Math.max(shownNever, shownWays - live.length)),
    ];
    for (const way of shown) {
      if (spans.length > 0) spans.push('; ');
      spans.push(...this.#way(way));
    }
    const left = ways.length - shown.length;
    if (left > 0) spans.push(`; and ${left} more ${left === 1 ? 'way' : 'ways'}`);
    return spans;
  }

  #way(way: Way): Span[] {
    const [first] = way.calls;
    const spans: Span[] = [beginWord(way)];
    if (first === undefined) return spans;
    if (way.begin === 'goroutine') {
      spans.push(' ', { code: this.#parts.nameOf(first.callee) }, ', started at ', ...this.place(first.site.pos));
      const guards = this.guards(first.site, way.truths);
      if (guards[0] !== unconditional) spans.push(' only if ', ...guards);
    } else spans.push(' ', { code: this.#parts.nameOf(first.caller) });
    const calls = way.begin === 'goroutine' ? way.calls.slice(1) : way.calls;
    const shown = calls.length <= shownSteps ? calls : [...calls.slice(0, 2), undefined, ...calls.slice(-2)];
    for (const call of shown) {
      if (call === undefined) spans.push(` → ${calls.length - 4} more calls`);
      else
        spans.push(
          call.isHandedOver ? ' ⇢ ' : ' → ',
          { code: this.#parts.nameOf(call.callee) },
          ' at ',
          ...this.place(call.site.pos),
          ...this.#innermost(call),
        );
    }
    const { never } = way;
    if (never !== undefined && !way.truths.includes(never))
      spans.push(', which never happens: ', never.because, ' (', ...this.place(never.pos), ')');
    return spans;
  }

  /** The nearest condition around a call. */
  #innermost({ site, isHandedOver }: WayCall): Span[] {
    const guard = isHandedOver ? undefined : this.#parts.guards(site.guards).at(-1);
    return guard === undefined ? [] : [' if ', { code: guard.text }];
  }

  // ---- places --------------------------------------------------------------------------------------------

  place(pos: Pos): Span[] {
    const at = this.#parts.places.location(pos);
    if (at === undefined) return ['the runtime'];
    this.#files.add(at.file);
    return [{ text: '', at }];
  }

  /** The line of code with its place. */
  code(pos: Pos | undefined): Span[] {
    const line = pos === undefined ? undefined : this.#parts.places.codeLine(pos);
    if (line === undefined) return ['not known'];
    this.#files.add(line.file);
    return [{ code: line.code }, ' ', { text: '', at: { file: line.file, line: line.line, column: line.column } }];
  }
}

/** Whether something begins it, and no condition on it is known never to hold. */
export function isLive({ begin, never }: Way): boolean {
  return begin !== 'nobody' && never === undefined;
}

function beginWord({ begin, calls }: Way): string {
  switch (begin) {
    case 'api':
      return calls.length === 0 ? 'other code may call it' : 'other code may call';
    case 'main':
      return 'the program’s';
    case 'init':
      return calls.length === 0 ? 'during initialization' : 'during initialization, from';
    case 'goroutine':
      return 'on the goroutine';
    case 'runtime':
      return calls.length === 0 ? 'the runtime or another package calls it back' : 'called back:';
    case 'nobody':
      return calls.length === 0 ? 'nothing that the program runs calls it' : 'nothing that the program runs calls';
  }
}

export function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Names beyond these are counted. */
const listLimit = 6;

export function list(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const shown = names.slice(0, listLimit);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} ${last} ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1) ?? ''}`;
}
