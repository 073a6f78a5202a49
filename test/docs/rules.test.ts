// The examples of the rules: each wrong one has a finding of its rule and of no other, each right one has none. The pages in
// docs/ are what the rules say (reference.test.ts).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ruleDocuments } from '#app/rule-documents.js';
import { rules } from '#custody/rules.js';
import { ruleExamples } from '#explain/rule-examples.js';
import type { FindingsReport } from '#report/findings.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const module = mkdtempSync(join(tmpdir(), 'loose-ends-rules-'));
after(() => rmSync(module, { recursive: true, force: true }));

const examples = Object.entries(ruleExamples);

function found(): Map<string, string[]> {
  writeFileSync(join(module, 'go.mod'), 'module example\n\ngo 1.20\n');
  for (const [name, { wrong, right }] of examples) {
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

test('every rule has a page, which says its verdict and shows its examples, in both languages', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const [index, ...pages] = ruleDocuments(language);
    assert.deepEqual(
      pages.map((page) => page.rule),
      rules.map(({ id }) => id),
    );
    for (const { id, verdict } of rules) {
      const page = pages.find((one) => one.rule === id);
      assert.ok(index?.text.includes(`](${id}.md)`), id);
      for (const part of [`\`${verdict}\``, ruleExamples[id].wrong, ruleExamples[id].right])
        assert.ok(page?.text.includes(part), `${id}: ${part}`);
    }
  }
});

test('wrong examples have a finding of their rule only, right ones have none', () => {
  const byPackage = found();
  for (const [name] of examples) {
    assert.deepEqual([...new Set(byPackage.get(`example/${name}/wrong`))], [name]);
    assert.deepEqual(byPackage.get(`example/${name}/right`) ?? [], [], name);
  }
});
