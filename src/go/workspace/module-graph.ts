// Minimal version selection over the module graph, pruned where modules allow it (golang.org/ref/mod, "Minimal version
// selection", "Module graph pruning"; mirrors modload's readModGraph and mvs).

import { compareStrings } from '#base/order.js';
import type { MainModule, Requirements, Summary } from './requirements.js';
import { compareVersions } from './semver.js';

/** The version chosen for each module path. Main modules are not in it. */
export interface Selection {
  readonly versions: ReadonlyMap<string, string>;
  /** Versions whose go.mod was wanted and not there, as `path@version`, sorted. */
  readonly missing: readonly string[];
}

/** How far requirements are followed: `pruned` stops behind modules that list all they need. */
type Pruning = 'pruned' | 'unpruned' | 'workspace';

/** The selection from the main module's own requirements only: enough for all it imports if its go.mod is pruned and tidy. */
export function selectRoots(requirements: Requirements, main: MainModule): Selection {
  const versions = new Map<string, string>();
  for (const { path, version } of requirements.mainSummary(main).requires) raise(versions, path, version);
  versions.delete(main.path);
  return { versions, missing: [] };
}

/** The selection over the whole graph. */
export function selectVersions(requirements: Requirements, isWorkspace: boolean): Selection {
  return new Graph(requirements).select(isWorkspace);
}

function raise(versions: Map<string, string>, path: string, version: string): boolean {
  const known = versions.get(path);
  if (known !== undefined && compareVersions(known, version) >= 0) return false;
  versions.set(path, version);
  return true;
}

class Graph {
  readonly #requirements: Requirements;
  readonly #mains: ReadonlyMap<string, MainModule>;
  readonly #versions = new Map<string, string>();
  readonly #missing = new Set<string>();
  /** `path@version` by the pruning it was queued with; an empty version is a main module. */
  readonly #queued: Record<Pruning, Set<string>> = { pruned: new Set(), unpruned: new Set(), workspace: new Set() };
  readonly #work: { path: string; version: string; pruning: Pruning }[] = [];

  constructor(requirements: Requirements) {
    this.#requirements = requirements;
    this.#mains = new Map(requirements.mains.map((main) => [main.path, main]));
  }

  select(isWorkspace: boolean): Selection {
    if (isWorkspace) {
      for (const path of this.#mains.keys()) this.#enqueue(path, '', 'workspace');
      this.#drain();
      this.#reload();
    } else {
      for (const main of this.#mains.values()) {
        const summary = this.#requirements.mainSummary(main);
        for (const { path, version } of summary.requires) {
          raise(this.#versions, path, version);
          this.#enqueue(path, version, summary.isPruned ? 'pruned' : 'unpruned');
        }
      }
      this.#drain();
    }
    for (const path of this.#mains.keys()) this.#versions.delete(path);
    return { versions: this.#versions, missing: [...this.#missing].sort(compareStrings) };
  }

  #enqueue(path: string, version: string, pruning: Pruning): void {
    const queued = this.#queued[pruning];
    const key = `${path}@${version}`;
    if (queued.has(key)) return;
    queued.add(key);
    this.#work.push({ path, version, pruning });
  }

  #drain(): void {
    for (let next = this.#work.pop(); next !== undefined; next = this.#work.pop()) {
      const { path, version, pruning } = next;
      const summary = this.#summaryOf(path, version);
      for (const required of summary.requires) raise(this.#versions, required.path, required.version);
      const nextPruning: Pruning = pruning === 'unpruned' || !summary.isPruned ? 'unpruned' : 'pruned';
      if (pruning === 'pruned' && summary.isPruned) continue;
      for (const required of summary.requires) this.#enqueue(required.path, required.version, nextPruning);
    }
  }

  #summaryOf(path: string, version: string): Summary {
    const main = version === '' ? this.#mains.get(path) : undefined;
    if (main !== undefined) return this.#requirements.mainSummary(main);
    const summary = this.#requirements.summaryOf(path, version);
    if (summary.isMissing && !this.#mains.has(path)) this.#missing.add(`${path}@${version}`);
    return summary;
  }

  #selected(path: string): string {
    return this.#mains.has(path) ? '' : (this.#versions.get(path) ?? '');
  }

  /**
   * In a workspace the requirements of one main module may have been raised by another, so that what go.mod lists is not
   * all that is needed: modules that are not at the version some requirement names are followed once more.
   */
  #reload(): void {
    const followed = new Set(this.#mains.keys());
    const seen = new Set<string>();
    for (;;) {
      const wanted = new Map<string, string>();
      for (const path of followed) {
        const version = this.#selected(path);
        if (!seen.has(`${path}@${version}`)) {
          wanted.set(path, version);
          continue;
        }
        for (const required of this.#summaryOf(path, version).requires) {
          const selected = this.#selected(required.path);
          const isRaised = selected === '' || compareVersions(selected, required.version) > 0;
          if (isRaised && !seen.has(`${required.path}@${selected}`)) wanted.set(required.path, selected);
        }
      }
      if (wanted.size === 0) return;
      for (const [path, version] of wanted) {
        this.#enqueue(path, version, 'workspace');
        seen.add(`${path}@${version}`);
        followed.add(path);
      }
      this.#drain();
    }
  }
}
