// A function in a calling context. What makes a context is chosen in context.ts; here are the frames, each made once, and
// how contexts are cut so that there are finitely many.

import type { Type } from '#go/types/type.js';
import { typeKey } from '#go/types/type-key.js';
import type { Call } from './body.js';
import type { Fn } from './function.js';
import type { FlowNode } from './solver.js';
import { type AbstractObject, rootOf, type Value } from './value.js';

/** The longest context: the site of a call, two functions that are given or the receiver, and where those were made. */
const contextLimit = 4;
/** Of a context, what allocation sites keep: enough for a constructor called by a constructor. */
const heapContextLimit = 2;
/** Of the context in which a receiver was made, what its methods keep. */
export const receiverContextLimit = 2;

/** The same of a method whose callers are not traced. */
const openReceiverLimit = 1;

/** How a frame is called: from where, and how its receiver and arguments are found. */
export interface Caller {
  readonly call: Call;
  readonly frame: Frame;
  /** The receiver is the first argument (method expression). */
  readonly isMethodExpression: boolean;
  /** What the callee's value was, when the site is dynamic. */
  readonly value: Value | undefined;
  /** The parameters of which only some values come by this frame; they are put there one by one. */
  readonly selected: readonly number[];
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
  /** Of an open frame of a method, the object that it is looked at for. */
  receiver: AbstractObject | undefined;
  readonly heapKey: string;
  readonly callers: Caller[] = [];
  readonly #callersAt = new Map<Call, Caller[]>();
  /** Nodes by the syntax or object they are of. */
  readonly nodes = new Map<object, FlowNode>();
  readonly defNodes = new Map<object, FlowNode>();
  readonly callNodes = new Map<object, FlowNode[]>();
  readonly onCaller: ((caller: Caller) => void)[] = [];
  explored = false;

  constructor(
    id: number,
    fn: Fn,
    context: readonly number[],
    captured: Frame | undefined,
    isOpen: boolean,
    isOutside: boolean,
  ) {
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
  readonly #types = new Map<string, object>();
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
   * What an object contributes: its allocation site and the parts on the way, not the contexts of the allocation,
   * so that there are finitely many and a method that makes another of its kind does not go on for ever.
   */
  #objectElement(object: AbstractObject): number {
    if (object.kind !== 'sub')
      return this.element(
        object.kind === 'allocated'
          ? object.site
          : object.kind === 'variable'
            ? object.variable
            : object.type.origin.obj,
      );
    const key = `${this.#objectElement(object.parent)}.${typeof object.part === 'string' ? object.part : this.element(object.part)}`;
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

  /** The frame of a method whose callers are not traced, on one object. */
  openOn(fn: Fn, object: AbstractObject, isOutside: boolean): Frame {
    const frame = this.#get(fn, this.objectContext(object, openReceiverLimit), undefined, true, isOutside);
    frame.receiver ??= object;
    return frame;
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

  /** What an object contributes: its site and, of the context in which it was made, the nearest `limit` elements. */
  objectContext(object: AbstractObject, limit: number): readonly number[] {
    const root = rootOf(object);
    const outer = root.kind === 'any' ? undefined : root.frame;
    // What was made before the trace is never one with what the trace makes.
    const own = this.#objectElement(object);
    return [outer?.isOutside === true ? -own : own, ...(outer?.context ?? []).slice(0, limit)];
  }

  /** The element of all objects of a type. */
  typeElement(type: Type): number {
    return this.element(type.kind === 'Named' ? type.origin.obj : this.#typeKeyObject(type));
  }

  #typeKeyObject(type: Type): object {
    const key = typeKey(type);
    let object = this.#types.get(key);
    if (object === undefined) {
      object = { type: key };
      this.#types.set(key, object);
    }
    return object;
  }

  /**
   * The frame of a callee: `own` is what its receiver and what it is given contribute, `addsSite` whether the site of the
   * call tells its frames apart too, and with it how the caller was called.
   */
  callee(
    fn: Fn,
    call: Call,
    caller: Frame,
    own: readonly number[],
    captured: Frame | undefined,
    addsSite: boolean,
  ): Frame {
    const base = captured === undefined ? own : [...own, ...captured.context];
    let context = base;
    if (addsSite)
      context = [...base, this.element(call.node), ...(own.length > 0 || caller.isOutside ? [] : caller.context)];
    return this.#get(fn, context.slice(0, contextLimit), captured, false, caller.isOutside);
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
