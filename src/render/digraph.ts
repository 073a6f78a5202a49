// One kept edge a line, as `callgraph -format digraph` of golang.org/x/tools prints it and its `digraph` reads it:
// full go/ssa names as Go string literals.

import { compareStrings } from '#base/order.js';
import type { Report } from '#report/report.js';
import { callEdges } from './call-edges.js';
import { goQuote } from './text-safety.js';

/** Sorted, each edge once. */
export function renderDigraph(report: Report): string {
  const lines = new Set(
    callEdges(report).map(({ caller, callee }) => `${goQuote(caller.name)} ${goQuote(callee.name)}\n`),
  );
  return [...lines].sort(compareStrings).join('');
}
