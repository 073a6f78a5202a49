// Minimal version selection against `go list -m all`, over module graphs made from a fixed series of numbers: every mix of
// Go versions (pruned or not), replacements, exclusions, workspaces.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { goListModules, nativeBuild, runGo, withFolder, workspaceFor } from './go-command.js';

const moduleCount = 8;
const versions = ['v1.0.0', 'v1.1.0', 'v1.2.0-pre', 'v1.2.0'];
const goVersions = ['', '1.15', '1.16', '1.17', '1.18', '1.21'];

/** A linear congruential generator: the same numbers everywhere. */
class Numbers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1103515245) + 12345) & 0x7fffffff;
    return (this.#state >> 8) % limit;
  }

  oneOf(list: readonly string[]): string {
    return list[this.below(list.length)] ?? '';
  }
}

/** Upper-case letters in half of them, which the cache escapes. */
const moduleName = (i: number): string => `example.com/${i % 2 === 0 ? 'Mod' : 'mod'}${i}`;
const escaped = (path: string): string => path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

function requirements(numbers: Numbers, percent: number, except = ''): string {
  let text = '';
  for (let i = 0; i < moduleCount; i++) {
    if (moduleName(i) === except || numbers.below(100) >= percent) continue;
    text += `require ${moduleName(i)} ${numbers.oneOf(versions)}${numbers.below(2) === 0 ? ' // indirect' : ''}\n`;
  }
  return text;
}

/** A module cache with its modules already unpacked, as paths below `cache`. */
function moduleCache(numbers: Numbers): Record<string, string> {
  const files: Record<string, string> = {};
  for (let i = 0; i < moduleCount; i++) {
    const path = moduleName(i);
    for (const [n, version] of versions.entries()) {
      const go = numbers.oneOf(goVersions);
      const file = `module ${path}\n\n${go === '' ? '' : `go ${go}\n`}${requirements(numbers, 22, path)}`;
      const download = `cache/cache/download/${escaped(path)}/@v`;
      const dir = `cache/${escaped(path)}@${version}`;
      files[`${download}/${version}.mod`] = file;
      files[`${download}/${version}.info`] = `{"Version":"${version}","Time":"2020-01-01T00:00:00Z"}`;
      files[`${download}/${version}.ziphash`] = `h1:${Buffer.alloc(32, i * versions.length + n).toString('base64')}`;
      files[`${download}/list`] = `${versions.join('\n')}\n`;
      files[`${dir}/go.mod`] = file;
      files[`${dir}/x.go`] = 'package x\n';
    }
  }
  return files;
}

function mainModules(numbers: Numbers, isWorkspace: boolean): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of isWorkspace ? ['a', 'b'] : ['a']) {
    let text = `module example.com/${name}\n\ngo ${numbers.oneOf(goVersions.slice(1))}\n${requirements(numbers, isWorkspace ? 40 : 30)}`;
    if (numbers.below(3) === 0)
      text += `exclude ${moduleName(numbers.below(moduleCount))} ${numbers.oneOf(versions)}\n`;
    if (numbers.below(3) === 0) {
      const path = moduleName(numbers.below(moduleCount));
      text += `replace ${path}${numbers.below(2) === 0 ? '' : ` ${numbers.oneOf(versions)}`} => ../folder-${name}\n`;
      files[`folder-${name}/go.mod`] =
        `module ${path}\n\ngo ${numbers.oneOf(goVersions.slice(1))}\n${requirements(numbers, 20)}`;
    }
    if (numbers.below(3) === 0) {
      const path = moduleName(numbers.below(moduleCount));
      text += `replace ${path} ${numbers.oneOf(versions)} => ${path} ${numbers.oneOf(versions)}\n`;
    }
    files[`${name}/go.mod`] = text;
    files[`${name}/x.go`] = 'package x\n';
  }
  if (isWorkspace) {
    const replace =
      numbers.below(2) === 0
        ? ''
        : `replace ${moduleName(numbers.below(moduleCount))} => ${moduleName(numbers.below(moduleCount))} v1.0.0\n`;
    files['go.work'] = `go 1.21\n\nuse (\n\t./a\n\t./b\n)\n\n${replace}`;
  }
  return files;
}

function compareGraph(seed: number): void {
  const numbers = new Numbers(seed);
  const isWorkspace = seed % 3 === 0;
  const files = { ...moduleCache(numbers), ...mainModules(numbers, isWorkspace) };
  withFolder(files, (root) => {
    const dir = `${root}/a`;
    const modcache = `${root}/cache`;
    const env = { GOMODCACHE: modcache, GOSUMDB: 'off', GOFLAGS: '-modcacherw' };
    // Outside a workspace go.mod may have to be completed first; what counts is the answer to the file as it is then.
    if (!isWorkspace) for (let i = 0; i < 2; i++) runGo(dir, ['list', '-m', '-mod=mod', 'all'], env);
    const theirs = goListModules(dir, env).map(({ Path, Version = '', Replace, GoVersion = '1.16', Main }) => {
      const isFolder = Replace !== undefined && Replace.Version === undefined;
      return `${Path} ${isFolder ? 'folder' : Version} ${Replace?.Version ?? ''} ${Main === true ? '' : GoVersion}`;
    });
    const workspace = workspaceFor(dir, nativeBuild, { modcache });
    const ours = workspace.modules().map(({ path, version = '', replacedBy, goVersion, isMain }) => {
      const isFolder = replacedBy !== undefined && replacedBy.version === undefined;
      return `${path} ${isFolder ? 'folder' : version} ${replacedBy?.version ?? ''} ${isMain ? '' : goVersion.slice(2)}`;
    });
    assert.deepEqual(ours, theirs, `seed ${seed}`);
    assert.deepEqual(workspace.diagnostics, []);
  });
}

describe('minimal version selection against go list -m all', () => {
  for (let seed = 1; seed <= 15; seed++) {
    it(`selects the same versions, graph ${seed}${seed % 3 === 0 ? ', a workspace' : ''}`, () => compareGraph(seed));
  }
});
