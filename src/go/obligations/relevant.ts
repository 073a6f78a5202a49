// Which places facts are kept about: those that are tested more than once, those that are returned, and flags: variables that
// are set to true or false where they stand. Others would only multiply the states of a path.

import type { LoweredUnit } from './ir.js';
import { isErrorType } from './lower-expression.js';

const known = new WeakMap<LoweredUnit, ReadonlySet<string>>();

export function relevantKeys(unit: LoweredUnit): ReadonlySet<string> {
  let keys = known.get(unit);
  if (keys === undefined) known.set(unit, (keys = collect(unit)));
  return keys;
}

function collect(unit: LoweredUnit): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const returned = new Set<string>();
  const moves = new Map<string, string[]>();
  const flags = new Set<string>();
  for (const body of unit.bodies) {
    for (const root of body.resultRoots) if (root !== undefined) returned.add(`${root.id}`);
    for (const block of body.blocks) {
      const seen = new Set<string>();
      for (const { condition } of block.edges) if (condition?.place !== undefined) seen.add(condition.place.key);
      // A literal tests what the function around it has set.
      const weight = body.literal === undefined ? 1 : 2;
      for (const key of seen) counts.set(key, (counts.get(key) ?? 0) + weight);
      for (const step of block.steps) {
        if (step.op === 'return') for (const value of step.values) if (value.kind === 'path') returned.add(value.key);
        // What is known of an error goes into the one that is made from it.
        const [result] = step.op === 'call' ? step.results : [];
        if (step.op === 'call' && result !== undefined && step.results.length === 1 && isErrorType(result.type))
          for (const arg of step.args)
            if (arg.kind === 'path' && isErrorType(arg.type))
              moves.set(`${result.id}`, [...(moves.get(`${result.id}`) ?? []), arg.key]);
        if (step.op === 'move' && step.from.kind === 'bool' && step.to.fields.length === 0) flags.add(step.to.key);
        if (step.op === 'move' && step.from.kind === 'path')
          moves.set(step.to.key, [...(moves.get(step.to.key) ?? []), step.from.key]);
      }
    }
  }
  const relevant = new Set(returned);
  for (const [key, count] of counts) if (count > 1 || flags.has(key)) relevant.add(key);
  // What is known of a result goes with it into the variable.
  const queue = [...relevant];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const from of moves.get(key) ?? []) {
      if (relevant.has(from)) continue;
      relevant.add(from);
      queue.push(from);
    }
  }
  return relevant;
}
