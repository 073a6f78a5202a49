// Compares text with a file under test/render/golden; UPDATE_GOLDEN=1 writes the file instead.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../test/render/golden/', import.meta.url));

export function matchesGolden(name: string, text: string): void {
  const file = `${folder}${name}`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${name} is missing; make it with UPDATE_GOLDEN=1`);
  assert.equal(text, readFileSync(file, 'utf8'));
}
