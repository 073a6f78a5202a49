// The picture is read as XML and measured in a real browser: every text fits its box, no two boxes of a lane meet, and each
// hop of the chain is there by its name.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { renderSarif } from '#render/sarif-flows.js';
import { renderSvg } from '#render/svg.js';
import type { Report } from '#report/report.js';
import { launchChromium } from '../support/chromium.js';
import { formOf } from '../support/forms.js';
import { matchesGolden } from './golden.js';
import { hostileReports } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

interface Measured {
  readonly error: string | undefined;
  readonly hops: readonly { readonly key: string; readonly title: string; readonly full: string }[];
  readonly tooWide: readonly string[];
  readonly overlaps: readonly string[];
  readonly outside: readonly string[];
  readonly scripts: number;
  readonly links: readonly string[];
  readonly colour: string;
}

let browser: Browser | undefined;
let page: Page | undefined;

before(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  await page.route('**', (route) => route.abort());
});
after(async () => {
  await browser?.close();
});

async function measure(svg: string, scheme: 'light' | 'dark' = 'light'): Promise<Measured> {
  assert.ok(page !== undefined);
  await page.emulateMedia({ colorScheme: scheme });
  await page.setContent('<body></body>');
  return await page.evaluate(`((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const error = parsed.querySelector('parsererror')?.textContent;
    if (error) return { error, hops: [], tooWide: [], overlaps: [], outside: [], scripts: 0, links: [], colour: '' };
    document.body.replaceChildren(document.importNode(parsed.documentElement, true));
    const svg = document.querySelector('svg');
    const groups = [...svg.querySelectorAll('[data-hop], [data-stub]')];
    const name = (group) => group.querySelector('text.title').textContent;
    const tooWide = groups.flatMap((group) => {
      const box = group.querySelector('rect').getBoundingClientRect();
      return [...group.querySelectorAll('text')].filter((text) => {
        const own = text.getBoundingClientRect();
        return own.left < box.left || own.right > box.right || own.bottom > box.bottom + 1;
      }).map((text) => text.textContent);
    });
    const boxes = groups.map((group) => ({ name: name(group), box: group.querySelector('rect').getBoundingClientRect() }));
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
    const overlaps = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a.box, b.box)).map((b) => a.name + ' | ' + b.name));
    const whole = svg.getBoundingClientRect();
    const outside = [...svg.querySelectorAll('rect, text, path.line')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.left < whole.left - 0.5 || box.right > whole.right + 0.5 || box.bottom > whole.bottom + 0.5;
    }).map((element) => element.outerHTML.slice(0, 200));
    return {
      error: undefined,
      hops: groups.filter((group) => group.dataset.hop).map((group) => ({
        key: group.dataset.hop, title: name(group), full: group.querySelector('title').textContent })),
      tooWide, overlaps, outside,
      scripts: svg.querySelectorAll('script, foreignObject, image, [onload], [onclick]').length,
      links: [...svg.querySelectorAll('a')].map((a) => a.getAttribute('href')),
      colour: getComputedStyle(svg.querySelector('rect.page')).fill,
    };
  })(${JSON.stringify(svg)})`);
}

function assertTidy(measured: Measured, name: string): void {
  assert.equal(measured.error, undefined, name);
  assert.deepEqual(measured.tooWide, [], name);
  assert.deepEqual(measured.overlaps, [], name);
  assert.deepEqual(measured.outside, [], name);
  assert.equal(measured.scripts, 0, name);
}

const keys = (report: Report): string[] =>
  report.chains.flatMap((chain, i) => chain.hops.map((hop) => `${i}-${hop.id}`)).sort();

test('the sample: each hop once, by its name, every text in its box', async () => {
  const svg = renderSvg(sampleReport);
  matchesGolden('sample.svg', svg);
  const measured = await measure(svg);
  assertTidy(measured, 'sample');
  assert.deepEqual(measured.hops.map(({ key }) => key).sort(), keys(sampleReport));
  for (const [number, chain] of sampleReport.chains.entries()) {
    for (const hop of chain.hops) {
      const name = sampleReport.functions.find((fn) => fn.id === hop.function)?.shortName;
      const drawn = measured.hops.find(({ key }) => key === `${number}-${hop.id}`);
      if (name === undefined) continue;
      assert.ok(drawn?.full.startsWith(name), name);
      assert.ok(name.includes(drawn?.title ?? '?'), name);
    }
  }
  assert.ok(measured.links.length > 0);
});

test('light and dark as the reader has it', async () => {
  const svg = renderSvg(sampleReport);
  assert.notEqual((await measure(svg, 'light')).colour, (await measure(svg, 'dark')).colour);
});

test('two chains stand one below the other, a report without a chain says its answer', async () => {
  const { path: _path, ...rest } = sampleReport;
  const two = { ...rest, chains: [...sampleReport.chains, ...sampleReport.chains] };
  const measured = await measure(renderSvg(two));
  assertTidy(measured, 'two');
  assert.deepEqual(measured.hops.map(({ key }) => key).sort(), keys(two));
  const none = renderSvg({ ...sampleReport, chains: [] });
  assertTidy(await measure(none), 'none');
  assert.match(none, /CloseRequest/);
});

test('hostile names are text and nothing else', async () => {
  for (const { text, report } of hostileReports) {
    const name = JSON.stringify(text.slice(0, 40));
    const measured = await measure(renderSvg(report));
    assertTidy(measured, name);
    assert.deepEqual(measured.hops.map(({ key }) => key).sort(), keys(report), name);
    for (const link of measured.links) assert.match(link, /^https:\/\/example\.com\//, name);
  }
});

test('SARIF: a thread for each goroutine, an ordered location for each hop', () => {
  for (const report of [sampleReport, ...hostileReports.map((one) => one.report)]) {
    const log = JSON.parse(renderSarif(report)) as SarifLog;
    assert.equal(log.version, '2.1.0');
    const [run] = log.runs;
    assert.equal(run?.results.length, report.chains.length);
    for (const [number, result] of (run?.results ?? []).entries()) {
      assert.equal(result.kind, 'informational');
      assert.equal(result.level, 'none');
      assert.notEqual(result.message.text, '');
      const locations = result.codeFlows.flatMap((flow) => flow.threadFlows.flatMap((thread) => thread.locations));
      assert.equal(locations.length, report.chains[number]?.hops.length);
      assert.deepEqual(
        locations.map((one) => one.executionOrder),
        locations.map((_, i) => i + 1),
      );
      for (const { location } of locations) {
        const uri = location.physicalLocation?.artifactLocation.uri ?? '';
        assert.doesNotMatch(uri, /[\s<>"\\^`{|}\u0000-\u001f]|^\//);
        assert.notEqual(location.message.text, '');
      }
    }
  }
  const all = [sampleReport, ...hostileReports.map((one) => one.report)];
  assert.equal(formOf('sarif', Object.fromEntries(all.map((one, i) => [`${i}.sarif`, renderSarif(one)]))).wrong, '');
  matchesGolden('sample.sarif', renderSarif(sampleReport));
});

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly results: readonly {
      readonly kind: string;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly codeFlows: readonly {
        readonly threadFlows: readonly {
          readonly locations: readonly {
            readonly executionOrder: number;
            readonly location: {
              readonly message: { readonly text: string };
              readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } };
            };
          }[];
        }[];
      }[];
    }[];
  }[];
}
