// Propagates values along edges to the least fixpoint, each value once along each edge (difference propagation: Pearce,
// Kelly, Hankin 2003). Nodes are numbers, their data lies in parallel arrays, since a whole program has millions. For
// each value at a node the edge that brought it first is kept: the reason that `why` prints.

import { noPos, type Pos } from '#base/position.js';
import type { FlowStepKind } from '#program/evidence.js';
import type { Value } from './value.js';

export type NodeId = number;

/** The node of what carries no behavior: nothing is ever at it. */
export const nothing: NodeId = 0;

/** Changes a value on its way, or stops it. A function of the value alone. */
export type Transfer = (value: Value) => Value | undefined;

/** How a value came to a node: from which other with which step; from `nothing` where it begins. */
export interface Origin {
  readonly from: NodeId;
  readonly value: Value;
  readonly kind: FlowStepKind;
  readonly pos: Pos;
}

const stepKinds: readonly FlowStepKind[] = [
  'allocation',
  'function',
  'conversion',
  'assignment',
  'argument',
  'receiver',
  'return',
  'field',
  'element',
  'channel',
  'capture',
  'embedding',
  'range',
  'assertion',
  'copy',
  'assumption',
  'call',
];
const kindNumbers = new Map(stepKinds.map((kind, index) => [kind, index]));
const kindCount = 32;

/** A step as one number: position and kind. */
export type Step = number;

export function step(kind: FlowStepKind, pos: Pos): Step {
  return pos * kindCount + (kindNumbers.get(kind) ?? 0);
}

/** A step that people need not see. */
export const silent: Step = step('copy', noPos);

interface Edge {
  readonly to: NodeId;
  readonly step: Step;
  readonly transfer: Transfer | undefined;
}

/** Up to this many values are searched one by one; more get a set. */
const smallNode = 12;

/** Node numbers stay below this, so that a pair of them is one exact number. */
const maxNodes = 2 ** 26;

export class Solver {
  readonly #values: (Value[] | undefined)[] = [undefined];
  readonly #sets: (Set<Value> | undefined)[] = [undefined];
  /** For each value: the node it came from, the value it was there, the step. */
  readonly #origins: ((NodeId | Value | Step)[] | undefined)[] = [undefined];
  readonly #edges: (Edge[] | undefined)[] = [undefined];
  readonly #listeners: (((value: Value) => void)[] | undefined)[] = [undefined];
  readonly #done: number[] = [0];
  readonly #queued: boolean[] = [false];
  readonly #pairs = new Set<number>();
  #queue: NodeId[] = [];
  /** Values moved so far. */
  moves = 0;

  get nodeCount(): number {
    return this.#values.length;
  }

  newNode(): NodeId {
    const id = this.#values.length;
    this.#values.push(undefined);
    this.#sets.push(undefined);
    this.#origins.push(undefined);
    this.#edges.push(undefined);
    this.#listeners.push(undefined);
    this.#done.push(0);
    this.#queued.push(false);
    return id;
  }

  valuesAt(node: NodeId): readonly Value[] {
    return this.#values[node] ?? [];
  }

  isEmpty(node: NodeId): boolean {
    return this.#values[node] === undefined;
  }

  /** Puts a value where it begins. */
  add(node: NodeId, value: Value, at: Step): void {
    this.#put(node, value, nothing, value, at);
  }

  /** Hands one value on to a node. */
  pass(from: NodeId, value: Value, to: NodeId, passed: Value, at: Step): void {
    this.#put(to, passed, from, value, at);
  }

  connect(from: NodeId, to: NodeId, at: Step, transfer?: Transfer): void {
    if (from === nothing || to === nothing) return;
    if (transfer === undefined) {
      if (from === to) return;
      const pair = from * maxNodes + to;
      if (this.#pairs.has(pair)) return;
      this.#pairs.add(pair);
    }
    const edge: Edge = { to, step: at, transfer };
    const edges = this.#edges[from];
    if (edges === undefined) this.#edges[from] = [edge];
    else edges.push(edge);
    const values = this.#values[from];
    const done = this.#done[from] ?? 0;
    if (values !== undefined) for (let i = 0; i < done; i++) this.#pass(from, values[i], edge);
  }

  /** Calls `listener` once for each value that the node has or gets. */
  listen(node: NodeId, listener: (value: Value) => void): void {
    if (node === nothing) return;
    const listeners = this.#listeners[node];
    if (listeners === undefined) this.#listeners[node] = [listener];
    else listeners.push(listener);
    const values = this.#values[node];
    const done = this.#done[node] ?? 0;
    if (values !== undefined) for (let i = 0; i < done; i++) if (values[i] !== undefined) listener(values[i] as Value);
  }

  /** Propagates until nothing changes. */
  run(): void {
    while (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      for (const node of queue) {
        this.#queued[node] = false;
        this.#visit(node);
      }
    }
  }

  originOf(node: NodeId, value: Value): Origin | undefined {
    const at = this.#values[node]?.indexOf(value) ?? -1;
    const origins = this.#origins[node];
    if (at === -1 || origins === undefined) return undefined;
    const packed = origins[at * 3 + 2] as Step;
    return {
      from: origins[at * 3] as NodeId,
      value: origins[at * 3 + 1] as Value,
      kind: stepKinds[packed % kindCount] ?? 'copy',
      pos: Math.floor(packed / kindCount),
    };
  }

  #visit(node: NodeId): void {
    const values = this.#values[node];
    if (values === undefined) return;
    const start = this.#done[node] ?? 0;
    const end = values.length;
    this.#done[node] = end;
    const edges = this.#edges[node];
    if (edges !== undefined) {
      for (let e = 0, count = edges.length; e < count; e++) {
        const edge = edges[e];
        if (edge !== undefined) for (let i = start; i < end; i++) this.#pass(node, values[i], edge);
      }
    }
    const listeners = this.#listeners[node];
    if (listeners === undefined) return;
    for (let l = 0, count = listeners.length; l < count; l++) {
      const listener = listeners[l];
      for (let i = start; i < end; i++) {
        const value = values[i];
        if (value !== undefined) listener?.(value);
      }
    }
  }

  #pass(from: NodeId, value: Value | undefined, edge: Edge): void {
    if (value === undefined) return;
    this.moves++;
    const passed = edge.transfer === undefined ? value : edge.transfer(value);
    if (passed !== undefined) this.#put(edge.to, passed, from, value, edge.step);
  }

  #put(node: NodeId, value: Value, from: NodeId, original: Value, at: Step): void {
    if (node === nothing) return;
    const values = this.#values[node];
    if (values === undefined) {
      this.#values[node] = [value];
      this.#origins[node] = [from, original, at];
    } else {
      const set = this.#sets[node];
      if (set === undefined) {
        if (values.includes(value)) return;
        if (values.length >= smallNode) {
          const made = new Set(values);
          made.add(value);
          this.#sets[node] = made;
        }
      } else {
        if (set.has(value)) return;
        set.add(value);
      }
      values.push(value);
      this.#origins[node]?.push(from, original, at);
    }
    if (this.#queued[node] !== true) {
      this.#queued[node] = true;
      this.#queue.push(node);
    }
  }
}
