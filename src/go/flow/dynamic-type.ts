// The dynamic type of a value in an interface, and what type assertions and type switches let through.

import type { CaseClause, TypeSwitchStmt } from '#go/syntax/ast.js';
import { identical, typeSet } from '#go/types/identical.js';
import { implementsInterface } from '#go/types/missing-method.js';
import { type Type, unalias, under } from '#go/types/type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Transfer } from './solver.js';
import { findMethod, isInterface, namedStruct } from './type-shape.js';
import { handedOutBy, outOf, type Value } from './value.js';

/** An unknown that must be a struct, or a pointer to one, of a known type is "any" of that type, unless it is foreign. */
export function refined(engine: Engine, type: Type): Transfer {
  const struct = namedStruct(type);
  return (value) => {
    if (value.kind !== 'unknown' || struct === undefined) return value;
    if (value.bound !== undefined && !mayImplement(type, value.bound)) return undefined;
    if (value.isForeign) return value;
    if (struct.isPointer && !engine.index.isMade(struct.named)) return undefined;
    return engine.values.object(struct.isPointer ? 'pointer' : 'struct', engine.values.any(struct.named));
  };
}

/** The dynamic type of a value in an interface; undefined when it is not known. */
export function dynamicType(value: Value): { readonly type: Type; readonly isPointer: boolean } | undefined {
  switch (value.kind) {
    case 'pointer':
      return { type: value.as ?? value.object.type, isPointer: value.as === undefined };
    case 'struct':
    case 'reference':
      return { type: value.as ?? value.object.type, isPointer: false };
    case 'function': {
      const type = value.as ?? value.fn?.signature ?? value.object?.type;
      return type === undefined ? undefined : { type, isPointer: false };
    }
    case 'bound':
      return { type: value.as ?? value.method.type, isPointer: false };
    case 'data':
    case 'constant':
      return { type: value.type, isPointer: false };
    case 'unknown':
      return undefined;
  }
}

const pointerTypes = new WeakMap<Type, Type>();

/** The dynamic type as one type. */
export function fullDynamicType(value: Value): Type | undefined {
  const dynamic = dynamicType(value);
  if (dynamic === undefined) return undefined;
  if (!dynamic.isPointer) return dynamic.type;
  let pointer = pointerTypes.get(dynamic.type);
  if (pointer === undefined) {
    pointer = { kind: 'Pointer', elem: dynamic.type };
    pointerTypes.set(dynamic.type, pointer);
  }
  return pointer;
}

/** Keeps what a type assertion to `type` lets through. */
export function assertion(engine: Engine, type: Type): Transfer {
  const refine = refined(engine, type);
  return (value) => {
    const dynamic = fullDynamicType(value);
    if (dynamic === undefined) return apart(engine, value, refine(value));
    if (isInterface(type)) return mayImplement(dynamic, type) ? value : undefined;
    if (!sameType(dynamic, type)) return undefined;
    const struct = value.kind === 'data' ? namedStruct(type) : undefined;
    return struct === undefined
      ? value
      : engine.values.object(struct.isPointer ? 'pointer' : 'struct', engine.values.any(struct.named));
  };
}

/**
 * What somebody chose outside of the trace and is found to be of a type is none of the trace's own objects, unless it is
 * of a package that the question is about, whose objects go out and come back.
 */
function apart(engine: Engine, from: Value, value: Value | undefined): Value | undefined {
  if (value === undefined || (value.kind !== 'pointer' && value.kind !== 'struct')) return value;
  const { object } = value;
  if (object.kind !== 'any' || object.type.obj.pkg === undefined || engine.home.has(object.type.obj.pkg)) return value;
  if (from.kind === 'unknown')
    return engine.values.object(
      value.kind,
      engine.values.found(object.type, handedOutBy(engine.values, outOf(engine.values, from))),
    );
  return engine.values.object(value.kind, engine.values.standIn(object.type));
}

/** Whether a dynamic type may implement an interface; of generic ones, whose arguments are erased, only names count. */
export function mayImplement(dynamic: Type, type: Type): boolean {
  if (unalias(type).kind === 'TypeParam' || implementsInterface(dynamic, type) !== 'no') return true;
  const wanted = under(type);
  return (
    isErased(dynamic) &&
    wanted.kind === 'Interface' &&
    typeSet(wanted).methods.every((method) => findMethod(dynamic, method.pkg, method.name) !== undefined)
  );
}

function isErased(type: Type): boolean {
  let t = unalias(type);
  if (t.kind === 'Pointer') t = unalias(t.elem);
  return t.kind === 'Named' && t.origin.typeParams.length > 0;
}

/** Identical, or instances of the same generic type: `any` objects and erased instances have the generic one. */
export function sameType(a: Type, b: Type): boolean {
  const x = unalias(a);
  const y = unalias(b);
  if (x.kind === 'Pointer' && y.kind === 'Pointer') return sameType(x.elem, y.elem);
  if (x.kind === 'Named' && y.kind === 'Named') return x.origin.obj === y.origin.obj;
  return identical(x, y);
}

export function clauseTransfer(
  engine: Engine,
  clause: CaseClause,
  statement: TypeSwitchStmt | undefined,
  frame: Frame,
): Transfer {
  const isTaken = statement === undefined ? () => false : takenByOthers(statement, clause, frame);
  const filters = typesOf(clause, frame).map((type) => assertion(engine, type));
  return (value) => {
    if (isTaken(value)) return undefined;
    if (clause.isDefault) return value;
    for (const filter of filters) {
      const passed = filter(value);
      if (passed !== undefined) return passed;
    }
    return undefined;
  };
}

function typesOf(clause: CaseClause, frame: Frame): Type[] {
  return clause.list.flatMap((type) => frame.fn.info.types.get(type)?.type ?? []);
}

/** Whether a value is certain to take an earlier clause of a type switch, or for the default clause any other. */
export function takenByOthers(statement: TypeSwitchStmt, clause: CaseClause, frame: Frame): (value: Value) => boolean {
  const types: Type[] = [];
  for (const other of statement.body) {
    if (other === clause && !clause.isDefault) break;
    if (!other.isDefault) types.push(...typesOf(other, frame));
  }
  return (value) => types.some((type) => isCertainly(value, type));
}

/** Whether an assertion of a value to a type is certain to succeed. */
export function isCertainly(value: Value, type: Type): boolean {
  const dynamic = fullDynamicType(value);
  if (dynamic === undefined || unalias(type).kind === 'TypeParam' || isErased(dynamic)) return false;
  return isInterface(type) ? implementsInterface(dynamic, type) === 'yes' : identical(dynamic, type);
}
