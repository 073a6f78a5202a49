// What the pages of a site are about: its reports, and the functions that they name, each once for all reports that name it
// with the same source. Which page shows a place is looked up here.

import { fingerprint } from '#base/fingerprint.js';
import { compareStrings } from '#base/order.js';
import { type Say, sayIn } from '#language/say.js';
import { type ChainView, viewChain } from '#render/chain-view.js';
import type { EdgeRecord, FunctionId, FunctionRecord, Location, Report, Section } from '#report/report.js';
import { indexReport, type ReportIndex } from '#report/report-index.js';
import { slug } from './html.js';

/** A report as it is given, with a title if the question has one of its own. */
export interface ReportInput {
  readonly report: Report;
  readonly title?: string;
}

export interface ReportEntry {
  readonly report: Report;
  /** The language of the report. */
  readonly say: Say;
  readonly index: ReportIndex;
  readonly views: readonly ChainView[];
  readonly title: string;
  /** Path of its page from the top of the site. */
  readonly url: string;
  readonly functions: ReadonlyMap<FunctionId, FunctionEntry>;
}

export interface FunctionEntry {
  readonly record: FunctionRecord;
  readonly url: string;
  /** Number of the first line of `source`. */
  readonly firstLine: number;
  /** Lines of its source; empty when the report has none. */
  readonly source: readonly string[];
  readonly uses: FunctionUse[];
}

/** A function in one report. */
export interface FunctionUse {
  readonly entry: ReportEntry;
  readonly record: FunctionRecord;
  readonly calls: readonly EdgeRecord[];
  readonly calledBy: readonly EdgeRecord[];
}

/** A resource, with what each report says of it. */
export interface ResourceEntry {
  readonly name: string;
  readonly say: Say;
  readonly url: string;
  readonly uses: readonly { readonly entry: ReportEntry; readonly sections: readonly Section[] }[];
}

export interface SiteModel {
  readonly reports: readonly ReportEntry[];
  /** In the order of their names. */
  readonly resources: readonly ResourceEntry[];
  /** By name, then by file and line. */
  readonly functions: readonly FunctionEntry[];
}

/** O(size of the reports). */
export function buildModel(inputs: readonly ReportInput[]): SiteModel {
  const functions = new Map<string, FunctionEntry>();
  const taken = new Set<string>();
  const reports = inputs.map(({ report, title }): ReportEntry => {
    const index = indexReport(report);
    const own = new Map<FunctionId, FunctionEntry>();
    const entry: ReportEntry = {
      report,
      say: sayIn(report.question.language),
      index,
      views: report.chains.map((chain) => viewChain(index, chain)),
      title: title ?? questionTitle(report),
      url: `reports/${freeName(slug(questionTitle(report)), taken)}.html`,
      functions: own,
    };
    const calls = new Map<FunctionId, EdgeRecord[]>();
    const calledBy = new Map<FunctionId, EdgeRecord[]>();
    for (const edge of shownEdges(entry)) {
      push(calls, edge.caller, edge);
      if (edge.callee !== undefined) push(calledBy, edge.callee, edge);
    }
    for (const record of report.functions) {
      const { firstLine, source } = sourceOf(report, record);
      const key = JSON.stringify([record.name, record.at?.file ?? '', record.at?.line ?? 0, source]);
      const known = functions.get(key) ?? {
        record,
        url: `functions/${slug(record.shortName)}-${fingerprint(key).slice(0, 8)}.html`,
        firstLine,
        source,
        uses: [],
      };
      functions.set(key, known);
      own.set(record.id, known);
      known.uses.push({ entry, record, calls: calls.get(record.id) ?? [], calledBy: calledBy.get(record.id) ?? [] });
    }
    return entry;
  });
  return { reports, resources: resourcesOf(reports), functions: [...functions.values()].sort(byName) };
}

/** Path of the page of a resource from the top of the site. */
export function resourceUrl(name: string, say: Say): string {
  const key = fingerprint(`${say.language} ${name}`).slice(0, 8);
  return `resources/${[slug(name), key].filter((part) => part !== '').join('-')}.html`;
}

/** The resources that sections are about; one page for each name and language. */
function resourcesOf(reports: readonly ReportEntry[]): ResourceEntry[] {
  const byKey = new Map<string, { name: string; say: Say; uses: Map<ReportEntry, Section[]> }>();
  for (const entry of reports) {
    for (const section of entry.report.sections) {
      if (section.resource === undefined) continue;
      const key = `${entry.say.language} ${section.resource}`;
      const known = byKey.get(key) ?? { name: section.resource, say: entry.say, uses: new Map() };
      byKey.set(key, known);
      push(known.uses, entry, section);
    }
  }
  return [...byKey]
    .sort(([a], [b]) => compareStrings(a, b))
    .map(([, { name, say, uses }]) => ({
      name,
      say,
      url: resourceUrl(name, say),
      uses: [...uses].map(([entry, sections]) => ({ entry, sections })),
    }));
}

function byName({ record: a }: FunctionEntry, { record: b }: FunctionEntry): number {
  return (
    compareStrings(a.name, b.name) ||
    compareStrings(a.at?.file ?? '', b.at?.file ?? '') ||
    (a.at?.line ?? 0) - (b.at?.line ?? 0)
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function freeName(wanted: string, taken: Set<string>): string {
  const name = wanted === '' ? 'report' : wanted;
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`;
    if (taken.has(candidate)) continue;
    taken.add(candidate);
    return candidate;
  }
}

/** Edges that a chain or a path shows, in their order. */
function shownEdges({ report, index }: ReportEntry): EdgeRecord[] {
  const ids = new Set<number>();
  for (const chain of report.chains) {
    for (const hop of chain.hops) if (hop.edge !== undefined) ids.add(hop.edge);
    for (const id of chain.handoffs) ids.add(id);
  }
  for (const path of report.path?.paths ?? []) for (const id of path.hops) ids.add(id);
  return [...ids].sort((a, b) => a - b).flatMap((id) => index.edges.get(id) ?? []);
}

/** The question in words. */
export function questionTitle({ question, path }: Report): string {
  const say = sayIn(question.language);
  const roots = say.list(question.roots);
  const { command } = question;
  if (command === 'custody') return say`Who releases ${roots}`;
  if (command === 'why-blocked') return say`What waits at ${roots}`;
  if (question.direction === 'up') return say`Who reaches ${roots}`;
  if (path !== undefined)
    return path.sameGoroutine
      ? say`Does ${roots} reach ${path.to} on its own goroutine`
      : say`Does ${roots} reach ${path.to}`;
  const isOne = question.roots.length === 1;
  if (command === 'explain') return isOne ? say`What ${roots} runs and releases` : say`What ${roots} run and release`;
  return isOne ? say`What ${roots} runs` : say`What ${roots} run`;
}

/** The lines of a function with the comment above it, from the report's excerpts. */
function sourceOf(report: Report, record: FunctionRecord): { firstLine: number; source: readonly string[] } {
  const { at, endLine } = record;
  const none = { firstLine: at?.line ?? 1, source: [] };
  if (at === undefined || endLine === undefined) return none;
  const excerpt = report.sources?.find(
    (one) => one.file === at.file && one.line <= at.line && at.line < one.line + lineCount(one.text),
  );
  if (excerpt === undefined) return none;
  const lines = excerpt.text.split('\n');
  let first = at.line - excerpt.line;
  while (first > 0 && /^\s*\/\//.test(lines[first - 1] ?? '')) first--;
  return { firstLine: excerpt.line + first, source: lines.slice(first, Math.max(at.line, endLine) - excerpt.line + 1) };
}

function lineCount(text: string): number {
  let count = 1;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) count++;
  return count;
}

/** The page of the site that shows a place: the innermost function around it. From the top of the site, with the line. */
export function pageOf(entry: ReportEntry, at: Location): string | undefined {
  let best: FunctionEntry | undefined;
  for (const fn of entry.functions.values()) {
    if (fn.record.at?.file !== at.file || at.line < fn.firstLine || at.line >= fn.firstLine + fn.source.length)
      continue;
    if (best === undefined || fn.source.length < best.source.length) best = fn;
  }
  return best === undefined ? undefined : `${best.url}#L${at.line}`;
}

/** The page of the function in which the place lies if that is known, else that of whichever function lies around it. */
export function pageOfCall(entry: ReportEntry, caller: FunctionId, at: Location): string | undefined {
  const fn = entry.functions.get(caller);
  const isThere =
    fn !== undefined &&
    fn.record.at?.file === at.file &&
    at.line >= fn.firstLine &&
    at.line < fn.firstLine + fn.source.length;
  return isThere ? `${fn.url}#L${at.line}` : pageOf(entry, at);
}
