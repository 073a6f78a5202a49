// Where a goroutine that ends a wait of the caller's may be waiting itself: it takes what is sent, and before it takes
// the next its function waits on a condition, for room in a window say. Looked for from the signal upwards among the
// plain calls of the first function that has such a wait besides.
// A channel that is closed answers once, so only what is sent counts. Who waits for an answer after what began the other goroutine
// has ended finds that one far on: of several waits it is then in the last.
// Misses: waits on channels, which most often come when all is done, and those behind interface calls.

import { callerLane } from '#callgraph/lanes.js';
import type { GraphEdge, GraphNode, ProgramGraph, Synchronization } from '#program/graph.js';
import type { PathRules } from '#program/path-facts.js';
import { type DrawnLane, drawWay, functionsOf } from './drawn-lane.js';
import type { Landmarks } from './landmarks.js';
import type { Slice } from './slice.js';
import { isAfter, type Ways, waysFrom } from './ways.js';

/** A wait on the goroutine that answers the caller's. */
export interface AnsweringWait {
  /** The wait of the caller's goroutine. */
  readonly wait: Synchronization;
  /** The function that answers it and waits besides. */
  readonly node: GraphNode;
  /** The call that waits. */
  readonly call: GraphEdge;
}

/** Calls between the function and its wait. */
const depthLimit = 4;

/** Finds these waits and draws the ways to them. */
export function drawAnsweringWaits(
  graph: ProgramGraph,
  slice: Slice,
  landmarks: Landmarks,
  lanes: readonly DrawnLane[],
): AnsweringWait[] {
  const waiting = new Set<GraphNode>();
  for (const { kind, on, node } of graph.synchronizations)
    if (kind === 'receive' && on === 'condition') waiting.add(node);
  const [caller, ...others] = lanes;
  if (caller === undefined || waiting.size === 0) return [];
  const drawnHere = functionsOf(caller);
  const found = new Map<number, AnsweringWait>();
  for (const { signal, wait, touchesCaller, meetings } of slice.handoffs) {
    if (!touchesCaller || signal.kind !== 'send' || found.has(wait.pos) || !drawnHere.has(wait.node.function.id))
      continue;
    if (slice.lanes.of.get(wait.node)?.has(callerLane) !== true) continue;
    for (const lane of others) {
      const number = lane.start === undefined ? callerLane : slice.lanes.begunBy(lane.start);
      const isLate = meetings.some((one) => one.wait === callerLane && one.signal === number && one.isLateWait);
      const answer = waitBeside(graph, slice.rules, landmarks, lane, signal.node, waiting, isLate);
      if (answer === undefined) continue;
      found.set(wait.pos, { wait, ...answer });
      break;
    }
  }
  const byCall = new Map([...found.values()].map((answer) => [answer.call.site.pos, answer]));
  return [...byCall.values()];
}

function waitBeside(
  graph: ProgramGraph,
  rules: PathRules,
  landmarks: Landmarks,
  lane: DrawnLane,
  signal: GraphNode,
  waiting: ReadonlySet<GraphNode>,
  isLate: boolean,
): { readonly node: GraphNode; readonly call: GraphEdge } | undefined {
  const into = new Map<number, GraphEdge>();
  for (const edges of lane.edges.values())
    for (const edge of edges) if (!into.has(edge.callee.function.id)) into.set(edge.callee.function.id, edge);
  const seen = new Set<number>();
  const isPlain = (edge: GraphEdge): boolean =>
    edge.entry === 'enter' &&
    edge.site.kind === 'call' &&
    edge.site.mode === 'static' &&
    !edge.site.guards.some((guard) => landmarks.isExceptional(guard));
  for (let edge = into.get(signal.function.id); edge !== undefined; edge = into.get(edge.caller.function.id)) {
    const { caller, site } = edge;
    if (seen.has(caller.function.id)) return undefined;
    seen.add(caller.function.id);
    let found: readonly GraphEdge[] | undefined;
    for (const other of graph.out(caller)) {
      if (other.site === site || !isPlain(other)) continue;
      const ways = waysFrom(graph, other.callee, landmarks, rules, isPlain);
      for (const way of waitsBehind(graph, other, ways, waiting, isPlain))
        if (found === undefined || (isLate ? isAfter(way, found) : way.length < found.length)) found = way;
      if (found !== undefined && !isLate) break;
    }
    const [call] = found ?? [];
    if (found !== undefined && call !== undefined) {
      drawWay(lane, found);
      return { node: caller, call };
    }
  }
  return undefined;
}

/** The ways from a call to a wait, each call that waits once; the last call first. */
function* waitsBehind(
  graph: ProgramGraph,
  call: GraphEdge,
  ways: Ways,
  waiting: ReadonlySet<GraphNode>,
  isPlain: (edge: GraphEdge) => boolean,
): Iterable<readonly GraphEdge[]> {
  if (waiting.has(call.callee)) yield [call];
  for (const node of ways.nodes) {
    const before = [...ways.to(node), call];
    if (before.length >= depthLimit) continue;
    for (const edge of graph.out(node)) if (isPlain(edge) && waiting.has(edge.callee)) yield [edge, ...before];
  }
}
