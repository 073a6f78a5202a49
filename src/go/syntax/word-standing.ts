// How a word stands in a text, by the bytes around it. A quick look that saves searching where it cannot matter.

import { identifierClass } from './characters.js';

/** Each way is a bit. */
export const afterDot = 1;
/** After a dot and before a parenthesis or bracket. */
export const called = 2;
/** Where a field or variable is set: `.f =`, `.f, g = `, `f:`. */
export const set = 4;
/** Where it may be the type of a literal: `T{`, `T[K]{`, `map[T]V{`. */
export const literal = 8;

/** Where a field or a variable of another package may be assigned to: `.f =`, `.f, g =`. */
export const assigned = 16;

/** The number of bits. */
export const standingBits = 5;

/**
 * How the word between two offsets stands; what `isExact` costs is a look at the rest of a list, and saves some yes.
 * `next` is where the code goes on behind the last dot at the end of a line.
 */
export function standing(bytes: Uint8Array, start: number, end: number, next: number, isExact: boolean): number {
  let flags = bytes[start - 1] === 0x2e || start === next ? afterDot : 0;
  let after = end;
  while (bytes[after] === 0x20 || bytes[after] === 0x09) after++;
  switch (bytes[after]) {
    case 0x28: // (
      if (flags !== 0) flags |= called;
      break;
    case 0x5b: // [
      if (flags !== 0) flags |= called;
      flags |= literal;
      break;
    // A colon or equals sign alone.
    case 0x3a:
    case 0x3d:
      if (bytes[after + 1] !== 0x3d) flags |= set;
      break;
    case 0x2c: // ,
      if (!isExact || isAssignedTo(bytes, after + 1)) flags |= set;
      break;
    case 0x5d: // ]
      flags |= literal;
      break;
    case 0x7b: // {
      if (mayBeLiteral(bytes, start)) flags |= literal;
      break;
    case 0x29: // ): `[](T){`
      if (isParenthesized(bytes, start)) flags |= literal;
      break;
    case 0x2f:
      if (bytes[after + 1] === 0x2a) flags |= literal;
      break;
    default:
  }
  if ((flags & set) !== 0 && (flags & afterDot) !== 0) flags |= assigned;
  return flags;
}

/** Where the code goes on behind a dot at the end of a line, as where calls are chained: behind spaces and comments. */
export function behindDot(bytes: Uint8Array, dot: number): number {
  let i = dot + 1;
  for (;;) {
    const c = bytes[i];
    if (c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d) i++;
    else if (c !== 0x2f) return i;
    else if (bytes[i + 1] === 0x2f) {
      const end = bytes.indexOf(0x0a, i);
      i = end < 0 ? bytes.length : end;
    } else if (bytes[i + 1] === 0x2a) {
      i += 2;
      while (i < bytes.length && !(bytes[i] === 0x2a && bytes[i + 1] === 0x2f)) i++;
      i += 2;
    } else return i;
  }
}

/** Lists on the left of an assignment are shorter. */
const listLimit = 200;

/** Whether what stands behind a comma may be the rest of a list that is assigned to. */
function isAssignedTo(bytes: Uint8Array, at: number): boolean {
  let depth = 0;
  let last = 0x2c;
  for (let i = at; i < at + listLimit; i++) {
    const c = bytes[i];
    switch (c) {
      case undefined:
      case 0x7b: // {
      case 0x7d: // }
      case 0x3b: // ;
        return false;
      case 0x28: // (
      case 0x5b: // [
        depth++;
        break;
      case 0x29: // )
      case 0x5d: // ]
        if (--depth < 0) return false;
        break;
      case 0x0a: // The list goes on behind a comma only.
        if (depth === 0 && last !== 0x2c) return false;
        continue;
      case 0x3d: // =
        if (depth > 0) break;
        return last !== 0x3a && bytes[i + 1] !== 0x3d;
      case 0x22: // A string, or a comment.
      case 0x27:
      case 0x60:
      case 0x2f:
        return true;
      case 0x20:
      case 0x09:
      case 0x0d:
        continue;
      default:
    }
    last = c;
  }
  return true;
}

/** The byte before a type of which the word is the last: before its package and stars. */
function beforeType(bytes: Uint8Array, start: number): number {
  let i = start - 1;
  if (bytes[i] === 0x2e) {
    i--;
    while (identifierClass[bytes[i] ?? 0] !== 0) i--;
  }
  while (bytes[i] === 0x2a) i--;
  return i;
}

/** Whether a brace behind the word may open a literal: that of `func f() *T {` does not, `[]*T{` does. */
function mayBeLiteral(bytes: Uint8Array, start: number): boolean {
  const before = beforeType(bytes, start);
  return bytes[before + 1] !== 0x2a || bytes[before] === 0x5d;
}

function isParenthesized(bytes: Uint8Array, start: number): boolean {
  const before = beforeType(bytes, start);
  return bytes[before] === 0x28 && bytes[before - 1] === 0x5d;
}
