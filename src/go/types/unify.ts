// Type unification for inference (spec: Type unification), as go/types' unifier: finds the types that make two types
// with type parameters in them identical, or assignable. An Unknown unifies with everything and is the weakest thing
// that can be inferred.

import { equalTerms, identical, objectId, sameId, typeSet } from './identical.js';
import { lookupFieldOrMethod } from './lookup.js';
import { isTypeLit } from './predicates.js';
import { type Interface, type Tuple, type Type, type TypeParam, unalias, under } from './type.js';
import { commonUnder } from './type-set.js';

/** How exactly two types must match; a set of bits. */
export type UnifyMode = number;
/** At the top, a defined type and a literal may match through what is under them; channel directions are ignored. */
export const inexact: UnifyMode = 0;
/** As in an assignment: inexact at the top, exact inside. */
export const assign: UnifyMode = 1;
/** Identical. */
export const exact: UnifyMode = 2;

/** go/types' limit; deeper recursion comes from types that hold themselves. */
const maxDepth = 50;
/** Hostile types can branch at every depth. */
const maxSteps = 50_000;

interface Handle {
  type: Type | undefined;
}

interface InterfacePair {
  readonly x: Interface;
  readonly y: Interface;
  readonly previous: InterfacePair | undefined;
}

export class Unifier {
  /** Type parameters that were unified with one another share a handle. */
  readonly #handles = new Map<TypeParam, Handle>();
  #depth = 0;
  #steps = 0;

  constructor(typeParams: readonly TypeParam[], typeArgs: readonly (Type | undefined)[]) {
    typeParams.forEach((param, i) => {
      this.#handles.set(param, { type: typeArgs[i] });
    });
  }

  /** The type inferred so far. */
  at(param: TypeParam): Type | undefined {
    return this.#handles.get(param)?.type;
  }

  set(param: TypeParam, type: Type): void {
    const handle = this.#handles.get(param);
    if (handle !== undefined) handle.type = type;
  }

  /** How many type parameters have no type yet. */
  unknowns(): number {
    let n = 0;
    for (const handle of this.#handles.values()) if (handle.type === undefined) n++;
    return n;
  }

  inferred(typeParams: readonly TypeParam[]): (Type | undefined)[] {
    return typeParams.map((param) => this.at(param));
  }

  /** Whether the two can be made to match; what that takes is inferred, also when it fails half way. */
  unify(x: Type, y: Type, mode: UnifyMode): boolean {
    return this.#unify(x, y, mode, undefined);
  }

  #bound(t: Type): TypeParam | undefined {
    const u = unalias(t);
    return u.kind === 'TypeParam' && this.#handles.has(u) ? u : undefined;
  }

  #join(x: TypeParam, y: TypeParam): boolean {
    const hx = this.#handles.get(x);
    const hy = this.#handles.get(y);
    if (hx === undefined || hy === undefined || hx === hy) return true;
    if (hx.type !== undefined && hy.type !== undefined) return false;
    const [from, to] = hx.type === undefined ? [hx, hy] : [hy, hx];
    for (const [param, handle] of this.#handles) if (handle === from) this.#handles.set(param, to);
    return true;
  }

  #unify(x: Type, y: Type, mode: UnifyMode, pair: InterfacePair | undefined): boolean {
    if (this.#depth >= maxDepth || this.#steps >= maxSteps) return false;
    this.#depth++;
    this.#steps++;
    const result = this.#match(x, y, mode, pair);
    this.#depth--;
    return result;
  }

  #match(a: Type, b: Type, mode: UnifyMode, pair: InterfacePair | undefined): boolean {
    let x = a;
    let y = b;
    if (x === y || unalias(x) === unalias(y)) return true;
    // A defined type goes to y, a type parameter to be inferred to x.
    if (unalias(x).kind === 'Named' || this.#bound(y) !== undefined) [x, y] = [y, x];

    const named = unalias(y);
    if (
      (mode & exact) === 0 &&
      named.kind === 'Named' &&
      isTypeLit(x) &&
      asInterface(x) === undefined &&
      unalias(x).kind !== 'Unknown'
    ) {
      y = named.underlying;
      if (unalias(x) === unalias(y)) return true;
    }

    const px = this.#bound(x);
    if (px !== undefined) {
      const py = this.#bound(y);
      if (py === undefined) return this.#infer(px, y, mode, pair);
      if (this.#join(px, py)) return true;
      const tx = this.at(px);
      const ty = this.at(py);
      return tx !== undefined && ty !== undefined && this.#unify(tx, ty, mode, pair);
    }
    if (unalias(x).kind === 'Unknown' || unalias(y).kind === 'Unknown') return true;

    if ((mode & exact) === 0) {
      const xi = asInterface(x);
      const yi = asInterface(y);
      if (xi !== undefined && yi !== undefined) return this.#commonMethods(xi, yi, pair);
      if (xi !== undefined) return this.#hasMethods(y, xi, pair);
      if (yi !== undefined) return this.#hasMethods(x, yi, pair);
    }

    if (unalias(y).kind === 'TypeParam') [x, y] = [y, x];
    const inner = (mode & assign) === 0 ? mode : mode | exact;
    return this.#structure(unalias(x), unalias(y), y, mode, inner, pair);
  }

  /** `param` is to be inferred from `y`, which is none of the parameters to be inferred. */
  #infer(param: TypeParam, y: Type, mode: UnifyMode, pair: InterfacePair | undefined): boolean {
    const x = this.at(param);
    if (x === undefined || unalias(x).kind === 'Unknown') {
      this.set(param, y);
      return true;
    }
    if (!this.#unify(x, y, mode, pair)) return false;
    if (unalias(y).kind === 'Unknown') return true;
    const xi = asInterface(x);
    const yi = asInterface(y);
    const xNamed = unalias(x).kind === 'Named';
    const yNamed = unalias(y).kind === 'Named';
    if (xi !== undefined && yi !== undefined) {
      if (xNamed && yNamed) return identical(x, y);
      if (typeSet(xi).methods.length !== typeSet(yi).methods.length) return false;
    } else if (xi !== undefined || yi !== undefined) {
      // Either could be meant; choosing one would depend on the order of arguments.
      return false;
    }
    if ((mode & exact) === 0 && !xNamed) {
      const yu = under(y);
      if (yNamed || (yu.kind === 'Chan' && yu.dir !== 'both')) this.set(param, y);
    }
    return true;
  }

  #commonMethods(x: Interface, y: Interface, pair: InterfacePair | undefined): boolean {
    const xs = typeSet(x);
    const ys = typeSet(y);
    if (xs.comparable !== ys.comparable || !equalTerms(xs.terms, ys.terms)) return false;
    if (isOpen(pair, x, y)) return true;
    const inner = { x, y, previous: pair };
    const [few, many] = xs.methods.length <= ys.methods.length ? [xs, ys] : [ys, xs];
    return few.methods.every((method) => {
      const other = many.methods[many.byId.get(objectId(method.pkg, method.name)) ?? -1];
      return other !== undefined && this.#unify(method.type, other.type, exact, inner);
    });
  }

  #hasMethods(t: Type, wanted: Interface, pair: InterfacePair | undefined): boolean {
    return typeSet(wanted).methods.every((method) => {
      const result = lookupFieldOrMethod(t, false, method.pkg, method.name);
      if (!result.found) return result.reason === 'unknown';
      return result.obj.kind === 'Func' && this.#unify(method.type, result.obj.type, exact, pair);
    });
  }

  #structure(
    x: Type,
    y: Type,
    yWritten: Type,
    mode: UnifyMode,
    inner: UnifyMode,
    pair: InterfacePair | undefined,
  ): boolean {
    switch (x.kind) {
      case 'Basic':
        return y.kind === 'Basic' && x.basic === y.basic;
      case 'Array':
        return (
          y.kind === 'Array' &&
          (x.length === undefined || y.length === undefined || x.length === y.length) &&
          this.#unify(x.elem, y.elem, inner, pair)
        );
      case 'Slice':
        return y.kind === 'Slice' && this.#unify(x.elem, y.elem, inner, pair);
      case 'Pointer':
        return y.kind === 'Pointer' && this.#unify(x.elem, y.elem, inner, pair);
      case 'Map':
        return y.kind === 'Map' && this.#unify(x.key, y.key, inner, pair) && this.#unify(x.elem, y.elem, inner, pair);
      case 'Chan':
        return (
          y.kind === 'Chan' && ((mode & exact) === 0 || x.dir === y.dir) && this.#unify(x.elem, y.elem, inner, pair)
        );
      case 'Struct':
        if (y.kind !== 'Struct' || x.fields.length !== y.fields.length) return false;
        return x.fields.every((f, i) => {
          const g = y.fields[i];
          return (
            g !== undefined &&
            f.embedded === g.embedded &&
            sameId(f, g.pkg, g.name) &&
            (x.tags[i] ?? '') === (y.tags[i] ?? '') &&
            this.#unify(f.type, g.type, inner, pair)
          );
        });
      case 'Tuple':
        return y.kind === 'Tuple' && this.#tuples(x, y, mode, pair);
      case 'Signature':
        return (
          y.kind === 'Signature' &&
          x.variadic === y.variadic &&
          this.#tuples(x.params, y.params, inner, pair) &&
          this.#tuples(x.results, y.results, inner, pair)
        );
      case 'Interface': {
        if (y.kind !== 'Interface') return false;
        const xs = typeSet(x);
        const ys = typeSet(y);
        if (xs.methods.length !== ys.methods.length) return false;
        return this.#commonMethods(x, y, pair);
      }
      case 'Named':
        if (y.kind !== 'Named' || x.typeArgs.length !== y.typeArgs.length || x.origin !== y.origin) return false;
        return x.typeArgs.every((arg, i) => {
          const other = y.typeArgs[i];
          return other !== undefined && this.#unify(arg, other, mode, pair);
        });
      case 'TypeParam': {
        // Not to be inferred here: what its types have in common stands for it.
        const core = commonUnder(x);
        return core !== undefined && this.#unify(core, yWritten, assign, pair);
      }
      default:
        return false;
    }
  }

  #tuples(x: Tuple, y: Tuple, mode: UnifyMode, pair: InterfacePair | undefined): boolean {
    if (x.vars.length !== y.vars.length) return false;
    return x.vars.every((v, i) => {
      const w = y.vars[i];
      return w !== undefined && this.#unify(v.type, w.type, mode, pair);
    });
  }
}

function asInterface(t: Type): Interface | undefined {
  if (unalias(t).kind === 'TypeParam') return undefined;
  const u = under(t);
  return u.kind === 'Interface' ? u : undefined;
}

function isOpen(pair: InterfacePair | undefined, x: Interface, y: Interface): boolean {
  for (let p = pair; p !== undefined; p = p.previous)
    if ((p.x === x && p.y === y) || (p.x === y && p.y === x)) return true;
  return false;
}
