// The Go files of one folder, sorted out by build constraints (mirrors go/build's Context.Import).
// Leaves out other languages' files. Test files are looked at only when somebody asks for them.

import type { Diagnostic } from '#base/diagnostic.js';
import { compareStrings } from '#base/order.js';
import type { BuildContext } from './build-context.js';
import type { Directories } from './directories.js';
import type { FileHead } from './file-head.js';
import type { ModuleRef, PackageRef } from './package.js';

/** What the sorting of files needs; the workspace is one. */
export interface PackageHost {
  readonly context: BuildContext;
  readonly directories: Directories;
  /** The head of a file, or undefined if it cannot be read (a diagnostic says why). */
  headOf(path: string): FileHead | undefined;
  report(diagnostic: Diagnostic): void;
}

interface Sorted {
  readonly name: string | undefined;
  readonly files: readonly string[];
  readonly imports: readonly string[];
  readonly ignored: readonly string[];
}

interface SortedTests {
  readonly name: string | undefined;
  readonly testFiles: readonly string[];
  readonly xtestFiles: readonly string[];
  readonly testImports: readonly string[];
  readonly xtestImports: readonly string[];
  readonly ignored: readonly string[];
}

/** A package of which the files are known and the tests are found out when asked for. */
export class FolderPackage implements PackageRef {
  readonly path: string;
  readonly dir: string;
  readonly module: ModuleRef | undefined;
  readonly isStd: boolean;
  readonly files: readonly string[];
  readonly imports: readonly string[];
  readonly #host: PackageHost;
  readonly #name: string | undefined;
  readonly #ignored: readonly string[];
  readonly #stdVersion: string;
  #tests: SortedTests | undefined;

  constructor(host: PackageHost, path: string, dir: string, module: ModuleRef | undefined, stdVersion: string) {
    const sorted = sortFiles(host, dir);
    this.path = path;
    this.dir = dir;
    this.module = module;
    this.isStd = module === undefined;
    this.files = sorted.files;
    this.imports = sorted.imports;
    this.#name = sorted.name;
    this.#ignored = sorted.ignored;
    this.#host = host;
    this.#stdVersion = stdVersion;
  }

  /** Of the files, or of the tests where there is nothing else. */
  get name(): string {
    return this.#name ?? this.#sortedTests().name ?? '_';
  }

  get testFiles(): readonly string[] {
    return this.#sortedTests().testFiles;
  }

  get xtestFiles(): readonly string[] {
    return this.#sortedTests().xtestFiles;
  }

  get testImports(): readonly string[] {
    return this.#sortedTests().testImports;
  }

  get xtestImports(): readonly string[] {
    return this.#sortedTests().xtestImports;
  }

  get ignoredFiles(): readonly string[] {
    const { ignored } = this.#sortedTests();
    return ignored.length === 0 ? this.#ignored : [...this.#ignored, ...ignored].sort(compareStrings);
  }

  get goVersion(): string {
    return this.module?.goVersion ?? this.#stdVersion;
  }

  /** Whether build constraints leave nothing, not even a test. */
  get isEmpty(): boolean {
    return this.files.length === 0 && this.testFiles.length === 0 && this.xtestFiles.length === 0;
  }

  #sortedTests(): SortedTests {
    this.#tests ??= sortTests(this.#host, this.dir, this.#name);
    return this.#tests;
  }
}

/** Whether the go command looks at a file of this name at all. */
function isGoFile(name: string): boolean {
  return name.endsWith('.go') && !name.startsWith('_') && !name.startsWith('.');
}

function sortFiles(host: PackageHost, dir: string): Sorted {
  const files: string[] = [];
  const ignored: string[] = [];
  const imports = new Set<string>();
  let name: string | undefined;
  let first = '';
  for (const entry of host.directories.entries(dir)) {
    if (entry.kind !== 'file' || !isGoFile(entry.name) || entry.name.endsWith('_test.go')) continue;
    const path = `${dir}/${entry.name}`;
    const head = host.context.matchesName(entry.name) ? includedHead(host, path) : undefined;
    if (head === undefined) {
      ignored.push(path);
      continue;
    }
    if (name === undefined) {
      name = head.packageName;
      first = entry.name;
    } else if (head.packageName !== name) {
      host.report({
        code: 'several-packages',
        message: `${entry.name} belongs to package ${head.packageName}, but ${first} in the same folder to package ${name}; ${entry.name} is left out.`,
        path,
      });
      ignored.push(path);
      continue;
    }
    files.push(path);
    for (const imported of head.imports) imports.add(imported);
  }
  return { name, files, imports: [...imports].sort(compareStrings), ignored };
}

function sortTests(host: PackageHost, dir: string, packageName: string | undefined): SortedTests {
  const testFiles: string[] = [];
  const xtestFiles: string[] = [];
  const ignored: string[] = [];
  const testImports = new Set<string>();
  const xtestImports = new Set<string>();
  let name: string | undefined;
  for (const entry of host.directories.entries(dir)) {
    if (entry.kind !== 'file' || !entry.name.endsWith('_test.go') || !isGoFile(entry.name)) continue;
    const path = `${dir}/${entry.name}`;
    const head = host.context.matchesName(entry.name) ? includedHead(host, path) : undefined;
    if (head === undefined) {
      ignored.push(path);
      continue;
    }
    // A package may itself be called `x_test`; then its own tests are not external.
    const isExternal = head.packageName.endsWith('_test') && head.packageName !== packageName;
    name ??= isExternal ? head.packageName.slice(0, -'_test'.length) : head.packageName;
    (isExternal ? xtestFiles : testFiles).push(path);
    for (const imported of head.imports) (isExternal ? xtestImports : testImports).add(imported);
  }
  return {
    name,
    testFiles,
    xtestFiles,
    ignored,
    testImports: [...testImports].sort(compareStrings),
    xtestImports: [...xtestImports].sort(compareStrings),
  };
}

/** The head of a file that belongs to the build; undefined for one that does not. */
function includedHead(host: PackageHost, path: string): FileHead | undefined {
  const head = host.headOf(path);
  if (head === undefined) return undefined;
  if (head.buildConstraint !== undefined) {
    const matches = host.context.matchesConstraint(head.buildConstraint);
    if (matches === undefined) {
      host.report({
        code: 'build-constraint-malformed',
        message: `The build constraint \`${head.buildConstraint}\` is malformed; the file is left out.`,
        path,
      });
    }
    if (matches !== true) return undefined;
  }
  if (head.imports.includes('C') && !host.context.cgo) return undefined;
  if (head.packageName === '_') {
    host.report({ code: 'syntax-error', message: 'There is no package clause; the file is left out.', path });
    return undefined;
  }
  // go/build: a file of package documentation is text.
  return head.packageName === 'documentation' ? undefined : head;
}
