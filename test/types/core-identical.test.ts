// Identity, keys, type sets, comparability.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identical, identicalAnswer, identicalIgnoreTags, isComparable, typeSet } from '#go/types/identical.js';
import { allNumeric, allString, hasNil, isGeneric, isInteger, isNonTypeParamInterface } from '#go/types/predicates.js';
import { newSlice, type TypeParam, under, unknown } from '#go/types/type.js';
import { typeKey } from '#go/types/type-key.js';
import { commonUnder, coreString, coreTerm, typeTerms } from '#go/types/type-set.js';
import { typeString } from '#go/types/type-string.js';
import { anyType, basicType, byteType, comparableType, emptyInterface } from '#go/types/universe.js';
import { goPackage } from './core-source.js';

/** Each line holds types that are identical with one another and with none of another line. */
const classes = [
  ['int', 'A'],
  ['byte', 'uint8'],
  ['T'],
  ['[]int', '[]A'],
  ['[2]int'],
  ['[3]int'],
  ['map[string]T'],
  ['func(x int) T', 'func(y A) T', 'func(int) (r T)'],
  ['func(...int) T'],
  ['func([]int) T'],
  ['chan int'],
  ['<-chan int'],
  ['struct{ a int; b T }', 'struct{ a A; b T }'],
  ['struct{ a int `x`; b T }'],
  ['struct{ T }'],
  ['struct{ T T }'],
  ['interface{}', 'any', 'interface{ any }'],
  ['interface{ M(); N(int) }', 'interface{ N(A); M() }', 'interface{ HasM; N(int) }'],
  ['interface{ M() }', 'interface{ HasM }'],
  ['HasM'],
  ['G[int]', 'G[A]', 'GA[int]'],
  ['G[T]', 'GA[T]'],
  ['G[G[int]]', 'G[GA[A]]'],
  ['interface{ Self() interface{ Loop } }'],
  ['Loop'],
];

const types = classes.flat();
const p = goPackage(`
type T int
type A = int
type HasM interface{ M() }
type G[P any] struct{ p P }
type GA[P any] = G[P]
type Loop interface{ Self() interface{ Loop } }
${types.map((type, i) => `var v${i} ${type}`).join('\n')}
func f1[P any, Q ~[]P](p P, q Q) map[string]P
func f2[X any, Y ~[]X](X, Y) map[string]X
func f3[X any, Y ~[]X](X, Y) map[string]Y
func f4[X any, Y []X](X, Y) map[string]X
`);

describe('identity', () => {
  it('holds within a line and nowhere else, and keys agree', () => {
    const classOf = classes.flatMap((line, i) => line.map(() => i));
    types.forEach((_, i) => {
      types.forEach((_, j) => {
        const x = p.type(`v${i}`);
        const y = p.type(`v${j}`);
        const want = classOf[i] === classOf[j];
        assert.equal(identical(x, y), want, `${types[i]} and ${types[j]}`);
        assert.equal(
          typeKey(x) === typeKey(y),
          want,
          `keys of ${types[i]} and ${types[j]}: ${typeKey(x)} ${typeKey(y)}`,
        );
      });
    });
  });

  it('renames the type parameters of signatures', () => {
    assert.equal(identical(p.type('f1'), p.type('f2')), true);
    assert.equal(identical(p.type('f1'), p.type('f3')), false);
    assert.equal(identical(p.type('f1'), p.type('f4')), false);
    assert.equal(typeKey(p.type('f1')), typeKey(p.type('f2')));
    assert.notEqual(typeKey(p.type('f1')), typeKey(p.type('f4')));
  });

  it('hangs on an Unknown', () => {
    const u = unknown('no source');
    assert.equal(identical(u, u), false);
    assert.equal(identicalAnswer(newSlice(u), newSlice(basicType('int'))), 'unknown');
    assert.equal(identicalAnswer(newSlice(u), basicType('int')), 'no');
  });

  it('can leave tags out', () => {
    const tagged = types.indexOf('struct{ a int `x`; b T }');
    const plain = types.indexOf('struct{ a int; b T }');
    assert.equal(identicalIgnoreTags(p.type(`v${tagged}`), p.type(`v${plain}`)), 'yes');
  });
});

describe('type sets', () => {
  const q = goPackage(`
type Int interface{ ~int | ~int64 }
type Str interface{ string }
type Both interface{ Int; Str }
type OnlyInt interface{ Int; ~int | string }
type Bytes interface{ string | []byte }
type Cmp interface{ comparable; M() }
type Slices interface{ []int | []string }
type Same interface{ ~[]int; Len() int }
type Named []int
type Ch interface{ chan int | chan<- int }
type Methods interface{ b(); A(); z(); C() }
type S struct{ f func() }
type I interface{ M() }
type Missing interface{ nowhere.I; M() }
func fInt[P Int](P)
func fBytes[P Bytes](P)
func fSlices[P Slices](P)
func fSame[P Same](P)
func fSame2[P interface{ Named | []int }](P)
func fCh[P Ch](P)
func fAny[P any](P)
func fOne[P Str](P)
func fCmp[P comparable](P)
`);
  const set = (name: string) => {
    const u = under(q.type(name));
    assert(u.kind === 'Interface');
    return typeSet(u);
  };
  const param = (name: string): TypeParam => {
    const [first] = q.func(name).type.typeParams;
    assert(first);
    return first;
  };
  const terms = (name: string): string => {
    const list = set(name).terms;
    return list === 'all' ? 'all' : list.map((term) => `${term.tilde ? '~' : ''}${typeString(term.type)}`).join('|');
  };

  it('intersects and unites', () => {
    assert.equal(terms('Int'), '~int|~int64');
    assert.equal(terms('Both'), '');
    assert.equal(terms('OnlyInt'), '~int');
    assert.equal(terms('Cmp'), 'all');
    assert.equal(set('Cmp').comparable, true);
    assert.equal(set('Missing').unknown, true);
  });

  it('orders methods as go/types does', () => {
    assert.deepEqual(
      set('Methods').methods.map((method) => method.name),
      ['A', 'C', 'b', 'z'],
    );
  });

  it('knows what the types have in common', () => {
    const common = (name: string): string => {
      const t = commonUnder(param(name));
      return t === undefined ? 'nothing' : typeString(t);
    };
    assert.equal(common('fInt'), 'nothing');
    assert.equal(common('fSame'), '[]int');
    assert.equal(common('fSame2'), '[]int');
    assert.equal(common('fCh'), 'chan<- int');
    assert.equal(common('fAny'), 'nothing');
    assert.equal(common('fSlices'), 'nothing');
    const bytes = coreString(param('fBytes'));
    assert.equal(bytes && typeString(bytes), 'string');
    assert.equal(coreTerm(param('fOne'))?.single, true);
    assert.equal(coreTerm(param('fSame'))?.tilde, true);
    assert.equal(typeTerms(param('fAny')), undefined);
  });

  it('answers simple questions', () => {
    assert.equal(allNumeric(param('fInt')), true);
    assert.equal(isInteger(param('fInt')), false);
    assert.equal(allString(param('fBytes')), false);
    assert.equal(hasNil(param('fSlices')), true);
    assert.equal(hasNil(param('fAny')), false);
    assert.equal(isNonTypeParamInterface(param('fAny')), false);
    assert.equal(isGeneric(p.type('G')), true);
    assert.equal(isGeneric(p.type('GA')), true);
    assert.equal(identical(byteType, basicType('uint8')), true);
    assert.equal(under(anyType), emptyInterface);
  });

  it('knows what can be compared', () => {
    assert.equal(isComparable(q.type('S')), false);
    assert.equal(isComparable(q.type('I')), true);
    assert.equal(isComparable(q.type('I'), false), false);
    assert.equal(isComparable(param('fAny')), false);
    assert.equal(isComparable(param('fCmp')), true);
    assert.equal(isComparable(param('fInt')), true);
    assert.equal(isComparable(comparableType, false), true);
  });
});
