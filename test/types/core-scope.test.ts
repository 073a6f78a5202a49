// Scopes and the universe.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GoObject, Label } from '#go/types/object.js';
import { Scope } from '#go/types/scope.js';
import { typeString } from '#go/types/type-string.js';
import { lookupUniverse, universeScope, unsafePackage } from '#go/types/universe.js';

const label = (name: string): GoObject => new Label(name, undefined, 0);

describe('Scope', () => {
  it('sees what is declared before', () => {
    const outer = new Scope(universeScope);
    const inner = new Scope(outer);
    const before = label('x');
    const after = label('x');
    assert.equal(outer.insert(before, 5), undefined);
    assert.equal(inner.insert(after, 20), undefined);
    assert.equal(inner.lookupParent('x', 10)?.obj, before);
    assert.equal(inner.lookupParent('x', 20)?.obj, after);
    assert.equal(inner.lookupParent('x', 2), undefined);
    assert.equal(inner.lookupParent('len', 2)?.scope, universeScope);
  });

  it('declares a name once and `_` never', () => {
    const scope = new Scope(undefined);
    const first = label('b');
    scope.insert(first);
    assert.equal(scope.insert(label('b')), first);
    scope.insert(label('a'));
    scope.insert(label('_'));
    assert.deepEqual(scope.names(), ['a', 'b']);
  });
});

describe('universe', () => {
  it('has every predeclared name', () => {
    const kinds = new Map<string, number>();
    for (const name of universeScope.names()) {
      const kind = lookupUniverse(name)?.kind ?? '';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(kinds), { TypeName: 22, Builtin: 18, Const: 3, Nil: 1 });
    assert.deepEqual([...unsafePackage.names()].length, 9);
  });

  it('prints them', () => {
    const text = (name: string): string => {
      const obj = lookupUniverse(name);
      assert(obj?.kind === 'TypeName');
      return typeString(obj.type);
    };
    for (const name of ['any', 'byte', 'rune', 'error', 'comparable', 'int', 'uintptr']) assert.equal(text(name), name);
  });
});
