// Assignments, initializations, short variable declarations and returns. Mirrors assignments.go.

import type { Expr, Ident } from '#go/syntax/ast.js';
import { defaultType } from './assignability.js';
import { type Environment, unparen } from './environment.js';
import { expr, multiExpr, useAll } from './evaluate.js';
import { TypedExpr } from './info.js';
import { Var } from './object.js';
import { isNil, Operand } from './operand.js';
import { isUntyped } from './predicates.js';
import { newTuple, type Signature, type Type, under, unknown } from './type.js';
import { assignment } from './untyped.js';

/** The function type that a value assigned to `type` must have, from which type arguments may follow. */
export function targetSignature(type: Type | undefined): Signature | undefined {
  const u = type === undefined ? undefined : under(type);
  return u?.kind === 'Signature' ? u : undefined;
}

/** Initializes a variable; its type, which is that of the value if none is given. */
export function initialize(env: Environment, x: Operand, type: Type | undefined): Type {
  if (type !== undefined) {
    assignment(env, x, type);
    return type;
  }
  if (x.mode === 'unknown') return x.type.kind === 'Unknown' ? x.type : unknown('the initial value is not known');
  if (isNil(x)) return unknown('nil alone has no type');
  const found = isUntyped(x.type) ? defaultType(x.type) : x.type;
  assignment(env, x, found);
  return found;
}

/** Initializes variables, whose types are given or follow from the values; their types. */
export function initializeAll(
  env: Environment,
  types: readonly (Type | undefined)[],
  values: readonly Expr[],
  isReturn: boolean,
): Type[] {
  const [first] = values;
  const isCall = first !== undefined && values.length === 1 && unparen(first).kind === 'CallExpr';
  if (types.length === values.length && !isCall) {
    const found: Type[] = [];
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === undefined) break;
      const x = new Operand();
      expr(env, x, value, targetSignature(types[i]));
      found.push(initialize(env, x, types[i]));
    }
    return found;
  }
  if (first === undefined || values.length !== 1) {
    useAll(env, values);
    return types.map((type) => type ?? unknown('the number of values does not fit'));
  }
  const { list, commaOk } = multiExpr(env, first, types.length === 2 && !isReturn);
  const found = types.map((type, i) => {
    const x = list[i];
    if (x !== undefined && list.length === types.length) return initialize(env, x, type);
    if (list.length === 1 && list[0]?.type.kind === 'Unknown') return type ?? list[0].type;
    return type ?? unknown('the number of values does not fit');
  });
  if (commaOk) recordCommaOk(env, first, list);
  return found;
}

/** Assigns values to expressions. */
export function assignAll(env: Environment, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  const [first] = rhs;
  const isCall = first !== undefined && rhs.length === 1 && unparen(first).kind === 'CallExpr';
  if (lhs.length === rhs.length && !isCall) {
    for (let i = 0; i < lhs.length; i++) {
      const to = lhs[i];
      const from = rhs[i];
      if (to === undefined || from === undefined) break;
      const type = assigned(env, to);
      const x = new Operand();
      expr(env, x, from, targetSignature(type));
      assignment(env, x, type);
    }
    return;
  }
  if (first === undefined || rhs.length !== 1) {
    for (const to of lhs) assigned(env, to);
    useAll(env, rhs);
    return;
  }
  const { list, commaOk } = multiExpr(env, first, lhs.length === 2);
  for (let i = 0; i < lhs.length; i++) {
    const to = lhs[i];
    if (to === undefined) continue;
    const type = assigned(env, to);
    const x = list[i];
    if (x !== undefined && list.length === lhs.length) assignment(env, x, type);
  }
  if (commaOk) recordCommaOk(env, first, list);
}

/** The type of what is assigned to; undefined for the blank identifier. */
export function assigned(env: Environment, e: Expr): Type | undefined {
  const inner = unparen(e);
  if (inner.kind === 'Ident' && inner.name === '_') return undefined;
  const x = new Operand();
  expr(env, x, e);
  return x.type;
}

/** `a, b := values`: variables that this scope has already are assigned to, the others are declared. */
export function shortVarDecl(env: Environment, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  const { scope } = env;
  const types: (Type | undefined)[] = [];
  const fresh: { readonly id: Ident; readonly index: number }[] = [];
  for (const [index, e] of lhs.entries()) {
    if (e.kind !== 'Ident') {
      types.push(assigned(env, e));
      continue;
    }
    const known = e.name === '_' ? undefined : scope?.lookup(e.name);
    if (known === undefined) {
      types.push(undefined);
      fresh.push({ id: e, index });
    } else {
      env.recordUse(e, known);
      types.push(known.kind === 'Var' ? known.type : undefined);
    }
  }
  const found = initializeAll(env, types, rhs, false);
  for (const { id, index } of fresh)
    declareLocal(env, id, found[index] ?? unknown('the number of values does not fit'));
}

export function declareLocal(env: Environment, id: Ident, type: Type): Var {
  const object = new Var(id.name, env.pkg, id.pos, 'local', type);
  env.declare(id, object);
  return object;
}

/** Records that an expression gives a value and whether there was one. */
function recordCommaOk(env: Environment, e: Expr, list: readonly Operand[]): void {
  const vars: Var[] = [];
  for (const { mode, type } of list) {
    if (mode === 'unknown') return;
    vars.push(new Var('', env.pkg, e.pos, 'local', type));
  }
  const tuple = newTuple(vars);
  let x = e;
  for (;;) {
    const recorded = x.typed;
    if (recorded instanceof TypedExpr) recorded.type = tuple;
    if (x.kind !== 'ParenExpr') return;
    x = x.x;
  }
}
