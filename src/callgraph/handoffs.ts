// Control that crosses goroutines otherwise than by starting one: a channel closed or sent to in one, received from in
// another. Paired by the channels that the two may be on.

import type { ProgramGraph, Synchronization } from '#program/graph.js';
import { callerLane, type Lanes } from './lanes.js';

export interface Handoff {
  readonly signal: Synchronization;
  readonly wait: Synchronization;
  /**
   * Whether one end runs on the caller's goroutine, and the other may run on another; or one on a goroutine that is started from
   * there, and the other only on what ran before.
   */
  readonly touchesCaller: boolean;
  /** The lanes on which the signal, and the wait, have the other end on another lane. */
  readonly signalLanes: ReadonlySet<number>;
  readonly waitLanes: ReadonlySet<number>;
}

/** O(pairs). A pair of places is given once, whatever the contexts. */
export function pairHandoffs(graph: ProgramGraph, lanes: Lanes): Handoff[] {
  const waits = new Map<number, Synchronization[]>();
  for (const operation of graph.synchronizations) {
    // Who only looks whether something is there does not wait, so that nobody wakes him.
    if (operation.kind !== 'receive' || operation.isPoll) continue;
    for (const object of operation.objects) {
      const list = waits.get(object);
      if (list === undefined) waits.set(object, [operation]);
      else list.push(operation);
    }
  }
  const handoffs: Handoff[] = [];
  const seen = new Map<string, number>();
  for (const signal of graph.synchronizations) {
    if (signal.kind === 'receive') continue;
    for (const object of signal.objects) {
      for (const wait of waits.get(object) ?? []) {
        const signalLanes = lanes.of.get(signal.node);
        const waitLanes = lanes.of.get(wait.node);
        if (!runsElsewhere(signalLanes, waitLanes)) continue;
        const touchesCaller =
          crosses(signalLanes, waitLanes) ||
          crosses(waitLanes, signalLanes) ||
          leavesRoot(signalLanes, waitLanes, lanes) ||
          leavesRoot(waitLanes, signalLanes, lanes);
        const key = `${signal.pos} ${wait.pos}`;
        const at = seen.get(key) ?? handoffs.length;
        seen.set(key, at);
        const before = handoffs[at];
        const isFirst = before === undefined || (touchesCaller && !before.touchesCaller);
        handoffs[at] = {
          ...(isFirst ? { signal, wait, touchesCaller } : before),
          signalLanes: new Set([...(before?.signalLanes ?? []), ...apartFrom(signalLanes, waitLanes)]),
          waitLanes: new Set([...(before?.waitLanes ?? []), ...apartFrom(waitLanes, signalLanes)]),
        };
      }
    }
  }
  return handoffs;
}

function runsElsewhere(a: ReadonlySet<number> | undefined, b: ReadonlySet<number> | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  for (const lane of a) for (const other of b) if (lane !== other) return true;
  return false;
}

/** The lanes of one that have the other on another lane. */
function apartFrom(lanes: ReadonlySet<number> | undefined, others: ReadonlySet<number> | undefined): number[] {
  return [...(lanes ?? [])].filter((lane) => [...(others ?? [])].some((other) => other !== lane));
}

/** Whether one of the two runs on the caller's goroutine while the other runs on another. */
function crosses(here: ReadonlySet<number> | undefined, there: ReadonlySet<number> | undefined): boolean {
  if (here?.has(callerLane) !== true || there === undefined) return false;
  for (const lane of there) if (lane !== callerLane) return true;
  return false;
}

/** Whether one of the two runs where the root leads to, and the other nowhere there. */
function leavesRoot(
  here: ReadonlySet<number> | undefined,
  there: ReadonlySet<number> | undefined,
  { own }: Lanes,
): boolean {
  if (here === undefined || there === undefined) return false;
  return [...here].some((lane) => own.has(lane)) && [...there].every((lane) => !own.has(lane));
}
