// Whether a function comes to a call once its calls are told apart: from the function downwards, each callee with what it is
// handed there. The whole program joins everybody's requests in `send(client.transport())`; here a client brings its
// own transport. What cannot be told apart counts as all that the whole program knows, so a way that is not found is not
// there as far as the program's values are known.

import type { Pos } from '#base/position.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { findMethod, isInterface } from '#go/flow/type-shape.js';
import type { Expr } from '#go/syntax/ast.js';
import { implementsInterface } from '#go/types/missing-method.js';
import { isExportedName } from '#go/types/object.js';
import { type Type, unalias } from '#go/types/type.js';
import type { CallSite } from './call-site.js';
import type { CallWays } from './call-ways.js';
import type { Engine } from './engine.js';
import { boundOf, type Known, knownValues, partsOf, type Setting, settingAt } from './known-values.js';
import { nothing } from './solver.js';
import type { Value } from './value.js';

/** More receivers than these do not tell anything apart. */
const receiverLimit = 48;

/** More functions with what they are called with than these are not looked at. */
const settingLimit = 4_000;

export interface WaySearch {
  /**
   * Whether calls lead from a function to another, and to the call there with this parenthesis if one is named, without a
   * goroutine between; functions of which `isRefuted` says that they do not come there are not gone into. Undefined if the
   * search was stopped.
   */
  comesTo(from: Fn, to: Fn, lparen: Pos | undefined, isRefuted: (fn: Fn) => boolean): boolean | undefined;
}

/** A step down: a call, or a function value that is given away. */
interface Down {
  readonly callee: Fn;
  readonly lparen: Pos;
  readonly isHandedOver: boolean;
}

export function createWaySearch(engine: Engine, ways: CallWays): WaySearch {
  const byCaller = new Map<Fn, Map<Pos, CallSite[]>>();
  for (const site of engine.sites) {
    let calls = byCaller.get(site.caller);
    if (calls === undefined) byCaller.set(site.caller, (calls = new Map()));
    const same = calls.get(site.call.node.lparen);
    if (same === undefined) calls.set(site.call.node.lparen, [site]);
    else same.push(site);
  }

  /** The steps down that come to a function in the end, by the function in which they are. */
  const stepsTo = (to: Fn): ReadonlyMap<Fn, readonly Down[]> => {
    const found = new Map<Fn, Down[]>();
    for (const callee of ways.above([to])) {
      for (const { caller, call, startsGoroutine } of ways.up(callee)) {
        if (startsGoroutine) continue;
        const down = { callee, lparen: call.site.lparen, isHandedOver: call.isHandedOver };
        const list = found.get(caller);
        if (list === undefined) found.set(caller, [down]);
        else list.push(down);
      }
    }
    return found;
  };
  const steps = new Map<Fn, ReadonlyMap<Fn, readonly Down[]>>();

  const methods = new MethodFinder(engine);
  const known = new Map<CallSite, Map<Type | undefined, Map<Fn, Known | 'none'>>>();

  /** What becomes the receiver of a callee of all that the whole program brings to a call, and that has the bound. */
  const ofAll = (
    sites: readonly CallSite[],
    first: CallSite,
    operand: Expr | undefined,
    bound: Type | undefined,
    callee: Fn,
  ): Known | 'none' => {
    let byBound = known.get(first);
    if (byBound === undefined) known.set(first, (byBound = new Map()));
    let byCallee = byBound.get(bound);
    if (byCallee === undefined) byBound.set(bound, (byCallee = new Map()));
    if (byCallee.has(callee)) return byCallee.get(callee);
    const values = isOfTypeParam(operand, first.caller) ? undefined : everything(engine, sites);
    const kept = bound === undefined || values === undefined ? values : having(bound, values);
    const found = kept?.size === 0 && values?.size !== 0 ? 'none' : receiversFor(methods, callee, first, kept);
    byCallee.set(callee, found);
    return found;
  };

  const fewBySite = new Map<CallSite, Known>();

  /** All that the whole program brings to a static call, if it is some values and not too many. */
  const fewAt = (first: CallSite, sites: readonly CallSite[]): Known => {
    if (fewBySite.has(first)) return fewBySite.get(first);
    const all = everything(engine, sites, receiverLimit);
    const few = all?.size === 0 ? undefined : all;
    fewBySite.set(first, few);
    return few;
  };

  /** The callee with what it is handed in a setting; undefined if the call does not go there. */
  const entered = (setting: Setting, { callee, lparen, isHandedOver }: Down): Setting | undefined => {
    const sites = isHandedOver ? [] : (byCaller.get(setting.fn)?.get(lparen) ?? []);
    const [first] = sites;
    if (first === undefined) return { fn: callee, given: new Map(), bounds: new Map() };
    const { call, mode } = first;
    const next = settingAt(engine, call.node, callee, setting);
    const { given } = next;
    if (mode === 'static') {
      const few = given.has(-1) || callee.recv === undefined ? undefined : fewAt(first, sites);
      if (few !== undefined) given.set(-1, few);
      return next;
    }
    const fun = withoutParens(call.node.fun);
    const operand = mode === 'invoke' && fun.kind === 'SelectorExpr' ? fun.x : mode === 'func' ? fun : undefined;
    const told = operand === undefined ? undefined : knownValues(engine, operand, setting);
    const bound = told === undefined && operand !== undefined ? boundOf(engine, operand, setting) : undefined;
    const receivers =
      told === undefined ? ofAll(sites, first, operand, bound, callee) : receiversFor(methods, callee, first, told);
    if (receivers === 'none') return undefined;
    if (receivers !== undefined && receivers.size > 0) given.set(-1, receivers);
    return next;
  };

  const boundIds = new Map<Type, number>();
  const keyOf = ({ fn, given, bounds }: Setting): string => {
    const parts = [...given].sort(([a], [b]) => a - b).map(([index, values]) => `${index}:${idsOf(values)}`);
    for (const [index, bound] of bounds) {
      const id = boundIds.get(bound) ?? boundIds.size;
      boundIds.set(bound, id);
      parts.push(`${index}~${id}`);
    }
    return `${fn.pos} ${parts.join(' ')}`;
  };

  return {
    comesTo: (from, to, lparen, isRefuted) => {
      let downs = steps.get(to);
      if (downs === undefined) steps.set(to, (downs = stepsTo(to)));
      const seen = new Set<string>();
      const queue: Setting[] = [];
      const put = (setting: Setting): void => {
        const key = keyOf(setting);
        if (seen.has(key) || isRefuted(setting.fn)) return;
        seen.add(key);
        queue.push(setting);
      };
      put({ fn: from, given: new Map(), bounds: new Map() });
      // The nearest first: a way that is there is mostly short. An array that grows while it is walked is walked to its end.
      for (const setting of queue) {
        if (seen.size > settingLimit) return undefined;
        if (setting.fn === to && (lparen === undefined || byCaller.get(to)?.has(lparen) === true)) return true;
        for (const down of downs.get(setting.fn) ?? []) {
          const next = entered(setting, down);
          if (next !== undefined) put(next);
        }
      }
      return false;
    },
  };
}

/** Then the call goes where the type arguments have it, whatever flows there. */
function isOfTypeParam(operand: Expr | undefined, fn: Fn): boolean {
  const type = operand === undefined ? undefined : fn.info.types.get(withoutParens(operand))?.type;
  const t = type === undefined ? undefined : unalias(type);
  return (t?.kind === 'Pointer' ? unalias(t.elem) : t)?.kind === 'TypeParam';
}

/** Those that have an interface. */
function having(bound: Type, values: ReadonlySet<Value>): ReadonlySet<Value> {
  return new Set([...values].filter(({ type }) => isInterface(type) || implementsInterface(type, bound) !== 'no'));
}

/** All that the whole program brings to a call; undefined if that is more than `limit`. */
function everything(engine: Engine, sites: readonly CallSite[], limit = Number.POSITIVE_INFINITY): Known {
  const found = new Set<Value>();
  for (const { node } of sites) {
    if (node === nothing) return undefined;
    for (const value of engine.solver.valuesAt(node)) {
      found.add(value);
      if (found.size > limit) return undefined;
    }
  }
  return found;
}

/**
 * Of the values that a call is made on, what becomes the receiver of one callee; `none` if none of them has it. Undefined
 * where that is not known: then any may be.
 */
function receiversFor(methods: MethodFinder, fn: Fn, site: CallSite, values: Known): Known | 'none' {
  if (values === undefined || values.size === 0) return undefined;
  const fun = withoutParens(site.call.node.fun);
  const found = new Set<Value>();
  let isThere = false;
  for (const value of values) {
    if (site.mode === 'func') {
      if (value.kind === 'function' && value.fn === fn) isThere = true;
      else if (value.kind === 'bound') {
        if (value.method.isInterfaceMethod) return undefined;
        if (methods.engine.fnOf(value.method) !== fn) continue;
        isThere = true;
        found.add(value.receiver);
      } else if (value.kind !== 'function') return undefined;
      continue;
    }
    if (fun.kind !== 'SelectorExpr') return undefined;
    const reached = throughEmbedded(methods, value, fun.sel.name, fn);
    if (reached === 'unknown') return undefined;
    for (const one of reached) found.add(one);
    isThere ||= reached.size > 0;
  }
  return isThere ? found : 'none';
}

/** The objects on which a method of a value is called in the end, if that is the function: through embedded fields. */
function throughEmbedded(
  methods: MethodFinder,
  value: Value,
  name: string,
  fn: Fn,
  depth = 0,
): ReadonlySet<Value> | 'unknown' {
  const { engine } = methods;
  const method = methods.find(value.type, fn, name);
  if (method === undefined) return new Set();
  const { path } = method;
  if (path.length === 0) {
    if (method.method.isInterfaceMethod) return 'unknown';
    return engine.fnOf(method.method) === fn ? new Set([value]) : new Set();
  }
  const inner =
    value.kind === 'object' && depth < 4 ? partsOf(engine, new Set([value]), unalias(value.type), path) : undefined;
  if (inner === undefined || inner.size === 0) return 'unknown';
  if (!method.method.isInterfaceMethod) return engine.fnOf(method.method) === fn ? inner : new Set();
  const found = new Set<Value>();
  for (const one of inner) {
    const reached = throughEmbedded(methods, one, name, fn, depth + 1);
    if (reached === 'unknown') return 'unknown';
    for (const each of reached) found.add(each);
  }
  return found;
}

/** Methods by name, each looked up once for a type. */
class MethodFinder {
  readonly engine: Engine;
  readonly #known = new Map<Type, Map<string, ReturnType<typeof findMethod>>>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  find(type: Type, { pkg }: Fn, name: string): ReturnType<typeof findMethod> {
    let byName = this.#known.get(type);
    if (byName === undefined) this.#known.set(type, (byName = new Map()));
    const key = isExportedName(name) ? name : `${pkg.path}.${name}`;
    if (byName.has(key)) return byName.get(key);
    const found = findMethod(type, pkg, name);
    byName.set(key, found);
    return found;
  }
}

function idsOf(values: ReadonlySet<Value>): string {
  return [...values]
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join(',');
}
