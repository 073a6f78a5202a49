// Which part of the graph answers the question: the calls that lead to the transport, to the function asked for, or
// to something another goroutine waits for. Everything else is counted, not shown.

import type { GraphEdge, GraphNode, ProgramGraph, Synchronization } from '#program/graph.js';

export interface Landmarks {
  /** Whether reaching this function is what the reader wants to see. */
  isTarget(edge: GraphEdge): boolean;
}

export interface Handoff {
  readonly signal: Synchronization;
  readonly wait: Synchronization;
}

export interface Slice {
  readonly keeps: (edge: GraphEdge) => boolean;
  /** The goroutines in which a node runs, by the `go` edge that starts them; 0 is the root's. */
  readonly lanesOf: ReadonlyMap<GraphNode, ReadonlySet<number>>;
  readonly laneStarts: readonly (GraphEdge | undefined)[];
  readonly handoffs: readonly Handoff[];
  /** Whether nothing leads to a landmark and so everything followed is kept. */
  readonly isWhole: boolean;
}

/** More goroutines than this share the last lane. */
const laneLimit = 64;

export function slice(graph: ProgramGraph, landmarks: Landmarks): Slice {
  const { lanesOf, laneStarts } = assignLanes(graph);
  const handoffs = pairHandoffs(graph, lanesOf);
  const incoming = new Map<GraphNode, GraphEdge[]>();
  const leading = new Set<GraphNode>();
  const queue: GraphNode[] = [];
  const lead = (node: GraphNode): void => {
    if (leading.has(node)) return;
    leading.add(node);
    queue.push(node);
  };
  for (const edge of graph.edges) {
    if (landmarks.isTarget(edge)) lead(edge.caller);
    if (edge.entry !== 'enter') continue;
    const list = incoming.get(edge.callee);
    if (list === undefined) incoming.set(edge.callee, [edge]);
    else list.push(edge);
  }
  for (const handoff of handoffs) if (lanesOf.get(handoff.signal.node)?.has(0) === true) lead(handoff.signal.node);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const edge of incoming.get(next) ?? []) lead(edge.caller);
  }
  const isWhole = !graph.roots.some((root) => leading.has(root));
  return {
    keeps: (edge) => (isWhole ? edge.entry !== 'fold' : landmarks.isTarget(edge) || (edge.entry === 'enter' && leading.has(edge.callee))),
    lanesOf, laneStarts, handoffs, isWhole,
  };
}

/** Follows calls from the roots; each `go` site begins a lane of its own. */
function assignLanes(graph: ProgramGraph): { lanesOf: Map<GraphNode, Set<number>>; laneStarts: (GraphEdge | undefined)[] } {
  const lanesOf = new Map<GraphNode, Set<number>>();
  const laneStarts: (GraphEdge | undefined)[] = [undefined];
  const laneOfStart = new Map<string, number>();
  const queue: { node: GraphNode; lane: number }[] = [];
  const put = (node: GraphNode, lane: number): void => {
    let lanes = lanesOf.get(node);
    if (lanes === undefined) {
      lanes = new Set();
      lanesOf.set(node, lanes);
    }
    if (lanes.has(lane)) return;
    lanes.add(lane);
    queue.push({ node, lane });
  };
  for (const root of graph.roots) put(root, 0);
  for (let i = 0; i < queue.length; i++) {
    const item = queue[i];
    if (item === undefined) break;
    for (const edge of graph.out(item.node)) {
      if (edge.entry !== 'enter') continue;
      if (edge.site.kind !== 'go') {
        put(edge.callee, item.lane);
        continue;
      }
      const key = `${edge.site.pos} ${edge.callee.function.id}`;
      let lane = laneOfStart.get(key);
      if (lane === undefined) {
        lane = Math.min(laneStarts.length, laneLimit);
        if (lane === laneStarts.length) laneStarts.push(edge);
        laneOfStart.set(key, lane);
      }
      put(edge.callee, lane);
    }
  }
  return { lanesOf, laneStarts };
}

/** Pairs each signal with the waits on the same channel in other goroutines. */
function pairHandoffs(graph: ProgramGraph, lanesOf: ReadonlyMap<GraphNode, ReadonlySet<number>>): Handoff[] {
  const waits = new Map<number, Synchronization[]>();
  for (const operation of graph.synchronizations) {
    if (operation.kind !== 'receive') continue;
    for (const object of operation.objects) {
      const list = waits.get(object);
      if (list === undefined) waits.set(object, [operation]);
      else list.push(operation);
    }
  }
  const handoffs: Handoff[] = [];
  const seen = new Set<string>();
  for (const signal of graph.synchronizations) {
    if (signal.kind === 'receive') continue;
    for (const object of signal.objects) {
      for (const wait of waits.get(object) ?? []) {
        if (!runsElsewhere(lanesOf.get(signal.node), lanesOf.get(wait.node))) continue;
        const key = `${signal.pos} ${wait.pos}`;
        if (seen.has(key)) continue;
        seen.add(key);
        handoffs.push({ signal, wait });
      }
    }
  }
  return handoffs;
}

function runsElsewhere(a: ReadonlySet<number> | undefined, b: ReadonlySet<number> | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  for (const lane of a) for (const other of b) if (lane !== other) return true;
  return false;
}
