// Constraints and unions. Mirrors union.go and the bound of decl.go.

import type { BinaryExpr, Expr } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import { newInterface, newUnion, type Type, type UnionTerm, unknown } from './type.js';

/** The constraint of a type parameter: a type, or an interface around `~T` or `A | B`. */
export function constraintType(env: Environment, e: Expr): Type {
  const wrapped = (e.kind === 'UnaryExpr' && e.op === '~') || (e.kind === 'BinaryExpr' && e.op === '|');
  if (wrapped) return newInterface([], [unionType(env, e)], true);
  const type = env.core.typeOf(env, e);
  return type.kind === 'TypeParam' ? unknown('a type parameter stands as a constraint') : type;
}

/** An element of an interface: a type, `~T`, or a union of such. */
export function unionType(env: Environment, e: Expr): Type {
  const unions: BinaryExpr[] = [];
  let x = e;
  while (x.kind === 'BinaryExpr' && x.op === '|') {
    unions.push(x);
    x = x.x;
  }
  const first = term(env, x);
  if (unions.length === 0 && !first.tilde) return first.type;
  const terms = [first];
  let type = newUnion([...terms]);
  for (let i = unions.length - 1; i >= 0; i--) {
    const union = unions[i];
    if (union === undefined) break;
    terms.push(term(env, union.y));
    type = newUnion([...terms]);
    env.recordType(union, 'type', type);
  }
  return type;
}

function term(env: Environment, e: Expr): UnionTerm {
  if (e.kind !== 'UnaryExpr' || e.op !== '~') return { tilde: false, type: env.core.typeOf(env, e) };
  const made = { tilde: true, type: env.core.typeOf(env, e.x) };
  env.recordType(e, 'type', newUnion([made]));
  return made;
}
