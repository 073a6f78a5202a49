// The source of the functions that a report names, cut from their files: what a page about a function shows on a machine
// without the sources. Leaves out functions that the report only mentions in a sentence.

import { compareStrings } from '#base/order.js';
import type { SourceSet, SourceText } from '#base/position.js';
import type { FunctionRecord, Report, SourceExcerpt } from '#report/report.js';

/** Longer lines are generated; nobody reads them to their end. */
const maxLine = 1_000;
/** Characters of all excerpts: the functions of a flagship trace take 80,000. What is over is left out. */
const maxTotal = 4_000_000;

interface Range {
  first: number;
  last: number;
}

/** The report with its functions' source. O(lines of the functions). */
export function withSources(report: Report, sources: SourceSet): Report {
  const byFile = new Map<string, FunctionRecord[]>();
  for (const fn of report.functions) {
    if (fn.at === undefined || fn.endLine === undefined) continue;
    const known = byFile.get(fn.at.file);
    if (known === undefined) byFile.set(fn.at.file, [fn]);
    else known.push(fn);
  }
  const excerpts: SourceExcerpt[] = [];
  let room = maxTotal;
  for (const file of [...byFile.keys()].sort(compareStrings)) {
    const source = sources.named(file);
    if (source === undefined) continue;
    for (const { first, last } of joined((byFile.get(file) ?? []).map((fn) => rangeOf(fn, source)))) {
      const text = linesOf(source, first, last);
      if (text.length > room) continue;
      room -= text.length;
      excerpts.push({ file, line: first, text });
    }
  }
  return { ...report, sources: excerpts };
}

/** From the comment that documents the function to its last line. */
function rangeOf(fn: FunctionRecord, source: SourceText): Range {
  const line = fn.at?.line ?? 1;
  let first = line;
  while (first > 1 && /^\s*\/\//.test(source.lineText(first - 1))) first--;
  return { first, last: Math.max(line, fn.endLine ?? line) };
}

/** Ranges that meet as one, in order. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first || a.last - b.last)) {
    const before = result.at(-1);
    if (before !== undefined && range.first <= before.last + 1) before.last = Math.max(before.last, range.last);
    else result.push({ ...range });
  }
  return result;
}

function linesOf(source: SourceText, first: number, last: number): string {
  const lines: string[] = [];
  for (let line = first; line <= last; line++) {
    const text = source.lineText(line);
    lines.push(text.length > maxLine ? `${text.slice(0, maxLine)}…` : text);
  }
  return lines.join('\n');
}
