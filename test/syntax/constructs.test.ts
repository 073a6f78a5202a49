// One small declaration for each construct of Go, with its tree: read by hand, and where tree-sitter can, by that.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '#base/diagnostic.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { printDecl } from '#go/syntax/print.js';
import { readWithTreeSitter } from '#go/syntax/read-declaration.js';
import { checkPositions, textOf } from './read.js';
import { sExpression } from './s-expression.js';

const path = fileURLToPath(new URL('../../../test/syntax/constructs.txt', import.meta.url));

interface Case {
  readonly source: string;
  readonly tree: string;
}

function readCases(text: string): Case[] {
  const blocks = text.split(/\n\n+/).filter((block) => block.trim() !== '' && !block.startsWith('#'));
  return blocks.map((block) => {
    const at = block.indexOf('\n=> ');
    return at === -1
      ? { source: block.trimEnd(), tree: '' }
      : { source: block.slice(0, at), tree: block.slice(at + 4).trim() };
  });
}

/** What the hand-written parser alone reads, because tree-sitter's grammar does not or reads something else. */
const notInGrammar: ReadonlySet<string> = new Set([
  'func f() { L: ; a() }',
  'func f() { a := make; make(1); new := 2; _ = new }',
  'var x chan<- chan int',
  'var x [...]int',
  'var x = <-chan int(c)',
  'var x = new(a + 1)',
  'var x = new(f(x))',
  'var x = new(T{a: 1})',
  'var x = new("s")',
  'var x = new([]int{1})',
  'var x = new(-a)',
  'var x = make(a, b...)',
  'var x = make(1 + 2)',
  // Letters of more than one byte outside strings.
  'var π, ñ = "é", \'é\'',
]);

describe('constructs', () => {
  const cases = readCases(readFileSync(path, 'utf8'));
  const update = process.env['UPDATE_GOLDEN'] === '1';
  const seen: Case[] = [];
  const leftToHand: string[] = [];

  for (const { source, tree } of cases) {
    it(source, () => {
      const text = textOf(source);
      const diagnostics: Diagnostic[] = [];
      const decl = parseDeclaration(text, 0, text.bytes.length, diagnostics);
      assert.deepEqual(diagnostics, []);
      checkPositions(decl);
      assert.equal(decl.pos, text.base);
      assert.equal(decl.end, text.base + text.bytes.length);
      const actual = sExpression(decl);
      if (update) seen.push({ source, tree: actual });
      else assert.equal(actual, tree);

      const printed = textOf(printDecl(decl));
      assert.equal(sExpression(parseDeclaration(printed, 0, printed.bytes.length, diagnostics)), actual);
      assert.deepEqual(diagnostics, []);

      const lowered = readWithTreeSitter(text, 0, text.bytes.length);
      if (lowered === undefined) leftToHand.push(source);
      else assert.deepEqual(lowered, decl);
    });
  }

  it('leaves to the hand-written parser what tree-sitter cannot read, and no more', () => {
    assert.deepEqual(leftToHand, [...notInGrammar]);
  });

  it('has a tree for each', () => {
    if (!update) return;
    const header = readFileSync(path, 'utf8').split('\n\n', 1)[0] ?? '';
    writeFileSync(path, `${[header, ...seen.map(({ source, tree }) => `${source}\n=> ${tree}`)].join('\n\n')}\n`);
  });
});
