// `npm test` does not pass where a part of the tests could not run: without Go or without a browser it fails at once, with
// a sentence that says how to get it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

function npmTest(env: Readonly<Record<string, string>>): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/test.mjs', 'base'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stderr };
}

test('fails without Go', () => {
  const empty = mkdtempSync(join(tmpdir(), 'loose-ends-no-go-'));
  try {
    const { status, stderr } = npmTest({ PATH: empty });
    assert.equal(status, 1);
    assert.match(stderr, /^The tests need Go: install it from https:\/\/go\.dev\/dl\/[^\n]*\n$/);
  } finally {
    rmdirSync(empty);
  }
});

test('fails without a browser', () => {
  const { status, stderr } = npmTest({ CHROMIUM: '/none/chromium' });
  assert.equal(status, 1);
  assert.match(stderr, /^The tests draw diagrams in Chromium, and \/none\/chromium is not there: run `apt-get install/);
});
