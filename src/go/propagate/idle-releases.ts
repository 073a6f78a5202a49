// Releases that stand in what nothing runs: a variable is let go of there that other code would make the resource, had it
// been gone into. Followed by names, from the function that stores the resource up through the arguments that become it.
// Misses: what comes by a result, a field or a channel, and calls through interfaces.

import type { Pos } from '#base/position.js';
import { siteOf } from '#go/flow/callers.js';
import type { Fn } from '#go/flow/function.js';
import { fnOf, functionInfo } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import { walk } from '#go/syntax/walk.js';
import type { Var } from '#go/types/object.js';
import type { Acquisition, Release, Way } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { CustodyRules } from './custody.js';
import type { CustodySubject } from './custody-subject.js';
import type { Engine } from './engine.js';
import { varOf } from './variable-of.js';

/** Calls between the store and a function that is looked at. */
const depthLimit = 6;

/** In their order. `waysTo` says how control would come to a function; undefined of one that the program runs. */
export function idleReleases(
  engine: Engine,
  subject: CustodySubject,
  acquired: readonly Acquisition[],
  rules: Pick<CustodyRules, 'isRelease' | 'callersOf'>,
  waysTo: (fn: FunctionInfo) => readonly Way[] | undefined,
): Release[] {
  if (subject.kind !== 'field') return [];
  const found = new Map<Pos, Release>();
  const seen = new Set<Var>();
  let level = storedParameters(engine, subject.field, acquired);
  for (let depth = 0; depth < depthLimit && level.length > 0; depth++) {
    const next: Parameter[] = [];
    for (const { fn, index } of level) {
      for (const { caller, site, isPossible } of rules.callersOf(functionInfo(fn))) {
        const around = isPossible ? undefined : fnOf(caller);
        const call = around === undefined ? undefined : callAt(engine, around, site.lparen);
        const argument = call?.node.args[index];
        const variable = around === undefined || argument === undefined ? undefined : varOf(argument, around);
        if (around === undefined || variable === undefined || seen.has(variable) || variable.role === 'field') continue;
        seen.add(variable);
        const ways = waysTo(caller);
        if (ways !== undefined)
          for (const release of releasesOf(engine, around, variable, rules, ways)) found.set(release.site.pos, release);
        const at = around.params.indexOf(variable);
        if (at !== -1) next.push({ fn: around, index: at });
      }
    }
    level = next;
  }
  return [...found.values()].sort((a, b) => a.site.pos - b.site.pos);
}

interface Parameter {
  readonly fn: Fn;
  readonly index: number;
}

/** The parameters that are stored in the field where what is acquired comes to it. */
function storedParameters(engine: Engine, field: Var, acquired: readonly Acquisition[]): Parameter[] {
  const places = new Set(acquired.flatMap(({ steps }) => steps.at(-1)?.pos ?? []));
  const found: Parameter[] = [];
  for (const fn of engine.reached) {
    const { body } = fn;
    if (body === undefined || ![...places].some((pos) => fn.node.pos <= pos && pos < fn.node.end)) continue;
    const note = (value: Parameters<typeof varOf>[0]): void => {
      const variable = varOf(value, fn);
      const index = variable === undefined ? -1 : fn.params.indexOf(variable);
      if (index !== -1) found.push({ fn, index });
    };
    walk(body, (node) => {
      if (node.kind === 'KeyValueExpr' && node.key.kind === 'Ident' && fn.info.uses.get(node.key) === field)
        note(node.value);
      return true;
    });
    for (const { form, target, source } of engine.body(fn).stores)
      if (form === 'assign' && source.kind === 'expr' && varOf(target, fn) === field) note(source.expr);
  }
  return found;
}

function callAt(engine: Engine, fn: Fn, lparen: Pos) {
  return engine.body(fn).calls.find(({ node }) => node.lparen === lparen);
}

function releasesOf(
  engine: Engine,
  fn: Fn,
  variable: Var,
  rules: Pick<CustodyRules, 'isRelease'>,
  ways: readonly Way[],
): Release[] {
  const body = engine.body(fn);
  const caller = functionInfo(fn);
  return body.calls.flatMap((call) => {
    const fun = withoutParens(call.node.fun);
    if (fun.kind !== 'SelectorExpr' || !rules.isRelease(fun.sel.name) || varOf(fun.x, fn) !== variable) return [];
    const site = siteOf(call, body);
    return [
      {
        caller,
        site,
        callee: fun.sel.name,
        closers: [{ caller, site, truths: [], isReached: false, below: [], ways }],
      },
    ];
  });
}
