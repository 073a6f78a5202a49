// The method set of a type (spec: Method sets), as go/types' NewMethodSet: every method that a value of the type has,
// declared or promoted, with the way to it. Kept per type object; pointers to one type object are one object.

import { compareStrings } from '#base/order.js';
import { objectId, typeSet } from './identical.js';
import { type Embedded, hasPointerReceiver, isSeen, nextDepth } from './lookup.js';
import type { Func } from './object.js';
import { deref, type Struct, type Type, unalias, under } from './type.js';

export interface MethodSelection {
  readonly obj: Func;
  /** Embedded fields on the way, then the method's index. */
  readonly index: readonly number[];
  /** Whether a pointer is followed on the way, or the method is an interface's. */
  readonly indirect: boolean;
  /** The type whose method set it is in. */
  readonly recv: Type;
}

export interface MethodSet {
  /** In the order of their ids. */
  readonly list: readonly MethodSelection[];
  /** By `objectId`. */
  readonly byId: ReadonlyMap<string, MethodSelection>;
  /** Whether an embedded type is not known, so that there may be more. */
  readonly unknown: boolean;
}

const empty: MethodSet = { list: [], byId: new Map(), unknown: false };
const maxDepth = 64;

const sets = new WeakMap<Type, MethodSet>();

/** The method set of `type`. O(embedded types and their methods) once. */
export function methodSet(type: Type): MethodSet {
  const t = unalias(type);
  let set = sets.get(t);
  if (set === undefined) sets.set(t, (set = compute(t)));
  return set;
}

function compute(t: Type): MethodSet {
  const { type, isPointer } = deref(t);
  if (isPointer && under(type).kind === 'Interface') return empty;
  // A defined pointer type has no methods.
  if (t.kind === 'Named' && t.underlying.kind === 'Pointer') return empty;

  /** Undefined stands for an id that is taken: a field, or two methods at one depth. */
  const base = new Map<string, MethodSelection | undefined>();
  const seen = new Set<Type>();
  let unknown = false;
  let current: Embedded[] = [{ type, index: [], indirect: isPointer, multiples: false }];

  for (let depth = 0; current.length > 0 && depth < maxDepth; depth++) {
    const here = new Map<string, MethodSelection | undefined>();
    const fields = new Set<string>();
    const structs: { embedded: Embedded; struct: Struct }[] = [];
    const add = (at: Embedded, i: number, obj: Func, indirect: boolean): void => {
      const id = objectId(obj.pkg, obj.name);
      const isOk = !at.multiples && !here.has(id) && (indirect || !hasPointerReceiver(obj));
      here.set(id, isOk ? { obj, index: [...at.index, i], indirect, recv: t } : undefined);
    };

    for (const embedded of current) {
      const e = unalias(embedded.type);
      if (e.kind === 'Named') {
        if (isSeen(seen, e)) continue;
        seen.add(e);
        e.methods.forEach((method, i) => add(embedded, i, method, embedded.indirect));
      }
      const u = under(e);
      if (u.kind === 'Unknown') {
        unknown = true;
      } else if (u.kind === 'Struct') {
        for (const field of u.fields) fields.add(objectId(field.pkg, field.name));
        structs.push({ embedded, struct: u });
      } else if (u.kind === 'Interface') {
        const set = typeSet(u);
        if (set.unknown) unknown = true;
        set.methods.forEach((method, i) => add(embedded, i, method, true));
      }
    }
    for (const [id, selection] of here) if (!base.has(id)) base.set(id, fields.has(id) ? undefined : selection);
    for (const id of fields) if (!base.has(id)) base.set(id, undefined);
    current = nextDepth(structs);
  }

  const byId = new Map<string, MethodSelection>();
  for (const [id, selection] of base) if (selection !== undefined) byId.set(id, selection);
  if (byId.size === 0 && !unknown) return empty;
  const ids = [...byId.keys()].sort(compareStrings);
  const list: MethodSelection[] = [];
  for (const id of ids) {
    const selection = byId.get(id);
    if (selection !== undefined) list.push(selection);
  }
  return { list, byId, unknown };
}
