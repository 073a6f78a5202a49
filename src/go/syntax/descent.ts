// What the hand-written parser's parts share: the current token, how deep it is nested, and the first error.
// The parser reads what tree-sitter's grammar for Go cannot (see grammars/README.md) and code with syntax errors. It is
// recursive descent over the spec's grammar; where the grammar is ambiguous it decides as go/parser does.

import type { Diagnostic } from '#base/diagnostic.js';
import type { Pos, SourceText } from '#base/position.js';
import type { BlockStmt, Ident } from './ast.js';
import { TokenScanner } from './token-scanner.js';

/** Nesting beyond this is given up: no program is written so, and the stack of JavaScript is finite. */
const maxDepth = 1000;

export class Descent extends TokenScanner {
  readonly #text: SourceText;
  readonly #diagnostics: Diagnostic[];
  /** Below 0 in the header of a control clause, where `T {` does not start a composite literal. */
  level = 0;
  /** Parses a function's body: expressions must not import statements. */
  readonly parseBody: (p: Descent) => BlockStmt;
  hasError = false;
  /** While something is read to see what it is, and will be read again: errors do not count. */
  speculating = false;
  #depth = 0;

  constructor(
    text: SourceText,
    start: number,
    end: number,
    diagnostics: Diagnostic[],
    parseBody: (p: Descent) => BlockStmt,
  ) {
    super(text, start, end);
    this.#text = text;
    this.#diagnostics = diagnostics;
    this.parseBody = parseBody;
    this.next();
  }

  /** Records the first error of the declaration; the rest mostly follow from it. */
  error(pos: Pos, message: string): void {
    if (this.hasError || this.speculating) return;
    this.hasError = true;
    this.#diagnostics.push({ code: 'syntax-error', message, position: this.#text.positionAt(pos - this.base) });
  }

  expected(what: string): void {
    this.error(this.pos, `Expected ${what}, found ${this.#found()}.`);
  }

  #found(): string {
    if (this.token === 'EOF') return 'the end of the declaration';
    if (this.token === ';') return this.implicit ? 'the end of the line' : '";"';
    const text = this.text();
    return text.length > 40 ? `${JSON.stringify(text.slice(0, 40))}…` : JSON.stringify(text);
  }

  /** Whether the current token is `token`. (A method, because the compiler takes a field for unchanged by calls.) */
  is(token: string): boolean {
    return this.token === token;
  }

  /** Moves past `token` if it is the current one. */
  got(token: string): boolean {
    if (this.token !== token) return false;
    this.next();
    return true;
  }

  /** Moves past `token`, or records that it is missing and stays. */
  want(token: string): void {
    if (!this.got(token)) this.expected(`"${token}"`);
  }

  /** Where what started at `pos` ends: behind the last token, or at `pos` if there was none. */
  endFrom(pos: Pos): Pos {
    return this.lastEnd > pos ? this.lastEnd : pos;
  }

  /** Counts a level of nesting; at the limit the rest of the declaration is given up. */
  enter(): void {
    if (++this.#depth <= maxDepth) return;
    this.error(this.pos, `The code is nested more than ${maxDepth} levels deep.`);
    this.abandon();
  }

  leave(): void {
    this.#depth--;
  }

  ident(): Ident {
    if (this.token === 'IDENT') {
      const ident: Ident = {
        kind: 'Ident',
        typed: undefined,
        used: undefined,
        defined: undefined,
        pos: this.pos,
        end: this.end,
        name: this.name,
      };
      this.next();
      return ident;
    }
    this.expected('a name');
    return {
      kind: 'Ident',
      typed: undefined,
      used: undefined,
      defined: undefined,
      pos: this.pos,
      end: this.pos,
      name: '_',
    };
  }
}
