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
  /** Callers that are not shown, or stand elsewhere in the chain. */
  readonly folded: number;
}

export interface UpChain {
  readonly root: FunctionInfo;
  readonly hops: readonly UpHop[];
  readonly isCut: boolean;
}

/** Levels of callers that are shown when nothing is said. */
export const usualDepth = 4;
/** Callers of one function that are shown. */
const callerLimit = 24;
/** Functions whose callers are looked for. */
const functionLimit = 400;
/** More hops are no longer read. */
const hopLimit = 2000;

/** A function as it is met first, which is as near to the root as it can be: there its callers are shown. */
interface Met {
  readonly by: CallerEdge | undefined;
  readonly depth: number;
  readonly callers: readonly CallerEdge[];
  readonly ending: UpHop['ending'];
}

export function buildUpChain(
  root: FunctionInfo,
  callersOf: (fn: FunctionInfo) => readonly CallerEdge[],
  depth = usualDepth,
  full = false,
): UpChain {
  const met = meetAll(root, callersOf, depth);
  const hops: UpHop[] = [];
  const shownAt = new Map<FunctionInfo, number>();
  interface Open {
    readonly fn: FunctionInfo;
    readonly edge: CallerEdge | undefined;
    readonly parent: number | undefined;
    readonly below: ReadonlySet<FunctionInfo>;
  }
  const stack: Open[] = [{ fn: root, edge: undefined, parent: undefined, below: new Set() }];
  const again: { readonly id: number; readonly fn: FunctionInfo }[] = [];
  for (let open = stack.pop(); open !== undefined && hops.length < hopLimit; open = stack.pop()) {
    const { fn, edge, parent, below } = open;
    const id = hops.length;
    const known = met.get(fn);
    const hop: UpHop = { id, parent, function: fn, edge, repeats: undefined, ending: undefined, folded: 0 };
    if (below.has(fn)) {
      hops.push({ ...hop, ending: 'cycle' });
      continue;
    }
    if (known === undefined || known.by !== edge || known.callers.length === 0) {
      hops.push({ ...hop, ending: known === undefined ? 'size' : known.ending });
      if (known !== undefined && known.callers.length > 0) again.push({ id, fn });
      continue;
    }
    shownAt.set(fn, id);
    // A caller that stands elsewhere, nearer to the root, says nothing new here.
    const isNew = (caller: CallerEdge): boolean => full || met.get(caller.caller)?.by === caller;
    const drawn = known.callers.slice(0, callerLimit).filter(isNew);
    hops.push({ ...hop, folded: known.callers.length - drawn.length });
    const next = new Set([...below, fn]);
    for (let i = drawn.length - 1; i >= 0; i--) {
      const caller = drawn[i];
      if (caller !== undefined) stack.push({ fn: caller.caller, edge: caller, parent: id, below: next });
    }
  }
  for (const { id, fn } of again) {
    const at = shownAt.get(fn);
    const hop = hops[id];
    if (hop !== undefined) hops[id] = at === undefined ? { ...hop, ending: 'size' } : { ...hop, repeats: at };
  }
  return { root, hops, isCut: hops.some(({ ending }) => ending === 'depth' || ending === 'size') };
}

/** Level by level, so that a function's callers are shown where the way to the root is shortest. */
function meetAll(
  root: FunctionInfo,
  callersOf: (fn: FunctionInfo) => readonly CallerEdge[],
  limit: number,
): Map<FunctionInfo, Met> {
  const met = new Map<FunctionInfo, Met>();
  const queue: { readonly fn: FunctionInfo; readonly by: CallerEdge | undefined; readonly depth: number }[] = [
    { fn: root, by: undefined, depth: 0 },
  ];
  for (let i = 0; i < queue.length; i++) {
    const item = queue[i];
    if (item === undefined || met.has(item.fn)) continue;
    const { fn, by, depth } = item;
    const isCut = depth >= limit || met.size >= functionLimit;
    const callers = isCut ? [] : callersOf(fn);
    const ending = isCut ? (depth >= limit ? 'depth' : 'size') : callers.length === 0 ? 'entry' : undefined;
    met.set(fn, { by, depth, callers, ending });
    for (const edge of callers.slice(0, callerLimit)) queue.push({ fn: edge.caller, by: edge, depth: depth + 1 });
  }
  return met;
}
