// What a value holds, asked backwards and without regard to order: what was made on the way into it, and which parameters
// of the function come to be in it. A constructor's result holds what its composites and fields were given; a map holds
// what was put into it; a call through an interface that its package keeps to itself may be any of its types there.
// Over-approximates: all assignments of a variable count at once. Misses: what goes through closures, channels and
// interfaces of other packages.

import { methodSet } from '#go/types/method-set.js';
import type { Func } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { Acquired } from './acquire.js';
import { poolIn } from './acquire.js';
import type { Analysis } from './analysis.js';
import { privateImplementers } from './implementers.js';
import { type Body, type CallStep, isWithin, type LoweredUnit, type MoveStep, type Path, type Value } from './ir.js';

/** Something that was made. */
export interface Made {
  readonly acquired: Acquired;
  readonly step: CallStep | MoveStep;
  readonly body: Body;
}

/** A parameter of the function, -1 for the receiver, or a field of it. */
export interface Given {
  readonly index: number;
  readonly fields: readonly string[];
}

export interface Origins {
  readonly made: readonly Made[];
  readonly given: readonly Given[];
}

/** Calls within calls that are followed. */
const maxDepth = 5;
/** Values that are looked at for one question; over this nothing more is found. */
const maxValues = 400;

const nothing: Origins = { made: [], given: [] };

interface Moves {
  readonly byRoot: ReadonlyMap<number, readonly MoveStep[]>;
  /** The call whose result a place is. */
  readonly callOf: ReadonlyMap<number, { readonly step: CallStep; readonly result: number; readonly body: Body }>;
  /** What is put into containers by calls, by the root of the container. */
  readonly put: ReadonlyMap<number, readonly Value[]>;
  readonly bodyOf: ReadonlyMap<MoveStep, Body>;
}

const movesOf = new WeakMap<LoweredUnit, Moves>();

export class OriginFinder {
  readonly #analysis: Analysis;
  readonly #results = new Map<Func, Map<string, Origins>>();
  #depth = 0;

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
  }

  /** What a value in a declaration holds. */
  of(unit: LoweredUnit, value: Value): Origins {
    const search = new Search(this, this.#analysis, unit, this.#moves(unit));
    search.follow(value, []);
    return search.origins();
  }

  /** What a result of a function holds, or a field of it; its source is asked. */
  ofResult(func: Func, result: number, rest: readonly string[]): Origins {
    const { origin } = func;
    let known = this.#results.get(origin);
    if (known === undefined) this.#results.set(origin, (known = new Map()));
    const key = [result, ...rest].join('.');
    const before = known.get(key);
    if (before !== undefined) return before;
    const unit = this.#depth < maxDepth ? this.#analysis.sourceOf(origin) : undefined;
    if (unit === undefined) return nothing;
    // Who asks again while it is computed gets nothing.
    known.set(key, nothing);
    this.#depth++;
    const search = new Search(this, this.#analysis, unit, this.#moves(unit));
    for (const block of unit.body.blocks) {
      for (const step of block.steps) {
        const value = step.op === 'return' ? step.values[result] : undefined;
        if (value !== undefined) search.follow(value, rest);
      }
    }
    this.#depth--;
    const origins = search.origins();
    known.set(key, origins);
    return origins;
  }

  #moves(unit: LoweredUnit): Moves {
    let moves = movesOf.get(unit);
    if (moves === undefined) movesOf.set(unit, (moves = collect(this.#analysis, unit)));
    return moves;
  }
}

function collect(analysis: Analysis, unit: LoweredUnit): Moves {
  const byRoot = new Map<number, MoveStep[]>();
  const callOf = new Map<number, { step: CallStep; result: number; body: Body }>();
  const put = new Map<number, Value[]>();
  const bodyOf = new Map<MoveStep, Body>();
  const add = <V>(map: Map<number, V[]>, key: number, value: V): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const body of unit.bodies) {
    for (const block of body.blocks) {
      for (const step of block.steps) {
        if (step.op === 'move') {
          if (step.isKey !== true) add(byRoot, step.to.root.id, step);
          bodyOf.set(step, body);
        }
        if (step.op !== 'call') continue;
        step.results.forEach((root, result) => {
          callOf.set(root.id, { step, result, body });
        });
        const { receiver } = step;
        if (receiver?.kind !== 'path') continue;
        step.args.forEach((arg, i) => {
          if (analysis.isKept(step, i)) add(put, receiver.root.id, arg);
        });
      }
    }
  }
  return { byRoot, callOf, put, bodyOf };
}

/** One question. */
class Search {
  readonly #finder: OriginFinder;
  readonly #analysis: Analysis;
  readonly #unit: LoweredUnit;
  readonly #moves: Moves;
  readonly #seen = new Set<string>();
  readonly #made = new Map<CallStep | MoveStep, Made>();
  readonly #given = new Map<string, Given>();

  constructor(finder: OriginFinder, analysis: Analysis, unit: LoweredUnit, moves: Moves) {
    this.#finder = finder;
    this.#analysis = analysis;
    this.#unit = unit;
    this.#moves = moves;
  }

  origins(): Origins {
    return { made: [...this.#made.values()], given: [...this.#given.values()] };
  }

  /** `rest` are fields of the value that are asked for; empty for all of it. */
  follow(value: Value, rest: readonly string[]): void {
    if (value.kind === 'composite') {
      for (const part of value.parts) {
        if (rest.length === 0) this.follow(part.value, []);
        else if (part.field === rest[0] || part.field === '?') this.follow(part.value, rest.slice(1));
      }
    } else if (value.kind === 'path') this.#place(value, [...value.fields, ...rest]);
  }

  #place(path: Path, fields: readonly string[]): void {
    const { root } = path;
    const key = [root.id, ...fields].join('.');
    if (this.#seen.has(key) || this.#seen.size > maxValues) return;
    this.#seen.add(key);
    if (root.parameter !== undefined && this.#unit.body === root.body)
      this.#given.set(key, { index: root.parameter, fields });
    for (const move of this.#moves.byRoot.get(root.id) ?? []) {
      const asked = isWithin(key, move.to.key) ? fields.slice(move.to.fields.length) : [];
      if (!isWithin(key, move.to.key) && !isWithin(move.to.key, key)) continue;
      if (asked.length === 0) this.#madeBy(move);
      this.follow(move.from, asked);
    }
    for (const value of this.#moves.put.get(root.id) ?? []) this.follow(value, []);
    const call = this.#moves.callOf.get(root.id);
    if (call !== undefined) this.#call(call.step, call.result, call.body, fields);
  }

  #madeBy(move: MoveStep): void {
    const body = this.#moves.bodyOf.get(move);
    const acquired =
      move.from.kind === 'composite' ? poolIn(this.#analysis.models.pools, move.from, this.#unit) : undefined;
    if (acquired !== undefined && body !== undefined) this.#made.set(move, { acquired, step: move, body });
  }

  #call(step: CallStep, result: number, body: Body, rest: readonly string[]): void {
    for (const acquired of this.#analysis.acquired(step, this.#unit)) {
      const asked = rest.map((field) => `.${field}`).join('');
      if (acquired.result === result && acquired.suffix.startsWith(asked))
        this.#made.set(step, { acquired, step, body });
    }
    const { callee } = step;
    if (callee.kind !== 'static' && callee.kind !== 'invoke') return;
    step.args.forEach((arg, i) => {
      if (this.#analysis.isWrapped(step, i)) this.follow(arg, []);
    });
    const callees = callee.kind === 'static' ? [callee.func] : privateImplementers(callee.func);
    for (const func of callees) {
      const origins = this.#finder.ofResult(func, result, rest);
      // What is in an object with a release of its own is that object's.
      if (rest.length > 0 || !this.#hasOwnRelease(func, result))
        for (const made of origins.made) this.#made.set(made.step, made);
      for (const { index, fields } of origins.given) {
        const isSpread = func.type.variadic && index === func.type.params.vars.length - 1;
        const args = index === -1 ? [step.receiver] : isSpread ? step.args.slice(index) : [step.args[index]];
        for (const arg of args) if (arg !== undefined) this.follow(arg, isSpread ? [] : fields);
      }
    }
  }

  /** Whether a result has a method that lets go of something: not one that does nothing. */
  #hasOwnRelease(func: Func, result: number): boolean {
    const type = func.type.results.vars[result]?.type;
    if (type === undefined || under(type).kind === 'Interface') return false;
    return methodSet(type).list.some(
      ({ obj }) => obj.kind === 'Func' && isReleaseName(obj.name) && !this.#analysis.isNoOp(obj),
    );
  }
}
