// Wakers whose goroutine the walks of what was asked about do not start: the whole program joins everybody's requests, of
// which some have a deadline and so a goroutine that ends them; the walk knows that here there is none.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { waitsOutside } from '#models/transport.js';
import type { Truth, Wait, WaitPlace, Way } from '#program/custody-table.js';
import type { FunctionInfo, GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';

/** The waits with what the walks know of the ways to their wakers. */
export function asWalked(waits: readonly Wait[], graphs: readonly ProgramGraph[]): readonly Wait[] {
  const walked = graphs.filter(({ isCut }) => !isCut);
  const reached = new Set(walked.flatMap(({ nodes }) => nodes.map((node) => node.function.pos)));
  const taken = new Set(walked.flatMap(({ edges }) => edges.map(({ site }) => site.lparen)));
  const dead = new Map<Pos, Truth>();
  /** By the function around a go statement that is never come to. */
  const unstarted = new Map<Pos, Truth>();
  for (const { caller, site, because, conditionPos } of walked.flatMap((graph) => graph.dead)) {
    if (taken.has(site.lparen)) continue;
    const truth = { holds: false, because, pos: conditionPos };
    dead.set(site.lparen, truth);
    if (site.kind === 'go') unstarted.set(caller.function.pos, truth);
  }
  const known = (way: Way): Way => {
    const [start] = way.calls;
    if (way.never !== undefined || way.begin !== 'goroutine' || start === undefined) return way;
    const { caller, callee, site, isHandedOver } = start;
    // What is given away in a variable has no call of its own.
    const never =
      dead.get(site.lparen) ??
      (isHandedOver && !reached.has(callee.pos) && reached.has(caller.pos) ? unstarted.get(caller.pos) : undefined);
    return never === undefined ? way : { ...way, never };
  };
  const callers = new Callers(graphs);
  const waiting = new CallsThatWait(walked);
  return waits.map((wait) => ({
    ...wait,
    through: callers.around(wait.caller),
    wakers: wait.wakers.map((waker) => ({
      ...waker,
      ways: waker.ways.map(known),
      through: callers.of(waker.caller),
      before: waker.before.filter((place) => !place.isCall || waiting.may(place)),
    })),
  }));
}

/**
 * Which calls come to a wait as far as walks know that: the whole program joins what is called through interfaces, of which
 * a walk tells the values apart.
 */
class CallsThatWait {
  readonly #sites = new Map<Pos, { waits: boolean; isOpen: boolean }>();

  constructor(graphs: readonly ProgramGraph[]) {
    for (const graph of graphs) {
      const waits = graph.synchronizations.filter(({ kind, isPoll }) => kind === 'receive' && !isPoll);
      const outside = graph.edges.filter(({ callee }) => waitsOutside(callee.function.name));
      const sends = graph.synchronizations.filter(
        ({ kind, on, isPoll }) => kind === 'send' && on === 'channel' && !isPoll,
      );
      const waiting = waitingNodes(graph, [
        ...[...waits, ...sends].map(({ node }) => node),
        ...outside.flatMap(({ caller, callee }) => [caller, callee]),
      ]);
      for (const { callee, site, entry } of graph.edges) {
        const known = this.#sites.get(site.pos) ?? { waits: false, isOpen: false };
        known.waits ||= waiting.has(callee);
        known.isOpen ||= entry !== 'enter';
        this.#sites.set(site.pos, known);
      }
      for (const { site } of graph.unresolved) this.#sites.set(site.pos, { waits: false, isOpen: true });
    }
  }

  /** Whether a call may wait; what no walk has followed may. */
  may({ pos }: WaitPlace): boolean {
    const known = this.#sites.get(pos);
    return known === undefined || known.waits || known.isOpen;
  }
}

/** The nodes from which some are reached without a goroutine between. */
function waitingNodes(graph: ProgramGraph, ends: readonly GraphNode[]): ReadonlySet<GraphNode> {
  const callers = new Map<GraphNode, GraphNode[]>();
  for (const { caller, callee, site, entry } of graph.edges) {
    if (site.kind === 'go' || entry !== 'enter') continue;
    const list = callers.get(callee);
    if (list === undefined) callers.set(callee, [caller]);
    else list.push(caller);
  }
  const found = new Set(ends);
  // A set that grows while it is walked is walked to its end.
  for (const node of found) for (const caller of callers.get(node) ?? []) found.add(caller);
  return found;
}

/** What is known of whether a function comes to another, and to the call there with a parenthesis, on its own goroutine. */
type ComesTo = (from: FunctionInfo, to: FunctionInfo, lparen: Pos | undefined) => boolean | undefined;

/** The waits with the functions that were asked about among those that come to them, and to the start of their wakers. */
export function withRoots(waits: readonly Wait[], roots: readonly FunctionInfo[], comesTo: ComesTo): readonly Wait[] {
  const and = (known: readonly FunctionInfo[], more: readonly FunctionInfo[]): readonly FunctionInfo[] => {
    const told = new Set(known.map(({ pos }) => pos));
    return [...known, ...more.filter(({ pos }) => !told.has(pos))];
  };
  return waits.map((wait) => ({
    ...wait,
    entries: and(
      wait.entries,
      roots.filter((root) => comesTo(root, wait.caller, undefined) === true),
    ),
    wakers: wait.wakers.map((waker) => {
      const starts = waker.ways.flatMap(({ begin, never, calls: [start] }) =>
        begin === 'goroutine' && never === undefined && start !== undefined ? [start] : [],
      );
      const comes = (root: FunctionInfo): boolean =>
        starts.some(({ caller, site }) => comesTo(root, caller, site.lparen) === true);
      return waker.starters.length === 0 ? waker : { ...waker, starters: and(waker.starters, roots.filter(comes)) };
    }),
  }));
}

/** A function with more calls than this does more than pass something on. */
const forwardLimit = 2;

/** Who calls a function in the walks; in place of what only passes on, those who call that. */
class Callers {
  readonly #nodes = new Map<Pos, GraphNode[]>();
  readonly #incoming = new Map<GraphNode, GraphEdge[]>();
  readonly #calls = new Map<GraphNode, number>();

  constructor(graphs: readonly ProgramGraph[]) {
    for (const graph of graphs) {
      for (const node of graph.nodes) {
        const same = this.#nodes.get(node.function.pos);
        if (same === undefined) this.#nodes.set(node.function.pos, [node]);
        else same.push(node);
        this.#calls.set(node, new Set(graph.out(node).map(({ site }) => site.lparen)).size);
      }
      for (const edge of graph.edges) {
        const edges = this.#incoming.get(edge.callee);
        if (edges === undefined) this.#incoming.set(edge.callee, [edge]);
        else edges.push(edge);
      }
    }
  }

  /** Of a helper all of them, by name; empty where there is one only. */
  of(fn: FunctionInfo): readonly WaitPlace[] {
    const found = this.#above(fn);
    return found.length < 2 ? [] : found;
  }

  /** Those of a function that waits: several, or one of another package. */
  around(fn: FunctionInfo): readonly WaitPlace[] {
    const found = this.#above(fn);
    return found.length > 1 || found.some(({ caller }) => caller.packagePath !== fn.packagePath) ? found : [];
  }

  #above(fn: FunctionInfo): readonly WaitPlace[] {
    const found = new Map<string, WaitPlace>();
    const seen = new Set(this.#nodes.get(fn.pos) ?? []);
    // A set that grows while it is walked is walked to its end.
    for (const node of seen)
      for (const { caller, site } of this.#incoming.get(node) ?? []) {
        const { function: around } = caller;
        const isNear = around.packagePath === fn.packagePath || around.packagePath === 'sync';
        if (isNear && (this.#calls.get(caller) ?? 0) <= forwardLimit) seen.add(caller);
        else if (!found.has(around.name)) found.set(around.name, { caller: around, pos: site.pos });
      }
    return [...found.values()].sort(by(({ caller }) => caller.name));
  }
}
