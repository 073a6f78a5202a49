// Propagates values along flow edges to a least fixpoint. Nodes and edges are made on demand while it runs. For each
// value at each node the edge that brought it first is kept: that is the reason shown to people.

import type { Pos } from '#base/position.js';
import type { FlowStepKind } from '#program/evidence.js';
import type { Value } from './value.js';

/** Why a value goes from one node to another; one step of a reason. */
export interface Step {
  readonly kind: FlowStepKind;
  readonly pos: Pos;
  /** What is stored to, returned from, passed to. */
  readonly name: string;
}

/** Changes a value on its way, or stops it (undefined). Must be monotone: a function of the value alone. */
export type Transfer = (value: Value) => Value | undefined;

interface FlowEdge {
  readonly to: FlowNode;
  readonly step: Step | undefined;
  readonly transfer: Transfer | undefined;
}

export interface Origin {
  readonly node: FlowNode | undefined;
  readonly value: Value;
  readonly step: Step | undefined;
}

type Listener = (value: Value) => void;

// Most nodes never get a value, an edge or a listener; these stand for none, and are never changed.
const noValues: ReadonlyMap<Value, Origin> = new Map();
const noEdges: readonly FlowEdge[] = [];
const noListeners: readonly Listener[] = [];

/** From this many edges on, a node finds those that it has by a set. */
const edgeSetSize = 12;

export class FlowNode {
  #values: Map<Value, Origin> | undefined;
  #edges: FlowEdge[] | undefined;
  #listeners: Listener[] | undefined;
  /** The targets of edges without a transfer, once there are many. */
  #plain: Set<FlowNode> | undefined;

  get values(): ReadonlyMap<Value, Origin> {
    return this.#values ?? noValues;
  }

  get edges(): readonly FlowEdge[] {
    return this.#edges ?? noEdges;
  }

  get listeners(): readonly Listener[] {
    return this.#listeners ?? noListeners;
  }

  put(value: Value, origin: Origin): void {
    this.#values ??= new Map();
    this.#values.set(value, origin);
  }

  /** False if the node has such an edge already. */
  addEdge(edge: FlowEdge): boolean {
    const edges = (this.#edges ??= []);
    if (this.#plain !== undefined && edge.transfer === undefined) {
      if (this.#plain.has(edge.to)) return false;
      this.#plain.add(edge.to);
    } else {
      for (const known of edges) if (known.to === edge.to && known.transfer === edge.transfer) return false;
    }
    edges.push(edge);
    if (edges.length === edgeSetSize)
      this.#plain = new Set(edges.flatMap((one) => (one.transfer === undefined ? [one.to] : [])));
    return true;
  }

  addListener(listener: Listener): void {
    this.#listeners ??= [];
    this.#listeners.push(listener);
  }
}

/** Runs when nothing else is left to do: later classes of work wait for earlier ones. */
type Deferred = () => void;

/** 0 is done first. */
export type Rank = 0 | 1 | 2 | 3 | 4;

interface Ranked {
  readonly rank: () => Rank;
  readonly work: Deferred;
}

/** From this many values on, a node may take objects by their type only. What a trace turns on has a handful. */
const widenLimit = 24;

export class Solver {
  #queue: { node: FlowNode; value: Value }[] = [];
  #tasks: Deferred[] = [];
  /** By rank; an item's rank may have risen since it was put there. */
  readonly #deferred: Ranked[][] = [[], [], [], [], []];
  readonly #next: number[] = [0, 0, 0, 0, 0];
  #deferredCount = 0;
  steps = 0;

  /** Work for soon: nodes are filled from a queue, because chains of questions are deeper than the stack. */
  schedule(task: Deferred): void {
    this.#tasks.push(task);
  }

  readonly #widen: (value: Value, size: number) => Value;

  /** `widen` gives for a value that is one of many another that stands for all of its type, if that is wanted. */
  constructor(widen: (value: Value, size: number) => Value) {
    this.#widen = widen;
  }

  /** Puts a value into a node, with how it came there. */
  add(node: FlowNode, value: Value, origin: Origin): void {
    if (node.values.has(value)) return;
    if (node.values.size >= widenLimit) {
      const wide = this.#widen(value, node.values.size);
      if (wide !== value) {
        if (!node.values.has(wide)) this.#put(node, wide, origin);
        return;
      }
    }
    this.#put(node, value, origin);
  }

  #put(node: FlowNode, value: Value, origin: Origin): void {
    node.put(value, origin);
    if (node.edges.length > 0 || node.listeners.length > 0) this.#queue.push({ node, value });
  }

  connect(from: FlowNode, to: FlowNode, step?: Step, transfer?: Transfer): void {
    if (from === to && transfer === undefined) return;
    const edge = { to, step, transfer };
    if (!from.addEdge(edge) || from.values.size === 0) return;
    for (const value of [...from.values.keys()]) this.#pass(from, value, edge);
  }

  /** Calls `listener` once for each value that the node has or gets. */
  listen(node: FlowNode, listener: Listener): void {
    node.addListener(listener);
    if (node.values.size === 0) return;
    for (const value of [...node.values.keys()]) listener(value);
  }

  /** Work for when nothing else is left, the lowest rank first, else in order of arrival. */
  defer(work: Deferred, rank: () => Rank): void {
    this.#deferred[rank()]?.push({ rank, work });
    this.#deferredCount++;
  }

  get hasWork(): boolean {
    return this.#queue.length > 0 || this.#tasks.length > 0 || this.#deferredCount > 0;
  }

  /** Does one piece of deferred work of a rank up to `limit`; false if there is none. Amortized O(1). */
  runDeferred(limit: Rank): boolean {
    for (let rank = 0; rank <= limit; rank++) {
      const items = this.#deferred[rank];
      if (items === undefined) break;
      for (let at = this.#next[rank] ?? 0; at < items.length; at = this.#next[rank] ?? items.length) {
        const item = items[at];
        this.#next[rank] = at + 1;
        if (item === undefined) continue;
        const now = item.rank();
        if (now > rank) {
          this.#deferred[now]?.push(item);
          continue;
        }
        this.#deferredCount--;
        item.work();
        return true;
      }
    }
    return false;
  }

  /** Propagates until nothing changes, deferred work included. */
  run(): void {
    do this.settle();
    while (this.runDeferred(4));
  }

  /** Propagates what is queued without starting deferred work. */
  settle(): void {
    while (this.#queue.length > 0 || this.#tasks.length > 0) {
      const tasks = this.#tasks;
      this.#tasks = [];
      for (const task of tasks) task();
      const queue = this.#queue;
      this.#queue = [];
      for (const { node, value } of queue) {
        this.steps++;
        for (let i = 0; i < node.edges.length; i++) {
          const edge = node.edges[i];
          if (edge !== undefined) this.#pass(node, value, edge);
        }
        for (let i = 0; i < node.listeners.length; i++) node.listeners[i]?.(value);
      }
    }
  }

  #pass(node: FlowNode, value: Value, edge: FlowEdge): void {
    const passed = edge.transfer === undefined ? value : edge.transfer(value);
    if (passed !== undefined) this.add(edge.to, passed, { node, value, step: edge.step });
  }
}
