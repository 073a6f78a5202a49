// Functions that hand on what they are given: `return err` of a parameter, what a parameter's method gave, what a function
// of this kind made of it. `wrap(err)`, called from everywhere, would else give everyone everyone's errors.

import type { Def } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr } from '#go/syntax/ast.js';
import { type Type, unalias, under } from '#go/types/type.js';
import { carries } from './carries.js';
import type { Engine } from './engine.js';

/** Bodies with more calls than this do more than hand on, and cost more to look at again. */
const callLimit = 24;

/** Variables and calls that are looked through. */
const depthLimit = 8;

/** Interfaces, functions, type parameters, and slices of them: what a call can be made on. */
export function isBehavior(type: Type): boolean {
  const t = unalias(type);
  const u = under(t);
  return (
    t.kind === 'TypeParam' ||
    u.kind === 'Interface' ||
    u.kind === 'Signature' ||
    (u.kind === 'Slice' && isBehavior(u.elem))
  );
}

/** What a function hands on: what it is given, or what its receiver holds. */
export type Given = 'parameters' | 'receiver';

const answers: Readonly<Record<Given, WeakMap<Fn, boolean>>> = { parameters: new WeakMap(), receiver: new WeakMap() };

/** Whether a result of the function may come from a parameter that holds behavior, or from a field of the receiver. */
export function handsOn(engine: Engine, fn: Fn, given: Given): boolean {
  const known = answers[given].get(fn);
  if (known !== undefined) return known;
  // A function that calls itself says nothing.
  answers[given].set(fn, false);
  const answer = search(engine, fn, given);
  answers[given].set(fn, answer);
  return answer;
}

function search(engine: Engine, fn: Fn, given: Given): boolean {
  const { signature } = fn;
  if (
    fn.kind !== 'declared' ||
    fn.body === undefined ||
    signature === undefined ||
    !(given === 'receiver' ? fn.recv !== undefined : signature.params.vars.some((param) => isBehavior(param.type))) ||
    !signature.results.vars.some((result) => carries(result.type))
  )
    return false;
  const body = engine.body(fn);
  if (body.calls.length > callLimit) return false;
  // What a method makes would be told apart by its receiver, and what that makes by it, without end.
  if (given === 'receiver' && body.composites.length + body.news.length + body.literals.length > 0) return false;
  const tracer = new Tracer(engine, fn, given);
  for (const returned of body.returns) if (returned.results.some((result) => tracer.isGiven(result, 0))) return true;
  return (
    body.hasBareReturn &&
    fn.results.some(
      (variable) => variable !== undefined && (body.defs.get(variable) ?? []).some((def) => tracer.isGivenDef(def, 0)),
    )
  );
}

class Tracer {
  readonly #engine: Engine;
  readonly #fn: Fn;
  readonly #given: Given;
  readonly #seen = new Set<Def>();

  constructor(engine: Engine, fn: Fn, given: Given) {
    this.#engine = engine;
    this.#fn = fn;
    this.#given = given;
  }

  /** Whether an expression may be a parameter, or come from one. */
  isGiven(expr: Expr, depth: number): boolean {
    if (depth > depthLimit) return false;
    const x = withoutParens(expr);
    const { info } = this.#fn;
    switch (x.kind) {
      case 'Ident': {
        const object = info.uses.get(x);
        if (object?.kind !== 'Var' || object.role === 'package') return false;
        const body = this.#engine.body(this.#fn);
        const defs = body.reaching.get(x) ?? body.defs.get(object) ?? [];
        return defs.some((def) => this.isGivenDef(def, depth + 1));
      }
      case 'SelectorExpr':
        return this.#given === 'receiver' && this.isGiven(x.x, depth + 1);
      case 'TypeAssertExpr':
      case 'IndexExpr':
      case 'SliceExpr':
        return this.isGiven(x.x, depth + 1);
      case 'CallExpr': {
        const called = classify(x, this.#fn);
        if (called.kind === 'interface') return this.isGiven(called.fun.x, depth + 1);
        if (called.kind === 'value') return this.isGiven(called.fun, depth + 1);
        if (called.kind !== 'function' && called.kind !== 'method') return false;
        const callee = this.#engine.fnOf(called.object);
        return (
          callee !== undefined &&
          x.args.some((arg) => this.isGiven(arg, depth + 1)) &&
          handsOn(this.#engine, callee, 'parameters')
        );
      }
      default:
        return false;
    }
  }

  isGivenDef(def: Def, depth: number): boolean {
    if (this.#seen.has(def)) return false;
    this.#seen.add(def);
    if (def.kind === 'param') {
      return this.#given === 'receiver' ? def.index < 0 : def.index >= 0 && isBehavior(def.variable.type);
    }
    const { source } = def;
    if (source.kind === 'expr' || source.kind === 'tuple') return this.isGiven(source.expr, depth);
    return source.kind === 'range' && this.isGiven(source.statement.x, depth);
  }
}
