// Named entities, as in go/types: what an identifier can stand for. An object's type is computed on first use.

import type { Pos } from '#base/position.js';
import type { FuncDecl } from '#go/syntax/ast.js';
import type { SourceFile, Unit } from '#go/syntax/source-file.js';
import type { ConstantValue } from './constant.js';
import type { TypedExpr } from './info.js';
import { newSignature, type Signature, type Type, unknown } from './type.js';

function selfReference(name: string): Type {
  return unknown(`${name} refers to itself`);
}

/** Why an object's type or a constant's value is being asked for lazily. */
type Lazy<T> = () => T;

const noMore = {};

/** Whether a name starts with an upper-case letter (spec: Exported identifiers). */
export function isExportedName(name: string): boolean {
  const c = name.charCodeAt(0);
  if (c < 0x80) return c >= 0x41 && c <= 0x5a;
  return /^\p{Lu}/u.test(name);
}

abstract class ObjectBase {
  readonly name: string;
  /** Undefined for the universe. */
  readonly pkg: Package | undefined;
  /** The declaring identifier; for an import without a name its path; 0 in the universe. */
  readonly pos: Pos;

  constructor(name: string, pkg: Package | undefined, pos: Pos) {
    this.name = name;
    this.pkg = pkg;
    this.pos = pos;
  }

  get exported(): boolean {
    return isExportedName(this.name);
  }
}

export class PkgName extends ObjectBase {
  readonly kind = 'PkgName';
  readonly imported: Package;
  constructor(name: string, pkg: Package, pos: Pos, imported: Package) {
    super(name, pkg, pos);
    this.imported = imported;
  }
}

export class Const extends ObjectBase {
  readonly kind = 'Const';
  readonly unit: Unit | undefined;
  readonly #compute: Lazy<{ type: Type; value: ConstantValue }>;
  #done: { type: Type; value: ConstantValue } | undefined;
  #busy = false;
  constructor(
    name: string,
    pkg: Package | undefined,
    pos: Pos,
    unit: Unit | undefined,
    compute: Lazy<{ type: Type; value: ConstantValue }>,
  ) {
    super(name, pkg, pos);
    this.unit = unit;
    this.#compute = compute;
  }
  get type(): Type {
    return this.#resolve().type;
  }
  get value(): ConstantValue {
    return this.#resolve().value;
  }
  #resolve(): { type: Type; value: ConstantValue } {
    if (this.#done === undefined) {
      if (this.#busy) return { type: selfReference(this.name), value: { kind: 'unknown' } };
      this.#busy = true;
      this.#done = this.#compute();
      this.#busy = false;
    }
    return this.#done;
  }
}

export class TypeName extends ObjectBase {
  readonly kind = 'TypeName';
  /** What the checker records of an expression that is nothing but this object. */
  record: TypedExpr | undefined = undefined;
  /** Undefined for types declared in a function and for the universe. */
  readonly unit: Unit | undefined;
  readonly #compute: Lazy<Type>;
  #type: Type | undefined;
  #busy = false;
  constructor(name: string, pkg: Package | undefined, pos: Pos, unit: Unit | undefined, compute: Lazy<Type>) {
    super(name, pkg, pos);
    this.unit = unit;
    this.#compute = compute;
  }
  /** A Named, Alias, TypeParam or Basic. */
  get type(): Type {
    if (this.#type === undefined) {
      if (this.#busy) return selfReference(this.name);
      this.#busy = true;
      this.#type = this.#compute();
      this.#busy = false;
    }
    return this.#type;
  }
}

/** A variable: package-level, local, parameter, result, receiver, or struct field. */
export class Var extends ObjectBase {
  readonly kind = 'Var';
  /** What the checker records of an expression that is nothing but this object. */
  record: TypedExpr | undefined = undefined;
  readonly role: 'package' | 'local' | 'param' | 'result' | 'recv' | 'field';
  /** Of a field: embedded. */
  readonly embedded: boolean;
  /** Of a package-level variable: the declaration it stands in. */
  readonly unit: Unit | undefined;
  /** Of a field or parameter made by instantiation: the generic one. Itself otherwise. */
  readonly origin: Var;
  /** The type, or what computes it. */
  #type: Type | Lazy<Type>;
  constructor(
    name: string,
    pkg: Package | undefined,
    pos: Pos,
    role: Var['role'],
    type: Type | Lazy<Type>,
    more: { readonly embedded?: boolean; readonly unit?: Unit | undefined; readonly origin?: Var } = noMore,
  ) {
    super(name, pkg, pos);
    this.role = role;
    this.embedded = more.embedded ?? false;
    this.unit = more.unit;
    this.origin = more.origin ?? this;
    this.#type = type;
  }
  get isField(): boolean {
    return this.role === 'field';
  }
  get type(): Type {
    const type = this.#type;
    if (typeof type !== 'function') return type;
    // Whoever asks while the type is being computed is told so.
    this.#type = () => selfReference(this.name);
    const computed = type();
    this.#type = computed;
    return computed;
  }
}

/** A function, a concrete method, or a method of an interface. */
export class Func extends ObjectBase {
  readonly kind = 'Func';
  /** What the checker records of an expression that is nothing but this object. */
  record: TypedExpr | undefined = undefined;
  /** The declaration; undefined for an interface's method and for the universe. */
  readonly unit: Unit | undefined;
  /** Of a method of an instantiated type: the generic one. Itself otherwise. */
  readonly origin: Func;
  /** Whether it is a method that an interface type declares. */
  readonly isInterfaceMethod: boolean;
  readonly #compute: Lazy<Signature>;
  #type: Signature | undefined;
  #busy = false;
  constructor(
    name: string,
    pkg: Package | undefined,
    pos: Pos,
    compute: Lazy<Signature>,
    more: { readonly unit?: Unit | undefined; readonly origin?: Func; readonly isInterfaceMethod?: boolean } = {},
  ) {
    super(name, pkg, pos);
    this.unit = more.unit;
    this.origin = more.origin ?? this;
    this.isInterfaceMethod = more.isInterfaceMethod ?? false;
    this.#compute = compute;
  }
  get type(): Signature {
    if (this.#type === undefined) {
      if (this.#busy) return newSignature({});
      this.#busy = true;
      this.#type = this.#compute();
      this.#busy = false;
    }
    return this.#type;
  }
  /** The syntax; parsed on first use. */
  get decl(): FuncDecl | undefined {
    const decl = this.unit?.decl;
    return decl?.kind === 'FuncDecl' ? decl : undefined;
  }
}

export class Label extends ObjectBase {
  readonly kind = 'Label';
}

export class Builtin extends ObjectBase {
  readonly kind = 'Builtin';
}

export class Nil extends ObjectBase {
  readonly kind = 'Nil';
}

/** Whether a value that was kept somewhere is an object. */
export function isObject(value: unknown): value is GoObject {
  return value instanceof ObjectBase;
}

export type GoObject = PkgName | Const | TypeName | Var | Func | Label | Builtin | Nil;

/** A package as the checker sees it. Its declarations are indexed on first lookup. */
export interface Package {
  readonly path: string;
  readonly name: string;
  readonly isStd: boolean;
  /** Language version, e.g. `go1.20`. */
  readonly goVersion: string;
  readonly files: readonly SourceFile[];
  /** Why there is no source, as one plain sentence; every name of such a package is Unknown. */
  readonly missing: string | undefined;
  /** A package-level object by name, or undefined. Methods are not in the scope. */
  lookup(name: string): GoObject | undefined;
  /** Every package-level name, in source order of files and declarations. */
  names(): readonly string[];
}
