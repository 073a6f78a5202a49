// `npm run demo`: the flagship trace on real dubbo-go. Builds, brings the Go modules of examples/dubbo-go-bidi into Go's
// module cache, prints the trace and writes it in every form to out/demo/. The analysis itself never runs Go.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { command, downloadModules, goVersion, root, run } from './run.mjs';

const example = 'examples/dubbo-go-bidi';
const target = 'BidiStreamForClient.CloseRequest';
const out = join(root, 'out/demo');

/** Each file, what it is, and the command that writes it. Two questions are asked; the rest is made of the saved report. */
const report = join(out, 'trace.json');
const outputs = [
  ['trace.json', 'the report: everything the other files are made of', ['trace', target, '-f', 'json']],
  ['trace.txt', 'the trace as a tree', ['render', report, '-f', 'tree']],
  ['trace.mmd', 'the diagram, a lane for each goroutine', ['render', report, '-f', 'mermaid']],
  ['trace.md', 'the trace as Markdown, with links to the lines', ['render', report, '-f', 'markdown']],
  ['explain.md', 'the writeup: answer, diagram, steps, assumptions, gaps', ['explain', target, '-f', 'markdown']],
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
    const code = run(process.execPath, [command, '-C', example, ...args, '-o', join(out, name)]);
    if (code !== 0) failed.push(name);
  }
  return failed;
}

function printResult() {
  console.log(readFileSync(join(out, 'trace.txt'), 'utf8'));
  console.log('Written:');
  for (const [name, what] of outputs) {
    const path = join(out, name);
    if (existsSync(path)) {
      console.log(`  ${relative(root, path).padEnd(24)} ${String(statSync(path).size).padStart(8)} bytes  ${what}`);
    }
  }
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
