// Who reaches a function: its callers, theirs, and so on, as a tree that grows upwards. Callers are found one function
// at a time by whoever knows the language; a function that was shown with its callers is not shown again.

import type { CallSite, FunctionInfo } from '#program/graph.js';

/** A place from which a function is called, or may be. */
export interface CallerEdge {
  readonly caller: FunctionInfo;
  readonly callee: FunctionInfo;
  readonly site: CallSite;
  /** One sentence: why the call may come here. Empty for a plain call by name. */
  readonly reason: string;
  /** Whether a person has to judge if the call comes here. */
  readonly isPossible: boolean;
}

export interface UpHop {
  readonly id: number;
  readonly parent: number | undefined;
  readonly function: FunctionInfo;
  /** The call by which this function reaches the one above; undefined at the root. */
  readonly edge: CallerEdge | undefined;
  readonly repeats: number | undefined;
  readonly ending: 'entry' | 'cycle' | 'depth' | 'size' | undefined;
  /** Callers that are not shown. */
  readonly folded: number;
}

export interface UpChain {
  readonly root: FunctionInfo;
  readonly hops: readonly UpHop[];
  readonly isCut: boolean;
}

/** Levels of callers that are shown when nothing is said. */
export const usualDepth = 6;
/** Callers of one function that are shown. */
const callerLimit = 24;
/** More hops are no longer read. */
const hopLimit = 400;

export function buildUpChain(
  root: FunctionInfo,
  callersOf: (fn: FunctionInfo) => readonly CallerEdge[],
  depth = usualDepth,
): UpChain {
  const hops: UpHop[] = [];
  const shown = new Map<FunctionInfo, number>();
  let isCut = false;
  interface Open {
    readonly fn: FunctionInfo;
    readonly edge: CallerEdge | undefined;
    readonly parent: number | undefined;
    readonly depth: number;
    readonly below: ReadonlySet<FunctionInfo>;
  }
  const stack: Open[] = [{ fn: root, edge: undefined, parent: undefined, depth: 0, below: new Set() }];
  for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
    const { fn, edge, parent, below } = open;
    const id = hops.length;
    const hop = { id, parent, function: fn, edge, repeats: undefined, ending: undefined, folded: 0 };
    if (below.has(fn)) {
      hops.push({ ...hop, ending: 'cycle' });
      continue;
    }
    const before = shown.get(fn);
    if (before !== undefined) {
      hops.push({ ...hop, repeats: before });
      continue;
    }
    if (open.depth >= depth || id >= hopLimit) {
      isCut = true;
      hops.push({ ...hop, ending: id >= hopLimit ? 'size' : 'depth' });
      continue;
    }
    const callers = callersOf(fn);
    if (callers.length === 0) {
      hops.push({ ...hop, ending: 'entry' });
      continue;
    }
    shown.set(fn, id);
    const drawn = callers.slice(0, callerLimit);
    hops.push({ ...hop, folded: callers.length - drawn.length });
    const next = new Set([...below, fn]);
    for (let i = drawn.length - 1; i >= 0; i--) {
      const caller = drawn[i];
      if (caller !== undefined)
        stack.push({ fn: caller.caller, edge: caller, parent: id, depth: open.depth + 1, below: next });
    }
  }
  return { root, hops, isCut };
}
