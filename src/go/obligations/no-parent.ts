// Contexts without a parent.

import type { Acquired } from './acquire.js';
import type { Body, CallStep, MoveStep, Value } from './ir.js';

interface MadeThere {
  readonly acquired: Acquired;
  readonly step: CallStep | MoveStep;
  readonly body: Body;
}

/** Nothing holds on to a context without parent and without deadline once nobody uses it any more. */
export function hasNoParent(made: MadeThere): boolean {
  const parent = parentOf(made);
  if (parent?.kind !== 'path' || parent.fields.length > 0) return false;
  return isBackground(made.body, parent);
}

/** The parameter of the function that is the parent of a context that it makes, and that can be cancelled; -1 for none. */
export function parentParameter(made: MadeThere): number {
  const parent = parentOf(made);
  if (parent?.kind !== 'path' || parent.fields.length > 0 || parent.root.body !== made.body) return -1;
  return parent.root.parameter ?? -1;
}

/** What a context without a deadline is made under: by context.WithCancel, or by a function that hands its argument to it. */
function parentOf({ acquired, step }: MadeThere): Value | undefined {
  if (step.op !== 'call' || step.callee.kind !== 'static') return undefined;
  if (acquired.parentArgument !== undefined) return step.args[acquired.parentArgument];
  return acquired.resource === 'cancel' && step.callee.func.name === 'WithCancel' ? step.args[0] : undefined;
}

/** Whether a value is what a function of package context returned, here or where the variable is set. */
function isBackground({ blocks }: Body, value: Value): boolean {
  if (value.kind !== 'path' || value.fields.length > 0) return false;
  const { root } = value;
  const set: Value[] = [];
  for (const { steps } of blocks) {
    for (const step of steps) {
      if (step.op === 'call' && step.results[0] === root)
        return step.callee.kind === 'static' && step.callee.func.pkg?.path === 'context';
      if (step.op === 'move' && step.to.key === value.key) set.push(step.from);
    }
  }
  const [from, ...others] = set;
  return from !== undefined && others.length === 0 && root.parameter === undefined && isPlainBackground(blocks, from);
}

/** `ctx := context.Background()`. */
function isPlainBackground(blocks: Body['blocks'], value: Value): boolean {
  return (
    value.kind === 'path' &&
    blocks.some(({ steps }) =>
      steps.some(
        (step) =>
          step.op === 'call' &&
          step.results[0] === value.root &&
          step.callee.kind === 'static' &&
          step.callee.func.pkg?.path === 'context' &&
          step.callee.func.type.params.vars.length === 0,
      ),
    )
  );
}
