// Draws diagrams with the real Mermaid in a real browser, as GitHub does. Without a browser they fail.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { renderMermaid } from '#render/mermaid.js';
import { visible } from '#render/text-safety.js';
import { type Drawing, type MermaidPage, openMermaidPage } from './browser.js';
import { hostileReports } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

let page: MermaidPage | undefined;

before(async () => {
  page = await openMermaidPage();
});

after(async () => {
  await page?.close();
});

async function drawing(text: string): Promise<Drawing> {
  assert.ok(page !== undefined);
  return await page.draw(text);
}

test('the sample is drawn with a lane for each goroutine', async () => {
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

test('hostile names are shown as they are', async () => {
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
