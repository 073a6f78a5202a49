// What a name means in a file outside of its functions: an import of the file, a name of the package, a predeclared
// name. Packages are imported when a name that may be theirs is looked up, not before: of an import without a name
// the package's name is guessed from the path, and only if no guess fits are all imports looked at.

import type { Ident, ImportSpec } from '#go/syntax/ast.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import { type Info, InfoTables } from './info.js';
import { type GoObject, isExportedName, type Package, PkgName } from './object.js';
import type { SourcePackage } from './package.js';
import { lookupUniverse } from './universe.js';

export class FileScope {
  readonly #file: SourceFile;
  readonly #pkg: SourcePackage;
  readonly #importPackage: (spec: ImportSpec) => Package;
  readonly #found = new Map<string, GoObject | undefined>();
  readonly #pkgNames = new Map<ImportSpec, PkgName>();
  #named: Map<string, ImportSpec> | undefined;
  readonly #guessed = new Map<string, ImportSpec[]>();
  readonly #unnamed: ImportSpec[] = [];
  readonly #dots: ImportSpec[] = [];
  #info: InfoTables | undefined;

  constructor(file: SourceFile, pkg: SourcePackage, importPackage: (spec: ImportSpec) => Package) {
    this.#file = file;
    this.#pkg = pkg;
    this.#importPackage = importPackage;
  }

  lookup(name: string): GoObject | undefined {
    const known = this.#found.get(name);
    if (known !== undefined || this.#found.has(name)) return known;
    const object = this.#find(name);
    this.#found.set(name, object);
    return object;
  }

  /** The objects that the file's import declarations define. */
  get info(): Info {
    if (this.#info === undefined) {
      this.#info = new InfoTables({ roots: this.#file.imports });
      for (const spec of this.#file.imports) {
        const object = this.#pkgName(spec);
        if (spec.name !== undefined) spec.name.defined = object;
        else spec.implied = object;
      }
    }
    return this.#info;
  }

  #find(name: string): GoObject | undefined {
    if (name === '_') return undefined;
    this.#named ??= this.#sortImports();
    const named = this.#named.get(name);
    if (named !== undefined) return this.#pkgName(named);
    for (const spec of this.#guessed.get(name) ?? []) {
      const object = this.#pkgName(spec);
      if (object.name === name) return object;
    }
    const own = this.#pkg.lookup(name);
    if (own !== undefined) return own;
    for (const spec of this.#dots) {
      const imported = this.#pkgName(spec).imported;
      const object = isExportedName(name) ? imported.lookup(name) : undefined;
      if (object !== undefined) return object;
    }
    const universal = lookupUniverse(name);
    if (universal !== undefined) return universal;
    for (const spec of this.#unnamed) {
      const object = this.#pkgName(spec);
      if (object.name === name) return object;
    }
    return undefined;
  }

  /** Why a name that nothing declares may still be right: a dot import without source. */
  missingDotImport(): string | undefined {
    this.#named ??= this.#sortImports();
    for (const spec of this.#dots) {
      const { missing } = this.#pkgName(spec).imported;
      if (missing !== undefined) return missing;
    }
    return undefined;
  }

  #sortImports(): Map<string, ImportSpec> {
    const named = new Map<string, ImportSpec>();
    for (const spec of this.#file.imports) {
      const written: Ident | undefined = spec.name;
      if (written === undefined) {
        this.#unnamed.push(spec);
        for (const name of guessPackageNames(spec.importPath)) {
          const others = this.#guessed.get(name);
          if (others === undefined) this.#guessed.set(name, [spec]);
          else others.push(spec);
        }
      } else if (written.name === '.') this.#dots.push(spec);
      else if (written.name !== '_') named.set(written.name, spec);
    }
    return named;
  }

  #pkgName(spec: ImportSpec): PkgName {
    let object = this.#pkgNames.get(spec);
    if (object === undefined) {
      const imported = this.#importPackage(spec);
      const name = spec.name?.name ?? imported.name;
      object = new PkgName(name, this.#pkg, spec.name?.pos ?? spec.path.pos, imported);
      this.#pkgNames.set(spec, object);
    }
    return object;
  }
}

const guesses = new Map<string, readonly string[]>();

/** The names that a package with this path may well have, the likeliest first. */
export function guessPackageNames(path: string): readonly string[] {
  let names = guesses.get(path);
  if (names === undefined) guesses.set(path, (names = guess(path)));
  return names;
}

function guess(path: string): readonly string[] {
  const parts = path.split('/');
  let last = parts.pop() ?? '';
  if (/^v[0-9]+$/.test(last) && parts.length > 0) last = parts.pop() ?? last;
  last = last.replace(/\.v[0-9]+$/, '');
  const names = new Set([last]);
  const plain = last
    .replace(/^go[-._]?(?=[a-z])/, '')
    .replace(/[-._]?go$/, '')
    .replace(/\.js$/, '');
  if (plain !== '') names.add(plain);
  for (const part of last.split(/[-._]/)) if (part !== '' && part !== 'go') names.add(part);
  names.add(last.replace(/[-.]/g, ''));
  names.add(last.replace(/[-.]/g, '_'));
  names.add(plain.replace(/[-.]/g, ''));
  names.add(plain.replace(/[-.]/g, '_'));
  return [...names];
}
