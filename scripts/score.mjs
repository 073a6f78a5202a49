// `npm run score -- [DIR [PACKAGE...]]`: how often the product is right about the packages of a module, against Go's own
// tools (test/oracle) and, with --ran, against calls that were recorded while a program ran. Needs Go. Exit code 0 says
// that it was measured, not that nothing was missed; 2 that it could not be.

import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from '../bench/measure.mjs';
import { build } from './build.mjs';
import { command, goVersion, root, run } from './run.mjs';
import { CallGraph } from './score/call-graph.mjs';
import { compareDynamic, compareRan, compareStatic } from './score/edges.mjs';
import { describeScore } from './score/print.mjs';
import { compareTypes } from './score/types.mjs';

const usage = `npm run score -- [options] [DIR [PACKAGE...]]

DIR      a folder of a Go module whose modules are in the module cache; examples/dubbo-go-bidi
PACKAGE  as the go command names packages; ./...

--tests      look at tests too, and begin with them
--ran FILE   also compare with a recorded run: JSON lines, one for each call that was executed
--limit N    list at most N misses of a sort; 20
--json       figures and misses as JSON
--no-build   take what is in dist/`;

// Without cgo both sides read the same files of net and os/user.
const environment = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };

/** Gives the outputs of the five runs, and what each cost. */
async function runAll(dir, packages, tests, work) {
  const oracle = join(work, 'oracle');
  const built = run('go', ['build', '-o', oracle, '.'], { cwd: join(root, 'test/oracle'), env: environment });
  if (built !== 0) throw new Error('test/oracle could not be built');
  const withTests = (word) => (tests ? [word] : []);
  const ours = (what) => (file) => [
    process.execPath,
    [command, '-C', dir, 'debug', what, '--quiet', ...withTests('--tests'), '-o', file, ...packages],
  ];
  const theirs = (what, algo) => (file) => [
    oracle,
    [...withTests('-tests'), '-algo', algo, '-o', file, what, dir, ...packages],
  ];
  const runs = [
    ['types', 'ours, types', ours('types')],
    ['edges', 'ours, calls', ours('edges')],
    ['goTypes', 'go/types', theirs('types', 'vta')],
    ['static', 'go/ssa, static calls', theirs('edges', 'static')],
    ['vta', 'VTA', theirs('edges', 'vta')],
  ];
  const files = {};
  const costs = [];
  for (const [key, name, make] of runs) {
    files[key] = join(work, `${key}.jsonl`);
    const [program, args] = make(files[key]);
    const { code, errors, ...cost } = await measure(program, args, { env: environment });
    if (code !== 0) throw new Error(`${name} ended with exit code ${code}:\n${errors}`);
    costs.push({ name, ...cost });
    process.stderr.write(`${name}: ${cost.wall.toFixed(1)} s\n`);
  }
  return { files, costs };
}

async function compare(files, ranFile) {
  const types = await compareTypes(files.goTypes, files.types);
  const ours = await CallGraph.read(files.edges);
  const vta = await CallGraph.read(files.vta);
  const ran = ranFile === undefined ? undefined : await CallGraph.read(ranFile);
  return {
    types: { counts: types.counts, misses: types.misses },
    static: compareStatic(await CallGraph.read(files.static), ours, types.files),
    dynamic: compareDynamic(vta, ours, types.files),
    ...(ran === undefined ? {} : { ran: { ours: compareRan(ran, ours), vta: compareRan(ran, vta) } }),
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tests: { type: 'boolean', default: false },
      ran: { type: 'string' },
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const [folder = join(root, 'examples/dubbo-go-bidi'), ...patterns] = positionals;
  const packages = patterns.length === 0 ? ['./...'] : patterns;
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 0) throw new Error('--limit takes a whole number');
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  if (values.ran !== undefined && !existsSync(values.ran)) throw new Error(`there is no file ${values.ran}`);
  if (goVersion() === undefined) throw new Error('Go is not installed: the oracle needs it (https://go.dev/dl/)');
  if (!values['no-build'] && build() !== 0) throw new Error('the build failed');
  const work = join(root, '.build/score', String(process.pid));
  mkdirSync(work, { recursive: true });
  try {
    const { files, costs } = await runAll(resolve(folder), packages, values.tests, work);
    const score = { packages, tests: values.tests, ...(await compare(files, values.ran)), costs };
    if (values.json) console.log(JSON.stringify(score, undefined, 2));
    else for (const line of describeScore(score, limit)) console.log(line);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(`score: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
