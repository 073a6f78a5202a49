// Why a call goes where it goes: the way a value took to a call site, what was not kept, what must hold.

import type { Pos } from '#base/position.js';

export const flowStepKinds = [
  'allocation',
  'function',
  'conversion',
  'assignment',
  'argument',
  'receiver',
  'return',
  'field',
  'element',
  'channel',
  'capture',
  'embedding',
  'range',
  'assertion',
  'copy',
  'assumption',
  'call',
] as const;

export type FlowStepKind = (typeof flowStepKinds)[number];

/** One step of a value's way, in the order in which it moved. `name` is what it was stored in, returned from, passed to. */
export interface EvidenceStep {
  readonly kind: FlowStepKind;
  readonly pos: Pos;
  readonly name: string;
}
