// Goroutines that wait for what the other side sends: nothing in the program wakes them, so they are told apart from waits
// for one another.

import type { Chain } from '#chain/chain.js';
import { transportOperations } from '#models/transport.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';

/** One statement for each goroutine of the chain that reads from a connection. */
export function outsideWaits(chain: Chain, parts: ReportParts): Stated[] {
  const { say } = parts;
  return chain.lanes.flatMap((lane) => {
    const reads = chain.hops.flatMap(({ lane: on, node, edge }) =>
      on === lane.id &&
      node !== undefined &&
      edge !== undefined &&
      transportOperations.get(node.function.name) === 'read'
        ? [edge]
        : [],
    );
    const [first] = reads;
    if (first === undefined) return [];
    const who = parts.nameOf(lane.root.function);
    const where = parts.nameOf(first.callee.function);
    return [
      {
        kind: 'wait' as const,
        verdict: 'blocked' as const,
        text: say`${who} waits in ${where} for what the other side sends: only that, the end of the connection or a close of it unblocks it.`,
        at: reads.map(({ site }) => site.pos),
      },
    ];
  });
}
