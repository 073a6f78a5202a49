// The first page: each question with its verdict, what one can do and the whole answers, what was read, the documents.

import { compareStrings } from '#base/order.js';
import type { Say } from '#language/say.js';
import { plural } from '#render/words.js';
import type { Section } from '#report/report.js';
import { anchor, breakable, type Html, text } from './html.js';
import type { PageContent } from './page.js';
import { sectionOf, sizeOf } from './report-page.js';
import type { RulePages } from './rules.js';
import type { ReportEntry, SiteModel } from './site-model.js';
import { verdictsOf } from './verdicts.js';

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
  const leads = (entry: ReportEntry, sections: readonly Section[]): Html => {
    const again = new Map<ReportEntry, string[]>();
    const own = sections.map((section) => {
      const before = said.get(JSON.stringify(section));
      if (before !== undefined) {
        again.set(before, [...(again.get(before) ?? []), section.title]);
        return '';
      }
      said.set(JSON.stringify(section), entry);
      return `<h3>${text(section.title)}</h3>${sectionOf({ entry, up: '' }, section)}`;
    });
    const links = [...again].map(([before, titles]) => {
      const quoted = entry.say.list(titles.map((one) => entry.say`“${text(one)}”`));
      return `<p class="more">${entry.say`${quoted}: as at ${anchor(before.url, breakable(before.title))}`}</p>`;
    });
    return own.join('') + links.join('');
  };
  const verdicts = verdictsOf(model);
  const sentences = new Set(verdicts.told);
  const cards = model.reports.map((entry) => {
    const { report, say: own, url, views } = entry;
    // What one can do comes before the table of all that is known.
    const sections = report.sections.filter((section) => section.isLead === true);
    const inOrder = [
      ...sections.filter(({ table }) => table === undefined),
      ...sections.filter(({ table }) => table !== undefined),
    ];
    const lead = leads(entry, inOrder);
    const size = sizeOf(report, own);
    const steps = own`Step by step, with the reason of each`;
    const way = `${anchor(`${url}#diagram`, own`See the way`)} ${anchor(`${url}#steps`, steps)}${size === '' ? '' : own` (${size})`}`;
    // What stands above, and what another answer has said is not said again.
    const rest = report.answer.filter((sentence) => !sentences.has(sentence));
    for (const sentence of rest) sentences.add(sentence);
    const answer = rest.map((one) => `<p>${breakable(one)}</p>`).join('');
    // The line above leads there.
    if (answer === '' && lead === '') return '';
    return [
      '<article class="card">',
      model.reports.length === 1 ? '' : `<h2>${anchor(url, breakable(entry.title))}</h2>`,
      answer === '' ? '' : `<div class="more-answer">${answer}</div>`,
      lead,
      views.length === 1 ? `<p class="more">${way}</p>` : '',
      '</article>',
    ].join('');
  });
  const others = documents.filter(({ url }) => !rules.urls.has(url));
  const body = [
    `<header><h1>${text(title)}</h1>${intro === undefined ? '' : `<p class="intro">${text(intro)}</p>`}</header>`,
    verdicts.html,
    cards.length === 0 ? '' : `<div class="cards">${cards.filter((card) => card !== '').join('\n')}</div>`,
    basis(model, say),
    others.length === 0
      ? ''
      : `<section><h2>${say`Documents`}</h2><ul class="columns">${others.map(({ title: label, url }) => `<li>${anchor(url, text(label))}</li>`).join('')}</ul></section>`,
    model.resources.length === 0
      ? ''
      : `<section id="resources"><h2>${say`Resources`}</h2><ul class="columns">${model.resources.map(({ name, url }) => `<li>${anchor(url, breakable(name))}</li>`).join('')}</ul></section>`,
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

/** Modules that are named; more are counted. */
const moduleLimit = 6;

/** What was read, in which versions: once for reports of the same. That nothing was run stands at the foot of each page. */
function basis({ reports }: SiteModel, say: Say): Html {
  const code = (value: string): Html => `<code>${text(value)}</code>`;
  const byBuild = new Map<string, Set<string>>();
  for (const { report } of reports) {
    const { modules, goVersion, goos, goarch } = report.build;
    const asked = modules.flatMap(({ path, main }) => (main === true ? [say`${code(path)} (asked about)`] : []));
    const build = JSON.stringify([asked, goVersion, `${goos}/${goarch}`]);
    const read = byBuild.get(build) ?? new Set();
    byBuild.set(build, read);
    for (const { path, version, main } of modules)
      if (main !== true) read.add(code(version === undefined ? path : `${path}@${version}`));
  }
  const lines = [...byBuild].map(([build, read]) => {
    const [asked, goVersion, platform] = JSON.parse(build) as [string[], string, string];
    const shown = [...read].sort(compareStrings).slice(0, moduleLimit);
    const names = [
      ...asked,
      ...shown,
      ...(read.size > shown.length ? [plural(say, read.size - shown.length, 'more', 'more')] : []),
      say`the standard library of ${code(goVersion)}`,
    ];
    return say`Read: ${names.join(say`, `)}, for ${code(platform)}.`;
  });
  if (lines.length === 0) return '';
  const all = lines.map((line) => `<p>${line}</p>`).join('');
  return `<div class="basis">${all}</div>`;
}
