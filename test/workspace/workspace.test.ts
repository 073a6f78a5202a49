import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import type { MissingPackage, PackageRef } from '#go/workspace/package.js';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '#go/workspace/workspace.js';
import { type MemoryFileSystem, type MemoryOptions, memoryFileSystem } from '../support/memory-file-system.js';
import { txtarFiles } from '../support/txtar.js';

const std = txtarFiles(
  `
-- src/unsafe/unsafe.go --
package unsafe
-- src/fmt/print.go --
package fmt

import (
	"golang.org/x/text/width"
	"os"
)
-- src/os/os.go --
package os

import "unsafe"
-- src/vendor/golang.org/x/text/width/w.go --
package width

import "golang.org/x/text/internal"
-- src/vendor/golang.org/x/text/internal/i.go --
package internal
-- src/cmd/go/main.go --
package main
-- src/internal/buildcfg/exp.go --
package buildcfg
`,
  '/goroot',
);

const cached = txtarFiles(
  `
-- cache/download/a.b/!lib/@v/v1.2.3.mod --
module a.b/Lib

go 1.19

require c.d/deep v0.1.0
-- cache/download/c.d/deep/@v/v0.1.0.mod --
module c.d/deep
-- a.b/!lib@v1.2.3/lib.go --
package lib

import _ "c.d/deep"
-- a.b/!lib@v1.2.3/sub/go.mod --
module ignored.in/cache
-- a.b/!lib@v1.2.3/sub/sub.go --
package sub
`,
  '/cache',
);

const defaults: WorkspaceOptions = {
  dir: '/src',
  goroot: '/goroot',
  modcache: '/cache',
  goos: 'linux',
  goarch: 'amd64',
  tags: [],
  cgo: false,
  goVersion: 'go1.26.8',
};

interface Setup extends MemoryOptions {
  readonly archive: string;
  readonly options?: Partial<WorkspaceOptions>;
  readonly extra?: Readonly<Record<string, string>>;
}

function fileSystemOf({ archive, extra = {}, ...options }: Setup): MemoryFileSystem {
  return memoryFileSystem({ ...std, ...cached, ...txtarFiles(archive), ...extra }, options);
}

function open(setup: Setup): Workspace {
  return openWorkspace(fileSystemOf(setup), { ...defaults, ...setup.options });
}

function found(ref: PackageRef | MissingPackage): PackageRef {
  assert.ok(ref.missing !== true, ref.missing === true ? ref.reason : '');
  return ref;
}

function missing(ref: PackageRef | MissingPackage): MissingPackage {
  assert.ok(ref.missing === true, ref.path);
  return ref;
}

const app = `
-- go.mod --
module example.com/app

go 1.20

require a.b/Lib v1.2.3
-- main.go --
package main

import (
	"fmt"
	_ "a.b/Lib"
)
-- sub/sub.go --
package sub
`;

describe('a workspace', () => {
  it('finds packages of the main module, of dependencies and of the standard library', () => {
    const workspace = open({ archive: app });
    assert.deepEqual(workspace.mainModules, [
      { path: 'example.com/app', dir: '/src', version: undefined, isMain: true, goVersion: 'go1.20' },
    ]);
    assert.deepEqual(
      workspace.mainPackages().map(({ path }) => path),
      ['example.com/app', 'example.com/app/sub'],
    );
    const lib = found(workspace.package('a.b/Lib'));
    assert.equal(lib.dir, '/cache/a.b/!lib@v1.2.3');
    assert.equal(lib.module?.goVersion, 'go1.19');
    assert.equal(lib.goVersion, 'go1.19');
    const fmt = found(workspace.package('fmt'));
    assert.deepEqual([fmt.isStd, fmt.module, fmt.goVersion], [true, undefined, 'go1.26']);
    // In the module cache a go.mod below a module does not cut anything off.
    assert.equal(found(workspace.package('a.b/Lib/sub')).name, 'sub');
    assert.deepEqual(
      workspace.importClosure(workspace.mainPackages()).map(({ path }) => path),
      [
        'a.b/Lib',
        'example.com/app',
        'example.com/app/sub',
        'fmt',
        'os',
        'unsafe',
        'vendor/golang.org/x/text/internal',
        'vendor/golang.org/x/text/width',
      ],
    );
    assert.deepEqual(workspace.diagnostics, []);
  });

  it('gives the standard library its own vendor folder, and nobody else', () => {
    const workspace = open({ archive: app });
    const fmt = found(workspace.package('fmt'));
    assert.equal(found(workspace.resolveImport('golang.org/x/text/width', fmt)).path, 'vendor/golang.org/x/text/width');
    const main = found(workspace.package('example.com/app'));
    assert.equal(
      missing(workspace.resolveImport('golang.org/x/text/width', main)).command,
      'go get golang.org/x/text/width',
    );
    assert.match(missing(workspace.package('C')).reason, /cgo/);
    assert.match(missing(workspace.package('cmd/go')).reason, /no package cmd\/go in the standard library/);
    assert.equal(found(workspace.package('unsafe')).name, 'unsafe');
  });

  it('names the command that brings a module', () => {
    const workspace = open({ archive: app });
    const lib = found(workspace.package('a.b/Lib'));
    const deep = missing(workspace.resolveImport('c.d/deep', lib));
    assert.equal(deep.command, 'go mod download c.d/deep@v0.1.0');
    assert.equal(deep.reason, 'c.d/deep comes from the module c.d/deep@v0.1.0, but it is not in the module cache.');
    assert.equal(deep.module?.path, 'c.d/deep');
    const told: string[] = [];
    workspace.importClosure([lib], { onMissing: ({ path }, from) => told.push(`${from.path} → ${path}`) });
    assert.deepEqual(told, ['a.b/Lib → c.d/deep']);
    assert.match(
      missing(open({ archive: app, options: { modcache: undefined } }).package('a.b/Lib')).reason,
      /module cache was not found/,
    );
    assert.match(
      missing(workspace.package('example.com/app/no')).reason,
      /The main module example.com\/app has no package/,
    );
    assert.match(missing(workspace.package('./x')).reason, /relative/);
  });

  it('goes on without a Go installation', () => {
    const workspace = open({ archive: app, options: { goroot: undefined } });
    const fmt = missing(workspace.package('fmt'));
    assert.match(fmt.reason, /--goroot/);
    assert.equal(found(workspace.package('example.com/app')).name, 'main');
    assert.throws(() => workspace.match('std'), UsageError);
  });

  it('is opened from any folder of the module', () => {
    const workspace = open({ archive: app, options: { dir: '/src/sub' } });
    assert.deepEqual(
      workspace.match('./...').map(({ path }) => path),
      ['example.com/app/sub'],
    );
    assert.deepEqual(
      workspace.match('..').map(({ path }) => path),
      ['example.com/app'],
    );
    assert.throws(
      () => open({ archive: '-- a.go --\npackage a\n' }),
      /There is no go.mod in \/src or a folder above it/,
    );
    assert.throws(() => open({ archive: app, options: { dir: '/nowhere' } }), /\/nowhere is not a folder/);
  });

  it('answers patterns, and says plainly what is wrong with one', () => {
    const workspace = open({ archive: app });
    assert.deepEqual(
      workspace.match('example.com/...').map(({ path }) => path),
      ['example.com/app', 'example.com/app/sub'],
    );
    assert.deepEqual(
      workspace.match('a.b/Lib/...').map(({ path }) => path),
      ['a.b/Lib', 'a.b/Lib/sub'],
    );
    assert.deepEqual(
      workspace.match('std').map(({ path }) => path),
      [
        'fmt',
        'internal/buildcfg',
        'os',
        'unsafe',
        'vendor/golang.org/x/text/internal',
        'vendor/golang.org/x/text/width',
      ],
    );
    assert.deepEqual(workspace.match('nothing/...'), []);
    for (const [pattern, words] of [
      ['fmt@v1', /holds a version/],
      ['./no', /no Go files in \/src\/no/],
      ['/elsewhere', /lies in no module/],
      ['c.d/deep', /not in the module cache/],
    ] as const) {
      assert.throws(() => workspace.match(pattern), words, pattern);
    }
    assert.equal(workspace.packageIn('/src/sub')?.path, 'example.com/app/sub');
    assert.equal(workspace.packageIn('/cache/a.b/!lib@v1.2.3/sub')?.path, 'a.b/Lib/sub');
    assert.equal(workspace.packageIn('/goroot/src/fmt')?.path, 'fmt');
    assert.equal(workspace.packageIn('/elsewhere'), undefined);
  });

  it('names files the same on every machine', () => {
    const workspace = open({
      archive: `
-- go.mod --
module example.com/app
replace x.y/folder => ../folder
replace x.y/z => a.b/Lib v1.2.3
-- main.go --
package main
`,
    });
    for (const [path, name] of [
      ['/goroot/src/net/http/client.go', 'std/net/http/client.go'],
      ['/goroot/src/vendor/golang.org/x/net/a.go', 'std/vendor/golang.org/x/net/a.go'],
      ['/cache/a.b/!lib@v1.2.3/sub/sub.go', 'a.b/Lib@v1.2.3/sub/sub.go'],
      ['/cache/golang.org/x/net@v0.23.0/http2/transport.go', 'golang.org/x/net@v0.23.0/http2/transport.go'],
      ['/src/rel/a.go', 'example.com/app/rel/a.go'],
      ['/folder/in/a.go', 'x.y/folder/in/a.go'],
      ['/srcs/a.go', '/srcs/a.go'],
    ] as const) {
      assert.equal(workspace.displayName(path), name);
    }
  });

  it('cuts off nested modules, testdata, hidden folders and links', () => {
    const workspace = open({
      archive: `
-- go.mod --
module m
-- a/a.go --
package a
-- a/testdata/t.go --
package t
-- a/_x/x.go --
package x
-- nested/go.mod --
module m/nested
-- nested/in/in.go --
package in
-- vendor/v/v.go --
package v
`,
      links: {
        '/src/loop': '/src',
        '/src/a/up': '/src/a',
        '/src/self': '/src/self',
        '/src/linked': '/cache/a.b/!lib@v1.2.3',
      },
    });
    assert.deepEqual(
      workspace.mainPackages().map(({ path }) => path),
      ['m/a'],
    );
    assert.match(missing(workspace.package('m/nested/in')).reason, /has no package/);
  });

  it('reports several packages in a folder and keeps the first', () => {
    const workspace = open({
      archive: '-- go.mod --\nmodule m\n-- a.go --\npackage a\n-- b.go --\npackage b\n-- c.go --\npackage a\n',
    });
    const found = workspace.mainPackages()[0];
    assert.deepEqual(
      [found?.name, found?.files, found?.ignoredFiles],
      ['a', ['/src/a.go', '/src/c.go'], ['/src/b.go']],
    );
    assert.deepEqual(
      workspace.diagnostics.map(({ code }) => code),
      ['several-packages'],
    );
  });

  it('reports a package that two modules hold and takes the longer path', () => {
    const workspace = open({
      archive: '-- go.mod --\nmodule m\n\ngo 1.21\n\nrequire (\n\ta.b/Lib v1.2.3\n\ta.b/Lib/sub v1.0.0\n)\n',
      extra: { '/cache/a.b/!lib/sub@v1.0.0/s.go': 'package sub\n' },
    });
    assert.equal(found(workspace.package('a.b/Lib/sub')).module?.version, 'v1.0.0');
    assert.deepEqual(
      workspace.diagnostics.map(({ message }) => message),
      [
        'The package a.b/Lib/sub is in several modules (a.b/Lib/sub@v1.0.0, a.b/Lib@v1.2.3); a.b/Lib/sub@v1.0.0 is taken.',
      ],
    );
  });

  it('uses what is whole in a broken go.mod', () => {
    const workspace = open({
      archive: '-- go.mod --\nmodule m\nrequire a.b/Lib\nrequire a.b/Lib v1.2.3\nnonsense\n-- a.go --\npackage a\n',
    });
    assert.equal(found(workspace.package('a.b/Lib')).name, 'lib');
    assert.deepEqual(
      workspace.diagnostics.map(
        ({ code, position }) => `${code} ${position?.file}:${position?.line}:${position?.column}`,
      ),
      ['go-mod-malformed m/go.mod:2:1', 'go-mod-malformed m/go.mod:4:1'],
    );
  });

  it('goes on where files and folders cannot be read', () => {
    const workspace = open({
      archive:
        '-- go.mod --\nmodule m\n-- a/a.go --\npackage a\n-- a/b.go --\npackage a\n-- shut/s.go --\npackage shut\n-- big/big.go --\npackage big\n',
      problems: { '/src/a/b.go': 'no-permission', '/src/shut': 'no-permission', '/src/big/big.go': 'too-large' },
    });
    assert.deepEqual(
      workspace.mainPackages().map(({ path, files }) => [path, files.length]),
      [['m/a', 1]],
    );
    assert.deepEqual(workspace.diagnostics.map(({ code, path }) => `${code} ${path}`).sort(), [
      'file-unreadable /src/a/b.go',
      'file-unreadable /src/big/big.go',
    ]);
    assert.throws(
      () => open({ archive: '-- go.mod --\nmodule m\n', problems: { '/src/go.mod': 'no-permission' } }),
      /may not be read/,
    );
  });

  it('says when build constraints leave nothing, and when one is malformed', () => {
    const workspace = open({
      archive:
        '-- go.mod --\nmodule m\n-- w/w_windows.go --\npackage w\n-- x/x.go --\n//go:build a b\n\npackage x\n-- y/y.go --\nfunc x() {}\n',
    });
    assert.equal(missing(workspace.package('m/w')).reason, 'Build constraints leave out all Go files of m/w.');
    missing(workspace.package('m/x'));
    missing(workspace.package('m/y'));
    assert.deepEqual(
      workspace.diagnostics.map(({ code }) => code),
      ['build-constraint-malformed', 'syntax-error'],
    );
    assert.equal(
      found(
        open({
          archive: '-- go.mod --\nmodule m\n-- w/w_windows.go --\npackage w\n',
          options: { goos: 'windows' },
        }).package('m/w'),
      ).name,
      'w',
    );
  });

  it('reads a file with a byte order mark, CRLF and a very long head', () => {
    const imports = Array.from({ length: 1000 }, (_, i) => `\t_ "x.y/p${i}"`).join('\r\n');
    const setup = {
      archive: '-- go.mod --\nmodule m\n',
      extra: {
        '/src/a.go': `\uFEFF// ${'long '.repeat(4000)}\r\n\r\npackage a\r\n\r\nimport (\r\n${imports}\r\n)\r\n`,
      },
    };
    assert.equal(open(setup).mainPackages()[0]?.imports.length, 1000);
    const fs = fileSystemOf(setup);
    const readStart = (path: string, length: number) => {
      const bytes = fs.readFile(path);
      return typeof bytes === 'string' ? bytes : bytes.subarray(0, length);
    };
    assert.equal(openWorkspace({ ...fs, readStart }, defaults).mainPackages()[0]?.imports.length, 1000);
  });

  it('reads nothing that is not asked for', () => {
    const fs = fileSystemOf({ archive: app });
    const workspace = openWorkspace(fs, defaults);
    assert.deepEqual([...fs.reads.keys()], ['/src/go.mod']);
    workspace.package('a.b/Lib');
    assert.deepEqual([...fs.reads.keys()], ['/src/go.mod', '/cache/a.b/!lib@v1.2.3/lib.go']);
    workspace.package('a.b/Lib');
    workspace.bytesOf('/src/main.go');
    workspace.bytesOf('/src/main.go');
    assert.equal(fs.reads.get('/src/main.go'), 1);
    assert.equal(fs.reads.get('/cache/a.b/!lib@v1.2.3/lib.go'), 1);
  });

  it('reads the whole graph where the main module does not list all', () => {
    const workspace = open({ archive: '-- go.mod --\nmodule m\n\ngo 1.16\n\nrequire a.b/Lib v1.2.3\n' });
    assert.equal(missing(workspace.package('c.d/deep')).command, 'go mod download c.d/deep@v0.1.0');
    assert.deepEqual(
      workspace.modules().map(({ path, version = '' }) => `${path} ${version}`),
      ['m ', 'a.b/Lib v1.2.3', 'c.d/deep v0.1.0'],
    );
    const incomplete = open({ archive: '-- go.mod --\nmodule m\n\ngo 1.16\n\nrequire not.there/x v1.0.0\n' });
    assert.match(missing(incomplete.package('c.d/deep')).reason, /not.there\/x@v1.0.0 among them/);
  });

  it('says when a replacement is not there', () => {
    const workspace = open({
      archive: '-- go.mod --\nmodule m\n\ngo 1.21\nrequire x.y/z v1.0.0\nreplace x.y/z => ../gone\n',
    });
    assert.equal(
      missing(workspace.package('x.y/z/a')).reason,
      'x.y/z, which has to have x.y/z/a, is replaced by the folder ../gone, which is not there.',
    );
  });

  it('uses the vendor folder, and says where it does not fit', () => {
    const archive = `
-- go.mod --
module m

go 1.21

require (
	a.b/Lib v1.2.3
	x.y/z v1.0.0
)
-- m.go --
package m
-- vendor/modules.txt --
# a.b/Lib v1.2.2
## explicit; go 1.18
a.b/Lib
-- vendor/a.b/Lib/lib.go --
package lib
`;
    const workspace = open({ archive });
    assert.ok(workspace.isVendored);
    const lib = found(workspace.package('a.b/Lib'));
    assert.deepEqual([lib.dir, lib.module?.version, lib.goVersion], ['/src/vendor/a.b/Lib', 'v1.2.2', 'go1.18']);
    assert.equal(workspace.displayName('/src/vendor/a.b/Lib/lib.go'), 'a.b/Lib@v1.2.2/lib.go');
    assert.equal(missing(workspace.package('x.y/z')).reason, 'The vendor folder does not hold x.y/z.');
    assert.deepEqual(
      workspace.diagnostics.map(({ message }) => message),
      [
        'go.mod asks for a.b/Lib@v1.2.3, but vendor/modules.txt holds a.b/Lib@v1.2.2; run `go mod vendor`.',
        'go.mod asks for x.y/z@v1.0.0, but vendor/modules.txt does not name it; run `go mod vendor`.',
      ],
    );
    assert.equal(
      found(open({ archive, options: { modMode: 'mod' } }).package('a.b/Lib')).dir,
      '/cache/a.b/!lib@v1.2.3',
    );
    assert.ok(!open({ archive: archive.replace('go 1.21', 'go 1.13') }).isVendored);
  });

  it('follows go.work', () => {
    const archive = `
-- go.work --
go 1.21
use (
	./one
	./two
	./gone
)
-- one/go.mod --
module x.y/one
-- one/one.go --
package one
-- two/go.mod --
module x.y/two
-- two/two.go --
package two
-- three/go.mod --
module x.y/three
`;
    const workspace = open({ archive, options: { dir: '/src/one' } });
    assert.deepEqual(
      workspace.mainPackages().map(({ path }) => path),
      ['x.y/one', 'x.y/two'],
    );
    assert.equal(found(workspace.package('x.y/two')).module?.isMain, true);
    assert.deepEqual(
      workspace.diagnostics.map(({ code, path }) => `${code} ${path}`),
      ['go-work-malformed /src/go.work'],
    );
    assert.throws(() => open({ archive, options: { dir: '/src/three' } }), /go work use \/src\/three/);
    assert.deepEqual(
      open({ archive, options: { dir: '/src/three', workFile: 'off' } }).mainModules.map(({ path }) => path),
      ['x.y/three'],
    );
    assert.throws(() => open({ archive, options: { workFile: '/none/go.work' } }), /does not exist/);
  });

  it('says when the module wants a newer Go', () => {
    const workspace = open({ archive: '-- go.mod --\nmodule m\n\ngo 1.99\n' });
    assert.deepEqual(
      workspace.diagnostics.map(({ code }) => code),
      ['go-version-newer'],
    );
  });
});
