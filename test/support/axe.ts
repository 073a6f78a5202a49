// What axe-core finds on a page that is serious for those who read with their ears, with the keyboard or with little contrast.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface AxeProblem {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
}

/** Serious and critical violations, with the first places of each. What is folded is opened first. */
export async function seriousProblems(page: Page): Promise<AxeProblem[]> {
  await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
  await page.evaluate(source);
  const found =
    (await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .map(({ id, impact, nodes }) => ({ id, impact, where: nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)) })))`)) as AxeProblem[];
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}
