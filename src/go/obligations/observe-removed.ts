// What is removed from a map of the package's own, though the package lets go of what it keeps there elsewhere, or has
// acquired it itself.
//
//	func (c *client) forget(id int32) { delete(c.brokers, id) }        // its connection stays
//	func (c *client) Close() { for _, b := range c.brokers { b.Close() } }
//
// All of this must hold, or nothing is said: the elements have a release; the function has none of them as its receiver,
// parameter or result, calls no release on one, gives none to anything but its own methods, and is not told the key; and it
// is no release itself, nor is a function that calls it one that lets go of such a value.

import { identical } from '#go/types/identical.js';
import type { Package, Var } from '#go/types/object.js';
import { deref, type Type, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { PathObservation } from '#program/lifecycle.js';
import { hasRelease } from './acquire.js';
import type { Analysis, Explored } from './analysis.js';
import { type At, stepsOf } from './channels.js';
import { type CallStep, handedOn, holdsPlace, type LoweredUnit, type Path, type Step } from './ir.js';
import { note } from './observe-channels.js';
import { spanOf } from './observe-paths.js';

export function observeRemoved(analysis: Analysis, pkg: Package, kept: ReadonlyMap<Var, Explored>): PathObservation[] {
  const units = analysis.unitsOf(pkg);
  return units.flatMap((unit) => {
    const [first] = [...stepsOf(unit)].flatMap((at) => {
      const removal = removalIn(pkg, at);
      return removal === undefined ? [] : [removal];
    });
    return first === undefined || !isDropped(units, unit, first, kept) ? [] : [observation(unit, first)];
  });
}

interface Removal {
  readonly at: At<CallStep>;
  readonly map: Path;
  readonly field: Var;
  readonly element: Type;
}

/** `delete(x.f, key)` of a map of things that have a release. */
function removalIn(pkg: Package, at: At<Step>): Removal | undefined {
  const { step } = at;
  if (step.op !== 'call' || step.mode !== 'call' || step.callee.kind !== 'builtin' || step.callee.name !== 'delete')
    return undefined;
  const [map, key] = step.args;
  // Who says which one is to go may have it.
  if (key?.kind === 'path' && key.root.parameter !== undefined && key.root !== at.body.receiver) return undefined;
  const field = map?.kind === 'path' ? map.vars.at(-1) : undefined;
  if (map?.kind !== 'path' || field === undefined || field.pkg !== pkg || map.fields.at(-1) === '[]') return undefined;
  const type = under(field.type);
  if (type.kind !== 'Map' || !hasRelease(type.elem)) return undefined;
  return { at: { ...at, step }, map, field, element: type.elem };
}

function isDropped(
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  { field, element }: Removal,
  kept: ReadonlyMap<Var, Explored>,
): boolean {
  if (isReleaseNamed(unit) || !isQuiet(unit, element)) return false;
  if (!kept.has(field) && !isClosedFrom(units, field, element)) return false;
  return !units.some((other) => other !== unit && isEnding(other, unit, element));
}

/** Whether a function that calls `unit` lets go of such a value, or has one when it calls. */
function isEnding(caller: LoweredUnit, unit: LoweredUnit, element: Type): boolean {
  const steps = [...stepsOf(caller)].map(({ step }) => step);
  const call = steps.find((step) => isCallTo(step, unit));
  if (call === undefined) return false;
  return (
    isReleaseNamed(caller) ||
    givenTo(caller).some((type) => isOf(type, element)) ||
    steps.some((step) => releases(step, element) || (step.pos < call.pos && makes(step, element)))
  );
}

/** Whether a step calls a release on a value of a type, or on what is embedded in one. */
function releases(step: Step, element: Type): boolean {
  if (step.op !== 'call' || step.receiver?.kind !== 'path') return false;
  const { callee, receiver } = step;
  const name = callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : '';
  const types = [receiver.type, receiver.root.type, ...receiver.vars.map(({ type }) => type)];
  return isReleaseName(name) && types.some((type) => isOf(type, element));
}

/** Whether a step gives a variable a value of a type. */
function makes(step: Step, element: Type): boolean {
  if (step.op === 'move') return isOf(step.to.type, element);
  return step.op === 'call' && step.results.some(({ type }) => isOf(type, element));
}

function givenTo({ body }: LoweredUnit): readonly Type[] {
  return [...(body.receiver === undefined ? [] : [body.receiver]), ...body.parameters].map(({ type }) => type);
}

function isReleaseNamed({ body }: LoweredUnit): boolean {
  return isReleaseName(body.name.slice(body.name.lastIndexOf('.') + 1));
}

function isCallTo(step: Step, unit: LoweredUnit): boolean {
  if (step.op !== 'call') return false;
  return step.callee.kind === 'static' && step.callee.func.origin.unit === unit.unit;
}

function isOf(type: Type, element: Type): boolean {
  return identical(type, element) || identical(deref(type).type, deref(element).type);
}

/** Whether nothing in a function lets go of a value of a type, or hands one on, and it is given none. */
function isQuiet(unit: LoweredUnit, element: Type): boolean {
  if ([...givenTo(unit), ...unit.body.results].some((type) => isOf(type, element))) return false;
  const is = (place: Path): boolean => isOf(place.type, element);
  return ![...stepsOf(unit)].some(({ step }) => {
    if (releases(step, element)) return true;
    if (step.op === 'move') return step.to.vars.length > 0 && holdsPlace(step.from, is);
    const isStarted = step.op === 'call' && step.mode !== 'call' && holdsPlace(step.receiver, is);
    return isStarted || handedOn(step).some((value) => holdsPlace(value, is));
  });
}

/** Whether a function takes values out of a map and lets go of one. */
function isClosedFrom(units: readonly LoweredUnit[], field: Var, element: Type): boolean {
  return units.some((unit) => {
    const steps = [...stepsOf(unit)];
    const reads = steps.some(
      ({ step }) =>
        (step.op === 'move' && step.from.kind === 'path' && step.from.vars.at(-1) === field) ||
        (step.op === 'call' && step.receiver?.kind === 'path' && step.receiver.vars.at(-1) === field),
    );
    return reads && steps.some(({ step }) => releases(step, element));
  });
}

function observation({ body, pkg }: LoweredUnit, { at, map, element }: Removal): PathObservation {
  const here = spanOf(at.step.pos);
  return {
    kind: 'path',
    acquisition: {
      ...here,
      resource: 'owner',
      type: typeString(element, packageNameQualifier),
      name: [map.root.variable?.name ?? '', ...map.fields].join('.'),
      because: 'the package lets go of what it keeps there elsewhere',
      assumption: undefined,
      function: body.name,
      packagePath: pkg.path,
    },
    ending: 'removed',
    at: here,
    path: [note(at.step.pos, 'it is taken out of the map, and nobody lets go of it')],
    others: [],
    isReleasedSomewhere: true,
    isHandedOnSomewhere: false,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}
