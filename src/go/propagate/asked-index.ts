// Who stores to a field, who calls a function, what literals there are of a type: of everything that the program runs, for
// questions that are asked backwards.

import { builtinName, type Call, type Store } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { isStructLike } from '#go/flow/type-shape.js';
import type { CallExpr, CompositeLit, Expr, FuncLit, Node, SelectorExpr } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { Var } from '#go/types/object.js';
import { deref, type Type, unalias, under } from '#go/types/type.js';
import type { Engine } from './engine.js';
import { varOf } from './variable-of.js';

export interface Caller {
  readonly caller: Fn;
  readonly call: Call;
  readonly mode: 'static' | 'invoke' | 'func';
}

const indices = new WeakMap<Engine, AskedIndex>();

/** Of a program that has been followed to the end; made once for each. */
export function askedIndexOf(engine: Engine): AskedIndex {
  let index = indices.get(engine);
  if (index === undefined) indices.set(engine, (index = new AskedIndex(engine)));
  return index;
}

export class AskedIndex {
  /** The calls of each function. */
  readonly callers = new Map<Fn, Caller[]>();
  /** What each call of a value reaches as far as the whole program knows. */
  readonly callees = new Map<CallExpr, Set<Fn>>();
  /** Stores to fields, and to variables other than by a plain definition. */
  readonly stores = new Map<Var, Store[]>();
  /** Stores to elements, and sends, by the type of what holds them. */
  readonly elementStores = new Map<Type, Store[]>();
  /** `*p = v`, by the type of v. */
  readonly copies = new Map<Type, Store[]>();
  /** Literals of named types. */
  readonly literals = new Map<Type, (readonly [CompositeLit, Fn])[]>();
  /** Fields and variables, no structs, whose address is taken. */
  readonly addressed = new Set<Var>();
  /** Fields that are maps and are used otherwise than by their elements, so that others may change them. */
  readonly handedOn = new Set<Var>();
  readonly #seen = new Set<Fn>();
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    const calls = new Map<Fn, Set<CallExpr>>();
    for (const { call, caller, mode, callees } of engine.sites) {
      for (const { fn } of callees.values()) {
        if (fn === undefined) continue;
        if (mode !== 'static') put(this.callees, call.node, () => new Set<Fn>()).add(fn);
        const known = put(calls, fn, () => new Set<CallExpr>());
        if (known.has(call.node)) continue;
        known.add(call.node);
        put(this.callers, fn, () => []).push({ caller, call, mode });
      }
    }
    for (const fn of engine.reached) this.#note(fn);
  }

  typeOf(expr: Expr, fn: Fn): Type | undefined {
    return fn.info.types.get(withoutParens(expr))?.type;
  }

  #note(fn: Fn): void {
    if (this.#seen.has(fn)) return;
    this.#seen.add(fn);
    const { values } = this.#engine;
    const body = this.#engine.body(fn);
    for (const store of body.stores) {
      const target = withoutParens(store.target);
      const variable = target.kind === 'StarExpr' ? undefined : varOf(target, fn);
      if (store.form === 'assign' && variable !== undefined) put(this.stores, variable, () => []).push(store);
      else if (store.form === 'assign' && target.kind === 'StarExpr') {
        const type = this.typeOf(target, fn);
        if (type !== undefined) put(this.copies, values.canonical(type), () => []).push(store);
      } else {
        const holder = target.kind === 'IndexExpr' && store.form === 'assign' ? target.x : target;
        const type = this.typeOf(holder, fn);
        if (type !== undefined) put(this.elementStores, values.canonical(type), () => []).push(store);
      }
    }
    for (const literal of body.composites) {
      const type = this.typeOf(literal, fn);
      const named = type === undefined ? undefined : values.canonical(unalias(deref(type).type));
      if (named !== undefined) put(this.literals, named, () => []).push([literal, fn]);
    }
    if (fn.kind === 'literal') return;
    walk(fn.node, (node, parent) => {
      if (node.kind === 'SelectorExpr') this.#noteMap(node, parent, fn);
      if (node.kind === 'UnaryExpr' && node.op === '&') this.#noteAddress(node.x, fn, true);
      else if (node.kind === 'SelectorExpr') {
        // A method with a pointer as its receiver takes the address of what it is called on.
        const selection = fn.info.selections.get(node);
        const recv = selection?.obj.kind === 'Func' ? selection.obj.type.recv?.type : undefined;
        if (recv !== undefined && unalias(recv).kind === 'Pointer') this.#noteAddress(node.x, fn, false);
      }
      return true;
    });
  }

  #noteMap(x: SelectorExpr, parent: Node | undefined, fn: Fn): void {
    const field = varOf(x, fn);
    if (field?.role !== 'field' || under(field.type).kind !== 'Map' || isByElement(x, parent, fn)) return;
    this.handedOn.add(field);
  }

  #noteAddress(expr: Expr, fn: Fn, isWritten: boolean): void {
    const variable = varOf(expr, fn);
    if (variable === undefined || isStructLike(variable.type)) return;
    if (isWritten || unalias(variable.type).kind !== 'Pointer') this.addressed.add(variable);
  }

  /** Whether a call may come to the function that it stands in. */
  mayReenter(call: CallExpr, fn: Fn): boolean {
    return this.callees.get(call)?.has(fn) === true;
  }

  /** The function of a literal in another. */
  literal(literal: FuncLit, fn: Fn): Fn {
    return this.#engine.functions.ofLiteral(literal, fn);
  }
}

/** Whether a map is only asked, changed by element or set anew where it stands. */
function isByElement(x: SelectorExpr, parent: Node | undefined, fn: Fn): boolean {
  switch (parent?.kind) {
    case 'IndexExpr':
    case 'RangeStmt':
      return parent.x === x;
    case 'BinaryExpr':
      return true;
    case 'AssignStmt':
      return parent.lhs.includes(x);
    case 'CallExpr': {
      const name = builtinName(parent, fn.info);
      return name === 'len' || name === 'delete' || name === 'clear';
    }
    default:
      return false;
  }
}

export function put<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
