// The custody of a resource in words and tables: acquired, held, released, and by which ways a release is reached.

import type { Pos } from '#base/position.js';
import type { Acquisition, Closer, CustodyTable, Holding, Release, Way } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import { beginners } from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';
import { codes, isLive, list, unique, WaysText } from './ways-text.js';

export interface CustodyWords {
  readonly answer: readonly string[];
  readonly sections: readonly Section[];
  /** Display names of the files that places are in. */
  readonly files: readonly string[];
}

/** Steps of a way that are shown; between them the middle is left out. */
const shownSteps = 5;

/** Where a place is. */
export interface Whereabouts {
  /** In the main module. */
  readonly isOwn: (pos: Pos) => boolean;
  /** In a package that is the transport. */
  readonly isTransport: (pos: Pos) => boolean;
  /** In a function that what was asked about comes to, where that is known. */
  readonly isWalked?: (pos: Pos) => boolean;
}

export function custodySections(table: CustodyTable, parts: ReportParts, whereabouts: Whereabouts): CustodyWords {
  return new CustodyWriter(table, parts, whereabouts).write();
}

class CustodyWriter {
  readonly #table: CustodyTable;
  readonly #parts: ReportParts;
  readonly #isIn: Whereabouts;
  readonly #text: WaysText;

  constructor(table: CustodyTable, parts: ReportParts, whereabouts: Whereabouts) {
    this.#table = table;
    this.#parts = parts;
    this.#isIn = whereabouts;
    this.#text = new WaysText(parts, new Set(table.held.map(({ label }) => label.replace(/^.* of /, ''))));
  }

  write(): CustodyWords {
    const resource = this.#parts.say.known(this.#table.resource);
    const sections = [this.#acquired(), this.#held(), this.#released()].map((section) => ({ ...section, resource }));
    return { answer: this.#answer(), sections, files: this.#text.files };
  }

  // ---- answer --------------------------------------------------------------------------------------------

  #answer(): string[] {
    const { say } = this.#parts;
    const { acquired } = this.#table;
    const released = this.#reached();
    const resource = say.known(this.#table.resource);
    if (acquired.length === 0 && released.length === 0)
      return [say`Nothing that the program runs brings a value to ${resource}.`];
    if (released.length === 0) return [say`No call in the program releases what ${resource} holds.`];
    const where = list(unique(released.map(({ caller }) => this.#parts.nameOf(caller))), say);
    const sentences = [
      released.length === 1
        ? say`One call releases it, in ${where}.`
        : say`${released.length} calls release it, in ${where}.`,
    ];
    const live = this.#closers().flatMap((closer) => liveWays(closer).map((way) => ({ closer, way })));
    const entries = unique(
      live.flatMap(({ closer, way }) =>
        way.begin === 'api' || way.begin === 'main' ? [this.#parts.nameOf(way.calls[0]?.caller ?? closer.caller)] : [],
      ),
    );
    const awaited = unique(
      live
        .flatMap(({ way }) => (way.awaitedBy ?? []).map((fn) => this.#parts.nameOf(fn)))
        .filter((name) => !entries.includes(name)),
    );
    if (awaited.length === 1)
      sentences.push(say`${list(awaited, say)} reaches it by a goroutine that it starts and waits for.`);
    else if (awaited.length > 1)
      sentences.push(say`${list(awaited, say)} reach it by goroutines that are started there and waited for.`);
    if (entries.length === 0 && awaited.length === 0)
      sentences.push(
        say`No function of the main module that other code may call reaches it on the goroutine that calls.`,
      );
    else if (entries.length === 1) sentences.push(say`Of what other code may call, ${list(entries, say)} reaches it.`);
    else if (entries.length > 1)
      sentences.push(say`Of what other code may call, ${entries.length} functions reach it: ${list(entries, say)}.`);
    const started = unique(
      live.flatMap(({ way }) =>
        way.begin === 'goroutine' && way.calls[0] !== undefined ? [this.#parts.nameOf(way.calls[0].callee)] : [],
      ),
    );
    if (started.length === 1) sentences.push(say`A goroutine reaches it: ${list(started, say)}.`);
    else if (started.length > 1)
      sentences.push(
        say`${started.length} goroutines reach it, each under the conditions below: ${list(started, say)}.`,
      );
    const idle = unique(
      this.#closers()
        .filter((closer) => liveWays(closer).length === 0)
        .map(({ caller }) => this.#parts.nameOf(caller)),
    );
    if (idle.length > 0)
      sentences.push(
        say`${list(idle, say)} would too, but nothing that the program runs reaches ${idle.length === 1 ? say`it` : say`them`} under conditions that can hold.`,
      );
    return sentences;
  }

  /** Whether what other code may call, or main, comes to a release. */
  #isReachable(): boolean {
    return this.#closers().some((closer) =>
      liveWays(closer).some(
        ({ begin, awaitedBy }) => begin === 'api' || begin === 'main' || (awaitedBy?.length ?? 0) > 0,
      ),
    );
  }

  #closers(): readonly Closer[] {
    return this.#table.released.flatMap(({ closers }) => closers);
  }

  // ---- sections ------------------------------------------------------------------------------------------

  #acquired(): Section {
    const { say } = this.#parts;
    const { acquired, resource } = this.#table;
    const all = this.#outside(acquired);
    const { isWalked } = this.#isIn;
    const own = all.filter(({ steps: [made] }) => made === undefined || isWalked?.(made.pos) !== false);
    const shown = own.length > 0 ? own : all;
    return {
      id: 'acquired',
      title: say`Acquired`,
      paragraphs:
        acquired.length === 0
          ? [[say`Nothing brings a value to ${say.known(resource)}.`]]
          : all.filter((one) => !shown.includes(one)).map((one) => this.#elsewhere(one)),
      table: {
        head: [say`What`, say`Made at`, say`Way to where it is held`],
        rows: shown.map(({ types, steps }) => [
          this.#typesOf(types),
          this.#text.code(steps[0]?.pos),
          this.#wayOf(steps),
        ]),
      },
    };
  }

  #typesOf(types: readonly string[]): Span[] {
    return types.flatMap((type, i) => [...(i === 0 ? [] : [this.#parts.say` or `]), { code: type }]);
  }

  /** What others of the program keep there. */
  #elsewhere({ types, steps }: { readonly types: readonly string[]; readonly steps: Acquisition['steps'] }): Span[] {
    return spansOf((mark) => {
      const type = mark(...this.#typesOf(types));
      const made = mark(...this.#text.code(steps[0]?.pos));
      return this.#parts
        .say`For others of the program it may also be ${type}, made at ${made}: what was asked about does not come there.`;
    });
  }

  /**
   * What is made inside the transport is told from where it leaves that: which of its types it is depends on an address.
   * Acquisitions with the same way from there are one.
   */
  #outside(acquired: readonly Acquisition[]): { readonly types: string[]; readonly steps: Acquisition['steps'] }[] {
    const found = new Map<string, { readonly types: string[]; readonly steps: Acquisition['steps'] }>();
    for (const { type, steps } of acquired) {
      const first = steps.findIndex(({ pos }) => !this.#isIn.isTransport(pos));
      const rest = first === -1 ? steps : steps.slice(first);
      const key = rest.map(({ pos }) => pos).join(' ');
      const known = found.get(key);
      if (known === undefined) found.set(key, { types: [type], steps: rest });
      else if (!known.types.includes(type)) known.types.push(type);
    }
    return [...found.values()];
  }

  /** The first steps, those in the main module's own code, and the last. */
  #wayOf(steps: Acquisition['steps']): Span[] {
    const { say } = this.#parts;
    const rest = steps.slice(1);
    const own = rest.filter(({ pos }) => this.#isIn.isOwn(pos));
    const shown = new Set(
      rest.length <= shownSteps ? rest : [...rest.slice(0, 1), ...own.slice(0, shownSteps - 3), ...rest.slice(-2)],
    );
    const spans: Span[] = [];
    let left = 0;
    for (const step of rest) {
      if (!shown.has(step)) {
        left++;
        continue;
      }
      if (left > 0) spans.push(`${spans.length > 0 ? ' → ' : ''}${say.count(left, 'more step')}`);
      left = 0;
      spans.push(`${spans.length > 0 ? ' → ' : ''}${say.word(stepWord(step.kind))} `, ...this.#text.place(step.pos));
    }
    return spans;
  }

  #held(): Section {
    const { say } = this.#parts;
    const { held } = this.#table;
    const told = new Set<string>();
    return {
      id: 'held',
      title: say`Held by`,
      paragraphs: held.length === 0 ? [[say`No field, variable or goroutine of the program holds it.`]] : [],
      table: {
        head: [say`Holder`, say`At`, say`Holds`, say`By what it lets go`],
        rows: held.map((one) => [
          one.runs === undefined
            ? [{ code: say.known(one.label) }]
            : [say`the goroutine of `, { code: this.#parts.nameOf(one.runs) }],
          this.#text.code(one.pos),
          one.of === -1 ? [say`the resource`] : [{ code: held[one.of]?.label.replace(/^.* of /, '') ?? '' }],
          this.#letsGo(one, told),
        ]),
      },
    };
  }

  /** The methods by which a holder lets go, what becomes of them, and what its interface hides. */
  #letsGo({ methods, promoted, hidden, runs, label }: Holding, told: Set<string>): Span[] {
    const { say } = this.#parts;
    if (runs !== undefined) return [say`its end`];
    const spans: Span[] = [];
    // A type that holds by several fields has its methods told once.
    const type = label.replace(/^.* of /, '');
    const isTold = told.has(type);
    told.add(type);
    if (isTold && methods.length > 0) spans.push(say`as above`);
    else
      for (const { fn, isCalled, releases } of methods) {
        if (spans.length > 0) spans.push(say`; `);
        spans.push({ code: fn.baseName }, say` (`, ...this.#text.place(fn.pos), say`)`);
        if (fn.noOp !== undefined) spans.push(say` does nothing: ${say.known(fn.noOp)}`);
        else if (!isCalled)
          spans.push(releases ? say` would, but nothing that runs calls it` : say`: nothing that runs calls it`);
        else if (releases && this.#isNever(fn)) spans.push(say` would, but as things are nothing comes to that`);
        else
          spans.push(
            releases ? say` reaches the release` : say` runs, but does not reach the release on its own goroutine`,
          );
      }
    if (promoted !== undefined) {
      if (spans.length > 0) spans.push(say`; `);
      spans.push(...spansOf((mark) => say`${mark(...codes(promoted, say))} of what it embeds`));
    }
    if (hidden.length > 0) {
      if (spans.length > 0) spans.push(say`; `);
      spans.push(say`the interface of the field hides `, { code: hidden.join(', ') });
    }
    return spans.length === 0 ? [say`nothing`] : spans;
  }

  /** Whether a method decides about a release that cannot happen as the program is. */
  #isNever(fn: FunctionInfo): boolean {
    const closers = this.#closers().filter(({ caller }) => caller.pos === fn.pos);
    return closers.length > 0 && closers.every((closer) => liveWays(closer).length === 0);
  }

  /** The releases but those that stand in what nothing runs. */
  #reached(): readonly Release[] {
    return this.#table.released.filter(({ closers }) => closers.some(({ isReached }) => isReached));
  }

  /** Whether it can happen as the program is, and if not, why not. */
  #armed(closer: Closer): Span[] {
    const { say } = this.#parts;
    if (liveWays(closer).length > 0) return [say`yes`];
    const reasons: Span[][] = [];
    const nevers = [
      ...closer.truths.filter((truth) => truth?.holds === false),
      ...closer.ways.flatMap(({ begin, never }) => (begin === 'nobody' ? [] : [never])),
    ];
    for (const never of new Map(nevers.map((truth) => [truth?.because, truth])).values())
      if (never !== undefined) reasons.push([say.known(never.because), ' (', ...this.#text.place(never.pos), ')']);
    const idle = list(unique(idleBeginnings(closer).map((fn) => this.#parts.nameOf(fn))), say, 'or');
    if (idle !== '') reasons.push([say`nothing that the program runs calls ${idle}`]);
    return reasons.length === 0
      ? [say`no`]
      : [say`no: `, ...reasons.flatMap((reason, i) => [...(i === 0 ? [] : [say`; `]), ...reason])];
  }

  /** Functions that other code may call, and main, that come to it or wait for the goroutine that does. */
  #publicOf(closer: Closer): Span[] {
    const { say } = this.#parts;
    const names = beginners(closer).map((fn) => this.#parts.nameOf(fn));
    return names.length === 0 ? [say`none`] : [list(unique(names), say)];
  }

  #released(): Section {
    const { say } = this.#parts;
    const released = this.#reached();
    return {
      id: 'released',
      title: say`What can release it`,
      paragraphs:
        released.length === 0
          ? [[say`No call in the program does.`]]
          : [
              [
                ...released.flatMap(({ site, caller }, i) => [
                  ...(i === 0 ? [] : [say`; `]),
                  ...this.#text.code(site.pos),
                  say` in `,
                  { code: this.#parts.nameOf(caller) },
                ]),
                released.length === 1
                  ? say` is the release; below stand those that decide about it.`
                  : say` are the releases; below stand those that decide about them.`,
                ...(this.#isReachable()
                  ? []
                  : [
                      say` No function of the main module that other code may call reaches it on the goroutine that calls.`,
                    ]),
              ],
            ],
      table: {
        head: [
          say`Who`,
          say`By the call`,
          say`Only if`,
          say`Armed here`,
          say`From which public function`,
          say`How it is reached`,
        ],
        rows: eachOnce(this.#closers()).map((closer) => [
          [{ code: this.#parts.nameOf(closer.caller) }],
          this.#text.code(closer.site.pos),
          this.#text.condition(closer),
          this.#armed(closer),
          this.#publicOf(closer),
          this.#text.ways(closer.caller, closer.ways),
        ]),
      },
    };
  }
}

/** The calls that decide about several releases have one row. */
function eachOnce(closers: readonly Closer[]): readonly Closer[] {
  return [...new Map(closers.map((closer) => [`${closer.caller.id} ${closer.site.pos}`, closer])).values()];
}

/** The functions that nothing calls by which control would come there. */
function idleBeginnings({ caller, ways }: Closer): readonly FunctionInfo[] {
  return ways.length === 0
    ? [caller]
    : ways.flatMap(({ begin, calls }) => (begin === 'nobody' ? [calls[0]?.caller ?? caller] : []));
}

function liveWays({ truths, ways }: Closer): readonly Way[] {
  return truths.some((truth) => truth?.holds === false) ? [] : ways.filter(isLive);
}

function stepWord(kind: string): string {
  switch (kind) {
    case 'return':
      return 'returned at';
    case 'argument':
    case 'receiver':
      return 'passed at';
    case 'assignment':
      return 'assigned at';
    case 'field':
      return 'through the field at';
    case 'element':
    case 'range':
      return 'kept as an element at';
    case 'channel':
      return 'sent at';
    case 'conversion':
      return 'converted at';
    case 'assertion':
      return 'asserted at';
    default:
      return 'at';
  }
}
