// The edges that a call graph of Go would have: calls, go and defer calls with a known callee that can run. Hand-offs
// are no calls, and a branch that is never taken calls nothing.

import type { EdgeRecord, FunctionRecord, Report } from '#report/report.js';

export interface CallEdge {
  readonly edge: EdgeRecord;
  readonly caller: FunctionRecord;
  readonly callee: FunctionRecord;
}

/** In the report's order. */
export function callEdges(report: Report): CallEdge[] {
  const functions = new Map(report.functions.map((f) => [f.id, f]));
  const edges: CallEdge[] = [];
  for (const edge of report.edges) {
    if (edge.kind === 'handoff' || edge.callee === undefined || edge.guards.some((guard) => guard.truth === 'never'))
      continue;
    const caller = functions.get(edge.caller);
    const callee = functions.get(edge.callee);
    if (caller !== undefined && callee !== undefined) edges.push({ edge, caller, callee });
  }
  return edges;
}
