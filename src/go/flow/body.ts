// What one function body does, as body-walk.ts collects it: calls, stores, returns, channel operations, each with the
// conditions it stands under, and for each use of a local variable the definitions that reach it.

import type { Pos } from '#base/position.js';
import type {
  CallExpr,
  CaseClause,
  CommClause,
  CompositeLit,
  Expr,
  FuncLit,
  Ident,
  RangeStmt,
  SelectorExpr,
  SelectStmt,
  SwitchStmt,
  TypeSwitchStmt,
} from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import type { Var } from '#go/types/object.js';
import type { Fn } from './function.js';

/** One condition among those that must hold to come here; `outer` are the others. */
export interface Condition {
  readonly kind: 'if' | 'case' | 'default' | 'type-case' | 'type-default' | 'comm' | 'loop' | 'range';
  readonly pos: Pos;
  /** `if` and `loop`: the condition. `case`: the tag, undefined in a switch without one. `type-…`: what is switched on. */
  readonly expr: Expr | undefined;
  /** `if`: the condition is false here. */
  readonly negated: boolean;
  /** The clause; of a default clause the switch has the others. */
  readonly clause: CaseClause | CommClause | undefined;
  readonly statement: SwitchStmt | TypeSwitchStmt | SelectStmt | RangeStmt | undefined;
  readonly outer: Condition | undefined;
}

export interface Call {
  readonly node: CallExpr;
  readonly kind: 'call' | 'go' | 'defer';
  readonly condition: Condition | undefined;
  readonly fn: Fn;
}

/** A value put somewhere other than a plain local variable, or into a variable of another function. */
export interface Store {
  /** `send`: the target is the channel. `copy`, `keep`: the target is the call, of copy or of a method that keeps. */
  readonly form: 'assign' | 'send' | 'copy' | 'keep';
  readonly target: Expr;
  readonly source: Source;
  readonly condition: Condition | undefined;
  readonly fn: Fn;
}

/** Where a stored or defined value comes from. */
export type Source =
  | { readonly kind: 'expr'; readonly expr: Expr }
  /** The index-th value of a call, comma-ok form or receive. */
  | { readonly kind: 'tuple'; readonly expr: Expr; readonly index: number }
  | { readonly kind: 'range'; readonly statement: RangeStmt; readonly part: 'key' | 'value' }
  /** `x += y`, `x++`. */
  | { readonly kind: 'operation'; readonly expr: Expr }
  | { readonly kind: 'zero' };

/** A definition of a local variable. */
export interface Def {
  readonly variable: Var;
  readonly kind: 'source' | 'param' | 'type-switch';
  readonly source: Source;
  /** `param`: which; -1 is the receiver. */
  readonly index: number;
  /** `type-switch`: the clause whose types select, and the switch. */
  readonly clause: CaseClause | undefined;
  readonly statement: TypeSwitchStmt | undefined;
  readonly pos: Pos;
  readonly condition: Condition | undefined;
  readonly fn: Fn;
}

export interface Return {
  readonly results: readonly Expr[];
  readonly pos: Pos;
  readonly condition: Condition | undefined;
}

export interface ChannelOperation {
  readonly kind: 'send' | 'receive' | 'close' | 'range';
  readonly channel: Expr;
  readonly pos: Pos;
  /** Stands in a select with other ways out. */
  readonly select: SelectStmt | undefined;
  /** Done when the function returns. */
  readonly isDeferred: boolean;
  readonly condition: Condition | undefined;
  readonly fn: Fn;
}

export interface Body {
  readonly fn: Fn;
  readonly calls: readonly Call[];
  readonly stores: readonly Store[];
  readonly returns: readonly Return[];
  readonly operations: readonly ChannelOperation[];
  readonly literals: readonly FuncLit[];
  readonly composites: readonly CompositeLit[];
  /** Calls of the built-ins `panic` and `new`. */
  readonly panics: readonly CallExpr[];
  readonly news: readonly CallExpr[];
  /** All definitions of each local variable that this body (not its literals) makes. */
  readonly defs: ReadonlyMap<Var, readonly Def[]>;
  /** For uses that are flow-sensitive, the definitions that reach; absent means all of `defs`. */
  readonly reaching: ReadonlyMap<Ident, readonly Def[]>;
  /** For uses of variables of interface type, the conditions that they stand under, if one is about a type. */
  readonly tested: ReadonlyMap<Ident, Condition>;
  /** For fields of what the function has made itself and nobody else knows yet, the definitions that reach. */
  readonly fields: ReadonlyMap<SelectorExpr, readonly Def[]>;
  /** Local variables that need a storage of their own: address taken, or a part of them is stored to. */
  readonly stored: ReadonlySet<Var>;
  /** Whether the end of the body can be reached. */
  readonly fallsThrough: boolean;
  /** Named results' defs that may be returned by a bare return. */
  readonly hasBareReturn: boolean;
}

/** The name of the builtin that a call calls, whatever it is qualified or parenthesized with. */
export function builtinName(call: CallExpr, info: Info): string | undefined {
  let fun: Expr = call.fun;
  while (fun.kind === 'ParenExpr') fun = fun.x;
  const ident = fun.kind === 'Ident' ? fun : fun.kind === 'SelectorExpr' ? fun.sel : undefined;
  const object = ident === undefined ? undefined : info.uses.get(ident);
  return object?.kind === 'Builtin' ? object.name : undefined;
}
