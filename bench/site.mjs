// `npm run bench:site`: what the site of the seven flagship questions costs: how long the command takes that makes it from saved
// reports, how large it is with Mermaid and documents, and how soon its largest page is painted by a real browser. Fails where a
// bound is passed. Needs Go, the example's modules and a browser. Options: `--runs N` (5).

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { build } from '../scripts/build.mjs';
import { browserPath, command, downloadModules, root, run } from '../scripts/run.mjs';
import { measure, spread } from './measure.mjs';

const work = join(root, '.build/bench-site');
const example = join(root, 'examples/dubbo-go-bidi');
const { questions } = JSON.parse(readFileSync(join(root, 'loose-ends.json'), 'utf8'));
/** What is asked of the example without a target, as the site of the project asks it. */
const roots = questions.filter(({ to }) => to === undefined).map(({ ask }) => ask);
/** Seconds for the site, megabytes of it, milliseconds to the first paint. */
const bounds = { seconds: 5, megabytes: 8, paint: 1_000 };

function setUp() {
  if (build() !== 0) throw new Error('the build failed');
  if (!downloadModules(relative(root, example))) throw new Error('`go mod download` failed in the example');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const reports = roots.map((name, i) => {
    const file = `${i}.json`;
    if (run(process.execPath, [command, '-C', example, 'explain', name, '-q', '-o', join(work, file)]) !== 0)
      throw new Error(`${name} was not answered`);
    return file;
  });
  // A document with a diagram, so that Mermaid is part of the site.
  writeFileSync(join(work, 'diagram.md'), '# A diagram\n\n```mermaid\nflowchart LR\n  a --> b\n```\n');
  writeFileSync(join(work, 'loose-ends.json'), JSON.stringify({ reports, documents: ['diagram.md'] }));
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((stats) => stats.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}

/** Milliseconds to the first paint, each time in a browser that has just been started. */
async function paintOf(page) {
  const browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    return await tab.evaluate('performance.getEntriesByName("first-contentful-paint")[0].startTime');
  } finally {
    await browser.close();
  }
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
setUp();
const site = join(work, 'site');
const times = [];
for (let i = 0; i < Number(values.runs); i++) {
  rmSync(site, { recursive: true, force: true });
  const made = await measure(process.execPath, [command, '-C', work, 'site', '-q', '-o', site], { cwd: root });
  if (made.code !== 0) throw new Error(`the site was not made: exit code ${made.code}`);
  times.push(made.wall);
}
const [largest] = readdirSync(join(site, 'reports'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => join(site, 'reports', name))
  .sort((a, b) => statSync(b).size - statSync(a).size);
const paints = [];
for (let i = 0; i < Number(values.runs); i++) paints.push(await paintOf(largest));
const megabytes = sizeOf(site) / 1e6;
const found = { seconds: spread(times).median, megabytes, paint: spread(paints).median };
console.log(`site of ${roots.length} reports: ${found.seconds.toFixed(2)} s (at most ${bounds.seconds})`);
console.log(`size: ${megabytes.toFixed(2)} MB (at most ${bounds.megabytes})`);
console.log(`first paint of the largest page: ${Math.round(found.paint)} ms (at most ${bounds.paint})`);
process.exitCode = Object.entries(bounds).every(([what, bound]) => found[what] <= bound) ? 0 : 1;
