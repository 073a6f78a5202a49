// The ways in which one satellite asks for the value of an expression: as a single value, a list of values, a value or
// a type. Mirrors the entry points at the end of go/types' expr.go.

import type { Expr } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import { fail, Operand, valueOperand } from './operand.js';
import type { Signature, Type } from './type.js';
import { basicType } from './universe.js';
import { assignment } from './untyped.js';

/** A single value. */
export function expr(env: Environment, x: Operand, e: Expr, target?: Signature): void {
  env.core.rawExpr(env, x, e, undefined, false, target);
  onlyValue(x);
  singleValue(x);
}

/** A single value that may be a generic function without type arguments. */
export function genericExpr(env: Environment, x: Operand, e: Expr): void {
  env.core.rawExpr(env, x, e, undefined, true, undefined);
  onlyValue(x);
  singleValue(x);
}

/** A single value; a composite literal in it may leave out its type. */
export function exprWithHint(env: Environment, x: Operand, e: Expr, hint: Type): void {
  env.core.rawExpr(env, x, e, hint, false, undefined);
  onlyValue(x);
  singleValue(x);
}

export function exprOrType(env: Environment, x: Operand, e: Expr, allowGeneric: boolean): void {
  env.core.rawExpr(env, x, e, undefined, allowGeneric, undefined);
  if (x.mode === 'void') fail(x, 'the call has no result');
  singleValue(x);
}

/** The values of an expression: those of a call, or two if it may be, and here is, of the comma-ok form. */
export function multiExpr(
  env: Environment,
  e: Expr,
  allowCommaOk: boolean,
): { readonly list: Operand[]; readonly commaOk: boolean } {
  const x = new Operand();
  env.core.rawExpr(env, x, e, undefined, false, undefined);
  onlyValue(x);
  if (x.type.kind === 'Tuple' && x.mode !== 'unknown') return { list: tupleOperands(x.type, e), commaOk: false };
  if (allowCommaOk && (x.mode === 'mapindex' || x.mode === 'commaok')) {
    return { list: [x, valueOperand(e, basicType('untyped bool'))], commaOk: true };
  }
  return { list: [x], commaOk: false };
}

export function tupleOperands(tuple: { readonly vars: readonly { readonly type: Type }[] }, e: Expr): Operand[] {
  const list: Operand[] = [];
  for (const { type } of tuple.vars) list.push(valueOperand(e, type));
  return list;
}

/** The values of an expression list, in which a single call may give several. */
export function exprList(env: Environment, list: readonly Expr[]): Operand[] {
  const [only] = list;
  if (only !== undefined && list.length === 1) return multiExpr(env, only, false).list;
  const operands: Operand[] = [];
  for (const e of list) {
    const x = new Operand();
    expr(env, x, e);
    operands.push(x);
  }
  return operands;
}

/** Evaluates expressions of code that is wrong anyway, for what is recorded about their parts. */
export function useAll(env: Environment, list: readonly Expr[]): void {
  for (const e of list) {
    if (e.kind === 'Ident' && e.name === '_') continue;
    const x = new Operand();
    env.core.rawExpr(env, x, e.kind === 'KeyValueExpr' ? e.value : e, undefined, true, undefined);
    if (x.mode !== 'type' && x.mode !== 'builtin') assignment(env, x, undefined);
  }
}

export function onlyValue(x: Operand): void {
  switch (x.mode) {
    case 'void':
      fail(x, 'the call has no result');
      break;
    case 'builtin':
      fail(x, `the built-in ${x.builtin} is not called`);
      break;
    case 'type':
      fail(x, 'a type stands where a value should');
      break;
    default:
  }
}

function singleValue(x: Operand): void {
  if (x.mode === 'value' && x.type.kind === 'Tuple') fail(x, 'the call has several results where one is needed');
}
