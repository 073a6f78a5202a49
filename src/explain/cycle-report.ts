// Waits that go round in a circle: what would let one go on waits itself for a call that whoever waits could make, or runs on
// a goroutine that only such a call starts. Each as a statement of its own, and as the steps of the circle.

import type { Wait, Waker } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';
import type { Stated } from './stated.js';
import { codes, list, unique, type WaysText } from './ways-text.js';

export interface Cycle {
  readonly wait: Wait;
  /** Who other code may call and waits there. */
  readonly waiting: readonly FunctionInfo[];
  /** Who would have to be called meanwhile, of the same object. */
  readonly freeing: readonly FunctionInfo[];
}

/** The circle of a wait that only a goroutine ends which watches a context, but waits for the same caller meanwhile. */
export function contextCycle(wait: Wait, waiting: readonly FunctionInfo[]): Cycle | undefined {
  const places = new Set(waiting.map(({ pos }) => pos));
  const types = new Set(waiting.map(receiverType));
  const [blind] = wait.watch?.blind ?? [];
  // Who waits there himself does not come to what he does afterwards.
  const freeing = (blind?.freedBy ?? []).filter((fn) => !places.has(fn.pos) && types.has(receiverType(fn)));
  const own = new Set(freeing.map(receiverType));
  return freeing.length === 0
    ? undefined
    : { wait, waiting: waiting.filter((fn) => own.has(receiverType(fn))), freeing };
}

export function cycleFact({ wait, waiting, freeing }: Cycle, parts: ReportParts): Stated | undefined {
  const { say, places } = parts;
  const { watch } = wait;
  const [blind] = watch?.blind ?? [];
  if (watch === undefined || blind === undefined) return undefined;
  const who = names(waiting, parts, 'and');
  const free = names(freeing, parts, 'or');
  const place = places.inText(wait.select ?? wait.pos);
  const context = places.text(watch.context.pos, watch.context.end);
  const goroutine = parts.nameOf(watch.runs);
  const at = say`${parts.nameOf(blind.caller)} (${places.inText(blind.pos)})`;
  const first = say`The end of a context does not unblock ${who} at ${place} as long as nobody calls ${free}: that is a cycle.`;
  const second = say`What would wake it when ${context} ends runs on the goroutine of ${goroutine}; that waits in ${at}, which watches no context, for ${free}; and who would call that waits at ${place}.`;
  return {
    kind: 'wait',
    verdict: 'blocked',
    text: [first, second].join(say.language === 'en' ? ' ' : ''),
    at: [
      wait.pos,
      ...wait.wakers.filter(({ caller }) => caller.pos === watch.waker.pos).map(({ site }) => site.pos),
      ...watch.watching.slice(-1).map(({ pos }) => pos),
      blind.pos,
      ...freeing.map(({ pos }) => pos),
      ...waiting.map(({ pos }) => pos),
    ],
    isWhole: true,
  };
}

/** The steps of the circle, the last of which leads back to the first. */
export function cycleSection(cycle: Cycle, nth: number, parts: ReportParts, text: WaysText): Section | undefined {
  const { say, places } = parts;
  const { wait, waiting, freeing } = cycle;
  const { watch } = wait;
  const [blind] = watch?.blind ?? [];
  if (watch === undefined || blind === undefined) return undefined;
  const wakers = wait.wakers.filter(({ caller }) => caller.pos === watch.waker.pos);
  const row = (who: Span[], at: Span[], until: Span[]): Span[][] => [who, at, until];
  return {
    id: `cycle-${nth}`,
    title: say`A cycle of waits: ${parts.nameOf(wait.caller)} and the end of a context`,
    paragraphs: [
      spansOf(
        (mark) =>
          say`When ${mark({ code: places.text(watch.context.pos, watch.context.end) })} ends, this goes on only if somebody else makes one of the calls of the second step, or the other side ends it.`,
      ),
    ],
    table: {
      head: [say`Who`, say`Waits at`, say`Until`],
      rows: [
        row(
          codesOf(waiting, parts),
          text.code(wait.select ?? wait.pos),
          spansOf((mark) => {
            const goroutine = mark({ code: parts.nameOf(watch.runs) });
            const watched = mark(...text.place(watch.watching.at(-1)?.pos ?? watch.context.pos));
            const waker = mark(
              { code: parts.nameOf(watch.waker) },
              ' ',
              ...wakers.slice(0, 1).flatMap(({ site }) => text.code(site.pos)),
            );
            return say`the goroutine of ${goroutine} sees the end of the context at ${watched} and wakes it by ${waker}`;
          }),
        ),
        row(
          spansOf((mark) => say`the goroutine of ${mark({ code: parts.nameOf(watch.runs) })}`),
          text.code(blind.pos),
          spansOf((mark) => say`somebody calls ${mark(...codesOf(freeing, parts))}: no context is watched there`),
        ),
        row(
          spansOf((mark) => say`who would call ${mark(...codesOf(freeing, parts))}`),
          text.code(wait.select ?? wait.pos),
          [say`the first step: the cycle is closed`],
        ),
      ],
    },
  };
}

/** The circle of a wait whose waker's goroutine only another call starts, of the same object as the one that waits. */
export function startSection(
  wait: Wait,
  waker: Waker,
  waiting: readonly FunctionInfo[],
  starting: readonly FunctionInfo[],
  nth: number,
  parts: ReportParts,
  text: WaysText,
): Section | undefined {
  const { say } = parts;
  const [start] = waker.ways.flatMap(({ begin, calls }) => (begin === 'goroutine' ? calls.slice(0, 1) : []));
  if (start === undefined || waiting.length === 0 || starting.length === 0) return undefined;
  const place = wait.select ?? wait.pos;
  return {
    id: `cycle-${nth}`,
    title: say`A cycle of waits: ${parts.nameOf(wait.caller)} and what was never started`,
    paragraphs: [],
    table: {
      head: [say`Who`, say`Waits at`, say`Until`],
      rows: [
        [
          codesOf(waiting, parts),
          text.code(place),
          spansOf((mark) => {
            const goroutine = mark({ code: parts.nameOf(start.callee) });
            return say`the goroutine of ${goroutine} wakes it by ${mark(...text.code(waker.site.pos))}`;
          }),
        ],
        [
          spansOf((mark) => say`the goroutine of ${mark({ code: parts.nameOf(start.callee) })}`),
          spansOf((mark) => say`not started: ${mark(...text.code(start.site.pos))}`),
          spansOf((mark) => say`somebody calls ${mark(...codesOf(starting, parts))}`),
        ],
        [
          spansOf((mark) => say`who would call ${mark(...codesOf(starting, parts))}`),
          text.code(place),
          [say`the first step: the cycle is closed`],
        ],
      ],
    },
  };
}

function names(fns: readonly FunctionInfo[], parts: ReportParts, last: 'and' | 'or'): string {
  return list(unique(fns.map((fn) => parts.nameOf(fn))), parts.say, last);
}

function codesOf(fns: readonly FunctionInfo[], parts: ReportParts): Span[] {
  return codes(unique(fns.map((fn) => parts.nameOf(fn))), parts.say);
}
