// A report as a tree for the terminal: the answer, then each goroutine's calls with reason and place, then what was
// assumed and what was not seen.

import { compareStrings } from '#base/order.js';
import { sayIn } from '#language/say.js';
import type { PathAnswer, Report } from '#report/report.js';
import { indexReport } from '#report/report-index.js';
import { viewChain } from './chain-view.js';
import type { RenderOptions } from './options.js';
import { clipMiddle, textWidth, visible, wrap } from './text-safety.js';
import { chainLines } from './tree-hops.js';
import { placeText, pushNotes, type TreeContext } from './tree-notes.js';
import { pushSections } from './tree-sections.js';
import { treeStyle } from './tree-style.js';
import { plural, reasonOf, stopName } from './words.js';

/** Sites without a known callee that are listed unless full detail is asked for. */
const maxListed = 5;

/** The tree; ends with a line break. */
export function renderTree(report: Report, options: RenderOptions): string {
  const style = treeStyle(options);
  const say = sayIn(report.question.language);
  const context: TreeContext = { say, index: indexReport(report), options, style, used: new Set() };
  const lines: string[] = [];
  for (const sentence of report.answer) lines.push(...wrap(visible(sentence), options.columns, style.signs.ellipsis));
  for (const chain of report.chains) {
    if (lines.length > 0) lines.push('');
    lines.push(...chainLines(context, viewChain(context.index, chain)));
  }
  if (report.path !== undefined) pushPath(context, report.path, lines);
  // Beside a chain the sections only say it again.
  if (report.chains.length === 0) pushSections(context, report.sections, lines);
  if (options.detail !== 'brief') pushRemarks(context, report, lines);
  pushFooter(context, report, lines);
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function heading(context: TreeContext, text: string, lines: string[]): void {
  lines.push('', context.style.paint('bold', clipMiddle(text, context.options.columns, context.style.signs.ellipsis)));
}

function pushPath(context: TreeContext, path: PathAnswer, lines: string[]): void {
  const { index, options, say, style } = context;
  heading(
    context,
    path.sameGoroutine ? say`To ${visible(path.to)}, on the same goroutine` : say`To ${visible(path.to)}`,
    lines,
  );
  if (!index.report.answer.includes(path.text))
    pushNotes(context, '  ', [{ text: visible(path.text), paint: 'plain' }], lines);
  // The paths are the chain that stands above.
  const isDrawn = index.report.chains.length > 0;
  const pushConditions = (conditions: readonly string[], indent: string): void => {
    for (const condition of conditions)
      pushNotes(context, indent, [{ text: say`if ${visible(condition)}`, paint: 'dim' }], lines);
  };
  const isSingle = path.paths.length === 1;
  const shared = isDrawn && !isSingle ? sharedConditions(path) : [];
  if (shared.length > 0) {
    pushNotes(context, '  ', [{ text: say`each of them`, paint: 'bold' }], lines);
    pushConditions(shared, '    ');
  }
  path.paths.forEach((one, i) => {
    const decidedBy = one.decidedBy === undefined ? undefined : index.edges.get(one.decidedBy);
    if (!isSingle) {
      const name = index.functions.get(decidedBy?.callee ?? -1)?.shortName;
      pushNotes(
        context,
        '  ',
        [
          name === undefined || decidedBy === undefined
            ? { text: say`path ${i + 1}`, paint: 'bold' }
            : {
                text: say`through ${decidedBy.kind === 'go' ? 'go ' : ''}${visible(name)}`,
                paint: 'bold',
                place: placeText(context, decidedBy.site),
              },
        ],
        lines,
      );
    }
    let isFirst = true;
    const hops = isDrawn ? [] : one.hops;
    for (const id of hops) {
      const edge = index.edges.get(id);
      if (edge === undefined) continue;
      const place = placeText(context, edge.site);
      const sign =
        edge.kind === 'go' ? style.signs.go : edge.kind === 'handoff' ? style.signs.signal : style.signs.arrow;
      if (isFirst)
        pushNotes(
          context,
          '    ',
          [{ text: visible(index.functions.get(edge.caller)?.shortName ?? '?'), paint: 'plain' }],
          lines,
        );
      isFirst = false;
      const callee = edge.callee === undefined ? '?' : visible(index.functions.get(edge.callee)?.shortName ?? '?');
      pushNotes(
        context,
        '    ',
        [
          {
            mark: sign,
            markPaint: edge.kind === 'call' ? 'dim' : edge.kind === 'go' ? 'go' : 'handoff',
            text: callee,
            paint: 'plain',
            place,
          },
        ],
        lines,
      );
      const reason = options.detail === 'brief' ? '' : visible(reasonOf(edge, say));
      if (reason !== '') pushNotes(context, ' '.repeat(5 + textWidth(sign)), [{ text: reason, paint: 'dim' }], lines);
    }
    pushConditions(
      one.conditions.filter((condition) => !shared.includes(condition)),
      isSingle && isDrawn ? '  ' : '    ',
    );
  });
  const searched = say`searched ${plural(say, path.searched.functions, 'function')} and ${plural(say, path.searched.sites, 'call site')}; ${
    path.unresolved.length === 0
      ? say`every site has a known callee`
      : say`${plural(say, path.unresolved.length, 'site')} without a known callee could hide one`
  }`;
  pushNotes(context, '  ', [{ text: searched, paint: 'dim' }], lines);
  const shown = options.detail === 'full' ? path.unresolved : path.unresolved.slice(0, maxListed);
  for (const site of shown) {
    const code = visible(site.site.code);
    pushNotes(
      context,
      '  ',
      [
        {
          mark: style.signs.stop,
          markPaint: 'stop',
          paint: 'plain',
          place: placeText(context, site.site),
          text: `${code === '' ? '' : `${code.length > 60 ? `${code.slice(0, 60)}${style.signs.ellipsis}` : code}${say`: `}`}${visible(site.reason)}`,
        },
      ],
      lines,
    );
  }
  pushMore(context, path.unresolved.length - shown.length, lines);
}

/** The conditions that all paths have. */
function sharedConditions({ paths: [first, ...others] }: PathAnswer): readonly string[] {
  return (first?.conditions ?? []).filter((one) => others.every(({ conditions }) => conditions.includes(one)));
}

function pushMore(context: TreeContext, left: number, lines: string[]): void {
  if (left > 0)
    pushNotes(
      context,
      '  ',
      [{ text: context.say`and ${plural(context.say, left, 'more', 'more')}, with --detail full`, paint: 'dim' }],
      lines,
    );
}

function pushRemarks(context: TreeContext, report: Report, lines: string[]): void {
  const { options, say, style } = context;
  const full = options.detail === 'full';
  if (report.assumptions.length > 0) {
    heading(context, say`Assumed`, lines);
    for (const assumption of report.assumptions) {
      const change = assumption.change === undefined ? '' : say` (to change it: ${visible(assumption.change)})`;
      pushNotes(
        context,
        '  ',
        [
          {
            mark: style.signs.bullet,
            markPaint: 'dim',
            paint: 'plain',
            text: visible(assumption.text) + change,
            ...(assumption.at === undefined ? {} : { place: placeText(context, assumption.at) }),
          },
        ],
        lines,
      );
    }
  }
  if (report.unknowns.length > 0) {
    heading(context, say`Not seen`, lines);
    const shown = full ? report.unknowns : report.unknowns.slice(0, maxListed);
    for (const stop of shown) {
      pushNotes(
        context,
        '  ',
        [
          {
            mark: style.signs.stop,
            markPaint: 'stop',
            paint: 'plain',
            text: say`${stopName(stop.kind, say)}: ${visible(stop.text)}`,
            ...(stop.at === undefined ? {} : { place: placeText(context, stop.at) }),
          },
        ],
        lines,
      );
    }
    pushMore(context, report.unknowns.length - shown.length, lines);
  }
  if (report.diagnostics.length > 0) {
    heading(context, say`Found on the way`, lines);
    const shown = full ? report.diagnostics : report.diagnostics.slice(0, maxListed);
    for (const diagnostic of shown) {
      pushNotes(
        context,
        '  ',
        [
          {
            mark: style.signs.bullet,
            markPaint: 'warn',
            paint: 'plain',
            text: visible(diagnostic.message),
            ...(diagnostic.at === undefined ? {} : { place: placeText(context, diagnostic.at) }),
          },
        ],
        lines,
      );
    }
    pushMore(context, report.diagnostics.length - shown.length, lines);
  }
  pushFiles(context, report, lines);
}

/** The whole names of the files on the hops' lines, by folder as a shell would take them, so that each place can be found. */
function pushFiles(context: TreeContext, report: Report, lines: string[]): void {
  const { index } = context;
  const folders = new Map<string, Set<string>>();
  const add = (file: string | undefined): void => {
    if (file === undefined) return;
    const slash = file.lastIndexOf('/');
    const folder = slash === -1 ? '' : file.slice(0, slash);
    const names = folders.get(folder) ?? new Set<string>();
    folders.set(folder, names.add(file.slice(slash + 1)));
  };
  for (const chain of report.chains) {
    for (const hop of chain.hops) {
      if (hop.edge !== undefined) add(index.edges.get(hop.edge)?.site.file);
      else if (hop.function !== undefined) add(index.functions.get(hop.function)?.at?.file);
    }
  }
  if (folders.size === 0) return;
  heading(context, context.say`Files`, lines);
  for (const folder of [...folders.keys()].sort(compareStrings)) {
    const names = [...(folders.get(folder) ?? [])].sort(compareStrings).map(visible);
    const text =
      names.length === 1 ? `${visible(folder)}/${names[0] ?? ''}` : `${visible(folder)}/{${names.join(', ')}}`;
    pushNotes(context, '  ', [{ text, paint: 'dim' }], lines);
  }
}

function pushFooter(context: TreeContext, report: Report, lines: string[]): void {
  const { options, say, style, used } = context;
  const { signs } = style;
  const legend: string[] = [];
  if (used.has('go')) legend.push(`${signs.go} ${say`starts a goroutine`}`);
  if (used.has('signal')) legend.push(`${signs.signal} ${say`wakes one`}`);
  if (used.has('stop')) legend.push(`${signs.stop} ${say`not followed`}`);
  if (used.has('leaf')) legend.push(`${signs.leaf} ${say`ends here`}`);
  if (used.has('dead')) legend.push(`${signs.dead} ${say`cannot run`}`);
  if (used.has('nothing')) legend.push(`${signs.nothing} ${say`does nothing`}`);
  if (used.has('above')) legend.push(`${signs.above} ${say`shown above`}`);
  lines.push('');
  if (legend.length > 0) for (const line of wrapItems(legend, options.columns)) lines.push(style.paint('dim', line));
  const { build, statistics } = report;
  const facts = [
    [
      visible(build.goVersion),
      `${visible(build.goos)}/${visible(build.goarch)}`,
      build.cgo ? say`cgo on` : say`cgo off`,
      ...build.tags.map(visible),
    ].join(' '),
    build.main === '' ? '' : say`values from ${visible(build.main)}`,
    say`${plural(say, statistics.functions, 'function')}, ${plural(say, statistics.sites, 'call site')}, ${plural(say, statistics.files, 'file')} read`,
  ].filter((fact) => fact !== '');
  for (const line of wrapItems(facts, options.columns)) lines.push(style.paint('dim', line));
}

/** Items on lines, three spaces apart, none broken. */
function wrapItems(all: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of all.map((text) => clipMiddle(text, columns))) {
    if (line !== '' && textWidth(line) + 3 + textWidth(item) > columns) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? item : `${line}   ${item}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}
