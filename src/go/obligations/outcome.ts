// How paths end, and what one went through: the conditions on it, and which of them tell of a failure.

import type { Pos } from '#base/position.js';
import type { Block, Condition, Path } from './ir.js';
import { isErrorType } from './lower-expression.js';
import type { Fact, State } from './state.js';

export type OutcomeKind =
  /** Held to the end of the function. */
  | 'held'
  | 'released'
  /** Out of sight: given to something that is not known, or kept in a place that outlives the function. */
  | 'escaped'
  /** Kept in a field of something that was there before, or in a package-level variable. */
  | 'stored'
  | 'sent'
  | 'in-result'
  /** The last place that held it got another value. */
  | 'overwritten'
  /** The same acquire is reached again with it still held. */
  | 'looped'
  /** As `looped`, but a deferred call lets go of all of them when the function ends. */
  | 'deferred-in-loop';

/** One condition on the way, or a call that matters. */
export interface TraceStep {
  readonly pos: Pos;
  readonly end: Pos;
  readonly isTaken: boolean | undefined;
  /** Whether an error is known not to be nil from here on. */
  readonly isError: boolean;
  /** The key of the place that is tested. */
  readonly tests: string | undefined;
}

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly pos: Pos;
  readonly state: State;
  readonly trace: () => readonly TraceStep[];
  /** `stored`: where. `sent`: the channel. */
  readonly place?: Path;
  /** `in-result`: which result, and where in it. */
  readonly result?: number;
  readonly suffix?: string;
  /** At a return: what is known of the results. */
  readonly facts?: readonly (Fact | undefined)[];
  /** At a `return` that is written out in a function without results. */
  readonly isBare?: boolean;
}

/** A place on a path, with the way to it. */
export interface Node {
  readonly block: Block;
  readonly index: number;
  readonly state: State;
  readonly parent: Node | undefined;
  readonly via: Condition | undefined;
}

/** Of several places the one by which it is let go of most likely: itself, not what some library made of it. */
export function plainest(suffixes: readonly string[]): string {
  const [first = ''] = [...suffixes].sort(
    (a, b) => Number(a.includes('?')) - Number(b.includes('?')) || a.length - b.length,
  );
  return first;
}

/** Where a goroutine ends without having let go of what it lets go of on its other ways, and does nothing else with. */
export function leftBy(outcomes: readonly Outcome[]): number | undefined {
  if (!outcomes.every(({ kind }) => kind === 'held' || kind === 'released')) return undefined;
  return outcomes.find(({ kind }) => kind === 'held')?.pos;
}

function isErrorBranch({ kind, place, holds }: Condition): boolean {
  if (kind !== 'nil' || holds || place === undefined) return false;
  // The type of what a missing module gives is not known; what it is called tells.
  return isErrorType(place.type) || (place.type.kind === 'Unknown' && /err$/i.test(place.root.variable?.name ?? ''));
}

/** The conditions on the way to a place, the first first. */
export function traceOf(node: Node): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    const { via } = at;
    if (via !== undefined)
      steps.push({
        pos: via.pos,
        end: via.end,
        isTaken: via.isTaken,
        isError: isErrorBranch(via),
        tests: via.place?.key,
      });
  }
  return steps.reverse();
}
