// Draws diagrams with the real Mermaid in a real browser, as GitHub does. Without a browser at CHROMIUM or
// /usr/bin/chromium the test is skipped.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderMermaid } from '#render/mermaid.js';
import { visible } from '#render/text-safety.js';
import { hostileReports } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

const require = createRequire(import.meta.url);
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(executablePath) ? false : `no browser at ${executablePath}`;

interface Drawing {
  readonly error: string | undefined;
  readonly labels: readonly string[];
  readonly nodes: number;
  readonly edges: number;
  readonly clusters: number;
  readonly hasScript: boolean;
  readonly links: number;
}

let browser: Browser | undefined;
let page: Page | undefined;

before(async () => {
  if (skip !== false) return;
  browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  page = await browser.newPage();
  await page.route('**', (route) => route.abort());
  await page.setContent('<body><div id="out"></div></body>');
  await page.addScriptTag({ path: require.resolve('mermaid/dist/mermaid.min.js') });
});

after(async () => {
  await browser?.close();
});

/** With the limits and the security level that Mermaid has by default, which are GitHub's. */
async function drawing(text: string): Promise<Drawing> {
  assert.ok(page !== undefined);
  // A string, because its names are the browser's, not ours.
  return await page.evaluate(`(async (text) => {
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
    const out = document.getElementById('out');
    let error;
    try {
      const { svg } = await mermaid.render('drawing', text);
      out.innerHTML = svg;
    } catch (thrown) {
      error = String(thrown && thrown.message || thrown);
      out.innerHTML = '';
    }
    return {
      error,
      labels: [...out.querySelectorAll('.node .nodeLabel')].map((label) => label.innerText),
      nodes: out.querySelectorAll('.node').length,
      edges: out.querySelectorAll('.edgePaths path.flowchart-link').length,
      clusters: out.querySelectorAll('.cluster').length,
      hasScript: out.querySelector('script, img, iframe, i.fa') !== null,
      links: out.querySelectorAll('a').length,
    };
  })(${JSON.stringify(text)})`);
}

test('the sample is drawn with a lane for each goroutine', { skip }, async () => {
  const drawn = await drawing(renderMermaid(sampleReport));
  const [chain] = sampleReport.chains;
  assert.equal(drawn.error, undefined);
  assert.equal(drawn.clusters, chain?.lanes.length);
  const repeated = chain?.hops.filter((hop) => hop.repeats !== undefined).length ?? 0;
  const stops = chain?.hops.filter((hop) => hop.stop !== undefined).length ?? 0;
  assert.equal(drawn.nodes, (chain?.hops.length ?? 0) - repeated + stops);
  assert.equal(drawn.edges, (chain?.hops.length ?? 0) - 1 + stops + (chain?.handoffs.length ?? 0));
  assert.ok(drawn.labels.includes('(*errorTranslatingClientConn).CloseRequest'));
});

test('hostile names are shown as they are', { skip }, async () => {
  for (const { text, report } of hostileReports) {
    const drawn = await drawing(renderMermaid(report));
    const name = JSON.stringify(text.slice(0, 40));
    assert.equal(drawn.error, undefined, name);
    assert.equal(drawn.hasScript, false, name);
    assert.equal(drawn.links, 0, name);
    assert.equal(drawn.clusters, report.chains[0]?.lanes.length, name);
    const shown = visible(text).trim();
    if (shown === '' || shown.length > 60) continue;
    // Spaces and line breaks are the browser's to choose.
    const pack = (label: string): string => label.replace(/[\s\u200b]+/g, '');
    assert.ok(
      drawn.labels.some((label) => pack(label).startsWith(pack(shown))),
      `${name}: ${JSON.stringify(drawn.labels[0])}`,
    );
  }
});
