// A call as the analysis knows it: who calls, how, and the functions that it can reach.

import type { Call } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import type { Func } from '#go/types/object.js';
import type { NodeId } from './solver.js';
import type { Value } from './value.js';

/** A function that a call reaches; `fn` is undefined where there is no source. */
export interface Callee {
  readonly fn: Fn | undefined;
  readonly object: Func | undefined;
  /** The value that brought it; undefined for a static call. */
  readonly value: Value | undefined;
}

export interface CallSite {
  readonly call: Call;
  readonly caller: Fn;
  readonly mode: 'static' | 'invoke' | 'func';
  /** The node of the function value or of the receiver. */
  readonly node: NodeId;
  readonly callees: Map<object, Callee>;
}
