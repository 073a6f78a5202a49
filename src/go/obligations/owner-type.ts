// Types that own what has to be let go of, seen by what their release does; and functions that make a new one each time.

import { funcName } from '#go/types/function-name.js';
import { methodSet } from '#go/types/method-set.js';
import type { Func } from '#go/types/object.js';
import { deref, type Named, type Type, unalias, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { acquiredTypes, isClosingName, isReleaseName } from '#models/lifecycle.js';
import type { LoweredUnit, Path, Value } from './ir.js';

/** What is asked of the analysis. */
export interface Sources {
  sourceOf(func: Func): LoweredUnit | undefined;
  ownedResults(func: Func): readonly { readonly result: number }[];
}

/** Whether a method is the end of what it is called on: a release that is given no more than how long it may take. */
export function isOwnRelease(method: Func): boolean {
  if (!isReleaseName(method.name)) return false;
  return method.type.params.vars.every(({ type }) => isTiming(type));
}

/** What a release may be given: how long it may take, and why it comes. */
export function isTiming(type: Type): boolean {
  return /^(context\.Context|time\.Duration|error|bool)$/.test(typeString(type));
}

const known = { narrow: new WeakMap<Named, boolean>(), wide: new WeakMap<Named, boolean>() };

/**
 * Whether the type has a release that lets go of something a field of it holds. In the wide sense what is behind an interface
 * counts, and what is given to a helper that is called like a release.
 */
export function isOwnerType(sources: Sources, type: Type, sense: keyof typeof known = 'narrow'): boolean {
  const t = unalias(deref(unalias(type)).type);
  if (t.kind !== 'Named') return false;
  const named = t.origin;
  let answer = known[sense].get(named);
  if (answer === undefined) {
    known[sense].set(named, false);
    answer = named.methods.some((method) => isReleaseName(method.name) && releasesField(sources, method, sense));
    known[sense].set(named, answer);
  }
  return answer;
}

/** Whether a method lets go of something that a field of its receiver holds. */
export function releasesField(sources: Sources, method: Func, sense: keyof typeof known = 'narrow'): boolean {
  const unit = sources.sourceOf(method);
  const receiver = unit?.body.receiver;
  if (unit === undefined || receiver === undefined) return false;
  const isField = (value: Value | undefined): value is Path =>
    value?.kind === 'path' && value.root === receiver && value.vars.length > 0;
  /** `s.db.Close()` of a module that is not here. */
  const isMissingReleased = (name: string, value: Value | undefined): boolean =>
    isClosingName(name) && isField(value) && deref(value.type).type.kind === 'Unknown';
  return unit.bodies.some((body) =>
    body.blocks.some((block) =>
      block.steps.some((step) => {
        if (step.op !== 'call') return false;
        const { callee } = step;
        // What waits for the channel ends with it.
        if (callee.kind === 'builtin') return callee.name === 'close' && isField(step.args[0]);
        if (callee.kind === 'value')
          return isField(callee.value) ? isCancel(callee.value.type) : isMissingReleased(callee.name, step.receiver);
        if (callee.kind !== 'static' && callee.kind !== 'invoke') return false;
        const isRelease = isReleaseName(callee.func.name);
        // `closeQuietly(log, s.file)`
        if (sense === 'wide' && isRelease && step.args.some((arg) => isField(arg) && hasReleaseName(arg.type)))
          return true;
        if (!isField(step.receiver)) return false;
        // The goroutines that it waits for are its own.
        if (callee.kind === 'static' && funcName(callee.func) === '(*sync.WaitGroup).Wait') return true;
        if (!isRelease) return false;
        if (sense === 'wide' && under(step.receiver.type).kind === 'Interface') return true;
        return acquiredTypes.has(typeString(step.receiver.type)) || isOwnerType(sources, step.receiver.type, sense);
      }),
    ),
  );
}

/** Whether a type has a method that is called like a release. */
export function hasReleaseName(type: Type): boolean {
  return methodSet(unalias(type)).list.some(({ obj }) => isReleaseName(obj.name));
}

function isCancel(type: Type): boolean {
  return typeString(type).startsWith('context.Cancel');
}

/** Whether each return of a function gives as this result a new object, none, or what another such function made. */
export function returnsNew(sources: Sources, unit: LoweredUnit, result: number): boolean {
  let isMade = false;
  for (const block of unit.body.blocks) {
    for (const step of block.steps) {
      const value = step.op === 'return' ? step.values[result] : undefined;
      if (value === undefined) continue;
      const origin = originOf(sources, unit, value, 0);
      if (origin === 'other') return false;
      if (origin === 'fresh') isMade = true;
    }
  }
  return isMade;
}

function originOf(sources: Sources, unit: LoweredUnit, value: Value, depth: number): 'fresh' | 'nothing' | 'other' {
  if (value.kind === 'nil' || value.kind === 'zero') return 'nothing';
  if (value.kind === 'composite') return 'fresh';
  if (value.kind !== 'path' || value.fields.length > 0 || depth > 6 || value.root.parameter !== undefined)
    return 'other';
  if (unit.fresh.has(value.root.id)) return 'fresh';
  const origins: string[] = [];
  for (const body of unit.bodies) {
    for (const block of body.blocks) {
      for (const step of block.steps) {
        if (step.op === 'move' && step.to.key === value.key)
          origins.push(originOf(sources, unit, step.from, depth + 1));
        if (step.op !== 'call') continue;
        const index = step.results.indexOf(value.root);
        if (index === -1) continue;
        const isMade =
          step.callee.kind === 'static' &&
          sources.ownedResults(step.callee.func).some((owned) => owned.result === index);
        origins.push(isMade ? 'fresh' : 'other');
      }
    }
  }
  if (origins.length === 0 || origins.includes('other')) return 'other';
  return origins.includes('fresh') ? 'fresh' : 'nothing';
}
