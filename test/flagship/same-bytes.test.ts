// The same question gives the same bytes, in another process and under another locale and time zone; and the same calls when
// a directory lists its files in another order.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';
import type { FileSystem } from '#base/file-system.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { renderEdges } from '#render/edges.js';
import { ask, example, question, root } from './example.js';

function traceAs(env: Record<string, string>): string {
  const words = [
    '-C',
    example,
    'trace',
    question,
    '-f',
    'json',
    '-q',
    '--goos',
    'linux',
    '--goarch',
    'amd64',
    '--cgo',
    'off',
  ];
  const child = spawnSync(process.execPath, [`${root}dist/cli/main.js`, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(child.status, 0, child.stderr);
  return child.stdout;
}

test('two processes under different locales print the same', () => {
  const first = traceAs({ LC_ALL: 'C', TZ: 'UTC' });
  assert.ok(first.length > 10_000);
  assert.equal(traceAs({ LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' }), first);
});

test('directories that list their files backwards change no call of the chain', () => {
  const backwards: FileSystem = {
    ...diskFileSystem,
    readDirectory: (path) => {
      const entries = diskFileSystem.readDirectory(path);
      return typeof entries === 'string' ? entries : [...entries].reverse();
    },
  };
  assert.equal(renderEdges(ask({}, backwards)), renderEdges(ask()));
});
