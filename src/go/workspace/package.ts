// What the rest of the program learns about modules and packages.

/** A module of the build list, or a main module. */
export interface ModuleRef {
  /** As it is imported, also where a replacement is in its place. */
  readonly path: string;
  /** Undefined for a main module and for one that a folder replaces. */
  readonly version: string | undefined;
  /** Undefined if it is not in the module cache. */
  readonly dir: string | undefined;
  readonly isMain: boolean;
  /** `go1.20`; `go1.16` where the module does not say. */
  readonly goVersion: string;
  /** What stands in its place; a folder (as written) has no version. */
  readonly replacedBy?: { readonly path: string; readonly version: string | undefined };
}

/** A package, with the files that belong to it under the workspace's build constraints. */
export interface PackageRef {
  readonly missing?: false;
  /** The import path as `go list` prints it, `vendor/golang.org/x/net/…` for what the standard library vendors. */
  readonly path: string;
  /** The name in the package clauses. */
  readonly name: string;
  readonly dir: string;
  /** Undefined in the standard library. */
  readonly module: ModuleRef | undefined;
  readonly isStd: boolean;
  /** Absolute paths, sorted; cgo files are among them where cgo is on. */
  readonly files: readonly string[];
  /** `_test.go` files of the package itself. */
  readonly testFiles: readonly string[];
  /** `_test.go` files of the package `x_test`. */
  readonly xtestFiles: readonly string[];
  /** Go files that build constraints leave out. */
  readonly ignoredFiles: readonly string[];
  /** What `files` import as written, sorted, with `C` and `unsafe`. */
  readonly imports: readonly string[];
  readonly testImports: readonly string[];
  readonly xtestImports: readonly string[];
  /** The language version, `go1.20`. */
  readonly goVersion: string;
}

/** Why an import leads nowhere. */
export interface MissingPackage {
  readonly missing: true;
  readonly path: string;
  /** One plain sentence. */
  readonly reason: string;
  /** What brings it, such as `go mod download golang.org/x/net@v0.23.0`. */
  readonly command: string | undefined;
  /** The module that has to have it, where that is known. */
  readonly module?: ModuleRef;
}
