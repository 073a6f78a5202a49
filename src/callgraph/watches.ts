// Whether the end of a context lets go on what waits without watching one: the goroutine of a waker watches it in some of its
// waits before it gets there. In others it does not; as long as it is in one of these, ending the context changes nothing.
// Followed in graphs, which tell contexts apart. Misses: goroutines that no graph has, waits that are not among those told.

import { by, inOrder } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Wait, WaitPlace, Waker, Watch, Way } from '#program/custody-table.js';
import type { FunctionInfo, GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';

/**
 * The watch of one wait among waits that are told together. `freed`: who of other code may call and comes to a waker, of what
 * waits at a place.
 */
export function watchOf(
  wait: Wait,
  waits: readonly Wait[],
  graphs: readonly ProgramGraph[],
  freed: (waker: Waker, stands: Pos) => readonly FunctionInfo[],
): Watch | undefined {
  const watched = new Set(waits.flatMap((one) => (one.context === undefined ? [] : [one.select ?? one.pos])));
  if (wait.hasDefault || watched.has(wait.select ?? wait.pos)) return undefined;
  for (const waker of wait.wakers) {
    // What hands over to it watches for itself.
    if (waker.kind === 'send' || waker.kind === 'receive') continue;
    for (const way of waker.ways) {
      if (way.begin !== 'goroutine' || way.never !== undefined) continue;
      for (const graph of graphs) {
        const runs = waitsBefore(waker, way, waits, graph);
        // A goroutine does not wake itself.
        if (runs.includes(wait)) continue;
        const watching = runs.filter(({ context }) => context !== undefined);
        const context = watching[0]?.context;
        if (context === undefined) continue;
        const blind = runs.filter((one) => !one.hasDefault && !watched.has(one.select ?? one.pos));
        return {
          waker: waker.caller,
          runs: way.calls[0]?.callee ?? waker.caller,
          context,
          watching: places(watching),
          blind: places(blind.toSorted(byWhoActs)).map((place) => ({
            ...place,
            freedBy: freedBy(place, blind, freed),
          })),
        };
      }
    }
  }
  return undefined;
}

/** What only a caller ends comes first: that is what one can wait for in vain. */
const byWhoActs = inOrder<Wait>(
  by(({ wakers }) => (wakers.some(({ ways }) => ways.some(isByCaller)) ? 0 : 1)),
  by(({ pos }) => pos),
);

function isByCaller({ begin, never }: Way): boolean {
  return never === undefined && (begin === 'api' || begin === 'main');
}

function places(waits: readonly Wait[]): WaitPlace[] {
  const found = new Map<Pos, WaitPlace>();
  for (const { caller, pos, select } of waits) found.set(select ?? pos, { caller, pos: select ?? pos });
  return [...found.values()];
}

/** Who other code may call so that a wait goes on, of a select whichever case. */
function freedBy(
  { pos }: WaitPlace,
  waits: readonly Wait[],
  freed: (waker: Waker, stands: Pos) => readonly FunctionInfo[],
): FunctionInfo[] {
  const wakers = waits.filter((one) => (one.select ?? one.pos) === pos).flatMap((one) => one.wakers);
  const found = new Map(wakers.flatMap((waker) => freed(waker, pos)).map((fn) => [fn.pos, fn]));
  return [...found.values()].sort(by(({ name }) => name));
}

/** The waits of the goroutine before it comes to the waker: those of what each function on the way calls before it goes on. */
function waitsBefore({ site }: Waker, way: Way, waits: readonly Wait[], graph: ProgramGraph): Wait[] {
  const [start, ...calls] = way.calls;
  if (start === undefined) return [];
  let at = graph.nodes.filter((node) => node.function.pos === start.callee.pos);
  const reached = new Set<GraphNode>();
  const found = new Set<Wait>();
  const real = waits.filter(({ never }) => never === undefined);
  for (const next of [...calls.map((call) => call.site), site]) {
    const isBefore = (pos: Pos): boolean => next.kind === 'defer' || pos < next.pos;
    const own = new Set(at.map((node) => node.function.pos));
    for (const wait of real) if (own.has(wait.caller.pos) && isBefore(wait.pos)) found.add(wait);
    const edges = at.flatMap((node) => graph.out(node));
    for (const edge of edges) if (edge.site.kind === 'call' && isBefore(edge.site.pos)) reach(edge, graph, reached);
    at = edges.flatMap(({ site: there, callee }) => (there.lparen === next.lparen ? [callee] : []));
  }
  const functions = new Set([...reached].map((node) => node.function.pos));
  for (const wait of real) if (functions.has(wait.caller.pos)) found.add(wait);
  return [...found];
}

function reach({ callee }: GraphEdge, graph: ProgramGraph, reached: Set<GraphNode>): void {
  const stack = [callee];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    for (const edge of graph.out(node)) if (edge.site.kind !== 'go') stack.push(edge.callee);
  }
}
