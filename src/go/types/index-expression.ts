// Index and slice expressions. Mirrors index.go; whether indices lie in bounds is not verified.

import type { Expr, IndexExpr, SliceExpr } from '#go/syntax/ast.js';
import { int64Of, toInt } from './constant.js';
import type { Environment } from './environment.js';
import { expr, exprOrType, useAll } from './evaluate.js';
import { fail, failAs, Operand, setValue } from './operand.js';
import { isString, isTypeParam, isUntyped } from './predicates.js';
import { newSlice, type Type, under } from './type.js';
import { commonUnder, coreString, everyType } from './type-set.js';
import { basicType, byteType } from './universe.js';
import { assignment, convertUntyped } from './untyped.js';

/** Evaluates `x[i]`; true if it is a generic function with type arguments, which are not looked at then. */
export function indexExpr(env: Environment, x: Operand, e: IndexExpr): boolean {
  exprOrType(env, x, e.x, true);
  const { type } = x;
  switch (x.mode) {
    case 'unknown':
      useAll(env, e.indices);
      return false;
    case 'type':
      x.type = env.core.typeOf(env, e);
      x.mode = x.type.kind === 'Unknown' ? 'unknown' : 'type';
      return false;
    case 'value': {
      const u = under(type);
      if (u.kind === 'Signature' && u.typeParams.length > 0) return true;
      break;
    }
    default:
  }
  if (type.kind === 'Signature' && type.typeParams.length > 0) {
    fail(x, 'a generic function stands without its type arguments');
    return false;
  }

  const found = isTypeParam(type) ? parameterElement(type, x.mode === 'variable') : element(under(type), x.mode);
  const [index] = e.indices;
  if (found === undefined || index === undefined) {
    const u = under(type);
    if (u.kind === 'Unknown') failAs(x, u);
    else fail(x, 'what is indexed has no elements');
    useAll(env, e.indices);
    return false;
  }
  if (found.key !== undefined) {
    const key = new Operand();
    expr(env, key, index);
    assignment(env, key, found.key);
  } else indexValue(env, index);
  x.value = undefined;
  x.type = found.elem;
  x.mode = found.elem.kind === 'Unknown' ? 'unknown' : found.mode;
  return false;
}

interface Element {
  readonly key: Type | undefined;
  readonly elem: Type;
  readonly mode: 'value' | 'variable' | 'mapindex';
}

function element(u: Type, mode: Operand['mode']): Element | undefined {
  switch (u.kind) {
    case 'Basic':
      return isString(u) ? { key: undefined, elem: byteType, mode: 'value' } : undefined;
    case 'Array':
      return { key: undefined, elem: u.elem, mode: mode === 'variable' ? 'variable' : 'value' };
    case 'Pointer': {
      const array = under(u.elem);
      return array.kind === 'Array' ? { key: undefined, elem: array.elem, mode: 'variable' } : undefined;
    }
    case 'Slice':
      return { key: undefined, elem: u.elem, mode: 'variable' };
    case 'Map':
      return { key: u.key, elem: u.elem, mode: 'mapindex' };
    default:
      return undefined;
  }
}

/** What all types of a type parameter have in common. */
function parameterElement(type: Type, addressable: boolean): Element | undefined {
  let common: Element | undefined;
  const every = everyType(type, (_, u) => {
    const found = u === undefined ? undefined : element(u, addressable ? 'variable' : 'value');
    if (found === undefined) return false;
    common = common === undefined || found.mode === 'value' ? found : common;
    return true;
  });
  return every ? common : undefined;
}

/** Evaluates an index, which has type int if it is an untyped constant; its value if it is a constant. */
export function indexValue(env: Environment, e: Expr): { readonly type: Type; readonly value: number | undefined } {
  const x = new Operand();
  expr(env, x, e);
  convertUntyped(env, x, basicType('int'));
  const value = x.mode === 'const' && x.value !== undefined ? int64Of(toInt(x.value)) : undefined;
  return { type: x.type, value };
}

export function sliceExpr(env: Environment, x: Operand, e: SliceExpr): void {
  expr(env, x, e.x);
  const { type } = x;
  if (x.mode !== 'unknown') {
    const u = isTypeParam(type) ? coreString(type) : commonUnder(type);
    switch (u?.kind) {
      case 'Basic':
        if (!isString(u)) fail(x, 'what is sliced has no elements');
        else setValue(x, isUntyped(type) ? basicType('string') : type);
        break;
      case 'Array':
        setValue(x, newSlice(u.elem));
        break;
      case 'Pointer': {
        const array = under(u.elem);
        if (array.kind === 'Array') setValue(x, newSlice(array.elem));
        else fail(x, 'what is sliced has no elements');
        break;
      }
      case 'Slice':
        setValue(x, type);
        break;
      case 'Unknown':
        failAs(x, u);
        break;
      default:
        fail(x, 'what is sliced has no elements');
    }
  }
  for (const index of [e.low, e.high, e.max]) if (index !== undefined) indexValue(env, index);
}
