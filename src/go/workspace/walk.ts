// The folders under a root that can hold packages: without `testdata`, names that start with `_` or `.`, symbolic links,
// other modules, what go.mod ignores, and what lies below `vendor` (mirrors modload's matchPackages).

import type { Directories } from './directories.js';

export interface WalkOptions {
  /** What go.mod says with `ignore`, counted from `ignoreRoot`. */
  readonly ignores: readonly string[];
  readonly ignoreRoot: string;
  /** Whether to pass by folders that are modules of their own. */
  readonly skipModules: boolean;
  /** Whether to stop below a folder called vendor. */
  readonly skipVendor: boolean;
  /** Whether anything under a folder (by its name counted from the root, with `/`) can be wanted. */
  readonly canMatch: (name: string) => boolean;
}

/** Calls `visit` for `root` and each folder under it with its name counted from the root; the root's is empty. */
export function walkFolders(
  directories: Directories,
  root: string,
  options: WalkOptions,
  visit: (dir: string, name: string) => void,
): void {
  const isIgnored = ignoreMatcher(options.ignores);
  const real = directories.fs.realPath(root);
  if (real === undefined) return;
  // Each folder with its real path: where that is not its parent's with the name appended, it is a link. This also
  // ends loops.
  const work: { readonly dir: string; readonly name: string; readonly real: string }[] = [
    { dir: root, name: '', real },
  ];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { dir, name } = next;
    visit(dir, name);
    if (options.skipVendor && (name === 'vendor' || name.endsWith('/vendor'))) continue;
    const entries = directories.entries(dir);
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i];
      if (entry?.kind !== 'directory' || /^[._]/.test(entry.name) || entry.name === 'testdata') continue;
      const childDir = dir === '/' ? `/${entry.name}` : `${dir}/${entry.name}`;
      const childName = name === '' ? entry.name : `${name}/${entry.name}`;
      if (!options.canMatch(childName) || isIgnored(childDir.slice(options.ignoreRoot.length + 1))) continue;
      const childReal = directories.fs.realPath(childDir);
      const expected = next.real === '/' ? `/${entry.name}` : `${next.real}/${entry.name}`;
      if (childReal !== expected) continue;
      if (options.skipModules && directories.hasFile(childDir, 'go.mod')) continue;
      work.push({ dir: childDir, name: childName, real: childReal });
    }
  }
}

/** `./x` ignores that folder and what is under it, `x` every folder of that name. */
function ignoreMatcher(ignores: readonly string[]): (name: string) => boolean {
  if (ignores.length === 0) return () => false;
  const prefixes: string[] = [];
  const anywhere: string[] = [];
  for (const ignore of ignores) {
    const trimmed = ignore.replace(/^\.?\/+/, '').replace(/\/+$/, '');
    if (ignore.startsWith('./') || ignore.startsWith('/')) prefixes.push(`${trimmed}/`);
    else anywhere.push(`/${trimmed}/`);
  }
  return (name) => {
    const folder = `${name}/`;
    return prefixes.some((prefix) => folder.startsWith(prefix)) || anywhere.some((part) => `/${folder}`.includes(part));
  };
}
