// A report as a writeup for GitHub: the answer, a diagram, numbered steps each with its line of code, the reason and a
// link to the line, then what was assumed and what was not seen. Readable without the links and without the diagram.

import { compareStrings } from '#base/order.js';
import type {
  Assumption,
  CodeLine,
  EdgeRecord,
  Location,
  PathAnswer,
  PrunedCandidate,
  Report,
  Section,
  Span,
  Stop,
} from '#report/report.js';
import { indexReport, type ReportIndex } from '#report/report-index.js';
import { type ChainView, type Handoff, type HopView, hopsOf, type LaneSection, viewChain } from './chain-view.js';
import { codeBlock, codeSpan, link, plainText } from './markdown-text.js';
import { mermaidSlices } from './mermaid.js';
import type { RenderOptions } from './options.js';
import { clip, clipMiddle, visible } from './text-safety.js';
import { isErrorGuard, plural, reasonOf, stopName } from './words.js';

/** Code lines are cut there: longer ones are generated. */
const maxCode = 160;
/** Items of a list before the rest is folded away. */
const maxListed = 20;

interface Context {
  readonly index: ReportIndex;
  readonly options: RenderOptions;
}

/** The writeup; ends with a line break. */
export function renderMarkdown(report: Report, options: RenderOptions): string {
  const context: Context = { index: indexReport(report), options };
  const blocks: string[][] = [[`# ${title(report)}`]];
  for (const sentence of report.answer) blocks.push([plainText(sentence)]);
  for (const section of report.sections) if (section.isLead === true) pushSection(context, section, blocks);
  const views = report.chains.map((chain) => viewChain(context.index, chain));
  views.forEach((view, number) => {
    const heading = views.length === 1 ? '' : `: ${codeSpan(view.root?.shortName ?? '?')}`;
    blocks.push([`## The way${heading}`]);
    for (const { section, text } of mermaidSlices(context.index, number)) {
      const lane = section === undefined ? undefined : view.sections[section];
      if (lane !== undefined) blocks.push([`**${sectionTitle(lane)}**`]);
      blocks.push(['```mermaid', text.trimEnd(), '```']);
    }
    blocks.push([legend(view)]);
    pushSteps(context, view, blocks);
  });
  if (report.path !== undefined) pushPath(context, report.path, blocks);
  for (const section of report.sections) if (section.isLead !== true) pushSection(context, section, blocks);
  pushAssumptions(context, report.assumptions, blocks);
  pushStops(context, report.unknowns, blocks);
  if (report.diagnostics.length > 0) {
    blocks.push(['## Found on the way']);
    pushList(
      report.diagnostics.map(
        (d) => `- ${plainText(d.message)}${d.at === undefined ? '' : ` (${place(context, d.at)})`}`,
      ),
      blocks,
    );
  }
  pushBuild(report, blocks);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function title(report: Report): string {
  const names = report.question.roots.map((root) => codeSpan(root)).join(', ');
  if (report.question.command === 'custody') return `Who releases ${names}`;
  if (report.question.command === 'why-blocked') return `What waits at ${names}`;
  return report.question.direction === 'up' ? `Who reaches ${names}` : `What ${names} runs`;
}

/** `file.go:12`, linked if the report says how. */
function place(context: Context, at: Location, inTable = false): string {
  return link(codeSpan(clipMiddle(visible(context.index.shortPlace(at)), maxCode), inTable), context.index.link(at));
}

function pushSteps(context: Context, view: ChainView, blocks: string[][]): void {
  const numbers = new Map<HopView, number>();
  for (const section of view.sections) {
    for (const { view: hop } of hopsOf(section))
      if (!section.roots.includes(hop) || hop.starts === undefined) numbers.set(hop, numbers.size + 1);
  }
  for (const section of view.sections) {
    blocks.push([`### ${sectionTitle(section)}`]);
    const lines: string[] = [];
    for (const { view: hop } of hopsOf(section)) {
      // The step that starts a goroutine stands where it is started; at its own section only what it does is said.
      const isStart = section.roots.includes(hop) && hop.starts !== undefined;
      if (isStart) {
        const notes = [...hopNotes(context, view, hop, numbers)];
        if (notes.length > 0) blocks.push(notes.map((note) => `- ${note}`));
        continue;
      }
      const number = numbers.get(hop) ?? 0;
      lines.push(...step(context, view, hop, number, numbers));
    }
    if (lines.length > 0) blocks.push(lines);
  }
}

/** How the diagram is read; only what is in it. */
function legend(view: ChainView): string {
  const arrows = [
    ...(view.sections.length > 1 ? ['thick arrows start a goroutine'] : []),
    ...(view.handoffs.length > 0 ? ['dotted ones wake one that waits'] : []),
  ];
  return [
    'Calls in one box follow one another without a choice',
    ...arrows.map((text) => `; ${text}`),
    '. What leads elsewhere is not drawn, but counted in the steps.',
  ].join('');
}

function sectionTitle(section: LaneSection): string {
  return section.isCaller ? "On the caller's goroutine" : `Goroutine ${section.label}: ${codeSpan(section.lane.title)}`;
}

function step(
  context: Context,
  view: ChainView,
  hop: HopView,
  number: number,
  numbers: ReadonlyMap<HopView, number>,
): string[] {
  const { index } = context;
  const { edge } = hop;
  const lead = `${number}. `;
  const indent = ' '.repeat(lead.length);
  const name =
    hop.function === undefined
      ? 'an unknown callee'
      : `**${link(codeSpan(hop.function.shortName), hop.function.at === undefined ? undefined : index.link(hop.function.at))}**`;
  if (edge === undefined) {
    const at = hop.function?.at;
    const lines = [`${lead}${name}${at === undefined ? '' : `, ${place(context, at)}`}`];
    if (hop.function?.code !== undefined)
      lines.push(...codeBlock('go', [clip(visible(hop.function.code), maxCode)], indent));
    return withNotes(lines, indent, hopNotes(context, view, hop, numbers));
  }
  const other = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
  const from = other === undefined ? undefined : numbers.get(other);
  const verb = edge.kind === 'go' ? 'starts' : edge.kind === 'defer' ? 'defers' : 'calls';
  const target =
    hop.starts === undefined || hop.section.roots.includes(hop) === false ? '' : ` as goroutine ${hop.starts.label}`;
  const isUp = index.report.question.direction === 'up';
  const caller = isUp ? hop.function?.shortName : other?.function?.shortName;
  const callee = isUp ? codeSpan(other?.function?.shortName ?? '?') : name;
  const callerText = isUp ? name : caller === undefined ? '' : codeSpan(caller);
  const dead = hop.isDead ? ' (cannot run)' : '';
  const step0 = from === undefined || from === number - 1 ? '' : ` (from step ${from})`;
  const lines = [`${lead}${callerText} ${verb} ${callee}${target}${dead}${step0}, ${place(context, edge.site)}`];
  lines.push(...codeBlock('go', [clip(visible(edge.site.code), maxCode)], indent));
  return withNotes(lines, indent, [
    ...edgeNotes(context, edge, hop),
    ...(target === '' ? hopNotes(context, view, hop, numbers) : []),
  ]);
}

function withNotes(lines: string[], indent: string, notes: Iterable<string>): string[] {
  for (const note of notes) if (note.trim() !== '') lines.push(`${indent}- ${note}`);
  return lines;
}

/** Why this callee: reason, the way of the value, guards, what was ruled out. */
function* edgeNotes(context: Context, edge: EdgeRecord, hop: HopView): Generator<string> {
  if (hop.hop.via !== undefined) yield plainText(hop.hop.via);
  const reason = reasonOf(edge);
  if (reason !== '') {
    yield plainText(reason);
    const way = wayOf(context, edge.flow);
    if (way.length > maxToldByReason && context.options.detail !== 'brief')
      yield `the way of the value: ${way.join(' → ')}`;
  }
  for (const guard of edge.guards) {
    if (isErrorGuard(guard) && context.options.detail !== 'full') continue;
    const truth = guard.truth === undefined ? '' : `, which is ${guard.truth === 'always' ? 'always' : 'never'} so`;
    const because = guard.because === undefined ? '' : `: ${plainText(guard.because)}`;
    yield `if ${codeSpan(guard.text)} (${place(context, guard.at)})${truth}${because}`;
  }
  if (edge.needs !== undefined)
    yield edge.needs.startsWith('needs ') ? plainText(edge.needs) : `needs ${plainText(edge.needs)}`;
  if (edge.alternatives.length > 0) yield `one of ${edge.alternatives.length + 1} callees at this call`;
  if (context.options.detail === 'brief') return;
  for (const candidate of edge.pruned) yield prunedText(context, candidate);
}

/** A reason names where a value is made and where it was put last. */
const maxToldByReason = 2;

/** The steps of a value's way, each with its places; a step that goes on where it was is said once. */
function wayOf(context: Context, flow: EdgeRecord['flow']): string[] {
  const steps: { text: string; places: string[] }[] = [];
  for (const { text, at } of flow) {
    if (at === undefined) continue;
    const where = place(context, at);
    const last = steps.at(-1);
    if (last?.text !== text) steps.push({ text, places: [where] });
    else if (last.places.at(-1) !== where) last.places.push(where);
  }
  return steps.map(({ text, places }) => `${plainText(text)} ${places.join(', ')}`);
}

function prunedText(context: Context, candidate: PrunedCandidate): string {
  return `not ${codeSpan(candidate.name)}: ${plainText(candidate.reason)}${candidate.at === undefined ? '' : ` (${place(context, candidate.at)})`}`;
}

/** What the hop itself does: its note, hand-offs, stop, calls that are not shown. */
function* hopNotes(
  context: Context,
  view: ChainView,
  hop: HopView,
  numbers: ReadonlyMap<HopView, number>,
): Generator<string> {
  if (hop.function?.note !== undefined && hop.function.note.trim() !== '')
    yield `**${plainText(hop.function.note).trim()}**`;
  for (const handoff of hop.signals)
    yield `${handoffWord(handoff)}: wakes ${codeSpan(handoff.to?.shortName ?? '?')}${inLane(handoff.toSection, handoff.fromSection)}: ${plainText(handoff.edge.reason)}${handoff.edge.wait === undefined ? '' : ` (waits at ${place(context, handoff.edge.wait)})`}`;
  for (const handoff of hop.waits)
    yield `${handoffWord(handoff)}: woken by ${codeSpan(handoff.from?.shortName ?? '?')}${inLane(handoff.fromSection, handoff.toSection)} (${place(context, handoff.edge.site)})`;
  if (hop.hop.repeats !== undefined) {
    const same = view.byHop.get(hop.hop.repeats);
    const number = same === undefined ? undefined : numbers.get(same);
    yield same === undefined || number === undefined
      ? 'its calls are shown elsewhere'
      : `its calls are shown after step ${number}${same.section === hop.section ? '' : `,${inLane(same.section)}`}`;
  }
  const { stop } = hop.hop;
  // That it does nothing is why it ends here.
  const saysIt = hop.function?.isNoOp === true && stop?.kind === 'leaf' && hop.function.note !== undefined;
  if (stop !== undefined && !saysIt) {
    yield `**${stopName(stop.kind)}**: ${plainText(stop.text)}${stop.at === undefined ? '' : ` (${place(context, stop.at)})`}`;
  }
  if (hop.hop.folded !== undefined) yield `not shown: ${plainText(hop.hop.folded.text)}`;
}

function handoffWord(handoff: Handoff): string {
  return `**hand-off (${plainText(handoff.edge.handoff ?? 'other')})**`;
}

/** `here` is where the other end of a hand-off is drawn: in the same lane where one is drawn once for several. */
function inLane(section: LaneSection | undefined, here?: LaneSection): string {
  if (section === undefined) return '';
  if (section === here) return ' in another goroutine that runs it too';
  return section.isCaller ? " on the caller's goroutine" : ` in ${section.label}`;
}

function pushPath(context: Context, path: PathAnswer, blocks: string[][]): void {
  const { index } = context;
  blocks.push(
    [`## To ${codeSpan(path.to)}${path.sameGoroutine ? ' on the same goroutine' : ''}`],
    [plainText(path.text)],
  );
  path.paths.forEach((one, i) => {
    if (path.paths.length > 1) blocks.push([`### Path ${i + 1}`]);
    const lines = one.hops.flatMap((id, n) => {
      const edge = index.edges.get(id);
      if (edge === undefined) return [];
      const caller = codeSpan(index.functions.get(edge.caller)?.shortName ?? '?');
      const callee =
        edge.callee === undefined ? 'an unknown callee' : codeSpan(index.functions.get(edge.callee)?.shortName ?? '?');
      const verb =
        edge.kind === 'go' ? 'starts' : edge.kind === 'defer' ? 'defers' : edge.kind === 'handoff' ? 'wakes' : 'calls';
      return [`${n + 1}. ${caller} ${verb} ${callee}, ${place(context, edge.site)}`];
    });
    for (const condition of one.conditions) lines.push(`- if ${codeSpan(condition)}`);
    if (lines.length > 0) blocks.push(lines);
  });
  const { functions, sites } = path.searched;
  const frontier =
    path.unresolved.length === 0
      ? 'Every site has a known callee.'
      : `${plural(path.unresolved.length, 'site')} without a known callee could hide one:`;
  blocks.push([`Searched: ${plural(functions, 'function')} and ${plural(sites, 'call site')}. ${frontier}`]);
  pushList(
    path.unresolved.map((u) => `- ${codeAt(context, u.site)}: ${plainText(u.reason)}`),
    blocks,
  );
}

function codeAt(context: Context, at: CodeLine): string {
  return at.code === '' ? place(context, at) : `${codeSpan(clip(visible(at.code), maxCode))} (${place(context, at)})`;
}

function pushSection(context: Context, section: Section, blocks: string[][]): void {
  blocks.push([`## ${plainText(section.title)}`]);
  for (const paragraph of section.paragraphs) blocks.push([spans(context, paragraph, false)]);
  if (section.table === undefined) return;
  const width = section.table.head.length;
  const row = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, i) => cells[i] ?? '').join(' | ')} |`;
  blocks.push([
    row(section.table.head.map(plainText)),
    row(section.table.head.map(() => '---')),
    ...section.table.rows.map((cells) => row(cells.map((cell) => spans(context, cell, true)))),
  ]);
}

function spans(context: Context, parts: readonly Span[], inTable: boolean): string {
  return parts
    .map((span) => {
      if (typeof span === 'string') return plainText(span);
      if ('code' in span) return codeSpan(span.code, inTable);
      if (span.text === '') return place(context, span.at, inTable);
      return (
        link(codeSpan(span.text, inTable), context.index.link(span.at)) +
        (context.index.link(span.at) === undefined ? ` (${place(context, span.at, inTable)})` : '')
      );
    })
    .join('');
}

function pushAssumptions(context: Context, assumptions: readonly Assumption[], blocks: string[][]): void {
  if (assumptions.length === 0) return;
  blocks.push(['## What was assumed']);
  pushList(
    assumptions.map((a) => {
      const at = a.at === undefined ? '' : ` (${place(context, a.at)})`;
      return `- ${plainText(a.text)}${at}${a.change === undefined ? '' : ` To change it: ${codeSpan(a.change)}`}`;
    }),
    blocks,
  );
}

function pushStops(context: Context, stops: readonly Stop[], blocks: string[][]): void {
  if (stops.length === 0) return;
  blocks.push(['## What was not seen']);
  pushList(
    stops.map(
      (stop) =>
        `- **${stopName(stop.kind)}**: ${plainText(stop.text)}${stop.at === undefined ? '' : ` (${place(context, stop.at)})`}`,
    ),
    blocks,
  );
}

/** A list, its tail folded away when it is long. */
function pushList(items: readonly string[], blocks: string[][]): void {
  if (items.length === 0) return;
  blocks.push(items.slice(0, maxListed));
  if (items.length > maxListed) {
    blocks.push(
      ['<details>', `<summary>${plural(items.length - maxListed, 'more', 'more')}</summary>`],
      items.slice(maxListed),
      ['</details>'],
    );
  }
}

function pushBuild(report: Report, blocks: string[][]): void {
  const { build, statistics, tool } = report;
  blocks.push(['## The build']);
  const tags = build.tags.length === 0 ? '' : `, tags ${build.tags.map((tag) => codeSpan(tag)).join(', ')}`;
  const lines = [
    `- ${codeSpan(build.goVersion)} for ${codeSpan(`${build.goos}/${build.goarch}`)}, cgo ${build.cgo ? 'on' : 'off'}${tags}`,
    `- values from ${codeSpan(build.main)}`,
    `- read: ${plural(statistics.functions, 'function')}, ${plural(statistics.sites, 'call site')}, ${plural(statistics.files, 'file')}`,
    `- made by ${codeSpan(`${tool.name} ${tool.version}`)}${optionsText(report)}`,
  ];
  blocks.push(lines);
  const modules = [...build.modules].sort((a, b) => compareStrings(a.path, b.path));
  if (modules.length === 0) return;
  blocks.push(['<details>', `<summary>${plural(modules.length, 'module')}</summary>`]);
  blocks.push(
    modules.map(
      (m) =>
        `- ${codeSpan(m.version === undefined ? m.path : `${m.path}@${m.version}`)}${m.main === true ? ' (main)' : ''}`,
    ),
  );
  blocks.push(['</details>']);
}

function optionsText(report: Report): string {
  const options = Object.entries(report.question.options).sort(([a], [b]) => compareStrings(a, b));
  return options.length === 0
    ? ''
    : ` with ${options.map(([key, value]) => codeSpan(value === '' ? key : `${key}=${value}`)).join(', ')}`;
}
