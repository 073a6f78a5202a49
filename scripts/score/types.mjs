// Compares what two sides say of identifiers, selections, expressions and instances, joined by kind and position.

import { fileOf, readRecords } from './records.mjs';

/** What must be the same for a record to be right, and what more for it to be exact. */
const kinds = {
  def: [(r) => r.obj, (r) => r.type],
  use: [(r) => r.obj, (r) => r.type],
  implicit: [(r) => r.obj, (r) => r.type],
  sel: [
    (r) => (isKnown(r.obj) ? `${r.selKind} ${r.obj} by [${r.index.join(' ')}]` : ''),
    (r) => `${r.indirect ? 'indirect' : 'direct'}, ${r.recv}, ${r.type}`,
  ],
  expr: [(r) => r.type, (r) => r.mode],
  inst: [(r) => (r.targs ?? []).join(', '), (r) => r.type],
};

function isKnown(answer) {
  return answer !== undefined && answer !== null && !['', '?', 'unknown', 'invalid type'].includes(answer);
}

/**
 * @returns the counts of each kind (`truth`, `right`, `exact`, `wrong`, `missing`, and `extra` for records of the files
 * that the truth does not have), the misses in order of the truth, and the files that it speaks of.
 */
export async function compareTypes(truthPath, ourPath) {
  const wanted = new Map();
  const files = new Set();
  for await (const record of readRecords(truthPath)) {
    if (kinds[record.k] === undefined) continue;
    wanted.set(`${record.k} ${record.at}`, answersOf(record));
    files.add(fileOf(record.at));
  }
  const counts = {};
  for (const kind of Object.keys(kinds))
    counts[kind] = { truth: 0, right: 0, exact: 0, wrong: 0, missing: 0, extra: 0 };
  const misses = [];
  const count = (key, outcome, answers, ours) => {
    const kind = key.slice(0, key.indexOf(' '));
    counts[kind].truth += 1;
    counts[kind][outcome] += 1;
    const isExact = outcome === 'right' && answers.rest === ours.rest;
    if (isExact) counts[kind].exact += 1;
    else misses.push({ what: key, outcome: outcome === 'right' ? 'inexact' : outcome, truth: answers, ours });
  };
  for await (const record of readRecords(ourPath)) {
    if (kinds[record.k] === undefined) continue;
    const key = `${record.k} ${record.at}`;
    const answers = wanted.get(key);
    if (answers === undefined) {
      if (files.has(fileOf(record.at))) counts[record.k].extra += 1;
      continue;
    }
    wanted.delete(key);
    const ours = answersOf(record);
    count(key, ours.main === answers.main ? 'right' : isKnown(ours.main) ? 'wrong' : 'missing', answers, ours);
  }
  for (const [key, answers] of wanted) count(key, 'missing', answers, undefined);
  return { counts, misses, files };
}

function answersOf(record) {
  const [main, rest] = kinds[record.k];
  return { main: main(record) ?? '', rest: rest(record) ?? '' };
}
