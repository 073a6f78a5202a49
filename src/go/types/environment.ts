// Where the checker stands: in which declaration, in which scope, in which function; and what it writes there. Every
// satellite gets one of these. `Evaluator` is the checker's core as the satellites see it, which keeps them from
// importing each other in circles.

import type { BlockStmt, Expr, Ident, SelectorExpr } from '#go/syntax/ast.js';
import type { ConstantValue } from './constant.js';
import type { FileScope } from './file-scope.js';
import { type FoundSelection, type InfoTables, type OperandMode, TypedExpr } from './info.js';
import { Func, type GoObject, TypeName, Var } from './object.js';
import type { Operand } from './operand.js';
import type { SourcePackage } from './package.js';
import { isUntyped } from './predicates.js';
import { Scope } from './scope.js';
import type { Sizes } from './sizes.js';
import { emptyTuple, type Signature, type Type, unknown } from './type.js';

/** What kind of statement an expression may be: of a conversion or plain expression the value is discarded in vain. */
export type ExpressionKind = 'conversion' | 'expression' | 'statement';

export interface Evaluator {
  readonly sizes: Sizes;
  /** How deep the evaluation is nested at the moment. */
  depth: number;
  /** Evaluates any expression. `hint` is the element type of an enclosing literal; `target` the function type that a generic function is assigned to. */
  rawExpr(
    env: Environment,
    x: Operand,
    e: Expr,
    hint: Type | undefined,
    allowGeneric: boolean,
    target: Signature | undefined,
  ): ExpressionKind;
  /** The type that a type expression denotes; recorded. */
  typeOf(env: Environment, e: Expr): Type;
  /** The same for an expression that names a generic type. */
  genericTypeOf(env: Environment, e: Expr): Type;
  /** Checks a function's body in the scope of its parameters. */
  functionBody(env: Environment, signature: Signature, scope: Scope, body: BlockStmt): void;
}

/** The deepest nesting of expressions and statements that is looked into: each level takes about a kilobyte of stack. */
export const maxDepth = 500;

export class Environment {
  readonly core: Evaluator;
  readonly tables: InfoTables;
  readonly pkg: SourcePackage;
  readonly file: FileScope;
  /** Work that is put off until all of the declaration is asked for; undefined inside a function body. */
  readonly postponed: (() => void)[] | undefined;
  scope: Scope | undefined = undefined;
  signature: Signature | undefined = undefined;
  iota: ConstantValue | undefined = undefined;
  /** Whether the expression being evaluated holds a call or receive, so that `len` of it is no constant. */
  hasCallOrReceive = false;

  constructor(
    core: Evaluator,
    tables: InfoTables,
    pkg: SourcePackage,
    file: FileScope,
    postponed: (() => void)[] | undefined,
  ) {
    this.core = core;
    this.tables = tables;
    this.pkg = pkg;
    this.file = file;
    this.postponed = postponed;
  }

  /** A place of its own with the same surroundings, at declaration level or (`inBody`) in a body. */
  fork(inBody: boolean): Environment {
    const env = new Environment(this.core, this.tables, this.pkg, this.file, inBody ? undefined : this.postponed);
    env.scope = this.scope;
    env.signature = this.signature;
    env.iota = this.iota;
    return env;
  }

  /** The object that a name means here. */
  lookup(name: string): GoObject | undefined {
    for (let scope = this.scope; scope !== undefined; scope = scope.parent) {
      const object = scope.lookup(name);
      if (object !== undefined) return object;
    }
    return this.file.lookup(name);
  }

  openScope(): void {
    this.scope = new Scope(this.scope);
  }

  /** Puts an object into the innermost scope and records its definition. */
  declare(id: Ident, object: GoObject): void {
    if (id.name !== '_') this.scope?.insert(object);
    id.defined = object;
  }

  record(x: Operand): void {
    if (x.expr === undefined) return;
    const { expr, mode } = x;
    if (expr.kind === 'Ident') expr.typed = recordOf(expr.used, x);
    else if (expr.kind === 'SelectorExpr') expr.typed = recordOf(expr.sel.used, x);
    else {
      const type = mode === 'void' ? emptyTuple : x.type;
      expr.typed = new TypedExpr(mode, type, mode === 'const' ? x.value : undefined);
    }
  }

  recordType(e: Expr, mode: OperandMode, type: Type): void {
    e.typed = new TypedExpr(type.kind === 'Unknown' ? 'unknown' : mode, type, undefined);
  }

  recordUse(id: Ident, object: GoObject): void {
    id.used = object;
  }

  recordSelection(e: SelectorExpr, selection: FoundSelection): void {
    e.sel.used = selection.obj;
    e.selected = selection;
  }

  /** Records an instance at the identifier that an expression ends in: `F` of `p.F[int]`. */
  recordInstance(e: Expr, typeArgs: readonly Type[], type: Type): void {
    const id = instantiatedIdent(e);
    if (id !== undefined) this.tables.recordInstance(id, { typeArgs, type });
  }
}

/** The record of an operand that is an object; most uses of an object are alike and share one. */
function recordOf(used: unknown, { mode, type, value }: Operand): TypedExpr {
  const shares = used instanceof Var || used instanceof TypeName || used instanceof Func;
  if (!shares || mode === 'const' || mode === 'nil')
    return new TypedExpr(mode, type, mode === 'const' ? value : undefined);
  const known = used.record;
  if (known !== undefined && known.mode === mode && known.type === type) return known;
  const record = new TypedExpr(mode, type, undefined);
  // A record of an untyped expression may change.
  if (known === undefined && !isUntyped(type)) used.record = record;
  return record;
}

function instantiatedIdent(e: Expr): Ident | undefined {
  let x = e;
  for (;;) {
    switch (x.kind) {
      case 'Ident':
        return x;
      case 'SelectorExpr':
        return x.sel;
      case 'IndexExpr':
      case 'ParenExpr':
        x = x.x;
        break;
      default:
        return undefined;
    }
  }
}

/** The expression without parentheses around it. */
export function unparen(e: Expr): Expr {
  let x = e;
  while (x.kind === 'ParenExpr') x = x.x;
  return x;
}

export const tooDeep: Type = unknown('the code is nested too deeply');
