import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareGoVersions, goMinor, isGoVersion, languageVersion } from '#go/workspace/go-version.js';
import { escapePath, importPathProblem, isStandardPath, unescapePath } from '#go/workspace/module-path.js';
import { compareVersions, isValidVersion } from '#go/workspace/semver.js';

/** Each comes before the next. */
function assertAscending(ordered: readonly string[], compare: (a: string, b: string) => number): void {
  for (const [i, a] of ordered.entries()) {
    for (const [j, b] of ordered.entries()) assert.equal(compare(a, b), Math.sign(i - j), `${a} ${b}`);
  }
}

describe('module versions', () => {
  it('are ordered as semantic versions', () => {
    assertAscending(
      [
        'bad',
        'v0.0.0-20180724234803-3673e40ba225',
        'v0.0.0-20190108225652-1e06a53dbb7e',
        'v0.0.0',
        'v0.9.0',
        'v0.10.0',
        'v1.0.0-1',
        'v1.0.0-2',
        'v1.0.0-10',
        'v1.0.0-alpha',
        'v1.0.0-alpha.1',
        'v1.0.0-alpha.beta',
        'v1.0.0-rc3',
        'v1.0.0',
        'v1.0.4-0.20211212162352-f9d2183d89d5',
        'v1.0.4',
        'v10.0.0',
        'v99999999999999999999.0.0',
      ],
      compareVersions,
    );
    assert.equal(compareVersions('v2.0.0+incompatible', 'v2.0.0'), 0);
    assert.equal(compareVersions('v1', 'v1.0.0'), 0);
  });

  it('are told from other words', () => {
    for (const good of ['v1.2.3', 'v1', 'v1.2', 'v0.0.0-0.x', 'v2.1.3+incompatible'])
      assert.ok(isValidVersion(good), good);
    for (const bad of ['1.2.3', 'v1.2.3.4', 'v01.2.3', 'v1.2.3-', 'v1.2.3-01', 'v1.2-pre', 'master', '', 'v']) {
      assert.ok(!isValidVersion(bad), bad);
    }
  });
});

describe('Go versions', () => {
  it('are ordered as internal/gover has it', () => {
    assertAscending(
      ['1.9', '1.16', '1.20rc1', '1.20', '1.20.1', '1.21', '1.21beta1', '1.21rc2', '1.21.0', '1.21.3', '1.26.8'],
      compareGoVersions,
    );
    assert.equal(compareGoVersions('1.20', '1.20.0'), 0);
  });

  it('have a language version', () => {
    assert.equal(languageVersion('1.26.8'), 'go1.26');
    assert.equal(languageVersion('1.21rc1'), 'go1.21');
    assert.equal(languageVersion('nonsense'), 'go1.16');
    assert.equal(goMinor('1.26.8'), 26);
    assert.equal(goMinor('2.0'), undefined);
    assert.ok(isGoVersion('1.21rc1') && !isGoVersion('go1.21') && !isGoVersion('1.x'));
  });
});

describe('paths', () => {
  it('are escaped in the module cache', () => {
    assert.equal(escapePath('github.com/BurntSushi/toml'), 'github.com/!burnt!sushi/toml');
    assert.equal(unescapePath('github.com/!burnt!sushi/toml'), 'github.com/BurntSushi/toml');
  });

  it('belong to the standard library if the first element has no dot', () => {
    assert.ok(isStandardPath('net/http') && isStandardPath('crypto/internal/entropy/v1.0.0') && isStandardPath('C'));
    assert.ok(!isStandardPath('golang.org/x/net') && !isStandardPath('x.y'));
  });

  it('that cannot be imported say why', () => {
    assert.equal(importPathProblem('golang.org/x/net'), undefined);
    for (const bad of ['', './x', '..', '/x', 'a@v1', 'a//b', 'a/', 'a/../b', 'a./b', 'a b', 'a\u0000', 'ä']) {
      assert.notEqual(importPathProblem(bad), undefined, bad);
    }
  });
});
