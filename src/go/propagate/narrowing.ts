// What a variable can be under a condition. Behind `e, ok := x.(T)` x is a T where ok holds, and none where it does not; in a
// clause of a type switch it is what the clause takes. Where errors.As has said yes, its tree holds such an error. A
// function that hands on what errors.As says of its parameter is looked through. All this holds only as long as nobody has
// set the variable in between.
//
// And what is left of a value behind `if e, ok := err.(T); ok { err = e.cause }`: no T.

import type { Condition, Def } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import { sameType } from '#go/flow/dynamic-type.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { isInterface } from '#go/flow/type-shape.js';
import type { CallExpr, Expr, Ident } from '#go/syntax/ast.js';
import { type Type, unalias } from '#go/types/type.js';
import { assertionTo, clauseFilter, refusedBy } from './assertion.js';
import type { Engine } from './engine.js';
import { whenInTree } from './error-tree.js';
import type { Frame } from './frame.js';
import { type NodeId, silent, type Transfer } from './solver.js';

/** Functions that hand on an answer of another one; deeper ones are not looked through. */
const depthLimit = 3;

/** The node of `use` under the conditions that it stands under, where `from` is that of its variable. */
export function narrowed(engine: Engine, from: NodeId, use: Ident, frame: Frame): NodeId {
  const { fn } = frame;
  let node = from;
  for (let c = engine.body(fn).tested.get(use); c !== undefined; c = c.outer) {
    const known = knownFrom(engine, c, use, frame);
    if (known === undefined) continue;
    const source = node;
    const target = engine.solver.newNode();
    if (known.kind === 'passing') engine.solver.connect(source, target, silent, known.transfer);
    else
      engine.solver.listen(source, (value) => {
        whenInTree(engine, value, known.target, () => engine.solver.pass(source, value, target, value, silent));
      });
    node = target;
  }
  return node;
}

type Known =
  | { readonly kind: 'passing'; readonly transfer: Transfer }
  | { readonly kind: 'in-tree'; readonly target: Type };

/** What one condition says of what `use` is. */
function knownFrom(engine: Engine, condition: Condition, use: Ident, frame: Frame): Known | undefined {
  const { fn } = frame;
  const { kind, expr, clause, statement } = condition;
  if (expr === undefined) return undefined;
  if (kind === 'type-case' || kind === 'type-default') {
    const x = withoutParens(expr);
    if (clause?.kind !== 'CaseClause' || statement?.kind !== 'TypeSwitchStmt') return undefined;
    if (x.kind !== 'Ident' || !isSame(engine, x, use, fn)) return undefined;
    return { kind: 'passing', transfer: clauseFilter(engine, clause, statement, frame) };
  }
  return kind === 'if' ? saidOf(engine, expr, !condition.negated, use, fn, 0) : undefined;
}

/** What `expr` being `holds` says of what `use` is. */
function saidOf(engine: Engine, expr: Expr, holds: boolean, use: Ident, fn: Fn, depth: number): Known | undefined {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr' && x.op === '!') return saidOf(engine, x.x, !holds, use, fn, depth);
  if (x.kind === 'BinaryExpr' && x.op === (holds ? '&&' : '||'))
    return saidOf(engine, x.x, holds, use, fn, depth) ?? saidOf(engine, x.y, holds, use, fn, depth);
  const asserted = x.kind === 'Ident' ? assertionOf(engine, x, fn) : undefined;
  if (asserted !== undefined) {
    if (!isSame(engine, asserted.of, use, fn)) return undefined;
    const { target } = asserted;
    return { kind: 'passing', transfer: holds ? assertionTo(engine, target) : refusedBy(engine, target) };
  }
  if (!holds) return undefined;
  const answer = answerOf(engine, x, fn, depth);
  return answer !== undefined && isSame(engine, answer.of, use, fn)
    ? { kind: 'in-tree', target: answer.target }
    : undefined;
}

/** The assertion whose `ok` a variable is. */
function assertionOf(engine: Engine, ok: Ident, fn: Fn): Answer | undefined {
  const [def, ...others] = definitionsOf(engine, ok, fn);
  if (def?.kind !== 'source' || others.length > 0 || def.source.kind !== 'tuple' || def.source.index !== 1)
    return undefined;
  const asserted = withoutParens(def.source.expr);
  if (asserted.kind !== 'TypeAssertExpr' || asserted.type === undefined) return undefined;
  const of = withoutParens(asserted.x);
  const target = fn.info.types.get(asserted.type)?.type;
  return of.kind !== 'Ident' || target === undefined ? undefined : { of, target };
}

/**
 * A definition's values at a return behind an assertion that would have replaced them: `defs` are all that reach the
 * return, in the same block as the `if`, so that nothing comes there past it.
 */
export function leftOf(
  engine: Engine,
  def: Def,
  defs: readonly Def[],
  use: Ident,
  condition: Condition | undefined,
  fn: Fn,
): Transfer | undefined {
  const taken: Type[] = [];
  for (const other of defs) {
    const type = other === def ? undefined : replacedType(engine, def, other, use, condition, fn);
    if (type !== undefined) taken.push(type);
  }
  if (taken.length === 0) return undefined;
  return (value) => (taken.some((type) => sameType(value.type, type)) ? undefined : value);
}

/** The type that an assertion has to have found for `other` to replace `def`. */
function replacedType(
  engine: Engine,
  def: Def,
  other: Def,
  use: Ident,
  condition: Condition | undefined,
  fn: Fn,
): Type | undefined {
  const c = other.condition;
  if (c?.kind !== 'if' || c.negated || c.outer !== condition || c.expr === undefined) return undefined;
  if (def.pos >= c.pos || other.pos >= use.pos) return undefined;
  const ok = withoutParens(c.expr);
  const asserted = ok.kind === 'Ident' ? assertionOf(engine, ok, fn) : undefined;
  if (asserted === undefined || fn.info.uses.get(asserted.of) !== fn.info.uses.get(use)) return undefined;
  if (!definitionsOf(engine, asserted.of, fn).includes(def)) return undefined;
  const type = asserted.target;
  return isInterface(type) ? undefined : engine.values.canonical(type);
}

interface Answer {
  readonly of: Ident;
  readonly target: Type;
}

/** What a boolean says of which variable, if it is an answer of errors.As. */
function answerOf(engine: Engine, expr: Expr, fn: Fn, depth: number): Answer | undefined {
  const x = withoutParens(expr);
  if (x.kind === 'CallExpr') return answerOfCall(engine, x, 0, fn, depth);
  if (x.kind !== 'Ident') return undefined;
  const [def, ...others] = definitionsOf(engine, x, fn);
  if (def === undefined || others.length > 0 || def.kind !== 'source') return undefined;
  const { source } = def;
  const value = source.kind === 'expr' || source.kind === 'tuple' ? withoutParens(source.expr) : undefined;
  if (value?.kind !== 'CallExpr') return undefined;
  return answerOfCall(engine, value, source.kind === 'tuple' ? source.index : 0, fn, depth);
}

function answerOfCall(engine: Engine, call: CallExpr, index: number, fn: Fn, depth: number): Answer | undefined {
  const called = classify(call, fn);
  if (called.kind !== 'function' || depth > depthLimit) return undefined;
  const { object } = called;
  const argument = (at: number): Ident | undefined => {
    const arg = call.args[at];
    const x = arg === undefined ? undefined : withoutParens(arg);
    return x?.kind === 'Ident' ? x : undefined;
  };
  if (object.pkg?.path === 'errors' && object.name === 'As') {
    const of = argument(0);
    const type = call.args[1] === undefined ? undefined : fn.info.types.get(withoutParens(call.args[1]))?.type;
    const pointer = type === undefined ? undefined : unalias(type);
    return of === undefined || pointer?.kind !== 'Pointer'
      ? undefined
      : { of, target: engine.values.canonical(pointer.elem) };
  }
  const callee = engine.fnOf(object);
  const summary = callee?.body === undefined ? undefined : summaryOf(engine, callee, index, depth + 1);
  const of = summary === undefined ? undefined : argument(summary.param);
  return summary === undefined || of === undefined ? undefined : { of, target: summary.target };
}

interface Summary {
  readonly param: number;
  readonly target: Type;
}

const summaries = new WeakMap<Fn, Map<number, Summary | null>>();

/** Whether a result is true only where errors.As is, of one of the parameters. */
function summaryOf(engine: Engine, fn: Fn, index: number, depth: number): Summary | undefined {
  let byIndex = summaries.get(fn);
  if (byIndex === undefined) summaries.set(fn, (byIndex = new Map()));
  const known = byIndex.get(index);
  if (known !== undefined) return known ?? undefined;
  // A function that calls itself says nothing.
  byIndex.set(index, null);
  const found = summarize(engine, fn, index, depth);
  byIndex.set(index, found ?? null);
  return found;
}

function summarize(engine: Engine, fn: Fn, index: number, depth: number): Summary | undefined {
  const { returns, hasBareReturn } = engine.body(fn);
  if (hasBareReturn) return undefined;
  let only: Summary | undefined;
  for (const { results } of returns) {
    const result = results[index];
    if (result === undefined) return undefined;
    const value = fn.info.types.get(withoutParens(result))?.value;
    if (value?.kind === 'bool' && !value.value) continue;
    const answer = answerOf(engine, result, fn, depth);
    if (answer === undefined) return undefined;
    const [def, ...others] = definitionsOf(engine, answer.of, fn);
    if (def?.kind !== 'param' || def.index < 0 || others.length > 0) return undefined;
    if (only !== undefined && (only.param !== def.index || only.target !== answer.target)) return undefined;
    only = { param: def.index, target: answer.target };
  }
  return only;
}

/** Whether two uses are of one variable with the same value. */
function isSame(engine: Engine, a: Ident, b: Ident, fn: Fn): boolean {
  const object = fn.info.uses.get(a);
  if (object?.kind !== 'Var' || object !== fn.info.uses.get(b) || engine.body(fn).stored.has(object)) return false;
  const first = definitionsOf(engine, a, fn);
  const second = definitionsOf(engine, b, fn);
  return first.length === second.length && first.every((def, at) => def === second[at]);
}

function definitionsOf(engine: Engine, ident: Ident, fn: Fn): readonly Def[] {
  const body = engine.body(fn);
  const object = fn.info.uses.get(ident) ?? fn.info.defs.get(ident);
  return body.reaching.get(ident) ?? (object?.kind === 'Var' ? (body.defs.get(object) ?? []) : []);
}
