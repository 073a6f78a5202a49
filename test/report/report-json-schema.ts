// The report's shape as JSON Schema 2020-12. The published file schema/report.schema.json is this function's result.

import { reportSchemaVersion } from '#report/report.js';
import { type RecordShape, reportShape, type Shape } from '#report/report-shape.js';

/** The schema as plain data. */
export function reportJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(reportShape, `urn:loose-ends:report:${reportSchemaVersion}`, 'Loose Ends report');
}

/** The schema of any shape. */
export function jsonSchemaOf(shape: RecordShape, id: string, title: string): Record<string, unknown> {
  const definitions = new Map<string, Record<string, unknown>>();
  const top = recordSchema(shape, definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title,
    ...top,
    $defs: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function schemaOf(shape: Shape, definitions: Map<string, Record<string, unknown>>): Record<string, unknown> {
  switch (shape.kind) {
    case 'string':
    case 'integer':
    case 'boolean':
      return { type: shape.kind };
    case 'constant':
      return shape.values.length === 1 ? { const: shape.values[0] } : { enum: shape.values };
    case 'list':
      return { type: 'array', items: schemaOf(shape.of, definitions) };
    case 'strings':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'either':
      return { anyOf: shape.of.map((one) => schemaOf(one, definitions)) };
    case 'record': {
      if (shape.name === '') return recordSchema(shape, definitions);
      if (!definitions.has(shape.name)) definitions.set(shape.name, recordSchema(shape, definitions));
      return { $ref: `#/$defs/${shape.name}` };
    }
  }
}

function recordSchema(shape: RecordShape, definitions: Map<string, Record<string, unknown>>): Record<string, unknown> {
  return {
    description: shape.about,
    type: 'object',
    properties: Object.fromEntries(shape.fields.map((field) => [field.key, schemaOf(field.shape, definitions)])),
    required: shape.fields.filter((field) => !field.isOptional).map((field) => field.key),
    additionalProperties: false,
  };
}
