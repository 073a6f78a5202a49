// What is in the fields of a struct that a function has just made and that nobody else knows yet: until the only variable that
// holds it is read for anything but its fields, these hold what the function itself put there last. Kept in the same
// environment as the definitions of variables, under variables that stand for `v` being fresh and for `v.f`.
// Misses: fields that are structs, variables that literals capture, what `new` of a generic type makes.

import type { CompositeLit, Expr, SelectorExpr } from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import { Var } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import { builtinName, type Condition, type Def, type Source } from './body.js';
import type { Fn } from './function.js';
import { fieldAt, isStructLike } from './type-shape.js';

type Environment = Map<Var, readonly Def[]>;

export class FreshFields {
  readonly #fn: Fn;
  readonly #info: Info;
  readonly #marks = new Map<Var, Var>();
  readonly #places = new Map<Var, Map<Var, Var>>();
  readonly #own = new Set<Var>();
  readonly #defs = new Map<object, Def>();
  readonly #reads = new Map<SelectorExpr, Def[] | undefined>();

  constructor(fn: Fn) {
    this.#fn = fn;
    this.#info = fn.info;
  }

  /** Whether a variable of an environment is one of these; where ways meet it holds only if it holds on each. */
  owns(variable: Var): boolean {
    return this.#own.has(variable);
  }

  /** A variable has been set to a value. */
  set(env: Environment | undefined, local: Var, value: Expr | undefined, condition: Condition | undefined): void {
    this.leave(env, local);
    const made = value === undefined ? undefined : madeBy(value, this.#info);
    if (env === undefined || made === undefined) return;
    let mark = this.#marks.get(local);
    if (mark === undefined) {
      mark = new Var(local.name, local.pkg, local.pos, 'local', local.type);
      this.#own.add(mark);
      this.#marks.set(local, mark);
    }
    env.set(mark, []);
    if (made === 'new') return;
    for (const [position, elt] of made.elts.entries()) {
      const type = this.#info.types.get(made)?.type;
      if (elt.kind === 'KeyValueExpr') {
        const field = elt.key.kind === 'Ident' ? this.#info.uses.get(elt.key) : undefined;
        if (field?.kind === 'Var') this.store(env, local, field, { kind: 'expr', expr: elt.value }, elt, condition);
      } else {
        const field = type === undefined ? undefined : fieldAt(type, position);
        if (field !== undefined) this.store(env, local, field, { kind: 'expr', expr: elt }, elt, condition);
      }
    }
  }

  /** Others may know what the variable holds from now on. */
  leave(env: Environment | undefined, local: Var): void {
    const mark = this.#marks.get(local);
    if (env === undefined || mark === undefined || !env.delete(mark)) return;
    for (const place of this.#places.get(local)?.values() ?? []) env.delete(place);
  }

  store(
    env: Environment | undefined,
    local: Var,
    field: Var,
    source: Source,
    key: Expr,
    condition: Condition | undefined,
  ): void {
    const mark = this.#marks.get(local);
    if (env === undefined || mark === undefined || !env.has(mark) || isStructLike(field.type)) return;
    const place = this.#placeOf(local, field);
    let def = this.#defs.get(key);
    if (def === undefined) {
      def = {
        variable: place,
        kind: 'source',
        source,
        index: 0,
        clause: undefined,
        statement: undefined,
        pos: key.pos,
        condition,
        fn: this.#fn,
      };
      this.#defs.set(key, def);
    }
    env.set(place, [def]);
  }

  read(env: Environment | undefined, x: SelectorExpr, local: Var, field: Var): void {
    const place = this.#places.get(local)?.get(field);
    const defs = env === undefined || place === undefined ? undefined : env.get(place);
    const known = this.#reads.get(x);
    // Of a loop the first round may not know yet what a later one does.
    if (defs === undefined || (known === undefined && this.#reads.has(x))) this.#reads.set(x, undefined);
    else if (known === undefined) this.#reads.set(x, [...defs]);
    else for (const def of defs) if (!known.includes(def)) known.push(def);
  }

  #placeOf(local: Var, field: Var): Var {
    let places = this.#places.get(local);
    if (places === undefined) this.#places.set(local, (places = new Map()));
    let place = places.get(field);
    if (place === undefined) {
      place = new Var(field.name, field.pkg, field.pos, 'local', field.type);
      this.#own.add(place);
      places.set(field, place);
    }
    return place;
  }

  reads(): ReadonlyMap<SelectorExpr, readonly Def[]> {
    const known = new Map<SelectorExpr, readonly Def[]>();
    for (const [x, defs] of this.#reads) if (defs !== undefined) known.set(x, defs);
    return known;
  }
}

/** The literal of a struct of which an expression is the address, or that a new one is made. */
function madeBy(value: Expr, info: Info): CompositeLit | 'new' | undefined {
  let x = value;
  while (x.kind === 'ParenExpr') x = x.x;
  if (x.kind === 'CallExpr') return builtinName(x, info) === 'new' && isStruct(x.args[0], info) ? 'new' : undefined;
  if (x.kind !== 'UnaryExpr' || x.op !== '&') return undefined;
  const literal = x.x.kind === 'ParenExpr' ? x.x.x : x.x;
  return literal.kind === 'CompositeLit' && isStruct(literal, info) ? literal : undefined;
}

function isStruct(x: Expr | undefined, info: Info): boolean {
  const type = x === undefined ? undefined : info.types.get(x)?.type;
  return type !== undefined && under(type).kind === 'Struct';
}
