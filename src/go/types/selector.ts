// Selector expressions: `pkg.Name`, fields, method values and method expressions.

import type { SelectorExpr } from '#go/syntax/ast.js';
import type { Environment } from './environment.js';
import { exprOrType } from './evaluate.js';
import { objectOperand } from './identifier.js';
import { FoundSelection } from './info.js';
import { lookupFieldOrMethod } from './lookup.js';
import { type Func, type PkgName, Var } from './object.js';
import { fail, failAs, type Operand } from './operand.js';
import { newSignature, newTuple, type Signature, type Type, under } from './type.js';

export function selector(env: Environment, x: Operand, e: SelectorExpr, wantType: boolean): void {
  if (e.x.kind === 'Ident') {
    const object = env.lookup(e.x.name);
    if (object?.kind === 'PkgName') {
      env.recordUse(e.x, object);
      qualified(env, x, e, object);
      x.expr = e;
      return;
    }
  }

  exprOrType(env, x, e.x, false);
  x.expr = e;
  const recv = x.type;
  if (x.mode === 'unknown') return;
  if (x.mode === 'builtin' || (wantType && x.mode !== 'type')) {
    fail(x, `${e.sel.name} cannot be selected here`);
    return;
  }
  if (e.sel.name === '_') {
    fail(x, 'the blank identifier cannot be selected');
    return;
  }

  const addressable = x.mode === 'variable';
  const found = lookupFieldOrMethod(recv, addressable, env.pkg, e.sel.name);
  if (!found.found) {
    const base = under(recv);
    if (base.kind === 'Unknown') failAs(x, base);
    else fail(x, found.detail);
    return;
  }
  const { obj, indirect } = found;

  if (x.mode === 'type') {
    if (obj.kind !== 'Func') {
      fail(x, `${e.sel.name} is a field, and a method expression needs a method`);
      return;
    }
    const signature = obj.type;
    const type = methodExprType(signature, recv, signature.recv?.name ?? '');
    env.recordSelection(e, new FoundSelection('MethodExpr', recv, found, type));
    const named = (signature.params.vars[0]?.name ?? '') !== '';
    x.mode = 'value';
    x.type = methodExprType(signature, recv, named ? signature.recv?.name || '_' : '');
    return;
  }

  if (obj.kind === 'Var') {
    env.recordSelection(e, new FoundSelection('FieldVal', recv, found, obj.type));
    x.mode = addressable || indirect ? 'variable' : 'value';
    x.type = obj.type;
    if (x.type.kind === 'Unknown') x.mode = 'unknown';
    return;
  }
  x.mode = 'value';
  x.type = methodValueType(obj);
  env.recordSelection(e, new FoundSelection('MethodVal', recv, found, x.type));
}

function qualified(env: Environment, x: Operand, e: SelectorExpr, name: PkgName): void {
  const { imported } = name;
  if (imported.missing !== undefined) {
    fail(x, imported.missing);
    return;
  }
  const object = imported.lookup(e.sel.name);
  if (object === undefined) {
    fail(x, `the package ${imported.path} declares no ${e.sel.name}`);
    return;
  }
  env.recordUse(e.sel, object);
  objectOperand(x, object);
}

const methodValueTypes = new WeakMap<Func, Signature>();

/** A method's signature without its receiver. */
function methodValueType(method: Func): Signature {
  let type = methodValueTypes.get(method);
  if (type === undefined) {
    const { params, results, variadic, typeParams } = method.type;
    type = newSignature({ typeParams, params, results, variadic });
    methodValueTypes.set(method, type);
  }
  return type;
}

/** A method's signature with the receiver as its first parameter. */
function methodExprType(signature: Signature, recv: Type, name: string): Signature {
  const first = new Var(name, signature.recv?.pkg, signature.recv?.pos ?? 0, 'param', recv);
  return newSignature({
    typeParams: signature.typeParams,
    params: newTuple([first, ...signature.params.vars]),
    results: signature.results,
    variadic: signature.variadic,
  });
}
