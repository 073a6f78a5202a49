// What lies in an error's tree: "the tree consists of err itself, followed by the errors obtained by repeatedly calling its
// Unwrap() error or Unwrap() []error method" (package errors). Unwrap is followed like any other method, so that an error
// whose cause is never of a type is known not to have that type in its tree.

import { mayImplement, sameType } from '#go/flow/dynamic-type.js';
import { elementType, findMethod, isInterface } from '#go/flow/type-shape.js';
import { newPointer, type Type, unalias } from '#go/types/type.js';
import { frameForReceiver } from './context.js';
import type { Engine } from './engine.js';
import { fallbackValue, loadPart } from './heap.js';
import { paramNode, resultNode } from './parameters.js';
import { type NodeId, nothing, silent, step } from './solver.js';
import { elementPart, type Value } from './value.js';

/** One error and one type: whether the tree is known to have it, and who waits to hear so. */
interface Search {
  isFound: boolean;
  waiting: (() => void)[];
}

const searches = new WeakMap<Engine, Map<Type, Map<number, Search>>>();

/** Calls `then` once, as soon as the tree of an error may hold something of the type. */
export function whenInTree(engine: Engine, error: Value, wanted: Type, then: () => void): void {
  let byType = searches.get(engine);
  if (byType === undefined) searches.set(engine, (byType = new Map()));
  let byValue = byType.get(wanted);
  if (byValue === undefined) byType.set(wanted, (byValue = new Map()));
  let search = byValue.get(error.id);
  if (search === undefined) {
    byValue.set(error.id, (search = { isFound: false, waiting: [] }));
    look(engine, error, wanted, search);
  }
  if (search.isFound) then();
  else search.waiting.push(then);
}

function look(engine: Engine, error: Value, wanted: Type, search: Search): void {
  const found = (): void => {
    if (search.isFound) return;
    search.isFound = true;
    const { waiting } = search;
    search.waiting = [];
    for (const then of waiting) then();
  };
  const { type } = error;
  const isWanted = isInterface(wanted) ? mayImplement(type, wanted) : sameType(type, wanted);
  // A method As answers as it likes.
  if (isWanted || findMethod(type, undefined, 'As') !== undefined) {
    found();
    return;
  }
  const causes = causesOf(engine, error);
  if (causes === 'any') found();
  else
    engine.solver.listen(causes, (cause) => {
      if (!search.isFound) whenInTree(engine, cause, wanted, found);
    });
}

/** The node of what Unwrap gives; `any` where its body is not known. */
function causesOf(engine: Engine, error: Value): NodeId | 'any' {
  const { values, solver } = engine;
  const member = findMethod(error.type, undefined, 'Unwrap');
  if (member === undefined) return nothing;
  const fn = engine.fnOf(member.method);
  const wanted = member.method.type.recv?.type;
  if (fn?.body === undefined || wanted === undefined || member.path.length > 0) return 'any';
  const known = error.kind === 'data' ? (fallbackValue(engine, error.type) ?? error) : error;
  const t = unalias(error.type);
  const isPointer = t.kind === 'Pointer';
  const receiver =
    isPointer === (unalias(wanted).kind === 'Pointer')
      ? known
      : values.retype(known, isPointer ? t.elem : newPointer(error.type));
  const object = receiver.kind === 'object' ? receiver.object : undefined;
  const frame = frameForReceiver(engine, fn, object) ?? engine.frameOf(fn);
  engine.reach(frame);
  const param = paramNode(engine, frame, -1);
  if (param !== nothing) solver.add(param, receiver, step('receiver', fn.pos));
  const result = fn.signature?.results.vars[0]?.type;
  const elem = result === undefined || isInterface(result) ? undefined : elementType(result);
  const node = resultNode(engine, frame, 0);
  return elem === undefined ? node : loadPart(engine, node, elementPart, elem, silent);
}
