// Selectors, method sets, and what implements what.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasPointerReceiver, lookupFieldOrMethod } from '#go/types/lookup.js';
import { methodSet } from '#go/types/method-set.js';
import {
  assertableTo,
  implementsInterface,
  implementsReason,
  missingMethod,
  pointerImplements,
} from '#go/types/missing-method.js';
import { newPointer, type Type, unknown } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { goPackage } from './core-source.js';

const p = goPackage(`
import "missing"
type A struct{ x, y int }
func (A) V() int { return 0 }
func (*A) P() {}
type B struct{ A; z int }
type C struct{ *A; x string }
type D struct{ B; C }
type E struct{ D; V func() }
type I interface{ V() int; P() }
type J struct{ I }
type PI = *I
type PA *A
type G[T any] struct{ v T; Next *G[T] }
func (g *G[T]) Get() T { return g.v }
type H struct{ G[int]; *J }
type M struct{ missing.T; A }
type R struct{ *R; A }
type Rec[T any] struct{ *Rec[Rec[T]]; f T }
type OnlyMissing struct{ missing.T }
type OnlyV interface{ V() int }
type Str interface{ V() string }
type low interface{ v() int }
type Getter[T any] interface{ Get() T }
type Cmp interface{ comparable }
type Num interface{ ~int | ~float64 }
type MyInt int
type F struct{ f func() }
`);

const lookup = (t: Type, name: string, addressable = false): string => {
  const result = lookupFieldOrMethod(t, addressable, p.pkg, name);
  if (!result.found) return result.reason;
  return `${result.obj.kind} [${result.index.join(' ')}]${result.indirect ? ' indirect' : ''} ${typeString(result.obj.type)}`;
};

describe('lookupFieldOrMethod', () => {
  for (const [type, name, want] of [
    ['A', 'x', 'Var [0] int'],
    ['A', 'V', 'Func [0] func() int'],
    ['A', 'P', 'pointer-receiver'],
    ['*A', 'P', 'Func [1] indirect func()'],
    ['B', 'y', 'Var [0 1] int'],
    ['B', 'A', 'Var [0] p.A'],
    ['B', 'P', 'pointer-receiver'],
    ['C', 'P', 'Func [0 1] indirect func()'],
    ['C', 'x', 'Var [1] string'],
    ['D', 'x', 'Var [1 1] string'],
    ['D', 'V', 'ambiguous'],
    ['D', 'z', 'Var [0 1] int'],
    ['E', 'V', 'Var [1] func()'],
    ['J', 'P', 'Func [0 0] func()'],
    ['PI', 'V', 'not-found'],
    ['PA', 'x', 'Var [0] indirect int'],
    ['PA', 'V', 'not-found'],
    ['H', 'Get', 'pointer-receiver'],
    ['*H', 'Get', 'Func [0 0] indirect func() int'],
    ['H', 'v', 'Var [0 0] int'],
    ['H', 'V', 'Func [1 0 1] indirect func() int'],
    ['M', 'x', 'Var [1 0] int'],
    ['M', 'nowhere', 'unknown'],
    ['R', 'x', 'Var [1 0] int'],
    ['Rec', 'nowhere', 'unknown'],
    ['A', '_', 'not-found'],
  ] as const) {
    it(`${type}.${name}: ${want}`, () => {
      const t = p.type(type.replace('*', ''));
      assert.equal(lookup(type.startsWith('*') ? newPointer(t) : t, name), want);
    });
  }

  it('takes the address where there is one', () => {
    assert.equal(lookup(p.type('B'), 'P', true), 'Func [0 1] func()');
  });

  it('keeps unexported names to their package', () => {
    assert.equal(lookupFieldOrMethod(p.type('A'), false, undefined, 'x').found, false);
    assert.equal(lookupFieldOrMethod(p.type('A'), false, undefined, 'V').found, true);
  });

  it('knows nothing of an Unknown', () => {
    assert.equal(lookup(unknown('no source'), 'x'), 'unknown');
  });

  it('does not hold members of an instance for others', () => {
    const result = lookupFieldOrMethod(newPointer(p.type('H')), false, p.pkg, 'Get');
    const generic = lookupFieldOrMethod(newPointer(p.type('G')), false, p.pkg, 'Get');
    assert(result.found && generic.found && result.obj.kind === 'Func');
    assert.equal(result.obj.origin, generic.obj);
    assert.equal(hasPointerReceiver(result.obj), true);
    const [recv] = [result.obj.type.recv];
    assert.equal(recv && typeString(recv.type), '*p.G[int]');
  });
});

describe('methodSet', () => {
  const names = (t: Type): string =>
    methodSet(t)
      .list.map((m) => `${m.obj.name}[${m.index.join(' ')}]`)
      .join(' ');
  it('holds promoted methods', () => {
    assert.equal(names(p.type('A')), 'V[0]');
    assert.equal(names(newPointer(p.type('A'))), 'P[1] V[0]');
    assert.equal(names(p.type('C')), 'P[0 1] V[0 0]');
    assert.equal(names(p.type('D')), '');
    assert.equal(names(p.type('E')), '');
    assert.equal(names(p.type('J')), 'P[0 0] V[0 1]');
    assert.equal(names(newPointer(p.type('I'))), '');
    assert.equal(names(p.type('H')), 'P[1 0 0] V[1 0 1]');
    assert.equal(methodSet(p.type('M')).unknown, true);
  });

  it('is one for all pointers to a type', () => {
    assert.equal(methodSet(newPointer(p.type('B'))), methodSet(newPointer(p.type('B'))));
  });
});

describe('implementsInterface', () => {
  const ask = (V: Type, T: string, forConstraint = false): string => implementsInterface(V, p.type(T), forConstraint);
  it('looks at method sets', () => {
    assert.equal(ask(p.type('A'), 'I'), 'no');
    assert.equal(ask(newPointer(p.type('A')), 'I'), 'yes');
    assert.equal(ask(p.type('C'), 'I'), 'yes');
    assert.equal(ask(p.type('J'), 'I'), 'yes');
    assert.equal(ask(p.type('A'), 'OnlyV'), 'yes');
    assert.equal(ask(p.type('I'), 'OnlyV'), 'yes');
    assert.equal(ask(p.type('OnlyV'), 'I'), 'no');
    assert.equal(ask(p.type('OnlyMissing'), 'I'), 'unknown');
    assert.equal(ask(newPointer(p.type('M')), 'I'), 'yes');
    assert.equal(ask(unknown('no source'), 'I'), 'unknown');
    assert.equal(pointerImplements(p.type('A'), p.type('I')), true);
  });

  it('says why not', () => {
    const reason = (V: Type, T: string): string | undefined => missingMethod(V, p.type(T), true)?.reason;
    assert.equal(reason(p.type('A'), 'I'), 'pointer-receiver');
    assert.equal(reason(p.type('A'), 'Str'), 'wrong-type');
    assert.equal(reason(p.type('MyInt'), 'I'), 'missing');
    assert.equal(reason(p.type('E'), 'OnlyV'), 'field');
    assert.equal(reason(p.type('D'), 'OnlyV'), 'ambiguous');
    assert.equal(reason(p.type('A'), 'low'), 'wrong-name');
    assert.match(implementsReason(newPointer(p.type('I')), p.type('I')).detail, /pointer to interface/);
  });

  it('looks at type sets of constraints', () => {
    assert.equal(ask(p.type('MyInt'), 'Num', true), 'yes');
    assert.equal(ask(p.type('A'), 'Num', true), 'no');
    assert.equal(ask(p.type('A'), 'Cmp', true), 'yes');
    assert.equal(ask(p.type('F'), 'Cmp', true), 'no');
    assert.equal(ask(p.type('I'), 'Cmp', true), 'yes');
    assert.equal(ask(p.type('I'), 'Cmp', false), 'no');
  });
});

describe('assertableTo', () => {
  it('asks whether a value can have the type', () => {
    assert.equal(assertableTo(p.type('I'), newPointer(p.type('A'))), 'yes');
    assert.equal(assertableTo(p.type('I'), p.type('A')), 'no');
    assert.equal(assertableTo(p.type('I'), p.type('OnlyV')), 'yes');
    assert.equal(assertableTo(p.type('I'), unknown('no source')), 'unknown');
  });
});
