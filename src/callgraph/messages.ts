// What comes from outside and what it wakes: a goroutine reads from a connection and goes different ways by what it has read;
// on each of these it signals to what waits on other goroutines. Misses: what is told apart by `if` or by a table of
// functions, and what is taken in by one function and gone into by another.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { GraphEdge, GraphNode, GuardFact, ProgramGraph, Synchronization } from '#program/graph.js';
import { callerLane, type Lanes } from './lanes.js';
import { nodesReaching } from './reaching.js';

/** One case of what has been read, or the end of the reads. */
export interface Message {
  /** `case *GoAwayFrame`; of the end the call that reads. */
  readonly guard: GuardFact;
  /** Nothing is read any more: what is done when the function returns that reads. */
  readonly isEnd: boolean;
  /** The function that tells the cases apart. */
  readonly dispatcher: GraphNode;
  /** What the case calls that signals, by place. */
  readonly handlers: readonly GraphEdge[];
  readonly wakes: readonly MessageWake[];
  /** What waits on the caller's goroutine for those that are woken, beside what the message wakes at once. */
  readonly sequels: readonly MessageSequel[];
}

export interface MessageSequel {
  /** Who was woken and signals. */
  readonly woken: Synchronization;
  readonly signal: Synchronization;
  readonly wait: Synchronization;
}

export interface MessageWake {
  readonly signal: Synchronization;
  readonly wait: Synchronization;
  /** The calls from the case to the signal, on the shortest way. */
  readonly way: readonly GraphEdge[];
  /** By other calls to the same place: each may stand under other conditions. */
  readonly others: readonly (readonly GraphEdge[])[];
}

/** Of ways to one place not more are told, none by so many more calls than the shortest, and of not more is it asked. */
const otherLimit = 12;
const furtherCalls = 2;
const wayLimit = 4000;

/** O(cases × edges). `isRead` says of a function by go/ssa name that it reads from outside. */
export function messagesOf(graph: ProgramGraph, lanes: Lanes, isRead: (name: string) => boolean): Message[] {
  const reads = graph.edges.filter(({ callee }) => isRead(callee.function.name)).map(({ caller }) => caller);
  const reading = nodesReaching(graph, reads);
  const meets = new Meetings(graph, lanes);
  const found = new Map<Pos, Message>();
  for (const node of reading) {
    const goroutines = lanes.of.get(node);
    if (goroutines === undefined) continue;
    for (const edges of casesOf(node, reading, graph)) {
      const guard = caseOf(edges[0]);
      if (guard === undefined || found.has(guard.pos)) continue;
      const wakes = meets.wakesFrom(edges, goroutines);
      const handlers = edges.filter((edge) => wakes.some(({ way }) => way[0] === edge));
      if (wakes.length > 0)
        found.set(guard.pos, {
          guard,
          isEnd: false,
          dispatcher: node,
          handlers,
          wakes,
          sequels: meets.sequelsOf(wakes),
        });
    }
    const read = readBefore(node, reading, graph);
    if (read === undefined || found.has(read.site.pos) || casesOf(node, reading, graph).length === 0) continue;
    const edges = meets.after(node);
    const wakes = meets.wakesFrom(edges, goroutines);
    const handlers = edges.filter((edge) => wakes.some(({ way }) => way[0] === edge));
    const guard: GuardFact = { pos: read.site.pos, end: read.site.end, negated: false, label: undefined };
    if (wakes.length > 0)
      found.set(guard.pos, { guard, isEnd: true, dispatcher: node, handlers, wakes, sequels: meets.sequelsOf(wakes) });
  }
  return [...found.values()].sort(by(({ guard }) => guard.pos));
}

/** A way by its places, whatever its contexts are. */
function keyOf(way: readonly GraphEdge[]): string {
  return way.map(({ site }) => site.pos).join(' ');
}

/** The first call of a function that reads, outside of a case. */
function readBefore(node: GraphNode, reading: ReadonlySet<GraphNode>, graph: ProgramGraph): GraphEdge | undefined {
  return graph
    .out(node)
    .find(({ callee, site }) => site.kind !== 'go' && reading.has(callee) && caseOf({ site }) === undefined);
}

/** The calls of a function under each case of a switch that comes after a call that reads. */
function casesOf(node: GraphNode, reading: ReadonlySet<GraphNode>, graph: ProgramGraph): readonly GraphEdge[][] {
  const out = graph.out(node).filter(({ site }) => site.kind !== 'go');
  const first = readBefore(node, reading, graph)?.site.pos;
  const cases = new Map<Pos, GraphEdge[]>();
  for (const edge of out) {
    const guard = caseOf(edge);
    if (guard === undefined || first === undefined || edge.site.pos < first || edge.entry !== 'enter') continue;
    const edges = cases.get(guard.pos);
    if (edges === undefined) cases.set(guard.pos, [edge]);
    else edges.push(edge);
  }
  return cases.size < 2 ? [] : [...cases.values()];
}

function caseOf(edge: Pick<GraphEdge, 'site'> | undefined): GuardFact | undefined {
  return edge?.site.guards.find(({ label }) => label === 'case');
}

/** Who wakes whom in one graph. */
class Meetings {
  readonly #graph: ProgramGraph;
  readonly #lanes: Lanes;
  readonly #signals: ReadonlyMap<GraphNode, readonly Synchronization[]>;
  readonly #waits: ReadonlyMap<number, readonly Synchronization[]>;
  readonly #callers = new Map<GraphNode, GraphEdge[]>();
  /** With what goroutines are started by. */
  readonly #starters = new Map<GraphNode, GraphEdge[]>();
  readonly #after = new Map<Synchronization, readonly MessageSequel[]>();

  constructor(graph: ProgramGraph, lanes: Lanes) {
    this.#graph = graph;
    this.#lanes = lanes;
    this.#signals = signalsByNode(graph);
    this.#waits = waitsByObject(graph);
    for (const edge of graph.edges) {
      if (edge.entry !== 'enter') continue;
      for (const map of edge.site.kind === 'go' ? [this.#starters] : [this.#callers, this.#starters]) {
        const edges = map.get(edge.callee);
        if (edges === undefined) map.set(edge.callee, [edge]);
        else edges.push(edge);
      }
    }
  }

  /** What the calls of a case come to and wake on other goroutines, by pairs of places. */
  wakesFrom(edges: readonly GraphEdge[], goroutines: ReadonlySet<number>): MessageWake[] {
    const found = new Map<string, Omit<MessageWake, 'others'> & { readonly ways: Map<string, readonly GraphEdge[]> }>();
    const below = this.#below(edges);
    for (const [node, way] of below) {
      let others: readonly (readonly GraphEdge[])[] | undefined;
      for (const { signal, wait } of this.#from(node, goroutines)) {
        const key = `${signal.pos} ${wait.stands}`;
        const wake = found.get(key) ?? { signal, wait, way, ways: new Map([[keyOf(way), way]]) };
        found.set(key, wake);
        others ??= this.#othersTo(node, way, edges, below);
        for (const other of [way, ...others])
          if (wake.ways.size <= otherLimit && !wake.ways.has(keyOf(other))) wake.ways.set(keyOf(other), other);
      }
    }
    return [...found.values()].map(({ ways, ...wake }) => ({ ...wake, others: [...ways.values()].slice(1) }));
  }

  /** Ways from a case to a function by other calls than those of the shortest, not much longer. */
  #othersTo(
    to: GraphNode,
    shortest: readonly GraphEdge[],
    edges: readonly GraphEdge[],
    below: ReadonlyMap<GraphNode, unknown>,
  ): readonly (readonly GraphEdge[])[] {
    // From how many calls away a function leads there.
    const away = new Map<GraphNode, number>([[to, 0]]);
    for (const [node, calls] of away)
      for (const { caller } of this.#starters.get(node) ?? [])
        if (below.has(caller) && !away.has(caller)) away.set(caller, calls + 1);
    const found = new Map([[keyOf(shortest), shortest]]);
    const most = shortest.length + furtherCalls;
    const ways: (readonly GraphEdge[])[] = edges.filter(({ callee }) => away.has(callee)).map((edge) => [edge]);
    for (const way of ways) {
      if (found.size > otherLimit || ways.length > wayLimit) break;
      const node = way.at(-1)?.callee;
      if (node === undefined) continue;
      if (node === to) found.set(keyOf(way), found.get(keyOf(way)) ?? way);
      else
        for (const edge of this.#graph.out(node)) {
          const isOn = edge.entry === 'enter' && !way.some(({ callee }) => callee === edge.callee);
          if (isOn && way.length + 1 + (away.get(edge.callee) ?? most) <= most) ways.push([...way, edge]);
        }
    }
    return [...found.values()].filter((way) => way !== shortest);
  }

  /** What is called when a function has returned: what it and its callers put off, and what those go on with. */
  after(node: GraphNode): readonly GraphEdge[] {
    const found = this.#graph.out(node).filter(({ site, entry }) => entry === 'enter' && site.kind === 'defer');
    const seen = new Set([node]);
    for (const at of seen)
      for (const { caller, site } of this.#callers.get(at) ?? []) {
        const later = this.#graph
          .out(caller)
          .filter((edge) => edge.entry === 'enter' && (edge.site.kind === 'defer' || edge.site.pos > site.pos));
        if (!seen.has(caller)) found.push(...later.filter((edge) => !found.includes(edge)));
        seen.add(caller);
      }
    return found;
  }

  /**
   * What those that are woken signal to after they waited, in what their callers go on with and put off to their end, for
   * the caller's goroutine.
   */
  sequelsOf(wakes: readonly MessageWake[]): MessageSequel[] {
    const direct = new Set(wakes.map(({ wait }) => wait.stands));
    const found = new Map<string, MessageSequel>();
    for (const { wait } of wakes) {
      let after = this.#after.get(wait);
      if (after === undefined) this.#after.set(wait, (after = this.#sequelsAfter(wait)));
      for (const sequel of after) {
        const key = `${wait.stands} ${sequel.wait.stands}`;
        if (!direct.has(sequel.wait.stands) && !found.has(key)) found.set(key, sequel);
      }
    }
    return [...found.values()];
  }

  #sequelsAfter(woken: Synchronization): MessageSequel[] {
    const goroutines = this.#lanes.of.get(woken.node) ?? new Set();
    const found: MessageSequel[] = [];
    const seen = new Set<GraphNode>([woken.node]);
    const up: { readonly node: GraphNode; readonly since: Pos }[] = [{ node: woken.node, since: woken.pos }];
    for (let at = up.pop(); at !== undefined; at = up.pop()) {
      const { node, since } = at;
      const later = this.#graph
        .out(node)
        .filter(({ site, entry }) => entry === 'enter' && (site.kind === 'defer' || site.pos > since));
      const own = [...this.#from(node, goroutines)].filter(({ signal }) => signal.isDeferred || signal.pos > since);
      const below = [...this.#below(later).keys()].flatMap((callee) => [...this.#from(callee, goroutines)]);
      for (const { signal, wait } of [...own, ...below])
        if (this.#lanes.of.get(wait.node)?.has(callerLane) === true) found.push({ woken, signal, wait });
      for (const { caller, site } of this.#callers.get(node) ?? []) {
        if (seen.has(caller)) continue;
        seen.add(caller);
        up.push({ node: caller, since: site.pos });
      }
    }
    return found;
  }

  /** The signals of a function to what waits on other goroutines than these. */
  *#from(
    node: GraphNode,
    goroutines: ReadonlySet<number>,
  ): Iterable<{ readonly signal: Synchronization; readonly wait: Synchronization }> {
    for (const signal of this.#signals.get(node) ?? [])
      for (const wait of signal.objects.flatMap((object) => this.#waits.get(object) ?? []))
        if ([...(this.#lanes.of.get(wait.node) ?? [])].some((lane) => !goroutines.has(lane))) yield { signal, wait };
  }

  /** What calls come to, each with the calls of the shortest way there, also by goroutines that are started. */
  #below(edges: readonly GraphEdge[]): ReadonlyMap<GraphNode, readonly GraphEdge[]> {
    const ways = new Map<GraphNode, readonly GraphEdge[]>();
    for (const edge of edges) if (!ways.has(edge.callee)) ways.set(edge.callee, [edge]);
    // A map that grows while it is walked is walked to its end, the nearest first.
    for (const [node, way] of ways)
      for (const edge of this.#graph.out(node))
        if (edge.entry === 'enter' && !ways.has(edge.callee)) ways.set(edge.callee, [...way, edge]);
    return ways;
  }
}

function signalsByNode(graph: ProgramGraph): ReadonlyMap<GraphNode, readonly Synchronization[]> {
  const found = new Map<GraphNode, Synchronization[]>();
  for (const signal of graph.synchronizations) {
    if (signal.kind === 'receive') continue;
    const list = found.get(signal.node);
    if (list === undefined) found.set(signal.node, [signal]);
    else list.push(signal);
  }
  return found;
}

function waitsByObject(graph: ProgramGraph): ReadonlyMap<number, readonly Synchronization[]> {
  const found = new Map<number, Synchronization[]>();
  for (const wait of graph.synchronizations) {
    if (wait.kind !== 'receive' || wait.isPoll) continue;
    for (const object of wait.objects) {
      const list = found.get(object);
      if (list === undefined) found.set(object, [wait]);
      else list.push(wait);
    }
  }
  return found;
}
