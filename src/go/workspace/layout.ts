// Where a workspace is: the go.mod or go.work above a folder, the main modules, the vendor folder in use.
// Mirrors modload's findModuleRoot, FindGoWork, loadModFile and setDefaultBuildMod.

import type { Diagnostic, DiagnosticCode } from '#base/diagnostic.js';
import { UsageError } from '#base/errors.js';
import type { FileProblem as FileReadProblem } from '#base/file-system.js';
import type { FileProblem } from './directive-file.js';
import { type Directories, parentOf, resolvePath } from './directories.js';
import { compareGoVersions, withoutGo } from './go-version.js';
import { guessModulePath } from './loose-tree.js';
import { type ModFile, parseModFile, parseWorkFile, type WorkFile } from './mod-file.js';
import { hasPathPrefix } from './module-path.js';
import type { MainModule } from './requirements.js';
import { parseVendorList, type VendorList } from './vendor-list.js';

export interface LayoutOptions {
  readonly dir: string;
  readonly goroot: string | undefined;
  readonly goVersion: string;
  readonly workFile?: string | 'off' | undefined;
  readonly modMode?: 'mod' | 'vendor' | 'readonly' | undefined;
  /** A folder without a go.mod is taken for a module of the path that its imports speak for. */
  readonly withoutModule?: boolean | undefined;
  /** Folders that are asked about; the modules in which they lie are main modules too. */
  readonly folders?: readonly string[] | undefined;
}

export interface Layout {
  readonly mains: readonly MainModule[];
  readonly work: { readonly path: string; readonly dir: string; readonly file: WorkFile } | undefined;
  /** Set where packages come from a vendor folder. */
  readonly vendor: { readonly dir: string; readonly list: VendorList } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const inWords: Readonly<Record<FileReadProblem, string>> = {
  'not-found': 'does not exist',
  'no-permission': 'may not be read',
  'not-a-file': 'is not a file',
  'too-large': 'is too large',
  unreadable: 'cannot be read',
};

/** Finds the main modules for a folder. Throws a `UsageError` where there are none. */
export function findLayout(directories: Directories, options: LayoutOptions): Layout {
  const diagnostics: Diagnostic[] = [];
  const moduleDir = findUpward(directories, options.dir, 'go.mod');
  const work = findWork(directories, options, diagnostics);
  const mains: MainModule[] = [];
  if (work !== undefined) {
    for (const { dir } of work.file.uses)
      addUsed(directories, resolvePath(work.dir, dir), dir, work.path, mains, diagnostics);
    if (mains.length === 0)
      throw new UsageError(
        `${work.path} names no module that can be read; add one with \`go work use FOLDER\`, or set GOWORK=off.`,
      );
    if (moduleDir !== undefined && !mains.some(({ dir }) => dir === moduleDir)) {
      throw new UsageError(
        `${moduleDir} is a module that ${work.path} does not name; run \`go work use ${moduleDir}\`, or set GOWORK=off.`,
      );
    }
  } else {
    if (moduleDir === undefined) {
      const exists = directories.fs.kindOf(options.dir) === 'directory';
      if (exists && options.withoutModule === true) return looseLayout(directories, options, diagnostics);
      throw new UsageError(
        exists
          ? `There is no go.mod in ${options.dir} or a folder above it; go to a Go module, or make one with \`go mod init\`.`
          : `${options.dir} is not a folder that can be read.`,
      );
    }
    mains.push(readMain(directories, moduleDir, diagnostics));
    for (const dir of innerModules(directories, moduleDir, options))
      mains.push(readMain(directories, dir, diagnostics));
  }
  for (const { path, file, dir } of mains)
    checkGoVersion(`${path} (${dir}/go.mod)`, file.goVersion, options.goVersion, diagnostics);
  return { mains, work, vendor: findVendor(directories, mains, work, options, diagnostics), diagnostics };
}

/** The modules inside the main one in which the folders lie that are asked about: without a go.work, they are used too. */
function innerModules(directories: Directories, moduleDir: string, { dir, folders }: LayoutOptions): string[] {
  const found = new Set<string>();
  for (const folder of folders ?? []) {
    const inner = findUpward(directories, resolvePath(dir, folder), 'go.mod');
    if (inner?.startsWith(`${moduleDir}/`) === true) found.add(inner);
  }
  return [...found].sort();
}

function looseLayout(directories: Directories, { dir }: LayoutOptions, diagnostics: Diagnostic[]): Layout {
  const path = guessModulePath(directories, directories.fs, dir);
  diagnostics.push({
    code: 'go-mod-missing',
    message: `There is no go.mod; the folder is taken for the module ${path}, as its imports say, and other modules are not looked for.`,
    path: dir,
  });
  const main = { path, dir, file: parseModFile(`module ${path}\n`, true) };
  return { mains: [main], work: undefined, vendor: undefined, diagnostics };
}

/** The nearest folder from `dir` upward that holds the file. */
function findUpward(directories: Directories, dir: string, file: string): string | undefined {
  for (let at: string | undefined = dir; at !== undefined; at = parentOf(at)) {
    if (directories.fs.kindOf(at === '/' ? `/${file}` : `${at}/${file}`) === 'file') return at;
  }
  return undefined;
}

function findWork(directories: Directories, options: LayoutOptions, diagnostics: Diagnostic[]): Layout['work'] {
  const { workFile } = options;
  if (workFile === 'off') return undefined;
  let path: string;
  if (workFile !== undefined && workFile !== '') {
    path = resolvePath(options.dir, workFile);
  } else {
    const dir = findUpward(directories, options.dir, 'go.work');
    // A go.work in the root of the Go installation is not meant for its users.
    if (dir === undefined || dir === options.goroot) return undefined;
    path = dir === '/' ? '/go.work' : `${dir}/go.work`;
  }
  const found = directories.text(path);
  if (typeof found === 'string')
    throw new UsageError(`The workspace file ${path} ${inWords[found]}; correct GOWORK, or set GOWORK=off.`);
  const file = parseWorkFile(found.text);
  for (const problem of file.problems) diagnostics.push(toDiagnostic('go-work-malformed', problem, path));
  return { path, dir: parentOf(path) ?? '/', file };
}

function addUsed(
  directories: Directories,
  dir: string,
  written: string,
  workPath: string,
  mains: MainModule[],
  diagnostics: Diagnostic[],
): void {
  if (mains.some((main) => main.dir === dir)) return;
  if (directories.fs.kindOf(`${dir}/go.mod`) !== 'file') {
    diagnostics.push({
      code: 'go-work-malformed',
      message: `\`use ${written}\` names a folder without a go.mod; it is left out.`,
      path: workPath,
    });
    return;
  }
  const main = readMain(directories, dir, diagnostics);
  const twin = mains.find(({ path }) => path === main.path);
  if (twin === undefined) mains.push(main);
  else
    diagnostics.push({
      code: 'go-work-malformed',
      message: `${twin.dir} and ${dir} both hold the module ${main.path}; the second is left out.`,
      path: workPath,
    });
}

function readMain(directories: Directories, dir: string, diagnostics: Diagnostic[]): MainModule {
  const path = dir === '/' ? '/go.mod' : `${dir}/go.mod`;
  const found = directories.text(path);
  if (typeof found === 'string') throw new UsageError(`${path} ${inWords[found]}.`);
  const hasMark = found.text.startsWith('\ufeff');
  if (hasMark) {
    diagnostics.push({
      code: 'go-mod-malformed',
      message: 'The file begins with a byte order mark, which the go command refuses; it is passed over.',
      path,
    });
  }
  const file = parseModFile(hasMark ? found.text.slice(1) : found.text, true);
  const name = file.modulePath === undefined ? path : `${file.modulePath}/go.mod`;
  for (const problem of file.problems) diagnostics.push(toDiagnostic('go-mod-malformed', problem, name));
  if (file.modulePath === undefined) {
    diagnostics.push({
      code: 'go-mod-malformed',
      message: 'There is no `module` line; the folder’s name is taken for the module path.',
      path,
    });
  }
  return { path: file.modulePath ?? (dir.slice(dir.lastIndexOf('/') + 1) || 'main'), dir, file };
}

function toDiagnostic(code: DiagnosticCode, { line, column, message }: FileProblem, file: string): Diagnostic {
  return {
    code,
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}; the line is left out.`,
    position: { file, line, column },
  };
}

function checkGoVersion(what: string, wanted: string | undefined, installed: string, diagnostics: Diagnostic[]): void {
  if (wanted === undefined || compareGoVersions(wanted, withoutGo(installed)) <= 0) return;
  diagnostics.push({
    code: 'go-version-newer',
    message: `${what} asks for Go ${wanted}, but the standard library that was found is of ${installed}; pass --goroot with a newer one.`,
  });
}

function findVendor(
  directories: Directories,
  mains: readonly MainModule[],
  work: Layout['work'],
  options: LayoutOptions,
  diagnostics: Diagnostic[],
): Layout['vendor'] {
  const { modMode } = options;
  if (modMode === 'mod' || modMode === 'readonly') return undefined;
  const [main] = mains;
  const dir = work?.dir ?? main?.dir;
  if (dir === undefined) return undefined;
  const isAsked = modMode === 'vendor';
  if (!isAsked && !directories.hasDirectory(dir, 'vendor')) return undefined;
  const goVersion = work === undefined ? main?.file.goVersion : work.file.goVersion;
  if (!isAsked && (goVersion === undefined || compareGoVersions(goVersion, '1.14') < 0)) return undefined;
  const path = `${dir}/vendor/modules.txt`;
  const found = directories.text(path);
  const list = parseVendorList(typeof found === 'string' ? '' : found.text);
  if (!isAsked && list.isForWorkspace !== (work !== undefined)) return undefined;
  if (typeof found === 'string' && main?.path !== 'std') {
    diagnostics.push({
      code: 'vendor-inconsistent',
      message: `${path} ${inWords[found]}; run \`go mod vendor\`, or set GOFLAGS=-mod=mod.`,
      path,
    });
  } else {
    checkVendor(
      mains.map(({ file }) => file),
      list,
      path,
      diagnostics,
    );
  }
  return { dir: `${dir}/vendor`, list };
}

/** The go command refuses a vendor folder that does not fit go.mod; here it is used, and the difference said. */
function checkVendor(files: readonly ModFile[], list: VendorList, path: string, diagnostics: Diagnostic[]): void {
  for (const { requires, goVersion } of files) {
    const saysExplicit = goVersion !== undefined && compareGoVersions(goVersion, '1.14') >= 0;
    for (const required of requires) {
      const vendored = list.modules.get(required.path);
      const isOther = vendored !== undefined && vendored.version !== required.version;
      if (!isOther && (!saysExplicit || list.named.get(`${required.path}@${required.version}`)?.explicit === true))
        continue;
      const instead = isOther ? `holds ${required.path}@${vendored.version}` : 'does not name it';
      diagnostics.push({
        code: 'vendor-inconsistent',
        message: `go.mod asks for ${required.path}@${required.version}, but vendor/modules.txt ${instead}; run \`go mod vendor\`.`,
        path,
      });
    }
  }
}

/** Whether `path` is `dir` or lies under it. */
export function isUnder(path: string, dir: string): boolean {
  return dir === '/' || hasPathPrefix(path, dir);
}
