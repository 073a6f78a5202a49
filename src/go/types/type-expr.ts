// Type expressions: what type a piece of syntax denotes. Mirrors typexpr.go. Struct fields, parameters and methods have
// their own files. At declaration level the types of fields are looked at only when they are asked for.

import type { ArrayType, Expr, Ident, IndexExpr, SelectorExpr } from '#go/syntax/ast.js';
import { int64Of, toInt } from './constant.js';
import { type Environment, maxDepth, tooDeep } from './environment.js';
import { expr } from './evaluate.js';
import { functionType } from './function-type.js';
import { identifier } from './identifier.js';
import { instantiateAlias, instantiateNamed } from './instantiate.js';
import { interfaceType } from './interface-type.js';
import { Operand } from './operand.js';
import { isGeneric, isInteger, isUntyped } from './predicates.js';
import { selector } from './selector.js';
import { structType } from './struct-type.js';
import { type Named, newArray, newChan, newMap, newPointer, newSlice, type Type, unknown } from './type.js';

/** The type that `e` denotes, which must not lack type arguments. `definition` is the type whose declaration this is. */
export function typeExpr(env: Environment, e: Expr, definition: Named | undefined): Type {
  let type = typeOfSyntax(env, e, definition);
  if (isGeneric(type)) type = unknown('a generic type stands without its type arguments');
  env.recordType(e, 'type', type);
  return type;
}

/** The generic type that `e` names. */
export function genericTypeExpr(env: Environment, e: Expr): Type {
  let type = typeOfSyntax(env, e, undefined);
  if (type.kind !== 'Unknown' && !isGeneric(type)) type = unknown('a type that is not generic has type arguments');
  env.recordType(e, 'type', type);
  return type;
}

function typeOfSyntax(env: Environment, e: Expr, definition: Named | undefined): Type {
  const { core } = env;
  if (core.depth >= maxDepth) return tooDeep;
  core.depth++;
  const type = dispatch(env, e, definition);
  core.depth--;
  return type;
}

function dispatch(env: Environment, e: Expr, definition: Named | undefined): Type {
  switch (e.kind) {
    case 'Ident':
    case 'SelectorExpr':
      return namedType(env, e);
    case 'IndexExpr':
      return instantiatedType(env, e);
    case 'ParenExpr':
      return typeExpr(env, e.x, definition);
    case 'ArrayType':
      return arrayType(env, e);
    case 'StructType':
      return structType(env, e);
    case 'StarExpr': {
      const elem = env.core.typeOf(env, e.x);
      return elem.kind === 'Unknown' ? elem : newPointer(elem);
    }
    case 'FuncType':
      return functionType(env, undefined, e).signature;
    case 'InterfaceType':
      return interfaceType(env, e, definition);
    case 'MapType': {
      const key = env.core.typeOf(env, e.key);
      return newMap(key, env.core.typeOf(env, e.value));
    }
    case 'ChanType':
      return newChan(e.dir, env.core.typeOf(env, e.value));
    case 'BadExpr':
      return unknown('the type has a syntax error');
    case 'Ellipsis':
      return unknown('... stands outside of a parameter list');
    default:
      env.core.rawExpr(env, new Operand(), e, undefined, true, undefined);
      return unknown('an expression stands where a type should');
  }
}

function namedType(env: Environment, e: Ident | SelectorExpr): Type {
  const x = new Operand();
  if (e.kind === 'Ident') identifier(env, x, e);
  else selector(env, x, e, true);
  if (x.mode === 'type' || x.type.kind === 'Unknown') return x.type;
  return unknown('a value stands where a type should');
}

function arrayType(env: Environment, e: ArrayType): Type {
  if (e.len === undefined) return newSlice(env.core.typeOf(env, e.elt));
  const length = e.len.kind === 'Ellipsis' ? undefined : arrayLength(env, e.len);
  return newArray(length, env.core.typeOf(env, e.elt));
}

function arrayLength(env: Environment, e: Expr): number | undefined {
  const x = new Operand();
  expr(env, x, e);
  if (x.mode !== 'const' || x.value === undefined || !(isUntyped(x.type) || isInteger(x.type))) return undefined;
  const length = int64Of(toInt(x.value));
  return length !== undefined && length >= 0 ? length : undefined;
}

/** The types of a list of type arguments. */
export function typeList(env: Environment, list: readonly Expr[]): Type[] {
  const types: Type[] = [];
  for (const e of list) types.push(env.core.typeOf(env, e));
  return types;
}

function instantiatedType(env: Environment, e: IndexExpr): Type {
  const generic = genericTypeExpr(env, e.x);
  const typeArgs = typeList(env, e.indices);
  if (generic.kind === 'Unknown') return generic;
  if (generic.kind !== 'Named' && generic.kind !== 'Alias') return unknown('only a named type can have type arguments');
  const type = generic.kind === 'Named' ? instantiateNamed(generic, typeArgs) : instantiateAlias(generic, typeArgs);
  env.recordInstance(e.x, typeArgs, type);
  return type;
}
