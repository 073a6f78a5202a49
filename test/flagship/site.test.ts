// The site of the seven flagship questions: small, and every hop opens at its line. How long it takes to make and to paint is
// measured by bench/site.mjs.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { ruleDocuments } from '#app/rule-documents.js';
import type { Report } from '#report/report.js';
import { functionsUrl } from '#site/functions-page.js';
import { buildSite, type SiteFile } from '#site/site.js';
import { buildModel, pageOfCall } from '#site/site-model.js';
import { assets, documents } from '../site/made-site.js';
import { seriousProblems } from '../support/axe.js';
import { launchChromium } from '../support/chromium.js';
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
let browser: Browser | undefined;
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-flagship-'));
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

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

/** Where something reaches out of the page sideways, with the first that does. */
const sideways = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return '';
  const wide = [...document.querySelectorAll('main *')].find((one) => one.getBoundingClientRect().right > clientWidth + 1);
  return scrollWidth + ' wide: ' + (wide?.outerHTML.slice(0, 200) ?? '');
})()`;

test('axe finds nothing serious on its pages, light on a screen and dark on a phone; none scrolls sideways there', async () => {
  for (const { path, text, encoding } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, encoding ?? 'utf8');
  }
  browser = await launchChromium();
  const disk = `${pathToFileURL(folder).href}/`;
  const model = buildModel(reports.map((report) => ({ report })));
  const pages = ['index.html', ...model.reports.map(({ url }) => url), ...model.resources.map(({ url }) => url)];
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [375, 'dark'],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    for (const path of pages) {
      await page.goto(disk + path);
      assert.equal(await page.evaluate(sideways), '', `${path} ${width}`);
      assert.deepEqual(await seriousProblems(page), [], `${path} ${width}`);
      // What was folded is open now.
      assert.equal(await page.evaluate(sideways), '', `${path} ${width}`);
    }
    await page.close();
  }
  // The longest lines of source are on the pages of functions.
  const page = await browser.newPage({ viewport: { width: 375, height: 900 } });
  const longest = [...model.functions].sort((a, b) => b.source.length - a.source.length).slice(0, 5);
  for (const url of [functionsUrl, ...longest.map((one) => one.url)]) {
    await page.goto(disk + url);
    assert.equal(await page.evaluate(sideways), '', url);
  }
});
