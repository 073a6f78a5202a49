// The chain's edges, and the calls between its functions that it leaves out, as JSON lines, in the form in which call
// graphs are scored against one another. The first line says what they depend on. A function without a position (no source) gives no line: nothing could be compared.

import { by, type Compare, compareNumbers, compareStrings, inOrder } from '#base/order.js';
import type { Location, Report } from '#report/report.js';
import { callEdges } from './call-edges.js';

/** Sorted by site, then text; repeated lines once. */
export function renderEdges(report: Report): string {
  const { build, question } = report;
  const meta = {
    k: 'meta',
    command: 'edges',
    patterns: question.roots,
    algo: report.tool.name,
    roots: question.roots.join(' '),
    go: build.goVersion,
    goos: build.goos,
    goarch: build.goarch,
    cgo: build.cgo ? '1' : '0',
    tags: build.tags.join(','),
  };
  const drawn = drawnEdges(report);
  const records: { readonly at: Location; readonly text: string }[] = callEdges(report).flatMap(
    ({ edge, caller, callee }) => {
      if (caller.at === undefined || callee.at === undefined) return [];
      const text = JSON.stringify({
        caller: position(caller.at),
        callerName: caller.name,
        site: position(edge.start ?? edge.site),
        lparen: position(edge.lparen ?? edge.site),
        callee: position(callee.at),
        calleeName: callee.name,
        mode: edge.mode,
        kind: edge.kind,
        // Another candidate at a call that is drawn has a reason, and no hop.
        ...(drawn.has(edge.id) ? {} : { drawn: false }),
      });
      return [{ at: edge.site, text }];
    },
  );
  records.push(...leftOutRecords(report));
  records.sort(bySite);
  const lines = records.map((record) => record.text).filter((text, i, all) => i === 0 || text !== all[i - 1]);
  return [JSON.stringify(meta), ...lines].map((line) => `${line}\n`).join('');
}

function drawnEdges({ chains, path }: Report): ReadonlySet<number> {
  return new Set([
    ...chains.flatMap(({ hops }) => hops.flatMap(({ edge }) => edge ?? [])),
    ...(path?.paths.flatMap(({ hops }) => hops) ?? []),
  ]);
}

/** What is known between the chain's functions and not drawn says so. */
function leftOutRecords(report: Report): { readonly at: Location; readonly text: string }[] {
  const functions = new Map(report.functions.map((fn) => [fn.id, fn]));
  return report.chains.flatMap(({ leftOut }) =>
    (leftOut ?? []).flatMap(({ caller: from, callee: to, site, lparen, mode, kind }) => {
      const caller = functions.get(from);
      const callee = functions.get(to);
      if (caller?.at === undefined || callee?.at === undefined) return [];
      const text = JSON.stringify({
        caller: position(caller.at),
        callerName: caller.name,
        site: position(site),
        lparen: position(lparen),
        callee: position(callee.at),
        calleeName: callee.name,
        mode,
        kind,
        drawn: false,
      });
      return [{ at: site, text }];
    }),
  );
}

const bySite: Compare<{ readonly at: Location; readonly text: string }> = inOrder(
  (a, b) => compareStrings(a.at.file, b.at.file),
  (a, b) => compareNumbers(a.at.line, b.at.line),
  (a, b) => compareNumbers(a.at.column, b.at.column),
  by((record) => record.text),
);

function position(at: Location): string {
  return `${at.file}:${at.line}:${at.column}`;
}
