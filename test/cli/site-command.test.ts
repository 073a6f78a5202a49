// `site` as a command: from saved reports, from loose-ends.json, again into the same folder, and what it refuses.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hostileReports } from '../render/hostile-report.js';
import { sampleReport } from '../render/sample-report.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-site-'));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(`${root}examples/mail`, join(folder, 'mail'), { recursive: true });
writeFileSync(join(folder, 'sample.json'), JSON.stringify(sampleReport));

function looseEnds(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}dist/cli/main.js`, '-C', folder, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GOOS: 'linux', GOARCH: 'amd64' },
  });
  return { status, stdout, stderr };
}

function all(dir: string): Record<string, string> {
  const names = readdirSync(join(folder, dir), { recursive: true, encoding: 'utf8', withFileTypes: false }).sort();
  return Object.fromEntries(
    names.filter((name) => /\.\w+$/.test(name)).map((name) => [name, readFileSync(join(folder, dir, name), 'utf8')]),
  );
}

function refuses(pattern: RegExp, ...args: readonly string[]): void {
  const { status, stdout, stderr } = looseEnds('site', ...args);
  assert.equal(status, 2, stdout);
  assert.equal(stdout, '');
  assert.match(stderr, /^loose-ends: [^\n]+\n( {2}[^\n]+\n)*$/);
  assert.match(stderr, pattern);
}

test('from saved reports; the same bytes again; what is no longer part of it goes', () => {
  const first = looseEnds('site', '-o', 'a', 'sample.json', 'sample.json', '--title', 'Mine');
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^a\/index\.html: 2 reports, \d+ files\n$/);
  const before = all('a');
  assert.equal(looseEnds('site', '-o', 'a', 'sample.json', 'sample.json', '--title', 'Mine').status, 0);
  assert.deepEqual(all('a'), before);
  assert.equal(looseEnds('site', '-o', 'a', 'sample.json', '--base', 'https://example.org/x').status, 0);
  const now = Object.keys(all('a'));
  assert.ok(now.length < Object.keys(before).length);
  assert.ok(now.includes('sitemap.xml'));
});

test('from loose-ends.json: questions are asked, documents read, linked files shown', () => {
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/notes.md'), '# Notes\n\nSee [the client](../mail/mail.go). ![a box](box.png)\n');
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    'base64',
  );
  writeFileSync(join(folder, 'docs/box.png'), picture);
  writeFileSync(
    join(folder, 'loose-ends.json'),
    JSON.stringify({
      title: 'Mail',
      questions: [
        { ask: 'Client.Close', dir: 'mail', title: 'Does Close close it?', main: './cmd' },
        { ask: 'Client.Close', dir: 'mail', to: '(*net.conn).Close', 'same-goroutine': true },
      ],
      reports: ['sample.json'],
      documents: ['docs'],
    }),
  );
  const { status, stderr } = looseEnds('site', '-o', 'b');
  assert.equal(status, 0, stderr);
  const files = all('b');
  const index = (files['index.html'] ?? '').replaceAll('<wbr>', '');
  assert.match(index, /<h1>Mail<\/h1>/);
  assert.match(index, /Does Close close it\?/);
  assert.match(index, /Does Client\.Close reach \(\*net\.conn\)\.Close on its own goroutine/);
  assert.match(files['mail/mail.go.html'] ?? '', /<i class="k">package<\/i> mail/);
  assert.deepEqual(readFileSync(join(folder, 'b/docs/box.png')), picture);
  const names = Object.keys(files).filter((name) => name.startsWith('functions/client-close'));
  assert.ok(names.length > 0);
  assert.match(files[names[0] ?? ''] ?? '', /<tr id="L\d+" class="hop">/);
});

test('what is wrong is said in one sentence, and a folder with other files is left alone', () => {
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full/mine.txt'), 'x');
  refuses(/holds files that are not of a site/, '-o', 'full', 'sample.json');
  assert.deepEqual(readdirSync(join(folder, 'full')), ['mine.txt']);
  refuses(/needs a folder to write to/, 'sample.json');
  refuses(/is a file/, '-o', 'sample.json', 'sample.json');
  refuses(/none\.json cannot be read/, '-o', 'c', 'none.json');
  refuses(/--base takes the address/, '-o', 'c', 'sample.json', '--base', 'here');
  const project = (value: unknown): void =>
    writeFileSync(join(folder, 'loose-ends.json'), typeof value === 'string' ? value : JSON.stringify(value));
  const cases: readonly (readonly [unknown, RegExp])[] = [
    ['{', /is no JSON/],
    [[], /is no object/],
    [{ question: [] }, /did you mean questions/],
    [{ questions: {} }, /"questions" is a list/],
    [{ questions: [{}] }, /"ask" holds a text/],
    [{ questions: [{ ask: 'x', depht: 3 }] }, /question 1 of loose-ends\.json; did you mean depth/],
    [{ questions: [{ ask: 'x', command: 'site' }] }, /"command" is trace/],
    [{ questions: [{ ask: 'x', up: 'yes' }] }, /"up" is true or false/],
    [{ questions: [{ ask: 'No.Such', dir: 'mail' }] }, /No\.Such/],
    [{ questions: [{ ask: 'x', dir: 'nowhere' }] }, /nowhere does not exist/],
    [{ documents: ['../x.md'] }, /outside the folder/],
    [{ documents: ['none.md'] }, /is not there/],
    [{ title: 3 }, /"title" is a text/],
  ];
  for (const [value, pattern] of cases) {
    project(value);
    refuses(pattern, '-o', 'c');
  }
  writeFileSync(join(folder, 'docs/notes.md'), '[a](none.md) [b](../../outside.md) [c](../.hidden)\n');
  writeFileSync(join(folder, '.hidden'), 'x');
  project({ questions: [{ ask: 'Client.Close', dir: 'mail' }], documents: ['docs'] });
  refuses(/3 links lead nowhere:\n {2}docs\/notes\.md: none\.md\n/, '-o', 'c');
  writeFileSync(join(folder, 'docs/notes.md'), '![a](none.png) ![b](https://example.org/b.png)\n');
  refuses(/A link leads nowhere, and a picture lies on another host:\n {2}docs\/notes\.md: none\.png\n/, '-o', 'c');
  rmSync(join(folder, 'loose-ends.json'));
  refuses(/needs reports, or a loose-ends\.json/, '-o', 'c');
  assert.equal(existsSync(join(folder, 'c')), false);
});

test('reports of any names are written below the folder and nowhere else', () => {
  for (const [i, { report }] of hostileReports.entries()) {
    writeFileSync(join(folder, 'hostile.json'), JSON.stringify(report));
    const { status, stderr } = looseEnds('site', '-o', `h${i}`, 'hostile.json');
    assert.equal(status, 0, stderr);
    assert.deepEqual(readdirSync(join(folder, `h${i}`)).sort(), [
      '.loose-ends-site',
      'assets',
      'functions',
      'index.html',
      'reports',
      'rules',
    ]);
  }
});
