// Which calls of a function are told apart. A method of a struct that holds behavior (a reader in a reader, a function in
// a field) is, by the object that it is called on: object sensitivity (Milanova, Rountev, Ryder 2005). A function that is
// given behavior and gives something back is, by its call: what `NewReader(r)` makes belongs to this `r`. All others have
// one frame, since nothing that they do depends on who calls them.

import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { CallExpr } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import { type Type, unalias, under } from '#go/types/type.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import { handsOn, isBehavior } from './hands-on.js';
import type { AbstractObject } from './value.js';

/** Contexts lie in one another at most this deep: a reader in a reader in a connection. */
const depthLimit = 1;

/** Functions that hand on lie in one another at most this deep: `wrap` in `wrapAll` in `check`. */
const handingLimit = 3;

const wrappers = new Map<Type, boolean>();

/** Whether the struct itself holds an interface or function, in a field or in a struct in a field. */
function holdsBehavior(type: Type, depth = 0): boolean {
  const t = unalias(type);
  const known = wrappers.get(t);
  if (known !== undefined) return known;
  const u = under(t);
  const answer =
    u.kind === 'Struct' &&
    u.fields.some((field) => isBehavior(field.type) || (depth < depthLimit && holdsBehavior(field.type, depth + 1)));
  if (depth === 0) wrappers.set(t, answer);
  return answer;
}

/**
 * Whether a method does something with what the receiver holds: touches a field that carries behavior, or hands the
 * receiver on. Others do the same for every receiver.
 */
function usesReceiver(fn: Fn): boolean {
  const { recv, info } = fn;
  if (recv === undefined) return false;
  let uses = false;
  walk(fn.node, (node) => {
    if (uses) return false;
    if (node.kind === 'SelectorExpr') {
      const x = withoutParens(node.x);
      if (x.kind === 'Ident' && info.uses.get(x) === recv) {
        const member = info.selections.get(node)?.obj;
        uses = member?.kind === 'Var' ? carries(member.type) : member !== undefined;
        return false;
      }
    }
    if (node.kind === 'Ident' && info.uses.get(node) === recv) uses = true;
    return !uses;
  });
  return uses;
}

const receiverAnswers = new Map<Fn, boolean>();

/** Whether calls of a method are told apart by the object. */
export function isObjectSensitive(fn: Fn): boolean {
  let answer = receiverAnswers.get(fn);
  if (answer === undefined) {
    const recv = fn.object?.type.recv?.type;
    const t = recv === undefined ? undefined : unalias(recv);
    answer =
      t !== undefined && fn.body !== undefined && holdsBehavior(t.kind === 'Pointer' ? t.elem : t) && usesReceiver(fn);
    receiverAnswers.set(fn, answer);
  }
  return answer;
}

/** The frame of a method for the object it is called on, and the call where it only hands on what the call gives. */
export function frameForObject(
  engine: Engine,
  fn: Fn,
  object: AbstractObject | undefined,
  call: CallExpr,
  caller: Frame,
): Frame {
  return frameForReceiver(engine, fn, object) ?? frameForHanding(engine, fn, call, caller);
}

/** The frame of a method for the object it is called on; undefined where methods are not told apart by that. */
export function frameForReceiver(engine: Engine, fn: Fn, object: AbstractObject | undefined): Frame | undefined {
  if (!isObjectSensitive(fn)) return undefined;
  if (object === undefined || object.kind === 'any') return engine.frameOf(fn);
  if (object.depth < depthLimit) return engine.frameIn(fn, object, object.depth + 1);
  return handsOn(engine, fn, 'receiver') ? engine.frameIn(fn, object, object.depth, 1) : engine.frameOf(fn);
}

/** A function that hands on what it is given has a frame for each call, whatever the context it is called in. */
function frameForHanding(engine: Engine, fn: Fn, call: CallExpr, caller: Frame): Frame {
  if (caller.handing >= handingLimit || !handsOn(engine, fn, 'parameters')) return engine.frameOf(fn);
  return engine.frameIn(fn, keyOf(call, caller), caller.depth, caller.handing + 1);
}

/** Whether a function hands on what it is given, and makes nothing that could hold it. */
function handsOnOnly(engine: Engine, fn: Fn): boolean {
  const body = engine.body(fn);
  return body.composites.length + body.news.length + body.literals.length === 0 && handsOn(engine, fn, 'parameters');
}

/** Whether a function calls nothing, and only puts what it is given into what it makes. */
function wrapsOnly(engine: Engine, fn: Fn): boolean {
  const body = engine.body(fn);
  return body.calls.length === 0 && body.literals.length === 0 && body.composites.length > 0;
}

const siteAnswers = new Map<Fn, boolean>();

/** Whether calls of a function are told apart by their place: it is given behavior, and gives back what may hold it. */
function isSiteSensitive(fn: Fn): boolean {
  let answer = siteAnswers.get(fn);
  if (answer === undefined) {
    const { signature } = fn;
    answer =
      fn.kind === 'declared' &&
      fn.body !== undefined &&
      signature !== undefined &&
      signature.recv === undefined &&
      signature.params.vars.some((param) => isBehavior(param.type)) &&
      signature.results.vars.some((result) => carries(result.type));
    siteAnswers.set(fn, answer);
  }
  return answer;
}

const siteKeys = new WeakMap<Frame, Map<CallExpr, object>>();

/** The frame of a function for one of its calls. */
export function frameForCall(engine: Engine, fn: Fn, call: CallExpr, caller: Frame): Frame {
  if (!isSiteSensitive(fn) || handsOnOnly(engine, fn)) return frameForHanding(engine, fn, call, caller);
  if (caller.depth >= depthLimit)
    return caller.handing < handingLimit && wrapsOnly(engine, fn)
      ? engine.frameIn(fn, keyOf(call, caller), caller.depth, caller.handing + 1)
      : frameForHanding(engine, fn, call, caller);
  return engine.frameIn(fn, keyOf(call, caller), caller.depth + 1);
}

function keyOf(call: CallExpr, caller: Frame): object {
  let byCall = siteKeys.get(caller);
  if (byCall === undefined) siteKeys.set(caller, (byCall = new Map()));
  let key = byCall.get(call);
  if (key === undefined) byCall.set(call, (key = { call }));
  return key;
}
