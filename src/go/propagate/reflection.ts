// What a package gets out of reflect again, of what it handed in: `reflect.ValueOf(x)` and then `Field`, `Elem`, `Index`,
// `MapIndex`, `Addr`, `New` and at last `Interface().(T)`. The steps between are not told apart: it may be whatever lies in
// the value, or a pointer to it; a value of a field's type where nothing is known to be in the field. What one package
// hands in does not come out in another. Misses: a reflect.Value that one package makes and another takes apart, and what
// is not asserted at once to be what it is wanted for.

import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { isInterface } from '#go/flow/type-shape.js';
import type { Expr } from '#go/syntax/ast.js';
import { lookupFieldOrMethod } from '#go/types/lookup.js';
import { type Func, isExportedName } from '#go/types/object.js';
import { newPointer, type Type, unalias, under } from '#go/types/type.js';
import { assertionTo } from './assertion.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import { contentNode } from './heap.js';
import { type NodeId, nothing, silent } from './solver.js';
import { type AbstractObject, elementPart, keyPart, type Value } from './value.js';

interface Look {
  /** Into what has such a method the package does not look. */
  readonly last: readonly string[];
  /** Whether it wants all, and asserts later. */
  readonly isOpen: boolean;
  /** Whether it takes addresses of what lies in a value. */
  readonly takesAddresses: boolean;
}

/**
 * fmt: "If an operand implements the error interface, the Error method will be invoked to format the string"; the same of
 * String, and of Format for every verb. "For compound objects, the elements are printed using these rules, recursively".
 */
const looks: ReadonlyMap<string, Look> = new Map([
  ['fmt', { last: ['Error', 'String', 'Format'], isOpen: true, takesAddresses: false }],
]);
const otherLook: Look = { last: [], isOpen: false, takesAddresses: true };

/** Lets a call of a function of reflect have its effect on what the calling package gets; others have none. */
export function reflectionCall(
  engine: Engine,
  callee: Func | undefined,
  packagePath: string,
  args: readonly NodeId[],
  result: () => { readonly node: NodeId; readonly type: Type | undefined },
): void {
  const object = callee?.origin;
  if (!engine.followsReflected || object?.pkg?.path !== 'reflect' || packagePath === 'reflect') return;
  const isMethod = object.type.recv !== undefined;
  const given = args[0] ?? nothing;
  if (!isMethod && object.name === 'ValueOf' && given !== nothing) {
    const parts = partsFor(engine, packagePath);
    engine.solver.listen(given, (value) => parts.look(value));
  } else if (
    isMethod ? object.name === 'Interface' && looks.get(packagePath)?.isOpen === true : object.name === 'TypeAssert'
  ) {
    const { node, type } = result();
    const filter = type === undefined || isMethod ? undefined : assertionTo(engine, type);
    if (node !== nothing) engine.solver.connect(partsFor(engine, packagePath).node, node, silent, filter);
  }
}

/** Lets what reflect may give back be asserted to be a `type`. */
export function assertReflected(engine: Engine, x: Expr, type: Type, to: NodeId, fn: Fn): void {
  const call = withoutParens(x);
  if (!engine.followsReflected || call.kind !== 'CallExpr' || !isInterface(type)) return;
  const classified = classify(call, fn);
  const object = classified.mode === 'static' && classified.kind === 'method' ? classified.object : undefined;
  if (object?.name !== 'Interface' || object.pkg?.path !== 'reflect' || fn.pkg.path === 'reflect') return;
  engine.solver.connect(partsFor(engine, fn.pkg.path).node, to, silent, assertionTo(engine, type));
}

function partsFor(engine: Engine, packagePath: string): Parts {
  let parts = engine.reflectedParts.get(packagePath);
  if (parts === undefined) {
    parts = new Parts(engine, looks.get(packagePath) ?? otherLook);
    engine.reflectedParts.set(packagePath, parts);
  }
  return parts;
}

/** What lies in the values that a package hands to reflect. */
export class Parts {
  readonly node: NodeId;
  readonly #engine: Engine;
  readonly #look: Look;
  readonly #values = new Set<Value>();
  readonly #types = new Set<Type>();

  constructor(engine: Engine, look: Look) {
    this.#engine = engine;
    this.#look = look;
    this.node = engine.solver.newNode();
    engine.solver.listen(this.node, (value) => this.look(value));
  }

  /** Takes in what lies in a value; each value once. */
  look(value: Value): void {
    if (this.#values.has(value) || this.#isLast(value.type)) return;
    this.#values.add(value);
    if (value.kind === 'object') this.#object(value.object);
    this.#inside(value.type);
  }

  #isLast(type: Type): boolean {
    return this.#look.last.some((name) => lookupFieldOrMethod(type, false, undefined, name).found);
  }

  /** What is in parts of which only a run knows the type. */
  #object(object: AbstractObject): void {
    const u = under(object.type);
    const load = (part: string, type: Type): void => {
      const node = carries(type) ? contentNode(this.#engine, object, part) : nothing;
      if (node !== nothing) this.#engine.solver.connect(node, this.node, silent);
    };
    if (u.kind === 'Struct') {
      for (const field of u.fields) if (isExportedName(field.name) || field.embedded) load(field.name, field.type);
    } else if (u.kind === 'Slice' || u.kind === 'Array' || u.kind === 'Map') {
      load(elementPart, u.elem);
      if (u.kind === 'Map') load(keyPart, u.key);
    } else if (object.kind === 'cell') load(elementPart, object.type);
  }

  /** The types of what lies in a value of a type. */
  #inside(type: Type): void {
    const u = under(type);
    switch (u.kind) {
      case 'Pointer':
      case 'Slice':
      case 'Array':
        this.#part(u.elem);
        return;
      case 'Map':
        this.#part(u.key);
        this.#part(u.elem);
        return;
      case 'Struct':
        for (const field of u.fields) if (isExportedName(field.name) || field.embedded) this.#part(field.type);
        return;
      default:
    }
  }

  #part(written: Type): void {
    const { values, solver } = this.#engine;
    const type = values.canonical(unalias(written));
    if (this.#types.has(type)) return;
    this.#types.add(type);
    if (isInterface(type) || type.kind === 'TypeParam') return;
    // A value of the type, and a pointer to it, if they have methods.
    if (type.kind === 'Named') {
      solver.add(this.node, values.data(type), silent);
      if (this.#look.takesAddresses) solver.add(this.node, values.data(newPointer(type)), silent);
    } else if (type.kind === 'Pointer') solver.add(this.node, values.data(type), silent);
    else this.#inside(type);
  }
}
