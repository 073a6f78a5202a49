// What a type assertion or a clause of a type switch lets through. Type arguments are erased: instances of one generic
// type count as the same.

import { mayImplement, sameType } from '#go/flow/dynamic-type.js';
import { isInterface } from '#go/flow/type-shape.js';
import type { CaseClause, TypeSwitchStmt } from '#go/syntax/ast.js';
import { identical } from '#go/types/identical.js';
import { implementsInterface } from '#go/types/missing-method.js';
import { type Type, unalias } from '#go/types/type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Transfer } from './solver.js';
import type { Value } from './value.js';

const passing = new WeakMap<Type, Transfer>();

/** Keeps the values whose dynamic type an assertion to `type` accepts. */
export function assertionTo(engine: Engine, type: Type): Transfer {
  const wanted = engine.values.canonical(type);
  let transfer = passing.get(wanted);
  if (transfer === undefined) {
    const answers = new Map<Type, boolean>();
    transfer = (value) => {
      let passes = answers.get(value.type);
      if (passes === undefined) {
        passes = mayBe(value.type, wanted);
        answers.set(value.type, passes);
      }
      return passes ? value : undefined;
    };
    passing.set(wanted, transfer);
  }
  return transfer;
}

function mayBe(dynamic: Type, wanted: Type): boolean {
  if (wanted.kind === 'TypeParam' || unalias(dynamic).kind === 'TypeParam') return true;
  return isInterface(wanted) ? mayImplement(dynamic, wanted) : sameType(dynamic, wanted);
}

/** Whether a value of the dynamic type is certain to be accepted. */
function isCertainly(dynamic: Type, wanted: Type): boolean {
  if (unalias(wanted).kind === 'TypeParam' || isErased(dynamic)) return false;
  return isInterface(wanted) ? implementsInterface(dynamic, wanted) === 'yes' : identical(dynamic, wanted);
}

function isErased(type: Type): boolean {
  let t = unalias(type);
  if (t.kind === 'Pointer') t = unalias(t.elem);
  return t.kind === 'TypeParam' || (t.kind === 'Named' && t.origin.typeParams.length > 0);
}

/** What a clause of a type switch lets through: its types, without what an earlier clause is certain to take. */
export function clauseFilter(
  engine: Engine,
  clause: CaseClause,
  statement: TypeSwitchStmt | undefined,
  frame: Frame,
): Transfer {
  const typesOf = (other: CaseClause): Type[] =>
    other.list.flatMap((type) => frame.fn.info.types.get(type)?.type ?? []);
  const taken: Type[] = [];
  for (const other of statement?.body ?? []) {
    if (other === clause && !clause.isDefault) break;
    if (!other.isDefault) taken.push(...typesOf(other));
  }
  const filters = typesOf(clause).map((type) => assertionTo(engine, type));
  const passes = (value: Value): boolean =>
    !taken.some((type) => isCertainly(value.type, type)) &&
    (clause.isDefault || filters.some((filter) => filter(value) !== undefined));
  const answers = new Map<Type, boolean>();
  return (value) => {
    let answer = answers.get(value.type);
    if (answer === undefined) answers.set(value.type, (answer = passes(value)));
    return answer ? value : undefined;
  };
}

const refused = new WeakMap<Type, Transfer>();

/** Keeps the values that an assertion to `type` may refuse. */
export function refusedBy(engine: Engine, type: Type): Transfer {
  const wanted = engine.values.canonical(type);
  let transfer = refused.get(wanted);
  if (transfer === undefined)
    refused.set(wanted, (transfer = (value) => (isCertainly(value.type, wanted) ? undefined : value)));
  return transfer;
}
