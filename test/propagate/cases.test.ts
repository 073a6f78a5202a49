// Each case of test/propagate/cases has the calls that its want/edges.txt says, and no others; UPDATE_GOLDEN=1 writes what
// is found in place of what is wanted, except where a line says what must not be. And each case of test/flow, followed as
// a whole program, has the calls that are found there from its roots: two engines answer, which share no code for it.

import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { casesFolder as flowCases, isContradicted, wantLines } from '../flow/flow-case.js';
import { formatTxtar } from '../support/txtar.js';
import { edgesOf, readProgramCase } from './propagate-case.js';

const folder = fileURLToPath(new URL('../../../test/propagate/cases/', import.meta.url));
const update = process.env['UPDATE_GOLDEN'] === '1';
const wantFile = 'want/edges.txt';
const isNegated = (line: string): boolean => line.startsWith('!');

describe('whole programs', () => {
  for (const name of readdirSync(folder).sort()) {
    it(name, () => {
      const program = readProgramCase(folder + name);
      const wanted = wantLines(program.archive, wantFile);
      const negated = wanted.filter(isNegated);
      const lines = edgesOf(program);
      if (update) {
        const text = [...lines, ...negated].map((line) => `${line}\n`).join('');
        const files = program.archive.files.map((file) => (file.name === wantFile ? { name: wantFile, text } : file));
        writeFileSync(folder + name, formatTxtar({ comment: program.archive.comment, files }));
      } else {
        assert.deepEqual(
          lines,
          wanted.filter((line) => !isNegated(line)),
        );
      }
      assert.deepEqual(
        negated.filter((line) => isContradicted(line, lines)),
        [],
      );
    });
  }
});

describe('cases of test/flow as whole programs', () => {
  // The body of a range over a function is a caller of its own here, and the function around it there.
  // What only a setting brings is followed here, and not there.
  const withoutCaller = (line: string): string =>
    line.replace(/^edge .+? --(?=static|invoke|func)/, '').replace(/, not followed: .*$/, '');

  for (const name of readdirSync(flowCases).sort()) {
    it(name, () => {
      const program = readProgramCase(flowCases + name);
      const found = new Set(edgesOf(program).map(withoutCaller));
      // Where a case has a standard library of its own, this reads the real one.
      const wanted = wantLines(program.archive, wantFile).filter(
        (line) => line.startsWith('edge ') && !line.includes('@std/'),
      );
      assert.deepEqual(
        wanted.filter((line) => !found.has(withoutCaller(line))),
        [],
      );
    });
  }
});
