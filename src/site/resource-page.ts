// The page of a resource: who acquires, holds and releases it, as each report that goes into it says.

import { anchor, breakable, type Html, text } from './html.js';
import { type PageContent, upFrom } from './page.js';
import { factItem, sectionOf } from './report-page.js';
import type { RulePages } from './rules.js';
import type { ReportEntry, ResourceEntry } from './site-model.js';

export function resourcePage({ name, say, url, uses }: ResourceEntry, rules: RulePages): PageContent {
  const up = upFrom(url);
  const said = new Map<string, Html>();
  const parts = uses.map(({ entry, sections }) => {
    const title = anchor(up + entry.url, breakable(entry.title));
    const heading = `<h2>${uses.length > 1 ? say`In “${title}”` : say`In ${title}`}</h2>`;
    // Several questions about one program say the same of it.
    const key = JSON.stringify(sections);
    const before = said.get(key);
    if (before !== undefined)
      return `<section class="use">${heading}<p>${say`The same as in “${before}”.`}</p></section>`;
    said.set(key, title);
    const stated = statedOf(entry, name, rules, up);
    const bodies = sections.map((section) => {
      const label = section.title.endsWith(name)
        ? section.title.slice(0, -name.length).replace(/[:：]\s*$/, '')
        : section.title;
      return `<h3>${text(label)}</h3>${sectionOf({ entry, up }, section)}`;
    });
    return `<section class="use">${heading}${stated}${bodies.join('')}</section>`;
  });
  return {
    url,
    title: name,
    description: say`${name}: where it is acquired, what holds it, and what can release it.`,
    body: [
      '<article>',
      `<header><p class="kind">${say`resource`}</p><h1>${breakable(name)}</h1></header>`,
      ...parts,
      '</article>',
    ].join('\n'),
    className: 'report',
    language: say.language,
  };
}

/** What the report states of the resource with a verdict, each with what it means. */
function statedOf(entry: ReportEntry, name: string, rules: RulePages, up: string): Html {
  const { say, report } = entry;
  const facts = (report.facts ?? []).filter(({ verdict, resource }) => verdict !== undefined && resource === name);
  if (facts.length === 0) return '';
  const items = facts.map((fact) => factItem({ entry, up }, fact, rules));
  return `<h3>${say`Verdict`}</h3><ul class="statements">${items.join('')}</ul>`;
}
