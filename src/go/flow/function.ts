// A function with a body, as the flow analysis sees it: a declared function or method, a function literal, or the
// initializer of a package-level variable. Named as go/ssa names them (go/ssa/func.go, `RelString`): literals are
// numbered in source order below the function around them, `F$1`, `F$1$2`.

import { noPos, type Pos } from '#base/position.js';
import type { BlockStmt, FuncDecl, FuncLit, FuncType, VarSpec } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Checker } from '#go/types/checker.js';
import { funcName } from '#go/types/function-name.js';
import type { Info } from '#go/types/info.js';
import type { Func, Package, Var } from '#go/types/object.js';
import { type Signature, unalias } from '#go/types/type.js';
import { numberLiterals } from './literal-numbers.js';

export interface Fn {
  readonly id: number;
  readonly kind: 'declared' | 'literal' | 'initializer';
  readonly name: string;
  readonly pkg: Package;
  readonly unit: Unit;
  /** Of a declared function. */
  readonly object: Func | undefined;
  /** The function that a literal stands in. */
  readonly parent: Fn | undefined;
  readonly node: FuncDecl | FuncLit | VarSpec;
  /** Undefined without source, and for an initializer. */
  readonly body: BlockStmt | undefined;
  /** The `func` keyword, or the variable's name. */
  readonly pos: Pos;
  readonly recv: Var | undefined;
  /** One for each parameter; undefined where it has no name. */
  readonly params: readonly (Var | undefined)[];
  readonly results: readonly (Var | undefined)[];
  readonly signature: Signature | undefined;
  readonly info: Info;
}

/** Makes and keeps `Fn`s. */
export class Functions {
  readonly checker: Checker;
  readonly #byNode = new Map<object, Fn>();
  readonly #literalNumbers = new Map<Fn, Map<FuncLit, string>>();
  readonly #initializerLiterals = new Map<Package, Map<FuncLit, string>>();
  #count = 0;

  constructor(checker: Checker) {
    this.checker = checker;
  }

  /** The function of a declaration; undefined for a method of an interface. */
  ofObject(object: Func): Fn | undefined {
    const { unit } = object.origin;
    const node = object.origin.decl;
    if (unit === undefined || node === undefined) return undefined;
    const known = this.#byNode.get(node);
    if (known !== undefined) return known;
    const info = this.checker.info(unit);
    const recvIdent = node.recv?.list[0]?.names[0];
    const fn: Fn = {
      id: this.#count++,
      kind: 'declared',
      name: funcName(
        object.origin,
        object.name === 'init' ? initIndex(unit, this.checker.packageOfUnit(unit)) : undefined,
      ),
      pkg: this.checker.packageOfUnit(unit),
      unit,
      object: object.origin,
      parent: undefined,
      node,
      body: node.body,
      pos: node.pos,
      recv: recvIdent === undefined ? undefined : asVar(info, recvIdent),
      params: parameters(node.type, info, 'params'),
      results: parameters(node.type, info, 'results'),
      signature: object.origin.type,
      info,
    };
    this.#byNode.set(node, fn);
    return fn;
  }

  ofUnit(unit: Unit): Fn | undefined {
    const object = this.checker.funcOf(unit);
    return object === undefined ? undefined : this.ofObject(object);
  }

  ofLiteral(node: FuncLit, parent: Fn): Fn {
    const known = this.#byNode.get(node);
    if (known !== undefined) return known;
    const type = parent.info.types.get(node)?.type;
    const signature = type === undefined ? undefined : unalias(type);
    const fn: Fn = {
      id: this.#count++,
      kind: 'literal',
      name: `${parent.kind === 'initializer' ? `${parent.pkg.path}.init` : parent.name}$${this.#numberOf(node, parent)}`,
      pkg: parent.pkg,
      unit: parent.unit,
      object: undefined,
      parent,
      node,
      body: node.body,
      pos: node.pos,
      recv: undefined,
      params: parameters(node.type, parent.info, 'params'),
      results: parameters(node.type, parent.info, 'results'),
      signature: signature?.kind === 'Signature' ? signature : undefined,
      info: parent.info,
    };
    this.#byNode.set(node, fn);
    return fn;
  }

  /** The initializer of a package-level `var` spec. */
  ofInitializer(spec: VarSpec, unit: Unit): Fn {
    const known = this.#byNode.get(spec);
    if (known !== undefined) return known;
    const pkg = this.checker.packageOfUnit(unit);
    const fn: Fn = {
      id: this.#count++,
      kind: 'initializer',
      name: `${pkg.path}.init`,
      pkg,
      unit,
      object: undefined,
      parent: undefined,
      node: spec,
      body: undefined,
      pos: spec.names[0]?.pos ?? noPos,
      recv: undefined,
      params: [],
      results: [],
      signature: undefined,
      info: this.checker.info(unit),
    };
    this.#byNode.set(spec, fn);
    return fn;
  }

  #numberOf(literal: FuncLit, parent: Fn): string {
    if (parent.kind === 'initializer') {
      let numbers = this.#initializerLiterals.get(parent.pkg);
      if (numbers === undefined) {
        numbers = numberInitializerLiterals(parent.pkg);
        this.#initializerLiterals.set(parent.pkg, numbers);
      }
      return numbers.get(literal) ?? '0';
    }
    let numbers = this.#literalNumbers.get(parent);
    if (numbers === undefined) {
      numbers = new Map();
      if (parent.body !== undefined) numberLiterals(parent.body, parent.info, numbers);
      this.#literalNumbers.set(parent, numbers);
    }
    return numbers.get(literal) ?? '0';
  }
}

/** Of a package's declared init functions, which it is, from 1. */
function initIndex(unit: Unit, pkg: Package): number {
  let index = 0;
  for (const file of pkg.files) {
    for (const other of file.units) {
      if (other.kind === 'func' && other.recvTypeName === undefined && other.names[0]?.name === 'init') index++;
      if (other === unit) return index;
    }
  }
  return index;
}

/** Over-approximates order: go/ssa numbers in order of initialization, this in order of source. */
function numberInitializerLiterals(pkg: Package): Map<FuncLit, string> {
  const numbers = new Map<FuncLit, string>();
  for (const file of pkg.files) {
    for (const unit of file.units) {
      if (unit.kind !== 'var' || unit.decl.kind !== 'GenDecl') continue;
      for (const spec of unit.decl.specs) if (spec.kind === 'VarSpec') numberLiterals(spec, undefined, numbers);
    }
  }
  return numbers;
}

function asVar(info: Info, ident: object): Var | undefined {
  const object = info.defs.get(ident as never);
  return object?.kind === 'Var' ? object : undefined;
}

function parameters(type: FuncType, info: Info, part: 'params' | 'results'): (Var | undefined)[] {
  const found: (Var | undefined)[] = [];
  for (const field of type[part]?.list ?? []) {
    if (field.names.length === 0) found.push(undefined);
    for (const name of field.names) found.push(asVar(info, name));
  }
  return found;
}

/** Whether the last parameter takes any number of arguments. */
export function isVariadic(fn: Fn): boolean {
  return fn.signature?.variadic ?? false;
}
