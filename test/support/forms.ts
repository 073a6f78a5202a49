// Asks test/forms, which is built when it is first needed, whether a file has the form that others define. Needs Go and the
// modules of test/forms, and fails without them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../../test/forms/', import.meta.url));
let folder: string | undefined;

function program(): string {
  if (folder !== undefined) return join(folder, 'forms');
  folder = mkdtempSync(join(tmpdir(), 'loose-ends-forms-'));
  const own = folder;
  process.on('exit', () => rmSync(own, { recursive: true, force: true }));
  const { status, stderr, error } = spawnSync('go', ['build', '-o', join(folder, 'forms'), '.'], {
    cwd: source,
    encoding: 'utf8',
  });
  assert.equal(error, undefined, 'Go is needed: https://go.dev/dl/');
  assert.equal(status, 0, stderr);
  return join(folder, 'forms');
}

/** What is wrong with the texts, each as a file of that name; empty for nothing. And what the check prints of them. */
export function formOf(
  form: 'sarif' | 'workflow' | 'hooks' | 'manifest',
  texts: Readonly<Record<string, string>>,
): { readonly wrong: string; readonly printed: string } {
  const check = program();
  const files = Object.entries(texts).map(([name, text]) => {
    const file = join(folder ?? '', name);
    writeFileSync(file, text);
    return file;
  });
  const { status, stdout, stderr } = spawnSync(check, [form, ...files], {
    cwd: source,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  assert.ok(status === 0 || stderr !== '');
  return { wrong: stderr, printed: stdout };
}
