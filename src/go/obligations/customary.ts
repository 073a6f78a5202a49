// What the other callers in a package do with the result of a call: where they let go of it, this one has to as well.
//
//	q, err := db.Querier(from, to)          // several times in the package
//	defer q.Close()
//
// A second form of belief (Engler et al. 2001): it needs no other way in the same function. Of a constructor that makes a new
// object each time, whose release does something, one other caller is enough.

import type { Func, Package } from '#go/types/object.js';
import { acquiringName } from '#models/lifecycle.js';
import type { Acquired } from './acquire.js';
import type { Analysis } from './analysis.js';
import { isReleasable, releasingNames, variableOf } from './believed.js';
import { type CallStep, handedOn, holdsRoot, type LoweredUnit, type Root } from './ir.js';
import { hasReleaseName, isOwnerType, returnsNew } from './owner-type.js';

/** Callers that let go of a result, beside one that does not. */
const enough = 2;

interface Callers {
  releasing: number;
  /** Those that neither do nor hand it on. */
  others: number;
}

const known = new WeakMap<Package, ReadonlyMap<Func, Callers>>();

/** Empty where it is let go of in this function: then its ways are what is compared. */
export function customaryOf(analysis: Analysis, step: CallStep, unit: LoweredUnit): readonly Acquired[] {
  const func = askedOf(step);
  const [first] = step.results;
  if (func === undefined || first === undefined || releasingNames(unit, first) !== undefined) return [];
  const isNew = isConstructor(analysis, func);
  if (!isNew && !isReleasable(analysis, step, first) && !isMadeAnew(analysis, func)) return [];
  const callers = callersOf(analysis, unit.pkg).get(func);
  if (callers === undefined || callers.releasing < (isNew ? 1 : enough)) return [];
  if (!isNew && callers.releasing < callers.others * 2) return [];
  const assumption = `Other callers of ${func.name} in this package let go of what it returns; that this one has to is taken from them.`;
  return [
    {
      result: 0,
      suffix: '',
      resource: 'owner',
      because: 'other callers let go of it',
      assumption,
      isCustomary: true,
    },
  ];
}

/** Whether a function is called like a constructor, makes a new object each time, and that has a release which does something. */
function isConstructor(analysis: Analysis, func: Func): boolean {
  if (!(acquiringName.test(func.name) || /^new/i.test(func.name))) return false;
  const type = func.type.results.vars[0]?.type;
  const unit = analysis.sourceOf(func);
  if (type === undefined || unit === undefined || !returnsNew(analysis, unit, 0)) return false;
  return isOwnerType(analysis, type, 'wide') || (hasReleaseName(type) && isOwnerBehind(analysis, unit));
}

/** Whether a function, whatever it is called, makes a new object each time, which has a release. */
function isMadeAnew(analysis: Analysis, func: Func): boolean {
  const type = func.type.results.vars[0]?.type;
  const unit = analysis.sourceOf(func);
  return type !== undefined && unit !== undefined && hasReleaseName(type) && returnsNew(analysis, unit, 0);
}

/** Whether each return gives as an interface what is of a type whose release does something. */
function isOwnerBehind(analysis: Analysis, { body }: LoweredUnit): boolean {
  const returned = body.blocks.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.op === 'return' ? (step.values[0] ?? []) : [])),
  );
  return (
    returned.length > 0 &&
    returned.every(
      (value) =>
        value.kind === 'nil' ||
        ((value.kind === 'path' || value.kind === 'composite') && isOwnerType(analysis, value.type, 'wide')),
    )
  );
}

function askedOf({ callee, mode, results }: CallStep): Func | undefined {
  if (mode !== 'call' || results.length === 0 || (callee.kind !== 'static' && callee.kind !== 'invoke'))
    return undefined;
  return callee.func.origin;
}

function callersOf(analysis: Analysis, pkg: Package): ReadonlyMap<Func, Callers> {
  let callers = known.get(pkg);
  if (callers === undefined) {
    known.set(pkg, new Map());
    known.set(pkg, (callers = count(analysis, pkg)));
  }
  return callers;
}

function count(analysis: Analysis, pkg: Package): ReadonlyMap<Func, Callers> {
  const all = new Map<Func, Callers>();
  for (const unit of analysis.unitsOf(pkg)) {
    for (const body of unit.bodies) {
      for (const { steps } of body.blocks) {
        for (const step of steps) {
          const func = step.op === 'call' ? askedOf(step) : undefined;
          if (step.op !== 'call' || func === undefined) continue;
          const callers = all.get(func) ?? { releasing: 0, others: 0 };
          if (releasingNames(unit, step.results[0]) !== undefined) callers.releasing++;
          else if (!isHandedOn(unit, step.results[0])) callers.others++;
          all.set(func, callers);
        }
      }
    }
  }
  return all;
}

/** Whether a result, or the variable that it is put into, goes to something else. */
function isHandedOn(unit: LoweredUnit, result: Root | undefined): boolean {
  if (result === undefined) return false;
  const variable = variableOf(unit, result);
  return unit.bodies.some((body) =>
    body.blocks.some(({ steps }) =>
      steps.some((step) =>
        handedOn(step).some(
          (value) =>
            (holdsRoot(value, result) && !(step.op === 'move' && step.to.root === variable)) ||
            (variable !== undefined && holdsRoot(value, variable)),
        ),
      ),
    ),
  );
}
