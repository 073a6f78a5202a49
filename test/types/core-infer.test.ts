// Type arguments that are not written, and instances. The expected types are those that go/types infers.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identical, isComparable } from '#go/types/identical.js';
import { infer, inferCall } from '#go/types/infer.js';
import { instantiateAlias, instantiateNamed, verifyInstance } from '#go/types/instantiate.js';
import { lookupFieldOrMethod } from '#go/types/lookup.js';
import { sizesFor } from '#go/types/sizes.js';
import { substitute } from '#go/types/substitute.js';
import { type Named, newPointer, newSlice, unknown } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { basicType } from '#go/types/universe.js';
import { goPackage } from './core-source.js';

const declarations = `
type Number interface { ~int | ~int8 | ~float32 | ~float64 }
type MyInt int
type MySlice []string
type MyMap map[string]MyInt
type List[T any] struct { head *node[T] }
type node[T any] struct { v T; next *node[T] }
func (l *List[T]) Push(v T) *List[T]
func (l List[E]) Map(f func(E) E) List[E]
func (l *List[T]) Node() *node[T]
func NewList[T any](xs ...T) *List[T]
func Map[T, U any](xs []T, f func(T) U) []U
func Filter[S ~[]E, E any](s S, f func(E) bool) S
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A
func Sum[T Number](xs ...T) T
func Keys[M ~map[K]V, K comparable, V any](m M) []K
type P2[A, B any] struct { A A; B B }
func Pair[A, B any](a A, b B) P2[A, B]
func Id[T any](x T) T
func Ptr[T any](x T) *T
func Apply[F func(A) B, A, B any](f F, a A) B
func Chan[T any](c <-chan T) T
func Conv[To, From any](f From) (t To)
func Both[T any](a, b T) T
func Compose[A, B, C any](f func(A) B, g func(B) C) func(A) C
type Setter[T any] interface { *T; Set(string) }
type Conf struct{ s string }
func (c *Conf) Set(s string) {}
func FromStrings[T any, PT Setter[T]](s []string) []T
type Iface[T any] interface { Get() T; Put(T) Iface[T] }
type impl struct{}
func (impl) Get() int
func (impl) Put(int) Iface[int]
func UseIface[T any](i Iface[T]) T
type Option[T any] func(*T)
func With[T any](x T, o ...Option[T]) T
func optConf(c *Conf)
type Adder[T Adder[T]] interface{ Add(T) T }
type Num int
func (n Num) Add(m Num) Num
func SumAll[T Adder[T]](x ...T) T
func Arr[T any, A [3]T](a A) T
func CoreOnly[S []E, E any](e E) S
func Two[T any](f func(T), g func(T)) T
func sInt(int)
func generic1[T any](T)
func generic2[T Number](x T) T
type GA[T any] = []T
func UseGA[T any](x GA[T]) T
type GM[K comparable] = map[K]List[K]
var gm GM[string]
func ret2() (int, string)
`;

const cases: readonly (readonly [string, string])[] = [
  ['NewList(1, 2)', '*p.List[int]'],
  ['NewList[string]().Push("").Node().next', '*p.node[string]'],
  ['Map([]int{1}, func(i int) string { return "" })', '[]string'],
  ['Filter(MySlice{"a"}, func(s string) bool { return true })', 'p.MySlice'],
  ['Reduce([]string{}, 0.5, func(a float64, s string) float64 { return a })', 'float64'],
  ['Sum(1, 2.5)', 'float64'],
  ["Sum(1, 'a')", 'rune'],
  ['Sum(MyInt(1), 2)', 'p.MyInt'],
  ['Keys(MyMap{})', '[]string'],
  ['Pair("a", 1)', 'p.P2[string, int]'],
  ['Pair(ret2())', 'p.P2[int, string]'],
  ['Id(Id[int])', 'func(x int) int'],
  ['Ptr(Ptr(3))', '**int'],
  ['Chan(make(chan MyInt))', 'p.MyInt'],
  ['Conv[int](3.5)', 'int'],
  ['Both(1, 2.0)', 'float64'],
  ['Both([]int(nil), nil)', '[]int'],
  ['Both(make(chan int), (<-chan int)(nil))', '<-chan int'],
  ['Both([]string{}, MySlice{})', 'p.MySlice'],
  ['Compose(func(i int) string { return "" }, func(s string) error { return nil })', 'func(int) error'],
  ['Compose(Id[int], Ptr[int])', 'func(int) *int'],
  ['FromStrings[Conf]([]string{})', '[]p.Conf'],
  ['UseIface(impl{})', 'int'],
  ['With(Conf{}, optConf)', 'p.Conf'],
  ['SumAll(Num(1), Num(2))', 'p.Num'],
  ['Arr([3]string{})', 'string'],
  ['CoreOnly(1)', '[]int'],
  ['Two(generic1, sInt)', 'int'],
  ['Map([]float32{1}, generic2)', '[]float32'],
  ['UseGA([]string{})', 'string'],
  ['gm["a"].Map', 'func(f func(string) string) p.List[string]'],
  ['(*List[int]).Push', 'func(l *p.List[int], v int) *p.List[int]'],
  ['Pair[any, interface{}](1, 2)', 'p.P2[any, interface{}]'],
  ['Apply(Id[int], 3)', 'int'],
];

const p = goPackage(`${declarations}${cases.map(([expr], i) => `var v${i} = ${expr}`).join('\n')}
var reversed func(int) int = generic2
`);

describe('inference', () => {
  cases.forEach(([expr, want], i) => {
    it(`${expr} is ${want}`, () => assert.equal(typeString(p.type(`v${i}`)), want));
  });

  it('fails without enough to go on, and on a mismatch', () => {
    const { typeParams, params } = p.func('Conv').type;
    const result = infer(typeParams, [], params.vars, [{ type: basicType('int') }]);
    assert.deepEqual(result, { ok: false, index: 0, detail: 'cannot infer To' });
    const both = p.func('Both').type;
    const int = basicType('int');
    assert.equal(
      infer(both.typeParams, [], both.params.vars, [{ type: int }, { type: basicType('string') }]).ok,
      false,
    );
  });

  it('lets an Unknown through', () => {
    const map = p.func('Map').type;
    const lambda = p.func('sInt').type;
    const value = { mode: 'value', value: undefined } as const;
    const result = inferCall(
      map,
      [],
      [
        { ...value, type: newSlice(unknown('no source')) },
        { ...value, type: unknown('no source') },
      ],
    );
    assert(result.ok);
    assert.equal(typeString(result.signature.results), '([]invalid type)');
    assert.equal(lambda.params.vars.length, 1);
  });

  it('ends on constraints that go in circles', () => {
    const q = goPackage(`
      func f[A interface{ *B }, B interface{ *A }]() {}
      func g[A interface{ *A }]() {}
      func h[A interface{ []B }, B interface{ map[string]A }](a A) {}
      type T[P T[P]] struct{}
      var x = f
    `);
    for (const name of ['f', 'g', 'h']) {
      const { typeParams } = q.func(name).type;
      assert.equal(infer(typeParams, [], [], []).ok, false, name);
    }
  });
});

describe('instances', () => {
  const named = (q: typeof p, name: string): Named => {
    const t = q.type(name);
    assert(t.kind === 'Named');
    return t;
  };

  it('are one for one spelling', () => {
    const list = named(p, 'List');
    const int = basicType('int');
    assert.equal(instantiateNamed(list, [int]), instantiateNamed(list, [int]));
    assert.notEqual(instantiateNamed(list, [int]), instantiateNamed(list, [basicType('string')]));
    const ga = p.type('GA');
    assert(ga.kind === 'Alias');
    assert.equal(typeString(instantiateAlias(ga, [int])), 'p.GA[int]');
    assert.equal(identical(instantiateAlias(ga, [int]), newSlice(int)), true);
  });

  it('share what does not change', () => {
    const f = p.func('Filter').type;
    const t = newSlice(basicType('int'));
    assert.equal(substitute(t, f.typeParams, [basicType('int'), basicType('int')]), t);
  });

  it('check constraints', () => {
    const { typeParams } = p.func('FromStrings').type;
    const conf = p.type('Conf');
    assert.equal(verifyInstance(typeParams, [conf, newPointer(conf)]), undefined);
    assert.equal(verifyInstance(typeParams, [conf, conf])?.answer, 'no');
    assert.equal(verifyInstance(typeParams, [unknown('no source'), conf])?.answer, 'no');
    assert.equal(verifyInstance(p.func('Sum').type.typeParams, [unknown('no source')])?.answer, 'unknown');
  });

  it('end where they nest without end', () => {
    const q = goPackage(`
      type Deep[T any] struct { next *Deep[Deep[T]]; v T }
      type Wide[T any] struct { *Wide[func(T, T)]; v T }
      type Value[T any] struct { Value[Value[T]] }
      type Al[T any] = Al[[]T]
      type Self Self
      type Ring1 Ring2
      type Ring2 Ring1
      var d Deep[int]
      var w Wide[int]
      var v Value[int]
      var a Al[int]
    `);
    for (const name of ['d', 'w', 'v', 'a', 'Self', 'Ring1']) {
      const t = q.type(name);
      lookupFieldOrMethod(t, true, q.pkg, 'nowhere');
      isComparable(t);
      sizesFor('amd64').sizeof(t);
      assert.equal(typeString(t).length < 100_000, true);
    }
  });

  it('with a wrong number of type arguments have nothing under them', () => {
    const wrong = instantiateNamed(named(p, 'P2'), [basicType('int')]);
    assert.equal(wrong.underlying.kind, 'Unknown');
    assert.deepEqual(wrong.methods, []);
  });
});
