// Whether a boolean may be true, and a pointer other than nil, where a question is asked backwards (asked.ts): the `ok` of `v, ok := m[key]` is not where
// nothing that is stored to this map under a key that may be this one, of a map in a field by the objects that have the field.
// So is what hands such an `ok` on. Every other boolean may be true. A map in a field is taken to be changed only where the
// field is written; one that is handed on as a value may hold anything.

import { builtinName, type Source, type Store } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { CallExpr, Expr, IndexExpr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import type { AskedIndex } from './asked-index.js';
import { isStandard } from './asked-shapes.js';
import type { Place } from './asked-solver.js';
import type { Calls, Thing, Things } from './asked-values.js';
import type { Engine } from './engine.js';
import { varOf } from './variable-of.js';

/** What is needed of who answers what expressions can be. */
export interface Answers {
  readonly engine: Engine;
  readonly index: AskedIndex;
  readonly things: Things;
  expr(expr: Expr, fn: Fn, calls: Calls | undefined): Place;
  place(key: string, fill: (place: Place) => void): Place;
  add(place: Place, thing: Thing): void;
  listen(place: Place, listener: (thing: Thing) => void): void;
  /** What a selector's field is in: the operand, or an embedded field of it. */
  holderOf(target: Expr, fn: Fn, calls: Calls | undefined): Place;
  element(container: Expr, key: Expr, fn: Fn, calls: Calls | undefined): Place;
  callees(call: CallExpr, fn: Fn, calls: Calls | undefined, reach: (callee: Callee | 'any') => void): void;
  /** Does something once for each call that leads to a store, where the store may be to this thing. */
  whenSame(target: Expr, fn: Fn, thing: Thing, work: (calls: Calls | undefined) => void): void;
  whenKey(expr: Expr, key: string, fn: Fn, calls: Calls | undefined, work: () => void): void;
  when(store: Store, calls: Calls | undefined, work: () => void): void;
}

type Callee = { readonly fn: Fn; readonly calls: Calls | undefined };

export class AskedTruths {
  readonly #answers: Answers;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  /** Holds something as soon as the boolean may be true. */
  of(expr: Expr, fn: Fn, calls: Calls | undefined): Place {
    const x = withoutParens(expr);
    return this.#answers.place(`? ${this.#id(x)} ${calls?.id}`, (place) => this.#fill(place, x, fn, calls));
  }

  /** Holds something as soon as a pointer may be other than nil. */
  there(expr: Expr, fn: Fn, calls: Calls | undefined): Place {
    const x = withoutParens(expr);
    return this.#answers.place(`! ${this.#id(x)} ${calls?.id}`, (place) => {
      const body = this.#answers.engine.body(fn);
      const variable = varOf(x, fn);
      if (fn.info.types.get(x)?.mode === 'nil') return;
      if (x.kind === 'SelectorExpr' && variable?.role === 'field' && !this.#answers.index.addressed.has(variable))
        return this.#answers.listen(this.#answers.holderOf(x, fn, calls), (holder) =>
          this.#pass(this.#given(holder, variable), place),
        );
      const defs = x.kind === 'Ident' ? body.reaching.get(x) : undefined;
      if (defs === undefined || variable === undefined || body.stored.has(variable)) return this.#yes(place);
      for (const def of defs)
        if (def.kind === 'source') this.#thereFrom(place, def.source, fn, calls);
        else this.#yes(place);
    });
  }

  #thereFrom(place: Place, source: Source, fn: Fn, calls: Calls | undefined): void {
    if (source.kind === 'expr') this.#pass(this.there(source.expr, fn, calls), place);
    else if (source.kind !== 'zero') this.#yes(place);
  }

  /** Whether a field of an object is set to something. */
  #given(holder: Thing, field: Var): Place {
    return this.#answers.place(`! ${holder.id} ${this.#id(field)}`, (place) => {
      if (holder.kind === 'nil') return;
      const { index } = this.#answers;
      if (holder.kind !== 'made' || index.copies.has(holder.type)) return this.#yes(place);
      if ('kind' in holder.expr && holder.expr.kind === 'CompositeLit')
        for (const element of holder.expr.elts) {
          if (element.kind !== 'KeyValueExpr') this.#yes(place);
          else if (element.key.kind === 'Ident' && element.key.name === field.name)
            this.#pass(this.there(element.value, holder.fn, holder.calls), place);
        }
      for (const store of index.stores.get(field) ?? []) {
        const target = withoutParens(store.target);
        if (target.kind !== 'SelectorExpr') continue;
        this.#answers.whenSame(target, store.fn, holder, (calls) =>
          this.#answers.when(store, calls, () => this.#thereFrom(place, store.source, store.fn, calls)),
        );
      }
    });
  }

  #id(object: object): number {
    return this.#answers.things.idOf(object);
  }

  #yes(place: Place): void {
    this.#answers.add(place, this.#answers.things.any);
  }

  #pass(from: Place, to: Place): void {
    this.#answers.listen(from, () => this.#yes(to));
  }

  #fill(place: Place, x: Expr, fn: Fn, calls: Calls | undefined): void {
    const value = fn.info.types.get(x)?.value;
    if (value?.kind === 'bool') {
      if (value.value) this.#yes(place);
      return;
    }
    if (x.kind === 'CallExpr') return this.#result(place, x, 0, fn, calls);
    if (x.kind !== 'Ident') return this.#yes(place);
    const variable = varOf(x, fn);
    const body = this.#answers.engine.body(fn);
    const reaching = body.reaching.get(x);
    if (variable === undefined || reaching === undefined || body.stored.has(variable)) return this.#yes(place);
    for (const def of reaching)
      if (def.kind === 'source') this.#source(place, def.source, fn, calls);
      else this.#yes(place);
  }

  #source(place: Place, source: Source, fn: Fn, calls: Calls | undefined): void {
    if (source.kind === 'expr') return this.#pass(this.of(source.expr, fn, calls), place);
    if (source.kind === 'zero') return;
    const x = source.kind === 'tuple' ? withoutParens(source.expr) : undefined;
    if (x === undefined || source.kind !== 'tuple') return this.#yes(place);
    if (x.kind === 'CallExpr') return this.#result(place, x, source.index, fn, calls);
    if (x.kind === 'IndexExpr' && source.index === 1) return this.#found(place, x, fn, calls);
    this.#yes(place);
  }

  #result(place: Place, call: CallExpr, index: number, fn: Fn, calls: Calls | undefined): void {
    const fun = fn.info.types.get(call.fun);
    if (fun?.mode === 'type' || fun?.mode === 'builtin') return this.#yes(place);
    this.#answers.callees(call, fn, calls, (callee) => {
      if (callee === 'any' || callee.fn.body === undefined || isStandard(callee.fn)) return this.#yes(place);
      const { returns, hasBareReturn } = this.#answers.engine.body(callee.fn);
      if (hasBareReturn) return this.#yes(place);
      for (const { results } of returns) {
        const [only] = results;
        const result = results[index];
        const isTuple = results.length !== callee.fn.signature?.results.vars.length;
        if (!isTuple && result !== undefined) this.#pass(this.of(result, callee.fn, callee.calls), place);
        else if (only !== undefined) this.#source(place, { kind: 'tuple', expr: only, index }, callee.fn, callee.calls);
      }
    });
  }

  /** `m[key]` finds something. */
  #found(place: Place, x: IndexExpr, fn: Fn, calls: Calls | undefined): void {
    const [key] = x.indices;
    const { index } = this.#answers;
    const map = withoutParens(x.x);
    const field = map.kind === 'SelectorExpr' ? varOf(map, fn) : undefined;
    if (key === undefined) return this.#yes(place);
    if (field === undefined || field.role !== 'field')
      return this.#pass(this.#answers.element(map, key, fn, calls), place);
    if (index.handedOn.has(field)) return this.#yes(place);
    this.#answers.listen(this.#answers.holderOf(map, fn, calls), (holder) =>
      this.#answers.listen(this.#answers.expr(key, fn, calls), (one) =>
        this.#pass(this.#under(holder, field, one.kind === 'text' ? one.text : undefined), place),
      ),
    );
  }

  /** Whether the map in a field of an object may have a key; undefined is any. */
  #under(holder: Thing, field: Var, key: string | undefined): Place {
    return this.#answers.place(`? ${holder.id} ${this.#id(field)} ${key === undefined ? '' : `=${key}`}`, (place) => {
      if (holder.kind === 'nil') return;
      if (holder.kind !== 'made') return this.#yes(place);
      const { index, engine } = this.#answers;
      const work = (): void => this.#yes(place);
      if ('kind' in holder.expr && holder.expr.kind === 'CompositeLit' && gives(holder.expr, field, holder.fn)) work();
      if (index.copies.has(holder.type)) work();
      for (const store of index.stores.get(field) ?? []) {
        const target = withoutParens(store.target);
        if (isNewMap(store.source, store.fn)) continue;
        if (target.kind === 'SelectorExpr') this.#answers.whenSame(target, store.fn, holder, work);
      }
      const type = engine.values.canonical(field.type);
      for (const store of index.elementStores.get(type) ?? []) {
        const target = withoutParens(store.target);
        const map = target.kind === 'IndexExpr' ? withoutParens(target.x) : undefined;
        const at = target.kind === 'IndexExpr' ? target.indices[0] : undefined;
        if (map?.kind !== 'SelectorExpr' || at === undefined || varOf(map, store.fn) !== field) continue;
        this.#answers.whenSame(map, store.fn, holder, (calls) =>
          this.#answers.when(store, calls, () => {
            if (key === undefined) work();
            else this.#answers.whenKey(at, key, store.fn, calls, work);
          }),
        );
      }
    });
  }
}

/** Whether a literal gives a map to the field that is not a new one. */
function gives(literal: Expr & { readonly kind: 'CompositeLit' }, field: Var, fn: Fn): boolean {
  return literal.elts.some((element) =>
    element.kind === 'KeyValueExpr'
      ? element.key.kind === 'Ident' &&
        element.key.name === field.name &&
        !isNewMap({ kind: 'expr', expr: element.value }, fn)
      : true,
  );
}

/** `make(map[K]V)`, nil, or a literal without anything in it. */
export function isNewMap(source: Source, fn: Fn): boolean {
  if (source.kind === 'zero') return true;
  if (source.kind !== 'expr') return false;
  const x = withoutParens(source.expr);
  if (x.kind === 'CompositeLit') return x.elts.length === 0;
  if (x.kind === 'CallExpr') return builtinName(x, fn.info) === 'make';
  return fn.info.types.get(x)?.mode === 'nil';
}
