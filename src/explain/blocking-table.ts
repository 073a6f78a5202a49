// The waits of a question in one table: where each is, on which goroutine, what ends it, and what does not: the end of a
// context that is not watched there, what is never started, cases that nothing wakes, what comes from the other side for others.

import type { Pos } from '#base/position.js';
import type { Message, MessageWake } from '#callgraph/messages.js';
import { messageWords } from '#models/messages.js';
import type { Wait, Waker } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import { conditionsOf, wordOf } from './message-report.js';
import type { ReadingLane } from './outside-waits.js';
import type { ReportParts } from './report-parts.js';
import { joinedSpans, spansOf } from './spans.js';
import { bySelect, endsContext, liveWakers, startersFor } from './wait-groups.js';
import { codes, isLive, list, unique, WaysText } from './ways-text.js';

export interface Blocking {
  readonly waits: readonly Wait[];
  readonly reading: readonly ReadingLane[];
  readonly messages: readonly Message[];
  /** What the goroutines run on which a function is; the caller's is none of them. */
  readonly goroutinesOf: (fn: FunctionInfo) => readonly FunctionInfo[];
  readonly asked: readonly FunctionInfo[];
}

export interface BlockingWords {
  readonly sections: readonly Section[];
  readonly files: readonly string[];
}

export function blockingTable(blocking: Blocking, parts: ReportParts): BlockingWords {
  const writer = new TableWriter(blocking, parts);
  return { sections: writer.sections(), files: writer.files };
}

/** What comes from the other side, and under which condition. */
interface Word {
  readonly word: string;
  readonly condition: string;
}

/** What has fewer parts is said again. */
const longSpans = 5;

/** Functions and places that one cell names. */
const shown = 6;

class TableWriter {
  readonly #blocking: Blocking;
  readonly #parts: ReportParts;
  readonly #text: WaysText;
  readonly #types: ReadonlySet<string>;
  /** What rows have told at length, with where the first of them waits. */
  readonly #told = new Map<string, Pos>();

  constructor(blocking: Blocking, parts: ReportParts) {
    this.#blocking = blocking;
    this.#parts = parts;
    this.#text = new WaysText(parts);
    this.#types = new Set(blocking.asked.flatMap((fn) => receiverType(fn) ?? []));
  }

  get files(): readonly string[] {
    return this.#text.files;
  }

  sections(): Section[] {
    const { say } = this.#parts;
    const { waits, reading } = this.#blocking;
    const groups = bySelect(waits).filter((group) =>
      group.every(({ hasDefault, never }) => !hasDefault && never === undefined),
    );
    const rows = [...groups.map((group) => this.#row(group)), ...reading.map((lane) => this.#readRow(lane))];
    if (rows.length === 0) return [];
    return [
      {
        id: 'blocking',
        title: say`What may wait, what ends that, and what does not`,
        paragraphs: [],
        table: { head: [say`Waits at`, say`Who waits there`, say`Ended by`, say`Not ended by`], rows },
      },
    ];
  }

  #row(group: readonly Wait[]): Span[][] {
    const [wait] = group;
    if (wait === undefined) return [];
    return [this.#where(wait), this.#who(wait), this.#endedBy(group), this.#notEndedBy(group)];
  }

  #where({ caller, pos, select, through }: Wait): Span[] {
    const { say } = this.#parts;
    const spans: Span[] = [{ code: this.#parts.nameOf(caller) }, ' ', ...this.#text.code(select ?? pos)];
    for (const [i, call] of (through ?? []).slice(0, shown).entries())
      spans.push(...(i === 0 ? [say`; called at `] : [say` and `]), ...this.#text.place(call.pos));
    return spans;
  }

  /** The functions that were asked about, those of their types, and the goroutines. */
  #who({ caller, entries }: Wait): Span[] {
    const { say } = this.#parts;
    const own = entries.filter((fn) => this.#isAsked(fn));
    const callers = unique(own.map((fn) => this.#parts.nameOf(fn)));
    const goroutines = unique(this.#blocking.goroutinesOf(caller).map((fn) => this.#parts.nameOf(fn)));
    const items = [
      ...(callers.length === 0 ? [] : [codes(callers, say)]),
      ...goroutines.slice(0, shown).map((name) => spansOf((mark) => say`the goroutine of ${mark({ code: name })}`)),
    ];
    return items.length === 0 ? [say`not told apart`] : joinedSpans(items, say`; `);
  }

  /** One that was asked about, or of the type of one. */
  #isAsked(fn: FunctionInfo): boolean {
    return this.#types.has(receiverType(fn) ?? '') || this.#blocking.asked.some(({ pos }) => pos === fn.pos);
  }

  #endedBy(group: readonly Wait[]): Span[] {
    const { say, places } = this.#parts;
    const items: Span[][] = [];
    for (const wait of group) {
      if (wait.timer !== undefined) items.push([say`the time of ${places.text(wait.timer.pos, wait.timer.end)}`]);
      const { context } = wait;
      const live = liveWakers(wait);
      if (context !== undefined && live.some((waker) => endsContext(wait, waker) && !waker.isInitial))
        items.push([say`the end of ${places.text(context.pos, context.end)}`]);
      for (const waker of live) if (!endsContext(wait, waker) && !waker.isInitial) items.push(this.#waker(waker));
    }
    for (const { context, watching, runs } of group.flatMap(({ watch }) => watch ?? [])) {
      const end = places.text(context.pos, context.end);
      items.push(
        spansOf((mark) => {
          const goroutine = mark({ code: this.#parts.nameOf(runs) });
          const where = this.#once(this.#places(watching), group);
          return where.told === undefined
            ? say`the end of ${end} while the goroutine of ${goroutine} waits at ${mark(...where.spans)}`
            : say`the end of ${end} while the goroutine of ${goroutine} waits where it is said at ${mark(...where.told)}`;
        }),
      );
    }
    const direct = this.#words(group, 'wakes');
    const later = this.#words(group, 'sequels').filter(({ word }) => !direct.some((one) => one.word === word));
    if (direct.length > 0) items.push([say`from the other side: `, ...this.#wordsOnce(direct, group)]);
    if (later.length > 0)
      items.push([say`possibly, by way of what it wakes, from the other side: `, ...this.#wordsOnce(later, group)]);
    return items.length === 0 ? [say`nothing that the program runs`] : joinedSpans(items, say`; `);
  }

  /** Spans of more than a few parts, or where a row above has told the same. */
  #once(spans: readonly Span[], [wait]: readonly Wait[]): { readonly spans: readonly Span[]; readonly told?: Span[] } {
    const key = JSON.stringify(spans);
    const known = this.#told.get(key);
    if (spans.length < longSpans || wait === undefined) return { spans };
    if (known !== undefined) return { spans, told: this.#text.place(known) };
    this.#told.set(key, standOf(wait));
    return { spans };
  }

  #wordsOnce(words: readonly Word[], group: readonly Wait[]): readonly Span[] {
    const { spans, told } = this.#once(this.#listed(words), group);
    return told === undefined ? spans : spansOf((mark) => this.#parts.say`the same as at ${mark(...told)}`);
  }

  #places(all: readonly { readonly pos: number }[]): Span[] {
    const { say } = this.#parts;
    const own = [...new Set(all.map(({ pos }) => pos))].slice(0, shown);
    return own.flatMap((pos, i) => [...(i === 0 ? [] : [say` or `]), ...this.#text.place(pos)]);
  }

  #listed(words: readonly Word[]): Span[] {
    const { say } = this.#parts;
    return words.flatMap(({ word, condition }, i) => [
      ...(i === 0 ? [] : [say`, `]),
      word,
      ...(condition === '' ? [] : [say` if `, { code: condition }]),
    ]);
  }

  #waker({ caller, site, through }: Waker): Span[] {
    const { say } = this.#parts;
    const by = unique(through.map((one) => this.#parts.nameOf(one.caller)));
    return [
      { code: this.#parts.nameOf(caller) },
      ' (',
      ...this.#text.place(site.pos),
      ')',
      ...(by.length === 0 ? [] : spansOf((mark) => say` (called by ${mark(...codes(by, say))})`)),
    ];
  }

  #notEndedBy(group: readonly Wait[]): Span[] {
    const { say } = this.#parts;
    const items: Span[][] = [];
    const watched = group.some(({ context, timer }) => context !== undefined || timer !== undefined);
    if (!watched) items.push(this.#notByContext(group));
    const live = group.flatMap((one) => liveWakers(one).filter((waker) => !endsContext(one, waker)));
    const isStarted =
      live.length > 0 && live.every(({ ways }) => ways.filter(isLive).every(({ begin }) => begin === 'goroutine'));
    const starters = new Map(live.flatMap((waker) => waker.starters).map((fn) => [fn.pos, fn]));
    // Who starts the waker himself does not come before that.
    const near = [...starters.values()].filter((fn) => this.#isAsked(fn));
    const early = group.flatMap(({ entries }) => entries.filter((fn) => this.#isAsked(fn) && !starters.has(fn.pos)));
    if (isStarted && !watched && near.length > 0 && early.length > 0) {
      const who = list(unique(startersFor(near, early).map((fn) => this.#parts.nameOf(fn))), say, 'or');
      items.push([say`anything, before ${who} was called`]);
    }
    const dead = group.filter((one) => one.timer === undefined && liveWakers(one).length === 0);
    if (group.length > 1 && dead.length > 0)
      items.push(spansOf((mark) => say`the case at ${mark(...this.#places(dead))}, which nothing wakes here`));
    const others = this.#wordsForOthers(group);
    if (others.length > 0) items.push([say`from the other side: `, ...this.#listed(others)]);
    return items.length === 0 ? ['–'] : joinedSpans(items, say`; `);
  }

  #notByContext(group: readonly Wait[]): Span[] {
    const { say } = this.#parts;
    const watch = group.find((one) => one.watch !== undefined)?.watch;
    if (watch === undefined) return [say`the end of a context: none is watched there`];
    if (watch.blind.length === 0)
      return [say`the end of a context when that goroutine has gone on: none is watched at the wait itself`];
    const { spans, told } = this.#once(this.#places(watch.blind), group);
    return told === undefined
      ? spansOf(
          (mark) =>
            say`the end of a context otherwise, such as while that goroutine waits at ${mark(...spans)}, or when it has gone on: none is watched at the wait itself`,
        )
      : spansOf((mark) => say`the end of a context otherwise, as at ${mark(...told)}`);
  }

  /** What comes from the other side and wakes the wait, or what wakes it; each with what it needs at least. */
  #words(group: readonly Wait[], how: 'wakes' | 'sequels'): readonly Word[] {
    const stands = new Set(group.map(standOf));
    const wakesAt = ({ wakes }: Message, at: ReadonlySet<number>): readonly MessageWake[] =>
      wakes.filter(({ wait }) => at.has(wait.stands));
    return leastOf(
      this.#blocking.messages.flatMap((message) => {
        const woken = message.sequels.flatMap((one) => (stands.has(one.wait.stands) ? [one.woken.stands] : []));
        return wakesAt(message, how === 'sequels' ? new Set(woken) : stands).map((wake) => this.#wordOf(message, wake));
      }),
    );
  }

  /** Of a wait that the other side ends by some messages, those that wake other waits of its goroutine only. */
  #wordsForOthers(group: readonly Wait[]): readonly Word[] {
    const own = [...this.#words(group, 'wakes'), ...this.#words(group, 'sequels')];
    const [wait] = group;
    if (wait === undefined || own.length === 0) return [];
    const here = new Set(this.#blocking.goroutinesOf(wait.caller).map(({ pos }) => pos));
    const isNear = ({ wait: other }: MessageWake): boolean =>
      this.#blocking.goroutinesOf(other.node.function).some(({ pos }) => here.has(pos));
    const others = this.#blocking.messages.flatMap((message) =>
      message.wakes.filter(isNear).map((wake) => this.#wordOf(message, wake)),
    );
    return leastOf(others).filter(({ word, condition }) => condition === '' && !own.some((one) => one.word === word));
  }

  /** As the protocol calls it, or the type; a flag stands for what comes with it. */
  #wordOf(message: Message, wake: MessageWake): Word {
    const { places } = this.#parts;
    if (message.isEnd) return { word: this.#parts.say`the end of what is read`, condition: '' };
    const [condition = ''] = conditionsOf(wake, this.#parts);
    const flag = messageWords.flagOf(condition);
    const word = wordOf(message, this.#parts) ?? places.text(message.guard.pos, message.guard.end);
    return flag === undefined ? { word, condition } : { word: flag, condition: '' };
  }

  #readRow({ runs, read, sites, at }: ReadingLane): Span[][] {
    const { say } = this.#parts;
    const calls = sites.filter((pos) => pos !== at).slice(0, shown);
    return [
      [
        { code: this.#parts.nameOf(read) },
        ' ',
        ...this.#text.code(at),
        ...calls.flatMap((pos, i) => [i === 0 ? say`; called at ` : say` and `, ...this.#text.place(pos)]),
      ],
      spansOf((mark) => say`the goroutine of ${mark({ code: this.#parts.nameOf(runs) })}`),
      [say`what the other side sends, the end of the connection, or a close of it`],
      [say`the end of a context: none is watched there`],
    ];
  }
}

function standOf({ select, pos }: Wait): number {
  return select ?? pos;
}

/** Each word once, without a condition where it needs none. */
function leastOf(words: readonly Word[]): readonly Word[] {
  const found = new Map<string, Word>();
  for (const one of words) {
    const known = found.get(one.word);
    if (known === undefined || (known.condition !== '' && one.condition === '')) found.set(one.word, one);
  }
  return [...found.values()];
}
