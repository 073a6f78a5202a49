// The findings themselves, by schema/findings.schema.json, with their keys in its order.

import type { FindingsReport } from '#report/findings.js';
import { findingsShape } from '#report/findings-shape.js';
import { inOrder } from './json.js';

export function renderFindingsJson(report: FindingsReport): string {
  return `${JSON.stringify(inOrder(findingsShape, report), undefined, 2)}\n`;
}
