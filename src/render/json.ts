// The report itself, as JSON: keys in the schema's order whatever order they were made in, two spaces, a line break.

import type { Report } from '#report/report.js';
import { reportShape, type Shape } from '#report/report-shape.js';

/** JSON that validates against `schema/report.schema.json`. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(inOrder(reportShape, report), undefined, 2)}\n`;
}

/** A copy whose keys stand in the shape's order; free keys in code-unit order. */
export function inOrder(shape: Shape, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = new Map<string, unknown>(Object.entries(value));
  switch (shape.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => inOrder(shape.of, item)) : value;
    case 'strings':
      return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    case 'either': {
      const record = shape.of.find(
        (one) => one.kind === 'record' && one.fields.every((field) => entries.has(field.key)),
      );
      return record === undefined ? value : inOrder(record, value);
    }
    case 'record': {
      const ordered: [string, unknown][] = [];
      for (const { key, shape: of } of shape.fields) {
        const item = entries.get(key);
        if (item !== undefined) ordered.push([key, inOrder(of, item)]);
      }
      return Object.fromEntries(ordered);
    }
    case 'string':
    case 'integer':
    case 'boolean':
    case 'constant':
      return value;
  }
}
