// Who can wake what waits, in words and tables.

import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { Wait, WaitTable, Waker } from '#program/custody-table.js';
import type { Section, Span } from '#report/report.js';
import type { CustodyWords } from './custody-report.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { isLive, list, unique, WaysText } from './ways-text.js';

/** Waits on the way to a waker that are listed. */
const shownWaits = 3;

export interface WakeWords extends CustodyWords {
  /** One for each place that waits. */
  readonly facts: readonly Stated[];
}

/** `until` says of a call that waits what the documentation says it waits for. */
export function wakeSections(
  table: WaitTable,
  parts: ReportParts,
  until: (callee: string) => string | undefined,
): WakeWords {
  return new WakeWriter(parts, until).write(table);
}

class WakeWriter {
  readonly #parts: ReportParts;
  readonly #text: WaysText;
  readonly #until: (callee: string) => string | undefined;

  constructor(parts: ReportParts, until: (callee: string) => string | undefined) {
    this.#parts = parts;
    this.#text = new WaysText(parts);
    this.#until = until;
  }

  write({ waits }: WaitTable): WakeWords {
    const groups = bySelect(waits);
    const sections = groups.map((group, at) => this.#section(group, at));
    return {
      answer: groups.flatMap((group) => this.#answer(group)),
      facts: groups.flatMap((group) => this.#facts(group)),
      sections,
      files: this.#text.files,
    };
  }

  #facts(group: readonly Wait[]): Stated[] {
    // What has a default does not wait.
    if (group.some(({ hasDefault }) => hasDefault)) return [];
    const text = this.#answer(group).join(this.#parts.say.language === 'en' ? ' ' : '');
    if (text === '') return [];
    const wakers = group.flatMap(liveWakers);
    return [
      {
        kind: 'wait',
        // Of several cases another may let it go on.
        ...(group.length > 1 && wakers.length > 0 ? {} : { verdict: 'blocked' as const }),
        text,
        at: [
          ...group.map(({ pos }) => pos),
          ...wakers.map(({ site }) => site.pos),
          ...wakers.flatMap(({ before }) => before.slice(0, 1).map(({ pos }) => pos)),
        ],
      },
    ];
  }

  #answer(group: readonly Wait[]): string[] {
    const { say } = this.#parts;
    const [wait] = group;
    if (wait === undefined) return [];
    if (group.length > 1 && wait.select !== undefined && !wait.hasDefault)
      return this.#selectAnswer(group, wait, wait.select);
    const what = say`${this.#parts.nameOf(wait.caller)} ${verbOf(wait, say)} at ${this.#parts.places.inText(wait.pos)}`;
    if (wait.hasDefault) return [say`${what} only if that is possible at once: the select has a default.`];
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
        say`${what}; what would wake it is never reached as the program is: ${this.#names(wait.wakers)}.${others}`,
      ];
    return [
      say`${what} until ${this.#names(live, 'or')} unblocks it.${others}`,
      ...(wait.isOneOfSeveral ? [] : this.#whatElse(live)),
    ];
  }

  /** All cases of a select. */
  #selectAnswer(group: readonly Wait[], { caller }: Wait, select: Pos): string[] {
    const { say } = this.#parts;
    const live = group.flatMap(liveWakers);
    const what = say`${this.#parts.nameOf(caller)} waits in the select at ${this.#parts.places.inText(select)}`;
    if (live.length === 0) return [say`${what}, and nothing that the program runs unblocks one of its cases.`];
    const dead = group.filter((one) => liveWakers(one).length === 0).map(({ pos }) => this.#parts.places.inText(pos));
    return [
      say`${what} until ${this.#names(live, 'or')} unblocks one of its cases.`,
      ...(dead.length === 0
        ? []
        : dead.length === 1
          ? [say`Nothing that the program runs unblocks the case at ${list(dead, say, 'or')}.`]
          : [say`Nothing that the program runs unblocks the cases at ${list(dead, say, 'or')}.`]),
      ...this.#whatElse(live),
    ];
  }

  #whatElse(live: readonly Waker[]): string[] {
    const { say } = this.#parts;
    const sentences: string[] = [];
    const starters = unique(live.flatMap(({ starters: all }) => all.map((fn) => this.#parts.nameOf(fn))));
    const onlyGoroutines = live.every(({ ways }) => ways.filter(isLive).every(({ begin }) => begin === 'goroutine'));
    if (onlyGoroutines && starters.length > 0)
      sentences.push(
        say`${live.length === 1 ? say`It runs` : say`Each of these runs`} on another goroutine, which only ${list(starters, say)} can start: before that nothing wakes it.`,
      );
    const parked = live.filter(({ before }) => before.length > 0);
    if (parked.length > 0 && parked.length === live.length)
      sentences.push(
        say`${parked.length === 1 ? say`It may wait` : say`Each of these may wait`} for something itself before it gets there; while it does, nothing wakes it.`,
      );
    return sentences;
  }

  #names(wakers: readonly Waker[], last: 'and' | 'or' = 'and'): string {
    return list(unique(wakers.map(({ caller }) => this.#parts.nameOf(caller))), this.#parts.say, last);
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
                [
                  'The channel of ',
                  ...this.#text.code(pos),
                  ` is always nil, since ${nil.because} (`,
                  ...this.#text.place(nil.pos),
                  ').',
                ],
              ],
        ),
      ],
      table: {
        head: isSelect ? [say`Case`, ...head] : head,
        rows: group.flatMap(({ pos, wakers, nil }) =>
          (nil === undefined ? wakers : []).map((waker) => [
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
      this.#text.guards(waker.site, waker.truths),
      this.#text.ways(waker.caller, waker.ways),
      this.#starters(waker),
      this.#before(waker),
    ];
  }

  #starters({ starters, ways }: Waker): Span[] {
    const { say } = this.#parts;
    if (!ways.some(({ begin }) => begin === 'goroutine')) return [say`runs where it is called`];
    const names = unique(starters.map((fn) => this.#parts.nameOf(fn)));
    return names.length === 0 ? [say`no function that other code may call`] : [list(names, say)];
  }

  #before({ before }: Waker): Span[] {
    const { say } = this.#parts;
    const spans: Span[] = [];
    for (const { pos, isCall } of before.slice(0, shownWaits)) {
      if (spans.length > 0) spans.push(say`; `);
      spans.push(...(isCall ? [say`in what is called by `] : []), ...this.#text.code(pos));
    }
    if (before.length > shownWaits) spans.push(say`; and ${before.length - shownWaits} more`);
    return spans.length === 0 ? [say`no wait was found`] : spans;
  }
}

/** The waits of one select together. */
function bySelect(waits: readonly Wait[]): readonly (readonly Wait[])[] {
  const groups = new Map<Pos, Wait[]>();
  for (const wait of waits) {
    const key = wait.select ?? wait.pos;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [wait]);
    else group.push(wait);
  }
  return [...groups.values()];
}

/** Those that can let it go on. */
function liveWakers({ nil, wakers }: Wait): readonly Waker[] {
  return nil === undefined ? wakers.filter(isLiveWaker) : [];
}

/** Whether a way comes to it that can be gone, and no condition around it is known never to hold. */
function isLiveWaker({ ways, truths }: Waker): boolean {
  return ways.some(isLive) && !truths.some((truth) => truth?.holds === false);
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
