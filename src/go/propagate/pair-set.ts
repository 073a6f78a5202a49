// A set of pairs of positive numbers in one table, probed in turn. There is one for each edge of a whole program.

/** How large the table is made at first, in numbers; a power of two, as all are. */
const firstSize = 4096;

export class PairSet {
  /** Both numbers of a pair, one after the other; zero where there is none. */
  #table = new Int32Array(firstSize);
  #size = 0;

  /** Whether the pair was not there. */
  add(first: number, second: number): boolean {
    const slot = this.#slotOf(first, second);
    if (this.#table[slot] !== 0) return false;
    this.#table[slot] = first;
    this.#table[slot + 1] = second;
    this.#size++;
    if (this.#size * 8 > this.#table.length * 3) this.#grow();
    return true;
  }

  /** Where a pair is, or would be. */
  #slotOf(first: number, second: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const hash = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
    let slot = ((hash ^ (hash >>> 15)) << 1) & mask;
    while (table[slot] !== 0 && (table[slot] !== first || table[slot + 1] !== second)) slot = (slot + 2) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    for (let i = 0; i < old.length; i += 2) {
      const first = old[i] ?? 0;
      const second = old[i + 1] ?? 0;
      if (first === 0) continue;
      const slot = this.#slotOf(first, second);
      this.#table[slot] = first;
      this.#table[slot + 1] = second;
    }
  }
}
