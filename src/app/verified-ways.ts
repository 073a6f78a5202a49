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
import type { Closer, CustodyTable, Release, Truth, Way } from '#program/custody-table.js';
import type { FunctionInfo, GraphNode, ProgramGraph } from '#program/graph.js';
import type { Told } from './custody-tables.js';

export class VerifiedWays {
  readonly #ways: CallWays;
  readonly #search: WaySearch;
  readonly #walks: ReadonlyMap<Pos, Walk>;
  readonly #fns: ReadonlyMap<Pos, Fn>;
  readonly #roots: readonly FunctionInfo[];
  readonly #leading = new Map<Pos, ReadonlySet<Fn>>();
  readonly #answers = new Map<string, boolean | undefined>();

  constructor(engine: Engine, rules: Pick<CustodyRules, 'isPublic'>, told: readonly Told[]) {
    this.#ways = createCallWays(engine, rules.isPublic, createSettings(engine));
    this.#search = createWaySearch(engine, this.#ways);
    this.#fns = new Map([...engine.reached].map((fn) => [fn.pos, fn]));
    this.#roots = told.map(({ chain }) => chain.root.function);
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
          ways: closer.ways.map((way) => this.#verify(way, closer, release)),
        })),
      })),
    };
  }

  #verify(way: Way, closer: Closer, release: Release): Way {
    const [start] = way.calls;
    if (way.awaitedBy !== undefined && start !== undefined) {
      // What the goroutine runs is looked at as a function that is called.
      const isThere =
        this.comesTo(start.callee, closer.caller, closer.site.lparen) !== false &&
        this.comesTo(start.callee, release.caller, release.site.lparen) !== false;
      const comes = (fn: FunctionInfo): boolean => this.comesTo(fn, start.caller, start.site.lparen) !== false;
      const known = new Set(way.awaitedBy.map(({ pos }) => pos));
      const asked = this.#roots.filter(
        (root) => !known.has(root.pos) && this.comesTo(root, start.caller, start.site.lparen) === true,
      );
      return { ...way, awaitedBy: isThere ? [...asked, ...way.awaitedBy.filter(comes)] : [] };
    }
    if (way.never !== undefined || (way.begin !== 'api' && way.begin !== 'main')) return way;
    const root = way.calls[0]?.caller ?? closer.caller;
    const isNever =
      this.comesTo(root, closer.caller, closer.site.lparen) === false ||
      this.comesTo(root, release.caller, release.site.lparen) === false ||
      this.comesTo(closer.caller, release.caller, release.site.lparen) === false;
    if (!isNever) return way;
    return { ...way, never: whyNever(way, closer, root, this.#walks) };
  }

  /**
   * Whether a function comes to another, and to the call there with this parenthesis, on its own goroutine; undefined where
   * that is not known.
   */
  comesTo(root: FunctionInfo, to: FunctionInfo, lparen: Pos | undefined): boolean | undefined {
    const key = `${root.pos} ${to.pos} ${lparen}`;
    if (this.#answers.has(key)) return this.#answers.get(key);
    const from = this.#fns.get(root.pos);
    const target = this.#fns.get(to.pos);
    const walk = this.#walks.get(root.pos);
    const answer =
      from === undefined || target === undefined
        ? undefined
        : walk !== undefined
          ? walk.comesTo(to, lparen, this.#leadingTo(target), this.#ways)
          : this.#search.comesTo(
              from,
              target,
              lparen,
              (fn) => this.#walks.get(fn.pos)?.comesTo(to, lparen, this.#leadingTo(target), this.#ways) === false,
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
   * Whether it comes to a function, and to the call there with this parenthesis, on the goroutine that it begins on. Undefined
   * if only a call whose callees are not known, or that was left out, may lead there as far as the whole program is known.
   */
  comesTo(to: FunctionInfo, lparen: Pos | undefined, leading: ReadonlySet<Fn>, ways: CallWays): boolean | undefined {
    const { edges, unresolved } = this.graph;
    if (lparen === undefined && [...this.#here].some((node) => node.function.pos === to.pos)) return true;
    if (edges.some(({ caller, site }) => site.lparen === lparen && this.#here.has(caller))) return true;
    const positions = new Set([...leading].map(({ pos }) => pos));
    const mayLead =
      edges.some(
        ({ caller, callee, entry, site }) =>
          this.#here.has(caller) && site.kind !== 'go' && entry !== 'enter' && positions.has(callee.function.pos),
      ) ||
      unresolved.some(
        ({ caller, site }) =>
          this.#here.has(caller) && (ways.calleesAt(site.lparen) ?? []).some((fn) => leading.has(fn)),
      );
    return mayLead ? undefined : false;
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
