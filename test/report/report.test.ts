import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { UsageError } from '#base/errors.js';
import { checkReport } from '#report/check-report.js';
import { indexReport } from '#report/report-index.js';
import { sampleReport } from '../render/sample-report.js';
import { reportJsonSchema } from './report-json-schema.js';

const schemaFile = fileURLToPath(new URL('../../../schema/report.schema.json', import.meta.url));
const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

function first(list: unknown): Record<string, unknown> {
  return (list as [Record<string, unknown>])[0];
}

test('the published schema is the shape that reports are checked against', () => {
  const text = JSON.stringify(reportJsonSchema(), undefined, 2);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(schemaFile, `${text}\n`);
  // The file's layout is the formatter's.
  assert.equal(JSON.stringify(JSON.parse(readFileSync(schemaFile, 'utf8')), undefined, 2), text);
});

test('the sample validates; what does not belong is refused by schema and check alike', () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  assert.ok(validate(plain(sampleReport)), JSON.stringify(validate.errors));
  assert.deepEqual(checkReport(plain(sampleReport)), plain(sampleReport));

  const wrong: ((report: Record<string, unknown>) => void)[] = [
    (r) => {
      r['extra'] = 1;
    },
    (r) => {
      delete r['answer'];
    },
    (r) => {
      r['answer'] = [1];
    },
    (r) => {
      r['functions'] = {};
    },
    (r) => {
      r['version'] = 2;
    },
    (r) => {
      r['schema'] = 'other';
    },
    (r) => {
      first(r['functions'])['id'] = 1.5;
    },
    (r) => {
      first(r['edges'])['mode'] = 'dynamic';
    },
    (r) => {
      first(r['edges'])['site'] = { file: 'x', line: 1, column: 1 };
    },
    (r) => {
      r['sections'] = [{ id: 'a', title: 'b', paragraphs: [[{ bold: 'x' }]] }];
    },
  ];
  for (const change of wrong) {
    const report = plain(sampleReport);
    change(report);
    assert.equal(validate(report), false, change.toString());
    assert.throws(() => checkReport(report), UsageError, change.toString());
  }
});

test('ids that lead nowhere are refused, with a sentence', () => {
  const [chain] = sampleReport.chains;
  assert.ok(chain !== undefined);
  const hop = { id: 1, lane: 0 };
  const cases: [string, unknown][] = [
    ['unknown callee', { ...sampleReport, edges: sampleReport.edges.map((e) => ({ ...e, callee: 999 })) }],
    ['unknown root', { ...sampleReport, chains: [{ ...chain, root: 999 }] }],
    [
      'before its parent',
      {
        ...sampleReport,
        chains: [
          {
            ...chain,
            hops: [
              { ...hop, parent: 2 },
              { ...hop, id: 2, parent: 1 },
            ],
          },
        ],
      },
    ],
    ['unknown lane', { ...sampleReport, chains: [{ ...chain, hops: [{ ...hop, lane: 77 }] }] }],
    ['twice', { ...sampleReport, chains: [{ ...chain, hops: [hop, hop] }] }],
  ];
  for (const [words, report] of cases) {
    assert.throws(
      () => checkReport(report),
      (error) => error instanceof UsageError && error.message.includes(words) && /^[A-Z].*\.$/.test(error.message),
      words,
    );
  }
  for (const value of [null, 1, [], {}, 'report', { schema: 'loose-ends/report', version: 9 }])
    assert.throws(() => checkReport(value), UsageError);
});

test('short file names are the shortest that are not shared', () => {
  const index = indexReport(sampleReport);
  assert.equal(index.shortFile('std/io/pipe.go'), 'pipe.go');
  assert.equal(index.shortFile('std/net/http/client.go'), 'http/client.go');
  assert.equal(index.shortFile('not/in/it.go'), 'not/in/it.go');
});

test('links: the longest prefix wins, nothing but web addresses is a link, parts are encoded', () => {
  const at = { file: 'std/a b/(x).go', line: 7, column: 1 };
  const link = (links: { prefix: string; url: string }[]): string | undefined =>
    indexReport({ ...sampleReport, links }).link(at);
  assert.equal(link([{ prefix: 'std/', url: 'https://h/{path}#L{line}' }]), 'https://h/a%20b/%28x%29.go#L7');
  assert.equal(
    link([
      { prefix: 'std/', url: 'https://h/{path}' },
      { prefix: 'std/a b/', url: 'https://g/{path}' },
    ]),
    'https://g/%28x%29.go',
  );
  assert.equal(link([{ prefix: 'std/', url: 'javascript:alert(1)' }]), undefined);
  assert.equal(link([]), undefined);
});
