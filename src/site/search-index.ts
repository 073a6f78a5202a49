// What the search of a site looks through, as a script that a page from file:// can load: title, kind, address, more words.

import type { Say } from '#language/say.js';
import { visible } from '#render/text-safety.js';
import type { DocumentEntry } from './document-page.js';
import { kindName } from './kinds.js';
import type { RulePages } from './rules.js';
import type { SiteModel } from './site-model.js';

type Entry = readonly [title: string, kind: string, url: string, words: string];

export function searchScript(
  model: SiteModel,
  documents: readonly DocumentEntry[],
  rules: RulePages,
  say: Say,
): string {
  // The headings of all of them are the same.
  const isRule = (url: string): boolean => url !== rules.index && rules.urls.has(url);
  const entries: Entry[] = [
    ...model.reports.map(
      ({ title, url, report, say: own }): Entry => [title, kindName(report, own), url, report.answer.join(' ')],
    ),
    ...model.resources.map(({ name, url, say: own }): Entry => [name, own`resource`, url, '']),
    ...model.functions.map(
      ({ record, url }): Entry => [record.shortName, say`function`, url, `${record.name} ${record.at?.file ?? ''}`],
    ),
    ...documents.flatMap(({ title, url, headings, summary }): Entry[] => [
      [title, rules.urls.has(url) ? say`rule` : say`document`, url, summary],
      ...headings
        .filter(({ level }) => level > 1 && !isRule(url))
        .map((one): Entry => [one.title, title, `${url}#${encodeURIComponent(one.id)}`, '']),
    ]),
  ];
  const lines = entries.map(([title, kind, url, words]) =>
    JSON.stringify([visible(title).slice(0, 200), visible(kind).slice(0, 100), url, visible(words).slice(0, 600)]),
  );
  // No text can end the script element or comment it stands in.
  return `globalThis.looseEndsSearch = [\n${lines.join(',\n').replaceAll('<', '\\u003c')}\n];\n`;
}
