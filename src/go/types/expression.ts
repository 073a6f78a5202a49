// Evaluates expressions: dispatches by syntactic form and records the result. Mirrors rawExpr of go/types' expr.go.

import type { BasicLit, Expr, FuncLit, StarExpr, TypeAssertExpr } from '#go/syntax/ast.js';
import { callExpr } from './call.js';
import { compositeLit } from './composite-literal.js';
import { makeFromLiteral } from './constant-literal.js';
import { type Environment, type ExpressionKind, maxDepth, tooDeep } from './environment.js';
import { expr, exprOrType } from './evaluate.js';
import { functionType } from './function-type.js';
import { identifier } from './identifier.js';
import { indexExpr, sliceExpr } from './index-expression.js';
import { instantiateFunction } from './instantiation.js';
import { fail, failAs, type Operand, reset, setValue } from './operand.js';
import { binaryExpr, unaryExpr } from './operator.js';
import { isGeneric } from './predicates.js';
import { selector } from './selector.js';
import { newPointer, type Pointer, type Signature, type Type, under } from './type.js';
import { underIs } from './type-set.js';
import { basicType } from './universe.js';

export function rawExpr(
  env: Environment,
  x: Operand,
  e: Expr,
  hint: Type | undefined,
  allowGeneric: boolean,
  target: Signature | undefined,
): ExpressionKind {
  const { core } = env;
  if (core.depth >= maxDepth) {
    failAs(x, tooDeep);
    x.expr = e;
    return 'statement';
  }
  core.depth++;
  const kind = dispatch(env, x, e, hint, target);
  core.depth--;
  x.expr = e;
  if (!allowGeneric) nonGeneric(env, x, target);
  env.record(x);
  return kind;
}

/** A generic function or type needs its type arguments here; those of a function may follow from the target. */
export function nonGeneric(env: Environment, x: Operand, target: Signature | undefined): void {
  if (x.mode === 'unknown' || x.mode === 'void') return;
  const { type } = x;
  if (type.kind === 'Signature') {
    if (type.typeParams.length === 0) return;
    if (target !== undefined) instantiateFunction(env, x, undefined, true, target);
    else fail(x, 'a generic function stands without its type arguments');
  } else if ((type.kind === 'Named' || type.kind === 'Alias') && isGeneric(type))
    fail(x, 'a generic type stands without its type arguments');
}

function dispatch(
  env: Environment,
  x: Operand,
  e: Expr,
  hint: Type | undefined,
  target: Signature | undefined,
): ExpressionKind {
  reset(x);
  switch (e.kind) {
    case 'Ident':
      identifier(env, x, e);
      break;
    case 'SelectorExpr':
      selector(env, x, e, false);
      break;
    case 'BasicLit':
      basicLit(x, e);
      break;
    case 'CallExpr':
      return callExpr(env, x, e);
    case 'CompositeLit':
      compositeLit(env, x, e, hint);
      break;
    case 'FuncLit':
      funcLit(env, x, e);
      break;
    case 'ParenExpr':
      return env.core.rawExpr(env, x, e.x, undefined, false, undefined);
    case 'IndexExpr':
      if (indexExpr(env, x, e)) instantiateFunction(env, x, e, true, target);
      break;
    case 'SliceExpr':
      sliceExpr(env, x, e);
      break;
    case 'TypeAssertExpr':
      typeAssertion(env, x, e);
      break;
    case 'StarExpr':
      starExpr(env, x, e);
      break;
    case 'UnaryExpr':
      return unaryExpr(env, x, e);
    case 'BinaryExpr':
      binaryExpr(env, x, e);
      break;
    case 'ArrayType':
    case 'StructType':
    case 'FuncType':
    case 'InterfaceType':
    case 'MapType':
    case 'ChanType':
      x.type = env.core.typeOf(env, e);
      x.mode = x.type.kind === 'Unknown' ? 'unknown' : 'type';
      break;
    case 'KeyValueExpr':
      expr(env, x, e.value);
      break;
    case 'BadExpr':
    case 'Ellipsis':
      fail(x, 'the expression has a syntax error');
      break;
  }
  return 'expression';
}

const literalTypes = {
  INT: basicType('untyped int'),
  FLOAT: basicType('untyped float'),
  IMAG: basicType('untyped complex'),
  CHAR: basicType('untyped rune'),
  STRING: basicType('untyped string'),
} as const;

function basicLit(x: Operand, e: BasicLit): void {
  x.mode = 'const';
  x.type = literalTypes[e.token];
  x.value = makeFromLiteral(e.token, e.value);
}

/** At declaration level the body is left until the whole declaration is asked for. */
function funcLit(env: Environment, x: Operand, e: FuncLit): void {
  const { signature, scope } = functionType(env, undefined, e.type);
  env.recordType(e.type, 'type', signature);
  setValue(x, signature);
  if (env.postponed === undefined) {
    env.core.functionBody(env, signature, scope, e.body);
  } else {
    const { iota } = env;
    env.postponed.push(() => {
      const inner = env.fork(false);
      inner.iota = iota;
      env.core.functionBody(inner, signature, scope, e.body);
    });
  }
}

function typeAssertion(env: Environment, x: Operand, e: TypeAssertExpr): void {
  expr(env, x, e.x);
  if (e.type === undefined) {
    fail(x, '.(type) stands outside of a type switch');
    return;
  }
  const type = env.core.typeOf(env, e.type);
  x.mode = type.kind === 'Unknown' ? 'unknown' : 'commaok';
  x.type = type;
  x.value = undefined;
}

function starExpr(env: Environment, x: Operand, e: StarExpr): void {
  exprOrType(env, x, e.x, false);
  switch (x.mode) {
    case 'unknown':
      return;
    case 'type':
      x.type = newPointer(x.type);
      return;
    default:
  }
  let elem: Type | undefined;
  const { type } = x;
  const isPointer = underIs(type, (u) => {
    if (u?.kind !== 'Pointer') return false;
    const pointer: Pointer = u;
    elem ??= pointer.elem;
    return true;
  });
  if (!isPointer || elem === undefined) {
    const u = under(type);
    if (u.kind === 'Unknown') failAs(x, u);
    else fail(x, 'what the star stands before is no pointer');
    return;
  }
  x.type = elem;
  x.value = undefined;
  x.mode = elem.kind === 'Unknown' ? 'unknown' : 'variable';
}
