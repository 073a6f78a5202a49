// Names of files that mean the same on every machine: `std/net/http/client.go`,
// `golang.org/x/net@v0.23.0/http2/transport.go`, `example.com/app/main.go`.

import type { Layout } from './layout.js';
import { unescapePath } from './module-path.js';

interface Root {
  readonly dir: string;
  readonly name: string;
}

/** Names files by the longest folder they lie in. */
export class DisplayNames {
  readonly #roots: Root[] = [];
  readonly #modcache: string | undefined;
  readonly #vendor: Layout['vendor'];

  constructor(
    goroot: string | undefined,
    modcache: string | undefined,
    layout: Layout,
    folders: readonly { readonly path: string; readonly dir: string }[],
  ) {
    this.#modcache = modcache;
    this.#vendor = layout.vendor;
    if (goroot !== undefined) this.#roots.push({ dir: `${goroot}/src`, name: 'std' });
    for (const { dir, path } of layout.mains) if (!this.#has(dir)) this.#roots.push({ dir, name: path });
    for (const { dir, path } of folders) if (!this.#has(dir)) this.#roots.push({ dir, name: path });
    this.#roots.sort((a, b) => b.dir.length - a.dir.length);
  }

  #has(dir: string): boolean {
    return this.#roots.some((root) => root.dir === dir);
  }

  /** The name of a file given by its absolute path; the path itself if it lies nowhere that is known. */
  nameOf(path: string): string {
    const vendor = this.#vendor;
    if (vendor !== undefined && path.startsWith(`${vendor.dir}/`)) {
      const name = this.#vendoredName(path.slice(vendor.dir.length + 1));
      if (name !== undefined) return name;
    }
    for (const { dir, name } of this.#roots) {
      if (path.startsWith(dir) && path.charCodeAt(dir.length) === 0x2f) return name + path.slice(dir.length);
    }
    const cached =
      this.#modcache === undefined || !path.startsWith(`${this.#modcache}/`)
        ? undefined
        : path.slice(this.#modcache.length + 1);
    const at = cached?.indexOf('@') ?? -1;
    if (cached === undefined || at === -1) return path;
    const slash = cached.indexOf('/', at);
    return slash === -1 ? unescapePath(cached) : unescapePath(cached.slice(0, slash)) + cached.slice(slash);
  }

  #vendoredName(inside: string): string | undefined {
    const packages = this.#vendor?.list.packages;
    for (let dir = inside; dir.includes('/'); ) {
      dir = dir.slice(0, dir.lastIndexOf('/'));
      const module = packages?.get(dir);
      if (module !== undefined) {
        const { replacement } = module;
        const isOther = replacement?.newVersion !== undefined;
        const name = isOther
          ? `${replacement.newPath}@${replacement.newVersion}`
          : replacement === undefined
            ? `${module.path}@${module.version}`
            : module.path;
        return name + inside.slice(module.path.length);
      }
    }
    return undefined;
  }
}
