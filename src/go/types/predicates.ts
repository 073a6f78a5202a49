// Simple questions about types, as go/types' predicates. `isX` looks at one type and is false for type parameters;
// `allX` holds for a type parameter if it holds for every type of its type set.

import { type BasicKind, type Type, unalias, under } from './type.js';
import { typeTerms, underIs } from './type-set.js';

const boolean = 1;
const integer = 2;
const unsigned = 4;
const float = 8;
const complex = 16;
const string = 32;
const untyped = 64;

const traits: ReadonlyMap<BasicKind, number> = new Map([
  ['bool', boolean],
  ['int', integer],
  ['int8', integer],
  ['int16', integer],
  ['int32', integer],
  ['int64', integer],
  ['uint', integer | unsigned],
  ['uint8', integer | unsigned],
  ['uint16', integer | unsigned],
  ['uint32', integer | unsigned],
  ['uint64', integer | unsigned],
  ['uintptr', integer | unsigned],
  ['float32', float],
  ['float64', float],
  ['complex64', complex],
  ['complex128', complex],
  ['string', string],
  ['untyped bool', boolean | untyped],
  ['untyped int', integer | untyped],
  ['untyped rune', integer | untyped],
  ['untyped float', float | untyped],
  ['untyped complex', complex | untyped],
  ['untyped string', string | untyped],
  ['untyped nil', untyped],
]);

const numeric = integer | float | complex;

function has(t: Type, trait: number): boolean {
  const u = under(t);
  return u.kind === 'Basic' && ((traits.get(u.basic) ?? 0) & trait) !== 0;
}

export const isBoolean = (t: Type): boolean => has(t, boolean);
export const isInteger = (t: Type): boolean => has(t, integer);
export const isUnsigned = (t: Type): boolean => has(t, unsigned);
export const isComplex = (t: Type): boolean => has(t, complex);
export const isNumeric = (t: Type): boolean => has(t, numeric);
export const isIntegerOrFloat = (t: Type): boolean => has(t, integer | float);
export const isString = (t: Type): boolean => has(t, string);

/** Whether constants can have this type. */
export const isConstType = (t: Type): boolean => has(t, boolean | numeric | string);

function all(t: Type, trait: number): boolean {
  const u = unalias(t);
  if (u.kind !== 'TypeParam') return has(t, trait);
  return typeTerms(u)?.every((term) => has(term.type, trait)) ?? false;
}

export const allBoolean = (t: Type): boolean => all(t, boolean);
export const allInteger = (t: Type): boolean => all(t, integer);
export const allNumeric = (t: Type): boolean => all(t, numeric);
export const allString = (t: Type): boolean => all(t, string);

/** Whether the type itself, not what is under it, is an untyped one. */
export function isUntyped(t: Type): boolean {
  return t.kind === 'Basic' && ((traits.get(t.basic) ?? 0) & untyped) !== 0;
}

export function isTyped(t: Type): boolean {
  return !isUntyped(t);
}

export function isUntypedNumeric(t: Type): boolean {
  return isUntyped(t) && has(t, numeric);
}

/** Whether the underlying type is the basic type of this kind. */
export function isBasicKind(t: Type, kind: BasicKind): boolean {
  const u = under(t);
  return u.kind === 'Basic' && u.basic === kind;
}

export const isUintptr = (t: Type): boolean => isBasicKind(t, 'uintptr');
export const isUnsafePointer = (t: Type): boolean => isBasicKind(t, 'unsafe.Pointer');
export const isPointer = (t: Type): boolean => under(t).kind === 'Pointer';

/** Whether the underlying type is []byte or []rune, or a slice of types defined as those. */
export function isBytesOrRunes(t: Type): boolean {
  const u = under(t);
  return u.kind === 'Slice' && (isBasicKind(u.elem, 'uint8') || isBasicKind(u.elem, 'int32'));
}

export function isTypeParam(t: Type): boolean {
  return unalias(t).kind === 'TypeParam';
}

/** Whether the underlying type is an interface; true for type parameters. */
export function isInterface(t: Type): boolean {
  return under(t).kind === 'Interface';
}

export function isNonTypeParamInterface(t: Type): boolean {
  return !isTypeParam(t) && isInterface(t);
}

/** Whether it is a pointer to an interface or type parameter, which has no methods. */
export function isInterfacePointer(t: Type): boolean {
  const u = under(t);
  return u.kind === 'Pointer' && isInterface(u.elem);
}

/** Whether the type has a name: basic, defined, or a type parameter. */
export function hasName(t: Type): boolean {
  const { kind } = unalias(t);
  return kind === 'Basic' || kind === 'Named' || kind === 'TypeParam';
}

/** Whether the type is neither defined nor a type parameter. */
export function isTypeLit(t: Type): boolean {
  const { kind } = unalias(t);
  return kind !== 'Named' && kind !== 'TypeParam';
}

/** Whether it is a generic type that still needs type arguments. */
export function isGeneric(t: Type): boolean {
  if (t.kind === 'Alias' && t.typeArgs.length === 0 && t.typeParams.length > 0) return true;
  const u = unalias(t);
  return u.kind === 'Named' && u.typeArgs.length === 0 && u.typeParams.length > 0;
}

/** Whether nil can be a value of the type. An Unknown may be nil. */
export function hasNil(t: Type): boolean {
  const u = under(t);
  switch (u.kind) {
    case 'Basic':
      return u.basic === 'unsafe.Pointer';
    case 'Slice':
    case 'Pointer':
    case 'Signature':
    case 'Map':
    case 'Chan':
    case 'Unknown':
      return true;
    case 'Interface':
      return !isTypeParam(t) || underIs(t, (each) => each !== undefined && hasNil(each));
    default:
      return false;
  }
}
