// What the checker finds out about one top-level declaration, in the tables of go/types' Info.

import type { CaseClause, Expr, Ident, ImportSpec, Node, SelectorExpr } from '#go/syntax/ast.js';
import type { ConstantValue } from './constant.js';
import type { Func, GoObject, Var } from './object.js';
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

export interface Info {
  readonly types: ReadonlyMap<Expr, TypeAndValue>;
  readonly defs: ReadonlyMap<Ident, GoObject | undefined>;
  readonly uses: ReadonlyMap<Ident, GoObject>;
  readonly implicits: ReadonlyMap<ImportSpec | CaseClause | Node, GoObject>;
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

/** The tables while they are being filled. */
export class InfoTables implements Info {
  readonly types = new Map<Expr, TypedExpr>();
  readonly defs = new Map<Ident, GoObject | undefined>();
  readonly uses = new Map<Ident, GoObject>();
  readonly implicits = new Map<ImportSpec | CaseClause | Node, GoObject>();
  readonly selections = new Map<SelectorExpr, Selection>();
  readonly instances = new Map<Ident, Instance>();
}
