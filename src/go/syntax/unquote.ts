// The value of a Go string literal (spec: String literals). A Go string is bytes; escapes that do not make UTF-8
// become U+FFFD here, so this is for import paths, struct tags and messages, not for exact constants.

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

/** The text that a string literal stands for, or undefined if it is not a well-formed one. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === '`') return inner.includes('`') ? undefined : inner.replaceAll('\r', '');
  if (quote !== '"') return undefined;
  if (!inner.includes('\\')) return inner.includes('"') || inner.includes('\n') ? undefined : inner;
  return unescape(inner);
}

function unescape(inner: string): string | undefined {
  const parts: Buffer[] = [];
  let from = 0;
  for (let i = inner.indexOf('\\'); i !== -1; i = inner.indexOf('\\', from)) {
    parts.push(Buffer.from(inner.slice(from, i)));
    const next = inner[i + 1] ?? '';
    const simple = simpleEscapes.get(next);
    if (simple !== undefined) {
      parts.push(Buffer.from(simple));
      from = i + 2;
      continue;
    }
    const length = next === 'x' ? 2 : next === 'u' ? 4 : next === 'U' ? 8 : 3;
    const start = length === 3 ? i + 1 : i + 2;
    const digits = inner.slice(start, start + length);
    if (digits.length !== length || !(length === 3 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/).test(digits)) return undefined;
    const value = Number.parseInt(digits, length === 3 ? 8 : 16);
    if (value > (length < 4 ? 0xff : 0x10ffff)) return undefined;
    parts.push(length < 4 ? Buffer.of(value) : Buffer.from(String.fromCodePoint(value)));
    from = start + length;
  }
  const rest = inner.slice(from);
  if (rest.includes('"')) return undefined;
  parts.push(Buffer.from(rest));
  return Buffer.concat(parts).toString('utf8');
}
