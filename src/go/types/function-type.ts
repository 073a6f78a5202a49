// Function types: type parameters, receivers, parameters and results, and the scope in which a body sees them.
// Mirrors signature.go.

import type { Expr, Field, FieldList, FuncType, Ident } from '#go/syntax/ast.js';
import { constraintType } from './constraint.js';
import type { Environment } from './environment.js';
import { instantiateNamed } from './instantiate.js';
import { TypeName, Var } from './object.js';
import { Scope } from './scope.js';
import { substitute } from './substitute.js';
import {
  type Named,
  newPointer,
  newSignature,
  newSlice,
  newTuple,
  type Signature,
  type Type,
  TypeParam,
  unknown,
} from './type.js';

export interface FunctionType {
  readonly signature: Signature;
  /** Holds the parameters, results, receiver and type parameters. */
  readonly scope: Scope;
}

/**
 * The type that a function's syntax denotes. With `known`, a signature made from another parse of the same syntax, its
 * objects are declared in place of new ones.
 */
export function functionType(
  env: Environment,
  recv: FieldList | undefined,
  e: FuncType,
  known?: Signature,
): FunctionType {
  const inner = env.fork(env.postponed === undefined);
  inner.openScope();

  let receiver: Receiver | undefined;
  const [recvField] = recv?.list ?? [];
  if (recvField !== undefined) receiver = receiverOf(inner, recvField, known);
  const typeParams = e.typeParams === undefined ? [] : declareTypeParams(inner, e.typeParams, known?.typeParams);

  const names: { readonly id: Ident; readonly object: Var }[] = [];
  const params = parameters(inner, e.params, 'param', names, known?.params.vars);
  const results =
    e.results === undefined
      ? { vars: [], variadic: false }
      : parameters(inner, e.results, 'result', names, known?.results.vars);
  // Constraints are looked at later, and must not see a parameter that has the name of a package.
  let body = inner;
  if (typeParams.length > 0 || (receiver?.typeParams.length ?? 0) > 0) {
    body = inner.fork(env.postponed === undefined);
    body.openScope();
  }
  const [recvName] = recvField?.names ?? [];
  if (receiver !== undefined && recvName !== undefined) body.declare(recvName, receiver.variable);
  for (const { id, object } of names) body.declare(id, object);

  const signature =
    known ??
    newSignature({
      recv: receiver?.variable,
      typeParams,
      recvTypeParams: receiver?.typeParams ?? [],
      params: newTuple(params.vars),
      results: newTuple(results.vars),
      variadic: params.variadic,
    });
  return { signature, scope: body.scope ?? new Scope(undefined) };
}

function parameters(
  env: Environment,
  list: FieldList,
  role: 'param' | 'result',
  names: { readonly id: Ident; readonly object: Var }[],
  existing: readonly Var[] | undefined,
): { readonly vars: Var[]; readonly variadic: boolean } {
  const vars: Var[] = [];
  let variadic = false;
  const last = list.list.length - 1;
  for (let i = 0; i <= last; i++) {
    const field = list.list[i];
    if (field === undefined) continue;
    let e = field.type;
    let spread = false;
    if (e.kind === 'Ellipsis') {
      spread = role === 'param' && i === last && field.names.length <= 1;
      if (e.elt !== undefined) e = e.elt;
    }
    let type = e.kind === 'Ellipsis' ? unknown('the parameter has no type') : env.core.typeOf(env, e);
    if (spread) {
      variadic = true;
      type = newSlice(type);
      env.recordType(field.type, 'type', type);
    }
    if (field.names.length === 0) {
      const object = existing?.[vars.length] ?? new Var('', env.pkg, e.pos, role, type);
      field.implied = object;
      vars.push(object);
    }
    for (const id of field.names) {
      const object = existing?.[vars.length] ?? new Var(id.name, env.pkg, id.pos, role, type);
      names.push({ id, object });
      vars.push(object);
    }
  }
  return { vars, variadic };
}

/** Declares a list of type parameters in the innermost scope; their constraints are looked at on first use. */
export function declareTypeParams(env: Environment, list: FieldList, existing?: readonly TypeParam[]): TypeParam[] {
  const typeParams: TypeParam[] = [];
  for (const field of list.list) {
    let constraint: Type | undefined;
    const constraintOf = (): Type => (constraint ??= constraintType(env, field.type));
    for (const id of field.names) {
      typeParams.push(declareTypeParam(env, id, typeParams.length, constraintOf, existing?.[typeParams.length]));
    }
    // What stands there is recorded even if the constraint is known already.
    if (existing !== undefined) env.postponed?.push(constraintOf);
  }
  if (env.postponed === undefined) for (const typeParam of typeParams) void typeParam.constraint;
  else env.postponed.push(() => typeParams.forEach((typeParam) => void typeParam.constraint));
  return typeParams;
}

function declareTypeParam(
  env: Environment,
  id: Ident,
  index: number,
  constraint: () => Type,
  existing?: TypeParam,
): TypeParam {
  if (existing !== undefined) {
    env.declare(id, existing.obj);
    return existing;
  }
  const object: TypeName = new TypeName(id.name, env.pkg, id.pos, undefined, () => typeParam);
  const typeParam = new TypeParam(object, index, constraint);
  env.declare(id, object);
  return typeParam;
}

interface Receiver {
  readonly variable: Var;
  readonly typeParams: readonly TypeParam[];
}

function receiverOf(env: Environment, field: Field, known: Signature | undefined): Receiver {
  let base = field.type;
  let isPointer = false;
  while (base.kind === 'ParenExpr' || base.kind === 'StarExpr') {
    if (base.kind === 'StarExpr') isPointer = true;
    base = base.x;
  }
  let typeParams: TypeParam[] = [];
  let type: Type;
  if (base.kind === 'IndexExpr') {
    const generic = env.core.genericTypeOf(env, base.x);
    typeParams = receiverTypeParams(env, base.indices, generic, known?.recvTypeParams);
    if (generic.kind === 'Named') {
      type = instantiateNamed(generic, typeParams);
      env.recordInstance(base.x, typeParams, type);
    } else type = generic.kind === 'Unknown' ? generic : unknown('the receiver is no defined type');
    if (isPointer && type.kind !== 'Unknown') type = newPointer(type);
    recordReceiver(env, field.type, type);
  } else {
    type = env.core.typeOf(env, field.type);
  }
  const [id] = field.names;
  const variable = known?.recv ?? new Var(id?.name ?? '', env.pkg, id?.pos ?? field.pos, 'recv', type);
  if (id === undefined) field.implied = variable;
  return { variable, typeParams };
}

/** The receiver's own type parameters, whose constraints are those of the type's declaration. */
function receiverTypeParams(
  env: Environment,
  indices: readonly Expr[],
  generic: Type,
  existing: readonly TypeParam[] | undefined,
): TypeParam[] {
  const typeParams: TypeParam[] = [];
  const named: Named | undefined = generic.kind === 'Named' ? generic : undefined;
  for (const [i, e] of indices.entries()) {
    if (e.kind !== 'Ident') {
      const id: Ident = { kind: 'Ident', name: '_', pos: e.pos, end: e.end };
      typeParams.push(declareTypeParam(env, id, i, () => unknown('the receiver has a malformed type parameter')));
      continue;
    }
    const constraint = (): Type => {
      const declared = named?.typeParams[i];
      if (named === undefined || declared === undefined) return unknown('the receiver has too many type parameters');
      return substitute(declared.constraint, named.typeParams, typeParams);
    };
    const typeParam = declareTypeParam(env, e, i, constraint, existing?.[i]);
    typeParams.push(typeParam);
    env.recordUse(e, typeParam.obj);
    env.recordType(e, 'type', typeParam);
  }
  return typeParams;
}

/** Records the types of a generic receiver, with the stars and parentheses around it. */
function recordReceiver(env: Environment, e: Expr, type: Type): void {
  let x = e;
  let t = type;
  for (;;) {
    env.recordType(x, 'type', t);
    if (x.kind === 'ParenExpr') x = x.x;
    else if (x.kind === 'StarExpr' && t.kind === 'Pointer') {
      x = x.x;
      t = t.elem;
    } else return;
  }
}
