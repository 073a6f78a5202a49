// Markdown documents as pages. Links between documents lead to their pages, to headings that are there; a link that leads
// nowhere and a picture that is not of the project are reported, not written. Markup in a document is shown as text. Diagrams
// are drawn by Mermaid in the browser.

import { visible } from '#render/text-safety.js';
import { highlightGo } from './highlight-go.js';
import { type Html, text } from './html.js';
import type { LinkedFiles } from './linked-files.js';
import type { Markdown, MarkdownToken } from './markdown.js';
import type { PageContent } from './page.js';

/** A document: its path below the top of the site, with `.md`, and what it says. */
export interface DocumentInput {
  readonly path: string;
  readonly text: string;
}

export interface DocumentEntry {
  readonly input: DocumentInput;
  readonly url: string;
  readonly title: string;
  /** Its first paragraph. */
  readonly summary: string;
  readonly headings: readonly { readonly id: string; readonly title: string; readonly level: number }[];
}

export interface DeadLink {
  readonly path: string;
  readonly target: string;
  /** It is a picture that a page would have to ask another host for. */
  readonly isElsewhere: boolean;
}

type Tokens = readonly MarkdownToken[];

/** What hides or turns text, as in `visible`; joiners and variants stay, since pictures in documents are made with them. */
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function plain(markdown: string): string {
  return markdown
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(hidden, (character) => visible(character));
}

export function readDocument(markdown: Markdown, input: DocumentInput): DocumentEntry {
  const tokens = markdown.parse(plain(input.text));
  const headings = [...headingsOf(tokens)].map(({ id, title, level }) => ({
    id,
    title,
    level,
  }));
  const title =
    headings.find(({ level }) => level === 1)?.title ?? input.path.replace(/^.*\//, '').replace(/\.md$/, '');
  return { input, url: input.path.replace(/\.md$/, '.html'), title, summary: firstParagraph(tokens), headings };
}

/** Headings with the ids that GitHub gives them. */
function* headingsOf(tokens: Tokens): Generator<{ index: number; id: string; title: string; level: number }> {
  // The frame of the page has these.
  const taken = new Map<string, number>(['site-main', 'site-search', 'site-found'].map((id) => [id, 1]));
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue;
    const title = (tokens[index + 1]?.children ?? [])
      .filter((child) => child.type === 'text' || child.type === 'code_inline')
      .map((child) => child.content)
      .join('');
    const base = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const before = taken.get(base) ?? 0;
    taken.set(base, before + 1);
    yield { index, id: before === 0 ? base : `${base}-${before}`, title, level: Number(token.tag.slice(1)) };
  }
}

/** The page; dead links are added to `dead`. `others` are all documents by their path. */
export function documentPage(
  markdown: Markdown,
  document: DocumentEntry,
  others: ReadonlyMap<string, DocumentEntry>,
  linked: LinkedFiles,
  dead: DeadLink[],
): PageContent {
  const tokens = markdown.parse(plain(document.input.text));
  for (const { index, id } of headingsOf(tokens)) tokens[index]?.attrSet('id', id);
  for (const token of tokens) {
    for (const child of token.children ?? []) {
      const name = child.type === 'link_open' ? 'href' : child.type === 'image' ? 'src' : undefined;
      const given = name === undefined ? null : child.attrGet(name);
      if (name === undefined || given === null) continue;
      const target =
        name === 'href' ? targetOf(document, given, others, linked) : pictureOf(document.input.path, given, linked);
      if (target === undefined)
        dead.push({ path: document.input.path, target: given, isElsewhere: name === 'src' && isAddress(given) });
      else child.attrSet(name, target);
    }
  }
  const hasMermaid = tokens.some((token) => token.type === 'fence' && token.info.trim() === 'mermaid');
  const body = `<article class="document">${rendered(markdown, tokens)}</article>`;
  return {
    url: document.url,
    title: document.title,
    description: document.summary,
    body,
    hasMermaid,
    className: 'text',
  };
}

function rendered(markdown: Markdown, tokens: Tokens): Html {
  const parts: Html[] = [];
  let start = 0;
  const flush = (end: number): void => {
    if (end > start) parts.push(markdown.render(tokens.slice(start, end)));
  };
  for (const [i, token] of tokens.entries()) {
    const isFence = token.type === 'fence' || token.type === 'code_block';
    const isTable = token.type === 'table_open' || token.type === 'table_close';
    if (!isFence && !isTable) continue;
    flush(i);
    start = i + 1;
    if (token.type === 'table_open')
      parts.push('<div class="wide" tabindex="0" role="region" aria-label="table"><table>');
    else if (token.type === 'table_close') parts.push('</table></div>');
    else parts.push(codeBlock(token.info.trim().split(/\s/)[0] ?? '', token.content.replace(/\n$/, '')));
  }
  flush(tokens.length);
  return parts.join('');
}

function codeBlock(language: string, code: string): Html {
  if (language === 'mermaid')
    return `<pre class="mermaid">${text(code.replaceAll('\n', '\ue000')).replaceAll('\ue000', '\n')}</pre>`;
  const lines = language === 'go' ? highlightGo(code) : code.split('\n').map((line) => text(line));
  return `<pre class="block" tabindex="0"><code>${lines.join('\n')}</code></pre>`;
}

/** Where a link leads on the site, or undefined if it leads nowhere. */
function targetOf(
  document: DocumentEntry,
  href: string,
  others: ReadonlyMap<string, DocumentEntry>,
  linked: LinkedFiles,
): string | undefined {
  if (/^(https?|mailto):/i.test(href)) return href;
  const [path = '', fragment] = decoded(href).split('#');
  const own = document.input.path;
  const wanted = path === '' ? own : joined(own.slice(0, own.lastIndexOf('/') + 1), path);
  const other = others.get(wanted);
  const up = '../'.repeat(document.url.split('/').length - 1);
  if (other === undefined) {
    const url = linked.urlOf(wanted);
    return url === undefined ? undefined : `${up}${url}${fragment === undefined ? '' : `#${fragment}`}`;
  }
  if (fragment !== undefined && fragment !== '' && !other.headings.some(({ id }) => id === fragment)) return undefined;
  const address = path === '' ? '' : up + other.url;
  return fragment === undefined || fragment === '' ? address : `${address}#${encodeURIComponent(fragment)}`;
}

/** Where a picture lies on the site; undefined where it is not of the project. One that stands in the text itself stays. */
function pictureOf(own: string, src: string, linked: LinkedFiles): string | undefined {
  if (/^data:image\//i.test(src)) return src;
  if (isAddress(src)) return undefined;
  const [path = ''] = decoded(src).split('#');
  const url = linked.pictureUrl(joined(own.slice(0, own.lastIndexOf('/') + 1), path));
  return url === undefined ? undefined : '../'.repeat(own.split('/').length - 1) + url;
}

/** Whether it names a host: `https://…`, or `//…`, which takes the protocol of the page. */
const isAddress = (target: string): boolean => /^([a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(target);

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** `docs/` and `../README.md` as `README.md`. */
function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : folder}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function firstParagraph(tokens: Tokens): string {
  const start = tokens.findIndex((token) => token.type === 'paragraph_open');
  return (tokens[start + 1]?.children ?? []).map((child) => child.content).join('');
}
