// What is known of a place by what it is given.

import { under } from '#go/types/type.js';
import type { MoveStep, Path, Value } from './ir.js';
import { isErrorType } from './lower-expression.js';
import type { Fact } from './state.js';

/** An interface that got a value of a concrete type is not nil, whatever the value. */
export function interfaceFact(to: Path, from: Value): Fact | undefined {
  if (from.kind !== 'path' || under(to.type).kind !== 'Interface') return undefined;
  const type = under(from.type);
  return type.kind === 'Interface' || type.kind === 'Unknown' || type.kind === 'Tuple' ? undefined : 'set';
}

/** A flag that is set, or declared and not set. */
export function flagFact(to: Path, from: Value): Fact | undefined {
  if (from.kind === 'bool') return from.value ? 'true' : 'false';
  if (from.kind !== 'zero') return undefined;
  const type = under(to.type);
  return type.kind === 'Basic' && type.name === 'bool' ? 'false' : undefined;
}

/** An error that is returned beside nothing is one, where it is computed by a call. */
export function returnedFact({ to, from, isReturn, returned }: MoveStep): Fact | undefined {
  if (isReturn !== true || from.kind !== 'path' || from.root.variable !== undefined || !isErrorType(to.type))
    return undefined;
  return returned?.some(({ kind }) => kind === 'nil') === true ? 'set' : undefined;
}
