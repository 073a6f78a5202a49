// Each case of test/flow/cases has the calls that its want/edges.txt says, and no others; UPDATE_GOLDEN=1 writes what is
// found in place of what is wanted, except where a line says what must not be.

import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, it } from 'node:test';
import { formatTxtar, type TxtarFile } from '../support/txtar.js';
import {
  casesFolder,
  describeEdges,
  describeSync,
  type FlowCase,
  holdsPath,
  isContradicted,
  readCase,
  trace,
  wantLines,
} from './flow-case.js';

const update = process.env['UPDATE_GOLDEN'] === '1';
const isNegated = (line: string): boolean => line.startsWith('!');

function rewrite({ name, archive }: FlowCase, found: ReadonlyMap<string, readonly string[]>): void {
  const files: TxtarFile[] = archive.files.map((file) => {
    const lines = found.get(file.name);
    if (lines === undefined) return file;
    const kept = wantLines(archive, file.name).filter(isNegated);
    return { name: file.name, text: [...lines, ...kept].map((line) => `${line}\n`).join('') };
  });
  writeFileSync(casesFolder + name, formatTxtar({ comment: archive.comment, files }));
}

for (const name of readdirSync(casesFolder).sort()) {
  const flowCase = readCase(name);
  const { archive } = flowCase;
  describe(name, () => {
    const traced = trace(flowCase);
    const found = new Map([
      ['want/edges.txt', describeEdges(traced)],
      ['want/sync.txt', describeSync(traced)],
    ]);
    if (update) rewrite(flowCase, found);
    it('says what is wanted', () => {
      assert.ok([...found.keys(), 'want/paths.txt'].some((file) => wantLines(archive, file).length > 0));
    });
    for (const [file, lines] of found) {
      const wanted = wantLines(archive, file);
      if (wanted.length === 0) continue;
      it(file, () => {
        if (!update)
          assert.deepEqual(
            lines,
            wanted.filter((line) => !isNegated(line)),
          );
        assert.deepEqual(
          wanted.filter(isNegated).filter((line) => isContradicted(line, lines)),
          [],
        );
      });
    }
    const paths = wantLines(archive, 'want/paths.txt');
    if (paths.length > 0) {
      it('want/paths.txt', () => {
        const wrong = paths.filter(
          (line) => holdsPath(traced.graph, line.replace(/^!?path /, '').split(' -> ')) === isNegated(line),
        );
        assert.deepEqual(wrong, []);
      });
    }
  });
}
