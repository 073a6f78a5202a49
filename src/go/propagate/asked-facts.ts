// What a way of calls tells of values that do not change on it: parameters that are handed on, variables that are set once,
// fields of structs that are handed on by value, and fields that nothing sets once their object is made. Learnt from the
// conditions that a call stands under and from constants that it hands on; where two of them contradict, the way is not gone.
// Misses: what is set more than once, receivers, comparisons of two values neither of which is a constant.

import type { Condition } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import { isStructLike } from '#go/flow/type-shape.js';
import type { CallExpr, Expr } from '#go/syntax/ast.js';
import type { ConstantValue } from '#go/types/constant.js';
import type { Var } from '#go/types/object.js';
import { deref, type Type, unalias, under } from '#go/types/type.js';
import type { AskedIndex } from './asked-index.js';
import type { Engine } from './engine.js';

/** What a value is, or what it is not. */
interface Fact {
  readonly of: Var;
  readonly path: readonly Var[];
  readonly is: string | undefined;
  readonly not: ReadonlySet<string>;
}

/** By the value that each is of. */
export type Facts = ReadonlyMap<string, Fact>;

export const noFacts: Facts = new Map();

/** Of one call not more values are told apart. */
const factLimit = 8;
/** Variables that stand for another expression. */
const depthLimit = 4;

/** A value on the way: a constant, or where it lies. */
type Subject =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'place'; readonly of: Var; readonly path: readonly Var[] };

export class AskedFacts {
  readonly #engine: Engine;
  readonly #index: AskedIndex;
  readonly #ids = new Map<Var, number>();

  constructor(engine: Engine, index: AskedIndex) {
    this.#engine = engine;
    this.#index = index;
  }

  keyOf(facts: Facts): string {
    return [...facts.entries()]
      .map(([key, { is, not }]) => `${key}${is === undefined ? `≠${[...not].sort().join('|')}` : `=${is}`}`)
      .sort()
      .join(' ');
  }

  /** With what the conditions around a place say; undefined where they contradict one another or what is known. */
  under(condition: Condition | undefined, fn: Fn, facts: Facts): Facts | undefined {
    const found = new Map(facts);
    for (let c = condition; c !== undefined; c = c.outer) if (!this.#learn(c, fn, found)) return undefined;
    return found;
  }

  /** What is known in a function of what a call hands to it; with `isInner` also of all that it sees around it. */
  handed(call: CallExpr, caller: Fn, callee: Fn, facts: Facts, isInner: boolean): Facts {
    const found = new Map(isInner ? facts : noFacts);
    const { params } = callee;
    if (callee.signature?.variadic === true || call.args.length !== params.length) return found;
    for (const [at, arg] of call.args.entries()) {
      const param = params[at];
      if (param !== undefined && this.#isFixed(param, callee)) this.#hand(arg, caller, param, facts, found);
    }
    return found;
  }

  #hand(arg: Expr, caller: Fn, param: Var, facts: Facts, found: Map<string, Fact>): void {
    const x = withoutParens(arg);
    const literal = x.kind === 'UnaryExpr' && x.op === '&' ? withoutParens(x.x) : x;
    if (literal.kind === 'CompositeLit') {
      for (const [field, text] of this.#fieldsOf(literal, caller))
        if (x === literal || !this.#isSet(field)) this.#put(found, param, [field], text, []);
      if (x !== literal) this.#put(found, param, [], undefined, ['nil']);
      return;
    }
    const subject = this.#subject(x, caller, 0);
    if (subject?.kind === 'constant') this.#put(found, param, [], subject.text, []);
    if (subject?.kind !== 'place') return;
    for (const { of, path, is, not } of facts.values()) {
      if (of !== subject.of || subject.path.some((field, at) => path[at] !== field)) continue;
      this.#put(found, param, path.slice(subject.path.length), is, [...not]);
    }
  }

  /** The fields of a literal that are constants; those that it does not name are zero. */
  #fieldsOf(literal: Expr & { readonly kind: 'CompositeLit' }, fn: Fn): (readonly [Var, string])[] {
    const type = fn.info.types.get(literal)?.type;
    const struct = type === undefined ? undefined : under(deref(type).type);
    if (struct?.kind !== 'Struct') return [];
    return struct.fields.flatMap((field, at) => {
      const given = literal.elts.find((element, index) =>
        element.kind === 'KeyValueExpr'
          ? element.key.kind === 'Ident' && element.key.name === field.name
          : index === at,
      );
      if (given === undefined) {
        const zero = zeroText(field.type);
        return zero === undefined ? [] : [[field, zero] as const];
      }
      const subject = this.#subject(given.kind === 'KeyValueExpr' ? given.value : given, fn, 0);
      return subject?.kind === 'constant' ? [[field, subject.text] as const] : [];
    });
  }

  // ---- conditions ----------------------------------------------------------------------------------------

  /** Adds what a condition says; false where it cannot hold. */
  #learn(c: Condition, fn: Fn, facts: Map<string, Fact>): boolean {
    if (c.kind === 'if' && c.expr !== undefined) return this.#hold(c.expr, !c.negated, fn, facts);
    if (c.expr === undefined || c.statement?.kind !== 'SwitchStmt') return true;
    const { expr, statement } = c;
    const at = c.clause?.kind === 'CaseClause' ? statement.body.indexOf(c.clause) : -1;
    const before = statement.body[at - 1]?.body.at(-1);
    if (before?.kind === 'BranchStmt' && before.token === 'fallthrough') return true;
    if (c.kind === 'case' && c.clause?.kind === 'CaseClause') {
      const [only, ...others] = c.clause.list;
      if (only !== undefined && others.length === 0) return this.#compare(expr, only, true, fn, facts);
      return c.clause.list.some((value) => this.#compare(expr, value, true, fn, new Map(facts)));
    }
    if (c.kind !== 'default') return true;
    return statement.body.every(({ list }) => list.every((value) => this.#compare(expr, value, false, fn, facts)));
  }

  #hold(expr: Expr, isTrue: boolean, fn: Fn, facts: Map<string, Fact>): boolean {
    const x = withoutParens(expr);
    if (x.kind === 'UnaryExpr' && x.op === '!') return this.#hold(x.x, !isTrue, fn, facts);
    if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||')) {
      const isBoth = (x.op === '&&') === isTrue;
      return isBoth
        ? this.#hold(x.x, isTrue, fn, facts) && this.#hold(x.y, isTrue, fn, facts)
        : this.#hold(x.x, isTrue, fn, new Map(facts)) || this.#hold(x.y, isTrue, fn, new Map(facts));
    }
    if (x.kind === 'BinaryExpr' && (x.op === '==' || x.op === '!='))
      return this.#compare(x.x, x.y, (x.op === '==') === isTrue, fn, facts);
    const subject = this.#subject(x, fn, 0);
    return subject === undefined || this.#is(subject, { kind: 'constant', text: `bool ${isTrue}` }, true, facts);
  }

  #compare(left: Expr, right: Expr, isSame: boolean, fn: Fn, facts: Map<string, Fact>): boolean {
    const a = this.#subject(left, fn, 0);
    const b = this.#subject(right, fn, 0);
    if (a === undefined || b === undefined) return true;
    return b.kind === 'constant' ? this.#is(a, b, isSame, facts) : this.#is(b, a, isSame, facts);
  }

  #is(subject: Subject, other: Subject, isSame: boolean, facts: Map<string, Fact>): boolean {
    if (other.kind !== 'constant') return true;
    if (subject.kind === 'constant') return (subject.text === other.text) === isSame;
    const known = facts.get(this.#key(subject.of, subject.path));
    const is = known?.is;
    if (is !== undefined) return (is === other.text) === isSame;
    const not = [...(known?.not ?? [])];
    if (isSame && not.includes(other.text)) return false;
    // A boolean that is not one is the other.
    const opposite = other.text === 'bool true' ? 'bool false' : other.text === 'bool false' ? 'bool true' : undefined;
    if (isSame) this.#put(facts, subject.of, subject.path, other.text, []);
    else if (opposite !== undefined) this.#put(facts, subject.of, subject.path, opposite, []);
    else this.#put(facts, subject.of, subject.path, undefined, [...not, other.text]);
    return true;
  }

  // ---- values --------------------------------------------------------------------------------------------

  #subject(expr: Expr, fn: Fn, depth: number): Subject | undefined {
    const x = withoutParens(expr);
    const recorded = fn.info.types.get(x);
    if (recorded?.mode === 'nil') return { kind: 'constant', text: 'nil' };
    if (recorded?.value !== undefined) {
      const text = textOf(recorded.value);
      return text === undefined ? undefined : { kind: 'constant', text };
    }
    if (depth > depthLimit) return undefined;
    if (x.kind === 'Ident') return this.#variable(x, fn, depth);
    if (x.kind === 'SelectorExpr') {
      const selection = fn.info.selections.get(x);
      const field = selection?.obj;
      if (selection?.kind !== 'FieldVal' || field?.kind !== 'Var' || selection.index.length !== 1) return undefined;
      const base = this.#subject(x.x, fn, depth + 1);
      if (base?.kind !== 'place' || (selection.indirect && this.#isSet(field))) return undefined;
      return { ...base, path: [...base.path, field] };
    }
    const [only, ...others] = x.kind === 'CallExpr' ? x.args : [];
    const isConversion = x.kind === 'CallExpr' && fn.info.types.get(x.fun)?.mode === 'type';
    return isConversion && only !== undefined && others.length === 0 ? this.#subject(only, fn, depth + 1) : undefined;
  }

  #variable(x: Expr & { readonly kind: 'Ident' }, fn: Fn, depth: number): Subject | undefined {
    const variable = fn.info.uses.get(x);
    if (variable?.kind !== 'Var' || (variable.role !== 'param' && variable.role !== 'local')) return undefined;
    let owner: Fn | undefined = fn;
    while (owner?.parent !== undefined && (variable.pos < owner.node.pos || variable.pos >= owner.node.end))
      owner = owner.parent;
    if (owner === undefined || !this.#isFixed(variable, owner)) return undefined;
    const [def] = this.#engine.body(owner).defs.get(variable) ?? [];
    if (def?.kind === 'source' && def.source.kind === 'expr') {
      const through = this.#subject(def.source.expr, owner, depth + 1);
      // A struct is copied: what is said of the copy is said of the variable.
      if (through !== undefined && !isStructLike(variable.type)) return through;
    }
    return { kind: 'place', of: variable, path: [] };
  }

  /** Set once, and by nobody else. */
  #isFixed(variable: Var, owner: Fn): boolean {
    const body = this.#engine.body(owner);
    const [def, ...others] = body.defs.get(variable) ?? [];
    if (others.length > 0 || body.stored.has(variable) || this.#index.stores.has(variable)) return false;
    if (this.#index.addressed.has(variable)) return false;
    return (
      def?.kind === 'param' ||
      (def?.kind === 'source' && (def.source.kind === 'expr' || def.source.kind === 'tuple')) ||
      (def === undefined && variable.role === 'param')
    );
  }

  #isSet(field: Var): boolean {
    return this.#index.stores.has(field) || this.#index.addressed.has(field);
  }

  #key(of: Var, path: readonly Var[]): string {
    return [of, ...path].map((one) => this.#id(one)).join('.');
  }

  #id(variable: Var): number {
    let id = this.#ids.get(variable);
    if (id === undefined) this.#ids.set(variable, (id = this.#ids.size + 1));
    return id;
  }

  #put(facts: Map<string, Fact>, of: Var, path: readonly Var[], is: string | undefined, not: readonly string[]): void {
    const key = this.#key(of, path);
    if (facts.has(key) || facts.size < factLimit) facts.set(key, { of, path, is, not: new Set(not) });
  }
}

function textOf(value: ConstantValue): string | undefined {
  switch (value.kind) {
    case 'bool':
    case 'string':
    case 'int':
      return `${value.kind} ${value.value}`;
    default:
      return undefined;
  }
}

function zeroText(type: Type): string | undefined {
  const t = under(type);
  if (['Pointer', 'Interface', 'Signature', 'Map', 'Slice', 'Chan'].includes(t.kind)) return 'nil';
  if (t.kind !== 'Basic' || unalias(type).kind === 'TypeParam') return undefined;
  if (t.basic === 'bool') return 'bool false';
  if (t.basic === 'string') return 'string ';
  return t.basic.startsWith('int') || t.basic.startsWith('uint') ? 'int 0' : undefined;
}
