// Unary and binary operators, with the rules for untyped operands, shifts and comparisons. Mirrors expr.go. Whether
// operands may be used with an operator is not verified: code that compiles is assumed.

import type { BinaryExpr, Expr, UnaryExpr } from '#go/syntax/ast.js';
import { defaultType } from './assignability.js';
import {
  binaryOp,
  compareConstants,
  int64Of,
  makeBool,
  shiftConstant,
  toInt,
  unaryOp,
  unknownConstant,
} from './constant.js';
import { type Environment, type ExpressionKind, unparen } from './environment.js';
import { expr } from './evaluate.js';
import { fail, failAs, failed, isNil, Operand, setValue } from './operand.js';
import {
  allBoolean,
  allInteger,
  allNumeric,
  allString,
  hasNil,
  isInteger,
  isNonTypeParamInterface,
  isTyped,
  isUnsigned,
  isUntyped,
} from './predicates.js';
import { representable } from './representable.js';
import { newPointer, type Type, under } from './type.js';
import { commonUnder } from './type-set.js';
import { basicType } from './universe.js';
import { convertUntyped, isComparison, isShift, updateExprType } from './untyped.js';

export function unaryExpr(env: Environment, x: Operand, e: UnaryExpr): ExpressionKind {
  expr(env, x, e.x);
  if (x.mode === 'unknown') {
    if (e.op === '&' && unparen(e.x).kind === 'CompositeLit') setValue(x, x.type);
    return e.op === '<-' ? 'statement' : 'expression';
  }
  switch (e.op) {
    case '&':
      if (x.mode !== 'variable' && unparen(e.x).kind !== 'CompositeLit') fail(x, 'what has no address stands after &');
      else setValue(x, newPointer(x.type));
      return 'expression';
    case '<-': {
      const channel = commonUnder(x.type);
      env.hasCallOrReceive = true;
      if (channel?.kind !== 'Chan') {
        unknownOr(x, channel, 'the operand of a receive is no channel');
        return 'statement';
      }
      setValue(x, channel.elem);
      if (x.mode === 'value') x.mode = 'commaok';
      return 'statement';
    }
    case '+':
    case '-':
    case '^':
    case '!':
      if (x.mode === 'const' && x.value !== undefined) {
        const bits = isUnsigned(x.type) ? (env.core.sizes.sizeof(x.type) ?? 8) * 8 : 0;
        x.value = unaryOp(e.op, x.value, bits);
        fit(env, x);
      } else x.mode = 'value';
      return 'expression';
    default:
      fail(x, `there is no unary operator ${e.op} here`);
      return 'expression';
  }
}

/** Makes the operand unknown with the reason of `type` if that is unknown itself. */
function unknownOr(x: Operand, type: Type | undefined, reason: string): void {
  if (type?.kind === 'Unknown') failAs(x, type);
  else fail(x, reason);
}

/** Rounds a typed constant to its type; what does not fit becomes an unknown value. */
function fit(env: Environment, x: Operand): void {
  if (x.value === undefined || isUntyped(x.type)) return;
  const basic = under(x.type);
  if (basic.kind === 'Basic') x.value = representable(x.value, basic, env.core.sizes.wordSize * 8) ?? unknownConstant;
}

/** Operators of the same precedence lean to the left, in generated code for thousands of operands: no recursion there. */
export function binaryExpr(env: Environment, x: Operand, e: BinaryExpr): void {
  const spine: BinaryExpr[] = [];
  let first: Expr = e;
  while (first.kind === 'BinaryExpr') {
    spine.push(first);
    first = first.x;
  }
  expr(env, x, first);
  for (let i = spine.length - 1; i >= 0; i--) {
    const node = spine[i];
    if (node === undefined) break;
    const y = new Operand();
    expr(env, y, node.y);
    combine(env, x, y, node.op);
    x.expr = node;
    if (i > 0) env.record(x);
  }
}

/** Puts `x op y` into `x`. */
export function combine(env: Environment, x: Operand, y: Operand, op: string): void {
  if (x.mode === 'unknown' || y.mode === 'unknown') {
    if (isComparison(op)) {
      settle(env, x);
      settle(env, y);
      setValue(x, basicType('untyped bool'));
      return;
    }
    if (x.mode === 'unknown' && y.mode !== 'unknown' && !isShift(op)) {
      settle(env, y);
      if (op === '&&' || op === '||') setValue(x, y.type);
      return;
    }
    if (x.mode !== 'unknown') {
      if (isShift(op) || op === '&&' || op === '||') {
        settle(env, x);
        x.mode = 'value';
        x.value = undefined;
      } else if (isTyped(x.type)) x.mode = 'value';
      else {
        settle(env, x);
        failAs(x, y.type);
      }
    }
    return;
  }
  if (isShift(op)) {
    shift(env, x, y, op);
    return;
  }
  matchTypes(env, x, y);
  if (failed(x)) return;
  if (isComparison(op)) {
    comparison(env, x, y, op);
    return;
  }
  if (x.mode === 'const' && y.mode === 'const' && x.value !== undefined && y.value !== undefined) {
    const integerDivision = op === '/' && isInteger(x.type);
    x.value = binaryOp(x.value, op, y.value, integerDivision);
    fit(env, x);
    return;
  }
  x.mode = 'value';
  x.value = undefined;
}

/** Gives an untyped operand beside one that is unknown its default type. */
function settle(env: Environment, x: Operand): void {
  if (x.mode !== 'unknown' && isUntyped(x.type) && !isNil(x)) convertUntyped(env, x, defaultType(x.type));
}

export function comparison(env: Environment, x: Operand, y: Operand, op: string): void {
  if (x.mode === 'const' && y.mode === 'const' && x.value !== undefined && y.value !== undefined) {
    x.value = makeBool(compareConstants(x.value, op, y.value));
  } else {
    updateExprType(env, x.expr, defaultType(x.type), true);
    updateExprType(env, y.expr, defaultType(y.type), true);
    x.mode = 'value';
    x.value = undefined;
  }
  x.type = basicType('untyped bool');
}

/** Whether, and to what, an untyped operand takes the type of the other one. */
export function matchTypes(env: Environment, x: Operand, y: Operand): void {
  if (!mayConvert(x, y)) return;
  convertUntyped(env, x, y.type);
  if (x.mode === 'unknown') return;
  convertUntyped(env, y, x.type);
  if (y.mode === 'unknown') failAs(x, y.type);
}

function mayConvert(x: Operand, y: Operand): boolean {
  if (isTyped(x.type) && isTyped(y.type)) return false;
  if (allNumeric(x.type) !== allNumeric(y.type) && !isNonTypeParamInterface(x.type) && !isNonTypeParamInterface(y.type))
    return false;
  if (isNonTypeParamInterface(x.type) || isNonTypeParamInterface(y.type)) return true;
  if (allBoolean(x.type) !== allBoolean(y.type)) return false;
  if (allString(x.type) !== allString(y.type)) return false;
  if (isNil(x)) return hasNil(y.type);
  if (isNil(y)) return hasNil(x.type);
  return under(x.type).kind !== 'Pointer' && under(y.type).kind !== 'Pointer';
}

/** The largest shift of a constant, so that the smallest float64 can still be written. */
const maxShift = 1023 - 1 + 52;

function shift(env: Environment, x: Operand, y: Operand, op: string): void {
  const integer = x.mode === 'const' && x.value !== undefined ? toInt(x.value) : undefined;
  if (!allInteger(x.type) && !(isUntyped(x.type) && integer?.kind === 'int')) {
    if (integer?.kind !== 'unknown' || !isUntyped(x.type)) {
      fail(x, 'the shifted operand is no integer');
      return;
    }
  }
  if (isUntyped(y.type)) {
    // A constant count keeps its untyped type; any other one becomes a uint.
    if (y.mode === 'const') {
      if (y.value !== undefined) y.value = toInt(y.value);
    } else convertUntyped(env, y, basicType('uint'));
  }
  if (x.mode === 'const') {
    if (y.mode === 'const') {
      if (!isInteger(x.type)) x.type = basicType('untyped int');
      const count = y.value === undefined ? undefined : int64Of(toInt(y.value));
      if (integer === undefined || integer.kind !== 'int' || count === undefined || count < 0 || count > maxShift) {
        x.value = unknownConstant;
        return;
      }
      x.value = shiftConstant(integer, op === '<<' ? '<<' : '>>', count);
      fit(env, x);
      return;
    }
    if (isUntyped(x.type)) {
      // Its type follows from where the shift is used, as if there were no shift.
      x.mode = 'value';
      x.value = undefined;
      return;
    }
  }
  x.mode = 'value';
  x.value = undefined;
}
