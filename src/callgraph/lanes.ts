// The goroutines of a graph: each `go` statement with each function that it starts begins a lane; lane 0 is the
// goroutine of whoever calls the root. A function can run in several.

import type { GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';
import { anyWay, type PathFacts, type PathRules } from '#program/path-facts.js';

export const callerLane = 0;

export interface Lanes {
  readonly of: ReadonlyMap<GraphNode, ReadonlySet<number>>;
  /** The lanes of the roots, and those that are begun on them, and so on; the others ran before. */
  readonly own: ReadonlySet<number>;
  /** By lane, the first edge that begins it; none for the caller's, and for what ran before the root. */
  readonly starts: readonly (GraphEdge | undefined)[];
  /** The lane that a `go` edge begins. */
  begunBy(edge: GraphEdge): number;
  /** The lanes on which a lane is begun. */
  beginners(lane: number): ReadonlySet<number>;
  /** Whether a call can be made on a lane, after what has been done there before. */
  has(edge: GraphEdge, lane: number): boolean;
}

/** More goroutines than this share the last lane. */
const laneLimit = 64;
/** A function that comes about in more ways on one lane is followed as if nothing were known there. */
const factLimit = 8;

/** Follows calls from the roots, as far as the rules let them be made. O(edges × lanes that reach them × what is known there). */
export function assignLanes(graph: ProgramGraph, rules: PathRules = anyWay): Lanes {
  const of = new Map<GraphNode, Set<number>>();
  const starts: (GraphEdge | undefined)[] = [undefined];
  const byStart = new Map<string, number>();
  const queue: { readonly node: GraphNode; readonly lane: number; readonly facts: PathFacts }[] = [];
  const met = new Map<GraphNode, Map<number, Set<string>>>();
  const made = new Map<GraphEdge, Set<number>>();
  const put = (node: GraphNode, lane: number, known: PathFacts): void => {
    const lanes = of.get(node);
    if (lanes === undefined) of.set(node, new Set([lane]));
    else lanes.add(lane);
    const byLane = entry(met, node, () => new Map<number, Set<string>>());
    const keys = entry(byLane, lane, () => new Set<string>());
    const facts = keys.size < factLimit ? known : rules.start;
    if (keys.has(facts.key)) return;
    keys.add(facts.key);
    queue.push({ node, lane, facts });
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
  for (const root of graph.roots) put(root, callerLane, rules.start);
  // What ran before is on goroutines of its own.
  for (const node of graph.before) {
    const lane = Math.min(starts.length, laneLimit);
    if (lane === starts.length) starts.push(undefined);
    put(node, lane, rules.start);
  }
  for (const { node, lane, facts } of iterate(queue)) {
    for (const edge of graph.out(node)) {
      const after = rules.after(edge, facts);
      if (after === undefined) continue;
      entry(made, edge, () => new Set<number>()).add(lane);
      if (edge.entry === 'enter') put(edge.callee, edge.site.kind === 'go' ? begunBy(edge) : lane, after);
    }
  }
  const has = (edge: GraphEdge, lane: number): boolean => made.get(edge)?.has(lane) === true;
  const begun = new Map<number, Set<number>>();
  for (const edge of graph.edges) {
    if (edge.site.kind !== 'go' || edge.entry !== 'enter') continue;
    for (const lane of of.get(edge.caller) ?? [])
      if (has(edge, lane)) entry(begun, begunBy(edge), () => new Set<number>()).add(lane);
  }
  return { of, own: ownLanes(begun), starts, begunBy, beginners: (lane) => begun.get(lane) ?? none, has };
}

const none: ReadonlySet<number> = new Set();

function ownLanes(begun: ReadonlyMap<number, ReadonlySet<number>>): ReadonlySet<number> {
  const own = new Set([callerLane]);
  for (const lane of own) for (const [other, beginners] of begun) if (beginners.has(lane)) own.add(other);
  return own;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** What is in a queue and what is added to it meanwhile. */
function* iterate<T>(queue: readonly T[]): Generator<T> {
  for (let i = 0; i < queue.length; i++) {
    const item = queue[i];
    if (item !== undefined) yield item;
  }
}
