// What is known of a Go file before any of its bodies is read: its package, imports, and the names that each
// top-level declaration declares. A declaration's tree is made when it is first asked for, and kept.

import type { Diagnostic } from '#base/diagnostic.js';
import type { Pos, SourceText } from '#base/position.js';
import type { Decl, Ident, ImportSpec } from './ast.js';

/** One top-level declaration: a function, or a whole `const`, `var` or `type` group. */
export interface Unit {
  readonly file: SourceFile;
  readonly kind: 'func' | 'const' | 'var' | 'type' | 'bad';
  /** Where the declaration's keyword stands, and its end. */
  readonly pos: Pos;
  readonly end: Pos;
  /** Declared names in order, `_` included. One for a function. */
  readonly names: readonly UnitName[];
  /** A method's receiver base type name: `T` of `func (t *T[K]) M()`. */
  readonly recvTypeName: string | undefined;
  /** Whether the receiver is written with a `*`. */
  readonly recvPointer: boolean;
  /** Directive comments between the declaration before and this one, without `//`: `go:linkname a b`, `go:embed x`. */
  readonly directives: readonly string[];
  /** The syntax tree; parsed on first use, syntax errors go to `file.diagnostics`. */
  readonly decl: Decl;
  /** A tree to look at and to forget: it is not kept, and may be another each time. */
  glance(): Decl;
}

export interface UnitName {
  readonly name: string;
  readonly pos: Pos;
}

/** A `//go:` or `//export` comment outside declarations. */
export interface Directive {
  /** Without `//`. */
  readonly text: string;
  readonly pos: Pos;
}

export interface SourceFile {
  readonly text: SourceText;
  /** The name in the package clause; `_` if there is none. */
  readonly packageName: Ident;
  /** Position of the `package` keyword. */
  readonly packagePos: Pos;
  readonly imports: readonly ImportSpec[];
  readonly units: readonly Unit[];
  /** All directives outside declarations: a `go:linkname` may stand anywhere in the file. */
  readonly directives: readonly Directive[];
  /** Whether the file imports "C". */
  readonly usesCgo: boolean;
  /** The language version that a `//go:build go1.N` line asks for, as `go1.N`. */
  readonly goVersion: string | undefined;
  /** Grows while units are parsed. */
  readonly diagnostics: Diagnostic[];
}
