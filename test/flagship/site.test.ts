// The site of the seven flagship questions: small, and every hop opens at its line. How long it takes to make and to paint is
// measured by bench/site.mjs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { ruleDocuments } from '#app/rule-documents.js';
import type { Report } from '#report/report.js';
import { buildSite, type SiteFile } from '#site/site.js';
import { buildModel, pageOfCall } from '#site/site-model.js';
import { assets, documents } from '../site/made-site.js';
import { ask, root } from './example.js';

interface Question {
  readonly ask: string;
  readonly to?: string;
}

const { questions } = JSON.parse(readFileSync(`${root}loose-ends.json`, 'utf8')) as { questions: readonly Question[] };
/** What is asked of the example without a target, as the site of the project asks it. */
const roots = questions.filter(({ to }) => to === undefined).map((one) => one.ask);

let reports: readonly Report[] = [];
let files: readonly SiteFile[] = [];

before(() => {
  assert.equal(roots.length, 7);
  reports = roots.map((one) => ask({ command: 'explain', roots: [one] }));
  files = buildSite({
    title: 'Flagship',
    reports: reports.map((report) => ({ report })),
    documents,
    ruleDocuments,
    generator: 'loose-ends 0.0.0',
    assets,
  });
});

test('takes at most 8 MB, Mermaid included', (context) => {
  const size = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  context.diagnostic(`${files.length} files, ${(size / 1e6).toFixed(1)} MB`);
  assert.ok(files.some(({ path }) => path === 'assets/mermaid.js'));
  assert.ok(size <= 8e6, `${size} bytes`);
});

test('every hop leads to its line, marked, with the code that the report quotes', () => {
  const pages = new Map(files.map(({ path, text }) => [path, text]));
  let hops = 0;
  for (const entry of buildModel(reports.map((report) => ({ report }))).reports) {
    for (const hop of entry.report.chains.flatMap((chain) => chain.hops)) {
      const edge = hop.edge === undefined ? undefined : entry.index.edges.get(hop.edge);
      if (edge === undefined) continue;
      const [page = '', line = ''] = pageOfCall(entry, edge.caller, edge.site)?.split('#') ?? [];
      const row = new RegExp(`<tr id="${line}" class="hop">.*`).exec(pages.get(page) ?? '')?.[0];
      const where = `${edge.site.file}:${edge.site.line}`;
      assert.ok(row !== undefined, where);
      const code = /<code>(.*?)<\/code>/.exec(row)?.[1]?.replace(/<[^>]*>/g, '') ?? '';
      const plain = code
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
      assert.equal(plain.trim(), edge.site.code, where);
      hops++;
    }
  }
  assert.ok(hops > 200, `${hops} hops`);
});
