import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GoEnvironment, type GoOverrides, type Host, readGoEnvironment } from '#cli/go-environment.js';
import { type MemoryOptions, memoryFileSystem } from '../support/memory-file-system.js';

const linux: Host = { platform: 'linux', arch: 'x64', home: '/home/u' };

function read(
  env: Record<string, string>,
  files: Record<string, string>,
  overrides: GoOverrides = {},
  host = linux,
  options: MemoryOptions = {},
): GoEnvironment {
  return readGoEnvironment(env, memoryFileSystem(files, options), overrides, host);
}

/** A Go installation. */
function installation(dir: string, version = 'go1.26.8'): Record<string, string> {
  return {
    [`${dir}/src/unsafe/unsafe.go`]: 'package unsafe\n',
    [`${dir}/VERSION`]: `${version}\ntime 2026\n`,
    [`${dir}/bin/go`]: '',
  };
}

describe('the Go environment', () => {
  it('finds GOROOT by flag, environment, go on PATH, usual places', () => {
    const files = {
      ...installation('/opt/go', 'go1.25.1'),
      ...installation('/usr/local/go'),
      ...installation('/home/u/sdk/go1.9.7', 'go1.9.7'),
      ...installation('/home/u/sdk/go1.24.2', 'go1.24.2'),
    };
    const rootOf = (env: Record<string, string>, overrides: GoOverrides = {}, from = files): string | undefined =>
      read(env, from, overrides, linux, { links: { '/bin/go': '/opt/go/bin/go' } }).goroot;
    assert.equal(rootOf({}, { goroot: '/x/' }), '/x');
    assert.equal(rootOf({ GOROOT: '/opt/go' }), '/opt/go');
    assert.equal(rootOf({ GOROOT: '/nowhere', PATH: '/sbin:/bin' }), '/opt/go');
    assert.equal(rootOf({}), '/usr/local/go');
    const sdkOnly = Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith('/home')));
    assert.equal(rootOf({}, {}, sdkOnly as typeof files), '/home/u/sdk/go1.24.2');
    const none = read({}, {});
    assert.deepEqual([none.goroot, none.goVersion], [undefined, 'go1.26']);
    assert.equal(read({ GOROOT: '/opt/go' }, files).goVersion, 'go1.25.1');
  });

  it('reads the user’s file and GOROOT/go.env below the environment', () => {
    const files = {
      ...installation('/usr/local/go'),
      '/usr/local/go/go.env': '# comment\nGOFLAGS=-tags=system\nGOARCH=arm64\n',
      '/home/u/.config/go/env': 'GOARCH=386\nGOMODCACHE=/mods\nGOWORK=off\n',
      '/mods/x': '',
    };
    const environment = read({}, files);
    assert.deepEqual(
      [environment.goarch, environment.modcache, environment.workFile, environment.tags],
      ['386', '/mods', 'off', ['system']],
    );
    assert.equal(read({ GOARCH: 'wasm' }, files).goarch, 'wasm');
    assert.equal(read({ GOARCH: 'wasm' }, files, { goarch: 'arm' }).goarch, 'arm');
    assert.equal(read({ GOENV: 'off' }, files).goarch, 'arm64');
    assert.equal(read({ XDG_CONFIG_HOME: '/none' }, files).goarch, 'arm64');
    assert.equal(environment.origins.find(({ name }) => name === 'GOARCH')?.from, '/home/u/.config/go/env');
  });

  it('finds the module cache', () => {
    const files = { '/home/u/go/pkg/mod/a': '', '/gp/pkg/mod/a': '', '/mc/a': '' };
    assert.equal(read({}, files).modcache, '/home/u/go/pkg/mod');
    assert.equal(read({ GOPATH: '/gp:/other' }, files).modcache, '/gp/pkg/mod');
    assert.equal(read({ GOPATH: '/gp', GOMODCACHE: '/mc/' }, files).modcache, '/mc');
    assert.equal(read({ GOMODCACHE: '/none' }, files).modcache, undefined);
    assert.equal(read({}, files, { modcache: '/mc' }).modcache, '/mc');
  });

  it('reads -mod and -tags of GOFLAGS', () => {
    const { tags, modMode } = read({ GOFLAGS: `-v -mod=vendor --tags=a,b '-ldflags=-X x=y'` }, {});
    assert.deepEqual([tags, modMode], [['a', 'b'], 'vendor']);
    assert.deepEqual(read({ GOFLAGS: '-tags=a' }, {}, { tags: ['c'], modMode: 'mod' }).tags, ['c']);
    assert.equal(read({ GOFLAGS: '-mod=strange' }, {}).modMode, undefined);
  });

  it('has cgo on as the go command does', () => {
    const withCompiler = { '/bin/gcc': '' };
    const cgo = (env: Record<string, string>, overrides: GoOverrides = {}): boolean =>
      read({ PATH: '/bin', ...env }, withCompiler, overrides).cgo;
    assert.equal(cgo({}), true);
    assert.equal(cgo({ PATH: '/empty' }), false);
    assert.equal(cgo({ PATH: '/empty', CC: 'zig cc' }), true);
    assert.equal(cgo({}, { goos: 'windows' }), false);
    assert.equal(cgo({ GOARCH: 'arm64' }), false);
    assert.equal(cgo({ GOARCH: 'arm64', CGO_ENABLED: '1' }), true);
    assert.equal(cgo({ CGO_ENABLED: '0' }), false);
    assert.equal(cgo({ CGO_ENABLED: '0' }, { cgo: true }), true);
  });

  it('knows Windows and macOS', () => {
    const windows: Host = { platform: 'win32', arch: 'x64', home: 'C:\\Users\\u' };
    const onWindows = read({ GOROOT: 'C:\\Go', GOMODCACHE: 'D:\\mods\\' }, {}, {}, windows);
    assert.deepEqual([onWindows.goos, onWindows.goarch], ['windows', 'amd64']);
    assert.equal(onWindows.origins.find(({ name }) => name === 'GOMODCACHE')?.value, 'D:/mods');
    const mac = read(
      {},
      { '/Users/u/Library/Application Support/go/env': 'GOFLAGS=-tags=mac\n' },
      {},
      { platform: 'darwin', arch: 'arm64', home: '/Users/u' },
    );
    assert.deepEqual([mac.goos, mac.goarch, mac.tags], ['darwin', 'arm64', ['mac']]);
  });
});
