// Implicit repetition in const groups (spec: Constant declarations): a spec without type and values has those of the
// last spec that has some.

import type { Pos } from '#base/position.js';
import type { ConstSpec, Expr, Ident } from './ast.js';

/** A spec as written. */
export interface RawConstSpec {
  readonly pos: Pos;
  readonly end: Pos;
  readonly names: readonly Ident[];
  readonly type: Expr | undefined;
  readonly values: readonly Expr[];
}

/** The specs of one group with their iota and what they repeat. */
export function constSpecs(group: readonly RawConstSpec[]): ConstSpec[] {
  let earlier: RawConstSpec | undefined;
  return group.map((spec, iota) => {
    const { pos, end, names } = spec;
    const inherited = earlier !== undefined && spec.type === undefined && spec.values.length === 0;
    if (!inherited) earlier = spec;
    const { type, values } = earlier ?? spec;
    return { kind: 'ConstSpec', pos, end, names, type, values, iota, inherited };
  });
}
