// Go packages under testdata, checked in one run: each line with `// want RULE` has a finding of that rule that starts
// there, and no other line has any (as golang.org/x/tools' analysistest).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FindingsReport } from '#report/findings.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-check-'));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(`${root}test/obligations/testdata`, folder, { recursive: true });
writeFileSync(join(folder, 'go.mod'), 'module example\n\ngo 1.20\n');

function check(...more: string[]): { status: number | null; stdout: string; stderr: string } {
  const args = [`${root}dist/cli/main.js`, 'check', '-C', folder, ...more];
  return spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

test('findings are where the comments want them, and nowhere else', () => {
  const { status, stdout, stderr } = check('-f', 'json');
  assert.equal(stderr, '');
  assert.equal(status, 1);
  const report = JSON.parse(stdout) as FindingsReport;
  const got = report.findings.map(({ rule, at }) => `${at.file}:${at.line} ${rule}`).sort();
  const want: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.go')) continue;
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .forEach((line, i) => {
        for (const [, rule] of line.matchAll(/\/\/ want (\S+)/g)) want.push(`${name}:${i + 1} ${rule}`);
      });
  }
  assert.deepEqual([...new Set(got)], want.sort());
});
