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
import { varOf } from './variable-of.js';

/** Those of the holders that are maps from a key to the resource, or to what has it as a part. */
export function poolsAmong(engine: Engine, held: readonly Holding[]): Pool[] {
  const pools: Pool[] = [];
  for (const holding of held) {
    if (holding.of > 0 || holding.label.includes(keyPart)) continue;
    const field = fieldAt(engine, holding.pos);
    if (field === undefined || under(field.type).kind !== 'Map') continue;
    const uses = { put: new Map<Pos, PoolUse>(), take: new Map<Pos, PoolUse>(), drop: new Map<Pos, PoolUse>() };
    for (const fn of engine.reached) {
      if (fn.pkg !== field.pkg) continue;
      for (const { kind, use } of usesIn(fn, field)) uses[kind].set(use.pos, use);
    }
    const { put, take, drop } = uses;
    if (put.size > 0 && take.size > 0)
      pools.push({ holding, puts: inOrderOf(put), takes: inOrderOf(take), drops: inOrderOf(drop) });
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

interface Use {
  readonly kind: 'put' | 'take' | 'drop';
  readonly use: PoolUse;
}

/**
 * `x.f[key]` that is assigned to puts in; one that is ranged over or assigned from takes out; what is put back of what was
 * taken, and `delete(x.f, key)`, drop.
 */
function usesIn(fn: Fn, field: Var): Use[] {
  const found: Use[] = [];
  const { body } = fn;
  if (body === undefined) return found;
  const isField = (x: Expr): boolean => {
    const base = withoutParens(x);
    return base.kind === 'SelectorExpr' && fn.info.selections.get(base)?.obj === field;
  };
  const keyOf = (x: Expr): Expr | undefined => {
    const index = withoutParens(x);
    return index.kind === 'IndexExpr' && isField(index.x) ? index.indices[0] : undefined;
  };
  const add = (kind: Use['kind'], at: Expr, key = keyOf(at)): void => {
    if (key !== undefined)
      found.push({ kind, use: { caller: functionInfo(fn), pos: at.pos, key: { pos: key.pos, end: key.end } } });
  };
  const assigned = new Map<Var, Expr[]>();
  let deletes = false;
  // A function literal is a function of its own.
  const each = (visit: (node: Node) => void): void => {
    walk(body, (node: Node) => {
      if (node.kind === 'FuncLit') return false;
      visit(node);
      return true;
    });
  };
  each((node) => {
    if (node.kind === 'CallExpr') {
      const [map, key] = node.args;
      if (map === undefined || key === undefined || !isBuiltin(node.fun, 'delete') || !isField(map)) return;
      deletes = true;
      add('drop', node, key);
    } else if (node.kind === 'AssignStmt')
      node.lhs.forEach((lhs, i) => {
        // Of `v, ok := m[key]` the first is the value.
        const rhs = node.rhs[i] ?? (i === 0 ? node.rhs[0] : undefined);
        const variable = withoutParens(lhs).kind === 'Ident' ? varOf(lhs, fn) : undefined;
        if (variable !== undefined && rhs !== undefined)
          assigned.set(variable, [...(assigned.get(variable) ?? []), rhs]);
      });
  });
  /** What may stand in a variable, by the assignments to it. */
  const valuesOf = (x: Expr, seen: ReadonlySet<Var> = new Set()): readonly Expr[] => {
    const variable = withoutParens(x).kind === 'Ident' ? varOf(x, fn) : undefined;
    const all = variable === undefined || seen.has(variable) ? undefined : assigned.get(variable);
    return variable === undefined || all === undefined || seen.size >= copyDepth
      ? [withoutParens(x)]
      : all.flatMap((rhs) => valuesOf(rhs, new Set([...seen, variable])));
  };
  const isTaken = (x: Expr): boolean => valuesOf(x).some((value) => keyOf(value) !== undefined);
  const isPartOfTaken = (x: Expr): boolean =>
    valuesOf(x).some((value) => value.kind === 'SliceExpr' && isTaken(value.x));
  /** A part of what was taken: a slice of it, two slices joined, or what a function that deletes the key makes of it. */
  const isLeft = (x: Expr): boolean =>
    isPartOfTaken(x) ||
    valuesOf(x).some((value) => {
      if (value.kind !== 'CallExpr') return false;
      if (isBuiltin(value.fun, 'append')) return value.ellipsis !== 0 && value.args.every(isPartOfTaken);
      return deletes && value.args.some(isTaken);
    });
  each((node) => {
    if (node.kind === 'RangeStmt') add('take', node.x);
    else if (node.kind === 'AssignStmt') {
      node.lhs.forEach((lhs, i) => {
        const rhs = node.rhs[i];
        add(rhs !== undefined && isLeft(rhs) ? 'drop' : 'put', lhs);
      });
      for (const rhs of node.rhs) add('take', rhs);
    }
  });
  return found;
}

/** Variables between a value and where it is put. */
const copyDepth = 4;

function isBuiltin(fun: Expr, name: string): boolean {
  const x = withoutParens(fun);
  return x.kind === 'Ident' && x.name === name;
}
