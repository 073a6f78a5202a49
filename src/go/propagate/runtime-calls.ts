// Functions whose work is not in Go source, or is there only as arithmetic on memory: what they do with the values that
// they are given. From the documentation of the packages named.

import { isInterface } from '#go/flow/type-shape.js';
import type { Func } from '#go/types/object.js';
import { typeString } from '#go/types/type-string.js';

import { assertionTo } from './assertion.js';
import type { Engine } from './engine.js';
import { contentNode, loadPart, storePart } from './heap.js';
import { callFromOutside, paramNode } from './parameters.js';
import { type NodeId, nothing, silent } from './solver.js';
import { elementPart, keptKeyPart, keptPart, type Part } from './value.js';

interface RuntimeModel {
  /** Calls this argument with these. */
  readonly calls?: { readonly fun: number; readonly args: readonly number[] };
  /** Keeps these arguments in parts of the receiver. */
  readonly stores?: readonly (readonly [number, Part])[];
  /** Gives back what parts of the receiver hold. */
  readonly loads?: readonly (readonly [number, Part])[];
  /** Calls this argument with what the receiver holds. */
  readonly visits?: number;
  /** Gives back this argument, or a copy of it that holds the same. */
  readonly returns?: number;
  /** Sets what one argument points to to another, as the function itself has it in the end, if it may be of that type. */
  readonly sets?: { readonly target: number; readonly value: number };
}

const store: RuntimeModel = { stores: [[0, keptPart]] };
const load: RuntimeModel = { loads: [[0, keptPart]] };
const swap: RuntimeModel = { ...store, ...load };

/**
 * time.newTimer: "when it fires, f is called with arg"; runtime.SetFinalizer: "it calls finalizer with obj";
 * runtime.AddCleanup: "cleanup(arg) will run"; sync/atomic: "Load returns the value set by the most recent Store";
 * sync.Pool: "Get selects an arbitrary item"; sync.Map: "Load returns the value stored in the map for a key"; maps.Clone:
 * "a shallow clone"; errors.As: "finds the first error in err's tree that matches target, and if one is found, sets target to
 * that error value", which errors.as does by reflection.
 */
const models: ReadonlyMap<string, RuntimeModel> = new Map<string, RuntimeModel>([
  ['time.newTimer', { calls: { fun: 2, args: [3] } }],
  ['runtime.SetFinalizer', { calls: { fun: 1, args: [0] } }],
  ['runtime.AddCleanup', { calls: { fun: 1, args: [2] } }],
  ['(*sync/atomic.Value).Store', store],
  ['(*sync/atomic.Value).Load', load],
  ['(*sync/atomic.Value).Swap', swap],
  ['(*sync/atomic.Value).CompareAndSwap', { stores: [[1, keptPart]] }],
  ['(*sync/atomic.Pointer[T]).Store', store],
  ['(*sync/atomic.Pointer[T]).Load', load],
  ['(*sync/atomic.Pointer[T]).Swap', swap],
  ['(*sync/atomic.Pointer[T]).CompareAndSwap', { stores: [[1, keptPart]] }],
  ['(*sync.Pool).Put', store],
  ['(*sync.Pool).Get', load],
  [
    '(*sync.Map).Store',
    {
      stores: [
        [0, keptKeyPart],
        [1, keptPart],
      ],
    },
  ],
  [
    '(*sync.Map).LoadOrStore',
    {
      stores: [
        [0, keptKeyPart],
        [1, keptPart],
      ],
      loads: [[0, keptPart]],
    },
  ],
  [
    '(*sync.Map).Swap',
    {
      stores: [
        [0, keptKeyPart],
        [1, keptPart],
      ],
      loads: [[0, keptPart]],
    },
  ],
  ['(*sync.Map).CompareAndSwap', { stores: [[2, keptPart]] }],
  ['(*sync.Map).Load', load],
  ['(*sync.Map).LoadAndDelete', load],
  ['(*sync.Map).Range', { visits: 0 }],
  ['maps.clone', { returns: 0 }],
  ['errors.as', { sets: { target: 1, value: 0 } }],
]);

const packages: ReadonlySet<string> = new Set(['time', 'runtime', 'sync', 'sync/atomic', 'maps', 'errors']);
const known = new WeakMap<Func, RuntimeModel | null>();

/** Lets a call of such a function have its effect; others have none. */
export function runtimeCall(
  engine: Engine,
  callee: Func | undefined,
  args: readonly NodeId[],
  receiver: NodeId,
  result: (index: number) => NodeId,
): void {
  const object = callee?.origin;
  if (object?.pkg?.path === 'reflect' && object.name === 'ValueOf' && args[0] !== undefined)
    engine.solver.connect(args[0], engine.reflected, silent);
  if (object?.pkg === undefined || !packages.has(object.pkg.path)) return;
  let model = known.get(object);
  if (model === undefined) known.set(object, (model = models.get(nameOf(object)) ?? null));
  if (model === null) return;
  const { calls, stores, loads, visits, returns, sets } = model;
  if (calls !== undefined)
    callFromOutside(
      engine,
      args[calls.fun] ?? nothing,
      calls.args.map((index) => args[index] ?? nothing),
    );
  for (const [index, part] of stores ?? []) storePart(engine, receiver, part, args[index] ?? nothing, silent);
  const kept = (part: Part): NodeId => loadPart(engine, receiver, part, engine.anyInterface, silent);
  for (const [index, part] of loads ?? []) engine.solver.connect(kept(part), result(index), silent);
  if (returns !== undefined) engine.solver.connect(args[returns] ?? nothing, result(0), silent);
  const fn = sets === undefined ? undefined : engine.fnOf(object);
  if (sets !== undefined && fn !== undefined)
    setPointee(engine, args[sets.target] ?? nothing, paramNode(engine, engine.frameOf(fn), sets.value));
  if (visits !== undefined) callFromOutside(engine, args[visits] ?? nothing, [kept(keptKeyPart), kept(keptPart)]);
}

/**
 * Puts what may be of its type where a pointer points to. Where that is a pointer itself, only if nothing else comes there: in
 * what it leads to, all errors of a program would meet.
 */
function setPointee(engine: Engine, pointer: NodeId, from: NodeId): void {
  const { solver } = engine;
  solver.listen(pointer, (value) => {
    if (value.kind !== 'object' || value.object.kind !== 'cell') return;
    const { type } = value.object;
    const node = contentNode(engine, value.object, elementPart);
    const set = (): void => solver.connect(from, node, silent, assertionTo(engine, type));
    if (isInterface(type)) set();
    else if (node !== nothing) engine.fallbacks[1].push({ node, give: set });
  });
}

function nameOf(object: Func): string {
  const recv = object.type.recv;
  return recv === undefined ? `${object.pkg?.path ?? ''}.${object.name}` : `(${typeString(recv.type)}).${object.name}`;
}
