// A baseline: findings that were there before and are not to be told again, by their fingerprints. What else stands in
// the file is for people who read its changes.

import { UsageError } from '#base/errors.js';
import type { FindingsReport } from './findings.js';

const schema = 'loose-ends/baseline';

/** The file's text, one finding a line, in the order of the report. */
export function formatBaseline(report: FindingsReport): string {
  const lines = report.findings.flatMap(({ rule, function: name, also = [], ...first }) =>
    [first, ...also].map(({ fingerprint, at }) => JSON.stringify({ fingerprint, rule, file: at.file, function: name })),
  );
  return `{\n  "schema": "${schema}",\n  "version": 1,\n  "findings": [${lines.map((line) => `\n    ${line}`).join(',')}\n  ]\n}\n`;
}

/** The fingerprints in a baseline. Throws a `UsageError` of one sentence if it is none. */
export function readBaseline(text: string, name: string): ReadonlySet<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is not a baseline: it holds no JSON; a baseline is what --write-baseline writes.`);
  }
  const { schema: kind, findings } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (kind !== schema || !Array.isArray(findings))
    throw new UsageError(`${name} is not a baseline; a baseline is what --write-baseline writes.`);
  const fingerprints = new Set<string>();
  findings.forEach((finding: unknown, i) => {
    const fingerprint =
      typeof finding === 'object' && finding !== null && 'fingerprint' in finding ? finding.fingerprint : 0;
    if (typeof fingerprint !== 'string') throw new UsageError(`${name} is damaged: findings[${i}] has no fingerprint.`);
    fingerprints.add(fingerprint);
  });
  return fingerprints;
}
