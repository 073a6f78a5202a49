// What the parts of the lowering share: a tree-sitter cursor that skips comments, and the making of leaves.
//
// Each access to a tree-sitter node is a call into native code and costs more than making an AST node. So a node's type
// is read once, as a number; offsets are read of tokens that matter only, an end is computed from the text or
// taken from the last child. The text is given to tree-sitter one character a byte, so that its offsets are ours.

import type { Pos, SourceText } from '#base/position.js';
import type { BasicLit, BlockStmt, Expr, Ident } from './ast.js';
import { backquote, skipIdentifier, skipRawString, skipRune, skipString, textBetween } from './characters.js';
import { internName } from './names.js';
import type { TreeCursor } from './parser.js';
import type { LiteralToken } from './token-scanner.js';

/** Nesting beyond this is left to the hand-written parser, which has its own limit. */
const maxDepth = 500;

/** Names of tree-sitter's node types by their number, learnt as they are met. */
const typeNames: string[] = [];

export class Lowering {
  readonly bytes: Uint8Array;
  readonly base: Pos;
  /** What tree-sitter's offsets are relative to, as a position. */
  readonly origin: Pos;
  readonly lowerBody: (l: Lowering) => BlockStmt;
  /** Set when the tree has a form that the lowering does not know: its result is then worthless. */
  failed = false;
  #depth = 0;
  readonly #cursor: TreeCursor;

  constructor(text: SourceText, start: number, cursor: TreeCursor, lowerBody: (l: Lowering) => BlockStmt) {
    this.bytes = text.bytes;
    this.base = text.base;
    this.origin = text.base + start;
    this.#cursor = cursor;
    this.lowerBody = lowerBody;
  }

  /** The type of the current node. */
  type(): string {
    const id = this.#cursor.nodeTypeId;
    return typeNames[id] ?? this.#learn(id);
  }

  #learn(id: number): string {
    const name = this.#cursor.nodeType;
    if (id < 0xffff) typeNames[id] = name;
    return name;
  }

  /** Enters the current node; the type of its first child, or '' where it has none and nothing was entered. */
  first(): string {
    if (++this.#depth > maxDepth) {
      this.failed = true;
      this.#depth--;
      return '';
    }
    if (!this.#cursor.gotoFirstChild()) {
      this.#depth--;
      return '';
    }
    const type = this.type();
    return type === 'comment' ? this.next() : type;
  }

  /** The type of the next sibling, or ''. */
  next(): string {
    while (this.#cursor.gotoNextSibling()) {
      const type = this.type();
      if (type !== 'comment') return type;
    }
    return '';
  }

  up(): void {
    this.#depth--;
    this.#cursor.gotoParent();
  }

  pos(): Pos {
    return this.origin + this.#cursor.startIndex;
  }

  end(): Pos {
    return this.origin + this.#cursor.endIndex;
  }

  ident(): Ident {
    const pos = this.pos();
    const start = pos - this.base;
    const end = skipIdentifier(this.bytes, start);
    if (end === start) this.failed = true;
    for (let i = start; i < end; i++) {
      // Tree-sitter saw the bytes of this letter as several characters.
      if ((this.bytes[i] ?? 0) >= 0x80) this.failed = true;
    }
    return {
      kind: 'Ident',
      typed: undefined,
      used: undefined,
      defined: undefined,
      pos,
      end: this.base + end,
      name: internName(this.bytes, start, end),
    };
  }

  literal(token: LiteralToken): BasicLit {
    const pos = this.pos();
    const start = pos - this.base;
    let end: number;
    if (token === 'STRING')
      end = this.bytes[start] === backquote ? skipRawString(this.bytes, start) : skipString(this.bytes, start);
    else if (token === 'CHAR') end = skipRune(this.bytes, start);
    else end = this.end() - this.base;
    return {
      kind: 'BasicLit',
      typed: undefined,
      pos,
      end: this.base + end,
      token,
      value: textBetween(this.bytes, start, end),
    };
  }

  /** Marks the tree as one that the lowering cannot read. */
  fail(): Expr {
    this.failed = true;
    return { kind: 'BadExpr', typed: undefined, pos: this.origin, end: this.origin };
  }
}
