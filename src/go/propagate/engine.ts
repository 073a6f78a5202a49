// The core of the whole-program analysis: owns solver, values, frames and the queue of functions to look at. One
// satellite per kind of question (expressions, heap, calls, builtins) receives it as a parameter.
// In the manner of VTA (Sundaresan et al. 2000; golang.org/x/tools/go/callgraph/vta) but over allocation sites instead
// of types, and with the call graph found while values flow (Grove and Chambers 2001): a function counts once something
// reached calls it. Which functions are told apart by context says context.ts. Struct copies share the identity of what was
// copied (over-approximates).

import { assert } from '#base/errors.js';
import type { Pos } from '#base/position.js';
import type { Body, ChannelOperation, Condition } from '#go/flow/body.js';
import { summarize } from '#go/flow/body-walk.js';
import { type Fn, Functions } from '#go/flow/function.js';
import type { CallExpr } from '#go/syntax/ast.js';
import type { Checker } from '#go/types/checker.js';
import type { Func, TypeName, Var } from '#go/types/object.js';
import type { Type } from '#go/types/type.js';
import { anyType } from '#go/types/universe.js';
import type { CallSite } from './call-site.js';
import { FieldFacts } from './field-facts.js';
import { Frame } from './frame.js';
import type { Gates } from './gates.js';
import type { Parts } from './reflection.js';
import { type NodeId, Solver } from './solver.js';
import { type AbstractObject, Values } from './value.js';

/**
 * A function has at most this many contexts. Readers and writers that a program makes are a few dozen; a helper that is
 * called from more places gains nothing from telling them all apart.
 */
const contextLimit = 48;

/**
 * So many contexts in all: a program of a few hundred packages has them to spare; in one of a thousand they would treble
 * the cost and rule out one callee in a hundred.
 */
const contextBudget = 4_000;

/** And so many of functions that hand on, which are small. */
const handingBudget = 12_000;

/** The questions that expressions ask of modules which themselves evaluate expressions. */
export interface Satellites {
  callResult(engine: Engine, call: CallExpr, index: number, frame: Frame): NodeId;
  globalNode(engine: Engine, variable: Var): NodeId;
}

export interface ReachedOperation {
  readonly operation: ChannelOperation;
  readonly caller: Fn;
  readonly node: NodeId;
}

export interface Fallback {
  readonly node: NodeId;
  readonly give: () => void;
}

export class Engine {
  readonly checker: Checker;
  readonly functions: Functions;
  readonly values = new Values();
  readonly solver: Solver;
  readonly globals = new Map<Var, NodeId>();
  readonly cells = new Map<NodeId, AbstractObject>();
  /** For each type, the parts of its objects that are in use. */
  readonly partsOfType = new Map<Type, Map<string, NodeId[]>>();
  /** What was read of a field before anybody else knew its struct, which is none of its places. */
  readonly freshReads = new Map<Var, NodeId[]>();
  /** For each type, what is stored to parts of its objects where it is not known to which. */
  readonly storedToAny = new Map<Type, Map<string, NodeId>>();
  readonly typeParams = new Map<object, NodeId>();
  /** Every function that may run. */
  readonly reached = new Set<Fn>();
  /** Which fields what runs sets. */
  readonly fields = new FieldFacts();
  /** What waits for its conditions; undefined where every condition may hold. */
  gates: Gates | undefined;
  /** Calls that are known: what is reached later adds no callee to them. */
  readonly #settled = new Set<CallExpr>();
  readonly sites: CallSite[] = [];
  /** Closing, sending and receiving in what was reached, with the node of the channel. */
  readonly operations: ReachedOperation[] = [];
  /** The named types of the literals and of `new` in what was reached. */
  readonly made = new Set<TypeName>();
  /** What `recover` may give. */
  readonly panics: NodeId;
  /** What is handed to package reflect. */
  readonly reflected: NodeId;
  /**
   * Whether what a package gets out of reflect of what it handed in is followed. A decoder would then call the `UnmarshalJSON` of
   * whatever anybody decodes, for everybody: an edge that exists, and no way that anybody goes.
   */
  followsReflected = false;
  /** By package, what it gets out of reflect of what it handed in. */
  readonly reflectedParts = new Map<string, Parts>();
  readonly anyInterface: Type = anyType;
  /** Nodes that must not stay empty, where what is known then is the type alone; parameters first. */
  readonly fallbacks: readonly [Fallback[], Fallback[]] = [[], []];
  /** The position that is being worked on, for the report of a bug. */
  at: Pos = 0;
  /** Functions with so many contexts that the later ones are taken together. */
  readonly merged = new Set<Fn>();
  readonly #frames = new Map<Fn, Frame>();
  readonly #contexts = new Map<Fn, Map<object, Frame>>();
  #contextCount = 0;
  #handingCount = 0;
  readonly #bodies = new Map<Fn, Body>();
  readonly #queue: Frame[] = [];

  readonly #satellites: Satellites;

  constructor(checker: Checker, satellites: Satellites, keepsReasons: boolean) {
    this.#satellites = satellites;
    this.solver = new Solver((value) => this.values.widened(value), keepsReasons);
    this.panics = this.solver.newNode();
    this.reflected = this.solver.newNode();
    this.checker = checker;
    this.functions = new Functions(checker);
    this.solver.listen(this.reflected, ({ type }) => this.fields.noteReflected(type));
  }

  callResult(call: CallExpr, index: number, frame: Frame): NodeId {
    return this.#satellites.callResult(this, call, index, frame);
  }

  globalNode(variable: Var): NodeId {
    return this.#satellites.globalNode(this, variable);
  }

  body(fn: Fn): Body {
    let body = this.#bodies.get(fn);
    if (body === undefined) this.#bodies.set(fn, (body = summarize(fn)));
    return body;
  }

  /** The frame of a function that is the same for all its callers; of a literal, the one in the frame around it. */
  frameOf(fn: Fn, captured?: Frame): Frame {
    const known = captured === undefined ? this.#frames.get(fn) : captured.literals.get(fn);
    if (known !== undefined) return known;
    assert(fn.kind !== 'literal' || captured !== undefined, `${fn.name} is asked for outside the function around it`);
    const frame = new Frame(fn, captured, captured?.depth ?? 0);
    if (captured === undefined) this.#frames.set(fn, frame);
    else captured.literals.set(fn, frame);
    return frame;
  }

  /** The frame of a function for one context, as long as there are few. */
  frameIn(fn: Fn, context: object, depth: number, handing = 0): Frame {
    let byContext = this.#contexts.get(fn);
    if (byContext === undefined) this.#contexts.set(fn, (byContext = new Map()));
    const known = byContext.get(context);
    if (known !== undefined) return known;
    const isOver = handing > 0 ? this.#handingCount >= handingBudget : this.#contextCount >= contextBudget;
    if (byContext.size >= contextLimit || isOver) {
      this.merged.add(fn);
      return this.frameOf(fn);
    }
    if (handing > 0) this.#handingCount++;
    else this.#contextCount++;
    const frame = new Frame(fn, undefined, depth, handing);
    byContext.set(context, frame);
    return frame;
  }

  /** Makes what the function does count. */
  reach(frame: Frame): void {
    if (frame.isEmitted) return;
    frame.isEmitted = true;
    this.reached.add(frame.fn);
    this.#queue.push(frame);
  }

  /** Makes the calls that stand in what was reached so far final. */
  settle(): void {
    for (const { call } of this.sites) this.#settled.add(call.node);
  }

  isSettled(call: CallExpr): boolean {
    return this.#settled.has(call);
  }

  /** Does some of the work of a body as soon as the conditions around it may hold. */
  whenPossible(condition: Condition | undefined, frame: Frame, work: () => void): void {
    if (condition === undefined || this.gates === undefined) work();
    else this.gates.whenPossible(condition, frame, work);
  }

  fnOf(object: Func): Fn | undefined {
    return object.isInterfaceMethod ? undefined : this.functions.ofObject(object);
  }

  get hasFrames(): boolean {
    return this.#queue.length > 0;
  }

  nextFrame(): Frame | undefined {
    return this.#queue.pop();
  }
}
