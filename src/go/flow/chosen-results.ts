// Functions whose argument chooses the type of what they return: net.Dial returns a *net.TCPConn for "tcp". Which do so,
// whoever asks says; where the argument is not a constant, or not one that is known, every type may come back.

import { typeString } from '#go/types/type-string.js';
import type { Call } from './body.js';
import { fullDynamicType } from './dynamic-type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { argumentOf } from './parameters.js';
import type { FlowNode, Step, Transfer } from './solver.js';
import type { Value } from './value.js';

export interface ChosenResult {
  /** The parameter that chooses, from 0, the receiver not counted. */
  readonly argument: number;
  /** The types that may come back for a constant, as `*net.TCPConn`; undefined for one that is not known. */
  readonly typesFor: (constant: string) => readonly string[] | undefined;
}

/** By the function's name, as go/ssa prints it. */
export type ChosenResults = ReadonlyMap<string, ChosenResult>;

/** Connects a callee's first result with a call of it, as far as the argument lets values through. */
export function connectChosen(
  engine: Engine,
  rule: ChosenResult,
  call: Call,
  caller: Frame,
  callee: Fn,
  result: FlowNode,
  to: FlowNode,
  step: Step,
  transfer: Transfer | undefined,
): void {
  const argument = argumentOf(engine, call, caller, callee, rule.argument, false);
  const connect = (types: readonly string[] | undefined): void =>
    engine.solver.connect(result, to, step, types === undefined ? transfer : only(types, transfer));
  if (argument === undefined) {
    connect(undefined);
    return;
  }
  let isEmpty = true;
  engine.solver.listen(argument.node, (value) => {
    isEmpty = false;
    connect(value.kind === 'constant' && value.value.kind === 'string' ? rule.typesFor(value.value.value) : undefined);
  });
  engine.solver.defer(
    () => {
      if (isEmpty) connect(undefined);
    },
    () => 3,
  );
}

const filters = new Map<string, (value: Value) => boolean>();

/** Lets through what is of one of the types: they are all that can come back. */
function only(types: readonly string[], transfer: Transfer | undefined): Transfer {
  const key = types.join(' ');
  let passes = filters.get(key);
  if (passes === undefined) {
    passes = (value) => {
      const type = fullDynamicType(value);
      return type !== undefined && types.includes(typeString(type));
    };
    filters.set(key, passes);
  }
  const accepts = passes;
  return (value) => (accepts(value) ? (transfer === undefined ? value : transfer(value)) : undefined);
}
