// Lists that a tree keeps. An array that has grown by `push` holds room for a dozen elements more, which for the short
// lists of a tree is most of its memory.

export const none: readonly never[] = [];

/** The list without the room behind its end; all empty lists are one. */
export function trimmed<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? none : list.slice();
}
