// Conditions of Go as text: their operands and brackets, told from what stands in strings and characters.

/** In brackets where it stands between `&&`. */
export function asOperand(text: string): string {
  return operands(text, '||').length > 1 ? `(${text})` : text;
}

/** Several conditions that must all hold, as one. */
export function conjunction(texts: readonly string[]): string {
  return (texts.length > 1 ? texts.map(asOperand) : texts).join(' && ');
}

/** Where the parenthesis at `start` is closed; those in strings and characters do not count. */
export function closes(text: string, start: number): number {
  for (const { at, depth } of outside(text.slice(start))) if (depth === 0) return start + at;
  return -1;
}

/** What stands between an operator that is in no brackets. */
export function operands(text: string, operator: '||' | '&&'): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { at, depth } of outside(text)) {
    if (depth > 0 || at < from || !text.startsWith(operator, at)) continue;
    parts.push(text.slice(from, at).trim());
    from = at + operator.length;
  }
  return [...parts, text.slice(from).trim()];
}

/** Each place that is in no string and no character, with how deep in brackets it is after it. */
function* outside(text: string): Generator<{ readonly at: number; readonly depth: number }> {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const c = text[at] ?? '';
    if (quote !== '') {
      if (c === '\\' && quote !== '`') at++;
      else if (c === quote) quote = '';
      continue;
    }
    if (c === '"' || c === "'" || c === '`') {
      quote = c;
      continue;
    }
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    yield { at, depth };
  }
}
