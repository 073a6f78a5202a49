// Types of the standard library that keep one value or many and whose code works on memory: what their methods put there
// and hand out. From the documentation of sync and sync/atomic. What they keep is treated like the elements of a container.
// Misses: what is stored through reflection, and what Range hands to a function that is not written in its call.

import type { CallExpr, Expr, SelectorExpr } from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import type { Func } from '#go/types/object.js';
import { unalias } from '#go/types/type.js';
import type { Body } from './body.js';
import type { Fn } from './function.js';

interface Keeping {
  /** The argument that is kept. */
  readonly stores: number | undefined;
  /** The first result is one of what is kept. */
  readonly loads: boolean;
  /** The parameter of the given function that is each of what is kept. */
  readonly visits?: number;
}

const store: Keeping = { stores: 0, loads: false };
const load: Keeping = { stores: undefined, loads: true };
const swap: Keeping = { stores: 0, loads: true };
const compareAndSwap: Keeping = { stores: 1, loads: false };

const cell: ReadonlyMap<string, Keeping> = new Map([
  ['Store', store],
  ['Load', load],
  ['Swap', swap],
  ['CompareAndSwap', compareAndSwap],
]);

/** "Load returns the value set by the most recent Store"; "Get selects an arbitrary item from the Pool". */
const keepers: ReadonlyMap<string, ReadonlyMap<string, Keeping>> = new Map([
  ['sync/atomic.Value', cell],
  ['sync/atomic.Pointer', cell],
  [
    'sync.Pool',
    new Map([
      ['Put', store],
      ['Get', load],
    ]),
  ],
  [
    'sync.Map',
    new Map([
      ['Store', { stores: 1, loads: false }],
      ['LoadOrStore', { stores: 1, loads: true }],
      ['Swap', { stores: 1, loads: true }],
      ['CompareAndSwap', { stores: 2, loads: false }],
      ['Load', load],
      ['LoadAndDelete', load],
      // "Range calls f sequentially for each key and value present in the map."
      ['Range', { stores: undefined, loads: false, visits: 1 }],
    ]),
  ],
]);

/** Names by which something may be kept, for a look at the syntax alone. */
export const keepingNames: ReadonlySet<string> = new Set(
  [...keepers.values()].flatMap((methods) =>
    [...methods].flatMap(([name, { stores }]) => (stores === undefined ? [] : [name])),
  ),
);

export function keepingOf(method: Func): Keeping | undefined {
  const pkg = method.pkg?.path;
  if (pkg !== 'sync' && pkg !== 'sync/atomic') return undefined;
  const recv = method.type.recv?.type;
  let type = recv === undefined ? undefined : unalias(recv);
  if (type?.kind === 'Pointer') type = unalias(type.elem);
  return type?.kind === 'Named' ? keepers.get(`${pkg}.${type.origin.obj.name}`)?.get(method.name) : undefined;
}

/** What a call keeps, and the selector whose receiver keeps it. */
export function keptBy(call: CallExpr, info: Info): { readonly fun: SelectorExpr; readonly value: Expr } | undefined {
  const { fun } = call;
  if (fun.kind !== 'SelectorExpr' || !keepingNames.has(fun.sel.name)) return undefined;
  const method = info.selections.get(fun)?.obj;
  const stores = method?.kind === 'Func' ? keepingOf(method)?.stores : undefined;
  const value = stores === undefined ? undefined : call.args[stores];
  return value === undefined ? undefined : { fun, value };
}

/** For a function that is written as the argument of a call: the receiver that keeps what comes as which of its parameters. */
export function visitedBy(fn: Fn, around: Body): { readonly fun: SelectorExpr; readonly param: number } | undefined {
  if (fn.kind !== 'literal') return undefined;
  for (const { node } of around.calls) {
    const { fun } = node;
    if (fun.kind !== 'SelectorExpr' || node.args[0] !== fn.node) continue;
    const method = around.fn.info.selections.get(fun)?.obj;
    const param = method?.kind === 'Func' ? keepingOf(method)?.visits : undefined;
    return param === undefined ? undefined : { fun, param };
  }
  return undefined;
}

/** Functions without Go source that give back an argument, or a shallow copy of it: "Clone returns a copy of m". */
const givesArgument: ReadonlyMap<string, number> = new Map([['maps.clone', 0]]);

/** The argument that a function without source gives back as its first result, if there is one. */
export function argumentGiven(callee: Func | undefined): number | undefined {
  return callee?.pkg === undefined ? undefined : givesArgument.get(`${callee.pkg.path}.${callee.name}`);
}
