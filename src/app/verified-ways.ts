// Whether a function that other code may call really comes to a release that the whole-program engine says it may reach.
// That engine joins what goes through shared code, such as every request through `http.Client.Do`; so each beginning is
// followed once more by itself, with contexts told apart. A way that is not found there, and that no call with unknown
// callees could hide, is never gone. Misses: beginnings beyond the limit, which stay possible.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import { buildGraph } from '#go/flow/build-graph.js';
import { createEngine } from '#go/flow/create-engine.js';
import { explore } from '#go/flow/explore.js';
import type { Fn } from '#go/flow/function.js';
import { type CallWays, createCallWays } from '#go/propagate/call-ways.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { createSettings } from '#go/propagate/settings.js';
import { dialedConnections, opaquePackages } from '#models/transport.js';
import type { Closer, CustodyTable, Truth, Way, WayCall } from '#program/custody-table.js';
import type { FunctionInfo, GraphNode, ProgramGraph } from '#program/graph.js';
import type { Told } from './custody-tables.js';
import type { OpenProgram } from './open-program.js';
import { createTracePolicy } from './policy.js';
import type { Host } from './request.js';

/** Beginnings that are followed by themselves; each costs a trace. */
const walkLimit = 8;

/** What following one beginning by itself says of a way from there. */
type Verdict =
  | { readonly kind: 'gone' }
  | { readonly kind: 'open'; readonly because: Truth }
  | { readonly kind: 'never'; readonly because: Truth };

export class VerifiedWays {
  readonly #ways: CallWays;
  readonly #open: OpenProgram;
  readonly #host: Host;
  readonly #graphs = new Map<Pos, ProgramGraph | undefined>();
  readonly #fns: ReadonlyMap<Pos, Fn>;
  readonly #leading = new Map<Pos, ReadonlySet<Pos>>();
  #walks = 0;

  constructor(engine: Engine, rules: CustodyRules, open: OpenProgram, told: readonly Told[], host: Host) {
    this.#ways = createCallWays(engine, rules.isPublic, createSettings(engine));
    this.#open = open;
    this.#host = host;
    this.#fns = new Map([...engine.reached].map((fn) => [fn.pos, fn]));
    for (const { chain, graph } of told) this.#graphs.set(chain.root.function.pos, graph);
  }

  /** The table with what was found about its ways from functions that other code may call, and from main. */
  verified(table: CustodyTable): CustodyTable {
    return {
      ...table,
      released: table.released.map((release) => ({
        ...release,
        closers: release.closers.map((closer) => ({
          ...closer,
          ways: closer.ways.map((way) => this.#verify(way, closer)),
        })),
      })),
    };
  }

  #verify(way: Way, closer: Closer): Way {
    if (way.never !== undefined || (way.begin !== 'api' && way.begin !== 'main')) return way;
    const root = way.calls[0]?.caller ?? closer.caller;
    const graph = this.#graphOf(root);
    if (graph === undefined) return way;
    const t0=Date.now(); const verdict = this.#judge(graph, root, way, closer);
    console.error(root.name, closer.caller.name, closer.site.pos, JSON.stringify(verdict), Date.now()-t0);
    switch (verdict.kind) {
      case 'gone':
        return way;
      case 'open':
        return { ...way, doubt: verdict.because };
      case 'never':
        return { ...way, never: verdict.because };
    }
  }

  #graphOf(root: FunctionInfo): ProgramGraph | undefined {
    if (this.#graphs.has(root.pos)) return this.#graphs.get(root.pos);
    let graph: ProgramGraph | undefined;
    if (this.#walks < walkLimit) {
      this.#walks++;
      graph = this.#walk(root);
    }
    this.#graphs.set(root.pos, graph);
    return graph;
  }

  #walk(root: FunctionInfo): ProgramGraph | undefined {
    const { checker, program } = this.#open;
    this.#host.progress(`Following the calls of ${root.name}`);
    const t1=Date.now(); const engine = createEngine(checker, program, new Map(), opaquePackages, dialedConnections);
    const known = this.#fns.get(root.pos);
    const fn = known?.object === undefined ? undefined : engine.functions.ofObject(known.object);
    if (fn?.body === undefined) return undefined;
    const graph = buildGraph(
      engine,
      explore(
        engine,
        [fn],
        createTracePolicy(program, () => false),
      ),
    );
    graph.forgetEvidence(); console.error('walk', root.name, Date.now()-t1, graph.nodes.length, graph.isCut);
    return graph;
  }

  /**
   * Whether the walk from a beginning comes to the place that decides. If not, whether a call whose callees the walk does not
   * know, or that it left out, leads there as far as the whole program is known.
   */
  #judge(graph: ProgramGraph, root: FunctionInfo, way: Way, closer: Closer): Verdict {
    const here = sameGoroutine(graph);
    if (graph.edges.some(({ caller, site }) => site.lparen === closer.site.lparen && here.has(caller)))
      return { kind: 'gone' };
    if (graph.isCut) {
      const because = sentence`the walk from ${root.baseName} was stopped at its limit`;
      return { kind: 'open', because: { holds: true, because, pos: root.pos } };
    }
    const leading = this.#leadingTo(closer.caller);
    for (const { caller, site, reasons } of graph.unresolved) {
      if (!here.has(caller) || !this.#mayLead(site.lparen, leading)) continue;
      const [reason] = reasons;
      const because = reason?.text ?? sentence`nothing is known to flow there`;
      return { kind: 'open', because: { holds: true, because, pos: site.pos } };
    }
    for (const { caller, callee, entry, site } of graph.edges) {
      if (entry !== 'fold' || site.kind === 'go' || !here.has(caller) || !leading.has(callee.function.pos)) continue;
      const because = sentence`what ${callee.function.baseName} calls was not followed`;
      return { kind: 'open', because: { holds: true, because, pos: site.pos } };
    }
    return { kind: 'never', because: missingOn(way, closer, graph, root) };
  }

  /** The functions that come to one without starting a goroutine, as far as calls are not told apart. */
  #leadingTo(fn: FunctionInfo): ReadonlySet<Pos> {
    let found = this.#leading.get(fn.pos);
    if (found === undefined) {
      const target = this.#fns.get(fn.pos);
      found = new Set(target === undefined ? [] : [...this.#ways.leading(target)].map(({ pos }) => pos));
      this.#leading.set(fn.pos, found);
    }
    return found;
  }

  #mayLead(lparen: Pos, leading: ReadonlySet<Pos>): boolean {
    return (this.#ways.calleesAt(lparen) ?? []).some(({ pos }) => leading.has(pos));
  }
}

/** The functions in their contexts that run on the goroutine of the roots. */
function sameGoroutine(graph: ProgramGraph): ReadonlySet<GraphNode> {
  const found = new Set(graph.roots);
  // A set that grows while it is walked is walked to its end.
  for (const node of found)
    for (const { callee, entry, site } of graph.out(node))
      if (entry === 'enter' && site.kind !== 'go') found.add(callee);
  return found;
}

/** The first call of a way that the walk has found to go elsewhere. */
function missingOn(way: Way, closer: Closer, graph: ProgramGraph, root: FunctionInfo): Truth {
  const [next] = closer.below;
  const { caller, site } = closer;
  const own: WayCall[] = next === undefined ? [] : [{ caller, site, callee: next.caller, isHandedOver: false }];
  const edges = new Set(graph.edges.map((edge) => `${edge.site.lparen} ${edge.callee.function.pos}`));
  const missing = [...way.calls, ...own, ...closer.below].find(
    (call) => !call.isHandedOver && !edges.has(`${call.site.lparen} ${call.callee.pos}`),
  );
  return missing === undefined
    ? {
        holds: false,
        because: sentence`no way from ${root.baseName} leads there when its calls are told apart`,
        pos: root.pos,
      }
    : {
        holds: false,
        because: sentence`a call on the way from ${root.baseName} does not go to ${missing.callee.baseName}`,
        pos: missing.site.pos,
      };
}
