// Who can wake what waits: for a receive the sends to and closes of the same channel object, for a send its receives, for
// the waits of package sync the calls that end them on the same object. With each how control comes there, who can start
// its goroutine, and where that may wait first: a waker that is itself parked wakes nobody.

import { by, inOrder } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { ChannelOperation, Condition } from '#go/flow/body.js';
import { guardsOf } from '#go/flow/build-graph.js';
import { siteOf } from '#go/flow/callers.js';
import type { Fn } from '#go/flow/function.js';
import { fnOf, functionInfo } from '#go/flow/function-info.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Wait, WaitBefore, WaitTable, Waker, Way } from '#program/custody-table.js';
import type { CallSite as CallPlace } from '#program/graph.js';
import type { CallSite } from './call-site.js';
import { type CallWays, createCallWays, falseAmong } from './call-ways.js';
import type { Engine, ReachedOperation } from './engine.js';
import { createSettings, type Settings } from './settings.js';
import { type NodeId, nothing } from './solver.js';
import type { AbstractObject } from './value.js';

/** Calls between one and a wait below it; further down everything waits somewhere. */
const waitDepth = 8;

/** Ways along which waits are looked for. */
const shownWays = 3;

/** Which calls wait, and which let them go on, by go/ssa name. */
export interface WaitRules {
  readonly wakersOf: (callee: string) => readonly string[] | undefined;
  /** Which functions wait for something outside the program, such as what a peer sends, by go/ssa name. */
  readonly waitsOutside: (callee: string) => boolean;
  readonly isPublic: (fn: Fn) => boolean;
}

/** The waits at places that `isThere` picks. */
export function waitsAt(engine: Engine, isThere: (pos: Pos) => boolean, rules: WaitRules): WaitTable {
  return new WakerSearch(engine, rules).waitsAt(isThere);
}

/** With how many calls there are to the wait. */
interface Ranked extends WaitBefore {
  readonly rank: number;
}

/** What a wait or a waker is on: channel objects, or a field or variable where objects are not followed. */
interface Subject {
  readonly objects: ReadonlySet<AbstractObject>;
  readonly variable: Pos | undefined;
}

class WakerSearch {
  readonly #engine: Engine;
  readonly #rules: WaitRules;
  readonly #settings: Settings;
  readonly #ways: CallWays;
  readonly #waitsByFn = new Map<Fn, readonly Pos[]>();
  /** How many calls it is from a function to a wait. */
  #waiting: ReadonlyMap<Fn, number> | undefined;
  #sitesByCaller: ReadonlyMap<Fn, readonly CallSite[]> | undefined;

  constructor(engine: Engine, rules: WaitRules) {
    this.#engine = engine;
    this.#rules = rules;
    this.#settings = createSettings(engine);
    this.#ways = createCallWays(engine, rules.isPublic, this.#settings);
  }

  waitsAt(isThere: (pos: Pos) => boolean): WaitTable {
    const { operations, sites } = this.#engine;
    const waits = new Map<object, Wait>();
    for (const { operation, caller } of operations) {
      const isMeant = isThere(operation.pos) || (operation.select !== undefined && isThere(operation.select.pos));
      if (operation.kind === 'close' || !isMeant || waits.has(operation)) continue;
      const same = operations.filter((other) => other.operation === operation);
      waits.set(operation, {
        caller: functionInfo(caller),
        pos: operation.pos,
        kind: operation.kind,
        callee: '',
        select: operation.select?.pos,
        isOneOfSeveral: (operation.select?.body.length ?? 0) > 1,
        hasDefault: operation.select?.body.some((clause) => clause.comm === undefined) === true,
        nil: this.#settings.zeroOf(operation.channel, caller),
        wakers: this.#wakersOfOperation(operation, this.#subjectOf(same)),
      });
    }
    for (const site of sites) {
      const name = this.#waitingCallee(site);
      if (name === undefined || !isThere(site.call.node.pos) || waits.has(site.call.node)) continue;
      const same = sites.filter((other) => other.call.node === site.call.node);
      waits.set(site.call.node, {
        caller: functionInfo(site.caller),
        pos: site.call.node.pos,
        kind: 'call',
        callee: name,
        select: undefined,
        nil: undefined,
        isOneOfSeveral: false,
        hasDefault: false,
        wakers: this.#wakersOfCall(this.#rules.wakersOf(name) ?? [], this.#receiverOf(same)),
      });
    }
    return { waits: [...waits.values()].sort(by(({ pos }) => pos)) };
  }

  // ---- what is waited on -----------------------------------------------------------------------------------

  #subjectOf(operations: readonly ReachedOperation[]): Subject {
    const objects = new Set(operations.flatMap(({ node }) => this.#objectsAt(node)));
    const [first] = operations;
    return { objects, variable: first === undefined ? undefined : variableOf(first.operation.channel, first.caller) };
  }

  #receiverOf(sites: readonly CallSite[]): Subject {
    const objects = new Set(sites.flatMap(({ node }) => this.#objectsAt(node)));
    const [first] = sites;
    const fun = first === undefined ? undefined : withoutParens(first.call.node.fun);
    const variable = first === undefined || fun?.kind !== 'SelectorExpr' ? undefined : variableOf(fun.x, first.caller);
    return { objects, variable };
  }

  #objectsAt(node: NodeId): AbstractObject[] {
    if (node === nothing) return [];
    return this.#engine.solver.valuesAt(node).flatMap((value) => (value.kind === 'object' ? [value.object] : []));
  }

  #meets(subject: Subject, node: NodeId, expr: Expr, fn: Fn): boolean {
    const objects = this.#objectsAt(node);
    if (subject.objects.size > 0 && objects.length > 0) return objects.some((object) => subject.objects.has(object));
    // Of what no object is known, the same field or variable is taken for the same.
    return subject.variable !== undefined && variableOf(expr, fn) === subject.variable;
  }

  // ---- wakers ----------------------------------------------------------------------------------------------

  #wakersOfOperation(wait: ChannelOperation, subject: Subject): Waker[] {
    const wanted: ReadonlySet<ChannelOperation['kind']> = new Set(
      wait.kind === 'send' ? ['receive', 'range'] : ['close', 'send'],
    );
    const found = new Map<ChannelOperation, Waker>();
    for (const { operation, caller, node } of this.#engine.operations) {
      if (!wanted.has(operation.kind) || found.has(operation) || operation === wait) continue;
      if (!this.#meets(subject, node, operation.channel, caller)) continue;
      const { pos, channel, condition, isDeferred } = operation;
      const site: CallPlace = {
        pos,
        end: channel.end,
        lparen: pos,
        mode: 'static',
        kind: isDeferred ? 'defer' : 'call',
        guards: guardsOf(condition),
        switchedOn: [],
      };
      const kind = operation.kind === 'range' ? 'receive' : operation.kind;
      found.set(operation, this.#waker(caller, site, kind, condition));
    }
    return this.#sorted([...found.values()]);
  }

  #wakersOfCall(names: readonly string[], subject: Subject): Waker[] {
    const found = new Map<object, Waker>();
    for (const site of this.#engine.sites) {
      if (found.has(site.call.node)) continue;
      const callee = this.#calleeNames(site).find((name) => names.includes(name));
      const fun = withoutParens(site.call.node.fun);
      if (callee === undefined || fun.kind !== 'SelectorExpr') continue;
      if (!this.#meets(subject, site.node, fun.x, site.caller)) continue;
      found.set(site.call.node, this.#waker(site.caller, siteOf(site.call), 'call', site.call.condition));
    }
    return this.#sorted([...found.values()]);
  }

  #sorted(wakers: Waker[]): Waker[] {
    return wakers.sort(
      inOrder(
        by(({ caller }) => caller.name),
        by(({ site }) => site.pos),
      ),
    );
  }

  #waker(fn: Fn, site: CallPlace, kind: Waker['kind'], condition: Condition | undefined): Waker {
    const ways = this.#ways.to(fn);
    return {
      caller: functionInfo(fn),
      site,
      kind,
      truths: this.#settings.truthsOf(condition, fn),
      ways,
      starters: ways.some(({ begin, never }) => begin === 'goroutine' && never === undefined)
        ? this.#ways.entries(fn).map(functionInfo)
        : [],
      before: this.#before(ways, fn, site),
    };
  }

  /** Waits before the waker in its function, and before each call on the ways to it in the function around it. */
  #before(ways: readonly Way[], fn: Fn, site: CallPlace): WaitBefore[] {
    const found = new Map<Pos, Ranked>();
    const note = (around: Fn, { pos, kind }: CallPlace): void => {
      // What is deferred comes after everything else in the function.
      const until = kind === 'defer' ? around.node.end : pos;
      for (const one of this.#waitsIn(around))
        if (one.pos < until && one.pos !== pos && !found.has(one.pos)) found.set(one.pos, one);
    };
    for (const way of ways
      .filter(({ never, begin }) => never === undefined && begin !== 'nobody')
      .slice(0, shownWays)) {
      for (const call of way.begin === 'goroutine' ? way.calls.slice(1) : way.calls) {
        const caller = fnOf(call.caller);
        if (caller !== undefined) note(caller, call.site);
      }
    }
    note(fn, site);
    // What waits itself is surer than what calls something that may.
    return [...found.values()]
      .sort(
        inOrder(
          by(({ rank }) => rank),
          by(({ pos }) => pos),
        ),
      )
      .map(({ caller, pos, isCall }) => ({ caller, pos, isCall }));
  }

  /** Where a function waits itself, and its calls of functions that wait or call such. */
  #waitsIn(fn: Fn): readonly Ranked[] {
    const caller = functionInfo(fn);
    const found = new Map<Pos, Ranked>();
    for (const pos of this.#ownWaits(fn)) found.set(pos, { caller, pos, isCall: false, rank: 0 });
    this.#waiting ??= this.#functionsThatWait();
    for (const { call, callees } of this.#sitesOf(fn)) {
      const { pos } = call.node;
      if (call.kind === 'go' || call.kind === 'defer' || found.has(pos)) continue;
      let rank: number | undefined;
      for (const callee of callees.values()) {
        const calls = callee.fn === undefined ? undefined : this.#waiting.get(callee.fn);
        if (calls !== undefined) rank = Math.min(rank ?? calls, calls);
      }
      if (rank === undefined || falseAmong(this.#settings.truthsOf(call.condition, fn)) !== undefined) continue;
      found.set(pos, { caller, pos, isCall: true, rank: rank + 1 });
    }
    return [...found.values()];
  }

  /** Functions that wait for another goroutine or for what is outside, or that come to one that does in a few calls. */
  #functionsThatWait(): ReadonlyMap<Fn, number> {
    const all = new Set<Fn>();
    for (const { caller, callees } of this.#engine.sites) {
      all.add(caller);
      for (const { fn } of callees.values()) if (fn !== undefined) all.add(fn);
    }
    const found = new Map<Fn, number>();
    for (const fn of all) if (this.#rules.waitsOutside(fn.name) || this.#ownWaits(fn).length > 0) found.set(fn, 0);
    // A map that grows while it is walked is walked to its end, the nearest first.
    for (const [fn, calls] of found) {
      if (calls >= waitDepth) break;
      for (const { caller, startsGoroutine, truths } of this.#ways.up(fn))
        if (!startsGoroutine && !found.has(caller) && falseAmong(truths) === undefined) found.set(caller, calls + 1);
    }
    return found;
  }

  #ownWaits(fn: Fn): readonly Pos[] {
    let found = this.#waitsByFn.get(fn);
    if (found === undefined) {
      const all = new Set<Pos>();
      if (fn.body !== undefined)
        for (const { kind, select, pos } of this.#engine.body(fn).operations)
          if (kind !== 'close' && select?.body.some((clause) => clause.comm === undefined) !== true)
            all.add(select?.pos ?? pos);
      for (const site of this.#sitesOf(fn)) if (isUnbounded(this.#waitingCallee(site))) all.add(site.call.node.pos);
      found = [...all].sort((a, b) => a - b);
      this.#waitsByFn.set(fn, found);
    }
    return found;
  }

  #sitesOf(fn: Fn): readonly CallSite[] {
    if (this.#sitesByCaller === undefined) {
      const byCaller = new Map<Fn, CallSite[]>();
      for (const site of this.#engine.sites) {
        const list = byCaller.get(site.caller);
        if (list === undefined) byCaller.set(site.caller, [site]);
        else list.push(site);
      }
      this.#sitesByCaller = byCaller;
    }
    return this.#sitesByCaller.get(fn) ?? [];
  }

  #waitingCallee(site: CallSite): string | undefined {
    return this.#calleeNames(site).find((name) => this.#rules.wakersOf(name) !== undefined);
  }

  #calleeNames(site: CallSite): string[] {
    return [...site.callees.values()].flatMap(({ fn }) => (fn === undefined ? [] : [fn.name]));
  }
}

/** A lock is held for a moment; the others may wait for ever. */
function isUnbounded(callee: string | undefined): boolean {
  return callee !== undefined && !/Lock$/.test(callee);
}

/** The field or variable that an expression names, by where it is declared. */
function variableOf(expr: Expr, fn: Fn): Pos | undefined {
  const x = withoutParens(expr);
  if (x.kind === 'SelectorExpr') {
    const object = fn.info.selections.get(x)?.obj ?? fn.info.uses.get(x.sel);
    return object?.kind === 'Var' ? object.pos : undefined;
  }
  if (x.kind === 'UnaryExpr' && x.op === '&') return variableOf(x.x, fn);
  if (x.kind !== 'Ident') return undefined;
  const object = fn.info.uses.get(x) ?? fn.info.defs.get(x);
  return object?.kind === 'Var' ? object.pos : undefined;
}
