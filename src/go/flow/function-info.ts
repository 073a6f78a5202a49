// A function as analyses know it, one record for each.

import type { FunctionInfo } from '#program/graph.js';
import { noOpOf } from './build-graph.js';
import type { Fn } from './function.js';

const known = new WeakMap<Fn, FunctionInfo>();
const fns = new WeakMap<FunctionInfo, Fn>();

export function functionInfo(fn: Fn): FunctionInfo {
  let info = known.get(fn);
  if (info === undefined) {
    info = {
      id: fn.id,
      name: fn.name,
      packagePath: fn.pkg.path,
      pos: fn.pos,
      end: fn.node.end,
      hasBody: fn.body !== undefined,
      noOp: noOpOf(fn),
      baseName: fn.object?.name ?? fn.name.slice(fn.name.lastIndexOf('.') + 1),
    };
    known.set(fn, info);
    fns.set(info, fn);
  }
  return info;
}

/** The function that a record is of. */
export function fnOf(info: FunctionInfo): Fn | undefined {
  return fns.get(info);
}
