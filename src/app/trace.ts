// A trace from roots to report: find the functions, follow their calls, slice and draw, put it into words.

import { UsageError, workingOn } from '#base/errors.js';
import { checkGraph } from '#callgraph/check-graph.js';
import { mergeSiblings } from '#callgraph/merge-siblings.js';
import { buildChain, type Chain } from '#chain/chain.js';
import type { Landmarks } from '#chain/landmarks.js';
import { findPaths } from '#chain/path.js';
import { slice } from '#chain/slice.js';
import { buildUpChain } from '#chain/up.js';
import { downAnswer, siteAnswer, upAnswer } from '#explain/answer.js';
import { assumptions, unknowns } from '#explain/assumptions.js';
import { chainReport, upReport } from '#explain/chain-report.js';
import { isErrorPath } from '#explain/guard-text.js';
import { pathReport } from '#explain/path-report.js';
import { Places, settlePlaces } from '#explain/places.js';
import { type Insight, ReportParts } from '#explain/report-parts.js';
import { writeupSections } from '#explain/sections.js';
import type { Naming } from '#explain/short-names.js';
import { asParagraph, factsOf, inTellingOrder, type Stated, shortAnswer, textsOf } from '#explain/stated.js';
import { buildGraph } from '#go/flow/build-graph.js';
import { createCallers } from '#go/flow/callers.js';
import { createEngine } from '#go/flow/create-engine.js';
import type { Engine } from '#go/flow/engine.js';
import { type Exploration, explore, type Policy } from '#go/flow/explore.js';
import type { Fn } from '#go/flow/function.js';
import { orderFacts } from '#go/flow/order-facts.js';
import { parameterFacts } from '#go/flow/parameter-facts.js';
import { createPruning } from '#go/flow/pruned.js';
import type { Type } from '#go/types/type.js';
import { sayIn } from '#language/say.js';
import { dialedConnections, opaquePackages, releaseNames, transportOperations } from '#models/transport.js';
import type { FunctionInfo, GuardFact, ProgramGraph } from '#program/graph.js';
import { bothRules } from '#program/path-facts.js';
import {
  type PathAnswer,
  type Report,
  type Chain as ReportChain,
  reportSchemaName,
  reportSchemaVersion,
} from '#report/report.js';
import { assumedTypes } from './assume-types.js';
import { deadLeads } from './dead-calls.js';
import { reportDiagnostics } from './diagnostics.js';
import { withSources } from './excerpts.js';
import { findRoot, type RootFinder } from './find-roots.js';
import { lifecycle } from './lifecycle.js';
import { linkRules } from './links.js';
import { type OpenProgram, openProgram } from './open-program.js';
import { createTracePolicy } from './policy.js';
import type { Host, TraceRequest } from './request.js';
import { siteChains } from './trace-site.js';
import { withUnseenTypes } from './unseen-types.js';
import { moduleRecords, usedModules } from './used-modules.js';

/** What one root gave. */
interface Answered {
  readonly chains: readonly ReportChain[];
  /** The chain that was drawn, where the whole is told. */
  readonly drawn?: Chain;
  readonly path: PathAnswer | undefined;
  /** In the order in which one would tell it. */
  readonly stated: readonly Stated[];
  readonly graph: ProgramGraph | undefined;
  readonly functions: ReadonlySet<FunctionInfo>;
}

function engineOf(open: OpenProgram, assumed: ReadonlyMap<string, Type>): Engine {
  return createEngine(open.checker, open.program, assumed, opaquePackages, dialedConnections);
}

function finderIn({ program, checker }: OpenProgram, { functions, index }: Engine): RootFinder {
  return { program, checker, functions, index };
}

export function trace(request: TraceRequest, host: Host): Report {
  const open = openProgram(request.settings, request.main, request.tests, host);
  const places = new Places(open.sources, sayIn(request.language));
  const assumed = assumedTypes(request.assume, open.program, open.checker);
  let parts: ReportParts | undefined;
  const answered: Answered[] = [];
  const found: Fn[] = [];
  for (const root of request.roots) {
    host.phase('root');
    host.progress(`Looking for ${root}`);
    found.push(findRoot(finderIn(open, engineOf(open, assumed)), root));
  }
  for (const { pkg } of found) open.program.takeIn(pkg.path);
  for (const root of request.roots) {
    // Each question has an engine of its own, so that no answer depends on what was asked before.
    const engine = engineOf(open, assumed);
    const finder = finderIn(open, engine);
    const fn = findRoot(finder, root);
    if (fn.body === undefined) throw new UsageError(`${fn.name} has no body in Go, so there is nothing to follow.`);
    parts ??= new ReportParts(places, namingOf(fn, open));
    if (request.up) answered.push(answerUp(request, host, open, engine, fn, parts));
    else {
      const target = request.to === undefined ? undefined : findRoot(finder, request.to);
      answered.push(answerDown(request, host, open, engine, fn, target, parts));
    }
    // All that is said of its edges has been said, and the next question needs the room.
    answered.at(-1)?.graph?.forgetEvidence();
  }
  host.phase('report');
  if (parts === undefined)
    throw new UsageError('The trace needs a root: Type.Method, pkg.Func, a full name or file.go:line.');
  return withSources(assemble(request, host, open, parts, answered), open.sources);
}

/** An answer is read before the chain, not instead of it. */
const sentenceLimit = 7;

function namingOf(root: Fn, open: OpenProgram): Naming {
  return {
    home: root.pkg.path,
    packageName: (path) => open.program.refOf(path)?.name ?? path.slice(path.lastIndexOf('/') + 1),
    lineOf: (fn) => open.sources.position(fn.pos)?.line,
  };
}

function answerUp(
  request: TraceRequest,
  host: Host,
  open: OpenProgram,
  engine: Engine,
  fn: Fn,
  parts: ReportParts,
): Answered {
  host.phase('callers');
  const callers = createCallers(
    engine,
    open.program.closure().map((ref) => ref.path),
  );
  const chain = buildUpChain(
    callers.info(fn),
    (of) => {
      host.progress(`Looking for callers of ${of.name}`);
      return callers.of(of);
    },
    request.depth,
    request.detail === 'full',
  );
  return {
    chains: [upReport(chain, parts)],
    path: undefined,
    stated: reached(upAnswer(chain, parts)),
    graph: undefined,
    functions: new Set(chain.hops.map((hop) => hop.function)),
  };
}

function answerDown(
  request: TraceRequest,
  host: Host,
  open: OpenProgram,
  engine: Engine,
  fn: Fn,
  target: Fn | undefined,
  parts: ReportParts,
): Answered {
  host.phase('explore');
  const exploration = follow(
    engine,
    fn,
    createTracePolicy(open.program, (other) => other === target, target),
    open,
    host,
  );
  host.phase('graph');
  const contexts = withUnseenTypes(buildGraph(engine, exploration), exploration);
  checkGraph(contexts);
  // A way keeps its contexts apart; a chain shows at a call all that can happen there.
  const graph = target === undefined ? mergeSiblings(contexts) : contexts;
  checkGraph(graph);
  host.phase('chain');
  host.progress('Drawing the chain');
  const isTarget = (info: FunctionInfo): boolean =>
    target === undefined ? transportOperations.has(info.name) : info.name === target.name && info.pos === target.pos;
  const landmarks: Landmarks = {
    isTarget: (edge) => isTarget(edge.callee.function),
    endOf: ({ callee }) => transportOperations.get(callee.function.name) ?? callee.function.name,
    isRelease: (info) => releaseNames.has(info.baseName.toLowerCase()),
    guardCost: (guard) => costOf(guard, parts.places),
    isExceptional: (guard) => isErrorPath(guard, parts.places),
    deadLeads: deadLeads(engine, exploration, graph, isTarget),
  };
  const insight = createPruning(engine, exploration);
  const [root] = graph.roots;
  if (root === undefined) return { chains: [], path: undefined, stated: [], graph, functions: new Set() };
  if (target !== undefined) {
    const search = findPaths(
      graph,
      isTarget,
      request.sameGoroutine,
      landmarks,
      bothRules(parameterFacts(engine, exploration), orderFacts(engine, exploration, graph)),
    );
    const question = {
      root: parts.nameOf(root.function),
      to: parts.nameOf({ ...root.function, name: target.name, packagePath: target.pkg.path }),
      sameGoroutine: request.sameGoroutine,
    };
    const path = pathReport(search, question, graph, parts, insight);
    const functions = new Set(
      search.paths.flatMap(({ edges }) => edges.flatMap((edge) => [edge.caller.function, edge.callee.function])),
    );
    if (!path.found) return { chains: [], path, stated: reached([path.text]), graph, functions };
    const onPath = new Set(search.paths.flatMap(({ edges }) => edges));
    const chain = buildChain(narrowed(graph, onPath), root, slice(narrowed(graph, onPath), landmarks), landmarks, {
      full: true,
      depth: request.depth,
    });
    return {
      chains: [chainReport(chain, graph, parts, insight, 'target')],
      path,
      stated: reached([path.text]),
      graph,
      functions,
    };
  }
  if (request.why !== undefined) return answerSite(request.why, graph, root, open, parts, insight);
  const cut = slice(graph, landmarks, orderFacts(engine, exploration, graph));
  const chain = buildChain(graph, root, cut, landmarks, { full: request.detail === 'full', depth: request.depth });
  host.phase('explain');
  // The answer does not depend on how much of the chain is shown.
  const whole =
    request.depth === undefined && request.detail !== 'full'
      ? chain
      : buildChain(graph, root, cut, landmarks, { full: false, depth: undefined });
  return {
    chains: [chainReport(chain, graph, parts, insight, cut.scope)],
    drawn: chain,
    path: undefined,
    stated: downAnswer(whole, graph, parts, request.roots.length === 1, request.command === 'explain'),
    graph,
    functions: functionsOf(chain),
  };
}

function answerSite(
  place: string,
  graph: ProgramGraph,
  root: ProgramGraph['nodes'][number],
  open: OpenProgram,
  parts: ReportParts,
  insight: Insight,
): Answered {
  const found = siteChains(graph, place, open.sources);
  const chains = found.map(({ chain }) => chain);
  return {
    chains: chains.map((chain) => chainReport(chain, narrowed(graph, new Set()), parts, insight, 'whole')),
    path: undefined,
    stated: reached(
      found.map(({ chain, callees }) => siteAnswer(place, chain.root.function, root.function, callees, parts)),
    ),
    graph,
    functions: new Set(chains.flatMap((chain) => [...functionsOf(chain)])),
  };
}

function reached(texts: readonly string[]): Stated[] {
  return texts.map((text) => ({ kind: 'reach', text, at: [] }));
}

function functionsOf(chain: Chain): ReadonlySet<FunctionInfo> {
  return new Set(chain.hops.flatMap((hop) => (hop.node === undefined ? [] : [hop.node.function])));
}

/** The graph with some of its edges only, and nothing that is not known: that stands in the path's answer. */
function narrowed(graph: ProgramGraph, edges: ReadonlySet<ProgramGraph['edges'][number]>): ProgramGraph {
  return {
    ...graph,
    out: (node) => graph.out(node).filter((edge) => edges.has(edge)),
    edges: graph.edges.filter((edge) => edges.has(edge)),
    unresolved: [],
    dead: [],
    synchronizations: [],
  };
}

/** Calls between two reports of progress. */
const progressStep = 512;

function follow(engine: Engine, fn: Fn, policy: Policy, open: OpenProgram, host: Host): Exploration {
  let calls = 0;
  let last = fn.pos;
  const watched: Policy = {
    ...policy,
    entry: (target, call, caller) => {
      last = call.node.pos;
      if (++calls % progressStep === 0)
        host.progress(`Following calls: ${calls} so far, in ${open.program.filesRead} files`);
      return policy.entry(target, call, caller);
    },
  };
  host.progress(`Following the calls of ${fn.name}`);
  return workingOn(
    () => open.sources.positionString(last),
    () => explore(engine, [fn], watched),
  );
}

/**
 * A branch on an error is the last that a person would follow; a condition that must hold makes a way less likely than a
 * call more does; the other side of one is the usual way.
 */
const errorCost = 60;
const conditionCost = 25;
const otherwiseCost = 1;
/** Of so many conditions one is enough, which is likelier than that none of them holds. */
const manyChoices = 3;

function costOf(guard: GuardFact, places: Places): number {
  if (isErrorPath(guard, places)) return errorCost;
  if ((guard.choices ?? 1) >= manyChoices) return guard.negated ? conditionCost : otherwiseCost;
  return guard.negated || guard.label !== undefined ? otherwiseCost : conditionCost;
}

/** Whether what a root says of its waits is part of what is said of who can end each, or that it does nothing is said. */
function isToldBy(life: readonly Stated[], { kind, at, about }: Stated): boolean {
  if (about !== undefined && life.some((one) => one.kind === 'no-op' && one.about === about)) return true;
  const told = new Set(life.flatMap((one) => (one.kind === 'wait' ? one.at : [])));
  return kind === 'wait' && at.length > 0 && at.every((place) => told.has(place));
}

function assemble(
  request: TraceRequest,
  host: Host,
  open: OpenProgram,
  parts: ReportParts,
  answered: readonly Answered[],
): Report {
  const { settings } = request;
  const graphs = answered.flatMap(({ graph }) => (graph === undefined ? [] : [graph]));
  const told = answered.flatMap(({ drawn, graph }) =>
    drawn === undefined || graph === undefined ? [] : [{ chain: drawn, graph }],
  );
  const life =
    request.command === 'explain' && told.length > 0 ? lifecycle(request, host, open, told, parts) : undefined;
  const shown = new Set(answered.flatMap(({ functions }) => [...functions]));
  const main = request.main.length === 0 ? './...' : request.main.join(' ');
  const facts = {
    goVersion: settings.goVersion,
    goos: settings.goos,
    goarch: settings.goarch,
    cgo: settings.cgo,
    tags: settings.tags,
    main,
    isLibrary: open.mainPackages.some((ref) => ref.name !== 'main'),
    takenIn: open.program.takenIn,
    assumed: request.assume,
  };
  const [path] = answered.flatMap((one) => one.path ?? []);
  const taken = assumptions(facts, graphs, shown, parts);
  const open_ = unknowns(graphs, shown, parts);
  const chains = answered.flatMap((one) => one.chains);
  const functions = parts.functions();
  const isWriteup = request.command === 'explain' && path === undefined;
  const stated = inTellingOrder([
    ...(life?.facts ?? []),
    ...answered.flatMap((one) => asParagraph(one.stated, parts.say)).filter((one) => !isToldBy(life?.facts ?? [], one)),
  ]);
  const lines = isWriteup ? factsOf(stated, parts.places) : undefined;
  const files = new Set([
    ...(life?.files ?? []),
    ...(lines ?? []).flatMap(({ at }) => at.map(({ file }) => file)),
    ...functions.flatMap((fn) => fn.at?.file ?? []),
    ...parts.edges.map((edge) => edge.site.file),
  ]);
  const modules = usedModules(open, files);
  const counted = new Set(graphs.flatMap((graph) => graph.nodes.map((node) => node.function)));
  const sites = new Set(
    graphs.flatMap((graph) => [...graph.edges.map((edge) => edge.site), ...graph.unresolved.map((site) => site.site)]),
  );
  const links = linkRules(modules, settings, host.fs, files);
  return settlePlaces({
    schema: reportSchemaName,
    version: reportSchemaVersion,
    tool: { name: 'loose-ends', version: host.version },
    question: {
      command: request.command,
      roots: request.roots,
      direction: request.up ? 'up' : 'down',
      options: optionsOf(request),
      ...(request.language === undefined ? {} : { language: request.language }),
    },
    build: {
      goVersion: settings.goVersion,
      goos: settings.goos,
      goarch: settings.goarch,
      cgo: settings.cgo,
      tags: settings.tags,
      modules: moduleRecords(modules, links.unlinked),
      main,
    },
    links: links.rules,
    answer: isWriteup
      ? shortAnswer(
          answered.map(({ stated }) => stated),
          life?.facts ?? [],
          new Set(told.map(({ chain }) => chain.root.function.name)),
          parts.say,
        )
      : answered.flatMap(({ stated }) => textsOf(stated).slice(0, sentenceLimit)),
    functions,
    edges: parts.edges,
    chains,
    ...(path === undefined ? {} : { path }),
    ...(lines === undefined ? {} : { facts: lines }),
    sections:
      request.command === 'explain'
        ? [...(life?.sections ?? []), ...writeupSections(chains, functions, parts.edges, parts.say)]
        : [],
    assumptions: taken,
    unknowns: open_,
    diagnostics: reportDiagnostics(open, files),
    statistics: {
      functions: graphs.length === 0 ? shown.size : counted.size,
      sites: graphs.length === 0 ? parts.edges.length : sites.size,
      files: open.program.filesRead,
    },
  });
}

function optionsOf(request: TraceRequest): Record<string, string> {
  const options: Record<string, string> = {};
  if (request.to !== undefined) options['to'] = request.to;
  if (request.why !== undefined) options['why'] = request.why;
  if (request.sameGoroutine) options['same-goroutine'] = 'true';
  if (request.up) options['up'] = 'true';
  if (request.depth !== undefined) options['depth'] = String(request.depth);
  if (request.detail !== 'normal') options['detail'] = request.detail;
  if (request.main.length > 0) options['main'] = request.main.join(' ');
  if (request.assume.length > 0)
    options['assume'] = request.assume.map(({ field, type }) => `${field}=${type}`).join(' ');
  if (request.tests) options['tests'] = 'true';
  return options;
}
