// The field or variable that an expression names.

import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';

/** Also behind `&`; undefined for what is neither. */
export function varOf(expr: Expr, fn: Fn): Var | undefined {
  const x = withoutParens(expr);
  if (x.kind === 'SelectorExpr') {
    const object = fn.info.selections.get(x)?.obj ?? fn.info.uses.get(x.sel);
    return object?.kind === 'Var' ? object : undefined;
  }
  if (x.kind === 'UnaryExpr' && x.op === '&') return varOf(x.x, fn);
  if (x.kind !== 'Ident') return undefined;
  const object = fn.info.uses.get(x) ?? fn.info.defs.get(x);
  return object?.kind === 'Var' ? object : undefined;
}
