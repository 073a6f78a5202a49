// Range statements. Mirrors range.go.

import type { Expr, RangeStmt } from '#go/syntax/ast.js';
import { assigned, declareLocal, initialize } from './assignment.js';
import type { Environment } from './environment.js';
import { expr } from './evaluate.js';
import { Operand } from './operand.js';
import { isInteger, isString } from './predicates.js';
import { type Type, under, unknown } from './type.js';
import { commonUnder } from './type-set.js';
import { basicType, runeType } from './universe.js';
import { assignment } from './untyped.js';

/** Evaluates the head of a range statement and declares its variables in the innermost scope. */
export function rangeClause(env: Environment, s: RangeStmt, open: () => void): void {
  const x = new Operand();
  expr(env, x, s.x);
  const overInteger = x.mode !== 'unknown' && isInteger(x.type);
  const [key, value] = iterationTypes(x);
  open();
  const sides: readonly (readonly [Expr | undefined, Type | undefined])[] = [
    [s.key, key],
    [s.value, value],
  ];
  if (s.define) {
    for (const [e, type] of sides) {
      if (e?.kind !== 'Ident') continue;
      const known = overInteger && e === s.key ? initialize(env, x, undefined) : type;
      declareLocal(env, e, known ?? unknown('the range has no such variable'));
    }
  } else if (s.key !== undefined) {
    for (const [e] of sides) {
      if (e === undefined) continue;
      const type = assigned(env, e);
      if (overInteger && e === s.key) assignment(env, x, type);
    }
  } else if (overInteger) assignment(env, x, undefined);
}

/** The types of key and value; both unknown for a reason if the operand is. */
export function iterationTypes(x: {
  readonly mode: string;
  readonly type: Type;
}): readonly [Type | undefined, Type | undefined] {
  if (x.mode === 'unknown') return [x.type, x.type];
  let u = commonUnder(x.type);
  if (u?.kind === 'Pointer') {
    const array = under(u.elem);
    if (array.kind === 'Array') u = array;
  }
  switch (u?.kind) {
    case 'Basic':
      if (isString(u)) return [basicType('int'), runeType];
      return [x.type, undefined];
    case 'Array':
    case 'Slice':
      return [basicType('int'), u.elem];
    case 'Map':
      return [u.key, u.elem];
    case 'Chan':
      return [u.elem, undefined];
    case 'Signature': {
      const [yieldParam] = u.params.vars;
      const callback = yieldParam === undefined ? undefined : commonUnder(yieldParam.type);
      if (callback?.kind !== 'Signature') return [undefined, undefined];
      const [first, second] = callback.params.vars;
      return [first?.type, second?.type];
    }
    case 'Unknown':
      return [u, u];
    default:
      return [undefined, undefined];
  }
}
