// Which part of the graph answers the question: the calls that lead to the transport, to the function asked for, or
// to something another goroutine waits for. Everything else is counted, not shown. Where nothing leads to a target,
// releases that do nothing are what there is to see, else the calls whose callee is not known, else the whole.

import { type Handoff, pairHandoffs } from '#callgraph/handoffs.js';
import { assignLanes, callerLane, type Lanes } from '#callgraph/lanes.js';
import { nodesReaching } from '#callgraph/reaching.js';
import type { GraphEdge, GraphNode, ProgramGraph, Synchronization, UnresolvedSite } from '#program/graph.js';
import { anyWay, type PathRules } from '#program/path-facts.js';
import type { Landmarks } from './landmarks.js';

export interface Slice {
  /** Whether following the edge leads to what is looked for. */
  readonly keeps: (edge: GraphEdge) => boolean;
  readonly leads: (node: GraphNode) => boolean;
  readonly lanes: Lanes;
  /** Which ways through the graph are none, for what has happened on them before. */
  readonly rules: PathRules;
  readonly handoffs: readonly Handoff[];
  /** Where the root's own package waits on the caller's goroutine, also for what nothing in the graph sends. */
  readonly waits: readonly Synchronization[];
  /**
   * `target`: the transport or the function asked for. `release`: only releases that do nothing. `unknown`: only calls
   * without a known callee.
   */
  readonly scope: 'target' | 'release' | 'unknown' | 'whole';
}

export function slice(graph: ProgramGraph, landmarks: Landmarks, rules: PathRules = anyWay): Slice {
  const lanes = assignLanes(graph, rules);
  const handoffs = pairHandoffs(graph, lanes);
  const waits = ownWaits(graph, lanes);
  const waking = [
    ...handoffs.filter((handoff) => handoff.touchesCaller).flatMap(({ signal, wait }) => [signal.node, wait.node]),
    ...waits.map((wait) => wait.node),
  ];
  const leadsFromRoot = (leading: ReadonlySet<GraphNode>): boolean => graph.roots.some((root) => leading.has(root));
  const callersOf = (isWanted: (edge: GraphEdge) => boolean): GraphNode[] =>
    graph.edges.filter(isWanted).map((edge) => edge.caller);

  const targets = callersOf((edge) => landmarks.isTarget(edge));
  if (leadsFromRoot(nodesReaching(graph, targets)))
    return sliceOf(nodesReaching(graph, [...targets, ...waking]), landmarks, rules, lanes, handoffs, waits, 'target');
  const idle = callersOf(
    (edge) =>
      edge.callee.function.noOp !== undefined &&
      landmarks.isRelease(edge.callee.function) &&
      lanes.of.get(edge.caller)?.has(callerLane) === true,
  );
  if (leadsFromRoot(nodesReaching(graph, idle)))
    return sliceOf(nodesReaching(graph, [...idle, ...waking]), landmarks, rules, lanes, handoffs, waits, 'release');
  const open = graph.unresolved.filter(isOpen).map((site) => site.caller);
  const leading = nodesReaching(graph, [...open, ...waking]);
  if (leadsFromRoot(leading)) return sliceOf(leading, landmarks, rules, lanes, handoffs, waits, 'unknown');
  return sliceOf(new Set(graph.nodes), landmarks, rules, lanes, handoffs, waits, 'whole');
}

function sliceOf(
  leading: ReadonlySet<GraphNode>,
  landmarks: Landmarks,
  rules: PathRules,
  lanes: Lanes,
  handoffs: readonly Handoff[],
  waits: readonly Synchronization[],
  scope: Slice['scope'],
): Slice {
  return {
    keeps: (edge) =>
      landmarks.isTarget(edge) ||
      (scope === 'whole' ? edge.entry !== 'fold' : edge.entry === 'enter' && leading.has(edge.callee)),
    leads: (node) => leading.has(node),
    lanes,
    rules,
    handoffs,
    waits,
    scope,
  };
}

function ownWaits(graph: ProgramGraph, lanes: Lanes): Synchronization[] {
  const home = new Set(graph.roots.map((root) => root.function.packagePath));
  return graph.synchronizations.filter(
    ({ kind, isPoll, node }) =>
      kind === 'receive' &&
      !isPoll &&
      home.has(node.function.packagePath) &&
      lanes.of.get(node)?.has(callerLane) === true,
  );
}

/** A call of which no callee at all is known. */
export function isOpen(site: UnresolvedSite): boolean {
  return !site.hasCallees;
}
