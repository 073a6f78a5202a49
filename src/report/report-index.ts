// Look-ups in a report: by id, the hops below a hop, short file names, links. Built once by whoever reads a report.

import { compareStrings } from '#base/order.js';
import type { EdgeId, EdgeRecord, FunctionId, FunctionRecord, LinkRule, Location, Report } from './report.js';

export interface ReportIndex {
  readonly report: Report;
  readonly functions: ReadonlyMap<FunctionId, FunctionRecord>;
  readonly edges: ReadonlyMap<EdgeId, EdgeRecord>;
  /** The shortest end of a file's name that no other file of the report has: `pipe.go`, `http/client.go`. */
  shortFile(file: string): string;
  /** `pipe.go:98`. */
  shortPlace(at: Location): string;
  /** Where a place can be looked at, or undefined: only http(s) addresses are links. */
  link(at: Location): string | undefined;
}

/** O(size of the report). */
export function indexReport(report: Report): ReportIndex {
  const shortNames = shortenFiles(filesOf(report));
  const rules = [...report.links].sort(
    (a, b) => b.prefix.length - a.prefix.length || compareStrings(a.prefix, b.prefix),
  );
  const shortFile = (file: string): string => shortNames.get(file) ?? file;
  return {
    report,
    functions: new Map(report.functions.map((f) => [f.id, f])),
    edges: new Map(report.edges.map((e) => [e.id, e])),
    shortFile,
    shortPlace: (at) => `${shortFile(at.file)}:${at.line}`,
    link: (at) => linkTo(rules, at),
  };
}

/** Every file that a place of the report names, in code-unit order. */
function filesOf(report: Report): string[] {
  const files = new Set<string>();
  const add = (at: Location | undefined): void => {
    if (at !== undefined) files.add(at.file);
  };
  for (const f of report.functions) add(f.at);
  for (const e of report.edges) {
    add(e.site);
    add(e.wait);
    add(e.stop?.at);
    for (const step of e.flow) add(step.at);
    for (const guard of e.guards) add(guard.at);
    for (const candidate of e.pruned) add(candidate.at);
  }
  for (const chain of report.chains) for (const hop of chain.hops) add(hop.stop?.at);
  for (const site of report.path?.unresolved ?? []) add(site.site);
  for (const section of report.sections)
    for (const span of [...section.paragraphs, ...(section.table?.rows.flat() ?? [])].flat())
      if (typeof span === 'object' && 'at' in span) add(span.at);
  for (const fact of report.facts ?? []) for (const line of fact.at) add(line);
  for (const assumption of report.assumptions) add(assumption.at);
  for (const stop of report.unknowns) add(stop.at);
  for (const diagnostic of report.diagnostics) add(diagnostic.at);
  return [...files].sort(compareStrings);
}

/** Lengthens names that are shared by whole path elements until each is its own. */
function shortenFiles(files: readonly string[]): Map<string, string> {
  const short = new Map<string, string>();
  let open = [...files];
  for (let elements = 1; open.length > 0; elements++) {
    const byEnd = new Map<string, string[]>();
    for (const file of open) {
      const end = file.split('/').slice(-elements).join('/');
      const same = byEnd.get(end);
      if (same === undefined) byEnd.set(end, [file]);
      else same.push(file);
    }
    open = [];
    for (const [end, same] of byEnd) {
      const [only] = same;
      if (same.length === 1 && only !== undefined) short.set(only, end);
      else
        for (const file of same)
          if (end === file) short.set(file, file);
          else open.push(file);
    }
  }
  return short;
}

function linkTo(rules: readonly LinkRule[], at: Location): string | undefined {
  for (const rule of rules) {
    if (!at.file.startsWith(rule.prefix)) continue;
    if (!/^https?:\/\//.test(rule.url)) return undefined;
    const rest = at.file.slice(rule.prefix.length).split('/').map(percentEncode).join('/');
    return rule.url.replaceAll('{path}', rest).replaceAll('{line}', String(at.line));
  }
  return undefined;
}

/** A path element as it may stand in an address; lone surrogates, which no address can hold, are replaced. */
function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
