// Go source as lines of markup with its tokens marked. Only what can be told from the text alone is: an identifier is marked
// as a function where it is called or declared, not because it is one. Broken source comes out whole and less coloured.

import { codeText, type Html } from './html.js';

const keywords = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import interface map package range ' +
    'return select struct switch type var'
  ).split(' '),
);
const predeclared = new Set(
  (
    'any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 ' +
    'uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min new ' +
    'panic print println real recover'
  ).split(' '),
);

/** Comments, raw strings and strings, runes, numbers, names; the rest is punctuation. */
const token =
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(`[^`]*(?:`|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(\b\d[\w.]*)|([\p{L}_][\p{L}\p{N}_]*)/gu;

/** One piece of markup for each line of the text. O(length). */
export function highlightGo(source: string): Html[] {
  const lines: Html[] = [''];
  const put = (value: string, className: string): void => {
    value.split('\n').forEach((part, i) => {
      if (i > 0) lines.push('');
      if (part === '') return;
      lines[lines.length - 1] += className === '' ? codeText(part) : `<i class="${className}">${codeText(part)}</i>`;
    });
  };
  let end = 0;
  let funcEnd = -1;
  for (const match of source.matchAll(token)) {
    const [all, comment, string, number, name] = match;
    const start = match.index;
    if (start > end) put(source.slice(end, start), '');
    end = start + all.length;
    if (comment !== undefined) put(all, 'c');
    else if (string !== undefined) put(all, 's');
    else if (number !== undefined) put(all, 'n');
    else if (name !== undefined) {
      put(
        all,
        keywords.has(name)
          ? 'k'
          : isCalled(source, end) || start === funcEnd + 1
            ? functionClass(name)
            : predeclaredClass(name),
      );
      if (name === 'func') funcEnd = end;
    }
  }
  if (end < source.length) put(source.slice(end), '');
  return lines;
}

const predeclaredClass = (name: string): string => (predeclared.has(name) ? 't' : '');
const functionClass = (name: string): string => (predeclared.has(name) ? 't' : 'f');

function isCalled(source: string, end: number): boolean {
  return source[end] === '(';
}
