// Which texts hold a word and how, by a hash of it: an inverted index over all identifiers of many texts, those in
// comments and strings too. Says yes of a text now and then that holds another word of the same hash. One pass over the bytes of each
// text; a question costs as much as there are answers.

import { identifierClass } from './characters.js';
import { behindDot, standing, standingBits } from './word-standing.js';

/** Ten thousand names are in a hundred files. */
const initialSize = 1 << 14;

export class WordIndex {
  #size = initialSize;
  #count = 0;
  /** By slot: the hash, 0 where there is none, and the last entry of its chain. */
  #hashes = new Int32Array(initialSize);
  #last = new Int32Array(initialSize);
  /** By entry, from 1: the text with the ways in which the word stands there, and the entry before. */
  #texts = new Int32Array(initialSize);
  #before = new Int32Array(initialSize);
  #entries = 0;
  #added = 0;

  /** How many texts have been added. */
  get size(): number {
    return this.#added;
  }

  /** The number of the text: they are counted from 0. O(bytes). */
  add(bytes: Uint8Array): number {
    const text = this.#added++;
    const { length } = bytes;
    let i = 0;
    let next = -1;
    while (i < length) {
      let byte = bytes[i] ?? 0;
      if (identifierClass[byte] === 0) {
        if (byte === 0x2e && i > next && identifierClass[bytes[i + 1] ?? 0] === 0) next = behindDot(bytes, i);
        i++;
        continue;
      }
      const start = i;
      let hash = 0;
      while (identifierClass[byte] !== 0) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        if (++i >= length) break;
        byte = bytes[i] ?? 0;
      }
      this.#put(hash, text, standing(bytes, start, i, next, false));
    }
    return text;
  }

  /**
   * The texts that may hold a word, of those added since the first `known`, in order; each is shifted by `standingBits`,
   * below stands in which ways it does.
   */
  textsWith(word: string, known = 0): number[] {
    let hash = 0;
    for (const byte of Buffer.from(word)) hash = (Math.imul(hash, 31) + byte) | 0;
    const found: number[] = [];
    const slot = this.#slotOf(hash === 0 ? 1 : hash);
    for (let entry = this.#last[slot] ?? 0; entry !== 0; entry = this.#before[entry] ?? 0) {
      const text = this.#texts[entry] ?? 0;
      if (text >> standingBits < known) break;
      found.push(text);
    }
    return found.reverse();
  }

  #slotOf(hash: number): number {
    const mask = this.#size - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let at = this.#hashes[slot]; at !== 0 && at !== hash; at = this.#hashes[slot]) slot = (slot + 1) & mask;
    return slot;
  }

  #put(rawHash: number, text: number, ways: number): void {
    const hash = rawHash === 0 ? 1 : rawHash;
    const slot = this.#slotOf(hash);
    const last = this.#last[slot] ?? 0;
    const before = this.#texts[last] ?? 0;
    if (last !== 0 && before >> standingBits === text) {
      this.#texts[last] = before | ways;
      return;
    }
    const entry = ++this.#entries;
    if (entry === this.#texts.length) {
      this.#texts = grown(this.#texts);
      this.#before = grown(this.#before);
    }
    this.#texts[entry] = (text << standingBits) | ways;
    this.#before[entry] = last;
    this.#last[slot] = entry;
    if (last !== 0) return;
    this.#hashes[slot] = hash;
    if (++this.#count * 2 > this.#size) this.#grow();
  }

  #grow(): void {
    const hashes = this.#hashes;
    const last = this.#last;
    this.#size *= 2;
    this.#hashes = new Int32Array(this.#size);
    this.#last = new Int32Array(this.#size);
    for (let i = 0; i < hashes.length; i++) {
      const hash = hashes[i] ?? 0;
      if (hash === 0) continue;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#last[slot] = last[i] ?? 0;
    }
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
