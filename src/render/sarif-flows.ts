// A report as SARIF 2.1.0, the form in which editors and code scanning read results: one informational result for each
// chain, whose code flow has a thread for each goroutine and a location for each hop. Files of the main module are named
// by their path below it; others by their address, where there is one. Columns are left out: SARIF counts them otherwise.

import { compareStrings } from '#base/order.js';
import { sayIn } from '#language/say.js';
import type { CodeLine, Report } from '#report/report.js';
import { indexReport, type ReportIndex } from '#report/report-index.js';
import { type ChainView, type HopView, hopsOf, viewChain } from './chain-view.js';
import { clip, visible } from './text-safety.js';
import { reasonOf, stopName } from './words.js';

/** What SARIF's viewers show of a message is one line or a few. */
const maxMessage = 1_000;

/** JSON; ends with a line break. */
export function renderSarif(report: Report): string {
  const say = sayIn(report.question.language);
  const index = indexReport(report);
  const results = report.chains.map((chain) => {
    const view = viewChain(index, chain);
    const at = view.root?.at;
    return {
      ruleId: 'trace',
      kind: 'informational',
      level: 'none',
      message: { text: messageText(report.answer.map(visible).join(' ')) },
      locations: at === undefined ? [] : [locationOf(index, { ...at, code: view.root?.code ?? '' }, view.root?.name)],
      codeFlows: [codeFlowOf(index, view)],
    };
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: visible(report.tool.name),
            semanticVersion: visible(report.tool.version),
            rules: [
              { id: 'trace', shortDescription: { text: say`What a function runs, with a reason for every hop` } },
            ],
          },
        },
        originalUriBaseIds: { SRCROOT: { description: { text: say`The folder of the main module’s go.mod.` } } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A chain as a SARIF code flow, for whatever result it explains. */
function codeFlowOf(index: ReportIndex, view: ChainView): object {
  const say = sayIn(index.report.question.language);
  let order = 0;
  const threadFlows = view.sections.map((section) => ({
    id: section.label,
    message: { text: section.isCaller ? say`The caller's goroutine` : say`Goroutine ${section.label}` },
    locations: [...hopsOf(section)]
      .filter(({ view: hop }) => !(section.roots.includes(hop) && hop.starts !== undefined))
      .map(({ view: hop, depth }) => ({
        location: hopLocation(index, view, hop),
        nestingLevel: depth,
        executionOrder: ++order,
        kinds: [hop.edge === undefined ? 'enter' : 'call'],
        importance: hop.hop.parent === undefined || hop.hop.stop !== undefined ? 'essential' : 'important',
      })),
  }));
  // A lane of which nothing but its start is shown has no location, and a thread must have one.
  return { threadFlows: threadFlows.filter((flow) => flow.locations.length > 0) };
}

function hopLocation(index: ReportIndex, view: ChainView, hop: HopView): object {
  const say = sayIn(index.report.question.language);
  const { edge, function: fn } = hop;
  const at: CodeLine | undefined = edge?.site ?? (fn?.at === undefined ? undefined : { ...fn.at, code: fn.code ?? '' });
  const name = visible(fn?.shortName ?? say`an unknown callee`);
  const other = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent)?.function;
  const verb = edge?.kind === 'go' ? say`starts` : edge?.kind === 'defer' ? say`defers` : say`calls`;
  const isUp = index.report.question.direction === 'up';
  const [from, to] = isUp ? [name, visible(other?.shortName ?? '')] : [visible(other?.shortName ?? ''), name];
  const parts = [edge === undefined || other === undefined ? name : say`${from} ${verb} ${to}`];
  if (edge !== undefined) parts.push(visible(reasonOf(edge, say)));
  for (const { to: waiter, edge: by } of hop.signals)
    parts.push(say`wakes ${visible(waiter?.shortName ?? say`a goroutine`)} (${say.word(by.handoff ?? 'hand-off')})`);
  if (hop.hop.stop !== undefined) parts.push(say`${stopName(hop.hop.stop.kind, say)}: ${visible(hop.hop.stop.text)}`);
  const text = messageText(parts.filter((part) => part !== '').join(say`; `));
  return at === undefined ? { message: { text } } : { ...locationOf(index, at, fn?.name), message: { text } };
}

function locationOf(index: ReportIndex, at: CodeLine, name: string | undefined): object {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(index, at),
      region: { startLine: Math.max(1, at.line), ...(at.code === '' ? {} : { snippet: { text: visible(at.code) } }) },
    },
    ...(name === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: visible(name), kind: 'function' }] }),
  };
}

function artifactOf(index: ReportIndex, at: CodeLine): object {
  const mains = index.report.build.modules
    .filter((module) => module.main === true)
    .map((module) => `${module.path}/`)
    .sort((a, b) => b.length - a.length || compareStrings(a, b));
  const main = mains.find((prefix) => at.file.startsWith(prefix));
  if (main !== undefined) {
    return { uri: uriPath(at.file.slice(main.length)), uriBaseId: 'SRCROOT' };
  }
  const address = index.link(at)?.replace(/#L\d+$/, '');
  return { uri: address ?? uriPath(at.file) };
}

/** A path as a relative reference that stays below its base. */
function uriPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('/');
}

function messageText(text: string): string {
  return text === '' ? 'No answer.' : clip(text, maxMessage);
}
