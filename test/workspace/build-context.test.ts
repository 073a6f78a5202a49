import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateConstraint, parseConstraint } from '#go/workspace/build-constraint.js';
import { BuildContext } from '#go/workspace/build-context.js';
import { enabledExperiments } from '#go/workspace/experiments.js';
import { isLocalPattern, patternMatcher, treeMatcher } from '#go/workspace/package-pattern.js';

function contextFor(goos: string, goarch: string, tags: readonly string[] = [], cgo = false): BuildContext {
  return new BuildContext({ goos, goarch, tags, cgo, goVersion: 'go1.26.8', experiments: () => new Set(['jsonv2']) });
}

describe('build constraints', () => {
  it('are parsed with the precedence of Go', () => {
    const holds = (text: string, ...tags: string[]): boolean | undefined => {
      const constraint = parseConstraint(text);
      return constraint === undefined ? undefined : evaluateConstraint(constraint, (tag) => tags.includes(tag));
    };
    assert.equal(holds('a || b && c', 'a'), true);
    assert.equal(holds('(a || b) && c', 'a'), false);
    assert.equal(holds('!a && !(b || c)'), true);
    assert.equal(holds('a&&!b', 'a'), true);
    assert.equal(holds('go1.18 && x_y.z', 'go1.18', 'x_y.z'), true);
    for (const bad of [
      '',
      'a b',
      '&& a',
      'a ||',
      '(a',
      'a)',
      '!!a',
      'a & b',
      'a, b',
      '!',
      '()',
      'a-b',
      '('.repeat(5000),
      'a || '.repeat(100000) + 'a',
    ]) {
      assert.equal(holds(bad), undefined, bad.slice(0, 20));
    }
  });

  it('know systems, architectures, releases and tags', () => {
    const linux = contextFor('linux', 'amd64', ['mine'], true);
    for (const tag of [
      'linux',
      'amd64',
      'unix',
      'gc',
      'cgo',
      'mine',
      'go1.1',
      'go1.26',
      'amd64.v1',
      'goexperiment.jsonv2',
    ]) {
      assert.ok(linux.hasTag(tag), tag);
    }
    for (const tag of [
      'windows',
      'gccgo',
      'go1.27',
      'go1.01',
      'go2.0',
      'ignore',
      'goexperiment.arenas',
      'boringcrypto',
      'race',
    ]) {
      assert.ok(!linux.hasTag(tag), tag);
    }
    assert.ok(contextFor('android', 'arm64').hasTag('linux'));
    assert.ok(contextFor('ios', 'arm64').hasTag('darwin'));
    assert.ok(contextFor('illumos', 'amd64').hasTag('solaris'));
    assert.ok(!contextFor('windows', 'amd64').hasTag('unix'));
    assert.ok(!contextFor('js', 'wasm').hasTag('cgo'));
    assert.equal(linux.matchesConstraint('linux && !windows'), true);
    assert.equal(linux.matchesConstraint('linux &&'), undefined);
  });

  it('are in file names', () => {
    const linux = contextFor('linux', 'amd64');
    for (const name of [
      'a.go',
      'linux.go',
      'windows.go',
      'a_linux.go',
      'a_amd64.go',
      'a_linux_amd64.go',
      'a_linux_test.go',
      'a_unix.go',
      'a_windows_x.go',
      'a_linux.pb.go',
      'windows_test.go',
      'a_windows_amd64x.go',
    ]) {
      assert.ok(linux.matchesName(name), name);
    }
    for (const name of [
      'a_windows.go',
      'a_arm64.go',
      'a_linux_arm64.go',
      'a_windows_amd64.go',
      'a_windows_test.go',
      'a_linux_windows.go',
      'a_windows.pb.go',
      '_windows.go',
    ]) {
      assert.ok(!linux.matchesName(name), name);
    }
    assert.ok(contextFor('android', 'arm64').matchesName('a_linux.go'));
  });

  it('take the experiments that a Go release has on', () => {
    const source =
      'baseline := goexperiment.Flags{\n\t\tRegabiArgs: regabiSupported,\n\t\tDwarf5:  dwarf5Supported,\n\t\tGreenTeaGC: true,\n\t\tOther: unheardOf,\n\t}\n';
    assert.deepEqual([...enabledExperiments(source, 'linux', 'amd64', '')], ['regabiargs', 'dwarf5', 'greenteagc']);
    assert.deepEqual([...enabledExperiments(source, 'darwin', 'mips', 'jsonv2,nogreenteagc')], ['jsonv2']);
    assert.deepEqual([...enabledExperiments(source, 'linux', 'amd64', 'none,arenas')], ['arenas']);
    assert.deepEqual([...enabledExperiments('', 'linux', 'amd64', '')], []);
  });
});

describe('package patterns', () => {
  it('match as the go command has it', () => {
    const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ['net', ['net'], ['net/http', 'ne']],
      ['net/...', ['net', 'net/http', 'net/http/cookiejar'], ['network', 'a/net']],
      ['net...', ['net', 'net/http', 'network'], ['inet']],
      ['...http', ['http', 'net/http'], ['net/https']],
      ['a/.../b', ['a/x/b', 'a/x/y/b'], ['a/b', 'a/x/bc']],
      ['a...a', ['aa', 'aba'], ['a']],
      ['./...', ['./vendor', './a/vendor'], ['./vendor/x', './a/vendor/x']],
      ['./vendor/...', ['./vendor/x', './vendor'], ['./x']],
      ['...', ['a', 'a/b'], ['a/vendor/b', 'vendor/b']],
    ];
    for (const [pattern, yes, no] of cases) {
      const matches = patternMatcher(pattern);
      for (const name of yes) assert.ok(matches(name), `${pattern} ${name}`);
      for (const name of no) assert.ok(!matches(name), `${pattern} ${name}`);
    }
  });

  it('say which folders can hold a match', () => {
    const canMatch = treeMatcher('golang.org/x/...');
    for (const name of ['', 'golang.org', 'golang.org/x', 'golang.org/x/net/http2']) assert.ok(canMatch(name), name);
    for (const name of ['golang', 'github.com', 'golang.org/y']) assert.ok(!canMatch(name), name);
    assert.ok(treeMatcher('...')('anything/at/all'));
    assert.ok(treeMatcher('net...')('network/x'));
  });

  it('are paths on disk or import paths', () => {
    for (const local of ['.', '..', './...', '../x', '/abs', 'C:\\x', '.\\x']) assert.ok(isLocalPattern(local), local);
    for (const path of ['all', 'net/...', '...', 'example.com/x', '.hidden']) assert.ok(!isLocalPattern(path), path);
  });
});
