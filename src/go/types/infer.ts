// Inference of type arguments (spec: Type inference), as go/types' infer: from typed arguments, from constraints (core
// types and methods), from untyped constants, for generic functions passed as arguments, and from the function type
// that a generic function is assigned to. Where an argument is Unknown and nothing else tells, the type argument is
// Unknown too, so that the call keeps the rest of its type.

import { defaultType, isNilOperand, maxUntyped } from './assignability.js';
import { typeSet } from './identical.js';
import type { TypeAndValue } from './info.js';
import { instantiateSignature } from './instantiate.js';
import { missingMethod } from './missing-method.js';
import { TypeName, Var } from './object.js';
import { isUntyped } from './predicates.js';
import { Substitution } from './substitute.js';
import { isUnknown, newSignature, newTuple, type Signature, type Type, TypeParam, unalias, unknown } from './type.js';
import { constraintInterface, coreTerm } from './type-set.js';
import { typeString } from './type-string.js';
import { assign, exact, inexact, Unifier } from './unify.js';

export interface InferArg {
  readonly type: Type;
  readonly isNil?: boolean;
}

export type InferResult =
  | { readonly ok: true; readonly typeArgs: readonly Type[] }
  /** `index` is that of the type parameter that cannot be inferred, or -1; `detail` one plain phrase. */
  | { readonly ok: false; readonly index: number; readonly detail: string };

/**
 * The type arguments that are missing in `typeArgs` (a shorter list, or undefined in it) for a function with these
 * parameters and arguments, which match in number. The constraints of the result are not verified.
 */
export function infer(
  typeParams: readonly TypeParam[],
  typeArgs: readonly (Type | undefined)[],
  params: readonly Var[],
  args: readonly InferArg[],
): InferResult {
  const given = typeParams.map((_, i) => typeArgs[i]);
  if (given.every((arg) => arg !== undefined)) return { ok: true, typeArgs: given };

  const unifier = new Unifier(typeParams, given);
  const known = new Substitution(typeParams, given);
  let hasUnknown = false;
  const untyped: { param: TypeParam; arg: Type }[] = [];
  for (const [i, arg] of args.entries()) {
    const written = params[i]?.type;
    if (written === undefined) continue;
    const param = known.type(written);
    if (isUnknown(arg.type)) hasUnknown = true;
    if (!isParameterized(typeParams, param) && !isParameterized(typeParams, arg.type)) continue;
    if (!isUntyped(arg.type)) {
      if (!unifier.unify(param, arg.type, assign)) return mismatch(param, arg.type);
    } else if (param.kind === 'TypeParam' && arg.isNil !== true) {
      untyped.push({ param, arg: arg.type });
    }
  }

  const problem = fromConstraints(typeParams, unifier) ?? fromUntyped(untyped, unifier);
  if (problem !== undefined) return problem;
  return finish(typeParams, given, unifier.inferred(typeParams), hasUnknown);
}

function mismatch(param: Type, arg: Type): InferResult {
  return { ok: false, index: -1, detail: `type ${typeString(arg)} does not match ${typeString(param)}` };
}

/** Unifies type parameters with what their constraints tell, as long as that infers something. */
function fromConstraints(typeParams: readonly TypeParam[], unifier: Unifier): InferResult | undefined {
  for (let before = -1; before !== unifier.unknowns(); ) {
    before = unifier.unknowns();
    for (const param of typeParams) {
      const type = unifier.at(param);
      const core = coreTerm(param);
      if (core !== undefined) {
        if (type !== undefined) {
          if (!unifier.unify(type, core.type, inexact)) return unsatisfied(param, type);
        } else if (core.single && !core.tilde) {
          unifier.set(param, core.type);
        }
      }
      if (type === undefined || isUnknown(type) || isParameterized(typeParams, type)) continue;
      const missing = missingMethod(type, constraintInterface(param), true, (x, y) =>
        unifier.unify(x, y, exact) ? 'yes' : 'no',
      );
      if (missing !== undefined && missing.reason !== 'unknown') return unsatisfied(param, type);
    }
  }
  return undefined;
}

function unsatisfied(param: TypeParam, type: Type): InferResult {
  const constraint = typeString(param.constraint);
  return {
    ok: false,
    index: param.index,
    detail: `${param.obj.name} (type ${typeString(type)}) does not satisfy ${constraint}`,
  };
}

/** Type parameters that only untyped constants are passed for take the default type of the widest. */
function fromUntyped(untyped: readonly { param: TypeParam; arg: Type }[], unifier: Unifier): InferResult | undefined {
  const widest = new Map<TypeParam, Type>();
  for (const { param, arg } of untyped) {
    if (unifier.at(param) !== undefined) continue;
    const before = widest.get(param);
    const type = before === undefined ? arg : maxUntyped(before, arg);
    if (type === undefined) {
      return { ok: false, index: param.index, detail: `mismatched types of untyped constants for ${param.obj.name}` };
    }
    widest.set(param, type);
  }
  for (const [param, type] of widest) unifier.set(param, defaultType(type));
  return undefined;
}

/** Replaces type parameters in what was inferred by what was inferred for them, until none is left. */
function finish(
  typeParams: readonly TypeParam[],
  given: readonly (Type | undefined)[],
  inferred: (Type | undefined)[],
  hasUnknown: boolean,
): InferResult {
  killCycles(typeParams, inferred);
  let dirty = inferred.map((_, i) => i).filter((i) => inferred[i] !== undefined && given[i] === undefined);
  // Cycles are gone, so a chain of type parameters is at most as long as their number.
  for (let round = 0; dirty.length > 0 && round <= typeParams.length; round++) {
    const substitution = new Substitution(typeParams, inferred);
    dirty = dirty.filter((i) => {
      const before = inferred[i];
      if (before === undefined) return false;
      const after = substitution.type(before);
      if (after === before) return false;
      const isStillGeneric = after.kind === 'Signature' && after.typeParams.length > 0;
      inferred[i] =
        isStillGeneric && !isParameterized(typeParams, after) ? newSignature({ ...after, typeParams: [] }) : after;
      return true;
    });
  }
  const typeArgs: Type[] = [];
  for (const [i, param] of typeParams.entries()) {
    const type = inferred[i];
    if (type !== undefined && !isParameterized(typeParams, type)) typeArgs.push(type);
    else if (hasUnknown)
      typeArgs.push(unknown(`the type argument for ${param.obj.name} hangs on a type that is not known`));
    else return { ok: false, index: i, detail: `cannot infer ${param.obj.name}` };
  }
  return { ok: true, typeArgs };
}

/** Takes back what was inferred for a type parameter that leads back to itself: replacing it would never end. */
function killCycles(typeParams: readonly TypeParam[], inferred: (Type | undefined)[]): void {
  const state = new Map<TypeParam, 'open' | 'done'>();
  const visit = (param: TypeParam): void => {
    const i = typeParams.indexOf(param);
    const type = inferred[i];
    if (type === undefined || state.get(param) === 'done') return;
    if (state.get(param) === 'open') {
      inferred[i] = undefined;
      return;
    }
    state.set(param, 'open');
    for (const other of typeParams) if (isParameterized([other], type)) visit(other);
    state.set(param, 'done');
  };
  for (const param of typeParams) visit(param);
}

// ---- Calls -----------------------------------------------------------------------------------------------

/** An argument of a call; of a generic function, the type arguments that are written. */
export type CallArg = TypeAndValue & { readonly partialTypeArgs?: readonly Type[] };

export type CallInference =
  | {
      readonly ok: true;
      /** With the type arguments put in. */
      readonly signature: Signature;
      readonly typeArgs: readonly Type[];
      /** The type arguments of each argument that is a generic function. */
      readonly argTypeArgs: readonly (readonly Type[] | undefined)[];
    }
  | { readonly ok: false; readonly detail: string };

/**
 * Infers the type arguments of a call of `signature` and of generic functions among its arguments. Parameters and
 * arguments match in number: a variadic parameter is repeated, and the signature not variadic.
 */
export function inferCall(
  signature: Signature,
  typeArgs: readonly (Type | undefined)[],
  args: readonly CallArg[],
): CallInference {
  let { typeParams } = signature;
  let params = signature.params.vars;
  // The function may be called in its own body: then its type parameters there are not the ones to be inferred.
  const isRecursive =
    args.some((arg) => isParameterized(typeParams, arg.type)) ||
    typeArgs.some((arg) => arg !== undefined && isParameterized(typeParams, arg));
  if (isRecursive) {
    const renamed = renameTypeParams(typeParams);
    typeParams = renamed.typeParams;
    params = renamed.renaming.tuple(newTuple(params)).vars;
  }
  const allParams = [...typeParams];
  const allArgs: (Type | undefined)[] = typeParams.map((_, i) => typeArgs[i]);
  const inferArgs: InferArg[] = [];
  const counts: number[] = [];
  for (const arg of args) {
    const { type } = arg;
    if (type.kind !== 'Signature' || type.typeParams.length === 0) {
      inferArgs.push({ type, isNil: isNilOperand(arg) });
      counts.push(0);
      continue;
    }
    // One function can be passed twice with different type arguments.
    const renamed = renameTypeParams(type.typeParams);
    const own = renamed.renaming.signature(type);
    inferArgs.push({ type: newSignature({ ...own, typeParams: renamed.typeParams }) });
    counts.push(renamed.typeParams.length);
    allParams.push(...renamed.typeParams);
    renamed.typeParams.forEach((_, i) => {
      allArgs.push(arg.partialTypeArgs?.[i]);
    });
  }
  const result = infer(allParams, allArgs, params, inferArgs);
  if (!result.ok) return { ok: false, detail: result.detail };
  let from = typeParams.length;
  const own = result.typeArgs.slice(0, from);
  const argTypeArgs = counts.map((count) => {
    if (count === 0) return undefined;
    from += count;
    return result.typeArgs.slice(from - count, from);
  });
  const instance = signature.typeParams.length === 0 ? signature : instantiateSignature(signature, own);
  return { ok: true, signature: instance, typeArgs: own, argTypeArgs };
}

/** The type arguments of a generic function that is assigned to a variable of function type `target`. */
export function inferReverse(signature: Signature, typeArgs: readonly Type[], target: Type): InferResult {
  const { typeParams, renaming } = renameTypeParams(signature.typeParams);
  const plain = newSignature({ ...signature, recv: undefined, typeParams: [], recvTypeParams: [] });
  const param = new Var('', undefined, 0, 'param', () => renaming.signature(plain));
  return infer(typeParams, typeArgs, [param], [{ type: target }]);
}

// ---- Type parameters in types ----------------------------------------------------------------------------

/** Aliases can nest types deeper than the stack; no real type holds as many. */
const maxWalked = 1000;

/** Whether `type` contains one of the type parameters; those that a signature in it declares do not count. */
export function isParameterized(typeParams: readonly TypeParam[], type: Type): boolean {
  return typeParams.length > 0 && new Walker(typeParams).type(type);
}

class Walker {
  readonly #typeParams: readonly TypeParam[];
  readonly #seen = new Map<Type, boolean>();

  constructor(typeParams: readonly TypeParam[]) {
    this.#typeParams = typeParams;
  }

  type(type: Type): boolean {
    const t = unalias(type);
    if (t.kind === 'Basic') return false;
    if (t.kind === 'TypeParam') return this.#typeParams.includes(t);
    if (t.kind === 'Named' && t.typeArgs.length === 0) return false;
    const known = this.#seen.get(t);
    if (known !== undefined) return known;
    if (this.#seen.size > maxWalked) return false;
    this.#seen.set(t, false);
    const result = this.#inside(t);
    this.#seen.set(t, result);
    return result;
  }

  #inside(t: Type): boolean {
    switch (t.kind) {
      case 'Array':
      case 'Slice':
      case 'Pointer':
      case 'Chan':
        return this.type(t.elem);
      case 'Map':
        return this.type(t.key) || this.type(t.elem);
      case 'Struct':
        return this.#vars(t.fields);
      case 'Tuple':
        return this.#vars(t.vars);
      case 'Signature':
        return this.#vars(t.params.vars) || this.#vars(t.results.vars);
      case 'Union':
        return t.terms.some((term) => this.type(term.type));
      case 'Interface': {
        const set = typeSet(t);
        if (set.methods.some((method) => this.type(method.type))) return true;
        return set.terms !== 'all' && set.terms.some((term) => this.type(term.type));
      }
      case 'Named':
        return t.typeArgs.some((arg) => this.type(arg));
      default:
        return false;
    }
  }

  #vars(vars: readonly Var[]): boolean {
    return vars.some((v) => this.type(v.type));
  }
}

/**
 * Type parameters like the given ones but of a new identity, and what puts them in for those: a call of a generic
 * function in its own body must not take the ones to be inferred for those of the arguments.
 */
export function renameTypeParams(typeParams: readonly TypeParam[]): {
  readonly typeParams: readonly TypeParam[];
  readonly renaming: Substitution;
} {
  const renamed = typeParams.map((param) => {
    const { obj } = param;
    const name: TypeName = new TypeName(obj.name, obj.pkg, obj.pos, undefined, () => copy);
    const copy: TypeParam = new TypeParam(name, param.index, () => renaming.type(param.constraint));
    return copy;
  });
  const renaming = new Substitution(typeParams, renamed);
  return { typeParams: renamed, renaming };
}
