// The flow node of an expression in a frame: what it may be. One case per form of expression; loads from objects are
// in heap.ts, calls in calls.ts, parameters in parameters.ts.
// Flow-insensitive in the heap, flow-sensitive for local variables (body.ts). Arithmetic is not followed: its value is
// "some value of the type".

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { CompositeLit, Expr, FuncLit, IndexExpr, SelectorExpr, UnaryExpr } from '#go/syntax/ast.js';
import { exactString } from '#go/types/constant-string.js';
import type { GoObject, Var } from '#go/types/object.js';
import { type Type, unalias, under } from '#go/types/type.js';
import { typeKey } from '#go/types/type-key.js';
import { commonUnder } from '#go/types/type-set.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { Def, Source } from './body.js';
import { builtinName } from './body.js';
import { assertion, clauseTransfer, refined } from './dynamic-type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { withoutParens } from './program-index.js';
import { iteratorCall } from './range-over-func.js';
import { FlowNode, type Transfer } from './solver.js';
import { fieldAt, isErrorType, isInterface, isPlainInterface, isStructLike, namedStruct } from './type-shape.js';
import { outOf, type Value } from './value.js';

/** The node of what `expr` evaluates to. */
export function evaluate(engine: Engine, expr: Expr, frame: Frame): FlowNode {
  const x = withoutParens(expr);
  const known = frame.nodes.get(x);
  if (known !== undefined) return known;
  const node = new FlowNode();
  frame.nodes.set(x, node);
  engine.solver.schedule(() => fill(engine, x, frame, node));
  return node;
}

function fill(engine: Engine, x: Expr, frame: Frame, node: FlowNode): void {
  const { solver, values } = engine;
  const recorded = frame.fn.info.types.get(x);
  if (recorded?.value !== undefined && recorded.value.kind !== 'unknown') {
    const key = `${typeString(recorded.type)} ${exactString(recorded.value)}`;
    source(engine, node, values.constant(recorded.type, recorded.value, key), 'allocation', x.pos, '');
    return;
  }
  switch (x.kind) {
    case 'Ident': {
      const object = frame.fn.info.uses.get(x) ?? frame.fn.info.defs.get(x);
      if (object !== undefined) fillObject(engine, object, x, frame, node);
      return;
    }
    case 'FuncLit': {
      source(engine, node, literalValue(engine, x, frame), 'function', x.pos, '');
      return;
    }
    case 'CompositeLit':
      fillComposite(engine, x, frame, node);
      return;
    case 'SelectorExpr':
      fillSelector(engine, x, frame, node);
      return;
    case 'CallExpr': {
      if (recorded === undefined) return;
      const fun = frame.fn.info.types.get(x.fun);
      if (fun?.mode === 'type') {
        const arg = x.args[0];
        if (arg !== undefined)
          solver.connect(
            evaluateAs(engine, arg, recorded.type, frame),
            node,
            engine.step('conversion', x.pos, shortType(recorded.type)),
            converted(engine, recorded.type),
          );
        return;
      }
      if (fun?.mode === 'builtin') {
        fillBuiltin(engine, x, frame, node, recorded.type);
        return;
      }
      solver.connect(engine.callResult(x, 0, frame), node);
      return;
    }
    case 'StarExpr': {
      const elem = recorded?.type;
      if (elem === undefined) return;
      const base = evaluate(engine, x.x, frame);
      solver.listen(base, (value) => {
        if (value.kind === 'pointer') {
          if (isStructLike(elem))
            solver.add(node, values.object('struct', value.object), { node: base, value, step: undefined });
          else solver.connect(engine.contentNode(value.object, 'pointee'), node);
        } else if (value.kind === 'unknown')
          solver.add(node, outOf(values, value), { node: base, value, step: undefined });
      });
      return;
    }
    case 'UnaryExpr':
      fillUnary(engine, x, frame, node, recorded?.type);
      return;
    case 'IndexExpr':
      fillIndex(engine, x, frame, node);
      return;
    case 'SliceExpr': {
      const base = evaluate(engine, x.x, frame);
      solver.connect(base, node, undefined, (value) =>
        value.kind === 'pointer' || value.kind === 'struct' ? values.object('reference', value.object) : value,
      );
      return;
    }
    case 'TypeAssertExpr': {
      const type = x.type === undefined ? undefined : frame.fn.info.types.get(x.type)?.type;
      solver.connect(
        evaluate(engine, x.x, frame),
        node,
        engine.step('assertion', x.pos, type === undefined ? '' : shortType(type)),
        type === undefined ? undefined : assertion(engine, type),
      );
      return;
    }
    default:
      if (recorded !== undefined) addData(engine, node, recorded.type, x.pos);
  }
}

/** Puts a value where it begins. */
export function source(
  engine: Engine,
  node: FlowNode,
  value: Value,
  kind: 'allocation' | 'function' | 'conversion' | 'assumption',
  pos: Pos,
  name: string,
): void {
  engine.solver.add(node, value, { node: undefined, value, step: engine.step(kind, pos, name) });
}

export function shortType(type: Type): string {
  return typeString(type, packageNameQualifier);
}

function addData(engine: Engine, node: FlowNode, type: Type, pos: Pos): void {
  source(engine, node, engine.values.data(type, typeObject(type)), 'conversion', pos, shortType(type));
}

export function literalValue(engine: Engine, literal: FuncLit, frame: Frame): Value {
  return engine.values.function(engine.functions.ofLiteral(literal, frame.fn), undefined, frame);
}

/** The node of `expr` when it is put where a `target` is wanted: an interface keeps the dynamic type. */
export function evaluateAs(engine: Engine, expr: Expr, target: Type | undefined, frame: Frame): FlowNode {
  const type = frame.fn.info.types.get(withoutParens(expr))?.type;
  const node = evaluate(engine, expr, frame);
  if (type === undefined || target === undefined || !isInterface(target)) return node;
  if (isInterface(type))
    return isPlainInterface(type) || type === target ? node : bounded(engine, expr, type, node, frame);
  if (under(type).kind === 'Basic' && unalias(type).kind === 'Basic' && unalias(type) === type) {
    const basic = under(type);
    if (basic.kind === 'Basic' && basic.basic === 'untyped nil') return node;
  }
  const key = boxKey(engine, expr);
  const known = frame.nodes.get(key);
  if (known !== undefined) return known;
  const boxed = new FlowNode();
  frame.nodes.set(key, boxed);
  const struct = namedStruct(type);
  // Errors come from everywhere; they are followed by their type only.
  if (isErrorType(target)) {
    source(engine, boxed, engine.values.data(type, typeObject(type)), 'conversion', expr.pos, shortType(type));
    return boxed;
  }
  if (struct !== undefined || under(type).kind === 'Pointer') {
    engine.solver.connect(node, boxed, undefined, refined(engine, type));
    return boxed;
  }
  engine.solver.connect(node, boxed, undefined, (value) =>
    value.kind === 'unknown' || value.kind === 'data' || value.kind === 'constant'
      ? undefined
      : retyped(engine, value, type),
  );
  addData(engine, boxed, type, expr.pos);
  return boxed;
}

/** What was held as one interface and goes on as another: what is not known of it is that it implements the first. */
function bounded(engine: Engine, expr: Expr, type: Type, node: FlowNode, frame: Frame): FlowNode {
  const key = boxKey(engine, expr);
  const known = frame.nodes.get(key);
  if (known !== undefined) return known;
  const made = new FlowNode();
  frame.nodes.set(key, made);
  engine.solver.connect(node, made, undefined, (value) =>
    value.kind === 'unknown' && value.bound === undefined
      ? engine.values.unknown(value.reason, value.text, value.pos, type, value.isForeign)
      : value,
  );
  return made;
}

const typeObjects = new Map<string, object>();
/** The same for identical types, so that a type is one value. */
function typeObject(type: Type): object {
  const key = typeKey(type);
  let object = typeObjects.get(key);
  if (object === undefined) {
    object = { type: key };
    typeObjects.set(key, object);
  }
  return object;
}

const boxKeys = new WeakMap<object, object>();
function boxKey(_engine: Engine, expr: Expr): object {
  let key = boxKeys.get(expr);
  if (key === undefined) {
    key = { boxed: expr.kind };
    boxKeys.set(expr, key);
  }
  return key;
}

function retyped(engine: Engine, value: Value, type: Type): Value {
  switch (value.kind) {
    case 'function':
      return engine.values.function(value.fn, value.object, value.captured, value.isMethodExpression, type);
    case 'bound':
      return engine.values.bound(value.method, value.receiver, type);
    case 'reference':
      return engine.values.object('reference', value.object, type);
    default:
      return value;
  }
}

function converted(engine: Engine, type: Type): Transfer | undefined {
  if (isInterface(type)) return undefined;
  return (value) => {
    if (value.kind === 'pointer' || value.kind === 'struct') {
      return namedStruct(type) === undefined && under(type).kind !== 'Struct'
        ? value
        : engine.values.object(value.kind, value.object, type);
    }
    return value.kind === 'data' || value.kind === 'constant'
      ? engine.values.data(type, type)
      : retyped(engine, value, type);
  };
}

// ---- names -----------------------------------------------------------------------------------------------

function fillObject(engine: Engine, object: GoObject, x: Expr, frame: Frame, node: FlowNode): void {
  if (object.kind === 'Func') {
    source(
      engine,
      node,
      engine.values.function(engine.functions.ofObject(object), object, undefined),
      'function',
      x.pos,
      object.name,
    );
  } else if (object.kind === 'Var') {
    engine.solver.connect(variableNode(engine, object, frame, x), node);
  }
}

/** The frame in which a variable lives: this one, or one around the literal. */
function ownerOf(variable: Var, frame: Frame): Frame {
  let owner = frame;
  while (owner.captured !== undefined && (variable.pos < owner.fn.node.pos || variable.pos >= owner.fn.node.end))
    owner = owner.captured;
  return owner;
}

/** What a variable may hold, at `use` if that is known to matter. */
export function variableNode(engine: Engine, variable: Var, frame: Frame, use: Expr | undefined): FlowNode {
  if (variable.role === 'package') return engine.globalNode(variable);
  const owner = ownerOf(variable, frame);
  const body = engine.body(owner.fn);
  const reaching = owner === frame && use?.kind === 'Ident' ? body.reaching.get(use) : undefined;
  if (reaching !== undefined && !body.stored.has(variable)) {
    const only = reaching[0];
    if (reaching.length === 1 && only !== undefined) return defNode(engine, only, owner);
    const node = new FlowNode();
    for (const def of reaching)
      engine.guarded(def.condition, owner, () => engine.solver.connect(defNode(engine, def, owner), node));
    return node;
  }
  const known = owner.nodes.get(variable);
  if (known !== undefined) return known;
  const node = new FlowNode();
  owner.nodes.set(variable, node);
  if (body.stored.has(variable)) {
    const object = engine.values.variable(variable, owner);
    if (isStructLike(variable.type))
      source(engine, node, engine.values.object('struct', object), 'allocation', variable.pos, variable.name);
    else engine.solver.connect(engine.contentNode(object, 'pointee'), node);
    return node;
  }
  connectDefinitions(engine, variable, owner, node);
  return node;
}

/** All that is assigned to a local variable, by its function and by the literals in it. */
export function connectDefinitions(engine: Engine, variable: Var, owner: Frame, node: FlowNode): void {
  for (const def of engine.body(owner.fn).defs.get(variable) ?? []) {
    engine.guarded(def.condition, owner, () => engine.solver.connect(defNode(engine, def, owner), node));
  }
  const visit = (frame: Frame): void => {
    for (const literal of engine.body(frame.fn).literals) {
      const fn = engine.functions.ofLiteral(literal, frame.fn);
      if (!assigns(engine, fn, variable)) continue;
      eachLiteralFrame(engine, fn, frame, (inner) => {
        for (const store of engine.body(fn).stores) {
          const target = withoutParens(store.target);
          if (target.kind !== 'Ident' || fn.info.uses.get(target) !== variable) continue;
          engine.solver.connect(
            sourceNode(engine, store.source, variable.type, inner),
            node,
            engine.step('assignment', target.pos, variable.name),
          );
        }
        visit(inner);
      });
    }
  };
  visit(owner);
}

/** Whether a literal, or one in it, assigns to a variable around it. */
function assigns(engine: Engine, fn: Fn, variable: Var): boolean {
  const body = engine.body(fn);
  return (
    body.stores.some((store) => {
      const target = withoutParens(store.target);
      return target.kind === 'Ident' && fn.info.uses.get(target) === variable;
    }) || body.literals.some((literal) => assigns(engine, engine.functions.ofLiteral(literal, fn), variable))
  );
}

/** The frames in which a literal of a frame runs; if there is none when all else is done, one whose caller is not known. */
function eachLiteralFrame(engine: Engine, fn: Fn, captured: Frame, visit: (frame: Frame) => void): void {
  if (captured.isOutside) {
    visit(engine.frames.open(fn, captured));
    return;
  }
  let runs = false;
  engine.eachExplored(fn, (frame) => {
    if (frame.captured !== captured) return;
    runs = true;
    visit(frame);
  });
  engine.solver.defer(
    () => {
      if (!runs) visit(engine.frames.open(fn, captured));
    },
    () => (runs ? 0 : 2),
  );
}

export function defNode(engine: Engine, def: Def, frame: Frame): FlowNode {
  const known = frame.defNodes.get(def);
  if (known !== undefined) return known;
  const node = new FlowNode();
  frame.defNodes.set(def, node);
  if (def.kind === 'param') {
    engine.solver.connect(engine.parameterNode(frame, def.index), node);
  } else if (def.kind === 'type-switch') {
    const clause = def.clause;
    const from = def.source.kind === 'expr' ? evaluate(engine, def.source.expr, frame) : undefined;
    if (from !== undefined && clause !== undefined) {
      engine.solver.connect(
        from,
        node,
        engine.step('assertion', def.pos, def.variable.name),
        clauseTransfer(engine, clause, def.statement, frame),
      );
    }
  } else if (def.source.kind === 'zero' && isStructLike(def.variable.type)) {
    source(
      engine,
      node,
      engine.values.object('struct', engine.values.variable(def.variable, frame)),
      'allocation',
      def.pos,
      def.variable.name,
    );
  } else {
    engine.solver.connect(
      sourceNode(engine, def.source, def.variable.type, frame),
      node,
      engine.step('assignment', def.pos, def.variable.name),
    );
  }
  return node;
}

/** What a source of a store or definition yields. */
export function sourceNode(engine: Engine, from: Source, target: Type | undefined, frame: Frame): FlowNode {
  switch (from.kind) {
    case 'expr':
      return evaluateAs(engine, from.expr, target, frame);
    case 'tuple':
      return tupleNode(engine, from.expr, from.index, frame);
    case 'range': {
      const type = frame.fn.info.types.get(from.statement.x)?.type;
      const node = new FlowNode();
      if (type === undefined) return node;
      const iterator = iteratorCall(from.statement, frame.fn.info);
      if (iterator !== undefined) {
        const yielded = engine.functions.ofLiteral(iterator.literal, frame.fn);
        return engine.parameterNode(engine.frames.ofLiteral(yielded, frame), from.part === 'key' ? 0 : 1);
      }
      const kind = commonUnder(type)?.kind;
      if (kind === 'Map' && from.part === 'key') return engine.elementNode(from.statement.x, frame, 'key');
      if (
        kind === 'Chan' ||
        (from.part === 'value' && (kind === 'Map' || kind === 'Slice' || kind === 'Array' || kind === 'Pointer'))
      ) {
        return engine.elementNode(from.statement.x, frame, 'element');
      }
      if (target !== undefined) addData(engine, node, target, from.statement.pos);
      return node;
    }
    case 'operation': {
      const node = new FlowNode();
      if (target !== undefined) addData(engine, node, target, from.expr.pos);
      return node;
    }
    case 'zero':
      return new FlowNode();
  }
}

/** The index-th value of a call, a comma-ok form or a receive. */
export function tupleNode(engine: Engine, expr: Expr, index: number, frame: Frame): FlowNode {
  const x = withoutParens(expr);
  if (x.kind === 'CallExpr') return engine.callResult(x, index, frame);
  if (index === 0) return evaluate(engine, x, frame);
  // The `ok` of an assertion, a look-up or a receive.
  const node = new FlowNode();
  const type = frame.fn.info.types.get(x)?.type;
  const ok = type?.kind === 'Tuple' ? type.vars[index]?.type : undefined;
  if (ok !== undefined) addData(engine, node, ok, x.pos);
  return node;
}

// ---- selectors, literals, operators ----------------------------------------------------------------------

function fillSelector(engine: Engine, x: SelectorExpr, frame: Frame, node: FlowNode): void {
  const { solver, values } = engine;
  const selection = frame.fn.info.selections.get(x);
  if (selection === undefined) {
    const object = frame.fn.info.uses.get(x.sel);
    if (object !== undefined) fillObject(engine, object, x.sel, frame, node);
    return;
  }
  if (selection.kind === 'MethodExpr') {
    if (selection.obj.kind !== 'Func') return;
    source(
      engine,
      node,
      values.function(
        selection.obj.isInterfaceMethod ? undefined : engine.functions.ofObject(selection.obj),
        selection.obj,
        undefined,
        true,
      ),
      'function',
      x.pos,
      x.sel.name,
    );
    return;
  }
  if (selection.kind === 'FieldVal') {
    const fresh = engine.body(frame.fn).fields.get(x);
    if (fresh !== undefined) {
      for (const def of fresh)
        engine.guarded(def.condition, frame, () => solver.connect(defNode(engine, def, frame), node));
      return;
    }
    solver.connect(pathNode(engine, x.x, selection.recv, selection.index, frame, x.sel.pos), node);
    return;
  }
  const method = selection.obj;
  if (method.kind !== 'Func') return;
  const receiver = receiverNode(engine, x, frame);
  solver.listen(receiver, (value) => {
    source(engine, node, values.bound(method, value), 'function', x.pos, x.sel.name);
  });
}

/** The receiver of a method selection: `x.x`, its address if the method wants a pointer, through embedded fields. */
export function receiverNode(engine: Engine, x: SelectorExpr, frame: Frame): FlowNode {
  const selection = frame.fn.info.selections.get(x);
  if (selection === undefined) return evaluate(engine, x.x, frame);
  const type = frame.fn.info.types.get(x.x)?.type;
  const wantsPointer =
    selection.obj.kind === 'Func' &&
    selection.obj.type.recv !== undefined &&
    unalias(selection.obj.type.recv.type).kind === 'Pointer';
  const isAddressable = wantsPointer && type !== undefined && isStructLike(type) && !isInterface(type);
  const base = isAddressable ? addressNode(engine, x.x, frame) : undefined;
  const path = selection.index.slice(0, -1);
  if (path.length === 0) return base ?? evaluate(engine, x.x, frame);
  return pathNode(engine, x.x, selection.recv, path, frame, x.sel.pos);
}

/** Follows a path of field indices from the value of `base`. */
export function pathNode(
  engine: Engine,
  base: Expr,
  recv: Type,
  path: readonly number[],
  frame: Frame,
  pos: Pos,
): FlowNode {
  let node = evaluate(engine, base, frame);
  let type = recv;
  for (const index of path) {
    const field = fieldAt(type, index);
    if (field === undefined) return node;
    const next = new FlowNode();
    engine.loadField(node, field, next, pos);
    node = next;
    type = field.type;
  }
  return node;
}

function fillComposite(engine: Engine, x: CompositeLit, frame: Frame, node: FlowNode): void {
  const recorded = frame.fn.info.types.get(x)?.type;
  if (recorded === undefined) return;
  const pointer = under(recorded);
  const isElidedPointer = x.type === undefined && pointer.kind === 'Pointer';
  const type = isElidedPointer ? pointer.elem : recorded;
  const object = engine.values.allocated(x, frame, type);
  const kind = isElidedPointer ? 'pointer' : isStructLike(type) ? 'struct' : 'reference';
  source(engine, node, engine.values.object(kind, object), 'allocation', x.pos, shortType(type));
}

function fillUnary(engine: Engine, x: UnaryExpr, frame: Frame, node: FlowNode, type: Type | undefined): void {
  if (x.op === '&') engine.solver.connect(addressNode(engine, x.x, frame), node);
  else if (x.op === '<-')
    engine.solver.connect(engine.elementNode(x.x, frame, 'element'), node, engine.step('channel', x.pos, ''));
  else if (type !== undefined) addData(engine, node, type, x.pos);
}

/** Pointers to what `x` denotes. */
export function addressNode(engine: Engine, expr: Expr, frame: Frame): FlowNode {
  const x = withoutParens(expr);
  const key = addressKey(x);
  const known = frame.nodes.get(key);
  if (known !== undefined) return known;
  const node = new FlowNode();
  frame.nodes.set(key, node);
  const { solver, values } = engine;
  if (x.kind === 'Ident') {
    const object = frame.fn.info.uses.get(x) ?? frame.fn.info.defs.get(x);
    if (object?.kind !== 'Var') return node;
    const owner = object.role === 'package' ? undefined : ownerOf(object, frame);
    source(engine, node, values.object('pointer', values.variable(object, owner)), 'allocation', x.pos, object.name);
  } else if (x.kind === 'SelectorExpr') {
    const selection = frame.fn.info.selections.get(x);
    const object = frame.fn.info.uses.get(x.sel);
    if (selection === undefined) {
      if (object?.kind === 'Var')
        source(
          engine,
          node,
          values.object('pointer', values.variable(object, undefined)),
          'allocation',
          x.pos,
          object.name,
        );
      return node;
    }
    const field = selection.obj;
    if (selection.kind !== 'FieldVal' || field.kind !== 'Var') return node;
    const base = pathNode(engine, x.x, selection.recv, selection.index.slice(0, -1), frame, x.sel.pos);
    solver.listen(base, (value) => {
      if (value.kind === 'pointer' || value.kind === 'struct')
        solver.add(node, values.object('pointer', values.sub(value.object, field.origin, field.type)), {
          node: base,
          value,
          step: undefined,
        });
      else if (value.kind === 'unknown') solver.add(node, outOf(values, value), { node: base, value, step: undefined });
    });
  } else if (x.kind === 'IndexExpr') {
    const elem = frame.fn.info.types.get(x)?.type;
    const base = evaluate(engine, x.x, frame);
    if (elem === undefined) return node;
    solver.listen(base, (value) => {
      if (value.kind === 'pointer' || value.kind === 'struct' || value.kind === 'reference') {
        solver.add(node, values.object('pointer', values.sub(value.object, 'element', elem)), {
          node: base,
          value,
          step: undefined,
        });
      }
    });
  } else if (x.kind === 'StarExpr') {
    solver.connect(evaluate(engine, x.x, frame), node);
  } else {
    solver.connect(evaluate(engine, x, frame), node, undefined, (value) =>
      value.kind === 'struct' || value.kind === 'reference' ? values.object('pointer', value.object) : value,
    );
  }
  return node;
}

const addressKeys = new WeakMap<object, object>();
function addressKey(x: Expr): object {
  let key = addressKeys.get(x);
  if (key === undefined) {
    key = { address: x.kind };
    addressKeys.set(x, key);
  }
  return key;
}

function fillIndex(engine: Engine, x: IndexExpr, frame: Frame, node: FlowNode): void {
  const first = x.indices[0];
  const isInstance = first !== undefined && frame.fn.info.types.get(first)?.mode === 'type';
  // Bytes and numbers come from the system, copies and arithmetic; what is stored to single elements says little.
  const type = frame.fn.info.types.get(x)?.type;
  const basic = type === undefined || isInstance ? undefined : under(type);
  if (type !== undefined && basic?.kind === 'Basic' && basic.basic !== 'string') addData(engine, node, type, x.pos);
  engine.solver.connect(
    isInstance ? evaluate(engine, x.x, frame) : engine.elementNode(x.x, frame, 'element'),
    node,
    isInstance ? undefined : engine.step('element', x.pos, ''),
  );
}

function fillBuiltin(engine: Engine, x: Expr & { kind: 'CallExpr' }, frame: Frame, node: FlowNode, type: Type): void {
  const { solver, values } = engine;
  const name = builtinName(x, frame.fn.info);
  const first = x.args[0];
  if (name === 'new' && first !== undefined) {
    const argument = frame.fn.info.types.get(first);
    const elem = argument?.type;
    if (elem !== undefined)
      source(
        engine,
        node,
        values.object('pointer', values.allocated(x, frame, elem)),
        'allocation',
        x.pos,
        shortType(elem),
      );
    return;
  }
  if (name === 'make') {
    source(
      engine,
      node,
      values.object('reference', values.allocated(x, frame, type)),
      'allocation',
      x.pos,
      shortType(type),
    );
    return;
  }
  if (name === 'append' && first !== undefined) {
    solver.connect(evaluate(engine, first, frame), node);
    source(
      engine,
      node,
      values.object('reference', values.allocated(x, frame, type)),
      'allocation',
      x.pos,
      shortType(type),
    );
    return;
  }
  if (name === 'min' || name === 'max' || name === 'len' || name === 'cap' || name === 'copy') {
    addData(engine, node, type, x.pos);
    return;
  }
  if (name === 'recover') {
    source(
      engine,
      node,
      values.unknown('unresolved', sentence`the value of a panic is not followed`, x.pos),
      'allocation',
      x.pos,
      'recover',
    );
    return;
  }
  if (!(under(type).kind === 'Tuple')) addData(engine, node, type, x.pos);
}
