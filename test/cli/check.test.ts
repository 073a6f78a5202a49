// The command check: exit statuses, formats, the baseline, comments, a project's models, and packages that are broken.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FindingsReport } from '#report/findings.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const parent = mkdtempSync(join(tmpdir(), 'loose-ends-check-cli-'));
after(() => rmSync(parent, { recursive: true, force: true }));

const leak = `package p

import "os"

func size(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
`;
const clean = leak.replace('\tinfo, err', '\tdefer f.Close()\n\tinfo, err');

/** What is asked of SARIF here. */
interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly codeFlows: readonly unknown[];
      readonly relatedLocations: readonly {
        readonly id: number;
        readonly physicalLocation: { readonly region: { readonly startLine: number } };
      }[];
    }[];
  }[];
}

let count = 0;
/** A module of these files. */
function module(files: Readonly<Record<string, string>>): string {
  const folder = join(parent, `m${count++}`);
  for (const [name, text] of Object.entries({ 'go.mod': 'module example.com/m\n\ngo 1.20\n', ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function check(folder: string, ...more: string[]): { status: number | null; stdout: string; stderr: string } {
  const args = [`${root}dist/cli/main.js`, 'check', '-C', folder, ...more];
  return spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

function findings(folder: string, ...more: string[]): FindingsReport {
  return JSON.parse(check(folder, '-f', 'json', ...more).stdout) as FindingsReport;
}

test('exit statuses say clean, findings, could not run', () => {
  assert.equal(check(module({ 'p.go': clean })).status, 0);
  const found = check(module({ 'p.go': leak }));
  assert.equal(found.status, 1);
  assert.match(found.stdout, /^error\[never-released\]: The file in f is never closed/);
  assert.match(found.stdout, /\n1 finding in 1 package\.\n$/);
  assert.equal(check(module({ 'p.go': leak }), './nowhere').status, 2);
  const format = check(module({ 'p.go': leak }), '-f', 'tree');
  assert.equal(format.status, 2);
  assert.match(format.stderr, /text, sarif, json or github/);
});

test('patterns choose packages, and the ending of the file the format', () => {
  const folder = module({ 'a/p.go': leak, 'b/p.go': leak });
  assert.deepEqual(findings(folder).packages, ['example.com/m/a', 'example.com/m/b']);
  assert.deepEqual(findings(folder, './b').packages, ['example.com/m/b']);
  assert.deepEqual(
    findings(folder, 'example.com/m/a').findings.map(({ at }) => `${at.file}:${at.line}`),
    ['a/p.go:6'],
  );
  assert.equal(check(folder, '-o', 'out.sarif').status, 1);
  assert.match(readFileSync(join(folder, 'out.sarif'), 'utf8'), /"version": "2\.1\.0"/);
});

test('a fingerprint stays when lines move, and a baseline hides what it lists and nothing else', () => {
  const folder = module({ 'p.go': leak });
  const [before] = findings(folder).findings;
  assert.equal(check(folder, '--baseline', 'base.json', '--write-baseline').status, 0);
  writeFileSync(join(folder, 'p.go'), leak.replace('func size', '// One.\n\n// Two.\nfunc other() {}\n\nfunc size'));
  const [moved] = findings(folder).findings;
  assert.notEqual(moved?.at.line, before?.at.line);
  assert.equal(moved?.fingerprint, before?.fingerprint);
  const hidden = check(folder, '--baseline', 'base.json');
  assert.equal(hidden.status, 0);
  assert.match(hidden.stdout, /No findings in 1 package \(1 in the baseline\)/);
  writeFileSync(join(folder, 'q.go'), leak.replace('func size', 'func length'));
  const fresh = findings(folder, '--baseline', 'base.json');
  assert.deepEqual(
    fresh.findings.map(({ at }) => at.file),
    ['q.go'],
  );
  // The line where the release belongs may change; what leaks is the same.
  const edited = module({ 'p.go': leak.replaceAll('return 0, err', 'return -1, err') });
  const [after] = findings(edited).findings;
  assert.notEqual(after?.remedy.at.code, before?.remedy.at.code);
  assert.equal(after?.fingerprint, before?.fingerprint);
  // A second one of the same words after it is the new one.
  const again = `\tif info.Size() > 0 {\n\t\tf, err := os.Open(name)\n\t\tif err == nil {\n\t\t\t_, _ = f.Stat()\n\t\t}\n\t}\n`;
  const twice = module({ 'p.go': leak.replace('\treturn info', `${again}\treturn info`) });
  writeFileSync(join(twice, 'base.json'), readFileSync(join(folder, 'base.json'), 'utf8'));
  assert.deepEqual(
    findings(twice, '--baseline', 'base.json').findings.map(({ at }) => at.line),
    [15],
  );
  assert.equal(check(folder, '--baseline', 'none.json').status, 2);
  assert.equal(check(folder, '--write-baseline').status, 2);
  writeFileSync(join(folder, 'bad.json'), '[]');
  assert.match(check(folder, '--baseline', 'bad.json').stderr, /is not a baseline/);
});

test('what breaks one rule in one function is told as one finding, and a baseline knows each', () => {
  const open = (name: string): string =>
    `\t${name}, err := os.Open("${name}")\n\tif err != nil {\n\t\treturn\n\t}\n\t${name}.Stat()\n`;
  const source = (...names: string[]): string =>
    `package p\n\nimport "os"\n\nfunc stat() {\n${names.map(open).join('')}}\n\nfunc other() {\n${open('z')}}\n`;
  const folder = module({ 'p.go': source('a', 'b') });
  const report = findings(folder);
  assert.deepEqual(
    report.findings.map(({ at, also = [] }) => [at.line, also.map((one) => one.at.line)]),
    [
      [6, [11]],
      [19, []],
    ],
  );
  assert.match(check(folder).stdout, /also: line 11: The file in b is never closed/);
  const [result] = (JSON.parse(check(folder, '-f', 'sarif').stdout) as Sarif).runs[0]?.results ?? [];
  assert.equal(result?.codeFlows.length, 2);
  assert.deepEqual(
    result?.relatedLocations.map(({ id, physicalLocation }) => [id, physicalLocation.region.startLine]),
    [
      [1, 13],
      [2, 11],
      [3, 16],
    ],
  );
  assert.equal(check(folder, '-f', 'github').stdout.match(/^::error/gm)?.length, 3);
  assert.equal(check(folder, '--baseline', 'base.json', '--write-baseline').status, 0);
  assert.equal(check(folder, '--baseline', 'base.json').status, 0);
  writeFileSync(join(folder, 'p.go'), source('a', 'c', 'b'));
  assert.deepEqual(
    findings(folder, '--baseline', 'base.json').findings.map(({ at, also }) => [at.line, also]),
    [[11, undefined]],
  );
});

test('a comment with a reason hides a finding, one without is told', () => {
  const at = '\tf, err := os.Open(name)';
  const hide = (comment: string, line = at): FindingsReport =>
    findings(module({ 'p.go': leak.replace(at, line.replace('COMMENT', comment)) }));
  const before = `\tCOMMENT\n${at}`;
  assert.deepEqual(hide('//loose-ends:ignore never-released the process ends here', before).findings, []);
  const beside = hide('//loose-ends:ignore never-released the process ends here', `${at} COMMENT`);
  assert.equal(beside.hidden.suppressed, 1);
  for (const [comment, problem] of [
    ['//loose-ends:ignore never-released', /no reason/],
    ['//loose-ends:ignore', /no rule/],
    ['//loose-ends:ignore never a reason', /There is no rule never/],
  ] as const) {
    const report = hide(comment, before);
    assert.equal(report.findings.length, 1, comment);
    assert.match(report.diagnostics.map(({ message }) => message).join(), problem);
  }
  assert.equal(hide('//loose-ends:ignore no-waker another rule', before).findings.length, 1);
});

const pool = `package p

type conn struct{}

func (c *conn) Return() {}

func get() (*conn, error) { return nil, nil }

func use() error {
	c, err := get()
	if err != nil {
		return err
	}
	_ = c
	return nil
}
`;

test('a project’s models are used, and checked', () => {
  const models = {
    resources: [{ id: 'slot', noun: 'slot', verb: 'released', cost: 'the pool runs dry', releases: ['Return'] }],
    acquire: [{ function: 'example.com/m.get', result: 0, resource: 'slot', because: 'it takes a slot' }],
  };
  const folder = module({ 'p.go': pool, 'loose-ends.json': JSON.stringify(models) });
  assert.deepEqual(
    findings(folder).findings.map(({ message }) => message),
    ['The slot in c is never released: the pool runs dry.'],
  );
  writeFileSync(join(folder, 'p.go'), pool.replace('\t_ = c', '\tdefer c.Return()'));
  assert.deepEqual(findings(folder).findings, []);
  for (const [text, problem] of [
    ['{', 'loose-ends.json:1:2: this is no JSON: a key in double quotes is missing'],
    ['{\n  "acquire": [\n    {"a": 1},\n  ]\n}', 'loose-ends.json:4:3: this is no JSON: here is no value'],
    ['{\n  "pools": [\n    { "type": 1 }]}', 'loose-ends.json:3:7: pools\\[0\\].type is missing, or no text'],
    [
      '{"half-closes":[{"function":"Conn.End","because":"b"},\n{"function":"End","because":"b"}]}',
      'loose-ends.json:2:2: half-closes\\[1\\].function is no name',
    ],
    ['{"acquire":[{"function":"m.f","resource":"file","result":1.5,"because":"b"}]}', 'no small whole number'],
    ['{"aquire":[]}', 'aquire is not known here'],
    ['{"acquire":[{"function":"m.f","resource":"nothing","because":"b"}]}', 'acquire\\[0\\].resource is not one of'],
    ['{"arguments":[{"function":"m.f","argument":"x"}]}', 'arguments\\[0\\]'],
    ['{"resources":{}}', 'resources is no list'],
  ] as const) {
    writeFileSync(join(folder, 'loose-ends.json'), text);
    const { status, stderr } = check(folder);
    assert.equal(status, 2, text);
    assert.match(stderr, new RegExp(problem), text);
  }
});

const library = `package lib

type Gate struct{ n int }

func NewGate() *Gate  { return &Gate{} }
func (g *Gate) Await() {}
func (g *Gate) Open()  {}

type Conn struct{ n int }

func Open() (*Conn, error) { return nil, nil }
func (c *Conn) EndWrite()  {}
func (c *Conn) Close()     {}

type Transport struct{ Limit int }

func (t *Transport) N() int { return 1 }
`;

const using = `package m

import "example.com/m/lib"

type t struct{ gate, open *lib.Gate }

func newT() *t { return &t{gate: lib.NewGate(), open: lib.NewGate()} }

func (t *t) wait() { t.gate.Await() }
func (t *t) waitOpen() { t.open.Await() }
func (t *t) wake() { t.open.Open() }

func half() error {
	c, err := lib.Open()
	if err != nil {
		return err
	}
	c.EndWrite()
	return nil
}

func pooled() int {
	p := &lib.Transport{}
	return p.N()
}

func limited() int {
	p := &lib.Transport{Limit: 1}
	return p.N()
}
`;

test('a project says what waits, what closes one half and what keeps a pool', () => {
  const models = {
    acquire: [{ function: 'example.com/m/lib.Open', resource: 'connection', because: 'it opens' }],
    waits: [
      {
        wait: '(*example.com/m/lib.Gate).Await',
        wakers: ['(*example.com/m/lib.Gate).Open'],
        until: 'the gate is open',
      },
    ],
    'half-closes': [{ function: '(*example.com/m/lib.Conn).EndWrite', because: 'it can be read from still' }],
    pools: [{ type: 'example.com/m/lib.Transport', bounds: ['Limit'], because: 'it keeps connections' }],
  };
  const folder = module({ 'p.go': using, 'lib/p.go': library, 'loose-ends.json': JSON.stringify(models) });
  const report = findings(folder);
  assert.deepEqual(
    report.findings.map(({ rule, at }) => `${at.file}:${at.line} ${rule}`),
    ['p.go:9 no-waker', 'p.go:14 half-close-only', 'p.go:23 pool-not-drained'],
  );
  assert.deepEqual(report.diagnostics, []);
});

test('a model of what is not there is told at its line', () => {
  const because = '"because": "it opens"';
  const folder = module({
    'p.go': using,
    'lib/p.go': library,
    'loose-ends.json': `{
  "acquire": [
    { "function": "example.com/m/lib.Opne", "resource": "file", ${because} },
    { "function": "example.com/m/lob.Open", "resource": "file", ${because} },
    { "function": "example.com/m/lib.Open", "resource": "file", ${because},
      "result": 2 }
  ],
  "arguments": [{ "function": "(*example.com/m/lib.Conn).Close", "argument": 0, "effect": "take", ${because} }],
  "half-closes": [{ "function": "(*example.com/m/lib.Conn).EndRead", ${because} }],
  "pools": [{ "type": "example.com/m/lib.Pool", "bounds": [], ${because} }]
}
`,
  });
  const told = findings(folder).diagnostics.filter(({ code }) => code === 'model-unknown');
  assert.deepEqual(
    told.map(({ at, message }) => `${at?.line} ${message.replace(' The model has no effect.', '')}`),
    [
      '3 The package example.com/m/lib has no function Opne.',
      '4 There is no package example.com/m/lob, which example.com/m/lob.Open is to be of.',
      '6 example.com/m/lib.Open has no result 2: it has 2, from 0 to 1.',
      '8 (*example.com/m/lib.Conn).Close has no argument 0: it has no arguments.',
      '9 The package example.com/m/lib has no method EndRead of *Conn.',
      '10 The package example.com/m/lib has no type Pool.',
    ],
  );
});

test('what is broken is told, and the rest is checked', () => {
  const folder = module({
    'broken/p.go': 'package p\n\nfunc (\n\nfunc f() { x := }\n',
    'missing/p.go': 'package p\n\nimport "example.org/not/here"\n\nfunc f() { here.Do() }\n',
    'good/p.go': leak,
  });
  const report = findings(folder);
  assert.deepEqual(
    report.findings.map(({ at }) => at.file),
    ['good/p.go'],
  );
  const codes = report.diagnostics.map(({ code }) => code);
  assert.ok(codes.includes('syntax-error') && codes.includes('package-missing'), codes.join());
});

test('a tree without go.mod is checked as its imports name it', () => {
  const folder = module({
    'client/p.go':
      'package client\n\nimport "example.com/old/files"\n\nfunc f() error {\n\tc, err := files.Open("x")\n\tif err != nil {\n\t\treturn err\n\t}\n\t_ = c\n\treturn nil\n}\n',
    'files/p.go': 'package files\n\nimport "os"\n\nfunc Open(name string) (*os.File, error) { return os.Open(name) }\n',
  });
  rmSync(join(folder, 'go.mod'));
  const report = findings(folder);
  assert.deepEqual(report.packages, ['example.com/old/client', 'example.com/old/files']);
  assert.deepEqual(
    report.findings.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`),
    ['never-released client/p.go:6'],
  );
  assert.ok(report.diagnostics.some(({ code }) => code === 'go-mod-missing'));
});
