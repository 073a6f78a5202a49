// What the checker needs to know of packages, and from whom: the workspace implements `Importer`.

import type { SourceFile } from '#go/syntax/source-file.js';
import type { Package } from './object.js';

export interface PackageSource {
  readonly path: string;
  /** The name in the package clauses. */
  readonly name: string;
  readonly isStd: boolean;
  /** Language version, e.g. `go1.20`. */
  readonly goVersion: string;
  readonly files: readonly SourceFile[];
}

export interface MissingPackage {
  /** Why there is no source, as one plain sentence. */
  readonly missing: string;
  readonly path: string;
}

export interface Importer {
  /** The package that `path` means in a file of `from`; without `from`, the package whose own path it is. */
  import(path: string, from: Package | undefined): PackageSource | MissingPackage;
}
