// Goroutines that wait for what the other side sends: nothing in the program wakes them, so they are told apart from waits
// for one another.

import type { Pos } from '#base/position.js';
import type { Chain, ChainHop } from '#chain/chain.js';
import { transportOperations } from '#models/transport.js';
import type { FunctionInfo } from '#program/graph.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';

/** A goroutine of a chain that reads from a connection. */
export interface ReadingLane {
  readonly runs: FunctionInfo;
  /** What reads. */
  readonly read: FunctionInfo;
  /** The calls from the goroutine's function down to the first read, and the other reads. */
  readonly sites: readonly Pos[];
  /** The call that reads first. */
  readonly at: Pos;
}

export function readingLanes(chain: Chain): ReadingLane[] {
  return chain.lanes.flatMap((lane) => {
    const reads = chain.hops.filter(
      ({ lane: on, node }) =>
        on === lane.id && node !== undefined && transportOperations.get(node.function.name) === 'read',
    );
    const [first] = reads;
    if (first?.node === undefined || first.edge === undefined) return [];
    const sites = [...wayDown(first, chain), ...reads].flatMap(({ edge }) => edge?.site.pos ?? []);
    return [
      { runs: lane.root.function, read: first.node.function, sites: [...new Set(sites)], at: first.edge.site.pos },
    ];
  });
}

/** One statement for each goroutine of the chain that reads from a connection, with the calls that lead it there. */
export function outsideWaits(chain: Chain, parts: ReportParts): Stated[] {
  const { say } = parts;
  return readingLanes(chain).map(({ runs, read, sites }) => ({
    kind: 'wait' as const,
    verdict: 'blocked' as const,
    text: say`${parts.nameOf(runs)} waits in ${parts.nameOf(read)} for what the other side sends: only that, the end of the connection or a close of it unblocks it.`,
    at: sites,
    isWhole: true as const,
    section: 'blocking',
  }));
}

/** The hops from the beginning of a goroutine down to one of its calls. */
function wayDown(hop: ChainHop, { hops }: Chain): ChainHop[] {
  const way: ChainHop[] = [];
  for (let at: ChainHop | undefined = hop; at !== undefined && at.lane === hop.lane; ) {
    way.unshift(at);
    const { parent }: ChainHop = at;
    at = parent === undefined ? undefined : hops.find(({ id }) => id === parent);
  }
  // The first is the start of the goroutine itself.
  return way.slice(1);
}
