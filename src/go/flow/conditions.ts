// Whether the conditions around a piece of code can hold, from what is known to flow into them. "Never" is said only
// of constants, of variables and fields that nothing in the program sets, and of fields that every literal sets.
// Errors and arithmetic are left alone: a branch on them may always be taken.

import { sentence } from '#base/sentence.js';
import type { CallExpr, CaseClause, Expr, Ident } from '#go/syntax/ast.js';
import { type ConstantValue, compareConstants } from '#go/types/constant.js';
import { missingMethod } from '#go/types/missing-method.js';
import type { Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { builtinName, type Condition, type Source } from './body.js';
import { fullDynamicType, isCertainly, mayImplement, takenByOthers } from './dynamic-type.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { getterHolds, getterOf, zeroOf } from './getter-conditions.js';
import { namedCallee, withoutParens } from './program-index.js';
import type { FlowNode } from './solver.js';
import { isErrorType, isInterface, namedStruct } from './type-shape.js';
import type { Value } from './value.js';

export type Truth = 'always' | 'never' | undefined;

export interface Verdict {
  readonly truth: Truth;
  /** Why, as a sentence; empty when not known. */
  readonly because: string;
  /** Rests on nothing having flowed somewhere so far; what follows from that is better left until all else is known. */
  readonly isTentative?: boolean;
  /** A type assertion fails, since what comes there lacks a method. */
  readonly isLacking?: boolean;
  /** Asks what values are of which none has come; the code in question could do nothing with them yet. */
  readonly isEmpty?: boolean;
}

/** What is known of all the conditions around some code. */
export type Standing = 'alive' | 'tentative' | 'empty' | 'dead';

const open: Verdict = { truth: undefined, because: '' };
const pending: Verdict = { truth: undefined, because: '', isTentative: true };
const empty: Verdict = { truth: undefined, because: '', isTentative: true, isEmpty: true };

function negate(verdict: Verdict): Verdict {
  if (verdict.truth === undefined) return verdict;
  return { ...verdict, truth: verdict.truth === 'always' ? 'never' : 'always' };
}

/** The innermost condition that can never hold, if there is one. */
export function deadCondition(
  engine: Engine,
  condition: Condition | undefined,
  frame: Frame,
): { readonly condition: Condition; readonly because: string; readonly isLacking: boolean } | undefined {
  for (let c = condition; c !== undefined; c = c.outer) {
    const verdict = judge(engine, c, frame);
    if (verdict.truth === 'never')
      return { condition: c, because: verdict.because, isLacking: verdict.isLacking === true };
  }
  return undefined;
}

const judgeable = new WeakMap<Condition, boolean>();

/** Whether the form of any of the conditions is one of which something may be known. */
export function mayJudge(engine: Engine, condition: Condition, fn: Fn): boolean {
  const known = judgeable.get(condition);
  if (known !== undefined) return known;
  let answer = condition.outer !== undefined && mayJudge(engine, condition.outer, fn);
  if (!answer) {
    if (condition.kind === 'if' || condition.kind === 'loop')
      answer = condition.expr !== undefined && isOfInterest(engine, condition.expr, fn);
    else if (condition.kind === 'case' && condition.clause?.kind === 'CaseClause') {
      answer =
        condition.expr === undefined
          ? condition.clause.list.some((value) => isOfInterest(engine, value, fn))
          : isSettled(engine, condition.expr, fn);
    } else if (condition.kind === 'type-case') answer = true;
    else answer = condition.kind === 'default' && condition.expr !== undefined && isSettled(engine, condition.expr, fn);
  }
  judgeable.set(condition, answer);
  return answer;
}

/**
 * Has a part of which something may be known: a constant, a boolean variable, a field or package-level variable that is
 * compared with nil or a constant, a local variable that was read from a field or handed out by a getter.
 */
function isOfInterest(engine: Engine, expr: Expr, fn: Fn): boolean {
  const x = withoutParens(expr);
  const recorded = fn.info.types.get(x);
  if (recorded?.value !== undefined) return true;
  if (x.kind === 'UnaryExpr') return x.op === '!' && isOfInterest(engine, x.x, fn);
  if (x.kind === 'BinaryExpr') {
    if (x.op === '&&' || x.op === '||') return isOfInterest(engine, x.x, fn) || isOfInterest(engine, x.y, fn);
    return (isFixed(x.y, fn) && isSettled(engine, x.x, fn)) || (isFixed(x.x, fn) && isSettled(engine, x.y, fn));
  }
  if (x.kind === 'CallExpr') return getterOf(engine, x, fn) !== undefined;
  if (x.kind !== 'Ident' && x.kind !== 'SelectorExpr') return false;
  return fn.info.uses.get(x.kind === 'Ident' ? x : x.sel)?.kind === 'Var';
}

/** nil or a constant. */
function isFixed(expr: Expr, fn: Fn): boolean {
  const recorded = fn.info.types.get(withoutParens(expr));
  return recorded !== undefined && (recorded.mode === 'nil' || recorded.value !== undefined);
}

function isSettled(engine: Engine, expr: Expr, fn: Fn): boolean {
  const x = withoutParens(expr);
  if (x.kind !== 'Ident' && x.kind !== 'SelectorExpr') return false;
  const object = fn.info.uses.get(x.kind === 'Ident' ? x : x.sel);
  if (object?.kind !== 'Var' || isErrorType(object.type)) return false;
  if (object.role === 'field' || object.role === 'package') return true;
  // A function that is handed over, or none.
  if (object.role === 'param') return under(object.type).kind === 'Signature';
  if (object.role !== 'local') return false;
  const { defs: all, reaching } = engine.body(fn);
  const defs = (x.kind === 'Ident' ? reaching.get(x) : undefined) ?? all.get(object) ?? [];
  const only = defs[0];
  if (defs.length !== 1 || only === undefined) return false;
  if (only.source.kind === 'zero') return true;
  if (only.source.kind !== 'expr') return false;
  const from = withoutParens(only.source.expr);
  return from.kind === 'SelectorExpr' || (from.kind === 'CallExpr' && from.args.length === 0);
}

export function standing(engine: Engine, condition: Condition, frame: Frame): Standing {
  let found: Standing = 'alive';
  for (let c: Condition | undefined = condition; c !== undefined; c = c.outer) {
    const verdict = judge(engine, c, frame);
    if (verdict.truth === 'never') return 'dead';
    if (verdict.isEmpty === true) found = 'empty';
    else if (verdict.isTentative === true && found === 'alive') found = 'tentative';
  }
  return found;
}

export function judge(engine: Engine, condition: Condition, frame: Frame): Verdict {
  switch (condition.kind) {
    case 'if':
    case 'loop': {
      if (condition.expr === undefined) return open;
      const verdict = truthOf(engine, condition.expr, frame);
      return condition.negated ? negate(verdict) : verdict;
    }
    case 'case': {
      const { clause } = condition;
      return clause?.kind === 'CaseClause' ? judgeCase(engine, condition.expr, clause, frame) : open;
    }
    case 'default': {
      const { statement } = condition;
      if (statement?.kind !== 'SwitchStmt') return open;
      for (const clause of statement.body) {
        if (!clause.isDefault && judgeCase(engine, condition.expr, clause, frame).truth === 'always') {
          return { truth: 'never', because: judgeCase(engine, condition.expr, clause, frame).because };
        }
      }
      return open;
    }
    case 'type-case': {
      const { clause, statement } = condition;
      if (clause?.kind !== 'CaseClause' || condition.expr === undefined) return open;
      const isTaken = statement?.kind === 'TypeSwitchStmt' ? takenByOthers(statement, clause, frame) : undefined;
      return judgeTypes(engine, condition.expr, clause.list, frame, isTaken);
    }
    default:
      return open;
  }
}

/** Whether a value of one of the types flows to `x`; `isTaken` says of a value that an earlier clause has it. */
function judgeTypes(
  engine: Engine,
  x: Expr,
  types: readonly Expr[],
  frame: Frame,
  isTaken?: (value: Value) => boolean,
): Verdict {
  if (types.some((type) => isNil(type, frame)) || asksAnyError(x, types, frame)) return open;
  const { values } = consult(engine, x, frame);
  if (values.size === 0) return empty;
  for (const expr of types) {
    const type = frame.fn.info.types.get(withoutParens(expr))?.type;
    if (type === undefined || isTypeParameter(type)) return open;
    const passes = engine.assertion(type);
    for (const value of values.keys()) {
      const mayPass =
        value.kind === 'unknown'
          ? value.bound === undefined || isInterface(type) || mayImplement(type, value.bound)
          : passes(value) !== undefined && isTaken?.(value) !== true;
      if (mayPass) return open;
    }
  }
  return { truth: 'never', ...whyNone(values.keys(), x, types, frame) };
}

/** Types that are named; of more the reason is the same. */
const namedTypes = 3;

/** Of an assertion to an interface, what comes to it and which method that has not got. */
function whyNone(
  values: Iterable<Value>,
  x: Expr,
  types: readonly Expr[],
  frame: Frame,
): Pick<Verdict, 'because' | 'isLacking'> {
  const [only, other] = types;
  const wanted = only === undefined ? undefined : frame.fn.info.types.get(withoutParens(only))?.type;
  const names = new Set<string>();
  const methods = new Set<string>();
  if (wanted !== undefined && other === undefined && under(wanted).kind === 'Interface')
    for (const value of values) {
      const type = fullDynamicType(value);
      const missing = type === undefined ? undefined : missingMethod(type, wanted, true);
      if (type === undefined || missing === undefined) continue;
      names.add(typeString(type, packageNameQualifier));
      methods.add(missing.method.name);
    }
  const [method] = methods;
  return method === undefined || methods.size > 1 || names.size > namedTypes
    ? { because: sentence`no value of that type flows to ${describe(x)}` }
    : {
        because: sentence`what comes there is ${[...names].sort().join(', ')}, without a method ${method}`,
        isLacking: true,
      };
}

/** Whether every value that flows to `x` is certain to be of a type. A nil interface, which is not, is not looked for. */
function judgeCertain(engine: Engine, x: Expr, type: Expr, frame: Frame): Verdict {
  const wanted = frame.fn.info.types.get(withoutParens(type))?.type;
  if (asksAnyError(x, [type], frame)) return open;
  const { values } = consult(engine, x, frame);
  if (wanted === undefined || values.size === 0) return open;
  for (const value of values.keys()) if (!isCertainly(value, wanted)) return open;
  return { truth: 'always', because: sentence`every value that flows to ${describe(x)} is of that type` };
}

function isTypeParameter(type: Type): boolean {
  return type.kind === 'TypeParam';
}

function describe(x: Expr): string {
  const e = withoutParens(x);
  return e.kind === 'Ident' ? e.name : e.kind === 'SelectorExpr' ? e.sel.name : 'it';
}

function judgeCase(engine: Engine, tag: Expr | undefined, clause: CaseClause, frame: Frame): Verdict {
  const verdicts = clause.list.map((value) =>
    tag === undefined ? truthOf(engine, value, frame) : equality(engine, tag, value, frame),
  );
  const always = verdicts.find((verdict) => verdict.truth === 'always');
  if (always !== undefined) return always;
  const first = verdicts[0];
  return first !== undefined && verdicts.every((verdict) => verdict.truth === 'never') ? first : open;
}

/** Whether a boolean expression is always or never true in a frame. */
export function truthOf(engine: Engine, expr: Expr, frame: Frame): Verdict {
  const x = withoutParens(expr);
  const constant = frame.fn.info.types.get(x)?.value;
  if (constant?.kind === 'bool')
    return { truth: constant.value ? 'always' : 'never', because: sentence`it is a constant` };
  if (x.kind === 'UnaryExpr' && x.op === '!') return negate(truthOf(engine, x.x, frame));
  if (x.kind === 'BinaryExpr') {
    if (x.op === '&&' || x.op === '||') {
      const left = truthOf(engine, x.x, frame);
      const right = truthOf(engine, x.y, frame);
      const decisive = x.op === '&&' ? 'never' : 'always';
      if (left.truth === decisive) return left;
      if (right.truth === decisive) return right;
      if (left.isTentative === true) return left.truth === right.truth ? left : pending;
      if (right.isTentative === true) return left.truth === right.truth ? right : pending;
      return left.truth !== undefined && left.truth === right.truth ? left : open;
    }
    if (x.op === '==' || x.op === '!=') {
      const verdict = equality(engine, x.x, x.y, frame);
      return x.op === '==' ? verdict : negate(verdict);
    }
    if (x.op === '<' || x.op === '>' || x.op === '<=' || x.op === '>=')
      return comparison(engine, x.x, x.op, x.y, frame);
    return open;
  }
  const assertion = assertionOf(engine, x, frame);
  if (assertion?.type !== undefined) {
    const never = judgeTypes(engine, assertion.x, [assertion.type], frame);
    if (never.truth !== undefined || never.isTentative === true) return never;
    return judgeCertain(engine, assertion.x, assertion.type, frame);
  }
  if (x.kind === 'CallExpr') return truthOfGetter(engine, x, frame);
  const known = constantsOf(engine, x, frame);
  if (known === undefined) return open;
  const truths = known.values.map((value) => value.kind === 'bool' && value.value);
  if (truths.length > 0 && truths.every((truth) => truth === truths[0]))
    return { truth: truths[0] === true ? 'always' : 'never', because: known.because };
  return open;
}

function truthOfGetter(engine: Engine, call: CallExpr, frame: Frame): Verdict {
  const truth = getterHolds(engine, call, frame);
  if (truth === undefined) return open;
  if (truth === 'not yet') return pending;
  const fun = withoutParens(call.fun);
  const of = fun.kind === 'SelectorExpr' ? describe(fun.x) : 'it';
  return {
    truth: truth ? 'always' : 'never',
    because: sentence`all that flows to ${of} is as it was made`,
    isTentative: true,
  };
}

/** What an expression may be; remembered as something that the judgment rests on. */
function consult(engine: Engine, expr: Expr, frame: Frame): FlowNode {
  const node = engine.evaluate(expr, frame);
  engine.consulted.push(node);
  return node;
}

/** The type assertion whose `ok` an identifier is. */
function assertionOf(
  engine: Engine,
  x: Expr,
  frame: Frame,
): { readonly x: Expr; readonly type: Expr | undefined } | undefined {
  if (x.kind !== 'Ident') return undefined;
  const object = frame.fn.info.uses.get(x);
  if (object?.kind !== 'Var' || object.role !== 'local') return undefined;
  const body = engine.body(frame.fn);
  const defs = body.reaching.get(x) ?? body.defs.get(object) ?? [];
  const only = defs[0];
  if (defs.length !== 1 || only?.source.kind !== 'tuple' || only.source.index !== 1) return undefined;
  const from = withoutParens(only.source.expr);
  return from.kind === 'TypeAssertExpr' ? { x: from.x, type: from.type } : undefined;
}

/**
 * The types that a local variable has been asserted to without success where a condition holds: after
 * `if w, ok := r.(T); ok { return … }`, `r` is no T.
 */
export function failedAssertions(
  engine: Engine,
  condition: Condition | undefined,
  variable: Var,
  frame: Frame,
): readonly Type[] {
  const found: Type[] = [];
  const collect = (expr: Expr, holds: boolean): void => {
    const x = withoutParens(expr);
    if (x.kind === 'UnaryExpr' && x.op === '!') collect(x.x, !holds);
    else if (x.kind === 'BinaryExpr' && x.op === (holds ? '&&' : '||')) {
      collect(x.x, holds);
      collect(x.y, holds);
    } else if (x.kind === 'Ident' && !holds) {
      const assertion = assertionOf(engine, x, frame);
      const of = assertion === undefined ? undefined : withoutParens(assertion.x);
      const type =
        assertion?.type === undefined ? undefined : frame.fn.info.types.get(withoutParens(assertion.type))?.type;
      if (of?.kind === 'Ident' && frame.fn.info.uses.get(of) === variable && type !== undefined) found.push(type);
    }
  };
  for (let c = condition; c !== undefined; c = c.outer)
    if (c.kind === 'if' && c.expr !== undefined) collect(c.expr, !c.negated);
  return found.length > 0 && isSetOnce(engine, variable, frame.fn) ? found : [];
}

function isSetOnce(engine: Engine, variable: Var, fn: Fn): boolean {
  const body = engine.body(fn);
  return (
    body.defs.get(variable)?.length === 1 && !body.stored.has(variable) && !isAssignedInLiteral(engine, variable, fn)
  );
}

function isNil(expr: Expr, frame: Frame): boolean {
  return frame.fn.info.types.get(withoutParens(expr))?.mode === 'nil';
}

function equality(engine: Engine, a: Expr, b: Expr, frame: Frame): Verdict {
  if (isNil(b, frame)) return nilness(engine, withoutParens(a), frame);
  if (isNil(a, frame)) return nilness(engine, withoutParens(b), frame);
  return comparison(engine, a, '==', b, frame);
}

function comparison(engine: Engine, a: Expr, op: string, b: Expr, frame: Frame): Verdict {
  const left = constantsOf(engine, a, frame);
  if (left === undefined) return open;
  const right = constantsOf(engine, b, frame);
  if (right === undefined) return open;
  let seen: boolean | undefined;
  for (const x of left.values) {
    for (const y of right.values) {
      const holds = compareConstants(x, op, y);
      if (seen !== undefined && seen !== holds) return open;
      seen = holds;
    }
  }
  if (seen === undefined) return open;
  return { truth: seen ? 'always' : 'never', because: left.because === '' ? right.because : left.because };
}

// ---- constants -------------------------------------------------------------------------------------------

interface Constants {
  readonly values: readonly ConstantValue[];
  readonly because: string;
}

/** More constants than this are no longer worth comparing one by one. */
const constantLimit = 16;

/** All the values that an expression of basic type can have, if they are all constants. */
function constantsOf(engine: Engine, expr: Expr, frame: Frame): Constants | undefined {
  const x = withoutParens(expr);
  const recorded = frame.fn.info.types.get(x);
  if (recorded === undefined) return undefined;
  if (recorded.value !== undefined)
    return recorded.value.kind === 'unknown' ? undefined : { values: [recorded.value], because: '' };
  const zero = zeroOf(recorded.type);
  const variable = variableOf(x, frame);
  if (zero === undefined || variable === undefined) return undefined;
  if (zero.kind !== 'bool' && !isSettled(engine, x, frame.fn)) return undefined;
  const values: ConstantValue[] = [];
  for (const value of consult(engine, x, frame).values.keys()) {
    if (value.kind !== 'constant' || values.length >= constantLimit) return undefined;
    values.push(value.value);
  }
  const mayBeZero =
    variable.role === 'field' ||
    variable.role === 'package' ||
    values.length === 0 ||
    hasZeroDefinition(engine, variable, frame);
  if (variable.role === 'param' && values.length === 0) return undefined;
  if (mayBeZero && !values.some((value) => compareConstants(value, '==', zero))) values.push(zero);
  return {
    values,
    because: isSetLater(engine, x, variable, frame.fn)
      ? sentence`${variable.name} has no other value yet`
      : values.length === 1
        ? sentence`${variable.name} is never set to anything else in the program`
        : sentence`${variable.name} has no other value in the program`,
  };
}

/** Whether a local variable is set in places from which this use is not reached. */
function isSetLater(engine: Engine, x: Expr, variable: Var, fn: Fn): boolean {
  const { defs, reaching } = engine.body(fn);
  const reached = x.kind === 'Ident' ? reaching.get(x) : undefined;
  return reached !== undefined && reached.length < (defs.get(variable)?.length ?? 0);
}

function variableOf(x: Expr, frame: Frame): Var | undefined {
  const ident: Ident | undefined = x.kind === 'Ident' ? x : x.kind === 'SelectorExpr' ? x.sel : undefined;
  const object = ident === undefined ? undefined : frame.fn.info.uses.get(ident);
  return object?.kind === 'Var' ? object : undefined;
}

function hasZeroDefinition(engine: Engine, variable: Var, frame: Frame): boolean {
  for (let f: Frame | undefined = frame; f !== undefined; f = f.captured) {
    const defs = engine.body(f.fn).defs.get(variable);
    if (defs !== undefined) return defs.some((def) => def.source.kind === 'zero' && def.kind === 'source');
  }
  return true;
}

// ---- nil -------------------------------------------------------------------------------------------------

/** Whether `x == nil` always or never holds. */
function nilness(engine: Engine, x: Expr, frame: Frame): Verdict {
  const variable = variableOf(x, frame);
  const type = frame.fn.info.types.get(x)?.type;
  if (variable === undefined || type === undefined) return open;
  if (under(type).kind === 'Pointer') {
    // What it points to does not matter here, only whether anything is there and sets it.
    const struct = namedStruct(type);
    if (struct !== undefined && !engine.index.isMade(struct.named))
      return { truth: 'always', because: sentence`nothing in the program makes a ${struct.named.obj.name}` };
    if (variable.role === 'field' && !hasStores(engine, variable))
      return { truth: 'always', because: sentence`nothing in the program sets ${variable.name}` };
    return variable.role === 'field' && x.kind === 'SelectorExpr' && isSetInNone(engine, x, frame)
      ? { truth: 'always', because: sentence`nothing sets ${variable.name} of what flows here`, isTentative: true }
      : open;
  }
  if (!isSettled(engine, x, frame.fn)) return open;
  const { values } = consult(engine, x, frame);
  if (values.size === 0) {
    // Slices, maps and channels may be made in ways that leave no trace here.
    const kind = under(type).kind;
    if (kind !== 'Signature' && kind !== 'Interface') return open;
    if (variable.role === 'param') {
      return frame.isOpen || frame.callers.length === 0
        ? open
        : { truth: 'always', because: sentence`nothing but nil is passed as ${variable.name}`, isTentative: true };
    }
    if (variable.role !== 'field' && variable.role !== 'package') return open;
    if (isErrorType(type)) return open;
    if (x.kind === 'SelectorExpr' && variable.role === 'field' && consult(engine, x.x, frame).values.size === 0)
      return pending;
    return { truth: 'always', because: sentence`nothing in the program sets ${variable.name}`, isTentative: true };
  }
  if (variable.role === 'field' && x.kind === 'SelectorExpr') {
    if (isAlwaysSet(engine, variable))
      return { truth: 'never', because: sentence`every literal of its struct in the program sets ${variable.name}` };
    if (isSetInEveryObject(engine, x, variable, frame))
      return { truth: 'never', because: sentence`the literals that flow here set ${variable.name}` };
  }
  return open;
}

/** Whether nothing is known to be in a pointer field of objects that are all known by where they are made. */
function isSetInNone(engine: Engine, x: Expr & { kind: 'SelectorExpr' }, frame: Frame): boolean {
  if (frame.fn.info.selections.get(x)?.index.length !== 1) return false;
  const { values } = consult(engine, x.x, frame);
  if (values.size === 0 || consult(engine, x, frame).values.size > 0) return false;
  for (const value of values.keys())
    if ((value.kind !== 'pointer' && value.kind !== 'struct') || value.object.kind !== 'allocated') return false;
  return true;
}

/** Whether anything puts a value into the field; a struct that is copied as a whole counts by the field of its own. */
function hasStores(engine: Engine, field: Var): boolean {
  return engine.index.storesOf(field).length > 0;
}

/**
 * Whether it is asked of an error which struct it is: errors come from everywhere, so that this is a question about the whole
 * program. An assertion to an interface is made to call what the error has.
 */
function asksAnyError(x: Expr, types: readonly Expr[], frame: Frame): boolean {
  const typeOf = (expr: Expr): Type | undefined => frame.fn.info.types.get(withoutParens(expr))?.type;
  const asked = typeOf(x);
  if (asked === undefined || !isErrorType(asked)) return false;
  return types.every((expr) => {
    const type = typeOf(expr);
    return type !== undefined && !isInterface(type);
  });
}

/** Whether every value of the field's struct that the program makes has the field set to something that is not nil. */
function isAlwaysSet(engine: Engine, field: Var): boolean {
  const known = alwaysSet.get(engine)?.get(field.origin);
  if (known !== undefined) return known;
  let answers = alwaysSet.get(engine);
  if (answers === undefined) {
    answers = new Map();
    alwaysSet.set(engine, answers);
  }
  const answer = engine.index.isSetByEveryLiteral(field.origin, (value, fn) => isPlainlySet(engine, value, fn));
  answers.set(field.origin, answer);
  return answer;
}

const alwaysSet = new WeakMap<Engine, Map<Var, boolean>>();

/** Whether each object whose field this is was made by a literal that sets it. Stores of nil are not looked for. */
function isSetInEveryObject(engine: Engine, x: Expr & { kind: 'SelectorExpr' }, field: Var, frame: Frame): boolean {
  const selection = frame.fn.info.selections.get(x);
  if (selection === undefined || selection.index.length !== 1) return false;
  const { values } = consult(engine, x.x, frame);
  if (values.size === 0) return false;
  for (const value of values.keys()) {
    if ((value.kind !== 'pointer' && value.kind !== 'struct') || value.object.kind !== 'allocated') return false;
    const { site } = value.object;
    if (site.kind !== 'CompositeLit') return false;
    const made = value.object.frame.fn;
    const set = site.elts.some((elt) => {
      const key = elt.kind === 'KeyValueExpr' && elt.key.kind === 'Ident' ? made.info.uses.get(elt.key) : undefined;
      return (
        elt.kind === 'KeyValueExpr' &&
        key?.kind === 'Var' &&
        key.origin === field.origin &&
        isPlainlySet(engine, elt.value, made)
      );
    });
    if (!set) return false;
  }
  return true;
}

/** How far a value is followed through variables and functions that hand it out. */
const settingLimit = 4;

/**
 * Whether an expression is plainly not nil: a function, a literal or its address, `make` and `new`, a value (not a
 * pointer or interface), a variable that is only ever set to such, a call of a function that returns nothing else.
 */
function isPlainlySet(engine: Engine, value: Expr, fn: Fn, depth = 0): boolean {
  if (depth > settingLimit) return false;
  const x = withoutParens(value);
  switch (x.kind) {
    case 'FuncLit':
    case 'CompositeLit':
      return true;
    case 'UnaryExpr':
      return x.op === '&';
    case 'SelectorExpr': {
      const selection = fn.info.selections.get(x);
      return selection === undefined ? fn.info.uses.get(x.sel)?.kind === 'Func' : selection.obj.kind === 'Func';
    }
    case 'Ident': {
      const object = fn.info.uses.get(x);
      if (object?.kind === 'Func') return true;
      if (object?.kind !== 'Var' || object.role !== 'local') return false;
      const body = engine.body(fn);
      const defs =
        body.reaching.get(x) ??
        (body.stored.has(object) || isAssignedInLiteral(engine, object, fn) ? [] : (body.defs.get(object) ?? []));
      return (
        defs.length > 0 && defs.every((def) => def.kind === 'source' && isSetSource(engine, def.source, fn, depth + 1))
      );
    }
    case 'CallExpr': {
      const called = fn.info.types.get(x.fun);
      if (called?.mode === 'builtin') return builtinName(x, fn.info) === 'new' || builtinName(x, fn.info) === 'make';
      const only = x.args[0];
      if (called?.mode === 'type') return only !== undefined && isPlainlySet(engine, only, fn, depth + 1);
      return returnsSet(engine, x, 0, fn, depth + 1);
    }
    default:
      return false;
  }
}

function isSetSource(engine: Engine, source: Source, fn: Fn, depth: number): boolean {
  if (source.kind === 'expr') return isPlainlySet(engine, source.expr, fn, depth);
  if (source.kind !== 'tuple') return false;
  const x = withoutParens(source.expr);
  return x.kind === 'CallExpr' && returnsSet(engine, x, source.index, fn, depth);
}

function returnsSet(engine: Engine, call: Expr & { kind: 'CallExpr' }, index: number, fn: Fn, depth: number): boolean {
  const callee = namedCallee(call, fn);
  const target = callee === undefined || callee.isInvoke ? undefined : engine.functions.ofObject(callee.object);
  if (target?.body === undefined) return false;
  const { returns } = engine.body(target);
  const count = target.signature?.results.vars.length ?? 0;
  return (
    returns.length > 0 &&
    returns.every((returned) => {
      const result = returned.results[index];
      return returned.results.length === count && result !== undefined && isPlainlySet(engine, result, target, depth);
    })
  );
}

// ---- without a frame -------------------------------------------------------------------------------------

const staticallyDead = new WeakMap<Condition, boolean>();

/**
 * Whether a condition around the code is false for every caller: a constant, or a local variable that is declared
 * without a value and never assigned. Needs no flow, so that flows through dead code are left out from the start.
 */
export function isStaticallyDead(engine: Engine, condition: Condition | undefined, fn: Fn): boolean {
  if (condition === undefined) return false;
  const known = staticallyDead.get(condition);
  if (known !== undefined) return known;
  let dead = isStaticallyDead(engine, condition.outer, fn);
  if (!dead && (condition.kind === 'if' || condition.kind === 'loop') && condition.expr !== undefined) {
    const truth = staticTruth(engine, condition.expr, fn);
    dead = truth !== undefined && truth === condition.negated;
  } else if (
    !dead &&
    condition.kind === 'case' &&
    condition.clause?.kind === 'CaseClause' &&
    condition.expr === undefined
  ) {
    dead =
      condition.clause.list.length > 0 &&
      condition.clause.list.every((value) => staticTruth(engine, value, fn) === false);
  }
  staticallyDead.set(condition, dead);
  return dead;
}

function staticTruth(engine: Engine, expr: Expr, fn: Fn): boolean | undefined {
  const x = withoutParens(expr);
  const constant = fn.info.types.get(x)?.value;
  if (constant?.kind === 'bool') return constant.value;
  if (x.kind === 'UnaryExpr' && x.op === '!') {
    const inner = staticTruth(engine, x.x, fn);
    return inner === undefined ? undefined : !inner;
  }
  if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||')) {
    const left = staticTruth(engine, x.x, fn);
    const right = staticTruth(engine, x.y, fn);
    const decisive = x.op === '||';
    if (left === decisive || right === decisive) return decisive;
    return left !== undefined && right !== undefined ? !decisive : undefined;
  }
  if (x.kind !== 'Ident') return undefined;
  const object = fn.info.uses.get(x);
  if (object?.kind !== 'Var' || object.role !== 'local') return undefined;
  const body = engine.body(fn);
  if (body.stored.has(object) || isAssignedInLiteral(engine, object, fn)) return undefined;
  const defs = body.defs.get(object);
  return defs !== undefined &&
    defs.length > 0 &&
    defs.every((def) => def.source.kind === 'zero' && def.kind === 'source')
    ? false
    : undefined;
}

function isAssignedInLiteral(engine: Engine, variable: Var, fn: Fn): boolean {
  for (const literal of engine.body(fn).literals) {
    const inner = engine.functions.ofLiteral(literal, fn);
    for (const store of engine.body(inner).stores) {
      const target = withoutParens(store.target);
      if (target.kind === 'Ident' && inner.info.uses.get(target) === variable) return true;
    }
    if (isAssignedInLiteral(engine, variable, inner)) return true;
  }
  return false;
}
