// docs/reference.md is what the code says, and what it lists is there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diagnosticCodes } from '#base/diagnostic.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('the reference is what `npm run reference` writes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/reference.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('each diagnostic of the reference is reported somewhere', () => {
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('base/diagnostic.ts'))
    .map((name) => readFileSync(`${root}src/${name}`, 'utf8'));
  for (const code of Object.keys(diagnosticCodes))
    assert.ok(
      sources.some((source) => source.includes(`'${code}'`)),
      code,
    );
});
