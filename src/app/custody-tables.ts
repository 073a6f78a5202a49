// The connections that a chain opens, and who holds and releases each: those that are drawn first come first.

import type { Pos } from '#base/position.js';
import type { Chain } from '#chain/chain.js';
import type { Opened } from '#explain/opened.js';
import { type CustodyRules, custodyOf, fieldsHolding } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { poolsAmong } from '#go/propagate/pools.js';
import { typeString } from '#go/types/type-string.js';
import { transportOperations, transportPackages } from '#models/transport.js';
import type { CustodyTable } from '#program/custody-table.js';
import { type ProgramGraph, receiverType } from '#program/graph.js';

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
  verify: (table: CustodyTable) => CustodyTable,
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
      const table = verify(custodyOf(engine, field, rules));
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
      chain.hops.flatMap(({ node }) => (node === undefined ? [] : (receiverType(node.function) ?? []))),
    ),
  );
}
