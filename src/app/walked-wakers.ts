// Wakers whose goroutine the walks of what was asked about do not start: the whole program joins everybody's requests, of
// which some have a deadline and so a goroutine that ends them; the walk knows that here there is none.

import type { Pos } from '#base/position.js';
import type { Truth, Wait, Way } from '#program/custody-table.js';
import type { ProgramGraph } from '#program/graph.js';

/** The waits with what the walks know of the ways to their wakers. */
export function asWalked(waits: readonly Wait[], graphs: readonly ProgramGraph[]): readonly Wait[] {
  const walked = graphs.filter(({ isCut }) => !isCut);
  const reached = new Set(walked.flatMap(({ nodes }) => nodes.map((node) => node.function.pos)));
  const taken = new Set(walked.flatMap(({ edges }) => edges.map(({ site }) => site.lparen)));
  const dead = new Map<Pos, Truth>();
  /** By the function around a go statement that is never come to. */
  const unstarted = new Map<Pos, Truth>();
  for (const { caller, site, because, conditionPos } of walked.flatMap((graph) => graph.dead)) {
    if (taken.has(site.lparen)) continue;
    const truth = { holds: false, because, pos: conditionPos };
    dead.set(site.lparen, truth);
    if (site.kind === 'go') unstarted.set(caller.function.pos, truth);
  }
  const known = (way: Way): Way => {
    const [start] = way.calls;
    if (way.never !== undefined || way.begin !== 'goroutine' || start === undefined) return way;
    const { caller, callee, site, isHandedOver } = start;
    // What is given away in a variable has no call of its own.
    const never =
      dead.get(site.lparen) ??
      (isHandedOver && !reached.has(callee.pos) && reached.has(caller.pos) ? unstarted.get(caller.pos) : undefined);
    return never === undefined ? way : { ...way, never };
  };
  return waits.map((wait) => ({
    ...wait,
    wakers: wait.wakers.map((waker) => ({ ...waker, ways: waker.ways.map(known) })),
  }));
}
