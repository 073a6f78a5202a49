// Whether a constant can be a value of a basic type, and which one it is then (spec: Representability): integers are
// checked against the type's range, fractions rounded to float32 or float64. Mirrors go/types' representableConst.

import { bitLength, type ConstantValue, makeComplex, makeRat, toComplex, toFloat, toInt } from './constant.js';
import type { Basic, BasicKind } from './type.js';

/** Signed kinds with their size in bits; 0 for the size of a word. */
const signedBits: ReadonlyMap<BasicKind, number> = new Map([
  ['int', 0],
  ['int8', 8],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
]);
const unsignedBits: ReadonlyMap<BasicKind, number> = new Map([
  ['uint', 0],
  ['uintptr', 0],
  ['uint8', 8],
  ['uint16', 16],
  ['uint32', 32],
  ['uint64', 64],
]);

/**
 * The value of `v` as one of type `basic`, or undefined if it cannot be one. Of an unknown value nothing is known, so
 * it stays. `wordBits` is the size of int and uint.
 */
export function representable(v: ConstantValue, basic: Basic, wordBits = 64): ConstantValue | undefined {
  if (v.kind === 'unknown') return v;
  const kind = basic.basic;
  const signed = signedBits.get(kind);
  const unsigned = unsignedBits.get(kind);
  if (signed !== undefined || unsigned !== undefined || kind === 'untyped int' || kind === 'untyped rune') {
    const n = toInt(v);
    if (n.kind !== 'int') return undefined;
    if (signed !== undefined) {
      const bits = signed === 0 ? wordBits : signed;
      return BigInt.asIntN(bits, n.value) === n.value ? n : undefined;
    }
    if (unsigned !== undefined) {
      return n.value >= 0n && bitLength(n.value) <= (unsigned === 0 ? wordBits : unsigned) ? n : undefined;
    }
    return n;
  }
  switch (kind) {
    case 'float32':
    case 'float64':
      return roundConstant(toFloat(v), kind === 'float32');
    case 'untyped float':
      return toFloat(v).kind === 'float' ? v : undefined;
    case 'complex64':
    case 'complex128': {
      const c = toComplex(v);
      if (c.kind !== 'complex') return undefined;
      const re = roundConstant(toFloat(c.re), kind === 'complex64');
      const im = roundConstant(toFloat(c.im), kind === 'complex64');
      return re === undefined || im === undefined ? undefined : makeComplex(re, im);
    }
    case 'untyped complex':
      return toComplex(v).kind === 'complex' ? v : undefined;
    case 'string':
    case 'untyped string':
      return v.kind === 'string' ? v : undefined;
    case 'bool':
    case 'untyped bool':
      return v.kind === 'bool' ? v : undefined;
    default:
      return undefined;
  }
}

/** The nearest float32 or float64, ties to even; undefined if it is infinite. */
function roundConstant(v: ConstantValue, isSingle: boolean): ConstantValue | undefined {
  if (v.kind !== 'float') return undefined;
  if (v.num === 0n) return v;
  const precision = isSingle ? 24 : 53;
  const least = isSingle ? -149 : -1074;
  const most = isSingle ? 128 : 1024;
  const negative = v.num < 0n;
  const num = negative ? -v.num : v.num;
  // The exponent of the last bit of the mantissa: 2^e ≤ ulp. One too low at most, which the second round mends.
  let e = Math.max(bitLength(num) - bitLength(v.den) - precision, least);
  let mantissa = divideRounded(num, v.den, e);
  if (bitLength(mantissa) > precision) {
    e++;
    mantissa = divideRounded(num, v.den, e);
  }
  if (bitLength(mantissa) + e > most) return undefined;
  const signed = negative ? -mantissa : mantissa;
  return e >= 0 ? makeRat(signed << BigInt(e), 1n) : makeRat(signed, 1n << BigInt(-e));
}

/** num / den / 2^e, rounded to the nearest integer, ties to even. */
function divideRounded(num: bigint, den: bigint, e: number): bigint {
  const n = e < 0 ? num << BigInt(-e) : num;
  const d = e > 0 ? den << BigInt(e) : den;
  const q = n / d;
  const twice = 2n * (n - q * d);
  return twice > d || (twice === d && (q & 1n) === 1n) ? q + 1n : q;
}
