// The workspace as the checker's importer and the flow analysis' program: which packages there are, what they hold,
// who sees whom. Files are read and indexed when a package is first asked for.

import type { SourceSet } from '#base/position.js';
import { WordSet, wordHash } from '#base/word-set.js';
import type { ProgramSource } from '#go/flow/program-source.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import type { ReadDeclaration } from '#go/syntax/read-declaration.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import type { Importer, MissingPackage as MissingSource, PackageSource } from '#go/types/importer.js';
import type { Package } from '#go/types/object.js';
import type { MissingPackage, PackageRef } from '#go/workspace/package.js';
import type { Workspace } from '#go/workspace/workspace.js';
import { opaquePackages } from '#models/transport.js';

export interface ProgramOptions {
  /** Packages whose values may flow in, and all they import. */
  readonly main: readonly PackageRef[];
  /** Test files of the main packages belong to the program. */
  readonly tests: boolean;
  /** Reads a declaration's tree; the hand-written parser where nothing is said. */
  readonly read?: ReadDeclaration;
}

/** Everything a question needs of the sources. */
export class Program implements Importer, ProgramSource {
  readonly workspace: Workspace;
  readonly sources: SourceSet;
  readonly missing = new Map<string, MissingPackage>();
  readonly #options: ProgramOptions;
  readonly #loaded = new Map<string, PackageSource>();
  readonly #refs = new Map<string, PackageRef>();
  readonly #main: ReadonlySet<string>;
  readonly #words = new Map<string, readonly WordSet[]>();
  readonly #fileWords = new Map<string, WordSet>();
  readonly #hashes = new Map<string, number>();
  #closure: readonly PackageRef[] | undefined;
  #importers: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #seeing = new Map<string, readonly string[]>();
  readonly #reaching = new Map<string, ReadonlySet<string>>();

  constructor(workspace: Workspace, sources: SourceSet, options: ProgramOptions) {
    this.workspace = workspace;
    this.sources = sources;
    this.#options = options;
    this.#main = new Set(options.main.map((ref) => ref.path));
  }

  // ---- Importer ------------------------------------------------------------------------------------------

  import(path: string, from: Package | undefined): PackageSource | MissingSource {
    const fromRef = from === undefined ? undefined : this.#refs.get(from.path);
    const ref = fromRef === undefined ? this.workspace.package(path) : this.workspace.resolveImport(path, fromRef);
    if (ref.missing === true) {
      this.missing.set(path, ref);
      return { missing: ref.reason, path };
    }
    return this.load(ref);
  }

  load(ref: PackageRef): PackageSource {
    const known = this.#loaded.get(ref.path);
    if (known !== undefined) return known;
    return this.#loadFiles(
      ref.path,
      ref.name,
      ref,
      this.#options.tests && this.#main.has(ref.path) ? [...ref.files, ...ref.testFiles] : ref.files,
    );
  }

  /** The package `x_test` of test files beside a package, if there is one. */
  loadExternalTest(ref: PackageRef): PackageSource | undefined {
    if (ref.xtestFiles.length === 0) return undefined;
    const path = `${ref.path}_test`;
    return this.#loaded.get(path) ?? this.#loadFiles(path, `${ref.name}_test`, ref, ref.xtestFiles);
  }

  #loadFiles(path: string, name: string, ref: PackageRef, paths: readonly string[]): PackageSource {
    const files: SourceFile[] = [];
    for (const file of paths) {
      const bytes = this.workspace.bytesOf(file);
      if (typeof bytes === 'string') continue;
      files.push(
        loadSourceFile(
          this.sources.add(this.workspace.displayName(file), file, bytes),
          this.#options.read ?? parseDeclaration,
        ),
      );
    }
    const source: PackageSource = { path, name, isStd: ref.isStd, goVersion: ref.goVersion, files };
    this.#loaded.set(path, source);
    this.#refs.set(path, ref);
    return source;
  }

  get filesRead(): number {
    let count = 0;
    for (const source of this.#loaded.values()) count += source.files.length;
    return count;
  }

  /** Packages of which files were read. */
  get loadedPackages(): readonly PackageRef[] {
    return [...this.#loaded.keys()].flatMap((path) => this.#refs.get(path) ?? []);
  }

  get loadedFiles(): readonly SourceFile[] {
    return [...this.#loaded.values()].flatMap((source) => source.files);
  }

  // ---- ProgramSource -------------------------------------------------------------------------------------

  closure(): readonly PackageRef[] {
    if (this.#closure === undefined) {
      this.#closure = this.workspace.importClosure(this.#options.main, {
        tests: this.#options.tests,
        onMissing: (missing) => this.missing.set(missing.path, missing),
      });
      for (const ref of this.#closure) this.#refs.set(ref.path, ref);
    }
    return this.#closure;
  }

  packagesSeeing(path: string): readonly string[] {
    const known = this.#seeing.get(path);
    if (known !== undefined) return known;
    const importers = this.#reverse();
    const seen = new Set<string>([path]);
    const queue = [path];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const importer of importers.get(next) ?? []) {
        if (seen.has(importer)) continue;
        seen.add(importer);
        queue.push(importer);
      }
    }
    const found = [...seen].sort();
    this.#seeing.set(path, found);
    return found;
  }

  /** Whether the package imports one of `targets`, directly or not, or is one. */
  reaches(path: string, targets: readonly string[]): boolean {
    const key = targets.join(' ');
    let reaching = this.#reaching.get(key);
    if (reaching === undefined) {
      reaching = new Set(targets.flatMap((target) => this.packagesSeeing(target)));
      this.#reaching.set(key, reaching);
    }
    return reaching.has(path);
  }

  #reverse(): ReadonlyMap<string, readonly string[]> {
    if (this.#importers !== undefined) return this.#importers;
    const importers = new Map<string, string[]>();
    for (const ref of this.closure()) {
      const imports =
        this.#options.tests && this.#main.has(ref.path) ? [...ref.imports, ...ref.testImports] : ref.imports;
      for (const written of imports) {
        const target = this.workspace.resolveImport(written, ref);
        if (target.missing === true) continue;
        const list = importers.get(target.path);
        if (list === undefined) importers.set(target.path, [ref.path]);
        else list.push(ref.path);
      }
    }
    this.#importers = importers;
    return importers;
  }

  holdsWord(packagePath: string, word: string): boolean {
    let words = this.#words.get(packagePath);
    if (words === undefined) {
      words = this.#wordsOf(packagePath);
      this.#words.set(packagePath, words);
    }
    const hash = this.#hashOf(word);
    for (const set of words) if (set.mayHold(hash)) return true;
    return false;
  }

  fileHoldsWord(path: string, word: string): boolean {
    return this.#fileWords.get(path)?.mayHold(this.#hashOf(word)) ?? true;
  }

  #hashOf(word: string): number {
    let hash = this.#hashes.get(word);
    if (hash === undefined) {
      hash = wordHash(word);
      this.#hashes.set(word, hash);
    }
    return hash;
  }

  #wordsOf(packagePath: string): readonly WordSet[] {
    const ref = this.#refs.get(packagePath) ?? this.workspace.package(packagePath);
    if (ref.missing === true) return [];
    const paths = this.#options.tests && this.#main.has(ref.path) ? [...ref.files, ...ref.testFiles] : ref.files;
    const sets: WordSet[] = [];
    for (const path of paths) {
      const bytes = this.workspace.bytesOf(path);
      if (typeof bytes === 'string') continue;
      const set = new WordSet(bytes);
      this.#fileWords.set(path, set);
      sets.push(set);
    }
    return sets;
  }

  isMain(packagePath: string): boolean {
    return this.#main.has(packagePath);
  }

  isOpaque(packagePath: string): boolean {
    return opaquePackages.has(packagePath);
  }

  isLibrary(packagePath: string): boolean {
    if (!this.#main.has(packagePath)) return false;
    return this.#refs.get(packagePath)?.name !== 'main';
  }

  refOf(packagePath: string): PackageRef | undefined {
    return this.#refs.get(packagePath);
  }
}
