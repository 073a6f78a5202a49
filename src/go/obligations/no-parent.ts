// Contexts without a parent.

import type { Acquired } from './acquire.js';
import type { Body, CallStep, MoveStep, Path, Value } from './ir.js';

interface MadeThere {
  readonly acquired: Acquired;
  readonly step: CallStep | MoveStep;
  readonly body: Body;
}

/** Nothing holds on to a context without parent and without deadline once nobody uses it any more. */
export function hasNoParent(made: MadeThere): boolean {
  const parent = parentOf(made);
  if (parent?.kind !== 'path' || parent.fields.length > 0 || parent.root.parameter !== undefined) return false;
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

/** Whether a value is what a function of package context returned, or a variable that is set to a context without parent. */
function isBackground({ blocks }: Body, value: Path): boolean {
  const made = blocks.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.op === 'call' && step.results[0] === value.root ? [step] : [])),
  )[0];
  if (made !== undefined) return made.callee.kind === 'static' && made.callee.func.pkg?.path === 'context';
  return isPlain(blocks, value);
}

/** Whether a value is `context.Background()`, or a variable that is set to that and to nothing else. */
function isPlain(blocks: Body['blocks'], value: Path): boolean {
  const set = blocks.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.op === 'move' && step.to.key === value.key ? [step.from] : [])),
  );
  const [from = value, ...others] = set;
  if (others.length > 0 || from.kind !== 'path' || value.fields.length > 0) return false;
  return blocks.some(({ steps }) =>
    steps.some(
      (step) =>
        step.op === 'call' &&
        step.results[0] === from.root &&
        step.callee.kind === 'static' &&
        step.callee.func.pkg?.path === 'context' &&
        step.callee.func.type.params.vars.length === 0,
    ),
  );
}

/** Whether nothing can end the context that a value is. */
export function isNeverEnded({ blocks }: Body, value: Value): boolean {
  return value.kind === 'path' && value.root.parameter === undefined && isPlain(blocks, value);
}
