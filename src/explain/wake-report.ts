// Who can wake what waits, in words and tables.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { Wait, WaitPlace, WaitTable, Waker } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import type { CustodyWords } from './custody-report.js';
import { type Cycle, contextCycle, cycleFact, cycleSection, startSection } from './cycle-report.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';
import type { Stated } from './stated.js';
import { bySelect, endsContext, isLiveWaker, isOnlyStarted, liveWakers, startersFor } from './wait-groups.js';
import { isLive, list, unique, WaysText } from './ways-text.js';

/** Waits on the way to a waker that are listed. */
const shownWaits = 3;

/** Calls of a helper that waits which a statement rests on. */
const shownCallers = 2;

/** So many goroutines that it is not asked of all who starts them. */
const manyWays = 6;

export interface WakeWords extends CustodyWords {
  /** One for each place that waits. */
  readonly facts: readonly Stated[];
}

/**
 * `until` says of a call that waits what the documentation says it waits for. Functions of the types and packages of `asked`
 * are named first.
 */
export function wakeSections(
  table: WaitTable,
  parts: ReportParts,
  until: (callee: string) => string | undefined,
  asked: readonly FunctionInfo[] = [],
): WakeWords {
  return new WakeWriter(parts, until, asked).write(table);
}

class WakeWriter {
  readonly #parts: ReportParts;
  readonly #text: WaysText;
  readonly #until: (callee: string) => string | undefined;

  readonly #asked: readonly FunctionInfo[];
  readonly #types: ReadonlySet<string>;
  readonly #packages: ReadonlySet<string>;

  constructor(parts: ReportParts, until: (callee: string) => string | undefined, asked: readonly FunctionInfo[]) {
    this.#asked = asked;
    this.#types = new Set(asked.flatMap((fn) => receiverType(fn) ?? []));
    this.#packages = new Set(asked.map(({ packagePath }) => packagePath));
    this.#parts = parts;
    this.#text = new WaysText(parts);
    this.#until = until;
  }

  write({ waits }: WaitTable): WakeWords {
    const all = bySelect(waits);
    // What is never come to is no wait of anybody.
    const groups = all.filter((group) => group.every(({ never }) => never === undefined));
    const sections = groups.map((group, at) => this.#section(group, at));
    return {
      answer: all.flatMap((group) => this.#answer(group)),
      facts: this.#withBriefs(groups),
      sections: [...sections, ...this.#cycleSections(groups)],
      files: this.#text.files,
    };
  }

  /** The answer has one clause of each kind: of what was never started, and of contexts the last, where the others lead. */
  #withBriefs(groups: readonly (readonly Wait[])[]): Stated[] {
    const told = groups.flatMap((group) => {
      const brief = this.#briefOf(group);
      return this.#facts(group).map((fact, at) => ({ fact, brief: at === 0 ? brief : undefined }));
    });
    const early = told.find(({ brief }) => brief?.isEarly === true);
    const blind = told.findLast(({ brief }) => brief?.isEarly === false);
    return told.map((one) => {
      const isShown = one === early || one === blind;
      return isShown && one.brief !== undefined ? { ...one.fact, brief: one.brief.text } : one.fact;
    });
  }

  /** Waits that go round in a circle, as steps. */
  #cycleSections(groups: readonly (readonly Wait[])[]): Section[] {
    const found: Section[] = [];
    const add = (section: Section | undefined): void => {
      if (section !== undefined) found.push(section);
    };
    for (const group of groups) {
      const [wait] = group;
      if (wait === undefined || group.some(({ hasDefault }) => hasDefault)) continue;
      const wakers = group.flatMap((one) => liveWakers(one));
      const [waker] = wakers;
      const starters = new Set(wakers.flatMap((one) => one.starters));
      const early = isOnlyStarted(group, wakers) ? this.#earlyFns(group, starters) : [];
      const types = new Set(early.map(receiverType));
      const starting = [...starters].filter((fn) => types.has(receiverType(fn)));
      if (waker !== undefined)
        add(startSection(wait, waker, early, starting, found.length + 1, this.#parts, this.#text));
      const cycle = this.#cycleOf(group);
      if (cycle !== undefined) add(cycleSection(cycle, found.length + 1, this.#parts, this.#text));
    }
    return found;
  }

  #cycleOf(group: readonly Wait[]): Cycle | undefined {
    const wait = group.find(({ watch }) => watch !== undefined);
    return wait === undefined ? undefined : contextCycle(wait, this.#entryFns(group, new Set()));
  }

  #facts(group: readonly Wait[]): Stated[] {
    // What has a default does not wait.
    if (group.some(({ hasDefault }) => hasDefault)) return [];
    const text = this.#answer(group).join(this.#parts.say.language === 'en' ? ' ' : '');
    if (text === '') return [];
    const wakers = group.flatMap((wait) => liveWakers(wait).filter((waker) => !endsContext(wait, waker)));
    const cycle = this.#cycleOf(group);
    const watches = cycle === undefined ? group.flatMap(({ watch }) => watch ?? []) : [];
    const round = cycle === undefined ? undefined : cycleFact(cycle, this.#parts);
    const starts = this.#startsOf(group, wakers);
    return [
      {
        kind: 'wait',
        section: 'blocking',
        // Of several cases another may let it go on.
        ...(group.length > 1 && wakers.length > 0 ? {} : { verdict: 'blocked' as const }),
        text,
        at: [
          ...group.map(({ pos }) => pos),
          ...(group[0]?.through ?? []).slice(0, shownCallers).map(({ pos }) => pos),
          ...starts,
          ...watches.flatMap(({ watching, blind }) =>
            [...watching.slice(-1), ...blind.slice(0, 1)].map(({ pos }) => pos),
          ),
          ...wakers.map(({ site }) => site.pos),
          ...wakers.flatMap(({ before }) => before.slice(0, 1).map(({ pos }) => pos)),
        ],
        ...(starts.length === 0 ? {} : { isWhole: true as const }),
      },
      ...(round === undefined ? [] : [round]),
    ];
  }

  /**
   * Of a wait to which what was asked about comes: that it lasts unless its waker has been started before, or that the end of
   * a context does not end it.
   */
  #briefOf(group: readonly Wait[]): { readonly text: string; readonly isEarly: boolean } | undefined {
    const { say, places } = this.#parts;
    const [wait] = group;
    if (wait === undefined) return undefined;
    const wakers = group.flatMap((one) => liveWakers(one).filter((waker) => !endsContext(one, waker)));
    const place = places.inText(wait.select ?? wait.pos);
    const starters = new Set(wakers.flatMap((waker) => waker.starters));
    const early = new Set(isOnlyStarted(group, wakers) ? this.#earlyOf(group, starters) : []);
    const asked = unique(this.#asked.map((fn) => this.#parts.nameOf(fn)));
    const waiting = asked.filter((name) => early.has(name));
    if (waiting.length > 0) {
      // Another method of the same object is what one would have called.
      const types = new Set(this.#asked.filter((fn) => early.has(this.#parts.nameOf(fn))).map(receiverType));
      const own = [...starters].filter((fn) => types.has(receiverType(fn)));
      const near = own.length > 0 ? own : this.#near([...starters]);
      const start = unique(near.map((fn) => this.#parts.nameOf(fn)));
      const who = list(waiting, say);
      return {
        isEarly: true,
        text:
          waiting.length === 1
            ? say`${who} waits for ever at ${place} unless ${list(start, say, 'or')} was called before`
            : say`${who} wait for ever at ${place} unless ${list(start, say, 'or')} was called before`,
      };
    }
    const [blind] = group.flatMap(({ watch }) => watch?.blind ?? []);
    const comes = new Set(this.#entriesOf(group, new Set()));
    if (blind === undefined || !asked.some((name) => comes.has(name))) return undefined;
    const where = say`${this.#parts.nameOf(blind.caller)} (${places.inText(blind.pos)})`;
    return {
      isEarly: false,
      text: say`the end of a context does not end the wait at ${place} as long as the goroutine that would end it waits in ${where}`,
    };
  }

  /** Where the goroutines of wakers are started, if it is told who has to do that first. */
  #startsOf(group: readonly Wait[], wakers: readonly Waker[]): Pos[] {
    const starters = new Set(wakers.flatMap((waker) => waker.starters));
    if (!isOnlyStarted(group, wakers) || this.#earlyOf(group, starters).length === 0) return [];
    return wakers.flatMap(({ ways, site }) => [
      site.pos,
      ...ways
        .filter((way) => isLive(way) && way.begin === 'goroutine')
        .flatMap(({ calls }) => calls[0]?.site.pos ?? []),
    ]);
  }

  #answer(group: readonly Wait[]): string[] {
    const { say } = this.#parts;
    const [wait] = group;
    if (wait === undefined) return [];
    if (wait.never !== undefined)
      return [
        say`Control never comes to ${this.#parts.places.inText(wait.select ?? wait.pos)} in ${this.#parts.nameOf(wait.caller)}: ${say.known(wait.never.because)}.`,
      ];
    if (group.length > 1 && wait.select !== undefined && !wait.hasDefault)
      return this.#selectAnswer(group, wait, wait.select);
    const what = say`${this.#parts.nameOf(wait.caller)} ${verbOf(wait, say)} at ${this.#parts.places.inText(wait.pos)}`;
    if (wait.hasDefault) return [say`${what} only if that is possible at once: the select has a default.`];
    if (wait.timer !== undefined)
      return [say`${what} until the time of ${this.#parts.places.text(wait.timer.pos, wait.timer.end)} has come.`];
    const live = liveWakers(wait);
    const others = wait.isOneOfSeveral ? say` Another case of the select may unblock it too.` : '';
    if (wait.nil !== undefined)
      return [
        say`${what}, but the channel is always nil, since ${say.known(wait.nil.because)}: nothing unblocks it.${others}`,
      ];
    if (wait.wakers.length === 0)
      return [say`${what}, and nothing in the program ${wakeVerb(wait, say)}: it waits for ever.${others}`];
    if (live.length === 0)
      return [
        say`${what}; what would wake it is never reached as the program is: ${this.#names([wait], () => true)}.${others}`,
      ];
    return [
      say`${what} until ${this.#names([wait])} unblocks it.${others}`,
      ...(wait.closedBefore ?? []).map(
        (pos) =>
          say`Where it has closed the channel itself before, at ${this.#parts.places.inText(pos)}, it does not wait.`,
      ),
      ...(wait.isOneOfSeveral ? [] : this.#whatElse([wait])),
    ];
  }

  /** All cases of a select. */
  #selectAnswer(group: readonly Wait[], { caller }: Wait, select: Pos): string[] {
    const { say } = this.#parts;
    const live = group.flatMap(liveWakers);
    const what = say`${this.#parts.nameOf(caller)} waits in the select at ${this.#parts.places.inText(select)}`;
    if (live.length === 0 && group.every(({ timer }) => timer === undefined))
      return [say`${what}, and nothing that the program runs unblocks one of its cases.`];
    const dead = group.filter((one) => one.timer === undefined && liveWakers(one).length === 0);
    // What others of the program do is no waker of what was asked about.
    const [byOthers, byNobody] = [true, false].map((isByOthers) =>
      unique(
        dead
          .filter(({ wakers, nil }) => (nil === undefined && wakers.length > 0) === isByOthers)
          .map(({ pos }) => this.#parts.places.inText(pos)),
      ),
    );
    return [
      say`${what} until ${this.#names(group)} unblocks one of its cases.`,
      ...this.#deadCases(byNobody ?? [], byOthers ?? []),
      ...this.#whatElse(group),
    ];
  }

  /** Cases that nothing unblocks, and those that nothing does on the ways of the question. */
  #deadCases(byNobody: readonly string[], byOthers: readonly string[]): string[] {
    const { say } = this.#parts;
    const sentences: string[] = [];
    if (byNobody.length === 1)
      sentences.push(say`Nothing that the program runs unblocks the case at ${list(byNobody, say, 'or')}.`);
    else if (byNobody.length > 1)
      sentences.push(say`Nothing that the program runs unblocks the cases at ${list(byNobody, say, 'or')}.`);
    if (byOthers.length === 1)
      sentences.push(say`For what was asked about, nothing unblocks the case at ${list(byOthers, say, 'or')}.`);
    else if (byOthers.length > 1)
      sentences.push(say`For what was asked about, nothing unblocks the cases at ${list(byOthers, say, 'or')}.`);
    return sentences;
  }

  /** Who calls a helper that waits. */
  #callsOf([wait]: readonly Wait[]): string[] {
    const { say, places } = this.#parts;
    const through = wait?.through ?? [];
    if (wait === undefined || through.length === 0) return [];
    const who = through.map(({ caller, pos }) => say`${this.#parts.nameOf(caller)} (${places.inText(pos)})`);
    return [say`${this.#parts.nameOf(wait.caller)} is called by ${list(who, say)}.`];
  }

  /** Who calls helpers that wake. */
  #throughOf(live: readonly Waker[]): string[] {
    const { say } = this.#parts;
    const told = new Set<Pos>();
    return live.flatMap(({ caller, through }) => {
      if (through.length === 0 || told.has(caller.pos)) return [];
      told.add(caller.pos);
      const who = list(unique(through.map((one) => this.#parts.nameOf(one.caller))), say);
      return [say`${this.#parts.nameOf(caller)} is called by ${who}.`];
    });
  }

  #whatElse(group: readonly Wait[]): string[] {
    const { say } = this.#parts;
    const sentences: string[] = [];
    const live = group.flatMap((wait) => liveWakers(wait).filter((waker) => !endsContext(wait, waker)));
    const hasContext = group.some(({ context }) => context !== undefined);
    const all = live.flatMap((waker) => waker.starters);
    const early = isOnlyStarted(group, live) ? this.#earlyFns(group, new Set(all)) : [];
    const starters = unique(this.#near(startersFor(all, early)).map((fn) => this.#parts.nameOf(fn)));
    if (isOnlyStarted(group, live) && starters.length > 0)
      sentences.push(
        ...this.#aboutStart(group, live, list(starters, say), new Set(live.flatMap((one) => one.starters))),
      );
    const parked = live.filter(({ before }) => before.length > 0);
    if (!hasContext && parked.length > 0 && parked.length === live.length)
      sentences.push(
        parked.length === 1
          ? say`It may wait for something itself before it gets there; while it does, nothing wakes it.`
          : say`Each of these may wait for something itself before it gets there; while all of them do, nothing wakes it.`,
      );
    // A lock is held for a moment, a group of goroutines ends when they do.
    const mayLast = group.some(({ kind, watch }) => kind !== 'call' || watch !== undefined);
    if (!hasContext && mayLast) sentences.push(this.#aboutContext(group));
    return [...this.#callsOf(group), ...this.#throughOf(live), ...this.#reachedBy(group), ...sentences];
  }

  /** Who has to have started the wakers' goroutine, and who waits for ever before that. */
  #aboutStart(
    group: readonly Wait[],
    live: readonly Waker[],
    who: string,
    starters: ReadonlySet<FunctionInfo>,
  ): readonly string[] {
    const { say } = this.#parts;
    const runs = live.length === 1 ? say`It runs` : say`Each of these runs`;
    const early = this.#earlyOf(group, starters);
    const isByOthers =
      live.some((waker) => waker.isStartedByOthers) ||
      this.#near(startersFor([...starters], this.#earlyFns(group, starters))).length < starters.size;
    if (early.length === 0)
      return [
        isByOthers
          ? say`${runs} on another goroutine, which ${who} can start, and perhaps others whose calls are not told apart: before that nothing wakes it.`
          : say`${runs} on another goroutine, which only ${who} can start: before that nothing wakes it.`,
      ];
    const start = isByOthers
      ? say`${runs} on another goroutine, which ${who} can start, and perhaps others whose calls are not told apart.`
      : say`${runs} on another goroutine, which only ${who} can start.`;
    return [
      start,
      early.length === 1
        ? say`Called before that, ${list(early, say)} waits for what was never started, and the end of a context does not help.`
        : say`Called before that, ${list(early, say)} wait for what was never started, and the end of a context does not help.`,
    ];
  }

  /** What the end of a context does to a wait that does not watch one. */
  #aboutContext(group: readonly Wait[]): string {
    const { say, places } = this.#parts;
    const watch = group.find((wait) => wait.watch !== undefined)?.watch;
    // A cycle is told by itself.
    if (watch === undefined || this.#cycleOf(group) !== undefined) return say`No context is watched there.`;
    const { context, waker, watching, blind } = watch;
    const at = (all: readonly WaitPlace[], last: 'and' | 'or'): string => {
      const names = all.map((one) => say`${this.#parts.nameOf(one.caller)} (${places.inText(one.pos)})`);
      return list(names.slice(0, shownWaits), say, last);
    };
    const watched = say`No context is watched there. On the way to ${this.#parts.nameOf(waker)} the end of ${places.text(context.pos, context.end)} is watched in ${at(watching, 'and')}`;
    return blind.length === 0
      ? say`${watched}.`
      : say`${watched}, but not in ${at(blind, 'or')}: as long as the goroutine waits there, the end of the context changes nothing.`;
  }

  /** Those of the types and packages that were asked about; all where none is. What others start is theirs. */
  #near(fns: readonly FunctionInfo[]): readonly FunctionInfo[] {
    const near = fns.filter((fn) => this.#isAskedType(fn) || this.#packages.has(fn.packagePath));
    return (near.length > 0 ? near : fns).toSorted(by((fn) => (this.#isAskedType(fn) ? 0 : 1)));
  }

  #isAskedType(fn: FunctionInfo): boolean {
    return this.#types.has(receiverType(fn) ?? '');
  }

  /** Which methods of the types that were asked about come to a wait. */
  #reachedBy(group: readonly Wait[]): string[] {
    const { say } = this.#parts;
    const names = this.#entriesOf(group, new Set());
    return names.length === 0 ? [] : [say`${list(names, say)} may come there, as far as calls are told apart.`];
  }

  /** Those that may come to a wait before its waker is started. */
  #earlyOf(group: readonly Wait[], starters: ReadonlySet<FunctionInfo>): string[] {
    return unique(this.#earlyFns(group, starters).map((fn) => this.#parts.nameOf(fn)));
  }

  #earlyFns(group: readonly Wait[], starters: ReadonlySet<FunctionInfo>): readonly FunctionInfo[] {
    // Whoever has the object has it from a constructor: if that starts the goroutine, nothing comes before.
    const isMade = [...starters].some((fn) => receiverType(fn) === undefined && fn.baseName !== 'main');
    // Nothing comes before main.
    const isMethod = [...starters].some((fn) => receiverType(fn) !== undefined);
    return isMade || !isMethod ? [] : this.#entryFns(group, starters);
  }

  /** The methods of the types that were asked about that come to a wait, without some. */
  #entriesOf(group: readonly Wait[], but: ReadonlySet<FunctionInfo>): string[] {
    return unique(this.#entryFns(group, but).map((fn) => this.#parts.nameOf(fn)));
  }

  #entryFns([wait]: readonly Wait[], but: ReadonlySet<FunctionInfo>): readonly FunctionInfo[] {
    const without = new Set([...but].map(({ pos }) => pos));
    return (wait?.entries ?? []).filter((fn) => this.#isAskedType(fn) && !without.has(fn.pos));
  }

  /** The wakers of some waits that can let them go on; the end of a context is called that. */
  #names(waits: readonly Wait[], isMeant: (waker: Waker) => boolean = isLiveWaker): string {
    const { say, places } = this.#parts;
    const names = waits.flatMap((wait) =>
      wait.timer !== undefined
        ? [say`the time of ${places.text(wait.timer.pos, wait.timer.end)}`]
        : wait.nil !== undefined
          ? []
          : wait.wakers
              .filter(isMeant)
              .flatMap((waker) =>
                wait.context !== undefined && endsContext(wait, waker)
                  ? waker.isInitial
                    ? []
                    : [say`the end of ${places.text(wait.context.pos, wait.context.end)}`]
                  : waker.isInitial
                    ? [say`a channel that ${this.#parts.nameOf(waker.caller)} closes beforehand`]
                    : [this.#parts.nameOf(waker.caller)],
              ),
    );
    const isAll = isMeant !== isLiveWaker;
    return list(unique(names), say, isAll ? 'and' : 'or');
  }

  #section(group: readonly Wait[], at: number): Section {
    const { say } = this.#parts;
    const [wait] = group;
    const isSelect = group.length > 1;
    const reason = wait === undefined ? undefined : this.#until(wait.callee);
    const head = [
      say`Waker`,
      say`By`,
      say`Only if`,
      say`How it is reached`,
      say`Who can start it`,
      say`Where it may wait first`,
    ];
    return {
      id: `wait-${at + 1}`,
      title: wait === undefined ? '' : say`Who can wake ${this.#parts.nameOf(wait.caller)}`,
      paragraphs: [
        [
          say`It waits at `,
          ...this.#text.code(isSelect ? wait?.select : wait?.pos),
          reason === undefined ? say`.` : say`. ${say.word(reason)}.`,
          ...(!isSelect && wait?.isOneOfSeveral === true ? [say` The select has other cases.`] : []),
        ],
        ...group.flatMap(({ nil, pos }) =>
          nil === undefined
            ? []
            : [
                spansOf((mark) => {
                  const channel = mark(...this.#text.code(pos));
                  return say`The channel of ${channel} is always nil, since ${say.known(nil.because)} (${mark(...this.#text.place(nil.pos))}).`;
                }),
              ],
        ),
      ],
      table: {
        head: isSelect ? [say`Case`, ...head] : head,
        rows: group.flatMap(({ pos, wakers, nil }) =>
          (nil === undefined ? withoutInitial(wakers) : []).map((waker) => [
            ...(isSelect ? [this.#text.code(pos)] : []),
            ...this.#row(waker),
          ]),
        ),
      },
    };
  }

  #row(waker: Waker): Span[][] {
    return [
      [{ code: this.#parts.nameOf(waker.caller) }],
      this.#text.code(waker.site.pos),
      this.#onlyIf(waker),
      this.#text.ways(waker.caller, waker.ways),
      this.#starters(waker),
      this.#before(waker),
    ];
  }

  /** The conditions around a waker; where it has none and no way to it is ever gone, why not. */
  #onlyIf({ site, truths, ways }: Waker): Span[] {
    const { say } = this.#parts;
    const never = ways.some(isLive) ? undefined : ways.find((way) => way.never !== undefined)?.never;
    return never === undefined || site.guards.length > 0
      ? this.#text.guards(site, truths)
      : [say`never: ${say.known(never.because)}`, ' (', ...this.#text.place(never.pos), ')'];
  }

  #starters({ starters, ways }: Waker): Span[] {
    const { say } = this.#parts;
    if (!ways.some(({ begin }) => begin === 'goroutine')) return [say`runs where it is called`];
    const near = this.#near(starters);
    const names = unique(near.map((fn) => this.#parts.nameOf(fn)));
    const isOwn = ways.some((way) => this.#text.beginsInDrawn(way));
    // Who starts goroutines of others that come there too has nothing to do with those that are drawn.
    if (isOwn && names.length > 0 && this.#types.size > 0 && !near.some((fn) => this.#isAskedType(fn)))
      return [say`no method of what was asked about`];
    if (names.length > 0) return [list(names, say)];
    return ways.filter(({ begin }) => begin === 'goroutine').length > manyWays
      ? [say`not told apart among so many ways`]
      : [say`no function that other code may call`];
  }

  #before({ before: all }: Waker): Span[] {
    const { say } = this.#parts;
    const drawn = all.filter(({ caller }) => this.#parts.isDrawn(caller.pos));
    const before = drawn.length > 0 ? drawn : all;
    const spans: Span[] = [];
    for (const { pos, isCall } of before.slice(0, shownWaits)) {
      if (spans.length > 0) spans.push(say`; `);
      spans.push(...(isCall ? [say`in what is called by `] : []), ...this.#text.code(pos));
    }
    if (before.length > shownWaits) spans.push(say`; and ${before.length - shownWaits} more`);
    return spans.length === 0 ? [say`no wait was found`] : spans;
  }
}

/** What happened before main ends no wait that others could end too. */
function withoutInitial(wakers: readonly Waker[]): readonly Waker[] {
  const others = wakers.filter(({ isInitial }) => !isInitial);
  return others.length > 0 ? others : wakers;
}

function verbOf({ kind }: Wait, say: Say): string {
  switch (kind) {
    case 'receive':
    case 'range':
      return say`waits to receive`;
    case 'send':
      return say`waits to send`;
    case 'call':
      return say`waits`;
  }
}

function wakeVerb({ kind }: Wait, say: Say): string {
  return kind === 'send'
    ? say`receives from the channel`
    : kind === 'call'
      ? say`ends that wait`
      : say`sends to the channel or closes it`;
}
