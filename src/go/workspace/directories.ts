// What lies in folders, read once: a workspace asks the same folders again and again. Paths are absolute, with `/`.

import type { DirectoryEntry, FileProblem, FileSystem } from '#base/file-system.js';
import { compareStrings } from '#base/order.js';

const none: readonly DirectoryEntry[] = [];

/** A cache in front of a `FileSystem`. */
export class Directories {
  readonly fs: FileSystem;
  readonly #entries = new Map<string, readonly DirectoryEntry[]>();
  readonly #problems = new Map<string, FileProblem>();

  constructor(fs: FileSystem) {
    this.fs = fs;
  }

  /** The entries of a folder; none if it cannot be read (`problemOf` says why). */
  entries(dir: string): readonly DirectoryEntry[] {
    let entries = this.#entries.get(dir);
    if (entries === undefined) {
      const found = this.fs.readDirectory(dir);
      if (typeof found === 'string') this.#problems.set(dir, found);
      entries = typeof found === 'string' ? none : inOrder(found);
      this.#entries.set(dir, entries);
    }
    return entries;
  }

  /** Why a folder that was asked for gave no entries. */
  problemOf(dir: string): FileProblem | undefined {
    return this.#problems.get(dir);
  }

  /** The folders that were asked for and are there, but may not be read, in order of their paths. */
  unreadable(): string[] {
    return [...this.#problems].flatMap(([dir, problem]) => (problem === 'not-found' ? [] : [dir])).sort(compareStrings);
  }

  /** Whether a folder holds a Go file, whatever its build constraint: what makes it the folder of a package. */
  hasGoFiles(dir: string): boolean {
    for (const { name, kind } of this.entries(dir)) if (kind === 'file' && name.endsWith('.go')) return true;
    return false;
  }

  hasFile(dir: string, file: string): boolean {
    for (const { name, kind } of this.entries(dir)) if (name === file) return kind === 'file';
    return false;
  }

  hasDirectory(dir: string, folder: string): boolean {
    for (const { name, kind } of this.entries(dir)) if (name === folder) return kind === 'directory';
    return false;
  }

  /** The text of a file, or why it cannot be had. Not cached. */
  text(path: string): { readonly text: string } | FileProblem {
    const bytes = this.fs.readFile(path);
    return typeof bytes === 'string'
      ? bytes
      : { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') };
  }
}

/** By name, whatever order they come in: the order of files shows in answers. */
function inOrder(entries: readonly DirectoryEntry[]): readonly DirectoryEntry[] {
  const isInOrder = entries.every((entry, i) => i === 0 || compareStrings(entries[i - 1]?.name ?? '', entry.name) <= 0);
  return isInOrder ? entries : [...entries].sort((a, b) => compareStrings(a.name, b.name));
}

/** The folder above, or undefined at the top. */
export function parentOf(dir: string): string | undefined {
  const slash = dir.lastIndexOf('/');
  if (slash === -1 || dir === '/') return undefined;
  if (slash === 0) return '/';
  const parent = dir.slice(0, slash);
  return /^[A-Za-z]:$/.test(dir) ? undefined : parent;
}

/** `path` from `dir`, with `.` and `..` resolved. */
export function resolvePath(dir: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const isAbsolute = slashed.startsWith('/') || /^[A-Za-z]:\//.test(slashed);
  const parts: string[] = [];
  for (const part of (isAbsolute ? slashed : `${dir}/${slashed}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const joined = parts.join('/');
  return /^[A-Za-z]:/.test(joined) ? joined : `/${joined}`;
}
