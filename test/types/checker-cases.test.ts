// The archives in cases/: each holds Go packages and, in want/types, what the checker finds out about package p.
// UPDATE_GOLDEN=1 writes the wants anew; they have been compared with what go/types says.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unitRecords } from '#go/types/records.js';
import { parseTxtar } from '../support/txtar.js';
import { type Checked, checkArchive } from './checked.js';

const folder = fileURLToPath(new URL('../../../test/types/cases/', import.meta.url));

describe('cases of the checker', () => {
  for (const name of readdirSync(folder).sort()) {
    it(name, () => {
      const text = readFileSync(`${folder}${name}`, 'utf8');
      const archive = parseTxtar(text);
      const got = describeTypes(checkArchive(archive));
      if (process.env['UPDATE_GOLDEN'] === '1') {
        const [sources = ''] = text.split('-- want/types --\n');
        writeFileSync(`${folder}${name}`, `${sources}-- want/types --\n${got}`);
        return;
      }
      const backwards = checkArchive(archive);
      askBackwards(backwards);
      assert.equal(describeTypes(backwards), got);
      assert.equal(got, archive.files.find((file) => file.name === 'want/types')?.text);
    });
  }
});

/** Asks for types before declarations, the last one first: that must make no difference. */
function askBackwards({ checker }: Checked): void {
  const units = checker.package('example.com/p').files.flatMap((file) => file.units);
  for (const unit of units.toReversed()) {
    for (const object of checker.objectsOf(unit)) if (object.kind === 'Var' || object.kind === 'Func') void object.type;
  }
  for (const unit of units.toReversed()) checker.info(unit);
}

/** A line for each expression that is no plain name or literal, and for each instance, in order of position. */
function describeTypes({ checker, sources }: Checked): string {
  const lines: { readonly file: string; readonly at: number; readonly end: number; readonly text: string }[] = [];
  const pkg = checker.package('example.com/p');
  for (const file of pkg.files) {
    for (const unit of file.units) {
      const info = checker.info(unit);
      for (const [e, { mode }] of info.types) {
        if (e.kind === 'BasicLit' || e.kind === 'FuncLit' || (e.kind === 'Ident' && mode === 'type')) continue;
        const source = file.text.slice(e.pos - file.text.base, e.end - file.text.base).replace(/\s+/g, ' ');
        lines.push({
          file: file.text.name,
          at: e.pos,
          end: e.end,
          text: `${source.length > 40 ? `${source.slice(0, 37)}...` : source}`,
        });
      }
      const described = new Map<string, string>();
      for (const { record } of unitRecords(checker, unit, sources)) {
        if (record.k === 'expr')
          described.set(
            record.at,
            `${record.mode} ${record.type}${record.const === undefined ? '' : ` = ${record.const}`}`,
          );
        if (record.k === 'inst') described.set(`inst ${record.at}`, `[${record.targs.join(', ')}]`);
      }
      for (const [i, line] of lines.entries()) {
        const start = sources.positionString(line.at);
        const end = sources.position(line.end);
        const found = described.get(`${start}-${end?.line ?? 0}:${end?.column ?? 0}`);
        const inst = described.get(`inst ${start}`);
        if (found !== undefined)
          lines[i] = { ...line, text: `${start}: ${line.text}: ${found}${inst === undefined ? '' : ` ${inst}`}` };
      }
    }
  }
  lines.sort((a, b) => a.at - b.at || b.end - a.end);
  return `${lines.map((line) => line.text).join('\n')}\n`;
}
