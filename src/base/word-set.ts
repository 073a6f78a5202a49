// Which identifiers a text may hold, as a bit set over their hashes (Bloom 1970, with one hash): a quick "no" before a
// text is searched. Built in one pass over the bytes.

/** 2^14 bits are 2 KB a file; a file of 1,000 lines has some 600 names, so one "yes" in thirty is wrong. */
const bits = 1 << 14;

export class WordSet {
  readonly #words = new Uint32Array(bits >> 5);

  /** The identifiers of a text, those in comments and strings too. O(bytes). */
  constructor(bytes: Uint8Array) {
    const words = this.#words;
    let hash = 0;
    let inWord = false;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (isWord[byte] === 1) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        inWord = true;
      } else if (inWord) {
        const at = (hash ^ (hash >>> 14)) & (bits - 1);
        words[at >> 5] = (words[at >> 5] ?? 0) | (1 << (at & 31));
        hash = 0;
        inWord = false;
      }
    }
    if (inWord) {
      const at = (hash ^ (hash >>> 14)) & (bits - 1);
      words[at >> 5] = (words[at >> 5] ?? 0) | (1 << (at & 31));
    }
  }

  mayHold(hash: number): boolean {
    const at = (hash ^ (hash >>> 14)) & (bits - 1);
    return ((this.#words[at >> 5] ?? 0) & (1 << (at & 31))) !== 0;
  }
}

const isWord = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (
    (byte >= 48 && byte <= 57) ||
    (byte >= 65 && byte <= 90) ||
    (byte >= 97 && byte <= 122) ||
    byte === 95 ||
    byte >= 128
  )
    isWord[byte] = 1;
}

/** The hash by which `mayHold` is asked. */
export function wordHash(word: string): number {
  let hash = 0;
  for (const byte of Buffer.from(word)) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}
