// vendor/modules.txt: which module each vendored package comes from (golang.org/ref/mod, "Vendoring"; mirrors
// modload/vendor.go).

import type { Replacement } from './mod-file.js';
import { compareVersions, isValidVersion } from './semver.js';

export interface VendoredModule {
  readonly path: string;
  readonly version: string;
  /** Whether the main module's go.mod names it. */
  explicit: boolean;
  goVersion: string | undefined;
  replacement: Pick<Replacement, 'newPath' | 'newVersion'> | undefined;
}

export interface VendorList {
  /** The modules that provide a package, by path. */
  readonly modules: ReadonlyMap<string, VendoredModule>;
  /** The module of each package. */
  readonly packages: ReadonlyMap<string, VendoredModule>;
  /** All modules named, also those that give no package, by `path@version`. */
  readonly named: ReadonlyMap<string, VendoredModule>;
  /** Made by `go work vendor`. */
  readonly isForWorkspace: boolean;
}

/** Reads vendor/modules.txt. Lines that are not understood are passed over, as the go command does. */
export function parseVendorList(text: string): VendorList {
  const modules = new Map<string, VendoredModule>();
  const packages = new Map<string, VendoredModule>();
  const named = new Map<string, VendoredModule>();
  let isForWorkspace = false;
  let current: VendoredModule | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('## ')) {
      for (const entry of line
        .slice(3)
        .split(';')
        .map((part) => part.trim())) {
        if (entry === 'workspace') isForWorkspace = true;
        if (current === undefined) continue;
        if (entry === 'explicit') current.explicit = true;
        if (entry.startsWith('go ')) current.goVersion = entry.slice(3);
      }
    } else if (line.startsWith('# ')) {
      current = moduleLine(line, named);
    } else if (current !== undefined && line !== '' && !/\s/.test(line.trim())) {
      packages.set(line.trim(), current);
      const known = modules.get(current.path);
      if (known === undefined || compareVersions(known.version, current.version) < 0)
        modules.set(current.path, current);
    }
  }
  return { modules, packages, named, isForWorkspace };
}

function moduleLine(line: string, named: Map<string, VendoredModule>): VendoredModule | undefined {
  const words = line.split(/\s+/).slice(1);
  const [path, second] = words;
  if (path === undefined || second === undefined) return undefined;
  const isVersion = isValidVersion(second);
  if (!isVersion && second !== '=>') return undefined;
  const version = isVersion ? second : '';
  const [arrow, newPath, newVersion] = words.slice(isVersion ? 2 : 1);
  const key = `${path}@${version}`;
  let module = named.get(key);
  if (module === undefined) {
    module = { path, version, explicit: false, goVersion: undefined, replacement: undefined };
    named.set(key, module);
  }
  if (arrow === '=>' && newPath !== undefined) module.replacement = { newPath, newVersion };
  return module;
}
