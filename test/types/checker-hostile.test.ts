// Code that is wrong or hostile: nothing is thrown, nothing hangs, and what is not known says why.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { type Checked, checkText } from './checked.js';

function checkAll({ checker }: Checked): void {
  for (const file of checker.package('example.com/p').files) {
    checker.fileInfo(file);
    for (const unit of file.units) checker.info(unit);
  }
}

function reasonOf({ checker }: Checked, name: string): string {
  const object = checker.package('example.com/p').lookup(name);
  assert.ok(object !== undefined && (object.kind === 'Var' || object.kind === 'Const' || object.kind === 'TypeName'));
  const type = object.kind === 'TypeName' ? under(object.type) : object.type;
  return type.kind === 'Unknown' ? type.reason : `known: ${typeString(type)}`;
}

const deep = 20_000;

const hostile: readonly (readonly [string, string])[] = [
  ['deep parentheses', `var x = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
  ['deep operators', `var x = ${'-'.repeat(deep)}1`],
  ['long sums', `var x = ${'a+'.repeat(deep)}1; var a = 1`],
  ['sums that lean to the right', `var x = ${'1+('.repeat(deep)}1${')'.repeat(deep)}`],
  ['deep pointers', `var x ${'*'.repeat(deep)}int`],
  ['deep slices', `var x ${'[]'.repeat(deep)}int`],
  ['deep function types', `var x ${'func('.repeat(5000)}${')'.repeat(5000)}`],
  ['deep literals', `var x = ${'[]any{'.repeat(5000)}${'}'.repeat(5000)}`],
  ['deep functions', `func f() { ${'func() {'.repeat(2000)}${'}()'.repeat(2000)} }`],
  ['deep blocks', `func f() { ${'{'.repeat(deep)}${'}'.repeat(deep)} }`],
  ['deep calls', `func f(x int) int { return ${'f('.repeat(deep)}1${')'.repeat(deep)} }`],
  ['long selectors', `type t struct{ n *t }; var v t; var x = v${'.n'.repeat(deep)}`],
  ['long if chains', `func f(x int) { ${'if x > 1 {} else '.repeat(deep)}{} }`],
  [
    'constants that need each other, last first',
    Array.from({ length: 3000 }, (_, i) => `const c${i} = c${i + 1} + 1`).join('\n') + '\nconst c3000 = 0',
  ],
  [
    'variables that need each other',
    Array.from({ length: 3000 }, (_, i) => `var v${i} = v${(i + 1) % 3000}`).join('\n'),
  ],
  ['a chain of types', Array.from({ length: 3000 }, (_, i) => `type t${i} t${i + 1}`).join('\n') + '\ntype t3000 int'],
  [
    'a chain of aliases',
    Array.from({ length: 3000 }, (_, i) => `type t${i} = t${i + 1}`).join('\n') + '\ntype t3000 = int',
  ],
  ['a ring of aliases', 'type a = b; type b = c; type c = a; var x a'],
  ['a ring of types', 'type a b; type b a; var x a; var y = x.f'],
  ['types that grow', 'type t[P any] struct { f *t[*t[P]]; g t[[]P] }; var v t[int]; var x = v.f.f.f.g.g.f'],
  [
    'types that embed themselves',
    'type t struct { t; *u; v }; type u struct { *t; u }; type v interface { v; m() }; var x = t{}.m; var y = t{}.nothing',
  ],
  [
    'constraints in a ring',
    'type c[P c[P]] interface { m(P) }; func f[P Q, Q P](x P) { x.m(); _ = x + 1 }; func g[P c[P]]() {}; var x = f(1)',
  ],
  ['functions that grow', 'func f[T any](x T) { f([]T{x}) }; func g[T any]() { g[*T]() }; var _ = f[int]'],
  [
    'a variable in its own type',
    'var x [len(x)]int; var y = [len(y)]int{}; const c = len([c]int{}); func f(a [unsafe.Sizeof(f)]int) {}',
  ],
  [
    'a large array',
    'var x [1 << 62][1 << 62]int; const c = len(x); const d = 1 << 1000 << 1000 << 1000; const e = 1e1000000',
  ],
  [
    'a method on nothing',
    'func (x T) m() {}; func (x *T[P, Q]) n(p P) Q { return x.n(p) }; func (int) o() {}; func () p() {}; func (a, b T) q() {}',
  ],
  [
    'words in wrong places',
    'var x = iota; var y = _; var z = nil; const k = f(); func f() { return 1; break a; goto b; x := x; _ = y; x.(type) }',
  ],
  [
    'types as values',
    'var x = int; var y = []int + 1; var z = len; var w = append; var v = map; func f() { int; len; x = int }',
  ],
  [
    'numbers that do not fit',
    'func f() int { return }; func g() (a, b int) { return 1 }; var x, y = f(); var a, b, c = g(); func h() { x, y := f(); a, b = g(), 1; f(g()); g()() }',
  ],
  [
    'nonsense generics',
    'func f[T int|string](x T) {}; var x = f[int, int]; var y = f[1](2); var z f[int]; type t[P any] P; type u = t; var v u; var w t[int][int]',
  ],
  [
    'nonsense literals',
    'var x = T{a: 1, 2, {3}}; var y = []int{"a": 1, -1: 2}; var z = struct{ a int }{b: 1, 2, 3}; var w = {1}; var v = int{1}; var u = map[[]int]x{{}: {}}',
  ],
];

describe('hostile code', () => {
  for (const [name, source] of hostile) {
    it(name, () => checkAll(checkText(`package p\n${source}\n`)));
  }
});

describe('what is not known', () => {
  it('says which package is missing', () => {
    const checked = checkText(
      'package p\nimport "example.org/gone"\nvar x = gone.New().Field\nvar y = []gone.T{}\nvar z, w = gone.F()\n',
    );
    assert.equal(reasonOf(checked, 'x'), 'There is no source for example.org/gone.');
    assert.equal(reasonOf(checked, 'w'), 'There is no source for example.org/gone.');
    assert.equal(reasonOf(checked, 'y'), 'known: []invalid type');
  });

  it('says which name is missing', () => {
    assert.equal(reasonOf(checkText('package p\nvar x = y.z\n'), 'x'), 'nothing declares y');
  });

  it('says what refers to itself', () => {
    const checked = checkText('package p\nvar x = y\nvar y = x\ntype a b\ntype b a\n');
    assert.match(reasonOf(checked, 'x'), /refers to itself/);
    assert.match(reasonOf(checked, 'a'), /defined by itself/);
  });

  it('says that cgo is not looked into', () => {
    assert.match(reasonOf(checkText('package p\nimport "C"\nvar x = C.free\n'), 'x'), /cgo/);
  });

  it('does not spread further than it must', () => {
    const checked = checkText(
      'package p\nimport "example.org/gone"\nvar x = len(gone.X)\nvar y = gone.X == nil\nvar z = append([]int{}, gone.Y...)\nvar w = struct{ a int; b gone.T }{}.a\n',
    );
    assert.deepEqual(
      ['x', 'y', 'z', 'w'].map((name) => reasonOf(checked, name)),
      ['known: int', 'known: bool', 'known: []int', 'known: int'],
    );
  });
});
