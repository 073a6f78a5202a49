// The form of findings as data, as report-shape.ts has that of a report: the JSON Schema is made from it, and JSON is
// written in its order.

import type { Finding, FindingAlso, FindingStep, FindingsReport, FindingsRule } from './findings.js';
import { findingsSchemaName, findingsSchemaVersion } from './findings.js';
import type { Language } from './report.js';
import { codeLine, constant, diagnostic, integer, list, optional, record, string } from './report-shape.js';

const verdict = constant<Finding['verdict']>('leaked', 'held-by-policy', 'blocked', 'hidden');
const level = constant<Finding['level']>('error', 'warning', 'note');

const step = record<FindingStep>('step', 'One step of a path.', { at: codeLine, text: string });

const remedy = record<Finding['remedy']>('', 'Where the release belongs, and what to do there.', {
  at: codeLine,
  text: string,
});

const also = record<FindingAlso>('also', 'Another finding of the same rule in the same function.', {
  message: string,
  at: codeLine,
  endColumn: integer,
  remedy,
  path: list(step),
  assumption: string,
  fingerprint: string,
});

const finding = record<Finding>('finding', 'Something that is not let go of, or a wait that does not end.', {
  rule: string,
  verdict,
  level,
  message: string,
  at: codeLine,
  endColumn: integer,
  function: string,
  package: string,
  remedy,
  path: list(step),
  assumption: string,
  fingerprint: string,
  also: optional(list(also)),
});

const rule = record<FindingsRule>('rule', 'A rule.', {
  id: string,
  verdict,
  level,
  summary: string,
  about: string,
  remedy: string,
  url: optional(string),
});

export const findingsShape = record<FindingsReport>('findings', 'What check found.', {
  schema: constant(findingsSchemaName),
  version: constant(findingsSchemaVersion),
  tool: record<FindingsReport['tool']>('', 'The program that looked.', { name: string, version: string }),
  packages: list(string),
  language: optional(constant<Language>('en', 'zh-CN')),
  rules: list(rule),
  findings: list(finding),
  hidden: record<FindingsReport['hidden']>('', 'How many findings a comment or the baseline hides.', {
    suppressed: integer,
    baseline: integer,
  }),
  diagnostics: list(diagnostic),
});
