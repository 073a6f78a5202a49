// The answer to "is there a way to this function": the ways, or what was searched and what could hide one.

import type { PathSearch } from '#chain/path.js';
import type { ProgramGraph } from '#program/graph.js';
import type { PathAnswer } from '#report/report.js';
import { guardText, isErrorPath } from './guard-text.js';
import type { Insight, ReportParts } from './report-parts.js';
import { unknownStop } from './stop-text.js';

export interface PathQuestion {
  readonly root: string;
  readonly to: string;
  readonly sameGoroutine: boolean;
}

export function pathReport(
  search: PathSearch,
  question: PathQuestion,
  graph: ProgramGraph,
  parts: ReportParts,
  insight: Insight,
): PathAnswer {
  const paths = search.paths.map(({ edges, decidedBy }) => {
    const conditions: string[] = [];
    for (const edge of edges) {
      for (const guard of edge.site.guards) {
        // That nothing failed before is no condition worth reading.
        if (isErrorPath({ ...guard, negated: !guard.negated }, parts.places)) continue;
        const text = `${guardText(guard, parts.places)} (${parts.places.inText(guard.pos)})`;
        if (!conditions.includes(text)) conditions.push(text);
      }
    }
    return {
      hops: edges.map((edge) => parts.edgeId(edge, graph, insight)),
      conditions,
      decidedBy: parts.edgeId(decidedBy, graph, insight),
    };
  });
  return {
    to: question.to,
    sameGoroutine: question.sameGoroutine,
    found: paths.length > 0,
    text: pathText(search, question, graph.isCut, parts) + errorText(search, parts),
    paths,
    searched: { functions: search.functions, sites: search.sites },
    unresolved: search.unresolved.map((site) => ({
      site: parts.places.siteOf(site.site).site,
      reason: unknownStop(site, parts.places).text,
    })),
  };
}

function pathText(
  search: PathSearch,
  { root, to, sameGoroutine }: PathQuestion,
  isCut: boolean,
  parts: ReportParts,
): string {
  const { say, places } = parts;
  const on = sameGoroutine ? say` on the same goroutine` : '';
  const [first] = search.paths;
  if (first === undefined) {
    const sites = search.unresolved.length;
    const open =
      sites === 0
        ? say`every call that was searched has known callees`
        : say`${say.count(sites, 'call')} with callees that are not known could hide one`;
    if (isCut)
      return say`No path${on} from ${root} to ${to} was found before the walk was stopped at its limit; ${open}.`;
    return say`No path${on} leads from ${root} to ${to}; ${open}.`;
  }
  const isOne = search.paths.length === 1 && !search.isCut;
  const crossing = search.startsGoroutine
    ? say`; ${isOne ? say`it starts a goroutine` : say`each of them starts a goroutine`} on the way`
    : say`, on one goroutine`;
  if (isOne)
    return say`The likeliest path from ${root} to ${to} has ${say.count(first.edges.length, 'call')}${crossing}.`;
  const decided = search.paths.map(
    ({ decidedBy }) => say`${parts.nameOf(decidedBy.callee.function)} (${places.inText(decidedBy.site.pos)})`,
  );
  const more = search.isCut ? say` and others` : '';
  return say`Paths lead from ${root} to ${to} through ${search.paths.length} calls behind which nothing is asked any more: ${decided.join(say`, `)}${more}. Of each the likeliest is shown${crossing}.`;
}

/** Said where every way passes a branch on an error: on which, on the first of them. */
function errorText(search: PathSearch, parts: ReportParts): string {
  const { say } = parts;
  const errors = search.paths.map(({ edges }) =>
    edges.flatMap((edge) => edge.site.guards.filter((guard) => isErrorPath(guard, parts.places))),
  );
  const [first] = errors;
  if (first === undefined || errors.some((guards) => guards.length === 0)) return '';
  const texts = [
    ...new Set(first.map((guard) => say`${guardText(guard, parts.places)} (${parts.places.inText(guard.pos)})`)),
  ];
  const only = search.paths.length === 1 ? say`It is taken` : say`Each of them is taken`;
  return say` ${only} only after an error: ${texts.slice(0, 3).join(say`, `)}.`;
}
