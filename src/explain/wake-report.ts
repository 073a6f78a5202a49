// Who can wake what waits, in words and tables.

import type { Say } from '#language/say.js';
import type { Wait, WaitTable, Waker } from '#program/custody-table.js';
import type { Section, Span } from '#report/report.js';
import type { CustodyWords } from './custody-report.js';
import type { ReportParts } from './report-parts.js';
import { isLive, list, unique, WaysText } from './ways-text.js';

/** Waits on the way to a waker that are listed. */
const shownWaits = 3;

/** `until` says of a call that waits what the documentation says it waits for. */
export function wakeSections(
  table: WaitTable,
  parts: ReportParts,
  until: (callee: string) => string | undefined,
): CustodyWords {
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

  write({ waits }: WaitTable): CustodyWords {
    const sections = waits.map((wait, at) => this.#section(wait, at));
    return { answer: waits.flatMap((wait) => this.#answer(wait)), sections, files: this.#text.files };
  }

  #answer(wait: Wait): string[] {
    const { say } = this.#parts;
    const what = say`${this.#parts.nameOf(wait.caller)} ${verbOf(wait, say)} at ${this.#parts.places.inText(wait.pos)}`;
    if (wait.hasDefault) return [say`${what} only if that is possible at once: the select has a default.`];
    const live = wait.wakers.filter((waker) => waker.ways.some(isLive));
    const others = wait.isOneOfSeveral ? say` Another case of the select may let it go on too.` : '';
    if (wait.wakers.length === 0)
      return [say`${what}, and nothing in the program ${wakeVerb(wait, say)}: it waits for ever.${others}`];
    if (live.length === 0)
      return [
        say`${what}; what would wake it is never reached as the program is: ${this.#names(wait.wakers)}.${others}`,
      ];
    const sentences = [
      say`${what} until ${this.#names(live)} ${live.length === 1 ? say`lets` : say`let`} it go on.${others}`,
    ];
    const starters = unique(
      live.flatMap(({ starters: all }) => all.flatMap((each) => each.map((fn) => this.#parts.nameOf(fn)))),
    );
    const onlyGoroutines = live.every(({ ways }) => ways.filter(isLive).every(({ begin }) => begin === 'goroutine'));
    if (onlyGoroutines && starters.length > 0)
      sentences.push(
        say`${live.length === 1 ? say`It runs` : say`Each of these runs`} on another goroutine, which only ${list(starters, say)} can start: before that nothing wakes it.`,
      );
    const parked = live.filter(({ before }) => before.length > 0);
    if (parked.length > 0 && parked.length === live.length)
      sentences.push(
        say`${parked.length === 1 ? say`It may wait` : say`Each of these may wait`} for something itself before it comes there; while it does, nothing wakes it.`,
      );
    return sentences;
  }

  #names(wakers: readonly Waker[]): string {
    return list(unique(wakers.map(({ caller }) => this.#parts.nameOf(caller))), this.#parts.say);
  }

  #section(wait: Wait, at: number): Section {
    const { say } = this.#parts;
    const reason = this.#until(wait.callee);
    return {
      id: `wait-${at + 1}`,
      title: say`Who can wake ${this.#parts.nameOf(wait.caller)}`,
      paragraphs: [
        [
          say`It waits at `,
          ...this.#text.code(wait.pos),
          reason === undefined ? say`.` : say`. ${say.word(reason)}.`,
          ...(wait.isOneOfSeveral ? [say` The select has other cases.`] : []),
        ],
      ],
      table: {
        head: [
          say`Waker`,
          say`By`,
          say`Only if`,
          say`How control comes there`,
          say`Who can start it`,
          say`Where it may wait first`,
        ],
        rows: wait.wakers.map((waker) => [
          [{ code: this.#parts.nameOf(waker.caller) }],
          this.#text.code(waker.site.pos),
          this.#text.guards(waker.site, waker.truths),
          this.#text.ways(waker.caller, waker.ways),
          this.#starters(waker),
          this.#before(waker),
        ]),
      },
    };
  }

  #starters({ starters, ways }: Waker): Span[] {
    const { say } = this.#parts;
    if (!ways.some(({ begin }) => begin === 'goroutine')) return [say`runs where it is called`];
    const names = unique(starters.flatMap((each) => each.map((fn) => this.#parts.nameOf(fn))));
    return names.length === 0 ? [say`no function that other code may call, by itself`] : [list(names, say)];
  }

  #before({ before }: Waker): Span[] {
    const { say } = this.#parts;
    const spans: Span[] = [];
    for (const { pos } of before.slice(0, shownWaits)) {
      if (spans.length > 0) spans.push(say`; `);
      spans.push(...this.#text.code(pos));
    }
    if (before.length > shownWaits) spans.push(say`; and ${before.length - shownWaits} more`);
    return spans.length === 0 ? [say`nowhere`] : spans;
  }
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
