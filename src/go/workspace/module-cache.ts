// The module cache: where a module version's sources and its go.mod lie (golang.org/ref/mod, "Module cache").

import type { Directories } from './directories.js';
import { type ModFile, parseModFile } from './mod-file.js';
import { escapePath } from './module-path.js';

export class ModuleCache {
  readonly root: string | undefined;
  readonly #directories: Directories;
  readonly #dirs = new Map<string, string | undefined>();

  constructor(root: string | undefined, directories: Directories) {
    this.root = root;
    this.#directories = directories;
  }

  /** The folder of a module version, or undefined if it was not downloaded. */
  dirOf(path: string, version: string): string | undefined {
    if (this.root === undefined) return undefined;
    const key = `${path}@${version}`;
    if (this.#dirs.has(key)) return this.#dirs.get(key);
    const dir = `${this.root}/${escapePath(path)}@${escapePath(version)}`;
    const found = this.#directories.fs.kindOf(dir) === 'directory' ? dir : undefined;
    this.#dirs.set(key, found);
    return found;
  }

  /** A module version's go.mod, or undefined if it is not there. Read anew at each call. */
  modFileOf(path: string, version: string): ModFile | undefined {
    if (this.root === undefined) return undefined;
    const escaped = escapePath(path);
    const escapedVersion = escapePath(version);
    const fromDownload = this.#directories.text(`${this.root}/cache/download/${escaped}/@v/${escapedVersion}.mod`);
    if (typeof fromDownload !== 'string') return parseModFile(fromDownload.text, false);
    const fromSources = this.#directories.text(`${this.root}/${escaped}@${escapedVersion}/go.mod`);
    return typeof fromSources === 'string' ? undefined : parseModFile(fromSources.text, false);
  }
}
