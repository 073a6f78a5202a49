// The constants that an expression can be, read off the program text: constants, local variables that are set to them,
// and results of functions that hand out what they are given, such as a look-up with a default. Data beside them is
// said to be there and not followed. Needs no flow and no frame.

import type { CallExpr, Expr } from '#go/syntax/ast.js';
import { type ConstantValue, compareConstants } from '#go/types/constant.js';
import type { Source } from './body.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import { namedCallee, withoutParens } from './program-index.js';

export interface PlainConstants {
  /** Each once, in order of the source. */
  readonly values: readonly ConstantValue[];
  /** Something else may be there too. */
  readonly isOpen: boolean;
}

/** How far constants are followed through variables and calls. */
const depthLimit = 6;

/** The caller of a function whose parameters are looked at: what it is given there. */
interface Caller {
  readonly call: CallExpr;
  readonly fn: Fn;
  readonly outer: Caller | undefined;
}

export function plainConstants(engine: Engine, expr: Expr, fn: Fn): PlainConstants {
  const values: ConstantValue[] = [];
  let isOpen = false;
  const add = (value: ConstantValue): void => {
    if (!values.some((known) => known.kind === value.kind && compareConstants(known, '==', value))) values.push(value);
  };
  const ofSource = (source: Source, within: Fn, caller: Caller | undefined, depth: number): void => {
    if (source.kind === 'expr') look(source.expr, within, caller, depth);
    else if (source.kind === 'tuple' && withoutParens(source.expr).kind === 'CallExpr')
      ofCall(withoutParens(source.expr) as CallExpr, source.index, within, caller, depth);
    else isOpen = true;
  };
  const ofCall = (call: CallExpr, index: number, within: Fn, caller: Caller | undefined, depth: number): void => {
    const callee = namedCallee(call, within);
    const target = callee === undefined || callee.isInvoke ? undefined : engine.functions.ofObject(callee.object);
    if (target?.body === undefined || depth >= depthLimit) {
      isOpen = true;
      return;
    }
    const count = target.signature?.results.vars.length ?? 0;
    for (const { results } of engine.body(target).returns) {
      const result = results[index];
      if (results.length === count && result !== undefined)
        look(result, target, { call, fn: within, outer: caller }, depth + 1);
      else isOpen = true;
    }
  };
  const look = (of: Expr, within: Fn, caller: Caller | undefined, depth: number): void => {
    const x = withoutParens(of);
    const recorded = within.info.types.get(x);
    if (recorded?.value !== undefined && recorded.value.kind !== 'unknown') {
      add(recorded.value);
      return;
    }
    if (depth >= depthLimit) isOpen = true;
    else if (x.kind === 'CallExpr') {
      const only = x.args[0];
      if (within.info.types.get(x.fun)?.mode === 'type' && only !== undefined) look(only, within, caller, depth + 1);
      else ofCall(x, 0, within, caller, depth);
    } else if (x.kind === 'Ident') ofVariable(x, within, caller, depth);
    else isOpen = true;
  };
  const ofVariable = (x: Expr & { kind: 'Ident' }, within: Fn, caller: Caller | undefined, depth: number): void => {
    const variable = within.info.uses.get(x);
    const body = engine.body(within);
    if (
      variable?.kind !== 'Var' ||
      variable.role === 'package' ||
      variable.role === 'field' ||
      body.stored.has(variable)
    ) {
      isOpen = true;
      return;
    }
    const defs = body.reaching.get(x) ?? body.defs.get(variable) ?? [];
    if (defs.length === 0) isOpen = true;
    for (const def of defs) {
      if (def.kind === 'source') {
        // A variable that is declared without a value gets one before it is used, as a rule, or is empty.
        if (def.source.kind !== 'zero') ofSource(def.source, within, caller, depth + 1);
      } else {
        const arg = def.kind === 'param' && def.index >= 0 ? caller?.call.args[def.index] : undefined;
        if (arg === undefined || caller === undefined || caller.call.args.length !== within.params.length)
          isOpen = true;
        else look(arg, caller.fn, caller.outer, depth + 1);
      }
    }
  };
  look(expr, fn, undefined, 0);
  return { values, isOpen };
}
