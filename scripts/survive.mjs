// `npm run survive -- DIR...`: the front end over every Go file and package of some checkouts, `debug types` and `debug
// edges` over every package, broken code included. Reports what crashes, hangs, or takes too much memory; there should
// be nothing. Without folders it takes those of survive-list.json. `--mutate DIR` checks variants of one package's files.
//
//   npm run survive -- DIR...                        --no-edges: without `debug edges`, which takes most of the time
//   npm run survive -- --mutate DIR --count N --seed N
//   npm run survive                                  the list; --download brings what is missing into the module cache

import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from './build.mjs';
import { capture, root } from './run.mjs';

const workerFile = join(dirname(fileURLToPath(import.meta.url)), 'survive-worker.mjs');

/** Milliseconds. The first task of a process loads and opens things; mutants get what the product promises for one. */
const limits = { packages: 60_000, files: 60_000, types: 60_000, edges: 120_000, mutant: 2000 };

/** Megabytes. */
const memory = { process: 4096, mutant: 500 };

/** Files that are checked in one go: a process is asked less often. */
const filesAtOnce = 20;

/** Something that takes a task and answers, or is put to death for taking too long. */
class Runner {
  #start;
  #one;
  constructor(start) {
    this.#start = start;
  }

  run(task, limit) {
    return new Promise((done) => {
      const isNew = this.#one === undefined;
      const one = (this.#one ??= this.#begin());
      let timer;
      const listeners = [
        ['message', (result) => finish(result)],
        ['error', (error) => finish({ problems: [`it dies: ${error.message}`], died: true })],
        ['exit', (code, signal) => finish({ problems: [`it dies with ${signal ?? code}`], died: true })],
      ];
      const finish = (result) => {
        clearTimeout(timer);
        for (const [event, listener] of listeners) one.off(event, listener);
        if (result.died) this.#one = undefined;
        done(result);
      };
      // A new one has to load everything first, which is not what the limit is about.
      timer = setTimeout(
        () => {
          finish({ problems: [`it takes more than ${limit / 1000} s`], died: true });
          this.#end(one);
        },
        isNew ? limit + 20_000 : limit,
      );
      for (const [event, listener] of listeners) one.on(event, listener);
      one instanceof Worker ? one.postMessage(task) : one.send(task);
    });
  }

  #begin() {
    const one = this.#start();
    // One may also die between two tasks; the next gets a new one.
    const forget = () => {
      if (this.#one === one) this.#one = undefined;
    };
    one.on('error', forget);
    one.on('exit', forget);
    return one;
  }

  #end(one) {
    if (one instanceof Worker) void one.terminate();
    else one.kill('SIGKILL');
  }

  stop() {
    if (this.#one !== undefined) this.#end(this.#one);
    this.#one = undefined;
  }
}

const processRunner = () =>
  new Runner(() =>
    fork(workerFile, [], {
      execArgv: [`--max-old-space-size=${memory.process}`],
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOWORK: 'off' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );

const threadRunner = () =>
  new Runner(() => new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: memory.mutant } }));

const counts = { files: 0, packages: 0, edges: 0, mutants: 0, problems: 0 };

function report(what, { problems }) {
  for (const problem of problems) {
    counts.problems++;
    console.log(`${what}: ${problem}`);
  }
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

/** The Go files under a folder by folder; links are not followed. */
function goFolders(dir) {
  const folders = [];
  const work = [dir];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const files = [];
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = `${next}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') work.push(path);
      else if (entry.isFile() && entry.name.endsWith('.go')) files.push(path);
    }
    if (files.length > 0) folders.push(files.sort());
  }
  return folders.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function chunks(list, size) {
  const parts = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}

/** A module's folder at or above `dir`; the settings of a program are those of a module. */
function moduleAround(dir) {
  for (let at = dir; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, 'go.mod'))) return at;
  return undefined;
}

async function survive(dir, { edges }) {
  const around = moduleAround(dir);
  if (around === undefined) {
    console.log(`${dir}: it lies in no Go module.`);
    counts.problems++;
    return;
  }
  const runner = processRunner();
  for (const files of goFolders(dir)) {
    progress(files[0]);
    for (const paths of chunks(files, filesAtOnce)) {
      let result = await runner.run({ kind: 'files', dir: around, paths, isTogether: false }, limits.files);
      // What killed it is one of them: which one?
      if (result.died) {
        for (const path of paths) {
          result = await runner.run({ kind: 'files', dir: around, paths: [path], isTogether: false }, limits.files);
          report(path, result);
        }
      } else report(paths[0], result);
      counts.files += paths.length;
    }
    report(
      dirname(files[0]),
      await runner.run({ kind: 'files', dir: around, paths: files, isTogether: true }, limits.files),
    );
  }
  // In a module's folder its packages; a folder of test data has none.
  const listed =
    around === dir ? await runner.run({ kind: 'packages', dir }, limits.packages) : { problems: [], value: [] };
  report(dir, listed);
  if (listed.refused !== undefined) console.log(`${dir}: ${listed.refused}`);
  const paths = listed.value ?? [];
  for (const path of paths) {
    progress(`types ${path}`);
    counts.packages++;
    report(`types ${path}`, await runner.run({ kind: 'types', dir, path }, limits.types));
  }
  if (edges) {
    for (const path of paths) {
      progress(`edges ${path}`);
      counts.edges++;
      report(`edges ${path}`, await runner.run({ kind: 'edges', dir, path }, limits.edges));
    }
  }
  runner.stop();
}

async function mutateAll(folder, count, seed) {
  const dir = moduleAround(folder);
  if (dir === undefined) throw new Error(`${folder} lies in no Go module.`);
  const runner = threadRunner();
  for (let index = 0; index < count; index++) {
    if (index % 50 === 0) progress(`mutant ${index} of ${count}`);
    const task = { kind: 'mutant', dir, folder, index, seed };
    let result = await runner.run(task, limits.mutant);
    // On a busy machine anything may take long once. What takes long again, in a thread that has done it once, is too slow.
    if (result.died) {
      result = await runner.run(task, 10 * limits.mutant);
      if (!result.died) result = await runner.run(task, limits.mutant);
    }
    report(`mutant ${index} (seed ${seed})`, result);
    counts.mutants++;
  }
  runner.stop();
}

/** The folders of the list; what is not there is said, with the command that brings it. */
function listedFolders(download) {
  const list = JSON.parse(readFileSync(join(root, 'scripts/survive-list.json'), 'utf8'));
  const goroot = capture('go', ['env', 'GOROOT'])?.trim();
  const folders = goroot === undefined ? [] : list.goroot.map((name) => join(goroot, name));
  const empty = mkdtempSync(join(tmpdir(), 'loose-ends-survive-'));
  for (const { path, version } of list.modules) {
    const module = `${path}@${version}`;
    const env = download ? process.env : { ...process.env, GOPROXY: 'off' };
    const found = capture('go', ['mod', 'download', '-json', module], {
      cwd: empty,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const dir = found === undefined ? undefined : JSON.parse(found).Dir;
    if (dir === undefined) console.log(`${module} is not in the module cache: go mod download ${module}`);
    else folders.push(dir);
  }
  rmSync(empty, { recursive: true, force: true });
  return folders.filter((folder) => existsSync(folder));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'no-edges': { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    download: { type: 'boolean', default: false },
    mutate: { type: 'string' },
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
if (!values['no-build'] && build() !== 0) process.exit(1);
if (values.mutate !== undefined) await mutateAll(resolve(values.mutate), Number(values.count), Number(values.seed));
else {
  const folders = positionals.length > 0 ? positionals.map((dir) => resolve(dir)) : listedFolders(values.download);
  for (const folder of folders) await survive(folder, { edges: !values['no-edges'] });
}
progress('');
console.log(
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', '),
);
process.exitCode = counts.problems === 0 ? 0 : 1;
