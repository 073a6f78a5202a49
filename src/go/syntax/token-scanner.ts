// Go's tokens over raw bytes, with automatic semicolons (spec: Tokens, Semicolons). A token is named by its own text;
// identifiers and literals by a class name. Comments are skipped. Leaves out whether a literal is well-formed.

import type { Pos, SourceText } from '#base/position.js';
import {
  backquote,
  doubleQuote,
  endOfLine,
  identifierClass,
  newline,
  singleQuote,
  skipBlockComment,
  skipRawString,
  skipRune,
  skipString,
  slash,
  star,
  textBetween,
} from './characters.js';
import { internHashed, internName, keywords } from './names.js';

/** Literals up to this length are mostly numbers of tables, which are the same again and again. */
const maxSharedLiteral = 12;

export type LiteralToken = 'INT' | 'FLOAT' | 'IMAG' | 'CHAR' | 'STRING';

/** Tokens behind which a line end is a semicolon. */
const endsStatement: ReadonlySet<string> = new Set([
  'IDENT',
  'INT',
  'FLOAT',
  'IMAG',
  'CHAR',
  'STRING',
  'break',
  'continue',
  'fallthrough',
  'return',
  '++',
  '--',
  ')',
  ']',
  '}',
]);

/** Operators and punctuation by first character, longest first. */
const operators: readonly (readonly string[] | undefined)[] = byFirstCharacter([
  '&^=',
  '<<=',
  '>>=',
  '...',
  '&&',
  '&^',
  '&=',
  '||',
  '|=',
  '<<',
  '<-',
  '<=',
  '>>',
  '>=',
  '==',
  '!=',
  ':=',
  '+=',
  '++',
  '-=',
  '--',
  '*=',
  '/=',
  '%=',
  '^=',
  '&',
  '|',
  '<',
  '>',
  '=',
  '!',
  ':',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '~',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  '.',
]);

function byFirstCharacter(all: readonly string[]): (string[] | undefined)[] {
  const table: (string[] | undefined)[] = new Array(128).fill(undefined);
  for (const operator of all) {
    const list = (table[operator.charCodeAt(0)] ??= []);
    list.push(operator);
  }
  return table;
}

/** The operators that no other one starts with. */
const alone: readonly (string | undefined)[] = operators.map((list) => (list?.length === 1 ? list[0] : undefined));

/** A place in the text to come back to. */
export interface ScannerMark {
  readonly at: number;
  readonly token: string;
  readonly pos: Pos;
  readonly end: Pos;
  readonly lastEnd: Pos;
  readonly name: string;
  readonly implicit: boolean;
}

/** The current token is in the fields; `next` moves on. Behind the end it is `EOF` for ever. */
export class TokenScanner {
  readonly bytes: Uint8Array;
  readonly base: Pos;
  readonly limit: number;
  #at: number;
  /** Whether a line end behind the current token is a semicolon. */
  #endsStatement = false;
  /** The current token: its text, or IDENT, INT, FLOAT, IMAG, CHAR, STRING, EOF, or ILLEGAL. */
  token = 'EOF';
  pos: Pos = 0;
  end: Pos = 0;
  /** Where the token before the current one ends. */
  lastEnd: Pos = 0;
  /** The name of an identifier. */
  name = '';
  /** Whether a `;` stands for a line end or the end of the text. */
  implicit = false;

  constructor(text: SourceText, start: number, end: number) {
    this.bytes = text.bytes;
    this.base = text.base;
    this.limit = end;
    this.#at = start;
    this.end = text.base + start;
  }

  mark(): ScannerMark {
    return {
      at: this.#at,
      token: this.token,
      pos: this.pos,
      end: this.end,
      lastEnd: this.lastEnd,
      name: this.name,
      implicit: this.implicit,
    };
  }

  reset(mark: ScannerMark): void {
    this.#at = mark.at;
    this.token = mark.token;
    this.#endsStatement = endsStatement.has(mark.token);
    this.pos = mark.pos;
    this.end = mark.end;
    this.lastEnd = mark.lastEnd;
    this.name = mark.name;
    this.implicit = mark.implicit;
  }

  /** Makes the rest of the text disappear. */
  abandon(): void {
    this.#at = this.limit;
    this.token = 'EOF';
    this.#endsStatement = false;
    this.pos = this.base + this.limit;
    this.end = this.pos;
  }

  /** The text of the current token. */
  text(): string {
    const start = this.pos - this.base;
    const end = this.end - this.base;
    return end - start <= maxSharedLiteral ? internName(this.bytes, start, end) : textBetween(this.bytes, start, end);
  }

  next(): void {
    const { bytes, limit } = this;
    this.lastEnd = this.end;
    const wantsSemicolon = this.#endsStatement;
    let i = this.#at;
    for (; i < limit; i++) {
      const c = bytes[i] ?? 0;
      if (c === 0x20 || c === 0x09 || c === 0x0d) continue;
      if (c === newline) {
        if (wantsSemicolon) return this.#semicolon(i, i + 1);
        continue;
      }
      if (c !== slash) break;
      const second = bytes[i + 1];
      if (second === slash) {
        if (wantsSemicolon) return this.#semicolon(i, endOfLine(bytes, i));
        i = endOfLine(bytes, i) - 1;
      } else if (second === star) {
        const close = skipBlockComment(bytes, i);
        if (wantsSemicolon) {
          const line = bytes.indexOf(newline, i);
          if (line !== -1 && line < close) return this.#semicolon(i, close);
        }
        i = close - 1;
      } else break;
    }
    if (i >= limit) {
      if (wantsSemicolon) return this.#semicolon(limit, limit);
      return this.#set('EOF', false, limit, limit);
    }
    this.#scan(i);
  }

  #semicolon(at: number, next: number): void {
    this.token = ';';
    this.#endsStatement = false;
    this.implicit = true;
    this.pos = this.lastEnd;
    this.end = this.lastEnd;
    this.#at = Math.max(at, next);
  }

  #set(token: string, ends: boolean, start: number, end: number): void {
    const stop = end > this.limit ? this.limit : end;
    this.token = token;
    this.#endsStatement = ends;
    this.pos = this.base + start;
    this.end = this.base + stop;
    this.#at = stop;
  }

  #scan(i: number): void {
    const { bytes } = this;
    const c = bytes[i] ?? 0;
    const kind = identifierClass[c] ?? 0;
    if (kind === 1) {
      let end = i + 1;
      let hash = c;
      let all = c;
      for (let next = bytes[end] ?? 0; identifierClass[next] !== 0; next = bytes[end] ?? 0) {
        hash = (Math.imul(hash, 31) + next) | 0;
        all |= next;
        end++;
      }
      const name = internHashed(bytes, i, end, hash, all);
      this.name = name;
      if (c < 0x61 || !keywords.has(name)) return this.#set('IDENT', true, i, end);
      return this.#set(name, endsStatement.has(name), i, end);
    }
    const only = alone[c];
    if (only !== undefined) {
      this.implicit = false;
      return this.#set(only, c === 0x29 || c === 0x5d || c === 0x7d, i, i + 1);
    }
    if (kind === 2 || (c === 0x2e && identifierClass[bytes[i + 1] ?? 0] === 2)) return this.#number(i);
    if (c === doubleQuote) return this.#set('STRING', true, i, skipString(bytes, i));
    if (c === backquote) return this.#set('STRING', true, i, skipRawString(bytes, i));
    if (c === singleQuote) return this.#set('CHAR', true, i, skipRune(bytes, i));
    const candidates = operators[c];
    if (candidates !== undefined) {
      for (const operator of candidates) {
        if (
          operator.length === 1 ||
          (operator.charCodeAt(1) === bytes[i + 1] &&
            (operator.length === 2 || operator.charCodeAt(2) === bytes[i + 2]))
        ) {
          this.implicit = false;
          return this.#set(operator, operator === '++' || operator === '--', i, i + operator.length);
        }
      }
    }
    this.#set('ILLEGAL', false, i, i + 1);
  }

  #number(start: number): void {
    const { bytes } = this;
    const hex = bytes[start] === 0x30 && ((bytes[start + 1] ?? 0) | 0x20) === 0x78;
    const exponent = hex ? 0x70 : 0x65;
    let token: LiteralToken = 'INT';
    let i = start;
    for (;;) {
      const c = bytes[i] ?? 0;
      if (c === 0x2e) token = 'FLOAT';
      else if (identifierClass[c] === 0) break;
      else if ((c | 0x20) === exponent) {
        token = 'FLOAT';
        const sign = bytes[i + 1];
        if (sign === 0x2b || sign === 0x2d) i++;
      }
      i++;
    }
    this.#set(bytes[i - 1] === 0x69 ? 'IMAG' : token, true, start, i);
  }
}
