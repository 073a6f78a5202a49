// What a report says of who comes to a release.

import type { Report, Span } from '#report/report.js';

/** The facts about callers. */
export function callersIn({ facts }: Report): string[] {
  return (facts ?? []).filter(({ kind }) => kind === 'caller').map(({ text }) => text);
}

/** The ways of the table, without the lines at which they call and the conditions there. */
export function waysOf(report: Report): string[] {
  const rows = report.sections.find(({ id }) => id.startsWith('callers-'))?.table?.rows ?? [];
  return rows.map(([way]) => textOf(way ?? []).replaceAll(/(, started)? at :\d+( if [^→]*)?( |$)/g, '$3'));
}

function textOf(spans: readonly Span[]): string {
  return spans
    .map((span) =>
      typeof span === 'string'
        ? span
        : 'code' in span
          ? span.code
          : span.at === undefined
            ? span.text
            : `:${span.at.line}`,
    )
    .join('');
}
