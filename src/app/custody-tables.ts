// The connections that a chain opens, and who holds and releases each: those that are drawn first come first.

import type { Pos } from '#base/position.js';
import type { Chain } from '#chain/chain.js';
import type { Opened } from '#explain/missing-close.js';
import { type CustodyRules, custodyOf, fieldsHolding } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { poolsAmong } from '#go/propagate/pools.js';
import { typeString } from '#go/types/type-string.js';
import { transportOperations, transportPackages } from '#models/transport.js';
import type { CustodyTable, Way } from '#program/custody-table.js';
import type { ProgramGraph } from '#program/graph.js';

/** A chain with the graph that it is of. */
export interface Told {
  readonly chain: Chain;
  readonly graph: ProgramGraph;
}

/** Connections that are gone into. */
const tableLimit = 2;

/** Where connections are opened: those that are drawn first, in their order. */
export function dialSites(told: readonly Told[]): Pos[] {
  const sites = told.flatMap(({ chain, graph }) => {
    const drawn = chain.hops.flatMap(({ edge }) => edge ?? []);
    return [...drawn, ...graph.edges].flatMap(({ callee, site }) =>
      transportOperations.get(callee.function.name) === 'dial' ? [site.pos] : [],
    );
  });
  return [...new Set(sites)];
}

/**
 * Who holds what is opened at these places, of the first place first: the fields of types that the chain runs methods of
 * before those of others, which may hold what was opened elsewhere just as well.
 */
export function custodyTables(
  engine: Engine,
  dials: readonly Pos[],
  told: readonly Told[],
  rules: CustodyRules,
): Opened[] {
  const transport = new Set(transportPackages.map(({ path }) => path));
  const receivers = receiversOf(told);
  const tables: Opened[] = [];
  const seen = new Set<object>();
  for (const dial of dials) {
    const fields = fieldsHolding(
      engine,
      (pos) => pos === dial,
      (path) => !transport.has(path),
    ).filter(({ field }) => !seen.has(field));
    const runs = fields.filter(({ type }) => receivers.has(typeString(type)));
    for (const field of [...runs, ...fields.filter((one) => !runs.includes(one))]) {
      seen.add(field.field);
      const table = withoutRefuted(custodyOf(engine, field, rules), told);
      if (table.released.length > 0) tables.push({ table, openedAt: dial, pools: poolsAmong(engine, table.held) });
      if (tables.length === tableLimit) return tables;
    }
    // What is opened at another place may be of another kind; what one place opens is enough for a reader.
    if (tables.length > 0) return tables;
  }
  return tables;
}

/** The types whose methods are drawn, with their packages' paths. */
function receiversOf(told: readonly Told[]): ReadonlySet<string> {
  return new Set(
    told.flatMap(({ chain }) =>
      chain.hops.flatMap(({ node }) => /^\(\*?(.*)\)\.[^.]*$/.exec(node?.function.name ?? '')?.[1] ?? []),
    ),
  );
}

/**
 * A table without the ways that go through a function that was asked about and on from there by a call that the walk from
 * that function, which tells contexts apart, has found not to happen.
 */
function withoutRefuted(table: CustodyTable, told: readonly Told[]): CustodyTable {
  const walks = told
    .filter(({ graph }) => !graph.isCut)
    .map(({ chain, graph }) => ({ root: chain.root.function.pos, ...walked(graph) }));
  const isRefuted = ({ calls }: Way): boolean =>
    walks.some(({ root, functions, edges }) => {
      const from = calls.findIndex(({ caller }) => caller.pos === root);
      return (
        from !== -1 &&
        calls
          .slice(from)
          .some(
            ({ caller, site, callee, isHandedOver }) =>
              !isHandedOver && functions.has(caller.pos) && !edges.has(`${site.pos} ${callee.pos}`),
          )
      );
    });
  return {
    ...table,
    released: table.released.map((release) => ({
      ...release,
      closers: release.closers.map((closer) => ({ ...closer, ways: closer.ways.filter((way) => !isRefuted(way)) })),
    })),
  };
}

/** The functions whose calls a walk has followed, and its edges by place of the call and the callee. */
function walked(graph: ProgramGraph): { readonly functions: ReadonlySet<Pos>; readonly edges: ReadonlySet<string> } {
  return {
    functions: new Set([
      ...graph.roots.map((root) => root.function.pos),
      ...graph.edges.filter(({ entry }) => entry === 'enter').map(({ callee }) => callee.function.pos),
    ]),
    edges: new Set(graph.edges.map(({ site, callee }) => `${site.pos} ${callee.function.pos}`)),
  };
}
