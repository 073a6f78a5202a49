// Where a call goes and what comes back. A static call reaches its callee at once, a dynamic one what flows to the
// receiver or the function value.

import type { Call } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { fieldAt, findMethod, isInterface } from '#go/flow/type-shape.js';
import type { CallExpr } from '#go/syntax/ast.js';
import type { Func } from '#go/types/object.js';
import { newPointer, newSlice, type Signature, type Type, unalias } from '#go/types/type.js';
import { commonUnder } from '#go/types/type-set.js';
import { assertionTo } from './assertion.js';
import { builtinResult } from './builtins.js';
import type { CallSite } from './call-site.js';
import { carries } from './carries.js';
import { frameForCall, frameForObject, isObjectSensitive } from './context.js';
import type { Engine } from './engine.js';
import { boxed, evaluate, evaluateAs, receiverNode, transformed, typeOf } from './expressions.js';
import { type Asked, askedBy, formatFunctions, formatPackage } from './formatting.js';
import type { Frame } from './frame.js';
import { contentNode, fallbackValue, loadPart } from './heap.js';
import { paramNode, resultNode } from './parameters.js';
import { reflectionCall } from './reflection.js';
import { runtimeCall } from './runtime-calls.js';
import { type NodeId, nothing, silent, step } from './solver.js';
import { linkInstance, linkReceiver, typeParamNode } from './type-arguments.js';
import { elementPart, type Value } from './value.js';

/** What a call in a frame hands over, and to whom it did so far. */
interface CallState {
  readonly results: (NodeId | undefined)[];
  readonly callees: Frame[];
  /** The callees once they are many. */
  entered: Set<Frame> | undefined;
}

/** Up to this many callees are searched one by one; more get a set. */
const fewCallees = 12;

const states = new WeakMap<Frame, Map<CallExpr, CallState>>();

function stateOf(call: CallExpr, frame: Frame): CallState {
  let byCall = states.get(frame);
  if (byCall === undefined) states.set(frame, (byCall = new Map()));
  let state = byCall.get(call);
  if (state === undefined) byCall.set(call, (state = { results: [], callees: [], entered: undefined }));
  return state;
}

// ---- results -------------------------------------------------------------------------------------------

/** What the index-th result of a call, conversion or builtin may be. */
export function callResult(engine: Engine, call: CallExpr, index: number, frame: Frame): NodeId {
  const { info } = frame.fn;
  const fun = info.types.get(call.fun);
  const type = info.types.get(call)?.type;
  if (fun?.mode === 'type') return type === undefined ? nothing : conversion(engine, call, type, frame);
  if (fun?.mode === 'builtin') return builtinResult(engine, call, frame);
  const own = type?.kind === 'Tuple' ? type.vars[index]?.type : type;
  if (own === undefined || !carries(own)) return nothing;
  const state = stateOf(call, frame);
  let node = state.results[index];
  if (node === undefined) {
    node = engine.solver.newNode();
    state.results[index] = node;
    for (const callee of state.callees)
      engine.solver.connect(resultNode(engine, callee, index), node, step('return', call.pos));
  }
  return node;
}

function conversion(engine: Engine, call: CallExpr, type: Type, frame: Frame): NodeId {
  const arg = call.args[0];
  if (arg === undefined || !carries(type)) return nothing;
  if (isInterface(type)) return evaluateAs(engine, arg, type, frame);
  const from = evaluate(engine, arg, frame);
  if (from !== nothing) return transformed(engine, from, engine.values.retyping(type));
  // Of an unsafe pointer only the type is known.
  const value = fallbackValue(engine, type);
  if (value === undefined) return nothing;
  const node = engine.solver.newNode();
  engine.solver.add(node, value, step('assumption', call.pos));
  return node;
}

// ---- arguments -------------------------------------------------------------------------------------------

/** The arguments as the parameters take them; the first is left out of a call of a method expression. */
function argumentNodes(
  engine: Engine,
  call: CallExpr,
  frame: Frame,
  signature: Signature | undefined,
  skip: number,
  asked?: readonly Asked[],
): readonly NodeId[] {
  const params = signature?.params.vars ?? [];
  const only = call.args[0];
  const only2 = only === undefined ? undefined : withoutParens(only);
  if (call.args.length === 1 && only2?.kind === 'CallExpr') {
    const tuple = frame.fn.info.types.get(only2)?.type;
    if (tuple?.kind === 'Tuple' && tuple.vars.length > 1) {
      const nodes = tuple.vars.map((variable, index) =>
        boxed(
          engine,
          callResult(engine, only2, index, frame),
          variable.type,
          paramTypeAt(signature, index - skip),
          only2,
        ),
      );
      return pack(engine, call, nodes.slice(skip), signature, frame);
    }
  }
  const nodes = call.args.slice(skip).map((arg, index) => {
    const spread = call.ellipsis !== 0 && index === params.length - 1;
    return evaluateAs(engine, arg, spread ? params[index]?.type : paramTypeAt(signature, index), frame);
  });
  if (call.ellipsis !== 0) return nodes;
  const fixed = params.length - 1;
  const given =
    asked === undefined
      ? nodes
      : nodes.map((node, at) => (at < fixed ? node : operand(engine, node, asked[at - fixed])));
  return pack(engine, call, given, signature, frame);
}

/** What a call of a formatting function with a constant format asks of its operands. */
function operandsOf(object: Func, call: CallExpr, frame: Frame): readonly Asked[] | undefined {
  const at = object.pkg?.path === formatPackage ? formatFunctions.get(object.name) : undefined;
  const format = at === undefined ? undefined : call.args[at];
  const value = format === undefined ? undefined : frame.fn.info.types.get(withoutParens(format))?.value;
  return value?.kind === 'string' ? askedBy(value.value) : undefined;
}

/** An operand of which no method is called does not count as handed over. */
function operand(engine: Engine, node: NodeId, asked: Asked | undefined): NodeId {
  switch (asked) {
    case 'nothing':
      return nothing;
    case 'format':
      return transformed(engine, node, (value) =>
        findMethod(value.type, undefined, 'Format') === undefined ? undefined : value,
      );
    default:
      return node;
  }
}

function paramTypeAt(signature: Signature | undefined, index: number): Type | undefined {
  if (signature === undefined) return undefined;
  const params = signature.params.vars;
  const last = params[params.length - 1];
  if (!signature.variadic || index < params.length - 1 || last === undefined) return params[index]?.type;
  const slice = unalias(last.type);
  return slice.kind === 'Slice' ? slice.elem : last.type;
}

/** Puts the arguments of a variadic parameter into a slice. */
function pack(
  engine: Engine,
  call: CallExpr,
  nodes: readonly NodeId[],
  signature: Signature | undefined,
  frame: Frame,
): readonly NodeId[] {
  if (signature?.variadic !== true) return nodes;
  const fixed = signature.params.vars.length - 1;
  const elem = paramTypeAt(signature, fixed);
  if (elem === undefined || !carries(elem) || nodes.length <= fixed) return nodes.slice(0, fixed);
  const { solver, values } = engine;
  const object = values.newObject('alloc', values.canonical(newSlice(elem)), frame.depth);
  const slice = solver.newNode();
  solver.add(slice, values.object(object, newSlice(elem)), step('allocation', call.lparen));
  const content = contentNode(engine, object, elementPart);
  for (const node of nodes.slice(fixed)) solver.connect(node, content, step('argument', call.lparen));
  return [...nodes.slice(0, fixed), slice];
}

// ---- calls -----------------------------------------------------------------------------------------------

interface Pending {
  readonly site: CallSite;
  readonly frame: Frame;
  readonly args: readonly NodeId[];
  /** Values that were dispatched on: embedded interfaces may hold one another. */
  readonly seen: Map<Func, Set<Value>>;
}

/** Lets a call of a reached function count. */
export function emitCall(engine: Engine, call: Call, frame: Frame): void {
  const { node } = call;
  engine.at = node.pos;
  const { info } = frame.fn;
  const classified = classify(node, frame.fn);
  const type = typeOf(node.fun, frame);
  const common = type === undefined ? undefined : commonUnder(type);
  const written = common?.kind === 'Signature' ? common : undefined;
  const site = (at: NodeId): CallSite => {
    const made: CallSite = { call, caller: frame.fn, mode: classified.mode, node: at, callees: new Map() };
    engine.sites.push(made);
    return made;
  };
  switch (classified.kind) {
    case 'function': {
      const { object } = classified;
      const fun = withoutParens(node.fun);
      const named = fun.kind === 'IndexExpr' ? withoutParens(fun.x) : fun;
      const ident = named.kind === 'Ident' ? named : named.kind === 'SelectorExpr' ? named.sel : undefined;
      if (ident !== undefined) linkInstance(engine, ident, object, frame);
      link(
        engine,
        {
          site: site(nothing),
          frame,
          seen: new Map(),
          args: argumentNodes(engine, node, frame, object.origin.type, 0, operandsOf(object, node, frame)),
        },
        engine.fnOf(object),
        object,
        undefined,
        undefined,
      );
      return;
    }
    case 'literal': {
      const fn = engine.functions.ofLiteral(classified.fun, frame.fn);
      link(
        engine,
        { site: site(nothing), frame, seen: new Map(), args: argumentNodes(engine, node, frame, written, 0) },
        fn,
        undefined,
        undefined,
        frame,
      );
      return;
    }
    case 'method': {
      const { object, fun } = classified;
      const receiver = receiverNode(engine, fun, frame);
      const pending = {
        site: site(receiver),
        frame,
        seen: new Map(),
        args: argumentNodes(engine, node, frame, object.origin.type, 0),
      };
      const selection = info.selections.get(fun);
      if (selection !== undefined)
        linkReceiver(engine, object, receiverType(selection.recv, selection.index), node.pos);
      link(engine, pending, engine.fnOf(object), object, undefined, undefined, receiver);
      return;
    }
    case 'method-expression': {
      const first = node.args[0];
      if (first === undefined) return;
      const receiver = evaluate(engine, first, frame);
      const pending = {
        site: site(receiver),
        frame,
        seen: new Map(),
        args: argumentNodes(engine, node, frame, classified.object.origin.type, 1),
      };
      link(engine, pending, engine.fnOf(classified.object), classified.object, undefined, undefined, receiver);
      return;
    }
    case 'interface': {
      const receiver = receiverNode(engine, classified.fun, frame);
      const operand = unalias(typeOf(classified.fun.x, frame) ?? { kind: 'Unknown', reason: '' });
      const pending = {
        site: site(receiver),
        frame,
        seen: new Map(),
        args: argumentNodes(engine, node, frame, written, 0),
      };
      engine.solver.listen(receiver, (value) => dispatch(engine, pending, classified.object, value, receiver));
      const pointed = operand.kind === 'Pointer' ? unalias(operand.elem) : operand;
      if (pointed.kind === 'TypeParam') {
        engine.solver.listen(typeParamNode(engine, pointed), (value) => {
          if (!isInterface(value.type)) dispatch(engine, pending, classified.object, value, nothing);
        });
      }
      return;
    }
    case 'interface-expression': {
      const first = node.args[0];
      if (first === undefined) return;
      const receiver = evaluate(engine, first, frame);
      const pending = {
        site: site(receiver),
        frame,
        seen: new Map(),
        args: argumentNodes(engine, node, frame, classified.object.origin.type, 1),
      };
      engine.solver.listen(receiver, (value) => dispatch(engine, pending, classified.object, value, receiver));
      return;
    }
    case 'value': {
      const fun = evaluate(engine, classified.fun, frame);
      const pending = { site: site(fun), frame, seen: new Map(), args: argumentNodes(engine, node, frame, written, 0) };
      engine.solver.listen(fun, (value) => callValue(engine, pending, value, fun));
    }
  }
}

/** The type of the embedded field that a promoted method belongs to. */
function receiverType(recv: Type, index: readonly number[]): Type {
  let t = recv;
  for (const at of index.slice(0, -1)) t = fieldAt(t, at)?.type ?? t;
  return t;
}

function callValue(engine: Engine, pending: Pending, value: Value, node: NodeId): void {
  switch (value.kind) {
    case 'function':
      link(engine, pending, value.fn, value.object, value, value.captured);
      return;
    case 'bound':
      if (value.method.isInterfaceMethod) dispatch(engine, pending, value.method, value.receiver, node, value);
      else enterMethod(engine, pending, value.method, value.receiver, node, value);
      return;
    case 'expression': {
      const [first, ...rest] = pending.args;
      if (first === undefined) return;
      const inner = { ...pending, args: rest };
      if (value.method.isInterfaceMethod)
        engine.solver.listen(first, (receiver) => dispatch(engine, inner, value.method, receiver, first, value));
      else link(engine, inner, engine.fnOf(value.method), value.method, value, undefined, first);
      return;
    }
    default:
  }
}

const methods = new WeakMap<Type, Map<Func, ReturnType<typeof findMethod>>>();

function methodOf(type: Type, method: Func): ReturnType<typeof findMethod> {
  let byMethod = methods.get(type);
  if (byMethod === undefined) methods.set(type, (byMethod = new Map()));
  if (byMethod.has(method)) return byMethod.get(method);
  const found = findMethod(type, method.pkg, method.name);
  byMethod.set(method, found);
  return found;
}

/** Reaches the method of the value's dynamic type, through embedded fields and embedded interfaces. */
function dispatch(
  engine: Engine,
  pending: Pending,
  method: Func,
  received: Value,
  node: NodeId,
  by: Value = received,
): void {
  const found = methodOf(received.type, method);
  if (found === undefined) return;
  let seen = pending.seen.get(method);
  if (seen === undefined) pending.seen.set(method, (seen = new Set()));
  if (seen.has(received)) return;
  seen.add(received);
  const value =
    received.kind === 'data' && found.path.length > 0 ? (fallbackValue(engine, received.type) ?? received) : received;
  if (found.path.length === 0) {
    if (!found.method.isInterfaceMethod) enterMethod(engine, pending, found.method, value, node, by);
    return;
  }
  const { inner, type } = embedded(engine, value, found.path);
  if (found.method.isInterfaceMethod)
    engine.solver.listen(inner, (next) => dispatch(engine, pending, found.method, next, inner, by));
  else {
    linkReceiver(engine, found.method, type, pending.site.call.node.pos);
    link(
      engine,
      pending,
      engine.fnOf(found.method),
      found.method,
      by,
      undefined,
      adjusted(engine, inner, type, found.method),
    );
  }
}

const embeddedNodes = new WeakMap<Value, Map<string, { readonly inner: NodeId; readonly type: Type }>>();

/** What an embedded field of a value holds, at the end of a path of field indices. */
function embedded(
  engine: Engine,
  value: Value,
  path: readonly number[],
): { readonly inner: NodeId; readonly type: Type } {
  let byPath = embeddedNodes.get(value);
  if (byPath === undefined) embeddedNodes.set(value, (byPath = new Map()));
  const key = path.join('.');
  const known = byPath.get(key);
  if (known !== undefined) return known;
  let inner = engine.solver.newNode();
  engine.solver.add(inner, value, silent);
  let type = value.type;
  for (const index of path) {
    const field = fieldAt(type, index);
    if (field === undefined) break;
    inner = loadPart(engine, inner, field.name, field.type, step('embedding', field.pos));
    type = field.type;
  }
  const made = { inner, type };
  byPath.set(key, made);
  return made;
}

/** The receiver as the method wants it: the pointer to an embedded value, or what an embedded pointer points to. */
function adjusted(engine: Engine, node: NodeId, type: Type, method: Func): NodeId {
  const wanted = method.type.recv?.type;
  if (wanted === undefined || node === nothing) return node;
  const t = unalias(type);
  const wantsPointer = unalias(wanted).kind === 'Pointer';
  if ((t.kind === 'Pointer') === wantsPointer) return node;
  return transformed(engine, node, engine.values.retyping(t.kind === 'Pointer' ? t.elem : newPointer(type)));
}

function enterMethod(engine: Engine, pending: Pending, method: Func, receiver: Value, node: NodeId, by: Value): void {
  const fn = engine.fnOf(method);
  linkReceiver(engine, method, receiver.type, pending.site.call.node.pos);
  noteCallee(engine, pending.site, fn, method, by);
  if (fn?.body === undefined) {
    handOver(engine, pending, method, nothing);
    return;
  }
  const wanted = method.type.recv?.type;
  const t = unalias(receiver.type);
  let passed: Value = receiver;
  if (receiver.kind === 'data') passed = fallbackValue(engine, receiver.type) ?? receiver;
  if (wanted !== undefined && (t.kind === 'Pointer') !== (unalias(wanted).kind === 'Pointer'))
    passed = engine.values.retype(passed, t.kind === 'Pointer' ? t.elem : newPointer(receiver.type));
  const frame = frameForObject(
    engine,
    fn,
    passed.kind === 'object' ? passed.object : undefined,
    pending.site.call.node,
    pending.frame,
  );
  enterFrame(engine, pending, frame);
  const param = paramNode(engine, frame, -1);
  if (param !== nothing)
    engine.solver.pass(node, receiver, param, passed, step('receiver', pending.site.call.node.pos));
  if (method.origin.pkg !== undefined)
    runtimeCall(engine, method, pending.args, node, (index) =>
      callResult(engine, pending.site.call.node, index, pending.frame),
    );
}

function noteCallee(
  engine: Engine,
  site: CallSite,
  fn: Fn | undefined,
  object: Func | undefined,
  value: Value | undefined,
): void {
  const key = fn ?? object?.origin;
  if (key !== undefined && !site.callees.has(key) && !engine.isSettled(site.call.node))
    site.callees.set(key, { fn, object: object?.origin, value });
}

/** What the runtime does with the arguments, for a function without source. */
function handOver(engine: Engine, pending: Pending, object: Func | undefined, receiver: NodeId): void {
  runtimeCall(engine, object, pending.args, receiver, (index) =>
    callResult(engine, pending.site.call.node, index, pending.frame),
  );
  reflectionCall(engine, object, pending.site.caller.pkg.path, pending.args, () => {
    const { node } = pending.site.call;
    const type = pending.frame.fn.info.types.get(node)?.type;
    return {
      node: callResult(engine, node, 0, pending.frame),
      type: type?.kind === 'Tuple' ? type.vars[0]?.type : type,
    };
  });
  if (object?.name === 'call' && object.pkg?.path === 'reflect' && object.type.recv === undefined)
    callReflected(engine, pending.site);
}

/** `reflect.Value.Call` ends in a call, written in assembly, of any function that reflect was given, with what it was given. */
function callReflected(engine: Engine, { call, caller }: CallSite): void {
  const site: CallSite = { call, caller, mode: 'func', node: engine.reflected, callees: new Map() };
  engine.sites.push(site);
  engine.solver.listen(engine.reflected, (value) => {
    if (value.kind !== 'function' || value.fn?.body === undefined) return;
    noteCallee(engine, site, value.fn, value.object, value);
    const frame = engine.frameOf(value.fn, value.captured);
    engine.reach(frame);
    value.fn.signature?.params.vars.forEach(({ type }, index) => {
      engine.solver.connect(
        engine.reflected,
        paramNode(engine, frame, index),
        step('argument', call.node.pos),
        assertionTo(engine, type),
      );
    });
  });
}

/** Connects a call with a callee: arguments to parameters, results to the call's. */
function link(
  engine: Engine,
  pending: Pending,
  fn: Fn | undefined,
  object: Func | undefined,
  value: Value | undefined,
  captured: Frame | undefined,
  receiver: NodeId = nothing,
): void {
  noteCallee(engine, pending.site, fn, object, value);
  handOver(engine, pending, object, receiver);
  if (fn === undefined || fn.body === undefined) return;
  const { solver } = engine;
  const { node: call } = pending.site.call;
  const at = step('receiver', call.pos);
  if (receiver !== nothing && isObjectSensitive(fn)) {
    // Each object that the method is called on has a frame of its own.
    solver.listen(receiver, (each) => {
      const frame = frameForObject(engine, fn, each.kind === 'object' ? each.object : undefined, call, pending.frame);
      enterFrame(engine, pending, frame);
      solver.pass(receiver, each, paramNode(engine, frame, -1), each, at);
    });
    engine.fallbacks[1].push({ node: receiver, give: () => enterFrame(engine, pending, engine.frameOf(fn)) });
    return;
  }
  const frame =
    captured === undefined && fn.kind === 'declared'
      ? frameForCall(engine, fn, call, pending.frame)
      : engine.frameOf(fn, captured);
  if (receiver !== nothing) solver.connect(receiver, paramNode(engine, frame, -1), at);
  enterFrame(engine, pending, frame);
}

function enterFrame(engine: Engine, pending: Pending, callee: Frame): void {
  engine.reach(callee);
  const { node: call } = pending.site.call;
  const state = stateOf(call, pending.frame);
  if (state.entered?.has(callee) ?? state.callees.includes(callee)) return;
  state.callees.push(callee);
  if (state.entered !== undefined) state.entered.add(callee);
  else if (state.callees.length > fewCallees) state.entered = new Set(state.callees);
  const { solver } = engine;
  pending.args.forEach((arg, index) => {
    if (arg !== nothing)
      solver.connect(arg, paramNode(engine, callee, index), step('argument', call.args[index]?.pos ?? call.lparen));
  });
  state.results.forEach((node, index) => {
    if (node !== undefined) solver.connect(resultNode(engine, callee, index), node, step('return', call.pos));
  });
}
