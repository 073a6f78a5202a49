// Finding the field or method that a selector means (spec: Selectors), as go/types' lookup: breadth first through
// embedded fields, the shallowest depth wins, two at one depth are ambiguous. Results are kept per type and name.
//
// Where nothing is found but an embedded type is Unknown, the answer is that it is not known. A depth is opened only
// when nothing was found above it, so that embedded types are not resolved without need.

import { identical, objectId, sameId, typeSet } from './identical.js';
import type { Func, Package, Var } from './object.js';
import { deref, type Named, type Struct, type Type, unalias, under } from './type.js';

export interface Found {
  readonly found: true;
  readonly obj: Var | Func;
  /** Embedded fields on the way, then the index of the field or method. */
  readonly index: readonly number[];
  /** Whether a pointer was followed on the way, the one given included. */
  readonly indirect: boolean;
}

export interface NotFound {
  readonly found: false;
  readonly reason: 'not-found' | 'ambiguous' | 'pointer-receiver' | 'unknown';
  /** One plain phrase. */
  readonly detail: string;
  /** Of an ambiguous selector: a path to one of the candidates. */
  readonly index: readonly number[];
  /** The method that needs a pointer receiver. */
  readonly obj?: Func;
}

export type LookupResult = Found | NotFound;

/** Instances nested in themselves without end would be searched for ever. */
const maxDepth = 64;

/** Each depth of a hostile type can hold many times the types of the one above. */
const maxEmbedded = 4096;

const missing: NotFound = { found: false, reason: 'not-found', detail: 'there is no such field or method', index: [] };

const results = new WeakMap<Type, Map<string, LookupResult>>();

/**
 * The field or method `name`, as written in `pkg`, of a value of the type; `addressable` allows methods of the pointer.
 */
export function lookupFieldOrMethod(
  type: Type,
  addressable: boolean,
  pkg: Package | undefined,
  name: string,
): LookupResult {
  const t = unalias(type);
  if (t.kind === 'Named') {
    const u = t.underlying;
    if (u.kind === 'Pointer') {
      // A defined pointer type has the fields of what it points to but none of its methods.
      const result = find(u, pkg, name);
      return result.found && result.obj.kind === 'Func' ? missing : result;
    }
  }
  const result = find(t, pkg, name);
  if (
    result.found &&
    !addressable &&
    !result.indirect &&
    result.obj.kind === 'Func' &&
    hasPointerReceiver(result.obj)
  ) {
    const detail = `method ${name} has pointer receiver`;
    return { found: false, reason: 'pointer-receiver', detail, index: [], obj: result.obj };
  }
  return result;
}

/** The method `name`, undefined if there is none or it is a field. */
export function lookupMethod(
  type: Type,
  addressable: boolean,
  pkg: Package | undefined,
  name: string,
): Func | undefined {
  const result = lookupFieldOrMethod(type, addressable, pkg, name);
  return result.found && result.obj.kind === 'Func' ? result.obj : undefined;
}

/** The index of the struct's own field of this name, or -1. */
export function fieldIndex(struct: Struct, pkg: Package | undefined, name: string): number {
  return name === '_' ? -1 : struct.fields.findIndex((field) => sameId(field, pkg, name));
}

/** Whether the method is declared with a pointer receiver; known without its signature where the syntax says so. */
export function hasPointerReceiver(method: Func): boolean {
  if (method.isInterfaceMethod) return false;
  if (method.unit?.recvPointer === true) return true;
  // Written without a star, it may still be an alias of a pointer type.
  const { recv } = method.type;
  return recv !== undefined && unalias(recv.type).kind === 'Pointer';
}

const methodIndices = new WeakMap<Named, ReadonlyMap<string, number>>();

/** Positions of a defined type's own methods, by `objectId`. */
function methodIndex(origin: Named): ReadonlyMap<string, number> {
  let indices = methodIndices.get(origin);
  if (indices === undefined) {
    const map = new Map<string, number>();
    origin.methods.forEach((method, i) => {
      const id = objectId(method.pkg, method.name);
      if (!map.has(id)) map.set(id, i);
    });
    methodIndices.set(origin, (indices = map));
  }
  return indices;
}

function find(t: Type, pkg: Package | undefined, name: string): LookupResult {
  if (name === '_') return missing;
  let known = results.get(t);
  if (known === undefined) results.set(t, (known = new Map()));
  const id = objectId(pkg, name);
  let result = known.get(id);
  if (result === undefined) known.set(id, (result = search(t, pkg, name, id)));
  return result;
}

/** An embedded type on the way. */
export interface Embedded {
  readonly type: Type;
  readonly index: readonly number[];
  readonly indirect: boolean;
  /** Whether the type is there more than once at this depth, so that what it has is ambiguous. */
  multiples: boolean;
}

function search(t: Type, pkg: Package | undefined, name: string, id: string): LookupResult {
  const { type, isPointer } = deref(t);
  if (isPointer && under(type).kind === 'Interface') return missing;
  let current: Embedded[] = [{ type, index: [], indirect: isPointer, multiples: false }];
  const seen = new Set<Type>();
  let unknownReason: string | undefined;

  for (let depth = 0; current.length > 0 && depth < maxDepth; depth++) {
    let obj: Var | Func | undefined;
    let index: readonly number[] = [];
    let indirect = false;
    let ambiguous: readonly number[] | undefined;
    const structs: { embedded: Embedded; struct: Struct }[] = [];
    const hit = (at: Embedded, i: number, candidate: Var | Func): void => {
      if (obj !== undefined || at.multiples) ambiguous = [...at.index, i];
      obj = candidate;
      index = [...at.index, i];
      indirect = at.indirect;
    };

    for (const embedded of current) {
      const e = unalias(embedded.type);
      if (e.kind === 'Named') {
        if (isSeen(seen, e)) continue;
        seen.add(e);
        const i = methodIndex(e.origin).get(id);
        const method = i === undefined ? undefined : e.methods[i];
        if (i !== undefined && method !== undefined) {
          hit(embedded, i, method);
          continue;
        }
      }
      const u = under(e);
      if (u.kind === 'Unknown') {
        unknownReason ??= u.reason;
      } else if (u.kind === 'Struct') {
        const i = fieldIndex(u, pkg, name);
        const field = u.fields[i];
        if (field !== undefined) hit(embedded, i, field);
        else structs.push({ embedded, struct: u });
      } else if (u.kind === 'Interface') {
        const set = typeSet(u);
        const i = set.byId.get(id);
        const method = i === undefined ? undefined : set.methods[i];
        if (i !== undefined && method !== undefined) hit(embedded, i, method);
        else if (set.unknown) unknownReason ??= 'an embedded interface is not known';
      }
    }
    if (ambiguous !== undefined)
      return { found: false, reason: 'ambiguous', detail: `${name} is ambiguous`, index: ambiguous };
    if (obj !== undefined) return { found: true, obj, index, indirect };
    current = nextDepth(structs);
  }
  if (unknownReason === undefined) return missing;
  return { found: false, reason: 'unknown', detail: unknownReason, index: [] };
}

/** Whether this type was met at a depth above or before: whatever it has is hidden or was taken there. */
export function isSeen(seen: ReadonlySet<Type>, type: Named): boolean {
  if (seen.has(type)) return true;
  if (type.typeArgs.length === 0) return false;
  for (const other of seen) if (identical(type, other)) return true;
  return false;
}

/** The embedded fields of the structs of one depth, each type once. */
export function nextDepth(structs: readonly { readonly embedded: Embedded; readonly struct: Struct }[]): Embedded[] {
  const next: Embedded[] = [];
  const byType = new Map<Type, Embedded>();
  for (const { embedded, struct } of structs) {
    for (let i = 0; i < struct.fields.length; i++) {
      const field = struct.fields[i];
      if (field === undefined || !field.embedded) continue;
      const { type, isPointer } = deref(field.type);
      const key = unalias(type);
      const same =
        byType.get(key) ??
        (key.kind === 'Named' && key.typeArgs.length === 0 ? undefined : next.find((e) => identical(e.type, key)));
      if (same !== undefined) {
        same.multiples = true;
        continue;
      }
      if (next.length >= maxEmbedded) return next;
      const entry = {
        type: key,
        index: [...embedded.index, i],
        indirect: embedded.indirect || isPointer,
        multiples: embedded.multiples,
      };
      byType.set(key, entry);
      next.push(entry);
    }
  }
  return next;
}
