import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseModFile, parseWorkFile } from '#go/workspace/mod-file.js';
import { parseVendorList } from '#go/workspace/vendor-list.js';

describe('go.mod', () => {
  it('is read in all its forms', () => {
    const file = parseModFile(
      `// A comment
module "example.com/quoted" // Deprecated: no

go 1.21.0
toolchain go1.22.1
godebug (
	default=go1.21
	panicnil=1
)

require golang.org/x/net v0.23.0
require (
	// A comment in a block.
	"golang.org/x/text" v0.14.0 // indirect
	\`golang.org/x/sys\` v0.18.0 // indirect; used by tests
	github.com/x/y v2.0.0+incompatible //nothing
)
require ()
exclude golang.org/x/net v0.1.0
replace golang.org/x/net => ../net
replace (
	golang.org/x/text v0.14.0 => golang.org/x/text v0.13.0
	a.b/c v1.0.0 => "/abs/with space"
)
retract v1.0.0 // Broken.
retract [v1.1.0, v1.2.0]
tool golang.org/x/tools/cmd/stringer
ignore (
	./x
	node_modules
)
`,
      true,
    );
    assert.deepEqual(file.problems, []);
    assert.equal(file.modulePath, 'example.com/quoted');
    assert.equal(file.goVersion, '1.21.0');
    assert.equal(file.toolchain, 'go1.22.1');
    assert.deepEqual(file.godebugs, ['default=go1.21', 'panicnil=1']);
    assert.deepEqual(
      file.requires.map(
        ({ path, version, indirect, line }) => `${line} ${path}@${version}${indirect ? ' indirect' : ''}`,
      ),
      [
        '11 golang.org/x/net@v0.23.0',
        '14 golang.org/x/text@v0.14.0 indirect',
        '15 golang.org/x/sys@v0.18.0 indirect',
        '16 github.com/x/y@v2.0.0+incompatible',
      ],
    );
    assert.deepEqual(file.excludes, [{ path: 'golang.org/x/net', version: 'v0.1.0' }]);
    assert.deepEqual(
      file.replaces.map(({ oldPath, oldVersion, newPath, newVersion }) => [oldPath, oldVersion, newPath, newVersion]),
      [
        ['golang.org/x/net', undefined, '../net', undefined],
        ['golang.org/x/text', 'v0.14.0', 'golang.org/x/text', 'v0.13.0'],
        ['a.b/c', 'v1.0.0', '/abs/with space', undefined],
      ],
    );
    assert.deepEqual(file.retracts, [
      { low: 'v1.0.0', high: 'v1.0.0' },
      { low: 'v1.1.0', high: 'v1.2.0' },
    ]);
    assert.deepEqual(file.tools, ['golang.org/x/tools/cmd/stringer']);
    assert.deepEqual(file.ignores, ['./x', 'node_modules']);
  });

  it('says where it is broken and uses the rest', () => {
    const { problems, requires, modulePath } = parseModFile(
      `module m\r
require a.b/c v1\r
/* no */
require a.b/d master
require a.b/e
  unknown thing
replace a.b/c => x
replace a.b/c => ./x v1.0.0
module again
require "unclosed v1.0.0
godebug nothing
require ( a.b/f v1.0.0
require (
	a.b/g v1.0.0
`,
      true,
    );
    assert.equal(modulePath, 'm');
    assert.deepEqual(
      requires.map(({ path }) => path),
      ['a.b/c', 'a.b/g'],
    );
    assert.deepEqual(problems.map(({ line, column }) => `${line}:${column}`).sort(), [
      '10:9',
      '11:1',
      '12:1',
      '13:1',
      '3:1',
      '4:1',
      '5:1',
      '6:3',
      '7:1',
      '8:1',
      '9:1',
    ]);
  });

  it('of a dependency is read leniently', () => {
    const file = parseModFile(
      'module m\ngo v1.20x\nfuture x y\nreplace a => ./b\nexclude a.b/c v1.0.0\nrequire a.b/c v1.0.0\n',
      false,
    );
    assert.deepEqual(file.problems, []);
    assert.equal(file.goVersion, '1.20');
    assert.deepEqual([file.replaces.length, file.excludes.length, file.requires.length], [0, 0, 1]);
  });

  it('never throws on nonsense', () => {
    for (const text of [
      '',
      '(',
      ')',
      ')\n(\n',
      '\u0000',
      '"',
      'module (\n',
      '=> =>',
      'require (\n)\n)',
      'go\n',
      'retract [\n',
      '\uFEFFmodule x',
    ]) {
      parseModFile(text, true);
      parseWorkFile(text);
      parseVendorList(text);
    }
  });
});

describe('go.work', () => {
  it('is read', () => {
    const file = parseWorkFile('go 1.21\nuse ./a\nuse (\n\t./b\n\t../c // far\n)\nreplace x.y/z => ./z\nmodule m\n');
    assert.deepEqual(
      file.uses.map(({ dir, line }) => `${line} ${dir}`),
      ['2 ./a', '4 ./b', '5 ../c'],
    );
    assert.equal(file.replaces.length, 1);
    assert.deepEqual(
      file.problems.map(({ line }) => line),
      [8],
    );
  });
});

describe('vendor/modules.txt', () => {
  it('is read', () => {
    const list = parseVendorList(
      `## workspace
# a.b/c v1.0.0 => ../c
## explicit; go 1.17
a.b/c
a.b/c/d
# a.b/e v1.0.0 => f.g/e v1.1.0
a.b/e
# unused.x/y v1.0.0
## explicit
# a.b/c => ../c
# nonsense here
not/attributed
`,
    );
    assert.equal(list.isForWorkspace, true);
    assert.deepEqual([...list.packages.keys()], ['a.b/c', 'a.b/c/d', 'a.b/e']);
    assert.deepEqual([...list.modules.keys()], ['a.b/c', 'a.b/e']);
    assert.deepEqual(list.modules.get('a.b/c'), {
      path: 'a.b/c',
      version: 'v1.0.0',
      explicit: true,
      goVersion: '1.17',
      replacement: { newPath: '../c', newVersion: undefined },
    });
    assert.deepEqual(list.modules.get('a.b/e')?.replacement, { newPath: 'f.g/e', newVersion: 'v1.1.0' });
    assert.equal(list.named.get('unused.x/y@v1.0.0')?.explicit, true);
  });
});
