// Findings as workflow commands, which GitHub shows as annotations beside the lines of a change.

import { sayIn } from '#language/say.js';
import type { FindingsReport } from '#report/findings.js';

export function renderGithub(report: FindingsReport): string {
  const say = sayIn(report.language);
  // Each place has an annotation of its own.
  return report.findings
    .flatMap((finding) => [finding, ...(finding.also ?? []).map((one) => ({ ...finding, ...one }))])
    .map((finding) => {
      const { at } = finding;
      const level = finding.level === 'note' ? 'notice' : finding.level;
      const properties = [
        `file=${property(at.file)}`,
        `line=${at.line}`,
        `col=${at.column}`,
        `title=${property(`loose-ends: ${finding.rule}`)}`,
      ];
      const place = `${finding.remedy.at.file}:${finding.remedy.at.line}`;
      const text = say`${finding.message} ${place}: ${finding.remedy.text}`;
      return `::${level} ${properties.join(',')}::${data(text)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
