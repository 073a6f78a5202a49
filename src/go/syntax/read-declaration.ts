// The tree of one declaration: by tree-sitter where it can be loaded and reads the declaration whole, else by the
// hand-written parser. Both make the same tree of the same correct text (a test compares them).

import type { Diagnostic } from '#base/diagnostic.js';
import type { SourceText } from '#base/position.js';
import type { Decl } from './ast.js';
import { parseDeclaration } from './descent-declarations.js';
import { lowerDeclaration } from './lower-declarations.js';
import { nativeParser } from './parser.js';

/** Reads the declaration between two byte offsets. Syntax errors go to `diagnostics`. Never throws. */
export type ReadDeclaration = (text: SourceText, start: number, end: number, diagnostics: Diagnostic[]) => Decl;

/** Tree-sitter's time and memory on texts beyond this are not worth it: generated tables, mostly. */
const maxTreeSitterSize = 1 << 20;

export const readDeclaration: ReadDeclaration = (text, start, end, diagnostics) =>
  readWithTreeSitter(text, start, end) ?? parseDeclaration(text, start, end, diagnostics);

/** Undefined if tree-sitter is not there, finds an error, or misreads the declaration in a way that shows. */
export function readWithTreeSitter(text: SourceText, start: number, end: number): Decl | undefined {
  const parser = end - start > maxTreeSitterSize ? undefined : nativeParser();
  if (parser === undefined) return undefined;
  const { buffer, byteOffset } = text.bytes;
  // A declaration that is also a statement needs the line end behind it.
  const tree = parser.parse(`${Buffer.from(buffer, byteOffset + start, end - start).toString('latin1')}\n`);
  if (tree === null || tree.rootNode.hasError) return undefined;
  return lowerDeclaration(text, start, tree);
}
