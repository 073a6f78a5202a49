// From an import path to a package: the standard library, the main modules, the vendor folder, the build list.
// Mirrors modload's importFromModules and dirInModule: the module that provides a package is the one whose path is a
// prefix and whose folder holds Go files there; two of them are an ambiguity, of which the longer path is taken.

import { compareStrings } from '#base/order.js';
import type { Directories } from './directories.js';
import { defaultGoVersion, languageVersion, withoutGo } from './go-version.js';
import type { Layout } from './layout.js';
import type { ModuleCache } from './module-cache.js';
import { type Selection, selectRoots, selectVersions } from './module-graph.js';
import { hasPathPrefix, importPathProblem, isStandardPath } from './module-path.js';
import type { MissingPackage, ModuleRef, PackageRef } from './package.js';
import { FolderPackage, type PackageHost } from './package-files.js';
import { isPrunedVersion, type MainModule, type Requirements } from './requirements.js';

export interface ResolverOptions {
  readonly goroot: string | undefined;
  /** `go1.26.8`. */
  readonly goVersion: string;
}

/** A module that may provide a package, and the folder that the package would have in it. */
interface Candidate {
  readonly module: ModuleRef;
  readonly dir: string | undefined;
}

export class Resolver {
  readonly mains: readonly ModuleRef[];
  /** `GOROOT/src`, if it is there. */
  readonly stdDir: string | undefined;
  readonly #host: PackageHost;
  readonly #directories: Directories;
  readonly #layout: Layout;
  readonly #requirements: Requirements;
  readonly #cache: ModuleCache;
  readonly #goVersion: string;
  readonly #mainsByPath: ReadonlyMap<string, ModuleRef>;
  /** The main module, if its go.mod lists all that it needs. */
  readonly #lazyMain: MainModule | undefined;
  readonly #modules = new Map<string, ModuleRef>();
  readonly #packages = new Map<string, PackageRef | MissingPackage>();
  readonly #stdImports = new Map<string, PackageRef | MissingPackage>();
  /** By import path and folder. */
  readonly #inFolders = new Map<string, PackageRef | MissingPackage>();
  #graph: Selection | undefined;
  #roots: Selection | undefined;

  constructor(
    host: PackageHost,
    layout: Layout,
    requirements: Requirements,
    cache: ModuleCache,
    options: ResolverOptions,
  ) {
    this.#host = host;
    this.#directories = host.directories;
    this.#layout = layout;
    this.#requirements = requirements;
    this.#cache = cache;
    this.#goVersion = options.goVersion;
    const src = options.goroot === undefined ? undefined : `${options.goroot}/src`;
    this.stdDir = src !== undefined && host.directories.fs.kindOf(`${src}/unsafe`) === 'directory' ? src : undefined;
    this.mains = layout.mains.map(({ path, dir, file }) => ({
      path,
      dir,
      version: undefined,
      isMain: true,
      goVersion: `go${file.goVersion ?? defaultGoVersion}`,
    }));
    this.#mainsByPath = new Map(this.mains.map((main) => [main.path, main]));
    const [main] = layout.mains;
    const isLazy = layout.work === undefined && isPrunedVersion(main?.file.goVersion ?? defaultGoVersion);
    this.#lazyMain = isLazy ? main : undefined;
  }

  /** The package of an import path from the main modules' view. */
  resolve(path: string): PackageRef | MissingPackage {
    let found = this.#packages.get(path);
    if (found === undefined) {
      found = this.#resolve(path);
      this.#packages.set(path, found);
    }
    return found;
  }

  /** The package of an import in the standard library, which sees its own vendor folder and nothing else. */
  resolveFromStd(path: string): PackageRef | MissingPackage {
    let found = this.#stdImports.get(path);
    if (found === undefined) {
      const isVendored =
        !isStandardPath(path) &&
        this.stdDir !== undefined &&
        this.#directories.hasGoFiles(`${this.stdDir}/vendor/${path}`);
      found = this.resolve(isVendored ? `vendor/${path}` : path);
      this.#stdImports.set(path, found);
    }
    return found;
  }

  /** The package in a folder that is known to have the import path `path` in `module`. */
  packageAt(path: string, dir: string, module: ModuleRef | undefined): PackageRef | MissingPackage {
    const key = `${path} ${dir}`;
    let found = this.#inFolders.get(key);
    if (found === undefined) {
      const made = new FolderPackage(this.#host, path, dir, module, languageVersion(withoutGo(this.#goVersion)));
      found = made.isEmpty ? this.#missing(path, this.#emptyReason(path, dir), undefined, module) : made;
      this.#inFolders.set(key, found);
    }
    return found;
  }

  #emptyReason(path: string, dir: string): string {
    const problem = this.#directories.problemOf(dir);
    if (problem === 'no-permission') return `The folder of ${path} may not be read.`;
    return this.#directories.hasGoFiles(dir)
      ? `Build constraints leave out all Go files of ${path}.`
      : `There are no Go files in the folder of ${path}.`;
  }

  /** The build list: main modules, then the others by path. */
  modules(): readonly ModuleRef[] {
    const others: ModuleRef[] = [];
    if (this.#layout.vendor !== undefined) {
      for (const { path, version } of this.#layout.vendor.list.modules.values())
        others.push(this.module(path, version));
    } else {
      for (const [path, version] of this.graph.versions) others.push(this.module(path, version));
    }
    others.sort((a, b) => compareStrings(a.path, b.path));
    return [...this.mains, ...others];
  }

  /** The versions that the whole module graph gives. */
  get graph(): Selection {
    this.#graph ??= selectVersions(this.#requirements, this.#layout.work !== undefined);
    return this.#graph;
  }

  /** The folders that package patterns pass over in a module. */
  ignoresOf(module: ModuleRef): readonly string[] {
    const main = this.#layout.mains.find(({ path }) => path === module.path);
    if (module.isMain && main !== undefined) return main.file.ignores;
    return this.#layout.vendor !== undefined || (module.version === undefined && module.replacedBy === undefined)
      ? []
      : this.#requirements.summaryOf(module.path, this.graph.versions.get(module.path) ?? '').ignores;
  }

  /** A module version that is not a main module. */
  module(path: string, version: string): ModuleRef {
    const key = `${path}@${version}`;
    let module = this.#modules.get(key);
    if (module === undefined) {
      module =
        this.#layout.vendor === undefined ? this.#cachedModule(path, version) : this.#vendoredModule(path, version);
      this.#modules.set(key, module);
    }
    return module;
  }

  #cachedModule(path: string, version: string): ModuleRef {
    const requirements = this.#requirements;
    const substitute = requirements.substituteOf(path, version);
    const isFolder = substitute?.kind === 'folder';
    let dir: string | undefined;
    if (substitute === undefined) dir = this.#cache.dirOf(path, version);
    else if (substitute.kind === 'module') dir = this.#cache.dirOf(substitute.path, substitute.version);
    else dir = this.#directories.fs.kindOf(substitute.dir) === 'directory' ? substitute.dir : undefined;
    const replacedBy =
      substitute === undefined
        ? undefined
        : isFolder
          ? { path: substitute.written, version: undefined }
          : { path: substitute.path, version: substitute.version };
    return {
      path,
      version: isFolder ? undefined : version,
      dir,
      isMain: false,
      // Each go.mod is read when somebody asks for it.
      get goVersion() {
        return `go${requirements.summaryOf(path, version).goVersion}`;
      },
      ...(replacedBy === undefined ? {} : { replacedBy }),
    };
  }

  #vendoredModule(path: string, version: string): ModuleRef {
    const vendor = this.#layout.vendor;
    const vendored = vendor?.list.named.get(`${path}@${version}`);
    const replacement = vendored?.replacement ?? vendor?.list.named.get(`${path}@`)?.replacement;
    const isFolder = replacement !== undefined && replacement.newVersion === undefined;
    return {
      path,
      version: isFolder ? undefined : version,
      dir: vendor === undefined ? undefined : `${vendor.dir}/${path}`,
      isMain: false,
      goVersion: `go${vendored?.goVersion ?? defaultGoVersion}`,
      ...(replacement === undefined
        ? {}
        : { replacedBy: { path: replacement.newPath, version: replacement.newVersion } }),
    };
  }

  #resolve(path: string): PackageRef | MissingPackage {
    if (path === 'C') return this.#missing(path, 'C is not a package but what cgo makes of C code.', undefined);
    if (isStandardPath(path)) {
      const std = this.#resolveStd(path);
      if (std !== undefined) return std;
    }
    const problem = importPathProblem(path);
    if (problem !== undefined)
      return this.#missing(path, `The import path ${JSON.stringify(path)} ${problem}.`, undefined);
    return this.#layout.vendor === undefined ? this.#resolveInModules(path) : this.#resolveVendored(path);
  }

  #resolveStd(path: string): PackageRef | MissingPackage | undefined {
    const dir = this.stdDir;
    if (dir === undefined) {
      const isOurs = this.mains.some((main) => hasPathPrefix(path, main.path));
      return isOurs || path.includes('.')
        ? undefined
        : this.#missing(
            path,
            `The standard library was not found, so ${path} has no source; pass --goroot with the folder of a Go installation.`,
            undefined,
          );
    }
    // The commands are no library; `cmd` and what is under it is not for import.
    if (path === 'cmd' || path.startsWith('cmd/') || !this.#isUnder(dir, path)) return undefined;
    return this.#directories.hasGoFiles(`${dir}/${path}`)
      ? this.packageAt(path, `${dir}/${path}`, undefined)
      : undefined;
  }

  /** Whether a path names a folder in GOROOT/src; spares the reading of folders that do not exist. */
  #isUnder(dir: string, path: string): boolean {
    const slash = path.indexOf('/');
    return this.#directories.hasDirectory(dir, slash === -1 ? path : path.slice(0, slash));
  }

  #resolveVendored(path: string): PackageRef | MissingPackage {
    const candidates: Candidate[] = [];
    for (const module of this.mains) {
      const dir = this.#dirInModule(path, module, true);
      if (dir !== undefined) candidates.push({ module, dir });
    }
    const vendor = this.#layout.vendor;
    const vendored = vendor?.list.packages.get(path);
    if (vendor !== undefined && vendored !== undefined && this.#directories.hasGoFiles(`${vendor.dir}/${path}`)) {
      candidates.push({ module: this.module(vendored.path, vendored.version), dir: `${vendor.dir}/${path}` });
    }
    return (
      this.#choose(path, candidates) ??
      this.#missing(
        path,
        `The vendor folder does not hold ${path}.`,
        vendored === undefined ? `go get ${path}` : 'go mod vendor',
      )
    );
  }

  #resolveInModules(path: string): PackageRef | MissingPackage {
    let lacking: ModuleRef | undefined;
    if (this.#lazyMain !== undefined && this.#graph === undefined) {
      this.#roots ??= selectRoots(this.#requirements, this.#lazyMain);
      const candidates = this.#candidates(path, this.#roots);
      const found = this.#choose(path, candidates);
      if (found !== undefined) return found;
      lacking = candidates.find(({ dir }) => dir === undefined)?.module;
      // A module that go.mod names and that was not downloaded: the whole graph would not tell more.
      if (lacking !== undefined) return this.#notDownloaded(path, lacking);
    }
    const candidates = this.#candidates(path, this.graph);
    const found = this.#choose(path, candidates);
    if (found !== undefined) return found;
    lacking = candidates.find(({ dir }) => dir === undefined)?.module;
    return lacking === undefined ? this.#unprovided(path) : this.#notDownloaded(path, lacking);
  }

  /** The modules that provide a package, longest path first; those that are not downloaded have no folder. */
  #candidates(path: string, selection: Selection): Candidate[] {
    const candidates: Candidate[] = [];
    for (let prefix = path; prefix !== ''; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0))) {
      const main = this.#mainsByPath.get(prefix);
      if (main !== undefined) {
        const dir = this.#dirInModule(path, main, true);
        if (dir !== undefined) candidates.push({ module: main, dir });
        continue;
      }
      const version = selection.versions.get(prefix);
      if (version === undefined) continue;
      const module = this.module(prefix, version);
      const dir = module.dir === undefined ? undefined : this.#dirInModule(path, module, module.version === undefined);
      if (dir !== undefined || module.dir === undefined) candidates.push({ module, dir });
    }
    return candidates;
  }

  /** The folder of a package in a module, if it holds Go files and, in a local tree, no other module lies between. */
  #dirInModule(path: string, module: ModuleRef, isLocal: boolean): string | undefined {
    const root = module.dir;
    if (root === undefined || !hasPathPrefix(path, module.path)) return undefined;
    const dir = root + path.slice(module.path.length);
    if (isLocal) {
      for (
        let at: string | undefined = dir;
        at !== undefined && at.length > root.length;
        at = at.slice(0, at.lastIndexOf('/'))
      ) {
        if (this.#directories.hasFile(at, 'go.mod')) return undefined;
      }
    }
    return this.#directories.hasGoFiles(dir) ? dir : undefined;
  }

  #choose(path: string, candidates: readonly Candidate[]): PackageRef | MissingPackage | undefined {
    const present = candidates.filter(({ dir }) => dir !== undefined);
    const [first] = present;
    if (first?.dir === undefined) return undefined;
    if (present.length > 1) {
      const names = present.map(({ module }) => describe(module)).sort(compareStrings);
      this.#host.report({
        code: 'ambiguous-import',
        message: `The package ${path} is in several modules (${names.join(', ')}); ${describe(first.module)} is taken.`,
      });
    }
    return this.packageAt(path, first.dir, first.module);
  }

  #notDownloaded(path: string, module: ModuleRef): MissingPackage {
    if (module.version === undefined) {
      return this.#missing(
        path,
        `${module.path}, which has to have ${path}, is replaced by the folder ${module.replacedBy?.path ?? ''}, which is not there.`,
        undefined,
        module,
      );
    }
    const actual = module.replacedBy ?? module;
    const name = `${actual.path}@${actual.version ?? module.version}`;
    const where = this.#cache.root === undefined ? 'the module cache was not found' : 'it is not in the module cache';
    return this.#missing(
      path,
      `${path} comes from the module ${name}, but ${where}.`,
      `go mod download ${name}`,
      module,
    );
  }

  #unprovided(path: string): MissingPackage {
    const own = this.mains.find((main) => hasPathPrefix(path, main.path));
    if (own !== undefined)
      return this.#missing(path, `The main module ${own.path} has no package ${path}.`, undefined, own);
    if (isStandardPath(path))
      return this.#missing(
        path,
        `There is no package ${path} in the standard library of ${this.#goVersion}.`,
        undefined,
      );
    const { missing } = this.graph;
    if (missing.length > 0) {
      return this.#missing(
        path,
        `No module that is known provides ${path}, and the module graph is incomplete: ${missing.length} go.mod files are not in the module cache, ${missing[0] ?? ''} among them.`,
        'go mod download',
      );
    }
    return this.#missing(path, `No module that go.mod asks for provides ${path}.`, `go get ${path}`);
  }

  #missing(path: string, reason: string, command: string | undefined, module?: ModuleRef): MissingPackage {
    return { missing: true, path, reason, command, ...(module === undefined ? {} : { module }) };
  }
}

function describe(module: ModuleRef): string {
  return module.version === undefined ? module.path : `${module.path}@${module.version}`;
}
