// What the syntax around a wait says by itself: the context or timer that it waits for, what comes after what in one function.

import type { Pos } from '#base/position.js';
import type { Condition } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { findMethod } from '#go/flow/type-shape.js';
import type { Expr } from '#go/syntax/ast.js';
import { unalias, under } from '#go/types/type.js';
import type { Stretch, Wait } from '#program/custody-table.js';

/** `x` of `x.Done()`, where `x` has what a context has. */
export function contextOf(channel: Expr, fn: Fn): Stretch | undefined {
  const call = withoutParens(channel);
  const fun = call.kind === 'CallExpr' ? withoutParens(call.fun) : undefined;
  if (fun?.kind !== 'SelectorExpr' || fun.sel.name !== 'Done') return undefined;
  const type = fn.info.types.get(withoutParens(fun.x))?.type;
  const isContext =
    type !== undefined && ['Deadline', 'Err', 'Value'].every((name) => findMethod(type, undefined, name) !== undefined);
  return isContext ? { pos: fun.x.pos, end: fun.x.end } : undefined;
}

/** `timer.C` and `time.After(d)` are channels of times; what sends on them is in package time and no goroutine's. */
export function timerOf(channel: Expr, fn: Fn): Pick<Wait, 'timer'> {
  const type = fn.info.types.get(withoutParens(channel))?.type;
  const chan = type === undefined ? undefined : under(type);
  const elem = chan?.kind === 'Chan' ? unalias(chan.elem) : undefined;
  const isTime = elem?.kind === 'Named' && elem.obj.name === 'Time' && elem.obj.pkg?.path === 'time';
  return isTime ? { timer: { pos: channel.pos, end: channel.end } } : {};
}

/** Whether a place below another may be come to after it, once: they are on no branches that exclude one another, in no loop. */
export function comesAfter(first: Condition | undefined, second: Condition | undefined): boolean {
  const conditions = new Map<Pos, Condition>();
  for (let c = first; c !== undefined; c = c.outer) conditions.set(c.pos, c);
  for (let c = second; c !== undefined; c = c.outer) {
    const same = conditions.get(c.pos);
    if (same === undefined) continue;
    if (c.kind === 'loop' || c.kind === 'range' || c.negated !== same.negated || c.clause !== same.clause) return false;
  }
  return true;
}

/** `Error` and `String` make text of a value; that of all errors one may wait says nothing of the others. */
export function isTextMaker({ object }: Fn): boolean {
  return object?.type.recv !== undefined && (object.name === 'Error' || object.name === 'String');
}
