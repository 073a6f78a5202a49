// The built-in functions that make or hand on values: new, make, append, min, max, recover.

import { builtinName } from '#go/flow/body.js';
import { elementType, isStructLike } from '#go/flow/type-shape.js';
import type { CallExpr } from '#go/syntax/ast.js';
import { newPointer } from '#go/types/type.js';
import { commonUnder } from '#go/types/type-set.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import { evaluate, evaluateAs, typeOf } from './expressions.js';
import type { Frame } from './frame.js';
import { contentNode, loadPart, storePart } from './heap.js';
import { type NodeId, nothing, silent, step } from './solver.js';
import { elementPart } from './value.js';

export function builtinResult(engine: Engine, call: CallExpr, frame: Frame): NodeId {
  const type = frame.fn.info.types.get(call)?.type;
  if (type === undefined || !carries(type)) return nothing;
  const { solver, values } = engine;
  const first = call.args[0];
  switch (builtinName(call, frame.fn.info)) {
    case 'new': {
      const elem = type.kind === 'Pointer' ? type.elem : undefined;
      if (elem === undefined) return nothing;
      const node = solver.newNode();
      const object = values.newObject(isStructLike(elem) ? 'alloc' : 'cell', values.canonical(elem), frame.depth);
      solver.add(node, values.object(object, newPointer(elem)), step('allocation', call.pos));
      if (first !== undefined && frame.fn.info.types.get(first)?.mode !== 'type')
        storePart(engine, node, elementPart, evaluate(engine, first, frame), step('assignment', call.pos));
      return node;
    }
    case 'make': {
      const node = solver.newNode();
      solver.add(
        node,
        values.object(values.newObject('alloc', values.canonical(type), frame.depth), type),
        step('allocation', call.pos),
      );
      return node;
    }
    case 'append': {
      if (first === undefined) return nothing;
      const node = solver.newNode();
      frame.expressions.set(call, node);
      const object = values.newObject('alloc', values.canonical(type), frame.depth);
      solver.add(node, values.object(object, type), step('allocation', call.pos));
      const elem = elementType(commonUnder(type) ?? type);
      const old = evaluate(engine, first, frame);
      solver.connect(old, node, silent, values.retyping(type));
      if (elem === undefined) return node;
      // What was in the slice is in the longer one, and what is appended may be in both.
      solver.connect(
        loadPart(engine, old, elementPart, elem, silent),
        contentNode(engine, object, elementPart),
        silent,
      );
      for (const [index, arg] of call.args.slice(1).entries()) {
        const at = step('element', arg.pos);
        if (call.ellipsis !== 0 && index === call.args.length - 2)
          storePart(
            engine,
            node,
            elementPart,
            loadPart(engine, evaluate(engine, arg, frame), elementPart, elem, silent),
            at,
          );
        else storePart(engine, node, elementPart, evaluateAs(engine, arg, elem, frame), at);
      }
      return node;
    }
    case 'min':
    case 'max': {
      const node = solver.newNode();
      for (const arg of call.args) solver.connect(evaluateAs(engine, arg, type, frame), node, silent);
      return node;
    }
    case 'recover':
      return engine.panics;
    default:
      return nothing;
  }
}

/** `copy(a, b)`: the elements of b go to those of a. */
export function copyElements(engine: Engine, call: CallExpr, frame: Frame): void {
  const [to, from] = call.args;
  if (to === undefined || from === undefined) return;
  const type = typeOf(to, frame);
  const elem = type === undefined ? undefined : elementType(commonUnder(type) ?? type);
  if (elem === undefined || !carries(elem)) return;
  storePart(
    engine,
    evaluate(engine, to, frame),
    elementPart,
    loadPart(engine, evaluate(engine, from, frame), elementPart, elem, silent),
    step('element', call.pos),
  );
}

/** What `panic` is called with may come out of any `recover`. */
export function emitPanic(engine: Engine, call: CallExpr, frame: Frame): void {
  const arg = call.args[0];
  if (arg === undefined) return;
  engine.solver.connect(evaluateAs(engine, arg, engine.anyInterface, frame), engine.panics, step('argument', call.pos));
}
