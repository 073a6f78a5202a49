// The type checker: go/types on demand. It owns the caches (packages, declarations) and the depth that evaluation may
// reach; the rules live in one file per syntactic form, to which it is handed as `Evaluator`. Nothing is checked before
// it is asked for, and each thing once. It reports no errors: what is wrong or missing gets the type Unknown.

import type { Diagnostic } from '#base/diagnostic.js';
import { assert } from '#base/errors.js';
import type { BlockStmt, Expr, ImportSpec } from '#go/syntax/ast.js';
import type { SourceFile, Unit } from '#go/syntax/source-file.js';
import { Declaration } from './declaration.js';
import type { Environment, Evaluator, ExpressionKind } from './environment.js';
import { rawExpr } from './expression.js';
import { FileScope, guessPackageNames } from './file-scope.js';
import type { Importer, MissingPackage, PackageSource } from './importer.js';
import type { Info } from './info.js';
import type { Func, GoObject, Package } from './object.js';
import type { Operand } from './operand.js';
import { SourcePackage } from './package.js';
import type { Scope } from './scope.js';
import { type Sizes, sizesFor } from './sizes.js';
import { functionBody } from './statement.js';
import type { Signature, Type } from './type.js';
import { genericTypeExpr, typeExpr } from './type-expr.js';
import { unsafePackage } from './universe.js';

export interface Checker {
  /** The package with this path of its own. One without source has a reason in `missing`. */
  package(path: string): Package;
  /** The package for a source that the importer gave, or that is made up, as a test variant is. */
  packageOf(source: PackageSource): Package;
  packageOfFile(file: SourceFile): Package;
  packageOfUnit(unit: Unit): Package;
  /** What a name means in the file outside of its functions. */
  lookup(file: SourceFile, name: string): GoObject | undefined;
  /** What the file's import declarations define. */
  fileInfo(file: SourceFile): Info;
  /** All that is known of a declaration, its function bodies included. */
  info(unit: Unit): Info;
  /** The objects that a declaration declares, in the order of `unit.names`. */
  objectsOf(unit: Unit): readonly GoObject[];
  /** The function or method that a declaration declares. */
  funcOf(unit: Unit): Func | undefined;
  /** One for each package that has been looked for in vain so far, at the first import of it that was looked at. */
  readonly diagnostics: readonly Diagnostic[];
}

export function createChecker(importer: Importer, target: { readonly goarch: string; readonly goos: string }): Checker {
  return new CheckerCore(importer, sizesFor(target.goarch));
}

/** What stands for the package "C". */
const cgo: MissingPackage = { path: 'C', missing: 'The file uses cgo, whose C code is not looked into.' };

class CheckerCore implements Checker, Evaluator {
  readonly sizes: Sizes;
  depth = 0;
  readonly #importer: Importer;
  readonly #packages = new Map<string, SourcePackage>();
  readonly #packageOfFile = new Map<SourceFile, SourcePackage>();
  readonly #fileScopes = new Map<SourceFile, FileScope>();
  readonly #declarations = new Map<Unit, Declaration>();
  readonly #reported = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];

  constructor(importer: Importer, sizes: Sizes) {
    this.#importer = importer;
    this.sizes = sizes;
  }

  // ---- For those who ask -----------------------------------------------------------------------------------

  package(path: string): Package {
    if (path === 'unsafe') return unsafePackage;
    return this.#packages.get(path) ?? this.#load(this.#importer.import(path, undefined));
  }

  packageOf(source: PackageSource): Package {
    return this.#load(source);
  }

  packageOfFile(file: SourceFile): SourcePackage {
    const found = this.#packageOfFile.get(file);
    assert(found, `${file.text.name} is in no package that has been loaded`);
    return found;
  }

  packageOfUnit(unit: Unit): SourcePackage {
    return this.packageOfFile(unit.file);
  }

  lookup(file: SourceFile, name: string): GoObject | undefined {
    return this.#fileScope(file, this.packageOfFile(file)).lookup(name);
  }

  fileInfo(file: SourceFile): Info {
    return this.#fileScope(file, this.packageOfFile(file)).info;
  }

  info(unit: Unit): Info {
    return this.#declaration(unit).complete();
  }

  objectsOf(unit: Unit): readonly GoObject[] {
    const declaration = this.#declaration(unit);
    return unit.names.map((_, i) => declaration.object(i));
  }

  funcOf(unit: Unit): Func | undefined {
    if (unit.kind !== 'func') return undefined;
    const object = this.#declaration(unit).object(0);
    return object.kind === 'Func' ? object : undefined;
  }

  // ---- For the satellites ----------------------------------------------------------------------------------

  rawExpr(
    env: Environment,
    x: Operand,
    e: Expr,
    hint: Type | undefined,
    allowGeneric: boolean,
    target: Signature | undefined,
  ): ExpressionKind {
    return rawExpr(env, x, e, hint, allowGeneric, target);
  }

  typeOf(env: Environment, e: Expr): Type {
    return typeExpr(env, e, undefined);
  }

  genericTypeOf(env: Environment, e: Expr): Type {
    return genericTypeExpr(env, e);
  }

  functionBody(env: Environment, signature: Signature, scope: Scope, body: BlockStmt): void {
    functionBody(env, signature, scope, body);
  }

  // ---- Caches ----------------------------------------------------------------------------------------------

  #load(source: PackageSource | MissingPackage): SourcePackage {
    const known = this.#packages.get(source.path);
    if (known !== undefined) return known;
    const objectOf = (unit: Unit, index: number): GoObject => this.#declaration(unit).object(index);
    const loaded =
      'missing' in source
        ? new SourcePackage(
            {
              path: source.path,
              name: guessPackageNames(source.path)[0] ?? '_',
              isStd: false,
              goVersion: '',
              files: [],
            },
            objectOf,
            source.missing,
          )
        : new SourcePackage(source, objectOf);
    this.#packages.set(source.path, loaded);
    for (const file of loaded.files) this.#packageOfFile.set(file, loaded);
    return loaded;
  }

  #import(spec: ImportSpec, file: SourceFile, from: SourcePackage): Package {
    const path = spec.importPath;
    let found = from.imports.get(path);
    if (found === undefined) {
      found = path === 'unsafe' ? unsafePackage : this.#load(path === 'C' ? cgo : this.#importer.import(path, from));
      from.imports.set(path, found);
      if (found.missing !== undefined && !this.#reported.has(found.path)) {
        this.#reported.add(found.path);
        const position = file.text.positionAt(spec.path.pos - file.text.base);
        this.diagnostics.push({ code: 'package-missing', message: found.missing, position });
      }
    }
    return found;
  }

  #fileScope(file: SourceFile, pkg: SourcePackage): FileScope {
    let scope = this.#fileScopes.get(file);
    if (scope === undefined) {
      scope = new FileScope(file, pkg, (spec) => this.#import(spec, file, pkg));
      this.#fileScopes.set(file, scope);
    }
    return scope;
  }

  #declaration(unit: Unit): Declaration {
    let declaration = this.#declarations.get(unit);
    if (declaration === undefined) {
      const pkg = this.packageOfUnit(unit);
      declaration = new Declaration(this, unit, pkg, this.#fileScope(unit.file, pkg));
      this.#declarations.set(unit, declaration);
    }
    return declaration;
  }
}
