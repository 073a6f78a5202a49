// A generic function with some, all or none of its type arguments written, outside of a call. Mirrors funcInst of call.go.

import type { IndexExpr } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import { infer, inferReverse } from './infer.js';
import { instantiateSignature } from './instantiate.js';
import { fail, type Operand } from './operand.js';
import type { Signature, Type } from './type.js';
import { typeList } from './type-expr.js';

/**
 * Instantiates the generic function in `x`. Type arguments that `ix` does not write follow from the function type
 * `target` that it is assigned to, if any. Without `complete` a function that lacks some is left as it is, and those
 * that are written are returned.
 */
export function instantiateFunction(
  env: Environment,
  x: Operand,
  ix: IndexExpr | undefined,
  complete: boolean,
  target: Signature | undefined,
): Type[] | undefined {
  const signature = x.type;
  if (ix !== undefined) x.expr = ix;
  let typeArgs = ix === undefined ? [] : typeList(env, ix.indices);
  if (signature.kind !== 'Signature') {
    fail(x, 'what has type arguments is no generic function');
    return undefined;
  }
  const wanted = signature.typeParams.length;
  if (typeArgs.length > wanted) {
    fail(x, 'the function has too many type arguments');
    return undefined;
  }
  if (typeArgs.length < wanted) {
    if (!complete) return typeArgs;
    const found =
      target === undefined ? infer(signature.typeParams, typeArgs, [], []) : inferReverse(signature, typeArgs, target);
    if (!found.ok) {
      fail(x, found.detail);
      return undefined;
    }
    typeArgs = [...found.typeArgs];
  }
  const type = instantiateSignature(signature, typeArgs);
  if (x.expr !== undefined) env.recordInstance(x.expr, typeArgs, type);
  x.mode = 'value';
  x.type = type;
  x.value = undefined;
  return undefined;
}
