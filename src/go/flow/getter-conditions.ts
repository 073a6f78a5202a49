// Conditions that are a call of a method which only compares fields of its receiver with constants, as `t.IsZero()`: what
// they are for objects whose fields are never set, or set to constants only.

import type { CallExpr, Expr, SelectorExpr } from '#go/syntax/ast.js';
import { type ConstantValue, compareConstants } from '#go/types/constant.js';
import { type Type, under } from '#go/types/type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { withoutParens } from './program-index.js';
import type { AbstractObject } from './value.js';

interface Getter {
  readonly fun: SelectorExpr;
  readonly method: Fn;
  readonly result: Expr;
}

/** A call of a method without parameters whose body only returns something: `t.IsZero()`. */
export function getterOf(engine: Engine, call: CallExpr, fn: Fn): Getter | undefined {
  const fun = withoutParens(call.fun);
  if (fun.kind !== 'SelectorExpr' || call.args.length > 0) return undefined;
  const selection = fn.info.selections.get(fun);
  const object = selection?.obj;
  if (object?.kind !== 'Func' || object.isInterfaceMethod || selection?.index.length !== 1) return undefined;
  const method = engine.functions.ofObject(object);
  const statements = method?.body?.list ?? [];
  const only = statements[0];
  if (method?.recv === undefined || statements.length !== 1 || only?.kind !== 'ReturnStmt') return undefined;
  const [result] = only.results;
  return only.results.length === 1 && result !== undefined && comparesFields(result, method)
    ? { fun, method, result }
    : undefined;
}

function comparesFields(expr: Expr, method: Fn): boolean {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr') return x.op === '!' && comparesFields(x.x, method);
  if (x.kind !== 'BinaryExpr') return false;
  if (x.op === '&&' || x.op === '||') return comparesFields(x.x, method) && comparesFields(x.y, method);
  return isOwnField(withoutParens(x.x), method) && method.info.types.get(withoutParens(x.y))?.value !== undefined;
}

function isOwnField(x: Expr, { recv, info }: Fn): boolean {
  if (x.kind !== 'SelectorExpr' || x.x.kind !== 'Ident' || info.uses.get(x.x) !== recv) return false;
  return info.selections.get(x)?.index.length === 1;
}

/**
 * Whether such a method is true, or is false, of all receivers of this call, whatever else it is called on; of none so
 * far nothing can be said yet.
 */
export function getterHolds(engine: Engine, call: CallExpr, frame: Frame): boolean | 'not yet' | undefined {
  const getter = getterOf(engine, call, frame.fn);
  if (getter === undefined) return undefined;
  const receivers = engine.receiverNode(getter.fun, frame);
  engine.consulted.push(receivers);
  if (receivers.values.size === 0) return 'not yet';
  let truth: boolean | undefined;
  for (const value of receivers.values.keys()) {
    if ((value.kind !== 'pointer' && value.kind !== 'struct') || value.object.kind !== 'allocated') return undefined;
    const holds = holdsOf(engine, getter.result, value.object, getter.method);
    if (holds === undefined || (truth !== undefined && truth !== holds)) return undefined;
    truth = holds;
  }
  return truth;
}

/** Whether a comparison of fields holds of an object, if they are never set or set to constants. */
function holdsOf(engine: Engine, expr: Expr, object: AbstractObject, method: Fn): boolean | undefined {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr') {
    const inner = holdsOf(engine, x.x, object, method);
    return inner === undefined ? undefined : !inner;
  }
  if (x.kind !== 'BinaryExpr') return undefined;
  if (x.op === '&&' || x.op === '||') {
    const left = holdsOf(engine, x.x, object, method);
    const right = holdsOf(engine, x.y, object, method);
    const decisive = x.op === '||';
    if (left === decisive || right === decisive) return decisive;
    return left === undefined || right === undefined ? undefined : !decisive;
  }
  const field = withoutParens(x.x);
  const type = method.info.types.get(field)?.type;
  const variable = field.kind === 'SelectorExpr' ? method.info.uses.get(field.sel) : undefined;
  const constant = method.info.types.get(withoutParens(x.y))?.value;
  const zero = type === undefined ? undefined : zeroOf(type);
  if (variable?.kind !== 'Var' || constant === undefined || zero === undefined) return undefined;
  const content = engine.contentNode(object, variable.origin);
  engine.consulted.push(content);
  const held = [...content.values.keys()];
  if (held.some(({ kind }) => kind !== 'constant')) return undefined;
  const values = [zero, ...held.flatMap((value) => (value.kind === 'constant' ? [value.value] : []))];
  const answers = new Set(values.map((value) => compareConstants(value, x.op, constant)));
  return answers.size === 1 ? answers.has(true) : undefined;
}

/** The zero value of a type whose values are compared with constants. */
export function zeroOf(type: Type): ConstantValue | undefined {
  const t = under(type);
  if (t.kind !== 'Basic') return undefined;
  if (t.basic === 'bool' || t.basic === 'untyped bool') return { kind: 'bool', value: false };
  if (t.basic === 'string' || t.basic === 'untyped string') return { kind: 'string', value: '' };
  if (t.basic.startsWith('int') || t.basic.startsWith('uint') || t.basic === 'untyped int')
    return { kind: 'int', value: 0n };
  return undefined;
}
