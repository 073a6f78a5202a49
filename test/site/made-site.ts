// A site to look at in tests: the sample report with source made up for its functions, and a few documents.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import MarkdownIt from 'markdown-it';
import { ruleDocuments } from '#app/rule-documents.js';
import type { Report, SourceExcerpt } from '#report/report.js';
import type { MarkdownToken } from '#site/markdown.js';
import { buildSite, type SiteAssets, type SiteFile, type SiteInput } from '#site/site.js';
import { sampleReport } from '../render/sample-report.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const asset = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const markdown = new MarkdownIt({ html: false });

export const assets: SiteAssets = {
  css: asset('assets/site.css'),
  script: asset('assets/site.js'),
  icon: asset('assets/icon.svg'),
  mermaid: () => readFileSync(createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js'), 'utf8'),
  markdown: () => ({
    parse: (text) => markdown.parse(text, {}) as readonly unknown[] as readonly MarkdownToken[],
    render: (tokens) =>
      markdown.renderer.render([...tokens] as unknown[] as ReturnType<typeof markdown.parse>, markdown.options, {}),
  }),
};

/** The report with every line that it names in a made-up source of its files. */
export function withSource(report: Report): Report {
  const lines = new Map<string, Map<number, string>>();
  const put = (file: string, line: number, code: string): void => {
    const of = lines.get(file) ?? new Map<number, string>();
    lines.set(file, of);
    if (code !== '' || !of.has(line)) of.set(line, code);
  };
  const ends = new Map<number, number>();
  for (const edge of report.edges) {
    put(edge.site.file, edge.site.line, `\t${edge.site.code}`);
    const caller = report.functions.find((fn) => fn.id === edge.caller);
    if (caller?.at?.file === edge.site.file)
      ends.set(caller.id, Math.max(ends.get(caller.id) ?? 0, edge.site.line + 1));
  }
  const functions = report.functions.map((fn) => {
    if (fn.at === undefined) return fn;
    put(fn.at.file, fn.at.line, fn.code ?? '');
    return { ...fn, endLine: Math.max(fn.endLine ?? 0, ends.get(fn.id) ?? 0, fn.at.line + 1) };
  });
  for (const { at, endLine } of functions) if (at !== undefined && endLine !== undefined) put(at.file, endLine, '}');
  const sources = [...lines].map(([file, of]): SourceExcerpt => {
    const numbers = [...of.keys()];
    const first = Math.min(...numbers);
    const last = Math.max(...numbers);
    const text = Array.from({ length: last - first + 1 }, (_, i) => of.get(first + i) ?? '\t// …').join('\n');
    return { file, line: first, text };
  });
  return { ...report, functions, sources };
}

export const documents = [
  {
    path: 'README.md',
    text: '# Read me\n\nSee the [guide](docs/guide.md#first-steps) and <b>this</b>.\n\n| a | b |\n| --- | --- |\n| 1 | `x` |\n',
  },
  {
    path: 'docs/guide.md',
    text: '# Guide\n\n## First steps\n\n```go\nfunc main() { close(done) } // now\n```\n\n```mermaid\nflowchart LR\n  a --> b\n```\n\nBack to [the top](../README.md) or [above](#guide).\n',
  },
];

export const siteInput: SiteInput = {
  title: 'Traces',
  intro: 'Where a connection is closed.',
  reports: [
    { report: withSource(sampleReport) },
    { report: { ...sampleReport, answer: ['It has no source.'] }, title: 'The same without source' },
  ],
  documents,
  ruleDocuments,
  generator: 'loose-ends 0.0.0',
  assets,
};

export function madeSite(more: Partial<SiteInput> = {}): SiteFile[] {
  return buildSite({ ...siteInput, ...more });
}
