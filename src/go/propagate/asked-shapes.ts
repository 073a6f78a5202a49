// What is asked of types and expressions where values are asked for backwards (asked.ts).

import { sameType } from '#go/flow/dynamic-type.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { isInterface } from '#go/flow/type-shape.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import { type Type, unalias, under } from '#go/types/type.js';
import type { Calls, Thing } from './asked-values.js';
import { carries } from './carries.js';

/** What a condition needs to hold: that something is not nil, that a boolean is true, or that a string is this one. */
export type Needed =
  | { readonly kind: 'there' | 'true'; readonly expr: Expr }
  | { readonly kind: 'text'; readonly expr: Expr; readonly text: string };

/** `x` of `x != nil`, and `ok` of `ok && …`. Errors come from everywhere and are mostly nil. */
export function neededBy(expr: Expr, isNegated: boolean, fn: Fn): readonly Needed[] {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr' && x.op === '!') return neededBy(x.x, !isNegated, fn);
  if (!isNegated && (x.kind === 'Ident' || x.kind === 'CallExpr')) return [{ kind: 'true', expr: x }];
  if (x.kind !== 'BinaryExpr') return [];
  if (x.op === (isNegated ? '||' : '&&')) return [...neededBy(x.x, isNegated, fn), ...neededBy(x.y, isNegated, fn)];
  const text = fn.info.types.get(withoutParens(x.y))?.value;
  if (x.op === (isNegated ? '!=' : '==') && text?.kind === 'string' && withoutParens(x.x).kind === 'Ident')
    return [{ kind: 'text', expr: x.x, text: text.value }];
  if (x.op !== (isNegated ? '==' : '!=') || fn.info.types.get(withoutParens(x.y))?.mode !== 'nil') return [];
  const type = fn.info.types.get(withoutParens(x.x))?.type;
  const isAsked = type !== undefined && (isInterface(type) || unalias(type).kind === 'Pointer') && !isErrorLike(type);
  return isAsked ? [{ kind: 'there', expr: x.x }] : [];
}

/** Of what cannot decide where a call goes the type is enough; of pointers that are handed on also whether they are nil. */
export function isPlain(type: Type | undefined, key: string): boolean {
  if (type === undefined || type.kind === 'Tuple' || carries(type) || isText(type)) return false;
  return unalias(type).kind !== 'Pointer' || !/^([edj]|p \d+ \d)/.test(key);
}

/** Keys of maps: constants, and what is handed on. */
export function isText(type: Type): boolean {
  const u = under(type);
  return u.kind === 'Basic' && (u.basic === 'string' || u.basic === 'untyped string');
}

function isErrorLike(type: Type): boolean {
  const u = under(type);
  return u.kind === 'Interface' && u.methods.some(({ name }) => name === 'Error');
}

/** Of two ways by calls, whether one may be the other with more known of it. */
function isWithin(a: Calls | undefined, b: Calls | undefined): boolean {
  return a?.call === undefined || b?.call === undefined || (a.call === b.call && isWithin(a.before, b.before));
}

/** The type of a thing, of a pointer what it points to. */
export function typeOf(thing: Thing): Type | undefined {
  return thing.kind === 'made' || thing.kind === 'typed' || thing.kind === 'part' ? thing.type : undefined;
}

/** Whether two things may be one object. */
export function maySame(a: Thing, b: Thing): boolean {
  if (a === b || a.kind === 'any' || b.kind === 'any') return true;
  if (a.kind === 'nil' || b.kind === 'nil') return false;
  if (a.kind === 'part' && b.kind === 'part') return a.field === b.field && maySame(a.of, b.of);
  // A struct in a field is no object of its own.
  if ((a.kind === 'part' && b.kind === 'made') || (a.kind === 'made' && b.kind === 'part')) return false;
  if (a.kind === 'made' && b.kind === 'made') return a.expr === b.expr && isWithin(a.calls, b.calls);
  const x = typeOf(a);
  const y = typeOf(b);
  return x === undefined || y === undefined || sameType(x, y);
}

/** What the standard library gives is not followed into it. */
export function isStandard(fn: Fn): boolean {
  return !(fn.pkg.path.split('/')[0] ?? '').includes('.');
}

export function declared(fn: Fn): Fn {
  return fn.parent === undefined ? fn : declared(fn.parent);
}

/** The parameter or receiver that a place is in. */
export function rootOf(target: Expr, fn: Fn): Var | undefined {
  const x = withoutParens(target);
  if (x.kind === 'SelectorExpr' || x.kind === 'StarExpr') return rootOf(x.x, fn);
  const object = x.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  const outer = declared(fn);
  if (object?.kind !== 'Var') return undefined;
  return object === outer.recv || outer.params.includes(object) ? object : undefined;
}
