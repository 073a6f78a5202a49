// What is asked of types and expressions where values are asked for backwards (asked.ts).

import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { isInterface } from '#go/flow/type-shape.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import { type Type, unalias, under } from '#go/types/type.js';
import type { Calls } from './asked-values.js';
import { carries } from './carries.js';

/** What must be there for a condition to hold: `x` of `x != nil`. Errors come from everywhere and are mostly nil. */
export function neededBy(expr: Expr, isNegated: boolean, fn: Fn): readonly Expr[] {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr' && x.op === '!') return neededBy(x.x, !isNegated, fn);
  if (x.kind !== 'BinaryExpr') return [];
  if (x.op === (isNegated ? '||' : '&&')) return [...neededBy(x.x, isNegated, fn), ...neededBy(x.y, isNegated, fn)];
  if (x.op !== (isNegated ? '==' : '!=') || fn.info.types.get(withoutParens(x.y))?.mode !== 'nil') return [];
  const type = fn.info.types.get(withoutParens(x.x))?.type;
  const isAsked = type !== undefined && (isInterface(type) || unalias(type).kind === 'Pointer') && !isErrorLike(type);
  return isAsked ? [x.x] : [];
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
export function isWithin(a: Calls | undefined, b: Calls | undefined): boolean {
  return a?.call === undefined || b?.call === undefined || (a.call === b.call && isWithin(a.before, b.before));
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
