// The same question gives the same bytes: in another process, under another locale, in another time zone, and when directories
// list their files in another order.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';
import type { DirectoryEntry, FileSystem } from '#base/file-system.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { renderJson } from '#render/json.js';
import { ask, example, question, root } from './example.js';

function printed(format: string, env: Readonly<Record<string, string>>): string {
  const words = ['-C', example, 'trace', question, '-f', format, '-q', '--goos', 'linux', '--goarch', 'amd64'];
  const child = spawnSync(process.execPath, [`${root}dist/cli/main.js`, ...words, '--cgo', 'off'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(child.status, 0, child.stderr);
  return child.stdout;
}

test('two processes under different locales and in different time zones print the same', () => {
  const first = printed('json', { LC_ALL: 'C', LANG: 'C', TZ: 'UTC' });
  assert.ok(first.length > 10_000);
  assert.equal(printed('json', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' }), first);
  // In Turkish the small i has no dot where English has one: whatever folds case by the locale shows here, in every form.
  const inTurkish = printed('markdown', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' });
  const render = spawnSync(process.execPath, [`${root}dist/cli/main.js`, 'render', '-', '-f', 'markdown'], {
    encoding: 'utf8',
    input: first,
    env: { ...process.env, LC_ALL: 'C', LANG: 'C', TZ: 'America/Los_Angeles' },
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(render.status, 0, render.stderr);
  assert.equal(inTurkish, render.stdout);
});

/** The disk, whose directories list their files in another order. */
function shuffled(reorder: (entries: readonly DirectoryEntry[]) => DirectoryEntry[]): FileSystem {
  return {
    ...diskFileSystem,
    readDirectory: (path) => {
      const entries = diskFileSystem.readDirectory(path);
      return typeof entries === 'string' ? entries : reorder(entries);
    },
  };
}

test('directories that list their files in another order change no byte', () => {
  const first = renderJson(ask());
  assert.equal(
    renderJson(
      ask(
        {},
        shuffled((entries) => [...entries].reverse()),
      ),
    ),
    first,
  );
  const byLength = (entries: readonly DirectoryEntry[]): DirectoryEntry[] =>
    [...entries].sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? 1 : -1));
  assert.equal(renderJson(ask({}, shuffled(byLength))), first);
});
