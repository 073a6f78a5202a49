// Putting type arguments in for type parameters, and instances of generic types, as go/types' subst and instantiate.
// The two are one: a substitution makes instances, and an instance is substituted when it is first looked into.
// Unchanged types are shared. An instance exists once for each spelling of its type arguments; one that lies too deep
// in its own type arguments (`type T[P any] struct { f *T[T[P]] }`) has an underlying type that is Unknown.

import { Func, Var } from './object.js';
import { maxNesting, maxSpelling, setInstanceDepth, spellingOf } from './spelling-key.js';
import {
  Alias,
  type Interface,
  Named,
  newArray,
  newChan,
  newInterface,
  newMap,
  newPointer,
  newSignature,
  newSlice,
  newStruct,
  newTuple,
  newUnion,
  type Signature,
  type Tuple,
  type Type,
  type TypeParam,
  unalias,
  unknown,
} from './type.js';

/** A mapping of type parameters to types; keeps what it has already substituted. */
export class Substitution {
  readonly #map = new Map<TypeParam, Type>();
  readonly #done = new Map<Type, Type>();

  /** Type parameters without an argument (a shorter list, or undefined in it) stay. */
  constructor(typeParams: readonly TypeParam[], typeArgs: readonly (Type | undefined)[]) {
    typeParams.forEach((param, i) => {
      const arg = typeArgs[i];
      if (arg !== undefined && arg !== param) this.#map.set(param, arg);
    });
  }

  /** Whether nothing would change. */
  get isEmpty(): boolean {
    return this.#map.size === 0;
  }

  type(t: Type): Type {
    if (this.#map.size === 0 || t.kind === 'Basic') return t;
    if (t.kind === 'TypeParam') return this.#map.get(t) ?? t;
    let result = this.#done.get(t);
    if (result === undefined) {
      result = this.#substitute(t);
      this.#done.set(t, result);
    }
    return result;
  }

  tuple(t: Tuple): Tuple {
    const vars = this.#list(t.vars, (v) => this.#variable(v));
    return vars === t.vars ? t : newTuple(vars);
  }

  /** Parameters and results; the receiver and the declared type parameters stay. */
  signature(t: Signature): Signature {
    const params = this.tuple(t.params);
    const results = this.tuple(t.results);
    return params === t.params && results === t.results ? t : newSignature({ ...t, params, results });
  }

  #substitute(t: Exclude<Type, TypeParam>): Type {
    switch (t.kind) {
      case 'Basic':
      case 'Unknown':
        return t;
      case 'Array': {
        const elem = this.type(t.elem);
        return elem === t.elem ? t : newArray(t.length, elem);
      }
      case 'Slice': {
        const elem = this.type(t.elem);
        return elem === t.elem ? t : newSlice(elem);
      }
      case 'Pointer': {
        const elem = this.type(t.elem);
        return elem === t.elem ? t : newPointer(elem);
      }
      case 'Chan': {
        const elem = this.type(t.elem);
        return elem === t.elem ? t : newChan(t.dir, elem);
      }
      case 'Map': {
        const key = this.type(t.key);
        const elem = this.type(t.elem);
        return key === t.key && elem === t.elem ? t : newMap(key, elem);
      }
      case 'Tuple':
        return this.tuple(t);
      case 'Signature':
        return this.signature(t);
      case 'Struct': {
        const fields = this.#list(t.fields, (field) => this.#variable(field));
        return fields === t.fields ? t : newStruct(fields, t.tags);
      }
      case 'Union': {
        const terms = this.#list(t.terms, (term) => {
          const type = this.type(term.type);
          return type === term.type ? term : { tilde: term.tilde, type };
        });
        return terms === t.terms ? t : newUnion(terms);
      }
      case 'Interface':
        return this.#interface(t);
      case 'Named': {
        if (t.typeArgs.length === 0) return t;
        const typeArgs = this.#list(t.typeArgs, (arg) => this.type(arg));
        return typeArgs === t.typeArgs ? t : namedInstance(t.origin, typeArgs);
      }
      case 'Alias': {
        if (t.typeArgs.length === 0) return t;
        const typeArgs = this.#list(t.typeArgs, (arg) => this.type(arg));
        return typeArgs === t.typeArgs ? t : aliasInstance(t.origin, typeArgs);
      }
    }
  }

  #interface(t: Interface): Interface {
    const methods = this.#list(t.methods, (method) => {
      const signature = this.signature(method.type);
      return signature === method.type ? method : cloneMethod(method, () => signature);
    });
    const embeddeds = this.#list(t.embeddeds, (embedded) => this.type(embedded));
    if (methods === t.methods && embeddeds === t.embeddeds) return t;
    const copy: Interface = newInterface(
      methods.map((method) => withReceiver(method, t, () => copy)),
      embeddeds,
      t.implicit,
    );
    return copy;
  }

  #variable(v: Var): Var {
    const before = v.type;
    const type = this.type(before);
    return type === before ? v : cloneVar(v, () => type);
  }

  #list<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
    let changed: T[] | undefined;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (item === undefined) continue;
      const result = change(item);
      if (result === item) continue;
      changed ??= list.slice();
      changed[i] = result;
    }
    return changed ?? list;
  }
}

function cloneVar(v: Var, type: () => Type): Var {
  return new Var(v.name, v.pkg, v.pos, v.role, type, { embedded: v.embedded, unit: v.unit, origin: v.origin });
}

function cloneMethod(method: Func, signature: () => Signature): Func {
  return new Func(method.name, method.pkg, method.pos, signature, {
    unit: method.unit,
    origin: method.origin,
    isInterfaceMethod: method.isInterfaceMethod,
  });
}

/** The method with the receiver type `from` replaced, lazily. */
function withReceiver(method: Func, from: Type, to: () => Type): Func {
  return cloneMethod(method, () => {
    const signature = method.type;
    const { recv } = signature;
    if (recv === undefined || recv.type !== from) return signature;
    return newSignature({ ...signature, recv: cloneVar(recv, to) });
  });
}

/** `type` with `typeArgs` for `typeParams`. */
export function substitute(
  type: Type,
  typeParams: readonly TypeParam[],
  typeArgs: readonly (Type | undefined)[],
): Type {
  return new Substitution(typeParams, typeArgs).type(type);
}

// ---- Instances -------------------------------------------------------------------------------------------

const namedInstances = new WeakMap<Named, Map<string, Named>>();
const aliasInstances = new WeakMap<Alias, Map<string, Alias>>();

/** The one instance for this spelling of type arguments. */
export function namedInstance(generic: Named, typeArgs: readonly Type[]): Named {
  const { origin } = generic;
  let instances = namedInstances.get(origin);
  if (instances === undefined) namedInstances.set(origin, (instances = new Map()));
  const { key, depth } = spellingOf(typeArgs);
  const known = instances.get(key);
  if (known !== undefined) return known;

  const isTooDeep = depth > maxNesting || key.length > maxSpelling;
  const instance: Named = new Named(origin.obj, origin, typeArgs, {
    underlying: () => {
      if (isTooDeep) return unknown(`the type ${origin.obj.name} is nested in its own type arguments without end`);
      const { typeParams } = origin;
      if (typeParams.length !== typeArgs.length) {
        return unknown(`${origin.obj.name} has ${typeParams.length} type parameters, not ${typeArgs.length}`);
      }
      return expandUnderlying(instance, new Substitution(typeParams, typeArgs));
    },
    typeParams: () => [],
    methods: () =>
      isTooDeep ? [] : origin.methods.map((method) => cloneMethod(method, () => expandMethod(method, instance))),
  });
  setInstanceDepth(instance, depth);
  instances.set(key, instance);
  return instance;
}

/** Fields and methods of the outermost literal are substituted one by one, when they are asked for. */
function expandUnderlying(instance: Named, substitution: Substitution): Type {
  const { origin } = instance;
  const t = origin.underlying;
  if (t.kind === 'Struct') {
    if (substitution.isEmpty) return t;
    return newStruct(
      t.fields.map((field) => cloneVar(field, () => substitution.type(field.type))),
      t.tags,
    );
  }
  if (t.kind === 'Interface') {
    if (t.methods.length === 0 && t.embeddeds.length === 0) return t;
    const methods = t.methods.map((method) =>
      cloneMethod(method, () => {
        const signature = substitution.signature(method.type);
        const { recv } = signature;
        const isOwn = recv !== undefined && (recv.type === origin || recv.type === t);
        return isOwn ? newSignature({ ...signature, recv: cloneVar(recv, () => instance) }) : signature;
      }),
    );
    return newInterface(
      methods,
      t.embeddeds.map((embedded) => substitution.type(embedded)),
      t.implicit,
    );
  }
  return substitution.type(t);
}

/** A declared method's receiver has type parameters of its own, by position those of the type. */
function expandMethod(method: Func, instance: Named): Signature {
  const signature = method.type;
  const { recv, recvTypeParams } = signature;
  const substituted = new Substitution(recvTypeParams, instance.typeArgs).signature(signature);
  if (recv === undefined) return substituted;
  const isPointer = unalias(recv.type).kind === 'Pointer';
  const receiver = cloneVar(recv, () => (isPointer ? newPointer(instance) : instance));
  return newSignature({ ...substituted, recv: receiver });
}

/** The one instance for this spelling of type arguments. */
export function aliasInstance(generic: Alias, typeArgs: readonly Type[]): Alias {
  const { origin } = generic;
  let instances = aliasInstances.get(origin);
  if (instances === undefined) aliasInstances.set(origin, (instances = new Map()));
  const { key, depth } = spellingOf(typeArgs);
  const known = instances.get(key);
  if (known !== undefined) return known;
  const instance = new Alias(origin.obj, origin, typeArgs, {
    rhs: () => {
      if (depth > maxNesting || key.length > maxSpelling) {
        return unknown(`the alias ${origin.obj.name} is nested in its own type arguments without end`);
      }
      const { typeParams } = origin;
      if (typeParams.length !== typeArgs.length) {
        return unknown(`${origin.obj.name} has ${typeParams.length} type parameters, not ${typeArgs.length}`);
      }
      return substitute(origin.rhs, typeParams, typeArgs);
    },
    typeParams: () => [],
  });
  setInstanceDepth(instance, depth);
  instances.set(key, instance);
  return instance;
}
