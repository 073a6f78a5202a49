// Where a call goes in a frame: the static callee, or what flows to the called value; and what comes back.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { CallExpr, Expr } from '#go/syntax/ast.js';
import type { Func } from '#go/types/object.js';
import { type Type, unalias } from '#go/types/type.js';
import type { Call } from './body.js';
import { type CallMode, classify, isDynamicCall } from './call-mode.js';
import { connectChosen } from './chosen-results.js';
import { failedAssertions } from './conditions.js';
import { contextPlan, selectorOf, tellsApart } from './context.js';
import { fullDynamicType, isCertainly, refined } from './dynamic-type.js';
import type { Engine } from './engine.js';
import { type Frame, receiverContextLimit } from './frame.js';
import type { Fn } from './function.js';
import { keptNode } from './heap.js';
import { argumentGiven, keepingOf } from './kept-values.js';
import { argumentOf, keptGiven } from './parameters.js';
import { withoutParens } from './program-index.js';
import { type Optional, settingOf, settingOfMaking } from './settings.js';
import { FlowNode, type Rank } from './solver.js';
import { canCarryCalls, fieldAt, findMethod, namedStruct } from './type-shape.js';
import { type AbstractObject, handedOutBy, type UnknownValue, type Value } from './value.js';

/** One callee of a call in a frame. */
export interface Target {
  readonly fn: Fn | undefined;
  /** Undefined without a body. */
  readonly frame: Frame | undefined;
  /** The declared function; undefined for a literal. */
  readonly object: Func | undefined;
  /** What the call was resolved by: of several values, the one with the fewest embedded fields on the way; undefined for a static call. */
  value: Value | undefined;
  /** Embedded fields between the value's type and the method's receiver. */
  promoted: readonly string[];
}

/** The callees of a call in a frame, as far as they are known, and who wants to know of more. */
export class Callees {
  readonly mode: CallMode;
  readonly targets: Target[] = [];
  readonly unknowns: UnknownValue[] = [];
  /** What is there only when something is set, with what; followed where nothing else is there. */
  readonly optional: { readonly target: Target; readonly setting: string }[] = [];
  /** The node of the called function value or of the receiver. */
  node: FlowNode | undefined;
  readonly #seen = new Map<unknown, Target>();
  readonly #dispatched = new Map<string, number>();
  readonly #listeners: ((target: Target) => void)[] = [];
  /** The callees of the same call in all traced frames. */
  readonly #everywhere: readonly Callees[];
  #takesOptional = false;

  constructor(mode: CallMode, everywhere: readonly Callees[]) {
    this.mode = mode;
    this.#everywhere = everywhere;
  }

  add(target: Target): void {
    const key = target.frame ?? target.object ?? target.fn;
    const known = this.#seen.get(key);
    if (known !== undefined) {
      // A connection itself says more than something that holds one.
      if (target.promoted.length < known.promoted.length) {
        known.value = target.value;
        known.promoted = target.promoted;
      }
      return;
    }
    this.#seen.set(key, target);
    this.targets.push(target);
    for (const listener of this.#listeners) listener(target);
  }

  /**
   * Whether a value has not been dispatched on here before, or only through more embedded fields; embedded interfaces may hold
   * one another.
   */
  isNew(value: Value, method: Func, promoted: readonly string[]): boolean {
    const key = `${value.id} ${method.name}`;
    const before = this.#dispatched.get(key);
    if (before !== undefined && before <= promoted.length) return false;
    this.#dispatched.set(key, promoted.length);
    return true;
  }

  addUnknown(value: UnknownValue): void {
    if (!this.unknowns.some(({ text, pos }) => text === value.text && pos === value.pos)) this.unknowns.push(value);
  }

  /**
   * Leaves a candidate out unless it stays the only one; `defer` puts off until all else is known. What is returned takes it
   * in after all.
   */
  setAside(target: Target, optional: Optional, enter: () => void, defer: (work: () => void) => void): () => void {
    const one = { target, setting: optional.setting };
    this.optional.push(one);
    let isEntered = false;
    const take = (): void => {
      if (isEntered) return;
      isEntered = true;
      const at = this.optional.indexOf(one);
      if (at >= 0) this.optional.splice(at, 1);
      enter();
    };
    // What comes of a setting alone may have a frame of its own: there is something else if there is in another frame.
    const answered = optional.isMadeThere ? [this] : this.#everywhere;
    defer(() => {
      if (answered.some(({ targets }) => targets.length > 0) && !this.#takesOptional) return;
      this.#takesOptional = true;
      take();
    });
    return take;
  }

  listen(listener: (target: Target) => void): void {
    this.#listeners.push(listener);
    for (const target of [...this.targets]) listener(target);
  }
}

/** A receiver to which nothing flows is assumed to be any of its type only when all else is known. */
const lastResort = (): Rank => 4;
/** Before that, arguments to which nothing flows are taken to be nil. */
const lateResort = (): Rank => 3;

const calleesOf = new WeakMap<Frame, Map<CallExpr, Callees>>();

const tracedBy = new WeakMap<Engine, Map<CallExpr, Callees[]>>();

/** The callees of a call in the frames of the trace. */
function tracedCallees(engine: Engine, call: CallExpr): Callees[] {
  let byCall = tracedBy.get(engine);
  if (byCall === undefined) {
    byCall = new Map();
    tracedBy.set(engine, byCall);
  }
  let known = byCall.get(call);
  if (known === undefined) {
    known = [];
    byCall.set(call, known);
  }
  return known;
}

/** The callees of a call; resolved once per frame, growing while the solver runs. */
export function resolveCall(engine: Engine, call: Call, frame: Frame): Callees {
  let byCall = calleesOf.get(frame);
  if (byCall === undefined) {
    byCall = new Map();
    calleesOf.set(frame, byCall);
  }
  const known = byCall.get(call.node);
  if (known !== undefined) return known;
  const classified = classify(call.node, frame.fn);
  const everywhere = frame.isOutside ? [] : tracedCallees(engine, call.node);
  const callees = new Callees(classified.mode, everywhere);
  everywhere.push(callees);
  byCall.set(call.node, callees);
  resolve(engine, call, frame, classified, callees);
  return callees;
}

function resolve(
  engine: Engine,
  call: Call,
  frame: Frame,
  classified: ReturnType<typeof classify>,
  callees: Callees,
): void {
  const { solver } = engine;
  switch (classified.kind) {
    case 'function':
      addStatic(engine, call, frame, classified.object, callees, false);
      return;
    case 'literal': {
      const fn = engine.functions.ofLiteral(classified.fun, frame.fn);
      enter(engine, call, frame, fn, undefined, undefined, frame, false, [], callees);
      return;
    }
    case 'method': {
      const receiver = engine.receiverNode(classified.fun, frame);
      callees.node = receiver;
      const promoted = promotedThrough(classified.fun, frame);
      const fn = engine.functions.ofObject(classified.object);
      solver.listen(receiver, (value) => {
        enterMethod(engine, call, frame, classified.object, fn, value, promoted, undefined, callees);
      });
      // A receiver that nothing flows to is nil or not understood; the callee is known all the same.
      solver.defer(() => {
        if (callees.targets.length > 0) return;
        if (fn === undefined || fn.body === undefined)
          callees.add({ fn, frame: undefined, object: classified.object, value: undefined, promoted });
        else {
          const recv = classified.object.type.recv?.type;
          const struct = recv === undefined ? undefined : namedStruct(recv);
          const object = struct === undefined ? undefined : engine.values.standIn(struct.named, true);
          const value =
            object === undefined
              ? undefined
              : engine.values.object(struct?.isPointer === true ? 'pointer' : 'struct', object);
          enter(engine, call, frame, fn, value, undefined, undefined, false, promoted, callees);
        }
      }, lastResort);
      return;
    }
    case 'method-expression': {
      const fn = engine.functions.ofObject(classified.object);
      const first = call.node.args[0];
      if (first === undefined) return;
      const receiver = engine.evaluate(first, frame);
      solver.listen(receiver, (value) =>
        enterMethod(engine, call, frame, classified.object, fn, value, [], undefined, callees, true),
      );
      solver.defer(() => {
        if (callees.targets.length === 0 && fn?.body !== undefined)
          enter(engine, call, frame, fn, undefined, undefined, undefined, true, [], callees);
      }, lastResort);
      return;
    }
    case 'interface': {
      const receiver = engine.receiverNode(classified.fun, frame);
      callees.node = receiver;
      const promoted = promotedThrough(classified.fun, frame);
      const failed = failedOn(engine, classified.fun.x, call, frame);
      solver.listen(receiver, (value) => {
        if (!failed.some((type) => isCertainly(value, type)))
          dispatch(engine, call, frame, classified.object, value, callees, promoted, false);
      });
      return;
    }
    case 'interface-expression': {
      const first = call.node.args[0];
      if (first === undefined) return;
      const receiver = engine.evaluate(first, frame);
      callees.node = receiver;
      solver.listen(receiver, (value) => dispatch(engine, call, frame, classified.object, value, callees, [], true));
      return;
    }
    case 'value': {
      const node = engine.evaluate(classified.fun, frame);
      callees.node = node;
      solver.listen(node, (value) => callValue(engine, call, frame, value, callees));
    }
  }
}

function failedOn(engine: Engine, receiver: Expr, call: Call, frame: Frame): readonly Type[] {
  const x = withoutParens(receiver);
  const variable = x.kind === 'Ident' ? frame.fn.info.uses.get(x) : undefined;
  return variable?.kind === 'Var' && variable.role !== 'package'
    ? failedAssertions(engine, call.condition, variable, frame)
    : [];
}

function promotedThrough(fun: Expr & { kind: 'SelectorExpr' }, frame: Frame): readonly string[] {
  const selection = frame.fn.info.selections.get(fun);
  if (selection === undefined || selection.index.length < 2) return [];
  return fieldNames(selection.recv, selection.index.slice(0, -1));
}

function fieldNames(type: Type, path: readonly number[]): readonly string[] {
  const names: string[] = [];
  let t = type;
  for (const index of path) {
    const field = fieldAt(t, index);
    if (field === undefined) break;
    names.push(field.name);
    t = field.type;
  }
  return names;
}

function addStatic(
  engine: Engine,
  call: Call,
  frame: Frame,
  object: Func,
  callees: Callees,
  isMethodExpression: boolean,
  value?: Value,
): void {
  const fn = engine.functions.ofObject(object);
  if (fn === undefined || fn.body === undefined) {
    callees.add({ fn, frame: undefined, object, value, promoted: [] });
    return;
  }
  enter(engine, call, frame, fn, undefined, value, undefined, isMethodExpression, [], callees);
}

function callValue(engine: Engine, call: Call, frame: Frame, value: Value, callees: Callees): void {
  switch (value.kind) {
    case 'function': {
      if (value.isMethodExpression) {
        const first = call.node.args[0];
        const object = value.object;
        if (first === undefined || object === undefined) return;
        engine.solver.listen(engine.evaluate(first, frame), (receiver) => {
          if (object.isInterfaceMethod) dispatch(engine, call, frame, object, receiver, callees, [], true, value);
          else
            enterMethod(
              engine,
              call,
              frame,
              object,
              engine.functions.ofObject(object),
              receiver,
              [],
              value,
              callees,
              true,
            );
        });
        return;
      }
      if (value.fn?.body === undefined)
        callees.add({ fn: value.fn, frame: undefined, object: value.object, value, promoted: [] });
      else enter(engine, call, frame, value.fn, undefined, value, value.captured, false, [], callees);
      return;
    }
    case 'bound':
      dispatchOrEnter(engine, call, frame, value.method, value.receiver, callees, value);
      return;
    case 'unknown':
      callees.addUnknown(value);
      return;
    default:
      return;
  }
}

function dispatchOrEnter(
  engine: Engine,
  call: Call,
  frame: Frame,
  method: Func,
  receiver: Value,
  callees: Callees,
  by: Value,
): void {
  if (method.isInterfaceMethod) dispatch(engine, call, frame, method, receiver, callees, [], false, by);
  else {
    const fn = engine.functions.ofObject(method);
    const target = { fn, frame: undefined, object: method, value: by, promoted: [] };
    enterUnlessOptional(engine, frame, target, by, callees, () =>
      enterMethod(engine, call, frame, method, fn, receiver, [], by, callees),
    );
  }
}

/** Enters a callee; one that is there only when something is set is left aside as long as another is there. */
function enterUnlessOptional(
  engine: Engine,
  frame: Frame,
  target: Target,
  by: Value,
  callees: Callees,
  enterFound: () => void,
): void {
  // Outside the trace what comes of it goes on, and is named where it is called in it.
  const optional = frame.isOutside ? settingOfMaking(engine, by) : settingOf(engine, by);
  if (optional === undefined) {
    enterFound();
    return;
  }
  const take = callees.setAside(target, optional, enterFound, (work) => engine.solver.defer(work, lastResort));
  optional.onMore(() => {
    if (settingOf(engine, by) === undefined) take();
  });
}

/** Finds the method of the value's dynamic type, through embedded fields and embedded interfaces. */
function dispatch(
  engine: Engine,
  call: Call,
  frame: Frame,
  method: Func,
  value: Value,
  callees: Callees,
  promoted: readonly string[],
  isMethodExpression: boolean,
  by: Value = value,
): void {
  if (value.kind === 'unknown') {
    callees.addUnknown(value);
    return;
  }
  if (!callees.isNew(value, method, promoted)) return;
  const type = fullDynamicType(value);
  if (type === undefined) return;
  const found = findMethod(type, method.pkg, method.name);
  if (found === undefined) return;
  const through = [...promoted, ...fieldNames(type, found.path)];
  const continueWith = (receiver: Value): void => {
    if (found.method.isInterfaceMethod) {
      if (receiver !== value)
        engine.solver.schedule(() =>
          dispatch(engine, call, frame, found.method, receiver, callees, through, isMethodExpression, by),
        );
      return;
    }
    const fn = engine.functions.ofObject(found.method);
    const enterFound = (): void =>
      enterMethod(engine, call, frame, found.method, fn, receiver, through, by, callees, isMethodExpression);
    const target = { fn, frame: undefined, object: found.method, value: by, promoted: through };
    enterUnlessOptional(engine, frame, target, by, callees, enterFound);
  };
  if (found.path.length === 0) {
    continueWith(value);
    return;
  }
  let node = new FlowNode();
  engine.solver.add(node, value, { node: undefined, value, step: undefined });
  let t: Type = type;
  for (const index of found.path) {
    const field = fieldAt(t, index);
    if (field === undefined) return;
    const next = new FlowNode();
    engine.loadField(node, field, next, field.pos, t);
    node = next;
    t = field.type;
  }
  engine.solver.listen(node, continueWith);
  if (!found.method.isInterfaceMethod) {
    // The method is known even if nothing is known to be in the embedded pointer.
    engine.solver.defer(() => {
      if (node.values.size > 0) return;
      const struct = namedStruct(t);
      if (struct !== undefined)
        continueWith(
          engine.values.object(struct.isPointer ? 'pointer' : 'struct', engine.values.standIn(struct.named, true)),
        );
    }, lastResort);
  }
}

function enterMethod(
  engine: Engine,
  call: Call,
  frame: Frame,
  object: Func,
  fn: Fn | undefined,
  receiver: Value,
  promoted: readonly string[],
  by: Value | undefined,
  callees: Callees,
  isMethodExpression = false,
): void {
  if (fn === undefined || fn.body === undefined) {
    callees.add({ fn, frame: undefined, object, value: by, promoted });
    return;
  }
  let value = receiver;
  const recv = object.type.recv?.type;
  if (value.kind === 'unknown' && recv !== undefined) value = refined(engine, recv)(value) ?? value;
  if (value.kind === 'data' && recv !== undefined) {
    const struct = namedStruct(recv);
    if (struct !== undefined)
      value = engine.values.object(struct.isPointer ? 'pointer' : 'struct', engine.values.any(struct.named));
  }
  const wantsPointer = recv !== undefined && unalias(recv).kind === 'Pointer';
  if (wantsPointer && value.kind === 'struct') value = engine.values.object('pointer', value.object);
  else if (!wantsPointer && value.kind === 'pointer') value = engine.values.object('struct', value.object);
  enter(engine, call, frame, fn, value, by, undefined, isMethodExpression, promoted, callees);
}

/** Enters a callee with each combination of values that tells its frames apart. */
function enter(
  engine: Engine,
  call: Call,
  caller: Frame,
  fn: Fn,
  receiver: Value | undefined,
  by: Value | undefined,
  captured: Frame | undefined,
  isMethodExpression: boolean,
  promoted: readonly string[],
  callees: Callees,
): void {
  const object: AbstractObject | undefined =
    receiver !== undefined && 'object' in receiver && receiver.kind !== 'function' ? receiver.object : undefined;
  const own =
    !caller.isOutside && object !== undefined && tellsApart(object)
      ? engine.frames.objectContext(object, receiverContextLimit)
      : [];
  const plan = contextPlan(fn);
  // A helper is told apart by what it is given; code that the walk is for by where it is called, so that it is come to
  // before all that may flow there is known.
  const isHelper = !engine.interest(fn.pkg.path);
  const addsSite = caller.isOutside
    ? plan.addsSiteOutside
    : plan.addsSite || (!isHelper && (plan.asksType || (plan.functions.length === 0 && plan.interfaces.length > 0)));
  const kept = keptGiven(engine, fn, captured)?.param;
  const selecting = caller.isOutside
    ? []
    : plan.functions.length > 0
      ? plan.functions
      : isHelper
        ? plan.interfaces.filter((index) => index !== kept).slice(-1)
        : [];
  const { solver } = engine;
  // What is there only when something is set makes no frame of its own: it comes to those of the others.
  const frames: Frame[] = [];
  const optional: Omit<Selected, 'elements'>[] = [];
  const pass = (frame: Frame, { index, node, value, pos }: Omit<Selected, 'elements'>): void =>
    solver.add(engine.parameterNode(frame, index), value, {
      node,
      value,
      step: engine.step('argument', pos, fn.params[index]?.name ?? ''),
    });
  const enterWith = (selected: readonly Selected[]): void => {
    const context = selected.length === 0 ? own : [...selected.flatMap((one) => one.elements), ...own];
    const frame = engine.frames.callee(fn, call, caller, context, captured, addsSite);
    if (receiver !== undefined) {
      solver.add(engine.parameterNode(frame, -1), receiver, {
        node: callees.node,
        value: receiver,
        step: engine.step('receiver', call.node.pos, fn.recv?.name ?? ''),
      });
    }
    for (const one of selected) pass(frame, one);
    frames.push(frame);
    for (const one of optional) if (selected.some(({ index }) => index === one.index)) pass(frame, one);
    frame.addCaller({
      call,
      frame: caller,
      isMethodExpression,
      value: undefined,
      selected: selected.map(({ index }) => index),
    });
    callees.add({ fn, frame, object: fn.object, value: by, promoted });
  };
  const choose = (at: number, selected: readonly Selected[]): void => {
    const index = selecting[at];
    if (index === undefined) {
      enterWith(selected);
      return;
    }
    const argument = argumentOf(engine, call, caller, fn, index, isMethodExpression);
    if (argument === undefined) {
      choose(at + 1, selected);
      return;
    }
    const { node, pos } = argument;
    let isEmpty = true;
    solver.listen(node, (value) => {
      if (settingOfMaking(engine, value) !== undefined) {
        const one = { index, node, value, pos };
        optional.push(one);
        for (const frame of frames) pass(frame, one);
        return;
      }
      isEmpty = false;
      choose(at + 1, [...selected, { index, node, value, pos, elements: selectorOf(engine, value) }]);
    });
    // What nothing flows to is nil or not understood; the callee is known all the same.
    if (isEmpty) {
      solver.defer(() => {
        if (isEmpty) choose(at + 1, selected);
      }, lateResort);
    }
  };
  choose(0, []);
}

interface Selected {
  readonly index: number;
  readonly node: FlowNode;
  readonly value: Value;
  readonly pos: Pos;
  readonly elements: readonly number[];
}

// ---- results ---------------------------------------------------------------------------------------------

/** What the index-th result of a call may be. */
export function callResult(engine: Engine, call: CallExpr, index: number, frame: Frame): FlowNode {
  let nodes = frame.callNodes.get(call);
  if (nodes === undefined) {
    nodes = [];
    frame.callNodes.set(call, nodes);
  }
  const known = nodes[index];
  if (known !== undefined) return known;
  const node = new FlowNode();
  nodes[index] = node;
  const type = resultType(call, index, frame);
  if (type !== undefined && !canCarryCalls(type) && !isSmallStaticCall(engine, call, frame)) {
    const value = engine.values.data(type, call);
    engine.solver.add(node, value, { node: undefined, value, step: engine.step('return', call.pos, '') });
    return node;
  }
  engine.solver.schedule(() => linkResults(engine, call, index, frame, node, type));
  return node;
}

function linkResults(
  engine: Engine,
  call: CallExpr,
  index: number,
  frame: Frame,
  node: FlowNode,
  type: Type | undefined,
): void {
  const record = callRecord(engine, call, frame.fn);
  const callees = resolveCall(engine, record, frame);
  const transfer = type === undefined ? undefined : refined(engine, type);
  callees.listen((target) => {
    const kept = index === 0 ? keptResult(engine, call, target, frame) : undefined;
    if (kept !== undefined) {
      engine.solver.connect(kept, node, engine.step('return', call.pos, target.object?.name ?? ''), transfer);
      // A pool makes what it has not got.
      if (target.frame !== undefined)
        for (const made of madeInstead(engine, target.frame))
          engine.solver.connect(made, node, engine.step('return', call.pos, target.frame.fn.name), transfer);
      return;
    }
    const given = target.frame === undefined && index === 0 ? argumentGiven(target.object) : undefined;
    const argument = given === undefined ? undefined : call.args[given];
    if (argument !== undefined) {
      const step = engine.step('return', call.pos, target.object?.name ?? '');
      engine.solver.connect(engine.evaluate(argument, frame), node, step, transfer);
      return;
    }
    if (target.frame === undefined || engine.isOpaque(target.frame.fn)) {
      const name = target.object?.name ?? target.fn?.name ?? 'the callee';
      const unknown =
        target.frame === undefined
          ? engine.values.unknown(
              'no-body',
              sentence`${name} has no Go source here, so what it returns is not known`,
              call.pos,
            )
          : engine.values.unknown('reflection', sentence`what ${name} returns is not followed`, call.pos);
      const passed = transfer === undefined ? unknown : transfer(unknown);
      if (passed !== undefined)
        engine.solver.add(node, passed, {
          node: undefined,
          value: passed,
          step: engine.step('return', call.pos, name),
        });
      return;
    }
    const { fn } = target.frame;
    const result = resultNode(engine, target.frame, index);
    const step = engine.step('return', call.pos, fn.name);
    const rule = index === 0 ? engine.chosenResults.get(fn.name) : undefined;
    if (rule !== undefined) connectChosen(engine, rule, record, frame, fn, result, node, step, transfer);
    else engine.solver.connect(result, node, step, transfer);
  });
  if (callees.node !== undefined && callees.mode !== 'static') {
    engine.solver.listen(callees.node, (value) => {
      if (value.kind !== 'unknown') return;
      const result = handedOutBy(engine.values, value);
      const passed = transfer === undefined ? result : transfer(result);
      if (passed !== undefined)
        engine.solver.add(node, passed, { node: callees.node, value, step: engine.step('return', call.pos, '') });
    });
  }
}

/** What the receiver keeps, if that is what the callee hands out. */
function keptResult(engine: Engine, call: CallExpr, { object }: Target, frame: Frame): FlowNode | undefined {
  if (object === undefined || keepingOf(object)?.loads !== true || call.fun.kind !== 'SelectorExpr') return undefined;
  return keptNode(engine, engine.receiverNode(call.fun, frame));
}

/** What a method that hands out what is kept gets from the functions that it was given. */
function madeInstead(engine: Engine, frame: Frame): FlowNode[] {
  return engine
    .body(frame.fn)
    .calls.filter(({ node }) => isDynamicCall(node, frame.fn))
    .map(({ node }) => callResult(engine, node, 0, frame));
}

/**
 * Numbers, strings and booleans are followed through functions that merely hand something out; a result that is
 * computed is no constant anyway.
 */
function isSmallStaticCall(engine: Engine, call: CallExpr, frame: Frame): boolean {
  const classified = classify(call, frame.fn);
  if (classified.kind !== 'function' && classified.kind !== 'method') return false;
  const fn = engine.functions.ofObject(classified.object);
  if (fn?.body === undefined) return false;
  const body = engine.body(fn);
  return body.calls.length <= smallCallLimit && body.returns.length <= smallReturnLimit;
}

/** A getter with a default has one call and two or three returns. */
const smallCallLimit = 1;
const smallReturnLimit = 3;

function resultType(call: CallExpr, index: number, frame: Frame): Type | undefined {
  const type = frame.fn.info.types.get(call)?.type;
  return type?.kind === 'Tuple' ? type.vars[index]?.type : type;
}

const records = new WeakMap<Fn, Map<CallExpr, Call>>();
/** The record of a call in a body; one is made up for a call in code that the walk left out. */
export function callRecord(engine: Engine, call: CallExpr, fn: Fn): Call {
  let byNode = records.get(fn);
  if (byNode === undefined) {
    byNode = new Map(engine.body(fn).calls.map((record) => [record.node, record]));
    records.set(fn, byNode);
  }
  let record = byNode.get(call);
  if (record === undefined) {
    record = { node: call, kind: 'call', condition: undefined, fn };
    byNode.set(call, record);
  }
  return record;
}

const resultKeys: object[] = [];
/** What the index-th result of a function may be in a frame. */
export function resultNode(engine: Engine, frame: Frame, index: number): FlowNode {
  resultKeys[index] ??= { result: index };
  const key = resultKeys[index];
  const known = key === undefined ? undefined : frame.nodes.get(key);
  if (known !== undefined) return known;
  const node = new FlowNode();
  if (key !== undefined) frame.nodes.set(key, node);
  const { fn } = frame;
  const body = engine.body(fn);
  const count = fn.signature?.results.vars.length ?? 0;
  const type = fn.signature?.results.vars[index]?.type;
  const connect = (from: FlowNode, pos: Pos): void =>
    engine.solver.connect(from, node, engine.step('return', pos, fn.name));
  for (const returned of body.returns) {
    const { results } = returned;
    const only = results[0];
    const result = results[index];
    engine.guarded(returned.condition, frame, () => {
      if (results.length === count && result !== undefined)
        connect(engine.evaluateAs(result, type, frame), returned.pos);
      else if (results.length === 1 && only !== undefined && count > 1)
        connect(engine.tupleNode(only, index, frame), returned.pos);
    });
  }
  const variable = fn.results[index];
  if (variable !== undefined && (body.hasBareReturn || body.stored.has(variable) || body.literals.length > 0)) {
    connect(engine.variableNode(variable, frame, undefined), variable.pos);
  }
  return node;
}
