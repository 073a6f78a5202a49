// A report as a writeup for GitHub: the answer, a diagram, numbered steps each with its line of code, the reason and a
// link to the line, then what was assumed and what was not seen. Readable without the links and without the diagram.

import { compareStrings } from '#base/order.js';
import { type Say, sayIn } from '#language/say.js';
import type {
  Assumption,
  CodeLine,
  EdgeRecord,
  Fact,
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
import { codeLinesOf } from './code-lines.js';
import { groupFacts } from './fact-groups.js';
import { endText, inLane } from './handoff-place.js';
import { codeBlock, codeSpan, link, plainText } from './markdown-text.js';
import { mermaidSlices } from './mermaid.js';
import type { RenderOptions } from './options.js';
import { clip, clipMiddle, visible } from './text-safety.js';
import { type StepName, stepText, Told } from './told.js';
import { againText, isErrorGuard, plural, stepReasonOf, stopName, unlinkedText } from './words.js';

/** The id of the section of ends. */
const endsSection = 'ends';

/** Code lines are cut there: longer ones are generated. */
const maxCode = 160;
/** Items of a list before the rest is folded away. */
const maxListed = 20;

interface Context {
  readonly say: Say;
  readonly index: ReportIndex;
  readonly options: RenderOptions;
  readonly told: Told;
}

/** The writeup; ends with a line break. */
export function renderMarkdown(report: Report, options: RenderOptions): string {
  const say = sayIn(report.question.language);
  const context: Context = { say, index: indexReport(report), options, told: new Told() };
  const blocks: string[][] = [[`# ${title(report, say)}`]];
  for (const sentence of report.answer) blocks.push([plainText(sentence)]);
  for (const section of report.sections) if (section.isLead === true) pushSection(context, section, blocks);
  pushFacts(context, report.facts ?? [], blocks);
  const views = report.chains.map((chain) => viewChain(context.index, chain));
  views.forEach((view, number) => {
    const heading = views.length === 1 ? '' : say`: ${codeSpan(view.root?.shortName ?? '?')}`;
    blocks.push([say`## The way${heading}`]);
    for (const { section, text } of mermaidSlices(context.index, number)) {
      const lane = section === undefined ? undefined : view.sections[section];
      if (lane !== undefined) blocks.push([`**${sectionTitle(lane, say)}**`]);
      blocks.push(['```mermaid', text.trimEnd(), '```']);
    }
    blocks.push([legend(view, say)]);
    pushSteps(context, view, blocks);
  });
  if (report.path !== undefined) pushPath(context, report.path, blocks);
  // Where the ways end is said by their steps.
  for (const section of report.sections)
    if (section.isLead !== true && section.id !== endsSection) pushSection(context, section, blocks);
  pushAssumptions(context, report.assumptions, blocks);
  pushStops(context, report.unknowns, blocks);
  if (report.diagnostics.length > 0) {
    blocks.push([say`## Found on the way`]);
    pushList(
      report.diagnostics.map(
        (d) => `- ${found(context, d.message)}${d.at === undefined ? '' : say` (${place(context, d.at)})`}`,
      ),
      say,
      blocks,
    );
  }
  pushBuild(report, say, blocks);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function title(report: Report, say: Say): string {
  const { roots } = report.question;
  const names = say.list(roots.map((root) => codeSpan(root)));
  if (report.question.command === 'custody') return say`Who releases ${names}`;
  if (report.question.command === 'why-blocked') return say`What waits at ${names}`;
  if (report.question.direction === 'up') return say`Who reaches ${names}`;
  if (report.question.command === 'explain')
    return roots.length > 1 ? say`What ${names} run and release` : say`What ${names} runs and releases`;
  return roots.length > 1 ? say`What ${names} run` : say`What ${names} runs`;
}

/** What the tool says of the code itself is quoted, as what the compiler says would be. */
function found({ say }: Context, message: string): string {
  return say.language === 'en' ? plainText(message) : codeSpan(message);
}

/** `file.go:12`, linked if the report says how. */
function place(context: Context, at: Location, inTable = false): string {
  return link(codeSpan(clipMiddle(visible(context.index.shortPlace(at)), maxCode), inTable), context.index.link(at));
}

/** A line of code with its place, as an item of a list. */
function codeLineAt(context: Context, at: CodeLine): string {
  const code = clip(visible(at.code.trim()), maxCode);
  return code === '' ? place(context, at) : `${codeSpan(code)} ${place(context, at)}`;
}

function pushSteps(context: Context, view: ChainView, blocks: string[][]): void {
  const numbers = new Map<HopView, number>();
  for (const section of view.sections) {
    for (const { view: hop } of hopsOf(section))
      if (!section.roots.includes(hop) || hop.starts === undefined) numbers.set(hop, numbers.size + 1);
  }
  for (const section of view.sections) {
    blocks.push([`### ${sectionTitle(section, context.say)}`]);
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
function legend(view: ChainView, say: Say): string {
  const arrows = [
    ...(view.sections.length > 1 ? [say`; thick arrows start a goroutine`] : []),
    ...(view.handoffs.length > 0 ? [say`; dotted ones wake one that waits`] : []),
  ];
  return say`Calls in one box follow one another without a choice${arrows.join('')}. What leads elsewhere is not drawn, but counted in the steps.`;
}

function sectionTitle(section: LaneSection, say: Say): string {
  return section.isCaller
    ? say`On the caller's goroutine`
    : say`Goroutine ${section.label}: ${codeSpan(section.lane.title)}`;
}

function step(
  context: Context,
  view: ChainView,
  hop: HopView,
  number: number,
  numbers: ReadonlyMap<HopView, number>,
): string[] {
  const { index, say } = context;
  const { edge } = hop;
  const lead = `${number}. `;
  const indent = ' '.repeat(lead.length);
  // Of a function whose calls are steps too, these lead into it.
  const declaration = hop.children.length > 0 && edge !== undefined ? undefined : hop.function?.at;
  const name =
    hop.function === undefined
      ? say`an unknown callee`
      : `**${link(codeSpan(hop.function.shortName), declaration === undefined ? undefined : index.link(declaration))}**`;
  if (edge === undefined) {
    const at = hop.function?.at;
    const lines = [`${lead}${name}${at === undefined ? '' : say`, ${place(context, at)}`}`];
    if (hop.function?.code !== undefined)
      lines.push(...codeBlock('go', [clip(visible(hop.function.code), maxCode)], indent));
    return withNotes(lines, indent, hopNotes(context, view, hop, numbers));
  }
  const other = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
  const from = other === undefined ? undefined : numbers.get(other);
  const verb = edge.kind === 'go' ? say`starts` : edge.kind === 'defer' ? say`defers` : say`calls`;
  const target =
    hop.starts === undefined || hop.section.roots.includes(hop) === false ? '' : say` as goroutine ${hop.starts.label}`;
  const isUp = index.report.question.direction === 'up';
  const caller = isUp ? hop.function?.shortName : other?.function?.shortName;
  const callee = isUp ? codeSpan(other?.function?.shortName ?? '?') : name;
  const callerText = isUp ? name : caller === undefined ? '' : codeSpan(caller);
  const dead = hop.isDead ? say` (cannot run)` : '';
  const step0 = from === undefined || from === number - 1 ? '' : say` (from step ${from})`;
  const lines = [lead + say`${callerText} ${verb} ${callee}${target}${dead}${step0}, ${place(context, edge.site)}`];
  lines.push(...codeBlock('go', [clip(visible(edge.site.code), maxCode)], indent));
  const chain = index.report.chains.length > 1 && view.root !== undefined ? codeSpan(view.root.shortName) : undefined;
  return withNotes(lines, indent, [
    ...edgeNotes(context, edge, hop, { chain, number }),
    ...(target === '' ? hopNotes(context, view, hop, numbers) : []),
  ]);
}

function withNotes(lines: string[], indent: string, notes: Iterable<string>): string[] {
  for (const note of notes) if (note.trim() !== '') lines.push(`${indent}- ${note}`);
  return lines;
}

/** Why this callee: reason, the way of the value, guards, what was ruled out. */
function* edgeNotes(context: Context, edge: EdgeRecord, hop: HopView, here: StepName): Generator<string> {
  const { say, told } = context;
  if (hop.hop.via !== undefined) yield plainText(hop.hop.via);
  const reason = stepReasonOf(edge, context.index.functions.get(edge.callee ?? -1), say);
  if (reason !== '') {
    yield plainText(reason);
    const way = wayOf(context, edge.flow);
    if (way.length > maxToldByReason && context.options.detail !== 'brief')
      yield say`the way of the value: ${wayText(way, told.sharedWay(way, here), here, say)}`;
  }
  for (const guard of edge.guards) {
    if (isErrorGuard(guard) && context.options.detail !== 'full') continue;
    const truth =
      guard.truth === undefined ? '' : guard.truth === 'always' ? say`, which is always so` : say`, which is never so`;
    const because = guard.because === undefined ? '' : say`: ${plainText(guard.because)}`;
    const where = guard.where === undefined ? '' : say`, where ${codeSpan(guard.where)}`;
    yield say`if ${codeSpan(guard.text)} (${place(context, guard.at)})${where}${truth}${because}`;
  }
  if (edge.needs !== undefined)
    yield edge.needs.startsWith(say`needs ${''}`) ? plainText(edge.needs) : say`needs ${plainText(edge.needs)}`;
  if (hop.again.length > 0)
    yield say`called here again: ${hop.again.map((call) => againText(call, place(context, call.site), codeSpan, say)).join(say`, `)}`;
  if (edge.alternatives.length > 0) yield say`one of ${edge.alternatives.length + 1} callees at this call`;
  if (context.options.detail === 'brief') return;
  const again = new Map<string, string[]>();
  for (const candidate of edge.pruned) {
    const text = prunedText(context, candidate);
    const before = told.before(text, here);
    if (before === undefined) {
      yield text;
      continue;
    }
    const step = stepText(before, here, say);
    again.set(step, [...(again.get(step) ?? []), codeSpan(candidate.name)]);
  }
  for (const [step, names] of again) yield say`not ${names.join(say`, `)}: as in ${step}`;
}

/** Of a way whose beginning a step before has told, where that was, and the rest. */
function wayText(way: readonly string[], shared: ReturnType<Told['sharedWay']>, here: StepName, say: Say): string {
  if (shared === undefined) return way.join(' → ');
  const step = stepText(shared.step, here, say);
  if (shared.length === way.length) return say`as in ${step}`;
  return [say`as in ${step} as far as: ${way[shared.length - 1] ?? ''}`, ...way.slice(shared.length)].join(' → ');
}

/** A reason names where a value is made and where it was put last. */
const maxToldByReason = 2;

/** The steps of a value's way, each with its places; a step that goes on where it was, or where the one before ends, is said once. */
function wayOf(context: Context, flow: EdgeRecord['flow']): string[] {
  const steps: { text: string; places: string[] }[] = [];
  let here = '';
  for (const { text, at } of flow) {
    if (at === undefined) continue;
    const where = place(context, at);
    const last = steps.at(-1);
    const places = where === here ? [] : [where];
    here = where;
    if (last?.text !== text) steps.push({ text, places });
    else last.places.push(...places);
  }
  return steps.map(({ text, places }) =>
    [plainText(text), ...(places.length === 0 ? [] : [places.join(context.say`, `)])].join(' '),
  );
}

function prunedText(context: Context, candidate: PrunedCandidate): string {
  const { say } = context;
  return say`not ${codeSpan(candidate.name)}: ${plainText(candidate.reason)}${candidate.at === undefined ? '' : say` (${place(context, candidate.at)})`}`;
}

/** What the hop itself does: its note, hand-offs, stop, calls that are not shown. */
function* hopNotes(
  context: Context,
  view: ChainView,
  hop: HopView,
  numbers: ReadonlyMap<HopView, number>,
): Generator<string> {
  const { say } = context;
  if (hop.function?.note !== undefined && hop.function.note.trim() !== '')
    yield `**${plainText(hop.function.note).trim()}**`;
  for (const handoff of hop.signals)
    yield say`${handoffWord(handoff, say)}: wakes ${codeSpan(handoff.to?.shortName ?? '?')}${endText(say, handoff, 'to')}: ${plainText(handoff.edge.reason)}${handoff.edge.wait === undefined ? '' : say` (waits at ${place(context, handoff.edge.wait)})`}`;
  for (const handoff of hop.waits)
    yield say`${handoffWord(handoff, say)}: woken by ${codeSpan(handoff.from?.shortName ?? '?')}${endText(say, handoff, 'from')} (${place(context, handoff.edge.site)})`;
  if (hop.hop.repeats !== undefined) {
    const same = view.byHop.get(hop.hop.repeats);
    const number = same === undefined ? undefined : numbers.get(same);
    yield same === undefined || number === undefined
      ? say`its calls are shown elsewhere`
      : say`its calls are shown after step ${number}${same.section === hop.section ? '' : say`,${inLane(say, same.section)}`}`;
  }
  const { stop } = hop.hop;
  // That it does nothing is why it ends here.
  const saysIt = hop.function?.isNoOp === true && stop?.kind === 'leaf' && hop.function.note !== undefined;
  if (stop !== undefined && !saysIt) {
    yield stopLine(context, stop);
  }
  if (hop.hop.folded !== undefined) yield say`not shown: ${plainText(hop.hop.folded.text)}`;
}

function stopLine(context: Context, stop: Stop): string {
  const { say } = context;
  return say`**${stopName(stop.kind, say)}**: ${plainText(stop.text)}${stop.at === undefined ? '' : say` (${place(context, stop.at)})`}`;
}

function handoffWord(handoff: Handoff, say: Say): string {
  return say`**hand-off (${plainText(say.word(handoff.edge.handoff ?? 'other'))})**`;
}

function pushPath(context: Context, path: PathAnswer, blocks: string[][]): void {
  const { index, say } = context;
  blocks.push(
    [say`## To ${codeSpan(path.to)}${path.sameGoroutine ? say` on the same goroutine` : ''}`],
    [plainText(path.text)],
  );
  path.paths.forEach((one, i) => {
    if (path.paths.length > 1) {
      const decidedBy = one.decidedBy === undefined ? undefined : index.edges.get(one.decidedBy);
      const name = index.functions.get(decidedBy?.callee ?? -1)?.shortName;
      blocks.push([
        name === undefined || decidedBy === undefined
          ? say`### Path ${i + 1}`
          : say`### Path ${i + 1}: through ${codeSpan(name)}, ${place(context, decidedBy.site)}`,
      ]);
    }
    const lines = one.hops.flatMap((id, n) => {
      const edge = index.edges.get(id);
      if (edge === undefined) return [];
      const caller = codeSpan(index.functions.get(edge.caller)?.shortName ?? '?');
      const callee =
        edge.callee === undefined
          ? say`an unknown callee`
          : codeSpan(index.functions.get(edge.callee)?.shortName ?? '?');
      const verb =
        edge.kind === 'go'
          ? say`starts`
          : edge.kind === 'defer'
            ? say`defers`
            : edge.kind === 'handoff'
              ? say`wakes`
              : say`calls`;
      return [`${n + 1}. ${say`${caller} ${verb} ${callee}, ${place(context, edge.site)}`}`];
    });
    for (const condition of one.conditions) lines.push(say`- if ${codeSpan(condition)}`);
    if (lines.length > 0) blocks.push(lines);
  });
  const { functions, sites } = path.searched;
  const frontier =
    path.unresolved.length === 0
      ? say`Every site has a known callee.`
      : say`${plural(say, path.unresolved.length, 'site')} without a known callee could hide one:`;
  blocks.push([
    say`Searched: ${plural(say, functions, 'function')} and ${plural(say, sites, 'call site')}. ${frontier}`,
  ]);
  pushList(
    path.unresolved.map((u) => say`- ${codeAt(context, u.site)}: ${plainText(u.reason)}`),
    say,
    blocks,
  );
}

function codeAt(context: Context, at: CodeLine): string {
  return at.code === ''
    ? place(context, at)
    : context.say`${codeSpan(clip(visible(at.code), maxCode))} (${place(context, at)})`;
}

function pushSection(context: Context, section: Section, blocks: string[][]): void {
  blocks.push([`## ${plainText(section.title)}`]);
  for (const paragraph of section.paragraphs) {
    const code = codeLinesOf(paragraph);
    blocks.push(code === undefined ? [spans(context, paragraph, false)] : codeBlock('go', code));
  }
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

/** What is stated, numbered, each with the lines that it rests on. */
function pushFacts(context: Context, facts: readonly Fact[], blocks: string[][]): void {
  const { say } = context;
  if (facts.length === 0) return;
  blocks.push([say`## The facts, with the lines that they rest on`]);
  const shown = new Set<string>();
  for (const { title: heading, start, facts: own } of groupFacts(facts, say)) {
    blocks.push([`**${heading}**`]);
    blocks.push(
      own.flatMap(({ text, at }, i) => {
        const lead = `${start + i}. `;
        const indent = ' '.repeat(lead.length);
        return [`${lead}${plainText(text)}`, ...restsOn(context, at, shown).map((line) => `${indent}- ${line}`)];
      }),
    );
  }
}

/** The lines of a fact; those that a fact before has shown are named together, without their code. */
function restsOn(context: Context, at: readonly CodeLine[], shown: Set<string>): string[] {
  const isNew = (line: CodeLine): boolean => !shown.has(`${line.file}:${line.line}`);
  const fresh = at.filter(isNew);
  const again = at.filter((line) => !isNew(line));
  for (const { file, line } of fresh) shown.add(`${file}:${line}`);
  return [
    ...fresh.map((line) => codeLineAt(context, line)),
    ...(again.length === 0
      ? []
      : [context.say`shown above: ${again.map((line) => place(context, line)).join(context.say`, `)}`]),
  ];
}

function spans(context: Context, parts: readonly Span[], inTable: boolean): string {
  return parts
    .map((span) => {
      if (typeof span === 'string') return plainText(span);
      if ('code' in span) return codeSpan(span.code, inTable);
      if (span.text === '') return place(context, span.at, inTable);
      return (
        link(codeSpan(span.text, inTable), context.index.link(span.at)) +
        (context.index.link(span.at) === undefined ? context.say` (${place(context, span.at, inTable)})` : '')
      );
    })
    .join('');
}

function pushAssumptions(context: Context, assumptions: readonly Assumption[], blocks: string[][]): void {
  const { say } = context;
  if (assumptions.length === 0) return;
  blocks.push([say`## What was assumed`]);
  pushList(
    assumptions.map((a) => {
      const at = a.at === undefined ? '' : say` (${place(context, a.at)})`;
      return `- ${plainText(a.text)}${at}${a.change === undefined ? '' : say` To change it: ${codeSpan(a.change)}`}`;
    }),
    say,
    blocks,
  );
}

function pushStops(context: Context, stops: readonly Stop[], blocks: string[][]): void {
  if (stops.length === 0) return;
  blocks.push([context.say`## What was not seen`]);
  pushList(
    sameReasons(stops).map((same) => `- ${notSeen(context, same)}`),
    context.say,
    blocks,
  );
}

/** Calls that were not seen for the same reason are told together. */
function sameReasons(stops: readonly Stop[]): readonly (readonly [Stop, ...Stop[]])[] {
  const found = new Map<string, [Stop, ...Stop[]]>();
  for (const stop of stops) {
    const key = stop.why === undefined ? `${stop.kind} ${found.size}` : `${stop.kind} ${stop.why}`;
    const same = found.get(key);
    if (same === undefined) found.set(key, [stop]);
    else same.push(stop);
  }
  return [...found.values()];
}

function notSeen(context: Context, [first, ...others]: readonly [Stop, ...Stop[]]): string {
  const { say } = context;
  if (others.length === 0 || first.why === undefined) return stopLine(context, first);
  const calls = [first, ...others].map(
    ({ what, text, at }) => plainText(what ?? text) + (at === undefined ? '' : say` (${place(context, at)})`),
  );
  return say`**${stopName(first.kind, say)}**: ${plainText(first.why)}: ${calls.join(say`, `)}`;
}

/** A list, its tail folded away when it is long. */
function pushList(items: readonly string[], say: Say, blocks: string[][]): void {
  if (items.length === 0) return;
  blocks.push(items.slice(0, maxListed));
  if (items.length > maxListed) {
    blocks.push(
      ['<details>', `<summary>${plural(say, items.length - maxListed, 'more', 'more')}</summary>`],
      items.slice(maxListed),
      ['</details>'],
    );
  }
}

function pushBuild(report: Report, say: Say, blocks: string[][]): void {
  const { build, statistics, tool } = report;
  blocks.push([say`## The build`]);
  const tags = build.tags.length === 0 ? '' : say`, tags ${build.tags.map((tag) => codeSpan(tag)).join(say`, `)}`;
  const lines = [
    say`- ${codeSpan(build.goVersion)} for ${codeSpan(`${build.goos}/${build.goarch}`)}, cgo ${build.cgo ? say`on` : say`off`}${tags}`,
    say`- values from ${codeSpan(build.main)}`,
    say`- read: ${plural(say, statistics.functions, 'function')}, ${plural(say, statistics.sites, 'call site')}, ${plural(say, statistics.files, 'file')}`,
    say`- made by ${codeSpan(`${tool.name} ${tool.version}`)}${optionsText(report, say)}`,
  ];
  for (const module of build.modules)
    if (module.unlinked !== undefined)
      lines.push(say`- lines of ${codeSpan(module.path)} are not linked: ${unlinkedText(module.unlinked, say)}`);
  blocks.push(lines);
  const modules = [...build.modules].sort((a, b) => compareStrings(a.path, b.path));
  if (modules.length === 0) return;
  blocks.push(['<details>', `<summary>${plural(say, modules.length, 'module')}</summary>`]);
  blocks.push(
    modules.map(
      (m) =>
        `- ${codeSpan(m.version === undefined ? m.path : `${m.path}@${m.version}`)}${m.main === true ? say` (main)` : ''}`,
    ),
  );
  blocks.push(['</details>']);
}

function optionsText(report: Report, say: Say): string {
  const options = Object.entries(report.question.options).sort(([a], [b]) => compareStrings(a, b));
  return options.length === 0
    ? ''
    : say` with ${options.map(([key, value]) => codeSpan(value === '' ? key : `${key}=${value}`)).join(say`, `)}`;
}
