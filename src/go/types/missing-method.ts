// Whether a type implements an interface or satisfies a constraint (spec: Implementing an interface), as go/types'
// missingMethod and implements. Answers about one pair of types are kept: call graphs ask them by the thousand.

import { identicalAnswer, isComparable, isSubset, objectId, type Terms, termIncludes, typeSet } from './identical.js';
import { hasPointerReceiver, lookupFieldOrMethod } from './lookup.js';
import type { Func } from './object.js';
import { isInterfacePointer } from './predicates.js';
import { type Answer, deref, newPointer, type Type, unalias, under } from './type.js';
import { typeString } from './type-string.js';

export interface MissingMethod {
  /** The interface's method. */
  readonly method: Func;
  readonly reason: 'missing' | 'pointer-receiver' | 'wrong-type' | 'wrong-name' | 'field' | 'ambiguous' | 'unknown';
  /** The type's method that nearly is the one. */
  readonly alternative: Func | undefined;
  /** One plain phrase. */
  readonly detail: string;
}

/** Compares the signatures of a type's method and of the interface's. */
export type Equivalent = (x: Type, y: Type) => Answer;

/**
 * The first method of interface `T` that `V` lacks or has with another signature. `isStatic`: an interface `V` must
 * declare every method; else only those it declares must agree, as in `v.(T)`. A method that hangs on an Unknown is
 * returned (reason `unknown`) only if none is missing for sure.
 */
export function missingMethod(
  V: Type,
  T: Type,
  isStatic: boolean,
  equivalent: Equivalent = identicalAnswer,
): MissingMethod | undefined {
  const interfaceType = under(T);
  if (interfaceType.kind !== 'Interface') return undefined;
  const { methods } = typeSet(interfaceType);
  const own = under(V);
  let unsure: MissingMethod | undefined;
  for (const method of methods) {
    const problem =
      own.kind === 'Interface'
        ? missingInInterface(own, method, isStatic, equivalent)
        : missingInConcrete(V, method, equivalent);
    if (problem === undefined) continue;
    if (problem.reason !== 'unknown') return problem;
    unsure ??= problem;
  }
  return unsure;
}

function missingInInterface(
  own: Extract<Type, { kind: 'Interface' }>,
  method: Func,
  isStatic: boolean,
  equivalent: Equivalent,
): MissingMethod | undefined {
  const set = typeSet(own);
  const found = set.methods[set.byId.get(objectId(method.pkg, method.name)) ?? -1];
  if (found !== undefined) return wrongType(found, method, equivalent);
  if (!isStatic) return undefined;
  if (set.unknown)
    return { method, reason: 'unknown', alternative: undefined, detail: 'an embedded interface is not known' };
  return { method, reason: 'missing', alternative: undefined, detail: `missing method ${method.name}` };
}

function missingInConcrete(V: Type, method: Func, equivalent: Equivalent): MissingMethod | undefined {
  const result = lookupFieldOrMethod(V, false, method.pkg, method.name);
  if (result.found) {
    if (result.obj.kind === 'Func') return wrongType(result.obj, method, equivalent);
    return { method, reason: 'field', alternative: undefined, detail: `${method.name} is a field, not a method` };
  }
  switch (result.reason) {
    case 'unknown':
      return { method, reason: 'unknown', alternative: undefined, detail: result.detail };
    case 'ambiguous':
      return { method, reason: 'ambiguous', alternative: undefined, detail: `ambiguous selector ${method.name}` };
    case 'pointer-receiver':
      return { method, reason: 'pointer-receiver', alternative: result.obj, detail: result.detail };
    default:
      return notFound(V, method);
  }
}

function notFound(V: Type, method: Func): MissingMethod {
  if (isInterfacePointer(V)) {
    const detail = `type ${typeString(V)} is pointer to interface, not interface`;
    return { method, reason: 'missing', alternative: undefined, detail };
  }
  const base = unalias(deref(V).type);
  const wanted = method.name.toLowerCase();
  const alternative = base.kind === 'Named' ? base.methods.find((m) => m.name.toLowerCase() === wanted) : undefined;
  if (alternative === undefined)
    return { method, reason: 'missing', alternative, detail: `missing method ${method.name}` };
  const detail =
    alternative.name === method.name
      ? `unexported method ${method.name}`
      : `missing method ${method.name}, there is ${alternative.name}`;
  return { method, reason: 'wrong-name', alternative, detail };
}

function wrongType(found: Func, method: Func, equivalent: Equivalent): MissingMethod | undefined {
  if (found === method) return undefined;
  const answer = equivalent(found.type, method.type);
  if (answer === 'yes') return undefined;
  if (answer === 'unknown') {
    return {
      method,
      reason: 'unknown',
      alternative: found,
      detail: `the types of method ${method.name} are not all known`,
    };
  }
  return { method, reason: 'wrong-type', alternative: found, detail: `wrong type for method ${method.name}` };
}

export interface Implements {
  readonly answer: Answer;
  /** Why not, or why that is not known; one plain phrase. */
  readonly detail: string;
}

const yes: Implements = { answer: 'yes', detail: '' };
const asInterface = new WeakMap<Type, WeakMap<Type, Implements>>();
const asConstraint = new WeakMap<Type, WeakMap<Type, Implements>>();

/** Whether `V` implements interface `T`, or with `forConstraint` satisfies constraint `T`, and why not. */
export function implementsReason(V: Type, T: Type, forConstraint = false): Implements {
  const v = unalias(V);
  const t = unalias(T);
  const table = forConstraint ? asConstraint : asInterface;
  let row = table.get(v);
  if (row === undefined) table.set(v, (row = new WeakMap()));
  let result = row.get(t);
  if (result === undefined) row.set(t, (result = decide(v, t, forConstraint)));
  return result;
}

/** Whether `V` implements interface `T`, or with `forConstraint` satisfies constraint `T`. */
export function implementsInterface(V: Type, T: Type, forConstraint = false): Answer {
  return implementsReason(V, T, forConstraint).answer;
}

function decide(V: Type, T: Type, forConstraint: boolean): Implements {
  const Vu = under(V);
  const Tu = under(T);
  if (Tu.kind === 'Unknown') return { answer: 'unknown', detail: Tu.reason };
  if (Tu.kind !== 'Interface') return { answer: 'no', detail: `${typeString(T)} is not an interface` };
  const wanted = typeSet(Tu);
  if (wanted.methods.length === 0 && wanted.terms === 'all' && !wanted.comparable && !wanted.unknown) return yes;
  if (Vu.kind === 'Unknown') return { answer: 'unknown', detail: Vu.reason };
  if (Vu.kind === 'Pointer') {
    const elem = under(Vu.elem);
    if (elem.kind === 'Unknown') return { answer: 'unknown', detail: elem.reason };
  }
  const own = Vu.kind === 'Interface' ? typeSet(Vu) : undefined;
  if (own !== undefined && own.terms !== 'all' && own.terms.length === 0) return yes;
  if (wanted.terms !== 'all' && wanted.terms.length === 0 && !wanted.unknown)
    return { answer: 'no', detail: 'empty type set' };

  const missing = missingMethod(V, T, true);
  if (missing !== undefined && missing.reason !== 'unknown') return { answer: 'no', detail: missing.detail };
  const inTerms = satisfiesTerms(V, own?.terms, wanted.terms);
  if (inTerms === 'no') return { answer: 'no', detail: `${typeString(V)} is not in the type set of ${typeString(T)}` };
  const needsComparable =
    wanted.comparable || (wanted.terms !== 'all' && wanted.terms.every((term) => isComparable(term.type, false)));
  if (needsComparable && !isComparable(V, false) && !(forConstraint && isComparable(V, true))) {
    return { answer: 'no', detail: `${typeString(V)} is not comparable` };
  }
  if (missing !== undefined) return { answer: 'unknown', detail: missing.detail };
  if (inTerms === 'unknown') return { answer: 'unknown', detail: 'a type is not known' };
  return wanted.unknown ? { answer: 'unknown', detail: 'an embedded interface is not known' } : yes;
}

function satisfiesTerms(V: Type, own: Terms | undefined, wanted: Terms): Answer {
  if (wanted === 'all') return 'yes';
  if (own !== undefined) return isSubset(own, wanted) ? 'yes' : 'no';
  let answer: Answer = 'no';
  for (const term of wanted) {
    const each = termIncludes(term, V);
    if (each === 'yes') return 'yes';
    if (each === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** Whether `x.(T)` can succeed for an `x` of interface type `V` (spec: Type assertions). */
export function assertableTo(V: Type, T: Type): Answer {
  const Tu = under(T);
  if (Tu.kind === 'Unknown') return 'unknown';
  // No static check: a value that implements both may come from anywhere.
  if (Tu.kind === 'Interface' && unalias(T).kind !== 'TypeParam') return 'yes';
  const missing = missingMethod(T, V, false);
  return missing === undefined ? 'yes' : missing.reason === 'unknown' ? 'unknown' : 'no';
}

/** Whether `V` lacks interface `T` only because its methods have pointer receivers, so that `*V` implements it. */
export function pointerImplements(V: Type, T: Type): boolean {
  const missing = missingMethod(V, T, true);
  if (missing?.reason !== 'pointer-receiver' || missing.alternative === undefined) return false;
  return hasPointerReceiver(missing.alternative) && implementsInterface(newPointer(V), T) === 'yes';
}
