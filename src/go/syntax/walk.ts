// Traversal of the syntax tree in source order. Each node is visited once: the type and values that a ConstSpec repeats
// from an earlier spec (`inherited`) belong to that one and are not visited again.

import type { Node } from './ast.js';

/** Return false not to descend into `node`. */
export type Visit = (node: Node, parent: Node | undefined) => boolean;

/**
 * Visits `node` and what is under it, parents before children. Not recursive: a sum of ten thousand strings is a tree
 * that deep.
 */
export function walk(node: Node, visit: Visit, parent?: Node): void {
  const nodes: Node[] = [node];
  const parents: (Node | undefined)[] = [parent];
  const push = (child: Node): void => {
    nodes.push(child);
  };
  for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
    if (!visit(next, parents.pop())) continue;
    const first = nodes.length;
    forEachChild(next, push);
    for (let low = first, high = nodes.length - 1; low < high; low++, high--) {
      const swap = nodes[low] ?? next;
      nodes[low] = nodes[high] ?? next;
      nodes[high] = swap;
    }
    for (let i = first; i < nodes.length; i++) parents.push(next);
  }
}

/** The direct children of a node in source order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  forEachChild(node, (child) => children.push(child));
  return children;
}

type Each = (child: Node) => void;

function all(nodes: readonly Node[], each: Each): void {
  for (const node of nodes) each(node);
}

function some(node: Node | undefined, each: Each): void {
  if (node !== undefined) each(node);
}

/** Calls `each` with the direct children of a node in source order. */
export function forEachChild(node: Node, each: Each): void {
  switch (node.kind) {
    case 'BadExpr':
    case 'BadStmt':
    case 'BadDecl':
    case 'Ident':
    case 'BasicLit':
    case 'EmptyStmt':
      return;
    case 'Ellipsis':
      return some(node.elt, each);
    case 'FuncLit':
      each(node.type);
      return each(node.body);
    case 'CompositeLit':
      some(node.type, each);
      return all(node.elts, each);
    case 'ParenExpr':
    case 'StarExpr':
    case 'UnaryExpr':
    case 'ExprStmt':
    case 'IncDecStmt':
      return each(node.x);
    case 'SelectorExpr':
      each(node.x);
      return each(node.sel);
    case 'IndexExpr':
      each(node.x);
      return all(node.indices, each);
    case 'SliceExpr':
      each(node.x);
      some(node.low, each);
      some(node.high, each);
      return some(node.max, each);
    case 'TypeAssertExpr':
      each(node.x);
      return some(node.type, each);
    case 'CallExpr':
      each(node.fun);
      return all(node.args, each);
    case 'BinaryExpr':
      each(node.x);
      return each(node.y);
    case 'KeyValueExpr':
    case 'MapType':
      each(node.key);
      return each(node.value);
    case 'ArrayType':
      some(node.len, each);
      return each(node.elt);
    case 'StructType':
      return each(node.fields);
    case 'FuncType':
      some(node.typeParams, each);
      each(node.params);
      return some(node.results, each);
    case 'InterfaceType':
      return each(node.methods);
    case 'ChanType':
      return each(node.value);
    case 'FieldList':
      return all(node.list, each);
    case 'Field':
      all(node.names, each);
      each(node.type);
      return some(node.tag, each);
    case 'DeclStmt':
      return each(node.decl);
    case 'LabeledStmt':
      each(node.label);
      return each(node.stmt);
    case 'SendStmt':
      each(node.chan);
      return each(node.value);
    case 'AssignStmt':
      all(node.lhs, each);
      return all(node.rhs, each);
    case 'GoStmt':
    case 'DeferStmt':
      return each(node.call);
    case 'ReturnStmt':
      return all(node.results, each);
    case 'BranchStmt':
      return some(node.label, each);
    case 'BlockStmt':
      return all(node.list, each);
    case 'IfStmt':
      some(node.init, each);
      each(node.cond);
      each(node.body);
      return some(node.else, each);
    case 'CaseClause':
      all(node.list, each);
      return all(node.body, each);
    case 'SwitchStmt':
      some(node.init, each);
      some(node.tag, each);
      return all(node.body, each);
    case 'TypeSwitchStmt':
      some(node.init, each);
      each(node.assign);
      return all(node.body, each);
    case 'CommClause':
      some(node.comm, each);
      return all(node.body, each);
    case 'SelectStmt':
      return all(node.body, each);
    case 'ForStmt':
      some(node.init, each);
      some(node.cond, each);
      some(node.post, each);
      return each(node.body);
    case 'RangeStmt':
      some(node.key, each);
      some(node.value, each);
      each(node.x);
      return each(node.body);
    case 'ImportSpec':
      some(node.name, each);
      return each(node.path);
    case 'ConstSpec':
      all(node.names, each);
      if (node.inherited) return;
      some(node.type, each);
      return all(node.values, each);
    case 'VarSpec':
      all(node.names, each);
      some(node.type, each);
      return all(node.values, each);
    case 'TypeSpec':
      each(node.name);
      some(node.typeParams, each);
      return each(node.type);
    case 'GenDecl':
      return all(node.specs, each);
    case 'FuncDecl':
      some(node.recv, each);
      each(node.name);
      each(node.type);
      return some(node.body, each);
  }
}
