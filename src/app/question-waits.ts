// Where a question waits, on the caller's goroutine and on those that it starts or wakes, and who ends each of these waits.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { assignLanes, callerLane } from '#callgraph/lanes.js';
import { watchOf } from '#callgraph/watches.js';
import type { ReportParts } from '#explain/report-parts.js';
import { type WakeWords, wakeSections } from '#explain/wake-report.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { createWakerSearch } from '#go/propagate/wakers.js';
import { waitsOutside } from '#models/transport.js';
import { waitModelOf } from '#models/waits.js';
import type { Wait, Waker } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Told } from './custody-tables.js';
import type { VerifiedWays } from './verified-ways.js';
import { asWalked, withRoots } from './walked-wakers.js';

/** Places that wait whose wakers are told in full; on goroutines of their own, those of which a sentence is said. */
const waitLimit = 4;
const farWaitLimit = 12;
/** Functions that may come to one place and are looked at again. */
const verifiedLimit = 60;

/** The places of the caller's goroutine, those of one function together: of each root in turn, as far as there is room. */
export function nearWaits(told: readonly Told[]): readonly ReadonlySet<Pos>[] {
  const all = waitsOf(told, true);
  const roots = told.map((one) => waitsOf([one], true));
  const chosen = new Set<ReadonlySet<Pos>>();
  for (let turn = 0; chosen.size < Math.min(waitLimit, all.length); turn++)
    for (const groups of roots) {
      const [first] = groups[turn] ?? [];
      const group = first === undefined ? undefined : all.find((one) => one.has(first));
      if (group !== undefined && chosen.size < waitLimit) chosen.add(group);
    }
  return all.filter((group) => chosen.has(group));
}

/** Those of other goroutines: what is drawn first, then what is woken, then what else may wait there. */
export function farWaits(told: readonly Told[], near: readonly ReadonlySet<Pos>[]): readonly ReadonlySet<Pos>[] {
  const drawn = waitsOf(told, false);
  const woken = wokenWaits(told, new Set([...near, ...drawn].flatMap((group) => [...group])));
  const known = new Set([...near, ...drawn, ...woken].flatMap((group) => [...group]));
  return [...drawn, ...woken, ...startedWaits(told, known)].slice(0, farWaitLimit);
}

/**
 * Who wakes what waits on the caller's goroutine, what waits on others, and what wakes these and waits for them. `outside`:
 * waits that the other side ends in its ordinary course.
 */
export function wakesAt(
  engine: Engine,
  near: readonly ReadonlySet<Pos>[],
  far: readonly ReadonlySet<Pos>[],
  rules: CustodyRules,
  told: readonly Told[],
  verified: VerifiedWays,
  outside: ReadonlySet<Pos>,
  parts: ReportParts,
): Wakes {
  const roots = told.map(({ chain }) => chain.root.function);
  const graphs = told.map(({ graph }) => graph);
  const asked = new Set(roots.flatMap((root) => receiverType(root) ?? []));
  const packages = new Set(roots.map(({ packagePath }) => packagePath));
  const nearPlaces = withSelects(engine, new Set(near.flatMap((group) => [...group])));
  const places = withSelects(engine, new Set([...nearPlaces, ...far.flatMap((group) => [...group])]));
  const walked = new Set(graphs.flatMap(({ nodes }) => nodes.map((node) => node.function.pos)));
  const search = createWakerSearch(engine, {
    isWalked: ({ pos }: FunctionInfo) => walked.has(pos),
    wakersOf: (callee: string) => waitModelOf(callee)?.wakers,
    waitsOutside,
    isPublic: rules.isPublic,
    // Of very many others only their number is told; those of the packages that were asked about have their names told.
    comesTo: (from: FunctionInfo, to: FunctionInfo, lparen: Pos | undefined, among: number) =>
      among <= verifiedLimit || asked.has(receiverType(from) ?? '') || packages.has(from.packagePath)
        ? verified.comesTo(from, to, lparen)
        : undefined,
  });
  // What comes to the waits of other goroutines are these goroutines.
  const at = (wanted: ReadonlySet<Pos>, tellsEntries: boolean): readonly Wait[] =>
    asWalked(search.waitsAt((pos) => wanted.has(pos), tellsEntries).waits, graphs);
  const comesTo: typeof verified.comesTo = (from, to, lparen) => verified.comesTo(from, to, lparen);
  const nearWaits = withRoots(at(nearPlaces, true), roots, comesTo);
  const isTold = new Set(nearWaits.map(({ pos }) => pos));
  const further = new Set([...places].filter((pos) => !nearPlaces.has(pos)));
  const waits = [...nearWaits, ...at(further, false).filter(({ pos }) => !isTold.has(pos))].sort(by(({ pos }) => pos));
  const isNear = ({ pos, select }: Wait): boolean =>
    nearPlaces.has(pos) || (select !== undefined && nearPlaces.has(select));
  const others = counterparts(engine, waits);
  const answering = others.size === 0 ? [] : at(others, true);
  /** Functions of the types that were asked about which come to a waker. */
  const freed = ({ caller, ways }: Waker, stands: Pos): readonly FunctionInfo[] => {
    // What the other side ends does not wait for a caller.
    if (outside.has(stands)) return [];
    const begin = ways.flatMap(({ begin, never, calls: [first] }) =>
      begin === 'api' && never === undefined ? [first?.caller ?? caller] : [],
    );
    return [
      ...roots.filter((root) => comesTo(root, caller, undefined) === true),
      ...begin.filter((fn) => asked.has(receiverType(fn) ?? '') && comesTo(fn, caller, undefined) !== false),
    ];
  };
  const all = [...waits, ...answering].map((wait) => ({ ...wait, watch: watchOf(wait, waits, graphs, freed) }));
  const parted = [
    all.filter(isNear),
    [...all.slice(waits.length), ...all.slice(0, waits.length).filter((wait) => !isNear(wait))],
  ];
  const words = parted.map((some, i) => {
    const words = wakeSections({ waits: some }, parts, (callee) => waitModelOf(callee)?.until, roots);
    // What waits elsewhere has no sections of its own: the table of waits is enough.
    return i === 0
      ? { ...words, facts: words.facts.map(({ section: _, ...fact }) => fact) }
      : { ...words, facts: words.facts.map(({ brief: _, ...fact }) => fact), sections: [], files: [] };
  });
  const never = all.flatMap((wait) => (wait.never === undefined ? [] : [wait.select ?? wait.pos]));
  const once = new Map(parted.flat().map((wait) => [wait.pos, wait]));
  return { waits: [...once.values()], words, never: new Set(never) };
}

interface Wakes {
  /** Those of the caller's goroutine first. */
  readonly waits: readonly Wait[];
  readonly words: readonly WakeWords[];
  /** Waits to which control never comes. */
  readonly never: ReadonlySet<Pos>;
}

/** Of a select all cases, also those that the chain does not show. */
function withSelects({ operations }: Engine, places: ReadonlySet<Pos>): ReadonlySet<Pos> {
  const selects = operations.flatMap(({ operation: { pos, select } }) =>
    select !== undefined && places.has(pos) ? [select.pos] : [],
  );
  return new Set([...places, ...selects]);
}

/** Functions that hand over to one of the waits, and wait for it themselves. */
const counterpartLimit = 2;

/** Where what wakes a wait by handing something over waits itself: `ch <- x` for the receive that it is for. */
function counterparts(engine: Engine, waits: readonly Wait[]): ReadonlySet<Pos> {
  const known = new Set(waits.map(({ pos }) => pos));
  const callers = new Set(
    waits.flatMap(({ wakers }) =>
      wakers.flatMap(({ kind, caller, site, ways }) =>
        (kind === 'send' || kind === 'receive') && !known.has(site.pos) && ways.some(({ never }) => never === undefined)
          ? [caller.pos]
          : [],
      ),
    ),
  );
  const shown = new Set([...callers].slice(0, counterpartLimit));
  return new Set(
    engine.operations.flatMap(({ caller, operation: { kind, pos, select } }) =>
      shown.has(caller.pos) && kind !== 'close' && select?.body.some(({ comm }) => comm === undefined) !== true
        ? [pos]
        : [],
    ),
  );
}

/** Where goroutines wait that what was asked about wakes, also where that is not drawn. */
function wokenWaits(told: readonly Told[], known: ReadonlySet<Pos>): readonly ReadonlySet<Pos>[] {
  const byFunction = new Map<Pos, Set<Pos>>();
  for (const { chain } of told)
    for (const { wait } of [...chain.handoffs, ...chain.outside]) {
      if (known.has(wait.pos)) continue;
      const fn = wait.node.function.pos;
      const places = byFunction.get(fn);
      if (places === undefined) byFunction.set(fn, new Set([wait.pos]));
      else places.add(wait.pos);
    }
  return [...byFunction.values()];
}

/** Where else goroutines wait that what was asked about may start or wake. */
function startedWaits(told: readonly Told[], known: ReadonlySet<Pos>): readonly ReadonlySet<Pos>[] {
  const byFunction = new Map<Pos, Set<Pos>>();
  for (const { chain, graph } of told) {
    const lanes = assignLanes(graph);
    const met = [...chain.handoffs, ...chain.outside].flatMap(({ wait }) => [...(lanes.of.get(wait.node) ?? [])]);
    const near = new Set([...lanes.own, ...met]);
    near.delete(callerLane);
    for (const { kind, isPoll, node, pos } of graph.synchronizations) {
      const isNear = [...(lanes.of.get(node) ?? [])].some((lane) => near.has(lane));
      if (kind !== 'receive' || isPoll || !isNear || known.has(pos)) continue;
      const places = byFunction.get(node.function.pos);
      if (places === undefined) byFunction.set(node.function.pos, new Set([pos]));
      else places.add(pos);
    }
  }
  return [...byFunction].sort(by(([pos]) => pos)).map(([, places]) => places);
}

/** What the goroutines run on which a function is, but the caller's. */
export function goroutinesIn(told: readonly Told[]): (fn: FunctionInfo) => readonly FunctionInfo[] {
  const found = new Map<Pos, Map<Pos, FunctionInfo>>();
  for (const { graph } of told) {
    const { of, starts } = assignLanes(graph);
    for (const [node, lanes] of of) {
      const runs = found.get(node.function.pos) ?? new Map<Pos, FunctionInfo>();
      found.set(node.function.pos, runs);
      for (const lane of lanes) {
        const root = starts[lane]?.callee.function;
        if (root !== undefined) runs.set(root.pos, root);
      }
    }
  }
  return ({ pos }) => [...(found.get(pos)?.values() ?? [])];
}

/** Where functions that are drawn wait, on the caller's goroutine or only on others: the places of one function together. */
function waitsOf(told: readonly Told[], isHere: boolean): readonly ReadonlySet<Pos>[] {
  const byFunction = new Map<Pos, Set<Pos>>();
  for (const { chain, graph } of told) {
    const here = new Set<Pos>();
    const elsewhere = new Set<Pos>();
    for (const { lane, node } of chain.hops)
      if (node !== undefined) (lane === 0 ? here : elsewhere).add(node.function.pos);
    for (const { kind, on, isPoll, node, pos } of graph.synchronizations) {
      const fn = node.function.pos;
      // A send on a channel waits too; what others send to is told by what receives.
      if (
        isPoll ||
        (kind !== 'receive' && !(kind === 'send' && on === 'channel' && isHere)) ||
        here.has(fn) !== isHere ||
        !(isHere ? here : elsewhere).has(fn)
      )
        continue;
      const places = byFunction.get(fn);
      if (places === undefined) byFunction.set(fn, new Set([pos]));
      else places.add(pos);
    }
  }
  return [...byFunction.values()];
}
