// The modules that a report's files lie in, the main ones first. Only packages that were read count: the whole build
// list would cost reading every go.mod of the module graph.

import { by } from '#base/order.js';
import type { ModuleRef } from '#go/workspace/package.js';
import type { ModuleRecord, Unlinked } from '#report/report.js';
import type { OpenProgram } from './open-program.js';

/** A module with the beginning of its files' display names. */
export interface UsedModule {
  readonly module: ModuleRef;
  readonly prefix: string;
  /** As it is published; a module that a folder replaces, and a main module, has no version. */
  readonly path: string;
  readonly version: string | undefined;
}

/** The modules of the files, in order of their paths, the main ones first. */
export function usedModules(open: OpenProgram, files: ReadonlySet<string>): UsedModule[] {
  const modules = new Set<ModuleRef>(open.workspace.mainModules);
  const others = new Set<ModuleRef>();
  for (const ref of open.program.loadedPackages)
    if (ref.module !== undefined && !ref.module.isMain) others.add(ref.module);
  for (const module of [...others].sort(by((other) => other.path))) modules.add(module);
  return [...modules].flatMap((module) => {
    const { replacedBy } = module;
    const version = replacedBy === undefined ? module.version : replacedBy.version;
    const path = replacedBy?.version === undefined ? module.path : replacedBy.path;
    const prefix = version === undefined ? `${path}/` : `${path}@${version}/`;
    const isUsed = module.isMain || [...files].some((file) => file.startsWith(prefix));
    return isUsed ? [{ module, prefix, path, version }] : [];
  });
}

export function moduleRecords(modules: readonly UsedModule[], unlinked: ReadonlyMap<string, Unlinked>): ModuleRecord[] {
  const home = modules.find(({ module }) => module.isMain)?.module.dir;
  return modules.map(({ module: { path, version, isMain, dir }, prefix }) => ({
    path,
    ...(version === undefined ? {} : { version }),
    ...(isMain ? { main: true } : {}),
    ...(home !== undefined && dir?.startsWith(`${home}/`) === true ? { folder: dir.slice(home.length + 1) } : {}),
    ...(unlinked.has(prefix) ? { unlinked: unlinked.get(prefix) ?? 'no-checkout' } : {}),
  }));
}
