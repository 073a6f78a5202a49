// What a goroutine has waited for before it comes to a place: the end of another, as it is told by a channel which that one
// closes when it ends, `go func() { defer close(done); … }()` and `<-done`. Whoever is past that wait meets the other no more.
// Rests on: a close that always comes at the end of a goroutine is the only one of its channel, since a second one panics.
// Misses: ends told by a send, by a wait group, or by one of several channels in a select.

import type { Branch, GraphEdge, GraphNode, ProgramGraph, Synchronization } from '#program/graph.js';
import type { Lanes } from './lanes.js';

type LaneSet = ReadonlySet<number>;

const none: LaneSet = new Set();

/** A place in a function: a call, or an operation on a channel. */
interface Place {
  readonly pos: number;
  readonly branch?: Branch | undefined;
}

export interface Joins {
  /** The lanes that have ended whenever a lane comes to an operation. */
  endedBefore(operation: Synchronization, lane: number): LaneSet;
}

/** Who has waited for whose end. O(edges × lanes), walked until nothing changes. */
export function findJoins(graph: ProgramGraph, lanes: Lanes): Joins {
  return new Finder(graph, lanes).find();
}

class Finder {
  readonly #graph: ProgramGraph;
  readonly #lanes: Lanes;
  /** By node, its waits that are over only when a lane has ended. */
  readonly #waits = new Map<GraphNode, { readonly wait: Synchronization; readonly lane: number }[]>();
  readonly #open = new Set<GraphEdge['site']>();
  readonly #always = new Map<GraphNode, LaneSet>();
  readonly #joining: ReadonlySet<GraphNode>;

  constructor(graph: ProgramGraph, lanes: Lanes) {
    this.#graph = graph;
    this.#lanes = lanes;
    for (const { site } of graph.unresolved) this.#open.add(site);
    this.#findWaits();
    this.#joining = this.#nodesThatJoin();
  }

  find(): Joins {
    if (this.#waits.size === 0) return { endedBefore: () => none };
    const ended = this.#spread();
    return {
      endedBefore: (operation, lane) =>
        union(ended.get(operation.node)?.get(lane) ?? none, this.#before(operation.node, operation)),
    };
  }

  #findWaits(): void {
    const ends = new Map<number, number | undefined>();
    const entries = this.#entries();
    for (const signal of this.#graph.synchronizations) {
      if (signal.kind === 'receive' || signal.on !== 'channel') continue;
      const lane = signal.kind === 'close' ? this.#endOf(signal, entries) : undefined;
      // Closed in two places, it is not known by whom.
      for (const object of signal.objects)
        ends.set(object, ends.has(object) && ends.get(object) !== lane ? undefined : lane);
    }
    for (const wait of this.#graph.synchronizations) {
      const { kind, on, isPoll, isChoice, isDeferred, node, objects } = wait;
      if (kind !== 'receive' || on !== 'channel' || isPoll || isChoice || isDeferred || objects.length !== 1) continue;
      const [object] = objects;
      const lane = object === undefined ? undefined : ends.get(object);
      if (lane === undefined || this.#lanes.of.get(node)?.has(lane) === true) continue;
      put(this.#waits, node, { wait, lane });
    }
  }

  /** The lanes that begin with a node. */
  #entries(): ReadonlyMap<GraphNode, LaneSet> {
    const entries = new Map<GraphNode, Set<number>>();
    const add = (node: GraphNode, lane: number): void => {
      const known = entries.get(node);
      if (known === undefined) entries.set(node, new Set([lane]));
      else known.add(lane);
    };
    for (const edge of this.#graph.edges)
      if (edge.site.kind === 'go' && edge.entry === 'enter') add(edge.callee, this.#lanes.begunBy(edge));
    for (const node of this.#graph.before) for (const lane of this.#lanes.of.get(node) ?? []) add(node, lane);
    return entries;
  }

  /** The lane that a close is the last act of. */
  #endOf(signal: Synchronization, entries: ReadonlyMap<GraphNode, LaneSet>): number | undefined {
    const { node, isDeferred, branch, pos } = signal;
    const begun = entries.get(node);
    const running = this.#lanes.of.get(node);
    const [lane] = begun ?? [];
    if (begun?.size !== 1 || running?.size !== 1 || !isDeferred || branch !== undefined) return undefined;
    // Of what is deferred the first runs last.
    const isLast = this.#graph.out(node).every(({ site }) => site.kind !== 'defer' || site.pos > pos);
    return isLast ? lane : undefined;
  }

  /** The nodes with such a wait, and those that come to one; others need not be asked. */
  #nodesThatJoin(): ReadonlySet<GraphNode> {
    const callers = new Map<GraphNode, GraphNode[]>();
    for (const { site, caller, callee } of this.#graph.edges) if (site.kind !== 'go') put(callers, callee, caller);
    const joining = new Set(this.#waits.keys());
    // A set that grows while it is walked is walked to its end.
    for (const node of joining) for (const caller of callers.get(node) ?? []) joining.add(caller);
    return joining;
  }

  /** What has ended whenever a node is entered on a lane: what has on every way to it. */
  #spread(): ReadonlyMap<GraphNode, ReadonlyMap<number, LaneSet>> {
    const ended = new Map<GraphNode, Map<number, LaneSet>>();
    const queue: { readonly node: GraphNode; readonly lane: number }[] = [];
    const enter = (node: GraphNode, lane: number, over: LaneSet): void => {
      const byLane = ended.get(node) ?? new Map<number, LaneSet>();
      ended.set(node, byLane);
      const known = byLane.get(lane);
      const common = known === undefined ? over : intersection(known, over);
      if (known !== undefined && common.size === known.size) return;
      byLane.set(lane, common);
      queue.push({ node, lane });
    };
    const starts = new Set([...this.#graph.roots, ...this.#graph.before]);
    for (const node of starts) for (const lane of this.#lanes.of.get(node) ?? []) enter(node, lane, none);
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      const { node, lane } = item;
      const here = ended.get(node)?.get(lane) ?? none;
      for (const edge of this.#graph.out(node)) {
        if (edge.entry !== 'enter') continue;
        const over = union(here, this.#before(node, edge.site));
        enter(edge.callee, edge.site.kind === 'go' ? this.#lanes.begunBy(edge) : lane, over);
      }
    }
    return ended;
  }

  /** The lanes whose end a function has waited for when it comes to a place. */
  #before(node: GraphNode, place: Place): LaneSet {
    if (!this.#joining.has(node)) return none;
    let over = none;
    for (const { wait, lane } of this.#waits.get(node) ?? [])
      if (comesBefore(wait, place)) over = union(over, new Set([lane]));
    const sites = new Set(this.#graph.out(node).map(({ site }) => site));
    for (const site of sites)
      if (site.kind === 'call' && comesBefore(site, place)) over = union(over, this.#throughAll(node, site));
    return over;
  }

  /** The lanes whose end a function waits for on every way through it. */
  #alwaysWaitedFor(node: GraphNode): LaneSet {
    const known = this.#always.get(node);
    if (known !== undefined) return known;
    // What calls itself adds nothing to what it waits for otherwise.
    this.#always.set(node, none);
    let over = none;
    for (const { wait, lane } of this.#waits.get(node) ?? [])
      if (wait.branch === undefined) over = union(over, new Set([lane]));
    const sites = new Set(this.#graph.out(node).map(({ site }) => site));
    for (const site of sites)
      if (site.kind !== 'go' && site.branch === undefined) over = union(over, this.#throughAll(node, site));
    this.#always.set(node, over);
    return over;
  }

  /** What each callee of a site waits for. */
  #throughAll(node: GraphNode, site: GraphEdge['site']): LaneSet {
    if (this.#open.has(site)) return none;
    let over: LaneSet | undefined;
    for (const edge of this.#graph.out(node)) {
      if (edge.site !== site || edge.setting !== undefined) continue;
      if (edge.entry !== 'enter' || !this.#joining.has(edge.callee)) return none;
      const one = this.#alwaysWaitedFor(edge.callee);
      over = over === undefined ? one : intersection(over, one);
    }
    return over ?? none;
  }
}

/** Whether control that comes to `place` has come through `earlier`: it stands before, in a branch that `place` is in too. */
function comesBefore(earlier: Place, place: Place): boolean {
  if (earlier.pos >= place.pos) return false;
  if (earlier.branch === undefined) return true;
  for (let branch = place.branch; branch !== undefined; branch = branch.outer)
    if (branch === earlier.branch) return true;
  return false;
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function union(a: LaneSet, b: LaneSet): LaneSet {
  if (b.size === 0) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}

function intersection(a: LaneSet, b: LaneSet): LaneSet {
  return new Set([...a].filter((lane) => b.has(lane)));
}
