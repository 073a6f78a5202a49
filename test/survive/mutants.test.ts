// Variants of a real package with tokens deleted, doubled and swapped: none may crash, hang or take too much memory. A few
// of those that `npm run survive -- --mutate` tries, always the same.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const survive = (...words: readonly string[]): { readonly output: string; readonly status: number | null } => {
  const child = spawnSync(process.execPath, ['scripts/survive.mjs', '--no-build', ...words], { encoding: 'utf8' });
  return { output: child.stdout + child.stderr, status: child.status };
};

test('broken variants of a package are checked without a crash', () => {
  const { output, status } = survive('--mutate', 'examples/dubbo-go-app/greet', '--count', '40', '--seed', '7');
  assert.match(output, /mutants 40, problems 0\n$/);
  assert.equal(status, 0, output);
});

test('a folder is survived file by file and package by package', () => {
  const { output, status } = survive('--no-edges', 'examples/dubbo-go-bidi');
  assert.match(output, /files [1-9]\d*, packages [1-9]\d*, .*problems 0\n$/);
  assert.equal(status, 0, output);
});
