// The tables of a report in the terminal: a row is its first cell, with the others below it, each after its heading.

import type { Section, Span } from '#report/report.js';
import { codeLinesOf } from './code-lines.js';
import { visible } from './text-safety.js';
import { placeText, pushNotes, type TreeContext } from './tree-notes.js';

/** Appends the sections; each begins with an empty line and its title. */
export function pushSections(context: TreeContext, sections: readonly Section[], lines: string[]): void {
  for (const section of sections) {
    lines.push('', context.style.paint('bold', visible(section.title)));
    for (const paragraph of section.paragraphs) {
      const code = codeLinesOf(paragraph);
      if (code === undefined)
        pushNotes(context, '  ', [{ text: spansText(context, paragraph), paint: 'plain' }], lines);
      // Code is copied as it stands, whatever the width.
      else lines.push(...code.map((line) => `      ${visible(line)}`));
    }
    const { table } = section;
    if (table === undefined) continue;
    for (const row of table.rows) {
      const [first, ...rest] = row;
      pushNotes(
        context,
        '  ',
        [{ mark: context.style.signs.bullet, markPaint: 'dim', text: spansText(context, first ?? []), paint: 'plain' }],
        lines,
      );
      rest.forEach((cell, at) => {
        const text = spansText(context, cell);
        if (text !== '')
          pushNotes(
            context,
            '    ',
            [{ text: context.say`${visible(table.head[at + 1] ?? '').toLowerCase()}: ${text}`, paint: 'dim' }],
            lines,
          );
      });
    }
  }
}

function spansText(context: TreeContext, spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if (typeof span === 'string') return visible(span);
      if ('code' in span) return visible(span.code);
      const place = placeText(context, span.at);
      return span.text === '' ? place : context.say`${visible(span.text)} (${place})`;
    })
    .join('');
}
