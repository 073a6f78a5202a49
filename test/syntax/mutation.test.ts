// Mutated code: tokens of real files deleted, doubled and swapped, in a fixed order of chances. Nothing throws, nothing
// hangs, and a mutation in one function leaves the others alone as long as the brackets do.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SourceText } from '#base/position.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import { printDecl } from '#go/syntax/print.js';
import { TokenScanner } from '#go/syntax/token-scanner.js';
import { checkSpans } from './read.js';
import { readText, standardLibrary } from './real-files.js';

/** A linear congruential generator: the same numbers everywhere. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function tokenSpans(text: SourceText): [number, number][] {
  const scanner = new TokenScanner(text, 0, text.bytes.length);
  const spans: [number, number][] = [];
  for (scanner.next(); scanner.token !== 'EOF'; scanner.next()) {
    if (!scanner.implicit || scanner.token !== ';') spans.push([scanner.pos - text.base, scanner.end - text.base]);
  }
  return spans;
}

function mutate(text: SourceText, spans: readonly [number, number][], next: (limit: number) => number): Buffer {
  const { bytes } = text;
  const [start, end] = spans[next(spans.length)] ?? [0, 0];
  const [otherStart, otherEnd] = spans[next(spans.length)] ?? [0, 0];
  const token = bytes.subarray(start, end);
  const before = bytes.subarray(0, start);
  const after = bytes.subarray(end);
  switch (next(3)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, token, Buffer.from(' '), token, after]);
    default:
      return Buffer.concat([before, bytes.subarray(otherStart, otherEnd), after]);
  }
}

describe('mutated code', () => {
  const files = ['io/pipe.go', 'sync/once.go', 'slices/sort.go', 'net/http/transfer.go', 'go/constant/value.go'];
  for (const [seed, name] of files.entries()) {
    it(name, () => {
      const text = readText(join(standardLibrary(), name));
      const spans = tokenSpans(text);
      const whole = loadSourceFile(text, parseDeclaration).units.length;
      const next = numbers(seed + 1);
      let survivors = 0;
      const rounds = 60;
      for (let round = 0; round < rounds; round++) {
        const mutated = new SourceText(name, name, mutate(text, spans, next), 1);
        const started = performance.now();
        // Every fourth by tree-sitter, which has no opinion of its own on broken code.
        const file = round % 4 === 0 ? loadSourceFile(mutated) : loadSourceFile(mutated, parseDeclaration);
        for (const { decl } of file.units) {
          checkSpans(decl, file);
          printDecl(decl);
        }
        assert.ok(performance.now() - started < 2000, `round ${round}`);
        survivors += Math.min(file.units.filter(({ kind }) => kind !== 'bad').length, whole);
      }
      const lost = 1 - survivors / (rounds * whole);
      assert.ok(lost < 0.05, `${(lost * 100).toFixed(1)} % of the declarations were lost`);
    });
  }
});
