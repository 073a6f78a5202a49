// Of ways that end in the same calls the end is written out once: a later way is told as far as the function from which an
// earlier one tells the rest.

import type { Way, WayCall } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';

/** A shorter end is written out again. */
const sharedCalls = 3;

export interface SharedEnd {
  /** The calls that are new, down to the function from which the rest is known. */
  readonly before: readonly WayCall[];
  readonly from: FunctionInfo;
}

export class SharedEnds {
  /** The calls of the ways so far from each of their places on. */
  readonly #known = new Set<string>();

  /** The longest end that an earlier way has told; undefined if there is none, or if the whole way would be left out. */
  of({ calls }: Pick<Way, 'calls'>): SharedEnd | undefined {
    const keys = calls.map((_, at) => keyOf(calls.slice(at)));
    // The first call tells where the way begins.
    const at = keys.findIndex((key, i) => i > 0 && calls.length - i >= sharedCalls && this.#known.has(key));
    for (const key of keys) this.#known.add(key);
    const from = at === -1 ? undefined : calls[at]?.caller;
    return from === undefined ? undefined : { before: calls.slice(0, at), from };
  }
}

/** A function may be in several contexts, and is one here. */
function keyOf(calls: readonly WayCall[]): string {
  return calls.map(({ caller, callee, site }) => `${caller.pos} ${site.pos} ${site.lparen} ${callee.pos}`).join(';');
}
