// Makes a SourceFile of a text: header and top-level declarations by a scan, the trees of declarations on demand.

import type { Diagnostic } from '#base/diagnostic.js';
import type { Pos, SourceText } from '#base/position.js';
import type { Decl, Ident, ImportSpec } from './ast.js';
import { textBetween } from './characters.js';
import { goVersionOf } from './go-version.js';
import { type ImportScan, scanHeaderOffsets } from './header.js';
import { internName } from './names.js';
import { type ReadDeclaration, readDeclaration } from './read-declaration.js';
import { type NameScan, scanUnits, type UnitScan } from './scan-units.js';
import type { Directive, SourceFile, Unit, UnitName } from './source-file.js';

/** Indexes a file: O(size), no declaration is parsed until its `decl` is asked for, by `read`. Never throws. */
export function loadSourceFile(text: SourceText, read: ReadDeclaration = readDeclaration): SourceFile {
  const { bytes, base } = text;
  const header = scanHeaderOffsets(bytes);
  const scan = scanUnits(bytes, header.end);
  const diagnostics: Diagnostic[] = [];
  for (const { at, message } of [...header.problems, ...scan.problems]) {
    diagnostics.push({ code: 'syntax-error', message, position: text.positionAt(at) });
  }
  const hasName = header.packageStart !== -1 && header.nameEnd > header.nameStart;
  const packageName: Ident = {
    kind: 'Ident',
    typed: undefined,
    used: undefined,
    defined: undefined,
    pos: base + header.nameStart,
    end: base + header.nameEnd,
    name: hasName ? internName(bytes, header.nameStart, header.nameEnd) : '_',
  };
  const imports = [...header.imports, ...scan.lateImports].map((spec) => toImportSpec(text, spec));
  const directives = scan.directives.map(
    (directive): Directive => ({
      text: textBetween(bytes, directive.start, directive.end),
      pos: base + directive.start - 2,
    }),
  );
  const units: Unit[] = [];
  const file: SourceFile = {
    text,
    packageName,
    packagePos: header.packageStart === -1 ? base : base + header.packageStart,
    imports,
    units,
    directives,
    usesCgo: imports.some(({ importPath }) => importPath === 'C'),
    goVersion: header.buildConstraint === undefined ? undefined : goVersionOf(header.buildConstraint),
    diagnostics,
  };
  for (const unit of scan.units) units.push(new LazyUnit(file, unit, directives, read));
  return file;
}

function toImportSpec({ bytes, base }: SourceText, spec: ImportScan): ImportSpec {
  const { nameStart, nameEnd, pathStart, pathEnd, path } = spec;
  const name: Ident | undefined =
    nameStart === -1
      ? undefined
      : {
          kind: 'Ident',
          typed: undefined,
          used: undefined,
          defined: undefined,
          pos: base + nameStart,
          end: base + nameEnd,
          name: textBetween(bytes, nameStart, nameEnd),
        };
  const value = textBetween(bytes, pathStart, pathEnd);
  return {
    kind: 'ImportSpec',
    implied: undefined,
    pos: name?.pos ?? base + pathStart,
    end: base + pathEnd,
    name,
    path: { kind: 'BasicLit', typed: undefined, pos: base + pathStart, end: base + pathEnd, token: 'STRING', value },
    importPath: path,
  };
}

function toName({ bytes, base }: SourceText, { start, end }: NameScan): UnitName {
  return { name: internName(bytes, start, end), pos: base + start };
}

/**
 * Trees that were glanced at are kept for a while: what is glanced at and found to matter is asked for soon after. As many as
 * one search for a name comes across.
 */
const glancedLimit = 256;
const glanced: LazyUnit[] = [];
let nextGlanced = 0;

class LazyUnit implements Unit {
  readonly file: SourceFile;
  readonly kind: Unit['kind'];
  readonly pos: Pos;
  readonly end: Pos;
  readonly names: readonly UnitName[];
  readonly recvTypeName: string | undefined;
  readonly recvPointer: boolean;
  readonly directives: readonly string[];
  readonly #read: ReadDeclaration;
  #decl: Decl | undefined;
  #glanced: Decl | undefined;
  #isReported = false;

  constructor(file: SourceFile, scan: UnitScan, directives: readonly Directive[], read: ReadDeclaration) {
    const { text } = file;
    this.file = file;
    this.#read = read;
    this.kind = scan.kind;
    this.pos = text.base + scan.start;
    this.end = text.base + scan.end;
    this.names = scan.names.map((name) => toName(text, name));
    this.recvTypeName = scan.recv === undefined ? undefined : toName(text, scan.recv).name;
    this.recvPointer = scan.recvPointer;
    this.directives = directives.slice(scan.firstDirective, scan.endDirective).map((directive) => directive.text);
  }

  get decl(): Decl {
    this.#decl ??= this.#glanced ?? this.#parse();
    return this.#decl;
  }

  glance(): Decl {
    const known = this.#decl ?? this.#glanced;
    if (known !== undefined) return known;
    const decl = this.#parse();
    this.#glanced = decl;
    const oldest = glanced[nextGlanced];
    if (oldest !== undefined) oldest.#glanced = undefined;
    glanced[nextGlanced] = this;
    nextGlanced = (nextGlanced + 1) % glancedLimit;
    return decl;
  }

  #parse(): Decl {
    const { file, kind, pos, end } = this;
    if (kind === 'bad') return { kind: 'BadDecl', pos, end };
    const { text, diagnostics } = file;
    const problems: Diagnostic[] = [];
    const decl = this.#read(text, pos - text.base, end - text.base, problems);
    // Read again, it has the same errors.
    if (!this.#isReported) diagnostics.push(...problems);
    this.#isReported = true;
    return decl;
  }
}
