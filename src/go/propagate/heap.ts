// What parts of objects hold. A part has a node, made when it is first asked for. An object that stands for all of a
// type has what any object of the type has, and what was stored where it was not known to which.

import { noPos } from '#base/position.js';
import { elementType, isStructLike } from '#go/flow/type-shape.js';
import type { Type } from '#go/types/type.js';
import { under } from '#go/types/type.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import { type NodeId, nothing, type Step, silent, step } from './solver.js';
import {
  type AbstractObject,
  elementPart,
  keptKeyPart,
  keptPart,
  keyPart,
  type ObjectValue,
  type Part,
} from './value.js';

/** The type of a part, undefined if the object has no such part. */
export function partType(type: Type, part: Part): Type | undefined {
  if (part === elementPart) return elementType(type) ?? (under(type).kind === 'Struct' ? undefined : type);
  const u = under(type);
  if (part === keyPart) return u.kind === 'Map' ? u.key : undefined;
  if (u.kind !== 'Struct') return undefined;
  return u.fields.find((field) => field.name === part)?.type;
}

/** The node of what a part holds. */
export function contentNode(engine: Engine, object: AbstractObject, part: Part): NodeId {
  const known = object.parts.get(part);
  if (known !== undefined) return known;
  const isKept = part === keptPart || part === keptKeyPart;
  const type = isKept ? engine.anyInterface : partType(object.type, part);
  if (type === undefined || !carries(type)) {
    object.parts.set(part, nothing);
    return nothing;
  }
  const { solver, values } = engine;
  const node = solver.newNode();
  object.parts.set(part, node);
  if (isStructLike(type)) {
    const sub = values.newObject('sub', values.canonical(type), object.depth);
    solver.add(node, values.object(sub, type), silent);
  }
  shareWithType(engine, object, part, node);
  return node;
}

function shareWithType(engine: Engine, object: AbstractObject, part: Part, node: NodeId): void {
  const { solver, values, partsOfType } = engine;
  const type = values.canonical(originOf(object.type));
  let parts = partsOfType.get(type);
  if (parts === undefined) partsOfType.set(type, (parts = new Map()));
  const nodes = parts.get(part);
  if (object.kind === 'any') {
    for (const other of nodes ?? []) solver.connect(other, node, silent);
    // The first place is that of the object for all.
    if (nodes === undefined) parts.set(part, [node]);
    else nodes.unshift(node);
    return;
  }
  const stored = engine.storedToAny.get(type)?.get(part);
  if (stored !== undefined) solver.connect(stored, node, silent);
  const anyNode = values.hasAny(type) ? values.any(type).parts.get(part) : undefined;
  if (anyNode !== undefined) solver.connect(node, anyNode, silent);
  if (nodes === undefined) parts.set(part, [node]);
  else nodes.push(node);
}

/** The generic type of an instance: which instance an object is of is not told apart. */
export function originOf(type: Type): Type {
  return type.kind === 'Named' ? type.origin : type;
}

/** The object for all of a type, or of a generic type's instances. */
export function anyOf(engine: Engine, type: Type): AbstractObject {
  return engine.values.any(originOf(engine.values.canonical(type)));
}

/** What a part of the objects at `base` holds, loaded into a new node. */
export function loadPart(engine: Engine, base: NodeId, part: Part, type: Type, at: Step): NodeId {
  if (base === nothing || !carries(type)) return nothing;
  const { solver } = engine;
  const to = solver.newNode();
  solver.listen(base, (value) => {
    if (value.kind === 'object') solver.connect(contentNode(engine, value.object, part), to, at);
  });
  return to;
}

/** Puts what is at `from` into a part of the objects at `base`. */
export function storePart(engine: Engine, base: NodeId, part: Part, from: NodeId, at: Step): void {
  if (base === nothing || from === nothing) return;
  engine.solver.listen(base, (value) => {
    if (value.kind === 'object') engine.solver.connect(from, targetNode(engine, value.object, part), at);
  });
}

/**
 * Where a store to a part goes: for the object that stands for all of a type because very many met, to all of them. One
 * that stands where nothing came is of code that nothing calls, or of what no code that was looked at makes.
 */
function targetNode(engine: Engine, object: AbstractObject, part: Part): NodeId {
  const own = contentNode(engine, object, part);
  if (object.kind !== 'any' || own === nothing) return own;
  const key = engine.values.canonical(originOf(object.type));
  if (!engine.values.crowded.has(key)) return own;
  let targets = engine.storedToAny.get(key);
  if (targets === undefined) engine.storedToAny.set(key, (targets = new Map()));
  let node = targets.get(part);
  if (node === undefined) {
    node = engine.solver.newNode();
    targets.set(part, node);
    for (const each of engine.partsOfType.get(key)?.get(part) ?? []) engine.solver.connect(node, each, silent);
  }
  return node;
}

/** `*p = v` of a struct: every part of what is at `from` goes to the same part of what is at `base`. */
export function copyStruct(engine: Engine, base: NodeId, from: NodeId, type: Type, at: Step): void {
  const parts = partsOf(type);
  engine.solver.listen(base, (target) => {
    if (target.kind !== 'object') return;
    engine.solver.listen(from, (source) => {
      if (source.kind !== 'object' || source.object === target.object) return;
      for (const part of parts) {
        engine.solver.connect(contentNode(engine, source.object, part), contentNode(engine, target.object, part), at);
      }
    });
  });
}

function partsOf(type: Type): readonly Part[] {
  const u = under(type);
  if (u.kind === 'Array') return [elementPart];
  return u.kind === 'Struct' ? u.fields.filter((field) => carries(field.type)).map((field) => field.name) : [];
}

/** The storage behind a node, for a pointer to it. */
export function cellOf(engine: Engine, node: NodeId, type: Type): AbstractObject {
  let cell = engine.cells.get(node);
  if (cell === undefined) {
    cell = engine.values.newObject('cell', engine.values.canonical(type), 0);
    cell.parts.set(elementPart, node);
    engine.cells.set(node, cell);
  }
  return cell;
}

/** The value for a pointer or struct of which no object is known. */
export function fallbackValue(engine: Engine, type: Type): ObjectValue | undefined {
  const t = engine.values.canonical(type);
  const struct = t.kind === 'Pointer' ? t.elem : t;
  if (!isStructLike(struct)) return undefined;
  const value = engine.values.object(anyOf(engine, struct), t);
  return value.kind === 'object' ? value : undefined;
}

/** Where nothing has come to a pointer or struct when all else is known, any object of its type stands for it. */
export function neverEmpty(engine: Engine, node: NodeId, type: Type): void {
  if (node === nothing) return;
  engine.fallbacks[0].push({
    node,
    give: () => {
      const value = fallbackValue(engine, type);
      if (value !== undefined) engine.solver.add(node, value, step('assumption', noPos));
    },
  });
}
