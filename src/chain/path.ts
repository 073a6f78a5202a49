// Ways from the roots to one function: for each call that decides whether it is come to, the likeliest way (Dijkstra 1959,
// with the costs of ways.ts), those on the caller's goroutine before those that start one. A call decides if behind it
// nothing is asked any more, as far as that can be without passing another condition or a start of a goroutine. What is
// known of parameters by the conditions passed and by what was handed on is kept on the way: one on which two conditions
// exclude one another is none. Where there is no way, how much was searched and which calls, having callees that are not
// known, could hide one. A hand-off is no call and is not followed: what it wakes goes on by itself.

import type { FunctionInfo, GraphEdge, GraphNode, ProgramGraph, UnresolvedSite } from '#program/graph.js';
import type { PathFacts, PathRules } from '#program/path-facts.js';
import { Heap } from './heap.js';
import type { Landmarks } from './landmarks.js';
import { edgeCost } from './ways.js';

export interface Path {
  readonly edges: readonly GraphEdge[];
  /** The call after which nothing is asked any more. */
  readonly decidedBy: GraphEdge;
}

export interface PathSearch {
  readonly paths: readonly Path[];
  /** Whether more calls decide than ways are given. */
  readonly isCut: boolean;
  /** Whether the ways given start a goroutine. */
  readonly startsGoroutine: boolean;
  readonly functions: number;
  readonly sites: number;
  /** Calls in what was searched that have callees which are not known, each place once. */
  readonly unresolved: readonly UnresolvedSite[];
}

/** Ways that are listed. */
const pathLimit = 6;

export function findPaths(
  graph: ProgramGraph,
  isTarget: (fn: FunctionInfo) => boolean,
  sameGoroutine: boolean,
  landmarks: Landmarks,
  rules: PathRules,
): PathSearch {
  const calm = new Search(graph, isTarget, true, landmarks, rules).run();
  if (sameGoroutine || calm.paths.length > 0) return calm;
  return new Search(graph, isTarget, false, landmarks, rules).run();
}

/** A function in a context, with what is known of its parameters. */
interface State {
  readonly node: GraphNode;
  readonly facts: PathFacts;
  readonly cost: number;
  /** Order of discovery, which follows the source. */
  readonly order: number;
  /** The step by which it is reached; undefined at a root. */
  readonly by: Step | undefined;
}

/** A call that can be made in a state. */
interface Step {
  readonly from: State;
  readonly edge: GraphEdge;
}

function isBefore(a: State, b: State): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.order < b.order);
}

class Search {
  readonly #graph: ProgramGraph;
  readonly #isTarget: (fn: FunctionInfo) => boolean;
  readonly #sameGoroutine: boolean;
  readonly #landmarks: Landmarks;
  readonly #rules: PathRules;
  readonly #settled = new Map<string, State>();
  readonly #into = new Map<string, Step[]>();
  readonly #ends: Step[] = [];
  readonly #sites = new Set<object>();
  readonly #nodes = new Set<GraphNode>();

  constructor(
    graph: ProgramGraph,
    isTarget: (fn: FunctionInfo) => boolean,
    sameGoroutine: boolean,
    landmarks: Landmarks,
    rules: PathRules,
  ) {
    this.#graph = graph;
    this.#isTarget = isTarget;
    this.#sameGoroutine = sameGoroutine;
    this.#landmarks = landmarks;
    this.#rules = rules;
  }

  /** O(E log E) for E calls, once for each combination of what is known of the parameters of a function. */
  run(): PathSearch {
    this.#forward();
    const found = this.#deciding();
    const unresolved = new Map<number, UnresolvedSite>();
    for (const site of this.#graph.unresolved)
      if (this.#nodes.has(site.caller) && !unresolved.has(site.site.lparen)) unresolved.set(site.site.lparen, site);
    return {
      paths: found.slice(0, pathLimit),
      isCut: found.length > pathLimit,
      startsGoroutine: found.some(({ edges }) => edges.some((edge) => edge.site.kind === 'go')),
      functions: new Set([...this.#nodes].map((node) => node.function)).size,
      sites: this.#sites.size,
      unresolved: [...unresolved.values()],
    };
  }

  #forward(): void {
    const heap = new Heap<State>(isBefore);
    let order = 0;
    for (const node of this.#graph.roots)
      heap.push({ node, facts: this.#rules.start, cost: 0, order: order++, by: undefined });
    for (let state = heap.pop(); state !== undefined; state = heap.pop()) {
      const key = keyOf(state.node, state.facts);
      if (this.#settled.has(key)) continue;
      this.#settled.set(key, state);
      this.#nodes.add(state.node);
      for (const edge of this.#graph.out(state.node)) {
        this.#sites.add(edge.site);
        if (this.#sameGoroutine && edge.site.kind === 'go') continue;
        const facts = this.#rules.after(edge, state.facts);
        if (facts === undefined) continue;
        const step = { from: state, edge };
        if (this.#isTarget(edge.callee.function)) {
          this.#ends.push(step);
          continue;
        }
        if (edge.entry !== 'enter') continue;
        const next = keyOf(edge.callee, facts);
        const steps = this.#into.get(next);
        if (steps === undefined) this.#into.set(next, [step]);
        else steps.push(step);
        if (this.#settled.has(next)) continue;
        heap.push({ node: edge.callee, facts, cost: state.cost + this.#costOf(edge), order: order++, by: step });
      }
    }
  }

  /** The likeliest way through each call that decides, in order of what they cost. */
  #deciding(): Path[] {
    interface Tail {
      readonly step: Step;
      readonly rest: Tail | undefined;
      readonly cost: number;
    }
    const best = new Map<string, Tail & { readonly total: number }>();
    let open: Tail[] = this.#ends.map((step) => ({ step, rest: undefined, cost: this.#costOf(step.edge) }));
    const seen = new Set<State>();
    while (open.length > 0) {
      const next: Tail[] = [];
      for (const tail of open) {
        const { from, edge } = tail.step;
        const before = this.#into.get(keyOf(from.node, from.facts)) ?? [];
        if (from.by === undefined || edge.site.kind === 'go' || this.#asks(edge)) {
          const total = from.cost + tail.cost;
          const key = `${edge.site.lparen} ${edge.callee.function.id}`;
          if (total < (best.get(key)?.total ?? Number.POSITIVE_INFINITY)) best.set(key, { ...tail, total });
        } else if (!seen.has(from)) {
          seen.add(from);
          for (const step of before) next.push({ step, rest: tail, cost: tail.cost + this.#costOf(step.edge) });
        }
      }
      open = next;
    }
    const ways = new Map<string, Path>();
    for (const tail of [...best.values()].sort((a, b) => a.total - b.total)) {
      const edges: GraphEdge[] = [];
      const passed = new Set<State>();
      for (let state: State | undefined = tail.step.from; state !== undefined; state = state.by?.from) {
        passed.add(state);
        if (state.by !== undefined) edges.unshift(state.by.edge);
      }
      let isCycle = false;
      for (let at: Tail | undefined = tail; at !== undefined; at = at.rest) {
        edges.push(at.step.edge);
        isCycle ||= at !== tail && passed.has(at.step.from);
      }
      const sequence = edges.map(({ callee }) => callee.function.id).join(' ');
      if (!isCycle && !ways.has(sequence)) ways.set(sequence, { edges, decidedBy: tail.step.edge });
    }
    return [...ways.values()];
  }

  /** Whether the call is made under a condition, other than that nothing has failed. */
  #asks(edge: GraphEdge): boolean {
    return edge.site.guards.some((guard) => !this.#landmarks.isExceptional({ ...guard, negated: !guard.negated }));
  }

  #costOf(edge: GraphEdge): number {
    return edgeCost(this.#graph, edge, this.#landmarks);
  }
}

function keyOf(node: GraphNode, facts: PathFacts): string {
  return `${node.id} ${facts.key}`;
}
