// A tree of packages without a go.mod, as Go code was before modules: what its packages are imported by is read from how
// they import one another. `github.com/a/b/c` in a tree that has a folder `c` speaks for `github.com/a/b`.

import type { FileSystem } from '#base/file-system.js';
import { compareStrings } from '#base/order.js';
import type { Directories } from './directories.js';
import { type HeadReader, readHead } from './file-head.js';
import { walkFolders } from './walk.js';

/** Files that are read for it; what holds for the first hundreds holds for the rest. */
const maxFiles = 400;

/** The import path that most imports in the tree speak for; the folder's name where none does. */
export function guessModulePath(directories: Directories, fs: FileSystem & HeadReader, dir: string): string {
  const votes = new Map<string, number>();
  const imports = new Map<string, number>();
  let files = 0;
  const options = { ignores: [], ignoreRoot: dir, skipModules: false, skipVendor: true, canMatch: () => true };
  walkFolders(directories, dir, options, (folder) => {
    for (const { name, kind } of directories.entries(folder)) {
      if (kind !== 'file' || !name.endsWith('.go') || files >= maxFiles) continue;
      files++;
      const head = readHead(fs, `${folder}/${name}`);
      if (typeof head === 'string') continue;
      for (const path of head.imports) imports.set(path, (imports.get(path) ?? 0) + 1);
    }
  });
  for (const [path, count] of imports) {
    const elements = path.split('/');
    if (elements[0]?.includes('.') !== true) continue;
    for (let k = 1; k < elements.length; k++) {
      if (!directories.hasGoFiles(`${dir}/${elements.slice(k).join('/')}`)) continue;
      const prefix = elements.slice(0, k).join('/');
      votes.set(prefix, (votes.get(prefix) ?? 0) + count * (elements.length - k));
      break;
    }
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || compareStrings(a[0], b[0]));
  return best?.[0] ?? (dir.slice(dir.lastIndexOf('/') + 1) || 'main');
}
