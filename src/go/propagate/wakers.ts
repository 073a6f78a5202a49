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
import type { Wait, WaitTable, Waker, Way } from '#program/custody-table.js';
import type { CallSite as CallPlace, FunctionInfo } from '#program/graph.js';
import type { CallSite } from './call-site.js';
import { type CallWays, createCallWays } from './call-ways.js';
import type { Engine, ReachedOperation } from './engine.js';
import { createSettings, type Settings } from './settings.js';
import { type NodeId, nothing } from './solver.js';
import type { AbstractObject } from './value.js';

/** Which calls wait, and which let them go on, by go/ssa name. */
export interface WaitRules {
  readonly wakersOf: (callee: string) => readonly string[] | undefined;
  readonly isPublic: (fn: Fn) => boolean;
}

/** The waits at places that `isThere` picks. */
export function waitsAt(engine: Engine, isThere: (pos: Pos) => boolean, rules: WaitRules): WaitTable {
  return new WakerSearch(engine, rules).waitsAt(isThere);
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
  readonly #waitsByFn = new Map<Fn, Pos[]>();

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
        isOneOfSeveral: (operation.select?.body.length ?? 0) > 1,
        hasDefault: operation.select?.body.some((clause) => clause.comm === undefined) === true,
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
      const { pos, channel, condition } = operation;
      const site: CallPlace = {
        pos,
        end: channel.end,
        lparen: pos,
        mode: 'static',
        kind: 'call',
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
      starters: ways.map((way) => this.#startersOf(way)),
      before: this.#before(ways[0], fn, site.pos),
    };
  }

  /** What other code may call so that the goroutine is started. */
  #startersOf({ begin, calls }: Way): FunctionInfo[] {
    const starter = begin === 'goroutine' && calls[0] !== undefined ? fnOf(calls[0].caller) : undefined;
    if (starter === undefined) return [];
    const found = this.#ways
      .to(starter)
      .flatMap(({ begin: other, calls: there }) =>
        other === 'api' || other === 'main' ? [there[0]?.caller ?? functionInfo(starter)] : [],
      );
    return [...new Set(found)];
  }

  /** Waits before the waker in its function, and before each call on the way in the function around it. */
  #before(way: Way | undefined, fn: Fn, pos: Pos): { readonly caller: FunctionInfo; readonly pos: Pos }[] {
    const places: (readonly [Fn, Pos])[] = [];
    for (const call of way?.begin === 'goroutine' ? way.calls.slice(1) : (way?.calls ?? [])) {
      const caller = fnOf(call.caller);
      if (caller !== undefined) places.push([caller, call.site.pos]);
    }
    places.push([fn, pos]);
    return places.flatMap(([around, until]) =>
      this.#waitsIn(around)
        .filter((at) => at < until)
        .map((at) => ({ caller: functionInfo(around), pos: at })),
    );
  }

  #waitsIn(fn: Fn): readonly Pos[] {
    let found = this.#waitsByFn.get(fn);
    if (found === undefined) {
      const all = new Set<Pos>();
      for (const { kind, select, pos } of this.#engine.body(fn).operations)
        if (kind !== 'close' && select?.body.some((clause) => clause.comm === undefined) !== true)
          all.add(select?.pos ?? pos);
      for (const site of this.#engine.sites)
        if (site.caller === fn && isUnbounded(this.#waitingCallee(site))) all.add(site.call.node.pos);
      found = [...all].sort((a, b) => a - b);
      this.#waitsByFn.set(fn, found);
    }
    return found;
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
