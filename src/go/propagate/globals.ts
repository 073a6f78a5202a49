// Package-level variables: what their declarations put there. Assignments elsewhere are found as stores of the functions
// that make them.

import { isStructLike } from '#go/flow/type-shape.js';
import type { VarSpec } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Var } from '#go/types/object.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import { evaluateAs, tupleNode } from './expressions.js';
import { type NodeId, nothing, step } from './solver.js';

export function globalNode(engine: Engine, variable: Var): NodeId {
  const known = engine.globals.get(variable);
  if (known !== undefined) return known;
  if (!carries(variable.type)) {
    engine.globals.set(variable, nothing);
    return nothing;
  }
  const { solver, values } = engine;
  const node = solver.newNode();
  engine.globals.set(variable, node);
  const found = specOf(variable);
  if (found === undefined) return node;
  const { spec, unit, at } = found;
  if (spec.values.length === 0) {
    if (isStructLike(variable.type))
      solver.add(
        node,
        values.object(values.newObject('alloc', values.canonical(variable.type), 0), variable.type),
        step('allocation', variable.pos),
      );
    return node;
  }
  const frame = engine.frameOf(engine.functions.ofInitializer(spec, unit));
  engine.reach(frame);
  const value = spec.values.length === spec.names.length ? spec.values[at] : undefined;
  const single = spec.values[0];
  const why = step('assignment', variable.pos);
  if (value !== undefined) solver.connect(evaluateAs(engine, value, variable.type, frame), node, why);
  else if (single !== undefined) solver.connect(tupleNode(engine, single, at, variable.type, frame), node, why);
  return node;
}

export function specOf(
  variable: Var,
): { readonly spec: VarSpec; readonly unit: Unit; readonly at: number } | undefined {
  const { unit } = variable;
  if (unit === undefined || unit.decl.kind !== 'GenDecl') return undefined;
  for (const spec of unit.decl.specs) {
    if (spec.kind !== 'VarSpec') continue;
    const at = spec.names.findIndex((name) => name.pos === variable.pos);
    if (at !== -1) return { spec, unit, at };
  }
  return undefined;
}
