// A field that is set to nil while it still holds what its package closes elsewhere.
//
//	if err := q.client.publish(text); err != nil {
//		q.client = nil                              // nobody closes it any more
//		return err
//	}
//	func (q *queue) Close() error { return q.client.Close() }
//
// The field is one that is filled after its object was made, and so may be again. Nothing is said where it was tested for
// nil, copied, handed on or closed before, where a condition on the way says that it has ended, in a release, and in what
// is called by a function that closes the field itself.

import type { Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { PathObservation, PathStep } from '#program/lifecycle.js';
import { hasRelease } from './acquire.js';
import type { Analysis } from './analysis.js';
import { Exploration } from './explore.js';
import { handedOn, holdsPlace, type LoweredUnit, type MoveStep, type Path, type Step } from './ir.js';
import { conditionsOf } from './observe-channels.js';
import { saysEnded } from './observe-error-exits.js';
import { spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { initialState } from './state.js';

export function observeGivenUp(analysis: Analysis, unit: LoweredUnit): PathObservation[] {
  const { body } = unit;
  if (body.receiver === undefined || isReleaseName(body.name.slice(body.name.lastIndexOf('.') + 1))) return [];
  return body.blocks.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const field = step.op === 'move' ? givenUp(unit, step) : undefined;
      if (step.op !== 'move' || field === undefined) return [];
      if (isContainer(field.type)) return emptied(analysis, unit, step, field) ?? [];
      if (!analysis.fields(unit.pkg).isFilledAndClosed(field) || isCalledByCloser(analysis, unit, field)) return [];
      return lost(analysis, unit, step, field) ?? [];
    }),
  );
}

/** The field of the receiver that a step sets to nil. */
function givenUp({ pkg, body }: LoweredUnit, { to, from }: MoveStep): Var | undefined {
  const field = to.vars.at(-1);
  if (from.kind !== 'nil' || to.root !== body.receiver || field?.pkg !== pkg) return undefined;
  if (to.fields.includes('[]') || to.vars.length !== 1) return undefined;
  return hasRelease(elementOf(field.type)) || field.type.kind === 'Unknown' ? field : undefined;
}

function isContainer(type: Type): boolean {
  const { kind } = under(type);
  return kind === 'Map' || kind === 'Slice';
}

function elementOf(type: Type): Type {
  const t = under(type);
  return t.kind === 'Map' || t.kind === 'Slice' ? t.elem : type;
}

/** A list whose elements the package closes elsewhere, and that the function does nothing with but give it up. */
function emptied(analysis: Analysis, unit: LoweredUnit, step: MoveStep, field: Var): PathObservation | undefined {
  if (!analysis.fields(unit.pkg).isLetGo(field) || isCalledByCloser(analysis, unit, field)) return undefined;
  const isIt = ({ vars }: Path): boolean => vars.includes(field);
  const isUsed = unit.bodies.some(({ blocks }) =>
    blocks.some(({ steps }) =>
      steps.some(
        (one) =>
          handedOn(one).some((value) => holdsPlace(value, isIt)) ||
          (one.op === 'call' && one.receiver !== undefined && holdsPlace(one.receiver, isIt)),
      ),
    ),
  );
  return isUsed ? undefined : observation(unit, step, field, [{ kind: 'overwrite', ...spanOf(step.pos) }]);
}

function lost(analysis: Analysis, unit: LoweredUnit, step: MoveStep, field: Var): PathObservation | undefined {
  const { body } = unit;
  const exploration = new Exploration({ unit, home: body, resource: 'owner', acquire: undefined, effects: analysis });
  const outcomes = exploration.from(body, body.entry, 0, initialState([step.to.key], new Map()));
  if (exploration.isCut) return undefined;
  const isLost = ({ kind, pos, trace }: Outcome): boolean =>
    kind === 'overwritten' && pos === step.pos && trace().length > 0 && !saysEnded(unit, trace());
  const [first] = outcomes.filter(isLost).sort((a, b) => a.trace().length - b.trace().length);
  if (first === undefined) return undefined;
  return observation(unit, step, field, [...conditionsOf(first), { kind: 'overwrite', ...spanOf(step.pos) }]);
}

function observation(
  { body }: LoweredUnit,
  { to, pos }: MoveStep,
  field: Var,
  path: readonly PathStep[],
): PathObservation {
  return {
    kind: 'path',
    acquisition: {
      ...spanOf(pos),
      resource: 'owner',
      type: typeString(field.type, packageNameQualifier),
      name: [to.root.variable?.name ?? '', ...to.fields].join('.'),
      because: 'the package closes it elsewhere',
      assumption: undefined,
      function: body.name,
      packagePath: body.pkg.path,
    },
    ending: 'overwritten',
    at: spanOf(pos),
    path,
    others: [],
    isReleasedSomewhere: true,
    isHandedOnSomewhere: false,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}

/** Whether a function that calls this one closes the field itself. */
function isCalledByCloser(analysis: Analysis, unit: LoweredUnit, field: Var): boolean {
  const calls = (step: Step): boolean =>
    step.op === 'call' && step.callee.kind === 'static' && step.callee.func.origin.unit === unit.unit;
  const closes = (step: Step): boolean =>
    step.op === 'call' &&
    step.receiver?.kind === 'path' &&
    step.receiver.vars.at(-1) === field &&
    'func' in step.callee &&
    isReleaseName(step.callee.func.name);
  return analysis.unitsOf(unit.pkg).some(({ bodies }) => {
    const steps = bodies.flatMap(({ blocks }) => blocks.flatMap((block) => block.steps));
    return steps.some(calls) && steps.some(closes);
  });
}
