// Stores to what a container or pointer refers to, as they stand in bodies, and who wants to know of them. There are
// thousands of both; they are brought together by the kind of container.

import type { Expr } from '#go/syntax/ast.js';
import { under } from '#go/types/type.js';
import type { Store } from './body.js';
import type { Frame } from './frame.js';
import { namedStruct } from './type-shape.js';
import type { AbstractObject } from './value.js';

/** `x[i] = v`, `ch <- v`, `*p = v`, `copy(x, y)` in a frame. */
export interface ElementStore {
  readonly part: 'element' | 'pointee';
  readonly base: Expr;
  readonly store: Store;
  readonly frame: Frame;
}

type Demand = (store: ElementStore) => void;

/** What may meet: stores to one kind of container, and demands of one kind of object. */
interface Meeting {
  readonly stores: ElementStore[];
  readonly demands: { readonly order: number; readonly demand: Demand }[];
}

/** What is kept by an object, and any element of an array, which may be reached as a slice or through a pointer. */
const kept = 'kept';
const anything = 'anything';

/** The stores of the frames that have been explored. */
export class ElementStores {
  readonly #meetings = new Map<string, Meeting>();
  #count = 0;

  /** Tells whom it may concern of a store: in the order in which they asked. */
  add(store: ElementStore): void {
    const key = keyOfStore(store);
    if (key === undefined) return;
    const own = this.#at(key);
    own.stores.push(store);
    if (store.part === 'pointee') {
      for (let i = 0; i < own.demands.length; i++) own.demands[i]?.demand(store);
      return;
    }
    const all = this.#at(anything);
    all.stores.push(store);
    let i = 0;
    let k = 0;
    for (;;) {
      const first = own.demands[i];
      const second = all.demands[k];
      if (first === undefined && second === undefined) return;
      if (second === undefined || (first !== undefined && first.order < second.order)) {
        i++;
        first?.demand(store);
      } else {
        k++;
        second.demand(store);
      }
    }
  }

  /** Calls `demand` for the stores, now and later, that may be to such a part of the object, and for some others. */
  demand(object: AbstractObject, part: 'element' | 'key' | 'pointee', demand: Demand): void {
    const { kind } = under(object.type);
    let key = `${part === 'pointee' ? '*' : ''}${kind}`;
    if (part !== 'pointee' && kind === 'Array') key = anything;
    else if (part !== 'pointee' && namedStruct(object.type) !== undefined) key = kept;
    const { stores, demands } = this.#at(key);
    for (const store of stores) demand(store);
    demands.push({ order: this.#count++, demand });
  }

  #at(key: string): Meeting {
    let meeting = this.#meetings.get(key);
    if (meeting === undefined) {
      meeting = { stores: [], demands: [] };
      this.#meetings.set(key, meeting);
    }
    return meeting;
  }
}

function keyOfStore({ store, part, base, frame }: ElementStore): string | undefined {
  if (store.form === 'keep') return kept;
  const type = frame.fn.info.types.get(base)?.type;
  if (type === undefined) return undefined;
  const target = under(type);
  if (part === 'element') return target.kind;
  return target.kind === 'Pointer' ? `*${under(target.elem).kind}` : undefined;
}
