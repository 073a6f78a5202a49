// The tree of one declaration.

import type { Decl } from './ast.js';
import { parseDeclaration } from './descent-declarations.js';
import type { SourceFile } from './source-file.js';

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
  return parseDeclaration(text, pos - text.base, end - text.base, diagnostics);
}
