// Draws diagrams with the real Mermaid in a real browser, as GitHub does. Without a browser they fail.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { renderDiscussion } from '#render/discussion.js';
import { renderMermaid } from '#render/mermaid.js';
import { defaultRenderOptions } from '#render/options.js';
import { visible } from '#render/text-safety.js';
import { type Drawing, type MermaidPage, openMermaidPage } from './browser.js';
import { hostileReports } from './hostile-report.js';
import { largeReport } from './large-report.js';
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
  const text = renderMermaid(sampleReport);
  const drawn = await drawing(text);
  const [chain] = sampleReport.chains;
  assert.equal(drawn.error, undefined);
  assert.equal(drawn.clusters, chain?.lanes.length);
  assert.equal(drawn.nodes, text.match(/^ +n\d+[[({>]/gm)?.length);
  assert.equal(drawn.edges, text.match(/^ +n\d+ [-=]\S*?(>|x)/gm)?.length);
  assert.deepEqual(drawn.overlaps, []);
  for (const { function: id } of chain?.hops ?? []) {
    const name = sampleReport.functions.find((one) => one.id === id)?.shortName;
    if (name !== undefined)
      assert.ok(
        drawn.labels.some((label) => label.replaceAll('\u00a0', ' ').split('\n').includes(name)),
        name,
      );
  }
});

test('an arrow that leaves a lane starts a goroutine or wakes one', () => {
  const laneOf = new Map<string, string>();
  let lane = '';
  const crossing = new Set<string>();
  for (const line of renderMermaid(sampleReport).split('\n')) {
    lane = /^ +subgraph (\w+)/.exec(line)?.[1] ?? lane;
    const node = /^ +(n\d+)[[({>]/.exec(line)?.[1];
    if (node !== undefined) laneOf.set(node, lane);
    const arrow = /^ +(n\d+) ([-=.]+[>x])\S*.* (n\d+)$/.exec(line);
    const [, from = '', sign = '', to = ''] = arrow ?? [];
    if (arrow !== null && laneOf.get(from) !== laneOf.get(to)) crossing.add(sign);
  }
  assert.deepEqual([...crossing].sort(), ['-.->', '==>']);
});

test('a chain too large for one diagram is drawn a goroutine at a time', async () => {
  const texts = renderDiscussion(largeReport(120, 6), defaultRenderOptions).flatMap((body) =>
    [...body.matchAll(/^```mermaid\n(.*?)^```$/gms)].map((match) => match[1] ?? ''),
  );
  assert.equal(texts.length, 6);
  for (const text of texts) {
    const drawn = await drawing(text);
    assert.equal(drawn.error, undefined);
    assert.ok(drawn.nodes > 20);
  }
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
