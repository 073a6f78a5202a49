// Packages and their files, as `go list` has them: a module of ours with every build constraint, and the examples.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseTxtar } from '../support/txtar.js';
import { type Build, differences, goList, nativeBuild, withFolder } from './go-command.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const archive = `A module with what build constraints, names and folders can do.
-- go.mod --
module example.com/app

go 1.25

ignore ./skipped
ignore anywhere
-- main.go --
package main

import (
	"fmt"
	_ "net/http"

	"example.com/app/named"
)

func main() { fmt.Println(other.X) }
-- main_linux.go --
package main
-- main_windows.go --
package main
-- main_windows_amd64.go --
package main
-- main_arm64.go --
package main
-- linux.go --
package main
-- unix_test.go --
package main
-- x_unix.go --
//go:build unix

package main
-- nested_expr.go --
// Copyright

//go:build (linux && !cgo) || (darwin && extra) || !(go1.21 || ignore)

package main
-- old.go --
// +build linux,386 darwin
// +build !extra

package main
-- future.go --
//go:build go1.99

package main
-- release.go --
//go:build go1.18 && gc && !gccgo

package main
-- experiment.go --
//go:build goexperiment.regabiargs || amd64.v1

package main
-- tagged.go --
//go:build extra

package main
-- tool.go --
//go:build ignore

package tool
-- _underscore.go --
package nonsense
-- .dot.go --
package nonsense
-- internal_test.go --
package main

import "testing"

func Test(*testing.T) {}
-- external_test.go --
package main_test

import (
	"os"
	"testing"
)

func Test(*testing.T) { os.Exit(0) }
-- external_windows_test.go --
package main_test
-- cgo/plain.go --
package cgo
-- cgo/with.go --
package cgo

import "C"
-- cgo/without.go --
//go:build !cgo

package cgo

import _ "strings"
-- named/other.go --
// Package other is called otherwise than its folder.
package other

const X = 1
-- doc/doc.go --
package documentation
-- doc/real.go --
package doc
-- onlytests/a_test.go --
package onlytests
-- onlyxtests/a_test.go --
package onlyxtests_test
-- onlywindows/a_windows.go --
package onlywindows
-- crlf/a.go --
\uFEFFpackage crlf\r
\r
import "bytes"\r
\r
var _ = bytes.Equal\r
-- vendor.v1/a.go --
package v1
-- testdata/a.go --
package testdata
-- _private/a.go --
package private
-- .hidden/a.go --
package hidden
-- skipped/a.go --
package skipped
-- deep/skipped/a.go --
package skipped
-- deep/anywhere/below/a.go --
package below
-- nested/go.mod --
module example.com/app/nested
-- nested/a.go --
package nested
-- empty/readme.txt --
nothing
`;

const builds: readonly Build[] = [
  nativeBuild,
  { goos: 'linux', goarch: 'amd64', cgo: true, tags: [] },
  { goos: 'linux', goarch: '386', cgo: false, tags: ['extra'] },
  { goos: 'windows', goarch: 'amd64', cgo: false, tags: [] },
  { goos: 'darwin', goarch: 'arm64', cgo: true, tags: ['extra', 'other'] },
  { goos: 'android', goarch: 'arm64', cgo: false, tags: [] },
  { goos: 'illumos', goarch: 'amd64', cgo: false, tags: [] },
  { goos: 'js', goarch: 'wasm', cgo: false, tags: [] },
];

const files = Object.fromEntries(parseTxtar(archive).files.map(({ name, text }) => [name, text]));

function nameOf({ goos, goarch, cgo, tags }: Build): string {
  return [goos, goarch, cgo ? 'cgo' : 'no cgo', ...tags].join(' ');
}

describe('packages against go list', () => {
  for (const build of builds) {
    it(`finds the files of a module of ours: ${nameOf(build)}`, () => {
      withFolder(files, (dir) => assert.deepEqual(differences(dir, build, './...'), []));
    });
  }

  it('matches patterns alike', () => {
    withFolder(files, (dir) => {
      for (const pattern of [
        '.',
        './named',
        './deep/...',
        './...named',
        'example.com/app/...',
        'example.com/...',
        'example.com/app/cgo',
        'net/...',
        'all',
        'std',
      ]) {
        assert.deepEqual(differences(dir, nativeBuild, pattern), [], pattern);
      }
      assert.deepEqual(differences(`${dir}/deep`, nativeBuild, './...'), []);
      assert.deepEqual(differences(`${dir}/deep`, nativeBuild, '../named'), []);
      assert.deepEqual(differences(`${dir}/nested`, nativeBuild, './...'), []);
    });
  });

  it('finds the standard library, asked in any of its systems', () => {
    withFolder({ 'go.mod': 'module m\n\ngo 1.25\n' }, (dir) => {
      for (const build of builds.slice(1)) assert.deepEqual(differences(dir, build, 'net/http'), [], nameOf(build));
    });
  });

  it('takes vendored packages, replaced folders and go.work as the go command does', () => {
    const many = {
      'go.mod':
        'module m\n\ngo 1.21\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.0.0 // indirect\n)\n\nreplace (\n\texample.com/a => ./a\n\texample.com/b v1.0.0 => ./b\n)\n',
      'm.go': 'package m\n\nimport _ "example.com/a/in"\n',
      'a/go.mod': 'module example.com/a\n\nrequire example.com/b v1.0.0\n',
      'a/in/a.go': 'package in\n\nimport _ "example.com/b"\n',
      'b/go.mod': 'module example.com/b\n\ngo 1.17\n',
      'b/b.go': 'package b\n',
    };
    withFolder(many, (dir) => assert.deepEqual(differences(dir, nativeBuild, './...'), []));
    const vendored = {
      ...many,
      'vendor/modules.txt':
        '# example.com/a v1.0.0 => ./a\n## explicit\nexample.com/a/in\n# example.com/b v1.0.0 => ./b\n## explicit; go 1.17\nexample.com/b\n# example.com/a => ./a\n',
      'vendor/example.com/a/in/a.go': 'package in\n\nimport _ "example.com/b"\n',
      'vendor/example.com/b/b.go': 'package b\n',
      'vendor/example.com/b/b_test.go': 'package b\n',
    };
    withFolder(vendored, (dir) => {
      assert.deepEqual(differences(dir, nativeBuild, './...'), []);
      assert.deepEqual(differences(dir, nativeBuild, 'example.com/...'), []);
    });
    const { 'go.mod': _, ...rest } = many;
    const work = {
      ...rest,
      'm/go.mod': 'module m\n\ngo 1.21\n',
      'm/m.go': 'package m\n\nimport _ "example.com/a/in"\n',
      'go.work': 'go 1.21\n\nuse (\n\t./m\n\t./a\n)\nreplace example.com/b => ./b\n',
    };
    withFolder(work, (dir) => {
      assert.deepEqual(differences(`${dir}/m`, nativeBuild, './...'), []);
      assert.deepEqual(differences(`${dir}/m`, nativeBuild, 'example.com/...'), []);
      assert.deepEqual(differences(`${dir}/a`, nativeBuild, 'all'), []);
    });
  });

  for (const example of ['examples/dubbo-go-bidi', 'examples/dubbo-go-app']) {
    it(`finds all that ${example} imports`, () => {
      const dir = `${root}${example}`;
      for (const build of [
        nativeBuild,
        { ...nativeBuild, cgo: true },
        { ...nativeBuild, goos: 'darwin', goarch: 'arm64' },
      ]) {
        assert.deepEqual(differences(dir, build, './...'), [], nameOf(build));
      }
    });
  }

  it('would notice if go list said nothing', () => {
    withFolder(files, (dir) => assert.ok(goList(dir, nativeBuild, ['./...']).length > 100));
  });
});
