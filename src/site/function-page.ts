// The page of a function: its source with the lines of its hops marked, what calls it here and what it calls here, for each
// report that shows it.

import { type Say, sayIn } from '#language/say.js';
import { visible } from '#render/text-safety.js';
import { plural, reasonOf } from '#render/words.js';
import type { EdgeRecord } from '#report/report.js';
import { highlightGo } from './highlight-go.js';
import { anchor, breakable, type Html, text } from './html.js';
import { type PageContent, upFrom } from './page.js';
import { edgeVerb, functionName, outside, type PlaceWriter, place } from './places.js';
import type { FunctionEntry, FunctionUse } from './site-model.js';

export function functionPage(fn: FunctionEntry): PageContent {
  const { record } = fn;
  const up = upFrom(fn.url);
  const [first] = fn.uses;
  const say = first?.entry.say ?? sayIn('en');
  const at = record.at;
  const published = at === undefined ? undefined : first?.entry.index.link(at);
  const where =
    at === undefined
      ? say`There is no source of it.`
      : `<code>${text(`${at.file}:${at.line}`)}</code>${published === undefined ? '' : outside(published, say)}`;
  const body = [
    '<article>',
    '<header>',
    `<p class="kind">${say`function`}</p>`,
    `<h1 class="code">${breakable(record.shortName)}</h1>`,
    `<p class="full"><code>${breakable(record.name)}</code></p>`,
    `<p class="facts">${where}</p>`,
    record.note === undefined ? '' : `<p class="why needs">${text(record.note)}</p>`,
    '</header>',
    sourceOf(fn, up, say),
    ...fn.uses.map((use) => useOf(use, up, fn.uses.length > 1)),
    '</article>',
  ];
  return {
    url: fn.url,
    title: record.shortName,
    description: say`${record.name}: its source, what calls it and what it calls.`,
    body: body.filter((line) => line !== '').join('\n'),
    className: 'function',
    language: say.language,
  };
}

/** The hops of a line: calls that a chain shows, each once. */
function marksByLine(fn: FunctionEntry): Map<number, { readonly use: FunctionUse; readonly edge: EdgeRecord }[]> {
  const marks = new Map<number, { readonly use: FunctionUse; readonly edge: EdgeRecord }[]>();
  const seen = new Set<string>();
  for (const use of fn.uses) {
    for (const edge of use.calls) {
      if (edge.site.file !== fn.record.at?.file) continue;
      const callee = edge.callee === undefined ? '' : (use.entry.functions.get(edge.callee)?.url ?? '');
      const key = `${edge.site.line} ${edge.kind} ${callee}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const list = marks.get(edge.site.line);
      if (list === undefined) marks.set(edge.site.line, [{ use, edge }]);
      else list.push({ use, edge });
    }
  }
  return marks;
}

function sourceOf(fn: FunctionEntry, up: string, say: Say): Html {
  if (fn.source.length === 0)
    return `<section id="source"><h2>${say`Source`}</h2><p>${say`The report does not hold the source of this function.`}</p></section>`;
  const marks = marksByLine(fn);
  const rows = highlightGo(fn.source.join('\n')).map((code, i) => {
    const line = fn.firstLine + i;
    const here = marks.get(line) ?? [];
    const notes = here.map(({ use, edge }) => {
      return `${edgeVerb(edge, say)} ${functionName({ entry: use.entry, up }, edge.callee)}`;
    });
    const note = notes.length === 0 ? '' : `<span class="mark">${notes.join(say`, `)}</span>`;
    const marked = notes.length === 0 ? '' : ' class="hop"';
    return `<tr id="L${line}"${marked}><td class="no"><a href="#L${line}" aria-label="${say`line ${line}`}">${line}</a></td><td><code>${code === '' ? ' ' : code}</code>${note}</td></tr>`;
  });
  return (
    `<section id="source"><h2>${say`Source`}</h2><div class="source" tabindex="0" role="region" aria-label="${say`Source`}">` +
    `<table role="presentation"><tbody>${rows.join('\n')}</tbody></table></div></section>`
  );
}

function useOf(use: FunctionUse, up: string, isNamed: boolean): Html {
  const { say } = use.entry;
  const writer: PlaceWriter = { entry: use.entry, up };
  const title = anchor(up + use.entry.url, text(use.entry.title));
  const hops = use.entry.views.flatMap((view, chain) =>
    view.chain.hops.filter((hop) => hop.function === use.record.id).map((hop) => `${chain}-${hop.id}`),
  );
  const steps = hops.map(
    (key, i) =>
      `<a href="${text(`${up}${use.entry.url}#hop-${key}`)}">${i === 0 ? say`there` : say`again (${i + 1})`}</a>`,
  );
  return [
    `<section class="use"><h2>${isNamed ? say`In “${title}”` : say`In ${title}`}</h2>`,
    steps.length === 0 ? '' : `<p>${say`It is a step of that answer: ${steps.join(say`, `)}.`}</p>`,
    edgeTable(writer, say`Called here by`, use.calledBy, (edge) => functionName(writer, edge.caller)),
    edgeTable(writer, say`Calls here`, use.calls, (edge) => functionName(writer, edge.callee)),
    '</section>',
  ].join('');
}

function edgeTable(
  writer: PlaceWriter,
  title: string,
  edges: readonly EdgeRecord[],
  other: (edge: EdgeRecord) => Html,
): Html {
  const { say } = writer.entry;
  if (edges.length === 0) return '';
  const items = edges.map((edge) => {
    const verb =
      edge.kind === 'call'
        ? ''
        : `<span class="verb">${text(edge.kind === 'handoff' ? say.word(edge.handoff ?? 'hand-off') : edge.kind)}</span> `;
    const reason = visible(reasonOf(edge, say));
    const why = reason === '' ? '' : `<p class="why">${text(reason)}</p>`;
    return `<li>${verb}${other(edge)} ${place(writer, edge.site, edge.caller)}${why}</li>`;
  });
  return `<h3>${title} <span class="count">${plural(say, edges.length, 'place')}</span></h3><ul class="edges">${items.join('')}</ul>`;
}
