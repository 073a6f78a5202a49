// Where words stand in a file: for each word the declarations that hold it, and how. Made in one pass over the bytes
// when the file is first searched, so that a file that is searched for twenty words is read once. Words in comments and
// strings count.

import { identifierClass } from './characters.js';
import type { SourceFile, Unit } from './source-file.js';
import { behindDot, standing, standingBits } from './word-standing.js';

export class FileWords {
  readonly #units: readonly Unit[];
  #size = 256;
  #count = 0;
  /** By slot: two hashes of a word, and the first and last entry of its chain; 0 is none. */
  #first = new Int32Array(this.#size);
  #second = new Int32Array(this.#size);
  #heads = new Int32Array(this.#size);
  #tails = new Int32Array(this.#size);
  /** By entry, from 1: the declaration and how the word stands in it, and the next entry. */
  #found = new Int32Array(512);
  #next = new Int32Array(512);
  #entries = 0;

  /** O(bytes). */
  constructor(file: SourceFile) {
    const { units } = file;
    this.#units = units;
    const { bytes, base } = file.text;
    let index = 0;
    let unit = units[0];
    if (unit === undefined) return;
    let start = unit.pos - base;
    let end = unit.end - base;
    let i = start;
    const limit = bytes.length;
    let next = -1;
    while (i < limit) {
      const c = bytes[i] ?? 0;
      if (identifierClass[c] === 0) {
        if (c === 0x2e && i > next && identifierClass[bytes[i + 1] ?? 0] === 0) next = behindDot(bytes, i);
        i++;
        continue;
      }
      const at = i;
      let first = 0;
      let second = 0;
      for (let byte = c; identifierClass[byte] !== 0; byte = bytes[++i] ?? 0) {
        first = (Math.imul(first, 31) + byte) | 0;
        second = Math.imul(second ^ byte, 0x01000193);
        if (i >= limit) break;
      }
      while (end <= at) {
        unit = units[++index];
        if (unit === undefined) return;
        start = unit.pos - base;
        end = unit.end - base;
      }
      if (at < start) {
        i = start;
        continue;
      }
      this.#put(first, second, (index << standingBits) | standing(bytes, at, i, next, true));
    }
  }

  /** Adds the declarations that hold a word and in which it stands in one of the ways of `flags`, or anyhow for 0. */
  collect(word: Word, flags: number, into: Unit[]): void {
    const slot = this.#slotOf(word.first, word.second);
    for (let entry = this.#heads[slot] ?? 0; entry !== 0; entry = this.#next[entry] ?? 0) {
      const found = this.#found[entry] ?? 0;
      if (flags !== 0 && (found & flags) === 0) continue;
      const unit = this.#units[found >> standingBits];
      if (unit !== undefined) into.push(unit);
    }
  }

  #slotOf(first: number, second: number): number {
    const mask = this.#size - 1;
    let slot = (first ^ (second >>> 7)) & mask;
    while (this.#heads[slot] !== 0 && !(this.#first[slot] === first && this.#second[slot] === second))
      slot = (slot + 1) & mask;
    return slot;
  }

  #put(first: number, second: number, found: number): void {
    const slot = this.#slotOf(first, second);
    const tail = this.#tails[slot] ?? 0;
    if (tail !== 0) {
      const last = this.#found[tail] ?? 0;
      if (last >> standingBits === found >> standingBits) {
        this.#found[tail] = last | found;
        return;
      }
    }
    const entry = ++this.#entries;
    if (entry === this.#found.length) {
      this.#found = copied(this.#found, entry * 2);
      this.#next = copied(this.#next, entry * 2);
    }
    this.#found[entry] = found;
    this.#tails[slot] = entry;
    if (tail !== 0) {
      this.#next[tail] = entry;
      return;
    }
    this.#heads[slot] = entry;
    this.#first[slot] = first;
    this.#second[slot] = second;
    if (++this.#count * 2 > this.#size) this.#grow();
  }

  #grow(): void {
    const [firsts, seconds, heads, tails] = [this.#first, this.#second, this.#heads, this.#tails];
    this.#size *= 2;
    this.#first = new Int32Array(this.#size);
    this.#second = new Int32Array(this.#size);
    this.#heads = new Int32Array(this.#size);
    this.#tails = new Int32Array(this.#size);
    for (let i = 0; i < heads.length; i++) {
      if (heads[i] === 0) continue;
      const first = firsts[i] ?? 0;
      const second = seconds[i] ?? 0;
      const slot = this.#slotOf(first, second);
      this.#first[slot] = first;
      this.#second[slot] = second;
      this.#heads[slot] = heads[i] ?? 0;
      this.#tails[slot] = tails[i] ?? 0;
    }
  }
}

/** A word by which files are asked. */
export interface Word {
  readonly text: string;
  readonly first: number;
  readonly second: number;
}

export function toWord(text: string): Word {
  let first = 0;
  let second = 0;
  for (const byte of Buffer.from(text)) {
    first = (Math.imul(first, 31) + byte) | 0;
    second = Math.imul(second ^ byte, 0x01000193);
  }
  return { text, first, second };
}

function copied(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
