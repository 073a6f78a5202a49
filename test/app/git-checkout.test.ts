import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { fileUrl, remoteRepository } from '#app/forges.js';
import { readGitCheckout } from '#app/git-checkout.js';
import { type Links, linkRules } from '#app/links.js';
import { homeOf, moduleUrl } from '#app/repositories.js';
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
    assert.deepEqual([git?.root, git?.commit, git?.remote], ['/r', commit, 'git@github.com:owner/name.git']);
    assert.equal(git?.isUnchanged('/r/a.go'), true);
    assert.equal(git?.isUnchanged('/r/b/c.go'), false);
    assert.equal(git?.isUnchanged('/r/none.go'), false);
  });

  it('is of a published commit where origin is known to have that', () => {
    const isPublished = (files: Record<string, string>, origin = config): boolean | undefined =>
      readGitCheckout(
        memoryFileSystem({ '/r/.git/HEAD': commit, '/r/.git/config': origin, ...files }),
        '/r',
      )?.isPublished();
    const loose = (name: string): Record<string, string> => ({ [`/r/.git/${name}`]: `${commit}\n` });
    const packed = (name: string): Record<string, string> => ({
      '/r/.git/packed-refs': `${other} ${name}\n^${commit}\n`,
    });
    const fetched = (line: string): Record<string, string> => ({ '/r/.git/FETCH_HEAD': `${line}\n` });
    for (const ref of [loose, packed]) {
      assert.equal(isPublished(ref('refs/remotes/origin/some/branch')), true);
      // What another remote has origin need not have; and a tag looks the same before it is pushed.
      assert.equal(isPublished(ref('refs/remotes/fork/main')), false);
      assert.equal(isPublished(ref('refs/tags/v1.0.0')), false);
      assert.equal(isPublished(ref('refs/heads/main')), false);
      // But all that was fetched may be a tag, as by `git clone --branch v1.0.0 --depth 1`.
      const alone = `${config}\tfetch = +refs/tags/v1.0.0:refs/tags/v1.0.0\n`;
      assert.equal(isPublished(ref('refs/tags/v1.0.0'), alone), true);
      assert.equal(isPublished(ref('refs/tags/v1.0.1'), alone), false);
      assert.equal(isPublished(ref('refs/tags/v1.0.0'), `${config}\tfetch = +refs/tags/*:refs/tags/*\n`), false);
      const elsewhere = `${config}\tfetch = +refs/heads/*:refs/remotes/up/*\n`;
      assert.equal(isPublished(ref('refs/remotes/up/main'), elsewhere), true);
    }
    assert.equal(
      isPublished({ ...packed('refs/remotes/origin/main'), '/r/.git/refs/remotes/origin/main': other }),
      false,
    );
    assert.equal(isPublished(fetched(`${commit}\t\ttag 'v1.0.0' of github.com:owner/name`)), true);
    assert.equal(isPublished(fetched(`${commit}\tnot-for-merge\tbranch 'a of b' of github.com:owner/name`)), true);
    assert.equal(isPublished(fetched(`${commit}\t\tgithub.com:owner/name`)), true);
    assert.equal(isPublished(fetched(`${commit}\t\t'${commit}' of github.com:other/name`)), false);
    const withToken = config.replace('git@github.com:', 'https://user:secret@github.com/');
    assert.equal(isPublished(fetched(`${commit}\t\tbranch 'main' of https://github.com/owner/name`), withToken), true);
    assert.equal(isPublished({ '/r/.git/refs/remotes/origin/main': other }), false);
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
    assert.equal(why({ '/r/.git/config': '[core]\n\tbare = false\n' }), 'no-remote');
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
    const home = (repository: string, subdirectory = '', folder: string | undefined = subdirectory): object => ({
      host: 'github.com',
      repository,
      subdirectory,
      folder,
    });
    assert.deepEqual(homeOf('github.com/o/n'), home('o/n'));
    assert.deepEqual(homeOf('github.com/o/n/sub'), home('o/n', 'sub'));
    assert.deepEqual(homeOf('golang.org/x/net'), home('golang/net'));
    assert.deepEqual(homeOf('gitlab.com/o/n'), { ...home('o/n'), host: 'gitlab.com' });
    assert.deepEqual(homeOf('gitee.com/o/n/sub'), { ...home('o/n', 'sub'), host: 'gitee.com' });
    // Which folder a major version has is known of some modules; a group of groups looks like a folder.
    assert.deepEqual(homeOf('github.com/o/n/v2'), { ...home('o/n'), folder: undefined });
    assert.deepEqual(homeOf('github.com/o/n/sub/v30'), { ...home('o/n', 'sub'), folder: undefined });
    assert.deepEqual(homeOf('github.com/o/n/v1'), home('o/n', 'v1'));
    assert.deepEqual(homeOf('github.com/googleapis/gax-go/v2'), home('googleapis/gax-go', '', 'v2'));
    assert.deepEqual(homeOf('dubbo.apache.org/dubbo-go/v3'), home('apache/dubbo-go'));
    assert.deepEqual(homeOf('go.etcd.io/etcd/client/v3'), home('etcd-io/etcd', 'client', 'client/v3'));
    assert.deepEqual(homeOf('go.etcd.io/etcd/api/v3'), home('etcd-io/etcd', 'api'));
    for (const path of ['example.com/x', 'github.com/o', 'github.com/o/v2', 'gitlab.com/a/b/c', 'gitlab.com/a/b/c/v2'])
      assert.equal(homeOf(path), undefined, path);
  });

  it('give links that name the version', () => {
    const origin = (URL: string, tag: string): string =>
      JSON.stringify({ Version: tag, Origin: { VCS: 'git', URL, Ref: `refs/tags/${tag}`, Hash: commit } });
    const fs = memoryFileSystem({
      '/m/cache/download/example.com/!a/b/@v/v1.2.3.info': JSON.stringify({
        Version: 'v1.2.3',
        Origin: { VCS: 'git', URL: 'https://github.com/o/n', Subdir: 'b', Ref: 'refs/tags/b/v1.2.3', Hash: commit },
      }),
      '/m/cache/download/example.com/broken/@v/v1.0.0.info': '{',
      '/m/cache/download/gitlab.com/a/b/c/@v/v1.0.0.info': origin('https://gitlab.com/a/b/c.git', 'v1.0.0'),
      '/m/cache/download/github.com/o/n/v2/@v/v2.1.0.info': origin('https://github.com/o/n', 'v2.1.0'),
      '/m/cache/download/git.example.com/n/@v/v1.0.0.info': origin('https://git.example.com/o/n', 'v1.0.0'),
    });
    const url = (path: string, version: string): unknown => moduleUrl(fs, '/m', path, version);
    assert.equal(url('example.com/A/b', 'v1.2.3'), 'https://github.com/o/n/blob/b/v1.2.3/b/{path}#L{line}');
    assert.deepEqual(url('example.com/broken', 'v1.0.0'), { reason: 'unknown-repository' });
    assert.equal(url('gitlab.com/a/b/c', 'v1.0.0'), 'https://gitlab.com/a/b/c/-/blob/v1.0.0/{path}#L{line}');
    assert.deepEqual(url('gitlab.com/a/b/c', 'v1.0.1'), { reason: 'unknown-repository' });
    assert.equal(url('gitlab.com/a/b', 'v1.0.1'), 'https://gitlab.com/a/b/-/blob/v1.0.1/{path}#L{line}');
    assert.deepEqual(url('git.example.com/n', 'v1.0.0'), { reason: 'unknown-host' });
    // The origin says nothing of a folder for the major version either.
    assert.deepEqual(url('github.com/o/n/v2', 'v2.1.0'), { reason: 'unknown-folder' });
    assert.deepEqual(url('github.com/o/n/v2', 'v2.1.1'), { reason: 'unknown-folder' });
    assert.equal(
      url('github.com/googleapis/gax-go/v2', 'v2.0.5'),
      'https://github.com/googleapis/gax-go/blob/v2.0.5/v2/{path}#L{line}',
    );
    assert.equal(
      url('go.etcd.io/etcd/client/v3', 'v3.5.7'),
      'https://github.com/etcd-io/etcd/blob/client/v3.5.7/client/v3/{path}#L{line}',
    );
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
