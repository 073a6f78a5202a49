// What can flow: objects by the place that makes them, functions, bound methods, and values of which only the type
// matters. A struct, and a pointer to it, have the object as identity and the type in which they are held.

import type { Fn } from '#go/flow/function.js';
import type { Func } from '#go/types/object.js';
import { newPointer, type Type, unalias } from '#go/types/type.js';
import { typeKey } from '#go/types/type-key.js';
import type { Frame } from './frame.js';
import type { NodeId } from './solver.js';

/** A part of an object: a field by name, or the elements or keys of a container. */
export type Part = string;

export const elementPart: Part = '[]';
export const keyPart: Part = '[key]';

/** What a container of the runtime keeps behind memory that is not looked into, and by which keys. */
export const keptPart: Part = '[kept]';
export const keptKeyPart: Part = '[kept key]';

/**
 * `alloc`: made at a place in the source. `sub`: a struct or array held by value in another object. `cell`: the storage
 * of a variable or field that is no struct, to which a pointer points. `any`: all objects of a type, where it is not
 * known which.
 */
export interface AbstractObject {
  readonly id: number;
  readonly kind: 'alloc' | 'sub' | 'cell' | 'any';
  readonly type: Type;
  /** How many contexts deep the code is that makes it. */
  readonly depth: number;
  readonly parts: Map<Part, NodeId>;
  readonly values: Map<Type, Value>;
}

export type Value =
  | { readonly kind: 'object'; readonly id: number; readonly object: AbstractObject; readonly type: Type }
  | {
      readonly kind: 'function';
      readonly id: number;
      readonly object: Func | undefined;
      readonly fn: Fn | undefined;
      readonly captured: Frame | undefined;
      readonly type: Type;
    }
  | {
      readonly kind: 'bound';
      readonly id: number;
      readonly method: Func;
      readonly receiver: Value;
      readonly type: Type;
    }
  | { readonly kind: 'expression'; readonly id: number; readonly method: Func; readonly type: Type }
  | { readonly kind: 'data'; readonly id: number; readonly type: Type };

export type ObjectValue = Extract<Value, { kind: 'object' }>;

/** Makes values, each once. */
export class Values {
  #objects = 0;
  #values = 0;
  readonly #canonical = new Map<string, Type>();
  readonly #known = new WeakMap<Type, Type>();
  readonly #data = new Map<Type, Value>();
  readonly #functions = new Map<object, Map<Frame | undefined, Map<Type, Value>>>();
  readonly #bound = new Map<Func, Map<Value, Map<Type, Value>>>();
  readonly #expressions = new Map<Func, Map<Type, Value>>();
  readonly #any = new Map<Type, AbstractObject>();
  readonly #wide = new Map<Value, Value>();
  /** Types of which objects were taken together where very many met. */
  readonly crowded = new Set<Type>();
  readonly #retyped = new WeakMap<Type, (value: Value) => Value>();

  /** One type object for all identical types. */
  canonical(type: Type): Type {
    const t = unalias(type);
    let known = this.#known.get(t);
    if (known !== undefined) return known;
    if (t.kind === 'Named' && t.typeArgs.length === 0) known = t;
    else {
      const key = typeKey(t);
      known = this.#canonical.get(key);
      if (known === undefined) {
        known = t;
        this.#canonical.set(key, t);
      }
    }
    this.#known.set(t, known);
    return known;
  }

  newObject(kind: AbstractObject['kind'], type: Type, depth: number): AbstractObject {
    return { id: ++this.#objects, kind, type, depth, parts: new Map(), values: new Map() };
  }

  /** The object that stands for all of a type. */
  any(type: Type): AbstractObject {
    const t = this.canonical(type);
    let object = this.#any.get(t);
    if (object === undefined) {
      object = this.newObject('any', t, 0);
      this.#any.set(t, object);
    }
    return object;
  }

  /** Whether the object that stands for all of a type is in use. */
  hasAny(type: Type): boolean {
    return this.#any.has(this.canonical(type));
  }

  object(object: AbstractObject, type: Type): Value {
    const t = this.canonical(type);
    let value = object.values.get(t);
    if (value === undefined) {
      value = { kind: 'object', id: ++this.#values, object, type: t };
      object.values.set(t, value);
    }
    return value;
  }

  pointer(object: AbstractObject): Value {
    return this.object(object, newPointer(object.type));
  }

  /** For an object of a named struct type the one that stands for all of the type. */
  widened(value: Value): Value {
    if (value.kind !== 'object' || value.object.kind === 'any') return value;
    let wide = this.#wide.get(value);
    if (wide === undefined) {
      const { type } = value.object;
      wide = type.kind === 'Named' ? this.object(this.any(type.origin), value.type) : value;
      if (type.kind === 'Named') this.crowded.add(this.canonical(type.origin));
      this.#wide.set(value, wide);
    }
    return wide;
  }

  data(type: Type): Value {
    const t = this.canonical(type);
    let value = this.#data.get(t);
    if (value === undefined) {
      value = { kind: 'data', id: ++this.#values, type: t };
      this.#data.set(t, value);
    }
    return value;
  }

  /** `key` is the function itself: its `Fn`, or its object where there is no source. */
  function(key: object, object: Func | undefined, fn: Fn | undefined, captured: Frame | undefined, type: Type): Value {
    const t = this.canonical(type);
    let byFrame = this.#functions.get(key);
    if (byFrame === undefined) this.#functions.set(key, (byFrame = new Map()));
    let byType = byFrame.get(captured);
    if (byType === undefined) byFrame.set(captured, (byType = new Map()));
    let value = byType.get(t);
    if (value === undefined) {
      value = { kind: 'function', id: ++this.#values, object, fn, captured, type: t };
      byType.set(t, value);
    }
    return value;
  }

  bound(method: Func, receiver: Value, type: Type): Value {
    const t = this.canonical(type);
    let byReceiver = this.#bound.get(method);
    if (byReceiver === undefined) this.#bound.set(method, (byReceiver = new Map()));
    let byType = byReceiver.get(receiver);
    if (byType === undefined) byReceiver.set(receiver, (byType = new Map()));
    let value = byType.get(t);
    if (value === undefined) {
      value = { kind: 'bound', id: ++this.#values, method, receiver, type: t };
      byType.set(t, value);
    }
    return value;
  }

  expression(method: Func, type: Type): Value {
    const t = this.canonical(type);
    let byType = this.#expressions.get(method);
    if (byType === undefined) this.#expressions.set(method, (byType = new Map()));
    let value = byType.get(t);
    if (value === undefined) {
      value = { kind: 'expression', id: ++this.#values, method, type: t };
      byType.set(t, value);
    }
    return value;
  }

  /** The value as one of another type: converted, dereferenced, or put into an interface with that dynamic type. */
  retype(value: Value, type: Type): Value {
    const t = this.canonical(type);
    if (value.type === t) return value;
    switch (value.kind) {
      case 'object':
        return this.object(value.object, t);
      case 'function':
        return this.function(value.fn ?? value.object ?? value, value.object, value.fn, value.captured, t);
      case 'bound':
        return this.bound(value.method, value.receiver, t);
      case 'expression':
        return this.expression(value.method, t);
      case 'data':
        return this.data(t);
    }
  }

  /** `retype` to one type, as a transfer; the same function for the same type. */
  retyping(type: Type): (value: Value) => Value {
    const t = this.canonical(type);
    let transfer = this.#retyped.get(t);
    if (transfer === undefined) {
      transfer = (value) => this.retype(value, t);
      this.#retyped.set(t, transfer);
    }
    return transfer;
  }
}
