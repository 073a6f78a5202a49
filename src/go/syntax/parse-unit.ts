// The tree of one declaration: by tree-sitter where it can be loaded and reads the declaration whole, else by the
// hand-written parser. Both make the same tree of the same correct text.

import type { Diagnostic } from '#base/diagnostic.js';
import type { SourceText } from '#base/position.js';
import type { Decl } from './ast.js';
import { parseDeclaration } from './descent-declarations.js';
import { lowerDeclaration } from './lower-declarations.js';
import { nativeParser } from './parser.js';
import type { SourceFile } from './source-file.js';

/** Tree-sitter's time and memory on texts beyond this are not worth it: generated tables, mostly. */
const maxTreeSitterSize = 1 << 20;

/** What is parsed: a declaration's place and kind. */
export interface UnitPlace {
  readonly file: SourceFile;
  readonly kind: string;
  readonly pos: number;
  readonly end: number;
}

/** Parses a declaration. Syntax errors go to the file's diagnostics. */
export function parseUnit(unit: UnitPlace): Decl {
  const { file, kind, pos, end } = unit;
  if (kind === 'bad') return { kind: 'BadDecl', pos, end };
  const { text, diagnostics } = file;
  return parseWithTreeSitter(text, pos - text.base, end - text.base) ?? parseByHand(text, pos - text.base, end - text.base, diagnostics);
}

/** By the hand-written parser. */
export function parseByHand(text: SourceText, start: number, end: number, diagnostics: Diagnostic[]): Decl {
  return parseDeclaration(text, start, end, diagnostics);
}

/** By tree-sitter; undefined if it is not there or finds an error, or misreads the declaration in a way that shows. */
export function parseWithTreeSitter(text: SourceText, start: number, end: number): Decl | undefined {
  const parser = end - start > maxTreeSitterSize ? undefined : nativeParser();
  if (parser === undefined) return undefined;
  const { buffer, byteOffset } = text.bytes;
  // A declaration that is also a statement needs the line end behind it.
  const tree = parser.parse(`${Buffer.from(buffer, byteOffset + start, end - start).toString('latin1')}\n`);
  if (tree === null || tree.rootNode.hasError) return undefined;
  return lowerDeclaration(text, start, tree);
}
