// Commits of real repositories, made by git and read without it: what git says of them is what is found.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readGitCheckout } from '#app/git-checkout.js';
import { isReachable } from '#app/git-history.js';
import { GitObjects, type RangeReader } from '#app/git-objects.js';
import { diskFileSystem } from '#cli/disk-file-system.js';

const folder = mkdtempSync(join(tmpdir(), 'loose-ends-history-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

function git(name: string, ...args: readonly string[]): string {
  const date = { GIT_AUTHOR_DATE: `${seconds} +0000`, GIT_COMMITTER_DATE: `${seconds} +0000` };
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd: at(name),
    encoding: 'utf8',
    env: { ...env, ...date },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

let seconds = 1_700_000_000;

/** A commit whose message is long and like that of others, so that a pack holds it as a difference. */
function commit(name: string, text: string): string {
  seconds += 3_600;
  writeFileSync(join(at(name), 'file.txt'), `${text}\n`);
  git(name, 'add', '.');
  const message = Array.from({ length: 200 }, (_, i) => `line ${i} of what every commit says`).join('\n');
  git(name, 'commit', '-q', '-m', `${text}\n\n${message}\n${text}`);
  return git(name, 'rev-parse', 'HEAD');
}

const isPublished = (name: string): boolean | undefined => readGitCheckout(diskFileSystem, at(name))?.isPublished();

describe('a history', () => {
  const hashes: string[] = [];

  before(() => {
    mkdirSync(at('main'));
    git('main', 'init', '-q', '-b', 'main');
    for (let i = 0; i < 6; i++) hashes.push(commit('main', `main ${i}`));
    git('main', 'checkout', '-q', '-b', 'side', hashes[2] ?? '');
    for (let i = 0; i < 3; i++) hashes.push(commit('main', `side ${i}`));
    git('main', 'checkout', '-q', 'main');
    seconds += 3_600;
    git('main', 'merge', '-q', '-s', 'ours', '--no-edit', 'side~1');
    hashes.push(git('main', 'rev-parse', 'HEAD'), commit('main', 'after'));
  });

  const agrees = (fs: RangeReader, name = 'main'): number => {
    let ancestors = 0;
    for (const tip of hashes) {
      const above = new Set(git('main', 'rev-list', tip).split('\n'));
      for (const wanted of hashes) {
        const objects = new GitObjects(fs, join(at(name), '.git/objects'));
        assert.equal(isReachable(objects, [tip], wanted), above.has(wanted), `${wanted} from ${tip}`);
        if (above.has(wanted)) ancestors++;
      }
    }
    return ancestors;
  };
  const { readRange: _, ...whole } = diskFileSystem;

  it('of loose objects, of a pack with differences, and of a repository that borrows, is as git has it', () => {
    const ancestors = agrees(diskFileSystem);
    assert.ok(ancestors > 50, `${ancestors}`);
    git('main', 'repack', '-q', '-a', '-d', '-f', '--depth=50', '--window=50');
    git('main', 'prune-packed');
    const [pack = ''] = readdirSync(at('main/.git/objects/pack')).filter((name) => name.endsWith('.idx'));
    const listed = git('main', 'verify-pack', '-v', `.git/objects/pack/${pack}`).split('\n');
    // A line of a difference names its depth and its base.
    assert.ok(listed.filter((line) => /^\w{40} commit +\d+ \d+ \d+ \d+ \w{40}$/.test(line)).length >= 3);
    assert.equal(agrees(diskFileSystem), ancestors);
    assert.equal(agrees(whole), ancestors);
    git('.', 'clone', '-q', '--shared', at('main'), at('shared'));
    assert.deepEqual(
      readdirSync(at('shared/.git/objects/pack')).filter((name) => name.endsWith('.pack')),
      [],
    );
    assert.equal(agrees(diskFileSystem, 'shared'), ancestors);
  });

  it('is walked as far as the limit', () => {
    const objects = new GitObjects(diskFileSystem, at('main/.git/objects'));
    // From the last on the main line: that, the merge, and then the other five before the first.
    const [first = ''] = hashes;
    const tips = hashes.slice(-1);
    assert.equal(isReachable(objects, tips, first, 7), true);
    assert.equal(isReachable(objects, tips, first, 6), false);
  });

  it('of which a part is missing, or damaged, ends there', () => {
    git('.', 'clone', '-q', '--depth', '2', `file://${at('main')}`, at('shallow'));
    const objects = new GitObjects(diskFileSystem, at('shallow/.git/objects'));
    const [tip = '', parent = ''] = hashes.slice(-2).reverse();
    assert.equal(isReachable(objects, [tip], parent), true);
    assert.equal(isReachable(objects, [tip], hashes[0] ?? ''), false);
    const damaged: RangeReader = {
      ...diskFileSystem,
      readRange: (path, start, length) => {
        const bytes = diskFileSystem.readRange(path, start, length);
        return typeof bytes === 'string' || path.endsWith('.idx') ? bytes : bytes.map((byte, i) => byte ^ (i & 255));
      },
    };
    assert.equal(isReachable(new GitObjects(damaged, at('main/.git/objects')), [tip], parent), false);
  });
});

describe('a commit', () => {
  before(() => {
    mkdirSync(at('origin.git'));
    git('origin.git', 'init', '-q', '--bare', '-b', 'main');
    mkdirSync(at('work'));
    git('work', 'init', '-q', '-b', 'main');
    git('work', 'remote', 'add', 'origin', at('origin.git'));
    for (let i = 0; i < 3; i++) commit('work', `${i}`);
    git('work', 'push', '-q', 'origin', 'main');
  });

  it('below the tip of a branch of the remote is published, one above it is not, whatever tag it has', () => {
    assert.equal(isPublished('work'), true);
    git('work', 'checkout', '-q', 'HEAD~2');
    assert.equal(isPublished('work'), true);
    git('work', 'pack-refs', '--all');
    git('work', 'gc', '-q');
    assert.equal(isPublished('work'), true);
    git('work', 'checkout', '-q', 'main');
    commit('work', 'here alone');
    git('work', 'tag', 'v1.0.0');
    assert.equal(isPublished('work'), false);
    git('work', 'tag', '-a', '-m', 'x', 'v1.0.1');
    git('work', 'pack-refs', '--all');
    assert.equal(isPublished('work'), false);
    git('work', 'push', '-q', 'origin', 'main');
    assert.equal(isPublished('work'), true);
  });

  it('that only a tag of the remote has is published when the tag was fetched by name, or by the last fetch', () => {
    git('work', 'checkout', '-q', '-b', 'release');
    commit('work', 'release');
    git('work', 'tag', '-a', '-m', 'x', 'v2.0.0');
    git('work', 'push', '-q', 'origin', 'v2.0.0');
    git('.', 'clone', '-q', '--depth', '1', '--branch', 'v2.0.0', `file://${at('origin.git')}`, at('one'));
    assert.equal(isPublished('one'), true);
    git('.', 'clone', '-q', `file://${at('origin.git')}`, at('all'));
    git('all', 'checkout', '-q', 'v2.0.0');
    assert.equal(isPublished('all'), false);
    git('all', 'fetch', '-q', '--tags');
    assert.equal(isPublished('all'), true);
    // And what lies below a tag that is an object of its own.
    git('all', 'tag', '-d', 'v2.0.0');
    git('all', 'checkout', '-q', 'HEAD~1');
    assert.equal(isPublished('all'), true);
  });

  it('is read in a worktree, too', () => {
    git('work', 'worktree', 'add', '-q', at('tree'), 'HEAD~2');
    assert.equal(isPublished('tree'), true);
  });
});
