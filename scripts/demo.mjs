// `npm run demo`: the flagship trace on real dubbo-go. Builds, brings the Go modules of examples/dubbo-go-bidi into Go's
// module cache, prints the trace and writes it to out/demo/ in every form: writeup, comments, pictures, a site. The analysis
// itself never runs Go.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from './build.mjs';
import { command, downloadModules, goVersion, root, run } from './run.mjs';

const example = 'examples/dubbo-go-bidi';
const target = 'BidiStreamForClient.CloseRequest';
const other = 'BidiStreamForClient.CloseResponse';
const out = join(root, 'out/demo');

/**
 * Each file, what it is, and the command that writes it. Two questions are asked; the rest is made of the saved reports, all
 * but the site of the first.
 */
const report = join(out, 'report.json');
const response = join(out, 'response.json');
const site = 'site/index.html';
const outputs = [
  ['report.json', 'the report: everything the other files are made of', ['explain', target, '-f', 'json']],
  ['response.json', 'the report on the other side of the stream', ['explain', other, '-f', 'json']],
  ['trace.txt', 'the trace as a tree', ['render', report, '-f', 'tree']],
  ['trace.mmd', 'the diagram for Mermaid, a lane for each goroutine', ['render', report, '-f', 'mermaid']],
  ['trace.svg', 'the diagram as a picture', ['render', report, '-f', 'svg']],
  ['explain.md', 'the writeup: answer, diagram, steps, assumptions, gaps', ['render', report, '-f', 'markdown']],
  ['comment.md', 'the writeup as comments that fit a discussion on GitHub', ['discuss', report]],
  [
    site,
    'both reports as a site: open it in a browser',
    ['site', '-q', report, response, '--title', 'Why is my connection still open?'],
  ],
];

function setUp() {
  if (build() !== 0) return false;
  if (goVersion() === undefined) {
    console.error(
      'Go is not installed, so the modules that the example uses cannot be fetched here. Install Go from https://go.dev/dl/ ' +
        `and run \`go mod download\` in ${example}, or copy a Go module cache to this machine and set GOMODCACHE to it ` +
        '(GOROOT must name a copy of Go, for the sources of its standard library).',
    );
    return process.env.GOROOT !== undefined && process.env.GOMODCACHE !== undefined;
  }
  if (downloadModules(example)) return true;
  console.error(`\`go mod download\` failed in ${example}: see above. The network is needed once, the first time.`);
  return false;
}

/** Runs every output's command; the names of those that failed. What an earlier run wrote is not taken for this one's. */
function writeAll() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const failed = [];
  for (const [name, , args] of outputs) {
    const target = name === site ? dirname(join(out, name)) : join(out, name);
    const code = run(process.execPath, [command, '-C', example, ...args, '-o', target]);
    if (code !== 0) failed.push(name);
  }
  return failed;
}

function printResult() {
  console.log(readFileSync(join(out, 'trace.txt'), 'utf8'));
  console.log('Written:');
  for (const [name, what] of outputs) {
    for (const path of writtenAs(join(out, name))) {
      console.log(`  ${relative(root, path).padEnd(26)} ${String(statSync(path).size).padStart(8)} bytes  ${what}`);
    }
  }
}

/** The file, or its parts: a long comment is several files. */
function writtenAs(path) {
  if (existsSync(path)) return [path];
  const parts = [];
  for (let n = 1; existsSync(path.replace(/\.md$/, `.${n}.md`)); n++) parts.push(path.replace(/\.md$/, `.${n}.md`));
  return parts;
}

if (!setUp()) {
  process.exitCode = 1;
} else {
  const failed = writeAll();
  if (!failed.includes('trace.txt')) printResult();
  if (failed.length > 0) {
    console.error(`Not written: ${failed.join(', ')}.`);
    process.exitCode = 1;
  }
}
