// The frame around every page: head, bar with search and theme, footer. Addresses are relative, so that a site works from a
// folder, under any path of a server, and from file://; nothing on a page comes from another host.

import type { Say } from '#language/say.js';
import type { Language } from '#report/report.js';
import { anchor, type Html, text } from './html.js';

export interface SiteFrame {
  /** Of the frame itself. */
  readonly say: Say;
  readonly title: string;
  /** Where the site will be served, for canonical addresses; may be absent. */
  readonly base?: string;
  /** Pages named in the bar: label and path. */
  readonly bar: readonly { readonly label: string; readonly url: string }[];
  readonly generator: string;
}

export interface PageContent {
  readonly url: string;
  readonly title: string;
  readonly body: Html;
  /** What a search engine or a preview shows. */
  readonly description: string;
  readonly hasMermaid?: boolean;
  readonly className?: string;
  /** Absent: English. */
  readonly language?: Language;
}

/** The way from a page to the top of the site: empty or `../`, repeated. */
export function upFrom(url: string): string {
  return '../'.repeat(url.split('/').length - 1);
}

/** Nothing from elsewhere, and no script but the site's own, should a name ever get through what escapes it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'";

/** The page as a file; ends with a line break. */
export function renderPage(frame: SiteFrame, page: PageContent): string {
  const { say } = frame;
  const up = upFrom(page.url);
  const canonical = frame.base === undefined ? [] : [`<link rel="canonical" href="${text(frame.base + page.url)}">`];
  const title = page.title === frame.title ? page.title : `${page.title} · ${frame.title}`;
  const bar = frame.bar.map(({ label, url }) => {
    const current = url === page.url ? ' aria-current="page"' : '';
    return `<a href="${text(up + url)}"${current}>${text(label)}</a>`;
  });
  return `${[
    '<!doctype html>',
    `<html lang="${page.language ?? 'en'}" data-up="${up}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${text(title)}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta name="description" content="${text(page.description.slice(0, 300))}">`,
    `<meta name="generator" content="${text(frame.generator)}">`,
    '<meta name="referrer" content="no-referrer">',
    ...canonical,
    `<link rel="icon" href="${up}assets/icon.svg" type="image/svg+xml">`,
    `<link rel="stylesheet" href="${up}assets/site.css">`,
    `<script src="${up}assets/site.js"></script>`,
    `<script src="${up}assets/search.js" defer></script>`,
    ...(page.hasMermaid === true ? [`<script src="${up}assets/mermaid.js" defer></script>`] : []),
    '</head>',
    `<body${page.className === undefined ? '' : ` class="${page.className}"`}>`,
    `<a class="skip" href="#site-main">${say`Skip to the content`}</a>`,
    '<header class="bar">',
    anchor(`${up}index.html`, text(frame.title), 'home'),
    `<nav aria-label="${say`Site`}">${bar.join('')}</nav>`,
    '<form class="search" role="search" action="#">' +
      `<label for="site-search" class="hidden">${say`Search functions and answers`}</label>` +
      `<input id="site-search" type="search" placeholder="${say`Search (press /)`}" autocomplete="off" spellcheck="false" role="combobox" ` +
      'aria-expanded="false" aria-controls="site-found" aria-autocomplete="list">' +
      `<ul id="site-found" role="listbox" aria-label="${say`Search results`}" data-none="${say`Nothing found`}" hidden></ul></form>`,
    `<button type="button" class="theme" aria-label="${say`Switch between light and dark`}">◐</button>`,
    '</header>',
    '<main id="site-main">',
    page.body,
    '</main>',
    `<footer><p>${say`Made from source alone by ${text(frame.generator)}: nothing was built and nothing was run.`}</p></footer>`,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}
