// What the types of a type parameter's constraint have in common: terms, core types (go/types' commonUnder), and
// questions asked of every type of a type set.

import { identical, identicalAnswer, type Term, typeSet } from './identical.js';
import { type Interface, newInterface, type Type, type TypeParam, unalias, under } from './type.js';
import { basicType, emptyInterface } from './universe.js';

const wrapped = new WeakMap<TypeParam, Interface>();

/** The interface that constrains a type parameter; a constraint that is no interface is wrapped in one. */
export function constraintInterface(param: TypeParam): Interface {
  const known = wrapped.get(param);
  if (known !== undefined) return known;
  const { constraint } = param;
  const u = under(constraint);
  const isWrong = unalias(constraint).kind === 'TypeParam';
  const result = isWrong ? emptyInterface : u.kind === 'Interface' ? u : newInterface([], [constraint], true);
  wrapped.set(param, result);
  return result;
}

/** The specific types of a type parameter, undefined if it has none: all types, or no type at all. */
export function typeTerms(param: TypeParam): readonly Term[] | undefined {
  const { terms } = typeSet(constraintInterface(param));
  return terms === 'all' || terms.length === 0 ? undefined : terms;
}

/**
 * Whether `test` holds for each type of a type parameter's type set and what is under it; it is asked about undefined
 * once if there are no specific types. Any other type is asked about alone.
 */
export function everyType(t: Type, test: (type: Type | undefined, under: Type | undefined) => boolean): boolean {
  const u = unalias(t);
  if (u.kind !== 'TypeParam') return test(t, under(t));
  const terms = typeTerms(u);
  if (terms === undefined) return test(undefined, undefined);
  return terms.every((term) => test(term.type, under(term.type)));
}

/** `everyType` for the underlying types alone. */
export function underIs(t: Type, test: (under: Type | undefined) => boolean): boolean {
  return everyType(t, (_, u) => test(u));
}

/**
 * The underlying type that all types of the type set have in common, undefined if there is none. Channels that differ
 * only in direction have the more restricted one in common.
 */
export function commonUnder(t: Type): Type | undefined {
  let common: Type | undefined;
  const agree = underIs(t, (u) => {
    if (u === undefined) return false;
    if (common === undefined) {
      common = u;
      return true;
    }
    if (common.kind === 'Chan' && u.kind === 'Chan') {
      if (!identical(common.elem, u.elem)) return false;
      if (common.dir === u.dir) return true;
      if (common.dir === 'both') {
        common = u;
        return true;
      }
      return u.dir === 'both';
    }
    return identicalAnswer(common, u) !== 'no';
  });
  return agree ? common : undefined;
}

/** As `commonUnder`, but a mix of []byte and string has string in common (for append, copy, conversions, indexing). */
export function coreString(t: Type): Type | undefined {
  if (unalias(t).kind !== 'TypeParam') return under(t);
  let common: Type | undefined;
  let hasString = false;
  const agree = underIs(t, (u) => {
    if (u === undefined) return false;
    const isString = u.kind === 'Basic' && u.basic === 'string';
    if (isString) hasString = true;
    const bytes: Type = isString ? byteSlice : u;
    if (common !== undefined && !identical(common, bytes)) return false;
    common = bytes;
    return true;
  });
  if (!agree) return undefined;
  return hasString ? basicType('string') : common;
}

const byteSlice: Type = { kind: 'Slice', elem: basicType('uint8') };

export interface CoreTerm extends Term {
  /** Whether it is the constraint's only term, not one made from what several have in common. */
  readonly single: boolean;
}

/** The only term of a type parameter, else the type its terms have in common (with a tilde if one of them has it). */
export function coreTerm(param: TypeParam): CoreTerm | undefined {
  const terms = typeTerms(param);
  const [first] = terms ?? [];
  if (terms === undefined || first === undefined) return undefined;
  if (terms.length === 1) return { ...first, single: true };
  const common = commonUnder(param);
  return common === undefined ? undefined : { tilde: terms.some((term) => term.tilde), type: common, single: false };
}
