// Orderings that are the same on every machine: code units, never a locale.

export type Compare<T> = (a: T, b: T) => number;

export const compareStrings: Compare<string> = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export const compareNumbers: Compare<number> = (a, b) => a - b;

/** Compares by `key`. */
export function by<T, K extends string | number>(key: (value: T) => K): Compare<T> {
  return (a, b) => {
    const x = key(a);
    const y = key(b);
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

/** Compares by the first ordering that tells the two apart. */
export function inOrder<T>(...compares: readonly Compare<T>[]): Compare<T> {
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}
