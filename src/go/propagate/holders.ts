// What holds a resource, from the resource outwards: the fields of the objects that hold it, the fields of those that hold
// these, variables, and goroutines that run on them. Followed object by object, told by type.

import { by, compareStrings } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { walk } from '#go/syntax/walk.js';
import { lookupMethod } from '#go/types/lookup.js';
import type { Var } from '#go/types/object.js';
import { type Named, type Type, unalias, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { Holding, ReleaseMethod } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { CallSite } from './call-site.js';
import type { CallWays } from './call-ways.js';
import type { CustodySubject, Start } from './custody-subject.js';
import type { Engine } from './engine.js';
import { contentNode, originOf } from './heap.js';
import { type AbstractObject, elementPart, keyPart, type Value } from './value.js';

export interface ReleaseRules {
  readonly isRelease: (name: string) => boolean;
  /** Functions that come to a release of the resource. */
  readonly releasing: ReadonlySet<Fn>;
}

/** From the resource outwards; what lies further out holds everything. */
const holdingDepth = 8;
const holdingLimit = 40;

interface Holder {
  readonly object: AbstractObject;
  readonly part: string;
}

interface Level {
  readonly objects: ReadonlySet<AbstractObject>;
  readonly type: Type;
  readonly of: number;
}

export function holdings(
  engine: Engine,
  subject: CustodySubject,
  starts: readonly Start[],
  ways: CallWays,
  rules: ReleaseRules,
): Holding[] {
  const held = heldBy(engine);
  const callsOf = callsByCaller(engine);
  const methods = methodsByType(engine);
  const found: Holding[] = [];
  const byLabel = new Map<
    string,
    { readonly type: Type; readonly objects: Set<AbstractObject>; readonly of: number }
  >();
  const seen = new Set<AbstractObject>();
  /** Who holds these, a container named after what keeps it. */
  const holdersOf = (
    objects: Iterable<AbstractObject>,
    suffix: string,
    each: (holder: Holder, label: string, type: Named) => void,
  ): void => {
    for (const object of objects) {
      for (const holder of held.get(object) ?? []) {
        const named = unalias(originOf(holder.object.type));
        if (named.kind === 'Named' && under(named).kind === 'Struct')
          each(holder, `${holder.part}${suffix} of ${typeString(named, packageNameQualifier)}`, named);
        else if (suffix.length < 8 && !seen.has(holder.object)) {
          seen.add(holder.object);
          holdersOf([holder.object], `${holder.part === keyPart ? '[key]' : '[]'}${suffix}`, each);
        }
      }
    }
  };
  const add = (holder: Holder, label: string, named: Named, of: number): void => {
    const known = byLabel.get(label);
    if (known !== undefined) {
      known.objects.add(holder.object);
      return;
    }
    const field = structField(named, holder.part);
    if (field === undefined || found.length >= holdingLimit) return;
    found.push({
      label,
      runs: undefined,
      lasts: false,
      pos: field.pos,
      of,
      methods: releaseMethods(engine, named, ways, rules),
      ...promotedBy(field, named, rules),
      hidden: hiddenBy(field, engine.solver.valuesAt(contentNode(engine, holder.object, holder.part)), rules),
      ...interfaceOf(field),
      madeAt: [],
    });
    byLabel.set(label, { type: named, objects: new Set([holder.object]), of: found.length - 1 });
  };
  let level: readonly Level[];
  if (subject.kind === 'field') {
    const owners = ownersOf(engine, subject, starts);
    found.push({
      label: `${subject.field.name} of ${typeString(subject.type, packageNameQualifier)}`,
      runs: undefined,
      lasts: false,
      pos: subject.field.pos,
      of: -1,
      methods: releaseMethods(engine, subject.type, ways, rules),
      hidden: [],
      madeAt: [],
    });
    level = [{ objects: owners, type: engine.values.canonical(subject.type.origin), of: 0 }];
  } else {
    const byType = new Map<Type, Set<AbstractObject>>();
    for (const [, value] of starts) {
      if (value.kind !== 'object') continue;
      const type = engine.values.canonical(originOf(value.object.type));
      const objects = byType.get(type);
      if (objects === undefined) byType.set(type, new Set([value.object]));
      else objects.add(value.object);
    }
    level = [...byType].map(([type, objects]) => ({ objects, type, of: -1 }));
  }
  const told = new Set<FunctionInfo>();
  for (let depth = 0; depth < holdingDepth && level.length > 0 && found.length < holdingLimit; depth++) {
    const before = new Set(byLabel.keys());
    for (const { objects, type, of } of level) {
      const fresh = [...objects].filter((object) => !seen.has(object));
      for (const object of fresh) seen.add(object);
      for (const variable of variablesHolding(engine, new Set(fresh))) found.push(variableHolding(variable, of));
      for (const goroutine of goroutinesOf(methods.get(type) ?? [], ways, callsOf)) {
        if (goroutine.runs === undefined || told.has(goroutine.runs)) continue;
        told.add(goroutine.runs);
        found.push({ ...goroutine, of, methods: [], hidden: [], madeAt: [] });
      }
      holdersOf(fresh, '', (holder, label, named) => add(holder, label, named, of));
    }
    level = [...byLabel].filter(([label]) => !before.has(label)).map(([, one]) => one);
  }
  const places = allocations(engine);
  return found.slice(0, holdingLimit).map((holding) => {
    const objects = [...(byLabel.get(holding.label)?.objects ?? [])];
    const madeAt = new Set(objects.flatMap((object) => places.get(object) ?? []));
    return { ...holding, madeAt: [...madeAt].sort((a, b) => a - b).slice(0, madeLimit) };
  });
}

/** A type that is made in more places is made by everyone. */
const madeLimit = 4;

/** Where each object is made. */
function allocations(engine: Engine): ReadonlyMap<AbstractObject, Pos> {
  const found = new Map<AbstractObject, Pos>();
  const { solver } = engine;
  for (let node = 1; node < solver.size; node++) {
    if (solver.leaderOf(node) !== node) continue;
    for (const value of solver.valuesAt(node)) {
      if (value.kind !== 'object' || found.has(value.object)) continue;
      const origin = solver.originOf(node, value);
      if (origin?.kind === 'allocation') found.set(value.object, origin.pos);
    }
  }
  return found;
}

/** The methods of a type itself by which it lets go. */
function releaseMethods(engine: Engine, type: Named, ways: CallWays, rules: ReleaseRules): ReleaseMethod[] {
  return type.origin.methods.flatMap((method) => {
    const fn = rules.isRelease(method.name) ? engine.fnOf(method) : undefined;
    return fn === undefined
      ? []
      : [{ fn: functionInfo(fn), isCalled: ways.isCalled(fn), releases: rules.releasing.has(fn) }];
  });
}

/** The methods that a type has by embedding what it holds; what the type declares itself stands before them. */
function promotedBy({ embedded, type }: Var, owner: Named, rules: ReleaseRules): Pick<Holding, 'promoted'> {
  const t = unalias(type);
  const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
  if (!embedded || named.kind !== 'Named') return {};
  const own = new Set(owner.origin.methods.map(({ name }) => name));
  const promoted = named.origin.methods.flatMap(({ name, exported }) =>
    exported && rules.isRelease(name) && !own.has(name) ? [name] : [],
  );
  return promoted.length === 0 ? {} : { promoted };
}

/** What the values held can do to let go, and the interface that they are held by cannot. */
function hiddenBy(field: Var, values: readonly Value[], rules: ReleaseRules): string[] {
  const u = under(field.type);
  // What holds anything hides nothing on purpose.
  if (u.kind !== 'Interface' || isOpenInterface(u)) return [];
  const names = new Set<string>();
  for (const { type } of values) {
    const t = unalias(type);
    const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
    if (named.kind !== 'Named') continue;
    for (const { name, exported } of named.origin.methods) if (exported && rules.isRelease(name)) names.add(name);
  }
  return [...names].filter((name) => lookupMethod(field.type, false, field.pkg, name) === undefined).sort();
}

function interfaceOf({ type }: Var): Pick<Holding, 'interfaceAt'> {
  const t = unalias(type);
  return t.kind === 'Named' && under(t).kind === 'Interface' ? { interfaceAt: t.origin.obj.pos } : {};
}

function structField(type: Named, name: string): Var | undefined {
  const u = under(type);
  return u.kind === 'Struct' ? u.fields.find((field) => field.name === name) : undefined;
}

function ownersOf(
  engine: Engine,
  subject: Extract<CustodySubject, { kind: 'field' }>,
  starts: readonly Start[],
): Set<AbstractObject> {
  const nodes = new Set(starts.map(([node]) => engine.solver.leaderOf(node)));
  const owners = new Set<AbstractObject>();
  for (const object of objectsOf(engine)) {
    const part = object.parts.get(subject.field.name);
    if (part === undefined || !nodes.has(engine.solver.leaderOf(part))) continue;
    if (originOf(object.type) === engine.values.canonical(subject.type.origin)) owners.add(object);
  }
  return owners;
}

/** Every object that some node holds. */
function objectsOf(engine: Engine): ReadonlySet<AbstractObject> {
  const found = new Set<AbstractObject>();
  for (let node = 1; node < engine.solver.size; node++) {
    if (engine.solver.leaderOf(node) !== node) continue;
    for (const value of engine.solver.valuesAt(node))
      if (value.kind === 'object' && value.object.kind !== 'any') found.add(value.object);
  }
  return found;
}

/** For each object, which parts of which others hold it, in the order of the labels. */
function heldBy(engine: Engine): ReadonlyMap<AbstractObject, readonly Holder[]> {
  const found = new Map<AbstractObject, Holder[]>();
  const objects = [...objectsOf(engine)].sort(by(({ id }) => id));
  const isGeneral = generalParts(engine);
  for (const object of objects) {
    for (const [part, node] of [...object.parts].sort(([a], [b]) => compareStrings(a, b))) {
      // What is kept as any value whatever says nothing of who owns it.
      if ((part === elementPart || part === keyPart) && isOpenContainer(object.type)) continue;
      if (isGeneral(object, part)) continue;
      for (const value of engine.solver.valuesAt(node)) {
        if (value.kind !== 'object' || value.object === object || value.object.kind === 'any') continue;
        const holders = found.get(value.object);
        if (holders === undefined) found.set(value.object, [{ object, part }]);
        else holders.push({ object, part });
      }
    }
  }
  return found;
}

/** A part that holds objects of more types than this is of a general wrapper, such as a buffered reader. */
const wrapperLimit = 4;

function generalParts(engine: Engine): (object: AbstractObject, part: string) => boolean {
  const known = new Map<Type, Map<string, boolean>>();
  return (object, part) => {
    const type = engine.values.canonical(originOf(object.type));
    let parts = known.get(type);
    if (parts === undefined) known.set(type, (parts = new Map()));
    let answer = parts.get(part);
    if (answer === undefined) {
      const types = new Set<Type>();
      for (const node of engine.partsOfType.get(type)?.get(part) ?? [])
        for (const value of engine.solver.valuesAt(node)) types.add(value.type);
      answer = types.size > wrapperLimit;
      parts.set(part, answer);
    }
    return answer;
  };
}

/** A container of `any`: arguments of a formatter, values of a context. */
function isOpenContainer(type: Type): boolean {
  const u = under(type);
  const elem = u.kind === 'Slice' || u.kind === 'Array' || u.kind === 'Map' || u.kind === 'Chan' ? u.elem : undefined;
  if (elem === undefined) return u.kind !== 'Struct';
  return isOpenInterface(under(elem));
}

function isOpenInterface(type: Type): boolean {
  return type.kind === 'Interface' && type.methods.length === 0 && type.embeddeds.length === 0;
}

function variablesHolding(engine: Engine, objects: ReadonlySet<AbstractObject>): Var[] {
  return [...engine.globals]
    .filter(
      ([variable, node]) =>
        variable.name !== '_' &&
        engine.solver.valuesAt(node).some((value) => value.kind === 'object' && objects.has(value.object)),
    )
    .map(([variable]) => variable)
    .sort(by((variable) => variable.pos));
}

function variableHolding(variable: Var, of: number): Holding {
  return {
    label: sentence`variable ${variable.name} of package ${variable.pkg?.name ?? ''}`,
    runs: undefined,
    lasts: false,
    pos: variable.pos,
    of,
    methods: [],
    hidden: [],
    madeAt: [],
  };
}

/** Goroutines that run a method of the type: as long as one runs, the object lives. Those that never start are left out. */
function goroutinesOf(
  methods: readonly Fn[],
  ways: CallWays,
  callsOf: (fn: Fn) => readonly CallSite[],
): Pick<Holding, 'label' | 'runs' | 'lasts' | 'pos'>[] {
  return methods.flatMap((fn) => {
    const start = ways
      .up(fn)
      .find(({ startsGoroutine, truths }) => startsGoroutine && !truths.some((truth) => truth?.holds === false));
    return start === undefined
      ? []
      : [{ label: '', runs: functionInfo(fn), lasts: mayLast(callsOf, fn), pos: start.call.site.pos }];
  });
}

/** The methods that something calls or starts, by the type of their receiver, in the order of their names. */
function methodsByType(engine: Engine): ReadonlyMap<Type, readonly Fn[]> {
  const found = new Map<Type, Set<Fn>>();
  for (const { callees } of engine.sites) {
    for (const { fn } of callees.values()) {
      const recv = fn?.object?.type.recv?.type;
      if (fn === undefined || recv === undefined) continue;
      const t = unalias(recv);
      const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
      if (named.kind !== 'Named') continue;
      const type = engine.values.canonical(named.origin);
      const fns = found.get(type);
      if (fns === undefined) found.set(type, new Set([fn]));
      else fns.add(fn);
    }
  }
  return new Map([...found].map(([type, fns]) => [type, [...fns].sort(by(({ name }) => name))]));
}

/** Calls within its package between a goroutine's function and its loop. */
const loopDepth = 3;

/** Whether a function, or what it calls in its own package, has a loop without a condition. */
function mayLast(callsOf: (fn: Fn) => readonly CallSite[], start: Fn): boolean {
  const seen = new Set([start]);
  let level: readonly Fn[] = [start];
  for (let depth = 0; depth <= loopDepth && level.length > 0; depth++) {
    if (level.some(hasOpenLoop)) return true;
    const next: Fn[] = [];
    for (const { callees, call } of level.flatMap(callsOf)) {
      if (call.kind !== 'call') continue;
      for (const { fn } of callees.values())
        if (fn !== undefined && fn.pkg === start.pkg && !seen.has(fn)) {
          seen.add(fn);
          next.push(fn);
        }
    }
    level = next;
  }
  return false;
}

function hasOpenLoop({ body }: Fn): boolean {
  let found = false;
  if (body !== undefined)
    walk(body, (node) => {
      found ||= node.kind === 'ForStmt' && node.cond === undefined;
      return !found && node.kind !== 'FuncLit';
    });
  return found;
}

function callsByCaller({ sites }: Engine): (fn: Fn) => readonly CallSite[] {
  const known = new Map<Fn, CallSite[]>();
  for (const site of sites) {
    const list = known.get(site.caller);
    if (list === undefined) known.set(site.caller, [site]);
    else list.push(site);
  }
  return (fn) => known.get(fn) ?? [];
}
