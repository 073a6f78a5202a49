// From settings to a program that can be asked: the workspace, the packages whose values may flow in, the checker.

import { UsageError } from '#base/errors.js';
import { SourceSet } from '#base/position.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import { readDeclaration } from '#go/syntax/read-declaration.js';
import { type Checker, createChecker } from '#go/types/checker.js';
import type { Package } from '#go/types/object.js';
import type { PackageRef } from '#go/workspace/package.js';
import { openWorkspace, type Workspace } from '#go/workspace/workspace.js';
import { Program } from './program-source.js';
import type { BuildSettings, Host } from './request.js';

export interface OpenProgram {
  readonly workspace: Workspace;
  readonly sources: SourceSet;
  readonly program: Program;
  readonly checker: Checker;
  readonly mainPackages: readonly PackageRef[];
}

/** Throws a `UsageError` where there is no module or no such package. */
export function openProgram(settings: BuildSettings, main: readonly string[], tests: boolean, host: Host): OpenProgram {
  host.phase('workspace');
  host.progress('Reading go.mod and the module graph');
  const workspace = openWorkspace(host.fs, settings);
  const mainPackages = main.length === 0 ? workspace.mainPackages() : matchAll(workspace, main);
  if (mainPackages.length === 0) {
    throw new UsageError(
      main.length === 0
        ? `The module in ${settings.dir} has no Go packages for ${settings.goos}/${settings.goarch}.`
        : `No package matches ${main.join(' ')}.`,
    );
  }
  const sources = new SourceSet();
  const read = settings.parser === 'tree-sitter' ? readDeclaration : parseDeclaration;
  const program = new Program(workspace, sources, { main: mainPackages, tests, read });
  const checker = createChecker(program, { goarch: settings.goarch, goos: settings.goos });
  return { workspace, sources, program, checker, mainPackages };
}

/** The packages of several patterns, by path. */
export function matchAll(workspace: Workspace, patterns: readonly string[]): PackageRef[] {
  const found = new Map<string, PackageRef>();
  for (const pattern of patterns) for (const ref of workspace.match(pattern)) found.set(ref.path, ref);
  return [...found.keys()].sort().flatMap((path) => found.get(path) ?? []);
}

/** A package, and with its tests the package `x_test` beside it. */
export function loadWithTests(open: OpenProgram, ref: PackageRef, tests: boolean): Package[] {
  const packages = [open.checker.packageOf(open.program.load(ref))];
  const external = tests ? open.program.loadExternalTest(ref) : undefined;
  return external === undefined ? packages : [...packages, open.checker.packageOf(external)];
}
