// The go command as an oracle: what it says about modules and packages, in the shape in which a workspace says it.
// Throws where Go is not installed, so that tests fail rather than pass by.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareStrings } from '#base/order.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { type GoOverrides, readGoEnvironment } from '#cli/go-environment.js';
import { openWorkspace, type Workspace } from '#go/workspace/workspace.js';

export interface Build {
  readonly goos: string;
  readonly goarch: string;
  readonly cgo: boolean;
  readonly tags: readonly string[];
}

export interface ListedModule {
  readonly Path: string;
  readonly Version?: string;
  readonly Dir?: string;
  readonly GoVersion?: string;
  readonly Main?: boolean;
  readonly Replace?: { readonly Path: string; readonly Version?: string };
}

export interface ListedPackage {
  readonly ImportPath: string;
  readonly Dir: string;
  readonly Name: string;
  readonly Standard?: boolean;
  readonly DepOnly?: boolean;
  readonly Module?: ListedModule;
  readonly ImportMap?: Readonly<Record<string, string>>;
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly TestGoFiles?: readonly string[];
  readonly XTestGoFiles?: readonly string[];
  readonly IgnoredGoFiles?: readonly string[];
  readonly Imports?: readonly string[];
  readonly TestImports?: readonly string[];
  readonly XTestImports?: readonly string[];
}

const packageFields =
  'ImportPath,Dir,Name,Standard,DepOnly,Module,ImportMap,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,IgnoredGoFiles,Imports,TestImports,XTestImports';

export const nativeBuild: Build = { goos: 'linux', goarch: 'amd64', cgo: false, tags: [] };

/** Runs the go command in a folder and returns what it prints. */
export function runGo(dir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  return execFileSync('go', args, {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GOFLAGS: '', GOWORK: '', GOPROXY: 'off', GOTOOLCHAIN: 'local', ...env },
  });
}

/** `go list -deps -json` of patterns. */
export function goList(dir: string, build: Build, patterns: readonly string[]): ListedPackage[] {
  const env = { GOOS: build.goos, GOARCH: build.goarch, CGO_ENABLED: build.cgo ? '1' : '0' };
  return parseAll<ListedPackage>(
    runGo(dir, ['list', '-e', '-deps', `-tags=${build.tags.join(',')}`, `-json=${packageFields}`, ...patterns], env),
  );
}

/** `go list -m -json all`. */
export function goListModules(dir: string, env: Readonly<Record<string, string>> = {}): ListedModule[] {
  return parseAll<ListedModule>(
    runGo(dir, ['list', '-m', '-json=Path,Version,Dir,GoVersion,Main,Replace', 'all'], env),
  );
}

function parseAll<T>(text: string): T[] {
  return text.trim() === '' ? [] : (JSON.parse(`[${text.replace(/^\}\n\{/gm, '},\n{')}]`) as T[]);
}

/** The workspace that should say the same. */
export function workspaceFor(dir: string, build: Build, overrides: GoOverrides = {}): Workspace {
  const environment = readGoEnvironment({ ...process.env, GOFLAGS: '', GOWORK: '' }, diskFileSystem, {
    ...build,
    ...overrides,
  });
  return openWorkspace(diskFileSystem, { ...environment, dir });
}

/** One line for each thing in which a workspace and `go list` differ about the packages of a pattern and all they import. */
export function differences(dir: string, build: Build, pattern: string, overrides: GoOverrides = {}): string[] {
  const listed = goList(dir, build, [pattern]);
  const workspace = workspaceFor(dir, build, overrides);
  const found: string[] = [];
  const compare = (what: string, ours: readonly string[], theirs: readonly string[]): void => {
    const extra = ours.filter((item) => !theirs.includes(item));
    const lacking = theirs.filter((item) => !ours.includes(item));
    if (extra.length > 0) found.push(`${what}: only here ${extra.join(' ')}`);
    if (lacking.length > 0) found.push(`${what}: only go list ${lacking.join(' ')}`);
  };
  const roots = workspace.match(pattern);
  const theirRoots = listed.filter(({ DepOnly }) => DepOnly !== true).map(({ ImportPath }) => ImportPath);
  compare(
    'packages of the pattern',
    roots.map(({ path }) => path),
    theirRoots,
  );

  // `go list -deps` adds what cgo and the linker need; the closure is that of the imports that are written.
  const byPath = new Map(listed.map((item) => [item.ImportPath, item]));
  const reached = new Set(theirRoots);
  for (const path of reached) {
    const item = byPath.get(path);
    for (const imported of item?.Imports ?? []) if (imported !== 'C') reached.add(imported);
  }
  const closure = workspace.importClosure(roots);
  compare(
    'closure',
    closure.map(({ path }) => path),
    [...reached],
  );
  for (const ours of closure) {
    const theirs = byPath.get(ours.path);
    if (theirs === undefined) continue;
    const { ImportMap = {}, Dir } = theirs;
    const absolute = (names: readonly string[] = []): string[] =>
      names.map((name) => `${Dir}/${name}`).sort(compareStrings);
    // go list prints a vendored import by where it leads.
    const written = new Map(Object.entries(ImportMap).map(([from, to]) => [to, from]));
    const paths = (imports: readonly string[] = []): string[] => imports.map((path) => written.get(path) ?? path);
    const plain = (imports: readonly string[] = []): string[] => imports.map((path) => path.replace(/^vendor\//, ''));
    compare(`${ours.path} dir`, [ours.dir], [Dir]);
    compare(`${ours.path} name`, [ours.name], [theirs.Name]);
    compare(`${ours.path} std`, [String(ours.isStd)], [String(theirs.Standard === true)]);
    compare(`${ours.path} files`, ours.files, absolute([...(theirs.GoFiles ?? []), ...(theirs.CgoFiles ?? [])]));
    compare(`${ours.path} testFiles`, ours.testFiles, absolute(theirs.TestGoFiles));
    compare(`${ours.path} xtestFiles`, ours.xtestFiles, absolute(theirs.XTestGoFiles));
    compare(`${ours.path} ignoredFiles`, ours.ignoredFiles, absolute(theirs.IgnoredGoFiles));
    compare(`${ours.path} imports`, ours.imports, paths(theirs.Imports));
    compare(`${ours.path} testImports`, ours.testImports, plain(theirs.TestImports));
    compare(`${ours.path} xtestImports`, ours.xtestImports, plain(theirs.XTestImports));
    compare(`${ours.path} module`, [moduleLine(ours.module)], [listedModuleLine(theirs.Module)]);
  }
  return found;
}

function moduleLine(module: Workspace['mainModules'][number] | undefined): string {
  return module === undefined ? '-' : `${module.path}@${module.version ?? ''} ${module.goVersion.slice(2)}`;
}

function listedModuleLine(module: ListedModule | undefined): string {
  if (module === undefined) return '-';
  const isFolder = module.Replace !== undefined && module.Replace.Version === undefined;
  return `${module.Path}@${isFolder ? '' : (module.Version ?? '')} ${module.GoVersion ?? '1.16'}`;
}

/** Writes files below a new folder, calls `work` with it, and takes the folder away. */
export function withFolder<T>(files: Readonly<Record<string, string>>, work: (root: string) => T): T {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')));
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
