// The syntax that go.mod and go.work share: lines of words, blocks in parentheses, `//` comments (golang.org/ref/mod,
// "Lexical elements"; mirrors modfile/read.go). Blocks come out as if each line repeated the verb.
// A line that cannot be read is a problem and is left out; the rest is used.

export interface Word {
  /** Quotes removed. */
  readonly text: string;
  /** From 1, in bytes where the line is ASCII up to here. */
  readonly column: number;
}

export interface Directive {
  readonly verb: string;
  readonly args: readonly Word[];
  readonly line: number;
  readonly column: number;
  /** The text behind `//` on the same line, trimmed; empty if there is none. */
  readonly comment: string;
}

/** What is wrong in such a file, and where (both from 1; the column in bytes). */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface DirectiveFile {
  readonly directives: readonly Directive[];
  readonly problems: FileProblem[];
}

interface Line {
  readonly words: Word[];
  readonly comment: string;
}

/** Reads the directives of a file's text. Never throws. */
export function parseDirectives(text: string): DirectiveFile {
  const directives: Directive[] = [];
  const problems: FileProblem[] = [];
  let block: { readonly verb: Word; readonly args: readonly Word[]; readonly line: number } | undefined;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const number = i + 1;
    const line = splitLine(lines[i] ?? '', number, problems);
    if (line === undefined) continue;
    const [first, ...rest] = line.words;
    if (first === undefined) continue;
    if (block !== undefined) {
      if (first.text === ')' && rest.length === 0) {
        block = undefined;
        continue;
      }
      const args = [...block.args, ...line.words];
      directives.push({ verb: block.verb.text, args, line: number, column: first.column, comment: line.comment });
      continue;
    }
    const last = rest.at(-1);
    if (last?.text === '(') {
      block = { verb: first, args: rest.slice(0, -1), line: number };
    } else if (last?.text === ')' && rest.at(-2)?.text === '(') {
      // An empty block.
    } else {
      directives.push({ verb: first.text, args: rest, line: number, column: first.column, comment: line.comment });
    }
  }
  if (block !== undefined) {
    problems.push({
      line: block.line,
      column: block.verb.column,
      message: `the block of \`${block.verb.text}\` is not closed with \`)\``,
    });
  }
  return { directives, problems };
}

const punctuation = '()[]{},';

/** 1: white space, 2: punctuation, by ASCII code. */
const classes = new Uint8Array(128);
for (const c of ' \t\r\v\f') classes[c.charCodeAt(0)] = 1;
for (const c of punctuation) classes[c.charCodeAt(0)] = 2;

function splitLine(line: string, number: number, problems: FileProblem[]): Line | undefined {
  const words: Word[] = [];
  const fail = (at: number, message: string): undefined => {
    problems.push({ line: number, column: byteColumn(line, at), message });
    return undefined;
  };
  const { length } = line;
  let i = 0;
  while (i < length) {
    const c = line.charCodeAt(i);
    const kind = classes[c];
    if (kind === 1) {
      i++;
      continue;
    }
    if (c === slash) {
      const next = line.charCodeAt(i + 1);
      if (next === slash) return { words, comment: line.slice(i + 2).trim() };
      if (next === star) return fail(i, 'comments start with `//` here, not with `/*`');
    }
    const start = i;
    if (c === doubleQuote || c === backquote) {
      const word = quoted(line, i);
      if (word === undefined) return fail(i, 'the string is not closed');
      words.push({ text: word.text, column: start + 1 });
      i = word.end;
      continue;
    }
    i++;
    if (kind !== 2) {
      while (i < length) {
        const next = line.charCodeAt(i);
        if ((classes[next] ?? 0) !== 0 || (next === slash && line.charCodeAt(i + 1) === slash)) break;
        i++;
      }
    }
    words.push({ text: line.slice(start, i), column: start + 1 });
  }
  return { words, comment: '' };
}

const slash = 0x2f;
const star = 0x2a;
const doubleQuote = 0x22;
const backquote = 0x60;

function quoted(line: string, start: number): { readonly text: string; readonly end: number } | undefined {
  const quote = line.charAt(start);
  let text = '';
  for (let i = start + 1; i < line.length; i++) {
    const c = line.charAt(i);
    if (c === quote) return { text, end: i + 1 };
    if (c === '\\' && quote === '"') i++;
    text += line.charAt(i);
  }
  return undefined;
}

function byteColumn(line: string, index: number): number {
  return Buffer.byteLength(line.slice(0, index), 'utf8') + 1;
}
