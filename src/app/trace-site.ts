// `trace ROOT --why SITE`: what one call on the way reaches when it is asked from ROOT, as a chain of its own: the
// function that it stands in, and below it every callee, with the whole way of the value that brings it there.

import { UsageError } from '#base/errors.js';
import { by, inOrder } from '#base/order.js';
import type { SourceSet } from '#base/position.js';
import type { Chain, ChainHop } from '#chain/chain.js';
import type { CallSite, DeadSite, GraphEdge, GraphNode, ProgramGraph, UnresolvedSite } from '#program/graph.js';
import { codePlace } from './code-place.js';

/** The calls of one function at the place, and what they reach. */
export interface SiteChain {
  readonly chain: Chain;
  readonly callees: number;
}

interface Found {
  readonly caller: GraphNode;
  readonly site: CallSite;
  readonly edge?: GraphEdge;
  readonly unresolved?: UnresolvedSite;
  readonly dead?: DeadSite;
}

/**
 * A chain for each function of the graph that has a call at the place. A call that is looked at in several contexts has
 * the callees of all. Throws a `UsageError` if there is none.
 */
export function siteChains(graph: ProgramGraph, place: string, sources: SourceSet): readonly SiteChain[] {
  const named = codePlace(place, sources);
  if (named === undefined)
    throw new UsageError(`${place} is no place of a call: write file.go:line or file.go:line:column.`);
  const isThere = (site: CallSite): boolean => named.holds(site.lparen) && named.isColumnOf(site.pos);
  const found: Found[] = [
    ...graph.edges.filter(({ site }) => isThere(site)).map((edge) => ({ caller: edge.caller, site: edge.site, edge })),
    ...graph.unresolved
      .filter(({ site }) => isThere(site))
      .map((unresolved) => ({ caller: unresolved.caller, site: unresolved.site, unresolved })),
    ...graph.dead.filter(({ site }) => isThere(site)).map((dead) => ({ caller: dead.caller, site: dead.site, dead })),
  ];
  if (found.length === 0) throw new UsageError(`The trace comes to no call at ${place}.`);
  const byCaller = new Map<number, Found[]>();
  for (const one of found.sort(order)) {
    const known = byCaller.get(one.caller.function.id);
    if (known === undefined) byCaller.set(one.caller.function.id, [one]);
    else known.push(one);
  }
  return [...byCaller.values()].map(chainOf);
}

const order = inOrder<Found>(
  by(({ caller }) => caller.function.name),
  by(({ site }) => site.pos),
  by(({ edge }) => edge?.callee.function.name ?? '\uffff'),
  by(({ edge }) => edge?.id ?? 0),
);

function chainOf(found: readonly Found[]): SiteChain {
  const [first] = found;
  if (first === undefined) throw new UsageError('There is no such call.');
  const root = first.caller;
  const hop = (of: Found | undefined): ChainHop => ({
    id: hops.length,
    parent: of === undefined ? undefined : 0,
    lane: 0,
    node: of === undefined ? root : of.edge?.callee,
    edge: of?.edge,
    unresolved: of?.unresolved,
    dead: of?.dead,
    repeats: undefined,
    ending: of?.unresolved === undefined ? undefined : { kind: 'unknown', site: of.unresolved },
    folded: undefined,
  });
  const hops: ChainHop[] = [];
  hops.push(hop(undefined));
  const seen = new Set<string>();
  for (const one of found) {
    const what = one.edge === undefined ? (one.dead === undefined ? 'unknown' : 'dead') : one.edge.callee.function.id;
    const key = `${one.site.lparen} ${what}`;
    if (seen.has(key)) continue;
    seen.add(key);
    hops.push(hop(one));
  }
  const callees = new Set(found.flatMap(({ edge }) => edge?.callee.function.id ?? []));
  return {
    chain: {
      root,
      lanes: [{ id: 0, root, start: undefined }],
      hops,
      handoffs: [],
      outside: [],
      outsideOfStarted: [],
      sequels: [],
      answering: [],
      waits: [],
    },
    callees: callees.size,
  };
}
