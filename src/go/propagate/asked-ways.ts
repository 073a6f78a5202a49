// By which calls a function is come to, each checked under the calls before it: from where a way begins downwards, with what
// is handed over (asked.ts) and what is known of it (asked-facts.ts). Where the whole program joins what goes through shared
// code, here a call goes only where what comes to it on this way can go. `go x.Destroy()` is a call of Destroy like any other,
// so a way to Destroy goes through it; any other goroutine is where a way begins.

import { by, inOrder } from '#base/order.js';
import type { Fn } from '#go/flow/function.js';
import type { CallExpr } from '#go/syntax/ast.js';
import type { Way, WayBegin, WayCall } from '#program/custody-table.js';
import { Asked } from './asked.js';
import { AskedFacts, type Facts, noFacts } from './asked-facts.js';
import { put } from './asked-index.js';
import type { Calls } from './asked-values.js';
import { type CallWays, falseAmong, type Up } from './call-ways.js';
import type { Engine } from './engine.js';
import { isOverNothing, madeBefore } from './fresh.js';

/** Functions under calls that are looked at for one beginning. */
const stateLimit = 20_000;
/** So many more, and calls more than the shortest way has, are looked at for others once that is found. */
const furtherStates = 1000;
const furtherCalls = 4;

/** Of a goroutine so many calls to its start are told apart, of functions that not more than so many places call. */
const startCalls = 3;
const startCallers = 6;

export interface Begin {
  readonly kind: WayBegin;
  /** The function that begins; of a goroutine what starts it. */
  readonly fn: Fn;
  /** Of a goroutine its start. */
  readonly start?: Up;
  readonly truths: Up['truths'];
}

/** A function under calls, and what is known there; a search may come to it by several calls. */
interface State {
  readonly fn: Fn;
  readonly calls: Calls | undefined;
  readonly facts: Facts;
  /** The constructor that has just made the receiver. */
  readonly madeBy: Fn | undefined;
  readonly depth: number;
  /** The calls that come here; the shortest way ends with the first. */
  readonly steps: Step[];
}

interface Step {
  readonly from: State | undefined;
  readonly by: WayCall;
}

type Down = Up & { readonly callee: Fn };

export class AskedWays {
  #asked: Asked;
  readonly #engine: Engine;
  readonly #ways: CallWays;
  readonly #facts: AskedFacts;
  readonly #steps = new Map<Fn, ReadonlyMap<Fn, readonly Down[]>>();

  constructor(engine: Engine, ways: CallWays) {
    this.#engine = engine;
    this.#asked = new Asked(engine);
    this.#ways = ways;
    this.#facts = new AskedFacts(engine, this.#asked.index);
  }

  /**
   * Ways from a beginning to a function, the shortest first, then for each call that no way goes through yet, also none that was
   * found for another beginning (`told`, by their parentheses), one that does. `many` if the search was stopped.
   */
  from(begin: Begin, to: Fn, told: Set<number>): readonly Way[] | 'many' {
    // What was asked before is of use here, unless it was too much.
    if (this.#asked.isCut) this.#asked = new Asked(this.#engine, this.#asked.index);
    const found = this.#search(begin, to);
    if (!this.#asked.isCut) return found === 'many' ? found : waysThrough(found, begin, to, told);
    this.#asked = new Asked(this.#engine, this.#asked.index);
    const again = this.#search(begin, to);
    return this.#asked.isCut || again === 'many' ? 'many' : waysThrough(again, begin, to, told);
  }

  /** The functions above one, through calls of it on goroutines of their own too. */
  above(to: Fn): ReadonlySet<Fn> {
    const found = new Set([to]);
    // A set that grows while it is walked is walked to its end.
    for (const fn of found)
      for (const up of this.#ways.up(fn)) if (!up.startsGoroutine || isCallOf(up, fn, to)) found.add(up.caller);
    return found;
  }

  /** The states that calls lead to, in the order in which they are found, to a little behind the shortest way. */
  #search(begin: Begin, to: Fn): readonly State[] | 'many' {
    const steps = this.#stepsTo(to);
    const { start } = begin;
    const states = new Map<string, State>();
    const enter = (fn: Fn, [calls, facts, madeBy]: Entry, from: State | undefined, call: WayCall | undefined): void => {
      const key = `${fn.id} ${calls?.id} ${madeBy?.id} ${this.#facts.keyOf(facts)}`;
      let state = states.get(key);
      if (state === undefined)
        states.set(key, (state = { fn, calls, facts, madeBy, depth: (from?.depth ?? 0) + 1, steps: [] }));
      if (call !== undefined) state.steps.push({ from, by: call });
    };
    if (start === undefined) {
      const calls = begin.kind === 'api' ? this.#asked.things.calls(undefined, begin.fn, undefined) : undefined;
      enter(begin.fn, [calls, noFacts, undefined], undefined, undefined);
    } else {
      const callee = start.call.callee;
      const fn = [...steps.keys(), to].find(({ pos }) => pos === callee.pos);
      if (fn === undefined) return [];
      for (const calls of this.#callsTo(start.caller, startCalls))
        for (const entry of this.#entered({ ...start, callee: fn }, calls, noFacts))
          enter(fn, entry, undefined, start.call);
    }
    let found: { readonly depth: number; readonly size: number } | undefined;
    for (const state of states.values()) {
      if (states.size > stateLimit) return 'many';
      if (state.fn === to) found ??= { depth: state.depth, size: states.size };
      if (
        found !== undefined &&
        (state.depth >= found.depth + furtherCalls || states.size > found.size + furtherStates)
      )
        break;
      if (state.fn === to) continue;
      for (const down of steps.get(state.fn) ?? []) {
        if (falseAmong(down.truths) !== undefined || this.#isOverNothing(down, state)) continue;
        for (const entry of this.#entered(down, state.calls, state.facts)) enter(down.callee, entry, state, down.call);
      }
    }
    return [...states.values()];
  }

  /** The calls under which a function is entered by one, with what is known there; none if that does not go there. */
  #entered({ caller, call, callee }: Down, before: Calls | undefined, facts: Facts): readonly Entry[] {
    const found = this.#callIn(caller, call);
    if (found === undefined) return [[undefined, noFacts, undefined]];
    const known = this.#facts.under(found.condition, caller, facts);
    if (known === undefined || !this.#asked.mayHold(found.condition, caller, before)) return [];
    const isOwn = callee.kind === 'literal' && callee.parent === caller;
    const entries = (contexts: readonly (Calls | undefined)[]): readonly Entry[] => {
      const handed = call.isHandedOver
        ? isOwn
          ? known
          : noFacts
        : this.#facts.handed(found.node, caller, callee, known, isOwn);
      const madeBy = call.isHandedOver ? undefined : madeBefore(this.#engine, found, caller);
      return [...new Set(contexts)].map((calls) => [calls, handed, madeBy]);
    };
    if (call.isHandedOver) {
      if (isOwn) return entries([before]);
      const given = this.#givenBy(found.node, callee, caller, before);
      return entries(given.length === 0 ? [undefined] : given);
    }
    const plain =
      callee.kind === 'literal' ? (isOwn ? before : undefined) : this.#asked.things.calls(found.node, caller, before);
    if (call.site.mode === 'static') return entries([plain]);
    const reached = this.#asked.reachedBy(found.node, caller, before);
    if (reached === undefined) return entries([plain]);
    return entries(reached.filter(({ fn }) => fn === callee).map(({ calls }) => calls));
  }

  /** The calls under which a function runs that a call gives away, by what it is bound to or made under. */
  #givenBy(call: CallExpr, callee: Fn, fn: Fn, calls: Calls | undefined): readonly (Calls | undefined)[] {
    const found: (Calls | undefined)[] = [];
    for (const arg of call.args)
      for (const thing of this.#asked.at(arg, fn, calls)) {
        if (thing.kind === 'function' && thing.fn === callee) found.push(thing.calls);
        else if (thing.kind === 'bound' && this.#engine.fnOf(thing.method) === callee)
          found.push(this.#asked.things.calls(call, fn, calls, thing.receiver));
      }
    return found;
  }

  /**
   * By which calls a function is come to, as far as a few calls up; what nothing calls, or very many do, by any. Misses: what
   * functions that call one another hand on otherwise than the first of them was handed it.
   */
  #callsTo(fn: Fn, depth: number, below: readonly Fn[] = []): readonly (Calls | undefined)[] {
    if (fn.kind === 'literal' && fn.parent !== undefined) return this.#callsTo(fn.parent, depth, below);
    const all = this.#asked.index.callers.get(fn) ?? [];
    const callers = all.filter(({ caller }) => caller !== fn && !below.includes(caller));
    if (depth === 0 || callers.length === 0 || callers.length > startCallers) return [undefined];
    return callers.flatMap(({ call, caller }) =>
      this.#callsTo(caller, depth - 1, [...below, fn])
        .filter((before) => this.#asked.mayHold(call.condition, caller, before))
        .map((before) => this.#asked.things.calls(call.node, caller, before)),
    );
  }

  #isOverNothing({ caller, call }: Down, { madeBy }: State): boolean {
    const found = madeBy === undefined ? undefined : this.#callIn(caller, call);
    return found !== undefined && madeBy !== undefined && isOverNothing(this.#engine, found, caller, madeBy);
  }

  #callIn(caller: Fn, call: WayCall) {
    return this.#engine.body(caller).calls.find(({ node }) => node.lparen === call.site.lparen);
  }

  #stepsTo(to: Fn): ReadonlyMap<Fn, readonly Down[]> {
    let found = this.#steps.get(to);
    if (found !== undefined) return found;
    const steps = new Map<Fn, Down[]>();
    for (const callee of this.above(to))
      for (const up of this.#ways.up(callee))
        if (!up.startsGoroutine || isCallOf(up, callee, to)) put(steps, up.caller, () => []).push({ ...up, callee });
    for (const list of steps.values())
      list.sort(
        inOrder(
          by(({ call }) => call.site.pos),
          by(({ callee }) => callee.name),
        ),
      );
    this.#steps.set(to, (found = steps));
    return found;
  }
}

type Entry = readonly [Calls | undefined, Facts, Fn | undefined];

/** Whether a go statement starts the method that is asked about, of whatever type: it is a call of it. */
export function isCallOf({ call }: Up, callee: Fn, to: Fn): boolean {
  return call.site.kind === 'go' && !call.isHandedOver && callee.object?.name === to.object?.name;
}

/** The shortest way, and one through each call that leads on and that no way goes through yet. */
function waysThrough(states: readonly State[], begin: Begin, to: Fn, told: Set<number>): readonly Way[] {
  const last = lastSteps(states, to);
  const ways: Way[] = [];
  const add = (steps: readonly Step[]): void => {
    const [, ...entered] = steps.map(({ by: call }) => call.caller.pos);
    // What comes to the same function twice says nothing that a shorter way does not.
    if (ways.length > 0 && new Set(entered).size < entered.length) return;
    for (const { by: call } of steps) told.add(call.site.lparen);
    ways.push({ begin: begin.kind, calls: steps.map(({ by: call }) => call), truths: begin.truths, never: undefined });
  };
  const nearest = states.find(({ fn }) => fn === to);
  if (nearest === undefined) return [];
  add(wayTo(nearest));
  for (const [lparen, way] of shortestThrough(states, last)) if (!told.has(lparen)) add(way);
  return ways;
}

/** By each call of a value, the shortest way through it. */
function shortestThrough(
  states: readonly State[],
  last: ReadonlyMap<State, readonly Step[]>,
): ReadonlyMap<number, readonly Step[]> {
  const found = new Map<number, readonly Step[]>();
  for (const state of states)
    for (const step of state.steps) {
      const onward = last.get(state);
      const { lparen, mode } = step.by.site;
      if (onward === undefined || mode === 'static') continue;
      const way = [...(step.from === undefined ? [] : wayTo(step.from)), step, ...onward];
      const known = found.get(lparen);
      if (known === undefined || way.length < known.length) found.set(lparen, way);
    }
  return found;
}

/** Of each state that leads to the function, the steps of the shortest way on. */
function lastSteps(states: readonly State[], to: Fn): ReadonlyMap<State, readonly Step[]> {
  const found = new Map<State, readonly Step[]>();
  for (const state of states) if (state.fn === to) found.set(state, []);
  // A map that grows while it is walked is walked to its end.
  for (const [state, onward] of found)
    for (const step of state.steps)
      if (step.from !== undefined && !found.has(step.from)) found.set(step.from, [step, ...onward]);
  return found;
}

function wayTo(state: State): readonly Step[] {
  const steps: Step[] = [];
  for (let step = state.steps[0]; step !== undefined; step = step.from?.steps[0]) steps.push(step);
  return steps.reverse();
}
