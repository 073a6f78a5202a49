// What can flow where a question is asked backwards, with calls told apart: things by the expression that makes them and the
// calls under which it does. Everything is made once, so that sets can compare by identity.

import type { Fn } from '#go/flow/function.js';
import type { CallExpr, Expr } from '#go/syntax/ast.js';
import type { Func, Var } from '#go/types/object.js';
import type { Type } from '#go/types/type.js';

/** The call by which a function was come to, and those before; undefined is whoever calls it. */
export interface Calls {
  readonly id: number;
  /** Undefined for a call by other code, of which nothing is known. */
  readonly call: CallExpr | undefined;
  readonly caller: Fn;
  readonly before: Calls | undefined;
  /** Of a call of a value's method, on which value. */
  readonly on: Thing | undefined;
}

/**
 * `made`: by an expression, under calls. `typed`: any object of a type. `part`: a struct that lies in a field of another.
 * `packed`: the slice of a call's last arguments. `any`: not known, so whatever the whole program knows.
 */
export type Thing =
  | {
      readonly kind: 'made';
      readonly id: number;
      readonly expr: Expr | Var;
      readonly fn: Fn;
      readonly calls: Calls | undefined;
      readonly type: Type;
    }
  | { readonly kind: 'typed'; readonly id: number; readonly type: Type }
  | { readonly kind: 'part'; readonly id: number; readonly of: Thing; readonly field: Var; readonly type: Type }
  | {
      readonly kind: 'packed';
      readonly id: number;
      readonly call: CallExpr;
      readonly skip: number;
      readonly fn: Fn;
      readonly calls: Calls | undefined;
    }
  | { readonly kind: 'function'; readonly id: number; readonly fn: Fn; readonly calls: Calls | undefined }
  | { readonly kind: 'bound'; readonly id: number; readonly method: Func; readonly receiver: Thing }
  | { readonly kind: 'text'; readonly id: number; readonly text: string }
  | { readonly kind: 'nil'; readonly id: number }
  | { readonly kind: 'any'; readonly id: number };

/** A function that a call reaches, with what it is called on and the calls to it then. */
export interface Reached {
  readonly fn: Fn;
  readonly receiver: Thing | undefined;
  readonly calls: Calls | undefined;
}

/** Calls in one another that are told apart. */
const callsLimit = 6;
/** Things that are told apart by the thing on whose method they are made. */
const onLimit = 2;
/** Structs in one another. */
const partLimit = 4;

type Without<T> = T extends unknown ? Omit<T, 'id'> : never;

export class Things {
  #count = 0;
  readonly #known = new Map<string, Thing>();
  readonly #calls = new Map<string, Calls>();
  readonly #ids = new Map<object, number>();
  readonly any: Thing = { kind: 'any', id: 0 };
  readonly nil: Thing = { kind: 'nil', id: -1 };

  idOf(object: object | undefined): number {
    if (object === undefined) return 0;
    let id = this.#ids.get(object);
    if (id === undefined) this.#ids.set(object, (id = this.#ids.size + 1));
    return id;
  }

  #thing(key: string, thing: Without<Thing>): Thing {
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = { ...thing, id: ++this.#count } as Thing));
    return known;
  }

  made(expr: Expr | Var, fn: Fn, calls: Calls | undefined, type: Type): Thing {
    return this.#thing(`m ${this.idOf(expr)} ${calls?.id}`, { kind: 'made', expr, fn, calls, type });
  }

  typed(type: Type): Thing {
    return this.#thing(`t ${this.idOf(type)}`, { kind: 'typed', type });
  }

  part(of: Thing, field: Var, depth = 0): Thing {
    let inner = of;
    while (inner.kind === 'part') {
      inner = inner.of;
      if (++depth > partLimit) return this.typed(field.type);
    }
    return this.#thing(`p ${of.id} ${this.idOf(field)}`, { kind: 'part', of, field, type: field.type });
  }

  packed(call: CallExpr, skip: number, fn: Fn, calls: Calls | undefined): Thing {
    return this.#thing(`s ${this.idOf(call)} ${skip} ${calls?.id}`, { kind: 'packed', call, skip, fn, calls });
  }

  function(fn: Fn, calls: Calls | undefined): Thing {
    return this.#thing(`f ${fn.id} ${calls?.id}`, { kind: 'function', fn, calls });
  }

  bound(method: Func, receiver: Thing): Thing {
    return this.#thing(`b ${this.idOf(method)} ${receiver.id}`, { kind: 'bound', method, receiver });
  }

  text(text: string): Thing {
    return this.#thing(`x ${text}`, { kind: 'text', text });
  }

  /** One more call; of very many the first are forgotten. */
  calls(call: CallExpr | undefined, caller: Fn, before: Calls | undefined, receiver?: Thing): Calls {
    const on = receiver !== undefined && nesting(receiver) < onLimit ? receiver : undefined;
    let kept = before;
    for (let c = before, depth = 1; c !== undefined; c = c.before, depth++)
      if (depth >= callsLimit) {
        kept = this.nearest(before, callsLimit - 1);
        break;
      }
    const key = `${this.idOf(call)} ${kept?.id} ${on?.id}`;
    let known = this.#calls.get(key);
    if (known === undefined)
      this.#calls.set(key, (known = { id: this.#calls.size + 1, call, caller, before: kept, on }));
    return known;
  }

  /** The nearest of some calls. */
  nearest(calls: Calls | undefined, depth: number): Calls | undefined {
    return calls === undefined || depth === 0
      ? undefined
      : this.calls(calls.call, calls.caller, this.nearest(calls.before, depth - 1), calls.on);
  }
}

/** How many things lie behind one: the receiver of the call under which it is made, and so on. */
function nesting(thing: Thing): number {
  if (thing.kind === 'part') return nesting(thing.of);
  if (thing.kind !== 'made') return 0;
  let most = 0;
  for (let calls = thing.calls; calls !== undefined; calls = calls.before)
    if (calls.on !== undefined) most = Math.max(most, 1 + nesting(calls.on));
  return most;
}
