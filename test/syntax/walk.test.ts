// Walking: every node once, parents before children, in source order.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Node } from '#go/syntax/ast.js';
import { childrenOf, walk } from '#go/syntax/walk.js';
import { load } from './read.js';

function declOf(source: string): Node {
  const decl = load(`package p\n${source}`).units[0]?.decl;
  assert.ok(decl !== undefined);
  return decl;
}

function names(root: Node, into: (node: Node) => boolean = () => true): string[] {
  const found: string[] = [];
  walk(root, (node) => {
    if (node.kind === 'Ident') found.push(node.name);
    return into(node);
  });
  return found;
}

describe('walk', () => {
  it('goes in source order', () => {
    const decl = declOf(
      'func (a b) c[d e](f, g h) (i j) { k: for l, m := range n { if o := p; q { r(s, t...) } else { u[v:w:x] = y{z: A} } } }',
    );
    assert.equal(names(decl).join(' '), 'a b c d e f g h i j k l m n o p q r s t u v w x y z A');
  });

  it('does not go where it is told not to', () => {
    const decl = declOf('func a() { b(func() { c() }); d() }');
    assert.deepEqual(
      names(decl, (node) => node.kind !== 'FuncLit'),
      ['a', 'b', 'd'],
    );
  });

  it('gives the parent', () => {
    const parents: string[] = [];
    walk(declOf('var a = b.c'), (node, parent) => {
      parents.push(`${node.kind} in ${parent?.kind}`);
      return true;
    });
    assert.deepEqual(parents, [
      'GenDecl in undefined',
      'VarSpec in GenDecl',
      'Ident in VarSpec',
      'SelectorExpr in VarSpec',
      'Ident in SelectorExpr',
      'Ident in SelectorExpr',
    ]);
  });

  it('visits what a constant repeats once', () => {
    assert.deepEqual(names(declOf('const (\na = iota + x\nb\nc\n)')), ['a', 'iota', 'x', 'b', 'c']);
  });

  it('stands a deep tree', () => {
    const decl = declOf(`var a = ${'b + '.repeat(100_000)}b`);
    assert.equal(names(decl).length, 100_002);
  });

  it('lists children', () => {
    assert.deepEqual(
      childrenOf(declOf('func f(a int)')).map(({ kind }) => kind),
      ['Ident', 'FuncType'],
    );
  });
});
