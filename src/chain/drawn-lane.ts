// A goroutine as it is drawn: which calls are shown out of each function.

import type { GraphEdge, GraphNode } from '#program/graph.js';

/** One goroutine as it is drawn. */
export interface DrawnLane {
  readonly root: GraphNode;
  /** The `go` edge that starts it; none for the caller's. */
  readonly start: GraphEdge | undefined;
  /** The edges that are drawn out of each node. */
  readonly edges: Map<GraphNode, Set<GraphEdge>>;
}

/** Draws an edge; a function that is not entered is drawn once a site, whatever the values that lead to it. */
export function put(lane: DrawnLane, edge: GraphEdge): void {
  const edges = lane.edges.get(edge.caller);
  if (edges === undefined) {
    lane.edges.set(edge.caller, new Set([edge]));
    return;
  }
  if (edge.entry !== 'enter')
    for (const other of edges) if (other.site === edge.site && other.callee.function === edge.callee.function) return;
  edges.add(edge);
}

/** Draws all calls of a way. */
export function drawWay(lane: DrawnLane, way: readonly GraphEdge[]): void {
  for (const edge of way) put(lane, edge);
}

/** The functions that are drawn on a goroutine. */
export function functionsOf(lane: DrawnLane): ReadonlySet<number> {
  const found = new Set([lane.root.function.id]);
  for (const edges of lane.edges.values()) for (const edge of edges) found.add(edge.callee.function.id);
  return found;
}
