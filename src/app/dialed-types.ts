// Which of the connections that a table says are acquired can be, by the network that is dialled: `net.Dial("tcp", …)` gives a
// TCP connection, also where the name is handed on to the call. Where it is not known all may be.

import type { Pos } from '#base/position.js';
import { functionInfo } from '#go/flow/function-info.js';
import { Asked } from '#go/propagate/asked.js';
import type { CallSite } from '#go/propagate/call-site.js';
import type { Engine } from '#go/propagate/engine.js';
import { dialedConnections } from '#models/transport.js';
import type { CustodyTable } from '#program/custody-table.js';

/** Where connections are dialled of which the network says the type; asked where a table leads there. */
export function dialedNetworks(engine: Engine): (table: CustodyTable) => CustodyTable {
  const asked = new Asked(engine);
  const dials = new Map<Pos, () => ReadonlySet<string> | undefined>();
  for (const site of engine.sites)
    for (const { fn } of site.callees.values()) {
      const dial = fn === undefined ? undefined : dialedConnections.get(functionInfo(fn).name);
      if (dial !== undefined) dials.set(site.call.node.pos, () => typesAt(asked, site, dial));
    }
  return (table) => {
    const acquired = table.acquired.filter(({ type, steps }) =>
      steps.every(({ pos }) => dials.get(pos)?.()?.has(type) !== false),
    );
    // What is known of no type of the table is of something else.
    return acquired.length === 0 ? table : { ...table, acquired };
  };
}

function typesAt(
  asked: Asked,
  { call, caller }: CallSite,
  dial: { readonly argument: number; readonly typesFor: (network: string) => readonly string[] | undefined },
): ReadonlySet<string> | undefined {
  const network = call.node.args[dial.argument];
  const things = network === undefined ? [] : [...asked.at(network, caller, undefined)];
  const types = new Set<string>();
  for (const thing of things) {
    const known = thing.kind === 'text' ? dial.typesFor(thing.text) : undefined;
    if (known === undefined) return undefined;
    for (const type of known) types.add(type);
  }
  return types.size === 0 ? undefined : types;
}
