// All of the standard library and of dubbo-go: both ways of reading a declaration make the same tree, nothing is reported,
// and the tokens of the printed trees are those of the file. (Go's own parser accepts all of these files.)

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceText } from '#base/position.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import { printDecl } from '#go/syntax/print.js';
import { readWithTreeSitter } from '#go/syntax/read-declaration.js';
import { goTokens } from './go-tokens.js';
import { checkPositions } from './read.js';
import { dubboGo, goFiles, readText, standardLibrary } from './real-files.js';

interface Count {
  units: number;
  /** Declarations that tree-sitter does not read. */
  byHand: number;
}

function checkFile(text: SourceText, count: Count): void {
  const file = loadSourceFile(text, parseDeclaration);
  const printed: string[] = [];
  for (const unit of file.units) {
    count.units++;
    const { decl } = unit;
    printed.push(printDecl(decl));
    const lowered = readWithTreeSitter(text, unit.pos - text.base, unit.end - text.base);
    if (lowered === undefined) count.byHand++;
    else if (!same(lowered, decl)) assert.deepEqual(lowered, decl, text.path);
    checkPositions(decl);
    assert.equal(decl.pos, unit.pos);
    assert.equal(decl.end, unit.end);
  }
  assert.deepEqual(file.diagnostics, [], text.path);
  const first = file.units[0];
  const source = first === undefined ? '' : text.slice(first.pos - text.base, text.bytes.length);
  const expected = goTokens(source);
  const actual = goTokens(printed.join('\n'));
  if (expected.length === actual.length && expected.every((token, i) => token === actual[i])) return;
  const at = expected.findIndex((token, i) => token !== actual[i]);
  assert.deepEqual(actual.slice(at - 10, at + 10), expected.slice(at - 10, at + 10), text.path);
}

/** Structural equality, much faster than assert's. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  const x = a as Readonly<Record<string, unknown>>;
  const y = b as Readonly<Record<string, unknown>>;
  for (const key in x) if (!same(x[key], y[key])) return false;
  for (const key in y) if (!(key in x)) return false;
  return true;
}

describe('real code', () => {
  it('of the standard library', () => {
    const root = standardLibrary();
    const count = { units: 0, byHand: 0 };
    for (const path of goFiles(root, ['cmd'])) checkFile(readText(path), count);
    assert.ok(count.units > 50_000);
    assert.ok(count.byHand * 200 < count.units, `tree-sitter did not read ${count.byHand} of ${count.units}`);
  });

  it('of dubbo-go', () => {
    const count = { units: 0, byHand: 0 };
    for (const path of goFiles(dubboGo())) checkFile(readText(path), count);
    assert.ok(count.units > 8_000);
    assert.equal(count.byHand, 0);
  });
});
