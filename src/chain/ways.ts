// The likeliest ways from a function to others on the same goroutine: shortest paths (Dijkstra 1959) in which a call
// under an error, a deferred one, or one of many candidates at its site counts for more than a plain call. Between
// equal ways the one that stands first in the source is taken.

import type { GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';
import { Heap } from './heap.js';
import type { Landmarks } from './landmarks.js';

const callCost = 10;
/** A deferred call runs after what the function is there for. */
const deferCost = 8;
/** One of several candidates at a site is less sure than the only one: this much for each doubling. */
const alternativeCost = 8;

export interface Ways {
  /** Nodes in order of their distance from the start, which is the first. */
  readonly nodes: readonly GraphNode[];
  /** The edge by which a node is reached; undefined for the start. */
  readonly by: ReadonlyMap<GraphNode, GraphEdge | undefined>;
  readonly cost: ReadonlyMap<GraphNode, number>;
}

/** How much an edge adds to a way. */
export function edgeCost(graph: ProgramGraph, edge: GraphEdge, landmarks: Landmarks): number {
  let cost = callCost;
  if (edge.site.kind === 'defer') cost += deferCost;
  if (edge.site.mode !== 'static') {
    cost += Math.round(alternativeCost * Math.log2(Math.max(1, calleesAt(graph, edge))));
  }
  for (const guard of edge.site.guards) cost += landmarks.guardCost(guard);
  return cost;
}

/** What is unsure about an edge: its conditions, and other candidates at its site. */
export function edgeDoubt(graph: ProgramGraph, edge: GraphEdge, landmarks: Landmarks): number {
  return edgeCost(graph, edge, landmarks) - callCost;
}

/** What is unsure about a way, however many calls it has. */
export function doubtOf(graph: ProgramGraph, ways: Ways, end: GraphNode, landmarks: Landmarks): number {
  let doubt = 0;
  for (let edge = ways.by.get(end); edge !== undefined; edge = ways.by.get(edge.caller))
    doubt += edgeDoubt(graph, edge, landmarks);
  return doubt;
}

/** How many functions a call may go to. */
export function calleesAt(graph: ProgramGraph, edge: GraphEdge): number {
  const functions = new Set<number>();
  for (const other of graph.out(edge.caller)) if (other.site === edge.site) functions.add(other.callee.function.id);
  return functions.size;
}

/** The ways from `start` along edges that `follows` accepts. O(edges × log edges). */
export function waysFrom(
  graph: ProgramGraph,
  start: GraphNode,
  landmarks: Landmarks,
  follows: (edge: GraphEdge) => boolean,
): Ways {
  const by = new Map<GraphNode, GraphEdge | undefined>();
  const cost = new Map<GraphNode, number>();
  const nodes: GraphNode[] = [];
  const heap = new Heap(isBefore);
  heap.push({ cost: 0, order: 0, node: start, edge: undefined });
  let order = 0;
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    if (cost.has(next.node)) continue;
    cost.set(next.node, next.cost);
    by.set(next.node, next.edge);
    nodes.push(next.node);
    for (const edge of graph.out(next.node)) {
      if (cost.has(edge.callee) || !follows(edge)) continue;
      order++;
      heap.push({ cost: next.cost + edgeCost(graph, edge, landmarks), order, node: edge.callee, edge });
    }
  }
  return { nodes, by, cost };
}

interface Entry {
  readonly cost: number;
  /** Order of discovery, which follows the source. */
  readonly order: number;
  readonly node: GraphNode;
  readonly edge: GraphEdge | undefined;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.order < b.order);
}
