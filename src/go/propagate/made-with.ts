// What a struct is given where it is made: the fields that its literal names. What is not named is zero.

import type { Pos } from '#base/position.js';
import { withoutParens } from '#go/flow/program-index.js';
import { walk } from '#go/syntax/walk.js';
import { under } from '#go/types/type.js';
import type { Engine } from './engine.js';

/** The fields that the literal at a place sets, in its order; undefined if there is no literal with named fields. */
export function fieldsGivenAt(engine: Engine, at: Pos): readonly string[] | undefined {
  for (const fn of engine.reached) {
    if (fn.kind === 'literal' || at < fn.node.pos || at >= fn.node.end) continue;
    let found: readonly string[] | undefined;
    walk(fn.node, (node) => {
      const literal = node.kind === 'UnaryExpr' && node.op === '&' ? withoutParens(node.x) : node;
      if (found !== undefined || node.pos !== at || literal.kind !== 'CompositeLit') return found === undefined;
      const type = fn.info.types.get(literal)?.type;
      if (type === undefined || under(type).kind !== 'Struct') return true;
      const keys = literal.elts.map((element) =>
        element.kind === 'KeyValueExpr' && element.key.kind === 'Ident' ? element.key.name : undefined,
      );
      if (keys.every((key) => key !== undefined)) found = keys;
      return false;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
