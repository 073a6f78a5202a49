// The page of a report: the answer first, then the picture, the same as text with its proof, what it rests on.

import type { Say } from '#language/say.js';
import { codeLinesOf } from '#render/code-lines.js';
import { groupFacts } from '#render/fact-groups.js';
import { drawSvg } from '#render/svg.js';
import { plural, stopName, unlinkedText } from '#render/words.js';
import type { Fact, PathAnswer, Report, Section } from '#report/report.js';
import { reportShape } from '#report/report-shape.js';
import { anchor, breakable, type Html, text } from './html.js';
import { kindName } from './kinds.js';
import { type OtherField, otherFields } from './other-fields.js';
import { type PageContent, upFrom } from './page.js';
import { codeAt, codeToCopy, edgeVerb, functionName, type PlaceWriter, place, spanList, spans } from './places.js';
import { type RulePages, verdictLink } from './rules.js';
import { pageOf, pageOfCall, type ReportEntry, resourceUrl } from './site-model.js';
import { hopKey, stepList } from './step-list.js';

interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** Fields that the page writes out itself. */
const known: ReadonlySet<string> = new Set([
  'schema',
  'version',
  'tool',
  'question',
  'build',
  'links',
  'answer',
  'functions',
  'edges',
  'chains',
  'path',
  'facts',
  'sections',
  'assumptions',
  'unknowns',
  'diagnostics',
  'sources',
  'statistics',
]);

export function reportPage(
  entry: ReportEntry,
  extras: readonly { readonly label: string; readonly url: string }[],
  rules: RulePages,
): PageContent {
  const { report, say } = entry;
  const up = upFrom(entry.url);
  const writer: PlaceWriter = { entry, up };
  const parts = [...partsOf(writer, rules)];
  const toc = parts.map(({ id, title }) => `<li><a href="#${id}">${text(title)}</a></li>`).join('');
  const links = extras.map(({ label, url }) => `<a href="${text(up + url)}">${text(label)}</a>`).join(' ');
  const body = [
    '<article>',
    '<header class="question">',
    `<p class="kind">${kindOf(report, say)}</p>`,
    `<h1>${breakable(entry.title)}</h1>`,
    answerOf(report, say),
    `<p class="facts">${factsOf(report, say)}</p>`,
    links === '' ? '' : `<p class="take">${say`Take it with you: ${links}`}</p>`,
    '</header>',
    `<nav class="toc" aria-label="${say`On this page`}"><ul>${toc}</ul></nav>`,
    ...parts.map(({ id, title, body: content }) => `<section id="${id}"><h2>${text(title)}</h2>${content}</section>`),
    '</article>',
  ];
  return {
    url: entry.url,
    title: entry.title,
    description: report.answer.join(' '),
    body: body.filter((line) => line !== '').join('\n'),
    className: 'report',
    language: say.language,
  };
}

/** The answer, its first sentence standing out. */
function answerOf({ answer }: Report, say: Say): Html {
  const sentences = answer.length === 0 ? [say`No answer.`] : answer;
  return `<div class="answer">${sentences.map((one) => `<p>${breakable(one)}</p>`).join('')}</div>`;
}

function kindOf(report: Report, say: Say): Html {
  if (report.path !== undefined) {
    const { found } = report.path;
    return `<span class="verdict ${found ? 'found' : 'none'}">${found ? say`there is a way` : say`no way found`}</span>`;
  }
  const kind = `<span class="verdict">${kindName(report, say)}</span>`;
  const size = sizeOf(report, say);
  return size === '' ? kind : `${kind} ${size}`;
}

/** `68 steps on 5 goroutines`; empty where there is no chain. */
export function sizeOf(report: Report, say: Say): Html {
  const lanes = report.chains.reduce((sum, chain) => sum + chain.lanes.length, 0);
  const hops = report.chains.reduce((sum, chain) => sum + chain.hops.length, 0);
  return hops === 0 ? '' : say`${plural(say, hops, 'step')} on ${plural(say, lanes, 'goroutine')}`;
}

function factsOf({ build, statistics }: Report, say: Say): Html {
  const main = build.modules.find((module) => module.main === true);
  const facts = [
    `${build.goVersion} ${build.goos}/${build.goarch}`,
    ...(main === undefined ? [] : [say`in ${main.path}`]),
    say`${plural(say, statistics.functions, 'function')}, ${plural(say, statistics.sites, 'call site')} and ${plural(say, statistics.files, 'file')} read`,
  ];
  return facts.map(text).join(' · ');
}

/** The last section about a resource leads to its page. */
function resourceLink({ entry, up }: PlaceWriter, section: Section): Html {
  const { resource } = section;
  const own = entry.report.sections.filter((one) => one.resource === resource);
  if (resource === undefined || own.at(-1) !== section) return '';
  return `<p class="more">${anchor(up + resourceUrl(resource, entry.say), entry.say`All that the reports say of it`)}</p>`;
}

/** A statement with its verdict and the lines that it rests on. */
export function factItem(writer: PlaceWriter, fact: Fact, rules: RulePages): Html {
  const places = fact.at.map((line) => `<li>${codeAt(writer, line)}</li>`).join('');
  return `<li><p>${breakable(fact.text)}${verdictLink(fact, rules, writer.up)}</p>${places === '' ? '' : `<ul class="places">${places}</ul>`}</li>`;
}

function factList(writer: PlaceWriter, facts: readonly Fact[], rules: RulePages): Html {
  const { say } = writer.entry;
  return groupFacts(facts, say)
    .map(({ title, start, facts: own }) => {
      const items = own.map((fact) => factItem(writer, fact, rules));
      return `<h3>${text(title)}</h3><ol class="statements" start="${start}">${items.join('')}</ol>`;
    })
    .join('');
}

function* partsOf(writer: PlaceWriter, rules: RulePages): Generator<Part> {
  const { entry } = writer;
  const { report, say } = entry;
  const sectionParts = (isLead: boolean): Part[] =>
    [...report.sections.entries()]
      .filter(([, section]) => (section.isLead === true) === isLead)
      .map(([i, section]) => ({
        id: `section-${i + 1}`,
        title: section.title,
        body: sectionOf(writer, section) + resourceLink(writer, section),
      }));
  yield* sectionParts(true);
  if (report.facts !== undefined && report.facts.length > 0)
    yield {
      id: 'facts',
      title: say`The facts, with the lines that they rest on`,
      body: factList(writer, report.facts, rules),
    };
  const isOne = entry.views.length === 1;
  const named = (title: string, chain: number): string =>
    isOne ? title : say`${title} of ${entry.views[chain]?.root?.shortName ?? '?'}`;
  const numbered = (id: string, chain: number): string => (isOne ? id : `${id}-${chain + 1}`);
  for (const chain of entry.views.keys())
    yield { id: numbered('diagram', chain), title: named(say`The way`, chain), body: diagram(writer, chain) };
  if (report.path !== undefined)
    yield { id: 'path', title: say`To ${report.path.to}`, body: pathOf(writer, report.path) };
  yield* sectionParts(false);
  for (const field of otherFields(writer, reportShape, report, known)) yield partOf(field);
  for (const [chain, view] of entry.views.entries())
    yield { id: numbered('steps', chain), title: named(say`Step by step`, chain), body: stepList(writer, view, chain) };
  if (report.assumptions.length > 0)
    yield {
      id: 'assumed',
      title: say`What was assumed`,
      body: list(
        report.assumptions.map(
          ({ text: words, at, change }) =>
            `${text(words)}${at === undefined ? '' : ` ${codeAt(writer, at)}`}${change === undefined ? '' : say` To change it: ${`<code>${text(change)}</code>`}`}`,
        ),
        say,
      ),
    };
  if (report.unknowns.length > 0)
    yield {
      id: 'unknown',
      title: say`What was not seen`,
      body: list(
        report.unknowns.map(
          (stop) =>
            `<span class="stop">${text(stopName(stop.kind, say))}</span>${say`: `}${text(stop.text)}${stop.at === undefined ? '' : ` ${codeAt(writer, stop.at)}`}`,
        ),
        say,
      ),
    };
  if (report.diagnostics.length > 0)
    yield {
      id: 'diagnostics',
      title: say`Found on the way`,
      body: list(
        report.diagnostics.map(
          ({ message, at }) => `${text(message)}${at === undefined ? '' : ` ${place(writer, at)}`}`,
        ),
        say,
      ),
    };
  yield { id: 'build', title: say`The build`, body: buildOf(report, say) };
}

const partOf = ({ id, title, body }: OtherField): Part => ({ id, title, body });

/** Items before the rest is folded away. */
const maxListed = 20;

function list(items: readonly Html[], say: Say): Html {
  const li = (all: readonly Html[]): Html => `<ul>${all.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  if (items.length <= maxListed) return li(items);
  return `${li(items.slice(0, maxListed))}<details><summary>${plural(say, items.length - maxListed, 'more', 'more')}</summary>${li(items.slice(maxListed))}</details>`;
}

function diagram(writer: PlaceWriter, chain: number): Html {
  const { entry, up } = writer;
  const { say } = entry;
  const svg = drawSvg(entry.index, {
    chains: [chain],
    isFile: false,
    hrefOf: (view) => {
      const { edge, function: fn } = view;
      const page =
        edge !== undefined
          ? pageOfCall(entry, edge.caller, edge.site)
          : fn?.at === undefined
            ? undefined
            : pageOf(entry, fn.at);
      return page === undefined ? `#hop-${hopKey(chain, view.hop.id)}` : up + page;
    },
  });
  const legend = [
    say`Calls run downwards; a call stands further right where its caller makes more than one.`,
    say`Thick arrows start a goroutine, dashed ones wake one.`,
    say`What leads elsewhere is counted, not drawn. The steps below say the same in words.`,
  ].join(' ');
  return (
    '<figure class="diagram"><div class="tools" hidden>' +
    `<button type="button" data-zoom="in" aria-label="${say`Larger`}">+</button><button type="button" data-zoom="out" aria-label="${say`Smaller`}">−</button>` +
    `<button type="button" data-zoom="fit">${say`Fit`}</button><button type="button" data-zoom="full" data-open="${say`Full screen`}" data-close="${say`Close`}" aria-pressed="false">${say`Full screen`}</button></div>` +
    `<div class="canvas" tabindex="0" role="group" aria-label="${say`Diagram; arrow keys move it, plus and minus change its size`}">${svg}</div>` +
    `<figcaption>${legend}</figcaption></figure>`
  );
}

function pathOf(writer: PlaceWriter, path: PathAnswer): Html {
  const { index, say } = writer.entry;
  // The answer may be that very sentence.
  const blocks = writer.entry.report.answer.includes(path.text) ? [] : [`<p>${text(path.text)}</p>`];
  for (const [i, one] of path.paths.entries()) {
    if (path.paths.length > 1) {
      const decidedBy = one.decidedBy === undefined ? undefined : index.edges.get(one.decidedBy);
      blocks.push(
        decidedBy === undefined
          ? `<h3>${say`Way ${i + 1}`}</h3>`
          : `<h3>${say`Way ${i + 1}: through ${functionName(writer, decidedBy.callee)}`} ${place(writer, decidedBy.site, decidedBy.caller)}</h3>`,
      );
    }
    const items = one.hops.flatMap((id) => {
      const edge = index.edges.get(id);
      if (edge === undefined) return [];
      return [
        `<li>${functionName(writer, edge.caller)} ${edgeVerb(edge, say)} ${functionName(writer, edge.callee)} ${place(writer, edge.site, edge.caller)}</li>`,
      ];
    });
    blocks.push(`<ol>${items.join('')}</ol>`);
    if (one.conditions.length > 0)
      blocks.push(
        `<p>${say`If all of these hold:`}</p>`,
        list(
          one.conditions.map((condition) => `<code>${text(condition)}</code>`),
          say,
        ),
      );
  }
  const { functions, sites } = path.searched;
  const open =
    path.unresolved.length === 0
      ? say`Every site has a known callee.`
      : say`${plural(say, path.unresolved.length, 'site')} without a known callee could hide one:`;
  blocks.push(
    `<p>${say`Searched: ${plural(say, functions, 'function')} and ${plural(say, sites, 'call site')}. ${open}`}</p>`,
  );
  if (path.unresolved.length > 0)
    blocks.push(
      list(
        path.unresolved.map(({ site, reason }) => `${codeAt(writer, site)}${say`: `}${text(reason)}`),
        say,
      ),
    );
  return blocks.join('');
}

/** Rows of a table that are read better one below the other: few, of many columns. */
const maxRecords = 3;
const minRecordWidth = 4;

export function sectionOf(writer: PlaceWriter, section: Section): Html {
  const paragraphs = section.paragraphs
    .map((parts) => {
      const code = codeLinesOf(parts);
      return code === undefined ? `<p>${spans(writer, parts)}</p>` : codeToCopy(code);
    })
    .join('');
  if (section.table === undefined) return paragraphs;
  const { head, rows } = section.table;
  if (rows.length <= maxRecords && head.length >= minRecordWidth) {
    const records = rows.map((cells) => {
      const items = head.map((label, i) => `<dt>${text(label)}</dt><dd>${spanList(writer, cells[i] ?? [])}</dd>`);
      return `<dl class="record">${items.join('')}</dl>`;
    });
    return paragraphs + records.join('');
  }
  const heads = head.map((cell) => `<th scope="col">${text(cell)}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${head.map((_, i) => `<td>${spanList(writer, cells[i] ?? [])}</td>`).join('')}</tr>`)
    .join('');
  return `${paragraphs}<div class="wide" tabindex="0" role="region" aria-label="${text(section.title)}"><table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function buildOf(report: Report, say: Say): Html {
  const { build, question, tool } = report;
  const tags = build.tags.length === 0 ? '' : say`, tags ${`<code>${text(build.tags.join(','))}</code>`}`;
  const options = Object.entries(question.options).sort(([a], [b]) => (a < b ? -1 : 1));
  const items = [
    say`${`<code>${text(build.goVersion)}</code>`} for ${`<code>${text(`${build.goos}/${build.goarch}`)}</code>`}, cgo ${build.cgo ? say`on` : say`off`}${tags}`,
    say`values from ${`<code>${text(build.main)}</code>`}`,
    ...options.map(([key, value]) => say`option ${`<code>${text(`${key}=${value}`)}</code>`}`),
    say`made by ${`<code>${text(`${tool.name} ${tool.version}`)}</code>`}`,
    ...build.modules.flatMap(({ path, unlinked }) =>
      unlinked === undefined
        ? []
        : [say`lines of ${`<code>${text(path)}</code>`} are not linked: ${unlinkedText(unlinked, say)}`],
    ),
  ];
  const modules = [...build.modules].sort((a, b) => (a.path < b.path ? -1 : 1));
  const shown = modules.map(
    ({ path, version, main }) =>
      `<code>${text(version === undefined ? path : `${path}@${version}`)}</code>${main === true ? say` (main)` : ''}`,
  );
  const list0 = `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  if (modules.length === 0) return list0;
  return `${list0}<details><summary>${plural(say, modules.length, 'module')}</summary><ul>${shown.map((item) => `<li>${item}</li>`).join('')}</ul></details>`;
}
