// The names in a declaration, read from its tokens: what stands alone, and what stands after a dot. The same as in its
// tree, for a fifth of the cost of making one; most declarations that are searched are asked for nothing else.

import {
  backquote,
  doubleQuote,
  endOfLine,
  identifierClass,
  newline,
  singleQuote,
  skipBlockComment,
  skipRawString,
  skipRune,
  skipString,
  slash,
  star,
} from './characters.js';
import { internHashed, keywords } from './names.js';
import type { Unit } from './source-file.js';

export interface UnitWords {
  /** Every name that stands alone, keys of literals excepted. */
  readonly names: ReadonlySet<string>;
  /** Every name after a dot. */
  readonly selectors: ReadonlySet<string>;
}

const known = new WeakMap<Unit, UnitWords>();

/** Computed once a declaration, without making its tree. O(size). */
export function wordsOf(unit: Unit): UnitWords {
  let words = known.get(unit);
  if (words === undefined) {
    words = scanWords(unit);
    known.set(unit, words);
  }
  return words;
}

const dot = 0x2e;
const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * A name before a colon is a key if it follows a comma, or the brace of a literal; else it is a label, of a case or of a
 * slice. What follows a brace is taken for a label only if its line ends with the colon.
 */
function scanWords(unit: Unit): UnitWords {
  const names = new Set<string>();
  const selectors = new Set<string>();
  const { bytes, base } = unit.file.text;
  const limit = unit.end - base;
  /** The last token's first byte, 0 after a name. */
  let last = 0;
  /** Of each open bracket: whether it is a brace, and, while the list of a `case` is read, whether it is in it. */
  const braces: number[] = [];
  let i = unit.pos - base;
  while (i < limit) {
    const c = bytes[i] ?? 0;
    const kind = identifierClass[c];
    if (kind === 1) {
      const start = i;
      let hash = c;
      let all = c;
      for (i++; identifierClass[bytes[i] ?? 0] !== 0; i++) {
        const next = bytes[i] ?? 0;
        hash = (Math.imul(hash, 31) + next) | 0;
        all |= next;
      }
      const name = internHashed(bytes, start, i, hash, all);
      if (keywords.has(name)) {
        if (name === 'case') braces[braces.length - 1] = 2;
        last = 0;
      } else if (last === dot) {
        selectors.add(name);
        last = 0;
      } else {
        if (!(isKeyPlace(last, braces) && isKey(bytes, i, limit, last))) names.add(name);
        last = 0;
      }
      continue;
    }
    if (kind === 2) {
      i = skipNumber(bytes, i);
      last = 0;
      continue;
    }
    switch (c) {
      case 0x20:
      case 0x09:
      case 0x0d:
      case newline:
        i++;
        continue;
      case slash:
        if (bytes[i + 1] === slash) {
          i = endOfLine(bytes, i);
          continue;
        }
        if (bytes[i + 1] === star) {
          i = skipBlockComment(bytes, i);
          continue;
        }
        i++;
        break;
      case doubleQuote:
        i = skipString(bytes, i);
        break;
      case backquote:
        i = skipRawString(bytes, i);
        break;
      case singleQuote:
        i = skipRune(bytes, i);
        break;
      case 0x28:
      case 0x5b:
        braces.push(0);
        i++;
        break;
      case openBrace:
        braces.push(1);
        i++;
        break;
      case 0x29:
      case 0x5d:
      case closeBrace:
        braces.pop();
        i++;
        break;
      case colon:
        if (braces[braces.length - 1] === 2 && bytes[i + 1] !== 0x3d) braces[braces.length - 1] = 1;
        i++;
        break;
      case dot:
        if (identifierClass[bytes[i + 1] ?? 0] === 2) {
          i = skipNumber(bytes, i);
          last = 0;
          continue;
        }
        if (bytes[i + 1] === dot) {
          // `...`
          i += 3;
          last = comma + 1;
          continue;
        }
        i++;
        break;
      default:
        i++;
    }
    last = c;
  }
  return { names, selectors };
}

function isKeyPlace(last: number, braces: readonly number[]): boolean {
  return (last === comma || last === openBrace) && braces[braces.length - 1] === 1;
}

/** Whether a colon follows that makes what stands before it a key. */
function isKey(bytes: Uint8Array, at: number, limit: number, last: number): boolean {
  let i = at;
  for (; i < limit; i++) {
    const c = bytes[i] ?? 0;
    if (c === slash && bytes[i + 1] === star) i = skipBlockComment(bytes, i) - 1;
    else if (c !== 0x20 && c !== 0x09 && c !== 0x0d) break;
  }
  if (bytes[i] !== colon || bytes[i + 1] === 0x3d) return false;
  if (last === comma) return true;
  for (i++; i < limit; i++) {
    const c = bytes[i];
    if (c === newline) return false;
    if (c !== 0x20 && c !== 0x09 && c !== 0x0d) return true;
  }
  return true;
}

/** Behind a number; digits, letters, dots, and a sign behind an exponent. */
function skipNumber(bytes: Uint8Array, start: number): number {
  const hex = bytes[start] === 0x30 && ((bytes[start + 1] ?? 0) | 0x20) === 0x78;
  const exponent = hex ? 0x70 : 0x65;
  let i = start;
  for (;;) {
    const c = bytes[i] ?? 0;
    if (c !== dot && identifierClass[c] === 0) return i;
    if ((c | 0x20) === exponent && (bytes[i + 1] === 0x2b || bytes[i + 1] === 0x2d)) i++;
    i++;
  }
}
