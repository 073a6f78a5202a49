// The standard library's trees, node by node with every position, against those of go/parser. The Go program prints one hash
// a declaration; where one differs, both trees are printed for that file.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { SourceText } from '#base/position.js';
import type { Node } from '#go/syntax/ast.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import { goFiles, readText, runGoFile, standardLibrary } from './real-files.js';
import { isRoom } from './room.js';

const dumper = fileURLToPath(new URL('../../../test/syntax/go-parser/dump.go', import.meta.url));

/** Writes a tree as dump.go does: kind, span, then what the kind has, all offsets from the start of the file. */
class Dump {
  out = '';
  readonly #base: number;

  constructor(base: number) {
    this.#base = base;
  }

  offset(pos: number): number {
    return pos - this.#base;
  }

  node(node: Node): void {
    if (node.kind === 'EmptyStmt' && node.implicit) {
      this.out += '(EmptyStmt)';
      return;
    }
    // The end of a label in front of `}` is where Go's parser finds the missing statement.
    const openEnd = node.kind === 'LabeledStmt' && node.stmt.kind === 'EmptyStmt' && node.stmt.implicit;
    this.out += `(${node.kind} ${this.offset(node.pos)} ${openEnd ? '-' : this.offset(node.end)}`;
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (key !== 'kind' && key !== 'pos' && key !== 'end' && !isRoom(key)) this.#field(key, value);
    }
    this.out += ')';
  }

  #field(key: string, value: unknown): void {
    if (typeof value === 'number') {
      const isPos = key !== 'iota' && !(key === 'ellipsis' && value === 0);
      this.out += ` ${isPos ? this.offset(value) : value}`;
    } else if (Array.isArray(value)) {
      this.out += ' [';
      for (const item of value) this.node(item as Node);
      this.out += ']';
    } else if (typeof value === 'object' && value !== null) this.node(value as Node);
    else if (key === 'value' && typeof value === 'string') {
      // Go's scanner drops carriage returns from raw strings.
      this.out += ` ${Buffer.byteLength(value.startsWith('`') ? value.replaceAll('\r', '') : value)}`;
    } else if (key !== 'importPath') this.out += ` ${value === undefined ? '-' : String(value)}`;
  }
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const byte of Buffer.from(text)) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}

function dumpFile(text: SourceText): string[] {
  return loadSourceFile(text, parseDeclaration).units.map((unit) => {
    const dump = new Dump(text.base);
    const names = unit.names.map(({ name, pos }) => `${name}@${dump.offset(pos)}`).join(',');
    dump.out += `${unit.kind} ${dump.offset(unit.pos)} ${dump.offset(unit.end)} ${names} ${unit.recvTypeName ?? '-'} ${unit.recvPointer} `;
    dump.node(unit.decl);
    return dump.out;
  });
}

describe('go/parser', () => {
  it('makes the same trees of the standard library', () => {
    const root = standardLibrary();
    const expected = new Map<string, string[]>();
    for (const line of runGoFile(dumper, ['hash', root]).split('\n')) {
      const [path = '', ...hashes] = line.split(' ');
      expected.set(path, hashes);
    }
    let units = 0;
    for (const path of goFiles(root, ['cmd'])) {
      const dumps = dumpFile(readText(path));
      units += dumps.length;
      const hashes = dumps.map((dump) => String(hash(dump)));
      const theirs = expected.get(path) ?? [];
      if (hashes.length === theirs.length && hashes.every((h, i) => h === theirs[i])) continue;
      assert.deepEqual(dumps, runGoFile(dumper, ['full', path]).trimEnd().split('\n').slice(1), path);
    }
    assert.ok(units > 50_000);
  });

  it('makes the same trees of odd code', () => {
    const path = join(fileURLToPath(new URL('../../../test/syntax/go-parser', import.meta.url)), 'odd.go');
    assert.deepEqual(dumpFile(readText(path)), runGoFile(dumper, ['full', path]).trimEnd().split('\n').slice(1));
  });
});
