// The pages of the rules of `check` on a site: documents, of which each stands for a rule, and links to them from what a
// report states.

import type { Fact } from '#report/report.js';
import type { DocumentEntry, DocumentInput } from './document-page.js';
import { anchor, type Html, text } from './html.js';

/** A document about a rule; the index of them has no rule. */
export interface RuleDocument extends DocumentInput {
  readonly rule?: string;
}

/** Where the rules are, from the top of the site. */
export interface RulePages {
  /** The page that lists them. */
  readonly index: string | undefined;
  /** By the name of the rule, in their order. */
  readonly byRule: ReadonlyMap<string, string>;
  readonly urls: ReadonlySet<string>;
}

/** The documents with those about rules, where they are not among them already, in whatever folder. */
export function withRules(documents: readonly DocumentInput[], rules: readonly RuleDocument[]): DocumentInput[] {
  const missing = rules.filter(({ path }) => !documents.some((one) => isAt(one.path, path)));
  return [...documents, ...missing];
}

/** Which of the documents are about rules. */
export function rulePagesOf(documents: readonly DocumentEntry[], rules: readonly RuleDocument[]): RulePages {
  const urls = new Set<string>();
  const byRule = new Map<string, string>();
  let index: string | undefined;
  for (const { rule, path } of rules) {
    const url = documents.find(({ input }) => isAt(input.path, path))?.url;
    if (url === undefined) continue;
    urls.add(url);
    if (rule === undefined) index = url;
    else byRule.set(rule, url);
  }
  return { index, byRule, urls };
}

function isAt(path: string, wanted: string): boolean {
  return path === wanted || path.endsWith(`/${wanted}`);
}

/** What rule a statement is of, or what verdict, as a link to what that means; `up` leads to the top of the site. */
export function verdictLink({ rule, verdict }: Fact, rules: RulePages, up: string): Html {
  const label = rule ?? verdict;
  if (label === undefined) return '';
  const page = rule === undefined ? rules.index : rules.byRule.get(rule);
  return ` ${anchor(page === undefined ? undefined : up + page, text(label), 'verdict')}`;
}
