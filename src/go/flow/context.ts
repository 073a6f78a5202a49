// What tells the frames of a function apart. Only what changes where its calls go: the functions and objects that it is
// given to call (cartesian product, Agesen 1995), the object it is a method of, and, where it makes what it returns, the
// site of the call. A function that gets data only has one frame, however often it is called.

import { walk } from '#go/syntax/walk.js';
import { type Type, unalias, under } from '#go/types/type.js';
import { fullDynamicType } from './dynamic-type.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import { isVariadic } from './function.js';
import { isErrorType, isPlainInterface } from './type-shape.js';
import type { AbstractObject, Value } from './value.js';

/** How the frames of a function are told apart. */
export interface ContextPlan {
  /** The function parameters by whose values frames are told apart. */
  readonly functions: readonly number[];
  /** The interface parameters by whose values they may be. */
  readonly interfaces: readonly number[];
  /** Whether it asks an `any` or `error` that it is given for its type. */
  readonly asksType: boolean;
  /** Whether the site of the call matters. */
  readonly addsSite: boolean;
  /** The same outside the trace, where the site stands for what is passed and for the receiver too. */
  readonly addsSiteOutside: boolean;
}

/** A product of more has more frames than it is worth; functions come first. */
const selectingLimit = 2;

const plans = new WeakMap<Fn, ContextPlan>();

export function contextPlan(fn: Fn): ContextPlan {
  let plan = plans.get(fn);
  if (plan === undefined) {
    plan = makePlan(fn);
    plans.set(fn, plan);
  }
  return plan;
}

function makePlan(fn: Fn): ContextPlan {
  const { signature } = fn;
  if (signature === undefined)
    return { functions: [], interfaces: [], asksType: false, addsSite: false, addsSiteOutside: false };
  const functions: number[] = [];
  const interfaces: number[] = [];
  let isGivenMany = false;
  let asksType = false;
  signature.params.vars.forEach((param, index) => {
    const type = unalias(param.type);
    if (isVariadic(fn) && index === signature.params.vars.length - 1) {
      isGivenMany = carriesMany(type);
      return;
    }
    if (type.kind === 'TypeParam') interfaces.push(index);
    else if (under(type).kind === 'Signature') functions.push(index);
    else if (under(type).kind === 'Interface') {
      if (!isPlainInterface(type)) interfaces.push(index);
      else if (param.name !== '' && asksTypeOf(fn, param.name)) asksType = true;
    } else if (carriesMany(type)) isGivenMany = true;
  });
  const recv = fn.object?.type.recv?.type;
  const hasReceiver = recv !== undefined && mayCarry(recv);
  const makes = signature.results.vars.some((result) => mayBeMade(result.type));
  const isMaker = isGivenMany || (!hasReceiver && makes);
  return {
    functions: functions.slice(0, selectingLimit),
    interfaces: hasReceiver ? [] : interfaces,
    asksType,
    addsSite: isMaker,
    addsSiteOutside: isMaker || functions.length > 0 || interfaces.length > 0,
  };
}

function asksTypeOf(fn: Fn, name: string): boolean {
  if (fn.body === undefined) return false;
  let found = false;
  walk(fn.body, (node) => {
    if (node.kind === 'TypeAssertExpr' && node.x.kind === 'Ident' && node.x.name === name) found = true;
    return !found;
  });
  return found;
}

/** A slice of functions or interfaces. */
function carriesMany(type: Type): boolean {
  const u = under(type);
  if (u.kind !== 'Slice') return false;
  const elem = under(u.elem);
  return (
    unalias(u.elem).kind === 'TypeParam' ||
    elem.kind === 'Signature' ||
    (elem.kind === 'Interface' && !isPlainInterface(u.elem))
  );
}

/** What a function may make and return that is told apart by where that happened. */
function mayBeMade(type: Type): boolean {
  const t = under(type);
  if (t.kind === 'Interface') return !isErrorType(type);
  return (
    (t.kind === 'Pointer' || t.kind === 'Signature' || t.kind === 'Struct' || t.kind === 'Map' || t.kind === 'Chan') &&
    mayCarry(type)
  );
}

/** What a value of a selecting parameter contributes to the context. */
export function selectorOf(engine: Engine, value: Value): readonly number[] {
  const { frames } = engine;
  switch (value.kind) {
    case 'function': {
      const own = value.fn ?? value.object;
      return own === undefined
        ? [0]
        : [frames.element(own), ...(value.captured?.context ?? []).slice(0, selectorLimit)];
    }
    case 'bound':
      return [frames.element(value.method), ...selectorOf(engine, value.receiver)].slice(0, selectorLimit + 1);
    case 'pointer':
    case 'struct':
    case 'reference':
      return tellsApart(value.object)
        ? frames.objectContext(value.object, selectorLimit)
        : [frames.typeElement(value.object.type)];
    case 'data': {
      const type = fullDynamicType(value);
      return [type === undefined ? 0 : frames.typeElement(type)];
    }
    default:
      return [0];
  }
}

/** Of the contexts of what is passed, as much tells helpers apart that are given the same helper from two places. */
const selectorLimit = 1;

/** Whether it matters which object of its type a receiver is: whether it has something in it that calls can go to. */
export function tellsApart(object: AbstractObject): boolean {
  return object.kind !== 'any' && mayCarry(object.type);
}

const carrying = new WeakMap<object, boolean>();

/**
 * Whether functions, interfaces other than `error`, or channels can be reached from a value of the type. Where not, all
 * values of the type are as good as one.
 */
export function mayCarry(type: Type): boolean {
  const key = keyOf(type);
  const known = carrying.get(key);
  if (known !== undefined) return known;
  const seen = new Set<object>();
  const answer = reaches(type, seen, 0);
  if (answer) carrying.set(key, true);
  else for (const one of seen) carrying.set(one, false);
  return answer;
}

function keyOf(type: Type): object {
  const t = unalias(type);
  return t.kind === 'Named' ? (t.typeArgs.length === 0 ? t.origin.obj : t) : t;
}

/** Instances of generic types can nest without end. */
const depthLimit = 40;

function reaches(type: Type, seen: Set<object>, depth: number): boolean {
  const key = keyOf(type);
  const known = carrying.get(key);
  if (known !== undefined) return known;
  if (seen.has(key)) return false;
  if (depth > depthLimit) return true;
  seen.add(key);
  const t = unalias(type);
  if (t.kind === 'TypeParam') return true;
  const u = under(t);
  switch (u.kind) {
    case 'Basic':
      return u.basic === 'unsafe.Pointer';
    case 'Interface':
      return !isErrorType(t);
    case 'Signature':
    case 'Chan':
      return true;
    case 'Pointer':
    case 'Slice':
    case 'Array':
      return reaches(u.elem, seen, depth + 1);
    case 'Map':
      return reaches(u.elem, seen, depth + 1) || reaches(u.key, seen, depth + 1);
    case 'Struct':
      return u.fields.some((field) => reaches(field.type, seen, depth + 1));
    case 'Tuple':
      return u.vars.some((variable) => reaches(variable.type, seen, depth + 1));
    default:
      return true;
  }
}
