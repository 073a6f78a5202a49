// By which calls a function is come to, each checked under the calls before it: from where a way begins downwards, with what
// is handed over (asked.ts). Where the whole program joins what goes through shared code, here a call goes only where what comes
// to it on this way can go.

import { by, inOrder } from '#base/order.js';
import type { Fn } from '#go/flow/function.js';
import type { Way, WayBegin, WayCall } from '#program/custody-table.js';
import { Asked } from './asked.js';
import { put } from './asked-index.js';
import type { Calls } from './asked-values.js';
import { type CallWays, falseAmong, type Up } from './call-ways.js';
import type { Engine } from './engine.js';

/** Functions under calls that are looked at for one beginning. */
const stateLimit = 20_000;

export interface Begin {
  readonly kind: WayBegin;
  /** The function that begins; of a goroutine what starts it. */
  readonly fn: Fn;
  /** Of a goroutine its start. */
  readonly start?: Up;
  readonly truths: Up['truths'];
}

interface State {
  readonly fn: Fn;
  readonly calls: Calls | undefined;
  readonly from: State | undefined;
  readonly by: WayCall | undefined;
}

export class AskedWays {
  #asked: Asked;
  readonly #engine: Engine;
  readonly #ways: CallWays;
  readonly #steps = new Map<Fn, ReadonlyMap<Fn, readonly (Up & { readonly callee: Fn })[]>>();

  constructor(engine: Engine, ways: CallWays) {
    this.#engine = engine;
    this.#asked = new Asked(engine);
    this.#ways = ways;
  }

  /** The shortest way from a beginning to a function; undefined if there is none, `many` if the search was stopped. */
  from(begin: Begin, to: Fn): Way | undefined | 'many' {
    // What was asked before is of use here, unless it was too much.
    if (this.#asked.isCut) this.#asked = new Asked(this.#engine, this.#asked.index);
    const found = this.#search(begin, to);
    if (!this.#asked.isCut) return found;
    this.#asked = new Asked(this.#engine, this.#asked.index);
    const again = this.#search(begin, to);
    return this.#asked.isCut ? 'many' : again;
  }

  #search(begin: Begin, to: Fn): Way | undefined | 'many' {
    const steps = this.#stepsTo(to);
    const { start } = begin;
    const seen = new Set<string>();
    const queue: State[] = [];
    const put = (state: State): void => {
      const key = `${state.fn.id} ${state.calls?.id}`;
      if (seen.has(key)) return;
      seen.add(key);
      queue.push(state);
    };
    if (start === undefined) {
      const calls = begin.kind === 'api' ? this.#asked.things.calls(undefined, begin.fn, undefined) : undefined;
      put({ fn: begin.fn, calls, from: undefined, by: undefined });
    } else {
      const callee = start.call.callee;
      const fn = [...steps.keys(), to].find(({ pos }) => pos === callee.pos);
      if (fn === undefined) return undefined;
      for (const calls of this.#entered({ ...start, callee: fn }, undefined))
        put({ fn, calls, from: undefined, by: start.call });
    }
    for (const state of queue) {
      if (seen.size > stateLimit) return 'many';
      if (state.fn === to) return { begin: begin.kind, calls: callsOf(state), truths: begin.truths, never: undefined };
      for (const down of steps.get(state.fn) ?? []) {
        if (falseAmong(down.truths) !== undefined) continue;
        for (const calls of this.#entered(down, state.calls))
          put({ fn: down.callee, calls, from: state, by: down.call });
      }
    }
    return undefined;
  }

  /** The calls under which a function is entered by one; none if that does not go there. */
  #entered(
    { caller, call, callee }: Up & { readonly callee: Fn },
    before: Calls | undefined,
  ): readonly (Calls | undefined)[] {
    const found = this.#callIn(caller, call);
    if (found === undefined) return [undefined];
    if (!this.#asked.mayHold(found.condition, caller, before)) return [];
    const isOwn = callee.kind === 'literal' && callee.parent === caller;
    if (call.isHandedOver) return [isOwn ? before : undefined];
    const plain =
      callee.kind === 'literal' ? (isOwn ? before : undefined) : this.#asked.things.calls(found.node, caller, before);
    if (call.site.mode === 'static') return [plain];
    const reached = this.#asked.reachedBy(found.node, caller, before);
    if (reached === undefined) return [plain];
    return [...new Set(reached.filter(({ fn }) => fn === callee).map(({ calls }) => calls))];
  }

  #callIn(caller: Fn, call: WayCall) {
    return this.#asked.engine.body(caller).calls.find(({ node }) => node.lparen === call.site.lparen);
  }

  #stepsTo(to: Fn): ReadonlyMap<Fn, readonly (Up & { readonly callee: Fn })[]> {
    let found = this.#steps.get(to);
    if (found !== undefined) return found;
    const steps = new Map<Fn, (Up & { readonly callee: Fn })[]>();
    for (const callee of this.#ways.above([to]))
      for (const up of this.#ways.up(callee))
        if (!up.startsGoroutine) put(steps, up.caller, () => []).push({ ...up, callee });
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

function callsOf(state: State): readonly WayCall[] {
  const calls: WayCall[] = [];
  for (let at: State | undefined = state; at !== undefined; at = at.from) if (at.by !== undefined) calls.push(at.by);
  return calls.reverse();
}
