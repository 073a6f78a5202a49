// The core of the flow analysis: owns the caches and the solver. One satellite module per kind of question
// (evaluate, heap, parameters, calls) receives it as a parameter and asks the others through it.

import type { Pos } from '#base/position.js';
import type { CallExpr, Expr, SelectorExpr } from '#go/syntax/ast.js';
import type { Checker } from '#go/types/checker.js';
import type { Package, Var } from '#go/types/object.js';
import type { Type } from '#go/types/type.js';
import type { Body, Call, Condition, Source } from './body.js';
import type { ChosenResults } from './chosen-results.js';
import type { Standing } from './conditions.js';
import { mayCarry } from './context.js';
import { ElementStores } from './element-store.js';
import { type Frame, Frames } from './frame.js';
import type { Fn, Functions } from './function.js';
import type { FieldStore, ProgramIndex } from './program-index.js';
import { type FlowNode, type Rank, Solver, type Step, type Transfer } from './solver.js';
import { isStructLike } from './type-shape.js';
import { type AbstractObject, type Part, type Value, Values } from './value.js';

/** The questions that satellites ask one another. */
export interface Satellites {
  evaluate(engine: Engine, expr: Expr, frame: Frame): FlowNode;
  evaluateAs(engine: Engine, expr: Expr, target: Type | undefined, frame: Frame): FlowNode;
  sourceNode(engine: Engine, from: Source, target: Type | undefined, frame: Frame): FlowNode;
  tupleNode(engine: Engine, expr: Expr, index: number, frame: Frame): FlowNode;
  variableNode(engine: Engine, variable: Var, frame: Frame, use: Expr | undefined): FlowNode;
  connectDefinitions(engine: Engine, variable: Var, owner: Frame, node: FlowNode): void;
  addressNode(engine: Engine, expr: Expr, frame: Frame): FlowNode;
  pathNode(engine: Engine, base: Expr, recv: Type, path: readonly number[], frame: Frame, pos: Pos): FlowNode;
  receiverNode(engine: Engine, x: SelectorExpr, frame: Frame): FlowNode;
  contentNode(engine: Engine, object: AbstractObject, part: Part): FlowNode;
  elementNode(engine: Engine, container: Expr, frame: Frame, part: 'element' | 'key'): FlowNode;
  globalNode(engine: Engine, variable: Var): FlowNode;
  loadField(engine: Engine, base: FlowNode, field: Var, to: FlowNode, pos: Pos, type?: Type): void;
  parameterNode(engine: Engine, frame: Frame, index: number): FlowNode;
  callResult(engine: Engine, call: CallExpr, index: number, frame: Frame): FlowNode;
  resolveCall(engine: Engine, call: Call, frame: Frame): Resolved;
  /** Keeps what a type assertion lets through. */
  assertion(engine: Engine, type: Type): Transfer;
  /** Whether something may be known of a condition around the code, and if so, whether it never holds. */
  mayJudge(engine: Engine, condition: Condition, fn: Fn): boolean;
  standing(engine: Engine, condition: Condition, frame: Frame): Standing;
  /** Whether the condition never holds, whatever flows. */
  isStaticallyDead(engine: Engine, condition: Condition, fn: Fn): boolean;
}

/** The callees of a call, growing while the solver runs. */
interface Resolved {
  listen(listener: (target: { readonly frame: Frame | undefined }) => void): void;
}

/** Work that waits for the conditions around it to be possible. */
interface Blocked {
  /** They are counted as they come. */
  readonly order: number;
  readonly condition: Condition;
  readonly frame: Frame;
  readonly work: () => void;
  /** Nodes that it rests on; it is looked at again when one of them gets a value. */
  readonly watched: Set<FlowNode>;
  standing: Standing;
}

export class Engine {
  readonly checker: Checker;
  readonly functions: Functions;
  readonly index: ProgramIndex;
  readonly values = new Values();
  readonly frames = new Frames();
  readonly solver = new Solver((value, size) =>
    size < manyLimit && value.kind !== 'constant' && this.isOfInterest(value) ? value : widened(this.values, value),
  );
  readonly contents = new Map<AbstractObject, Map<Part, FlowNode>>();
  readonly globals = new Map<object, FlowNode>();
  /** Explored frames by function, and who wants to know of more. */
  readonly explored = new Map<Fn, Frame[]>();
  readonly exploredPackages = new Set<Package>();
  readonly onExplored = new Map<Fn, ((frame: Frame) => void)[]>();
  /** Assignments in explored frames by their field, and who wants to know of more. */
  readonly #assignments = new Map<Var, { store: FieldStore; frame: Frame }[]>();
  readonly #onAssignment = new Map<Var, ((store: FieldStore, frame: Frame) => void)[]>();
  /** Stores that were taken to be of other objects than those of the trace, by their targets. */
  readonly strangers = new Map<object, { readonly field: Var; readonly pos: Pos }>();
  readonly elementStores = new ElementStores();
  /** The fields and package variables that hold a container. */
  readonly holders = new Map<AbstractObject, Set<Part>>();
  readonly holderDemands = new Map<AbstractObject, ((holder: Part) => void)[]>();
  readonly #blocked = new Set<Blocked>();
  /** Those of them that only rest on nothing having come. */
  readonly #tentative = new Set<Blocked>();
  #guards = 0;
  readonly #changed = new Set<Blocked>();
  /** Nodes that the condition being judged looks at. */
  consulted: FlowNode[] = [];
  /** Types that the user assumes for fields: `Field` or `Type.Field`. */
  readonly assumed: ReadonlyMap<string, Type>;
  /** The packages that the question is about, and what has a frame before the trace followed like a call of it. */
  home: ReadonlySet<Package> = new Set();
  follow: (frame: Frame) => void = () => {};
  /** The packages that the walk is for; set by who walks. */
  interest: (packagePath: string) => boolean = () => true;
  readonly #satellites: Satellites;
  readonly #opaque: ReadonlySet<string>;
  readonly #expected: ReadonlySet<Fn>;
  /** Functions whose argument chooses the type of what they return. */
  readonly chosenResults: ChosenResults;

  constructor(
    checker: Checker,
    functions: Functions,
    index: ProgramIndex,
    satellites: Satellites,
    assumed: ReadonlyMap<string, Type>,
    opaque: ReadonlySet<string>,
    chosenResults: ChosenResults = new Map(),
    expected: ReadonlySet<Fn> = new Set(),
  ) {
    this.chosenResults = chosenResults;
    this.#expected = expected;
    this.checker = checker;
    this.functions = functions;
    this.index = index;
    this.#satellites = satellites;
    this.assumed = assumed;
    this.#opaque = opaque;
  }

  /** An engine that knows nothing yet but that the trace will come to the expected functions. */
  renew(expected: ReadonlySet<Fn>): Engine {
    return new Engine(
      this.checker,
      this.functions,
      this.index,
      this.#satellites,
      this.assumed,
      this.#opaque,
      this.chosenResults,
      expected,
    );
  }

  /** Whether an object's type belongs to code that the walk is for; others lose their identity first. */
  isOfInterest(value: Value): boolean {
    if (value.kind !== 'pointer' && value.kind !== 'struct') return true;
    const { type } = value.object;
    return type.kind !== 'Named' || type.obj.pkg === undefined || this.interest(type.obj.pkg.path);
  }

  body(fn: Fn): Body {
    return this.index.body(fn);
  }

  /** Whether what a function returns is not looked for in its body: it works on memory, not on Go values. */
  isOpaque(fn: Fn): boolean {
    return this.#opaque.has(fn.pkg.path);
  }

  isOpaquePackage(path: string): boolean {
    return this.#opaque.has(path);
  }

  typeOf(expr: Expr, frame: Frame): Type | undefined {
    return frame.fn.info.types.get(expr)?.type;
  }

  step(kind: Step['kind'], pos: Pos, name: string): Step {
    return { kind, pos, name };
  }

  /**
   * Every frame in which `fn` is explored, now and later; if there is none when all else is done, its open frame, on the
   * one object that it is looked at for if that is known.
   */
  eachFrame(fn: Fn, visit: (frame: Frame) => void, on?: AbstractObject): void {
    this.eachExplored(fn, visit);
    this.solver.defer(
      () => {
        if ((this.explored.get(fn)?.length ?? 0) > 0) return;
        this.#eachOutside(fn, visit, on);
      },
      () => this.#openRank(fn),
    );
  }

  /**
   * The frames of a function that runs outside the trace: one for each of its calls where all of them are in view and
   * few, so that a setter is told apart by whose field it sets; else its open frame.
   */
  #eachOutside(fn: Fn, visit: (frame: Frame) => void, on: AbstractObject | undefined): void {
    const { signature, object } = fn;
    const isGivenData = signature !== undefined && !signature.params.vars.some((param) => mayCarry(param.type));
    const onObject = on === undefined || !isGivenData ? undefined : openFrameOn(this, fn, on);
    if (onObject !== undefined) {
      visit(onObject);
      return;
    }
    // Given data only, it does the same for every caller.
    const isAlike = isGivenData && (object?.type.recv === undefined || !mayCarry(object.type.recv.type));
    const calls = isAlike ? undefined : this.index.closedCallsOf(fn);
    if (calls === undefined) {
      visit(openFrame(this, fn));
      return;
    }
    const seen = new Set<Frame>();
    for (const call of calls) {
      this.#satellites.resolveCall(this, call, openFrame(this, call.fn)).listen((target) => {
        if (target.frame?.fn !== fn || seen.has(target.frame)) return;
        seen.add(target.frame);
        visit(target.frame);
      });
    }
  }

  /** Every frame in which `fn` is explored, now and later. */
  eachExplored(fn: Fn, visit: (frame: Frame) => void): void {
    for (const frame of [...(this.explored.get(fn) ?? [])]) visit(frame);
    let waiting = this.onExplored.get(fn);
    if (waiting === undefined) {
      waiting = [];
      this.onExplored.set(fn, waiting);
    }
    waiting.push(visit);
  }

  /**
   * When the open frame of a function is turned to. The trace may still come to a function of a package that it has
   * entered, and then knows more of its arguments, so that one waits longer. An explored one need not wait.
   */
  #openRank(fn: Fn): Rank {
    if (this.explored.has(fn)) return 0;
    if (this.#expected.has(fn)) return 3;
    return this.exploredPackages.has(fn.pkg) ? 2 : 1;
  }

  /** Does `work` as soon as the conditions around it may hold; at once if nothing can be known of them. */
  guarded(condition: Condition | undefined, frame: Frame, work: () => void): void {
    if (condition === undefined || !this.#satellites.mayJudge(this, condition, frame.fn)) work();
    else if (frame.isOutside) {
      if (!this.#satellites.isStaticallyDead(this, condition, frame.fn)) work();
    } else {
      // Looked at now for the sake of the nodes it needs; decided when nothing else is left to do.
      const order = this.#guards++;
      const item: Blocked = { order, condition, frame, work, watched: new Set(), standing: 'dead' };
      this.#blocked.add(item);
      this.#changed.add(item);
      this.#judge(item);
    }
  }

  #judge(item: Blocked): void {
    this.consulted = [];
    item.standing = this.#satellites.standing(this, item.condition, item.frame);
    if (item.standing === 'tentative' || item.standing === 'empty') this.#tentative.add(item);
    else this.#tentative.delete(item);
    const { consulted } = this;
    for (const node of consulted) {
      if (item.watched.has(node)) continue;
      item.watched.add(node);
      this.solver.listen(node, () => {
        if (this.#blocked.has(item)) this.#changed.add(item);
      });
    }
  }

  /** Releases the guarded work of which no more is wanted than that its conditions stand like this; false if there was none. */
  releaseGuarded(least: 'alive' | 'tentative' | 'empty'): boolean {
    let released = false;
    const work: (() => void)[] = [];
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const item of changed) this.#judge(item);
    const alive = changed.filter((item) => item.standing === 'alive');
    const others = [...this.#tentative].filter((item) => item.standing === 'tentative' || least === 'empty');
    const ready = least === 'alive' ? alive : [...alive, ...others].sort((a, b) => a.order - b.order);
    for (const item of ready) {
      this.#blocked.delete(item);
      this.#tentative.delete(item);
      released = true;
      work.push(item.work);
    }
    for (const item of work) item();
    return released;
  }

  markExplored(frame: Frame): void {
    const { fn } = frame;
    const frames = this.explored.get(fn);
    this.exploredPackages.add(fn.pkg);
    if (frames === undefined) this.explored.set(fn, [frame]);
    else frames.push(frame);
    for (const visit of [...(this.onExplored.get(fn) ?? [])]) visit(frame);
    for (const [field, store] of this.index.assignmentsIn(fn)) {
      const known = this.#assignments.get(field);
      if (known === undefined) this.#assignments.set(field, [{ store, frame }]);
      else known.push({ store, frame });
      for (const visit of [...(this.#onAssignment.get(field) ?? [])]) visit(store, frame);
    }
  }

  /** Every assignment to a field in a frame that is explored, now and later. */
  eachExploredAssignment(field: Var, visit: (store: FieldStore, frame: Frame) => void): void {
    for (const { store, frame } of [...(this.#assignments.get(field.origin) ?? [])]) visit(store, frame);
    const waiting = this.#onAssignment.get(field.origin);
    if (waiting === undefined) this.#onAssignment.set(field.origin, [visit]);
    else waiting.push(visit);
  }

  evaluate(expr: Expr, frame: Frame): FlowNode {
    return this.#satellites.evaluate(this, expr, frame);
  }
  evaluateAs(expr: Expr, target: Type | undefined, frame: Frame): FlowNode {
    return this.#satellites.evaluateAs(this, expr, target, frame);
  }
  sourceNode(from: Source, target: Type | undefined, frame: Frame): FlowNode {
    return this.#satellites.sourceNode(this, from, target, frame);
  }
  tupleNode(expr: Expr, index: number, frame: Frame): FlowNode {
    return this.#satellites.tupleNode(this, expr, index, frame);
  }
  variableNode(variable: Var, frame: Frame, use: Expr | undefined): FlowNode {
    return this.#satellites.variableNode(this, variable, frame, use);
  }
  connectDefinitions(variable: Var, owner: Frame, node: FlowNode): void {
    this.#satellites.connectDefinitions(this, variable, owner, node);
  }
  addressNode(expr: Expr, frame: Frame): FlowNode {
    return this.#satellites.addressNode(this, expr, frame);
  }
  pathNode(base: Expr, recv: Type, path: readonly number[], frame: Frame, pos: Pos): FlowNode {
    return this.#satellites.pathNode(this, base, recv, path, frame, pos);
  }
  receiverNode(x: SelectorExpr, frame: Frame): FlowNode {
    return this.#satellites.receiverNode(this, x, frame);
  }
  contentNode(object: AbstractObject, part: Part): FlowNode {
    return this.#satellites.contentNode(this, object, part);
  }
  elementNode(container: Expr, frame: Frame, part: 'element' | 'key'): FlowNode {
    return this.#satellites.elementNode(this, container, frame, part);
  }
  globalNode(variable: Var): FlowNode {
    return this.#satellites.globalNode(this, variable);
  }
  loadField(base: FlowNode, field: Var, to: FlowNode, pos: Pos, type?: Type): void {
    this.#satellites.loadField(this, base, field, to, pos, type);
  }
  parameterNode(frame: Frame, index: number): FlowNode {
    return this.#satellites.parameterNode(this, frame, index);
  }
  assertion(type: Type): Transfer {
    return this.#satellites.assertion(this, type);
  }
  callResult(call: CallExpr, index: number, frame: Frame): FlowNode {
    return this.#satellites.callResult(this, call, index, frame);
  }
}

/** From this many values on, all objects at a node are known by their type only. */
const manyLimit = 400;

/** A value that stands for all of the same named struct type, or for all constants of a type. */
function widened(values: Values, value: Value): Value {
  // Nobody compares with so many constants.
  if (value.kind === 'constant') return values.data(value.type, value.type);
  if (value.kind !== 'pointer' && value.kind !== 'struct') return value;
  const { object } = value;
  const { type } = object;
  if (object.kind === 'any' || value.as !== undefined || type.kind !== 'Named' || !isStructLike(type)) return value;
  return values.object(value.kind, values.standIn(type));
}

/** The frame of a function whose callers are not traced; a literal's lies in the open frame of the function around it. */
export function openFrame(engine: Engine, fn: Fn): Frame {
  return engine.frames.open(
    fn,
    fn.kind === 'literal' && fn.parent !== undefined ? openFrame(engine, fn.parent) : undefined,
  );
}

/** The open frame of a method of an object, or of a literal in one; undefined for other functions. */
function openFrameOn(engine: Engine, fn: Fn, object: AbstractObject): Frame | undefined {
  if (fn.kind !== 'literal') return fn.recv === undefined ? undefined : engine.frames.openOn(fn, object, true);
  const captured = fn.parent === undefined ? undefined : openFrameOn(engine, fn.parent, object);
  return captured === undefined ? undefined : engine.frames.open(fn, captured);
}
