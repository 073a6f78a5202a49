// The result of evaluating one expression while it is on its way up the tree, as go/types' operand: unlike what Info
// keeps it may change, and it knows its expression. A failed operand has the mode `unknown` and a type with the reason.

import type { Expr } from '#go/syntax/ast.js';
import type { ConstantValue } from './constant.js';
import type { OperandMode } from './info.js';
import { type Type, unknown } from './type.js';

const unset: Type = unknown('the expression is not evaluated yet');

export class Operand {
  mode: OperandMode = 'unknown';
  type: Type = unset;
  value: ConstantValue | undefined = undefined;
  expr: Expr | undefined = undefined;
  /** The name of the built-in function of an operand of mode `builtin`; `unsafe.` stands before those of unsafe. */
  builtin = '';
}

/** Makes the operand as good as new. */
export function reset(x: Operand): void {
  x.mode = 'unknown';
  x.type = unset;
  x.value = undefined;
}

/** An operand that is the value of `expr`. */
export function valueOperand(expr: Expr | undefined, type: Type): Operand {
  const x = new Operand();
  setValue(x, type);
  x.expr = expr;
  return x;
}

export function setValue(x: Operand, type: Type): void {
  x.mode = type.kind === 'Unknown' ? 'unknown' : 'value';
  x.type = type;
  x.value = undefined;
}

export function copyOperand(from: Operand, to: Operand): void {
  to.mode = from.mode;
  to.type = from.type;
  to.value = from.value;
  to.expr = from.expr;
  to.builtin = from.builtin;
}

/** Makes the operand unknown for a reason; one that is unknown already keeps its first reason. */
export function fail(x: Operand, reason: string): void {
  if (x.mode === 'unknown' && x.type.kind === 'Unknown' && x.type !== unset) return;
  x.mode = 'unknown';
  x.type = unknown(reason);
  x.value = undefined;
}

/** Makes the operand unknown with the type that says why. */
export function failAs(x: Operand, type: Type): void {
  x.mode = 'unknown';
  x.type = type.kind === 'Unknown' ? type : unknown('the expression has no value');
  x.value = undefined;
}

/** Whether nothing is known of the operand. */
export function failed(x: Operand): boolean {
  return x.mode === 'unknown';
}

export function isNil(x: Operand): boolean {
  return x.mode === 'nil';
}
