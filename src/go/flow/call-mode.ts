// What sort of call an expression is: of a named function, of an interface's method, of a function value.

import type { CallExpr, Expr } from '#go/syntax/ast.js';
import type { Func } from '#go/types/object.js';
import { unalias } from '#go/types/type.js';
import type { Fn } from './function.js';
import { withoutParens } from './program-index.js';

export type CallMode = 'static' | 'invoke' | 'func';

type Classified =
  | { readonly mode: 'static'; readonly kind: 'function'; readonly object: Func }
  | {
      readonly mode: 'static';
      readonly kind: 'method';
      readonly object: Func;
      readonly fun: Expr & { kind: 'SelectorExpr' };
    }
  | { readonly mode: 'static'; readonly kind: 'method-expression'; readonly object: Func }
  | { readonly mode: 'static'; readonly kind: 'literal'; readonly fun: Expr & { kind: 'FuncLit' } }
  | {
      readonly mode: 'invoke';
      readonly kind: 'interface';
      readonly object: Func;
      readonly fun: Expr & { kind: 'SelectorExpr' };
    }
  | { readonly mode: 'invoke'; readonly kind: 'interface-expression'; readonly object: Func }
  | { readonly mode: 'func'; readonly kind: 'value'; readonly fun: Expr };

/** What sort of call it is, as go/ssa's call and invoke modes have it. */
export function classify(call: CallExpr, fn: Fn): Classified {
  let fun = withoutParens(call.fun);
  if (fun.kind === 'IndexExpr') {
    const first = fun.indices[0];
    if (first !== undefined && fn.info.types.get(first)?.mode === 'type') fun = withoutParens(fun.x);
  }
  if (fun.kind === 'FuncLit') return { mode: 'static', kind: 'literal', fun };
  if (fun.kind === 'Ident') {
    const object = fn.info.uses.get(fun);
    if (object?.kind === 'Func') return { mode: 'static', kind: 'function', object };
  } else if (fun.kind === 'SelectorExpr') {
    const selection = fn.info.selections.get(fun);
    const object = selection === undefined ? fn.info.uses.get(fun.sel) : selection.obj;
    if (object?.kind === 'Func') {
      if (selection === undefined) return { mode: 'static', kind: 'function', object };
      if (selection.kind === 'MethodExpr') {
        return object.isInterfaceMethod
          ? { mode: 'invoke', kind: 'interface-expression', object }
          : { mode: 'static', kind: 'method-expression', object };
      }
      const isTypeParameter = unalias(selection.recv).kind === 'TypeParam';
      return object.isInterfaceMethod || isTypeParameter
        ? { mode: 'invoke', kind: 'interface', object, fun }
        : { mode: 'static', kind: 'method', object, fun };
    }
  }
  return { mode: 'func', kind: 'value', fun };
}

/** Whether it depends on a value which function the call reaches. */
export function isDynamicCall(call: CallExpr, fn: Fn): boolean {
  const type = fn.info.types.get(call.fun);
  return type?.mode !== 'type' && type?.mode !== 'builtin' && classify(call, fn).mode !== 'static';
}
