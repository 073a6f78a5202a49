// The list of all functions that have a page, by package.

import { compareStrings } from '#base/order.js';
import type { Say } from '#language/say.js';
import { plural } from '#render/words.js';
import { anchor, text } from './html.js';
import { type PageContent, upFrom } from './page.js';
import type { FunctionEntry } from './site-model.js';

export const functionsUrl = 'functions/index.html';

export function functionsPage(functions: readonly FunctionEntry[], say: Say): PageContent {
  const up = upFrom(functionsUrl);
  const byPackage = new Map<string, FunctionEntry[]>();
  for (const fn of functions) {
    const list = byPackage.get(fn.record.package);
    if (list === undefined) byPackage.set(fn.record.package, [fn]);
    else list.push(fn);
  }
  const groups = [...byPackage.keys()].sort(compareStrings).map((path) => {
    const list = byPackage.get(path) ?? [];
    const items = list.map((fn) => `<li>${anchor(up + fn.url, `<code>${text(fn.record.shortName)}</code>`)}</li>`);
    return `<section><h2><code>${text(path)}</code> <span class="count">${plural(say, list.length, 'function')}</span></h2><ul class="columns">${items.join('')}</ul></section>`;
  });
  const title = say`Functions on the way`;
  return {
    url: functionsUrl,
    title,
    description: title,
    body: `<header><h1>${title}</h1></header>${groups.join('\n')}`,
    className: 'index',
    language: say.language,
  };
}
