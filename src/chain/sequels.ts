// What a slice is drawn for beside its ends: what a goroutine that the caller wakes does next to the transport, and who
// wakes the functions that are drawn on other goroutines. Both only on goroutines that are drawn, and on ways that do
// not go through a failure.

import type { Handoff } from '#callgraph/handoffs.js';
import { callerLane } from '#callgraph/lanes.js';
import { nodesReaching } from '#callgraph/reaching.js';
import type { GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';
import { type DrawnLane, drawWay, functionsOf, put } from './drawn-lane.js';
import type { Landmarks } from './landmarks.js';
import type { Slice } from './slice.js';
import { edgeDoubt, type Ways, waysFrom } from './ways.js';

/** What follows when the caller's goroutine wakes another: the calls to the transport behind the one that waited. */
export interface Sequel {
  readonly handoff: Handoff;
  /** The function that goes on. */
  readonly node: GraphNode;
  readonly edges: readonly GraphEdge[];
}

/** Signals that are drawn for the waits on other goroutines; more make a list, not a picture. */
const wakerLimit = 8;

export function drawSequels(
  graph: ProgramGraph,
  slice: Slice,
  landmarks: Landmarks,
  lanes: readonly DrawnLane[],
): Sequel[] {
  const leading = nodesReaching(
    graph,
    graph.edges.filter((edge) => landmarks.isTarget(edge)).map((edge) => edge.caller),
  );
  const sequels = new Map<GraphNode, Sequel>();
  const [caller, ...others] = lanes;
  if (caller === undefined) return [];
  // Who waits on a condition looks again what it is for; what a channel brings is plain.
  const isPlain = ({ wait }: Handoff): boolean => wait.on !== 'condition';
  for (const handoff of [...slice.handoffs.filter(isPlain), ...slice.handoffs.filter((one) => !isPlain(one))]) {
    if (!handoff.touchesCaller || !isDrawnIn(caller, handoff.signal.node)) continue;
    if (slice.lanes.of.get(handoff.wait.node)?.has(callerLane) === true) continue;
    for (const lane of others) {
      const sequel = sequelOn(graph, slice, landmarks, lane, handoff, leading);
      if (sequel === undefined || sequels.has(sequel.node)) continue;
      sequels.set(sequel.node, sequel);
      for (const edge of sequel.edges) drawOn(graph, slice, landmarks, lane, edge);
    }
  }
  return [...sequels.values()];
}

/** From the wait upwards, the first function that goes on to the transport behind the call in which it waited. */
function sequelOn(
  graph: ProgramGraph,
  slice: Slice,
  landmarks: Landmarks,
  lane: DrawnLane,
  handoff: Handoff,
  leading: ReadonlySet<GraphNode>,
): Sequel | undefined {
  const into = new Map<number, GraphEdge>();
  for (const edges of lane.edges.values())
    for (const edge of edges) if (!into.has(edge.callee.function.id)) into.set(edge.callee.function.id, edge);
  const seen = new Set<number>();
  for (let edge = into.get(handoff.wait.node.function.id); edge !== undefined; ) {
    const { caller, site } = edge;
    if (seen.has(caller.function.id)) return undefined;
    seen.add(caller.function.id);
    const next = new Map<number, GraphEdge>();
    for (const other of graph.out(caller)) {
      if (other.site.pos <= site.pos || other.site.kind !== 'call' || other.site.mode !== 'static') continue;
      if (!slice.keeps(other) || !leading.has(other.callee) || isExceptional(other, landmarks)) continue;
      // Who hears that there is more goes on right behind the wait, who hears that there is no more at the end.
      if (handoff.signal.kind === 'close' || !next.has(other.callee.function.id))
        next.set(other.callee.function.id, other);
    }
    if (next.size > 0) return { handoff, node: caller, edges: likeliest(graph, [...next.values()], landmarks) };
    edge = into.get(caller.function.id);
  }
  return undefined;
}

/** Those that are about as sure as the surest: not what is done besides under a condition of its own. */
function likeliest(graph: ProgramGraph, edges: readonly GraphEdge[], landmarks: Landmarks): GraphEdge[] {
  const doubts = edges.map((edge) => edgeDoubt(graph, edge, landmarks));
  const least = Math.min(...doubts);
  return edges.filter((_, index) => (doubts[index] ?? least) <= least + alikeDoubt);
}

/** Two ways whose doubts differ by less are equally likely: the other sides of a few conditions. */
const alikeDoubt = 5;

function isExceptional(edge: GraphEdge, landmarks: Landmarks): boolean {
  return edge.site.guards.some((guard) => landmarks.isExceptional(guard));
}

/** Draws a call with the likeliest way from it to the transport. */
function drawOn(graph: ProgramGraph, slice: Slice, landmarks: Landmarks, lane: DrawnLane, edge: GraphEdge): void {
  put(lane, edge);
  if (edge.entry !== 'enter' || lane.edges.has(edge.callee)) return;
  const ways = waysFrom(
    graph,
    edge.callee,
    landmarks,
    slice.rules,
    (other) => other.entry === 'enter' && other.site.kind !== 'go' && slice.keeps(other),
  );
  for (const node of ways.nodes) {
    const end = graph.out(node).find((other) => landmarks.isTarget(other));
    if (end === undefined) continue;
    put(lane, end);
    drawWay(lane, ways.to(node));
    return;
  }
}

/** Draws for each wait of a function that is drawn the likeliest signal, where it is on another goroutine that is drawn. */
export function drawWakers(graph: ProgramGraph, slice: Slice, landmarks: Landmarks, lanes: readonly DrawnLane[]): void {
  interface Waker {
    readonly lane: DrawnLane;
    readonly ways: Ways;
    readonly node: GraphNode;
    readonly cost: number;
  }
  const follows = (edge: GraphEdge): boolean =>
    edge.entry === 'enter' && edge.site.kind !== 'go' && edge.site.mode === 'static' && !isExceptional(edge, landmarks);
  const others = lanes.slice(1);
  const drawn = new Set(lanes.flatMap((lane) => [...functionsOf(lane)]));
  const waysOf = new Map(others.map((lane) => [lane, waysFrom(graph, lane.root, landmarks, slice.rules, follows)]));
  const best = new Map<number, Waker>();
  for (const { signal, wait, touchesCaller } of slice.handoffs) {
    if (touchesCaller || wait.isPoll || !drawn.has(wait.node.function.id)) continue;
    for (const [lane, ways] of waysOf) {
      const cost = ways.cost.get(signal.node);
      if (cost === undefined || functionsOf(lane).has(wait.node.function.id)) continue;
      const known = best.get(wait.pos);
      if (known === undefined || cost < known.cost) best.set(wait.pos, { lane, ways, node: signal.node, cost });
    }
  }
  const chosen = [...best.values()].sort((a, b) => a.cost - b.cost).slice(0, wakerLimit);
  for (const { lane, ways, node } of chosen) drawWay(lane, ways.to(node));
}

function isDrawnIn(lane: DrawnLane, node: GraphNode): boolean {
  return functionsOf(lane).has(node.function.id);
}
