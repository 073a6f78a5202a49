// What a call does with a resource that is its receiver or among its arguments: by the names that say it, by models of
// libraries, by what its source does.

import { funcName } from '#go/types/function-name.js';
import { identical } from '#go/types/identical.js';
import type { Func } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { type ArgumentEffect, isReleaseName } from '#models/lifecycle.js';
import { hasRelease } from './acquire.js';
import { isByteStream } from './byte-stream.js';
import type { Exploration, Touched } from './explore.js';
import type { CallStep, Path, Value } from './ir.js';
import { isErrorType } from './lower-expression.js';
import type { Fact, State } from './state.js';

/** One way in which a call may end. `facts` are those of its results. */
export type CallEffect =
  | { readonly effect: 'held' | 'released' | 'escaped' | 'kept'; readonly facts: readonly (readonly [number, Fact])[] }
  | {
      readonly effect: 'in-result';
      readonly result: number;
      readonly suffix: string;
      readonly facts: readonly (readonly [number, Fact])[];
    };

/** What the analysis of a whole package knows of functions. */
export interface Effects {
  /** What becomes of the `index`-th parameter's `suffix`; undefined where the source is not known. */
  parameter(func: Func, index: number, suffix: string, resource: string): readonly CallEffect[] | undefined;
  /** Whether the last result of a call is an error that is not nil. */
  makesError(step: CallStep): boolean;
  /** Whether a method that is called like a release does nothing. */
  isNoOp(func: Func): boolean;
  model(func: string, argument: number): ArgumentEffect | undefined;
  /** Whether a method ends one direction, and lets go of nothing. */
  isHalfClose(func: Func): boolean;
  isBorrowing(func: Func): boolean;
  releasesOf(resource: string): readonly string[];
  /** Whether something in its package lets go of what a place holds, or hands it to who may. */
  isReleasedFrom(place: Path): boolean;
}

const held: readonly CallEffect[] = [{ effect: 'held', facts: [] }];
const released: readonly CallEffect[] = [{ effect: 'released', facts: [] }];
/** A constructor whose source is not here: what it makes holds what it was given. */
const constructed: readonly CallEffect[] = [{ effect: 'in-result', result: 0, suffix: '.?', facts: [] }];
const escaped: readonly CallEffect[] = [{ effect: 'escaped', facts: [] }];

/** Names by which values are logged, compared or described. */
const describing = /^(Debug|Info|Warn|Warning|Error|Trace|Print|Log|Sprint|Errorf|V)(f|ln|w|Context|S|Depth)?$/;

export function isDescribing(name: string): boolean {
  return describing.test(name);
}

/** Undefined where the resource is not touched. */
export function callEffects(exploration: Exploration, step: CallStep, state: State): readonly CallEffect[] | undefined {
  const { callee } = step;
  const parts: (readonly CallEffect[])[] = [];
  if (callee.kind === 'value') {
    const touched = exploration.touched(state, callee.value);
    if (touched?.relation === 'is' || touched?.relation === 'part') parts.push(released);
  }
  if (step.receiver !== undefined) {
    for (const touched of exploration.touches(state, step.receiver)) {
      const effect = receiverEffect(exploration, step, step.receiver, touched);
      if (effect !== undefined) parts.push(effect);
    }
  }
  step.args.forEach((arg, i) => {
    for (const touched of exploration.touches(state, arg))
      parts.push(argumentEffect(exploration, step, arg, i, touched));
  });
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  if (rest.length === 0) return first;
  // Several at once: the first that is more than a loan counts.
  return parts.find((part) => part.some(({ effect }) => effect !== 'held')) ?? held;
}

function receiverEffect(
  exploration: Exploration,
  step: CallStep,
  receiver: Value,
  touched: Touched,
): readonly CallEffect[] | undefined {
  const { callee } = step;
  if (callee.kind !== 'static' && callee.kind !== 'invoke' && callee.kind !== 'value') return undefined;
  if (receiver.kind !== 'path') return undefined;
  const { effects, resource, unit, releasedBy } = exploration.subject;
  const calledName = callee.kind === 'value' ? callee.name : callee.func.name;
  if (touched.relation === 'is' && releasedBy?.has(calledName) === true) return released;
  if (callee.kind === 'value')
    return isReleaseName(callee.name) || effects.releasesOf(resource).includes(callee.name) ? released : held;
  const { func } = callee;
  // What a model names is believed; of what only holds it, not all that is committed is it.
  if (effects.releasesOf(resource).includes(func.name) && (touched.relation !== 'contains' || resource !== 'owner'))
    return released;
  if (effects.model(funcName(func), -1) === 'borrow') return held;
  const isRelease = isReleaseName(func.name) && !effects.isHalfClose(func);
  if (touched.relation !== 'contains') {
    if (isRelease) return callee.kind === 'static' && effects.isNoOp(func) ? held : released;
    if (touched.relation === 'part') return held;
  }
  // What another package's release does with what is inside is its own affair.
  if (isRelease && callee.kind === 'static' && func.pkg !== unit.pkg) return effects.isNoOp(func) ? held : released;
  const suffix = touched.relation === 'contains' ? touched.holder.slice(receiver.key.length) : '';
  if (callee.kind === 'static') {
    const summary = effects.parameter(func, -1, suffix, resource);
    // A release may do nothing the second time: what it does on some way it is taken to do.
    if (isRelease && summary?.some(({ effect }) => effect === 'released' || effect === 'escaped') === true)
      return released;
    if (summary !== undefined) return summary;
    // Of a library's type, by name.
    return isRelease ? released : held;
  }
  return isRelease ? released : held;
}

function argumentEffect(
  exploration: Exploration,
  step: CallStep,
  arg: Value,
  index: number,
  touched: Touched,
): readonly CallEffect[] {
  const { callee } = step;
  const { effects, resource } = exploration.subject;
  if (callee.kind === 'builtin') return callee.name === 'copy' ? escaped : held;
  const isFunction = arg.kind === 'path' && under(arg.type).kind === 'Signature';
  if (arg.kind === 'bound') return isReleaseName(arg.method.name) ? escaped : held;
  if (
    callee.kind === 'value' &&
    callee.value.kind === 'other' &&
    /^(New|Wrap)[A-Z]/.test(callee.name) &&
    step.results.length > 0
  )
    return constructed;
  if (callee.kind === 'value' && callee.package !== undefined && isReadOrWritten(callee.name, arg)) return held;
  if (callee.kind === 'value' || callee.kind === 'literal') return touched.relation === 'part' ? held : escaped;
  const { func } = callee;
  const name = funcName(func);
  const modelled = effects.model(name, index);
  if (modelled === 'borrow') return held;
  if (modelled === 'take') return escaped;
  if (modelled === 'keep') return [{ effect: 'kept', facts: [] }];
  if (modelled === 'wrap') return [{ effect: 'in-result', result: 0, suffix: '', facts: [] }];
  if (touched.relation === 'part') return held;
  if (describing.test(func.name)) return held;
  if (callee.kind === 'invoke') {
    if (effects.isBorrowing(func) || resource === 'stream') return held;
    const taken =
      takenUnlessFailed(step, func.name) ?? (resource === 'pipe' ? readUnlessFailed(step, index) : undefined);
    if (taken !== undefined) return taken;
    return isFilter(func, index) ? [{ effect: 'in-result', result: 0, suffix: '', facts: [] }] : escaped;
  }
  if (arg.kind === 'path') {
    const suffix = touched.relation === 'contains' ? touched.holder.slice(arg.key.length) : '';
    const { params, variadic } = func.type;
    const last = params.vars.length - 1;
    const isSpread = variadic && index >= last && step.node.ellipsis === 0;
    const summary = effects.parameter(func, Math.min(index, last), isSpread ? `.[]${suffix}` : suffix, resource);
    if (summary !== undefined) return summary;
  }
  // Who is given a function may call it.
  if (effects.isBorrowing(func) && !isFunction) return held;
  if (func.pkg?.missing !== undefined && /^(New|Wrap)/.test(func.name) && step.results.length > 0) return constructed;
  return escaped;
}

/** What registers something and fails has not taken it: it is still its caller's. */
function takenUnlessFailed(step: CallStep, name: string): readonly CallEffect[] | undefined {
  return /^(Register|Add|Insert|Enqueue|Track)/.test(name) ? unlessFailed(step) : undefined;
}

/** What only reads from half a pipe, and fails, leaves the rest unread. */
function readUnlessFailed(step: CallStep, index: number): readonly CallEffect[] | undefined {
  const type = step.callee.kind === 'invoke' ? step.callee.func.type.params.vars[index]?.type : undefined;
  if (type === undefined || under(type).kind !== 'Interface' || hasRelease(type)) return undefined;
  return unlessFailed(step);
}

/** Taken by a call of an interface's method that gives no error, and left with the caller of one that does. */
function unlessFailed({ results, callee }: CallStep): readonly CallEffect[] | undefined {
  const last = results.length - 1;
  // What is known of a result stands with the method, where a part of another result is of a module that is not here.
  const type = callee.kind === 'invoke' ? callee.func.type.results.vars.at(-1)?.type : undefined;
  if (last < 0 || type === undefined || !isErrorType(type)) return undefined;
  return [
    { effect: 'escaped', facts: [[last, 'nil']] },
    { effect: 'held', facts: [[last, 'set']] },
  ];
}

/**
 * Whether what a function of a package that is not here does is in its name, and it is given nothing that it could close, or
 * something to read or write of which its name says that it is only read: `ParseManifest(file)`.
 */
function isReadOrWritten(name: string, arg: Value): boolean {
  if (!/^(Read|Decode|Unmarshal|Parse|Load|Copy|Write|Encode|Marshal|Fprint)/.test(name) || arg.kind !== 'path')
    return false;
  const isInterface = under(arg.type).kind === 'Interface';
  if (isInterface && !hasRelease(arg.type)) return true;
  return /^(Decode|Unmarshal|Parse)/.test(name) && (isByteStream(arg.type) || typeString(arg.type) === '*os.File');
}

/** Whether a method gives back a value of the interface type that it was given: it looks at it, or wraps it. */
function isFilter(func: Func, index: number): boolean {
  const param = func.type.params.vars[index];
  const result = func.type.results.vars[0];
  return (
    param !== undefined &&
    result !== undefined &&
    under(param.type).kind === 'Interface' &&
    !isErrorType(param.type) &&
    identical(param.type, result.type)
  );
}
