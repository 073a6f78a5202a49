// The goroutines of a graph: each `go` statement with each function that it starts begins a lane; lane 0 is the
// goroutine of whoever calls the root. A function can run in several.

import type { GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';

export const callerLane = 0;

export interface Lanes {
  readonly of: ReadonlyMap<GraphNode, ReadonlySet<number>>;
  /** The lanes of the roots, and those that are begun on them, and so on; the others ran before. */
  readonly own: ReadonlySet<number>;
  /** By lane, the first edge that begins it; none for the caller's, and for what ran before the root. */
  readonly starts: readonly (GraphEdge | undefined)[];
  /** The lane that a `go` edge begins. */
  begunBy(edge: GraphEdge): number;
}

/** More goroutines than this share the last lane. */
const laneLimit = 64;

/** Follows calls from the roots. O(edges × lanes that reach them). */
export function assignLanes(graph: ProgramGraph): Lanes {
  const of = new Map<GraphNode, Set<number>>();
  const starts: (GraphEdge | undefined)[] = [undefined];
  const byStart = new Map<string, number>();
  const queue: { readonly node: GraphNode; readonly lane: number }[] = [];
  const put = (node: GraphNode, lane: number): void => {
    const lanes = of.get(node);
    if (lanes?.has(lane) === true) return;
    if (lanes === undefined) of.set(node, new Set([lane]));
    else lanes.add(lane);
    queue.push({ node, lane });
  };
  const begunBy = (edge: GraphEdge): number => {
    const key = `${edge.site.pos} ${edge.callee.function.id}`;
    let lane = byStart.get(key);
    if (lane === undefined) {
      lane = Math.min(starts.length, laneLimit);
      if (lane === starts.length) starts.push(edge);
      byStart.set(key, lane);
    }
    return lane;
  };
  for (const root of graph.roots) put(root, callerLane);
  // What ran before is on goroutines of its own.
  for (const node of graph.before) {
    const lane = Math.min(starts.length, laneLimit);
    if (lane === starts.length) starts.push(undefined);
    put(node, lane);
  }
  for (const { node, lane } of iterate(queue)) {
    for (const edge of graph.out(node)) {
      if (edge.entry === 'enter') put(edge.callee, edge.site.kind === 'go' ? begunBy(edge) : lane);
    }
  }
  return { of, own: ownLanes(graph, of, begunBy), starts, begunBy };
}

function ownLanes(
  graph: ProgramGraph,
  of: ReadonlyMap<GraphNode, ReadonlySet<number>>,
  begunBy: (edge: GraphEdge) => number,
): ReadonlySet<number> {
  const begins = new Map<number, number[]>();
  for (const edge of graph.edges) {
    if (edge.site.kind !== 'go' || edge.entry !== 'enter') continue;
    for (const lane of of.get(edge.caller) ?? []) begins.set(lane, [...(begins.get(lane) ?? []), begunBy(edge)]);
  }
  const own = new Set([callerLane]);
  for (const lane of own) for (const begun of begins.get(lane) ?? []) own.add(begun);
  return own;
}

/** What is in a queue and what is added to it meanwhile. */
function* iterate<T>(queue: readonly T[]): Generator<T> {
  for (let i = 0; i < queue.length; i++) {
    const item = queue[i];
    if (item !== undefined) yield item;
  }
}
