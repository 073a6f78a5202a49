// Composite literals. Mirrors literals.go.

import type { CompositeLit, Expr } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import { expr, exprWithHint, useAll } from './evaluate.js';
import { indexValue } from './index-expression.js';
import { fieldIndex } from './lookup.js';
import { fail, Operand, setValue } from './operand.js';
import { newArray, type Struct, type Type } from './type.js';
import { commonUnder } from './type-set.js';
import { assignment } from './untyped.js';

export function compositeLit(env: Environment, x: Operand, e: CompositeLit, hint: Type | undefined): void {
  if (e.type?.kind === 'ArrayType' && e.type.len?.kind === 'Ellipsis') {
    const elem = env.core.typeOf(env, e.type.elt);
    const type = newArray(elements(env, e.elts, elem), elem);
    env.recordType(e.type, 'type', type);
    setValue(x, type);
    return;
  }
  const type = e.type !== undefined ? env.core.typeOf(env, e.type) : hint;
  if (type === undefined) {
    useLiteral(env, e.elts);
    fail(x, 'the literal has no type');
    return;
  }
  let base = commonUnder(type);
  // An element that is a pointer may be written without & and type.
  if (e.type === undefined && base?.kind === 'Pointer') base = commonUnder(base.elem);
  switch (base?.kind) {
    case 'Struct':
      structElements(env, e.elts, base);
      break;
    case 'Array':
    case 'Slice':
      elements(env, e.elts, base.elem);
      break;
    case 'Map':
      mapElements(env, e.elts, base.key, base.elem);
      break;
    default:
      useLiteral(env, e.elts);
      if (base?.kind !== 'Unknown') {
        fail(x, 'a literal cannot have this type');
        return;
      }
  }
  setValue(x, type);
}

/** Looks at the elements of a literal whose type is not known; keys may be field names. */
function useLiteral(env: Environment, elts: readonly Expr[]): void {
  for (const elt of elts) {
    const value = elt.kind === 'KeyValueExpr' ? elt.value : elt;
    if (elt.kind === 'KeyValueExpr' && elt.key.kind !== 'Ident' && elt.key.kind !== 'CompositeLit')
      useAll(env, [elt.key]);
    if (value.kind === 'CompositeLit' && value.type === undefined) useLiteral(env, value.elts);
    else useAll(env, [value]);
  }
}

function structElements(env: Environment, elts: readonly Expr[], struct: Struct): void {
  for (let i = 0; i < elts.length; i++) {
    const elt = elts[i];
    if (elt === undefined) continue;
    const x = new Operand();
    if (elt.kind !== 'KeyValueExpr') {
      expr(env, x, elt);
      assignment(env, x, struct.fields[i]?.type);
      continue;
    }
    expr(env, x, elt.value);
    const { key } = elt;
    const field = key.kind === 'Ident' ? struct.fields[fieldIndex(struct, env.pkg, key.name)] : undefined;
    if (key.kind === 'Ident' && field !== undefined) env.recordUse(key, field);
    assignment(env, x, field?.type);
  }
}

function mapElements(env: Environment, elts: readonly Expr[], key: Type, elem: Type): void {
  for (const elt of elts) {
    if (elt.kind !== 'KeyValueExpr') {
      useAll(env, [elt]);
      continue;
    }
    const x = new Operand();
    exprWithHint(env, x, elt.key, key);
    assignment(env, x, key);
    const y = new Operand();
    exprWithHint(env, y, elt.value, elem);
    assignment(env, y, elem);
  }
}

/** Evaluates the elements of an array or slice; the length that they need. */
function elements(env: Environment, elts: readonly Expr[], elem: Type): number {
  let index = 0;
  let length = 0;
  for (const elt of elts) {
    let value = elt;
    if (elt.kind === 'KeyValueExpr') {
      index = indexValue(env, elt.key).value ?? index;
      value = elt.value;
    }
    index++;
    if (index > length) length = index;
    const x = new Operand();
    exprWithHint(env, x, value, elem);
    assignment(env, x, elem);
  }
  return length;
}
