// Wakers whose goroutine the walks of what was asked about do not start: the whole program joins everybody's requests, of
// which some have a deadline and so a goroutine that ends them; the walk knows that here there is none.

import type { Pos } from '#base/position.js';
import type { Truth, Wait, Way } from '#program/custody-table.js';
import type { ProgramGraph } from '#program/graph.js';

/** The waits with what the walks know of the ways to their wakers. */
export function asWalked(waits: readonly Wait[], graphs: readonly ProgramGraph[]): readonly Wait[] {
  const walked = graphs.filter(({ isCut }) => !isCut);
  const taken = new Set(walked.flatMap(({ edges }) => edges.map(({ site }) => site.lparen)));
  const dead = new Map<Pos, Truth>();
  for (const { site, because, conditionPos } of walked.flatMap((graph) => graph.dead))
    if (!taken.has(site.lparen)) dead.set(site.lparen, { holds: false, because, pos: conditionPos });
  const known = (way: Way): Way => {
    const [start] = way.calls;
    const never = way.never ?? (way.begin === 'goroutine' ? dead.get(start?.site.lparen ?? -1) : undefined);
    return never === way.never ? way : { ...way, never };
  };
  return waits.map((wait) => ({
    ...wait,
    wakers: wait.wakers.map((waker) => ({ ...waker, ways: waker.ways.map(known) })),
  }));
}
