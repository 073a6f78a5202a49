// Text as GitHub's Markdown: names and sentences from the analysed code are shown as they are and do nothing. GitHub
// does more than the standard: `@name` notifies a person, `#12` and hashes refer to issues and commits, `$…$` is a
// formula, `:x:` a picture, a bare address a link. Backslashes do not stop those, which work on the text after
// Markdown; a zero-width space does, and only in code is it not needed.

import { visible } from './text-safety.js';

const zeroWidthSpace = '&#8203;';

/** Plain text between other inline things. */
export function plainText(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]<>&~|$^{}]/g, (c) => (c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : `\\${c}`))
    .replace(/(^|[^A-Za-z0-9_])@(?=[A-Za-z0-9])/g, `$1@${zeroWidthSpace}`)
    .replace(/#(?=\d)/g, `#${zeroWidthSpace}`)
    .replace(/\bGH-(?=\d)/gi, (c) => `${c.slice(0, 2)}${zeroWidthSpace}-`)
    .replace(/:(?=[A-Za-z0-9+\\_-]+:)/g, `:${zeroWidthSpace}`)
    .replace(/:\/\//g, `:${zeroWidthSpace}//`)
    .replace(/\bwww\./gi, (c) => `${c.slice(0, 3)}${zeroWidthSpace}.`)
    .replace(/\b[0-9a-f]{7,40}\b/g, (c) =>
      /\d/.test(c) && /[a-f]/.test(c) ? `${c.slice(0, 4)}${zeroWidthSpace}${c.slice(4)}` : c,
    )
    .replace(
      /^(\s*)([-+#=]|\d+[.)])/,
      (_all, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    );
}

/** Code in a line. `inTable`: a bar would end the cell even in code. */
export function codeSpan(text: string, inTable = false): string {
  const shown = visible(text);
  if (shown.trim() === '') return '` `';
  let longest = 0;
  for (const run of shown.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || (shown.startsWith(' ') && shown.endsWith(' ')) ? ' ' : '';
  const span = `${fence}${pad}${shown}${pad}${fence}`;
  return inTable ? span.replaceAll('|', '\\|') : span;
}

/** A block of code, each line indented. The fence is longer than any run of backticks in it. */
export function codeBlock(language: string, lines: readonly string[], indent = ''): string[] {
  const shown = lines.map((line) => visible(line));
  let longest = 2;
  for (const line of shown) for (const run of line.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return [`${indent}${fence}${language}`, ...shown.map((line) => `${indent}${line}`), `${indent}${fence}`];
}

/** A link whose text is Markdown already; without an address the text alone. */
export function link(markdown: string, address: string | undefined): string {
  if (address === undefined) return markdown;
  const safe = visible(address).replace(
    /[<>\\()\s]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${markdown}](${safe})`;
}
