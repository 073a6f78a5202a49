// The likeliest ways from a function to others on the same goroutine: shortest paths (Dijkstra 1959) in which a call
// under an error, a deferred one, or one of many candidates at its site counts for more than a plain call. Between
// equal ways the one that stands first in the source is taken.

import type { GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';
import type { PathFacts, PathRules } from '#program/path-facts.js';
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
  readonly cost: ReadonlyMap<GraphNode, number>;
  /** The calls of the likeliest way to a node, the last first. */
  to(node: GraphNode): readonly GraphEdge[];
  /** The likeliest way to the caller of an edge on which that call can be made, with its cost. */
  upTo(edge: GraphEdge): Way | undefined;
}

export interface Way {
  /** The last first. */
  readonly edges: readonly GraphEdge[];
  readonly cost: number;
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
export function doubtOf(graph: ProgramGraph, way: readonly GraphEdge[], landmarks: Landmarks): number {
  let doubt = 0;
  for (const edge of way) doubt += edgeDoubt(graph, edge, landmarks);
  return doubt;
}

/** How many functions a call may go to. */
export function calleesAt(graph: ProgramGraph, edge: GraphEdge): number {
  const functions = new Set<number>();
  for (const other of graph.out(edge.caller)) if (other.site === edge.site) functions.add(other.callee.function.id);
  return functions.size;
}

/** The ways from `start` along edges that `follows` accepts and the rules let be made. O(edges × log edges × what is known). */
export function waysFrom(
  graph: ProgramGraph,
  start: GraphNode,
  landmarks: Landmarks,
  rules: PathRules,
  follows: (edge: GraphEdge) => boolean,
): Ways {
  const states = new Map<GraphNode, State[]>();
  const cost = new Map<GraphNode, number>();
  const heap = new Heap(isBefore);
  heap.push({ cost: 0, order: 0, node: start, edge: undefined, from: undefined, facts: rules.start });
  let order = 0;
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const { node, facts } = next;
    const known = states.get(node);
    // Who comes there cheaper and knows nothing can do all that others can.
    if (known?.some((one) => one.facts.key === facts.key || one.facts.key === rules.start.key) === true) continue;
    if (known === undefined) states.set(node, [next]);
    else if (known.length < stateLimit) known.push(next);
    else continue;
    if (known === undefined) cost.set(node, next.cost);
    for (const edge of graph.out(node)) {
      if (!follows(edge)) continue;
      const after = rules.after(edge, facts);
      if (after === undefined) continue;
      order++;
      const total = next.cost + edgeCost(graph, edge, landmarks);
      heap.push({ cost: total, order, node: edge.callee, edge, from: next, facts: after });
    }
  }
  const wayTo = (state: State | undefined): readonly GraphEdge[] => {
    const edges: GraphEdge[] = [];
    for (let at = state; at?.edge !== undefined; at = at.from) edges.push(at.edge);
    return edges;
  };
  return {
    nodes: [...states.keys()],
    cost,
    to: (node) => wayTo(states.get(node)?.[0]),
    upTo(edge) {
      const state = states.get(edge.caller)?.find(({ facts }) => rules.after(edge, facts) !== undefined);
      return state === undefined ? undefined : { edges: wayTo(state), cost: state.cost };
    },
  };
}

/** Whether a way leaves another, both the last call first, for a call that stands further down. */
export function isAfter(way: readonly GraphEdge[], other: readonly GraphEdge[]): boolean {
  for (let i = 1; i <= way.length; i++) {
    const [here, there] = [way.at(-i), other.at(-i)];
    if (here !== there) return here !== undefined && there !== undefined && here.site.pos > there.site.pos;
  }
  return false;
}

/** Ways to one node that differ in what is known on them. */
const stateLimit = 8;

/** A node as it is come to. */
interface State {
  readonly cost: number;
  /** Order of discovery, which follows the source. */
  readonly order: number;
  readonly node: GraphNode;
  readonly edge: GraphEdge | undefined;
  readonly from: State | undefined;
  readonly facts: PathFacts;
}

function isBefore(a: State, b: State): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.order < b.order);
}
