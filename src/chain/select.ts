// What of a slice is drawn: what a person would put on paper. On each goroutine the likeliest way to each landmark
// (a function of the transport, a goroutine that leads to it, a hand-off with the caller's goroutine, a release that
// does nothing), with the other candidates at the sites on these ways. Everything else is counted.

import { callerLane } from '#callgraph/lanes.js';
import type { GraphEdge, GraphNode, ProgramGraph, Synchronization, UnresolvedSite } from '#program/graph.js';
import { type AnsweringWait, drawAnsweringWaits } from './answerers.js';
import { type DrawnLane, drawWay, put } from './drawn-lane.js';
import type { Landmarks } from './landmarks.js';
import { drawSequels, drawWakers, type Sequel } from './sequels.js';
import { isOpen, type Slice } from './slice.js';
import { calleesAt, doubtOf, edgeCost, edgeDoubt, isAfter, type Ways, waysFrom } from './ways.js';

/** Places on one goroutine at which hand-offs are shown; more make a list, not a picture. */
const handoffLimit = 12;
/** Sites with more candidates than this are drawn with the one that leads on; the rest is counted. */
const candidateLimit = 3;
/** With more candidates than this a site says little about where its call goes. */
const sureLimit = 5;
/** Deeper than this a second context is not drawn like the first. */
const mirrorLimit = 64;
/** Calls that come to one wait and are compared. */
const intoLimit = 6;
/** Goroutines that are drawn. */
const laneLimit = 24;

export interface Selected {
  /** In the order in which they are found, the caller's first. */
  readonly lanes: readonly DrawnLane[];
  readonly sequels: readonly Sequel[];
  readonly answering: readonly AnsweringWait[];
}

/** The ways to the landmarks. */
export function selectWays(graph: ProgramGraph, root: GraphNode, slice: Slice, landmarks: Landmarks): Selected {
  const lanes: DrawnLane[] = [{ root, start: undefined, edges: new Map() }];
  const begun = new Set<number>([callerLane]);
  const selection = new Selection(graph, slice, landmarks, begun);
  for (let i = 0; i < lanes.length; i++) {
    const lane = lanes[i];
    if (lane === undefined) break;
    for (const start of selection.draw(lane)) {
      if (lanes.length < laneLimit) lanes.push({ root: start.callee, start, edges: new Map() });
    }
  }
  const sequels = drawSequels(graph, slice, landmarks, lanes);
  drawWakers(graph, slice, landmarks, lanes);
  const answering = drawAnsweringWaits(graph, slice, landmarks, lanes);
  return { lanes, sequels, answering };
}

/** Everything that is kept, for `--detail full`: the goroutines that are drawn in any view first. */
export function selectAll(graph: ProgramGraph, slice: Slice, first: readonly DrawnLane[]): DrawnLane[] {
  const lanes: DrawnLane[] = first.map(({ root, start }) => ({ root, start, edges: new Map() }));
  const begun = new Set<number>([
    callerLane,
    ...first.flatMap(({ start }) => (start === undefined ? [] : [slice.lanes.begunBy(start)])),
  ]);
  for (let i = 0; i < lanes.length; i++) {
    const lane = lanes[i];
    if (lane === undefined) break;
    const seen = new Set<GraphNode>([lane.root]);
    for (const node of seen) {
      for (const edge of graph.out(node)) {
        if (!slice.keeps(edge)) continue;
        if (edge.site.kind === 'go' && edge.entry === 'enter') {
          const id = slice.lanes.begunBy(edge);
          if (!begun.has(id)) {
            begun.add(id);
            lanes.push({ root: edge.callee, start: edge, edges: new Map() });
          }
        } else if (edge.entry === 'enter') seen.add(edge.callee);
        put(lane, edge);
      }
    }
  }
  return lanes;
}

interface Goal {
  readonly node: GraphNode;
  readonly edge: GraphEdge | undefined;
  readonly cost: number;
  /** The calls up to the node, the last first. */
  readonly way: readonly GraphEdge[];
}

/** The ways on a lane without some calls. */
type Again = (isLeftOut: (edge: GraphEdge) => boolean) => Ways;

interface Elsewhere {
  /** What is unsure about the way, however long it is. */
  readonly doubt: number;
  readonly lane: number;
}

class Selection {
  readonly graph: ProgramGraph;
  readonly slice: Slice;
  readonly landmarks: Landmarks;
  readonly begun: Set<number>;
  /** What wakes and waits, with the goroutines on which it meets the caller's, or what ran before. */
  readonly operations = new Map<GraphNode, Map<Synchronization, Set<number>>>();
  readonly open = new Map<GraphNode, UnresolvedSite[]>();
  /** Of waits on a condition whether each signal comes late. */
  readonly #isLate = new Map<Synchronization, boolean>();
  readonly #candidates = new Map<GraphEdge, number>();
  /** What is unsure about the way to the start of a goroutine that is drawn. */
  readonly #doubts = new Map<number, number>([[callerLane, 0]]);
  /** Of each goroutine the surest start that is known of, with the goroutine behind whose start it lies. */
  readonly #surest = new Map<string, Elsewhere>();

  constructor(graph: ProgramGraph, slice: Slice, landmarks: Landmarks, begun: Set<number>) {
    this.graph = graph;
    this.slice = slice;
    this.landmarks = landmarks;
    this.begun = begun;
    const { own } = slice.lanes;
    const isTold = (here: number, there: number): boolean =>
      here === callerLane || there === callerLane || own.has(here) !== own.has(there);
    for (const { signal, wait, touchesCaller, meetings } of slice.handoffs) {
      if (!touchesCaller) continue;
      for (const one of meetings) {
        if (!isTold(one.signal, one.wait)) continue;
        this.#addOperation(signal, one.signal);
        this.#addOperation(wait, one.wait);
        if (wait.on === 'condition') this.#isLate.set(wait, one.isLate && this.#isLate.get(wait) !== false);
      }
    }
    for (const wait of slice.waits) this.#addOperation(wait, callerLane);
    if (slice.scope === 'unknown' || slice.scope === 'whole')
      for (const site of graph.unresolved) if (isOpen(site)) add(this.open, site.caller, site);
  }

  #addOperation(operation: Synchronization, lane: number): void {
    let here = this.operations.get(operation.node);
    if (here === undefined) this.operations.set(operation.node, (here = new Map()));
    const lanes = here.get(operation);
    if (lanes === undefined) here.set(operation, new Set([lane]));
    else lanes.add(lane);
  }

  /** Draws a lane; gives the `go` edges that begin others. */
  draw(lane: DrawnLane): GraphEdge[] {
    const { slice } = this;
    const number = lane.start === undefined ? callerLane : slice.lanes.begunBy(lane.start);
    const here = this.#doubts.get(number) ?? 0;
    const follows = (edge: GraphEdge): boolean => edge.entry === 'enter' && slice.keeps(edge);
    const isSure = (edge: GraphEdge): boolean => follows(edge) && this.#isSure(edge);
    const starts: GraphEdge[] = [];
    const drawn = new Set<string>();
    // First by calls of which it is known where they go; what only a guess among many candidates leads to comes after.
    for (const accepts of [isSure, follows]) {
      const waysBut: Again = (isLeftOut) =>
        waysFrom(
          this.graph,
          lane.root,
          this.landmarks,
          slice.rules,
          (edge) => edge.site.kind !== 'go' && accepts(edge) && slice.lanes.has(edge, number) && !isLeftOut(edge),
        );
      const ways = waysBut(() => false);
      const elsewhere = this.endsElsewhere(ways, accepts);
      for (const [key, { doubt, lane: started }] of elsewhere)
        if (here + doubt < (this.#surest.get(key)?.doubt ?? Number.POSITIVE_INFINITY))
          this.#surest.set(key, { doubt: here + doubt, lane: started });
      const drawGoal = (goal: Goal): void => {
        if (goal.edge !== undefined) put(lane, goal.edge);
        drawWay(lane, goal.way);
        if (goal.edge !== undefined && this.starts(goal.edge)) {
          const begun = slice.lanes.begunBy(goal.edge);
          this.begun.add(begun);
          this.#doubts.set(begun, here + this.doubtAt(goal));
          starts.push(goal.edge);
        }
      };
      const later: (readonly [Goal, number])[] = [];
      for (const [key, goal] of this.goals(ways, number, accepts === isSure, waysBut)) {
        if (drawn.has(key)) continue;
        drawn.add(key);
        // What a goroutine that is started here does more readily is shown there.
        const other = elsewhere.get(key);
        const surest = goal.edge !== undefined && this.starts(goal.edge) ? this.#surest.get(key) : undefined;
        if (other !== undefined && other.doubt < this.doubtAt(goal)) later.push([goal, other.lane]);
        else if (surest !== undefined && surest.lane !== number && surest.doubt < here + this.doubtAt(goal))
          later.push([goal, surest.lane]);
        else drawGoal(goal);
      }
      for (const [goal, started] of later) if (!this.begun.has(started)) drawGoal(goal);
      for (const [key, { lane: started }] of elsewhere) if (this.begun.has(started)) drawn.add(key);
      if (slice.scope === 'whole')
        for (const node of ways.nodes) for (const edge of this.graph.out(node)) if (slice.keeps(edge)) put(lane, edge);
    }
    this.drawSiblings(lane, number);
    return starts;
  }

  doubtAt({ way, edge }: Goal): number {
    return (
      doubtOf(this.graph, way, this.landmarks) + (edge === undefined ? 0 : edgeDoubt(this.graph, edge, this.landmarks))
    );
  }

  #isSure(edge: GraphEdge): boolean {
    if (edge.site.mode === 'static') return true;
    let count = this.#candidates.get(edge);
    if (count === undefined) {
      count = calleesAt(this.graph, edge);
      this.#candidates.set(edge, count);
    }
    return count <= sureLimit;
  }

  /** Whether the edge begins a goroutine that is drawn. */
  starts(edge: GraphEdge): boolean {
    return (
      edge.site.kind === 'go' && edge.entry === 'enter' && this.slice.keeps(edge) && !this.landmarks.isTarget(edge)
    );
  }

  /** Of each end and goroutine that other goroutines come to which are started on the ways: the surest way, and which. */
  endsElsewhere(ways: Ways, accepts: (edge: GraphEdge) => boolean): Map<string, Elsewhere> {
    const ends = new Map<string, Elsewhere>();
    const { graph, landmarks } = this;
    for (const caller of ways.nodes) {
      for (const start of graph.out(caller)) {
        if (!this.starts(start) || !accepts(start)) continue;
        const lane = this.slice.lanes.begunBy(start);
        const before = ways.upTo(start);
        if (before === undefined) continue;
        const begun = doubtOf(graph, before.edges, landmarks) + edgeDoubt(graph, start, landmarks);
        const there = waysFrom(graph, start.callee, landmarks, this.slice.rules, accepts);
        for (const node of there.nodes) {
          for (const edge of graph.out(node)) {
            if (!landmarks.isTarget(edge) && !this.starts(edge)) continue;
            const way = there.upTo(edge);
            if (way === undefined) continue;
            const doubt = begun + doubtOf(graph, way.edges, landmarks) + edgeDoubt(graph, edge, landmarks);
            const key = this.keyOf(edge);
            if (doubt < (ends.get(key)?.doubt ?? Number.POSITIVE_INFINITY)) ends.set(key, { doubt, lane });
          }
        }
      }
    }
    return ends;
  }

  keyOf(edge: GraphEdge): string {
    return this.landmarks.isTarget(edge)
      ? `end ${this.landmarks.endOf(edge)}`
      : `lane ${this.slice.lanes.begunBy(edge)}`;
  }

  /** The landmarks on a goroutine, each with the likeliest way to it, in order of the ways' cost. */
  goals(ways: Ways, lane: number, isSureOnly: boolean, again: Again): (readonly [string, Goal])[] {
    const best = new Map<string, Goal>();
    const offer = (key: string, goal: Goal): void => {
      const known = best.get(key);
      if (known === undefined || goal.cost < known.cost) best.set(key, goal);
    };
    let handoffs = 0;
    for (const node of ways.nodes) {
      const cost = ways.cost.get(node) ?? 0;
      for (const edge of this.graph.out(node)) {
        if (isSureOnly && !this.#isSure(edge)) continue;
        const key = this.#goalKey(edge, lane);
        const up = key === undefined || !this.slice.lanes.has(edge, lane) ? undefined : ways.upTo(edge);
        if (key !== undefined && up !== undefined)
          offer(key, { node, edge, cost: up.cost + edgeCost(this.graph, edge, this.landmarks), way: up.edges });
      }
      for (const [operation, lanes] of this.operations.get(node) ?? []) {
        if (!lanes.has(lane)) continue;
        if (handoffs < handoffLimit && !best.has(`operation ${operation.pos}`)) {
          handoffs++;
          const way = this.#isLate.get(operation) === true ? this.#lastWay(node, again) : ways.to(node);
          offer(`operation ${operation.pos}`, { node, edge: undefined, cost, way });
        }
      }
      for (const site of this.open.get(node) ?? [])
        offer(`open ${site.site.pos}`, { node, edge: undefined, cost, way: ways.to(node) });
    }
    return [...best].sort(([, a], [, b]) => a.cost - b.cost);
  }

  /** Of the likeliest ways by each call that comes to a node the one that the goroutine takes last. */
  #lastWay(node: GraphNode, again: Again): readonly GraphEdge[] {
    const into = new Set<GraphEdge>();
    let last: readonly GraphEdge[] = [];
    for (let count = 0; count < intoLimit; count++) {
      const way = again((edge) => into.has(edge)).to(node);
      const [edge] = way;
      if (edge === undefined) break;
      into.add(edge);
      if (last.length === 0 || isAfter(way, last)) last = way;
    }
    return last;
  }

  /** What a call is drawn for on a lane, if it is. */
  #goalKey(edge: GraphEdge, lane: number): string | undefined {
    const callee = edge.callee.function;
    if (this.landmarks.isTarget(edge)) return this.keyOf(edge);
    if (this.starts(edge)) return this.begun.has(this.slice.lanes.begunBy(edge)) ? undefined : this.keyOf(edge);
    return lane === callerLane &&
      (this.#isIdle(edge) || this.slice.scope === 'release') &&
      this.landmarks.isRelease(callee) &&
      this.#isSure(edge)
      ? `release ${callee.id}`
      : undefined;
  }

  /** Whether a call does nothing, whatever it comes to: of several candidates those that do something are the answer. */
  #isIdle({ site, caller, callee: { function: callee } }: GraphEdge): boolean {
    if (callee.noOp === undefined) return false;
    return this.graph
      .out(caller)
      .every((other) => other.site !== site || other.entry !== 'enter' || other.callee.function.noOp !== undefined);
  }

  /** The other candidates at the sites that are drawn, each with its way to what is drawn already. */
  drawSiblings(lane: DrawnLane, number: number): void {
    const sites = [...lane.edges].flatMap(([node, edges]) => [...edges].map((edge) => ({ node, edge })));
    for (const { node, edge } of sites) {
      if (edge.site.mode === 'static' || calleesAt(this.graph, edge) > candidateLimit) continue;
      for (const other of this.graph.out(node)) {
        if (other.site !== edge.site || other === edge || !(this.slice.keeps(other) || other.setting !== undefined))
          continue;
        if (isDrawn(lane, other)) continue;
        if (!this.slice.lanes.has(other, number)) continue;
        put(lane, other);
        if (other.entry === 'enter' && other.site.kind !== 'go') this.drawRest(lane, other.callee);
      }
    }
  }

  /** From a candidate's body on, until something is met that is drawn, or ends the way. */
  drawRest(lane: DrawnLane, start: GraphNode): void {
    if (lane.edges.has(start)) return;
    const twins = new Map<number, GraphNode>();
    for (const node of lane.edges.keys()) if (!twins.has(node.function.id)) twins.set(node.function.id, node);
    const follows = (edge: GraphEdge): boolean =>
      edge.entry === 'enter' && edge.site.kind !== 'go' && this.slice.keeps(edge);
    const rest = waysFrom(this.graph, start, this.landmarks, this.slice.rules, follows);
    for (const node of rest.nodes) {
      const twin = twins.get(node.function.id);
      const end = this.graph.out(node).find((edge) => this.landmarks.isTarget(edge));
      if (twin === undefined && end === undefined && !this.operations.has(node)) continue;
      drawWay(lane, rest.to(node));
      if (twin !== undefined) this.mirror(lane, node, twin, 0);
      else if (end !== undefined) put(lane, end);
      return;
    }
  }

  /** Draws at `node` what is drawn at `twin`, the same function in another context, as far as it holds there too. */
  mirror(lane: DrawnLane, node: GraphNode, twin: GraphNode, depth: number): void {
    if (node === twin || depth > mirrorLimit) return;
    const own = this.graph.out(node);
    for (const edge of [...(lane.edges.get(twin) ?? [])]) {
      const same = own.find(
        (other) =>
          other.site.pos === edge.site.pos && other.callee.function === edge.callee.function && this.slice.keeps(other),
      );
      if (same === undefined || lane.edges.get(node)?.has(same) === true) continue;
      put(lane, same);
      if (same.entry === 'enter' && same.site.kind !== 'go') this.mirror(lane, same.callee, edge.callee, depth + 1);
    }
  }
}

/** Whether the edge, or another to the same function at the same site, is drawn. */
function isDrawn(lane: DrawnLane, edge: GraphEdge): boolean {
  for (const other of lane.edges.get(edge.caller) ?? [])
    if (other === edge || (other.site === edge.site && other.callee.function === edge.callee.function)) return true;
  return false;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
