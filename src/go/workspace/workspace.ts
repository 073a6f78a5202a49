// Modules and packages as the go command finds them, without running it. Everything is read when it is first asked for.
// Leaves out: downloading, go.sum, `internal` visibility, GOFLAGS=-modfile, cgo's generated files, overlays.

import type { Diagnostic } from '#base/diagnostic.js';
import { UsageError } from '#base/errors.js';
import type { FileProblem, FileSystem } from '#base/file-system.js';
import { by } from '#base/order.js';
import { BuildContext } from './build-context.js';
import { Directories, resolvePath } from './directories.js';
import { DisplayNames } from './display-name.js';
import { enabledExperiments } from './experiments.js';
import { type FileHead, type HeadReader, readHead } from './file-head.js';
import { findLayout, isUnder } from './layout.js';
import { ModuleCache } from './module-cache.js';
import type { MissingPackage, ModuleRef, PackageRef } from './package.js';
import { isLocalPattern, isWildcard, patternMatcher, treeMatcher } from './package-pattern.js';
import { Requirements } from './requirements.js';
import { Resolver } from './resolver.js';
import { walkFolders } from './walk.js';

export interface WorkspaceOptions {
  /** The folder that is asked in; absolute, with `/`, as all paths here. */
  readonly dir: string;
  readonly goroot: string | undefined;
  readonly modcache: string | undefined;
  readonly goos: string;
  readonly goarch: string;
  readonly tags: readonly string[];
  /** CGO_ENABLED. */
  readonly cgo: boolean;
  /** Of the standard library: `go1.26.8`. */
  readonly goVersion: string;
  /** GOWORK: a file, or `off`. Undefined: the go.work above `dir`, if there is one. */
  readonly workFile?: string | 'off' | undefined;
  /** The -mod flag. Undefined: `vendor` where there is a vendor folder that counts, else `readonly`. */
  readonly modMode?: 'mod' | 'vendor' | 'readonly' | undefined;
  /** A folder without a go.mod will do. */
  readonly withoutModule?: boolean | undefined;
  /** Folders that are asked about; they may lie in modules within the one of `dir`. */
  readonly folders?: readonly string[] | undefined;
  /** GOEXPERIMENT. */
  readonly experiments?: string | undefined;
}

export interface ClosureOptions {
  /** Also what the roots' tests import. */
  readonly tests?: boolean;
  /** Is told of each import that leads nowhere, once a path. */
  readonly onMissing?: (missing: MissingPackage, from: PackageRef) => void;
}

export interface Workspace {
  readonly options: WorkspaceOptions;
  readonly mainModules: readonly ModuleRef[];
  /** Whether packages come from a vendor folder. */
  readonly isVendored: boolean;
  /** The build list: main modules, then the others by path. Reads the whole module graph. */
  modules(): readonly ModuleRef[];
  /** Everything wrong that was met so far; grows as more is read. */
  readonly diagnostics: readonly Diagnostic[];
  /** All packages of the main modules, by path. */
  mainPackages(): readonly PackageRef[];
  /** All packages in a module's folder, by path; none if it is not there. */
  packagesOf(module: ModuleRef): readonly PackageRef[];
  /** The package of an import path as a main module sees it. */
  package(importPath: string): PackageRef | MissingPackage;
  /** The package that an import in `from` means. */
  resolveImport(importPath: string, from: PackageRef): PackageRef | MissingPackage;
  /** The package in a folder of a main module, a module of the build list, or the standard library. */
  packageIn(dir: string): PackageRef | MissingPackage | undefined;
  /** The packages of a pattern, by path. Throws a `UsageError` where one is named and is not there. */
  match(pattern: string): readonly PackageRef[];
  /** The roots and everything they import, by path. */
  importClosure(roots: readonly PackageRef[], options?: ClosureOptions): readonly PackageRef[];
  /** A name of a file that means the same on every machine. */
  /** Folders that were come across and may not be read; what is in them is left out. */
  unreadableFolders(): readonly string[];
  displayName(path: string): string;
  /** A file's bytes, read once. */
  bytesOf(path: string): Uint8Array | FileProblem;
}

/** Opens the workspace around a folder. Throws a `UsageError` if it is in no module. */
export function openWorkspace(fs: FileSystem & HeadReader, options: WorkspaceOptions): Workspace {
  return new DiskWorkspace(fs, options);
}

class DiskWorkspace implements Workspace {
  readonly options: WorkspaceOptions;
  readonly mainModules: readonly ModuleRef[];
  readonly isVendored: boolean;
  readonly diagnostics: Diagnostic[];
  readonly #fs: FileSystem & HeadReader;
  readonly #directories: Directories;
  readonly #resolver: Resolver;
  readonly #names: DisplayNames;
  readonly #bytes = new Map<string, Uint8Array | FileProblem>();
  readonly #reported = new Set<string>();
  #mainPackages: readonly PackageRef[] | undefined;

  constructor(fs: FileSystem & HeadReader, options: WorkspaceOptions) {
    this.options = options;
    this.#fs = fs;
    const directories = new Directories(fs);
    this.#directories = directories;
    const { goroot, modcache, goos, goarch } = options;
    const layout = findLayout(directories, options);
    const cache = new ModuleCache(modcache, directories);
    const requirements = new Requirements(
      layout.mains,
      layout.work?.file.replaces ?? [],
      layout.work?.dir ?? '/',
      cache,
      directories,
    );
    let experiments: ReadonlySet<string> | undefined;
    const readExperiments = (): ReadonlySet<string> => {
      const source = goroot === undefined ? 'not-found' : directories.text(`${goroot}/src/internal/buildcfg/exp.go`);
      return enabledExperiments(typeof source === 'string' ? '' : source.text, goos, goarch, options.experiments ?? '');
    };
    const context = new BuildContext({ ...options, experiments: () => (experiments ??= readExperiments()) });
    const host = {
      context,
      directories,
      headOf: (path: string) => this.#headOf(path),
      report: (diagnostic: Diagnostic) => this.#report(diagnostic),
    };
    this.diagnostics = [...layout.diagnostics];
    this.isVendored = layout.vendor !== undefined;
    this.#resolver = new Resolver(host, layout, requirements, cache, options);
    this.mainModules = this.#resolver.mains;
    this.#names = new DisplayNames(goroot, modcache, layout, requirements.replacementFolders());
  }

  #report(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code} ${diagnostic.path ?? ''} ${diagnostic.message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.diagnostics.push(diagnostic);
  }

  #headOf(path: string): FileHead | undefined {
    const head = readHead(this.#fs, path);
    if (typeof head !== 'string') return head;
    this.#report({
      code: 'file-unreadable',
      message: `The file ${head === 'no-permission' ? 'may not' : 'cannot'} be read; it is left out.`,
      path,
    });
    return undefined;
  }

  bytesOf(path: string): Uint8Array | FileProblem {
    let bytes = this.#bytes.get(path);
    if (bytes === undefined) {
      bytes = this.#fs.readFile(path);
      this.#bytes.set(path, bytes);
    }
    return bytes;
  }

  modules(): readonly ModuleRef[] {
    return this.#resolver.modules();
  }

  package(importPath: string): PackageRef | MissingPackage {
    return this.#resolver.resolve(importPath);
  }

  resolveImport(importPath: string, from: PackageRef): PackageRef | MissingPackage {
    return from.isStd ? this.#resolver.resolveFromStd(importPath) : this.#resolver.resolve(importPath);
  }

  mainPackages(): readonly PackageRef[] {
    this.#mainPackages ??= this.mainModules.flatMap((module) => this.packagesOf(module)).sort(by(({ path }) => path));
    return this.#mainPackages;
  }

  packagesOf(module: ModuleRef): readonly PackageRef[] {
    const { dir } = module;
    return dir === undefined
      ? []
      : this.#walk(
          module,
          dir,
          () => true,
          () => true,
        ).sort(by(({ path }) => path));
  }

  packageIn(dir: string): PackageRef | MissingPackage | undefined {
    const module = this.#ownerOf(dir);
    if (module === undefined) return undefined;
    if (module === 'std') return this.#resolver.resolve(dir.slice((this.#resolver.stdDir ?? '').length + 1));
    const path = module.path + dir.slice((module.dir ?? '').length);
    return this.#resolver.resolve(path);
  }

  /** The module in whose folder `dir` lies; main modules first, the deepest one. */
  #ownerOf(dir: string): ModuleRef | 'std' | undefined {
    const { stdDir } = this.#resolver;
    if (stdDir !== undefined && isUnder(dir, stdDir) && dir !== stdDir) return 'std';
    const deepest = (modules: readonly ModuleRef[]): ModuleRef | undefined => {
      let best: ModuleRef | undefined;
      for (const module of modules) {
        if (module.dir !== undefined && isUnder(dir, module.dir) && module.dir.length >= (best?.dir?.length ?? 0))
          best = module;
      }
      return best;
    };
    return deepest(this.mainModules) ?? deepest(this.modules());
  }

  /** The packages under a folder of a module whose path `matches`. */
  #walk(
    module: ModuleRef | 'std',
    dir: string,
    matches: (path: string) => boolean,
    canMatch: (path: string) => boolean,
  ): PackageRef[] {
    const resolver = this.#resolver;
    const { stdDir } = resolver;
    const isStd = module === 'std' || (stdDir !== undefined && module.dir === stdDir);
    const root = isStd ? (stdDir ?? dir) : (module.dir ?? dir);
    const prefix = isStd ? '' : module.path;
    const top = joinPath(prefix, dir.slice(root.length + 1));
    const packages: PackageRef[] = [];
    const isLocal = isStd || module.isMain || module.version === undefined;
    const walkOptions = {
      ignores: isStd ? [] : resolver.ignoresOf(module),
      ignoreRoot: root,
      skipModules: isLocal,
      skipVendor: !isStd,
      canMatch: (name: string) => canMatch(joinPath(top, name)) && !(isStd && joinPath(top, name) === 'cmd'),
    };
    walkFolders(this.#directories, dir, walkOptions, (folder, name) => {
      const path = joinPath(top, name);
      if (
        path === '' ||
        (isStd && isUnlisted(path, this.options.cgo)) ||
        !matches(path) ||
        !this.#directories.hasGoFiles(folder)
      )
        return;
      const found = resolver.packageAt(path, folder, isStd ? undefined : module);
      if (found.missing !== true) packages.push(found);
    });
    return packages;
  }

  match(pattern: string): readonly PackageRef[] {
    const packages = isLocalPattern(pattern) ? this.#matchLocal(pattern) : this.#matchPaths(pattern);
    return [...new Map(packages.map((found) => [found.path, found])).values()].sort(by(({ path }) => path));
  }

  #matchLocal(pattern: string): readonly PackageRef[] {
    const { dir } = this.options;
    if (!isWildcard(pattern)) {
      const folder = resolvePath(dir, pattern);
      const found = this.packageIn(folder);
      if (found === undefined) throw new UsageError(`${folder} lies in no module that is known here.`);
      if (found.missing === true)
        throw new UsageError(
          this.#directories.hasGoFiles(folder) ? found.reason : `There are no Go files in ${folder}.`,
        );
      return [found];
    }
    const wildcard = pattern.indexOf('...');
    const start = resolvePath(
      dir,
      pattern.slice(0, pattern.slice(0, wildcard).replaceAll('\\', '/').lastIndexOf('/') + 1),
    );
    const module = this.#ownerOf(start);
    if (module === undefined) throw new UsageError(`${start} lies in no module that is known here.`);
    const whole = joinPath(
      resolvePath(dir, pattern.slice(0, pattern.lastIndexOf('/') + 1)),
      pattern.slice(pattern.lastIndexOf('/') + 1),
    );
    const matches = patternMatcher(whole);
    const root = module === 'std' ? (this.#resolver.stdDir ?? '') : (module.dir ?? '');
    const prefix = module === 'std' || root === this.#resolver.stdDir ? '' : module.path;
    return this.#walk(
      module,
      start,
      (path) => matches(root + (prefix === '' ? `/${path}` : path.slice(prefix.length))),
      () => true,
    );
  }

  #matchPaths(pattern: string): readonly PackageRef[] {
    if (pattern.includes('@'))
      throw new UsageError(
        `The package pattern ${pattern} holds a version; versions are those of go.mod, leave it out.`,
      );
    const { stdDir } = this.#resolver;
    if (pattern === 'all') return this.importClosure(this.mainPackages(), { tests: true });
    const isStd = pattern === 'std';
    if (isStd && stdDir === undefined)
      throw new UsageError('The standard library was not found; pass --goroot with the folder of a Go installation.');
    if (!isStd && !isWildcard(pattern)) {
      const found = this.package(pattern);
      if (found.missing === true)
        throw new UsageError(found.reason, found.command === undefined ? [] : [`To get it: ${found.command}`]);
      return [found];
    }
    const matches = isStd ? () => true : patternMatcher(pattern);
    const canMatch = isStd ? () => true : treeMatcher(pattern);
    const packages: PackageRef[] = stdDir === undefined ? [] : this.#walk('std', stdDir, matches, canMatch);
    if (isStd) return packages;
    for (const module of this.modules()) {
      if (module.dir !== undefined && module.dir !== stdDir && canMatch(module.path))
        packages.push(...this.#walk(module, module.dir, matches, canMatch));
    }
    return packages;
  }

  importClosure(roots: readonly PackageRef[], options: ClosureOptions = {}): readonly PackageRef[] {
    const packages = new Set<PackageRef>(roots);
    const missing = new Set<string>();
    const follow = (importPath: string, from: PackageRef): void => {
      const found = this.resolveImport(importPath, from);
      if (found.missing !== true) {
        packages.add(found);
      } else if (importPath !== 'C' && !missing.has(importPath)) {
        missing.add(importPath);
        options.onMissing?.(found, from);
      }
    };
    if (options.tests === true) {
      for (const root of roots) {
        for (const path of root.testImports) follow(path, root);
        for (const path of root.xtestImports) follow(path, root);
      }
    }
    // A set is iterated in the order of insertion, also over what is added on the way.
    for (const from of packages) for (const path of from.imports) follow(path, from);
    return [...packages].sort(by(({ path }) => path));
  }

  unreadableFolders(): readonly string[] {
    return this.#directories.unreadable();
  }

  displayName(path: string): string {
    return this.#names.nameOf(path);
  }
}

function joinPath(a: string, b: string): string {
  return a === '' ? b : b === '' ? a : `${a}/${b}`;
}

/** `builtin` is documentation only; `runtime/cgo` is there for cgo only. */
function isUnlisted(stdPath: string, cgo: boolean): boolean {
  return stdPath === 'builtin' || (stdPath === 'runtime/cgo' && !cgo);
}
