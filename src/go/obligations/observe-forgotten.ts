// A field that its owner's release forgets: the owner makes for itself what is in it, by a constructor of something with a
// release, and lets go of other things, but not of that; nor does anything else in the package.
//
//	func (f *factory) init() (err error) {
//		f.session, err = f.config.NewSession()
//		return err
//	}
//	func (f *factory) Close() error { return f.watcher.Close() }      // the session stays
//
// Nothing is said where what is made only wraps something that was there before, where it lives in a context, and where the
// value goes to another field or a container too.

import { funcName } from '#go/types/function-name.js';
import { methodSet } from '#go/types/method-set.js';
import type { Func, Package, Var } from '#go/types/object.js';
import { deref, type Named, type Type, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { FieldObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, stepsOf } from './channels.js';
import { concreteTypes } from './implementers.js';
import { type CallStep, eachPlace, handedOn, type LoweredUnit, type Root, type Step, type Value } from './ir.js';
import { isErrorType } from './lower-expression.js';
import { acquisitionOf, spanOf } from './observe-paths.js';
import { isOwnerType, isOwnRelease } from './owner-type.js';

export function observeForgotten(analysis: Analysis, pkg: Package): FieldObservation[] {
  const units = analysis.unitsOf(pkg);
  return concreteTypes(pkg).flatMap((type) => {
    const releases = type.methods.filter(isOwnRelease);
    const struct = type.underlying;
    const [release] = releases;
    if (release === undefined || struct.kind !== 'Struct') return [];
    const reached = releases.map((method) => reachedFrom(analysis, pkg, method));
    if (!reached.some(({ isRelease }) => isRelease)) return [];
    return struct.fields.flatMap((field) => {
      if ((field.exported && type.obj.exported) || !hasOwnRelease(field.type)) return [];
      if (reached.some(({ fields }) => fields.has(field)) || analysis.fields(pkg).isLetGo(field)) return [];
      const made = madeFor(analysis, units, field);
      return made === undefined ? [] : [observation(type, field, release, made)];
    });
  });
}

/** Whether values of the type have a method that is their end. */
function hasOwnRelease(type: Type): boolean {
  return methodSet(type).list.some(({ obj }) => obj.kind === 'Func' && isOwnRelease(obj));
}

export interface Reached {
  readonly fields: ReadonlySet<Var>;
  /** Whether anything is let go of. */
  readonly isRelease: boolean;
}

/** The fields that a method names, itself or in what it calls in its package. */
export function reachedFrom(analysis: Analysis, pkg: Package, method: Func): Reached {
  const fields = new Set<Var>();
  const seen = new Set<Func>([method.origin]);
  let isRelease = false;
  for (const func of seen) {
    const unit = func.pkg === pkg ? analysis.sourceOf(func) : undefined;
    if (unit === undefined) continue;
    for (const { step } of stepsOf(unit)) {
      for (const value of valuesOf(step))
        eachPlace(value, ({ vars }) => {
          for (const one of vars) fields.add(one);
        });
      if (step.op !== 'call') continue;
      const { callee } = step;
      if (callee.kind === 'static') seen.add(callee.func.origin);
      isRelease ||=
        (callee.kind === 'builtin' && callee.name === 'close') ||
        ('func' in callee && isReleaseName(callee.func.name)) ||
        (callee.kind === 'value' && isReleaseName(callee.name));
    }
  }
  return { fields, isRelease };
}

function valuesOf(step: Step): readonly Value[] {
  const handed = handedOn(step);
  if (step.op !== 'call') return step.op === 'receive' || step.op === 'send' ? [...handed, step.channel] : handed;
  const { receiver, callee } = step;
  return [...handed, ...(receiver === undefined ? [] : [receiver]), ...(callee.kind === 'value' ? [callee.value] : [])];
}

interface MadeFor {
  readonly at: At<CallStep>;
  readonly result: number;
  readonly store: number;
}

/** The call that makes what a field gets, where all that it gets is made for it, and goes nowhere else. */
function madeFor(analysis: Analysis, units: readonly LoweredUnit[], field: Var): MadeFor | undefined {
  let made: MadeFor | undefined;
  for (const unit of units) {
    const all = [...stepsOf(unit)];
    for (const { step } of all) {
      if (isCopied(step, field)) return undefined;
      for (const { value, pos } of storesIn(step, field)) {
        if (value.kind === 'nil' || value.kind === 'zero') continue;
        const one = callThatMade(analysis, all, value, field);
        if (one === undefined) return undefined;
        made ??= { ...one, store: pos };
      }
    }
  }
  return made;
}

function storesIn(step: Step, field: Var): readonly { readonly value: Value; readonly pos: number }[] {
  if (step.op !== 'move') return [];
  if (step.to.vars.at(-1) === field && step.to.fields.at(-1) !== '[]') return [{ value: step.from, pos: step.pos }];
  return partsOf(step.from, field);
}

function partsOf(value: Value, field: Var): readonly { readonly value: Value; readonly pos: number }[] {
  if (value.kind !== 'composite') return [];
  return value.parts.flatMap((part) =>
    part.variable === field ? [{ value: part.value, pos: part.value.pos }] : partsOf(part.value, field),
  );
}

/** Whether what is in the field is put elsewhere too, sent, or given to the standard library, as a listener to a server. */
function isCopied(step: Step, field: Var): boolean {
  const is = (value: Value): boolean =>
    (value.kind === 'path' && value.vars.at(-1) === field) ||
    (value.kind === 'composite' && value.parts.some((part) => is(part.value)));
  if (step.op === 'send') return is(step.value);
  if (step.op === 'call') return 'func' in step.callee && step.callee.func.pkg?.isStd === true && step.args.some(is);
  return step.op === 'move' && is(step.from) && (step.to.fields.length > 0 || step.from.kind === 'composite');
}

function callThatMade(
  analysis: Analysis,
  all: readonly At<Step>[],
  value: Value,
  field: Var,
): { readonly at: At<CallStep>; readonly result: number } | undefined {
  if (value.kind !== 'path' || value.fields.length > 0 || value.root.parameter !== undefined) return undefined;
  const roots = new Set<Root>([value.root]);
  for (const { step } of all)
    if (step.op === 'move' && step.to.fields.length === 0 && roots.has(step.to.root)) {
      if (step.from.kind === 'nil' || step.from.kind === 'zero') continue;
      if (step.from.kind !== 'path' || step.from.fields.length > 0 || step.from.root.parameter !== undefined)
        return undefined;
      roots.add(step.from.root);
    }
  // What is let go of, or put elsewhere, under its local name.
  const isElsewhere = all.some(
    ({ step }) =>
      (step.op === 'move' &&
        step.to.fields.length > 0 &&
        step.to.vars.at(-1) !== field &&
        step.from.kind === 'path' &&
        roots.has(step.from.root)) ||
      (step.op === 'return' && step.values.some((one) => one.kind === 'path' && roots.has(one.root))),
  );
  if (isElsewhere) return undefined;
  for (const at of all) {
    const { step } = at;
    if (step.op !== 'call' || step.mode !== 'call') continue;
    const result = step.results.findIndex((root) => roots.has(root));
    if (result >= 0) return isMaking(analysis, all, step, result) ? { at: { ...at, step }, result } : undefined;
  }
  return undefined;
}

const making = /^(new|open|dial|listen|create|connect|start|make|build|watch|subscribe)/i;

/** Whether a call makes something new that has to be let go of, and holds nothing that was there before. */
function isMaking(analysis: Analysis, all: readonly At<Step>[], step: CallStep, result: number): boolean {
  const { callee, results } = step;
  if ((callee.kind !== 'static' && callee.kind !== 'invoke') || !making.test(callee.func.name)) return false;
  const type = results[result]?.type;
  if (type === undefined || callee.func.pkg?.isStd === true) return false;
  const isGiven = step.args.some((arg) => isGivenIn(all, arg, 0));
  if (isGiven) return false;
  if (callee.kind === 'invoke') {
    const last = results.at(-1);
    return under(type).kind === 'Interface' && last !== undefined && results.length > 1 && isErrorType(last.type);
  }
  return isOwnerType(analysis, type, 'wide');
}

/** Whether an argument is a context, or something with a release that was there before, or made of that. */
function isGivenIn(all: readonly At<Step>[], arg: Value, depth: number): boolean {
  if (arg.kind !== 'path') return false;
  if (typeString(arg.type) === 'context.Context') return true;
  const isOld = arg.fields.length > 0 || arg.root.parameter !== undefined || arg.root.body === undefined;
  if (isOld) return hasOwnRelease(arg.type) || (arg.fields.length > 0 && deref(arg.type).type.kind === 'Unknown');
  const made = all.find(({ step }) => step.op === 'call' && step.results.includes(arg.root))?.step;
  return made?.op === 'call' && depth < 3 && made.args.some((one) => isGivenIn(all, one, depth + 1));
}

function observation(type: Named, field: Var, release: Func, { at, result, store }: MadeFor): FieldObservation {
  const { unit } = release.origin;
  return {
    kind: 'field',
    acquisition: acquisitionOf({
      acquired: { result, suffix: '', resource: 'owner', because: 'its owner makes it for itself' },
      step: at.step,
      body: at.body,
    }),
    field: `${type.obj.name}.${field.name}`,
    owner: type.obj.name,
    store: spanOf(store),
    hiddenBehind: undefined,
    isElement: false,
    releasePlace: unit === undefined ? undefined : { ...spanOf(release.pos), function: funcName(release) },
    declaration: spanOf(type.obj.pos),
    removals: [],
    alternatives: [],
  };
}
