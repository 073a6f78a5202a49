// The pages of the rules of `check`, for whoever makes a site and knows no analysis.

import { type RulePage, rulePages } from '#explain/rule-pages.js';
import { sayIn } from '#language/say.js';
import type { Language } from '#report/report.js';

/** The index first. */
export function ruleDocuments(language: Language | undefined): RulePage[] {
  return rulePages(sayIn(language));
}
