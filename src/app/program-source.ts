// The workspace as the checker's importer and the flow analysis' program: which packages there are, what they hold,
// who sees whom. Files are read and indexed when a package is first asked for.

import type { SourceSet } from '#base/position.js';
import type { ProgramSource } from '#go/flow/program-source.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import type { ReadDeclaration } from '#go/syntax/read-declaration.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import { WordIndex } from '#go/syntax/word-index.js';
import { standingBits } from '#go/syntax/word-standing.js';
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

/** The texts and packages that may hold a word, of the first `of` texts, with the ways in which it stands there. */
interface Holders {
  of: number;
  readonly texts: Map<number, number>;
  readonly packages: Map<string, number>;
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
  readonly #asked: PackageRef[] = [];
  readonly #words = new WordIndex();
  /** Packages and files whose words are in the index, and of which package each text is. */
  readonly #indexed = new Set<string>();
  readonly #textOf = new Map<string, number>();
  readonly #packageOf: string[] = [];
  /** The paths whose importers are in the index. */
  readonly #searchable = new Map<string, ReadonlySet<string>>();
  readonly #holders = new Map<string, Holders>();
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

  /** Takes in a package that was asked about, with what it imports, where nothing in the program imports it. */
  takeIn(path: string): void {
    if (this.closure().some((ref) => ref.path === path)) return;
    const ref = this.workspace.package(path);
    if (ref.missing === true) return;
    this.#asked.push(ref);
    this.#closure = undefined;
    this.#importers = undefined;
    for (const cache of [this.#seeing, this.#reaching, this.#searchable, this.#holders]) cache.clear();
  }

  /** Packages that are there because they were asked about. */
  get takenIn(): readonly string[] {
    return this.#asked.map(({ path }) => path);
  }

  closure(): readonly PackageRef[] {
    if (this.#closure === undefined) {
      this.#closure = this.workspace.importClosure([...this.#options.main, ...this.#asked], {
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

  packagesHolding(word: string, path: string, ways: number): readonly string[] {
    let seeing = this.#searchable.get(path);
    if (seeing === undefined) {
      seeing = new Set(this.packagesSeeing(path));
      for (const one of seeing) this.#indexWords(one);
      this.#searchable.set(path, seeing);
    }
    const found: string[] = [];
    for (const [holder, standing] of this.#holdersOf(word).packages)
      if ((ways === 0 || (standing & ways) !== 0) && seeing.has(holder)) found.push(holder);
    return found.sort();
  }

  holdsWord(packagePath: string, word: string, ways = 0): boolean {
    this.#indexWords(packagePath);
    const standing = this.#holdersOf(word).packages.get(packagePath);
    return standing !== undefined && (ways === 0 || (standing & ways) !== 0);
  }

  fileHoldsWord(path: string, word: string, ways: number): boolean {
    const text = this.#textOf.get(path);
    if (text === undefined) return true;
    const standing = this.#holdersOf(word).texts.get(text);
    return standing !== undefined && (ways === 0 || (standing & ways) !== 0);
  }

  #holdersOf(word: string): Holders {
    let holders = this.#holders.get(word);
    if (holders === undefined) {
      holders = { of: 0, texts: new Map(), packages: new Map() };
      this.#holders.set(word, holders);
    }
    const { size } = this.#words;
    if (holders.of === size) return holders;
    for (const found of this.#words.textsWith(word, holders.of)) {
      const text = found >> standingBits;
      const ways = found & ((1 << standingBits) - 1);
      const path = this.#packageOf[text] ?? '';
      holders.texts.set(text, ways);
      holders.packages.set(path, (holders.packages.get(path) ?? 0) | ways);
    }
    holders.of = size;
    return holders;
  }

  #indexWords(packagePath: string): void {
    if (this.#indexed.has(packagePath)) return;
    this.#indexed.add(packagePath);
    const ref = this.#refs.get(packagePath) ?? this.workspace.package(packagePath);
    if (ref.missing === true) return;
    const paths = this.#options.tests && this.#main.has(ref.path) ? [...ref.files, ...ref.testFiles] : ref.files;
    for (const path of paths) {
      const bytes = this.workspace.bytesOf(path);
      if (typeof bytes === 'string') continue;
      this.#textOf.set(path, this.#words.add(bytes));
      this.#packageOf.push(packagePath);
    }
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
