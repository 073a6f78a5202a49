// By which calls control comes to a function, upwards from it to where it begins: a function that others can call, the
// program's start, a goroutine. A function value that is called through a parameter is taken to be called by whoever
// gives it away: so `once.Do(f)` leads from the function that has this `f`, not from every user of `Do`.

import { by, inOrder } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { siteOf } from '#go/flow/callers.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import type { Truth, Way, WayBegin, WayCall } from '#program/custody-table.js';
import type { Callee, CallSite } from './call-site.js';
import type { Engine } from './engine.js';
import { reasonOf } from './reasons.js';
import type { Settings } from './settings.js';

/** A call, or the place that gives a function away, one step up from a function. */
export interface Up {
  readonly caller: Fn;
  readonly call: WayCall;
  readonly startsGoroutine: boolean;
  readonly truths: readonly (Truth | undefined)[];
}

export interface CallWays {
  /** Whether a call of the function stands in what the program runs. */
  isCalled(fn: Fn): boolean;
  /** Every function that comes to one of these without a goroutine between. */
  above(targets: Iterable<Fn>): ReadonlySet<Fn>;
  /** Every function that comes to one by calls alone, of function values too, without a goroutine between. */
  leading(target: Fn): ReadonlySet<Fn>;
  /** What the call with this parenthesis may reach. */
  calleesAt(lparen: Pos): readonly Fn[] | undefined;
  /** The calls that come straight to a function, by caller and place. */
  up(fn: Fn): readonly Up[];
  /**
   * The shortest ways to a function, at most one for each function and goroutine in which one begins: first those that can
   * be gone, then those that never are. Of others than functions that code outside may call and main not very many.
   */
  to(fn: Fn): readonly Way[];
  /** Why nothing ever comes to a function, also not by way of other goroutines; undefined if something may. */
  neverRun(fn: Fn): Truth | undefined;
  /** The functions that other code may call, and main, from which calls that can happen lead to a function. */
  entries(fn: Fn): readonly Fn[];
  /** The go statements from which calls that can happen lead to a function. */
  starts(fn: Fn): readonly Up[];
}

/** More ways than these are not read; every function that other code may call counts for who can do something. */
const wayLimit = 12;
const entryLimit = 48;
/** Calls between the place that gives a function value away and the one that calls it. */
const handOverDepth = 6;

/** With `goesOn` a way does not end at a function that other code may call, since the program may call it too. */
export function createCallWays(
  engine: Engine,
  isPublic: (fn: Fn) => boolean,
  settings: Settings,
  goesOn = false,
): CallWays {
  const { sites, callees, bodies, known, startsBetween } = indexOf(engine);

  const plain = (fn: Fn): readonly (readonly [CallSite, Callee])[] => sites.get(fn) ?? [];

  const upFrom = (fn: Fn): readonly Up[] => {
    let found = known.get(fn);
    if (found !== undefined) return found;
    const ups = new Map<string, Up>();
    for (const [site, callee] of plain(fn)) {
      const giver = site.mode === 'func' ? giverOf(site, callee) : undefined;
      const up = giver === undefined || giver.fn === site.caller ? direct(site, fn) : handedOver(site, giver, fn);
      const key = `${up.caller.name} ${up.call.site.pos} ${up.startsGoroutine}`;
      if (!ups.has(key)) ups.set(key, up);
    }
    found = [...ups.values()].sort(
      inOrder(
        // What never holds is the last way to show.
        by(({ truths }) => (truths.some((truth) => truth?.holds === false) ? 1 : 0)),
        by(({ caller }) => caller.name),
        by(({ call }) => call.site.pos),
      ),
    );
    known.set(fn, found);
    return found;
  };

  const direct = (site: CallSite, callee: Fn): Up => ({
    caller: site.caller,
    call: {
      caller: functionInfo(site.caller),
      callee: functionInfo(callee),
      site: siteOf(site.call, engine.body(site.caller)),
      isHandedOver: false,
    },
    startsGoroutine: site.call.kind === 'go',
    truths: settings.truthsOf(site.call.condition, site.caller),
  });

  const handedOver = (site: CallSite, giver: { readonly fn: Fn; readonly pos: Pos }, callee: Fn): Up => {
    const { fn, pos } = giver;
    const given = engine
      .body(fn)
      .calls.filter(({ node }) => node.pos <= pos && pos < node.end)
      .sort((a, b) => a.node.end - a.node.pos - (b.node.end - b.node.pos))[0];
    return {
      caller: fn,
      call: {
        caller: functionInfo(fn),
        callee: functionInfo(callee),
        site:
          given === undefined
            ? { pos, end: pos, lparen: pos, mode: 'func', kind: 'call', guards: [], switchedOn: [] }
            : siteOf(given),
        isHandedOver: true,
      },
      startsGoroutine: site.call.kind === 'go' || startsBetween(fn, site.caller),
      truths: settings.truthsOf(given?.condition, fn),
    };
  };

  /** Where the function value began that is called there. */
  const giverOf = (site: CallSite, callee: Callee): { readonly fn: Fn; readonly pos: number } | undefined => {
    const first = reasonOf(engine, site, callee).find(({ kind }) => kind === 'function');
    const fn = first === undefined ? undefined : bodies(first.pos, callee.fn);
    return first === undefined || fn === undefined ? undefined : { fn, pos: first.pos };
  };

  const to = (target: Fn): readonly Way[] => {
    const ways: Way[] = [];
    const begins = new Set<string>();
    let entries = 0;
    for (const isNever of [false, true]) {
      const isFull = (begin: WayBegin): boolean =>
        begin === 'api' || begin === 'main' ? entries >= entryLimit : ways.length - entries >= wayLimit;
      const add = (begin: WayBegin, key: string, { calls, truths, never }: WayPart): void => {
        if ((never !== undefined || begin === 'nobody') !== isNever || begins.has(key) || isFull(begin)) return;
        begins.add(key);
        if (begin === 'api' || begin === 'main') entries++;
        ways.push({ begin, calls, truths, never });
      };
      const seen = new Set<Fn>([target]);
      let level: readonly WayPart[] = [{ fn: target, calls: [], truths: [], never: undefined }];
      while (level.length > 0) {
        const next: WayPart[] = [];
        for (const way of level) {
          const { fn, calls } = way;
          const begin = beginOf(fn);
          if (begin !== undefined) add(begin, fn.name, way);
          if (begin === 'api' && !goesOn) continue;
          const ups = upFrom(fn);
          if (ups.length === 0 && begin === undefined) add(isCalledByRuntime(fn) ? 'runtime' : 'nobody', fn.name, way);
          for (const up of ups) {
            const never = way.never ?? falseAmong(up.truths) ?? (up.startsGoroutine ? neverRun(up.caller) : undefined);
            if (!isNever && never !== undefined) continue;
            const longer = { fn: up.caller, calls: [up.call, ...calls], truths: up.truths, never };
            if (up.startsGoroutine) add('goroutine', `go ${fn.name} ${up.call.site.pos}`, longer);
            else if (!seen.has(up.caller)) {
              seen.add(up.caller);
              next.push(longer);
            }
          }
        }
        level = next;
      }
    }
    return ways;
  };

  const runs = new Map<Fn, Truth | undefined>();

  const neverRun = (fn: Fn): Truth | undefined => {
    if (runs.has(fn)) return runs.get(fn);
    let isRun = false;
    const seen = new Set([fn]);
    const blocked: Truth[] = [];
    for (const at of seen) {
      const ups = upFrom(at);
      isRun = beginOf(at) !== undefined || (ups.length === 0 && isCalledByRuntime(at));
      isRun ||= runs.has(at) && runs.get(at) === undefined;
      if (isRun) break;
      for (const { caller, truths } of ups) {
        const never = falseAmong(truths);
        if (never === undefined) seen.add(caller);
        else blocked.push(never);
      }
    }
    const name = fn.object?.name ?? 'what is around it';
    const never: Truth | undefined = isRun
      ? undefined
      : (blocked[0] ?? { holds: false, because: `nothing that the program runs calls ${name}`, pos: fn.pos });
    runs.set(fn, never);
    return never;
  };

  /** The functions above one whose calls can happen, up to those that other code may call, and the go statements there. */
  const upward = (target: Fn): { readonly entries: readonly Fn[]; readonly starts: readonly Up[] } => {
    let found = upwards.get(target);
    if (found !== undefined) return found;
    const entered: Fn[] = [];
    const started: Up[] = [];
    const seen = new Set([target]);
    for (const fn of seen) {
      const begin = beginOf(fn);
      if (begin === 'api' || begin === 'main') entered.push(fn);
      if (begin === 'api') continue;
      for (const up of upFrom(fn)) {
        if (falseAmong(up.truths) !== undefined) continue;
        if (up.startsGoroutine) started.push(up);
        else seen.add(up.caller);
      }
    }
    found = { entries: entered.sort(by(({ name }) => name)), starts: started };
    upwards.set(target, found);
    return found;
  };
  const upwards = new Map<Fn, ReturnType<typeof upward>>();

  const beginOf = (fn: Fn): WayBegin | undefined => {
    if (fn.kind === 'initializer') return 'init';
    if (fn.kind === 'literal') return undefined;
    const name = fn.object?.name;
    if (fn.object?.type.recv === undefined && name === 'main' && fn.pkg.name === 'main') return 'main';
    if (fn.object?.type.recv === undefined && name === 'init') return 'init';
    return isPublic(fn) ? 'api' : undefined;
  };

  const isCalledByRuntime = (fn: Fn): boolean => fn.kind === 'literal';

  const above = (targets: Iterable<Fn>): ReadonlySet<Fn> => {
    const found = new Set(targets);
    // A set that grows while it is walked is walked to its end.
    for (const fn of found)
      for (const { caller, startsGoroutine } of upFrom(fn)) if (!startsGoroutine) found.add(caller);
    return found;
  };

  const leading = (target: Fn): ReadonlySet<Fn> => {
    const found = new Set([target]);
    for (const fn of found) for (const [site] of plain(fn)) if (site.call.kind !== 'go') found.add(site.caller);
    return found;
  };

  const calleesAt = (lparen: Pos): readonly Fn[] | undefined => callees.get(lparen);

  return {
    leading,
    calleesAt,
    isCalled: (fn) => upFrom(fn).length > 0,
    above,
    up: upFrom,
    to,
    neverRun,
    entries: (fn) => upward(fn).entries,
    starts: (fn) => upward(fn).starts,
  };
}

interface CallIndex {
  readonly sites: ReadonlyMap<Fn, readonly (readonly [CallSite, Callee])[]>;
  /** The innermost function around a position, other than the one that begins there. */
  readonly bodies: (pos: number, but: Fn | undefined) => Fn | undefined;
  /** What calls reach, by their parenthesis: of calls in a chain the beginning is the same. */
  readonly callees: ReadonlyMap<Pos, readonly Fn[]>;
  /** The calls one step up that have been asked for. */
  readonly known: Map<Fn, readonly Up[]>;
  /** Whether the first of the short ways from one function to another starts a goroutine. */
  readonly startsBetween: (from: Fn, to: Fn) => boolean;
}

/** A program is followed once and asked often. */
const indices = new WeakMap<Engine, CallIndex>();

function indexOf(engine: Engine): CallIndex {
  let index = indices.get(engine);
  if (index === undefined) {
    const sites = sitesByCallee(engine);
    index = {
      callees: calleesByPlace(engine),
      sites,
      bodies: enclosing(engine),
      known: new Map(),
      startsBetween: startsOnWays(sites),
    };
    indices.set(engine, index);
  }
  return index;
}

/** A way as far as it is known. */
interface WayPart {
  readonly fn: Fn;
  readonly calls: readonly WayCall[];
  readonly truths: readonly (Truth | undefined)[];
  readonly never: Truth | undefined;
}

/** The condition that never holds, if one is known. */
export function falseAmong(truths: readonly (Truth | undefined)[]): Truth | undefined {
  return truths.find((truth) => truth?.holds === false);
}

function calleesByPlace(engine: Engine): ReadonlyMap<Pos, readonly Fn[]> {
  const found = new Map<Pos, Fn[]>();
  for (const { call, callees } of engine.sites) {
    for (const { fn } of callees.values()) {
      if (fn === undefined) continue;
      const list = found.get(call.node.lparen);
      if (list === undefined) found.set(call.node.lparen, [fn]);
      else if (!list.includes(fn)) list.push(fn);
    }
  }
  return found;
}

function sitesByCallee(engine: Engine): ReadonlyMap<Fn, readonly (readonly [CallSite, Callee])[]> {
  const found = new Map<Fn, (readonly [CallSite, Callee])[]>();
  for (const site of engine.sites) {
    for (const callee of site.callees.values()) {
      if (callee.fn === undefined) continue;
      const list = found.get(callee.fn);
      if (list === undefined) found.set(callee.fn, [[site, callee]]);
      else list.push([site, callee]);
    }
  }
  return found;
}

/**
 * From every function to those a few calls below it, the nearest way first: whether that starts a goroutine. A function such
 * as `Once.Do` is asked about for each function that it is given, so what leads to it is looked for once.
 */
function startsOnWays(sites: ReadonlyMap<Fn, readonly (readonly [CallSite, Callee])[]>): (from: Fn, to: Fn) => boolean {
  /** The callers of a function in the order of its calls, each with the kind of its first call. */
  const callers = new Map<Fn, readonly (readonly [Fn, boolean])[]>();
  const callersOf = (fn: Fn): readonly (readonly [Fn, boolean])[] => {
    let found = callers.get(fn);
    if (found === undefined) {
      const first = new Map<Fn, boolean>();
      for (const [{ caller, call }] of sites.get(fn) ?? [])
        if (!first.has(caller)) first.set(caller, call.kind === 'go');
      callers.set(fn, (found = [...first]));
    }
    return found;
  };
  const started = new Map<Fn, ReadonlySet<Fn>>();
  /** Of the functions from which a few calls lead to one, those from which the nearest way starts a goroutine. */
  const startersOf = (to: Fn): ReadonlySet<Fn> => {
    const found = new Set<Fn>();
    const seen = new Set<Fn>([to]);
    let level: readonly (readonly [Fn, boolean])[] = [[to, false]];
    for (let depth = 0; depth < handOverDepth && level.length > 0; depth++) {
      const next: (readonly [Fn, boolean])[] = [];
      for (const [fn, before] of level) {
        for (const [caller, isGo] of callersOf(fn)) {
          if (seen.has(caller)) continue;
          seen.add(caller);
          if (before || isGo) found.add(caller);
          next.push([caller, before || isGo]);
        }
      }
      level = next;
    }
    return found;
  };
  return (from, to) => {
    let starters = started.get(to);
    if (starters === undefined) started.set(to, (starters = startersOf(to)));
    return starters.has(from);
  };
}

function enclosing(engine: Engine): (pos: number, but: Fn | undefined) => Fn | undefined {
  const all = new Set<Fn>();
  for (const site of engine.sites) {
    all.add(site.caller);
    for (const { fn } of site.callees.values()) if (fn !== undefined) all.add(fn);
  }
  const sorted = [...all].sort(
    inOrder(
      by((fn) => fn.node.pos),
      by((fn) => -fn.node.end),
    ),
  );
  return (pos, but) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.node.pos ?? 0) <= pos) low = middle + 1;
      else high = middle;
    }
    // Functions nest: the innermost is the last that has begun and not ended.
    for (let at = low - 1; at >= 0; at--) {
      const fn = sorted[at];
      if (fn !== undefined && fn !== but && fn.node.pos <= pos && pos < fn.node.end) return fn;
      if (fn !== undefined && fn.parent === undefined && fn.node.end <= pos && fn.kind === 'declared') return undefined;
    }
    return undefined;
  };
}
