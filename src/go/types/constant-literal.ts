// The constant that a literal stands for (spec: Integer, Floating-point, Imaginary, Rune, String literals).

import type { BasicLit } from '#go/syntax/ast.js';
import {
  type ConstantValue,
  makeImaginary,
  makeInt,
  makeRat,
  makeString,
  maxBits,
  toInt,
  unknownConstant,
  utf8ToBytes,
} from './constant.js';

/** Longer number literals are unknown: reading them takes time that grows faster than their length. */
const maxDigits = 20_000;

/** Integers that have been met, by their text: a table of numbers has each many times. */
const integers = new Map<string, ConstantValue>();

/** More are not kept: what comes once is most of what comes late. */
const maxIntegers = 20_000;

const simpleEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
  ["'", 39],
  ['"', 34],
]);

/** The value of a literal as written, quotes included; unknown if it is malformed. */
export function makeFromLiteral(token: BasicLit['token'], text: string): ConstantValue {
  switch (token) {
    case 'INT': {
      let known = integers.get(text);
      if (known !== undefined) return known;
      known = integerLiteral(text);
      if (integers.size < maxIntegers) integers.set(text, known);
      return known;
    }
    case 'FLOAT':
      return floatLiteral(text);
    case 'IMAG':
      return imaginaryLiteral(text);
    case 'CHAR': {
      if (text.length < 3 || text[0] !== "'" || text.at(-1) !== "'") return unknownConstant;
      const inner = text.slice(1, -1);
      const char = readCharacter(inner, 0);
      return char === undefined || char.next !== inner.length ? unknownConstant : makeInt(char.value);
    }
    case 'STRING': {
      const bytes = unquoteBytes(text);
      return bytes === undefined ? unknownConstant : makeString(bytes);
    }
  }
}

function integerLiteral(text: string): ConstantValue {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits.length > maxDigits) return unknownConstant;
  if (/^(?:0x[0-9a-f]+|0b[01]+|0o[0-7]+|0|[1-9][0-9]*)$/.test(digits)) return makeInt(BigInt(digits));
  return /^0[0-7]+$/.test(digits) ? makeInt(BigInt(`0o${digits.slice(1)}`)) : unknownConstant;
}

function floatLiteral(text: string): ConstantValue {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain.length > maxDigits) return unknownConstant;
  const hex = /^0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?[0-9]+)$/.exec(plain);
  if (hex !== null) {
    const [, whole = '', fraction = '', exponent = ''] = hex;
    const mantissa = `${whole}${fraction}`;
    return mantissa === ''
      ? unknownConstant
      : scaled(BigInt(`0x${mantissa}`), 2n, Number(exponent) - 4 * fraction.length, 1);
  }
  const decimal = /^([0-9]*)\.?([0-9]*)(?:e([+-]?[0-9]+))?$/.exec(plain);
  if (decimal === null) return unknownConstant;
  const [, whole = '', fraction = '', exponent = '0'] = decimal;
  const mantissa = `${whole}${fraction}`;
  return mantissa === '' ? unknownConstant : scaled(BigInt(mantissa), 10n, Number(exponent) - fraction.length, 3.33);
}

function scaled(mantissa: bigint, base: bigint, exponent: number, bitsPerStep: number): ConstantValue {
  if (mantissa === 0n) return makeRat(0n, 1n);
  if (Math.abs(exponent) * bitsPerStep > maxBits) return unknownConstant;
  return exponent >= 0
    ? makeRat(mantissa * base ** BigInt(exponent), 1n)
    : makeRat(mantissa, base ** BigInt(-exponent));
}

function imaginaryLiteral(text: string): ConstantValue {
  const number = text.slice(0, -1);
  const plain = number.replaceAll('_', '');
  // For old times' sake `0123i` is decimal.
  if (plain.length <= maxDigits && /^[0-9]+$/.test(plain)) return makeImaginary(makeInt(BigInt(plain)));
  const integer = integerLiteral(number);
  const value = integer.kind === 'unknown' ? floatLiteral(number) : integer;
  const whole = toInt(value);
  return makeImaginary(whole.kind === 'unknown' ? value : whole);
}

/** The bytes that a string literal stands for; undefined if it is malformed. */
export function unquoteBytes(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === '`') return utf8ToBytes(inner.replaceAll('\r', ''));
  if (quote !== '"') return undefined;
  if (!inner.includes('\\')) return inner.includes('"') || inner.includes('\n') ? undefined : utf8ToBytes(inner);
  const parts: string[] = [];
  let from = 0;
  for (let i = inner.indexOf('\\'); i !== -1; i = inner.indexOf('\\', from)) {
    parts.push(utf8ToBytes(inner.slice(from, i)));
    const char = readCharacter(inner, i);
    if (char === undefined) return undefined;
    parts.push(char.isByte ? String.fromCharCode(char.value) : utf8ToBytes(String.fromCodePoint(char.value)));
    from = char.next;
  }
  parts.push(utf8ToBytes(inner.slice(from)));
  return parts.join('');
}

interface Character {
  readonly value: number;
  readonly next: number;
  /** Whether it is one byte (`\x` and octal escapes), not a code point. */
  readonly isByte: boolean;
}

function readCharacter(text: string, at: number): Character | undefined {
  if (text[at] !== '\\') {
    const value = text.codePointAt(at);
    return value === undefined ? undefined : { value, next: at + (value > 0xffff ? 2 : 1), isByte: false };
  }
  const kind = text[at + 1] ?? '';
  const simple = simpleEscapes.get(kind);
  if (simple !== undefined) return { value: simple, next: at + 2, isByte: true };
  const octal = kind >= '0' && kind <= '7';
  const length = octal ? 3 : kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
  const start = octal ? at + 1 : at + 2;
  const digits = text.slice(start, start + length);
  if (length === 0 || digits.length !== length || !(octal ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/).test(digits))
    return undefined;
  const value = Number.parseInt(digits, octal ? 8 : 16);
  const isByte = octal || length === 2;
  if (value > (isByte ? 0xff : 0x10ffff) || (value >= 0xd800 && value < 0xe000)) return undefined;
  return { value, next: start + length, isByte };
}
