// Who acquires, holds and releases a resource, asked of a followed program: from the places where the resource is held its
// values are spread over everything that they flow to; a call of a release method on one of these can release it.
// Over-approximates: a part of one object of a type counts as the same part of all of them.

import { by, inOrder } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import { siteOf } from '#go/flow/callers.js';
import type { Fn } from '#go/flow/function.js';
import { fnOf, functionInfo } from '#go/flow/function-info.js';
import { guardsOf } from '#go/flow/guards.js';
import { withoutParens } from '#go/flow/program-index.js';
import { lookupMethod } from '#go/types/lookup.js';
import { type Named, type Type, unalias, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { Acquisition, Closer, CustodyTable, Release, Way, WayCall } from '#program/custody-table.js';
import type { CallSite as CallPlace, FunctionInfo } from '#program/graph.js';
import { createAwaited, type WakersOf } from './awaited.js';
import type { CallSite } from './call-site.js';
import { type CallWays, createCallWays, falseAmong, type Up } from './call-ways.js';
import type { CustodySubject, Start } from './custody-subject.js';
import type { Engine } from './engine.js';
import { holdings } from './holders.js';
import { idleReleases } from './idle-releases.js';
import { valueSteps } from './reasons.js';
import { createSettings, type Settings } from './settings.js';
import { type NodeId, nothing } from './solver.js';
import type { Value } from './value.js';

export interface CustodyRules {
  /** Whether code outside the main module can call it. */
  readonly isPublic: (fn: Fn) => boolean;
  /** Whether a method of this name lets go of what it is called on. */
  readonly isRelease: (name: string) => boolean;
  /** Whether a name says that something is let go of, also in part: `CloseIdleConnections`. */
  readonly isReleaseLike: (name: string) => boolean;
  /** By which calls a call that waits is let go on; undefined of what does not wait. */
  readonly wakersOf: WakersOf;
  /** Every call that may come to the function, also in what nothing runs. */
  readonly callersOf: (fn: FunctionInfo) => readonly NamedCall[];
  /** The same by name alone, also in code that nothing mentions. */
  readonly callersAnywhere: (fn: FunctionInfo) => readonly NamedCall[];
}

/** A call by name, or through an interface that the receiver implements. */
export interface NamedCall {
  readonly caller: FunctionInfo;
  readonly site: CallPlace;
  /** Whether it may as well go elsewhere. */
  readonly isPossible: boolean;
}

export function custodyOf(engine: Engine, subject: CustodySubject, rules: CustodyRules): CustodyTable {
  const starts = startsOf(engine, subject);
  const flows = subject.kind === 'type' ? asFlows(starts) : engine.solver.spread(starts);
  const settings = createSettings(engine);
  const ways = createCallWays(engine, rules.isPublic, settings);
  const acquired = acquisitions(engine, starts);
  const reached = new Set(engine.sites.map((site) => site.caller.pos));
  const anywhere = { ...rules, callersOf: rules.callersAnywhere };
  const fns = new Map([...engine.reached].map((fn) => [fn.pos, fn]));
  const waysTo = (info: FunctionInfo): readonly Way[] | undefined => {
    const fn = fns.get(info.pos);
    const known = fn === undefined ? [] : ways.to(fn);
    const isRun = known.some(({ begin, never }) => begin !== 'nobody' && never === undefined);
    return isRun ? undefined : [...known, ...idleWays(info, reached, anywhere)];
  };
  const direct = releases(engine, flows, rules, ways, settings, reached);
  // What nothing releases in what runs is none that can be let go of by itself.
  const idle = direct.length === 0 ? [] : idleReleases(engine, subject, acquired, anywhere, waysTo);
  const released = [...withAwaited(direct, ways, createAwaited(engine, rules.wakersOf)), ...idle];
  const releasing = ways.above(released.flatMap(({ caller }) => fnOf(caller) ?? []));
  return {
    resource: labelOf(subject),
    pos: subject.kind === 'field' ? subject.field.pos : subject.kind === 'type' ? subject.type.obj.pos : subject.pos,
    acquired,
    held: holdings(engine, subject, starts, ways, { isRelease: rules.isReleaseLike, releasing }),
    released,
  };
}

function labelOf(subject: CustodySubject): string {
  const nameOf = (type: Named): string => typeString(type, packageNameQualifier);
  switch (subject.kind) {
    case 'field':
      return sentence`field ${subject.field.name} of ${nameOf(subject.type)}`;
    case 'type':
      return nameOf(subject.type);
    case 'site':
      return subject.label;
  }
}

function startsOf(engine: Engine, subject: CustodySubject): readonly Start[] {
  const { solver } = engine;
  const starts: Start[] = [];
  if (subject.kind === 'field') {
    const type = engine.values.canonical(subject.type.origin);
    const places = engine.partsOfType.get(type)?.get(subject.field.name) ?? [];
    for (const node of [...places, ...(engine.freshReads.get(subject.field.origin) ?? [])])
      for (const value of solver.valuesAt(node)) starts.push([node, value]);
    return starts;
  }
  for (let node = 1; node < solver.size; node++) {
    if (solver.leaderOf(node) !== node) continue;
    for (const value of solver.valuesAt(node)) {
      if (subject.kind === 'type' ? objectType(value) === subject.type.origin : isMadeAt(engine, node, value, subject))
        starts.push([node, value]);
    }
  }
  return starts;
}

function isMadeAt(
  engine: Engine,
  node: NodeId,
  value: Value,
  subject: Extract<CustodySubject, { kind: 'site' }>,
): boolean {
  const origin = engine.solver.originOf(node, value);
  return (
    origin !== undefined &&
    (origin.kind === 'return' || origin.kind === 'allocation' || origin.kind === 'conversion') &&
    subject.isThere(origin.pos)
  );
}

/** The named type of the object behind a value. */
function objectType(value: Value): Type | undefined {
  const t = value.kind === 'object' ? value.object.type : unalias(value.type);
  const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
  return named.kind === 'Named' ? named.origin : undefined;
}

function asFlows(starts: readonly Start[]): ReadonlyMap<NodeId, ReadonlySet<Value>> {
  const flows = new Map<NodeId, Set<Value>>();
  for (const [node, value] of starts) {
    const known = flows.get(node);
    if (known === undefined) flows.set(node, new Set([value]));
    else known.add(value);
  }
  return flows;
}

// ---- acquired --------------------------------------------------------------------------------------------

/** More ways in than these are not told apart by a reader. */
const acquisitionLimit = 24;

function acquisitions(engine: Engine, starts: readonly Start[]): Acquisition[] {
  const found = new Map<string, Acquisition>();
  for (const [node, value] of starts) {
    const steps = valueSteps(engine, node, value);
    const type = typeString(value.type, packageNameQualifier);
    const key = `${type} ${steps[0]?.pos ?? 0}`;
    const known = found.get(key);
    // The shortest way says most.
    if (known === undefined || steps.length < known.steps.length) found.set(key, { type, steps });
  }
  return [...found.values()]
    .sort(
      inOrder(
        by(({ type }) => type),
        by(({ steps }) => steps[0]?.pos ?? 0),
      ),
    )
    .slice(0, acquisitionLimit);
}

// ---- released --------------------------------------------------------------------------------------------

function releases(
  engine: Engine,
  flows: ReadonlyMap<NodeId, ReadonlySet<Value>>,
  rules: CustodyRules,
  ways: CallWays,
  settings: Settings,
  reached: ReadonlySet<Pos>,
): Release[] {
  const found = new Map<object, Release>();
  for (const site of engine.sites) {
    const name = methodName(site);
    if (name === undefined || !rules.isRelease(name) || found.has(site.call.node)) continue;
    const values = site.node === nothing ? undefined : flows.get(engine.solver.leaderOf(site.node));
    if (values === undefined) continue;
    const callees = [...site.callees.values()].filter(
      ({ value }) => site.mode === 'static' || (value !== undefined && values.has(value)),
    );
    if (callees.length === 0) continue;
    found.set(site.call.node, {
      caller: functionInfo(site.caller),
      site: siteOf(site.call, engine.body(site.caller)),
      callee: [...new Set(callees.map(({ fn, object }) => fn?.name ?? object?.name ?? name))].sort().join(', '),
      closers: closersOf(engine, site, ways, settings, rules, reached),
    });
  }
  return withoutForwarding([...found.values()].sort(by(({ site }) => site.pos)));
}

/** The ways by goroutines that their starters wait for, with who comes to that. */
function withAwaited(
  released: readonly Release[],
  ways: CallWays,
  isAwaited: (start: WayCall) => boolean,
): readonly Release[] {
  const marked = (way: Way): Way => {
    const [start] = way.calls;
    const starter = start === undefined ? undefined : fnOf(start.caller);
    if (way.begin !== 'goroutine' || way.never !== undefined || start === undefined || starter === undefined)
      return way;
    return isAwaited(start) ? { ...way, awaitedBy: ways.entries(starter).map(functionInfo) } : way;
  };
  return released.map((release) => ({
    ...release,
    closers: release.closers.map((closer) => ({ ...closer, ways: closer.ways.map(marked) })),
  }));
}

/** A wrapper's `Close` that closes what it wraps is told by those who call it, which are releases themselves. */
function withoutForwarding(released: readonly Release[]): Release[] {
  const sites = new Set(released.map(({ site }) => site.pos));
  return released.flatMap((release) => {
    const closers = release.closers.filter(({ site }) => site.pos === release.site.pos || !sites.has(site.pos));
    return closers.length === 0 ? [] : [{ ...release, closers }];
  });
}

/** A function that is called from one place only decides nothing: its caller does; as far up as that goes. */
const helperDepth = 4;

/** More calls of one release than these are not told apart. */
const closerLimit = 12;

function closersOf(
  engine: Engine,
  site: CallSite,
  ways: CallWays,
  settings: Settings,
  rules: CustodyRules,
  reached: ReadonlySet<Pos>,
): Closer[] {
  let fn = site.caller;
  let below: readonly WayCall[] = [];
  for (let depth = 0; depth < helperDepth; depth++) {
    const ups = ways.up(fn);
    const [only] = ups;
    if (ups.length + idleCallers(functionInfo(fn), reached, rules).length > 1)
      return new CloserSearch(ways, rules, reached).callersOf(fn, below, 0);
    if (only === undefined || only.startsGoroutine || guardsOf(site.call.condition).length > 0) break;
    below = [only.call, ...below];
    fn = only.caller;
  }
  return [
    {
      caller: functionInfo(site.caller),
      site: siteOf(site.call, engine.body(site.caller)),
      truths: settings.truthsOf(site.call.condition, site.caller),
      isReached: true,
      below: [],
      ways: [...ways.to(site.caller), ...idleWays(functionInfo(site.caller), reached, rules)],
    },
  ];
}

/** The calls of a function that comes to a release, each a row of the table. */
class CloserSearch {
  readonly #ways: CallWays;
  readonly #rules: CustodyRules;
  readonly #reached: ReadonlySet<Pos>;
  readonly #seen = new Set<Fn>();

  constructor(ways: CallWays, rules: CustodyRules, reached: ReadonlySet<Pos>) {
    this.#ways = ways;
    this.#rules = rules;
    this.#reached = reached;
  }

  callersOf(fn: Fn, below: readonly WayCall[], depth: number): Closer[] {
    this.#seen.add(fn);
    const found: Closer[] = [];
    for (const up of this.#ways.up(fn)) {
      const further = this.#furtherUp(up, below, depth);
      if (further === undefined) found.push(this.#closer(up, below));
      else found.push(...further);
    }
    for (const { caller, site, isPossible } of idleCallers(functionInfo(fn), this.#reached, this.#rules)) {
      // Any `Close` may be called through an interface; what the release itself is called through says more.
      if (isPossible && depth > 0) continue;
      found.push({
        caller,
        site,
        truths: [],
        isReached: false,
        below,
        ways: idleWays(caller, this.#reached, this.#rules),
      });
    }
    return found;
  }

  /**
   * Who decides in place of a function that lets go by its name, and in any case, if several call it: `closeForLostPing` and
   * `Close`, where both go through `closeForError`.
   */
  #furtherUp({ caller, call, startsGoroutine }: Up, below: readonly WayCall[], depth: number): Closer[] | undefined {
    const decides = startsGoroutine || call.isHandedOver || call.site.guards.length > 0;
    if (
      decides ||
      depth >= helperDepth ||
      this.#seen.has(caller) ||
      !this.#rules.isReleaseLike(caller.object?.name ?? '')
    )
      return undefined;
    const ups = this.#ways.up(caller);
    if (ups.length < 2 || ups.length > closerLimit || this.#rules.isPublic(caller)) return undefined;
    return this.callersOf(caller, [call, ...below], depth + 1);
  }

  #closer({ caller, call, truths, startsGoroutine }: Up, below: readonly WayCall[]): Closer {
    return {
      caller: functionInfo(caller),
      site: call.site,
      truths,
      isReached: true,
      below,
      ways: startsGoroutine
        ? [
            {
              begin: 'goroutine' as const,
              calls: [call],
              truths,
              never: falseAmong(truths) ?? this.#ways.neverRun(caller),
            },
          ]
        : [...this.#ways.to(caller), ...idleWays(functionInfo(caller), this.#reached, this.#rules)],
    };
  }
}

/** Calls of the function by name in what nothing runs. */
function idleCallers(fn: FunctionInfo, reached: ReadonlySet<Pos>, rules: CustodyRules): readonly NamedCall[] {
  const idle = rules.callersOf(fn).filter(({ caller }) => !reached.has(caller.pos));
  // Through an interface with very many users a call says nothing.
  return idle.filter(({ isPossible }) => !isPossible || idle.length <= idleLimit);
}

const idleLimit = 4;
/** Functions that nothing runs, one above the other: what one would call to come here. */
const idleDepth = 5;

/** Ways by which control would come to a function if something ran their beginning. */
function idleWays(target: FunctionInfo, reached: ReadonlySet<Pos>, rules: CustodyRules): Way[] {
  const ways: Way[] = [];
  const seen = new Set<Pos>([target.pos]);
  const climb = (fn: FunctionInfo, calls: readonly WayCall[]): void => {
    const idle =
      calls.length >= idleDepth ? [] : idleCallers(fn, reached, rules).filter(({ caller }) => !seen.has(caller.pos));
    for (const { caller } of idle) seen.add(caller.pos);
    if (idle.length === 0 && calls.length > 0) ways.push({ begin: 'nobody', calls, truths: [], never: undefined });
    for (const { caller, site } of idle) climb(caller, [{ caller, callee: fn, site, isHandedOver: false }, ...calls]);
  };
  climb(target, []);
  return ways;
}

function methodName(site: CallSite): string | undefined {
  const fun = withoutParens(site.call.node.fun);
  return fun.kind === 'SelectorExpr' ? fun.sel.name : undefined;
}

/**
 * The fields of structs that hold what calls at some places give, and that can let go of it. `isOwner` says of a package
 * whether its types count: those of the transport itself hold what they are.
 */
export function fieldsHolding(
  engine: Engine,
  isThere: (pos: Pos) => boolean,
  isOwner: (packagePath: string) => boolean,
): readonly Extract<CustodySubject, { kind: 'field' }>[] {
  const flows = engine.solver.spread(startsOf(engine, { kind: 'site', label: '', pos: 0, isThere }));
  const found: Extract<CustodySubject, { kind: 'field' }>[] = [];
  for (const [type, parts] of engine.partsOfType) {
    const u = under(type);
    if (type.kind !== 'Named' || u.kind !== 'Struct' || !isOwner(type.obj.pkg?.path ?? '')) continue;
    for (const [part, nodes] of parts) {
      const field = u.fields.find(({ name }) => name === part);
      if (field === undefined || !canClose(field.type)) continue;
      if (nodes.some((node) => flows.has(engine.solver.leaderOf(node)))) found.push({ kind: 'field', type, field });
    }
  }
  return found.sort(by(({ field }) => field.pos));
}

function canClose(type: Type): boolean {
  return lookupMethod(type, false, undefined, 'Close') !== undefined;
}
