// What a declaration does as far as its tree alone tells: which names it stores to, which types it seems to make.
// A quick look that saves checking the types of declarations that cannot matter. Errs on the side of yes.

import type { CompositeLit, Expr } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import { walk } from '#go/syntax/walk.js';
import { keepingNames } from './kept-values.js';

export interface UnitFacts {
  /** Names of fields and variables that are assigned to. */
  readonly assigned: ReadonlySet<string>;
  /** Keys of literals as `Type key`; the type is empty where it is not written as a name. */
  readonly keys: ReadonlySet<string>;
  /** Names of types of which values are made: literals, `new`, variables, conversions, type arguments, elements. */
  readonly makes: ReadonlySet<string>;
  /**
   * Types of literals without keys, which may set any field: of one that stands in a literal of a named type, that
   * name; empty where the type is not written as a name.
   */
  readonly unkeyed: ReadonlySet<string>;
  /** Whether something is stored to an element or through a pointer, sent, appended, copied or kept. */
  readonly storesElements: boolean;
}

const facts = new WeakMap<Unit, UnitFacts>();

/** Computed once a declaration. O(size). */
export function factsOf(unit: Unit): UnitFacts {
  let known = facts.get(unit);
  if (known === undefined) {
    known = collect(unit);
    facts.set(unit, known);
  }
  return known;
}

function collect(unit: Unit): UnitFacts {
  const assigned = new Set<string>();
  const keys = new Set<string>();
  const makes = new Set<string>();
  const unkeyed = new Set<string>();
  const elided = new Map<CompositeLit, Expr | undefined>();
  let storesElements = false;
  const assign = (target: Expr): void => {
    let x = target;
    while (x.kind === 'ParenExpr') x = x.x;
    if (x.kind === 'Ident') assigned.add(x.name);
    else if (x.kind === 'SelectorExpr') assigned.add(x.sel.name);
    else if (x.kind === 'IndexExpr' || x.kind === 'StarExpr') storesElements = true;
  };
  const make = (type: Expr | undefined): void => {
    for (const name of madeNames(type)) makes.add(name);
  };
  const literal = (node: CompositeLit): void => {
    make(node.type);
    const type = node.type === undefined ? '' : (typeName(node.type) ?? '');
    // What stands in `[]T{…}` are elements; what stands in them may be literals of T.
    const written = node.type ?? elided.get(node);
    const hasElements = written?.kind === 'ArrayType' || written?.kind === 'MapType';
    for (const elt of node.elts) {
      if (elt.kind === 'KeyValueExpr') {
        if (elt.key.kind === 'Ident') keys.add(`${type} ${elt.key.name}`);
        else if (elt.key.kind === 'CompositeLit' && written?.kind === 'MapType') elided.set(elt.key, written.key);
      } else if (!hasElements) unkeyed.add(written === undefined ? '' : (typeName(written) ?? ''));
      const value = elt.kind === 'KeyValueExpr' ? elt.value : elt;
      if (value.kind === 'CompositeLit' && value.type === undefined) elided.set(value, elementOf(written));
    }
  };
  walk(unit.glance(), (node) => {
    switch (node.kind) {
      case 'AssignStmt':
        if (node.op !== ':=') for (const target of node.lhs) assign(target);
        break;
      case 'IncDecStmt':
        assign(node.x);
        break;
      case 'RangeStmt':
        if (!node.define) {
          if (node.key !== undefined) assign(node.key);
          if (node.value !== undefined) assign(node.value);
        }
        break;
      case 'SendStmt':
        storesElements = true;
        break;
      case 'CompositeLit':
        literal(node);
        break;
      case 'VarSpec':
        make(node.type);
        break;
      case 'FuncDecl':
      case 'FuncLit':
        for (const field of node.type.results?.list ?? []) if (field.names.length > 0) make(field.type);
        break;
      case 'CallExpr':
        make(node.fun);
        if (node.fun.kind === 'SelectorExpr' && keepingNames.has(node.fun.sel.name)) storesElements = true;
        // new(T), make([]T), copy(a, b), append(a, b)
        if (node.fun.kind === 'Ident') {
          if (node.fun.name === 'copy') storesElements = true;
          if (node.fun.name === 'new' || node.fun.name === 'make') make(node.args[0]);
        }
        break;
      case 'IndexExpr':
        for (const index of node.indices) make(index);
        break;
      case 'TypeSpec':
        walk(node.type, (inner) => {
          if (inner.kind === 'FuncType' || inner.kind === 'InterfaceType') return false;
          if (inner.kind === 'Field') make(inner.type);
          return true;
        });
        make(node.type);
        break;
      default:
    }
    return true;
  });
  return { assigned, keys, makes, unkeyed, storesElements };
}

/** Of what a literal of the type holds literals; of a type that is a name, the name says as much. */
function elementOf(type: Expr | undefined): Expr | undefined {
  const element = type?.kind === 'ArrayType' ? type.elt : type?.kind === 'MapType' ? type.value : type;
  return element?.kind === 'StarExpr' ? element.x : element;
}

/** The last name of a type expression that is a name, also of an instance. */
function typeName(type: Expr): string | undefined {
  let x = type;
  for (;;) {
    if (x.kind === 'ParenExpr' || x.kind === 'IndexExpr') x = x.x;
    else if (x.kind === 'Ident') return x.name;
    else if (x.kind === 'SelectorExpr') return x.sel.name;
    else return undefined;
  }
}

/** The names of which a value of the type holds values, not through pointers written as such; `(*T)(p)` makes too. */
function* madeNames(type: Expr | undefined): Iterable<string> {
  if (type === undefined) return;
  switch (type.kind) {
    case 'Ident':
      yield type.name;
      return;
    case 'SelectorExpr':
      yield type.sel.name;
      return;
    case 'IndexExpr':
      yield* madeNames(type.x);
      for (const index of type.indices) yield* madeNames(index);
      return;
    case 'ParenExpr':
      // A conversion to a pointer type may be one of an unsafe pointer.
      yield* madeNames(type.x.kind === 'StarExpr' ? type.x.x : type.x);
      return;
    case 'ArrayType':
      yield* madeNames(type.elt.kind === 'StarExpr' ? type.elt.x : type.elt);
      return;
    case 'MapType':
      yield* madeNames(type.key);
      yield* madeNames(type.value.kind === 'StarExpr' ? type.value.x : type.value);
      return;
    case 'ChanType':
      yield* madeNames(type.value);
      return;
    default:
  }
}
