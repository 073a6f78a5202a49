// How a word stands in a text, by the bytes around it. A quick look that saves searching where it cannot matter.

/** Each way is a bit. */
export const afterDot = 1;
/** After a dot and before a parenthesis or bracket. */
export const called = 2;
/** Where a field or variable is set: `.f =`, `.f, g = `, `f:`. */
export const set = 4;
/** Where it may be the type of a literal: `T{`, `T[K]{`, `map[T]V{`. */
export const literal = 8;

/** The number of bits. */
export const standingBits = 4;

/** How the word between two offsets stands. O(1). */
export function standing(bytes: Uint8Array, start: number, end: number): number {
  let flags = bytes[start - 1] === 0x2e ? afterDot : 0;
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
      flags |= set;
      break;
    case 0x7b: // {
    case 0x5d: // ]
    case 0x29: // )
    case 0x2f: // a comment
      flags |= literal;
      break;
    default:
  }
  return flags;
}
