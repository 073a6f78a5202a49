// What is wrong with the input is said in one sentence, or where the trace meets it, and the rest of the answer is there.
// Each case is a small module on the disk that the built command is asked about; `net` is that of the Go that is installed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-input-'));

after(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;

const goMod = 'module example.com/m\n\ngo 1.21\n';

const main = `package main

import "net"

func main() {
	c := dial()
	c.Close()
}

func dial() net.Conn {
	c, _ := net.Dial("tcp", "example.com:25")
	return c
}
`;

/** The hops of `main`, which are there whatever else is wrong. */
const hops = [
  /^├─ dial +main\.go:6$/m,
  /^│ {2}└─ net\.Dial +main\.go:11$/m,
  /^└─ \(\*net\.conn\)\.Close +main\.go:7$/m,
];

let count = 0;

/** A folder of its own with these files; a go.mod unless one is given, or none is wanted. */
function moduleOf(files: Files, hasGoMod = true): string {
  const dir = join(folder, `m${++count}`);
  const all: Files = hasGoMod ? { 'go.mod': goMod, ...files } : files;
  mkdirSync(dir, { recursive: true });
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(dir: string, ...words: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, '-C', dir, ...words], {
    encoding: 'utf8',
    env: { ...process.env, GOWORK: 'off', GOFLAGS: '', GOPROXY: 'off' },
    maxBuffer: 1 << 26,
    timeout: 600_000,
  });
  return { status, stdout, stderr };
}

/** The tree that is printed, with nothing on standard error. */
function answer(dir: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = run(dir, ...words);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return stdout;
}

/** Nothing on standard output, status 2, and what stands on standard error after the name of the command. */
function refusal(dir: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = run(dir, ...words);
  assert.equal(status, 2, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /^loose-ends: /);
  return stderr.slice('loose-ends: '.length).trimEnd();
}

function holdsHops(text: string): void {
  for (const hop of hops) assert.match(text, hop);
}

describe('the module', () => {
  test('there is no go.mod', () => {
    const dir = moduleOf({ 'main.go': main }, false);
    assert.equal(
      refusal(dir, 'trace', 'main.main'),
      `There is no go.mod in ${dir} or a folder above it; go to a Go module, or make one with \`go mod init\`.`,
    );
  });

  test('a module is not in the module cache', () => {
    const dir = moduleOf({
      'go.mod': `${goMod}\nrequire example.com/wire v1.2.0\n`,
      'main.go': main
        .replace('import "net"', 'import (\n\t"net"\n\n\t"example.com/wire"\n)')
        .replace('\tc.Close()', '\twire.Send(c)\n\tc.Close()'),
    });
    const text = answer(dir, 'trace', 'main.main');
    const sentences = text.replace(/\n[│ ]*/g, ' ');
    assert.match(text, /^├─ wire\.Send\(c\) +main\.go:11$/m);
    assert.match(
      sentences,
      /■ no source: example\.com\/wire comes from the module example\.com\/wire@v1\.2\.0, but it is not in the module cache/,
    );
    assert.match(sentences, /Bring it with:\s+go mod download example\.com\/wire@v1\.2\.0/);
    assert.match(text, /net\.Dial +main\.go:16/);
    assert.match(text, /\(\*net\.conn\)\.Close +main\.go:12/);
    assert.match(answer(dir, 'doctor').replace(/\s+/g, ' '), /To get them go mod download example\.com\/wire@v1\.2\.0/);
  });

  test('packages import one another', () => {
    const dir = moduleOf({
      'a/a.go': 'package a\n\nimport "example.com/m/b"\n\nfunc A() { b.B() }\n',
      'b/b.go':
        'package b\n\nimport (\n\t"net"\n\n\t"example.com/m/a"\n)\n\nfunc B() {\n\tnet.Dial("tcp", "x")\n\ta.A()\n}\n',
    });
    const text = answer(dir, 'trace', 'a.A');
    assert.match(text, /└─ b\.B +a\.go:5/);
    assert.match(text, /├─ net\.Dial +b\.go:10/);
    assert.match(
      text,
      /The packages example\.com\/m\/a, example\.com\/m\/b import one another, which the go command refuses/,
    );
  });
});

describe('the root', () => {
  const dir = moduleOf({
    'main.go': main,
    'door/door.go':
      'package door\n\ntype Lock struct{}\n\nfunc (*Lock) Close() {}\n\ntype Bolt struct{}\n\nfunc (Bolt) Close() {}\n',
  });

  test('is unknown', () => {
    assert.equal(
      refusal(dir, 'trace', 'door.Frobnicate'),
      'No function door.Frobnicate was found in the main module, in what it imports, or in the modules it requires.',
    );
    assert.match(
      refusal(dir, 'trace', 'main.go:999'),
      /^There is no function at main\.go:999 in the packages of this build/,
    );
    assert.match(
      refusal(dir, 'trace', 'what is this?'),
      /^what is this\? is no function name: write Type\.Method, pkg\.Func, a full name, or file\.go:line\.$/,
    );
  });

  test('is misspelt', () => {
    assert.deepEqual(refusal(dir, 'trace', 'main.diall').split('\n').slice(1), [
      '  example.com/m.dial  example.com/m/main.go:10:1',
    ]);
    assert.deepEqual(refusal(dir, 'trace', 'Latch.Close').split('\n').slice(1), [
      '  (*example.com/m/door.Lock).Close  example.com/m/door/door.go:5:1',
      '  (example.com/m/door.Bolt).Close  example.com/m/door/door.go:9:1',
    ]);
  });

  test('is ambiguous', () => {
    assert.deepEqual(refusal(dir, 'trace', 'Close').split('\n'), [
      'Close names 2 functions; write one of these in full:',
      '  (*example.com/m/door.Lock).Close  example.com/m/door/door.go:5:1',
      '  (example.com/m/door.Bolt).Close  example.com/m/door/door.go:9:1',
    ]);
    // What is listed can be asked for.
    assert.match(answer(dir, 'trace', '(example.com/m/door.Bolt).Close'), /^Bolt\.Close|^\(Bolt\)\.Close/m);
  });
});

describe('the files', () => {
  test('syntax errors on the way', () => {
    const dir = moduleOf({
      'main.go': main.replace('\treturn c', '\tif c == {\n\t}\n\treturn c'),
      'other.go': 'package main\n\nfunc other( {\n',
    });
    const text = answer(dir, 'trace', 'main.main');
    holdsHops(text);
    assert.match(text, /· Expected an expression, found "\{"\. +main\.go:12/);
  });

  test('a declaration that is not closed does not hide the ones behind it', () => {
    const dir = moduleOf({ 'main.go': main.replace('\tc.Close()\n}', '\tc.Close()\n\tif true {\n') });
    const text = answer(dir, 'trace', 'main.main');
    holdsHops(text.replace('main.go:12', 'main.go:11'));
    assert.match(text, /· The declaration of main is not closed\. +main\.go:5/);
  });

  test('a file without a package clause', () => {
    const dir = moduleOf({
      'main.go': main.replace('\tc.Close()', '\thelper(c)\n\tc.Close()'),
      'helper.go': 'pakage main\n\nimport "net"\n\nfunc helper(c net.Conn) {}\n',
    });
    const text = answer(dir, 'trace', 'main.main');
    assert.match(text, /├─ helper\(c\) +main\.go:7/);
    assert.match(text, /■ no source: nothing declares helper/);
    assert.match(text, /· example\.com\/m\/helper\.go: There is no package clause; the file is left out\./);
    assert.match(text, /\(\*net\.conn\)\.Close +main\.go:8/);
  });

  test('CRLF, and byte order marks', () => {
    const mark = '\ufeff';
    const dir = moduleOf({ 'go.mod': mark + goMod, 'main.go': mark + main.replaceAll('\n', '\r\n') });
    const text = answer(dir, 'trace', 'main.main');
    holdsHops(text);
    assert.match(
      text,
      /· example\.com\/m\/go\.mod: The file begins with a byte order mark, which the go command refuses/,
    );
    const windows = moduleOf({ 'go.mod': goMod.replaceAll('\n', '\r\n'), 'main.go': main.replaceAll('\n', '\r\n') });
    assert.doesNotMatch(answer(windows, 'trace', 'main.main'), /Found on the way|\r/);
  });

  test('binary files named .go', () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 7)) & 0xff);
    const dir = moduleOf({
      'main.go': main,
      'data.go': bytes,
      'elf.go': Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0'), bytes]),
      'utf16.go': Buffer.from('\ufeffpackage main\n', 'utf16le'),
      'empty.go': '',
    });
    const text = answer(dir, 'trace', 'main.main');
    holdsHops(text);
    for (const name of ['data', 'elf', 'empty', 'utf16'])
      assert.match(
        text,
        new RegExp(`example\\.com/m/${name}\\.go: There is no package clause; the file is left out\\.`),
      );
  });

  test('a folder that may not be read', () => {
    const dir = moduleOf({ 'main.go': main, 'secret/secret.go': 'package secret\n' });
    chmodSync(join(dir, 'secret'), 0);
    try {
      const text = answer(dir, 'trace', 'main.main');
      holdsHops(text);
      // Nothing is denied to root; `test/app/commands.test.ts` asks the same of a file system that denies.
      if (process.getuid?.() !== 0)
        assert.match(text, /· example\.com\/m\/secret: The folder may not be read; it is left out\./);
    } finally {
      chmodSync(join(dir, 'secret'), 0o755);
    }
  });

  test('links that lead in a circle, or nowhere', () => {
    const dir = moduleOf({ 'main.go': main, 'sub/sub.go': 'package sub\n' });
    symlinkSync('.', join(dir, 'self'));
    symlinkSync('..', join(dir, 'sub/up'));
    symlinkSync('x.go', join(dir, 'x.go'));
    symlinkSync('gone.go', join(dir, 'dangling.go'));
    holdsHops(answer(dir, 'trace', 'main.main'));
    assert.match(answer(dir, 'doctor'), /packages +2 of the main module/);
  });
});

describe('a generated file of 10 MB', () => {
  const size = 10 * 1024 * 1024;

  test('of many lines beside the way', () => {
    const lines = '\t1, 2, 3, 4, 5, 6, 7, 8,\n';
    const dir = moduleOf({
      'main.go': main,
      'table.go': `package main\n\nvar table = []int{\n${lines.repeat(size / lines.length)}}\n`,
    });
    holdsHops(answer(dir, 'trace', 'main.main'));
  });

  test('of one line, on the way', () => {
    const dir = moduleOf({
      'main.go': main.replace('\tc.Close()', '\tc.Write(text())\n\tc.Close()'),
      'text.go': `package main\n\nfunc text() []byte { return []byte("${'a'.repeat(size)}") }\n`,
    });
    const text = answer(dir, 'trace', 'main.main');
    assert.match(text, /\(\*net\.conn\)\.Write +main\.go:7/);
    assert.match(text, /\(\*net\.conn\)\.Close +main\.go:8/);
    for (const line of text.split('\n')) assert.ok(line.length < 200, 'no line is as long as the file');
  });

  // Less of that: each call is followed with its own context until the walk's limit, which is reached.
  test('of one function with a call every three lines, on the way', () => {
    const step = '\tif n > 1 {\n\t\tuse(c)\n\t}\n';
    const dir = moduleOf({
      'main.go': main.replace('\tc.Close()', '\tmany(c, 2)\n\tc.Close()'),
      'many.go': `package main\n\nimport "net"\n\nfunc many(c net.Conn, n int) {\n${step.repeat(size / step.length / 16)}}\n\nfunc use(c net.Conn) { c.Write(nil) }\n`,
    });
    const text = answer(dir, 'trace', 'main.main');
    assert.match(text, /├─ many +main\.go:7/);
    assert.match(text, /\(\*net\.conn\)\.Write +many\.go:\d+/);
    assert.match(text, /\(\*net\.conn\)\.Close +main\.go:8/);
  });
});

describe('the output', () => {
  const dir = moduleOf({ 'main.go': main });

  test('cannot be written: what was there stays whole', () => {
    mkdirSync(join(dir, 'out'));
    const file = join(dir, 'out/trace.txt');
    writeFileSync(file, 'what was there\n');
    // No file may grow beyond 512 bytes: the disk is full, as far as the command sees.
    const words = [command, '-C', dir, 'trace', 'main.main', '-o', file];
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, ...words],
      { encoding: 'utf8' },
    );
    assert.equal(status, 2, stderr);
    assert.equal(stdout, '');
    assert.equal(stderr, `loose-ends: ${file} cannot be written: it would be larger than is allowed here.\n`);
    assert.equal(readFileSync(file, 'utf8'), 'what was there\n');
    assert.deepEqual(readdirSync(join(dir, 'out')), ['trace.txt']);
  });

  test('has no place', () => {
    assert.match(
      refusal(dir, 'trace', 'main.main', '-o', 'none/trace.txt'),
      /none does not exist; make it, or name another file\.$/,
    );
    assert.match(
      refusal(dir, 'trace', 'main.main', '-o', 'main.go/trace.txt'),
      /main\.go is a file; name a file in a folder\.$/,
    );
    assert.match(refusal(dir, 'trace', 'main.main', '-o', '.'), /is a folder; name a file in it\.$/);
    assert.equal(
      refusal(dir, 'trace', 'main.main', '-o', '/dev/full'),
      '/dev/full cannot be written: the disk is full.',
    );
  });
});
