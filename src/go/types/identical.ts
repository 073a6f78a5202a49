// Type identity (spec: Type identity), the type sets of interfaces (spec: Interface types), and comparability: each is
// defined through the others. Mirrors go/types' predicates, typeset, termlist and typeterm.
//
// An Unknown is identical to nothing. `identicalAnswer` tells "different" from "it hangs on an Unknown".

import { compareStrings } from '#base/order.js';
import type { Func, GoObject, Package } from './object.js';
import { isExportedName } from './object.js';
import { Substitution } from './substitute.js';
import { type Answer, type Interface, type Signature, type Type, type Union, unalias, under } from './type.js';
import { comparableInterface } from './universe.js';

/** The name under which a field or method is looked up: unexported names are different in different packages. */
export function objectId(pkg: Package | undefined, name: string): string {
  return isExportedName(name) ? name : `${pkg === undefined || pkg.path === '' ? '_' : pkg.path}.${name}`;
}

/** Whether `obj` is what `name` means in `pkg`. */
export function sameId(obj: GoObject, pkg: Package | undefined, name: string): boolean {
  return obj.name === name && (obj.exported || obj.pkg === pkg || obj.pkg?.path === pkg?.path);
}

// ---- Identity --------------------------------------------------------------------------------------------

interface InterfacePair {
  readonly x: Interface;
  readonly y: Interface;
  readonly previous: InterfacePair | undefined;
}

/** Aliases can nest types deeper than the stack and, by naming one twice, wider than any time; then it is not known. */
const maxCompareDepth = 500;
const maxCompareSteps = 200_000;

class Comparer {
  /** Whether an Unknown was met and taken for identical. */
  metUnknown = false;
  readonly #ignoreTags: boolean;
  #depth = 0;
  #steps = 0;

  constructor(ignoreTags: boolean) {
    this.#ignoreTags = ignoreTags;
  }

  identical(a: Type, b: Type, pair: InterfacePair | undefined): boolean {
    const x = unalias(a);
    const y = unalias(b);
    if (x.kind === 'Unknown' || y.kind === 'Unknown') {
      this.metUnknown = true;
      return true;
    }
    if (x === y) return true;
    if (x.kind !== y.kind) return false;
    if (this.#depth >= maxCompareDepth || this.#steps >= maxCompareSteps) {
      this.metUnknown = true;
      return true;
    }
    this.#depth++;
    this.#steps++;
    const result = this.#sameKind(x, y, pair);
    this.#depth--;
    return result;
  }

  #sameKind(x: Type, y: Type, pair: InterfacePair | undefined): boolean {
    switch (x.kind) {
      case 'Basic':
        return y.kind === 'Basic' && x.basic === y.basic;
      case 'Array':
        if (y.kind !== 'Array' || !this.identical(x.elem, y.elem, pair)) return false;
        if (x.length === undefined || y.length === undefined) this.metUnknown = true;
        else if (x.length !== y.length) return false;
        return true;
      case 'Slice':
        return y.kind === 'Slice' && this.identical(x.elem, y.elem, pair);
      case 'Pointer':
        return y.kind === 'Pointer' && this.identical(x.elem, y.elem, pair);
      case 'Map':
        return y.kind === 'Map' && this.identical(x.key, y.key, pair) && this.identical(x.elem, y.elem, pair);
      case 'Chan':
        return y.kind === 'Chan' && x.dir === y.dir && this.identical(x.elem, y.elem, pair);
      case 'Struct': {
        if (y.kind !== 'Struct' || x.fields.length !== y.fields.length) return false;
        return x.fields.every((f, i) => {
          const g = y.fields[i];
          return (
            g !== undefined &&
            f.embedded === g.embedded &&
            sameId(f, g.pkg, g.name) &&
            (this.#ignoreTags || (x.tags[i] ?? '') === (y.tags[i] ?? '')) &&
            this.identical(f.type, g.type, pair)
          );
        });
      }
      case 'Tuple':
        if (y.kind !== 'Tuple' || x.vars.length !== y.vars.length) return false;
        return x.vars.every((v, i) => {
          const w = y.vars[i];
          return w !== undefined && this.identical(v.type, w.type, pair);
        });
      case 'Signature':
        return y.kind === 'Signature' && this.#signatures(x, y, pair);
      case 'Union':
        return y.kind === 'Union' && equalTerms(unionTerms(x), unionTerms(y));
      case 'Interface':
        return y.kind === 'Interface' && this.#interfaces(x, y, pair);
      case 'Named':
        if (y.kind !== 'Named' || x.origin !== y.origin || x.typeArgs.length !== y.typeArgs.length) return false;
        return x.typeArgs.every((arg, i) => {
          const other = y.typeArgs[i];
          return other !== undefined && this.identical(arg, other, pair);
        });
      default:
        return false;
    }
  }

  #signatures(x: Signature, y: Signature, pair: InterfacePair | undefined): boolean {
    const n = x.typeParams.length;
    if (n !== y.typeParams.length || x.variadic !== y.variadic) return false;
    let { params, results } = y;
    if (n > 0) {
      const renamed = new Substitution(y.typeParams, x.typeParams);
      for (let i = 0; i < n; i++) {
        const xBound = x.typeParams[i]?.constraint;
        const yBound = y.typeParams[i]?.constraint;
        if (xBound === undefined || yBound === undefined) return false;
        if (!this.identical(xBound, renamed.type(yBound), pair)) return false;
      }
      params = renamed.tuple(params);
      results = renamed.tuple(results);
    }
    return this.identical(x.params, params, pair) && this.identical(x.results, results, pair);
  }

  #interfaces(x: Interface, y: Interface, pair: InterfacePair | undefined): boolean {
    const xs = typeSet(x);
    const ys = typeSet(y);
    if (xs.unknown || ys.unknown) this.metUnknown = true;
    if (xs.comparable !== ys.comparable || !equalTerms(xs.terms, ys.terms)) return false;
    if (xs.methods.length !== ys.methods.length) return xs.unknown || ys.unknown;
    // An anonymous interface can hold itself through a method: a pair under comparison counts as identical.
    for (let p = pair; p !== undefined; p = p.previous) {
      if ((p.x === x && p.y === y) || (p.x === y && p.y === x)) return true;
    }
    const inner = { x, y, previous: pair };
    return xs.methods.every((f, i) => {
      const g = ys.methods[i];
      return g !== undefined && sameId(f, g.pkg, g.name) && this.identical(f.type, g.type, inner);
    });
  }
}

/** Whether two types are identical; false if that hangs on an Unknown. */
export function identical(x: Type, y: Type): boolean {
  if (x === y && x.kind !== 'Unknown') return true;
  const comparer = new Comparer(false);
  return comparer.identical(x, y, undefined) && !comparer.metUnknown;
}

/** Whether two types are identical, `unknown` if only an Unknown stands in the way. */
export function identicalAnswer(x: Type, y: Type): Answer {
  const comparer = new Comparer(false);
  if (!comparer.identical(x, y, undefined)) return 'no';
  return comparer.metUnknown ? 'unknown' : 'yes';
}

/** `identicalAnswer` with struct tags left out of account, as conversions do. */
export function identicalIgnoreTags(x: Type, y: Type): Answer {
  const comparer = new Comparer(true);
  if (!comparer.identical(x, y, undefined)) return 'no';
  return comparer.metUnknown ? 'unknown' : 'yes';
}

// ---- Terms -----------------------------------------------------------------------------------------------

export interface Term {
  readonly tilde: boolean;
  readonly type: Type;
}

/** A union of terms; `all` is every type, an empty list is no type. */
export type Terms = readonly Term[] | 'all';

function disjoint(x: Term, y: Term): boolean {
  return !identical(y.tilde ? under(x.type) : x.type, x.tilde ? under(y.type) : y.type);
}

function isSubTerm(x: Term, y: Term): boolean {
  return !disjoint(x, y) && (!x.tilde || y.tilde);
}

/** Whether the term's types include `t`. */
export function termIncludes(term: Term, t: Type): Answer {
  return identicalAnswer(term.type, term.tilde ? under(t) : t);
}

function normalized(terms: readonly Term[]): readonly Term[] {
  const out: Term[] = [];
  for (const term of terms) {
    const i = out.findIndex((other) => !disjoint(term, other));
    const other = out[i];
    if (other === undefined) out.push(term);
    else if (!other.tilde && term.tilde) out[i] = term;
  }
  return out;
}

function intersect(xs: Terms, ys: Terms): Terms {
  if (xs === 'all') return ys;
  if (ys === 'all') return xs;
  const out: Term[] = [];
  for (const x of xs) for (const y of ys) if (!disjoint(x, y)) out.push(!x.tilde || y.tilde ? x : y);
  return normalized(out);
}

/** Whether every type of `xs` is one of `ys`. */
export function isSubset(xs: Terms, ys: Terms): boolean {
  if (ys === 'all') return true;
  if (xs === 'all') return false;
  return xs.every((x) => ys.some((y) => isSubTerm(x, y)));
}

export function equalTerms(xs: Terms, ys: Terms): boolean {
  return isSubset(xs, ys) && isSubset(ys, xs);
}

// ---- Type sets -------------------------------------------------------------------------------------------

/** What an interface stands for. */
export interface TypeSet {
  /** Explicit and embedded methods: exported ones first, by name, then by package path. */
  readonly methods: readonly Func[];
  /** Index of a method in `methods`, by `objectId`. */
  readonly byId: ReadonlyMap<string, number>;
  readonly terms: Terms;
  /** Whether `comparable` is asked for and `terms` does not say so already. */
  readonly comparable: boolean;
  /** Whether an embedded element is not known, so that there may be more methods or fewer types. */
  readonly unknown: boolean;
}

const top: TypeSet = { methods: [], byId: new Map(), terms: 'all', comparable: false, unknown: false };
const typeSets = new WeakMap<Interface, TypeSet>([[comparableInterface, { ...top, comparable: true }]]);

/** More terms than go/types' limit of 100 make no sense; what has more is taken for every type. */
const maxTerms = 400;

/** Interfaces embedded in one another deeper than this are hostile. */
const maxEmbedding = 200;

/** The interface's type set; computed once. O(methods · log methods), quadratic in the number of terms. */
export function typeSet(t: Interface): TypeSet {
  return typeSetAt(t, 0);
}

function typeSetAt(t: Interface, depth: number): TypeSet {
  const known = typeSets.get(t);
  if (known !== undefined) return known;
  if (depth >= maxEmbedding) return { ...top, unknown: true };
  if (t.embeddeds.length === 0 && t.methods.length === 0) {
    typeSets.set(t, top);
    return top;
  }
  typeSets.set(t, top); // ends a wrong interface that embeds itself
  const set = computeTypeSet(t, depth + 1);
  typeSets.set(t, set);
  return set;
}

function computeTypeSet(t: Interface, depth: number): TypeSet {
  const byId = new Map<string, Func>();
  for (const method of t.methods) byId.set(objectId(method.pkg, method.name), method);
  let terms: Terms = 'all';
  let comparable = false;
  let unknown = false;
  for (const embedded of t.embeddeds) {
    const u = under(embedded);
    let own: Terms;
    let ownComparable = false;
    if (u.kind === 'Unknown') {
      unknown = true;
      continue;
    }
    if (u.kind === 'Interface') {
      const set = typeSetAt(u, depth);
      ownComparable = set.comparable;
      if (set.unknown) unknown = true;
      for (const method of set.methods) {
        const id = objectId(method.pkg, method.name);
        if (!byId.has(id)) byId.set(id, method);
      }
      own = set.terms;
    } else if (u.kind === 'Union') {
      own = unionTerms(u, depth);
      if (u.terms.some((term) => under(term.type).kind === 'Unknown')) unknown = true;
    } else {
      own = [{ tilde: false, type: embedded }];
    }
    terms = intersect(terms, own);
    comparable ||= ownComparable;
    if (comparable && terms !== 'all') {
      terms = terms.filter((term) => isComparable(term.type, false));
      comparable = false;
    }
  }
  const methods = [...byId.values()].sort(compareMethods);
  const indices = new Map(methods.map((method, i) => [objectId(method.pkg, method.name), i]));
  return { methods, byId: indices, terms, comparable, unknown };
}

function compareMethods(a: Func, b: Func): number {
  if (a.exported !== b.exported) return a.exported ? -1 : 1;
  return compareStrings(a.name, b.name) || compareStrings(a.pkg?.path ?? '', b.pkg?.path ?? '');
}

const unionSets = new WeakMap<Union, Terms>();

function unionTerms(union: Union, depth = 0): Terms {
  const known = unionSets.get(union);
  if (known !== undefined) return known;
  unionSets.set(union, 'all');
  const list: Term[] = [];
  let isAll = union.terms.length > maxTerms;
  for (const term of union.terms) {
    if (isAll) break;
    const u = under(term.type);
    if (u.kind === 'Unknown') continue;
    if (u.kind === 'Interface') {
      const { terms } = typeSetAt(u, depth);
      if (terms === 'all') isAll = true;
      else list.push(...terms);
    } else if (!term.tilde || identical(term.type, u)) {
      list.push(term);
    }
  }
  const terms = isAll || list.length > maxTerms ? 'all' : normalized(list);
  unionSets.set(union, terms);
  return terms;
}

// ---- Comparability ---------------------------------------------------------------------------------------

/**
 * Whether values of the type can be compared (spec: Comparison operators); `dynamic`: interfaces can, though that may
 * panic when the program runs. An Unknown can.
 */
export function isComparable(t: Type, dynamic = true, seen: Set<Type> = new Set()): boolean {
  if (seen.has(t)) return true;
  // A type that is nested in itself without end is not found in `seen`.
  if (seen.size > 500) return true;
  seen.add(t);
  const u = under(t);
  switch (u.kind) {
    case 'Unknown':
    case 'Pointer':
    case 'Chan':
      return true;
    case 'Basic':
      return u.basic !== 'untyped nil';
    case 'Struct':
      return u.fields.every((field) => isComparable(field.type, dynamic, seen));
    case 'Array':
      return isComparable(u.elem, dynamic, seen);
    case 'Interface': {
      if (dynamic && unalias(t).kind !== 'TypeParam') return true;
      const set = typeSet(u);
      if (set.terms === 'all') return set.comparable || set.unknown;
      return set.terms.length > 0 && set.terms.every((term) => isComparable(term.type, false, seen));
    }
    default:
      return false;
  }
}
