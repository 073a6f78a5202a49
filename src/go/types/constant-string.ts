// Constants as text: go/constant's ExactString, and strconv.Quote.

import { assertNever } from '#base/errors.js';
import type { ConstantValue } from './constant.js';

/** Longer values are left out where constants are listed. */
const maxListedBytes = 80;

/** The exact value, as go/constant's `ExactString`. A fraction rounded to 512 bits is still printed as a fraction. */
export function exactString(v: ConstantValue): string {
  switch (v.kind) {
    case 'unknown':
      return 'unknown';
    case 'bool':
      return String(v.value);
    case 'string':
      return quoteGo(v.value);
    case 'int':
      return v.value.toString();
    case 'float':
      return v.den === 1n ? v.num.toString() : `${v.num}/${v.den}`;
    case 'complex':
      return `(${exactString(v.re)} + ${exactString(v.im)}i)`;
    default:
      return assertNever(v);
  }
}

/** The exact value, or nothing if it takes more than 80 bytes. */
export function constantString(v: ConstantValue): string {
  if (v.kind === 'string' && v.value.length > maxListedBytes) return '';
  const text = exactString(v);
  return Buffer.byteLength(text, 'utf8') > maxListedBytes ? '' : text;
}

const escapes: ReadonlyMap<number, string> = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [12, '\\f'],
  [10, '\\n'],
  [13, '\\r'],
  [9, '\\t'],
  [11, '\\v'],
  [92, '\\\\'],
  [34, '\\"'],
]);

/** Letters, marks, numbers, punctuation, symbols and the ASCII space: unicode.IsPrint. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

/** A byte string as a Go string literal, as strconv.Quote writes it. */
export function quoteGo(bytes: string): string {
  let out = '"';
  for (let i = 0; i < bytes.length; ) {
    const c = bytes.charCodeAt(i);
    if (c < 0x80) {
      i++;
      out += escapes.get(c) ?? (c < 0x20 || c === 0x7f ? `\\x${hex(c, 2)}` : String.fromCharCode(c));
      continue;
    }
    const rune = decodeRune(bytes, i);
    if (rune === undefined) {
      out += `\\x${hex(c, 2)}`;
      i++;
      continue;
    }
    const text = String.fromCodePoint(rune.value);
    out += printable.test(text) ? text : rune.value < 0x10000 ? `\\u${hex(rune.value, 4)}` : `\\U${hex(rune.value, 8)}`;
    i += rune.length;
  }
  return `${out}"`;
}

function hex(n: number, digits: number): string {
  return n.toString(16).padStart(digits, '0');
}

/** The code point at a byte offset; undefined if the bytes there are not UTF-8. */
function decodeRune(bytes: string, at: number): { value: number; length: number } | undefined {
  const first = bytes.charCodeAt(at);
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first >= 0xf5) return undefined;
  let value = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const c = bytes.charCodeAt(at + i);
    if (!(c >= 0x80 && c < 0xc0)) return undefined;
    value = (value << 6) | (c & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  if (value < least || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return undefined;
  return { value, length };
}
