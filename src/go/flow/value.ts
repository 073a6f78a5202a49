// What can flow: abstract objects, functions, constants, and honest unknowns.
// An object stands for everything that one allocation site makes in one context (allocation-site abstraction with
// heap contexts: Milanova, Rountev, Ryder 2005). `any` objects stand for every value of a type that code outside
// the traced calls made. A struct inside another (a field by value, an array element) is a sub-object of it.

import type { Pos } from '#base/position.js';
import type { Node } from '#go/syntax/ast.js';
import type { ConstantValue } from '#go/types/constant.js';
import type { Func, Var } from '#go/types/object.js';
import type { Named, Type } from '#go/types/type.js';
import { typeKey } from '#go/types/type-key.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';

/** The pseudo-fields under which containers keep what is in them. */
export type Part = Var | 'element' | 'key' | 'pointee';

export interface AllocatedObject {
  readonly kind: 'allocated';
  readonly id: number;
  /** CompositeLit, CallExpr of new/make/append, or the declaring Ident of a variable. */
  readonly site: Node;
  readonly frame: Frame;
  /** The type of what is allocated, not of the pointer to it. */
  readonly type: Type;
}

/** A variable with a storage of its own (address taken, or partly stored to), or a package-level one. */
export interface VariableObject {
  readonly kind: 'variable';
  readonly id: number;
  readonly variable: Var;
  /** Undefined for a package-level variable. */
  readonly frame: Frame | undefined;
  readonly type: Type;
}

export interface AnyObject {
  readonly kind: 'any';
  readonly id: number;
  /** Stands in for what the trace has no object for: what is stored to it is stored to no other object. */
  readonly isStandIn: boolean;
  /** Stands in for a receiver to which nothing flows: nothing is known to be in it. */
  readonly isEmpty: boolean;
  /** What an unknown value was found to be: what is in it is as little known. */
  readonly from: UnknownValue | undefined;
  readonly type: Named;
}

export interface SubObject {
  readonly kind: 'sub';
  readonly id: number;
  readonly parent: AbstractObject;
  readonly part: Part;
  readonly type: Type;
}

export type AbstractObject = AllocatedObject | VariableObject | AnyObject | SubObject;

/** `pointer`: its address. `struct`: itself, a struct or array. `reference`: a map, slice or channel. */
export interface ObjectValue {
  readonly kind: 'pointer' | 'struct' | 'reference';
  readonly id: number;
  readonly object: AbstractObject;
  /** The dynamic type when it differs from the object's (a conversion between named types). */
  readonly as: Type | undefined;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly id: number;
  readonly fn: Fn | undefined;
  /** For functions without a `Fn` (no source). */
  readonly object: Func | undefined;
  /** The frame in which a literal was evaluated. */
  readonly captured: Frame | undefined;
  /** A method expression `T.M`: the receiver is the first argument. */
  readonly isMethodExpression: boolean;
  readonly as: Type | undefined;
}

/** A method value `x.M`: the method and the receiver it was bound to. */
export interface BoundValue {
  readonly kind: 'bound';
  readonly id: number;
  readonly method: Func;
  readonly receiver: Value;
  /** The embedded fields between the receiver's type and the method's. */
  readonly as: Type | undefined;
}

/** A value of a type that holds no references, or whose content does not matter: only its dynamic type is known. */
export interface DataValue {
  readonly kind: 'data';
  readonly id: number;
  readonly type: Type;
}

export interface ConstantDataValue {
  readonly kind: 'constant';
  readonly id: number;
  readonly type: Type;
  readonly value: ConstantValue;
}

/** What the analysis cannot see, with the reason. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly id: number;
  readonly reason: UnknownReason;
  /** One sentence. */
  readonly text: string;
  readonly pos: Pos;
  /** An interface that it implements, whatever it is: it was held as one. */
  readonly bound: Type | undefined;
  /** Handed out by what a caller outside of the program chose: what is in it is as little known, whatever its type. */
  readonly isForeign: boolean;
}

export type UnknownReason =
  | 'external-caller'
  | 'no-body'
  | 'no-source'
  | 'reflection'
  | 'unsafe'
  | 'cgo'
  | 'budget'
  | 'unresolved';

export type Value = ObjectValue | FunctionValue | BoundValue | DataValue | ConstantDataValue | UnknownValue;

/** Makes each value and object once, so that identity is equality. */
export class Values {
  readonly #objects = new Map<string, AbstractObject>();
  readonly #values = new Map<string, Value>();
  readonly #ids = new Map<object, number>();

  #id(of: object | undefined): number {
    if (of === undefined) return 0;
    let id = this.#ids.get(of);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(of, id);
    }
    return id;
  }

  #object<T extends AbstractObject>(key: string, make: (id: number) => T): T {
    const known = this.#objects.get(key);
    if (known !== undefined) return known as T;
    const made = make(this.#objects.size + 1);
    this.#objects.set(key, made);
    return made;
  }

  #value<T extends Value>(key: string, make: (id: number) => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) return known as T;
    const made = make(this.#values.size + 1);
    this.#values.set(key, made);
    return made;
  }

  allocated(site: Node, frame: Frame, type: Type): AllocatedObject {
    return this.#object(`a${this.#id(site)}.${frame.heapKey}`, (id) => ({ kind: 'allocated', id, site, frame, type }));
  }

  variable(variable: Var, frame: Frame | undefined): VariableObject {
    return this.#object(`v${this.#id(variable)}.${frame?.heapKey ?? ''}`, (id) => ({
      kind: 'variable',
      id,
      variable,
      frame,
      type: variable.type,
    }));
  }

  any(type: Named): AnyObject {
    const { origin } = type;
    return this.#object(`y${this.#id(origin.obj)}`, (id) => ({
      kind: 'any',
      id,
      isStandIn: false,
      isEmpty: false,
      from: undefined,
      type: origin,
    }));
  }

  standIn(type: Named, isEmpty = false): AnyObject {
    const { origin } = type;
    return this.#object(`${isEmpty ? 'n' : 'z'}${this.#id(origin.obj)}`, (id) => ({
      kind: 'any',
      id,
      isStandIn: true,
      isEmpty,
      from: undefined,
      type: origin,
    }));
  }

  /** What an unknown value was found to be. */
  found(type: Named, from: UnknownValue): AnyObject {
    const { origin } = type;
    return this.#object(`w${this.#id(origin.obj)}.${from.id}`, (id) => ({
      kind: 'any',
      id,
      isStandIn: true,
      isEmpty: false,
      from,
      type: origin,
    }));
  }

  sub(parent: AbstractObject, part: Part, type: Type): SubObject {
    return this.#object(`s${parent.id}.${typeof part === 'string' ? part : this.#id(part.origin)}`, (id) => ({
      kind: 'sub',
      id,
      parent,
      part,
      type,
    }));
  }

  object(kind: ObjectValue['kind'], object: AbstractObject, as?: Type): ObjectValue {
    return this.#value(`${kind}${object.id}.${this.#id(as)}`, (id) => ({ kind, id, object, as }));
  }

  function(
    fn: Fn | undefined,
    object: Func | undefined,
    captured: Frame | undefined,
    isMethodExpression = false,
    as?: Type,
  ): FunctionValue {
    return this.#value(
      `f${fn === undefined ? `o${this.#id(object)}` : fn.id}.${captured?.id ?? ''}.${isMethodExpression ? 1 : 0}.${this.#id(as)}`,
      (id) => ({
        kind: 'function',
        id,
        fn,
        object,
        captured,
        isMethodExpression,
        as,
      }),
    );
  }

  bound(method: Func, receiver: Value, as?: Type): BoundValue {
    return this.#value(`b${this.#id(method)}.${receiver.id}.${this.#id(as)}`, (id) => ({
      kind: 'bound',
      id,
      method,
      receiver,
      as,
    }));
  }

  data(type: Type, key: object): DataValue {
    return this.#value(`d${this.#id(key)}`, (id) => ({ kind: 'data', id, type }));
  }

  constant(type: Type, value: ConstantValue, key: string): ConstantDataValue {
    return this.#value(`c${key}`, (id) => ({ kind: 'constant', id, type, value }));
  }

  unknown(reason: UnknownReason, text: string, pos: Pos, bound?: Type, isForeign = false): UnknownValue {
    const key = `u${isForeign ? 'f' : ''}${pos}.${text}${bound === undefined ? '' : `.${typeKey(bound)}`}`;
    return this.#value(key, (id) => ({ kind: 'unknown', id, reason, text, pos, bound, isForeign }));
  }
}

/** What is got out of something unknown: as little known, and no longer held as the same interface. */
export function outOf(values: Values, value: UnknownValue): UnknownValue {
  return value.bound === undefined
    ? value
    : values.unknown(value.reason, value.text, value.pos, undefined, value.isForeign);
}

/** What an unknown function or a method of an unknown object returns. */
export function handedOutBy(values: Values, value: UnknownValue): UnknownValue {
  return value.reason === 'external-caller'
    ? values.unknown(value.reason, value.text, value.pos, undefined, true)
    : outOf(values, value);
}

/** The allocation, variable or type at the root of a chain of sub-objects. */
export function rootOf(object: AbstractObject): Exclude<AbstractObject, SubObject> {
  let root = object;
  while (root.kind === 'sub') root = root.parent;
  return root;
}

/**
 * Whether what is stored to `stored` can be stored to `loaded`. `any` of a type can be every object of that type: what is
 * known to be allocated in the traced calls too, because it may have come back through the heap.
 */
export function mayAlias(stored: AbstractObject, loaded: AbstractObject): boolean {
  if (stored === loaded) return true;
  if (stored.kind === 'any') return !stored.isStandIn && isOfType(loaded, stored);
  if (loaded.kind === 'any') return isOfType(stored, loaded);
  if (stored.kind === 'sub' && loaded.kind === 'sub')
    return stored.part === loaded.part && mayAlias(stored.parent, loaded.parent);
  return stored.kind === 'allocated' && loaded.kind === 'allocated' && isMadeByAnyCall(stored, loaded);
}

/**
 * Whether two objects are made at one place outside the trace, and one of them by a call of which nothing is known: that may
 * be the call that made the other.
 */
function isMadeByAnyCall(a: AllocatedObject, b: AllocatedObject): boolean {
  return a.site === b.site && a.frame.isOutside && b.frame.isOutside && (a.frame.isOpen || b.frame.isOpen);
}

function isOfType(object: AbstractObject, any: AnyObject): boolean {
  const { type } = object;
  if (type.kind === 'Alias') return isOfType({ ...object, type: type.rhs } as AbstractObject, any);
  return type.kind === 'Named' && type.origin.obj === any.type.obj;
}
