// Findings of one rule in one function are told as one: who mends the first sees the others there. Each keeps its place, its
// path and its fingerprint, so that a baseline still hides exactly what it has.

import type { Finding, FindingAlso } from '#report/findings.js';

/** The first of each group in its place, with the rest of the group. Keeps the order. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    // A literal belongs to the function around it.
    const key = [finding.rule, finding.package, finding.at.file, finding.function.replace(/\$.*$/, '')].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    return [rest.length === 0 ? first : { ...first, also: rest.map(alsoOf) }];
  });
}

function alsoOf({ message, at, endColumn, remedy, path, assumption, fingerprint }: Finding): FindingAlso {
  return { message, at, endColumn, remedy, path, assumption, fingerprint };
}
