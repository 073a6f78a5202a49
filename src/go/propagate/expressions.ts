// The node of an expression: what it may be. One case per form; calls and builtins in files of their own. An expression
// whose type carries no behavior has no node.

import type { Def, Source } from '#go/flow/body.js';
import { withoutParens } from '#go/flow/program-index.js';
import { iteratorCall } from '#go/flow/range-over-func.js';
import { elementType, fieldAt, isInterface, isStructLike } from '#go/flow/type-shape.js';
import type { CompositeLit, Expr, Ident, IndexExpr, SelectorExpr, UnaryExpr } from '#go/syntax/ast.js';
import type { GoObject, Var } from '#go/types/object.js';
import { newPointer, type Type, unalias, under } from '#go/types/type.js';
import { commonUnder } from '#go/types/type-set.js';
import { assertionTo, clauseFilter } from './assertion.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import { cellOf, contentNode, loadPart } from './heap.js';
import { narrowed } from './narrowing.js';
import { paramNode } from './parameters.js';
import { assertReflected } from './reflection.js';
import { type NodeId, nothing, silent, step } from './solver.js';
import { linkInstance } from './type-arguments.js';
import { elementPart, keyPart, type Value } from './value.js';

export function typeOf(expr: Expr, frame: Frame): Type | undefined {
  return frame.fn.info.types.get(withoutParens(expr))?.type;
}

/** What `expr` evaluates to; of a call with several results the first. */
export function evaluate(engine: Engine, expr: Expr, frame: Frame): NodeId {
  const x = withoutParens(expr);
  const known = frame.expressions.get(x);
  if (known !== undefined) return known;
  // A call may come back to itself by a literal in it.
  const node = compute(engine, x, frame);
  frame.expressions.set(x, node);
  return node;
}

function compute(engine: Engine, x: Expr, frame: Frame): NodeId {
  const recorded = frame.fn.info.types.get(x);
  const type = recorded?.type;
  switch (x.kind) {
    case 'Ident':
      return identNode(engine, x, x, frame);
    case 'SelectorExpr':
      return selectorNode(engine, x, frame, type);
    case 'FuncLit':
      return functionLiteral(engine, x, frame);
    case 'CompositeLit':
      return compositeNode(engine, x, frame, type);
    case 'CallExpr': {
      if (type === undefined) return nothing;
      return engine.callResult(x, 0, frame);
    }
    case 'StarExpr': {
      if (type === undefined || !carries(type)) return nothing;
      const base = evaluate(engine, x.x, frame);
      if (!isStructLike(type)) return loadPart(engine, base, elementPart, type, step('element', x.pos));
      return transformed(engine, base, engine.values.retyping(type));
    }
    case 'UnaryExpr':
      return unaryNode(engine, x, frame, type);
    case 'IndexExpr':
      return indexNode(engine, x, frame, type);
    case 'SliceExpr': {
      if (type === undefined || !carries(type)) return nothing;
      return transformed(engine, evaluate(engine, x.x, frame), engine.values.retyping(type));
    }
    case 'TypeAssertExpr': {
      const target = x.type === undefined ? undefined : frame.fn.info.types.get(x.type)?.type;
      const from = evaluate(engine, x.x, frame);
      if (target === undefined) return from;
      if (!carries(target) || from === nothing) return nothing;
      const node = engine.solver.newNode();
      assertReflected(engine, x.x, target, node, frame.fn);
      engine.solver.connect(from, node, step('assertion', x.pos), assertionTo(engine, target));
      return node;
    }
    default:
      return nothing;
  }
}

/** A new node with what `transfer` makes of the values at another. */
export function transformed(engine: Engine, from: NodeId, transfer: (value: Value) => Value | undefined): NodeId {
  if (from === nothing) return nothing;
  const node = engine.solver.newNode();
  engine.solver.connect(from, node, silent, transfer);
  return node;
}

/**
 * What `expr` is where a `target` is wanted: put into an interface, a value has the static type of the expression as its
 * dynamic type.
 */
export function evaluateAs(engine: Engine, expr: Expr, target: Type | undefined, frame: Frame): NodeId {
  const x = withoutParens(expr);
  const recorded = frame.fn.info.types.get(x);
  if (recorded === undefined || recorded.mode === 'nil') return evaluate(engine, x, frame);
  const { type } = recorded;
  if (target === undefined || !isInterface(target) || isInterface(type) || type.kind === 'Tuple')
    return evaluate(engine, x, frame);
  const t = unalias(type);
  if (t.kind === 'Basic' && (t.basic === 'untyped nil' || t.basic === 'invalid')) return nothing;
  const known = frame.boxes.get(x);
  if (known !== undefined) return known;
  const { solver, values } = engine;
  const node = solver.newNode();
  frame.boxes.set(x, node);
  const from = evaluate(engine, x, frame);
  const at = step('conversion', x.pos);
  if (from === nothing) solver.add(node, values.data(type), at);
  else {
    solver.connect(from, node, at, values.retyping(type));
    // A pointer that comes from where the analysis does not look is still one of its type.
    engine.fallbacks[1].push({ node, give: () => solver.add(node, values.data(type), at) });
  }
  return node;
}

// ---- names -----------------------------------------------------------------------------------------------

function identNode(engine: Engine, ident: Ident, use: Expr, frame: Frame): NodeId {
  const { info } = frame.fn;
  const object = info.uses.get(ident) ?? info.defs.get(ident);
  return object === undefined ? nothing : objectNode(engine, object, ident, use, frame);
}

function objectNode(engine: Engine, object: GoObject, ident: Ident, use: Expr, frame: Frame): NodeId {
  if (object.kind === 'Func') {
    linkInstance(engine, ident, object, frame);
    const type = frame.fn.info.types.get(use)?.type ?? object.type;
    const fn = engine.fnOf(object);
    if (fn?.body !== undefined) engine.reach(engine.frameOf(fn));
    const node = engine.solver.newNode();
    engine.solver.add(
      node,
      engine.values.function(fn ?? object.origin, object.origin, fn, undefined, type),
      step('function', ident.pos),
    );
    return node;
  }
  return object.kind === 'Var' ? variableNode(engine, object, frame, use) : nothing;
}

/** The frame in which a variable lives: this one, or one around the literal. */
function ownerOf(variable: Var, frame: Frame): Frame {
  let owner = frame;
  while (owner.captured !== undefined && (variable.pos < owner.fn.node.pos || variable.pos >= owner.fn.node.end))
    owner = owner.captured;
  return owner;
}

/** What a variable may hold, at `use` if that is known to matter. */
export function variableNode(engine: Engine, variable: Var, frame: Frame, use: Expr | undefined): NodeId {
  if (!carries(variable.type)) return nothing;
  if (variable.role === 'package') return engine.globalNode(variable);
  const owner = ownerOf(variable, frame);
  const body = engine.body(owner.fn);
  const reaching = owner === frame && use?.kind === 'Ident' ? body.reaching.get(use) : undefined;
  if (reaching !== undefined && !body.stored.has(variable)) {
    const only = reaching[0];
    let node: NodeId;
    if (reaching.length === 1 && only !== undefined) node = defNode(engine, only, owner);
    else {
      node = engine.solver.newNode();
      for (const def of reaching) engine.solver.connect(defNode(engine, def, owner), node, silent);
    }
    return use?.kind === 'Ident' ? narrowed(engine, node, use, frame) : node;
  }
  const known = owner.variables.get(variable);
  if (known !== undefined) return known;
  const node = engine.solver.newNode();
  owner.variables.set(variable, node);
  for (const def of body.defs.get(variable) ?? []) engine.solver.connect(defNode(engine, def, owner), node, silent);
  return node;
}

export function defNode(engine: Engine, def: Def, frame: Frame): NodeId {
  const known = frame.defs.get(def);
  if (known !== undefined) return known;
  const { solver, values } = engine;
  const { type } = def.variable;
  if (!carries(type)) {
    frame.defs.set(def, nothing);
    return nothing;
  }
  const node = solver.newNode();
  frame.defs.set(def, node);
  const at = step('assignment', def.pos);
  if (def.kind === 'param') solver.connect(paramNode(engine, frame, def.index), node, silent);
  else if (def.kind === 'type-switch') {
    const from = def.source.kind === 'expr' ? evaluate(engine, def.source.expr, frame) : nothing;
    if (def.clause !== undefined)
      solver.connect(from, node, step('assertion', def.pos), clauseFilter(engine, def.clause, def.statement, frame));
  } else if (def.source.kind === 'zero') {
    if (isStructLike(type))
      solver.add(
        node,
        values.object(values.newObject('alloc', values.canonical(type), frame.depth), type),
        step('allocation', def.pos),
      );
  } else {
    engine.whenPossible(def.condition, frame, () => {
      solver.connect(sourceNode(engine, def.source, type, frame), node, at);
    });
  }
  return node;
}

/** What a source of a store or definition yields. */
export function sourceNode(engine: Engine, from: Source, target: Type | undefined, frame: Frame): NodeId {
  switch (from.kind) {
    case 'expr':
      return evaluateAs(engine, from.expr, target, frame);
    case 'tuple':
      return tupleNode(engine, from.expr, from.index, target, frame);
    case 'range':
      return rangeNode(engine, from.statement, from.part, target, frame);
    default:
      return nothing;
  }
}

/** The index-th value of a call, or of a comma-ok form. */
export function tupleNode(engine: Engine, expr: Expr, index: number, target: Type | undefined, frame: Frame): NodeId {
  const x = withoutParens(expr);
  if (x.kind !== 'CallExpr')
    return index === 0 ? boxed(engine, evaluate(engine, x, frame), commaOkType(x, frame), target, x) : nothing;
  const type = frame.fn.info.types.get(x)?.type;
  const own = type?.kind === 'Tuple' ? type.vars[index]?.type : type;
  return boxed(engine, engine.callResult(x, index, frame), own, target, x);
}

function commaOkType(x: Expr, frame: Frame): Type | undefined {
  const type = frame.fn.info.types.get(x)?.type;
  return type?.kind === 'Tuple' ? type.vars[0]?.type : type;
}

/** A value of a static type where a `target` is wanted. */
export function boxed(
  engine: Engine,
  from: NodeId,
  type: Type | undefined,
  target: Type | undefined,
  at: Expr,
): NodeId {
  if (type === undefined || target === undefined || !isInterface(target) || isInterface(type)) return from;
  const node = engine.solver.newNode();
  const why = step('conversion', at.pos);
  if (from === nothing) engine.solver.add(node, engine.values.data(type), why);
  else engine.solver.connect(from, node, why, engine.values.retyping(type));
  return node;
}

function rangeNode(
  engine: Engine,
  statement: Extract<Source, { kind: 'range' }>['statement'],
  part: 'key' | 'value',
  target: Type | undefined,
  frame: Frame,
): NodeId {
  const type = typeOf(statement.x, frame);
  const common = type === undefined ? undefined : commonUnder(type);
  if (common === undefined) return nothing;
  const iterator = iteratorCall(statement, frame.fn.info);
  if (iterator !== undefined) {
    const literal = engine.functions.ofLiteral(iterator.literal, frame.fn);
    return paramNode(engine, engine.frameOf(literal, frame), part === 'key' ? 0 : 1);
  }
  if (common.kind === 'Chan')
    return part === 'key'
      ? loadPart(
          engine,
          evaluate(engine, statement.x, frame),
          elementPart,
          common.elem,
          step('channel', statement.x.pos),
        )
      : nothing;
  const wanted = part === 'value' ? elementType(common) : common.kind === 'Map' ? common.key : undefined;
  if (wanted === undefined) return nothing;
  const loaded = loadPart(
    engine,
    evaluate(engine, statement.x, frame),
    part === 'value' ? elementPart : keyPart,
    wanted,
    step('range', statement.x.pos),
  );
  return boxed(engine, loaded, wanted, target, statement.x);
}

// ---- selectors -------------------------------------------------------------------------------------------

function selectorNode(engine: Engine, x: SelectorExpr, frame: Frame, type: Type | undefined): NodeId {
  const selection = frame.fn.info.selections.get(x);
  if (selection === undefined) {
    const object = frame.fn.info.uses.get(x.sel);
    return object === undefined ? nothing : objectNode(engine, object, x.sel, x, frame);
  }
  const { solver, values } = engine;
  if (selection.obj.kind === 'Var') {
    if (type === undefined || !carries(type)) return nothing;
    const fresh = engine.body(frame.fn).fields.get(x);
    if (fresh === undefined) return pathNode(engine, x, selection.recv, selection.index, frame);
    const node = solver.newNode();
    for (const { source, variable } of fresh) {
      const from = sourceNode(engine, source, variable.type, frame);
      if (from !== nothing) solver.connect(from, node, step('field', x.sel.pos));
    }
    const field = selection.obj.origin;
    const reads = engine.freshReads.get(field);
    if (reads === undefined) engine.freshReads.set(field, [node]);
    else reads.push(node);
    return node;
  }
  const method = selection.obj;
  const signature = selection.type;
  const node = solver.newNode();
  if (selection.kind === 'MethodExpr') {
    solver.add(node, values.expression(method, signature), step('function', x.pos));
    return node;
  }
  const receiver = receiverNode(engine, x, frame);
  const at = step('function', x.pos);
  if (receiver === nothing)
    solver.add(node, values.bound(method, values.data(typeOf(x.x, frame) ?? signature), signature), at);
  else {
    solver.connect(receiver, node, at, (value) => values.bound(method, value, signature));
    if (!method.isInterfaceMethod)
      engine.fallbacks[1].push({
        node,
        give: () => solver.add(node, values.bound(method, values.data(typeOf(x.x, frame) ?? signature), signature), at),
      });
  }
  return node;
}

/** Follows fields from the operand of a selector along a path of field indices. */
function pathNode(engine: Engine, x: SelectorExpr, recv: Type, path: readonly number[], frame: Frame): NodeId {
  let node = evaluate(engine, x.x, frame);
  let t = recv;
  for (const index of path) {
    const field = fieldAt(t, index);
    if (field === undefined) return nothing;
    node = loadPart(engine, node, field.name, field.type, step('field', x.sel.pos));
    t = field.type;
  }
  return node;
}

/** What a method is called on: the operand, or the embedded field that has the method, or its address. */
export function receiverNode(engine: Engine, x: SelectorExpr, frame: Frame): NodeId {
  const selection = frame.fn.info.selections.get(x);
  if (selection === undefined) return nothing;
  const path = selection.index.slice(0, -1);
  const node = pathNode(engine, x, selection.recv, path, frame);
  if (selection.obj.kind !== 'Func' || selection.obj.isInterfaceMethod) return node;
  let t = selection.recv;
  for (const index of path) {
    const field = fieldAt(t, index);
    if (field === undefined) return nothing;
    t = field.type;
  }
  const wanted = selection.obj.type.recv?.type;
  if (wanted === undefined || node === nothing) return node;
  return asReceiver(engine, node, t, wanted, x, path.length, frame);
}

/** Takes the address of a value, or what a pointer points to, as a method's receiver wants it. */
function asReceiver(
  engine: Engine,
  node: NodeId,
  type: Type,
  wanted: Type,
  x: SelectorExpr,
  depth: number,
  frame: Frame,
): NodeId {
  const isPointer = unalias(type).kind === 'Pointer';
  const wantsPointer = unalias(wanted).kind === 'Pointer';
  if (isPointer === wantsPointer) return node;
  if (wantsPointer) {
    if (isStructLike(type)) return transformed(engine, node, engine.values.retyping(newPointer(type)));
    return depth === 0 ? addressNode(engine, x.x, frame) : nothing;
  }
  const t = unalias(type);
  const elem = t.kind === 'Pointer' ? t.elem : t;
  return isStructLike(elem)
    ? transformed(engine, node, engine.values.retyping(elem))
    : loadPart(engine, node, elementPart, elem, step('element', x.pos));
}

// ---- other forms -----------------------------------------------------------------------------------------

function functionLiteral(engine: Engine, x: Extract<Expr, { kind: 'FuncLit' }>, frame: Frame): NodeId {
  const node = engine.solver.newNode();
  engine.solver.add(node, literalValue(engine, x, frame), step('function', x.pos));
  return node;
}

export function literalValue(engine: Engine, x: Extract<Expr, { kind: 'FuncLit' }>, frame: Frame): Value {
  const fn = engine.functions.ofLiteral(x, frame.fn);
  engine.reach(engine.frameOf(fn, frame));
  const type = frame.fn.info.types.get(x)?.type ??
    fn.signature ?? { kind: 'Unknown' as const, reason: 'the literal has no type' };
  return engine.values.function(fn, undefined, fn, frame, type);
}

function compositeNode(engine: Engine, x: CompositeLit, frame: Frame, recorded: Type | undefined): NodeId {
  if (recorded === undefined || !carries(recorded)) return nothing;
  const { solver, values } = engine;
  const t = unalias(recorded);
  // `{…}` in a `[]*T` is a `&T{…}`.
  const type = t.kind === 'Pointer' && x.type === undefined ? t.elem : recorded;
  const object = values.newObject('alloc', values.canonical(type), frame.depth);
  const node = solver.newNode();
  frame.expressions.set(x, node);
  solver.add(node, values.object(object, recorded), step('allocation', x.pos));
  const u = commonUnder(type);
  x.elts.forEach((elt, position) => {
    const isPair = elt.kind === 'KeyValueExpr';
    const value = isPair ? elt.value : elt;
    if (u?.kind === 'Struct') {
      const name = isPair ? (elt.key.kind === 'Ident' ? elt.key.name : '') : (u.fields[position]?.name ?? '');
      const field = u.fields.find((candidate) => candidate.name === name);
      if (field !== undefined)
        solver.connect(
          evaluateAs(engine, value, field.type, frame),
          contentNode(engine, object, name),
          step('field', elt.pos),
        );
      return;
    }
    const elem = u === undefined ? undefined : elementType(u);
    solver.connect(
      evaluateAs(engine, value, elem, frame),
      contentNode(engine, object, elementPart),
      step('element', value.pos),
    );
    if (isPair && u?.kind === 'Map')
      solver.connect(
        evaluateAs(engine, elt.key, u.key, frame),
        contentNode(engine, object, keyPart),
        step('element', elt.key.pos),
      );
  });
  return node;
}

function unaryNode(engine: Engine, x: UnaryExpr, frame: Frame, type: Type | undefined): NodeId {
  if (type === undefined) return nothing;
  if (x.op === '<-') {
    const element = type.kind === 'Tuple' ? type.vars[0]?.type : type;
    return element === undefined
      ? nothing
      : loadPart(engine, evaluate(engine, x.x, frame), elementPart, element, step('channel', x.pos));
  }
  return x.op === '&' ? addressNode(engine, x.x, frame) : nothing;
}

/** The pointer `&x`. */
export function addressNode(engine: Engine, operand: Expr, frame: Frame): NodeId {
  const x = withoutParens(operand);
  const type = typeOf(x, frame);
  if (type === undefined || !carries(type)) return nothing;
  if (x.kind === 'StarExpr') return evaluate(engine, x.x, frame);
  const { solver, values } = engine;
  const node = evaluate(engine, x, frame);
  if (isStructLike(type)) return transformed(engine, node, values.retyping(newPointer(type)));
  if (node === nothing) return nothing;
  if (x.kind === 'Ident') {
    const pointer = solver.newNode();
    solver.add(pointer, values.object(cellOf(engine, node, type), newPointer(type)), step('allocation', x.pos));
    return pointer;
  }
  const place =
    x.kind === 'SelectorExpr'
      ? fieldPlace(engine, x, frame)
      : x.kind === 'IndexExpr'
        ? { base: evaluate(engine, x.x, frame), part: elementPart }
        : undefined;
  if (place === undefined) return nothing;
  const pointer = solver.newNode();
  solver.listen(place.base, (value) => {
    if (value.kind !== 'object') return;
    const content = contentNode(engine, value.object, place.part);
    if (content !== nothing)
      solver.add(pointer, values.object(cellOf(engine, content, type), newPointer(type)), step('allocation', x.pos));
  });
  return pointer;
}

/** The objects whose field a selector names, and the field. */
export function fieldPlace(
  engine: Engine,
  x: SelectorExpr,
  frame: Frame,
): { readonly base: NodeId; readonly part: string } | undefined {
  const selection = frame.fn.info.selections.get(x);
  if (selection === undefined || selection.obj.kind !== 'Var') return undefined;
  return { base: pathNode(engine, x, selection.recv, selection.index.slice(0, -1), frame), part: selection.obj.name };
}

function indexNode(engine: Engine, x: IndexExpr, frame: Frame, type: Type | undefined): NodeId {
  const { info } = frame.fn;
  const first = x.indices[0];
  if (first !== undefined && info.types.get(first)?.mode === 'type') return evaluate(engine, x.x, frame);
  const element = type?.kind === 'Tuple' ? type.vars[0]?.type : type;
  if (element === undefined) return nothing;
  const base = typeOf(x.x, frame);
  if (base !== undefined && under(base).kind === 'Signature') return evaluate(engine, x.x, frame);
  return loadPart(engine, evaluate(engine, x.x, frame), elementPart, element, step('element', x.pos));
}
