// Findings as compilers print errors: rule and message, the line, the path, what to do.

import { type Say, sayIn } from '#language/say.js';
import type { Finding, FindingsReport } from '#report/findings.js';
import { visible } from './text-safety.js';

export interface FindingTextOptions {
  readonly color: boolean;
}

const codes = { error: '31', warning: '33', note: '36' } as const;

export function renderFindingsText(report: FindingsReport, { color }: FindingTextOptions): string {
  const paint = (code: string, text: string): string => (color ? `\x1b[${code}m${text}\x1b[0m` : text);
  const say = sayIn(report.language);
  const parts = report.findings.map((finding) => textOf(finding, paint, say));
  const diagnostics = notesOf(report, say);
  return [...parts, ...diagnostics, summaryOf(report, say)].join('\n');
}

/** What went wrong on the way. Packages that are not here are only counted: they can be many, and doctor lists them. */
function notesOf({ diagnostics }: FindingsReport, say: Say): string[] {
  const missing = diagnostics.filter(({ code }) => code === 'package-missing');
  const notes = diagnostics
    .filter(({ code }) => code !== 'package-missing')
    .map(
      ({ message, at }) =>
        `${say`note`}: ${at === undefined ? '' : `${visible(at.file)}:${at.line}: `}${visible(message)}\n`,
    );
  const [first] = missing;
  if (first !== undefined)
    notes.push(
      missing.length === 1
        ? `${say`note`}: ${visible(first.message)}\n`
        : `${say`note`}: ${say`${missing.length} imported packages are not here; what is done by calling them is not known. The first: ${visible(first.message)}`}\n`,
    );
  return notes;
}

function textOf(finding: Finding, paint: (code: string, text: string) => string, say: Say): string {
  const { at, path, remedy } = finding;
  const lines: string[] = [];
  const label = `${finding.level}[${finding.rule}]`;
  lines.push(`${paint(`1;${codes[finding.level]}`, label)}: ${visible(finding.message)}`);
  const width = Math.max(...[at, remedy.at, ...path.map((step) => step.at)].map(({ line }) => `${line}`.length));
  const pad = ' '.repeat(width);
  const code = (line: number, text: string): string =>
    `${paint('34', `${`${line}`.padStart(width)} |`)} ${visible(text)}`;
  const here = `${visible(at.file)}:${at.line}:${at.column}`;
  lines.push(`${pad}${paint('34', '-->')} ${say`${here} in ${visible(finding.function)}`}`);
  lines.push(code(at.line, at.code));
  let file = at.file;
  for (const step of path) {
    if (step.at.line === at.line && step.at.file === at.file) continue;
    if (step.at.file !== file) {
      lines.push(`${pad}${paint('34', ':::')} ${visible(step.at.file)}`);
      file = step.at.file;
    }
    lines.push(
      code(step.at.line, step.at.code),
      `${pad}${paint('34', ' |')} ${paint(codes[finding.level], `^ ${visible(step.text)}`)}`,
    );
  }
  const place =
    remedy.at.file === at.file ? say`line ${remedy.at.line}` : `${visible(remedy.at.file)}:${remedy.at.line}`;
  lines.push(`${pad}${paint('34', ' =')} ${paint('1', say`help`)}${say`: `}${place}${say`: `}${visible(remedy.text)}`);
  if (finding.assumption !== '')
    lines.push(`${pad}${paint('34', ' =')} ${paint('1', say`assumed`)}${say`: `}${visible(finding.assumption)}`);
  for (const other of finding.also ?? []) {
    const there = other.at.file === at.file ? say`line ${other.at.line}` : `${visible(other.at.file)}:${other.at.line}`;
    lines.push(
      `${pad}${paint('34', ' =')} ${paint('1', say`also`)}${say`: `}${there}${say`: `}${visible(other.message)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function summaryOf({ findings, packages, hidden }: FindingsReport, say: Say): string {
  const quiet = [
    hidden.suppressed > 0 ? say`${hidden.suppressed} hidden by comments` : '',
    hidden.baseline > 0 ? say`${hidden.baseline} in the baseline` : '',
  ].filter((text) => text !== '');
  const more = quiet.length === 0 ? '' : say` (${quiet.join(say`, `)})`;
  const where = say.count(packages.length, 'package');
  return findings.length === 0
    ? `${say`No findings in ${where}${more}.`}\n`
    : `${say`${say.count(findings.length, 'finding')} in ${where}${more}.`}\n`;
}
