// What each module version requires, with replacements and exclusions applied.

import type { Directories } from './directories.js';
import { resolvePath } from './directories.js';
import { compareGoVersions, defaultGoVersion } from './go-version.js';
import { type ModFile, type ModuleVersion, parseModFile, type Replacement } from './mod-file.js';
import type { ModuleCache } from './module-cache.js';

/** A main module: the one asked in, or those that go.work names. */
export interface MainModule {
  readonly path: string;
  readonly dir: string;
  readonly file: ModFile;
}

/** What a go.mod says about the module graph. */
export interface Summary {
  readonly requires: readonly ModuleVersion[];
  /** Without `go`. */
  readonly goVersion: string;
  /** Whether the file lists all it needs, so that its requirements' requirements can be left out (from go 1.17 on). */
  readonly isPruned: boolean;
  readonly ignores: readonly string[];
  /** The file is not there. */
  readonly isMissing: boolean;
}

/** What a module version is replaced by: a folder, or another module version. */
export type Substitute =
  | { readonly kind: 'folder'; readonly dir: string; readonly written: string }
  | { readonly kind: 'module'; readonly path: string; readonly version: string };

const missing: Summary = { requires: [], goVersion: defaultGoVersion, isPruned: false, ignores: [], isMissing: true };

/** Whether modules of this Go version list all that they need. */
export function isPrunedVersion(goVersion: string): boolean {
  return compareGoVersions(goVersion, '1.17') >= 0;
}

export class Requirements {
  readonly mains: readonly MainModule[];
  readonly #cache: ModuleCache;
  readonly #directories: Directories;
  readonly #summaries = new Map<string, Summary>();
  /** go.work's replacements, then the modules'; by `path@version`, and by path for all versions. */
  readonly #replacements: readonly Map<string, Substitute>[];
  readonly #excluded: ReadonlySet<string>;

  /** `workReplaces` are those of go.work, whose folders count from `workDir`; they go before the modules' own. */
  constructor(
    mains: readonly MainModule[],
    workReplaces: readonly Replacement[],
    workDir: string,
    cache: ModuleCache,
    directories: Directories,
  ) {
    this.mains = mains;
    this.#cache = cache;
    this.#directories = directories;
    this.#excluded = new Set(
      mains.flatMap(({ file }) => file.excludes.map(({ path, version }) => `${path}@${version}`)),
    );
    const ofWork = new Map<string, Substitute>();
    const ofModules = new Map<string, Substitute>();
    addReplacements(ofWork, workReplaces, workDir);
    for (const { file, dir } of mains) addReplacements(ofModules, file.replaces, dir);
    this.#replacements = [ofWork, ofModules];
  }

  /** What stands in a module version's place; a replacement of that version goes before one of all versions. */
  substituteOf(path: string, version: string): Substitute | undefined {
    for (const replacements of this.#replacements) {
      const substitute = replacements.get(`${path}@${version}`) ?? replacements.get(path);
      if (substitute !== undefined) return substitute;
    }
    return undefined;
  }

  /** Every replacement by a folder. */
  replacementFolders(): { readonly path: string; readonly dir: string }[] {
    const folders: { path: string; dir: string }[] = [];
    for (const [key, substitute] of this.#replacements.flatMap((replacements) => [...replacements])) {
      if (substitute.kind === 'folder') folders.push({ path: key.replace(/@[^/]*$/, ''), dir: substitute.dir });
    }
    return folders;
  }

  /** The requirements of a main module. */
  mainSummary(main: MainModule): Summary {
    return this.#toSummary(main.file);
  }

  /** The requirements of a module version that is not a main module. */
  summaryOf(path: string, version: string): Summary {
    const key = `${path}@${version}`;
    let summary = this.#summaries.get(key);
    if (summary === undefined) {
      const file = this.#readModFile(path, version);
      summary = file === undefined ? missing : this.#toSummary(file);
      this.#summaries.set(key, summary);
    }
    return summary;
  }

  #readModFile(path: string, version: string): ModFile | undefined {
    const substitute = this.substituteOf(path, version);
    if (substitute === undefined) return this.#cache.modFileOf(path, version);
    if (substitute.kind === 'module') return this.#cache.modFileOf(substitute.path, substitute.version);
    const found = this.#directories.text(`${substitute.dir}/go.mod`);
    return typeof found === 'string' ? undefined : parseModFile(found.text, false);
  }

  #toSummary(file: ModFile): Summary {
    const goVersion = file.goVersion ?? defaultGoVersion;
    const requires =
      this.#excluded.size === 0
        ? file.requires
        : file.requires.filter(({ path, version }) => !this.#excluded.has(`${path}@${version}`));
    return { requires, goVersion, isPruned: isPrunedVersion(goVersion), ignores: file.ignores, isMissing: false };
  }
}

function addReplacements(to: Map<string, Substitute>, replaces: readonly Replacement[], dir: string): void {
  for (const { oldPath, oldVersion, newPath, newVersion } of replaces) {
    const key = oldVersion === undefined ? oldPath : `${oldPath}@${oldVersion}`;
    if (to.has(key)) continue;
    to.set(
      key,
      newVersion === undefined
        ? { kind: 'folder', dir: resolvePath(dir, newPath), written: newPath }
        : { kind: 'module', path: newPath, version: newVersion },
    );
  }
}
