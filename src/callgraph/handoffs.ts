// Control that crosses goroutines otherwise than by starting one: a channel closed or sent to in one, received from in
// another. Paired by the channels that the two may be on.

import type { GraphNode, ProgramGraph, Synchronization } from '#program/graph.js';
import { findJoins, type Joins } from './joins.js';
import { callerLane, type Lanes } from './lanes.js';

export interface Handoff {
  readonly signal: Synchronization;
  readonly wait: Synchronization;
  /**
   * Whether one end runs on the caller's goroutine, and the other may run on another; or one on a goroutine that is started from
   * there, and the other only on what ran before.
   */
  readonly touchesCaller: boolean;
  /** The lanes on which the two run when they meet. */
  readonly meetings: readonly Meeting[];
}

export interface Meeting {
  readonly signal: number;
  readonly wait: number;
  /** The signal comes when what began the waiting goroutine has ended, so that this one is hardly at its beginning. */
  readonly isLate: boolean;
  /** The same of the wait and what began the signalling one. */
  readonly isLateWait: boolean;
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
  const joins = findJoins(graph, lanes);
  const handoffs: Handoff[] = [];
  const seen = new Map<string, number>();
  for (const signal of graph.synchronizations) {
    if (signal.kind === 'receive') continue;
    for (const object of signal.objects) {
      for (const wait of waits.get(object) ?? []) {
        const pairs = lanePairs(signal, wait, lanes, joins);
        if (pairs.length === 0) continue;
        const touchesCaller =
          pairs.some((pair) => pair.signal === callerLane || pair.wait === callerLane) ||
          leavesRoot(new Set(pairs.map((pair) => pair.signal)), wait.node, lanes) ||
          leavesRoot(new Set(pairs.map((pair) => pair.wait)), signal.node, lanes);
        const key = `${signal.pos} ${wait.pos}`;
        const at = seen.get(key) ?? handoffs.length;
        seen.set(key, at);
        const before = handoffs[at];
        const isFirst = before === undefined || (touchesCaller && !before.touchesCaller);
        handoffs[at] = {
          ...(isFirst ? { signal, wait, touchesCaller } : before),
          meetings: [...(before?.meetings ?? []), ...pairs],
        };
      }
    }
  }
  return handoffs;
}

/** The two goroutines on which the ends may meet: different ones, of which none has ended before the other comes there. */
function lanePairs(signal: Synchronization, wait: Synchronization, lanes: Lanes, joins: Joins): Meeting[] {
  const pairs: Meeting[] = [];
  for (const signalling of lanes.of.get(signal.node) ?? []) {
    for (const waiting of lanes.of.get(wait.node) ?? []) {
      const ended = joins.endedBefore(signal, signalling);
      if (signalling === waiting || ended.has(waiting)) continue;
      // What is sent or closed stays so; a condition is signalled to those who wait then.
      if (wait.on === 'condition' && joins.endedBefore(wait, waiting).has(signalling)) continue;
      pairs.push({
        signal: signalling,
        wait: waiting,
        isLate: haveEnded(lanes.beginners(waiting), ended),
        isLateWait: haveEnded(lanes.beginners(signalling), joins.endedBefore(wait, waiting)),
      });
    }
  }
  return pairs;
}

function haveEnded(beginners: ReadonlySet<number>, ended: ReadonlySet<number>): boolean {
  return beginners.size > 0 && [...beginners].every((lane) => ended.has(lane));
}

/** Whether one of the two runs where the root leads to, and the other nowhere there. */
function leavesRoot(here: ReadonlySet<number>, there: GraphNode, { of, own }: Lanes): boolean {
  const lanes = [...(of.get(there) ?? [])];
  return [...here].some((lane) => own.has(lane)) && lanes.every((lane) => !own.has(lane));
}
