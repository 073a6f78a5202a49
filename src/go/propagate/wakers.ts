// Who can wake what waits: for a receive the sends to and closes of the same channel object, for a send its receives, for
// the waits of package sync the calls that end them on the same object. With each how control comes there, who can start
// its goroutine, and where that may wait first: a waker that is itself parked wakes nobody.

import { by, inOrder } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { ChannelOperation, Condition } from '#go/flow/body.js';
import { classify } from '#go/flow/call-mode.js';
import { siteOf } from '#go/flow/callers.js';
import type { Fn } from '#go/flow/function.js';
import { fnOf, functionInfo } from '#go/flow/function-info.js';
import { guardsOf } from '#go/flow/guards.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr } from '#go/syntax/ast.js';
import { compareConstants, makeInt } from '#go/types/constant.js';
import type { Truth, Wait, WaitBefore, WaitTable, Waker, Way } from '#program/custody-table.js';
import type { CallSite as CallPlace, FunctionInfo } from '#program/graph.js';
import type { CallSite } from './call-site.js';
import { type CallWays, createCallWays, falseAmong, type Up } from './call-ways.js';
import type { Engine, ReachedOperation } from './engine.js';
import { OwnSlots } from './own-slots.js';
import { valueSteps } from './reasons.js';
import { createSettings, type Settings } from './settings.js';
import { type NodeId, nothing } from './solver.js';
import type { AbstractObject } from './value.js';
import { varOf } from './variable-of.js';
import { comesAfter, contextOf, isTextMaker, timerOf } from './wait-shapes.js';

/** Calls between one and a wait below it; further down everything waits somewhere. */
const waitDepth = 8;

/** Ways along which waits are looked for. */
const shownWays = 3;

/** Goroutines that start one another on the way to a waker, and go statements of one that are looked at. */
const startDepth = 4;
const startLimit = 6;

/** Which calls wait, and which let them go on, by go/ssa name. */
export interface WaitRules {
  readonly wakersOf: (callee: string) => readonly string[] | undefined;
  /** Which functions wait for something outside the program, such as what a peer sends, by go/ssa name. */
  readonly waitsOutside: (callee: string) => boolean;
  readonly isPublic: (fn: Fn) => boolean;
  /**
   * Whether a function comes to another, and to the call there with this parenthesis, on its own goroutine once calls are told
   * apart; undefined if that is not known. `among` so many that it is asked of.
   */
  readonly comesTo?: (
    from: FunctionInfo,
    to: FunctionInfo,
    lparen: Pos | undefined,
    among: number,
  ) => boolean | undefined;
  /** Whether a function runs in what was asked about, where that is known: ways through such functions come first. */
  readonly isWalked?: (fn: FunctionInfo) => boolean;
}

/** Answers for one program; what is found for one question is kept for the others. */
export interface WakerSearch {
  /** The waits at places that `isThere` picks; `tellsEntries`: also which functions that other code may call come to them. */
  waitsAt(isThere: (pos: Pos) => boolean, tellsEntries?: boolean): WaitTable;
}

export function createWakerSearch(engine: Engine, rules: WaitRules): WakerSearch {
  return new Search(engine, rules);
}

/** With how many calls there are to the wait. */
interface Ranked extends WaitBefore {
  readonly rank: number;
}

/** What a wait or a waker is on: channel objects, or a field or variable where objects are not followed. */
interface Subject {
  readonly objects: ReadonlySet<AbstractObject>;
  readonly variable: Pos | undefined;
  /** The calls of constructors that gave the objects. */
  readonly madeBy: ReadonlySet<Pos>;
}

class Search implements WakerSearch {
  readonly #engine: Engine;
  readonly #rules: WaitRules;
  readonly #settings: Settings;
  readonly #ways: CallWays;
  readonly #slots: OwnSlots;
  readonly #constructed = new Map<NodeId, ReadonlySet<Pos>>();
  readonly #starters = new Map<Fn, Pick<Waker, 'starters' | 'isStartedByOthers'>>();
  readonly #waitsByFn = new Map<Fn, readonly Pos[]>();
  /** How many calls it is from a function to a wait. */
  #waiting: ReadonlyMap<Fn, number> | undefined;
  #callPlaces: ReadonlySet<Pos> | undefined;
  #sitesByCaller: ReadonlyMap<Fn, readonly CallSite[]> | undefined;

  constructor(engine: Engine, rules: WaitRules) {
    this.#engine = engine;
    this.#rules = rules;
    this.#settings = createSettings(engine);
    this.#ways = createCallWays(engine, rules.isPublic, this.#settings);
    this.#slots = new OwnSlots(engine, ({ channel }, fn) => variableOf(channel, fn));
  }

  waitsAt(isThere: (pos: Pos) => boolean, tellsEntries = false): WaitTable {
    const { operations, sites } = this.#engine;
    const waits = new Map<object, Wait>();
    for (const { operation, caller } of operations) {
      const isMeant = isThere(operation.pos) || (operation.select !== undefined && isThere(operation.select.pos));
      if (operation.kind === 'close' || !isMeant || waits.has(operation)) continue;
      if (this.#slots.givesBack(operation, caller)) continue;
      const same = operations.filter((other) => other.operation === operation);
      const found = this.#wakersOfOperation(operation, caller, this.#subjectOf(same));
      const own = this.#closedBefore(operation, caller);
      const others = found.filter(({ site }) => !own.has(site.pos));
      // Where nobody else is known, another call of the function may have closed it.
      const isOthers = own.size > 0 && others.some(({ ways }) => ways.some(({ never }) => never === undefined));
      const wakers = isOthers ? others : found;
      const nil = this.#settings.zeroOf(operation.channel, caller);
      waits.set(operation, {
        caller: functionInfo(caller),
        pos: operation.pos,
        kind: operation.kind,
        callee: '',
        select: operation.select?.pos,
        isOneOfSeveral: (operation.select?.body.length ?? 0) > 1,
        hasDefault: operation.select?.body.some((clause) => clause.comm === undefined) === true,
        never: this.#neverAt(operation, caller),
        ...(isOthers ? { closedBefore: found.flatMap(({ site }) => (own.has(site.pos) ? [site.pos] : [])) } : {}),
        nil,
        context: contextOf(operation.channel, caller),
        ...(wakers.length === 0 && nil === undefined ? timerOf(operation.channel, caller) : {}),
        wakers,
        watch: undefined,
        entries: tellsEntries ? this.#entriesOf(caller) : [],
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
        never: this.#neverAt(site.call, site.caller),
        context: undefined,
        watch: undefined,
        entries: tellsEntries ? this.#entriesOf(site.caller) : [],
        wakers: this.#wakersOfCall(this.#rules.wakersOf(name) ?? [], this.#receiverOf(same)),
      });
    }
    return { waits: [...waits.values()].sort(by(({ pos }) => pos)) };
  }

  /** Where the function closes a channel and goes on to a wait. */
  #closedBefore(wait: ChannelOperation, fn: Fn): ReadonlySet<Pos> {
    if (fn.body === undefined) return new Set();
    const places = this.#engine.body(fn).operations.flatMap((operation) => {
      const isBefore = operation.kind === 'close' && !operation.isDeferred && operation.pos < wait.pos;
      return isBefore && comesAfter(operation.condition, wait.condition) ? [operation.pos] : [];
    });
    return new Set(places);
  }

  /** Why a place is never come to in its function. */
  #neverAt({ condition }: { readonly condition: Condition | undefined }, fn: Fn): Truth | undefined {
    return falseAmong(this.#settings.truthsOf(condition, fn));
  }

  /** Those that are known to come to the function, where that is looked for. */
  #entriesOf(fn: Fn): FunctionInfo[] {
    const { comesTo } = this.#rules;
    if (comesTo === undefined) return [];
    const entries = this.#ways.entries(fn);
    return entries
      .map(functionInfo)
      .filter((entry) => comesTo(entry, functionInfo(fn), undefined, entries.length) === true);
  }

  /**
   * Who starts the goroutines that come to a function: the functions that come to their go statements, and if no such function
   * is known, those that come to the go statements of the goroutines in which these stand, and so on.
   */
  #startersOf(fn: Fn): Pick<Waker, 'starters' | 'isStartedByOthers'> {
    const answered = this.#starters.get(fn);
    if (answered !== undefined) return answered;
    let isStartedByOthers = false;
    const known = new Set<Fn>();
    const possible = new Set<Fn>();
    const seen = new Set<Pos>();
    let starts = this.#ways.starts(fn);
    for (let depth = 0; depth < startDepth && starts.length > 0 && known.size + possible.size === 0; depth++) {
      const next: Up[] = [];
      for (const { caller, call } of starts.slice(0, startLimit)) {
        if (seen.has(call.site.lparen)) continue;
        seen.add(call.site.lparen);
        const entries = this.#ways.entries(caller);
        for (const entry of entries) {
          const comes = this.#rules.comesTo?.(
            functionInfo(entry),
            functionInfo(caller),
            call.site.lparen,
            entries.length,
          );
          if (comes !== false) (comes === true ? known : possible).add(entry);
        }
        next.push(...this.#ways.starts(caller));
      }
      isStartedByOthers = next.length > 0 || starts.length > startLimit;
      starts = next;
    }
    // What is known to start it says more than what may.
    const shown = known.size > 0 ? known : possible;
    const found = {
      starters: [...shown].sort(by(({ name }) => name)).map(functionInfo),
      isStartedByOthers: shown.size > 0 && (isStartedByOthers || (known.size > 0 && possible.size > 0)),
    };
    this.#starters.set(fn, found);
    return found;
  }

  // ---- what is waited on -----------------------------------------------------------------------------------

  #subjectOf(operations: readonly ReachedOperation[]): Subject {
    const objects = new Set(operations.flatMap(({ node }) => this.#objectsAt(node)));
    const [first] = operations;
    return {
      objects,
      variable: first === undefined ? undefined : variableOf(first.operation.channel, first.caller),
      madeBy: new Set(operations.flatMap(({ node }) => [...this.#madeBy(node)])),
    };
  }

  #receiverOf(sites: readonly CallSite[]): Subject {
    const objects = new Set(sites.flatMap(({ node }) => this.#objectsAt(node)));
    const [first] = sites;
    const fun = first === undefined ? undefined : withoutParens(first.call.node.fun);
    const variable = first === undefined || fun?.kind !== 'SelectorExpr' ? undefined : variableOf(fun.x, first.caller);
    return { objects, variable, madeBy: new Set(sites.flatMap(({ node }) => [...this.#madeBy(node)])) };
  }

  #objectsAt(node: NodeId): AbstractObject[] {
    if (node === nothing) return [];
    return this.#engine.solver.valuesAt(node).flatMap((value) => (value.kind === 'object' ? [value.object] : []));
  }

  #meets(subject: Subject, node: NodeId, expr: Expr, fn: Fn): boolean {
    const objects = this.#objectsAt(node);
    const variable = variableOf(expr, fn);
    if (subject.objects.size > 0 && objects.length > 0) {
      const shared = objects.filter((object) => subject.objects.has(object));
      if (shared.length === 0) return false;
      // The object that stands for all of a type says as little as no object.
      if (shared.every(({ kind }) => kind === 'any')) return variable === undefined || variable === subject.variable;
      // One constructor makes the objects of all: those of two calls of it, kept in two fields, are not the same.
      const made = this.#madeFor(node, expr, fn);
      const isElsewhere = subject.madeBy.size > 0 && made.size > 0 && ![...made].some((pos) => subject.madeBy.has(pos));
      return variable === undefined || variable === subject.variable || !isElsewhere;
    }
    // Of what no object is known, the same field or variable is taken for the same.
    return subject.variable !== undefined && variable === subject.variable;
  }

  /** The calls of constructors that gave what a field, or a variable that is set once, holds; of others nothing is known. */
  #madeFor(node: NodeId, expr: Expr, fn: Fn): ReadonlySet<Pos> {
    const variable = varOf(expr, fn);
    if (variable?.role === 'field') return this.#madeBy(node);
    if (variable?.role !== 'local') return new Set();
    let around = fn;
    while (around.parent !== undefined && this.#engine.body(around).defs.get(variable) === undefined)
      around = around.parent;
    const { defs, stored } = this.#engine.body(around);
    const [def, ...others] = defs.get(variable) ?? [];
    if (def?.kind !== 'source' || others.length > 0 || stored.has(variable) || def.source.kind !== 'expr')
      return new Set();
    const call = withoutParens(def.source.expr);
    const called = call.kind === 'CallExpr' ? classify(call, around) : undefined;
    const maker = called?.kind === 'function' ? this.#engine.fnOf(called.object) : undefined;
    const isMaker = ({ pos, kind }: { readonly pos: Pos; readonly kind: string } = { pos: -1, kind: '' }): boolean =>
      kind === 'allocation' && maker !== undefined && maker.node.pos <= pos && pos < maker.node.end;
    const values = this.#engine.solver.valuesAt(node);
    return values.every((value) => isMaker(valueSteps(this.#engine, node, value)[0])) ? new Set([call.pos]) : new Set();
  }

  /** The calls of constructors that gave what is at a node, as far as reasons are kept: the first way of each value. */
  #madeBy(node: NodeId): ReadonlySet<Pos> {
    let found = this.#constructed.get(node);
    if (found === undefined) {
      found = new Set(
        this.#engine.solver.valuesAt(node).flatMap((value) => {
          const steps = value.kind === 'object' ? valueSteps(this.#engine, node, value) : [];
          if (steps[0]?.kind !== 'allocation') return [];
          // First comes the return statement of the constructor itself, which all its calls share.
          return steps.find(({ kind, pos }) => kind === 'return' && this.#isCall(pos))?.pos ?? [];
        }),
      );
      this.#constructed.set(node, found);
    }
    return found;
  }

  #isCall(pos: Pos): boolean {
    this.#callPlaces ??= new Set(this.#engine.sites.map(({ call }) => call.node.pos));
    return this.#callPlaces.has(pos);
  }

  // ---- wakers ----------------------------------------------------------------------------------------------

  #wakersOfOperation(wait: ChannelOperation, waitFn: Fn, subject: Subject): Waker[] {
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
        guards: guardsOf(condition, this.#engine.body(caller)),
        switchedOn: [],
      };
      const kind = operation.kind === 'range' ? 'receive' : operation.kind;
      const met = this.#metBefore(wait, waitFn, operation, caller);
      found.set(operation, this.#waker(caller, site, kind, condition, met));
    }
    return this.#sorted([...found.values()]);
  }

  #wakersOfCall(names: readonly string[], subject: Subject): Waker[] {
    const found = new Map<object, Waker>();
    for (const site of this.#engine.sites) {
      if (found.has(site.call.node)) continue;
      const callee = this.#calleeNames(site).find((name) => names.includes(name));
      const fun = withoutParens(site.call.node.fun);
      if (callee === undefined || fun.kind !== 'SelectorExpr' || countsUp(site)) continue;
      if (!this.#meets(subject, site.node, fun.x, site.caller)) continue;
      found.set(
        site.call.node,
        this.#waker(
          site.caller,
          siteOf(site.call, this.#engine.body(site.caller)),
          'call',
          site.call.condition,
          undefined,
        ),
      );
    }
    return this.#sorted([...found.values()]);
  }

  /**
   * Where the two have met before: the wait stands in the case of a select that hands something over, and its waker in the
   * case that takes it, over a channel without room. What the waker waited for before that is over then.
   */
  #metBefore(wait: ChannelOperation, waitFn: Fn, waker: ChannelOperation, wakerFn: Fn): Pos | undefined {
    const given = this.#caseAround(wait, waitFn);
    const taken = this.#caseAround(waker, wakerFn);
    if (given === undefined || taken === undefined || given === taken) return undefined;
    const kinds = new Set([given.kind, taken.kind]);
    if (!kinds.has('send') || !kinds.has('receive') || !this.#slots.isWithoutRoom(given)) return undefined;
    const operations = this.#engine.operations.filter(({ operation }) => operation === given);
    const subject = this.#subjectOf(operations);
    const meets = this.#engine.operations.some(
      ({ operation, caller, node }) => operation === taken && this.#meets(subject, node, operation.channel, caller),
    );
    return meets ? taken.pos : undefined;
  }

  /** The operation of the case of a select in which something stands. */
  #caseAround({ condition }: ChannelOperation, fn: Fn): ChannelOperation | undefined {
    for (let c = condition; c !== undefined; c = c.outer) {
      const comm = c.kind === 'comm' && c.clause?.kind === 'CommClause' ? c.clause.comm : undefined;
      if (comm === undefined) continue;
      return this.#engine.body(fn).operations.find(({ pos }) => comm.pos <= pos && pos < comm.end);
    }
    return undefined;
  }

  #sorted(wakers: Waker[]): Waker[] {
    return wakers.sort(
      inOrder(
        by(({ caller }) => caller.name),
        by(({ site }) => site.pos),
      ),
    );
  }

  /** `since`: what the goroutine did before that place it has done when the wait begins. */
  #waker(
    fn: Fn,
    site: CallPlace,
    kind: Waker['kind'],
    condition: Condition | undefined,
    since: Pos | undefined,
  ): Waker {
    const ways = this.#nearFirst(this.#ways.to(fn));
    return {
      caller: functionInfo(fn),
      site,
      kind,
      truths: this.#settings.truthsOf(condition, fn),
      ways,
      isInitial: ways.length > 0 && ways.every(({ begin, never }) => begin === 'init' || never !== undefined),
      ...(ways.some(isByGoroutine) && ways.filter(({ never }) => never === undefined).every(isByGoroutine)
        ? this.#startersOf(fn)
        : { starters: [], isStartedByOthers: false }),
      through: [],
      before: this.#before(since === undefined ? ways : [], fn, site).filter(
        ({ pos }) => since === undefined || pos > since,
      ),
    };
  }

  #nearFirst(ways: readonly Way[]): readonly Way[] {
    return ways.toSorted(by((way) => (this.#isNear(way) ? 0 : 1)));
  }

  /** Whether all that calls on a way runs in what was asked about; of all where that is not known. */
  #isNear({ calls }: Way): boolean {
    const { isWalked } = this.#rules;
    return isWalked === undefined || calls.every(({ caller }) => isWalked(caller));
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
    const live = ways.filter(({ never, begin }) => never === undefined && begin !== 'nobody');
    // What others of the program do before they come there says nothing of what was asked about.
    const near = live.filter((way) => this.#isNear(way));
    for (const way of (near.length > 0 ? near : live).slice(0, shownWays)) {
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
    for (const fn of all) if (isTextMaker(fn)) all.delete(fn);
    for (const fn of all) if (this.#rules.waitsOutside(fn.name) || this.#ownWaits(fn).length > 0) found.set(fn, 0);
    // A map that grows while it is walked is walked to its end, the nearest first.
    for (const [fn, calls] of found) {
      if (calls >= waitDepth) break;
      for (const { caller, startsGoroutine, truths } of this.#ways.up(fn))
        if (!startsGoroutine && !found.has(caller) && !isTextMaker(caller) && falseAmong(truths) === undefined)
          found.set(caller, calls + 1);
    }
    return found;
  }

  #ownWaits(fn: Fn): readonly Pos[] {
    let found = this.#waitsByFn.get(fn);
    if (found === undefined) {
      const all = new Set<Pos>();
      if (fn.body !== undefined)
        for (const operation of this.#engine.body(fn).operations) {
          const { kind, select, pos } = operation;
          const isPoll = select?.body.some((clause) => clause.comm === undefined) === true;
          if (kind === 'close' || isPoll || this.#slots.givesBack(operation, fn)) continue;
          if (this.#neverAt(operation, fn) === undefined) all.add(select?.pos ?? pos);
        }
      for (const site of this.#sitesOf(fn))
        if (isUnbounded(this.#waitingCallee(site)) && this.#neverAt(site.call, fn) === undefined)
          all.add(site.call.node.pos);
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

function isByGoroutine({ begin, never }: Way): boolean {
  return begin === 'goroutine' && never === undefined;
}

/** A lock is held for a moment; the others may wait for ever. */
function isUnbounded(callee: string | undefined): boolean {
  return callee !== undefined && !/Lock$/.test(callee);
}

/** The field or variable that an expression names, by where it is declared. */
function variableOf(expr: Expr, fn: Fn): Pos | undefined {
  return varOf(expr, fn)?.pos;
}

/** Whether a call of `Add` makes the wait longer: it is given a number above zero. */
function countsUp({ call, caller }: CallSite): boolean {
  const [argument] = call.node.args;
  const value = argument === undefined ? undefined : caller.info.types.get(withoutParens(argument))?.value;
  return value?.kind === 'int' && compareConstants(value, '>', makeInt(0));
}
