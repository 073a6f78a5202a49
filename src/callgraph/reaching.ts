// Which nodes of a graph lead somewhere: reachability against the direction of the calls.

import type { GraphNode, ProgramGraph } from '#program/graph.js';

/** The nodes from which one of `ends` is reached by calls that are followed, the ends themselves included. O(edges). */
export function nodesReaching(graph: ProgramGraph, ends: Iterable<GraphNode>): Set<GraphNode> {
  const callers = callersOf(graph);
  const reaching = new Set(ends);
  // A set is iterated in the order of insertion, also over what is added on the way.
  for (const node of reaching) for (const caller of callers.get(node) ?? []) reaching.add(caller);
  return reaching;
}

const known = new WeakMap<ProgramGraph, ReadonlyMap<GraphNode, readonly GraphNode[]>>();

/** The callers of each node that is followed; found once a graph. */
function callersOf(graph: ProgramGraph): ReadonlyMap<GraphNode, readonly GraphNode[]> {
  const found = known.get(graph);
  if (found !== undefined) return found;
  const callers = new Map<GraphNode, GraphNode[]>();
  for (const edge of graph.edges) {
    if (edge.entry !== 'enter') continue;
    const list = callers.get(edge.callee);
    if (list === undefined) callers.set(edge.callee, [edge.caller]);
    else list.push(edge.caller);
  }
  known.set(graph, callers);
  return callers;
}
