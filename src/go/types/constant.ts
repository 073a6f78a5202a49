// Exact constant values, as go/constant (spec: Constants): integers and fractions of any size up to a bound. A string
// is a byte string: each char code is one byte. Fractions over `exactBits` are rounded to 512 bits, as go/constant
// does; what is over `maxBits` is unknown, so that `1e1000000000` costs nothing.

import { assertNever } from '#base/errors.js';

export type RealConstant =
  | { readonly kind: 'int'; readonly value: bigint }
  /** In lowest terms with `den` > 0; `den` may be 1. */
  | { readonly kind: 'float'; readonly num: bigint; readonly den: bigint };

export type ConstantValue =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | RealConstant
  | { readonly kind: 'complex'; readonly re: RealConstant; readonly im: RealConstant };

/** From here on go/constant leaves exact fractions for 512-bit floats. */
const exactBits = 4096;
/** Fractions and integers with more bits are unknown: enough for any program, small enough to compute with. */
export const maxBits = 65_536;
/** Longer strings are unknown: doubling a constant would otherwise eat all memory. */
const maxStringLength = 1 << 24;

export const unknownConstant: ConstantValue = { kind: 'unknown' };
const zero: RealConstant = { kind: 'int', value: 0n };

export function makeBool(value: boolean): ConstantValue {
  return { kind: 'bool', value };
}

/** A string of bytes. */
export function makeString(bytes: string): ConstantValue {
  return bytes.length > maxStringLength ? unknownConstant : { kind: 'string', value: bytes };
}

export function makeInt(value: bigint | number): ConstantValue {
  const n = typeof value === 'bigint' ? value : Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return n === undefined || bitLength(n) > maxBits ? unknownConstant : { kind: 'int', value: n };
}

/** The exact value of a double; unknown for infinities and NaN. */
export function makeFloat(value: number): ConstantValue {
  if (!Number.isFinite(value)) return unknownConstant;
  let scale = 0;
  let n = value;
  // A double is an integer after at most 1074 doublings; going in large steps keeps every step exact.
  while (!Number.isInteger(n)) {
    n *= 2;
    scale++;
  }
  return makeRat(BigInt(n), 1n << BigInt(scale));
}

/** A number of kind float with the value num/den; unknown if den is 0. */
export function makeRat(num: bigint, den: bigint): ConstantValue {
  if (den === 0n) return unknownConstant;
  if (den < 0n) return makeRat(-num, -den);
  const divisor = gcd(num < 0n ? -num : num, den);
  const n = num / divisor;
  const d = den / divisor;
  const numBits = bitLength(n);
  const denBits = bitLength(d);
  if (numBits < exactBits && denBits < exactBits) return { kind: 'float', num: n, den: d };
  if (Math.abs(numBits - denBits) > maxBits || numBits > 4 * maxBits || denBits > 4 * maxBits) return unknownConstant;
  return roundTo512(n, d, numBits - denBits);
}

function roundTo512(num: bigint, den: bigint, magnitude: number): ConstantValue {
  const shift = 514 - magnitude;
  const q = shift >= 0 ? (num << BigInt(shift)) / den : num / (den << BigInt(-shift));
  const drop = bitLength(q) - 512;
  const mantissa = drop > 0 ? (q + (q < 0n ? -1n : 1n) * (1n << BigInt(drop - 1))) >> BigInt(drop) : q;
  const exponent = Math.max(drop, 0) - shift;
  if (exponent >= 0) return { kind: 'float', num: mantissa << BigInt(exponent), den: 1n };
  const d = 1n << BigInt(-exponent);
  const divisor = gcd(mantissa < 0n ? -mantissa : mantissa, d);
  return { kind: 'float', num: mantissa / divisor, den: d / divisor };
}

/** Real and imaginary part as one value; unknown if one of them is no real number. */
export function makeComplex(re: ConstantValue, im: ConstantValue): ConstantValue {
  return isReal(re) && isReal(im) ? { kind: 'complex', re, im } : unknownConstant;
}

/** `v` times the imaginary unit. */
export function makeImaginary(v: ConstantValue): ConstantValue {
  return makeComplex(zero, v);
}

function isReal(v: ConstantValue): v is RealConstant {
  return v.kind === 'int' || v.kind === 'float';
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

/** The number of bits of the absolute value. */
export function bitLength(value: bigint): number {
  const n = value < 0n ? -value : value;
  if (n === 0n) return 0;
  if (n <= 0xffffffffn) return 32 - Math.clz32(Number(n));
  const hex = n.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)));
}

// ---- Conversions -----------------------------------------------------------------------------------------

/** The integer that `v` is, else unknown. */
export function toInt(v: ConstantValue): ConstantValue {
  switch (v.kind) {
    case 'int':
      return v;
    case 'float':
      return v.den === 1n ? makeInt(v.num) : unknownConstant;
    case 'complex':
      return signOf(v.im) === 0 ? toInt(v.re) : unknownConstant;
    default:
      return unknownConstant;
  }
}

/** `v` as a number of kind float, else unknown. */
export function toFloat(v: ConstantValue): ConstantValue {
  switch (v.kind) {
    case 'int':
      return makeRat(v.value, 1n);
    case 'float':
      return v;
    case 'complex':
      return signOf(v.im) === 0 ? toFloat(v.re) : unknownConstant;
    default:
      return unknownConstant;
  }
}

/** `v` as a complex number, else unknown. */
export function toComplex(v: ConstantValue): ConstantValue {
  if (v.kind === 'complex') return v;
  return isReal(v) ? { kind: 'complex', re: v, im: zero } : unknownConstant;
}

export function realPart(v: ConstantValue): ConstantValue {
  return v.kind === 'complex' ? v.re : isReal(v) ? v : unknownConstant;
}

export function imagPart(v: ConstantValue): ConstantValue {
  return v.kind === 'complex' ? v.im : isReal(v) ? zero : unknownConstant;
}

/** -1, 0 or 1; of a complex number 0 if it is zero; 1 for what has no sign. */
export function signOf(v: ConstantValue): -1 | 0 | 1 {
  if (v.kind === 'complex') return signOf(v.re) === 0 && signOf(v.im) === 0 ? 0 : 1;
  if (!isReal(v)) return 1;
  const n = v.kind === 'int' ? v.value : v.num;
  return n < 0n ? -1 : n === 0n ? 0 : 1;
}

/** The integer that `v` is. */
export function bigintOf(v: ConstantValue): bigint | undefined {
  const n = toInt(v);
  return n.kind === 'int' ? n.value : undefined;
}

/** The integer that `v` is, if a double holds it exactly. */
export function int64Of(v: ConstantValue): number | undefined {
  const n = bigintOf(v);
  return n !== undefined && bitLength(n) <= 53 ? Number(n) : undefined;
}

/** The string that the bytes are as UTF-8, wrong bytes replaced by U+FFFD; undefined if `v` is no string. */
export function stringValue(v: ConstantValue): string | undefined {
  return v.kind === 'string' ? bytesToUtf8(v.value) : undefined;
}

/** The UTF-8 bytes of a text, as a byte string. */
export function utf8ToBytes(text: string): string {
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) >= 0x80) return Buffer.from(text, 'utf8').toString('latin1');
  return text;
}

/** The text of a byte string that holds UTF-8. */
export function bytesToUtf8(bytes: string): string {
  for (let i = 0; i < bytes.length; i++)
    if (bytes.charCodeAt(i) >= 0x80) return Buffer.from(bytes, 'latin1').toString('utf8');
  return bytes;
}

// ---- Operations ------------------------------------------------------------------------------------------

/** `op v`; `unsignedBits` is the size of an unsigned type, which `^` stays in, or 0. */
export function unaryOp(op: string, v: ConstantValue, unsignedBits = 0): ConstantValue {
  switch (op) {
    case '+':
      return isReal(v) || v.kind === 'complex' ? v : unknownConstant;
    case '-':
      if (v.kind === 'int') return { kind: 'int', value: -v.value };
      if (v.kind === 'float') return { kind: 'float', num: -v.num, den: v.den };
      return v.kind === 'complex' ? makeComplex(unaryOp('-', v.re), unaryOp('-', v.im)) : unknownConstant;
    case '^':
      if (v.kind !== 'int') return unknownConstant;
      return makeInt(unsignedBits > 0 ? BigInt.asUintN(unsignedBits, ~v.value) : ~v.value);
    case '!':
      return v.kind === 'bool' ? makeBool(!v.value) : unknownConstant;
    default:
      return unknownConstant;
  }
}

/** `x op y` for everything but shifts and comparisons; `/` of integers is a fraction unless `integerDivision`. */
export function binaryOp(x: ConstantValue, op: string, y: ConstantValue, integerDivision = false): ConstantValue {
  if (x.kind === 'bool' && y.kind === 'bool') {
    if (op === '&&') return makeBool(x.value && y.value);
    return op === '||' ? makeBool(x.value || y.value) : unknownConstant;
  }
  if (x.kind === 'string' && y.kind === 'string') {
    if (op !== '+' || x.value.length + y.value.length > maxStringLength) return unknownConstant;
    return makeString(x.value + y.value);
  }
  if (x.kind === 'int' && y.kind === 'int') return integerOp(x.value, op, y.value, integerDivision);
  if (x.kind === 'complex' || y.kind === 'complex') return complexOp(toComplex(x), op, toComplex(y));
  return fractionOp(toFloat(x), op, toFloat(y));
}

function integerOp(a: bigint, op: string, b: bigint, integerDivision: boolean): ConstantValue {
  switch (op) {
    case '+':
      return makeInt(a + b);
    case '-':
      return makeInt(a - b);
    case '*':
      return makeInt(a * b);
    case '/':
      if (b === 0n) return unknownConstant;
      return integerDivision ? makeInt(a / b) : makeRat(a, b);
    case '%':
      return b === 0n ? unknownConstant : makeInt(a % b);
    case '&':
      return makeInt(a & b);
    case '|':
      return makeInt(a | b);
    case '^':
      return makeInt(a ^ b);
    case '&^':
      return makeInt(a & ~b);
    default:
      return unknownConstant;
  }
}

function fractionOp(x: ConstantValue, op: string, y: ConstantValue): ConstantValue {
  if (x.kind !== 'float' || y.kind !== 'float') return unknownConstant;
  switch (op) {
    case '+':
      return makeRat(x.num * y.den + y.num * x.den, x.den * y.den);
    case '-':
      return makeRat(x.num * y.den - y.num * x.den, x.den * y.den);
    case '*':
      return makeRat(x.num * y.num, x.den * y.den);
    case '/':
      return makeRat(x.num * y.den, x.den * y.num);
    default:
      return unknownConstant;
  }
}

function complexOp(x: ConstantValue, op: string, y: ConstantValue): ConstantValue {
  if (x.kind !== 'complex' || y.kind !== 'complex') return unknownConstant;
  const { re: a, im: b } = x;
  const { re: c, im: d } = y;
  switch (op) {
    case '+':
    case '-':
      return makeComplex(binaryOp(a, op, c), binaryOp(b, op, d));
    case '*':
      return makeComplex(
        binaryOp(binaryOp(a, '*', c), '-', binaryOp(b, '*', d)),
        binaryOp(binaryOp(b, '*', c), '+', binaryOp(a, '*', d)),
      );
    case '/': {
      const s = binaryOp(binaryOp(c, '*', c), '+', binaryOp(d, '*', d));
      return makeComplex(
        binaryOp(binaryOp(binaryOp(a, '*', c), '+', binaryOp(b, '*', d)), '/', s),
        binaryOp(binaryOp(binaryOp(b, '*', c), '-', binaryOp(a, '*', d)), '/', s),
      );
    }
    default:
      return unknownConstant;
  }
}

/** `x << count` or `x >> count` of an integer. */
export function shiftConstant(x: ConstantValue, op: '<<' | '>>', count: number): ConstantValue {
  const n = toInt(x);
  if (n.kind !== 'int' || !(count >= 0)) return unknownConstant;
  if (n.value === 0n) return n;
  if (op === '>>') return { kind: 'int', value: n.value >> BigInt(Math.min(count, 2 * maxBits)) };
  return count + bitLength(n.value) > maxBits ? unknownConstant : makeInt(n.value << BigInt(count));
}

/** `x op y`; false if one of them is unknown or the two cannot be compared. */
export function compareConstants(x: ConstantValue, op: string, y: ConstantValue): boolean {
  switch (x.kind) {
    case 'unknown':
      return false;
    case 'bool':
      return y.kind === 'bool' && (op === '==' ? x.value === y.value : op === '!=' && x.value !== y.value);
    case 'string':
      return y.kind === 'string' && ordered(x.value < y.value ? -1 : x.value > y.value ? 1 : 0, op);
    case 'int':
    case 'float':
      if (isReal(y)) {
        const a = x.kind === 'int' ? { num: x.value, den: 1n } : x;
        const b = y.kind === 'int' ? { num: y.value, den: 1n } : y;
        const left = a.num * b.den;
        const right = b.num * a.den;
        return ordered(left < right ? -1 : left > right ? 1 : 0, op);
      }
      return y.kind === 'complex' && compareConstants(toComplex(x), op, y);
    case 'complex': {
      const other = toComplex(y);
      if (other.kind !== 'complex') return false;
      const same = compareConstants(x.re, '==', other.re) && compareConstants(x.im, '==', other.im);
      return op === '==' ? same : op === '!=' && !same;
    }
    default:
      return assertNever(x);
  }
}

function ordered(order: number, op: string): boolean {
  switch (op) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return false;
  }
}
