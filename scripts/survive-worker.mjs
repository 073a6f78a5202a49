// What `npm run survive` does with one file, package or mutant, in a process or thread that may die of it. Takes a task,
// answers with what it found: `problems` are exceptions, which there should be none of.

import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { loadWithTests, openProgram } from '../dist/app/open-program.js';
import { run } from '../dist/app/run.js';
import { SourceSet } from '../dist/base/position.js';
import { diskFileSystem } from '../dist/cli/disk-file-system.js';
import { readGoEnvironment } from '../dist/cli/go-environment.js';
import { parseDeclaration } from '../dist/go/syntax/descent-declarations.js';
import { scanHeader } from '../dist/go/syntax/header.js';
import { loadSourceFile } from '../dist/go/syntax/load-source-file.js';
import { fileRecords } from '../dist/go/types/records.js';
import { mutate, randomFrom, tokensOf } from './mutants.mjs';

const host = { fs: diskFileSystem, version: 'survive', progress: () => {}, phase: () => {} };

const settingsOf = (dir) => ({ dir, ...readGoEnvironment(process.env, diskFileSystem, { cgo: false }) });

let opened;

/** A program keeps all that it was asked about. */
const tasksPerProgram = 60;

/** The program of a folder's main module; the last one is kept for a while. */
function programOf(dir) {
  if (opened?.dir !== dir || opened.left === 0)
    opened = { dir, open: openProgram(settingsOf(dir), [], true, host), left: tasksPerProgram };
  opened.left--;
  return opened.open;
}

function wordsOf(error) {
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error);
}

/** Parses all declarations of a file and checks its package of files, each unit apart so that the rest goes on. */
function checkFiles(checker, sources, files, problems) {
  let records = 0;
  for (const file of files) {
    try {
      records += fileRecords(checker, file, sources).length;
    } catch (error) {
      problems.push(`${file.text.name}: ${wordsOf(error)}`);
    }
  }
  return records;
}

const bytesOf = (path) => {
  const bytes = diskFileSystem.readFile(path);
  return typeof bytes === 'string' ? undefined : bytes;
};

const tasks = {
  /** The packages of the main module around a folder. */
  packages: ({ dir }) => ({ value: programOf(dir).mainPackages.map(({ path }) => path) }),

  /** Files that may be in no package: their headers, their declarations; then one by one, and together, as a package. */
  files: ({ dir, paths, isTogether }) => {
    const problems = [];
    const { checker } = programOf(dir);
    const sources = new SourceSet();
    const groups = isTogether ? [paths] : paths.map((path) => [path]);
    let records = 0;
    for (const [i, group] of groups.entries()) {
      const loaded = group.flatMap((path) => {
        const bytes = bytesOf(path);
        return bytes === undefined ? [] : [loadSourceFile(sources.add(path, `${path}#${i}`, bytes), parseDeclaration)];
      });
      if (loaded[0] === undefined) continue;
      const source = {
        path: `survive/${group[0]}${isTogether ? '/together' : ''}`,
        name: loaded[0].packageName.name,
        isStd: false,
        goVersion: 'go1.26',
        files: loaded,
      };
      try {
        records += checkFiles(checker, sources, checker.packageOf(source).files, problems);
      } catch (error) {
        problems.push(`${group[0]}: ${wordsOf(error)}`);
      }
    }
    return { problems, value: records };
  },

  /** `debug types` of one package with its tests. */
  types: ({ dir, path }) => {
    const problems = [];
    const open = programOf(dir);
    const ref = open.workspace.package(path);
    if (ref.missing === true) return { value: 0 };
    let records = 0;
    for (const pkg of loadWithTests(open, ref, true))
      records += checkFiles(open.checker, open.sources, pkg.files, problems);
    return { problems, value: records };
  },

  /** `debug edges` of one package. */
  edges: ({ dir, path }) => {
    opened = undefined;
    const request = { command: 'debug-edges', patterns: [path], tests: true, main: [], settings: settingsOf(dir) };
    const outcome = run(request, host);
    let count = 0;
    if ('lines' in outcome) for (const _ of outcome.lines) count++;
    return { value: count };
  },

  /** One variant of one file of a package, checked with the package's other files. */
  mutant: ({ dir, folder, index, seed }) => {
    const { checker, original } = packageToMutate(dir, folder, index);
    const random = randomFrom((Math.imul(seed, 0x9e3779b1) ^ index) >>> 0);
    const chosen = Math.floor(random() * original.length);
    const sources = new SourceSet();
    let what = '';
    const files = original.map(({ path, bytes, tokens }, i) => {
      let text = bytes;
      if (i === chosen) {
        const mutant = mutate(bytes, tokens, random);
        what = `${path}: ${mutant.done}`;
        text = mutant.bytes;
      }
      return loadSourceFile(sources.add(path, path, text), parseDeclaration);
    });
    const problems = [];
    const name = files[0]?.packageName.name ?? '_';
    const source = { path: `survive/mutant/${index}`, name, isStd: false, goVersion: 'go1.26', files };
    const { files: own } = checker.packageOf(source);
    checkFiles(checker, sources, own.slice(chosen, chosen + 1), problems);
    for (const unit of own.flatMap((file) => file.units)) {
      try {
        checker.info(unit);
      } catch (error) {
        problems.push(`${sources.positionString(unit.pos)}: ${wordsOf(error)}`);
      }
    }
    return { problems: problems.map((problem) => `${what}: ${problem}`), value: what };
  },
};

/** What the packages that a mutant imports have been found to be is kept for so many mutants: all of them are kept too. */
const mutantsPerProgram = 40;

let toMutate;

function packageToMutate(dir, folder, index) {
  const round = Math.floor(index / mutantsPerProgram);
  if (toMutate?.folder === folder && toMutate.round === round) return toMutate;
  const open = openProgram(settingsOf(dir), [], false, host);
  const sources = new SourceSet();
  const entries = diskFileSystem.readDirectory(folder);
  const names =
    typeof entries === 'string' ? [] : entries.map(({ name }) => name).filter((name) => name.endsWith('.go'));
  const all = names.flatMap((name) => {
    const bytes = bytesOf(`${folder}/${name}`);
    return bytes === undefined ? [] : [{ path: `${folder}/${name}`, bytes, name: scanHeader(bytes).packageName }];
  });
  const packageName = all.find(({ name }) => !name.endsWith('_test'))?.name;
  const original = all
    .filter(({ name }) => name === packageName)
    .map(({ path, bytes }) => ({ path, bytes, tokens: tokensOf(sources.add(path, path, bytes)) }));
  toMutate = { folder, round, original, checker: open.checker };
  return toMutate;
}

function answer(task) {
  try {
    const { problems = [], value } = tasks[task.kind](task);
    return { problems, value };
  } catch (error) {
    // A wrong request is an answer: there is no package here, or no module.
    return error instanceof Error && error.name === 'UsageError'
      ? { problems: [], value: undefined, refused: error.message }
      : { problems: [wordsOf(error)], value: undefined };
  }
}

if (parentPort !== null) parentPort.on('message', (task) => parentPort.postMessage(answer(task)));
else process.on('message', (task) => process.send(answer(task)));
