// Goroutines that a function starts and waits for itself: when it goes on, what they do has been done. Read off the function: a
// wait after the start, on the variable that the goroutine's function signals. Misses: what is handed over as a parameter.

import type { Fn } from '#go/flow/function.js';
import { fnOf } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Var } from '#go/types/object.js';
import type { WayCall } from '#program/custody-table.js';
import type { CallSite } from './call-site.js';
import type { Engine } from './engine.js';
import { varOf } from './variable-of.js';

/** By which calls a call that waits is let go on, by go/ssa name; undefined of what does not wait. */
export type WakersOf = (callee: string) => readonly string[] | undefined;

/** Whether the function that starts a goroutine waits for what that runs. */
export function createAwaited(engine: Engine, wakersOf: WakersOf): (start: WayCall) => boolean {
  const byCaller = new Map<Fn, CallSite[]>();
  for (const site of engine.sites) {
    const sites = byCaller.get(site.caller);
    if (sites === undefined) byCaller.set(site.caller, [site]);
    else sites.push(site);
  }

  /** The calls of methods on a variable, each with the names of the functions. */
  const methodCalls = (
    fn: Fn,
  ): readonly { readonly pos: number; readonly on: Var; readonly names: readonly string[] }[] =>
    (byCaller.get(fn) ?? []).flatMap(({ call, callees }) => {
      const fun = withoutParens(call.node.fun);
      const on = fun.kind === 'SelectorExpr' ? varOf(fun.x, fn) : undefined;
      const names = [...callees.values()].flatMap((callee) => callee.fn?.name ?? []);
      return on === undefined ? [] : [{ pos: call.node.pos, on, names }];
    });

  return ({ caller, callee, site }) => {
    const fn = fnOf(caller);
    const run = fnOf(callee);
    if (fn === undefined || run?.body === undefined) return false;
    const signals = [...methodCalls(run), ...methodCalls(fn).filter(({ pos }) => pos === site.pos)];
    const waits = methodCalls(fn).filter(({ pos }) => pos > site.pos);
    const isCounted = waits.some(({ on, names }) => {
      const wakers = names.flatMap((name) => wakersOf(name) ?? []);
      return signals.some((signal) => signal.on === on && signal.names.some((name) => wakers.includes(name)));
    });
    if (isCounted) return true;
    const told = new Set(
      engine
        .body(run)
        .operations.flatMap(({ kind, channel }) =>
          kind === 'close' || kind === 'send' ? (varOf(channel, run) ?? []) : [],
        ),
    );
    return engine.body(fn).operations.some(({ kind, channel, pos, select }) => {
      const on = varOf(channel, fn);
      const waits = (kind === 'receive' || kind === 'range') && select === undefined && pos > site.pos;
      return waits && on !== undefined && told.has(on);
    });
  };
}
