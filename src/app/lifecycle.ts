// What a writeup says beyond its chain: for each connection that the chain opens, who holds and who releases it; for each
// wait, who can wake it; who comes to what was asked about if that lets go of something; what `check` finds there. The
// first three are asked of everything that the program runs.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { assignLanes, callerLane } from '#callgraph/lanes.js';
import { type Message, messagesOf } from '#callgraph/messages.js';
import { watchOf } from '#callgraph/watches.js';
import { blockingTable } from '#explain/blocking-table.js';
import { callersReport } from '#explain/callers-report.js';
import { custodyFacts } from '#explain/custody-facts.js';
import { custodySections, type Whereabouts } from '#explain/custody-report.js';
import { messageSections, plainlyWoken, realMessages } from '#explain/message-report.js';
import { missingSection } from '#explain/missing-close.js';
import type { Opened } from '#explain/opened.js';
import { outsideWaits, readingLanes } from '#explain/outside-waits.js';
import { poolFacts } from '#explain/pool-facts.js';
import { remedies, remedyFacts } from '#explain/remedies.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Stated } from '#explain/stated.js';
import { type WakeWords, wakeSections } from '#explain/wake-report.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { createCallWays } from '#go/propagate/call-ways.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { fieldsGivenAt } from '#go/propagate/made-with.js';
import { createSettings } from '#go/propagate/settings.js';
import { createWakerSearch } from '#go/propagate/wakers.js';
import type { Say } from '#language/say.js';
import { transportOperations, waitsOutside } from '#models/transport.js';
import { waitModelOf } from '#models/waits.js';
import type { CustodyTable, Wait, Waker, Way } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Section } from '#report/report.js';
import { atHand } from './at-hand.js';
import { closedTables, closeSites, custodyTables, dialSites, heldTables, type Told } from './custody-tables.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { loadWithTests, type OpenProgram } from './open-program.js';
import { packageFindings } from './package-findings.js';
import type { Host, TraceRequest } from './request.js';
import { siblingReleases } from './sibling-releases.js';
import { custodyRules, whereabouts } from './table-report.js';
import { VerifiedWays } from './verified-ways.js';
import { asWalked, withRoots } from './walked-wakers.js';

export interface Lifecycle {
  /** In the order in which one would tell them. */
  readonly facts: readonly Stated[];
  readonly sections: readonly Section[];
  /** Display names of the files that places are in. */
  readonly files: readonly string[];
}

/** Places that wait whose wakers are told in full; on goroutines of their own, those of which a sentence is said. */
const waitLimit = 4;
const farWaitLimit = 12;
/** Functions that may come to one place and are looked at again. */
const verifiedLimit = 60;

export function lifecycle(
  request: TraceRequest,
  host: Host,
  open: OpenProgram,
  told: readonly Told[],
  parts: ReportParts,
): Lifecycle {
  host.phase('lifecycle');
  const found = packageFindings(packagesOf(told, open), functionsReached(told), open, request.models, parts);
  const dials = dialSites(told);
  const waits = waitsOf(told, true).slice(0, waitLimit);
  const roots = told.map(({ chain }) => chain.root.function);
  const rules = custodyRules(open);
  const releasing = roots.filter(({ baseName }) => rules.isReleaseLike(baseName));
  // Following the whole program is dear, and has nothing to tell of a chain that opens nothing and waits nowhere.
  const closes = dials.length === 0 ? closeSites(told) : [];
  if (dials.length + closes.length + waits.length + releasing.length === 0)
    return { facts: found, sections: [], files: [] };
  const refs = open.mainPackages;
  const engine = followProgram(
    open,
    refs.flatMap((ref) => loadWithTests(open, ref, request.tests)),
    rootKindOf(refs, request.tests),
    host,
    { prune: false, reasons: true },
  );
  host.phase('custody');
  host.progress('Looking for what holds, releases and wakes');
  const facts: Stated[] = [];
  const sections: Section[] = [];
  const files: string[] = [];
  const add = (words: {
    readonly facts?: readonly Stated[];
    readonly sections: readonly Section[];
    readonly files: readonly string[];
  }): void => {
    facts.push(...(words.facts ?? []));
    sections.push(...words.sections);
    files.push(...words.files);
  };
  const verified = new VerifiedWays(engine, rules, told);
  const verify = (table: CustodyTable): CustodyTable => verified.verified(table);
  const isOwn = (path: string): boolean => open.program.isMain(path);
  const reached =
    closes.length > 0
      ? closedTables(engine, closes, rules, verify, whereabouts(open).isTransport)
      : custodyTables(engine, dials, told, rules, verify);
  const opened =
    reached.length > 0 || dials.length + closes.length > 0
      ? reached
      : heldTables(engine, releasing, isOwn, rules, verify);
  const tables = opened.map(({ table }) => table);
  // What a function ends in is told once, with what others of its kind do.
  const siblings = siblingReleases(engine, releasing, rules, isOwn, found, parts);
  facts.push(...siblings);
  const isTold = ({ about, keeps }: Stated): boolean =>
    keeps !== undefined && siblings.some((sibling) => sibling.about === about);
  const hand = atHand(engine, open, told);
  const missing = missingSection(opened, roots, hand, parts);
  if (missing !== undefined) add({ sections: [missing.section], files: missing.files });
  for (const one of opened) {
    const { table } = one;
    facts.push(
      ...custodyFacts(one, roots, (at) => fieldsGivenAt(engine, at), remedyFacts(table, hand, parts), parts),
      ...poolFacts(one, roots, parts),
    );
    const words = custodySections(table, parts, { ...whereabouts(open), ...walkedPlaces(told, one.openedAt) });
    add({ sections: words.sections.map((section) => named(section, table, parts.say)), files: words.files });
  }
  const helps = remedies(tables, roots, hand, parts);
  if (helps !== undefined) add({ sections: [helps.section], files: helps.files });
  for (const words of callersOf(engine, releasing, rules, parts)) add(words);
  host.phase('wakes');
  const drawn = waitsOf(told, false);
  const woken = wokenWaits(told, new Set([...waits, ...drawn].flatMap((group) => [...group])));
  const known = new Set([...waits, ...drawn, ...woken].flatMap((group) => [...group]));
  const far = [...drawn, ...woken, ...startedWaits(told, known)].slice(0, farWaitLimit);
  const coming = told.flatMap(messagesIn);
  const wakes = wakesAt(engine, waits, far, rules, told, verified, plainlyWoken(coming, parts), parts);
  const messages = realMessages(coming, wakes.never);
  const reading = told.flatMap(({ chain }) => readingLanes(chain));
  add(
    blockingTable(
      {
        waits: wakes.waits,
        reading: [...new Map(reading.map((lane) => [lane.runs.pos, lane])).values()],
        messages,
        goroutinesOf: goroutinesIn(told),
        asked: roots,
      },
      parts,
    ),
  );
  for (const words of wakes.words) add(words);
  add(messageSections(messages, parts));
  facts.push(...told.flatMap(({ chain }) => outsideWaits(chain, parts)));
  return {
    facts: [...facts, ...found.filter((one) => !isTold(one)).map((one) => openedFirst(one, opened, parts))],
    sections,
    files,
  };
}

/** Where walks have been, if one of them has opened the connection itself. */
function walkedPlaces(told: readonly Told[], openedAt: Pos): Pick<Whereabouts, 'isWalked'> {
  const opening = told.filter(({ graph }) => graph.edges.some(({ site }) => site.pos === openedAt));
  if (opening.length === 0 || opening.some(({ graph }) => graph.isCut)) return {};
  const functions = new Map(
    told.flatMap(({ graph }) => graph.nodes.map(({ function: fn }) => [fn.pos, fn.end] as const)),
  );
  return { isWalked: (at) => [...functions].some(([pos, end]) => pos <= at && at < end) };
}

/** What the goroutines run on which a function is, but the caller's. */
function goroutinesIn(told: readonly Told[]): (fn: FunctionInfo) => readonly FunctionInfo[] {
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

/** What comes from the other side wakes in a graph. */
function messagesIn({ graph }: Told): readonly Message[] {
  return messagesOf(graph, assignLanes(graph), (name) => transportOperations.get(name) === 'read');
}

/**
 * A finding with the place first that makes what holds the connection of the question: of several, the nearest before the
 * call that opens it.
 */
function openedFirst(stated: Stated, opened: readonly Opened[], parts: ReportParts): Stated {
  const lineOf = (at: Stated['at'][number]): { readonly file: string; readonly line: number } | undefined =>
    typeof at === 'number' ? parts.places.location(at) : at;
  for (const { table, openedAt } of opened) {
    const made = table.held.flatMap(({ madeAt }) => madeAt.flatMap((pos) => parts.places.location(pos) ?? []));
    const call = parts.places.location(openedAt);
    const isMeant = (at: Stated['at'][number]): boolean => {
      const place = lineOf(at);
      return (
        place?.file === call?.file &&
        (place?.line ?? 0) < (call?.line ?? 0) &&
        made.some(({ file, line }) => file === place?.file && line === place?.line)
      );
    };
    const [first] = stated.at.filter(isMeant).toSorted(by((at) => -(lineOf(at)?.line ?? 0)));
    if (first !== undefined) return { ...stated, at: [first, ...stated.at.filter((at) => at !== first)] };
  }
  return stated;
}

/**
 * Who wakes what waits on the caller's goroutine, what waits on others, and what wakes these and waits for them. `outside`:
 * waits that the other side ends in its ordinary course.
 */
function wakesAt(
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
  const nearPlaces = withSelects(engine, new Set(near.flatMap((group) => [...group])));
  const places = withSelects(engine, new Set([...nearPlaces, ...far.flatMap((group) => [...group])]));
  const walked = new Set(graphs.flatMap(({ nodes }) => nodes.map((node) => node.function.pos)));
  const search = createWakerSearch(engine, {
    isWalked: ({ pos }: FunctionInfo) => walked.has(pos),
    wakersOf: (callee: string) => waitModelOf(callee)?.wakers,
    waitsOutside,
    isPublic: rules.isPublic,
    // Of very many others only their number is told.
    comesTo: (from: FunctionInfo, to: FunctionInfo, lparen: Pos | undefined, among: number) =>
      among <= verifiedLimit || asked.has(receiverType(from) ?? '') ? verified.comesTo(from, to, lparen) : undefined,
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
    // Of what waits elsewhere the facts are enough.
    return i === 0
      ? words
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

function callersOf(
  engine: Engine,
  roots: readonly FunctionInfo[],
  rules: CustodyRules,
  parts: ReportParts,
): ReturnType<typeof callersReport>[] {
  if (roots.length === 0) return [];
  // Here a function that others can call is no beginning: who calls it in the program is what is asked.
  const ways = createCallWays(
    engine,
    (fn) => rules.isPublic(fn) && !roots.some(({ pos }) => pos === fn.pos),
    createSettings(engine),
  );
  // What others can call the program itself may call too, on goroutines of its own.
  const inside = createCallWays(engine, rules.isPublic, createSettings(engine), true);
  const byPos = new Map<Pos, Fn>([...engine.reached].map((fn) => [fn.pos, fn]));
  return roots.flatMap((root) => {
    const fn = byPos.get(root.pos);
    if (fn === undefined) return [];
    const isOwn = ({ begin }: Way): boolean => begin === 'goroutine';
    const all = [...inside.to(fn).filter(isOwn), ...ways.to(fn).filter((way) => !isOwn(way))];
    return [callersReport(functionInfo(fn), all, parts)];
  });
}

/** The packages of what was asked about, and of what is drawn of the main module. */
function packagesOf(told: readonly Told[], open: OpenProgram): ReadonlySet<string> {
  return new Set(
    told.flatMap(({ chain }) => [
      chain.root.function.packagePath,
      ...chain.hops.flatMap(({ node }) =>
        node !== undefined && open.program.isMain(node.function.packagePath) ? [node.function.packagePath] : [],
      ),
    ]),
  );
}

function functionsReached(told: readonly Told[]): FunctionInfo[] {
  return told.flatMap(({ graph }) => graph.nodes.map((node) => node.function));
}

/** Several resources have a section of each kind. */
function named(section: Section, table: CustodyTable, say: Say): Section {
  return { ...section, id: `${section.id}-${table.pos}`, title: say`${section.title}: ${say.known(table.resource)}` };
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
