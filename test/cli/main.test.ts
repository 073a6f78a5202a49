// Runs the command as a user would, in a child process.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { renderJson } from '#render/json.js';
import { sampleReport } from '../render/sample-report.js';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-'));
const report = join(folder, 'report.json');
writeFileSync(report, renderJson(sampleReport));

after(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], input = ''): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

/** One sentence on standard error, nothing on standard output, status 2. */
function refuses(args: readonly string[], words: RegExp, input = ''): void {
  const { status, stdout, stderr } = run(args, input);
  assert.equal(status, 2, args.join(' '));
  assert.equal(stdout, '');
  assert.match(stderr, words);
  assert.match(stderr, /^loose-ends: [^\n]*\n$/);
}

test('help and version', () => {
  assert.match(run(['--version']).stdout, /^loose-ends \d+\.\d+\.\d+\n$/);
  const help = run(['--help']);
  assert.equal(help.status, 0);
  for (const command of ['trace', 'explain', 'render', 'doctor', 'debug']) {
    assert.match(help.stdout, new RegExp(`^  ${command} `, 'm'));
    const own = run([command, '--help']);
    assert.equal(own.status, 0);
    assert.match(own.stdout, new RegExp(`^Usage: loose-ends ${command} `, 'm'));
    for (const line of own.stdout.split('\n')) assert.ok(line.length <= 110, line);
  }
  assert.equal(run([]).status, 2);
});

test('a misspelt word gets the right one', () => {
  refuses(['trase', 'X.Y'], /did you mean trace\?/);
  refuses(['trace', '--same-gorutine', 'X.Y'], /did you mean --same-goroutine\?/);
  refuses(['render', report, '-f', 'mermiad'], /did you mean mermaid\?/);
  refuses(['frobnicate'], /the commands are trace, explain/);
});

test('wrong values get one sentence', () => {
  refuses(['trace'], /needs a root/);
  refuses(['trace', 'X', '--to'], /--to needs a value/);
  refuses(['trace', 'X', '--to', '--up'], /--to needs a value/);
  refuses(['trace', 'X', '--depth', '0'], /whole number/);
  refuses(['trace', 'X', '--detail', 'all'], /brief, normal or full/);
  refuses(['trace', 'X', '--assume', 'x'], /FIELD=TYPE/);
  refuses(['trace', 'X', '--same-goroutine'], /needs --to/);
  refuses(['trace', 'X', '--up', '--to', 'Y'], /exclude one another/);
  refuses(['trace', 'X', '--goroot', 'none'], /folder none that --goroot names does not exist/);
  refuses(['trace', 'X', '-C', 'none'], /folder none does not exist/);
  refuses(['trace', 'X', '-C', report], /takes a folder/);
  refuses(['-C', '.', '-C', 'none', 'trace', 'X'], /folder none does not exist/);
  refuses(['render', report, '--up'], /has no option --up/);
  refuses(['render', report, '--ascii=yes'], /takes no value/);
  refuses(['render', report, '-f', 'json', '-f', 'tree'], /given twice/);
  refuses(['debug', 'typs'], /debug types/);
  refuses(['doctor', 'x'], /takes no arguments/);
});

test('a saved report is rendered in every format', () => {
  for (const [format, words] of [
    ['tree', /└─ \(\*errorTranslatingClientConn\)/],
    ['markdown', /```mermaid/],
    ['mermaid', /^flowchart/],
    ['json', /"schema"/],
    ['edges', /"k":"meta"/],
    ['digraph', /^"/],
    ['dot', /^digraph/],
    ['codetour', /codetour-schema/],
  ] as const) {
    const { status, stdout, stderr } = run(['render', report, '-f', format]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, words);
    assert.equal(stderr, '');
  }
  assert.equal(run(['render', '-', '-f', 'json'], readFileSync(report, 'utf8')).stdout, readFileSync(report, 'utf8'));
});

test('a pipe gets no colour, unless it is asked for', () => {
  assert.doesNotMatch(run(['render', report]).stdout, /\u001b/);
  assert.match(run(['render', report, '--color', 'always']).stdout, /\u001b\[1m/);
});

test('-o writes a whole file, by its ending, from the folder of -C', () => {
  const { status, stdout } = run(['render', report, '-C', folder, '-o', 'out.mmd']);
  assert.equal(status, 0);
  assert.equal(stdout, '');
  assert.match(readFileSync(join(folder, 'out.mmd'), 'utf8'), /^flowchart/);
  refuses(['render', report, '-o', 'none/out.md'], /folder .*none does not exist/);
  refuses(['render', report, '-o', '.'], /is a folder/);
  assert.equal(run(['render', report, '--phases', 'phases.json', '-o', '/dev/null']).status, 0);
  const phases: unknown = JSON.parse(readFileSync(join(folder, 'phases.json'), 'utf8'));
  assert.deepEqual(Object.keys(phases as object), ['start', 'read', 'render', 'write']);
  assert.ok(existsSync('/dev/null'));
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('what is no report is refused', () => {
  refuses(['render'], /needs a report/);
  refuses(['render', 'none.json'], /none\.json cannot be read: it does not exist/);
  refuses(['render', folder], /cannot be read: it is a folder/);
  refuses(['render', '-'], /holds no JSON/);
  refuses(['render', '-'], /is not a report/, '{}');
  refuses(['render', '-'], /schema version 2/, '{"schema":"loose-ends/report","version":2}');
  refuses(['render', '-'], /is damaged: tool is missing/, '{"schema":"loose-ends/report","version":1}');
});
