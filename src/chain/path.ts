// Ways from the roots to one function: the shortest in number of calls, each sequence of functions once, those on the
// caller's goroutine before those that start one. Where there is none, how much was searched and which calls, having
// callees that are not known, could hide one. A hand-off is no call and is not followed: what it wakes goes on by itself.

import type { FunctionInfo, GraphEdge, GraphNode, ProgramGraph, UnresolvedSite } from '#program/graph.js';
import type { Landmarks } from './landmarks.js';
import { edgeCost } from './ways.js';

export interface PathSearch {
  readonly paths: readonly (readonly GraphEdge[])[];
  /** Whether there are more ways of the same length. */
  readonly isCut: boolean;
  /** Whether the ways given start a goroutine. */
  readonly startsGoroutine: boolean;
  readonly functions: number;
  readonly sites: number;
  /** Calls in what was searched that have callees which are not known, each place once. */
  readonly unresolved: readonly UnresolvedSite[];
}

/** Shortest ways that are listed. */
const pathLimit = 6;

export function findPaths(
  graph: ProgramGraph,
  isTarget: (fn: FunctionInfo) => boolean,
  sameGoroutine: boolean,
  landmarks: Landmarks,
): PathSearch {
  const calm = search(graph, isTarget, true, landmarks);
  if (sameGoroutine || calm.paths.length > 0) return calm;
  return search(graph, isTarget, false, landmarks);
}

function search(
  graph: ProgramGraph,
  isTarget: (fn: FunctionInfo) => boolean,
  sameGoroutine: boolean,
  landmarks: Landmarks,
): PathSearch {
  const depth = new Map<GraphNode, number>();
  const into = new Map<GraphNode, GraphEdge[]>();
  const ends: GraphEdge[] = [];
  const sites = new Set<object>();
  let frontier: GraphNode[] = [];
  for (const root of graph.roots) {
    depth.set(root, 0);
    frontier.push(root);
  }
  // Level by level; where there is no way to be found, everything is searched.
  for (let level = 1; frontier.length > 0 && ends.length === 0; level++) {
    const next: GraphNode[] = [];
    for (const node of frontier) {
      for (const edge of graph.out(node)) {
        sites.add(edge.site);
        if (sameGoroutine && edge.site.kind === 'go') continue;
        if (isTarget(edge.callee.function)) {
          ends.push(edge);
          continue;
        }
        if (edge.entry !== 'enter') continue;
        const known = depth.get(edge.callee);
        if (known === undefined) {
          depth.set(edge.callee, level);
          next.push(edge.callee);
        }
        if (known === undefined || known === level) {
          const list = into.get(edge.callee);
          if (list === undefined) into.set(edge.callee, [edge]);
          else list.push(edge);
        }
      }
    }
    frontier = next;
  }
  const found = distinct(ends, into, graph, landmarks);
  const functions = new Set<FunctionInfo>();
  for (const node of depth.keys()) functions.add(node.function);
  const unresolved = new Map<number, UnresolvedSite>();
  for (const site of graph.unresolved)
    if (depth.has(site.caller) && !unresolved.has(site.site.pos)) unresolved.set(site.site.pos, site);
  return {
    paths: found.slice(0, pathLimit),
    isCut: found.length > pathLimit,
    startsGoroutine: found.some((path) => path.some((edge) => edge.site.kind === 'go')),
    functions: functions.size,
    sites: sites.size,
    unresolved: [...unresolved.values()],
  };
}

/** Ways that are made from the ends backwards; more are not looked at. */
const workLimit = 2000;

/** The ways that end in `ends`, one for each sequence of functions, the likeliest first. */
function distinct(
  ends: readonly GraphEdge[],
  into: ReadonlyMap<GraphNode, readonly GraphEdge[]>,
  graph: ProgramGraph,
  landmarks: Landmarks,
): (readonly GraphEdge[])[] {
  interface Partial {
    readonly edge: GraphEdge;
    readonly rest: Partial | undefined;
    readonly cost: number;
  }
  const best = new Map<string, Partial>();
  const stack: Partial[] = [...ends]
    .reverse()
    .map((edge) => ({ edge, rest: undefined, cost: edgeCost(graph, edge, landmarks) }));
  let work = 0;
  for (let partial = stack.pop(); partial !== undefined && work < workLimit; partial = stack.pop()) {
    work++;
    const { edge } = partial;
    const before = graph.roots.includes(edge.caller) ? [] : (into.get(edge.caller) ?? []);
    if (before.length === 0) {
      const key: number[] = [];
      for (let at: Partial | undefined = partial; at !== undefined; at = at.rest)
        key.push(at.edge.caller.function.id, at.edge.callee.function.id);
      const text = key.join(' ');
      const known = best.get(text);
      if (known === undefined || partial.cost < known.cost) best.set(text, partial);
      continue;
    }
    for (let i = before.length - 1; i >= 0; i--) {
      const previous = before[i];
      if (previous !== undefined)
        stack.push({ edge: previous, rest: partial, cost: partial.cost + edgeCost(graph, previous, landmarks) });
    }
  }
  const ordered = [...best.values()].sort((a, b) => a.cost - b.cost);
  return ordered.map((first) => {
    const edges: GraphEdge[] = [];
    for (let at: Partial | undefined = first; at !== undefined; at = at.rest) edges.push(at.edge);
    return edges;
  });
}
