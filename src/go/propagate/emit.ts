// What a reached function does: its stores, returns and calls become constraints.

import type { Condition, Store } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { elementType, isInterface, isStructLike } from '#go/flow/type-shape.js';
import type { Expr } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { Var } from '#go/types/object.js';
import { deref, type Type, unalias } from '#go/types/type.js';
import { commonUnder } from '#go/types/type-set.js';
import { copyElements, emitPanic } from './builtins.js';
import { emitCall } from './calls.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import {
  defNode,
  evaluate,
  evaluateAs,
  fieldPlace,
  sourceNode,
  tupleNode,
  typeOf,
  variableNode,
} from './expressions.js';
import type { Frame } from './frame.js';
import { globalNode } from './globals.js';
import { copyStruct, neverEmpty, storePart } from './heap.js';
import { leftOf } from './narrowing.js';
import { paramNode, resultNode } from './parameters.js';
import { type NodeId, nothing, type Step, step } from './solver.js';
import { elementPart, keyPart } from './value.js';

/** Makes everything that a function's body does count. */
export function emitFrame(engine: Engine, frame: Frame): void {
  const { fn } = frame;
  const body = engine.body(fn);
  engine.at = fn.pos;
  if (engine.gates !== undefined) engine.fields.note(fn);
  if (fn.recv !== undefined) neverEmpty(engine, paramNode(engine, frame, -1), fn.recv.type);
  fn.params.forEach((param, index) => {
    if (param !== undefined) neverEmpty(engine, paramNode(engine, frame, index), param.type);
  });
  for (const literal of body.composites) noteMade(engine, fn.info.types.get(literal)?.type);
  for (const call of body.news) noteMade(engine, fn.info.types.get(call)?.type);
  for (const store of body.stores) engine.whenPossible(store.condition, frame, () => emitStore(engine, store, frame));
  for (const call of body.calls) engine.whenPossible(call.condition, frame, () => emitCall(engine, call, frame));
  for (const operation of body.operations)
    engine.whenPossible(operation.condition, frame, () => {
      engine.operations.push({ operation, caller: fn, node: evaluate(engine, operation.channel, frame) });
    });
  for (const call of body.panics) emitPanic(engine, call, frame);
  emitReturns(engine, frame);
  if (fn.node.kind === 'VarSpec') {
    for (const name of fn.node.names) {
      const variable = fn.info.defs.get(name);
      if (variable?.kind === 'Var') globalNode(engine, variable);
    }
  }
}

function noteMade(engine: Engine, type: Type | undefined): void {
  const t = type === undefined ? undefined : unalias(deref(type).type);
  if (t?.kind === 'Named') engine.made.add(t.obj);
}

function emitReturns(engine: Engine, frame: Frame): void {
  const { fn } = frame;
  const results = fn.signature?.results.vars ?? [];
  const body = engine.body(fn);
  results.forEach((result, index) => {
    if (!carries(result.type)) return;
    const to = resultNode(engine, frame, index);
    for (const returned of body.returns) {
      const only = returned.results[0];
      const expr = returned.results[index];
      const at = step('return', returned.pos);
      engine.whenPossible(returned.condition, frame, () => {
        if (returned.results.length === results.length && expr !== undefined)
          connectReturned(engine, expr, result.type, returned.condition, frame, to, at);
        else if (returned.results.length === 1 && only !== undefined)
          engine.solver.connect(tupleNode(engine, only, index, result.type, frame), to, at);
      });
    }
    const variable = fn.results[index];
    // A named result is what it is set to where a return says nothing, or a deferred function has the last word.
    if (
      variable !== undefined &&
      (body.hasBareReturn || body.stored.has(variable) || isSetInLiteral(engine, variable, fn))
    )
      engine.solver.connect(variableNode(engine, variable, frame, undefined), to, step('return', variable.pos));
  });
}

/** Whether a function literal, which may be deferred, may set the variable or end a panic. */
function isSetInLiteral(engine: Engine, variable: Var, fn: Fn): boolean {
  return engine.body(fn).literals.some((literal) => {
    const inner = engine.functions.ofLiteral(literal, fn);
    const body = engine.body(inner);
    return (
      body.stores.some(({ target }) => target.kind === 'Ident' && inner.info.uses.get(target) === variable) ||
      mentionsRecover(inner) ||
      isSetInLiteral(engine, variable, inner)
    );
  });
}

function mentionsRecover(fn: Fn): boolean {
  const { text } = fn.unit.file;
  return text.slice(fn.node.pos - text.base, fn.node.end - text.base).includes('recover(');
}

/** What a return gives, without what its conditions rule out. */
function connectReturned(
  engine: Engine,
  expr: Expr,
  type: Type,
  condition: Condition | undefined,
  frame: Frame,
  to: NodeId,
  at: Step,
): void {
  const { fn } = frame;
  const { solver } = engine;
  const x = withoutParens(expr);
  const body = engine.body(fn);
  const variable = x.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  const defs = x.kind === 'Ident' ? body.reaching.get(x) : undefined;
  if (
    x.kind === 'Ident' &&
    variable?.kind === 'Var' &&
    defs !== undefined &&
    defs.length > 1 &&
    !body.stored.has(variable) &&
    isInterface(variable.type)
  ) {
    const filters = defs.map((def) => leftOf(engine, def, defs, x, condition, fn));
    if (filters.some((filter) => filter !== undefined)) {
      defs.forEach((def, index) => {
        solver.connect(defNode(engine, def, frame), to, at, filters[index]);
      });
      return;
    }
  }
  solver.connect(evaluateAs(engine, expr, type, frame), to, at);
}

function emitStore(engine: Engine, store: Store, frame: Frame): void {
  const { solver } = engine;
  const target = withoutParens(store.target);
  const { info } = frame.fn;
  if (store.form === 'send') {
    const type = typeOf(target, frame);
    const elem = type === undefined ? undefined : elementType(commonUnder(type) ?? type);
    if (elem !== undefined && carries(elem))
      storePart(
        engine,
        evaluate(engine, target, frame),
        elementPart,
        sourceNode(engine, store.source, elem, frame),
        step('channel', target.pos),
      );
    return;
  }
  if (store.form === 'copy') {
    if (target.kind === 'CallExpr') copyElements(engine, target, frame);
    return;
  }
  const type = info.types.get(target)?.type;
  switch (target.kind) {
    case 'Ident': {
      const object = info.uses.get(target);
      if (object?.kind === 'Var' && carries(object.type))
        solver.connect(
          sourceNode(engine, store.source, object.type, frame),
          variableNode(engine, object, frame, undefined),
          step('assignment', target.pos),
        );
      return;
    }
    case 'SelectorExpr': {
      const selection = info.selections.get(target);
      if (selection === undefined) {
        const object = info.uses.get(target.sel);
        if (object?.kind === 'Var' && carries(object.type))
          solver.connect(
            sourceNode(engine, store.source, object.type, frame),
            globalNode(engine, object),
            step('assignment', target.pos),
          );
        return;
      }
      if (selection.obj.kind !== 'Var' || !carries(selection.obj.type)) return;
      const place = fieldPlace(engine, target, frame);
      if (place !== undefined)
        storePart(
          engine,
          place.base,
          place.part,
          sourceNode(engine, store.source, selection.type, frame),
          step('field', target.sel.pos),
        );
      return;
    }
    case 'IndexExpr': {
      const container = typeOf(target.x, frame);
      const common = container === undefined ? undefined : commonUnder(container);
      if (common === undefined) return;
      const base = evaluate(engine, target.x, frame);
      const elem = elementType(common);
      if (elem !== undefined && carries(elem))
        storePart(
          engine,
          base,
          elementPart,
          sourceNode(engine, store.source, elem, frame),
          step('element', target.pos),
        );
      const key = target.indices[0];
      if (common.kind === 'Map' && key !== undefined && carries(common.key))
        storePart(engine, base, keyPart, evaluateAs(engine, key, common.key, frame), step('element', key.pos));
      return;
    }
    case 'StarExpr': {
      if (type === undefined || !carries(type)) return;
      const base = evaluate(engine, target.x, frame);
      const from = sourceNode(engine, store.source, type, frame);
      if (isStructLike(type)) copyStruct(engine, base, from, type, step('copy', target.pos));
      else if (from !== nothing) storePart(engine, base, elementPart, from, step('element', target.pos));
      return;
    }
    default:
  }
}

/** The calls of `name` in a declaration's syntax, wherever they stand. */
export function hasCall(root: Parameters<typeof walk>[0]): boolean {
  let found = false;
  walk(root, (node) => {
    if (node.kind === 'CallExpr' || node.kind === 'FuncLit') found = true;
    return !found;
  });
  return found;
}
