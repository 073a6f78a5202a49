// Where what is kept in a map is put in and taken out again: whether a resource that nobody uses is used once more. Read
// off the syntax of the functions that run in the package of the field.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr, Node } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { Var } from '#go/types/object.js';
import { unalias, under } from '#go/types/type.js';
import type { Holding, Pool, PoolUse } from '#program/custody-table.js';
import type { Engine } from './engine.js';
import { keyPart } from './value.js';

/** Those of the holders that are maps from a key to the resource, or to what has it as a part. */
export function poolsAmong(engine: Engine, held: readonly Holding[]): Pool[] {
  const pools: Pool[] = [];
  for (const holding of held) {
    if (holding.of > 0 || holding.label.includes(keyPart)) continue;
    const field = fieldAt(engine, holding.pos);
    if (field === undefined || under(field.type).kind !== 'Map') continue;
    const puts = new Map<Pos, PoolUse>();
    const takes = new Map<Pos, PoolUse>();
    for (const fn of engine.reached) {
      if (fn.pkg !== field.pkg) continue;
      for (const { isPut, use } of usesIn(fn, field)) (isPut ? puts : takes).set(use.pos, use);
    }
    if (puts.size === 0 || takes.size === 0) continue;
    pools.push({ holding, puts: inOrderOf(puts), takes: inOrderOf(takes) });
  }
  return pools;
}

const inOrderOf = (uses: ReadonlyMap<Pos, PoolUse>): PoolUse[] => [...uses.values()].sort(by(({ pos }) => pos));

function fieldAt(engine: Engine, pos: Pos): Var | undefined {
  for (const type of engine.partsOfType.keys()) {
    const u = under(unalias(type));
    const field = u.kind === 'Struct' ? u.fields.find((one) => one.pos === pos) : undefined;
    if (field !== undefined) return field;
  }
  return undefined;
}

/** `x.f[key]` that is assigned to puts in; one that is ranged over or assigned from takes out. */
function usesIn(fn: Fn, field: Var): { readonly isPut: boolean; readonly use: PoolUse }[] {
  const found: { readonly isPut: boolean; readonly use: PoolUse }[] = [];
  const { body } = fn;
  if (body === undefined) return found;
  const keyOf = (x: Expr): Expr | undefined => {
    const index = withoutParens(x);
    if (index.kind !== 'IndexExpr') return undefined;
    const base = withoutParens(index.x);
    const isIt = base.kind === 'SelectorExpr' && fn.info.selections.get(base)?.obj === field;
    return isIt ? index.indices[0] : undefined;
  };
  const add = (isPut: boolean, at: Expr): void => {
    const key = keyOf(at);
    if (key !== undefined)
      found.push({ isPut, use: { caller: functionInfo(fn), pos: at.pos, key: { pos: key.pos, end: key.end } } });
  };
  walk(body, (node: Node) => {
    // A function literal is a function of its own.
    if (node.kind === 'FuncLit') return false;
    if (node.kind === 'AssignStmt') {
      for (const lhs of node.lhs) add(true, lhs);
      for (const rhs of node.rhs) add(false, rhs);
    } else if (node.kind === 'RangeStmt') add(false, node.x);
    return true;
  });
  return found;
}
