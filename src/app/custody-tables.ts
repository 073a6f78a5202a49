// The connections that a chain opens, and who holds and releases each: those that are drawn first come first.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Chain } from '#chain/chain.js';
import type { Opened } from '#explain/opened.js';
import { isReleased } from '#explain/release-reasons.js';
import { functionInfo } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import { type CustodyRules, custodyOf, fieldsHolding } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { poolsAmong } from '#go/propagate/pools.js';
import { varOf } from '#go/propagate/variable-of.js';
import type { Var } from '#go/types/object.js';
import { type Named, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { transportOperations, transportPackages } from '#models/transport.js';
import type { CustodyTable } from '#program/custody-table.js';
import { type FunctionInfo, type ProgramGraph, receiverType } from '#program/graph.js';

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
      if (table.released.length > 0)
        tables.push({ table, openedAt: dial, pools: poolsAmong(engine, table.held), isOpenedBefore: false });
      if (tables.length === tableLimit) return tables;
    }
    // What is opened at another place may be of another kind; what one place opens is enough for a reader.
    if (tables.length > 0) return tables;
  }
  return tables;
}

/** Where connections are closed, in the order in which they are drawn. */
export function closeSites(told: readonly Told[]): Pos[] {
  const sites = told.flatMap(({ chain }) =>
    chain.hops.flatMap(({ edge }) =>
      edge !== undefined && transportOperations.get(edge.callee.function.name) === 'close' ? [edge.site.pos] : [],
    ),
  );
  return [...new Set(sites)];
}

/**
 * Of a chain that opens nothing: who holds and releases what it closes by a field, if what other code may call does. Where only
 * goroutines do, which may be woken for it, nothing is said.
 */
export function closedTables(
  engine: Engine,
  closes: readonly Pos[],
  rules: CustodyRules,
  verify: (table: CustodyTable) => CustodyTable,
  isTransport: (pos: Pos) => boolean,
): Opened[] {
  const transport = new Set(transportPackages.map(({ path }) => path));
  for (const pos of closes) {
    const site = engine.sites.find(({ call }) => call.node.pos === pos);
    const fun = site === undefined ? undefined : withoutParens(site.call.node.fun);
    const field = site === undefined || fun?.kind !== 'SelectorExpr' ? undefined : varOf(fun.x, site.caller);
    const type = field?.role === 'field' ? ownerOf(engine, field) : undefined;
    if (field === undefined || type === undefined || transport.has(type.obj.pkg?.path ?? '')) continue;
    const table = verify(custodyOf(engine, { kind: 'field', type, field }, rules));
    // What the transport itself opens before what only looks like it.
    const [made] = table.acquired.toSorted(by(({ type }) => (type.startsWith('*net.') ? 0 : 1)));
    const openedAt = made?.steps.find((step) => !isTransport(step.pos))?.pos;
    if (isReleased(table) && openedAt !== undefined)
      return [{ table, openedAt, pools: poolsAmong(engine, table.held), isOpenedBefore: true }];
  }
  return [];
}

/** Connections of the program that are looked at for one that a type holds. */
const dialLimit = 24;

/**
 * Of a function that is to let go and neither opens nor closes a connection: who holds and releases the one that its type
 * leads to, if nothing that other code may call releases that. What its own package opens comes first, then its module.
 */
export function heldTables(
  engine: Engine,
  releasing: readonly FunctionInfo[],
  isOwn: (packagePath: string) => boolean,
  rules: CustodyRules,
  verify: (table: CustodyTable) => CustodyTable,
): Opened[] {
  const transport = new Set(transportPackages.map(({ path }) => path));
  const asked = new Set(releasing.map(({ pos }) => pos));
  const packages = new Set(releasing.map(({ packagePath }) => packagePath));
  const rank = (path: string): number => (packages.has(path) ? 0 : isOwn(path) ? 1 : 2);
  const dials = engine.sites
    .filter(
      ({ caller, callees }) =>
        !transport.has(caller.pkg.path) &&
        [...callees.values()].some(
          ({ fn }) => fn !== undefined && transportOperations.get(functionInfo(fn).name) === 'dial',
        ),
    )
    .toSorted(by(({ caller }) => rank(caller.pkg.path)));
  const seen = new Set<object>();
  for (const dial of [...new Set(dials.map(({ call }) => call.node.pos))].slice(0, dialLimit)) {
    const fields = fieldsHolding(
      engine,
      (pos) => pos === dial,
      (path) => !transport.has(path),
    );
    for (const field of fields) {
      if (seen.has(field.field)) continue;
      seen.add(field.field);
      const table = custodyOf(engine, field, rules);
      const isOfType = table.held.some(({ methods }) => methods.some(({ fn }) => asked.has(fn.pos)));
      if (table.released.length === 0 || !isOfType) continue;
      const verified = verify(table);
      if (!isReleased(verified))
        return [{ table: verified, openedAt: dial, pools: poolsAmong(engine, table.held), isOpenedBefore: true }];
    }
  }
  return [];
}

function ownerOf(engine: Engine, field: Var): Named | undefined {
  for (const type of engine.partsOfType.keys()) {
    const u = under(type);
    if (type.kind === 'Named' && u.kind === 'Struct' && u.fields.includes(field)) return type;
  }
  return undefined;
}

/** The types whose methods are drawn, with their packages' paths. */
function receiversOf(told: readonly Told[]): ReadonlySet<string> {
  return new Set(
    told.flatMap(({ chain }) =>
      chain.hops.flatMap(({ node }) => (node === undefined ? [] : (receiverType(node.function) ?? []))),
    ),
  );
}
