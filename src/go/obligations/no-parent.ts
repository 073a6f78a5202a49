// Contexts without a parent.

import type { Acquired } from './acquire.js';
import type { Body, CallStep, MoveStep } from './ir.js';

/** Nothing holds on to a context without parent and without deadline once nobody uses it any more. */
export function hasNoParent({
  acquired,
  step,
  body,
}: {
  readonly acquired: Acquired;
  readonly step: CallStep | MoveStep;
  readonly body: Body;
}): boolean {
  if (
    acquired.resource !== 'cancel' ||
    step.op !== 'call' ||
    step.callee.kind !== 'static' ||
    step.callee.func.name !== 'WithCancel'
  )
    return false;
  const [parent] = step.args;
  if (parent?.kind !== 'path' || parent.fields.length > 0) return false;
  return body.blocks.some((block) =>
    block.steps.some(
      (other) =>
        other.op === 'call' &&
        other.results[0] === parent.root &&
        other.callee.kind === 'static' &&
        other.callee.func.pkg?.path === 'context',
    ),
  );
}
