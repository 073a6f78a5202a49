import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { diskFileSystem } from '#cli/disk-file-system.js';

const { readFile, readStart, readRange, readDirectory, kindOf, realPath } = diskFileSystem;

describe('the disk', () => {
  let root = '';

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'disk-')));
    mkdirSync(join(root, 'dir'));
    writeFileSync(join(root, 'b.go'), 'package b\n');
    writeFileSync(join(root, 'a.go'), '');
    writeFileSync(join(root, 'B.go'), 'x'.repeat(100));
    writeFileSync(join(root, 'huge'), '');
    truncateSync(join(root, 'huge'), 300 * 1024 * 1024);
    symlinkSync('b.go', join(root, 'link.go'));
    symlinkSync('dir', join(root, 'linkdir'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('nowhere', join(root, 'broken'));
  });

  after(() => rmSync(root, { recursive: true }));

  it('gives files, or why not', () => {
    assert.equal(Buffer.from(readFile(`${root}/link.go`) as Uint8Array).toString(), 'package b\n');
    assert.equal((readFile(`${root}/a.go`) as Uint8Array).length, 0);
    assert.equal(readFile(`${root}/none`), 'not-found');
    assert.equal(readFile(`${root}/b.go/x`), 'not-found');
    assert.equal(readFile(`${root}/dir`), 'not-a-file');
    assert.equal(readFile(`${root}/huge`), 'too-large');
    assert.equal(readFile(`${root}/loop`), 'unreadable');
    assert.equal(readFile(`${root}/nul\u0000`), 'unreadable');
  });

  it('gives the start of a file', () => {
    assert.equal((readStart(`${root}/B.go`, 10) as Uint8Array).length, 10);
    assert.equal(Buffer.from(readStart(`${root}/b.go`, 4096) as Uint8Array).toString(), 'package b\n');
    assert.equal(readStart(`${root}/none`, 10), 'not-found');
    assert.equal(readStart(`${root}/dir`, 10), 'not-a-file');
  });

  it('gives a part of a file, however large that is', () => {
    const part = (name: string, start: number, length: number): string =>
      Buffer.from(readRange(`${root}/${name}`, start, length) as Uint8Array).toString();
    assert.equal(part('b.go', 2, 4), 'ckag');
    assert.equal(part('b.go', 8, 99), 'b\n');
    assert.equal(part('b.go', 99, 9), '');
    assert.equal(part('huge', 9, 3), '\0\0\0');
    assert.equal(readRange(`${root}/none`, 0, 10), 'not-found');
    assert.equal(readRange(`${root}/dir`, 0, 10), 'not-a-file');
  });

  it('lists folders in the order of code units, links followed', () => {
    assert.deepEqual(readDirectory(root), [
      { name: 'B.go', kind: 'file' },
      { name: 'a.go', kind: 'file' },
      { name: 'b.go', kind: 'file' },
      { name: 'broken', kind: 'other' },
      { name: 'dir', kind: 'directory' },
      { name: 'huge', kind: 'file' },
      { name: 'link.go', kind: 'file' },
      { name: 'linkdir', kind: 'directory' },
      { name: 'loop', kind: 'other' },
    ]);
    assert.equal(readDirectory(`${root}/b.go`), 'not-found');
    assert.equal(readDirectory(`${root}/none`), 'not-found');
  });

  it('says what is at a path', () => {
    assert.deepEqual(
      ['b.go', 'linkdir', 'none', 'loop', 'broken'].map((name) => kindOf(`${root}/${name}`)),
      ['file', 'directory', undefined, undefined, undefined],
    );
    assert.equal(kindOf('/dev/null'), 'other');
    assert.equal(realPath(`${root}/linkdir/../link.go`), `${root}/b.go`);
    assert.equal(realPath(`${root}/loop`), undefined);
  });
});
