// Whether a call hands its callee something that can come back to code of interest: a function or an object of such
// code, directly or in what it holds. Decided by the values that flow, so `bufio.Writer.Flush` is of interest when
// its writer is a connection's, and not when it is a buffer's. Values held as `any` or `error` are not looked at.

import { type Type, unalias, under } from '#go/types/type.js';
import type { Target } from './calls.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import type { FlowNode } from './solver.js';
import { isInterface, isPlainInterface } from './type-shape.js';
import type { Value } from './value.js';

/** Objects are looked into this deep: a writer in a writer in a struct. */
const depthLimit = 3;

/** Calls `enter` when a value that can lead back flows to the callee's receiver or parameters, now or later. */
export function whenLeadingBack(
  engine: Engine,
  target: Target,
  isOfInterest: (packagePath: string) => boolean,
  enter: () => void,
): void {
  const { frame } = target;
  if (frame === undefined) return;
  const watch = new Watch(engine, isOfInterest, enter);
  const recv = frame.fn.object?.type.recv?.type;
  if (recv !== undefined) watch.node(engine.parameterNode(frame, -1), 0);
  frame.fn.signature?.params.vars.forEach((param, index) => {
    if (mayHold(param.type)) watch.node(engine.parameterNode(frame, index), 0);
  });
}

function mayHold(type: Type): boolean {
  const u = under(type);
  if (isInterface(type)) return !isPlainInterface(type);
  return (
    u.kind === 'Signature' ||
    u.kind === 'Pointer' ||
    u.kind === 'Struct' ||
    ((u.kind === 'Slice' || u.kind === 'Map' || u.kind === 'Array') && mayHold(u.elem))
  );
}

class Watch {
  readonly #engine: Engine;
  readonly #isOfInterest: (packagePath: string) => boolean;
  readonly #enter: () => void;
  readonly #seen = new Set<Value>();
  #done = false;

  constructor(engine: Engine, isOfInterest: (packagePath: string) => boolean, enter: () => void) {
    this.#engine = engine;
    this.#isOfInterest = isOfInterest;
    this.#enter = enter;
  }

  node(node: FlowNode, depth: number): void {
    this.#engine.solver.listen(node, (value) => {
      if (!this.#done) this.#value(value, depth);
    });
  }

  #found(): void {
    if (this.#done) return;
    this.#done = true;
    this.#enter();
  }

  #signals(fn: Fn): boolean {
    return this.#engine
      .body(fn)
      .operations.some((operation) => operation.kind === 'close' || operation.kind === 'send');
  }

  #value(value: Value, depth: number): void {
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    switch (value.kind) {
      case 'function': {
        const path = value.fn?.pkg.path ?? value.object?.pkg?.path;
        // A function that closes or sends on a channel may wake somebody, wherever it lies.
        if ((path !== undefined && this.#isOfInterest(path)) || (value.fn !== undefined && this.#signals(value.fn)))
          this.#found();
        return;
      }
      case 'bound':
        if (value.method.pkg !== undefined && this.#isOfInterest(value.method.pkg.path)) this.#found();
        else this.#value(value.receiver, depth);
        return;
      case 'data':
      case 'constant':
        this.#type(value.type);
        return;
      case 'pointer':
      case 'struct':
      case 'reference': {
        this.#type(value.as ?? value.object.type);
        if (this.#done || depth >= depthLimit) return;
        const { type } = value.object;
        const u = under(type);
        if (type.kind === 'Named' && type.obj.pkg !== undefined && this.#engine.isOpaquePackage(type.obj.pkg.path))
          return;
        if (u.kind === 'Struct') {
          for (const field of u.fields)
            if (mayHold(field.type)) this.node(this.#engine.contentNode(value.object, field.origin), depth + 1);
        } else if ((u.kind === 'Slice' || u.kind === 'Map' || u.kind === 'Array') && mayHold(u.elem))
          this.node(this.#engine.contentNode(value.object, 'element'), depth + 1);
        return;
      }
      default:
    }
  }

  #type(type: Type): void {
    let t = unalias(type);
    if (t.kind === 'Pointer') t = unalias(t.elem);
    if (t.kind === 'Named' && t.obj.pkg !== undefined && this.#isOfInterest(t.obj.pkg.path)) this.#found();
  }
}
