// The findings themselves, by schema/findings.schema.json.

import type { FindingsReport } from '#report/findings.js';

export function renderFindingsJson(report: FindingsReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
