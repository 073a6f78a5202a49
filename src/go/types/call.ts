// Calls: of functions, with inference of type arguments; conversions and built-ins are handed on. Mirrors call.go.

import type { CallExpr, Expr, IndexExpr } from '#go/syntax/ast.js';
import { builtinCall } from './builtin.js';
import { conversion } from './conversion.js';
import type { Environment, ExpressionKind } from './environment.js';
import { expr, exprOrType, genericExpr, onlyValue, tupleOperands, useAll } from './evaluate.js';
import { indexExpr } from './index-expression.js';
import { type CallArg, inferCall, isParameterized } from './infer.js';
import { instantiateSignature } from './instantiate.js';
import { instantiateFunction } from './instantiation.js';
import { Var } from './object.js';
import { fail, failAs, Operand, setValue } from './operand.js';
import { isGeneric } from './predicates.js';
import { newSignature, newTuple, type Signature, type Type, under } from './type.js';
import { typeList } from './type-expr.js';
import { commonUnder } from './type-set.js';
import { assignment } from './untyped.js';

export function callExpr(env: Environment, x: Operand, call: CallExpr): ExpressionKind {
  let ix: IndexExpr | undefined;
  if (call.fun.kind === 'IndexExpr') {
    if (indexExpr(env, x, call.fun)) ix = call.fun;
    x.expr = call.fun;
    env.record(x);
  } else exprOrType(env, x, call.fun, true);

  switch (x.mode) {
    case 'unknown':
      useAll(env, call.args);
      env.hasCallOrReceive = true;
      return 'statement';
    case 'type':
      convert(env, x, call);
      return 'conversion';
    case 'builtin':
      return builtinCall(env, x, call);
    default:
  }

  const callee = commonUnder(x.type);
  if (callee?.kind !== 'Signature') {
    if (callee?.kind === 'Unknown') failAs(x, callee);
    else fail(x, 'what is called is no function');
    useAll(env, call.args);
    return 'statement';
  }
  functionCall(env, x, call, callee, ix);
  env.hasCallOrReceive = true;
  return 'statement';
}

function convert(env: Environment, x: Operand, call: CallExpr): void {
  const type = x.type;
  const [arg] = call.args;
  if (isGeneric(type) || arg === undefined || call.args.length > 1) {
    useAll(env, call.args);
    fail(x, 'the conversion is malformed');
    return;
  }
  expr(env, x, arg);
  conversion(env, x, type);
}

function functionCall(
  env: Environment,
  x: Operand,
  call: CallExpr,
  callee: Signature,
  ix: IndexExpr | undefined,
): void {
  let signature = callee;
  const wasGeneric = signature.typeParams.length > 0;
  let typeArgs = ix === undefined ? [] : typeList(env, ix.indices);
  if (wasGeneric && typeArgs.length === signature.typeParams.length) {
    const instance = instantiateSignature(signature, typeArgs);
    env.recordInstance(call.fun, typeArgs, instance);
    signature = instance;
    typeArgs = [];
  }
  const args = argumentList(env, call.args);
  const called = passArguments(env, call, signature, typeArgs, args);
  if (typeof called === 'string') {
    const type = unparameterizedResult(signature);
    if (type === undefined) fail(x, called);
    else setValue(x, type);
    return;
  }
  if (wasGeneric) env.recordType(call.fun, 'value', called);
  const { results } = called;
  const [only] = results.vars;
  x.value = undefined;
  if (only === undefined) x.mode = 'void';
  else setValue(x, results.vars.length === 1 ? only.type : results);
}

/** The result of a generic call whose type arguments are not known, if it does not depend on them. */
function unparameterizedResult(signature: Signature): Type | undefined {
  const [only, second] = signature.results.vars;
  if (only === undefined) return undefined;
  const type = second === undefined ? only.type : signature.results;
  return isParameterized(signature.typeParams, type) ? undefined : type;
}

/** An argument; a generic function among them may have some of its type arguments. */
interface Argument {
  readonly operand: Operand;
  readonly partial: readonly Type[] | undefined;
}

function argumentList(env: Environment, list: readonly Expr[]): Argument[] {
  const args: Argument[] = [];
  for (const e of list) {
    const operand = new Operand();
    let partial: Type[] | undefined;
    if (e.kind === 'IndexExpr') {
      if (indexExpr(env, operand, e)) partial = instantiateFunction(env, operand, e, false, undefined);
      operand.expr = e;
      if (partial === undefined) env.record(operand);
      onlyValue(operand);
    } else if (list.length === 1) {
      env.core.rawExpr(env, operand, e, undefined, true, undefined);
      onlyValue(operand);
      if (operand.type.kind === 'Tuple' && operand.mode !== 'unknown') {
        for (const x of tupleOperands(operand.type, e)) args.push({ operand: x, partial: undefined });
        return args;
      }
    } else genericExpr(env, operand, e);
    args.push({ operand, partial });
  }
  return args;
}

/** Passes the arguments; the signature with its type arguments put in, or why they cannot be found. */
function passArguments(
  env: Environment,
  call: CallExpr,
  signature: Signature,
  typeArgs: readonly Type[],
  args: readonly Argument[],
): Signature | string {
  let params = spreadParams(signature, args.length, call.ellipsis !== 0);
  let result = signature;
  let generic = signature.typeParams.length > 0;
  for (const { operand } of args) if (isGenericFunction(operand)) generic = true;
  if (generic) {
    if (params.length !== args.length) {
      for (const { operand } of args) assignment(env, operand, undefined);
      return 'the number of arguments does not fit';
    }
    const spread = newSignature({
      typeParams: signature.typeParams,
      params: newTuple(params),
      results: signature.results,
    });
    const found = inferCall(spread, typeArgs, args.map(toCallArg));
    if (!found.ok) {
      for (const { operand } of args) assignment(env, operand, undefined);
      return found.detail;
    }
    if (signature.typeParams.length > 0) {
      result =
        params.length === signature.params.vars.length && !signature.variadic
          ? found.signature
          : instantiateSignature(signature, found.typeArgs);
      env.recordInstance(call.fun, found.typeArgs, result);
    }
    params = [...found.signature.params.vars];
    for (const [i, { operand }] of args.entries()) {
      const own = found.argTypeArgs[i];
      if (own === undefined || operand.type.kind !== 'Signature') continue;
      operand.type = instantiateSignature(operand.type, own);
      if (operand.expr !== undefined) env.recordInstance(operand.expr, own, operand.type);
      env.record(operand);
    }
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg !== undefined) assignment(env, arg.operand, params[i]?.type);
  }
  return result;
}

function isGenericFunction(x: Operand): boolean {
  return x.mode === 'value' && x.type.kind === 'Signature' && x.type.typeParams.length > 0;
}

function toCallArg({ operand, partial }: Argument): CallArg {
  const { mode, type, value } = operand;
  return partial === undefined ? { mode, type, value } : { mode, type, value, partialTypeArgs: partial };
}

/** The parameters of a call with `count` arguments: a variadic one repeated, unless a slice is passed for it. */
function spreadParams(signature: Signature, count: number, hasDots: boolean): Var[] {
  const { vars } = signature.params;
  const last = vars.at(-1);
  if (!signature.variadic || hasDots || last === undefined) return [...vars];
  const slice = under(last.type);
  const type = slice.kind === 'Slice' ? slice.elem : last.type;
  const params = vars.slice(0, -1);
  while (params.length < count) params.push(new Var(last.name, last.pkg, last.pos, 'param', type));
  return params;
}
