// Sentences in which code and places stand: said as one template, so that a language may put its parts in another order.

import type { Span } from '#report/report.js';

/** Around the number of a part: characters that no text has, since they are of private use. */
const marked = /\ue000(\d+)\ue001/;

/** The sentence that `say` gives, with what was given to `mark` where it put that. */
export function spansOf(sentence: (mark: (...parts: readonly Span[]) => string) => string): Span[] {
  const kept: (readonly Span[])[] = [];
  const text = sentence((...parts) => `\ue000${kept.push(parts) - 1}\ue001`);
  return text
    .split(marked)
    .flatMap((piece, i) => (i % 2 === 1 ? (kept[Number(piece)] ?? []) : piece === '' ? [] : [piece]));
}

/** One after the other, with something between. */
export function joinedSpans(items: readonly (readonly Span[])[], between: string): Span[] {
  return items.flatMap((item, i) => [...(i === 0 ? [] : [between]), ...item]);
}
