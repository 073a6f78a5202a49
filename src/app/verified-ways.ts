// Whether a function that other code may call really comes to a release that the whole-program engine says it may reach.
// That engine joins what goes through shared code, such as every request through `http.Client.Do`; so each beginning is
// looked at once more with its calls told apart, and what the walks of the functions that were asked about have found is held
// against it. A way that is not there is never gone.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { Fn } from '#go/flow/function.js';
import { type CallWays, createCallWays } from '#go/propagate/call-ways.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { createSettings } from '#go/propagate/settings.js';
import { createWaySearch, type WaySearch } from '#go/propagate/way-search.js';
import type { Closer, CustodyTable, Truth, Way } from '#program/custody-table.js';
import type { FunctionInfo, GraphNode, ProgramGraph } from '#program/graph.js';
import type { Told } from './custody-tables.js';

export class VerifiedWays {
  readonly #ways: CallWays;
  readonly #search: WaySearch;
  readonly #walks: ReadonlyMap<Pos, Walk>;
  readonly #fns: ReadonlyMap<Pos, Fn>;
  readonly #leading = new Map<Pos, ReadonlySet<Fn>>();
  readonly #answers = new Map<string, boolean | undefined>();

  constructor(engine: Engine, rules: Pick<CustodyRules, 'isPublic'>, told: readonly Told[]) {
    this.#ways = createCallWays(engine, rules.isPublic, createSettings(engine));
    this.#search = createWaySearch(engine, this.#ways);
    this.#fns = new Map([...engine.reached].map((fn) => [fn.pos, fn]));
    this.#walks = new Map(
      told.flatMap(({ chain, graph }) => (graph.isCut ? [] : [[chain.root.function.pos, new Walk(graph)] as const])),
    );
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
    const comes = this.#comesTo(root, closer);
    if (comes !== false) return way;
    return { ...way, never: whyNever(way, closer, root, this.#walks) };
  }

  /** Undefined where that is not known. */
  #comesTo(root: FunctionInfo, closer: Closer): boolean | undefined {
    const key = `${root.pos} ${closer.site.lparen}`;
    if (this.#answers.has(key)) return this.#answers.get(key);
    const from = this.#fns.get(root.pos);
    const target = this.#fns.get(closer.caller.pos);
    const { lparen } = closer.site;
    const answer =
      from === undefined || target === undefined
        ? undefined
        : this.#search.comesTo(
            from,
            target,
            lparen,
            (fn) => this.#walks.get(fn.pos)?.comesTo(lparen, this.#leadingTo(target), this.#ways) === false,
          );
    this.#answers.set(key, answer);
    return answer;
  }

  #leadingTo(target: Fn): ReadonlySet<Fn> {
    let found = this.#leading.get(target.pos);
    if (found === undefined) this.#leading.set(target.pos, (found = this.#ways.leading(target)));
    return found;
  }
}

/** What was followed from a function that was asked about. */
class Walk {
  readonly graph: ProgramGraph;
  readonly #here: ReadonlySet<GraphNode>;

  constructor(graph: ProgramGraph) {
    this.graph = graph;
    this.#here = sameGoroutine(graph);
  }

  /**
   * Whether it comes to the call with this parenthesis on the goroutine that it begins on; also if a call whose callees are
   * not known, or that was left out, leads there as far as the whole program is known.
   */
  comesTo(lparen: Pos, leading: ReadonlySet<Fn>, ways: CallWays): boolean {
    const { edges, unresolved } = this.graph;
    const positions = new Set([...leading].map(({ pos }) => pos));
    return (
      edges.some(
        ({ caller, callee, entry, site }) =>
          this.#here.has(caller) &&
          site.kind !== 'go' &&
          (site.lparen === lparen || (entry !== 'enter' && positions.has(callee.function.pos))),
      ) ||
      unresolved.some(
        ({ caller, site }) =>
          this.#here.has(caller) && (ways.calleesAt(site.lparen) ?? []).some((fn) => leading.has(fn)),
      )
    );
  }

  has(lparen: Pos, callee: Pos): boolean {
    return this.graph.edges.some(({ site, callee: to }) => site.lparen === lparen && to.function.pos === callee);
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

/** Where a walk went through the way and found one of its calls to go elsewhere, that call; else that there is none. */
function whyNever(way: Way, closer: Closer, root: FunctionInfo, walks: ReadonlyMap<Pos, Walk>): Truth {
  const [next] = closer.below;
  const { caller, site } = closer;
  const own = next === undefined ? [] : [{ caller, site, callee: next.caller, isHandedOver: false }];
  const calls = [...way.calls, ...own, ...closer.below];
  const from = calls.findIndex((call) => walks.has(call.caller.pos));
  const walk = walks.get(calls[from]?.caller.pos ?? -1);
  const missing =
    walk === undefined
      ? undefined
      : calls.slice(from).find((call) => !call.isHandedOver && !walk.has(call.site.lparen, call.callee.pos));
  return missing === undefined
    ? {
        holds: false,
        because: sentence`what ${root.baseName} calls does not come to ${closer.caller.baseName} once it is told apart by what it is called with`,
        pos: root.pos,
      }
    : {
        holds: false,
        because: sentence`a call on the way from ${root.baseName} does not go to ${missing.callee.baseName}`,
        pos: missing.site.pos,
      };
}
