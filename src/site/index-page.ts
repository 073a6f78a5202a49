// The first page: each question with its whole answer, then the documents, then the functions by package.

import { compareStrings } from '#base/order.js';
import type { Say } from '#language/say.js';
import { plural } from '#render/words.js';
import type { Section } from '#report/report.js';
import { anchor, breakable, type Html, text } from './html.js';
import type { PageContent } from './page.js';
import { answerOf, kindOf, sectionOf } from './report-page.js';
import type { RulePages } from './rules.js';
import type { FunctionEntry, ReportEntry, SiteModel } from './site-model.js';

export interface DocumentLink {
  readonly title: string;
  readonly url: string;
}

export function indexPage(
  title: string,
  intro: string | undefined,
  model: SiteModel,
  documents: readonly DocumentLink[],
  rules: RulePages,
  say: Say,
): PageContent {
  /** Sections that lead, by what they say: several questions can come to the same. */
  const said = new Map<string, ReportEntry>();
  const lead = (entry: ReportEntry, section: Section): Html => {
    const before = said.get(JSON.stringify(section));
    if (before !== undefined)
      return `<p class="more">${entry.say`${text(section.title)}: as at ${anchor(before.url, breakable(before.title))}`}</p>`;
    said.set(JSON.stringify(section), entry);
    return `<h3>${text(section.title)}</h3>${sectionOf({ entry, up: '' }, section)}`;
  };
  const sentences = new Set<string>();
  const cards = model.reports.map((entry) => {
    const { report, say: own, url, views } = entry;
    // What one can do comes before the table of all that is known.
    const sections = report.sections.filter((section) => section.isLead === true);
    const inOrder = [
      ...sections.filter(({ table }) => table === undefined),
      ...sections.filter(({ table }) => table !== undefined),
    ];
    const leads = inOrder.map((section) => lead(entry, section));
    const way = `${anchor(`${url}#diagram`, own`See the way`)} ${anchor(`${url}#steps`, own`Step by step, with the reason of each`)}`;
    const answer = answerOf(report, own, sentences);
    for (const sentence of report.answer) sentences.add(sentence);
    return [
      '<article class="card">',
      `<p class="kind">${kindOf(report, own)}</p>`,
      `<h2>${anchor(url, breakable(entry.title))}</h2>`,
      answer,
      ...leads,
      views.length === 1 ? `<p class="more">${way}</p>` : '',
      '</article>',
    ].join('');
  });
  const others = documents.filter(({ url }) => !rules.urls.has(url));
  const body = [
    `<header><h1>${text(title)}</h1>${intro === undefined ? '' : `<p class="intro">${text(intro)}</p>`}</header>`,
    cards.length === 0 ? '' : `<div class="cards">${cards.join('\n')}</div>`,
    others.length === 0
      ? ''
      : `<section><h2>${say`Documents`}</h2><ul class="columns">${others.map(({ title: label, url }) => `<li>${anchor(url, text(label))}</li>`).join('')}</ul></section>`,
    model.resources.length === 0
      ? ''
      : `<section id="resources"><h2>${say`Resources`}</h2><ul class="columns">${model.resources.map(({ name, url }) => `<li>${anchor(url, breakable(name))}</li>`).join('')}</ul></section>`,
    rulesSection(rules, say),
    model.functions.length === 0 ? '' : functionsOf(model.functions, say),
  ];
  return {
    url: 'index.html',
    title,
    description: intro ?? model.reports.flatMap(({ report }) => report.answer).join(' '),
    body: body.filter((line) => line !== '').join('\n'),
    className: 'index',
    language: say.language,
  };
}

function rulesSection({ index, byRule }: RulePages, say: Say): Html {
  if (byRule.size === 0) return '';
  const items = [...byRule].map(([rule, url]) => `<li>${anchor(url, text(rule))}</li>`).join('');
  return `<section id="rules"><h2>${anchor(index, say`The rules of check`)}</h2><ul class="columns">${items}</ul></section>`;
}

function functionsOf(functions: readonly FunctionEntry[], say: Say): Html {
  const byPackage = new Map<string, FunctionEntry[]>();
  for (const fn of functions) {
    const list = byPackage.get(fn.record.package);
    if (list === undefined) byPackage.set(fn.record.package, [fn]);
    else list.push(fn);
  }
  const groups = [...byPackage.keys()].sort(compareStrings).map((path) => {
    const list = byPackage.get(path) ?? [];
    const items = list.map((fn) => `<li>${anchor(fn.url, `<code>${text(fn.record.shortName)}</code>`)}</li>`).join('');
    return `<details><summary><code>${text(path)}</code> <span class="count">${plural(say, list.length, 'function')}</span></summary><ul class="columns">${items}</ul></details>`;
  });
  return `<section id="functions"><h2>${say`Functions on the way`}</h2>${groups.join('\n')}</section>`;
}
