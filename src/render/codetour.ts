// A report as a tour for the CodeTour extension: one step for each hop. A step opens its line if the file lies in the folder
// of the main module, in a vendor folder too; a step in the module cache or the standard library is text with a link, because
// where those lie is the reader's matter.

import { sayIn } from '#language/say.js';
import type { CodeLine, Report } from '#report/report.js';
import { indexReport, type ReportIndex } from '#report/report-index.js';
import { type ChainView, type HopView, hopsOf, viewChain } from './chain-view.js';
import { codeBlock, codeSpan, link, plainText } from './markdown-text.js';
import { reasonOf, stopName } from './words.js';

interface TourStep {
  readonly title: string;
  readonly description: string;
  readonly file?: string;
  readonly line?: number;
}

/** The tour as JSON; ends with a line break. */
export function renderCodetour(report: Report): string {
  const say = sayIn(report.question.language);
  const index = indexReport(report);
  const steps: TourStep[] = [{ title: say`The answer`, description: report.answer.map(plainText).join('\n\n') }];
  for (const chain of report.chains) {
    const view = viewChain(index, chain);
    for (const section of view.sections) {
      for (const { view: hop } of hopsOf(section)) {
        if (section.roots.includes(hop) && hop.starts !== undefined) continue;
        steps.push(stepOf(index, view, hop, section.label));
      }
    }
  }
  const tour = {
    $schema: 'https://aka.ms/codetour-schema',
    title: say`Loose ends of ${report.question.roots.join(say`, `)}`,
    steps,
  };
  return `${JSON.stringify(tour, undefined, 2)}\n`;
}

function stepOf(index: ReportIndex, view: ChainView, hop: HopView, lane: string): TourStep {
  const say = sayIn(index.report.question.language);
  const { edge, function: fn } = hop;
  const at: CodeLine | undefined = edge?.site ?? (fn?.at === undefined ? undefined : { ...fn.at, code: fn.code ?? '' });
  const name = fn?.shortName ?? say`unknown callee`;
  const parent = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent)?.function;
  const lines: string[] = [];
  if (parent !== undefined && edge !== undefined) {
    const verb = edge.kind === 'go' ? say`starts` : edge.kind === 'defer' ? say`defers` : say`calls`;
    const isUp = index.report.question.direction === 'up';
    const [from, to] = isUp ? [name, parent.shortName] : [parent.shortName, name];
    lines.push(say`${codeSpan(from)} ${verb} ${codeSpan(to)}`);
  } else lines.push(codeSpan(name));
  const file = at === undefined ? undefined : fileInCheckout(at.file, index.report);
  if (at !== undefined && file === undefined) {
    lines.push(link(codeSpan(`${at.file}:${at.line}`), index.link(at)));
    if (at.code !== '') lines.push(codeBlock('go', [at.code]).join('\n'));
  }
  if (edge !== undefined) {
    const reason = reasonOf(edge, say);
    if (reason !== '') lines.push(plainText(reason));
  }
  for (const handoff of hop.signals)
    lines.push(say`Wakes ${codeSpan(handoff.to?.shortName ?? '?')}: ${plainText(handoff.edge.reason)}`);
  if (hop.hop.stop !== undefined)
    lines.push(`**${stopName(hop.hop.stop.kind, say)}**${say`: `}${plainText(hop.hop.stop.text)}`);
  return {
    title: lane === 'caller' ? name : say`${lane}: ${name}`,
    description: lines.join('\n\n'),
    ...(file === undefined || at === undefined ? {} : { file, line: at.line }),
  };
}

/** The file's path from the folder of the main module, or undefined if it does not lie below it. */
function fileInCheckout(file: string, { build }: Report): string | undefined {
  const home = build.modules.find(({ main }) => main === true);
  const found = build.modules
    .flatMap((module) => {
      const { path, version, folder } = module;
      const prefix = version === undefined ? `${path}/` : `${path}@${version}/`;
      if (!file.startsWith(prefix) || (module !== home && folder === undefined)) return [];
      return [{ prefix, path: (folder === undefined ? '' : `${folder}/`) + file.slice(prefix.length) }];
    })
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  return found === undefined || found.path.split('/').includes('..') ? undefined : found.path;
}
