// What is there only when something outside of the program is set: made in a case of a switch over a value for which the
// program itself has another constant, such as a look-up with a default,
//   switch url.GetParam("call-type", "http2") { case "http": t = &http.Transport{}; case "http2": … }
// And what is made by a method of what is there only then, or by a function that is called only then: an option that is
// appended in that case. Over-approximates: nobody looks for who sets it. Misses: choices by `if`, by maps.

import { sentence } from '#base/sentence.js';
import type { Expr, Node } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import { walk } from '#go/syntax/walk.js';
import { compareConstants } from '#go/types/constant.js';
import { exactString } from '#go/types/constant-string.js';
import { implementsInterface } from '#go/types/missing-method.js';
import type { Func } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import type { Body, Call, Condition, Source } from './body.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { makersFor, outermost, receiverOf } from './makers.js';
import { plainConstants } from './plain-constants.js';
import { withoutParens } from './program-index.js';
import type { FlowNode } from './solver.js';
import { namedStruct } from './type-shape.js';
import { type AbstractObject, rootOf, type Value } from './value.js';

/** What must be set, `name` to `value`; `from` is the call that gives what is set. */
interface Setting {
  readonly name: string;
  readonly value: string;
  readonly from: string | undefined;
  /** The function that is called only then, where it is not the value itself that is made there. */
  readonly by: string | undefined;
}

/** Why a value is there only when something is set, and what that rests on. */
export interface Optional {
  readonly setting: string;
  /** It is the value itself that is made there, not something that leads to it. */
  readonly isMadeThere: boolean;
  /** Calls `work` whenever more is known of how the value comes about. */
  onMore(work: () => void): void;
}

/** From an object to what made it, to what made that, as often as this. */
const makerDepth = 6;

const atSites = new WeakMap<Node, { readonly setting: Setting | undefined }>();

/** What must be set where a value itself is made. */
export function settingOfMaking(engine: Engine, value: Value): Optional | undefined {
  const object = objectOf(value);
  const own = object === undefined ? undefined : settingAt(engine, object.site, object.frame.fn);
  return own === undefined ? undefined : { setting: sentenceOf(own), isMadeThere: true, onMore: () => {} };
}

/** What must be set for a value to be there; undefined as soon as one way is known on which it needs nothing. */
export function settingOf(engine: Engine, value: Value): Optional | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const own = settingOfMaking(engine, value);
  if (own !== undefined) return own;
  const search = new SettingSearch(engine);
  const setting = search.toRun(object.frame, 0);
  if (setting === undefined) return undefined;
  return {
    setting: sentenceOf(setting),
    isMadeThere: false,
    onMore: (work) => {
      for (const node of search.nodes) engine.solver.listen(node, () => engine.solver.schedule(work));
      for (const { onCaller } of search.frames) onCaller.push(() => engine.solver.schedule(work));
    },
  };
}

function objectOf(value: Value): Extract<AbstractObject, { kind: 'allocated' }> | undefined {
  // A method value is as much there as what it is taken of.
  if (value.kind === 'bound') return objectOf(value.receiver);
  if (value.kind !== 'pointer' && value.kind !== 'struct') return undefined;
  const object = rootOf(value.object);
  return object.kind === 'allocated' ? object : undefined;
}

/** Follows the frame in which something is made to the objects whose method it is, and to their makers. */
class SettingSearch {
  readonly nodes = new Set<FlowNode>();
  readonly frames = new Set<Frame>();
  readonly #engine: Engine;
  readonly #open = new Set<Frame>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What must be set for a frame to run. */
  toRun(made: Frame, depth: number): Setting | undefined {
    let frame = made;
    while (frame.captured !== undefined) frame = frame.captured;
    if (this.#open.has(frame) || depth >= makerDepth) return undefined;
    this.#open.add(frame);
    const setting = frame.fn.object?.type.recv === undefined ? this.#ofCalls(frame) : this.#ofReceivers(frame, depth);
    this.#open.delete(frame);
    return setting;
  }

  #ofReceivers(frame: Frame, depth: number): Setting | undefined {
    const ofObject = (object: AbstractObject | undefined): Setting | undefined => {
      const root = object === undefined ? undefined : rootOf(object);
      if (root?.kind !== 'allocated') return undefined;
      return settingAt(this.#engine, root.site, root.frame.fn) ?? this.toRun(root.frame, depth + 1);
    };
    if (frame.receiver !== undefined) return ofObject(frame.receiver);
    // Nobody has looked for the receivers of what stores something to a field of all objects of a type.
    if (frame.isOpen) return this.#ofFunction(frame.fn, depth);
    const node = this.#engine.parameterNode(frame, -1);
    this.nodes.add(node);
    return common([...node.values.keys()], (value) => ofObject(objectOf(value)));
  }

  /** All calls of a plain function stand where something is set. */
  #ofCalls(frame: Frame): Setting | undefined {
    const { fn } = frame;
    if (frame.isOpen) return this.#ofFunction(fn, 0);
    this.frames.add(frame);
    return this.#by(
      fn,
      frame.callers.map(({ call }) => call),
    );
  }

  /** Of a function whatever it is called for: who makes what it is a method of, in the whole program. */
  #ofFunction(fn: Fn, depth: number): Setting | undefined {
    const type = receiverOf(fn);
    if (type === undefined) return fn.object === undefined ? undefined : this.#by(fn, this.#callsInProgram(fn.object));
    const makers = makersFor(this.#engine);
    if (depth >= makerDepth || makers.isPart(type) || makers.isCut(type)) return undefined;
    const all = makers.of(type).map((maker) => ({ maker, setting: this.#ofFunction(outermost(maker), depth + 1) }));
    if (makers.isCut(type) || all.every(({ setting }) => setting === undefined)) return undefined;
    // Made elsewhere too, but perhaps what is made there is not what this method is called on.
    const makersOfReceivers = fn.parent === undefined ? receiverMakers(this.#engine, fn) : undefined;
    const counting = all.filter(({ maker }) => makersOfReceivers?.has(maker) ?? true);
    return common(counting, ({ setting }) => setting);
  }

  #by(fn: Fn, calls: readonly Call[]): Setting | undefined {
    const setting = common(calls, (call) => settingAt(this.#engine, call.node, call.fn));
    return setting === undefined ? undefined : { ...setting, by: fn.object?.name };
  }

  #callsInProgram(object: Func): readonly Call[] {
    const { index } = this.#engine;
    // Seen without types: somebody names it where nothing is chosen.
    if (!index.unitsNaming(object).every((unit) => standsInCases(unit, object))) return [];
    const { calls, references } = index.usesOf(object);
    return references.length > 0 ? [] : calls;
  }
}

/**
 * Who makes what a method is called on, where every call of it is through an interface that a field holds, and every store
 * to such a field makes its value on the spot, `c.Protocol = &tripleProtocol{}`; else undefined.
 */
function receiverMakers({ index }: Engine, { object }: Fn): ReadonlySet<Fn> | undefined {
  const receiver = object?.type.recv?.type;
  if (object?.pkg === undefined || receiver === undefined) return undefined;
  const { calls, references } = index.usesOf(object);
  if (calls.length > 0 || references.length > 0) return undefined;
  const makers = new Set<Fn>();
  for (const call of index.invokesOf(object.name, object.pkg, object.exported)) {
    const { info } = call.fn;
    const fun = withoutParens(call.node.fun);
    const operand = fun.kind === 'SelectorExpr' ? withoutParens(fun.x) : undefined;
    const selection = operand?.kind === 'SelectorExpr' ? info.selections.get(operand) : undefined;
    const held = operand === undefined ? undefined : info.types.get(operand)?.type;
    if (held !== undefined && implementsInterface(receiver, under(held)) === 'no') continue;
    if (selection?.kind !== 'FieldVal' || selection.obj.kind !== 'Var') return undefined;
    for (const { source, fn } of index.storesOf(selection.obj)) {
      if (source.kind === 'zero') continue;
      const made = source.kind === 'expr' ? withoutParens(source.expr) : undefined;
      if (made === undefined || !isLiteral(made)) return undefined;
      const type = fn.info.types.get(made)?.type;
      if (type !== undefined && holds(type, receiver)) makers.add(fn);
    }
  }
  return makers;
}

function isLiteral(expr: Expr): boolean {
  const x = expr.kind === 'UnaryExpr' && expr.op === '&' ? withoutParens(expr.x) : expr;
  return x.kind === 'CompositeLit';
}

/** Whether a value of the type, or what it points to, is of the type of a receiver. */
function holds(type: Type, receiver: Type): boolean {
  const made = namedStruct(type)?.named.origin.obj;
  return made === undefined || made === namedStruct(receiver)?.named.origin.obj;
}

/** Whether all mentions of a name in a declaration, other than its own, are in cases of switches. */
function standsInCases(unit: Unit, { name, pos }: Func): boolean {
  let isInCases = true;
  const visit = (node: Node): void =>
    walk(node, (inner) => {
      if (!isInCases || inner.kind === 'CaseClause') return false;
      if (inner.kind === 'Ident' && inner.name === name && inner.pos !== pos) isInCases = false;
      return isInCases;
    });
  visit(unit.decl);
  return isInCases;
}

/** What is the same of all; undefined if there are none. */
function common<T>(all: readonly T[], settingFor: (one: T) => Setting | undefined): Setting | undefined {
  let found: Setting | undefined;
  for (const one of all) {
    const setting = settingFor(one);
    if (setting === undefined || (found !== undefined && !isSame(found, setting))) return undefined;
    found = setting;
  }
  return found;
}

function isSame(a: Setting, b: Setting): boolean {
  return a.name === b.name && a.value === b.value && a.from === b.from;
}

function sentenceOf({ name, value, from, by }: Setting): string {
  if (by === undefined)
    return from === undefined ? sentence`needs ${name} = ${value}` : sentence`needs ${name} = ${value}, from ${from}`;
  return from === undefined
    ? sentence`needs ${by}, which is called only for ${name} = ${value}`
    : sentence`needs ${by}, which is called only for ${name} = ${value}, from ${from}`;
}

/** The case around a place that the program itself does not choose. */
function settingAt(engine: Engine, site: Node, fn: Fn): Setting | undefined {
  let known = atSites.get(site);
  if (known === undefined) {
    known = { setting: findSetting(engine, site, fn) };
    atSites.set(site, known);
  }
  return known.setting;
}

function findSetting(engine: Engine, site: Node, fn: Fn): Setting | undefined {
  for (let c = conditionAt(engine.body(fn), site); c !== undefined; c = c.outer) {
    const { clause } = c;
    if (c.kind !== 'case' || c.expr === undefined || clause?.kind !== 'CaseClause') continue;
    const wanted = clause.list.map((one) => fn.info.types.get(withoutParens(one))?.value);
    const [first] = wanted;
    if (first === undefined || first.kind === 'unknown') continue;
    const tag = plainConstants(engine, c.expr, fn);
    if (tag.values.length === 0 || !tag.isOpen) continue;
    if (wanted.some((one) => one === undefined || tag.values.some((own) => compareConstants(own, '==', one)))) continue;
    const name = textOf(c.expr, fn);
    return { name, value: exactString(first), from: cameFrom(engine, c.expr, fn), by: undefined };
  }
  return undefined;
}

/** The conditions around the innermost recorded expression that holds `site`. */
function conditionAt(body: Body, site: Node): Condition | undefined {
  let best: { readonly size: number; readonly condition: Condition | undefined } | undefined;
  const offer = (node: Node, condition: Condition | undefined): void => {
    const size = node.end - node.pos;
    if (node.pos <= site.pos && site.end <= node.end && (best === undefined || size < best.size))
      best = { size, condition };
  };
  const offerSource = (source: Source, condition: Condition | undefined): void => {
    if (source.kind === 'expr' || source.kind === 'tuple') offer(source.expr, condition);
  };
  for (const { node, condition } of body.calls) offer(node, condition);
  for (const { source, condition } of body.stores) offerSource(source, condition);
  for (const { results, condition } of body.returns) for (const result of results) offer(result, condition);
  for (const defs of body.defs.values()) for (const { source, condition } of defs) offerSource(source, condition);
  return best?.condition;
}

/** The call whose result a local variable holds, with the constants that it is given. */
function cameFrom(engine: Engine, tag: Expr, fn: Fn): string | undefined {
  const x = withoutParens(tag);
  const variable = x.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  if (variable?.kind !== 'Var' || variable.role !== 'local') return undefined;
  const defs = engine.body(fn).defs.get(variable) ?? [];
  const only = defs[0];
  if (defs.length !== 1 || only?.source.kind !== 'expr' || withoutParens(only.source.expr).kind !== 'CallExpr')
    return undefined;
  return textOf(only.source.expr, fn);
}

function textOf(expr: Expr, fn: Fn): string {
  const x = withoutParens(expr);
  const value = fn.info.types.get(x)?.value;
  if (value !== undefined && value.kind !== 'unknown') return exactString(value);
  switch (x.kind) {
    case 'Ident':
      return x.name;
    case 'SelectorExpr':
      return `${textOf(x.x, fn)}.${x.sel.name}`;
    case 'CallExpr':
      return `${textOf(x.fun, fn)}(${x.args.map((arg) => textOf(arg, fn)).join(', ')})`;
    default:
      return '…';
  }
}
