// What type parameters stand for: the type arguments of every instantiation that reached code writes. A method called
// on a value of a type parameter's type is one of theirs.

import type { Ident } from '#go/syntax/ast.js';
import type { Func } from '#go/types/object.js';
import { type Type, type TypeParam, unalias } from '#go/types/type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import { type NodeId, silent, step } from './solver.js';

export function typeParamNode(engine: Engine, param: TypeParam): NodeId {
  let node = engine.typeParams.get(param.obj);
  if (node === undefined) engine.typeParams.set(param.obj, (node = engine.solver.newNode()));
  return node;
}

function link(engine: Engine, params: readonly TypeParam[], args: readonly Type[], pos: number): void {
  params.forEach((param, index) => {
    const arg = args[index];
    if (arg === undefined) return;
    const t = unalias(arg);
    const node = typeParamNode(engine, param);
    if (t.kind === 'TypeParam') engine.solver.connect(typeParamNode(engine, t), node, silent);
    else engine.solver.add(node, engine.values.data(t), step('argument', pos));
  });
}

/** An identifier that instantiates a generic function. */
export function linkInstance(engine: Engine, ident: Ident, object: Func, frame: Frame): void {
  const params = object.origin.type.typeParams;
  if (params.length === 0) return;
  const instance = frame.fn.info.instances.get(ident);
  if (instance !== undefined) link(engine, params, instance.typeArgs, ident.pos);
}

/** A method of a generic type that is called on a value of an instance. */
export function linkReceiver(engine: Engine, method: Func, receiver: Type, pos: number): void {
  const params = method.origin.type.recvTypeParams;
  if (params.length === 0) return;
  let t = unalias(receiver);
  if (t.kind === 'Pointer') t = unalias(t.elem);
  if (t.kind === 'Named') link(engine, params, t.typeArgs, pos);
}
