// Waits on a sync.Cond, or on what a project's own models say waits, that nobody wakes: one whose field is nowhere signalled
// in its package, and one whose loop tests a flag that a release sets without telling the waiters. sync.Cond: Wait cannot return unless awoken by Broadcast or Signal.

import { funcName } from '#go/types/function-name.js';
import type { Package, Var } from '#go/types/object.js';
import type { PathStep, WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, stepsOf } from './channels.js';
import {
  type CallStep,
  handedOn,
  holdsPlace,
  holdsRoot,
  type LoweredUnit,
  type Path,
  type Root,
  type Step,
} from './ir.js';
import { note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';

export function observeConditions(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  const found: WaitObservation[] = [];
  for (const unit of units) {
    for (const at of stepsOf(unit)) {
      const { step } = at;
      const own = ownWait(analysis, units, unit, at);
      if (own !== undefined) found.push(own);
      if (step.op !== 'call' || step.mode !== 'call' || nameOfCallee(step) !== '(*sync.Cond).Wait') continue;
      if (step.receiver?.kind !== 'path') continue;
      const field = step.receiver.vars.at(-1);
      if (field === undefined) {
        const lone = ofVariable(unit, { ...at, step }, step.receiver.root);
        if (lone !== undefined) found.push(lone);
        continue;
      }
      if (field.pkg !== pkg || field.exported || isElsewhere(units, field)) continue;
      const one =
        unsignalled(units, unit, { ...at, step }, field) ?? untold(analysis, units, unit, { ...at, step }, field);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

function nameOfCallee(step: Step): string {
  return step.op === 'call' && 'func' in step.callee ? funcName(step.callee.func) : '';
}

/** A wait of a modelled method on a variable or field that is handed to nobody, and on which no waker is called. */
function ownWait(
  analysis: Analysis,
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  { step, ...at }: At<Step>,
): WaitObservation | undefined {
  if (step.op !== 'call' || step.mode !== 'call' || step.receiver?.kind !== 'path') return undefined;
  const model = analysis.models.waits.find(({ wait }) => wait === nameOfCallee(step));
  if (model === undefined) return undefined;
  const { root } = step.receiver;
  const field = step.receiver.vars.at(-1);
  const isOfField = field !== undefined && field.pkg === unit.pkg && !field.exported;
  if (!isOfField && (field !== undefined || root.body === undefined || root.parameter !== undefined)) return undefined;
  const is = (path: Path): boolean => (field === undefined ? path.root === root : path.vars.at(-1) === field);
  const among = field === undefined ? [unit] : units;
  const isOthers = among.some((other) =>
    [...stepsOf(other)].some(
      ({ step: one }) =>
        handedOn(one).some((value) => holdsPlace(value, is)) ||
        (one.op === 'call' && holdsPlace(one.receiver, is) && model.wakers.includes(nameOfCallee(one))),
    ),
  );
  if (isOthers) return undefined;
  return waitOf(unit, { ...at, step }, 'never-woken', undefined, [note(step.pos, 'it waits here to be woken')]);
}

function isSignal(step: Step, field: Var): boolean {
  if (step.op !== 'call' || step.receiver?.kind !== 'path') return false;
  return /^\(\*sync\.Cond\)\.(Signal|Broadcast)$/.test(nameOfCallee(step)) && step.receiver.vars.at(-1) === field;
}

/** Whether the condition is handed to somebody, or kept in another place too. */
function isElsewhere(units: readonly LoweredUnit[], field: Var): boolean {
  const isField = ({ vars }: Path): boolean => vars.at(-1) === field;
  return units.some((unit) =>
    [...stepsOf(unit)].some(({ step }) => handedOn(step).some((value) => holdsPlace(value, isField))),
  );
}

/** A condition in a variable of this function, which nothing in it signals or hands to somebody. */
function ofVariable(unit: LoweredUnit, at: At<CallStep>, root: Root): WaitObservation | undefined {
  if (root.body === undefined || root.parameter !== undefined) return undefined;
  const isUsed = [...stepsOf(unit)].some(
    ({ step }) =>
      handedOn(step).some((value) => holdsRoot(value, root)) ||
      (step.op === 'call' &&
        step.receiver?.kind === 'path' &&
        step.receiver.root === root &&
        !nameOfCallee(step).endsWith('.Wait')),
  );
  if (isUsed) return undefined;
  return waitOf(unit, at, 'cond-without-signal', undefined, [note(at.step.pos, 'it waits here to be woken')]);
}

function unsignalled(
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  at: At<CallStep>,
  field: Var,
): WaitObservation | undefined {
  if (units.some((other) => [...stepsOf(other)].some(({ step }) => isSignal(step, field)))) return undefined;
  return waitOf(unit, at, 'cond-without-signal', undefined, [note(at.step.pos, 'it waits here to be woken')]);
}

/** Releases for all that wait: not those of what is idle, or of one of many. */
const ends = /^(close|stop|shutdown|destroy|terminate|quit|abort|cancel)(all|now)?$/i;

/** A flag of the loop around the wait that a release sets, without waking anybody there or in what it calls. */
function untold(
  analysis: Analysis,
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  at: At<CallStep>,
  field: Var,
): WaitObservation | undefined {
  const loop = at.block.loops.at(-1);
  if (loop === undefined) return undefined;
  const flags = new Set(
    at.body.blocks
      .filter(({ loops }) => loops.includes(loop))
      .flatMap(({ edges }) => edges.flatMap(({ condition }) => (condition?.kind === 'bool' ? [condition.place] : [])))
      .flatMap((place) => place?.vars.at(-1) ?? []),
  );
  for (const other of units) {
    const name = other.body.name.slice(other.body.name.lastIndexOf('.') + 1);
    if (other === unit || other.body.receiver === undefined || !ends.test(name)) continue;
    const steps = [...stepsOf(other)];
    const set = steps.find(
      ({ step }) =>
        step.op === 'move' &&
        step.from.kind === 'bool' &&
        step.from.value &&
        step.to.fields.length > 0 &&
        flags.has(step.to.vars.at(-1) ?? field),
    );
    if (set === undefined || signals(analysis, other, field, 0)) continue;
    return waitOf(unit, at, 'cond-not-told', set.step.pos, [
      note(at.step.pos, 'it waits here until the flag is set'),
      note(set.step.pos, 'the release sets the flag, and wakes nobody'),
    ]);
  }
  return undefined;
}

function signals(analysis: Analysis, unit: LoweredUnit, field: Var, depth: number): boolean {
  return [...stepsOf(unit)].some(({ step }) => {
    if (isSignal(step, field)) return true;
    if (step.op !== 'call' || step.callee.kind !== 'static' || depth > 2) return false;
    const callee = analysis.sourceOf(step.callee.func);
    return callee !== undefined && callee !== unit && signals(analysis, callee, field, depth + 1);
  });
}

function waitOf(
  unit: LoweredUnit,
  { step, body }: At<CallStep>,
  shape: WaitObservation['shape'],
  missing: number | undefined,
  path: readonly PathStep[],
): WaitObservation {
  return {
    kind: 'wait',
    shape,
    at: spanOf(step.pos),
    channel: step.receiver?.kind === 'path' ? nameOf(step.receiver) : '',
    function: body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(step.pos),
    missing: missing === undefined ? undefined : spanOf(missing),
    path,
    assumption: undefined,
  };
}
