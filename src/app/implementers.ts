// The types of a program that implement an interface, and why a call through it does not reach those that it does not.

import { withoutParens } from '#go/flow/program-index.js';
import type { CallSite } from '#go/propagate/call-site.js';
import type { Engine } from '#go/propagate/engine.js';
import { lookupMethod } from '#go/types/lookup.js';
import { implementsInterface } from '#go/types/missing-method.js';
import { deref, type Named, newPointer, type Type, unalias, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { OpenProgram } from './open-program.js';

export interface NotReached {
  /** As people write it: `*http.Transport`. */
  readonly type: string;
  readonly because: string;
}

/** The implementers that no value of the call's receiver is one of, by name; none for a call that is no interface's. */
export function notReached(
  site: CallSite,
  reached: readonly CallSite[],
  engine: Engine,
  open: OpenProgram,
): NotReached[] {
  const fun = withoutParens(site.call.node.fun);
  if (site.mode !== 'invoke' || fun.kind !== 'SelectorExpr') return [];
  const operand = site.caller.info.types.get(withoutParens(fun.x))?.type;
  if (operand === undefined || under(operand).kind !== 'Interface') return [];
  const kept = new Set(
    reached.flatMap((each) => engine.solver.valuesAt(each.node).flatMap((value) => namedOf(value.type) ?? [])),
  );
  const found: NotReached[] = [];
  for (const { type, text } of implementersOf(operand, fun.sel.name, open)) {
    if (kept.has(type)) continue;
    found.push({ type: text, because: reasonAgainst(type, engine) });
  }
  return found;
}

function reasonAgainst(type: Named, engine: Engine): string {
  if (engine.made.has(type.obj)) return 'values of it are made, but none comes to this call';
  return under(type).kind === 'Struct'
    ? 'no literal and no new of it in what the program runs'
    : 'no value of it comes to this call';
}

function namedOf(type: Type): Named | undefined {
  const t = unalias(deref(type).type);
  return t.kind === 'Named' ? t.origin : undefined;
}

function* implementersOf(
  wanted: Type,
  method: string,
  open: OpenProgram,
): Iterable<{ readonly type: Named; readonly text: string }> {
  for (const file of open.program.loadedFiles) {
    for (const unit of file.units) {
      if (unit.kind !== 'type') continue;
      for (const object of open.checker.objectsOf(unit)) {
        const named = object.kind === 'TypeName' ? unalias(object.type) : undefined;
        if (named?.kind !== 'Named' || named.obj !== object || under(named).kind === 'Interface') continue;
        if (lookupMethod(named, true, object.pkg, method) === undefined) continue;
        const isValue = implementsInterface(named, wanted) === 'yes';
        if (!isValue && implementsInterface(newPointer(named), wanted) !== 'yes') continue;
        yield { type: named, text: typeString(isValue ? named : newPointer(named), packageNameQualifier) };
      }
    }
  }
}
