// `npm run bench`: what the flagship trace costs, cold and as a whole process, beside `callgraph -algo=vta` of
// golang.org/x/tools on the same program. Runs are interleaved, so that a slow minute hits both. Needs Go and, the first time,
// the network. Options: `--runs N` (5), `--app` (also the program that uses all of dubbo-go; minutes, gigabytes), `--whole`
// (all calls of that program, `debug edges`, and nothing else).
//
// The phases are ours to tell: `loose-ends trace … --phases FILE` writes {"phase": milliseconds} there.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { capture, command, downloadModules, goVersion, root, run } from '../scripts/run.mjs';
import { measure, spread } from './measure.mjs';

const peerModule = 'golang.org/x/tools/cmd/callgraph@v0.52.0';
const peerFolder = join(root, '.build/peer');
const work = join(root, '.build/bench');
const target = 'BidiStreamForClient.CloseRequest';
const bidi = join(root, 'examples/dubbo-go-bidi');
const app = join(root, 'examples/dubbo-go-app');

// Without cgo both sides read the same files of net and os/user, and no C compiler is part of the measurement.
const environment = {
  ...process.env,
  CGO_ENABLED: '0',
  GOWORK: 'off',
  GOFLAGS: '-mod=readonly',
  LOOSE_ENDS_CACHE: join(work, 'cache'),
};

function setUp(withApp) {
  if (build() !== 0) return 'the build failed';
  if (goVersion() === undefined) return 'Go is not installed: it runs the program to compare with (https://go.dev/dl/)';
  for (const folder of withApp ? [bidi, app] : [bidi]) {
    if (!downloadModules(relative(root, folder))) return `\`go mod download\` failed in ${relative(root, folder)}`;
  }
  if (!existsSync(join(peerFolder, 'callgraph'))) {
    mkdirSync(peerFolder, { recursive: true });
    if (run('go', ['install', peerModule], { env: { ...process.env, GOBIN: peerFolder } }) !== 0) {
      return `${peerModule} could not be installed`;
    }
  }
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  return undefined;
}

/** One contender in one folder; what it costs is kept in `results`. */
function contender(name, folder, program, args, phases) {
  return { name, folder, program, args, phases, results: [], phaseTimes: [] };
}

function ours(name, folder) {
  const phases = join(work, 'phases.json');
  const output = join(work, 'trace.json');
  const args = [command, '-C', folder, 'trace', target, '--no-cache', '-f', 'json', '-o', output, '--phases', phases];
  return contender(name, folder, process.execPath, args, phases);
}

/** The same question again, when nothing has changed since. */
function again(name, folder) {
  const args = [command, '-C', folder, 'trace', target, '-f', 'json', '-o', join(work, 'again.json')];
  return contender(name, folder, process.execPath, args);
}

/** All calls of a program. */
function wholeProgram(name, folder) {
  const args = [command, '-C', folder, 'debug', 'edges', '.', '--no-cache', '-q', '-o', join(work, 'edges.jsonl')];
  return contender(name, folder, process.execPath, args);
}

function peer(name, folder) {
  return contender(name, folder, join(peerFolder, 'callgraph'), ['-algo=vta', '.']);
}

async function runOnce(entry, keep) {
  const result = await measure(entry.program, entry.args, { cwd: entry.folder, env: environment });
  if (result.code !== 0) throw new Error(`${entry.name} ended with exit code ${result.code}`);
  if (!keep) return;
  entry.results.push(result);
  if (entry.phases !== undefined && existsSync(entry.phases)) {
    entry.phaseTimes.push(JSON.parse(readFileSync(entry.phases, 'utf8')));
  }
}

function summarize(entry) {
  const of = (key) => spread(entry.results.map((result) => result[key]));
  return { wall: of('wall'), cpu: of('cpu'), memory: of('memory') };
}

const seconds = (value) => `${value.toFixed(2)} s`;
const megabytes = (value) => `${Math.round(value / 1e6)} MB`;

function printSummary(name, summary) {
  const line = (label, { min, median, max }, unit) =>
    console.log(`  ${label.padEnd(12)} ${unit(median).padStart(10)}   (${unit(min)} … ${unit(max)})`);
  console.log(`\n${name}`);
  line('wall', summary.wall, seconds);
  line('CPU', summary.cpu, seconds);
  line('peak memory', summary.memory, megabytes);
}

function printPhases(entry) {
  if (entry.phaseTimes.length === 0) return;
  const names = [...new Set(entry.phaseTimes.flatMap((times) => Object.keys(times)))];
  const parts = names.map((name) => {
    const { median } = spread(entry.phaseTimes.map((times) => times[name] ?? 0));
    return `${name} ${Math.round(median)} ms`;
  });
  console.log(`  phases       ${parts.join(', ')}`);
}

function printRatios(mine, theirs, goals = { wall: undefined, cpu: 10, memory: 3 }) {
  const ratio = (key) => theirs[key].median / mine[key].median;
  const verdict = (value, wanted) =>
    `${value.toFixed(1)}x less${wanted === undefined ? '' : judge(value >= wanted, `${wanted}x`)}`;
  console.log('\n  ours against callgraph -algo=vta, medians');
  console.log(`    wall         ${verdict(ratio('wall'), goals.wall)}`);
  console.log(`    CPU          ${verdict(ratio('cpu'), goals.cpu)}`);
  console.log(`    peak memory  ${verdict(ratio('memory'), goals.memory)}`);
}

function judge(good, goal) {
  return `   (goal ${goal}: ${good ? 'met' : 'NOT met'})`;
}

/** Interleaved runs of all contenders: one of each that does not count, then `runs` of each. */
async function measureAll(contenders, runs) {
  for (let round = 0; round <= runs; round += 1) {
    for (const entry of contenders) await runOnce(entry, round > 0);
    process.stderr.write(round === 0 ? 'warmed up\n' : `round ${round} of ${runs}\n`);
  }
}

/** `--whole`: all calls of a program of a thousand packages, in at most half of VTA's time and memory. */
async function measureWhole(runs) {
  const mine = wholeProgram('ours, all calls of examples/dubbo-go-app', app);
  const theirs = peer('callgraph -algo=vta, examples/dubbo-go-app', app);
  await measureAll([mine, theirs], runs);
  for (const entry of [mine, theirs]) printSummary(entry.name, summarize(entry));
  printRatios(summarize(mine), summarize(theirs), { wall: 2, cpu: undefined, memory: 2 });
  return undefined;
}

async function main() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      app: { type: 'boolean', default: false },
      whole: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) return '--runs takes a whole number from 1';
  const trouble = setUp(values.app || values.whole);
  if (trouble !== undefined) return trouble;
  if (values.whole) return measureWhole(runs);
  const checkout = capture('go', ['list', '-m', '-f', '{{.Dir}}', 'dubbo.apache.org/dubbo-go/v3'], {
    cwd: bidi,
    env: environment,
  });
  if (checkout === undefined) return 'the sources of dubbo-go were not found';

  const program = {
    mine: ours('ours, examples/dubbo-go-bidi', bidi),
    theirs: peer('callgraph -algo=vta, examples/dubbo-go-bidi', bidi),
  };
  const cached = again('ours, examples/dubbo-go-bidi, asked again', bidi);
  const library = ours('ours, the sources of dubbo-go v3.2.0-rc2 as a checkout', checkout.trim());
  const whole = values.app
    ? {
        mine: ours('ours, examples/dubbo-go-app', app),
        theirs: peer('callgraph -algo=vta, examples/dubbo-go-app', app),
      }
    : undefined;
  const contenders = [
    program.mine,
    program.theirs,
    cached,
    library,
    ...(whole === undefined ? [] : [whole.mine, whole.theirs]),
  ];
  await measureAll(contenders, runs);

  console.log(
    `Trace of ${target}: medians of ${runs} runs (least … greatest), ${goVersion()}, Node ${process.version}`,
  );
  const summaries = new Map(contenders.map((entry) => [entry, summarize(entry)]));
  for (const pair of whole === undefined ? [program] : [program, whole]) {
    for (const entry of [pair.mine, pair.theirs]) {
      printSummary(entry.name, summaries.get(entry));
      printPhases(entry);
    }
    printRatios(summaries.get(pair.mine), summaries.get(pair.theirs));
  }
  const repeated = summaries.get(cached);
  printSummary(cached.name, repeated);
  console.log(`    wall         ${judge(repeated.wall.median <= 0.4, 'at most 0.4 s').trim()}`);
  const cost = summaries.get(library);
  printSummary(library.name, cost);
  printPhases(library);
  console.log(`    wall         ${judge(cost.wall.median <= 2, 'at most 2 s').trim()}`);
  console.log(`    peak memory  ${judge(cost.memory.median <= 400e6, 'at most 400 MB').trim()}`);

  const record = contenders.map((entry) => ({ name: entry.name, ...summaries.get(entry), phases: entry.phaseTimes }));
  writeFileSync(join(work, 'flagship.json'), `${JSON.stringify(record, null, 2)}\n`);
  console.log(`\nAll figures: ${relative(root, join(work, 'flagship.json'))}`);
  return undefined;
}

try {
  const trouble = await main();
  if (trouble !== undefined) {
    console.error(`bench: ${trouble}.`);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}.`);
  process.exitCode = 2;
}
