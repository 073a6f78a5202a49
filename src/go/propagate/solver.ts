// Propagates values along edges to the least fixpoint, each value once along each edge (difference propagation: Pearce,
// Kelly, Hankin 2003). Nodes are numbers, their data lies in parallel arrays, since a whole program has millions. For
// each value at a node the edge that brought it first is kept: the reason that `why` prints.

import { noPos, type Pos } from '#base/position.js';
import { stronglyConnectedComponents } from '#base/scc.js';
import type { Type } from '#go/types/type.js';
import { type FlowStepKind, flowStepKinds } from '#program/evidence.js';
import { IdSet } from './id-set.js';
import { PairSet } from './pair-set.js';
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

const kindNumbers = new Map(flowStepKinds.map((kind, index) => [kind, index]));
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
  /** How many of the node's values have gone along it. */
  done: number;
}

interface Listener {
  readonly hear: (value: Value) => void;
  done: number;
}

/** Up to this many values are searched one by one; more get a set. */
const smallNode = 12;

/**
 * A node that holds this many values takes further objects of a type that is common there by their type only: it is `any`
 * in a formatter or an error that everybody returns, and a call on it is decided by the types.
 */
const crowdLimit = 96;

/** So many objects of one type are told apart in a crowd: one that is rare there is not what makes it one. */
const kindLimit = 8;

/** Cycles are looked for each time this many values have moved: rarely enough to cost little. */
const collapseInterval = 1_000_000;

/** Only nodes with this many values are looked at: the cycles that cost are those in which many values go round. */
const heavyNode = 24;

export class Solver {
  readonly #values: (Value[] | undefined)[] = [undefined];
  readonly #sets: (IdSet | undefined)[] = [undefined];
  /** For each value: the node it came from, the value it was there, the step. */
  readonly #origins: ((NodeId | Value | Step)[] | undefined)[] = [undefined];
  readonly #edges: (Edge[] | undefined)[] = [undefined];
  readonly #listeners: (Listener[] | undefined)[] = [undefined];
  readonly #queued: boolean[] = [false];
  /** At nodes that hold very many, how many of each type. */
  readonly #crowds = new Map<NodeId, Map<Type, number>>();
  /** Nodes on a cycle are one: the node that stands for each. */
  readonly #leader: NodeId[] = [nothing];
  /** The plain edges there are, by their ends. */
  readonly #pairs = new PairSet();
  readonly #widen: (value: Value) => Value;
  readonly #keepsOrigins: boolean;
  #queue: NodeId[] = [];
  /** Values moved so far. */
  moves = 0;
  #nextCollapse = collapseInterval;

  /**
   * `widen` gives the value that stands for all of the same type, for nodes that hold very many. Where nobody asks for
   * reasons, `keepsOrigins` is false, and a third of the memory is saved.
   */
  constructor(widen: (value: Value) => Value, keepsOrigins: boolean) {
    this.#widen = widen;
    this.#keepsOrigins = keepsOrigins;
  }

  newNode(): NodeId {
    const id = this.#values.length;
    this.#values.push(undefined);
    this.#sets.push(undefined);
    this.#origins.push(undefined);
    this.#edges.push(undefined);
    this.#listeners.push(undefined);
    this.#queued.push(false);
    this.#leader.push(id);
    return id;
  }

  valuesAt(node: NodeId): readonly Value[] {
    return this.#values[this.#find(node)] ?? [];
  }

  isEmpty(node: NodeId): boolean {
    return this.#values[this.#find(node)] === undefined;
  }

  /** Puts a value where it begins. */
  add(node: NodeId, value: Value, at: Step): void {
    this.#put(node, value, nothing, value, at);
  }

  /** Hands one value on to a node. */
  pass(from: NodeId, value: Value, to: NodeId, passed: Value, at: Step): void {
    this.#put(to, passed, from, value, at);
  }

  connect(source: NodeId, target: NodeId, at: Step, transfer?: Transfer): void {
    if (source === nothing || target === nothing) return;
    const from = this.#find(source);
    const to = this.#find(target);
    if (transfer === undefined) {
      if (from === to) return;
      if (!this.#pairs.add(from, to)) return;
    }
    const edge: Edge = { to, step: at, transfer, done: 0 };
    const edges = this.#edges[from];
    if (edges === undefined) this.#edges[from] = [edge];
    else edges.push(edge);
    if (this.#values[from] !== undefined) this.#enqueue(from);
  }

  /** Calls `hear` once for each value that the node has or gets. */
  listen(node: NodeId, hear: (value: Value) => void): void {
    if (node === nothing) return;
    const at = this.#find(node);
    const listener: Listener = { hear, done: 0 };
    const listeners = this.#listeners[at];
    if (listeners === undefined) this.#listeners[at] = [listener];
    else listeners.push(listener);
    if (this.#values[at] !== undefined) this.#enqueue(at);
  }

  /** Propagates until nothing changes. */
  run(): void {
    while (this.#queue.length > 0) {
      const queue = this.#queue;
      this.#queue = [];
      for (const node of queue) {
        this.#queued[node] = false;
        if (this.#find(node) === node) this.#visit(node);
      }
      if (this.moves >= this.#nextCollapse) {
        this.#collapseCycles();
        this.#nextCollapse = this.moves + collapseInterval;
      }
    }
  }

  /** How many nodes there are; they are numbered from 1. */
  get size(): number {
    return this.#values.length;
  }

  /**
   * Where values at some nodes go from there: for each node that one comes to, what it is there. Linear in the edges that
   * are followed, times the values.
   */
  spread(starts: Iterable<readonly [NodeId, Value]>): ReadonlyMap<NodeId, ReadonlySet<Value>> {
    const found = new Map<NodeId, Set<Value>>();
    const queue: (readonly [NodeId, Value])[] = [];
    const put = (at: NodeId, arriving: Value): void => {
      const node = this.#find(at);
      // A node that holds very many has another value in its place.
      const value = this.#values[node]?.includes(arriving) === true ? arriving : this.#widen(arriving);
      let values = found.get(node);
      if (values === undefined) found.set(node, (values = new Set()));
      if (values.has(value)) return;
      values.add(value);
      queue.push([node, value]);
    };
    for (const [node, value] of starts) put(node, value);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [node, value] = next;
      for (const edge of this.#edges[node] ?? []) {
        const passed = edge.transfer === undefined ? value : edge.transfer(value);
        if (passed !== undefined) put(edge.to, passed);
      }
    }
    return found;
  }

  /** The node that stands for this one, where nodes were taken together. */
  leaderOf(node: NodeId): NodeId {
    return this.#find(node);
  }

  originOf(at: NodeId, value: Value): Origin | undefined {
    const node = this.#find(at);
    const index = this.#values[node]?.indexOf(value) ?? -1;
    const origins = this.#origins[node];
    if (index === -1 || origins === undefined) return undefined;
    const packed = origins[index * 3 + 2] as Step;
    return {
      from: origins[index * 3] as NodeId,
      value: origins[index * 3 + 1] as Value,
      kind: flowStepKinds[packed % kindCount] ?? 'copy',
      pos: Math.floor(packed / kindCount),
    };
  }

  #find(node: NodeId): NodeId {
    let leader = this.#leader[node] ?? node;
    if (leader === node) return node;
    for (let next = this.#leader[leader] ?? leader; next !== leader; next = this.#leader[leader] ?? leader)
      leader = next;
    this.#leader[node] = leader;
    return leader;
  }

  #enqueue(node: NodeId): void {
    if (this.#queued[node] === true) return;
    this.#queued[node] = true;
    this.#queue.push(node);
  }

  #visit(node: NodeId): void {
    const values = this.#values[node];
    if (values === undefined) return;
    const edges = this.#edges[node];
    // What is added meanwhile is for the next visit, which has been asked for then.
    const end = values.length;
    if (edges !== undefined) {
      for (let e = 0, count = edges.length; e < count; e++) {
        const edge = edges[e];
        if (edge === undefined || edge.done >= end) continue;
        const to = this.#find(edge.to);
        const start = edge.done;
        edge.done = end;
        if (to !== node || edge.transfer !== undefined)
          for (let i = start; i < end; i++) this.#pass(node, to, values[i], edge);
      }
    }
    const listeners = this.#listeners[node];
    if (listeners === undefined) return;
    for (let l = 0, count = listeners.length; l < count; l++) {
      const listener = listeners[l];
      if (listener === undefined) continue;
      const start = listener.done;
      listener.done = Math.max(start, end);
      for (let i = start; i < end; i++) {
        const value = values[i];
        if (value !== undefined) listener.hear(value);
      }
    }
  }

  #pass(from: NodeId, to: NodeId, value: Value | undefined, edge: Edge): void {
    if (value === undefined) return;
    this.moves++;
    const passed = edge.transfer === undefined ? value : edge.transfer(value);
    if (passed !== undefined) this.#put(to, passed, from, value, edge.step);
  }

  #put(target: NodeId, arriving: Value, from: NodeId, original: Value, at: Step): void {
    if (target === nothing) return;
    const node = this.#find(target);
    const values = this.#values[node];
    const value =
      values !== undefined && values.length >= crowdLimit ? this.#inCrowd(node, values, arriving) : arriving;
    if (values === undefined) {
      this.#values[node] = [value];
      if (this.#keepsOrigins) this.#origins[node] = [from, original, at];
    } else {
      const set = this.#sets[node];
      if (set === undefined) {
        if (values.includes(value)) return;
        if (values.length >= smallNode) {
          const made = new IdSet();
          for (const known of values) made.add(known.id);
          made.add(value.id);
          this.#sets[node] = made;
        }
      } else if (!set.add(value.id)) return;
      values.push(value);
      this.#origins[node]?.push(from, original, at);
    }
    this.#enqueue(node);
  }

  /** What a value counts as at a node that holds very many: itself, as long as few of its type are there. */
  #inCrowd(node: NodeId, values: readonly Value[], arriving: Value): Value {
    if (arriving.kind !== 'object' || arriving.object.kind === 'any' || this.#sets[node]?.has(arriving.id) === true)
      return arriving;
    let counts = this.#crowds.get(node);
    if (counts === undefined) {
      this.#crowds.set(node, (counts = new Map()));
      for (const { type } of values) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    const count = counts.get(arriving.type) ?? 0;
    if (count >= kindLimit) return this.#widen(arriving);
    counts.set(arriving.type, count + 1);
    return arriving;
  }

  // ---- cycles ----------------------------------------------------------------------------------------------

  /**
   * Makes one node of each cycle of plain edges between heavy nodes: they hold the same values in the end (Fähndrich,
   * Foster, Su, Aiken 1998). Linear in the heavy part of the graph.
   */
  #collapseCycles(): void {
    const heavy: NodeId[] = [];
    for (let node = 1; node < this.#values.length; node++)
      if (this.#leader[node] === node && (this.#values[node]?.length ?? 0) >= heavyNode) heavy.push(node);
    const isHeavy = new Set(heavy);
    const next = (node: NodeId): NodeId[] => {
      const found: NodeId[] = [];
      for (const edge of this.#edges[node] ?? []) {
        if (edge.transfer !== undefined) continue;
        const to = this.#find(edge.to);
        if (to !== node && isHeavy.has(to)) found.push(to);
      }
      return found;
    };
    for (const component of stronglyConnectedComponents(heavy, next)) {
      const [first, ...others] = component;
      if (first !== undefined) for (const other of others) this.#merge(first, other);
    }
  }

  #merge(into: NodeId, other: NodeId): void {
    const values = this.#values[other] ?? [];
    const origins = this.#origins[other];
    const had = new Set(values);
    const known = this.#values[into] ?? [];
    this.#leader[other] = into;
    // Who listened to one of the two hears what only the other had.
    const theirs = this.#listeners[other] ?? [];
    const missed = known.filter((value) => !had.has(value));
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === undefined) continue;
      if (origins === undefined) this.#put(into, value, nothing, value, silent);
      else this.#put(into, value, origins[i * 3] as NodeId, origins[i * 3 + 1] as Value, origins[i * 3 + 2] as Step);
    }
    const merged = this.#values[into] ?? [];
    for (const edge of this.#edges[other] ?? []) edge.done = 0;
    this.#edges[into] = [...(this.#edges[into] ?? []), ...(this.#edges[other] ?? [])];
    for (const listener of theirs) {
      const heard = new Set(values.slice(0, listener.done));
      listener.done = merged.length;
      for (const value of [...missed, ...values]) if (!heard.has(value)) listener.hear(value);
    }
    this.#listeners[into] = [...(this.#listeners[into] ?? []), ...theirs];
    this.#values[other] = undefined;
    this.#sets[other] = undefined;
    this.#origins[other] = undefined;
    this.#edges[other] = undefined;
    this.#listeners[other] = undefined;
    this.#enqueue(into);
  }
}
