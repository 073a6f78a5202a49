// Checks a saved report before it is rendered: its form, and that every id it uses is there, so that a rendering need
// not ask. What a report says is not checked.

import { UsageError } from '#base/errors.js';
import { type Report, reportSchemaName, reportSchemaVersion } from './report.js';
import { reportShape, type Shape } from './report-shape.js';

/** The value as a report. Throws a `UsageError` of one sentence if it is none. */
export function checkReport(value: unknown): Report {
  const { schema, version } = isObject(value) ? value : {};
  if (schema !== reportSchemaName) {
    throw new UsageError('The file is not a report; a report is what -f json writes.');
  }
  if (version !== reportSchemaVersion) {
    throw new UsageError(
      `The report has schema version ${JSON.stringify(version) ?? 'none'}, and this program reads version ${reportSchemaVersion}; make it again with this program.`,
    );
  }
  const problem = mismatch(reportShape, value, '');
  if (problem !== undefined) throw new UsageError(`The report is damaged: ${problem}.`);
  // The shape has just been proved, and report-shape.ts has the type's keys.
  const report = value as Report;
  const dangling = danglingId(report);
  if (dangling !== undefined) throw new UsageError(`The report is damaged: ${dangling}.`);
  return report;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong, with its place as in `edges[3].site`; undefined if nothing is. */
function mismatch(shape: Shape, value: unknown, at: string): string | undefined {
  switch (shape.kind) {
    case 'string':
    case 'boolean':
      return typeof value === shape.kind ? undefined : `${at} is no ${shape.kind}`;
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : `${at} is no integer`;
    case 'constant':
      return shape.values.some((constant) => constant === value)
        ? undefined
        : `${at} is none of ${shape.values.join(', ')}`;
    case 'list': {
      if (!Array.isArray(value)) return `${at} is no list`;
      for (let i = 0; i < value.length; i++) {
        const problem = mismatch(shape.of, value[i], `${at}[${i}]`);
        if (problem !== undefined) return problem;
      }
      return undefined;
    }
    case 'strings':
      if (!isObject(value)) return `${at} is no object`;
      return Object.values(value).every((v) => typeof v === 'string')
        ? undefined
        : `${at} holds something other than strings`;
    case 'either':
      return shape.of.some((one) => mismatch(one, value, at) === undefined) ? undefined : `${at} has none of its forms`;
    case 'record': {
      if (!isObject(value)) return at === '' ? 'it is no object' : `${at} is no object`;
      for (const { key, shape: of, isOptional } of shape.fields) {
        const path = at === '' ? key : `${at}.${key}`;
        if (!Object.hasOwn(value, key)) {
          if (isOptional) continue;
          return `${path} is missing`;
        }
        const problem = mismatch(of, value[key], path);
        if (problem !== undefined) return problem;
      }
      const extra = Object.keys(value).find((key) => !shape.byKey.has(key));
      return extra === undefined
        ? undefined
        : `${at === '' ? 'it' : at} has an unknown key ${JSON.stringify(extra.slice(0, 40))}`;
    }
  }
}

/** The first id that is used and not there, or that is there twice. */
function danglingId(report: Report): string | undefined {
  const functions = new Set(report.functions.map((f) => f.id));
  const edges = new Set(report.edges.map((e) => e.id));
  if (functions.size !== report.functions.length) return 'two functions have one id';
  if (edges.size !== report.edges.length) return 'two edges have one id';
  for (const edge of report.edges) {
    if (!functions.has(edge.caller)) return `edge ${edge.id} has an unknown caller`;
    if (edge.callee !== undefined && !functions.has(edge.callee)) return `edge ${edge.id} has an unknown callee`;
    if (edge.alternatives.some((id) => !edges.has(id))) return `edge ${edge.id} has an unknown alternative`;
  }
  for (const [number, chain] of report.chains.entries()) {
    if (!functions.has(chain.root)) return `chain ${number} has an unknown root`;
    if (chain.handoffs.some((id) => !edges.has(id))) return `chain ${number} has an unknown hand-off`;
    if (chain.leftOut?.some(({ caller, callee }) => !functions.has(caller) || !functions.has(callee)) === true)
      return `chain ${number} leaves out a call of an unknown function`;
    const lanes = new Set(chain.lanes.map((lane) => lane.id));
    const hops = new Set<number>();
    for (const hop of chain.hops) {
      if (hops.has(hop.id)) return `chain ${number} has hop ${hop.id} twice`;
      // A parent stands before its hops, which also rules out cycles.
      if (hop.parent !== undefined && !hops.has(hop.parent)) return `hop ${hop.id} stands before its parent`;
      if (hop.repeats !== undefined && !hops.has(hop.repeats)) return `hop ${hop.id} repeats one that is not before it`;
      if (hop.function !== undefined && !functions.has(hop.function)) return `hop ${hop.id} has an unknown function`;
      if (hop.edge !== undefined && !edges.has(hop.edge)) return `hop ${hop.id} has an unknown edge`;
      if (!lanes.has(hop.lane)) return `hop ${hop.id} has an unknown lane`;
      hops.add(hop.id);
    }
  }
  for (const path of report.path?.paths ?? []) {
    if (path.hops.some((id) => !edges.has(id))) return 'a path has an unknown edge';
  }
  return undefined;
}
