// One string per distinct identifier, made straight from bytes: a name that is met again costs neither decoding nor
// memory, and names compare by address. Holds nothing but strings, so that who asks first makes no difference.

import { textBetween } from './characters.js';

export const keywords: ReadonlySet<string> = new Set([
  'break',
  'case',
  'chan',
  'const',
  'continue',
  'default',
  'defer',
  'else',
  'fallthrough',
  'for',
  'func',
  'go',
  'goto',
  'if',
  'import',
  'interface',
  'map',
  'package',
  'range',
  'return',
  'select',
  'struct',
  'switch',
  'type',
  'var',
]);

let size = 1 << 13;
let count = 0;
let hashes = new Int32Array(size);
let strings: (string | undefined)[] = new Array(size).fill(undefined);

/** The identifier between two offsets as a string. O(its length). */
export function internName(bytes: Uint8Array, start: number, end: number): string {
  let hash = 0;
  let all = 0;
  for (let i = start; i < end; i++) {
    const c = bytes[i] ?? 0;
    all |= c;
    hash = (Math.imul(hash, 31) + c) | 0;
  }
  return internHashed(bytes, start, end, hash, all);
}

/** The same for whoever goes over the bytes anyway: `rawHash` is h·31 + byte over all of them, `all` their bits. */
export function internHashed(bytes: Uint8Array, start: number, end: number, rawHash: number, all: number): string {
  if (all >= 0x80) return textBetween(bytes, start, end);
  const hash = rawHash ^ (rawHash >>> 15);
  let slot = hash & (size - 1);
  for (;;) {
    const known = strings[slot];
    if (known === undefined) break;
    if (hashes[slot] === hash && known.length === end - start && sameBytes(known, bytes, start)) return known;
    slot = (slot + 1) & (size - 1);
  }
  const made = textBetween(bytes, start, end);
  strings[slot] = made;
  hashes[slot] = hash;
  if (++count * 2 > size) grow();
  return made;
}

function sameBytes(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function grow(): void {
  const oldStrings = strings;
  const oldHashes = hashes;
  size *= 2;
  hashes = new Int32Array(size);
  strings = new Array(size).fill(undefined);
  for (const [i, text] of oldStrings.entries()) {
    if (text === undefined) continue;
    const hash = oldHashes[i] ?? 0;
    let slot = hash & (size - 1);
    while (strings[slot] !== undefined) slot = (slot + 1) & (size - 1);
    strings[slot] = text;
    hashes[slot] = hash;
  }
}
