// What a writeup says beyond its chain: for each connection that the chain opens, who holds and who releases it; for each
// wait, who can wake it; who comes to what was asked about if that lets go of something; what `check` finds there. The
// first three are asked of everything that the program runs.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import { assignLanes } from '#callgraph/lanes.js';
import { type Message, messagesOf } from '#callgraph/messages.js';
import { blockingTable } from '#explain/blocking-table.js';
import { custodyFacts } from '#explain/custody-facts.js';
import { custodySections, type Whereabouts } from '#explain/custody-report.js';
import { messageSections, plainlyWoken, realMessages } from '#explain/message-report.js';
import { missingSection } from '#explain/missing-close.js';
import type { Opened } from '#explain/opened.js';
import { outsideWaits, readingLanes } from '#explain/outside-waits.js';
import { poolFacts } from '#explain/pool-facts.js';
import { withFailures } from '#explain/release-reasons.js';
import { remedies, remedyFacts } from '#explain/remedies.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Stated } from '#explain/stated.js';
import { fieldsGivenAt } from '#go/propagate/made-with.js';
import type { Say } from '#language/say.js';
import { transportOperations } from '#models/transport.js';
import type { CustodyTable } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section } from '#report/report.js';
import { armedBy } from './armed-by.js';
import { atHand } from './at-hand.js';
import { callersOf } from './callers-of.js';
import { closedTables, closeSites, custodyTables, dialSites, heldTables, type Told } from './custody-tables.js';
import { dialedNetworks } from './dialed-types.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { loadWithTests, type OpenProgram } from './open-program.js';
import { packageFindings } from './package-findings.js';
import { farWaits, goroutinesIn, nearWaits, wakesAt } from './question-waits.js';
import type { Host, TraceRequest } from './request.js';
import { siblingReleases } from './sibling-releases.js';
import { custodyRules, whereabouts } from './table-report.js';
import { VerifiedWays } from './verified-ways.js';

export interface Lifecycle {
  /** In the order in which one would tell them. */
  readonly facts: readonly Stated[];
  readonly sections: readonly Section[];
  /** Display names of the files that places are in. */
  readonly files: readonly string[];
}

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
  const waits = nearWaits(told);
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
    { prune: false, reasons: true, reflected: false },
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
  const dialed = dialedNetworks(engine);
  const verify = (table: CustodyTable): CustodyTable => withFailures(dialed(verified.verified(table)), parts.places);
  const isOwn = (path: string): boolean => open.program.isMain(path);
  // In the modules of what was asked about, too.
  const moduleOf = (path: string): string | undefined => open.workspace.package(path).module?.path;
  const modules = new Set(roots.map(({ packagePath }) => moduleOf(packagePath)));
  const isBeside = (path: string): boolean => isOwn(path) || modules.has(moduleOf(path));
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
  const siblings = siblingReleases(engine, releasing, rules, isBeside, found, parts);
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
  const coming = told.flatMap(messagesIn);
  const wakes = wakesAt(
    engine,
    waits,
    farWaits(told, waits),
    rules,
    told,
    verified,
    plainlyWoken(coming, parts),
    parts,
  );
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
  const arming = armedBy(
    engine,
    tables,
    told.map(({ graph }) => graph),
    messages,
  );
  add(messageSections(messages, arming, parts));
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
