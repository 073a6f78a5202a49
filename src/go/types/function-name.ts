// The names of functions as go/ssa prints them, so that output can be compared with other call graph tools.
//
// Literals are named by whoever walks bodies: `parent$1`, `parent$2`, … where `parent` is the name of the enclosing
// function or literal. They count in the order in which go/ssa builds the parent's code: source order, but
// - the body of a `for` comes before its post statement,
// - the `default` clause of a switch or select comes after all other clauses,
// - in a select, the channels and sent values of all clauses come before the first body,
// - the body of a `range` over a function is a literal too and takes a number (before those that stand in it, which
//   then are its children).
// Literals in the initial values of package-level variables are children of the package's `init`, numbered across the
// package in initialization order: `pkg.init$1`. Declared init functions are `pkg.init#1`, `pkg.init#2`, … in the
// order of files and then of source.

import type { Func } from './object.js';
import { typeString } from './type-string.js';

/**
 * `(*pkg/path.T).M`, `(pkg/path.T).M`, `pkg/path.F`. What belongs to a generic type or function has the name of the
 * generic one, its type parameters as its own declaration spells them: `(*pkg.L[T]).M`. `initIndex` counts a package's
 * init functions from 1.
 */
export function funcName(fn: Func, initIndex?: number): string {
  const { origin } = fn;
  const { recv } = origin.type;
  if (recv !== undefined) return `(${typeString(recv.type)}).${origin.name}`;
  const name = origin.name === 'init' && initIndex !== undefined ? `init#${initIndex}` : origin.name;
  return origin.pkg === undefined ? name : `${origin.pkg.path}.${name}`;
}
