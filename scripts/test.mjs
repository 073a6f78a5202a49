// `npm test`: sets up (build, Go modules of the examples), runs the tests two files at a time, prints one closing line.
// Arguments: folders or files below `test/` to run instead of all, e.g. `npm test -- base go/syntax`.

import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { build } from './build.mjs';
import { browserPath, compile, downloadModules, goPrograms, goVersion, root } from './run.mjs';

const compiled = join(root, '.build/test');

/** Two, since a test may start a browser or Go, and both take more than one core. */
const concurrency = 2;

function testFiles(wanted) {
  // What is compiled may hold tests whose source is gone, so a file counts only while its source is there.
  const all = readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.split('\\').join('/'))
    .sort();
  const chosen = all.filter((name) => wanted.length === 0 || wanted.some((part) => matches(name, part)));
  return chosen.map((name) => join(compiled, name.replace(/\.ts$/, '.js')));
}

function matches(name, part) {
  const plain = part.replace(/^(\.\/)?test\//, '').replace(/\/$/, '');
  return name === plain || name.startsWith(`${plain}/`);
}

/** Without Go or a browser a part of the tests could only be left out, and a part left out must not look like a pass. */
function setUp() {
  const go = goVersion();
  if (go === undefined)
    console.error('The tests need Go: install it from https://go.dev/dl/ and put `go` on the PATH.');
  const browser = browserPath();
  if (!existsSync(browser)) {
    console.error(
      `The tests draw diagrams in Chromium, and ${browser} is not there: run \`apt-get install chromium\`, or set CHROMIUM to the path of one.`,
    );
  }
  if (go === undefined || !existsSync(browser)) return false;
  if (build() !== 0) return false;
  if (compile('test/tsconfig.json') !== 0) return false;
  const missing = goPrograms().filter((folder) => !downloadModules(folder));
  for (const folder of missing)
    console.error(`The Go modules of ${folder} are not there: run \`go mod download\` in it where there is a network.`);
  return missing.length === 0;
}

async function main(wanted) {
  if (!setUp()) return 1;
  const files = testFiles(wanted);
  const missing = files.filter((file) => !existsSync(file)).map((file) => relative(root, file));
  if (files.length === 0 || missing.length > 0) {
    console.error(files.length === 0 ? `No tests match ${wanted.join(', ')}.` : `Not compiled: ${missing.join(', ')}.`);
    return 1;
  }
  // Everything is there now; nothing that runs from here on may use the network.
  Object.assign(process.env, { GOPROXY: 'off', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GOWORK: 'off' });
  // An answer from an earlier run would test nothing.
  process.env.LOOSE_ENDS_CACHE = 'off';
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const stream = runTests({ files, concurrency, timeout: 20 * 60 * 1000 });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite') return;
    if (event.skip !== undefined || event.todo !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') counts.failed += 1;
  });
  const report = stream.compose(new spec());
  report.pipe(process.stdout);
  await new Promise((resolve, reject) => report.on('end', resolve).on('error', reject));
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped, which counts as failed` : '';
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed === 0 && counts.skipped === 0 && counts.passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
