import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { fileUrl, remoteRepository } from '#app/forges.js';
import { readGitCheckout } from '#app/git-checkout.js';
import { type Links, linkRules } from '#app/links.js';
import { moduleUrl, repositoryOf } from '#app/repositories.js';
import { sha1 } from '#app/sha1.js';
import { memoryFileSystem } from '../support/memory-file-system.js';
import { settings } from './trace-case.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const other = 'f'.repeat(40);

/** A version 2 index with one entry a file. */
function indexOf(files: Record<string, string>): Uint8Array {
  const head = Buffer.alloc(12);
  head.write('DIRC', 'latin1');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(Object.keys(files).length, 8);
  const entries = Object.entries(files).map(([name, content]) => {
    const path = Buffer.from(name);
    const entry = Buffer.alloc((62 + path.length + 8) & ~7);
    Buffer.from(
      createHash('sha1')
        .update(`blob ${Buffer.byteLength(content)}\0${content}`)
        .digest('hex'),
      'hex',
    ).copy(entry, 40);
    entry.writeUInt16BE(path.length, 60);
    path.copy(entry, 62);
    return entry;
  });
  return Buffer.concat([head, ...entries]);
}

const config =
  '[core]\n\tbare = false\n[remote "fork"]\n\turl = x\n[remote "origin"]\n\turl = git@github.com:owner/name.git\n';

describe('a git checkout', () => {
  it('is known by its commit, remote, tags and unchanged files', () => {
    const fs = memoryFileSystem({
      '/r/.git/HEAD': 'ref: refs/heads/main\n',
      '/r/.git/refs/heads/main': `${commit}\n`,
      '/r/.git/packed-refs': `# pack-refs with: peeled\n${other} refs/tags/v1.0.0\n^${commit}\n${other} refs/remotes/origin/main\n`,
      '/r/.git/config': config,
      '/r/.git/index': indexOf({ 'a.go': 'package a\n', 'b/c.go': 'package b\n' }),
      '/r/a.go': 'package a\n',
      '/r/b/c.go': 'package changed\n',
    });
    const git = readGitCheckout(fs, '/r/b');
    assert.deepEqual(
      [git?.root, git?.commit, git?.remote, git?.tags, git?.isPublished],
      ['/r', commit, 'git@github.com:owner/name.git', ['v1.0.0'], true],
    );
    assert.equal(git?.isUnchanged('/r/a.go'), true);
    assert.equal(git?.isUnchanged('/r/b/c.go'), false);
    assert.equal(git?.isUnchanged('/r/none.go'), false);
  });

  it('of a commit that no remote has is not published', () => {
    const git = readGitCheckout(
      memoryFileSystem({ '/r/.git/HEAD': commit, '/r/.git/refs/remotes/origin/main': other }),
      '/r',
    );
    assert.equal(git?.isPublished, false);
  });

  it('may be a worktree', () => {
    const fs = memoryFileSystem({
      '/w/.git': 'gitdir: /r/.git/worktrees/w\n',
      '/r/.git/worktrees/w/HEAD': commit,
      '/r/.git/worktrees/w/commondir': '../..\n',
      '/r/.git/config': config,
    });
    assert.equal(readGitCheckout(fs, '/w/x')?.commit, commit);
  });

  it('that is broken is none', () => {
    assert.equal(readGitCheckout(memoryFileSystem({ '/r/.git/HEAD': 'nonsense' }), '/r'), undefined);
    assert.equal(readGitCheckout(memoryFileSystem({ '/r/a': '' }), '/r'), undefined);
    const fs = memoryFileSystem({ '/r/.git/HEAD': commit, '/r/.git/index': 'DIRC short', '/r/a.go': '' });
    assert.equal(readGitCheckout(fs, '/r')?.isUnchanged('/r/a.go'), false);
  });
});

describe('links to a checkout', () => {
  const file = '/r/a.go';
  const checkout = {
    '/r/.git/HEAD': commit,
    '/r/.git/refs/remotes/origin/main': commit,
    '/r/.git/config': config,
    '/r/.git/index': indexOf({ 'a.go': 'package a\n' }),
    [file]: 'package a\n',
  };
  const linksIn = (files: Record<string, string | Uint8Array>): Links => {
    const module = { path: 'example.com/m', version: undefined, dir: '/r', isMain: true, goVersion: 'go1.20' };
    const used = [{ module, prefix: 'example.com/m/', path: module.path, version: undefined }];
    return linkRules(used, settings, memoryFileSystem(files), new Set(['example.com/m/a.go']));
  };

  it('name the commit; where there are none it is known why', () => {
    const { rules, unlinked } = linksIn(checkout);
    assert.deepEqual(rules, [
      { prefix: 'example.com/m/', url: `https://github.com/owner/name/blob/${commit}/{path}#L{line}` },
    ]);
    assert.equal(unlinked.size, 0);
    const why = (more: Record<string, string>): unknown =>
      linksIn({ ...checkout, ...more }).unlinked.get('example.com/m/');
    assert.equal(why({ [file]: 'package changed\n' }), 'changed');
    assert.equal(why({ '/r/.git/refs/remotes/origin/main': other }), 'unpublished');
    assert.equal(why({ '/r/.git/config': config.replace('github.com', 'git.example.org') }), 'unknown-host');
    assert.equal(
      why({ '/r/.git/config': config.replace('git@github.com:owner/name.git', '/srv/name') }),
      'unknown-host',
    );
    assert.equal(linksIn({ [file]: 'package a\n' }).unlinked.get('example.com/m/'), 'no-checkout');
  });
});

describe('repositories', () => {
  it('are found in addresses and module paths', () => {
    for (const url of [
      'https://github.com/o/n',
      'https://github.com/o/n.git',
      'git@github.com:o/n.git',
      'ssh://git@github.com/o/n',
      'https://token@github.com/o/n.git',
    ])
      assert.deepEqual(remoteRepository(url), { host: 'github.com', repository: 'o/n' });
    assert.deepEqual(remoteRepository('ssh://git@git.example.com:2222/a/b/c.git'), {
      host: 'git.example.com',
      repository: 'a/b/c',
    });
    for (const url of ['x', '/srv/o/n', 'file:///o/n', 'https://example.com/o', 'https://example.com/../n'])
      assert.equal(remoteRepository(url), undefined, url);
    assert.deepEqual(repositoryOf('github.com/o/n/v2'), { host: 'github.com', repository: 'o/n', folder: '' });
    assert.deepEqual(repositoryOf('github.com/o/n/sub/v3'), { host: 'github.com', repository: 'o/n', folder: 'sub' });
    assert.deepEqual(repositoryOf('golang.org/x/net'), { host: 'github.com', repository: 'golang/net', folder: '' });
    assert.equal(repositoryOf('example.com/x'), undefined);
  });

  it('give links that name the version', () => {
    const fs = memoryFileSystem({
      '/m/cache/download/example.com/!a/b/@v/v1.2.3.info': JSON.stringify({
        Version: 'v1.2.3',
        Origin: { VCS: 'git', URL: 'https://github.com/o/n', Subdir: 'b', Ref: 'refs/tags/b/v1.2.3', Hash: commit },
      }),
      '/m/cache/download/example.com/broken/@v/v1.0.0.info': '{',
    });
    const url = (path: string, version: string): string | undefined => moduleUrl(fs, '/m', path, version);
    assert.equal(url('example.com/A/b', 'v1.2.3'), 'https://github.com/o/n/blob/b/v1.2.3/b/{path}#L{line}');
    assert.equal(url('example.com/broken', 'v1.0.0'), undefined);
    assert.equal(url('golang.org/x/net', 'v0.23.0'), 'https://github.com/golang/net/blob/v0.23.0/{path}#L{line}');
    assert.equal(url('github.com/o/n', 'v2.0.0+incompatible'), 'https://github.com/o/n/blob/v2.0.0/{path}#L{line}');
    assert.equal(url('github.com/o/n/sub', 'v1.0.0'), 'https://github.com/o/n/blob/sub/v1.0.0/sub/{path}#L{line}');
    assert.equal(
      url('github.com/o/n', 'v0.0.0-20221227171554-f9683d7f8bef'),
      'https://github.com/o/n/blob/f9683d7f8bef/{path}#L{line}',
    );
  });
});

it('sha1 is SHA-1', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
    const bytes = Buffer.alloc(length, 'ab');
    assert.equal(sha1(bytes), createHash('sha1').update(bytes).digest('hex'));
  }
});

describe('the address of a line', () => {
  const address = (url: string, templates = {}): string | undefined => {
    const remote = remoteRepository(url);
    return remote === undefined ? undefined : fileUrl(templates, remote, 'sub', commit);
  };

  it('is as the host has it', () => {
    assert.equal(address('git@github.com:o/n.git'), `https://github.com/o/n/blob/${commit}/sub/{path}#L{line}`);
    assert.equal(
      address('https://gitlab.com/g/h/n.git'),
      `https://gitlab.com/g/h/n/-/blob/${commit}/sub/{path}#L{line}`,
    );
    assert.equal(address('https://gitee.com/o/n'), `https://gitee.com/o/n/blob/${commit}/sub/{path}#L{line}`);
  });

  it('of another host is not guessed, but can be said', () => {
    assert.equal(address('git@git.example.com:o/n.git'), undefined);
    assert.equal(address('git@constructor:o/n.git'), undefined);
    const templates = { 'git.example.com': 'https://git.example.com/{repository}/src/{revision}/{path}#L{line}' };
    assert.equal(
      address('git@git.example.com:o/n.git', templates),
      `https://git.example.com/o/n/src/${commit}/sub/{path}#L{line}`,
    );
  });
});
