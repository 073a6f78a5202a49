// Code under a condition that cannot hold does not run. What stands under one is kept back until something that runs sets a
// field on which the condition rests: `if h.Canonical { sort }` does nothing where nothing sets Canonical. Known are
// constants and fields that nothing sets; every other condition may hold.

import type { Condition } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { BinaryExpr, Expr } from '#go/syntax/ast.js';
import type { Package, Var } from '#go/types/object.js';
import type { Engine } from './engine.js';
import { isZeroConstant } from './field-facts.js';
import type { Frame } from './frame.js';

/** Variables that are looked through. */
const depthLimit = 4;

interface Verdict {
  readonly holds: boolean;
  /** The field on which it rests, while nothing sets it; undefined for constants, which are for ever. */
  readonly field: Var | undefined;
}

interface Waiting {
  readonly pkg: Package;
  readonly run: () => void;
}

export class Gates {
  readonly #engine: Engine;
  /** What is kept back for ever, and what waits for a field. */
  #waiting: Waiting[] = [];
  #opened: ReadonlySet<Package> = new Set();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Runs `work` as soon as all the conditions may hold. */
  whenPossible(condition: Condition | undefined, frame: Frame, work: () => void): void {
    const { fn } = frame;
    if (condition === undefined || this.#opened.has(fn.pkg)) {
      work();
      return;
    }
    for (let c: Condition | undefined = condition; c !== undefined; c = c.outer) {
      const verdict = this.#refuted(c, fn);
      if (verdict === undefined) continue;
      let isDone = false;
      const again = (): void => {
        if (isDone) return;
        isDone = true;
        this.whenPossible(condition, frame, work);
      };
      if (verdict.field !== undefined) this.#engine.fields.onSet(verdict.field, again);
      frame.isWaiting = true;
      this.#waiting.push({ pkg: fn.pkg, run: again });
      return;
    }
    work();
  }

  /** Lets everything that the functions of some packages do count, possible or not. */
  open(packages: Iterable<Package>): void {
    this.#opened = new Set(packages);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const item of waiting) if (this.#opened.has(item.pkg)) item.run();
  }

  /** What refutes one condition. */
  #refuted(condition: Condition, fn: Fn): Verdict | undefined {
    if (condition.kind === 'if' || condition.kind === 'loop') {
      const verdict = condition.expr === undefined ? undefined : this.#truth(condition.expr, fn, 0);
      return verdict !== undefined && verdict.holds === condition.negated ? verdict : undefined;
    }
    // `switch { case a, b: }`: one of them has to hold.
    if (condition.kind !== 'case' || condition.expr !== undefined || condition.clause?.kind !== 'CaseClause')
      return undefined;
    let last: Verdict | undefined;
    for (const value of condition.clause.list) {
      const verdict = this.#truth(value, fn, 0);
      if (verdict === undefined || verdict.holds) return undefined;
      if (last === undefined || verdict.field !== undefined) last = verdict;
    }
    return last;
  }

  #truth(expr: Expr, fn: Fn, depth: number): Verdict | undefined {
    const x = withoutParens(expr);
    const value = fn.info.types.get(x)?.value;
    if (value?.kind === 'bool') return { holds: value.value, field: undefined };
    if (x.kind === 'UnaryExpr' && x.op === '!') {
      const inner = this.#truth(x.x, fn, depth);
      return inner === undefined ? undefined : { ...inner, holds: !inner.holds };
    }
    if (x.kind === 'BinaryExpr') return this.#binary(x, fn, depth);
    const zero = this.#zero(x, fn, depth);
    return zero === undefined ? undefined : { holds: false, field: zero.field };
  }

  #binary(x: BinaryExpr, fn: Fn, depth: number): Verdict | undefined {
    if (x.op === '&&' || x.op === '||') {
      const decisive = x.op === '||';
      const left = this.#truth(x.x, fn, depth);
      if (left?.holds === decisive) return left;
      const right = this.#truth(x.y, fn, depth);
      if (right?.holds === decisive) return right;
      if (left === undefined || right === undefined) return undefined;
      return left.field === undefined ? right : left;
    }
    const recorded = fn.info.types.get(withoutParens(x.y));
    const isZero = recorded?.mode === 'nil' ? true : recorded?.value && isZeroConstant(recorded.value);
    if (isZero === undefined || (x.op !== '==' && x.op !== '!=' && !(x.op === '>' && isZero))) return undefined;
    const zero = this.#zero(x.x, fn, depth);
    return zero === undefined ? undefined : { holds: (x.op === '==') === isZero, field: zero.field };
  }

  /** The field that an expression is, if that holds nothing. */
  #zero(expr: Expr, fn: Fn, depth: number): { readonly field: Var } | undefined {
    const x = withoutParens(expr);
    if (x.kind === 'SelectorExpr') {
      const field = fn.info.selections.get(x)?.obj;
      return field?.kind !== 'Var' || this.#engine.fields.isSet(this.#engine, x, fn) ? undefined : { field };
    }
    if (x.kind !== 'Ident' || depth > depthLimit) return undefined;
    const variable = fn.info.uses.get(x);
    if (variable?.kind !== 'Var' || variable.role !== 'local') return undefined;
    const body = this.#engine.body(fn);
    const [def, ...others] = body.reaching.get(x) ?? [];
    if (def?.kind !== 'source' || def.source.kind !== 'expr' || others.length > 0 || body.stored.has(variable))
      return undefined;
    return this.#zero(def.source.expr, fn, depth + 1);
  }
}
