// A real browser reads the site, from a server and from the disk: every page without an error and without a request to any
// other host; search, diagram, keyboard, light and dark, a phone's width, and what axe finds.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { SiteFile } from '#site/site.js';
import { buildModel, type SiteModel } from '#site/site-model.js';
import { hostileReports } from '../render/hostile-report.js';
import { seriousProblems } from '../support/axe.js';
import { launchChromium } from '../support/chromium.js';
import { documents, madeSite, siteInput, withSource } from './made-site.js';

const folder = mkdtempSync(join(tmpdir(), 'loose-ends-site-'));
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#36c"/></svg>`;
const files: SiteFile[] = madeSite({
  documents: [...documents, { path: 'docs/picture.md', text: '# A picture\n\n![a blue box](box.svg)\n' }],
  files: {
    text: () => undefined,
    picture: (path) => (path === 'docs/box.svg' ? Buffer.from(picture) : undefined),
  },
});
const model: SiteModel = buildModel(siteInput.reports);
const pages = files.filter(({ path }) => path.endsWith('.html')).map(({ path }) => path);

let browser: Browser | undefined;
let server: Server | undefined;
let http = '';
const disk = `${pathToFileURL(folder).href}/`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

before(async () => {
  for (const { path, text, encoding } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, encoding ?? 'utf8');
  }
  const byPath = new Map(
    files.map(({ path, text, encoding }) => [`/site/${path}`, Buffer.from(text, encoding ?? 'utf8')]),
  );
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const text = byPath.get(path);
    if (text === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(text);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  http = `http://127.0.0.1:${(server.address() as AddressInfo).port}/site/`;
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Watched {
  readonly page: Page;
  readonly problems: string[];
}

async function open(options: { width?: number; scheme?: 'light' | 'dark' } = {}): Promise<Watched> {
  assert.ok(browser !== undefined);
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.scheme ?? 'light',
  });
  const problems: string[] = [];
  page.on('console', (one) => {
    if (one.type() === 'error' || one.type() === 'warning') problems.push(one.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(http) && !url.startsWith(disk) && !url.startsWith('data:')) problems.push(`request to ${url}`);
  });
  page.on('requestfailed', (request) => {
    // Leaving a page ends what it still loads, such as its icon.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') problems.push(`failed ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  return { page, problems };
}

const reportUrl = (): string => model.reports[0]?.url ?? '';

for (const [name, base] of [
  ['a server', () => http],
  ['the disk', () => disk],
] as const) {
  describe(`from ${name}`, () => {
    test('every page loads without an error, and asks nobody else for anything', async () => {
      const { page, problems } = await open();
      for (const path of pages) {
        await page.goto(base() + path);
        assert.notEqual(await page.title(), '');
      }
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('the pictures of documents are seen', async () => {
      const { page, problems } = await open();
      await page.goto(`${base()}docs/picture.html`);
      assert.equal(await page.evaluate('document.querySelector(".document img").naturalWidth'), 90);
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('search finds a function and leads to it, with the keyboard alone', async () => {
      const { page, problems } = await open();
      await page.goto(base() + reportUrl());
      await page.keyboard.press('/');
      await page.keyboard.type('CloseWrite');
      const first = page.locator('#site-found [role=option]').first();
      assert.match((await first.textContent()) ?? '', /CloseWrite/);
      assert.equal(await first.getAttribute('aria-selected'), 'true');
      await Promise.all([page.waitForURL(/\/functions\//), page.keyboard.press('Enter')]);
      assert.match((await page.locator('h1').textContent()) ?? '', /CloseWrite/);
      await page.keyboard.press('/');
      await page.keyboard.type('zzzz nothing');
      assert.match((await page.locator('#site-found').textContent()) ?? '', /Nothing found/);
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('#site-found').isHidden(), true);
      assert.deepEqual(problems, []);
      await page.close();
    });

    test('a click on a hop of the diagram lands on its marked line', async () => {
      const { page, problems } = await open();
      const [report] = model.reports;
      const hops = report?.views.flatMap((view) => [...view.byHop.values()]) ?? [];
      let clicked = 0;
      for (const view of hops.slice(0, 12)) {
        const { edge } = view;
        const caller = edge === undefined ? undefined : report?.functions.get(edge.caller);
        if (edge === undefined || caller === undefined || caller.source.length === 0) continue;
        if (caller.record.at?.file !== edge.site.file || edge.site.line >= caller.firstLine + caller.source.length)
          continue;
        if (edge.site.line < caller.firstLine) continue;
        await page.goto(base() + reportUrl());
        await page.locator(`svg [data-hop="0-${view.hop.id}"]`).locator('a').dispatchEvent('click');
        await page.waitForURL(/\/functions\//);
        const line = page.locator(`#L${edge.site.line}`);
        assert.equal(await line.getAttribute('class'), 'hop');
        assert.ok(((await line.textContent()) ?? '').includes(edge.site.code.trim()), edge.site.code);
        assert.equal(await page.evaluate(`document.getElementById('L${edge.site.line}').matches(':target')`), true);
        const box = await line.boundingBox();
        assert.ok(box !== null && box.y >= 0 && box.y < 900, `${box?.y}`);
        clicked++;
      }
      assert.ok(clicked >= 5, `${clicked}`);
      assert.deepEqual(problems, []);
      await page.close();
    });
  });
}

test('the diagram and the steps say the same: each hop of the report once, by its name', async () => {
  const { page } = await open();
  for (const entry of model.reports) {
    await page.goto(http + entry.url);
    const shown = (await page.evaluate(`({
      drawn: [...document.querySelectorAll('svg [data-hop]')].map((hop) => [hop.dataset.hop, hop.querySelector('title').textContent]),
      told: [...document.querySelectorAll('.step')].map((hop) => [hop.dataset.hop, hop.querySelector('.name').textContent]),
    })`)) as { drawn: [string, string][]; told: [string, string][] };
    const wanted = entry.report.chains.flatMap((chain, i) => chain.hops.map((hop) => `${i}-${hop.id}`)).sort();
    assert.deepEqual(shown.drawn.map(([key]) => key).sort(), wanted);
    assert.deepEqual(shown.told.map(([key]) => key).sort(), wanted);
    const told = new Map(shown.told);
    for (const [key, title] of shown.drawn) {
      const hop = entry.report.chains[0]?.hops.find((one) => `0-${one.id}` === key);
      if (hop?.function === undefined) continue;
      assert.equal(told.get(key), entry.index.functions.get(hop.function)?.shortName);
      assert.ok(title.startsWith(told.get(key) ?? '?'), title);
    }
  }
  await page.close();
});

test('the diagram grows, shrinks, moves and fills the screen; a hop under the pointer stands out in both', async () => {
  const { page, problems } = await open();
  await page.goto(http + reportUrl());
  const width = async (): Promise<number> => Number(await page.locator('.canvas svg').getAttribute('width'));
  const start = await width();
  await page.locator('[data-zoom=in]').click();
  assert.ok((await width()) > start);
  await page.locator('[data-zoom=out]').click();
  await page.locator('[data-zoom=out]').click();
  assert.ok((await width()) < start);
  await page.locator('.canvas').focus();
  await page.keyboard.press('+');
  await page.keyboard.press('0');
  await page.locator('[data-zoom=full]').click();
  assert.equal((await page.locator('figure.diagram').boundingBox())?.width, 1280);
  await page.keyboard.press('Escape');
  assert.ok(((await page.locator('figure.diagram').boundingBox())?.width ?? 0) < 1280);

  const canvas = page.locator('.canvas');
  await page.evaluate('document.querySelector(".canvas").scrollIntoView({ block: "center" })');
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  const url = page.url();
  const top = (): Promise<unknown> => page.evaluate('document.querySelector(".canvas").scrollTop');
  const before = Number(await top());
  await page.mouse.move(box.x + 200, box.y + 400);
  await page.mouse.down();
  await page.mouse.move(box.x + 100, box.y + 300, { steps: 4 });
  await page.mouse.up();
  assert.equal(await top(), before + 100);
  assert.equal(page.url(), url);

  await page.locator('svg [data-hop="0-1"]').first().dispatchEvent('mouseover');
  assert.match((await page.locator('svg [data-hop="0-1"]').getAttribute('class')) ?? '', /\blit\b/);
  assert.match((await page.locator('li[data-hop="0-1"]').getAttribute('class')) ?? '', /\blit\b/);
  assert.ok((await page.locator('svg .line.lit').count()) > 0);
  assert.deepEqual(problems, []);
  await page.close();
});

test('light and dark follow the reader, and the switch holds on the next page', async () => {
  const background = (page: Page): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await open({ scheme: 'light' });
  await light.page.goto(http + reportUrl());
  const dark = await open({ scheme: 'dark' });
  await dark.page.goto(http + reportUrl());
  const [lit, unlit] = [await background(light.page), await background(dark.page)];
  assert.notEqual(lit, unlit);
  await light.page.locator('.theme').click();
  assert.equal(await background(light.page), unlit);
  assert.equal(
    await light.page.evaluate('getComputedStyle(document.querySelector("svg.le rect.page")).fill'),
    await dark.page.evaluate('getComputedStyle(document.querySelector("svg.le rect.page")).fill'),
  );
  await light.page.goto(`${http}index.html`);
  assert.equal(await background(light.page), unlit);
  await light.page.close();
  await dark.page.close();
});

test('on a phone no page scrolls sideways, and the first answer is seen at once', async () => {
  const { page, problems } = await open({ width: 375 });
  for (const path of pages) {
    await page.goto(http + path);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 375, path);
  }
  await page.goto(`${http}index.html`);
  const box = await page.locator('.verdicts li').first().boundingBox();
  assert.ok(box !== null && box.y < 500, `${box?.y}`);
  assert.deepEqual(problems, []);
  await page.close();
});

test('Mermaid draws the diagrams of documents', async () => {
  const { page, problems } = await open();
  await page.goto(`${disk}docs/guide.html`);
  await page.locator('pre.mermaid svg').waitFor();
  assert.equal(await page.locator('pre.mermaid .node').count(), 2);
  await page.locator('.theme').click();
  await page.locator('pre.mermaid svg').waitFor();
  assert.deepEqual(problems, []);
  await page.close();
});

test('hostile names run nothing and widen nothing', async () => {
  const { page } = await open({ width: 375 });
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  for (const [i, { text, report }] of hostileReports.entries()) {
    const made = madeSite({
      title: text === '' ? 'x' : text,
      reports: [{ report: withSource(report), title: text }],
      documents: [],
    });
    for (const file of made) {
      const path = join(folder, `hostile${i}`, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.text);
    }
    const some = made.filter(({ path }) => path.endsWith('.html')).slice(0, 3);
    for (const { path } of some) {
      await page.goto(`${disk}hostile${i}/${path}`);
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth'),
        375,
        `${JSON.stringify(text.slice(0, 40))} ${path}`,
      );
      assert.equal(await page.locator('script').count(), 2);
      assert.equal(await page.locator('iframe, object, embed, img, main script').count(), 0);
    }
  }
  assert.equal(dialogs, 0);
  await page.close();
});

test('without scripts everything can be read', async () => {
  assert.ok(browser !== undefined);
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
  const page = await context.newPage();
  await page.goto(http + reportUrl());
  assert.ok(await page.locator('.step').first().isVisible());
  assert.ok(await page.locator('.canvas svg').isVisible());
  await context.close();
});

test('on paper the diagram and the proofs are whole, and what serves a screen is gone', async () => {
  const { page } = await open();
  await page.goto(http + reportUrl());
  await page.emulateMedia({ media: 'print' });
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  assert.equal(await page.locator('.bar').isVisible(), false);
  assert.equal(await page.locator('details:not([open])').count(), 0);
  assert.ok((await page.pdf()).length > 10_000);
  await page.close();
});

test('axe finds nothing serious, light or dark', async () => {
  const kinds = [
    'index.html',
    reportUrl(),
    model.functions.find((fn) => fn.source.length > 0)?.url ?? '',
    'docs/guide.html',
    'README.html',
    'rules/README.html',
    'rules/no-waker.html',
  ];
  for (const scheme of ['light', 'dark'] as const) {
    const { page } = await open({ scheme });
    for (const path of kinds) {
      await page.goto(http + path);
      assert.deepEqual(await seriousProblems(page), [], `${scheme} ${path}`);
    }
    await page.close();
  }
});
