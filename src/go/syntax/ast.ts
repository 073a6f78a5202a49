// The syntax tree of Go, named after go/ast. Positions are `Pos` of base/position.ts (byte offsets with a file).
// Nodes are plain data that does not change, but for the fields `typed`, `used`, `defined`, `selected` and `implied`: room
// for what one checker finds out about a node, since maps over all nodes of a program take more memory than the nodes.
// Unlike go/ast: comments are not kept (directives are, on the unit); an index expression has a list of indices
// and so stands for go/ast's IndexListExpr too; `GenDecl` does not exist, a unit holds its specs.

import type { Pos } from '#base/position.js';

interface NodeBase {
  readonly pos: Pos;
  /** Exclusive. */
  readonly end: Pos;
}

interface ExprBase extends NodeBase {
  typed?: unknown;
}

// ---- Expressions and types -------------------------------------------------------------------------------

export interface BadExpr extends ExprBase {
  readonly kind: 'BadExpr';
}
export interface Ident extends ExprBase {
  readonly kind: 'Ident';
  used?: unknown;
  defined?: unknown;
  readonly name: string;
}
/** `...T` in a parameter list (elt set). In an array type `[...]T` the length is an Ellipsis without elt. */
export interface Ellipsis extends ExprBase {
  readonly kind: 'Ellipsis';
  readonly elt: Expr | undefined;
}
export interface BasicLit extends ExprBase {
  readonly kind: 'BasicLit';
  readonly token: 'INT' | 'FLOAT' | 'IMAG' | 'CHAR' | 'STRING';
  /** As written, quotes included. */
  readonly value: string;
}
/** `pos` is the `func` keyword. */
export interface FuncLit extends ExprBase {
  readonly kind: 'FuncLit';
  readonly type: FuncType;
  readonly body: BlockStmt;
}
/** `type` is undefined where an enclosing literal's element type is meant. Elements may be KeyValueExpr. */
export interface CompositeLit extends ExprBase {
  readonly kind: 'CompositeLit';
  readonly type: Expr | undefined;
  readonly lbrace: Pos;
  readonly elts: readonly Expr[];
}
export interface ParenExpr extends ExprBase {
  readonly kind: 'ParenExpr';
  readonly x: Expr;
}
export interface SelectorExpr extends ExprBase {
  readonly kind: 'SelectorExpr';
  selected?: unknown;
  readonly x: Expr;
  readonly sel: Ident;
}
/** `x[i]`, and an instantiation `x[T1, T2]`. */
export interface IndexExpr extends ExprBase {
  readonly kind: 'IndexExpr';
  readonly x: Expr;
  readonly lbrack: Pos;
  readonly indices: readonly Expr[];
}
export interface SliceExpr extends ExprBase {
  readonly kind: 'SliceExpr';
  readonly x: Expr;
  readonly low: Expr | undefined;
  readonly high: Expr | undefined;
  readonly max: Expr | undefined;
  /** Whether there are two colons. */
  readonly slice3: boolean;
}
/** `x.(T)`; `type` is undefined in `x.(type)`. */
export interface TypeAssertExpr extends ExprBase {
  readonly kind: 'TypeAssertExpr';
  readonly x: Expr;
  readonly type: Expr | undefined;
}
/** A call or conversion. `lparen` is what tells the calls of `a.b().c()` apart. */
export interface CallExpr extends ExprBase {
  readonly kind: 'CallExpr';
  readonly fun: Expr;
  readonly lparen: Pos;
  readonly args: readonly Expr[];
  /** The position of `...` after the last argument, or 0. */
  readonly ellipsis: Pos;
}
/** `*x`, and the pointer type `*T`. */
export interface StarExpr extends ExprBase {
  readonly kind: 'StarExpr';
  readonly x: Expr;
}
/** `+ - ! ^ & <-`, and in constraints `~`. */
export interface UnaryExpr extends ExprBase {
  readonly kind: 'UnaryExpr';
  readonly op: string;
  readonly x: Expr;
}
/** Also `A | B` in constraints. */
export interface BinaryExpr extends ExprBase {
  readonly kind: 'BinaryExpr';
  readonly x: Expr;
  readonly op: string;
  readonly opPos: Pos;
  readonly y: Expr;
}
export interface KeyValueExpr extends ExprBase {
  readonly kind: 'KeyValueExpr';
  readonly key: Expr;
  readonly value: Expr;
}

/** `len` is undefined for a slice type, an Ellipsis for `[...]T`. */
export interface ArrayType extends ExprBase {
  readonly kind: 'ArrayType';
  readonly len: Expr | undefined;
  readonly elt: Expr;
}
export interface StructType extends ExprBase {
  readonly kind: 'StructType';
  readonly fields: FieldList;
}
/** `pos` is the `func` keyword if there is one, else the opening parenthesis of the parameters. */
export interface FuncType extends ExprBase {
  readonly kind: 'FuncType';
  readonly typeParams: FieldList | undefined;
  readonly params: FieldList;
  readonly results: FieldList | undefined;
}
/** Methods have one name and a FuncType; embedded types and unions have no name. */
export interface InterfaceType extends ExprBase {
  readonly kind: 'InterfaceType';
  readonly methods: FieldList;
}
export interface MapType extends ExprBase {
  readonly kind: 'MapType';
  readonly key: Expr;
  readonly value: Expr;
}
export interface ChanType extends ExprBase {
  readonly kind: 'ChanType';
  readonly dir: 'send' | 'recv' | 'both';
  readonly value: Expr;
}

export interface FieldList extends NodeBase {
  readonly kind: 'FieldList';
  readonly list: readonly Field[];
}
/** A group `a, b T`. No names: an embedded field, an unnamed parameter or result, an embedded interface element. */
export interface Field extends NodeBase {
  implied?: unknown;
  readonly kind: 'Field';
  readonly names: readonly Ident[];
  readonly type: Expr;
  readonly tag: BasicLit | undefined;
}

export type Expr =
  | BadExpr
  | Ident
  | Ellipsis
  | BasicLit
  | FuncLit
  | CompositeLit
  | ParenExpr
  | SelectorExpr
  | IndexExpr
  | SliceExpr
  | TypeAssertExpr
  | CallExpr
  | StarExpr
  | UnaryExpr
  | BinaryExpr
  | KeyValueExpr
  | ArrayType
  | StructType
  | FuncType
  | InterfaceType
  | MapType
  | ChanType;

// ---- Statements ------------------------------------------------------------------------------------------

export interface BadStmt extends NodeBase {
  readonly kind: 'BadStmt';
}
export interface DeclStmt extends NodeBase {
  readonly kind: 'DeclStmt';
  readonly decl: GenDecl;
}
export interface EmptyStmt extends NodeBase {
  readonly kind: 'EmptyStmt';
  readonly implicit: boolean;
}
export interface LabeledStmt extends NodeBase {
  readonly kind: 'LabeledStmt';
  readonly label: Ident;
  readonly stmt: Stmt;
}
export interface ExprStmt extends NodeBase {
  readonly kind: 'ExprStmt';
  readonly x: Expr;
}
export interface SendStmt extends NodeBase {
  readonly kind: 'SendStmt';
  readonly chan: Expr;
  readonly arrow: Pos;
  readonly value: Expr;
}
export interface IncDecStmt extends NodeBase {
  readonly kind: 'IncDecStmt';
  readonly x: Expr;
  readonly op: '++' | '--';
}
/** `op` is `=`, `:=`, or an operator with `=` such as `+=`. */
export interface AssignStmt extends NodeBase {
  readonly kind: 'AssignStmt';
  readonly lhs: readonly Expr[];
  readonly op: string;
  readonly opPos: Pos;
  readonly rhs: readonly Expr[];
}
/** `call` is a CallExpr unless the source is wrong. */
export interface GoStmt extends NodeBase {
  readonly kind: 'GoStmt';
  readonly call: Expr;
}
export interface DeferStmt extends NodeBase {
  readonly kind: 'DeferStmt';
  readonly call: Expr;
}
export interface ReturnStmt extends NodeBase {
  readonly kind: 'ReturnStmt';
  readonly results: readonly Expr[];
}
export interface BranchStmt extends NodeBase {
  readonly kind: 'BranchStmt';
  readonly token: 'break' | 'continue' | 'goto' | 'fallthrough';
  readonly label: Ident | undefined;
}
export interface BlockStmt extends NodeBase {
  readonly kind: 'BlockStmt';
  readonly list: readonly Stmt[];
}
export interface IfStmt extends NodeBase {
  readonly kind: 'IfStmt';
  readonly init: Stmt | undefined;
  readonly cond: Expr;
  readonly body: BlockStmt;
  readonly else: Stmt | undefined;
}
/** A clause of a switch; `list` is empty for `default` (isDefault). In a type switch `list` holds types. */
export interface CaseClause extends NodeBase {
  implied?: unknown;
  readonly kind: 'CaseClause';
  readonly isDefault: boolean;
  readonly list: readonly Expr[];
  readonly body: readonly Stmt[];
}
export interface SwitchStmt extends NodeBase {
  readonly kind: 'SwitchStmt';
  readonly init: Stmt | undefined;
  readonly tag: Expr | undefined;
  readonly body: readonly CaseClause[];
}
/** `switch init; symbol := x.(type)`; `assign` is the AssignStmt or ExprStmt around the TypeAssertExpr. */
export interface TypeSwitchStmt extends NodeBase {
  readonly kind: 'TypeSwitchStmt';
  readonly init: Stmt | undefined;
  readonly assign: Stmt;
  readonly body: readonly CaseClause[];
}
/** `comm` is undefined for `default`; else a SendStmt, an ExprStmt `<-c`, or an AssignStmt with `<-c`. */
export interface CommClause extends NodeBase {
  readonly kind: 'CommClause';
  readonly comm: Stmt | undefined;
  readonly body: readonly Stmt[];
}
export interface SelectStmt extends NodeBase {
  readonly kind: 'SelectStmt';
  readonly body: readonly CommClause[];
}
export interface ForStmt extends NodeBase {
  readonly kind: 'ForStmt';
  readonly init: Stmt | undefined;
  readonly cond: Expr | undefined;
  readonly post: Stmt | undefined;
  readonly body: BlockStmt;
}
/** `define` tells `:=` from `=`; both false-y keys mean `for range x`. `rangePos` is the `range` keyword. */
export interface RangeStmt extends NodeBase {
  readonly kind: 'RangeStmt';
  readonly key: Expr | undefined;
  readonly value: Expr | undefined;
  readonly define: boolean;
  readonly rangePos: Pos;
  readonly x: Expr;
  readonly body: BlockStmt;
}

export type Stmt =
  | BadStmt
  | DeclStmt
  | EmptyStmt
  | LabeledStmt
  | ExprStmt
  | SendStmt
  | IncDecStmt
  | AssignStmt
  | GoStmt
  | DeferStmt
  | ReturnStmt
  | BranchStmt
  | BlockStmt
  | IfStmt
  | CaseClause
  | SwitchStmt
  | TypeSwitchStmt
  | CommClause
  | SelectStmt
  | ForStmt
  | RangeStmt;

// ---- Declarations ----------------------------------------------------------------------------------------

export interface ImportSpec extends NodeBase {
  implied?: unknown;
  readonly kind: 'ImportSpec';
  /** The local name if one is written; `.` and `_` too. */
  readonly name: Ident | undefined;
  readonly path: BasicLit;
  /** The unquoted path. */
  readonly importPath: string;
}
/** `iota` is the index in the group; `type` and `values` are those of the earlier spec where they are left out. */
export interface ConstSpec extends NodeBase {
  readonly kind: 'ConstSpec';
  readonly names: readonly Ident[];
  readonly type: Expr | undefined;
  readonly values: readonly Expr[];
  readonly iota: number;
  /** Whether type and values were repeated from an earlier spec. */
  readonly inherited: boolean;
}
export interface VarSpec extends NodeBase {
  readonly kind: 'VarSpec';
  readonly names: readonly Ident[];
  readonly type: Expr | undefined;
  readonly values: readonly Expr[];
}
export interface TypeSpec extends NodeBase {
  readonly kind: 'TypeSpec';
  readonly name: Ident;
  readonly typeParams: FieldList | undefined;
  /** `type A = B`. */
  readonly isAlias: boolean;
  readonly type: Expr;
}
/** `pos` is the keyword. */
export interface GenDecl extends NodeBase {
  readonly kind: 'GenDecl';
  readonly token: 'const' | 'type' | 'var' | 'import';
  readonly specs: readonly (ImportSpec | ConstSpec | VarSpec | TypeSpec)[];
}
/** `pos` is the `func` keyword. `body` is undefined for a function implemented elsewhere (assembly, linkname). */
export interface FuncDecl extends NodeBase {
  readonly kind: 'FuncDecl';
  readonly recv: FieldList | undefined;
  readonly name: Ident;
  readonly type: FuncType;
  readonly body: BlockStmt | undefined;
}
export interface BadDecl extends NodeBase {
  readonly kind: 'BadDecl';
}

export type Decl = GenDecl | FuncDecl | BadDecl;
export type Spec = ImportSpec | ConstSpec | VarSpec | TypeSpec;

export type Node = Expr | Stmt | Decl | Spec | Field | FieldList;

const exprKinds: ReadonlySet<Node['kind']> = new Set<Expr['kind']>([
  'BadExpr',
  'Ident',
  'Ellipsis',
  'BasicLit',
  'FuncLit',
  'CompositeLit',
  'ParenExpr',
  'SelectorExpr',
  'IndexExpr',
  'SliceExpr',
  'TypeAssertExpr',
  'CallExpr',
  'StarExpr',
  'UnaryExpr',
  'BinaryExpr',
  'KeyValueExpr',
  'ArrayType',
  'StructType',
  'FuncType',
  'InterfaceType',
  'MapType',
  'ChanType',
]);

/** Whether a node is an expression or a type. */
export function isExpr(node: Node): node is Expr {
  return exprKinds.has(node.kind);
}
