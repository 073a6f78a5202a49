// The header of a Go file: package, imports, build constraints.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FileHeader, scanHeader } from '#go/syntax/header.js';

function header(source: string): FileHeader {
  return scanHeader(Buffer.from(source));
}

describe('header', () => {
  it('has package and imports', () => {
    const { packageName, imports, usesCgo, buildConstraint } = header(`// Package p.
package p // p

import "fmt"
import ( /* a */
	_ "a/b"; . "c"
	d \`e/f\` // g

	"h\\x2fi"
)
import ("C")

import "a"; func f() {}
import "late"
`);
    assert.equal(packageName, 'p');
    assert.deepEqual(imports, [
      { path: 'fmt', name: undefined },
      { path: 'a/b', name: '_' },
      { path: 'c', name: '.' },
      { path: 'e/f', name: 'd' },
      { path: 'h/i', name: undefined },
      { path: 'C', name: undefined },
      { path: 'a', name: undefined },
    ]);
    assert.equal(usesCgo, true);
    assert.equal(buildConstraint, undefined);
  });

  const constraints: readonly (readonly [string, string, string | undefined])[] = [
    ['go:build', '//go:build linux && !cgo\n\npackage p', 'linux && !cgo'],
    ['behind a comment', '// Copyright\n/* x\n */\n\n//go:build a\npackage p', 'a'],
    ['with CRLF', '//go:build a || b\r\n\r\npackage p\r\n', 'a || b'],
    ['with a byte order mark', '\u{feff}//go:build a\n\npackage p', 'a'],
    ['indented', '\t//go:build a\npackage p', 'a'],
    ['not behind other text', '/* */ //go:build a\npackage p', undefined],
    ['not in a block comment', '/*\n//go:build a\n*/\npackage p', undefined],
    ['not behind the package clause', 'package p\n//go:build a\n', undefined],
    ['not a longer word', '//go:builder a\npackage p', undefined],
    ['+build', '// +build a,!b c\n// +build d\n\npackage p', '((a && !b) || c) && (d)'],
    ['one +build line', '//+build a b\n\npackage p', 'a || b'],
    ['+build right above the package clause is documentation', '// +build a\npackage p', undefined],
    ['go:build goes before +build', '//go:build a\n// +build b\n\npackage p', 'a'],
    ['+build without tags never holds', '// +build\n\npackage p', 'ignore && !ignore'],
  ];
  for (const [name, source, expected] of constraints) {
    it(`build constraint: ${name}`, () => {
      const { packageName, buildConstraint } = header(source);
      assert.equal(buildConstraint, expected);
      assert.equal(packageName, 'p');
    });
  }

  it('takes anything', () => {
    const sources = [
      '',
      'package',
      'package ;',
      'x',
      'import "a"',
      '\0',
      '/*',
      '"',
      'package p; import',
      'package p; import (',
      'package p; import "a',
    ];
    for (const source of sources) header(source);
    assert.equal(header('').packageName, '_');
    assert.deepEqual(header('package p\nimport (\n"a"\nfunc f() {}\n').imports, [{ path: 'a', name: undefined }]);
    assert.deepEqual(
      header('package p\nimport (\n"a\n"b"\n)\nimport "c"').imports.map(({ path }) => path),
      ['b', 'c'],
    );
  });
});
