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

export class FlowNode {
  readonly values = new Map<Value, Origin>();
  readonly edges: FlowEdge[] = [];
  readonly listeners: ((value: Value) => void)[] = [];
}

/** Runs when nothing else is left to do: later classes of work wait for earlier ones. */
type Deferred = () => void;

export class Solver {
  #queue: { node: FlowNode; value: Value }[] = [];
  #tasks: Deferred[] = [];
  readonly #deferred: { readonly rank: () => number; readonly work: Deferred }[] = [];
  steps = 0;

  /** Work for soon: nodes are filled from a queue, because chains of questions are deeper than the stack. */
  schedule(task: Deferred): void {
    this.#tasks.push(task);
  }

  /** Puts a value into a node, with how it came there. */
  add(node: FlowNode, value: Value, origin: Origin): void {
    if (node.values.has(value)) return;
    node.values.set(value, origin);
    if (node.edges.length > 0 || node.listeners.length > 0) this.#queue.push({ node, value });
  }

  connect(from: FlowNode, to: FlowNode, step?: Step, transfer?: Transfer): void {
    if (from === to && transfer === undefined) return;
    for (const edge of from.edges) if (edge.to === to && edge.transfer === transfer) return;
    const edge = { to, step, transfer };
    from.edges.push(edge);
    for (const value of [...from.values.keys()]) this.#pass(from, value, edge);
  }

  /** Calls `listener` once for each value that the node has or gets. */
  listen(node: FlowNode, listener: (value: Value) => void): void {
    node.listeners.push(listener);
    for (const value of [...node.values.keys()]) listener(value);
  }

  /** Work for when nothing else is left, the lowest rank first, else in order of arrival. */
  defer(work: Deferred, rank: () => number): void {
    this.#deferred.push({ rank, work });
  }

  get hasWork(): boolean {
    return this.#queue.length > 0 || this.#tasks.length > 0 || this.#deferred.length > 0;
  }

  /** Does one piece of deferred work of a rank up to `limit`; false if there is none. O(deferred work). */
  runDeferred(limit: number): boolean {
    let best = -1;
    let bestRank = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#deferred.length && bestRank > 0; i++) {
      const rank = this.#deferred[i]?.rank() ?? bestRank;
      if (rank >= bestRank || rank > limit) continue;
      best = i;
      bestRank = rank;
    }
    const item = best === -1 ? undefined : this.#deferred.splice(best, 1)[0];
    item?.work();
    return item !== undefined;
  }

  /** Propagates until nothing changes, deferred work included. */
  run(): void {
    do this.settle();
    while (this.runDeferred(Number.POSITIVE_INFINITY));
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
