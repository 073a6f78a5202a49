// The sentences that stand in the sources: templates behind `say` and `sentence`, and what `say.count` counts.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { templateKey } from '#language/say.js';

const root = fileURLToPath(new URL('../../../src/', import.meta.url));

/** Keys of a catalogue, each with a file that holds it; of one kind of template, or of all. */
export function templates(tags = 'say|sentence|own'): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(`${root}${file}`, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    for (const match of source.matchAll(new RegExp(`\\b(?:${tags})\``, 'g')))
      found.set(templateKey(partsAt(source, match.index + match[0].length)), file);
    // `say.count(n, 'call')` and `plural(say, n, 'call')`.
    for (const [, one = '', many] of source.matchAll(
      /(?:\bsay\.count\(|\bplural\((?:\w+\.)?say,)[^']*?'([a-z ]+)'(?:, '([a-z ]+)')?\)/g,
    ))
      found.set(`{0} ${many ?? `${one}s`}`, file);
  }
  return found;
}

/** What `go/obligations` says of a place on a path, and what it takes for granted: it knows no languages. */
export function notes(): Map<string, string> {
  const found = new Map<string, string>();
  const folder = `${root}go/obligations/`;
  for (const file of readdirSync(folder).sort()) {
    const source = readFileSync(`${folder}${file}`, 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
    // `note(at, '…')`, `text: '…'`, `assumption: '…'`, `? ['…', '…']`.
    const quoted =
      /(?:\bnote\([^'`]*?, |\b(?:text|assumption): |\bassumption = |[?:] \[)(?:'((?:[^'\\]|\\.)*)'(?:, '([^']*)'\])?|`)/g;
    for (const match of source.matchAll(quoted)) {
      const [all, one, two] = match;
      if (all.endsWith('`')) found.set(templateKey(partsAt(source, match.index + all.length)), file);
      for (const text of [one, two]) if (text?.includes(' ') === true) found.set(text, file);
    }
  }
  return found;
}

/** The texts of a template from its first character on, between the expressions. */
function partsAt(source: string, start: number): string[] {
  const parts: string[] = [''];
  for (let at = start; source[at] !== '`'; at++) {
    if (source.startsWith('${', at)) {
      at = expressionEnd(source, at + 2);
      parts.push('');
    } else parts.push((parts.pop() ?? '') + (source[at] ?? ''));
  }
  return parts;
}

/** Where the brace is that closes an expression of a template. */
function expressionEnd(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const c = source[at];
    if (c === '`') {
      for (at++; source[at] !== '`'; at++) if (source.startsWith('${', at)) at = expressionEnd(source, at + 2);
    } else if (c === "'") at = source.indexOf("'", at + 1);
    else if (c === '{') depth++;
    else if (c === '}' && depth-- === 0) return at;
  }
  return source.length;
}
