// Waits that belong together, and which of their wakers can let them go on.

import type { Pos } from '#base/position.js';
import type { Wait, Waker } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import { isLive } from './ways-text.js';

/** Whether nothing but wakers on goroutines of their own ends it, no context either. */
export function isOnlyStarted(group: readonly Wait[], live: readonly Waker[]): boolean {
  const isStarted = ({ ways }: Waker): boolean => ways.filter(isLive).every(({ begin }) => begin === 'goroutine');
  return group.every(({ context }) => context === undefined) && live.every(isStarted);
}

/** The waits of one select together. */
export function bySelect(waits: readonly Wait[]): readonly (readonly Wait[])[] {
  const groups = new Map<Pos, Wait[]>();
  for (const wait of waits) {
    const key = wait.select ?? wait.pos;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [wait]);
    else group.push(wait);
  }
  return [...groups.values()];
}

/** Those that can let it go on. */
export function liveWakers({ nil, wakers, context }: Wait): readonly Waker[] {
  // A context of which nothing but a channel closed beforehand is known is never ended.
  return nil === undefined && !(context !== undefined && wakers.every(({ isInitial }) => isInitial))
    ? wakers.filter(isLiveWaker)
    : [];
}

/**
 * Of those who can start what wakes a wait, plain functions and methods of the objects on which one waits: a method of another
 * object starts the same for that. All of them where none is of these.
 */
export function startersFor(
  starters: readonly FunctionInfo[],
  waiting: readonly FunctionInfo[],
): readonly FunctionInfo[] {
  const types = new Set(waiting.flatMap((fn) => receiverType(fn) ?? []));
  const isOwn = (fn: FunctionInfo): boolean => types.has(receiverType(fn) ?? '');
  return starters.some(isOwn) ? starters.filter((fn) => isOwn(fn) || receiverType(fn) === undefined) : starters;
}

/** Whether a waker is what package context does when the context of the wait ends. */
export function endsContext({ context }: Wait, { caller }: Waker): boolean {
  return context !== undefined && caller.packagePath === contextPackage;
}

const contextPackage = 'context';

/** Whether a way comes to it that can be gone, and no condition around it is known never to hold. */
export function isLiveWaker({ ways, truths }: Waker): boolean {
  return ways.some(isLive) && !truths.some((truth) => truth?.holds === false);
}
