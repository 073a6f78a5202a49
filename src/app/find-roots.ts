// Finds the functions that a person names: `Type.Method`, `pkg.Func`, a full go/ssa name, or `file.go:line`; in the
// main modules first, then in what they import themselves, then in all they need, then in every module of the build list.

import { UsageError } from '#base/errors.js';
import { nearest } from '#base/nearest.js';
import { by, compareStrings } from '#base/order.js';
import type { Fn, Functions } from '#go/flow/function.js';
import type { ProgramIndex } from '#go/flow/program-index.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Checker } from '#go/types/checker.js';
import { lookupMethod } from '#go/types/lookup.js';
import type { PackageRef } from '#go/workspace/package.js';
import type { Program } from './program-source.js';

/** More candidates than this are not listed. */
const candidateLimit = 20;

export interface RootFinder {
  readonly program: Program;
  readonly checker: Checker;
  readonly functions: Functions;
  readonly index: ProgramIndex;
}

/** The function that `spec` names. Throws `UsageError` when there is none, or several. */
export function findRoot(finder: RootFinder, spec: string): Fn {
  const place = /^(.+\.go):(\d+)$/.exec(spec);
  if (place !== null) return findByPlace(finder, place[1] ?? '', Number(place[2]), spec);
  const name = parseName(spec);
  if (name === undefined)
    throw new UsageError(`${spec} is no function name: write Type.Method, pkg.Func, a full name, or file.go:line.`);
  for (const packages of searchOrder(finder.program)) {
    const found = new Map<Fn, true>();
    for (const ref of packages) {
      if (!mayDeclare(finder.program, ref, name)) continue;
      for (const file of finder.checker.package(ref.path).files) {
        for (const unit of file.units)
          if (matches(unit, ref, name)) for (const fn of pick(finder, unit, name)) found.set(fn, true);
      }
    }
    if (found.size === 0) for (const fn of promotedMethods(finder, packages, name)) found.set(fn, true);
    const all = [...found.keys()].sort((a, b) => compareStrings(a.name, b.name));
    const only = all[0];
    if (all.length === 1 && only !== undefined) return only;
    if (all.length > 1) {
      const exact = all.filter((fn) => fn.name === spec);
      const exactOnly = exact[0];
      if (exact.length === 1 && exactOnly !== undefined) return exactOnly;
      const shown = all
        .slice(0, candidateLimit)
        .map((fn) => `${fn.name}  ${finder.program.sources.positionString(fn.pos)}`);
      if (all.length > candidateLimit) shown.push(`and ${all.length - candidateLimit} more`);
      throw new UsageError(`${spec} names ${all.length} functions; write one of these in full:`, shown);
    }
  }
  const similar = similarFunctions(finder, name);
  const meant = similar.length === 0 ? '.' : `; did you mean ${similar.length === 1 ? 'this' : 'one of these'}?`;
  throw new UsageError(
    `No function ${spec} was found in the main module, in what it imports, or in the modules it requires${meant}`,
    similar,
  );
}

/** Functions that are listed where a name was not found. */
const similarLimit = 5;

/** Functions of the main packages that go by the same name in another type or package, else the one spelt most alike. */
function similarFunctions(finder: RootFinder, name: FunctionName): string[] {
  const byName = new Map<string, Unit[]>();
  for (const ref of finder.program.workspace.mainPackages()) {
    for (const file of finder.checker.package(ref.path).files) {
      for (const unit of file.units) {
        const func = unit.kind === 'func' ? unit.names[0]?.name : undefined;
        if (func === undefined || func === '_') continue;
        for (const key of [func, `${unit.recvTypeName ?? ref.name}.${func}`]) {
          const known = byName.get(key);
          if (known === undefined) byName.set(key, [unit]);
          else known.push(unit);
        }
      }
    }
  }
  const outer = name.type ?? name.pkg?.slice(name.pkg.lastIndexOf('/') + 1);
  const spelt = outer === undefined ? name.func : `${outer}.${name.func}`;
  const units =
    byName.get(name.func) ?? byName.get(nearest(spelt, [...byName.keys()].sort(compareStrings)) ?? '') ?? [];
  return units
    .flatMap((unit) => finder.functions.ofUnit(unit) ?? [])
    .sort(by((fn) => fn.name))
    .slice(0, similarLimit)
    .map((fn) => `${fn.name}  ${finder.program.sources.positionString(fn.pos)}`);
}

interface FunctionName {
  readonly func: string;
  readonly type: string | undefined;
  /** Import path, package name, or undefined. */
  readonly pkg: string | undefined;
  /** `$1$2` of a literal. */
  readonly literal: readonly number[];
  /** `A.B` may also be a function B of a package A. */
  readonly isOpen: boolean;
}

function parseName(spec: string): FunctionName | undefined {
  const parts = /^(.*?)((?:\$\d+)*)$/.exec(spec);
  const base = parts?.[1] ?? '';
  const literal = (parts?.[2] ?? '')
    .split('$')
    .filter((part) => part !== '')
    .map(Number);
  const method = /^\(\*?(.*)\)\.([^.()]+)$/.exec(base);
  if (method !== null) {
    const [pkg, type] = splitLast(method[1] ?? '');
    return { func: method[2] ?? '', type, pkg, literal, isOpen: false };
  }
  const [rest, func] = splitLast(base);
  if (func === '' || /[\s()*]/.test(base)) return undefined;
  if (rest === undefined) return { func, type: undefined, pkg: undefined, literal, isOpen: true };
  const [outer, inner] = splitLast(rest);
  if (
    rest.includes('/') &&
    (outer === undefined || (outer.includes('/') === false && !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(inner)))
  ) {
    return { func, type: undefined, pkg: rest, literal, isOpen: false };
  }
  if (outer !== undefined && !inner.includes('/')) return { func, type: inner, pkg: outer, literal, isOpen: false };
  return rest.includes('/')
    ? { func, type: undefined, pkg: rest, literal, isOpen: false }
    : { func, type: rest, pkg: undefined, literal, isOpen: true };
}

function splitLast(text: string): [string | undefined, string] {
  const dot = text.lastIndexOf('.');
  return dot === -1 ? [undefined, text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** The main packages, what they import themselves, all they need, then all that the build list has. */
function* searchOrder(program: Program): Iterable<readonly PackageRef[]> {
  const main = program.workspace.mainPackages();
  yield main;
  const seen = new Set(main.map((ref) => ref.path));
  const near = new Map<string, PackageRef>();
  for (const from of main) {
    for (const written of from.imports) {
      const ref = program.workspace.resolveImport(written, from);
      if (ref.missing !== true && !seen.has(ref.path)) near.set(ref.path, ref);
    }
  }
  yield [...near.values()].sort(by((ref) => ref.path));
  for (const path of near.keys()) seen.add(path);
  const imported = program.closure().filter((ref) => !seen.has(ref.path));
  yield imported;
  for (const ref of imported) seen.add(ref.path);
  const rest: PackageRef[] = [];
  for (const module of program.workspace.modules()) {
    if (module.dir === undefined || module.isMain) continue;
    for (const ref of program.workspace.packagesOf(module)) if (!seen.has(ref.path)) rest.push(ref);
  }
  yield rest;
}

function mayDeclare(program: Program, ref: PackageRef, name: FunctionName): boolean {
  if (name.pkg !== undefined && ref.path !== name.pkg && ref.name !== name.pkg && !ref.path.endsWith(`/${name.pkg}`))
    return false;
  return program.holdsWord(ref.path, name.func);
}

function matches(unit: Unit, ref: PackageRef, name: FunctionName): boolean {
  if (unit.kind !== 'func' || unit.names[0]?.name !== name.func) return false;
  if (unit.recvTypeName !== undefined) return name.type === undefined ? name.isOpen : unit.recvTypeName === name.type;
  if (name.type === undefined) return true;
  return name.isOpen && (ref.name === name.type || ref.path.endsWith(`/${name.type}`) || ref.path === name.type);
}

/** `Type.Method` where the type has the method from an embedded field: the method of that field's type. */
function promotedMethods(finder: RootFinder, packages: readonly PackageRef[], name: FunctionName): readonly Fn[] {
  const { type: typeName, func } = name;
  if (typeName === undefined || name.literal.length > 0) return [];
  const found: Fn[] = [];
  for (const ref of packages) {
    if (name.pkg !== undefined && ref.path !== name.pkg && ref.name !== name.pkg && !ref.path.endsWith(`/${name.pkg}`))
      continue;
    if (!finder.program.holdsWord(ref.path, typeName)) continue;
    const pkg = finder.checker.package(ref.path);
    const declared = pkg.lookup(typeName);
    if (declared?.kind !== 'TypeName') continue;
    const method = lookupMethod(declared.type, true, pkg, func);
    if (method === undefined) continue;
    if (method.isInterfaceMethod) {
      throw new UsageError(
        `${typeName}.${func} is the method of an interface, which has no body; name the method of a type that implements it.`,
      );
    }
    const fn = finder.functions.ofObject(method);
    if (fn !== undefined && !found.includes(fn)) found.push(fn);
  }
  return found;
}

function pick(finder: RootFinder, unit: Unit, name: FunctionName): Fn[] {
  let fn = finder.functions.ofUnit(unit);
  for (const number of name.literal) {
    const literal =
      fn === undefined
        ? undefined
        : finder.index.functionsOf(unit).find((inner) => inner.parent === fn && inner.name.endsWith(`$${number}`));
    fn = literal;
  }
  return fn === undefined ? [] : [fn];
}

function findByPlace(finder: RootFinder, path: string, line: number, spec: string): Fn {
  for (const packages of searchOrder(finder.program)) {
    const found: Fn[] = [];
    for (const ref of packages) {
      if (
        !ref.files.some(
          (file) => endsWithPath(file, path) || endsWithPath(finder.program.workspace.displayName(file), path),
        )
      )
        continue;
      for (const file of finder.checker.package(ref.path).files) {
        if (!endsWithPath(file.text.path, path) && !endsWithPath(file.text.name, path)) continue;
        const start = file.text.lineStarts[line - 1];
        const end = file.text.lineStarts[line] ?? file.text.bytes.length;
        if (start === undefined) continue;
        let best: Fn | undefined;
        for (const unit of file.units) {
          if (unit.kind !== 'func' || unit.pos - file.text.base >= end || unit.end - file.text.base <= start) continue;
          for (const fn of finder.index.functionsOf(unit)) {
            if (fn.pos - file.text.base < end && fn.node.end - file.text.base > start) best = fn;
          }
        }
        if (best !== undefined) found.push(best);
      }
    }
    const only = found[0];
    if (found.length === 1 && only !== undefined) return only;
    if (found.length > 1)
      throw new UsageError(
        `${spec} lies in ${found.length} files; write more of the path:`,
        found.map((fn) => finder.program.sources.positionString(fn.pos)),
      );
  }
  throw new UsageError(
    `There is no function at ${spec} in the packages of this build; write the path from the module's root.`,
  );
}

function endsWithPath(path: string, end: string): boolean {
  const clean = end.replace(/^\.\//, '');
  return path === clean || path.endsWith(`/${clean}`);
}
