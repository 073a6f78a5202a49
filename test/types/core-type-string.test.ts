// Types as text: expected is what go/types prints.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { funcName } from '#go/types/function-name.js';
import { lookupMethod } from '#go/types/lookup.js';
import { newPointer, unknown } from '#go/types/type.js';
import { packageNameQualifier, relativeTo, typeString } from '#go/types/type-string.js';
import { unsafePackage } from '#go/types/universe.js';
import { goPackage } from './core-source.js';

const p = goPackage(`
import "unsafe"
type T int
type G[A any, B, C interface{ ~int | string }] struct{ f A }
func (g *G[X, Y, Z]) M() {}
func (g G[X, Y, Z]) V() {}
type Al = []T
type GA[A any] = map[string]A
type I interface{ M(x int) (n int, err error); error }
type E struct{ T; *Al; x, Y int \`json:"a\\"b"\` }
var a chan (<-chan int)
var b chan<- chan int
var c <-chan (chan<- T)
var d func(x int, ys ...string) (a, b T)
var e func(int) error
var f interface{}
var g any
var h interface{ any }
var i G[int, T, string]
var j GA[any]
var k [3]map[T]*byte
var l unsafe.Pointer
var m struct{ a int; I }
var n rune
var o func(func(...T)) func() (int, string)
func fn[S ~[]V, V comparable](s S) (V, bool)
func fi[string any](x string) {}
func init() {}
`);

describe('typeString', () => {
  for (const [name, want] of [
    ['T', 'p.T'],
    ['G', 'p.G[A any, B, C interface{~int | string}]'],
    ['Al', 'p.Al'],
    ['GA', 'p.GA[A any]'],
    ['a', 'chan (<-chan int)'],
    ['b', 'chan<- chan int'],
    ['c', '<-chan chan<- p.T'],
    ['d', 'func(x int, ys ...string) (a p.T, b p.T)'],
    ['e', 'func(int) error'],
    ['f', 'interface{}'],
    ['g', 'any'],
    ['h', 'interface{any}'],
    ['i', 'p.G[int, p.T, string]'],
    ['j', 'p.GA[any]'],
    ['k', '[3]map[p.T]*byte'],
    ['l', 'unsafe.Pointer'],
    ['m', 'struct{a int; p.I}'],
    ['n', 'rune'],
    ['o', 'func(func(...p.T)) func() (int, string)'],
    ['fn', 'func[S ~[]V, V comparable](s S) (V, bool)'],
    ['fi', 'func[string/* type parameter */ any](x string/* type parameter */)'],
  ] as const) {
    it(`${name} is ${want}`, () => assert.equal(typeString(p.type(name)), want));
  }

  it('prints what is under a name', () => {
    const under = (name: string): string => {
      const t = p.type(name);
      assert(t.kind === 'Named');
      return typeString(t.underlying);
    };
    assert.equal(under('I'), 'interface{M(x int) (n int, err error); error}');
    assert.equal(under('E'), 'struct{p.T; *p.Al; x int "json:\\"a\\\\\\"b\\""; Y int "json:\\"a\\\\\\"b\\""}');
  });

  it('qualifies', () => {
    assert.equal(typeString(p.type('i'), relativeTo(p.pkg)), 'G[int, T, string]');
    assert.equal(typeString(p.type('l'), relativeTo(unsafePackage)), 'Pointer');
    assert.equal(typeString(p.type('l'), packageNameQualifier), 'unsafe.Pointer');
    assert.equal(typeString(newPointer(unknown('x'))), '*invalid type');
  });
});

describe('funcName', () => {
  it('is that of go/ssa', () => {
    const generic = p.type('G');
    const method = lookupMethod(newPointer(generic), true, p.pkg, 'M');
    const value = lookupMethod(p.type('i'), true, p.pkg, 'V');
    assert(method && value);
    assert.equal(funcName(method), '(*p.G[X, Y, Z]).M');
    assert.equal(funcName(value), '(p.G[X, Y, Z]).V');
    assert.equal(funcName(p.func('fn')), 'p.fn');
    const inInterface = lookupMethod(p.type('I'), true, p.pkg, 'M');
    const inUniverse = lookupMethod(p.type('I'), true, p.pkg, 'Error');
    assert(inInterface && inUniverse);
    assert.equal(funcName(inInterface), '(p.I).M');
    assert.equal(funcName(inUniverse), '(error).Error');
  });
});
