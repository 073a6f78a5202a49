// What a condition on settings comes to: a field that nothing in the program sets is zero, and a function that returns it
// gives zero, so a timer that is armed only `if d != 0` never is. Which fields are set says field-facts.ts.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { Condition } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr, Ident, SelectorExpr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import { type Type, unalias, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { Nil, Truth } from '#program/custody-table.js';
import type { CallSite } from './call-site.js';
import type { Engine } from './engine.js';
import { isZeroConstant } from './field-facts.js';

export interface Settings {
  /** What is known of each condition around a place, the outermost first, as `guardsOf` lists them. */
  truthsOf(condition: Condition | undefined, fn: Fn): readonly (Truth | undefined)[];
  /** Why an expression is its type's zero value, if it always is. */
  zeroOf(expr: Expr, fn: Fn): Nil | undefined;
}

/** Calls and variables that are looked through. */
const depthLimit = 6;

const nillable: ReadonlySet<Type['kind']> = new Set(['Pointer', 'Interface', 'Signature', 'Chan', 'Map', 'Slice']);

/** Whether a value is its type's zero value, and by what. */
interface Zero {
  readonly isZero: boolean;
  readonly because: string;
  readonly pos: Pos;
}

const readers = new WeakMap<Engine, Settings>();

/** Of a program that has been followed to the end; made once for each. */
export function createSettings(engine: Engine): Settings {
  let reader = readers.get(engine);
  if (reader === undefined) {
    reader = new SettingsReader(engine);
    readers.set(engine, reader);
  }
  return reader;
}

class SettingsReader implements Settings {
  readonly #engine: Engine;
  readonly #params = new Map<Var, Zero | 'open'>();
  #calls: Map<Fn, CallSite[]> | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    // Where conditions are judged on the way, the fields are known already.
    if (engine.gates === undefined) for (const fn of engine.reached) engine.fields.note(fn);
  }

  truthsOf(condition: Condition | undefined, fn: Fn): readonly (Truth | undefined)[] {
    const found: (Truth | undefined)[] = [];
    for (let c = condition; c !== undefined; c = c.outer) {
      if (c.kind === 'range' || c.kind === 'loop') continue;
      if (c.kind === 'if' && c.expr !== undefined) {
        const truth = this.#truth(c.expr, fn, 0);
        found.push(truth === undefined ? undefined : { ...truth, holds: truth.holds !== c.negated });
      } else if (c.clause !== undefined) found.push(undefined);
    }
    return found.reverse();
  }

  zeroOf(expr: Expr, fn: Fn): Nil | undefined {
    const zero = this.#zero(expr, fn, 0);
    return zero?.isZero === true ? { because: zero.because, pos: zero.pos } : undefined;
  }

  #truth(expr: Expr, fn: Fn, depth: number): Truth | undefined {
    const x = withoutParens(expr);
    if (x.kind === 'UnaryExpr' && x.op === '!') {
      const inner = this.#truth(x.x, fn, depth);
      return inner === undefined ? undefined : { ...inner, holds: !inner.holds };
    }
    if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||')) {
      const left = this.#truth(x.x, fn, depth);
      const right = this.#truth(x.y, fn, depth);
      const decisive = x.op === '||';
      if (left?.holds === decisive) return left;
      if (right?.holds === decisive) return right;
      return left !== undefined && right !== undefined ? left : undefined;
    }
    if (x.kind === 'BinaryExpr' && ['==', '!=', '>'].includes(x.op)) {
      const isZeroRight = this.#zero(x.y, fn, depth)?.isZero;
      const left = this.#zero(x.x, fn, depth);
      // Only a constant on the right: two settings are not compared.
      if (left === undefined || isZeroRight !== true || !this.#isConstant(x.y, fn)) return undefined;
      return { holds: (x.op === '==') === left.isZero, because: left.because, pos: left.pos };
    }
    const zero = this.#zero(x, fn, depth);
    return zero?.isZero === true ? { holds: false, because: zero.because, pos: zero.pos } : undefined;
  }

  #isConstant(expr: Expr, fn: Fn): boolean {
    const recorded = fn.info.types.get(withoutParens(expr));
    return recorded?.value !== undefined || recorded?.mode === 'nil';
  }

  /** Undefined where it is not known. */
  #zero(expr: Expr, fn: Fn, depth: number): Zero | undefined {
    const x = withoutParens(expr);
    const recorded = fn.info.types.get(x);
    if (recorded === undefined || depth > depthLimit) return undefined;
    if (recorded.mode === 'nil') return { isZero: true, because: sentence`it is nil`, pos: x.pos };
    if (recorded.value !== undefined) {
      const isZero = isZeroConstant(recorded.value);
      return isZero === undefined
        ? undefined
        : { isZero, because: sentence`it is the constant ${isZero ? 'zero' : 'set'}`, pos: x.pos };
    }
    switch (x.kind) {
      case 'Ident':
        return this.#zeroVariable(x, fn, depth);
      case 'SelectorExpr':
        return this.#zeroField(x, fn, depth);
      case 'CallExpr': {
        const called = classify(x, fn);
        const callee =
          called.kind === 'function' || called.kind === 'method' ? this.#engine.fnOf(called.object) : undefined;
        return callee === undefined ? undefined : this.#zeroResult(callee, depth + 1);
      }
      default:
        return undefined;
    }
  }

  #zeroVariable(ident: Ident, fn: Fn, depth: number): Zero | undefined {
    const object = fn.info.uses.get(ident) ?? fn.info.defs.get(ident);
    if (object?.kind === 'Var' && object.role === 'param') return this.#zeroParam(object, fn, depth);
    if (object?.kind !== 'Var' || object.role !== 'local') return undefined;
    const body = this.#engine.body(fn);
    const defs = body.reaching.get(ident) ?? body.defs.get(object);
    if (defs === undefined || defs.length === 0 || body.stored.has(object)) return undefined;
    let only: Zero | undefined;
    for (const def of defs) {
      // What is never assigned counts for nothing; why it is not says more than that it begins as zero.
      const dead = this.#deadAt(def.condition, fn, depth + 1);
      if (dead !== undefined) {
        only = { isZero: true, because: dead.because, pos: dead.pos };
        continue;
      }
      const zero: Zero | undefined =
        def.kind !== 'source'
          ? undefined
          : def.source.kind === 'zero'
            ? { isZero: true, because: sentence`${object.name} has no value`, pos: def.pos }
            : def.source.kind === 'expr'
              ? this.#zero(def.source.expr, fn, depth + 1)
              : undefined;
      if (zero?.isZero !== true) return undefined;
      only ??= zero;
    }
    return only;
  }

  /** A parameter that is never set, of a function that others cannot call and that every call which can happen hands zero. */
  #zeroParam(param: Var, fn: Fn, depth: number): Zero | undefined {
    if (fn.kind !== 'declared' || fn.object === undefined || fn.object.exported || depth > depthLimit) return undefined;
    if (!nillable.has(under(param.type).kind)) return undefined;
    const index = fn.params.indexOf(param);
    const body = this.#engine.body(fn);
    const isSet = (body.defs.get(param) ?? []).some(({ kind }) => kind !== 'param') || body.stored.has(param);
    const sites = this.#callsOf(fn);
    if (index === -1 || isSet || fn.signature?.variadic !== false || sites.length === 0) return undefined;
    const known = this.#params.get(param);
    if (known !== undefined) return known === 'open' ? undefined : known;
    // A call of the function by itself says nothing.
    this.#params.set(param, 'open');
    const isZero = ({ call, caller }: CallSite): boolean => {
      const arg = call.node.args.length === fn.params.length ? call.node.args[index] : undefined;
      return (
        (arg !== undefined && this.#zero(arg, caller, depth + 1)?.isZero === true) ||
        this.#deadAt(call.condition, caller, depth + 1) !== undefined
      );
    };
    if (!sites.every(isZero)) return undefined;
    const zero: Zero = { isZero: true, because: sentence`nothing but nil is passed as ${param.name}`, pos: param.pos };
    this.#params.set(param, zero);
    return zero;
  }

  #callsOf(fn: Fn): readonly CallSite[] {
    if (this.#calls === undefined) {
      this.#calls = new Map();
      for (const site of this.#engine.sites)
        for (const { fn: callee } of site.callees.values()) {
          const sites = callee === undefined ? undefined : this.#calls.get(callee);
          if (sites !== undefined) sites.push(site);
          else if (callee !== undefined) this.#calls.set(callee, [site]);
        }
    }
    return this.#calls.get(fn) ?? [];
  }

  /** A function all of whose returns that can be reached give zero. */
  #zeroResult(fn: Fn, depth: number): Zero | undefined {
    if (fn.body === undefined || fn.signature?.results.vars.length !== 1) return undefined;
    const { returns, hasBareReturn } = this.#engine.body(fn);
    if (hasBareReturn || returns.length === 0) return undefined;
    let only: Zero | undefined;
    for (const { results, condition } of returns) {
      const [result] = results;
      const zero = result === undefined ? undefined : this.#zero(result, fn, depth);
      if (zero?.isZero === true) {
        only ??= zero;
        continue;
      }
      const dead = this.#deadAt(condition, fn, depth);
      if (dead === undefined) return undefined;
      // Why the other value is not returned says more than that zero is.
      only = { isZero: true, because: dead.because, pos: dead.pos };
    }
    return only;
  }

  /** Why a place cannot be reached. */
  #deadAt(condition: Condition | undefined, fn: Fn, depth: number): Truth | undefined {
    for (let c = condition; c !== undefined; c = c.outer) {
      if (c.kind !== 'if' || c.expr === undefined) continue;
      const truth = this.#truth(c.expr, fn, depth);
      if (truth !== undefined && truth.holds === c.negated) return truth;
    }
    return undefined;
  }

  #zeroField(x: SelectorExpr, fn: Fn, depth: number): Zero | undefined {
    const selection = fn.info.selections.get(x);
    const field = selection?.obj;
    if (field?.kind !== 'Var') return undefined;
    if (this.#engine.fields.isSet(this.#engine, x, fn)) {
      const given = depth > depthLimit ? [] : this.#engine.fields.givenTo(field);
      const zeros = given.map((one) => this.#zeroParam(one.param, one.fn, depth + 1));
      return zeros.length > 0 && zeros.every((zero) => zero?.isZero === true) ? zeros[0] : undefined;
    }
    const of = ownerName(selection?.recv);
    return { isZero: true, because: sentence`nothing that the program runs sets ${field.name + of}`, pos: field.pos };
  }
}

/** Of which type a field is, where that has a name. */
function ownerName(recv: Type | undefined): string {
  const t = recv === undefined ? undefined : unalias(recv);
  const struct = t?.kind === 'Pointer' ? unalias(t.elem) : t;
  return struct?.kind === 'Named' ? ` of ${typeString(struct, packageNameQualifier)}` : '';
}
