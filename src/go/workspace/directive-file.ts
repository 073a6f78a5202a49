// The syntax that go.mod and go.work share: lines of words, blocks in parentheses, `//` comments (golang.org/ref/mod,
// "Lexical elements"; mirrors modfile/read.go). Blocks come out as if each line repeated the verb.
// A line that cannot be read is a problem and is left out; the rest is used.

export interface Word {
  /** Quotes removed. */
  readonly text: string;
  /** From 1, in bytes. */
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
    problems.push({ line: block.line, column: block.verb.column, message: `the block of \`${block.verb.text}\` is not closed with \`)\`` });
  }
  return { directives, problems };
}

const punctuation = '()[]{},';

function splitLine(line: string, number: number, problems: FileProblem[]): Line | undefined {
  const words: Word[] = [];
  const fail = (at: number, message: string): undefined => {
    problems.push({ line: number, column: byteColumn(line, at), message });
    return undefined;
  };
  let i = 0;
  while (i < line.length) {
    const c = line.charAt(i);
    if (isSpace(c)) {
      i++;
      continue;
    }
    if (line.startsWith('//', i)) return { words, comment: line.slice(i + 2).trim() };
    if (line.startsWith('/*', i)) return fail(i, 'comments start with `//` here, not with `/*`');
    const start = i;
    if (c === '"' || c === '`') {
      const word = quoted(line, i);
      if (word === undefined) return fail(i, 'the string is not closed');
      words.push({ text: word.text, column: byteColumn(line, start) });
      i = word.end;
      continue;
    }
    if (punctuation.includes(c)) i++;
    else while (i < line.length && !isSpace(line.charAt(i)) && !punctuation.includes(line.charAt(i)) && !line.startsWith('//', i)) i++;
    words.push({ text: line.slice(start, i), column: byteColumn(line, start) });
  }
  return { words, comment: '' };
}

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

function isSpace(c: string): boolean {
  return c === ' ' || c === '\t' || c === '\r' || c === '\v' || c === '\f';
}

function byteColumn(line: string, index: number): number {
  return Buffer.byteLength(line.slice(0, index), 'utf8') + 1;
}
