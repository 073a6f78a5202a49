// Untyped expressions get their final type late, from where they are used; what has been recorded about them and their
// parts is brought up to date then. Mirrors updateExprType and implicitTypeAndValue of go/types' expr.go.

import type { Expr } from '#go/syntax/ast.js';
import { defaultType, implicitType } from './assignability.js';
import type { ConstantValue } from './constant.js';
import type { Environment } from './environment.js';
import { TypedExpr } from './info.js';
import { fail, isNil, type Operand } from './operand.js';
import { isNonTypeParamInterface, isTypeParam, isUntyped } from './predicates.js';
import { representable } from './representable.js';
import { type Type, under } from './type.js';

export function isComparison(op: string): boolean {
  return op === '==' || op === '!=' || op === '<' || op === '<=' || op === '>' || op === '>=';
}

export function isShift(op: string): boolean {
  return op === '<<' || op === '>>';
}

/** Gives a recorded untyped expression, and the parts it takes its type from, the type `type`. */
export function updateExprType(env: Environment, e: Expr | undefined, type: Type, final: boolean): void {
  let x = e;
  while (x !== undefined) {
    const old = x.typed;
    if (!(old instanceof TypedExpr) || !isUntyped(old.type)) return;
    let next: Expr | undefined;
    if (x.kind === 'ParenExpr') next = x.x;
    else if (x.kind === 'UnaryExpr') {
      if (old.value === undefined) next = x.x;
    } else if (x.kind === 'BinaryExpr' && old.value === undefined && !isComparison(x.op)) {
      if (!isShift(x.op)) updateExprType(env, x.y, type, final);
      next = x.x;
    }
    old.type = !final && isUntyped(type) ? under(type) : type;
    x = next;
  }
}

function updateExprValue(e: Expr | undefined, value: ConstantValue): void {
  const old = e?.typed;
  if (old instanceof TypedExpr && isUntyped(old.type)) old.value = value;
}

/** Converts an untyped operand to the type that its place asks for; nothing happens to a typed one. */
export function convertUntyped(env: Environment, x: Operand, target: Type): void {
  if (x.mode === 'unknown' || !isUntyped(x.type)) return;
  const wanted = under(target).kind === 'Unknown' ? defaultType(x.type) : target;
  const type = implicitType(x, wanted);
  if (type === undefined) {
    fail(x, 'an untyped value does not fit the type of its place');
    return;
  }
  if (x.mode === 'const' && x.value !== undefined && !isUntyped(type)) {
    const basic = under(type);
    const value = basic.kind === 'Basic' ? representable(x.value, basic, env.core.sizes.wordSize * 8) : undefined;
    if (value !== undefined && !isTypeParam(type)) {
      x.value = value;
      updateExprValue(x.expr, value);
    }
  }
  if (type !== x.type) {
    x.type = type;
    updateExprType(env, x.expr, type, false);
  }
}

/**
 * Assigns the operand to a variable of type `target`; undefined where any type will do. Whether a typed operand may be
 * assigned is not asked: only its untyped parts change.
 */
export function assignment(env: Environment, x: Operand, target: Type | undefined): void {
  if (x.mode === 'value' && x.type.kind === 'Tuple') {
    fail(x, 'the call has several results where one is needed');
    return;
  }
  if (x.mode === 'unknown' || x.mode === 'void' || !isUntyped(x.type)) return;
  if (target === undefined || isNonTypeParamInterface(target)) {
    if (isNil(x)) return;
    convertUntyped(env, x, defaultType(x.type));
  } else convertUntyped(env, x, target);
}
