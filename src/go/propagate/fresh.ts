// A method that is called on what was made just before, in the same function and with nothing done to it between, finds the maps
// and slices of it empty: `l := New(); l.Run()`. What stands in a loop over one of these does not run then.
//
//   l := newList()       // &list{items: make(map[string]item)}
//   l.notify()           // for _, i := range l.items { i.note() } does nothing
//
// Only where the constructor's literal leaves the field empty, and neither the method nor what it calls by name fills it.

import { by } from '#base/order.js';
import type { Call, Condition } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { CallExpr, Expr } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { Var } from '#go/types/object.js';
import { isNewMap } from './asked-truths.js';
import type { Engine } from './engine.js';
import { varOf } from './variable-of.js';

/** Calls by name that are looked into for what fills a field. */
const depthLimit = 3;

const constructors = new WeakMap<CallExpr, { readonly fn: Fn | undefined }>();

/** The constructor whose result a method is called on at once, if that is so. */
export function madeBefore(engine: Engine, call: Call, fn: Fn): Fn | undefined {
  let found = constructors.get(call.node);
  if (found === undefined) constructors.set(call.node, (found = { fn: constructorOf(engine, call, fn) }));
  return found.fn;
}

function constructorOf(engine: Engine, { node, condition }: Call, fn: Fn): Fn | undefined {
  const fun = withoutParens(node.fun);
  const x = fun.kind === 'SelectorExpr' ? withoutParens(fun.x) : undefined;
  const variable = x?.kind === 'Ident' ? varOf(x, fn) : undefined;
  if (variable?.role !== 'local' || engine.body(fn).stored.has(variable)) return undefined;
  // The last before it; that it stands around the call is asked below.
  const def = (engine.body(fn).defs.get(variable) ?? [])
    .filter(({ pos }) => pos < node.pos)
    .sort(by(({ pos }) => -pos))[0];
  if (def?.kind !== 'source' || def.source.kind !== 'expr') return undefined;
  const made = withoutParens(def.source.expr);
  const called = made.kind === 'CallExpr' ? classify(made, fn) : undefined;
  // In a loop what comes later comes before, too.
  let end = node.end;
  let c: Condition | undefined = condition;
  for (; c !== undefined && c !== def.condition; c = c.outer) {
    if (c.kind === 'loop') return undefined;
    if (c.kind === 'range' && c.statement !== undefined) end = c.statement.end;
  }
  if (called?.kind !== 'function' || c !== def.condition) return undefined;
  let isUsed = false;
  walk(fn.node, (one) => {
    if (one.kind === 'Ident' && one !== x && one.pos > made.end && one.pos < end)
      isUsed ||= fn.info.uses.get(one) === variable;
    return true;
  });
  return isUsed ? undefined : engine.fnOf(called.object);
}

/** Whether a call in a method stands in a loop over a field that is empty where the constructor has just made the receiver. */
export function isOverNothing(engine: Engine, { condition }: Call, method: Fn, constructor: Fn): boolean {
  for (let c = condition; c !== undefined; c = c.outer) {
    if (c.kind !== 'range' || c.statement?.kind !== 'RangeStmt') continue;
    const over = withoutParens(c.statement.x);
    const of = over.kind === 'SelectorExpr' ? varOf(over.x, method) : undefined;
    const field = over.kind === 'SelectorExpr' ? varOf(over, method) : undefined;
    if (field?.role !== 'field' || of === undefined || of !== method.recv) continue;
    if (isLeftEmpty(engine, constructor, field) && !isFilled(engine, method, field)) return true;
  }
  return false;
}

function isLeftEmpty(engine: Engine, constructor: Fn, field: Var): boolean {
  const { returns, hasBareReturn } = engine.body(constructor);
  const isEmpty = (result: Expr | undefined): boolean => {
    const x = result === undefined ? undefined : withoutParens(result);
    const literal = x?.kind === 'UnaryExpr' && x.op === '&' ? withoutParens(x.x) : x;
    return (
      literal?.kind === 'CompositeLit' &&
      literal.elts.every(
        (element) =>
          element.kind === 'KeyValueExpr' &&
          (element.key.kind !== 'Ident' ||
            element.key.name !== field.name ||
            isNewMap({ kind: 'expr', expr: element.value }, constructor)),
      )
    );
  };
  return !hasBareReturn && returns.length > 0 && returns.every(({ results: [first] }) => isEmpty(first));
}

function isFilled(engine: Engine, fn: Fn, field: Var, depth = 0, seen = new Set<Fn>()): boolean {
  if (seen.has(fn) || depth > depthLimit) return false;
  seen.add(fn);
  const { stores, calls, literals } = engine.body(fn);
  const isStore = stores.some(({ target }) => {
    const x = withoutParens(target);
    return varOf(x, fn) === field || (x.kind === 'IndexExpr' && varOf(x.x, fn) === field);
  });
  if (isStore) return true;
  const inner = literals.map((literal) => engine.functions.ofLiteral(literal, fn));
  const named = calls.flatMap(({ node }) => {
    const called = classify(node, fn);
    const callee = called.kind === 'function' || called.kind === 'method' ? engine.fnOf(called.object) : undefined;
    return callee?.pkg === fn.pkg ? [callee] : [];
  });
  return [...inner, ...named].some((one) => isFilled(engine, one, field, depth + 1, seen));
}
