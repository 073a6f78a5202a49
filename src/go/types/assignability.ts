// Which values can be assigned or converted to which types (spec: Assignability, Conversions), and what untyped values
// become. Mirrors go/types' operand.assignableTo, convertibleTo and implicitTypeAndValue.

import { type ConstantValue, makeString, utf8ToBytes } from './constant.js';
import { identicalAnswer, identicalIgnoreTags, isComparable, type Term, typeSet } from './identical.js';
import type { TypeAndValue } from './info.js';
import { implementsInterface } from './missing-method.js';
import {
  hasName,
  hasNil,
  isBoolean,
  isBytesOrRunes,
  isComplex,
  isInteger,
  isIntegerOrFloat,
  isNumeric,
  isPointer,
  isString,
  isTypeParam,
  isUintptr,
  isUnsafePointer,
  isUntyped,
} from './predicates.js';
import { representable } from './representable.js';
import { type Answer, type Basic, type BasicKind, type Type, unalias, under } from './type.js';
import { typeTerms, underIs } from './type-set.js';
import { basicType, runeType } from './universe.js';

const defaults: ReadonlyMap<BasicKind, Basic> = new Map([
  ['untyped bool', basicType('bool')],
  ['untyped int', basicType('int')],
  ['untyped rune', runeType],
  ['untyped float', basicType('float64')],
  ['untyped complex', basicType('complex128')],
  ['untyped string', basicType('string')],
]);

/** What an untyped value is where nothing else asks for a type; untyped nil and typed ones stay. */
export function defaultType(t: Type): Type {
  return t.kind === 'Basic' ? (defaults.get(t.basic) ?? t) : t;
}

const untypedRank: readonly BasicKind[] = ['untyped int', 'untyped rune', 'untyped float', 'untyped complex'];

/** The untyped type that both become in one expression; undefined if they cannot stand together. */
export function maxUntyped(x: Type, y: Type): Type | undefined {
  if (x === y) return x;
  if (x.kind !== 'Basic' || y.kind !== 'Basic') return undefined;
  if (x.basic === y.basic) return x;
  const a = untypedRank.indexOf(x.basic);
  const b = untypedRank.indexOf(y.basic);
  if (a === -1 || b === -1) return undefined;
  return a > b ? x : y;
}

/** Whether the operand is the predeclared nil. */
export function isNilOperand(x: TypeAndValue): boolean {
  return x.mode === 'nil' || (x.type.kind === 'Basic' && x.type.basic === 'untyped nil');
}

/**
 * The type that an untyped operand takes where `target` is asked for, undefined if it cannot; typed ones keep theirs.
 */
export function implicitType(x: TypeAndValue, target: Type): Type | undefined {
  if (!isUntyped(x.type) || unalias(target).kind === 'Unknown') return x.type;
  if (isUntyped(target)) return maxUntyped(x.type, target);
  const isNil = isNilOperand(x);
  const u = under(target);
  switch (u.kind) {
    case 'Unknown':
      return x.type;
    case 'Basic':
      if (x.value !== undefined) return representable(x.value, u) === undefined ? undefined : target;
      if (isNil) return hasNil(target) ? x.type : undefined;
      if (isBoolean(x.type)) return isBoolean(target) ? target : undefined;
      if (isString(x.type)) return isString(target) ? target : undefined;
      return isNumeric(target) ? target : undefined;
    case 'Interface':
      if (isTypeParam(target)) {
        const isOk = underIs(target, (each) => each !== undefined && implicitType(x, each) !== undefined);
        if (!isOk) return undefined;
        return isNil ? x.type : target;
      }
      if (isNil) return x.type;
      return isEmptyInterface(u) ? defaultType(x.type) : undefined;
    case 'Pointer':
    case 'Signature':
    case 'Slice':
    case 'Map':
    case 'Chan':
      return isNil ? x.type : undefined;
    default:
      return undefined;
  }
}

function isEmptyInterface(t: Extract<Type, { kind: 'Interface' }>): boolean {
  const set = typeSet(t);
  return set.methods.length === 0 && set.terms === 'all' && !set.comparable;
}

function both(x: Answer, y: () => Answer): Answer {
  if (x === 'no') return 'no';
  const other = y();
  return other === 'yes' ? x : other;
}

function everyTerm(terms: readonly Term[] | undefined, test: (t: Type) => Answer): Answer {
  if (terms === undefined) return 'no';
  let answer: Answer = 'yes';
  for (const term of terms) {
    const each = test(term.type);
    if (each === 'no') return 'no';
    if (each === 'unknown') answer = 'unknown';
  }
  return answer;
}

function withType(x: TypeAndValue, type: Type): TypeAndValue {
  return { mode: x.mode === 'const' ? 'value' : x.mode, type, value: undefined };
}

/** Whether the operand can be assigned to a variable of type `target`. */
export function assignableTo(x: TypeAndValue, target: Type): Answer {
  const V = unalias(x.type);
  const T = unalias(target);
  if (V.kind === 'Unknown' || T.kind === 'Unknown' || x.mode === 'unknown') return 'unknown';
  if (V === T) return 'yes';
  const same = identicalAnswer(V, T);
  if (same !== 'no') return same;

  if (isUntyped(V)) {
    if (under(T).kind === 'Unknown') return 'unknown';
    if (T.kind === 'TypeParam')
      return everyTerm(typeTerms(T), (t) => (implicitType(x, t) === undefined ? 'no' : 'yes'));
    return implicitType(x, T) === undefined ? 'no' : 'yes';
  }

  const Vu = under(V);
  const Tu = under(T);
  if (Vu.kind === 'Unknown' || Tu.kind === 'Unknown') return 'unknown';
  const Vp = V.kind === 'TypeParam' ? V : undefined;
  const Tp = T.kind === 'TypeParam' ? T : undefined;
  const isLiteral = !hasName(V) || !hasName(T);

  if (isLiteral && Vp === undefined && Tp === undefined) {
    const sameUnder = identicalAnswer(Vu, Tu);
    if (sameUnder !== 'no') return sameUnder;
  }
  if (Tu.kind === 'Interface' && Tp === undefined) {
    const answer = implementsInterface(V, T);
    if (answer !== 'no') return answer;
    if (Vp === undefined) return 'no';
  }
  if (Vu.kind === 'Chan' && Vu.dir === 'both' && Tu.kind === 'Chan' && isLiteral) {
    const sameElem = identicalAnswer(Vu.elem, Tu.elem);
    if (sameElem !== 'no') return sameElem;
  }
  if (Tp !== undefined && !hasName(V)) return everyTerm(typeTerms(Tp), (t) => assignableTo(x, t));
  if (Vp !== undefined && !hasName(T)) return everyTerm(typeTerms(Vp), (v) => assignableTo(withType(x, v), T));
  return 'no';
}

/** Whether `T(x)` is a conversion of a value that is no constant. */
export function convertibleTo(x: TypeAndValue, target: Type): Answer {
  const assignable = assignableTo(x, target);
  if (assignable !== 'no') return assignable;
  const V = unalias(x.type);
  const T = unalias(target);
  const Vu = under(V);
  const Tu = under(T);
  const Vp = V.kind === 'TypeParam' ? V : undefined;
  const Tp = T.kind === 'TypeParam' ? T : undefined;

  if (Vp === undefined && Tp === undefined) {
    const same = identicalIgnoreTags(Vu, Tu);
    if (same !== 'no') return same;
  }
  if (V.kind === 'Pointer' && T.kind === 'Pointer' && !isTypeParam(V.elem) && !isTypeParam(T.elem)) {
    const same = identicalIgnoreTags(under(V.elem), under(T.elem));
    if (same !== 'no') return same;
  }
  if (isIntegerOrFloat(Vu) && isIntegerOrFloat(Tu)) return 'yes';
  if (isComplex(Vu) && isComplex(Tu)) return 'yes';
  if ((isInteger(Vu) || isBytesOrRunes(Vu)) && isString(Tu)) return 'yes';
  if (isString(Vu) && isBytesOrRunes(Tu)) return 'yes';
  if ((isPointer(Vu) || isUintptr(Vu)) && isUnsafePointer(Tu)) return 'yes';
  if (isUnsafePointer(Vu) && (isPointer(Tu) || isUintptr(Tu))) return 'yes';
  if (Vu.kind === 'Slice') {
    const array = Tu.kind === 'Array' ? Tu : Tu.kind === 'Pointer' ? under(Tu.elem) : undefined;
    if (array?.kind === 'Array') {
      const same = identicalAnswer(Vu.elem, array.elem);
      if (same !== 'no') return same;
    }
  }
  if (Vp !== undefined) {
    return everyTerm(typeTerms(Vp), (v) => {
      const each = withType(x, v);
      return Tp === undefined ? convertibleTo(each, T) : everyTerm(typeTerms(Tp), (t) => convertibleTo(each, t));
    });
  }
  return Tp === undefined ? 'no' : everyTerm(typeTerms(Tp), (t) => convertibleTo(x, t));
}

/**
 * The constant that a conversion of `v` to a type gives; undefined if there is none: the type is not a constant's, or
 * has no such value. `wordBits` is the size of int and uint.
 */
export function convertConstant(v: ConstantValue, target: Type, wordBits = 64): ConstantValue | undefined {
  const u = under(target);
  if (u.kind !== 'Basic') return undefined;
  const value = representable(v, u, wordBits);
  if (value !== undefined) return value;
  // Constants of integer types are of kind int, those of untyped float are not.
  if (v.kind !== 'int' || !isString(u)) return undefined;
  const code = v.value;
  const isValid = code >= 0n && code <= 0x10ffffn && !(code >= 0xd800n && code < 0xe000n);
  return makeString(utf8ToBytes(String.fromCodePoint(isValid ? Number(code) : 0xfffd)));
}

/** Whether `x == y` is allowed: one assignable to the other, and comparable or compared with nil. */
export function comparableOperands(x: TypeAndValue, y: TypeAndValue): Answer {
  const forth = assignableTo(x, y.type);
  const answer = forth === 'no' ? assignableTo(y, x.type) : forth;
  return both(answer, () => {
    if (isNilOperand(x)) return hasNil(y.type) ? 'yes' : 'no';
    if (isNilOperand(y)) return hasNil(x.type) ? 'yes' : 'no';
    return isComparable(x.type) && isComparable(y.type) ? 'yes' : 'no';
  });
}
