// What others do that are called in place of a function by whose name something is let go of: they release something, it does
// not. Over packages: whoever is called through the same interface at some call of the program. A call counts as one that
// releases if it is by a name that says so, and of a function that does something. What hands the call on to the function in the
// end wraps others of the kind, and is none of its siblings.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { ReportParts } from '#explain/report-parts.js';
import { joined, type Stated } from '#explain/stated.js';
import { list } from '#explain/ways-text.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { CallSite } from '#go/propagate/call-site.js';
import { createCallWays } from '#go/propagate/call-ways.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { createSettings } from '#go/propagate/settings.js';
import type { FunctionInfo } from '#program/graph.js';
import { type GivenUp, givenUp } from './given-up.js';

/** Calls within its package between a function and one that releases. */
const helperDepth = 3;

export function siblingReleases(
  engine: Engine,
  roots: readonly FunctionInfo[],
  rules: Pick<CustodyRules, 'isReleaseLike'>,
  isOwn: (packagePath: string) => boolean,
  findings: readonly Stated[],
  parts: ReportParts,
): Stated[] {
  const byCaller = new Map<Fn, CallSite[]>();
  for (const site of engine.sites) {
    const sites = byCaller.get(site.caller);
    if (sites === undefined) byCaller.set(site.caller, [site]);
    else sites.push(site);
  }

  /** The literals of a function and its helpers: what it calls by name in its own package. */
  const within = (fn: Fn, name: string, sites: readonly CallSite[], depth: number): readonly Fn[] => {
    const inner = engine.body(fn).literals.map((literal) => engine.functions.ofLiteral(literal, fn));
    const helpers =
      depth >= helperDepth
        ? []
        : sites.flatMap(({ mode, callees }) =>
            mode !== 'static' ? [] : [...callees.values()].flatMap((callee) => callee.fn ?? []),
          );
    return [...inner, ...helpers.filter(({ pkg, object }) => pkg === fn.pkg && object?.name !== name)];
  };

  /** The first call that is meant, by a name that releases; a call of its own kind passes the question on. */
  const firstIn = <T>(fn: Fn, name: string, meant: Meant<T>, depth = 0, seen = new Set<Fn>()): T | undefined => {
    seen.add(fn);
    const sites = [...(byCaller.get(fn) ?? [])].sort(by(({ call }) => call.node.pos));
    for (const { call, callees } of sites) {
      const fun = withoutParens(call.node.fun);
      if (fun.kind !== 'SelectorExpr' || fun.sel.name === name || !rules.isReleaseLike(fun.sel.name)) continue;
      const called = [...callees.values()].map((callee) =>
        callee.fn === undefined ? undefined : functionInfo(callee.fn),
      );
      const found = meant(call.node.pos, called);
      if (found !== undefined) return found;
    }
    for (const next of within(fn, name, sites, depth)) {
      const found = seen.has(next) ? undefined : firstIn(next, name, meant, depth + 1, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const releaseIn = (fn: Fn, name: string): Pos | undefined =>
    firstIn(fn, name, (pos, called) => (called.some((callee) => callee?.noOp === undefined) ? pos : undefined));
  const idleReleaseIn = (fn: Fn, name: string): IdleRelease | undefined =>
    firstIn(fn, name, (pos, [callee]) => (callee?.noOp === undefined ? undefined : { callee, noOp: callee.noOp, pos }));

  const byPos = new Map<Pos, Fn>([...engine.reached].map((fn) => [fn.pos, fn]));
  const ways = createCallWays(engine, () => false, createSettings(engine));
  return roots.flatMap((root) => {
    const fn = byPos.get(root.pos);
    const name = root.baseName;
    if (fn === undefined || releaseIn(fn, name) !== undefined) return [];
    const wrapping = ways.above([fn]);
    const siblings = new Set<Fn>();
    for (const { mode, callees } of engine.sites) {
      if (mode !== 'invoke' || !callees.has(fn)) continue;
      for (const { fn: other } of callees.values())
        if (other !== undefined && !wrapping.has(other) && isOwn(other.pkg.path)) siblings.add(other);
    }
    const releasing = [...siblings].sort(by((other) => other.name)).flatMap((other) => {
      const pos = releaseIn(other, name);
      return pos === undefined ? [] : [{ other, pos }];
    });
    const idle = idleReleaseIn(fn, name);
    if (releasing.length === 0 && idle === undefined) return [];
    const found = findings.find(({ about, keeps }) => about === root.name && keeps !== undefined);
    return [siblingFact(root, { releasing, idle, given: givenUp(engine, fn), found }, parts)];
  });
}

/** What a call stands for that goes to these; of one whose source is not known there is nothing. */
type Meant<T> = (pos: Pos, called: readonly (FunctionInfo | undefined)[]) => T | undefined;

interface IdleRelease {
  readonly callee: FunctionInfo;
  readonly noOp: string;
  readonly pos: Pos;
}

interface Siblings {
  readonly releasing: readonly { readonly other: Fn; readonly pos: Pos }[];
  readonly idle: IdleRelease | undefined;
  readonly given: readonly GivenUp[];
  readonly found: Stated | undefined;
}

/**
 * That it lets go of nothing and by what it ends there, and that others of its kind do let go; with what `check` has found
 * that it keeps.
 */
function siblingFact(root: FunctionInfo, { releasing, idle, given, found }: Siblings, parts: ReportParts): Stated {
  const { say, places } = parts;
  const name = parts.nameOf(root);
  const others = releasing.map(({ other, pos }) => say`${parts.nameOf(functionInfo(other))} (${places.inText(pos)})`);
  const who = list(others, say);
  const at = releasing.map(({ pos }) => pos);
  const fields = list(
    given.map(({ field, pos }) => `${field.name} (${places.inText(pos)})`),
    say,
  );
  const dropped = given.length === 0 ? [] : [say`It does set to nil: ${fields}.`];
  const whole = (text: string, lines: readonly Pos[]): Stated => ({
    kind: 'no-op',
    verdict: 'leaked',
    ...(found?.rule === undefined ? {} : { rule: found.rule }),
    about: root.name,
    text: joined([text, ...dropped, ...(found?.keeps === undefined ? [] : [found.keeps])], say),
    at: [...lines, ...given.map(({ pos }) => pos), ...(found?.at ?? [])],
    isWhole: true,
  });
  if (idle === undefined)
    return whole(
      others.length === 1
        ? say`${name} comes to no call that lets go of something; called through the same interface, ${who} does.`
        : say`${name} comes to no call that lets go of something; called through the same interface, ${who} do.`,
      [root.pos, ...at],
    );
  const ends = parts.nameOf(idle.callee);
  const where = places.inText(idle.pos);
  const what = say.known(idle.noOp);
  if (others.length === 0)
    return whole(
      say`${name} ends in a call of ${ends} (${where}), which does nothing: ${what}. It lets go of nothing.`,
      [idle.callee.pos, idle.pos],
    );
  return whole(
    others.length === 1
      ? say`${name} ends in a call of ${ends} (${where}), which does nothing: ${what}. It lets go of nothing; called through the same interface, ${who} does.`
      : say`${name} ends in a call of ${ends} (${where}), which does nothing: ${what}. It lets go of nothing; called through the same interface, ${who} do.`,
    [idle.callee.pos, idle.pos, ...at],
  );
}
