// What others do that are called in place of a function by whose name something is let go of: they release something, it does
// not. Over packages: whoever is called through the same interface at some call of the program. A call counts as one that
// releases if it is by a name that says so, and of a function that does something.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Stated } from '#explain/stated.js';
import { list } from '#explain/ways-text.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { CallSite } from '#go/propagate/call-site.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import type { FunctionInfo } from '#program/graph.js';

/** Calls within its package between a function and one that releases. */
const helperDepth = 3;

export function siblingReleases(
  engine: Engine,
  roots: readonly FunctionInfo[],
  rules: Pick<CustodyRules, 'isReleaseLike'>,
  isOwn: (packagePath: string) => boolean,
  parts: ReportParts,
): Stated[] {
  const byCaller = new Map<Fn, CallSite[]>();
  for (const site of engine.sites) {
    const sites = byCaller.get(site.caller);
    if (sites === undefined) byCaller.set(site.caller, [site]);
    else sites.push(site);
  }

  /** Where a function, or a helper of it, calls something that releases; a call of its own kind passes the question on. */
  const releaseIn = (fn: Fn, name: string, depth = 0, seen = new Set<Fn>()): Pos | undefined => {
    seen.add(fn);
    const sites = [...(byCaller.get(fn) ?? [])].sort(by(({ call }) => call.node.pos));
    for (const { call, callees } of sites) {
      const fun = withoutParens(call.node.fun);
      if (fun.kind !== 'SelectorExpr' || fun.sel.name === name || !rules.isReleaseLike(fun.sel.name)) continue;
      if ([...callees.values()].some((callee) => callee.fn === undefined || functionInfo(callee.fn).noOp === undefined))
        return call.node.pos;
    }
    const inner = engine.body(fn).literals.map((literal) => engine.functions.ofLiteral(literal, fn));
    const helpers =
      depth >= helperDepth
        ? []
        : sites.flatMap(({ mode, callees }) =>
            mode !== 'static' ? [] : [...callees.values()].flatMap((callee) => callee.fn ?? []),
          );
    for (const next of [...inner, ...helpers.filter(({ pkg, object }) => pkg === fn.pkg && object?.name !== name)]) {
      const found = seen.has(next) ? undefined : releaseIn(next, name, depth + 1, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const byPos = new Map<Pos, Fn>([...engine.reached].map((fn) => [fn.pos, fn]));
  return roots.flatMap((root) => {
    const fn = byPos.get(root.pos);
    const name = root.baseName;
    if (fn === undefined || releaseIn(fn, name) !== undefined) return [];
    const siblings = new Set<Fn>();
    for (const { mode, callees } of engine.sites) {
      if (mode !== 'invoke' || !callees.has(fn)) continue;
      for (const { fn: other } of callees.values())
        if (other !== undefined && other !== fn && isOwn(other.pkg.path)) siblings.add(other);
    }
    const releasing = [...siblings].sort(by((other) => other.name)).flatMap((other) => {
      const pos = releaseIn(other, name);
      return pos === undefined ? [] : [{ other, pos }];
    });
    if (releasing.length === 0) return [];
    const { say, places } = parts;
    const who = releasing.map(({ other, pos }) => say`${parts.nameOf(functionInfo(other))} (${places.inText(pos)})`);
    return [
      {
        kind: 'no-op' as const,
        verdict: 'leaked' as const,
        text:
          who.length === 1
            ? say`${parts.nameOf(root)} comes to no call that lets go of something; called through the same interface, ${list(who, say)} does.`
            : say`${parts.nameOf(root)} comes to no call that lets go of something; called through the same interface, ${list(who, say)} do.`,
        at: [root.pos, ...releasing.map(({ pos }) => pos)],
      },
    ];
  });
}
