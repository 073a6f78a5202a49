// `site`: reads what the site is made of, has it made, and writes it. A folder that holds anything else is not touched.

import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ruleDocuments } from '#app/rule-documents.js';
import { UsageError } from '#base/errors.js';
import { sayIn } from '#language/say.js';
import { plural } from '#render/words.js';
import type { Report } from '#report/report.js';
import type { Markdown, MarkdownToken } from '#site/markdown.js';
import { buildSite, type SiteAssets, type SiteFile } from '#site/site.js';
import type { ReportInput } from '#site/site-model.js';
import { type Arguments, isSet, valueOf } from './arguments.js';
import { codeOf, message } from './output.js';
import { projectFileName, type Question, readProjectFile, siteAddress } from './project-file.js';
import { readReport } from './saved-report.js';

/** Answers a question as the command line would. */
export type Ask = (question: Question) => Promise<Report>;

export async function runSite(args: Arguments, dir: string, version: string, ask: Ask): Promise<void> {
  const named = valueOf(args, 'output');
  if (named === undefined || named === '-')
    throw new UsageError('The command site needs a folder to write to: loose-ends site -o DIR [REPORT...]');
  const folder = resolve(dir, named);
  const old = filesOfLastTime(folder, named);
  const project = args.operands.length === 0 ? readProjectFile(dir) : undefined;
  if (args.operands.length === 0 && project === undefined)
    throw new UsageError(
      `The command site needs reports, or a ${projectFileName} in this folder that lists questions.`,
    );
  const base = siteAddress(valueOf(args, 'base') ?? project?.base);
  const make = (made: readonly ReportInput[]): SiteFile[] =>
    buildSite({
      title: valueOf(args, 'title') ?? project?.title ?? 'Loose Ends',
      ...(project?.intro === undefined ? {} : { intro: project.intro }),
      ...(base === undefined ? {} : { base }),
      reports: made,
      documents,
      ruleDocuments,
      files: {
        text: (path) => linkedText(dir, path),
        picture: (path) => linkedPicture(dir, path),
      },
      generator: `loose-ends ${version}`,
      assets,
    });
  const assets = readAssets();
  const documents = (project?.documents ?? []).map((path) => ({ path, text: readDocument(dir, path) }));
  // A link that leads nowhere must not cost the answers.
  make([]);
  const reports: ReportInput[] = [...args.operands, ...(project?.reports ?? [])].map((name) => ({
    report: readReport(name, dir),
  }));
  for (const question of project?.questions ?? []) {
    const report = await ask(question);
    reports.push({ report, ...(question.title === undefined ? {} : { title: question.title }) });
  }
  const files = make(reports);
  writeSite(folder, files, old);
  if (isSet(args, 'quiet')) return;
  const say = sayIn('en');
  process.stdout.write(
    `${join(named, 'index.html')}: ${plural(say, reports.length, 'report')}, ${plural(say, files.length, 'file')}\n`,
  );
}

function readDocument(dir: string, path: string): string {
  try {
    return readFileSync(join(dir, path), 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${message(error)}.`);
  }
}

/** Larger files are no reading. */
const maxLinkedText = 300_000;
/** A page with a larger picture would be long in coming. */
const maxLinkedPicture = 4_000_000;

function linkedText(dir: string, path: string): string | undefined {
  const text = linkedFile(dir, path, maxLinkedText)?.toString('utf8');
  return text?.includes('\0') === true ? undefined : text;
}

function linkedPicture(dir: string, path: string): Uint8Array | undefined {
  return /\.(png|jpe?g|gif|webp|avif|svg)$/i.test(path) ? linkedFile(dir, path, maxLinkedPicture) : undefined;
}

/** A file below the folder; undefined for anything else, so that the link is reported. */
function linkedFile(dir: string, path: string, maxSize: number): Buffer | undefined {
  if (path === '' || path.split('/').some((part) => part === '..' || part.startsWith('.'))) return undefined;
  try {
    const file = realpathSync(join(dir, path));
    const stats = statSync(file);
    if (!file.startsWith(realpathSync(dir) + sep) || !stats.isFile() || stats.size > maxSize) return undefined;
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** What lies beside the command: our own files, and the libraries that the build brought. */
function readAssets(): SiteAssets {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const asset = (path: string): string => readFileSync(join(root, path), 'utf8');
  return {
    css: asset('assets/site.css'),
    script: asset('assets/site.js'),
    icon: asset('assets/icon.svg'),
    mermaid: () => asset('dist/vendor/mermaid.min.js'),
    markdown: () => openMarkdown(join(root, 'dist/vendor/markdown-it.cjs')),
  };
}

/** The part of markdown-it that is used, as its documentation has it. */
interface MarkdownIt {
  parse(text: string, env: object): MarkdownToken[];
  readonly options: object;
  readonly renderer: { render(tokens: readonly MarkdownToken[], options: object, env: object): string };
}

function openMarkdown(path: string): Markdown {
  const create = createRequire(import.meta.url)(path) as (options: object) => MarkdownIt;
  const markdown = create({ html: false, linkify: false });
  return {
    parse: (text) => markdown.parse(text, {}),
    render: (tokens) => markdown.renderer.render(tokens, markdown.options, {}),
  };
}

/** Lists what was written, so that the next run can take away what is no longer part of the site. */
const manifestName = '.loose-ends-site';

/** Files that an earlier run wrote into the folder. Throws a `UsageError` if there are others. */
function filesOfLastTime(folder: string, named: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new UsageError(
      `${named} cannot be used: ${codeOf(error) === 'ENOTDIR' ? 'it is a file; name a folder' : message(error)}.`,
    );
  }
  if (names.length === 0) return [];
  if (!names.includes(manifestName))
    throw new UsageError(
      `The folder ${named} holds files that are not of a site of loose-ends; name an empty folder, or a new one.`,
    );
  return readFileSync(join(folder, manifestName), 'utf8')
    .split('\n')
    .filter((path) => /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..'));
}

function writeSite(folder: string, files: readonly SiteFile[], old: readonly string[]): void {
  try {
    const kept = new Set(files.map(({ path }) => path));
    for (const path of old) if (!kept.has(path)) rmSync(join(folder, path), { force: true });
    const folders = new Set(files.map(({ path }) => dirname(join(folder, path))));
    for (const one of folders) mkdirSync(one, { recursive: true });
    for (const { path, text, encoding } of files) writeFileSync(join(folder, path), text, encoding ?? 'utf8');
    writeFileSync(join(folder, manifestName), `${files.map(({ path }) => path).join('\n')}\n`);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new UsageError(`${folder} cannot be written: ${message(error)}.`);
  }
}
