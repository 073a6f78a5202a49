// Which part of the graph answers the question: the calls that lead to the transport, to the function asked for, or
// to something another goroutine waits for. Everything else is counted, not shown. Where nothing leads to a target,
// the calls whose callee is not known are what there is to see, and without those the whole.

import { type Handoff, pairHandoffs } from '#callgraph/handoffs.js';
import { assignLanes, type Lanes } from '#callgraph/lanes.js';
import { nodesReaching } from '#callgraph/reaching.js';
import type { GraphEdge, GraphNode, ProgramGraph, UnresolvedSite } from '#program/graph.js';
import type { Landmarks } from './landmarks.js';

export interface Slice {
  /** Whether following the edge leads to what is looked for. */
  readonly keeps: (edge: GraphEdge) => boolean;
  readonly leads: (node: GraphNode) => boolean;
  readonly lanes: Lanes;
  readonly handoffs: readonly Handoff[];
  /** `target`: the transport or the function asked for. `unknown`: only calls without a known callee. */
  readonly scope: 'target' | 'unknown' | 'whole';
}

export function slice(graph: ProgramGraph, landmarks: Landmarks): Slice {
  const lanes = assignLanes(graph);
  const handoffs = pairHandoffs(graph, lanes);
  const targets = graph.edges.filter((edge) => landmarks.isTarget(edge)).map((edge) => edge.caller);
  const reachesTarget = nodesReaching(graph, targets);
  if (graph.roots.some((root) => reachesTarget.has(root))) {
    const waking = handoffs
      .filter((handoff) => handoff.touchesCaller)
      .flatMap(({ signal, wait }) => [signal.node, wait.node]);
    const leading = nodesReaching(graph, [...targets, ...waking]);
    return sliceOf(leading, landmarks, lanes, handoffs, 'target');
  }
  const open = graph.unresolved.filter(isOpen).map((site) => site.caller);
  const touching = handoffs
    .filter((handoff) => handoff.touchesCaller)
    .flatMap(({ signal, wait }) => [signal.node, wait.node]);
  const leading = nodesReaching(graph, [...open, ...touching]);
  if (graph.roots.some((root) => leading.has(root))) return sliceOf(leading, landmarks, lanes, handoffs, 'unknown');
  const all = new Set(graph.nodes);
  return sliceOf(all, landmarks, lanes, handoffs, 'whole');
}

function sliceOf(
  leading: ReadonlySet<GraphNode>,
  landmarks: Landmarks,
  lanes: Lanes,
  handoffs: readonly Handoff[],
  scope: Slice['scope'],
): Slice {
  return {
    keeps: (edge) =>
      landmarks.isTarget(edge) ||
      (scope === 'whole' ? edge.entry !== 'fold' : edge.entry === 'enter' && leading.has(edge.callee)),
    leads: (node) => leading.has(node),
    lanes,
    handoffs,
    scope,
  };
}

/** A call of which no callee at all is known. */
export function isOpen(site: UnresolvedSite): boolean {
  return !site.hasCallees;
}
