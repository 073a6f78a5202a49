// What an expression can be in a function whose receiver and parameters are known in part: the same question as that of
// the whole program, asked for one call of the function. `undefined` is anything that the whole program knows. Looks through
// variables, fields, and functions that give back what they have; anything else is not told apart.

import type { Def } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { fieldAt, isInterface, isStructLike } from '#go/flow/type-shape.js';
import type { CallExpr, Expr, SelectorExpr } from '#go/syntax/ast.js';
import { identical } from '#go/types/identical.js';
import { type Type, unalias, under } from '#go/types/type.js';
import type { Engine } from './engine.js';
import { fallbackValue } from './heap.js';
import type { Value } from './value.js';

export type Known = ReadonlySet<Value> | undefined;

/** A function with what is known of what it is called with; -1 is the receiver. */
export interface Setting {
  readonly fn: Fn;
  readonly given: ReadonlyMap<number, ReadonlySet<Value>>;
  /** Of what is not known, the interface that it had before it became that of the parameter. */
  readonly bounds: ReadonlyMap<number, Type>;
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
  const inner = settingAt(engine, call, fn, setting, depth + 1);
  return union(
    returns.map(({ results: [result] }) =>
      result === undefined ? undefined : knownValues(engine, result, inner, depth + 2),
    ),
  );
}

/** A function that a call names, with what the call hands to it. */
export function settingAt(
  engine: Engine,
  call: CallExpr,
  callee: Fn,
  setting: Setting,
  depth = 0,
): Setting & { readonly given: Map<number, ReadonlySet<Value>> } {
  const given = new Map<number, ReadonlySet<Value>>();
  const bounds = new Map<number, Type>();
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
    return { fn: callee, given, bounds };
  call.args.forEach((arg, index) => {
    const known = knownValues(engine, arg, setting, depth);
    const param = signature.params.vars[index];
    put(index, known);
    if (known !== undefined || param === undefined || !isInterface(param.type)) return;
    const type = setting.fn.info.types.get(withoutParens(arg))?.type;
    if (type === undefined) return;
    put(index, ofItsType(engine, type));
    const bound = boundOf(engine, arg, setting) ?? type;
    if (under(bound).kind === 'Interface' && !identical(bound, param.type))
      bounds.set(index, engine.values.canonical(bound));
  });
  return { fn: callee, given, bounds };
}

/** The interface that a value had before it was handed over, also where it has been asserted to be another since. */
export function boundOf(engine: Engine, expr: Expr, setting: Setting, depth = 0): Type | undefined {
  const x = withoutParens(expr);
  if (depth > depthLimit || setting.bounds.size === 0) return undefined;
  if (x.kind === 'TypeAssertExpr') return boundOf(engine, x.x, setting, depth + 1);
  const object = x.kind === 'Ident' ? setting.fn.info.uses.get(x) : undefined;
  if (x.kind !== 'Ident' || object?.kind !== 'Var' || object.role === 'package') return undefined;
  const [def, ...others] = engine.body(setting.fn).reaching.get(x) ?? [];
  if (def === undefined || others.length > 0) return undefined;
  if (def.kind === 'param') return setting.bounds.get(def.index);
  if (def.kind !== 'source') return undefined;
  const { source } = def;
  const isAsserted = source.kind === 'tuple' && source.index === 0 && source.expr.kind === 'TypeAssertExpr';
  return source.kind === 'expr' || isAsserted ? boundOf(engine, source.expr, setting, depth + 1) : undefined;
}

/** What becomes an interface is of the type that it is written with, whichever object it is. */
function ofItsType(engine: Engine, type: Type): Known {
  const t = unalias(type);
  const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
  if (named.kind !== 'Named' || isInterface(named)) return undefined;
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
