// The index of a file: what its top-level declarations declare, without their trees.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, outline, problemsOf } from './read.js';

const base = 1000;

describe('source file', () => {
  it('lists declarations with their names', () => {
    const file = load(`package p

import "fmt"

const A, _ = 1, 2

const (
	B = iota /* x
	*/ C
	D, E; F = "(" + \`
)\` + ")"
	G = '('
)

var (
	x, y int
	z = func() int { var no = 1; return no }()
	w =
		1
	v struct {
		no int
	}
)
var one, two = 1,
	2

type T struct{ no int }
type (
	U[P any] []P
	V = T
	W interface {
		no()
	}
)

func f() {}
func (t *T) m() {}
func (T) n() int { return 1 }
func (u *U[P]) o() {}
func (_ U[_]) p() {}
func ((T)) q() {}
func asm(a,
	b int,
) (
	c int,
)
func _() {}
func init() { type no int; const no2 = 1 }
func g[P any]() interface { no() } { return nil }; var h = 1; ; type i int
`);
    assert.deepEqual(problemsOf(file), []);
    assert.deepEqual(outline(file), [
      'const A, _',
      'const B, C, D, E, F, G',
      'var x, y, z, w, v',
      'var one, two',
      'type T',
      'type U, V, W',
      'func f',
      'func *T.m',
      'func T.n',
      'func *U.o',
      'func U.p',
      'func T.q',
      'func asm',
      'func _',
      'func init',
      'func g',
      'var h',
      'type i',
    ]);
  });

  it('places a declaration from its keyword to its last token', () => {
    const source = 'package p\n\nvar a = 1 // c\nfunc  f ( ) { } // d\ntype T [\n2] int\n';
    const { units, packageName, packagePos } = load(source);
    const spans = units.map(({ pos, end }) => source.slice(pos - base, end - base));
    assert.deepEqual(spans, ['var a = 1', 'func  f ( ) { }', 'type T [\n2] int']);
    assert.deepEqual(
      units.map(({ names }) => names.map(({ pos }) => pos - base)),
      [[15], [32], [52]],
    );
    assert.deepEqual([packagePos - base, packageName.pos - base, packageName.end - base], [0, 8, 9]);
  });

  it('ends a line as Go does', () => {
    const file = load(`package p
var a = b +
	c
var d = f(
	1)[
	0]
var e = x.
	y
var g chan
	int
var h = 1 /* a
*/ ; var i = "\\"" ; var j = '"'
var k = \`" \\\`
func l() func()
func m() { a := '{'; b := "}"; c := \`}\`; /* } */ // }
}
var n = [...]int{
	1,
}
var o map[string]int
var q = -1.5e+3i
`);
    assert.deepEqual(outline(file), [
      'var a',
      'var d',
      'var e',
      'var g',
      'var h',
      'var i',
      'var j',
      'var k',
      'func l',
      'func m',
      'var n',
      'var o',
      'var q',
    ]);
    assert.deepEqual(problemsOf(file), []);
  });

  it('keeps directives', () => {
    const { units, directives } = load(`//go:build x

//go:generate y
package p

//go:linkname far other.far

// Doc.
//go:noinline
//
//go:linkname f other.f
func f()

// go:not one
func g() {
	//go:no
}

//export h
func h()
`);
    assert.deepEqual(
      units.map((unit) => unit.directives),
      [['go:linkname far other.far', 'go:noinline', 'go:linkname f other.f'], [], ['export h']],
    );
    assert.deepEqual(
      directives.map(({ text }) => text),
      ['go:linkname far other.far', 'go:noinline', 'go:linkname f other.f', 'export h'],
    );
  });

  const versions: readonly (readonly [string, string | undefined])[] = [
    ['go1.21', 'go1.21'],
    ['go1.21 && linux', 'go1.21'],
    ['go1.21 || go1.22', 'go1.21'],
    ['go1.21 && (go1.23 || go1.22)', 'go1.22'],
    ['go1.21 || linux', undefined],
    ['!go1.21', undefined],
    ['!(!go1.21 || linux)', 'go1.21'],
    ['linux', undefined],
    ['go1', 'go1'],
    ['go1.21 &&', undefined],
    ['(go1.21', undefined],
    ['go1.x', undefined],
  ];
  for (const [constraint, version] of versions) {
    it(`takes ${version} from //go:build ${constraint}`, () => {
      assert.equal(load(`//go:build ${constraint}\n\npackage p\n`).goVersion, version);
    });
  }

  it('reads CRLF and a byte order mark', () => {
    const source = '\u{feff}package p\r\n\r\nimport "C"\r\n\r\nvar a int\r\nfunc f() {\r\n\tx := `a\r\n`\r\n}\r\n';
    const file = load(source);
    assert.deepEqual(problemsOf(file), []);
    assert.deepEqual(outline(file), ['var a', 'func f']);
    assert.equal(file.usesCgo, true);
    const [, f] = file.units;
    const bytes = Buffer.from(source);
    assert.equal(
      bytes.subarray((f?.pos ?? 0) - base, (f?.end ?? 0) - base).toString(),
      'func f() {\r\n\tx := `a\r\n`\r\n}',
    );
  });

  it('counts positions in bytes', () => {
    const source = 'package p\n\nfunc f() { é("ü", x) }\n';
    const file = load(source);
    assert.deepEqual(problemsOf(file), []);
    const decl = file.units[0]?.decl;
    assert.ok(decl?.kind === 'FuncDecl');
    const statement = decl.body?.list[0];
    assert.ok(statement?.kind === 'ExprStmt' && statement.x.kind === 'CallExpr');
    const [, x] = statement.x.args;
    assert.equal((x?.pos ?? 0) - base, Buffer.from(source).indexOf('x)'));
    assert.ok(statement.x.fun.kind === 'Ident');
    assert.equal(statement.x.fun.name, 'é');
  });

  it('parses a declaration once', () => {
    const [unit] = load('package p\nfunc f() {}').units;
    assert.equal(unit?.decl, unit?.decl);
  });
});
