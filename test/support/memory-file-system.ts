// A `FileSystem` over a record of absolute paths and texts.

import type { DirectoryEntry, FileKind, FileProblem, FileSystem } from '#base/file-system.js';
import { compareStrings } from '#base/order.js';

export interface MemoryOptions {
  /** Symbolic links: path to target, both absolute. */
  readonly links?: Readonly<Record<string, string>>;
  /** Paths at which reading gives this problem. */
  readonly problems?: Readonly<Record<string, FileProblem>>;
}

export interface MemoryFileSystem extends FileSystem {
  /** How often each path was read as a file. */
  readonly reads: ReadonlyMap<string, number>;
}

/** Makes a file system of `files`; folders are where files lie in them. */
export function memoryFileSystem(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: MemoryOptions = {},
): MemoryFileSystem {
  const { links = {}, problems = {} } = options;
  const folders = new Map<string, Set<string>>([['/', new Set()]]);
  for (const path of [...Object.keys(files), ...Object.keys(links)]) {
    for (let at = path; at !== '/'; ) {
      const slash = at.lastIndexOf('/');
      const parent = slash === 0 ? '/' : at.slice(0, slash);
      const names = folders.get(parent) ?? new Set();
      folders.set(parent, names.add(at.slice(slash + 1)));
      at = parent;
    }
  }
  const reads = new Map<string, number>();

  const realPath = (path: string): string | undefined => {
    let real = '';
    let rest = path.split('/').filter((part) => part !== '');
    for (let hops = 0; rest.length > 0; ) {
      const [first = '', ...others] = rest;
      const next = `${real}/${first}`;
      const target = links[next];
      rest = others;
      if (target === undefined) {
        real = next;
      } else {
        if (++hops > 40) return undefined;
        rest = [...target.split('/').filter((part) => part !== ''), ...others];
        real = '';
      }
    }
    const found = real === '' ? '/' : real;
    return files[found] !== undefined || folders.has(found) ? found : undefined;
  };
  const kindOf = (path: string): FileKind | undefined => {
    const real = realPath(path);
    return real === undefined ? undefined : folders.has(real) ? 'directory' : 'file';
  };
  return {
    reads,
    realPath,
    kindOf,
    readFile(path) {
      const real = realPath(path);
      if (real === undefined) return 'not-found';
      const problem = problems[path];
      if (problem !== undefined) return problem;
      const content = files[real];
      if (content === undefined) return 'not-a-file';
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    readDirectory(path): readonly DirectoryEntry[] | FileProblem {
      const problem = problems[path];
      if (problem !== undefined) return problem;
      const real = realPath(path);
      const names = real === undefined ? undefined : folders.get(real);
      if (names === undefined) return 'not-found';
      return [...names]
        .sort(compareStrings)
        .map((name) => ({ name, kind: kindOf(path === '/' ? `/${name}` : `${path}/${name}`) ?? 'other' }));
    },
  };
}
