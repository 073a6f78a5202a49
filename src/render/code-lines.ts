// Paragraphs that are code to copy: whole lines, which no sentence is made of.

import type { Span } from '#report/report.js';

/** The lines of a paragraph that is one piece of code and nothing else. */
export function codeLinesOf(paragraph: readonly Span[]): readonly string[] | undefined {
  const [only] = paragraph;
  return paragraph.length === 1 && typeof only === 'object' && 'code' in only ? only.code.split('\n') : undefined;
}
