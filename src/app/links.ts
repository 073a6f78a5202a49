// Which places of a report can be looked at on the web, pinned to the very version that was read: the standard library
// by its tag, modules by their version, the main modules by their commit if it is published and the files are as it has
// them. Everything else is shown as file and line.

import type { FileSystem } from '#base/file-system.js';
import { compareStrings } from '#base/order.js';
import type { ModuleRef } from '#go/workspace/package.js';
import type { LinkRule, Unlinked } from '#report/report.js';
import { fileUrl, type LinkTemplates, remoteRepository } from './forges.js';
import { readGitCheckout } from './git-checkout.js';
import { moduleUrl } from './repositories.js';
import type { BuildSettings } from './request.js';
import type { UsedModule } from './used-modules.js';

export interface Links {
  readonly rules: readonly LinkRule[];
  /** Modules whose lines are shown and have no link, by the prefix of their files. */
  readonly unlinked: ReadonlyMap<string, Unlinked>;
}

/** The rules for the files of a report, by prefix. */
export function linkRules(
  modules: readonly UsedModule[],
  settings: BuildSettings,
  fs: FileSystem,
  files: ReadonlySet<string>,
): Links {
  const rules: LinkRule[] = [];
  const unlinked = new Map<string, Unlinked>();
  const templates = settings.linkTemplates ?? {};
  const isUsed = (prefix: string): boolean => [...files].some((file) => file.startsWith(prefix));
  if (isUsed('std/') && /^go1\.\d+(\.\d+|(rc|beta)\d+)?$/.test(settings.goVersion))
    rules.push({ prefix: 'std/', url: `https://github.com/golang/go/blob/${settings.goVersion}/src/{path}#L{line}` });
  for (const { module, prefix, path, version } of modules) {
    if (!isUsed(prefix)) continue;
    const url =
      version !== undefined
        ? moduleUrl(fs, settings.modcache, path, version, templates)
        : module.isMain
          ? checkoutUrl(module, prefix, fs, files, templates)
          : { reason: 'no-checkout' as const };
    if (typeof url === 'string') rules.push({ prefix, url });
    else unlinked.set(prefix, url.reason);
  }
  return { rules: rules.sort((a, b) => compareStrings(a.prefix, b.prefix)), unlinked };
}

function checkoutUrl(
  module: ModuleRef,
  prefix: string,
  fs: FileSystem,
  files: ReadonlySet<string>,
  templates: LinkTemplates,
): string | { readonly reason: Unlinked } {
  const { dir } = module;
  const git = dir === undefined ? undefined : readGitCheckout(fs, dir);
  if (dir === undefined || git === undefined) return { reason: 'no-checkout' };
  if (git.remote === undefined) return { reason: 'no-remote' };
  if (!git.isPublished()) return { reason: 'unpublished' };
  for (const file of files)
    if (file.startsWith(prefix) && !git.isUnchanged(`${dir}/${file.slice(prefix.length)}`))
      return { reason: 'changed' };
  const folder = dir === git.root ? '' : dir.slice(git.root.length + 1);
  const remote = remoteRepository(git.remote);
  // Of a clone of a mirror nothing is linked but by a template: what the mirror has another repository need not have.
  const url = remote === undefined ? undefined : fileUrl(templates, remote, folder, git.commit);
  return url ?? { reason: 'unknown-host' };
}
