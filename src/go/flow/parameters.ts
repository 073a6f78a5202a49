// What parameters hold: the arguments of the traced calls; in an open frame, whose callers are not traced, what the
// type says (any struct of that type) or the arguments of every call in the program.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { Expr } from '#go/syntax/ast.js';
import { implementsInterface } from '#go/types/missing-method.js';
import type { Func, Package } from '#go/types/object.js';
import { type Type, unalias, under } from '#go/types/type.js';
import type { Call } from './body.js';
import { fullDynamicType, refined } from './dynamic-type.js';
import { type Engine, openFrame } from './engine.js';
import { shortType, source } from './evaluate.js';
import type { Caller, Frame } from './frame.js';
import { type Fn, isVariadic } from './function.js';
import { keptNode } from './heap.js';
import { visitedBy } from './kept-values.js';
import { withoutParens } from './program-index.js';
import { FlowNode } from './solver.js';
import { canCarryCalls, isPlainInterface, namedStruct } from './type-shape.js';

/** More interface calls of the same name than this are not searched for the callers of one method. */
const invokeSearchLimit = 12;
/** What is passed as `any` in more calls than this, to a container of the standard library say, can be everything. */
const plainSearchLimit = 12;

const parameterKeys = new Map<number, object>();
function parameterKey(index: number): object {
  let key = parameterKeys.get(index);
  if (key === undefined) {
    key = { parameter: index };
    parameterKeys.set(index, key);
  }
  return key;
}

export function parameterType(fn: Fn, index: number): Type | undefined {
  if (index === -1) return fn.object?.type.recv?.type;
  return fn.signature?.params.vars[index]?.type;
}

/** What the index-th parameter holds; -1 is the receiver. */
export function parameterNode(engine: Engine, frame: Frame, index: number): FlowNode {
  const key = parameterKey(index);
  const known = frame.nodes.get(key);
  if (known !== undefined) return known;
  const node = new FlowNode();
  frame.nodes.set(key, node);
  const kept = keptGiven(engine, frame.fn, frame.captured);
  if (kept?.param === index && frame.captured !== undefined) {
    const from = keptNode(engine, engine.receiverNode(kept.fun, frame.captured));
    engine.solver.connect(from, node, engine.step('argument', kept.fun.pos, nameOf(frame.fn, index)));
  } else if (frame.isOpen) fillOpen(engine, frame, index, node);
  else if (index >= 0) {
    const link = (caller: Caller): void => linkArgument(engine, frame, index, caller, node);
    for (const caller of [...frame.callers]) link(caller);
    frame.onCaller.push(link);
  }
  return node;
}

/** Which parameter of a literal is each of what the receiver of the call keeps in which the literal stands. */
export function keptGiven(engine: Engine, fn: Fn, captured: Frame | undefined): ReturnType<typeof visitedBy> {
  return captured === undefined ? undefined : visitedBy(fn, engine.body(captured.fn));
}

function nameOf(fn: Fn, index: number): string {
  const variable = index === -1 ? fn.recv : fn.params[index];
  return variable?.name ?? (index === -1 ? 'receiver' : `parameter ${index + 1}`);
}

function linkArgument(engine: Engine, frame: Frame, index: number, caller: Caller, node: FlowNode): void {
  if (caller.selected.includes(index)) return;
  const { call } = caller;
  const { fn } = frame;
  const type = parameterType(fn, index);
  const transfer = type === undefined ? undefined : refined(engine, type);
  const connect = (from: FlowNode, pos: Pos): void =>
    engine.solver.connect(from, node, engine.step('argument', pos, nameOf(fn, index)), transfer);
  const args = caller.isMethodExpression ? call.node.args.slice(1) : call.node.args;
  const count = fn.params.length;
  const only = args[0];
  if (
    only !== undefined &&
    args.length === 1 &&
    (count > 1 || caller.isMethodExpression) &&
    isTuple(engine, only, caller.frame)
  ) {
    connect(engine.tupleNode(only, index, caller.frame), only.pos);
    return;
  }
  if (isVariadic(fn) && index === count - 1) {
    if (call.node.ellipsis !== 0) {
      const last = args.at(-1);
      if (last !== undefined) connect(engine.evaluateAs(last, type, caller.frame), last.pos);
    } else if (args.length >= count && type !== undefined) {
      const packed = engine.values.object('reference', engine.values.allocated(call.node, caller.frame, type));
      engine.solver.add(node, packed, {
        node: undefined,
        value: packed,
        step: engine.step('argument', args[index]?.pos ?? call.node.pos, nameOf(fn, index)),
      });
    }
    return;
  }
  const arg = args[index];
  if (arg !== undefined) connect(engine.evaluateAs(arg, type, caller.frame), arg.pos);
}

/** The node of one argument of a call; undefined where it is nil, missing, or one of those of a variadic parameter. */
export function argumentOf(
  engine: Engine,
  call: Call,
  frame: Frame,
  fn: Fn,
  index: number,
  isMethodExpression: boolean,
): { readonly node: FlowNode; readonly pos: Pos } | undefined {
  const args = isMethodExpression ? call.node.args.slice(1) : call.node.args;
  const only = args[0];
  if (
    only !== undefined &&
    args.length === 1 &&
    (fn.params.length > 1 || isMethodExpression) &&
    isTuple(engine, only, frame)
  ) {
    return { node: engine.tupleNode(only, index, frame), pos: only.pos };
  }
  const arg = args[index];
  if (arg === undefined || frame.fn.info.types.get(withoutParens(arg))?.mode === 'nil') return undefined;
  return { node: engine.evaluateAs(arg, parameterType(fn, index), frame), pos: arg.pos };
}

function isTuple(engine: Engine, expr: Expr, frame: Frame): boolean {
  const type = engine.typeOf(withoutParens(expr), frame);
  return type?.kind === 'Tuple';
}

// ---- open frames -----------------------------------------------------------------------------------------

function fillOpen(engine: Engine, frame: Frame, index: number, node: FlowNode): void {
  const { fn } = frame;
  const type = parameterType(fn, index);
  if (type === undefined) return;
  const struct = namedStruct(type);
  if (index === -1 && frame.receiver !== undefined) {
    const value = engine.values.object(struct?.isPointer === false ? 'struct' : 'pointer', frame.receiver);
    engine.solver.add(node, value, { node: undefined, value, step: engine.step('receiver', fn.pos, nameOf(fn, -1)) });
    return;
  }
  if (struct !== undefined) {
    if (struct.isPointer && !engine.index.isMade(struct.named)) return;
    // With all callers in view their arguments say more than the type.
    if (
      index >= 0 &&
      struct.isPointer &&
      fn.object !== undefined &&
      fn.object.type.recv === undefined &&
      isClosed(engine, fn, fn.object)
    ) {
      for (const call of engine.index.usesOf(fn.object).calls) linkCall(engine, call, fn, index, node);
      return;
    }
    const value = engine.values.object(struct.isPointer ? 'pointer' : 'struct', engine.values.any(struct.named));
    source(engine, node, value, 'assumption', fn.params[index]?.pos ?? fn.pos, shortType(type));
    return;
  }
  if (index === -1) {
    source(engine, node, engine.values.data(type, type), 'assumption', fn.pos, shortType(type));
    return;
  }
  if (!canCarryCalls(type)) {
    source(engine, node, engine.values.data(type, type), 'assumption', fn.pos, shortType(type));
    return;
  }
  if (fn.object === undefined) {
    unknownCaller(
      engine,
      fn,
      index,
      node,
      'unresolved',
      sentence`${nameOf(fn, index)} is a parameter of a function literal, and what passes it was not followed`,
    );
    return;
  }
  const uses = engine.index.usesOf(fn.object);
  if (isPlainInterface(type) && uses.calls.length > plainSearchLimit) {
    unknownCaller(
      engine,
      fn,
      index,
      node,
      'unresolved',
      sentence`${uses.calls.length} calls pass something as ${nameOf(fn, index)} of ${fn.name}; they were not followed`,
    );
    return;
  }
  for (const call of uses.calls) linkCall(engine, call, fn, index, node);
  if (engine.index.source.isLibrary(fn.pkg.path) && isReachableFromOutside(fn.object)) {
    unknownCaller(
      engine,
      fn,
      index,
      node,
      'external-caller',
      sentence`${nameOf(fn, index)} is the choice of whoever calls ${fn.name}`,
    );
  }
  if (fn.object.type.recv !== undefined) linkInvokes(engine, fn, fn.object, index, node);
  if (uses.references.length > 0) {
    unknownCaller(
      engine,
      fn,
      index,
      node,
      'unresolved',
      sentence`${fn.name} is also used as a value, and the calls of that value were not followed`,
    );
  }
}

/** Whether every call of a function is a static call in the program. */
function isClosed(engine: Engine, fn: Fn, object: Func): boolean {
  if (engine.index.source.isLibrary(fn.pkg.path) && object.exported) return false;
  return engine.index.usesOf(object).references.length === 0;
}

function isReachableFromOutside(object: Func): boolean {
  if (!object.exported) return false;
  const recv = object.type.recv?.type;
  if (recv === undefined) return true;
  let t = unalias(recv);
  if (t.kind === 'Pointer') t = unalias(t.elem);
  return t.kind === 'Named' && t.obj.exported;
}

function unknownCaller(
  engine: Engine,
  fn: Fn,
  index: number,
  node: FlowNode,
  reason: 'external-caller' | 'unresolved',
  text: string,
): void {
  const pos = fn.params[index]?.pos ?? fn.pos;
  source(engine, node, engine.values.unknown(reason, text, pos), 'assumption', pos, nameOf(fn, index));
}

function linkCall(engine: Engine, call: Call, fn: Fn, index: number, node: FlowNode): void {
  engine.eachFrame(call.fn, (frame) => linkOpenArgument(engine, call, frame, fn, index, node));
}

function linkOpenArgument(engine: Engine, call: Call, frame: Frame, fn: Fn, index: number, node: FlowNode): void {
  const fun = withoutParens(call.node.fun);
  const isMethodExpression = fun.kind === 'SelectorExpr' && frame.fn.info.selections.get(fun)?.kind === 'MethodExpr';
  linkArgument(
    engine,
    openFrame(engine, fn),
    index,
    { call, frame, isMethodExpression, value: undefined, selected: [] },
    node,
  );
}

/** Calls of an interface's method that may reach this method. */
function linkInvokes(engine: Engine, fn: Fn, method: Func, index: number, node: FlowNode): void {
  const recv = method.type.recv?.type;
  const pkg: Package | undefined = method.pkg;
  if (recv === undefined || pkg === undefined) return;
  const calls = engine.index.invokesOf(method.name, pkg, method.exported);
  const possible = calls.filter((call) => {
    const fun = withoutParens(call.node.fun);
    if (fun.kind !== 'SelectorExpr') return false;
    const type = call.fn.info.types.get(fun.x)?.type;
    return type !== undefined && under(type).kind === 'Interface' && implementsInterface(recv, under(type)) !== 'no';
  });
  if (possible.length > invokeSearchLimit) {
    unknownCaller(
      engine,
      fn,
      index,
      node,
      'unresolved',
      sentence`${possible.length} interface calls may reach ${fn.name}; they were not followed`,
    );
    return;
  }
  for (const call of possible) {
    engine.eachFrame(call.fn, (frame) => {
      const fun = withoutParens(call.node.fun);
      if (fun.kind !== 'SelectorExpr') return;
      let linked = false;
      engine.solver.listen(engine.receiverNode(fun, frame), (value) => {
        if (linked) return;
        const dynamic = fullDynamicType(value);
        if (dynamic !== undefined && !reaches(dynamic, recv)) return;
        linked = true;
        linkOpenArgument(engine, call, frame, fn, index, node);
      });
    });
  }
}

function reaches(dynamic: Type, recv: Type): boolean {
  const strip = (type: Type): Type => {
    const t = unalias(type);
    return t.kind === 'Pointer' ? unalias(t.elem) : t;
  };
  const a = strip(dynamic);
  const b = strip(recv);
  if (a.kind !== 'Named' || b.kind !== 'Named') return false;
  if (a.origin.obj === b.origin.obj) return true;
  const struct = under(a);
  return struct.kind === 'Struct' && struct.fields.some((field) => field.embedded);
}
