// `for k, v := range f` calls f with a function that runs the body once for each k and v (spec, "For statements with
// range clause"). The flow analysis sees the call of f with a literal that does nothing but take k and v; the body
// stays part of the function around it. Differs from go/ssa, where the body is a function of its own.

import type { CallExpr, Field, FieldList, FuncLit, RangeStmt } from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import { commonUnder } from '#go/types/type-set.js';

const calls = new WeakMap<RangeStmt, { readonly call: CallExpr; readonly literal: FuncLit } | null>();

/** The call that a range over a function makes; `site` as go/ssa has it: from the `for`, with `range` in place of `(`. */
export function iteratorCall(
  stmt: RangeStmt,
  info: Info,
): { readonly call: CallExpr; readonly literal: FuncLit } | undefined {
  let known = calls.get(stmt);
  if (known === undefined) {
    known = make(stmt, info) ?? null;
    calls.set(stmt, known);
  }
  return known ?? undefined;
}

function make(stmt: RangeStmt, info: Info): { readonly call: CallExpr; readonly literal: FuncLit } | undefined {
  const type = info.types.get(stmt.x)?.type;
  const iterator = type === undefined ? undefined : commonUnder(type);
  const yielder = iterator?.kind === 'Signature' ? iterator.params.vars[0]?.type : undefined;
  const signature = yielder === undefined ? undefined : commonUnder(yielder);
  if (signature?.kind !== 'Signature') return undefined;
  const { pos, body } = stmt;
  const list: Field[] = signature.params.vars.map(() => ({
    kind: 'Field',
    pos,
    end: pos,
    names: [],
    type: { kind: 'BadExpr', pos, end: pos },
    tag: undefined,
  }));
  const params: FieldList = { kind: 'FieldList', pos, end: pos, list };
  const literal: FuncLit = {
    kind: 'FuncLit',
    pos,
    end: stmt.end,
    type: { kind: 'FuncType', pos, end: pos, typeParams: undefined, params, results: undefined },
    body: { kind: 'BlockStmt', pos: body.pos, end: body.end, list: [] },
  };
  return {
    call: { kind: 'CallExpr', pos, end: stmt.x.end, fun: stmt.x, lparen: stmt.rangePos, args: [literal], ellipsis: 0 },
    literal,
  };
}

/** The innermost body of a range over a function in which a call stands; `calls` are those of the function around it. */
export function iterationOf(calls: readonly { readonly node: CallExpr }[], inner: CallExpr): FuncLit | undefined {
  let found: FuncLit | undefined;
  for (const { node } of calls) {
    const literal = node.args[0];
    if (
      node.args.length !== 1 ||
      literal?.kind !== 'FuncLit' ||
      literal.body.list.length > 0 ||
      node.pos !== literal.pos
    )
      continue;
    const { body } = literal;
    if (inner.pos < body.pos || inner.pos >= body.end) continue;
    if (found === undefined || body.pos > found.body.pos) found = literal;
  }
  return found;
}
