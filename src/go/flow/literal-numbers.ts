// The numbers in the names of function literals: `F$1`, `F$1$2`. Mirrors the order in which go/ssa builds a function
// (types/function-name.ts says which). Differs where go/ssa does not build code that control flow cannot reach.

import type { BlockStmt, FuncLit, Node, SelectStmt, SwitchStmt, TypeSwitchStmt, VarSpec } from '#go/syntax/ast.js';
import { childrenOf } from '#go/syntax/walk.js';
import type { Info } from '#go/types/info.js';
import { iteratorCall } from './range-over-func.js';

/** Literals that stand in one function or in one body of a range over a function. */
interface Series {
  readonly prefix: string;
  count: number;
}

interface Item {
  readonly node: Node;
  readonly series: Series;
  /** Of the body of a range over a function, the literal that it is. */
  readonly iteration: FuncLit | undefined;
}

/**
 * Numbers the literals directly in `root`, not those in other literals, after those that have a number. `info` is that
 * of a function; between literals in an initial value there are no statements.
 */
export function numberLiterals(root: BlockStmt | VarSpec, info: Info | undefined, numbers: Map<FuncLit, string>): void {
  const stack: Item[] = [{ node: root, series: { prefix: '', count: numbers.size }, iteration: undefined }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { node, iteration } = item;
    let { series } = item;
    if (node.kind === 'FuncLit') {
      numbers.set(node, `${series.prefix}${++series.count}`);
      continue;
    }
    if (iteration !== undefined) {
      numbers.set(iteration, `${series.prefix}${++series.count}`);
      series = { prefix: `${series.prefix}${series.count}$`, count: 0 };
    }
    const iterator = node.kind === 'RangeStmt' && info !== undefined ? iteratorCall(node, info) : undefined;
    const children = orderOf(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child === undefined) continue;
      stack.push({
        node: child,
        series,
        iteration: node.kind === 'RangeStmt' && child === node.body ? iterator?.literal : undefined,
      });
    }
  }
}

/** The children of a node in the order in which they are built. */
function orderOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'ForStmt': {
      const children = childrenOf(node).filter((child) => child !== node.body && child !== node.post);
      return node.post === undefined ? [...children, node.body] : [...children, node.body, node.post];
    }
    case 'SwitchStmt':
    case 'TypeSwitchStmt':
      return defaultLast(node);
    case 'SelectStmt': {
      const heads = node.body.flatMap((clause) => clause.comm ?? []);
      const bodies = [...node.body].sort((a, b) => Number(a.comm === undefined) - Number(b.comm === undefined));
      return [...heads, ...bodies.flatMap((clause) => clause.body)];
    }
    default:
      return childrenOf(node);
  }
}

function defaultLast(node: SwitchStmt | TypeSwitchStmt | SelectStmt): readonly Node[] {
  const children = childrenOf(node);
  return [...children.filter((child) => !isDefault(child)), ...children.filter(isDefault)];
}

function isDefault(node: Node): boolean {
  return node.kind === 'CaseClause' && node.isDefault;
}
