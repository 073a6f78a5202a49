// The few questions about types that the flow analysis asks all the time.

import { lookupFieldOrMethod } from '#go/types/lookup.js';
import type { Func, Package, Var } from '#go/types/object.js';
import { type Named, type Type, unalias, under } from '#go/types/type.js';
import { errorType } from '#go/types/universe.js';

/** `type T []T` has no end; no type that people write nests containers this deep. */
const nestingLimit = 8;

/** A struct or array: held by value, so that it has parts rather than being referred to. */
export function isStructLike(type: Type): boolean {
  const { kind } = under(type);
  return kind === 'Struct' || kind === 'Array';
}

export function isInterface(type: Type): boolean {
  const t = unalias(type);
  return t.kind === 'TypeParam' || under(t).kind === 'Interface';
}

/** The named type of a named struct or of a pointer to one. */
export function namedStruct(type: Type): { readonly named: Named; readonly isPointer: boolean } | undefined {
  const t = unalias(type);
  if (t.kind === 'Named') return isStructLike(t) ? { named: t, isPointer: false } : undefined;
  if (t.kind !== 'Pointer') return undefined;
  const elem = unalias(t.elem);
  return elem.kind === 'Named' && isStructLike(elem) ? { named: elem, isPointer: true } : undefined;
}

export function elementType(type: Type): Type | undefined {
  const t = under(type);
  switch (t.kind) {
    case 'Slice':
    case 'Array':
    case 'Map':
    case 'Chan':
      return t.elem;
    case 'Pointer': {
      const inner = under(t.elem);
      return inner.kind === 'Array' ? inner.elem : undefined;
    }
    default:
      return undefined;
  }
}

export function fieldAt(type: Type, index: number): Var | undefined {
  let t = under(type);
  if (t.kind === 'Pointer') t = under(t.elem);
  return t.kind === 'Struct' ? t.fields[index] : undefined;
}

/** The method `name` of a dynamic type, with the embedded fields on the way to it. */
export function findMethod(
  type: Type,
  pkg: Package | undefined,
  name: string,
): { readonly method: Func; readonly path: readonly number[] } | undefined {
  const found = lookupFieldOrMethod(type, true, pkg, name);
  if (!found.found || found.obj.kind !== 'Func') return undefined;
  return { method: found.obj, path: found.index.slice(0, -1) };
}

/** Whether values of the type can lead to a call: functions, interfaces, and what may hold them. */
export function canCarryCalls(type: Type, depth = 0): boolean {
  const t = under(type);
  if (depth > nestingLimit) return true;
  switch (t.kind) {
    case 'Basic':
      return t.basic === 'unsafe.Pointer';
    case 'Slice':
    case 'Array':
    case 'Chan':
    case 'Pointer':
      return canCarryCalls(t.elem, depth + 1);
    case 'Map':
      return canCarryCalls(t.elem, depth + 1) || canCarryCalls(t.key, depth + 1);
    default:
      return true;
  }
}

/** An interface that promises no I/O: `any`, `error`, a constraint. What it holds is not followed through formatting. */
export function isPlainInterface(type: Type): boolean {
  const u = under(type);
  if (u.kind !== 'Interface') return false;
  if (u.embeddeds.length > 0) return false;
  return u.methods.length === 0 || (u.methods.length === 1 && u.methods[0]?.name === 'Error');
}

/** The predeclared interface `error`. */
export function isErrorType(type: Type): boolean {
  return unalias(type) === errorType;
}
