// What an expression can be in a function whose receiver and parameters are known in part: the same question as that of
// the whole program, asked for one call of the function. `undefined` is anything that the whole program knows. Looks through
// variables, fields, and functions that give back what they have; anything else is not told apart.

import type { Def } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { fieldAt, isInterface, isStructLike } from '#go/flow/type-shape.js';
import type { CallExpr, Expr, SelectorExpr } from '#go/syntax/ast.js';
import { unalias } from '#go/types/type.js';
import type { Engine } from './engine.js';
import { fallbackValue } from './heap.js';
import type { Value } from './value.js';

export type Known = ReadonlySet<Value> | undefined;

/** A function with what is known of what it is called with; -1 is the receiver. */
export interface Setting {
  readonly fn: Fn;
  readonly given: ReadonlyMap<number, ReadonlySet<Value>>;
}

/** Variables, fields and calls that are looked through. */
const depthLimit = 10;
/** More values than these do not tell anything apart. */
const valueLimit = 48;

export function knownValues(engine: Engine, expr: Expr, setting: Setting, depth = 0): Known {
  if (depth > depthLimit) return undefined;
  const x = withoutParens(expr);
  const { info } = setting.fn;
  switch (x.kind) {
    case 'Ident': {
      const object = info.uses.get(x);
      if (object?.kind !== 'Var') return undefined;
      if (object.role === 'package') {
        const node = engine.globals.get(object);
        return node === undefined ? undefined : bounded(new Set(engine.solver.valuesAt(node)));
      }
      // What a literal shares with the function around it may be set in both.
      const defs = engine.body(setting.fn).reaching.get(x);
      if (defs === undefined || defs.length === 0) return undefined;
      return union(defs.map((def) => ofDef(engine, def, setting, depth + 1)));
    }
    case 'SelectorExpr':
      return ofField(engine, x, setting, depth);
    case 'TypeAssertExpr':
      return knownValues(engine, x.x, setting, depth + 1);
    case 'CallExpr':
      return ofCall(engine, x, setting, depth);
    default:
      return undefined;
  }
}

function ofDef(engine: Engine, def: Def, setting: Setting, depth: number): Known {
  if (def.kind === 'param') return setting.given.get(def.index);
  if (def.kind === 'type-switch') return undefined;
  // A nil is no value.
  if (def.source.kind === 'zero') return isStructLike(def.variable.type) ? undefined : new Set();
  if (def.source.kind === 'tuple' && def.source.index === 0 && def.source.expr.kind === 'TypeAssertExpr')
    return knownValues(engine, def.source.expr.x, setting, depth);
  if (def.source.kind !== 'expr') return undefined;
  const recorded = setting.fn.info.types.get(withoutParens(def.source.expr));
  return recorded?.mode === 'nil' ? new Set() : knownValues(engine, def.source.expr, setting, depth);
}

function ofField(engine: Engine, x: SelectorExpr, setting: Setting, depth: number): Known {
  const { info } = setting.fn;
  const selection = info.selections.get(x);
  if (selection === undefined) {
    const object = info.uses.get(x.sel);
    const node = object?.kind === 'Var' ? engine.globals.get(object) : undefined;
    return node === undefined ? undefined : bounded(new Set(engine.solver.valuesAt(node)));
  }
  if (selection.kind !== 'FieldVal') return undefined;
  return partsOf(engine, knownValues(engine, x.x, setting, depth + 1), selection.recv, selection.index);
}

/** What fields one in another hold, of known objects. */
export function partsOf(
  engine: Engine,
  base: Known,
  recv: Parameters<typeof fieldAt>[0],
  index: readonly number[],
): Known {
  let objects = base;
  let type = recv;
  for (const at of index) {
    const field = fieldAt(type, at);
    if (field === undefined || objects === undefined || objects.size === 0) return undefined;
    const inner = new Set<Value>();
    for (const value of objects) {
      if (value.kind !== 'object') return undefined;
      const node = value.object.parts.get(field.name);
      // Of the object that stands for all of a type only what was asked of it before is known.
      if (node === undefined && value.object.kind === 'any') return undefined;
      for (const held of node === undefined ? [] : engine.solver.valuesAt(node)) inner.add(held);
    }
    objects = bounded(inner);
    type = field.type;
  }
  return objects;
}

/** What a function that is called by its name gives back. */
function ofCall(engine: Engine, call: CallExpr, setting: Setting, depth: number): Known {
  const called = classify(call, setting.fn);
  if (called.kind !== 'function' && called.kind !== 'method') return undefined;
  const fn = engine.fnOf(called.object);
  if (fn?.body === undefined || fn.signature?.results.vars.length !== 1) return undefined;
  const { returns, hasBareReturn } = engine.body(fn);
  if (hasBareReturn || returns.length === 0) return undefined;
  const inner: Setting = { fn, given: givenAt(engine, call, fn, setting, depth + 1) };
  return union(
    returns.map(({ results: [result] }) =>
      result === undefined ? undefined : knownValues(engine, result, inner, depth + 2),
    ),
  );
}

/** What a call hands to a function that it names. */
export function givenAt(
  engine: Engine,
  call: CallExpr,
  callee: Fn,
  setting: Setting,
  depth = 0,
): Map<number, ReadonlySet<Value>> {
  const given = new Map<number, ReadonlySet<Value>>();
  const put = (index: number, known: Known): void => {
    // Where nothing is known to come something may all the same, such as what is made outside.
    if (known !== undefined && known.size > 0) given.set(index, known);
  };
  const called = classify(call, setting.fn);
  const { signature } = callee;
  if (called.kind === 'method') {
    const selection = setting.fn.info.selections.get(called.fun);
    const path = selection?.index.slice(0, -1) ?? [];
    const base = knownValues(engine, called.fun.x, setting, depth);
    put(-1, selection === undefined || path.length === 0 ? base : partsOf(engine, base, selection.recv, path));
  }
  const skips = called.kind === 'method-expression' || called.kind === 'interface-expression';
  if (signature === undefined || skips || signature.variadic || call.args.length !== signature.params.vars.length)
    return given;
  call.args.forEach((arg, index) => {
    const param = signature.params.vars[index];
    put(
      index,
      knownValues(engine, arg, setting, depth) ??
        (param !== undefined && isInterface(param.type) ? ofItsType(engine, arg, setting.fn) : undefined),
    );
  });
  return given;
}

/** What becomes an interface is of the type that it is written with, whichever object it is. */
function ofItsType(engine: Engine, expr: Expr, fn: Fn): Known {
  const type = fn.info.types.get(withoutParens(expr))?.type;
  const t = type === undefined ? undefined : unalias(type);
  const named = t?.kind === 'Pointer' ? unalias(t.elem) : t;
  if (t === undefined || named?.kind !== 'Named' || isInterface(named)) return undefined;
  return new Set([fallbackValue(engine, t) ?? engine.values.data(t)]);
}

function union(all: readonly Known[]): Known {
  const found = new Set<Value>();
  for (const known of all) {
    if (known === undefined) return undefined;
    for (const value of known) found.add(value);
  }
  return bounded(found);
}

function bounded(values: ReadonlySet<Value>): Known {
  return values.size > valueLimit ? undefined : values;
}
