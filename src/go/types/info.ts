// What the checker finds out about one top-level declaration, in the tables of go/types' Info.

import {
  type CaseClause,
  type Expr,
  type Field,
  type Ident,
  type ImportSpec,
  isExpr,
  type Node,
  type SelectorExpr,
} from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { ConstantValue } from './constant.js';
import { type Func, type GoObject, isObject, type Var } from './object.js';
import type { Type } from './type.js';

export type OperandMode =
  | 'void'
  | 'type'
  | 'builtin'
  | 'nil'
  | 'const'
  | 'variable'
  | 'mapindex'
  | 'commaok'
  | 'value'
  | 'unknown';

export interface TypeAndValue {
  readonly mode: OperandMode;
  readonly type: Type;
  readonly value: ConstantValue | undefined;
}

export interface Selection {
  readonly kind: 'FieldVal' | 'MethodVal' | 'MethodExpr';
  readonly recv: Type;
  readonly obj: Var | Func;
  /** Path through embedded fields; the last is the index of the field, or of the method in its declaration order. */
  readonly index: readonly number[];
  /** Whether a pointer was followed on the path. */
  readonly indirect: boolean;
  readonly type: Type;
}

export interface Instance {
  readonly typeArgs: readonly Type[];
  readonly type: Type;
}

/** What defines an object without naming it: an import, a clause of a type switch, a parameter without a name. */
export type ImplicitNode = ImportSpec | CaseClause | Field;

export interface Info {
  readonly types: ReadonlyMap<Expr, TypeAndValue>;
  readonly defs: ReadonlyMap<Ident, GoObject>;
  readonly uses: ReadonlyMap<Ident, GoObject>;
  readonly implicits: ReadonlyMap<ImplicitNode, GoObject>;
  readonly selections: ReadonlyMap<SelectorExpr, Selection>;
  readonly instances: ReadonlyMap<Ident, Instance>;
}

/** A record that changes while an untyped expression waits for its final type. */
export class TypedExpr implements TypeAndValue {
  mode: OperandMode;
  type: Type;
  value: ConstantValue | undefined;

  constructor(mode: OperandMode, type: Type, value: ConstantValue | undefined) {
    this.mode = mode;
    this.type = type;
    this.value = value;
  }
}

/** A selection that has been found. */
export class FoundSelection implements Selection {
  readonly kind: Selection['kind'];
  readonly recv: Type;
  readonly obj: Var | Func;
  readonly index: readonly number[];
  readonly indirect: boolean;
  readonly type: Type;

  constructor(kind: Selection['kind'], recv: Type, found: Omit<Selection, 'kind' | 'recv' | 'type'>, type: Type) {
    this.kind = kind;
    this.recv = recv;
    this.obj = found.obj;
    this.index = found.index;
    this.indirect = found.indirect;
    this.type = type;
  }
}

/** The trees that tables are about. */
export interface Trees {
  readonly roots: readonly Node[];
}

/**
 * A table whose values stand in the nodes themselves, filled by one checker. `get` costs no search, and answers for a
 * node of another declaration too; going through it walks the trees in source order.
 */
abstract class NodeTable<K extends Node, V> implements ReadonlyMap<K, V> {
  readonly #trees: Trees;

  constructor(trees: Trees) {
    this.#trees = trees;
  }

  abstract get(key: K): V | undefined;

  /** The node as one that this table can have a value for. */
  protected abstract keyOf(node: Node): K | undefined;

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.#list().length;
  }

  entries(): MapIterator<[K, V]> {
    return this.#list().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  keys(): MapIterator<K> {
    return this.#list()
      .map(([key]) => key)
      .values();
  }

  values(): MapIterator<V> {
    return this.#list()
      .map(([, value]) => value)
      .values();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#list()) each(value, key, this);
  }

  #list(): [K, V][] {
    const list: [K, V][] = [];
    for (const root of this.#trees.roots) {
      walk(root, (node) => {
        const key = this.keyOf(node);
        const value = key === undefined ? undefined : this.get(key);
        if (key !== undefined && value !== undefined) list.push([key, value]);
        return true;
      });
    }
    return list;
  }
}

class TypesTable extends NodeTable<Expr, TypedExpr> {
  get(e: Expr): TypedExpr | undefined {
    const { typed } = e;
    return typed instanceof TypedExpr ? typed : undefined;
  }
  protected keyOf(node: Node): Expr | undefined {
    return isExpr(node) ? node : undefined;
  }
}

class DefsTable extends NodeTable<Ident, GoObject> {
  get(id: Ident): GoObject | undefined {
    const { defined } = id;
    return isObject(defined) ? defined : undefined;
  }
  protected keyOf(node: Node): Ident | undefined {
    return node.kind === 'Ident' ? node : undefined;
  }
}

class UsesTable extends NodeTable<Ident, GoObject> {
  get(id: Ident): GoObject | undefined {
    const { used } = id;
    return isObject(used) ? used : undefined;
  }
  protected keyOf(node: Node): Ident | undefined {
    return node.kind === 'Ident' ? node : undefined;
  }
}

class ImplicitsTable extends NodeTable<ImplicitNode, GoObject> {
  get({ implied }: ImplicitNode): GoObject | undefined {
    return isObject(implied) ? implied : undefined;
  }
  protected keyOf(node: Node): ImplicitNode | undefined {
    return node.kind === 'ImportSpec' || node.kind === 'CaseClause' || node.kind === 'Field' ? node : undefined;
  }
}

class SelectionsTable extends NodeTable<SelectorExpr, Selection> {
  get({ selected }: SelectorExpr): Selection | undefined {
    return selected instanceof FoundSelection ? selected : undefined;
  }
  protected keyOf(node: Node): SelectorExpr | undefined {
    return node.kind === 'SelectorExpr' ? node : undefined;
  }
}

const noInstances: ReadonlyMap<Ident, Instance> = new Map();

/** The tables of one declaration, or of one file's imports, while they are being filled. */
export class InfoTables implements Info {
  readonly #trees: Trees;
  #types: TypesTable | undefined;
  #defs: DefsTable | undefined;
  #uses: UsesTable | undefined;
  #implicits: ImplicitsTable | undefined;
  #selections: SelectionsTable | undefined;
  #instances: Map<Ident, Instance> | undefined;

  constructor(trees: Trees) {
    this.#trees = trees;
  }

  get types(): ReadonlyMap<Expr, TypedExpr> {
    return (this.#types ??= new TypesTable(this.#trees));
  }

  get defs(): ReadonlyMap<Ident, GoObject> {
    return (this.#defs ??= new DefsTable(this.#trees));
  }

  get uses(): ReadonlyMap<Ident, GoObject> {
    return (this.#uses ??= new UsesTable(this.#trees));
  }

  get implicits(): ReadonlyMap<ImplicitNode, GoObject> {
    return (this.#implicits ??= new ImplicitsTable(this.#trees));
  }

  get selections(): ReadonlyMap<SelectorExpr, Selection> {
    return (this.#selections ??= new SelectionsTable(this.#trees));
  }

  get instances(): ReadonlyMap<Ident, Instance> {
    return this.#instances ?? noInstances;
  }

  recordInstance(id: Ident, instance: Instance): void {
    (this.#instances ??= new Map()).set(id, instance);
  }
}
