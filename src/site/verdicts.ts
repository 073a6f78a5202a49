// The box at the top of the first page: each question with what its answer begins with. Questions that come to the same stand
// in one box, which says once what they share.

import type { Say } from '#language/say.js';
import type { Report } from '#report/report.js';
import { anchor, breakable, type Html } from './html.js';
import type { ReportEntry, SiteModel } from './site-model.js';

export interface Verdicts {
  readonly html: Html;
  /** Sentences of answers that stand there, and need not be said again. */
  readonly told: ReadonlySet<string>;
}

export function verdictsOf({ reports }: SiteModel): Verdicts {
  const told = new Set<string>();
  const groups = new Map<string, ReportEntry[]>();
  for (const [i, entry] of reports.entries()) {
    const key = endOf(entry) ?? `${i}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const boxes = [...groups.values()].map((entries) => box(entries, told));
  return { html: boxes.length === 0 ? '' : `<ul class="verdicts">${boxes.join('\n')}</ul>`, told };
}

/** The last clause of what an answer begins with; undefined where that is one clause. */
function endOf({ report, say }: ReportEntry): string | undefined {
  const clauses = firstOf(report, say).split(say`; `);
  return clauses.length > 1 ? clauses.at(-1) : undefined;
}

function firstOf({ answer }: Report, say: Say): string {
  return answer[0] ?? say`No answer.`;
}

function box(entries: readonly ReportEntry[], told: Set<string>): Html {
  const [one] = entries;
  for (const { report, say } of entries) told.add(firstOf(report, say));
  const end = one === undefined || entries.length < 2 ? undefined : endOf(one);
  const own = entries.map(({ report, say, url, title }) => {
    const first = firstOf(report, say);
    const text = end === undefined ? first : say`${first.slice(0, -end.length - say`; `.length)}.`;
    return `<p class="asked">${anchor(url, breakable(title))}${pathVerdict(report, say)}</p><p>${breakable(text)}</p>`;
  });
  if (end === undefined || one === undefined) return `<li>${own.join('')}</li>`;
  const shared = one.report.answer
    .slice(1)
    .filter((text) => entries.every(({ report }) => report.answer.includes(text)));
  for (const text of shared) told.add(text);
  const common = [/^the /.test(end) ? end.charAt(0).toUpperCase() + end.slice(1) : end, ...shared].map(
    (text) => `<p class="shared">${breakable(text)}</p>`,
  );
  return `<li>${own.join('')}${common.join('')}</li>`;
}

/** Of a question for a way, whether there is one. */
function pathVerdict({ path }: Report, say: Say): Html {
  if (path === undefined) return '';
  return ` <span class="verdict ${path.found ? 'found' : 'none'}">${path.found ? say`there is a way` : say`no way found`}</span>`;
}
