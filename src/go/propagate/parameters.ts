// The nodes of what goes into a function and comes out of it.

import { carries } from './carries.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import { type NodeId, nothing, silent } from './solver.js';

/** What the index-th parameter holds; -1 is the receiver. */
export function paramNode(engine: Engine, frame: Frame, index: number): NodeId {
  const known = index === -1 ? frame.recv : frame.params[index];
  if (known !== undefined) return known;
  const { fn } = frame;
  const type = index === -1 ? fn.object?.type.recv?.type : fn.signature?.params.vars[index]?.type;
  const node = type !== undefined && !carries(type) ? nothing : engine.solver.newNode();
  if (index === -1) frame.recv = node;
  else frame.params[index] = node;
  return node;
}

export function resultNode(engine: Engine, frame: Frame, index: number): NodeId {
  const known = frame.results[index];
  if (known !== undefined) return known;
  const type = frame.fn.signature?.results.vars[index]?.type;
  const node = type === undefined || !carries(type) ? nothing : engine.solver.newNode();
  frame.results[index] = node;
  return node;
}

/** Calls a function value that the runtime calls, with what it hands over. */
export function callFromOutside(engine: Engine, node: NodeId, args: readonly NodeId[]): void {
  engine.solver.listen(node, (value) => {
    if (value.kind === 'function' && value.fn?.body !== undefined) {
      const frame = engine.frameOf(value.fn, value.captured);
      engine.reach(frame);
      args.forEach((arg, index) => engine.solver.connect(arg, paramNode(engine, frame, index), silent));
    } else if (value.kind === 'bound') {
      const fn = engine.fnOf(value.method);
      if (fn?.body === undefined) return;
      const frame = engine.frameOf(fn);
      engine.reach(frame);
      engine.solver.pass(node, value, paramNode(engine, frame, -1), value.receiver, silent);
      args.forEach((arg, index) => engine.solver.connect(arg, paramNode(engine, frame, index), silent));
    }
  });
}
