// The examples in docs/rules.md: each wrong one has a finding of its rule, each right one has none, and every rule is there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rules } from '#custody/rules.js';
import type { FindingsReport } from '#report/findings.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(`${root}docs/rules.md`, 'utf8');
const module = mkdtempSync(join(tmpdir(), 'loose-ends-rules-'));
after(() => rmSync(module, { recursive: true, force: true }));

const sections = text
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [name = ''] = section.split('\n');
    const example = (word: string): string =>
      new RegExp(`^${word}:\\n\\n\`\`\`go\\n([^]*?)^\`\`\``, 'm').exec(section)?.[1] ?? '';
    return { name: name.trim(), wrong: example('Wrong'), right: example('Right'), section };
  });

function found(): Map<string, string[]> {
  writeFileSync(join(module, 'go.mod'), 'module example\n\ngo 1.20\n');
  for (const { name, wrong, right } of sections) {
    for (const [folder, source] of [
      [`${name}/wrong`, wrong],
      [`${name}/right`, right],
    ] as const) {
      mkdirSync(join(module, folder), { recursive: true });
      writeFileSync(join(module, folder, 'p.go'), source);
    }
  }
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}dist/cli/main.js`, 'check', '-C', module, '-f', 'json'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  assert.equal(stderr, '');
  const report = JSON.parse(stdout) as FindingsReport;
  const byPackage = new Map<string, string[]>();
  for (const finding of report.findings) {
    const list = byPackage.get(finding.package);
    if (list === undefined) byPackage.set(finding.package, [finding.rule]);
    else list.push(finding.rule);
  }
  return byPackage;
}

test('every rule is told of, with its verdict and level', () => {
  assert.deepEqual(sections.map(({ name }) => name).sort(), rules.map(({ id }) => id).sort());
  for (const { id, verdict, level } of rules) {
    const section = (sections.find(({ name }) => name === id)?.section ?? '').replace(/\s+/g, ' ');
    assert.ok(section.includes(`Verdict \`${verdict}\`, level ${level}`), id);
  }
});

test('wrong examples have a finding of their rule only, right ones have none', () => {
  const byPackage = found();
  const told = sections.map(({ name }) => ({
    name,
    wrong: [...new Set(byPackage.get(`example/${name}/wrong`) ?? [])],
    right: byPackage.get(`example/${name}/right`) ?? [],
  }));
  assert.deepEqual(
    told,
    sections.map(({ name, wrong, right }) => ({
      name,
      wrong: wrong === '' ? [] : [name],
      right: right === '' ? ['none'] : [],
    })),
  );
});
