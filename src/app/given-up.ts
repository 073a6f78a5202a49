// The fields that a function sets to nil, itself, in its literals or by handing nil to a helper that stores it: what was in them
// is not let go of by that, and is not kept there either.

import type { Pos } from '#base/position.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Engine } from '#go/propagate/engine.js';
import { varOf } from '#go/propagate/variable-of.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';

export interface GivenUp {
  readonly field: Var;
  readonly pos: Pos;
}

export function givenUp(engine: Engine, fn: Fn): readonly GivenUp[] {
  const found: GivenUp[] = [];
  for (const body of [fn, ...engine.body(fn).literals.map((literal) => engine.functions.ofLiteral(literal, fn))]) {
    found.push(...storesOf(engine, body, (expr) => isNil(expr, body)));
    for (const { node } of engine.body(body).calls) {
      const called = classify(node, body);
      const helper = called.kind === 'function' || called.kind === 'method' ? engine.fnOf(called.object) : undefined;
      if (helper?.body === undefined || helper.pkg !== fn.pkg) continue;
      const given = helper.params.filter((_, at) => node.args[at] !== undefined && isNil(node.args[at], body));
      const stored = storesOf(engine, helper, (expr) => given.includes(varOf(expr, helper)));
      found.push(...stored.map(({ field }) => ({ field, pos: node.pos })));
    }
  }
  return found;
}

function storesOf(engine: Engine, fn: Fn, isMeant: (expr: Expr) => boolean): readonly GivenUp[] {
  return engine.body(fn).stores.flatMap(({ form, target, source }) => {
    const x = withoutParens(target);
    const field = form === 'assign' && x.kind === 'SelectorExpr' ? varOf(x, fn) : undefined;
    return field?.role === 'field' && source.kind === 'expr' && isMeant(source.expr) ? [{ field, pos: x.pos }] : [];
  });
}

function isNil(expr: Expr, fn: Fn): boolean {
  return fn.info.types.get(withoutParens(expr))?.mode === 'nil';
}
