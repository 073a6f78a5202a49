// Go's types, named after go/types. Identity is structural except for Named, Alias and TypeParam: compare with
// `identical`, never with `===`. Named types and aliases are resolved when they are first looked into.

import type { Func, TypeName, Var } from './object.js';

export type BasicKind =
  | 'invalid'
  | 'bool'
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'string'
  | 'unsafe.Pointer'
  | 'untyped bool'
  | 'untyped int'
  | 'untyped rune'
  | 'untyped float'
  | 'untyped complex'
  | 'untyped string'
  | 'untyped nil';

/** `byte` and `rune` are Basic with kind uint8 and int32 and their own name, as in go/types. */
export interface Basic {
  readonly kind: 'Basic';
  readonly basic: BasicKind;
  readonly name: string;
}
/** A type that is not known, with the reason; identical to nothing, assignable to and from everything. */
export interface Unknown {
  readonly kind: 'Unknown';
  readonly reason: string;
}
/** `length` is undefined when it is not known. */
export interface ArrayT {
  readonly kind: 'Array';
  readonly length: number | undefined;
  readonly elem: Type;
}
export interface Slice {
  readonly kind: 'Slice';
  readonly elem: Type;
}
export interface Pointer {
  readonly kind: 'Pointer';
  readonly elem: Type;
}
export interface MapT {
  readonly kind: 'Map';
  readonly key: Type;
  readonly elem: Type;
}
export interface Chan {
  readonly kind: 'Chan';
  readonly dir: 'send' | 'recv' | 'both';
  readonly elem: Type;
}
export interface Tuple {
  readonly kind: 'Tuple';
  readonly vars: readonly Var[];
}

/** Field types are resolved lazily through `Var.type`. */
export interface Struct {
  readonly kind: 'Struct';
  readonly fields: readonly Var[];
  readonly tags: readonly string[];
}

export interface Signature {
  readonly kind: 'Signature';
  readonly recv: Var | undefined;
  readonly typeParams: readonly TypeParam[];
  /** Type parameters of a method's receiver, `T` of `func (x *L[T]) m()`. */
  readonly recvTypeParams: readonly TypeParam[];
  readonly params: Tuple;
  readonly results: Tuple;
  readonly variadic: boolean;
}

/** `methods` are the explicit ones, `embeddeds` the embedded elements; the type set is computed elsewhere, once. */
export interface Interface {
  readonly kind: 'Interface';
  readonly methods: readonly Func[];
  readonly embeddeds: readonly Type[];
  /** Written as a constraint literal without `interface{}`. */
  readonly implicit: boolean;
}

export interface UnionTerm {
  readonly tilde: boolean;
  readonly type: Type;
}
export interface Union {
  readonly kind: 'Union';
  readonly terms: readonly UnionTerm[];
}

/**
 * A defined type or an instance of one. `underlying` and `methods` are computed on first use by the resolver that
 * whoever made it gave; a cycle that has no underlying type ends in Unknown.
 */
export class Named {
  readonly kind = 'Named';
  readonly obj: TypeName;
  /** Itself if this is no instance. */
  readonly origin: Named;
  readonly typeArgs: readonly Type[];
  readonly #resolve: NamedResolver;
  #underlying: Type | undefined;
  #typeParams: readonly TypeParam[] | undefined;
  #methods: readonly Func[] | undefined;
  #busy = false;

  constructor(obj: TypeName, origin: Named | undefined, typeArgs: readonly Type[], resolve: NamedResolver) {
    this.obj = obj;
    this.origin = origin ?? this;
    this.typeArgs = typeArgs;
    this.#resolve = resolve;
  }

  /** Never Named or Alias. */
  get underlying(): Type {
    if (this.#underlying === undefined) {
      if (this.#busy) return unknown(`the type ${this.obj.name} is defined by itself`);
      this.#busy = true;
      this.#underlying = this.#resolve.underlying(this);
      this.#busy = false;
    }
    return this.#underlying;
  }

  /** Of the origin; empty for a type that is not generic, and for an instance. */
  get typeParams(): readonly TypeParam[] {
    this.#typeParams ??= this.#resolve.typeParams(this);
    return this.#typeParams;
  }

  /** Declared methods in source order (of an instance: with the type arguments put in). */
  get methods(): readonly Func[] {
    this.#methods ??= this.#resolve.methods(this);
    return this.#methods;
  }
}

export interface NamedResolver {
  underlying(named: Named): Type;
  typeParams(named: Named): readonly TypeParam[];
  methods(named: Named): readonly Func[];
}

/** An alias declaration's type (an alias node, as with gotypesalias=1). `byte`, `rune` and `any`: byte and rune are Basic, `any` is an Alias. */
export class Alias {
  readonly kind = 'Alias';
  readonly obj: TypeName;
  readonly origin: Alias;
  readonly typeArgs: readonly Type[];
  readonly #resolve: AliasResolver;
  #rhs: Type | undefined;
  #typeParams: readonly TypeParam[] | undefined;
  #busy = false;

  constructor(obj: TypeName, origin: Alias | undefined, typeArgs: readonly Type[], resolve: AliasResolver) {
    this.obj = obj;
    this.origin = origin ?? this;
    this.typeArgs = typeArgs;
    this.#resolve = resolve;
  }

  get rhs(): Type {
    if (this.#rhs === undefined) {
      if (this.#busy) return unknown(`the alias ${this.obj.name} stands for itself`);
      this.#busy = true;
      this.#rhs = this.#resolve.rhs(this);
      this.#busy = false;
    }
    return this.#rhs;
  }

  get typeParams(): readonly TypeParam[] {
    this.#typeParams ??= this.#resolve.typeParams(this);
    return this.#typeParams;
  }
}

export interface AliasResolver {
  rhs(alias: Alias): Type;
  typeParams(alias: Alias): readonly TypeParam[];
}

export class TypeParam {
  readonly kind = 'TypeParam';
  readonly obj: TypeName;
  readonly index: number;
  readonly #constraint: () => Type;
  #bound: Type | undefined;
  #busy = false;

  constructor(obj: TypeName, index: number, constraint: () => Type) {
    this.obj = obj;
    this.index = index;
    this.#constraint = constraint;
  }

  /** The constraint as written (Named, Interface, or an implicit Interface around a union or type). */
  get constraint(): Type {
    if (this.#bound === undefined) {
      if (this.#busy) return unknown(`the constraint of ${this.obj.name} is that type parameter itself`);
      this.#busy = true;
      this.#bound = this.#constraint();
      this.#busy = false;
    }
    return this.#bound;
  }
}

export type Type =
  | Basic
  | Unknown
  | ArrayT
  | Slice
  | Struct
  | Pointer
  | Tuple
  | Signature
  | Interface
  | MapT
  | Chan
  | Union
  | Named
  | Alias
  | TypeParam;

/** The type with aliases taken off at the top. */
export function unalias(type: Type): Type {
  let t = type;
  for (let i = 0; t.kind === 'Alias' && i < 100; i++) t = t.rhs;
  return t;
}

/** The underlying type, as go/types' `under`: aliases and names taken off. A type parameter's is its constraint's interface. */
export function under(type: Type): Type {
  let t = unalias(type);
  // A constraint that is itself a type parameter is an error in the source and may go in circles.
  for (let i = 0; t.kind === 'TypeParam' && i < 100; i++) t = unalias(t.constraint);
  if (t.kind === 'Named') return t.underlying;
  return t.kind === 'TypeParam' ? unknown('a type parameter constrained by itself') : t;
}

/** The element type and true if `type` is a pointer (not through a name), else `type` and false. */
export function deref(type: Type): { readonly type: Type; readonly isPointer: boolean } {
  const t = unalias(type);
  return t.kind === 'Pointer' ? { type: t.elem, isPointer: true } : { type, isPointer: false };
}

export function unknown(reason: string): Unknown {
  return { kind: 'Unknown', reason };
}

export function isUnknown(type: Type): boolean {
  return unalias(type).kind === 'Unknown';
}

/** An answer of the type rules; `unknown` if it hangs on an Unknown: to be treated as allowed, and to be said. */
export type Answer = 'yes' | 'no' | 'unknown';

// ---- Constructors ----------------------------------------------------------------------------------------

const pointers = new WeakMap<Type, Pointer>();
const slices = new WeakMap<Type, Slice>();

/** `*elem`; one object per element type object, so that results can be kept by object. */
export function newPointer(elem: Type): Pointer {
  let pointer = pointers.get(elem);
  if (pointer === undefined) pointers.set(elem, (pointer = { kind: 'Pointer', elem }));
  return pointer;
}

/** `[]elem`; one object per element type object. */
export function newSlice(elem: Type): Slice {
  let slice = slices.get(elem);
  if (slice === undefined) slices.set(elem, (slice = { kind: 'Slice', elem }));
  return slice;
}

export function newArray(length: number | undefined, elem: Type): ArrayT {
  return { kind: 'Array', length, elem };
}

export function newMap(key: Type, elem: Type): MapT {
  return { kind: 'Map', key, elem };
}

export function newChan(dir: Chan['dir'], elem: Type): Chan {
  return { kind: 'Chan', dir, elem };
}

export const emptyTuple: Tuple = { kind: 'Tuple', vars: [] };

export function newTuple(vars: readonly Var[]): Tuple {
  return vars.length === 0 ? emptyTuple : { kind: 'Tuple', vars };
}

/** `tags` hold the unquoted tag of each field, empty where there is none; they may be left out altogether. */
export function newStruct(fields: readonly Var[], tags: readonly string[] = []): Struct {
  return { kind: 'Struct', fields, tags };
}

export function newUnion(terms: readonly UnionTerm[]): Union {
  return { kind: 'Union', terms };
}

/** A new interface object; the one of `any` is in universe.ts and stands for `any` alone when printed. */
export function newInterface(methods: readonly Func[], embeddeds: readonly Type[], implicit = false): Interface {
  return { kind: 'Interface', methods, embeddeds, implicit };
}

export function newSignature(parts: Partial<Omit<Signature, 'kind'>>): Signature {
  return {
    kind: 'Signature',
    recv: parts.recv,
    typeParams: parts.typeParams ?? [],
    recvTypeParams: parts.recvTypeParams ?? [],
    params: parts.params ?? emptyTuple,
    results: parts.results ?? emptyTuple,
    variadic: parts.variadic ?? false,
  };
}
