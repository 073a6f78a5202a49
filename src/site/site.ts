// A static site of reports and documents: files that work from any folder or server, with nothing from elsewhere. Reports in,
// files out; whoever calls writes them. The same input gives the same bytes.

import { UsageError } from '#base/errors.js';
import { sayIn } from '#language/say.js';
import { renderMarkdown } from '#render/markdown.js';
import { defaultRenderOptions } from '#render/options.js';
import { renderSvg, svgStyle } from '#render/svg.js';
import type { Language } from '#report/report.js';
import { type DeadLink, type DocumentInput, documentPage, readDocument } from './document-page.js';
import { functionPage } from './function-page.js';
import { functionsPage, functionsUrl } from './functions-page.js';
import { text } from './html.js';
import { indexPage } from './index-page.js';
import { LinkedFiles, type ProjectFiles } from './linked-files.js';
import type { Markdown } from './markdown.js';
import { type PageContent, renderPage, type SiteFrame } from './page.js';
import { reportPage } from './report-page.js';
import { resourcePage } from './resource-page.js';
import { type RuleDocument, rulePagesOf, withRules } from './rules.js';
import { searchScript } from './search-index.js';
import { buildModel, type ReportInput } from './site-model.js';

export interface SiteInput {
  readonly title: string;
  /** A sentence or two under the title. */
  readonly intro?: string;
  /** Address at which the site will be served; ends with a slash. */
  readonly base?: string;
  readonly reports: readonly ReportInput[];
  readonly documents: readonly DocumentInput[];
  /** The rules of `check` in a language: an index, and a page for each, which documents may have already. */
  ruleDocuments(language: Language): readonly RuleDocument[];
  /** What documents may link to and show; absent: nothing but documents. */
  readonly files?: ProjectFiles;
  /** Name and version of the program. */
  readonly generator: string;
  readonly assets: SiteAssets;
}

/** What pages load, and what reads Markdown: brought by whoever can read files. */
export interface SiteAssets {
  readonly css: string;
  readonly script: string;
  readonly icon: string;
  /** Text of Mermaid's script; asked for when a page has a diagram in Mermaid. */
  mermaid(): string;
  /** Reads the documents. */
  markdown(): Markdown;
}

export interface SiteFile {
  readonly path: string;
  readonly text: string;
  /** How bytes stand in the text; absent: it is text. */
  readonly encoding?: 'base64';
}

/** All files, by path. Throws a `UsageError` if a link of a document leads nowhere. */
export function buildSite(input: SiteInput): SiteFile[] {
  const model = buildModel(input.reports);
  // What belongs to no report is said in the language of all of them.
  const languages = new Set(model.reports.map(({ say }) => say.language));
  const [only] = languages;
  const say = sayIn(languages.size === 1 ? only : 'en');
  const files: SiteFile[] = [];
  const pages: PageContent[] = [];
  const markdown = input.assets.markdown();
  const ruleDocuments = input.ruleDocuments(say.language);
  const documents = withRules(input.documents, ruleDocuments).map((one) => readDocument(markdown, one));
  const rules = rulePagesOf(documents, ruleDocuments);
  for (const entry of model.reports) {
    const name = entry.url.replace(/\.html$/, '');
    files.push(
      { path: `${name}.md`, text: renderMarkdown(entry.report, defaultRenderOptions) },
      { path: `${name}.svg`, text: renderSvg(entry.report) },
    );
    pages.push(
      reportPage(
        entry,
        [
          { label: 'Markdown', url: `${name}.md` },
          { label: 'SVG', url: `${name}.svg` },
        ],
        rules,
      ),
    );
  }
  for (const resource of model.resources) pages.push(resourcePage(resource, rules));
  for (const fn of model.functions) pages.push(functionPage(fn));
  if (model.functions.length > 0) pages.push(functionsPage(model.functions, say));
  const byPath = new Map(documents.map((document) => [document.input.path, document]));
  const dead: DeadLink[] = [];
  const linked = new LinkedFiles(input.files ?? { text: () => undefined, picture: () => undefined });
  for (const document of documents) {
    const page = documentPage(markdown, document, byPath, linked, dead);
    // The documents of a project are in a language of their own; those of the rules are in that of the reports.
    pages.push(input.documents.includes(document.input) ? page : { ...page, language: say.language });
  }
  pages.push(...linked.pages());
  for (const { path, bytes } of linked.pictures())
    files.push({ path, text: Buffer.from(bytes).toString('base64'), encoding: 'base64' });
  refuse(dead);
  pages.push(indexPage(input.title, input.intro, model, documents, rules, say));
  const frame: SiteFrame = {
    say,
    title: input.title,
    generator: input.generator,
    ...(input.base === undefined ? {} : { base: input.base }),
    bar: [
      { label: say`Answers`, url: 'index.html' },
      ...(model.functions.length === 0 ? [] : [{ label: say`Functions`, url: functionsUrl }]),
      ...(rules.index === undefined ? [] : [{ label: say`Rules`, url: rules.index }]),
      ...documents
        .filter(({ url }) => /(^|\/)(guide|reference)\.html$/.test(url))
        .map(({ title, url }) => ({ label: title, url })),
    ],
  };
  for (const page of pages) files.push({ path: page.url, text: renderPage(frame, page) });
  files.push(
    { path: 'assets/site.css', text: `${input.assets.css}\n${svgStyle}\n` },
    { path: 'assets/site.js', text: input.assets.script },
    { path: 'assets/icon.svg', text: input.assets.icon },
    { path: 'assets/search.js', text: searchScript(model, documents, rules, say) },
  );
  if (pages.some((page) => page.hasMermaid === true))
    files.push({ path: 'assets/mermaid.js', text: input.assets.mermaid() });
  if (input.base !== undefined) files.push({ path: 'sitemap.xml', text: sitemap(input.base, pages) });
  return checked(files);
}

/** Pages ask no other host for anything, so a picture that lies on one is refused like what is not there. */
function refuse(dead: readonly DeadLink[]): void {
  if (dead.length === 0) return;
  const elsewhere = dead.filter(({ isElsewhere }) => isElsewhere).length;
  const nowhere = dead.length - elsewhere;
  const parts = [
    ...(nowhere === 0 ? [] : [nowhere === 1 ? 'a link leads nowhere' : `${nowhere} links lead nowhere`]),
    ...(elsewhere === 0
      ? []
      : [elsewhere === 1 ? 'a picture lies on another host' : `${elsewhere} pictures lie on other hosts`]),
  ];
  const said = parts.join(', and ');
  throw new UsageError(
    `${said.charAt(0).toUpperCase()}${said.slice(1)}:`,
    dead.map(({ path, target }) => `${path}: ${target}`),
  );
}

/** Two files of one name would overwrite one another, also where case does not count. */
function checked(files: readonly SiteFile[]): SiteFile[] {
  const seen = new Set<string>();
  for (const { path } of files) {
    const key = path.toLowerCase();
    if (seen.has(key)) throw new UsageError(`Two pages of the site would be written to ${path}; rename a document.`);
    seen.add(key);
  }
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function sitemap(base: string, pages: readonly PageContent[]): string {
  const urls = pages.map(({ url }) => `<url><loc>${text(base + url)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
}
