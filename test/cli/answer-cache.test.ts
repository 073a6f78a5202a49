// Answers of earlier runs: the same bytes as a new one, and never an old answer to a new state of the files.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { answerCache, cacheFolder } from '#cli/answer-cache.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { recordReads, stillHold } from '#cli/recorded-reads.js';
import { sampleReport } from '../render/sample-report.js';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-cache-'));
const module = join(folder, 'module');
const cache = join(folder, 'cache');
const goroot = join(folder, 'goroot');

after(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  for (const dir of [module, cache, goroot]) rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(module, 'wire'), { recursive: true });
  mkdirSync(join(goroot, 'src/builtin'), { recursive: true });
  writeFileSync(join(goroot, 'VERSION'), 'go1.26.0\n');
  writeFileSync(join(goroot, 'src/builtin/builtin.go'), 'package builtin\n');
  writeFileSync(join(module, 'go.mod'), 'module example.com/m\n\ngo 1.26\n');
  writeFileSync(
    join(module, 'm.go'),
    'package m\n\nimport "example.com/m/wire"\n\nfunc Root() { wire.Send() }\n\nfunc Other() {}\n',
  );
  writeFileSync(join(module, 'wire/wire.go'), 'package wire\n\nfunc Send() { first() }\n\nfunc first() {}\n');
});

/** The phases of a run, besides what it printed: an answer from before has no `explore`. */
function trace(args: readonly string[] = [], from = cache): { readonly text: string; readonly isNew: boolean } {
  const phases = join(folder, 'phases.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'trace', 'm.Root', '-C', module, '--goroot', goroot, '--phases', phases, ...args],
    { encoding: 'utf8', env: { ...process.env, LOOSE_ENDS_CACHE: from } },
  );
  assert.equal(status, 0, stderr);
  return { text: stdout, isNew: readFileSync(phases, 'utf8').includes('"explore"') };
}

function entries(): string[] {
  return existsSync(cache) ? readdirSync(cache) : [];
}

test('the second answer comes from the first, byte for byte, in every format', () => {
  const first = trace();
  assert.ok(first.isNew);
  assert.equal(entries().length, 1);
  const second = trace();
  assert.ok(!second.isNew);
  assert.equal(second.text, first.text);
  for (const format of ['json', 'markdown', 'mermaid', 'edges']) {
    const known = trace(['-f', format]);
    assert.ok(!known.isNew, format);
    assert.equal(known.text, trace(['-f', format, '--no-cache']).text);
  }
});

test('another question, or another file, folder or module file, is asked anew', () => {
  trace();
  assert.ok(trace(['--detail', 'full']).isNew);
  assert.ok(trace(['--goos', 'windows']).isNew);
  writeFileSync(join(module, 'wire/wire.go'), 'package wire\n\nfunc Send() { second() }\n\nfunc second() {}\n');
  const changed = trace();
  assert.ok(changed.isNew);
  assert.match(changed.text, /second/);
  assert.ok(!trace().isNew);
  writeFileSync(join(module, 'wire/more.go'), 'package wire\n\nfunc init() {}\n');
  assert.ok(trace().isNew);
  writeFileSync(join(module, 'go.mod'), 'module example.com/m\n\ngo 1.25\n');
  assert.ok(trace().isNew);
});

test('--no-cache neither reads nor writes, and off means off', () => {
  assert.ok(trace(['--no-cache']).isNew);
  assert.deepEqual(entries(), []);
  assert.ok(trace([], 'off').isNew);
  assert.ok(trace([], 'off').isNew);
});

test('a damaged, cut or foreign entry is no entry', () => {
  const { text } = trace();
  const [name = ''] = entries();
  const file = join(cache, name);
  const whole = readFileSync(file, 'utf8');
  for (const damaged of ['', 'x', whole.slice(0, -9), whole.replace('wire', 'fire'), whole.replace(/^[^\n]*/, '0')]) {
    writeFileSync(file, damaged);
    const next = trace();
    assert.ok(next.isNew);
    assert.equal(next.text, text);
    assert.equal(readFileSync(file, 'utf8'), whole);
  }
});

test('a folder that cannot be written to costs nothing but the speed', () => {
  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, 'a file, so no folder can be made here');
  assert.ok(trace([], blocked).isNew);
  assert.ok(trace([], join(blocked, 'below')).isNew);
});

test('a full disk leaves no half of an entry', () => {
  // Nothing may be larger than one block of 512 bytes, so that the entry is refused in the middle.
  const { status } = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 1; trap "" XFSZ; exec "$@"',
      'sh',
      process.execPath,
      main,
      'trace',
      'm.Root',
      '-C',
      module,
    ].concat(['--goroot', goroot]),
    { encoding: 'utf8', env: { ...process.env, LOOSE_ENDS_CACHE: cache } },
  );
  assert.equal(status, 0);
  assert.deepEqual(entries(), []);
});

test('processes that write at once leave one whole entry', async () => {
  const run = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, 'trace', 'm.Root', '-C', module, '--goroot', goroot], {
        env: { ...process.env, LOOSE_ENDS_CACHE: cache },
      });
      let text = '';
      child.stdout.on('data', (part) => {
        text += String(part);
      });
      child.on('error', reject);
      child.on('close', () => resolve(text));
    });
  const texts = await Promise.all([run(), run(), run(), run()]);
  assert.equal(new Set(texts).size, 1);
  assert.equal(entries().length, 1);
  const again = trace();
  assert.ok(!again.isNew);
  assert.equal(again.text, texts[0]);
});

test('what was used longest ago goes when the room is full, and so do parts of killed processes', () => {
  mkdirSync(cache, { recursive: true });
  const old = new Date(Date.now() - 86_400_000);
  const files = Array.from({ length: 5 }, (_, i) => join(cache, `${i}.answer`));
  for (const [i, file] of files.entries()) {
    writeFileSync(file, Buffer.alloc(64 * 1024 * 1024));
    utimesSync(file, old, new Date(old.getTime() + i * 1000));
  }
  const part = join(cache, 'x.part');
  writeFileSync(part, '');
  utimesSync(part, old, old);
  const kept = answerCache(cache, 'program', { command: 'trace' }, diskFileSystem);
  kept.keep(sampleReport, []);
  const size = entries().reduce((sum, name) => sum + statSync(join(cache, name)).size, 0);
  assert.ok(size <= 256 * 1024 * 1024);
  assert.deepEqual(
    files.map((file) => existsSync(file)),
    [false, false, true, true, true],
  );
  assert.ok(!existsSync(part));
  assert.deepEqual(kept.find(), sampleReport);
  assert.equal(answerCache(cache, 'other', { command: 'trace' }, diskFileSystem).find(), undefined);
});

test('what was read is told from what it is now', () => {
  const { fs, reads } = recordReads(diskFileSystem);
  const file = join(module, 'm.go');
  fs.readFile(file);
  fs.readStart(join(module, 'go.mod'), 6);
  fs.readRange(join(module, 'go.mod'), 7, 8);
  fs.readDirectory(module);
  fs.kindOf(join(module, 'absent'));
  fs.realPath(module);
  const read = reads();
  assert.equal(read.length, 6);
  assert.ok(stillHold(read, diskFileSystem));
  writeFileSync(join(module, 'go.mod'), 'module example.com/other\n');
  assert.ok(stillHold(read, diskFileSystem));
  const moved = read.map(([question, path, digest]) => [question.replace('range 7', 'range 6'), path, digest] as const);
  assert.ok(!stillHold(moved, diskFileSystem));
  writeFileSync(join(module, 'absent'), '');
  assert.ok(!stillHold(read, diskFileSystem));
});

test('where answers are kept', () => {
  assert.equal(cacheFolder({ LOOSE_ENDS_CACHE: 'off' }, 'linux'), undefined);
  assert.equal(cacheFolder({ LOOSE_ENDS_CACHE: '/a/b' }, 'linux'), '/a/b');
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux'), join('/x', 'loose-ends'));
  assert.equal(cacheFolder({ LOCALAPPDATA: '' }, 'win32'), undefined);
});
