// A short name for a text, the same on every machine: FNV-1a of its UTF-16 code units, 64 bits. For telling things apart
// that were not made to be confused; no protection against somebody who wants two texts to have one name.

/** Sixteen hexadecimal digits. */
export function fingerprint(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let i = 0; i < text.length; i++) {
    low = (low ^ text.charCodeAt(i)) >>> 0;
    // The prime is 2^40 + 0x1b3; the product is taken in halves that a double holds exactly.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x100000000) + ((low << 8) >>> 0)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
