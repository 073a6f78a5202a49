// Nothing is parsed or imported before a question needs it, and the order of questions makes no difference.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileRecords } from '#go/types/records.js';
import { under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { parseTxtar } from '../support/txtar.js';
import { type Checked, checkArchive, checkText } from './checked.js';

const archive = parseTxtar(`
-- p/p.go --
package p

import (
	"example.com/a"
	"example.com/b"
	"example.com/c"
)

type T struct {
	One a.A
	Two *b.B
}

func (t *T) First() a.A { return t.One }
func (t *T) Second() b.B { return c.C(t.Two) }

var Value = c.C(nil)
-- a/a.go --
package a

type A int
-- b/b.go --
package b

type B string
-- c/c.go --
package c

import "example.com/b"

func C(x *b.B) b.B { return *x }
`);

function typeOf({ checker }: Checked, name: string): string {
  const object = checker.package('example.com/p').lookup(name);
  assert.ok(object?.kind === 'Var' || object?.kind === 'TypeName');
  return typeString(object.type);
}

describe('the checker on demand', () => {
  it('imports the packages of the fields that are looked at', () => {
    const checked = checkArchive(archive);
    const type = checked.checker.package('example.com/p').lookup('T');
    assert.ok(type?.kind === 'TypeName' && type.type.kind === 'Named');
    assert.deepEqual(
      type.type.methods.map((method) => method.name),
      ['First', 'Second'],
    );
    const struct = under(type.type);
    assert.ok(struct.kind === 'Struct');
    assert.deepEqual(checked.imported, ['example.com/p']);
    assert.equal(typeString(struct.fields[1]?.type ?? struct), '*example.com/b.B');
    assert.deepEqual(checked.imported, ['example.com/p', 'example.com/b']);
  });

  it('does not look into bodies for a signature or a type', () => {
    const checked = checkArchive(archive);
    assert.equal(typeOf(checked, 'Value'), 'example.com/b.B');
    assert.deepEqual(checked.imported, ['example.com/p', 'example.com/c', 'example.com/b']);
  });

  it('parses no other declaration', () => {
    const checked = checkText('package p\nvar x = f()\nfunc f() int { return + }\nfunc g() { return + }\n');
    assert.equal(typeOf(checked, 'x'), 'int');
    const [file] = checked.checker.package('example.com/p').files;
    assert.ok(file !== undefined);
    assert.equal(file.diagnostics.length, 0);
    for (const unit of file.units) checked.checker.info(unit);
    assert.ok(file.diagnostics.length > 0);
  });

  it('says the same whatever is asked first', () => {
    const inOrder = checkArchive(archive);
    const backwards = checkArchive(archive);
    for (const file of backwards.checker.package('example.com/p').files) {
      for (const unit of [...file.units].reverse()) backwards.checker.info(unit);
    }
    const records = ({ checker, sources }: Checked): string[] =>
      checker
        .package('example.com/p')
        .files.flatMap((file) => fileRecords(checker, file, sources))
        .map(({ record }) => JSON.stringify(record))
        .sort();
    assert.deepEqual(records(backwards), records(inOrder));
  });

  it('reports each missing package once', () => {
    const checked = checkText('package p\nimport "example.org/gone"\nvar x = gone.X\nvar y = gone.Y\n');
    typeOf(checked, 'x');
    typeOf(checked, 'y');
    assert.deepEqual(checked.checker.diagnostics, [
      {
        code: 'package-missing',
        message: 'There is no source for example.org/gone.',
        position: { file: 'p/p.go', line: 2, column: 8 },
      },
    ]);
  });
});
