// Character classes and the skipping of Go's lexical elements over raw bytes (spec: Lexical elements). Every function
// takes an offset at which the element starts, returns the offset behind it, and stops at the end of the bytes.
// Leaves out what only matters to a compiler: whether escapes, digits and UTF-8 are well-formed.

export const newline = 0x0a;
export const slash = 0x2f;
export const star = 0x2a;
export const backquote = 0x60;
export const doubleQuote = 0x22;
export const singleQuote = 0x27;
export const backslash = 0x5c;

/** 1: starts an identifier (every byte of a non-ASCII character counts as a letter). 2: digit. 0: all else. */
export const identifierClass: Uint8Array = new Uint8Array(256);
for (let c = 0x80; c < 256; c++) identifierClass[c] = 1;
for (let c = 0x61; c <= 0x7a; c++) identifierClass[c] = 1;
for (let c = 0x41; c <= 0x5a; c++) identifierClass[c] = 1;
identifierClass[0x5f] = 1;
for (let c = 0x30; c <= 0x39; c++) identifierClass[c] = 2;

/** Whether `c` can start an identifier; false behind the end. */
export function isLetter(c: number | undefined): boolean {
  return c !== undefined && identifierClass[c] === 1;
}

/** The offset behind the identifier or keyword at `at`. */
export function skipIdentifier(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  let i = at;
  while (i < length && identifierClass[bytes[i] ?? 0] !== 0) i++;
  return i;
}

/** The offset of the line end that closes the line at `at`, or the length. */
export function endOfLine(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  let i = at;
  while (i < length && bytes[i] !== newline) i++;
  return i;
}

/** Behind the interpreted string at `at`; an unclosed one ends before its line end. */
export function skipString(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  for (let i = at + 1; i < length; i++) {
    const c = bytes[i];
    if (c === doubleQuote) return i + 1;
    if (c === backslash && bytes[i + 1] !== newline) i++;
    else if (c === newline) return i;
  }
  return length;
}

/** Behind the rune literal at `at`; an unclosed one ends before its line end. */
export function skipRune(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  for (let i = at + 1; i < length; i++) {
    const c = bytes[i];
    if (c === singleQuote) return i + 1;
    if (c === backslash && bytes[i + 1] !== newline) i++;
    else if (c === newline) return i;
  }
  return length;
}

/** Behind the raw string at `at`; an unclosed one reaches to the end of the bytes. */
export function skipRawString(bytes: Uint8Array, at: number): number {
  const close = bytes.indexOf(backquote, at + 1);
  return close === -1 ? bytes.length : close + 1;
}

/** Behind the block comment at `at`; an unclosed one reaches to the end of the bytes. */
export function skipBlockComment(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  for (let i = at + 3; i < length; i++) if (bytes[i] === slash && bytes[i - 1] === star) return i + 1;
  return length;
}

/** Whether the bytes at `at` are those of `word`, which is ASCII. */
export function startsWith(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** The UTF-8 text between two offsets. */
export function textBetween(bytes: Uint8Array, start: number, end: number): string {
  if (end - start < 24) {
    let text = '';
    for (let i = start; i < end; i++) {
      const c = bytes[i] ?? 0;
      if (c >= 0x80) return decode(bytes, start, end);
      text += String.fromCharCode(c);
    }
    return text;
  }
  return decode(bytes, start, end);
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
