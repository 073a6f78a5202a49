// A function in a calling context. The context is chosen per call (hybrid object sensitivity, Kastrinis and
// Smaragdakis 2013): a method call adopts its receiver object; a call that passes functions or interfaces, or that
// may return something it made, adds its call site. So `sync.Once.Do(f)` is a frame of its own for each Once and site.

import type { Call } from './body.js';
import type { Fn } from './function.js';
import type { FlowNode } from './solver.js';
import { rootOf, type AbstractObject, type Value } from './value.js';

/**
 * The longest context. Five elements separate two nested helpers (`Do` → `doSlow`, `goRun` → literal), each with its
 * receiver, below the call that gave the function.
 */
export const contextLimit = 5;
/** Of a context, what allocation sites keep: enough for a constructor called by a constructor. */
export const heapContextLimit = 3;

/** How a frame is called: from where, and how its receiver and arguments are found. */
export interface Caller {
  readonly call: Call;
  readonly frame: Frame;
  /** The receiver is the first argument (method expression). */
  readonly isMethodExpression: boolean;
  /** What the callee's value was, when the site is dynamic. */
  readonly value: Value | undefined;
}

export class Frame {
  readonly id: number;
  readonly fn: Fn;
  /** Identities of call sites and receiver objects, the nearest first. */
  readonly context: readonly number[];
  /** The frame around a literal, in which its captured variables live. */
  readonly captured: Frame | undefined;
  /** Called by code that is not among the traced calls: parameters are looked for in the whole program. */
  readonly isOpen: boolean;
  /** Not one of the traced calls: evaluated to find out what the heap held before them. */
  readonly isOutside: boolean;
  readonly heapKey: string;
  readonly callers: Caller[] = [];
  readonly #callersAt = new Map<Call, Caller[]>();
  /** Nodes by the syntax or object they are of. */
  readonly nodes = new Map<object, FlowNode>();
  readonly defNodes = new Map<object, FlowNode>();
  readonly callNodes = new Map<object, FlowNode[]>();
  readonly onCaller: ((caller: Caller) => void)[] = [];
  explored = false;

  constructor(id: number, fn: Fn, context: readonly number[], captured: Frame | undefined, isOpen: boolean, isOutside: boolean) {
    this.id = id;
    this.isOutside = isOutside;
    this.fn = fn;
    this.context = context;
    this.captured = captured;
    this.isOpen = isOpen;
    this.heapKey = `${fn.id}:${context.slice(0, heapContextLimit).join(',')}${isOutside ? '-' : isOpen ? '?' : ''}${captured === undefined ? '' : `/${captured.id}`}`;
  }

  addCaller(caller: Caller): void {
    // By call, since a generated function may have as many callers as it has lines.
    let atCall = this.#callersAt.get(caller.call);
    if (atCall === undefined) {
      atCall = [];
      this.#callersAt.set(caller.call, atCall);
    }
    for (const known of atCall) if (known.frame === caller.frame && known.value === caller.value) return;
    atCall.push(caller);
    this.callers.push(caller);
    for (const listener of this.onCaller) listener(caller);
  }
}

/** Makes each frame once. */
export class Frames {
  readonly #frames = new Map<string, Frame>();
  readonly #elements = new Map<object, number>();
  readonly #parts = new Map<string, number>();
  readonly #roots = new Set<Fn>();

  element(of: object): number {
    let id = this.#elements.get(of);
    if (id === undefined) {
      id = this.#elements.size + 1;
      this.#elements.set(of, id);
    }
    return id;
  }

  /**
   * What a receiver contributes: its allocation site and the parts on the way, not the contexts of the allocation,
   * so that there are finitely many and a method that makes another of its kind does not go on for ever.
   */
  #receiverElement(object: AbstractObject): number {
    if (object.kind !== 'sub') return this.element(object.kind === 'allocated' ? object.site : object.kind === 'variable' ? object.variable : object.type.origin.obj);
    const key = `${this.#receiverElement(object.parent)}.${typeof object.part === 'string' ? object.part : this.element(object.part)}`;
    let id = this.#parts.get(key);
    if (id === undefined) {
      id = this.element({ part: key });
      this.#parts.set(key, id);
    }
    return id;
  }

  /** The frame of code whose callers are not traced. */
  open(fn: Fn, captured?: Frame): Frame {
    return this.#get(fn, [], captured, true, captured === undefined ? !this.#roots.has(fn) : captured.isOutside);
  }

  /** The open frame of a function that is traced. */
  root(fn: Fn): Frame {
    this.#roots.add(fn);
    for (let parent = fn.parent; parent !== undefined; parent = parent.parent) this.#roots.add(parent);
    return this.open(fn, fn.kind === 'literal' && fn.parent !== undefined ? this.root(fn.parent) : undefined);
  }

  get count(): number {
    return this.#frames.size;
  }

  /**
   * The frame of a callee. `receiver` is the object it is called on, `addsSite` whether the site tells calls apart; a
   * higher-order callee keeps the caller's context too, so that a helper's helper is told apart by who gave the function.
   */
  callee(fn: Fn, call: Call, caller: Frame, receiver: AbstractObject | undefined, captured: Frame | undefined, addsSite: boolean, isHigherOrder: boolean): Frame {
    let base: readonly number[];
    if (captured !== undefined) base = captured.context;
    else if (isHigherOrder) base = receiver === undefined ? caller.context : [this.#receiverElement(receiver), ...caller.context];
    else if (receiver !== undefined && rootOf(receiver).kind !== 'any') {
      const root = rootOf(receiver);
      const outer = root.kind === 'any' ? undefined : root.frame;
      base = [this.#receiverElement(receiver), ...(outer?.context ?? []).slice(0, heapContextLimit)];
    } else base = receiver?.kind === 'sub' ? [this.#receiverElement(receiver), ...caller.context] : caller.context;
    if (caller.isOutside) {
      // Whoever is evaluated from two sides, by its own callers or through a chain of calls, must be the same.
      return this.#get(fn, captured?.context ?? (addsSite ? [this.element(call.node)] : []), captured, false, true);
    }
    const context = (addsSite ? [this.element(call.node), ...base] : base).slice(0, contextLimit);
    return this.#get(fn, context, captured, false, caller.isOutside);
  }

  /** The frame in which a literal without behavior for parameters runs, whoever calls it. */
  ofLiteral(fn: Fn, captured: Frame): Frame {
    return this.#get(fn, captured.context.slice(0, contextLimit), captured, false, captured.isOutside);
  }

  #get(fn: Fn, context: readonly number[], captured: Frame | undefined, isOpen: boolean, isOutside: boolean): Frame {
    const key = `${fn.id}|${context.join(',')}|${captured?.id ?? ''}|${isOpen ? 1 : 0}${isOutside ? 1 : 0}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const made = new Frame(this.#frames.size + 1, fn, context, captured, isOpen, isOutside);
    this.#frames.set(key, made);
    return made;
  }
}
