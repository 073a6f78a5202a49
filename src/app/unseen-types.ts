// Calls of which nothing is known because the type of what is called is not: its package's source is missing, or the
// code is broken. The flow analysis sees no value there; the checker knows why.

import type { Exploration } from '#go/flow/explore.js';
import { withoutParens } from '#go/flow/program-index.js';
import { unalias } from '#go/types/type.js';
import type { ProgramGraph, UnresolvedSite } from '#program/graph.js';

/** The graph with a reason at each such call. */
export function withUnseenTypes(graph: ProgramGraph, exploration: Exploration): ProgramGraph {
  if (graph.unresolved.every((site) => site.reasons.length > 0)) return graph;
  const reasons = new Map<number, string>();
  for (const list of exploration.calls.values()) {
    for (const { call } of list) {
      const { fun } = call.node;
      const { types } = call.fn.info;
      const called = withoutParens(fun);
      for (const expr of called.kind === 'SelectorExpr' ? [called, withoutParens(called.x)] : [called]) {
        const type = types.get(expr)?.type;
        const t = type === undefined ? undefined : unalias(type);
        if (t?.kind === 'Unknown' && t.reason !== '') reasons.set(call.node.lparen, t.reason);
      }
    }
  }
  const unresolved = graph.unresolved.map((site): UnresolvedSite => {
    const reason = site.reasons.length > 0 ? undefined : reasons.get(site.site.lparen);
    return reason === undefined
      ? site
      : { ...site, reasons: [{ kind: 'no-source', text: reason.replace(/\.$/, ''), pos: 0 }] };
  });
  return { ...graph, unresolved };
}
