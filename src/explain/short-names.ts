// Names for people: `(*T).M` in the package that is asked about, `(*http.Client).Do` elsewhere, `func literal in F` for
// `F$1`. Two functions that would be called alike get longer names, until each has its own.

import { compareStrings } from '#base/order.js';
import type { FunctionInfo } from '#program/graph.js';

/** What names need to know of the program. */
export interface Naming {
  /** Import path of the package whose names stand without a qualifier. */
  readonly home: string;
  packageName(path: string): string;
  lineOf(fn: Pick<FunctionInfo, 'pos'>): number | undefined;
}

/** The declared function around a literal, and how deep the literal lies in it: `F$1$2` is F, 2. */
function splitLiteral(name: string): { readonly declared: string; readonly depth: number } {
  const match = /^(.*?)((?:\$\d+)+)$/.exec(name);
  return match === null
    ? { declared: name, depth: 0 }
    : { declared: match[1] ?? name, depth: (match[2] ?? '').split('$').length - 1 };
}

/** A go/ssa name with its package path made short; of several literals of a function those after the first by their line. */
export function shortName(
  fn: Pick<FunctionInfo, 'name' | 'packagePath'> & Partial<FunctionInfo>,
  naming: Naming,
): string {
  const { declared, depth } = splitLiteral(fn.name);
  const short = withoutPath(declared, fn.packagePath, naming);
  if (depth === 0) return short;
  const line = isFurther(fn.name) && fn.pos !== undefined ? naming.lineOf({ ...fn, pos: fn.pos }) : undefined;
  return `func literal${line === undefined ? '' : ` (line ${line})`} in ${short.slice(short.lastIndexOf('.') + 1)}`;
}

/** `F$2`, `F$1$1`: not the first literal of the function. */
function isFurther(name: string): boolean {
  return !/^[^$]*\$1$/.test(name);
}

/** `(*pkg/path.T).M` becomes `(*path.T).M`, or `(*T).M` at home. */
export function withoutPath(name: string, packagePath: string, naming: Naming): string {
  if (packagePath === '') return name;
  const qualifier = packagePath === naming.home ? '' : `${naming.packageName(packagePath)}.`;
  const start = name.startsWith('(*') ? 2 : name.startsWith('(') ? 1 : 0;
  return name.startsWith(`${packagePath}.`, start)
    ? name.slice(0, start) + qualifier + name.slice(start + packagePath.length + 1)
    : name;
}

/** A short name of its own for each function. Does not depend on the order of `functions`. */
export function shortNames(functions: readonly FunctionInfo[], naming: Naming): Map<FunctionInfo, string> {
  const names = new Map<FunctionInfo, string>();
  const longer: ((fn: FunctionInfo) => string)[] = [
    (fn) => shortName(fn, naming),
    (fn) => longLiteral(fn, naming),
    (fn) => {
      const line = naming.lineOf(fn);
      const name = longLiteral(fn, naming);
      return line === undefined || !name.startsWith('func literal')
        ? fn.name
        : name.replace('func literal', `func literal (line ${line})`);
    },
    (fn) => fn.name,
  ];
  let open = [...functions].sort((a, b) => compareStrings(a.name, b.name));
  for (const name of longer) {
    const byName = new Map<string, FunctionInfo[]>();
    for (const fn of open) {
      const short = name(fn);
      const same = byName.get(short);
      if (same === undefined) byName.set(short, [fn]);
      else same.push(fn);
    }
    open = [];
    for (const [short, same] of byName) {
      const [only] = same;
      if (same.length === 1 && only !== undefined) names.set(only, short);
      else open.push(...same);
    }
  }
  // Two functions with one full name: `init`, or the literals of initializers.
  for (const fn of open) names.set(fn, fn.name);
  return names;
}

function longLiteral(fn: FunctionInfo, naming: Naming): string {
  const { declared, depth } = splitLiteral(fn.name);
  const short = withoutPath(declared, fn.packagePath, naming);
  return depth === 0 ? short : `func literal in ${short}`;
}

/** A type as the flow analysis prints it, without the qualifier of the home package. */
export function shortType(type: string, naming: Naming): string {
  const qualifier = `${naming.packageName(naming.home)}.`;
  if (qualifier === '.') return type;
  let out = '';
  for (let at = 0; ; ) {
    const next = type.indexOf(qualifier, at);
    if (next === -1) return out + type.slice(at);
    const before = next === 0 ? '' : (type[next - 1] ?? '');
    const isWhole = !/[\p{L}\p{N}_.]/u.test(before);
    out += type.slice(at, next) + (isWhole ? '' : qualifier);
    at = next + qualifier.length;
  }
}
