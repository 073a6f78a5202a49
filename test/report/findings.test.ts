import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { UsageError } from '#base/errors.js';
import { renderFindingsJson } from '#render/findings-json.js';
import { formatBaseline, readBaseline } from '#report/baseline.js';
import { findingsSchemaVersion } from '#report/findings.js';
import { findingsShape } from '#report/findings-shape.js';
import { sampleFindings } from '../render/sample-findings.js';
import { jsonSchemaOf } from './report-json-schema.js';

const schemaFile = fileURLToPath(new URL('../../../schema/findings.schema.json', import.meta.url));

test('the published schema of findings is their shape', () => {
  const id = `urn:loose-ends:findings:${findingsSchemaVersion}`;
  const text = JSON.stringify(jsonSchemaOf(findingsShape, id, 'Loose Ends findings'), undefined, 2);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(schemaFile, `${text}\n`);
  assert.equal(JSON.stringify(JSON.parse(readFileSync(schemaFile, 'utf8')), undefined, 2), text);
});

test('findings as JSON validate', () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  const written: unknown = JSON.parse(renderFindingsJson(sampleFindings));
  assert.ok(validate(written), JSON.stringify(validate.errors));
  assert.deepEqual(written, sampleFindings);
});

test('a baseline is read as it was written, and nothing else is', () => {
  const text = formatBaseline(sampleFindings);
  assert.deepEqual(
    [...readBaseline(text, 'b.json')],
    sampleFindings.findings.map(({ fingerprint }) => fingerprint),
  );
  assert.deepEqual([...readBaseline(formatBaseline({ ...sampleFindings, findings: [] }), 'b.json')], []);
  for (const wrong of [
    '',
    '[]',
    '{}',
    '{"schema":"loose-ends/findings","findings":[]}',
    text.replace('"fingerprint"', '"print"'),
  ])
    assert.throws(() => readBaseline(wrong, 'b.json'), UsageError, wrong);
});
