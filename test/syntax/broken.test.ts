// Broken code: what is whole survives, the rest is reported, nothing is thrown and nothing hangs.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { walk } from '#go/syntax/walk.js';
import { checkSpans, load, outline, problemsOf, textOf } from './read.js';

interface Case {
  readonly name: string;
  readonly source: string;
  readonly outline: readonly string[];
  readonly problems: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a body that is not closed',
    source: 'package p\nfunc f() {\n\tif a {\n\tb()\n}\n\nfunc g() {}\nvar x = 1\n',
    outline: ['func f', 'func g', 'var x'],
    problems: ['2:1 The declaration of f is not closed.', '5:2 Expected "}", found the end of the declaration.'],
  },
  {
    name: 'a body with a bracket too many',
    source: 'package p\nfunc f() {\n\ta()\n}}\n\tb()\n}\nfunc g() {}\n',
    outline: ['func f', 'bad', 'func g'],
    problems: ['4:2 Expected a declaration: "func", "type", "var" or "const".'],
  },
  {
    name: 'a type that is not closed, and variables behind it',
    source: 'package p\ntype T struct {\n\ta int\n\nvar x = 1\n\nfunc f() {}\n',
    outline: ['type T', 'var x', 'func f'],
    problems: ['2:1 The declaration of T is not closed.', '3:7 Expected "}", found the end of the declaration.'],
  },
  {
    name: 'local declarations without indentation are not taken for others',
    source: 'package p\nfunc f() {\nvar x = 1\ntype T int\nconst c = 1\nfunc() {}()\n}\nfunc g() {}\n',
    outline: ['func f', 'func g'],
    problems: [],
  },
  {
    name: 'a group that is not closed',
    source: 'package p\nconst (\n\ta = 1\n\tb\n\nfunc f() {}\n',
    outline: ['const a, b', 'func f'],
    problems: ['2:1 The declaration of a is not closed.', '4:3 Expected ")", found the end of the declaration.'],
  },
  {
    name: 'a raw string that is not closed',
    source: 'package p\nvar s = `abc\n\nfunc f() {}\n\nfunc g() {}\n',
    outline: ['var s', 'func f', 'func g'],
    problems: ['2:1 The declaration of s is not closed.', '2:9 The string is not closed.'],
  },
  {
    name: 'a raw string that is not closed, and another behind it',
    source: 'package p\nfunc e() { a(`b) }\n\nfunc f() { c(`d`) }\n\nfunc g() {}\n',
    outline: ['func e', 'func f', 'func g'],
    problems: ['2:1 The declaration of e is not closed.', '2:14 The string is not closed.'],
  },
  {
    name: 'a comment that is not closed',
    source: 'package p\nfunc f() {}\n/* abc\nfunc g() {}\n',
    outline: ['func f', 'func g'],
    problems: ['3:1 The comment is not closed.'],
  },
  {
    name: 'a string that is not closed',
    source: 'package p\nvar a = "x\nvar b = 1\nfunc f() { g("y) }\nfunc h() {}\n',
    outline: ['var a', 'var b', 'func f', 'func h'],
    problems: [
      '4:1 The declaration of f is not closed.',
      '2:9 The string is not closed.',
      '4:14 The string is not closed.',
    ],
  },
  {
    name: 'an expression that is missing',
    source: 'package p\nfunc f() {\n\ta := \n\tb(\n\t1 2)\n\tfor {\n\t}\n}\nvar x = \nfunc g() {}\n',
    outline: ['func f', 'var x', 'func g'],
    problems: ['5:4 Expected ")", found "2".', '9:8 Expected an expression, found the end of the declaration.'],
  },
  {
    name: 'text that is no declaration',
    source: 'package p\n<<<<<<< HEAD\nfunc f() {}\n=======\nfunc g() {}\n>>>>>>> x\nx := 1\n',
    outline: ['bad', 'func f', 'bad', 'func g', 'bad'],
    problems: [
      '2:1 Expected a declaration: "func", "type", "var" or "const".',
      '4:1 Expected a declaration: "func", "type", "var" or "const".',
      '6:1 Expected a declaration: "func", "type", "var" or "const".',
    ],
  },
  {
    name: 'a function without a name',
    source: 'package p\nfunc () {}\nfunc (t T) () {}\nfunc f() {}\n',
    outline: ['bad', 'bad T.', 'func f'],
    problems: ['2:1 The function has no name.', '3:1 The function has no name.'],
  },
  {
    name: 'no package clause',
    source: 'func f() {}\n',
    outline: ['func f'],
    problems: ['1:1 The file does not start with a package clause.'],
  },
  {
    name: 'imports in the wrong place',
    source: 'package p\nfunc f() {}\nimport "a"\nimport (\n\t"b"\n)\nfunc g() {}\n',
    outline: ['func f', 'func g'],
    problems: ['3:1 Imports must come before other declarations.', '4:1 Imports must come before other declarations.'],
  },
  {
    name: 'a broken statement among whole ones',
    source: 'package p\nfunc f() {\n\ta()\n\tif {\n\t}\n\tb = = c\n\treturn d\n}\n',
    outline: ['func f'],
    problems: ['4:5 Expected a condition.'],
  },
];

/** The names that are called in the statements of the first function that survive. */
function calls(source: string): string[] {
  const names: string[] = [];
  for (const unit of load(source).units) {
    walk(unit.decl, (node) => {
      if (node.kind === 'CallExpr' && node.fun.kind === 'Ident') names.push(node.fun.name);
      return true;
    });
  }
  return names;
}

describe('broken code', () => {
  for (const { name, source, outline: expected, problems } of cases) {
    it(name, () => {
      const file = load(source);
      const found = problemsOf(file);
      assert.deepEqual(outline(file), expected);
      assert.deepEqual(found, problems);
      for (const { decl } of file.units) checkSpans(decl, file);
    });
  }

  it('keeps the statements around an error', () => {
    assert.deepEqual(calls('package p\nfunc f() {\n\ta()\n\tx := := 1\n\tb()\n\tif c( {\n\td()\n}\ne()\n}\n'), [
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    assert.deepEqual(calls('package p\nfunc f() {\n\ta(\n\tb()\n\tc()\n}\n'), ['a', 'b', 'c']);
    assert.deepEqual(calls('package p\nfunc f() {\n\tswitch x {\n\ta()\n\tcase 1:\n\t\tb()\n\t}\n\tc()\n}\n'), ['c']);
  });

  it('does not throw at any prefix of a file', () => {
    const source =
      'package p\nimport ( "a" )\nconst ( a = 1; b )\ntype T[P any] struct { a, b []int "t" }\nfunc (t *T[P]) m(x ...int) (y chan<- int) {\nL:\n\tfor i, v := range []int{1, 2: 3} { switch y := v.(type) { case *T[int]: select { case <-c: goto L } } }\n\treturn func() { if a := b[1:2]; !a.(T) { defer f(x...) } else { go (`a`) } }\n}\n';
    for (let length = 0; length <= source.length; length++) {
      const file = load(source.slice(0, length));
      problemsOf(file);
      for (const { decl } of file.units) checkSpans(decl, file);
    }
  });

  const deep = 200_000;
  const hostile: readonly (readonly [string, string])[] = [
    ['parentheses', `var x = ${'('.repeat(deep)}`],
    ['closed parentheses', `var x = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['blocks', `func f() ${'{'.repeat(deep)}${'}'.repeat(deep)}`],
    ['unary operators', `var x = ${'-'.repeat(deep)}1`],
    ['pointers', `var x ${'*'.repeat(deep)}T`],
    ['slices', `var x ${'[]'.repeat(deep)}T`],
    ['a sum', `var x = ${'a+'.repeat(deep)}a`],
    ['a chain of calls', `var x = a${'.b()'.repeat(deep)}`],
    ['a chain of else if', `func f() { ${'if a { } else '.repeat(deep)} { } }`],
    ['function literals', `var x = ${'func() { return '.repeat(deep / 20)}`],
    ['composite literals', `var x = T${'{'.repeat(deep)}`],
    ['function types', `var x ${'func('.repeat(deep)}`],
    ['parameters that may be types', `func f(${'a[func('.repeat(deep / 20)}`],
    ['type parameters that may be lengths', `${'type T[P *func() { '.repeat(deep / 20)}`],
    ['arrows', `var x = ${'<-chan '.repeat(deep)}int`],
    ['arrows in lengths', `var x ${'<-chan ['.repeat(deep / 20)}`],
    ['labels', `func f() { ${'a:'.repeat(deep)} }`],
    ['comments', '/*\n'.repeat(deep)],
    ['raw strings', 'var a = `\nfunc f(\n'.repeat(deep / 20)],
    ['functions that are not closed', 'func f() {\n'.repeat(deep / 20)],
    ['brackets', 'var x = {\n'.repeat(deep / 20)],
    ['garbage', 'x\n'.repeat(deep)],
    ['imports', `import (\n${'x\n'.repeat(deep)}`],
    ['zeros', '\0'.repeat(deep)],
    ['bytes that are not UTF-8', `var x = ${'\u00ff\u00fe'.repeat(1000)}`],
    ['a line of 10 MB', `var x = []byte{${'0x00, '.repeat(1_750_000)}}`],
    ['a string of 10 MB', `var x = "${'a'.repeat(10_000_000)}"`],
    ['a file of 10 MB', 'func f(a int) (int, error) { return g(a + 1), nil }\n'.repeat(200_000)],
  ];
  for (const [name, text] of hostile) {
    it(`ends on ${name}`, () => {
      const started = performance.now();
      const file = load(
        Buffer.from(`package p\n\n${text}`, name.startsWith('bytes') ? 'latin1' : 'utf8'),
        parseDeclaration,
      );
      problemsOf(file);
      const seconds = (performance.now() - started) / 1000;
      assert.ok(seconds < 20, `took ${seconds} s`);
    });
  }

  it('takes a declaration that is cut in the middle of a token', () => {
    const text = textOf('func f() { "abc" }');
    for (let end = 0; end <= text.bytes.length; end++) parseDeclaration(text, 0, end, []);
  });
});
