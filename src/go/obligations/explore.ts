// Follows one resource along every path from where it is acquired, in the manner of the Resource Leak Checker (Kellogg et
// al. 2021), but path by path and with the facts that tests on the way establish (as ESP, Das et al. 2002, does).
//
// A path ends when the resource is let go of, handed over, lost, or kept to the end. Bodies of literals that are called,
// deferred or started where they stand are gone through in place: their variables are the same ones.

import type { Pos } from '#base/position.js';
import { funcName } from '#go/types/function-name.js';
import { under } from '#go/types/type.js';
import { isReleaseName } from '#models/lifecycle.js';
import { isTested } from './believed.js';
import { isStream, isTooMany } from './by-kind.js';
import { type CallEffect, callEffects, type Effects } from './effects.js';
import { flagFact, interfaceFact, returnedFact } from './given-facts.js';
import { isInVariable } from './in-variable.js';
import {
  type Block,
  type Body,
  type CallStep,
  type Condition,
  isWithin,
  type LoweredUnit,
  type MoveStep,
  mentionsAny,
  type Path,
  type ReturnStep,
  type Root,
  type Step,
  type Value,
} from './ir.js';
import { isLendingField } from './lending.js';
import { isErrorType } from './lower-expression.js';
import { fieldPath, rootPath } from './lowering.js';
import { leftBy, type Node, type Outcome, plainest, traceOf } from './outcome.js';
import { relevantKeys } from './relevant.js';
import { assume, assumeFact, type Fact, forget, type State, stateKey, withFact, withHolders } from './state.js';

/** The resource that is followed. */
export interface Subject {
  readonly unit: LoweredUnit;
  /** The body it is acquired in. */
  readonly home: Body;
  /** Id of its kind in models. */
  readonly resource: string;
  /** The step that acquires it; undefined where a parameter is followed. */
  readonly acquire: Step | undefined;
  /** Of a cancel function: the context that it cancels. */
  readonly context?: Root | undefined;
  readonly effects: Effects;
  /** Names by which it is let go of, beside those that say so of themselves. */
  readonly releasedBy?: ReadonlySet<string> | undefined;
  /** What it is handed to gives it back: of something that was there before the function and stays after it. */
  readonly isLent?: boolean;
  /** A step that ends the obligation as a release does. */
  readonly endsAt?: (step: Step) => boolean;
  /** What tests on the way tell is not kept: fewer states, and paths among them that cannot be taken. */
  readonly isForgetful?: boolean;
  /** A stream that is read from need not have come to its end. */
  readonly isUnended?: boolean;
  /** Variables that tell, once set, that what was waited for has happened. */
  readonly tellers?: ReadonlySet<number>;
}

/** Paths that are followed for one resource; over this nothing is said of it. */
const maxNodes = 3000;
const maxInline = 5;

/** How a value and a place that holds the resource lie to one another. */
export interface Touched {
  readonly holder: string;
  readonly relation: 'is' | 'contains' | 'part';
}

export class Exploration {
  readonly #subject: Subject;
  readonly #relevant: ReadonlySet<string>;
  #nodes = 0;
  /** Too many paths: what was found is not all. */
  isCut = false;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#relevant = relevantKeys(subject.unit);
  }

  get subject(): Subject {
    return this.#subject;
  }

  readonly isRelevant = (key: string): boolean => this.#subject.isForgetful !== true && this.#relevant.has(key);

  /** Every way a path from there ends. */
  from(body: Body, block: Block, index: number, state: State): Outcome[] {
    return this.#run(body, block, index, state, 0);
  }

  #run(body: Body, block: Block, index: number, state: State, depth: number): Outcome[] {
    const outcomes: Outcome[] = [];
    const seen = new Set<string>();
    // Breadth first: the first path to a place is the one with the fewest conditions.
    const queue: Node[] = [{ block, index, state, parent: undefined, via: undefined }];
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at];
      if (node === undefined) break;
      const key = `${node.block.id}:${node.index}:${stateKey(node.state)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (++this.#nodes > maxNodes) {
        this.isCut = true;
        return outcomes;
      }
      this.#visit(body, node, depth, queue, outcomes);
    }
    return outcomes;
  }

  #visit(body: Body, node: Node, depth: number, queue: Node[], outcomes: Outcome[]): void {
    let states: State[] = [node.state];
    const end = (outcome: Omit<Outcome, 'trace'>): void => {
      outcomes.push({ ...outcome, trace: () => traceOf(node) });
    };
    for (let i = node.index; i < node.block.steps.length; i++) {
      const step = node.block.steps[i];
      if (step === undefined) break;
      const next: State[] = [];
      for (const state of states) this.#step(body, step, node, state, depth, next, end);
      states = next;
      if (states.length === 0) return;
    }
    for (const edge of node.block.edges) {
      for (const state of states) {
        const after = assume(state, edge.condition, this.isRelevant);
        // Rows without a next one have been closed.
        if (after === 'void' && this.#subject.resource === 'rows' && edge.condition?.kind === 'bool')
          end({ kind: 'released', pos: edge.condition.pos, state });
        if (after === undefined || after === 'void' || this.#isTold(edge.condition)) continue;
        queue.push({ block: edge.to, index: 0, state: after, parent: node, via: edge.condition });
      }
    }
  }

  /**
   * Whether it has been put into an object of another variable, which the next one does not take the place of: one that is not
   * set anew in each round, too.
   */
  #isKeptApart({ holders }: State): boolean {
    const { acquire, unit } = this.#subject;
    if (acquire?.op !== 'call') return false;
    const own = new Set(acquire.results.map(({ id }) => id));
    const blocks = unit.bodies.flatMap((body) => body.blocks);
    const loop = blocks.find(({ steps }) => steps.includes(acquire))?.loops.at(-1);
    for (const block of blocks) {
      const isInRound = loop !== undefined && block.loops.includes(loop);
      for (const step of block.steps) {
        if (step.op === 'call' && isInRound) for (const { id } of step.results) own.add(id);
        if (step.op === 'move' && step.from.kind === 'path' && own.has(step.from.root.id)) own.add(step.to.root.id);
      }
    }
    return holders.some((holder) => holder.includes('.') && !own.has(Number.parseInt(holder, 10)));
  }

  #isTold(condition: Condition | undefined): boolean {
    const root = condition?.place?.root.id;
    if (root === undefined || this.#subject.tellers?.has(root) !== true) return false;
    return condition?.kind === 'nil' ? !condition.holds : condition?.kind === 'bool' && condition.holds;
  }

  #step(
    body: Body,
    step: Step,
    node: Node,
    state: State,
    depth: number,
    next: State[],
    end: (outcome: Omit<Outcome, 'trace'>) => void,
  ): void {
    if (step === this.#subject.acquire) {
      if (state.isSettled || this.#isKeptApart(state)) return end({ kind: 'escaped', pos: step.pos, state });
      end({ kind: state.isDeferred ? 'deferred-in-loop' : 'looped', pos: node.parent?.via?.pos ?? step.pos, state });
      return;
    }
    if (this.#subject.endsAt?.(step) === true) return end({ kind: 'released', pos: step.pos, state });
    switch (step.op) {
      case 'move':
        return this.#move(step, state, next, end);
      case 'call':
        if (step.mode === 'defer') return this.#defer(step, node, state, next, end);
        return this.#call(step, state, depth, next, end);
      case 'send':
        if (this.#subject.isLent !== true && this.touched(state, step.value) !== undefined) {
          const place = step.channel.kind === 'path' ? { place: step.channel } : {};
          return end({ kind: 'sent', pos: step.pos, state, ...place });
        }
        next.push(state);
        return;
      case 'receive':
        if (step.channel.kind === 'path' && state.voids.get(step.channel.key) === 'true') return;
        next.push(forget(state, `${step.result.id}`));
        return;
      case 'return':
        return this.#return(body, step, state, depth, end);
    }
  }

  // ---- Moves ----

  /** Holders that a place gets with a value, or `gone` if the value hands it to something out of sight. */
  #given(state: State, value: Value, to: string): string[] | 'gone' {
    if (this.#subject.isLent === true && value.kind !== 'function') return [];
    switch (value.kind) {
      case 'path': {
        // A literal that goes elsewhere is called there.
        const literal = this.#isKeptIn(to) ? undefined : this.literalOf(value);
        if (literal !== undefined) return this.#literalTakes(state, literal) ? 'gone' : [];
        return state.holders
          .filter((holder) => isWithin(holder, value.key))
          .map((holder) => to + holder.slice(value.key.length));
      }
      case 'composite': {
        const given: string[] = [];
        for (const part of value.parts) {
          const of = this.#given(state, part.value, `${to}.${part.field}`);
          if (of === 'gone') return 'gone';
          given.push(...of);
        }
        return given;
      }
      case 'function':
        return this.#subject.unit.literalOf.size > 0 && this.#isKeptIn(to)
          ? []
          : this.#literalTakes(state, value.body)
            ? 'gone'
            : [];
      case 'bound':
        return this.touched(state, value) === undefined ? [] : 'gone';
      default:
        return [];
    }
  }

  /** Whether a place is a local variable that always holds one literal: then it matters when that is called. */
  #isKeptIn(key: string): boolean {
    return this.#subject.unit.literalOf.has(Number(key));
  }

  #move(step: MoveStep, state: State, next: State[], end: (outcome: Omit<Outcome, 'trace'>) => void): void {
    const { to, from, pos } = step;
    const given = this.#given(state, from, to.key);
    if (given === 'gone') return end({ kind: 'escaped', pos, state });
    if (step.isKey === true) {
      if (given.length > 0 && !this.#isOutside(to)) return end({ kind: 'escaped', pos, state });
      next.push(given.length > 0 ? { ...state, stored: to } : state);
      return;
    }
    if (given.length > 0) {
      const isWhole = from.kind === 'path' && !to.fields.includes('[]');
      if (!isWhole && given.some((holder) => holder.includes('[]'))) {
        if (!this.#isOutside(to)) return end({ kind: 'escaped', pos, state });
      }
      if (this.#isOutside(to)) return this.#store(to, pos, state, next, end);
    }
    const isElement = to.fields.includes('[]');
    let holders = isElement ? [...state.holders] : state.holders.filter((holder) => !isWithin(holder, to.key));
    const isTemporary = from.kind === 'path' && from.root.variable === undefined;
    if (isTemporary && given.length > 0) holders = holders.filter((holder) => !isWithin(holder, from.key));
    if (given.length === 0 && holders.length === 0 && state.holders.length > 0) {
      // `r = io.TeeReader(r, w)`: what it gets works on what it had.
      if (this.#isMadeOf(from, to)) {
        next.push(withHolders(state, [`${to.key}.?`]));
        return;
      }
      if (state.isSettled) return;
      if (state.isDeferred) return end({ kind: 'deferred-in-loop', pos, state });
      // A named result gets another value where the function returns.
      if (step.isReturn === true) return end({ kind: 'held', pos, state, facts: this.#returnedFacts(step, state) });
      return end({ kind: from.kind === 'zero' ? 'looped' : 'overwritten', pos, state });
    }
    let after = withHolders(isElement ? state : forget(state, to.key), [...holders, ...given]);
    if (isElement) {
      next.push(after);
      return;
    }
    const fact = flagFact(to, from) ?? this.factOf(state, from) ?? interfaceFact(to, from) ?? returnedFact(step);
    if (fact !== undefined && this.isRelevant(to.key)) after = withFact(after, to.key, fact);
    if (from.kind === 'path') {
      const voiding = state.voids.get(from.key);
      if (voiding !== undefined) {
        const voids = new Map(after.voids);
        voids.set(to.key, voiding);
        if (isTemporary) voids.delete(from.key);
        after = { ...after, voids };
      }
      // Facts about parts of what is copied are facts about the copy.
      for (const [key, known] of state.facts) {
        if (key !== from.key && isWithin(key, from.key)) {
          const copied = to.key + key.slice(from.key.length);
          if (this.isRelevant(copied)) after = withFact(after, copied, known);
        }
      }
    }
    next.push(after);
  }

  /** Whether a value is what a call returned that was given what a place holds. */
  #isMadeOf(value: Value, place: Path): boolean {
    if (value.kind !== 'path' || value.fields.length > 0) return false;
    return this.#subject.unit.bodies.some(({ blocks }) =>
      blocks.some(({ steps }) =>
        steps.some(
          (step) =>
            step.op === 'call' &&
            step.results[0] === value.root &&
            step.args.some((arg) => arg.kind === 'path' && arg.key === place.key),
        ),
      ),
    );
  }

  /**
   * The resource is put where it outlives the function. It is out of sight, unless nothing in the package ever lets go of
   * what is there: then this function is followed on as if it alone had it.
   */
  #store(place: Path, pos: Pos, state: State, next: State[], end: (outcome: Omit<Outcome, 'trace'>) => void): void {
    if (place.vars.length === 0 || this.#subject.effects.isReleasedFrom(place))
      return end({ kind: 'stored', pos, state, place });
    next.push({ ...forget(state, place.key), stored: place });
  }

  /** Whether what is put there outlives the function, or is another's. */
  #isOutside(to: Path): boolean {
    const { root } = to;
    if (root.body === undefined) return true;
    if (!this.#isLocal(root)) return true;
    if (to.fields.length === 0 || this.#subject.unit.fresh.has(root.id) || isInVariable(to)) return false;
    // What a local variable was made by only uses what is lent to it.
    return root.parameter !== undefined || !isLendingField(to.vars.at(-1));
  }

  #isLocal(root: Root): boolean {
    for (let body: Body | undefined = root.body; body !== undefined; body = body.outer)
      if (body === this.#subject.home) return true;
    return false;
  }

  factOf(state: State, value: Value): Fact | undefined {
    switch (value.kind) {
      case 'nil':
        return 'nil';
      case 'zero':
        return 'nil';
      case 'bool':
        return value.value ? 'true' : 'false';
      case 'composite':
      case 'function':
      case 'bound':
      case 'func':
        return 'set';
      case 'path': {
        const known = state.facts.get(value.key);
        if (known !== undefined) return known;
        // A package-level error is one that was made for that.
        return value.root.body === undefined && value.fields.length === 0 && isErrorType(value.root.type)
          ? 'set'
          : undefined;
      }
      default:
        return undefined;
    }
  }

  // ---- Calls ----

  /** The place among the holders that a value is, contains or is part of: the first of them. */
  touched(state: State, value: Value): Touched | undefined {
    return this.touches(state, value).next().value;
  }

  /** All places among the holders that a value is, contains or is part of. */
  *touches(state: State, value: Value): Generator<Touched, undefined> {
    if (value.kind === 'bound') return yield* this.touches(state, value.receiver);
    if (value.kind !== 'path') return undefined;
    for (const holder of state.holders) {
      if (holder === value.key) yield { holder, relation: 'is' };
      else if (isWithin(holder, value.key)) yield { holder, relation: 'contains' };
      else if (isWithin(value.key, holder)) yield { holder, relation: 'part' };
    }
    return undefined;
  }

  /** Whether a literal lets go of the resource or hands it on, on some path. */
  #literalTakes(state: State, body: Body): boolean {
    if (this.#depth >= maxInline) return true;
    // Who reads on may come to the end.
    if (this.#subject.isUnended === true && mentionsAny(this.#subject.unit, body, state.holders)) return true;
    this.#depth++;
    const outcomes = this.#run(body, body.entry, 0, { ...state, deferred: [] }, this.#depth);
    this.#depth--;
    return outcomes.some(({ kind }) => kind !== 'held');
  }
  #depth = 0;

  /** The literal that a value is, or that a variable holds. */
  literalOf(value: Value): Body | undefined {
    if (value.kind === 'function') return value.body;
    if (value.kind === 'path' && value.fields.length === 0) return this.#subject.unit.literalOf.get(value.root.id);
    return undefined;
  }

  #call(
    step: CallStep,
    state: State,
    depth: number,
    next: State[],
    end: (outcome: Omit<Outcome, 'trace'>) => void,
  ): void {
    const { callee } = step;
    const body =
      callee.kind === 'literal' ? callee.body : callee.kind === 'value' ? this.literalOf(callee.value) : undefined;
    if (body !== undefined) return this.#inline(step, body, state, depth, next, end);
    let before = state;
    for (const root of step.results) before = forget(before, `${root.id}`);
    before = this.#seemingRelease(step, this.#askedContext(step, this.#startedIn(step, before)));
    // Literals that are given to what is called: it runs them, or keeps them.
    for (const arg of step.args) {
      const literal = this.literalOf(arg);
      if (literal !== undefined && this.#literalTakes(before, literal)) {
        if (step.mode === 'call') return end({ kind: 'escaped', pos: step.pos, state: before });
        before = { ...before, isSettled: true };
      }
    }
    before = this.#askedRows(step, this.#askedStream(step, before));
    if (isStream(this.#subject) && this.#subject.isUnended !== true && this.#isRead(step, before))
      return end({ kind: 'released', pos: step.pos, state: before });
    const effects = callEffects(this, step, before);
    if (effects === undefined) {
      next.push(this.#withResultFacts(step, before));
      return;
    }
    if (step.mode === 'go') {
      const isTaken = effects.some(({ effect }) => effect !== 'held');
      next.push(isTaken ? { ...before, isSettled: true } : before);
      return;
    }
    for (const effect of effects) {
      if (this.#isUnheard(step, effect, effects)) continue;
      let after: State | undefined | 'void' = before;
      for (const [index, fact] of effect.facts) {
        const root = step.results[index];
        if (root !== undefined && after !== undefined && after !== 'void')
          after = assumeFact(after, rootPath(root, step.pos), fact, () => true);
      }
      if (after === undefined || after === 'void') continue;
      switch (effect.effect) {
        case 'held':
          next.push(this.#withResultFacts(step, after));
          break;
        case 'released':
          end({ kind: 'released', pos: step.pos, state: after });
          break;
        case 'escaped':
          // Who has deferred its release only lends it.
          if (this.#subject.isLent === true || after.isDeferred) next.push(this.#withResultFacts(step, after));
          else end({ kind: 'escaped', pos: step.pos, state: after });
          break;
        case 'kept':
          if (
            step.receiver?.kind === 'path' &&
            this.#isOutside(fieldPath(step.receiver, '[]', undefined, step.receiver.type, step.pos))
          )
            this.#store(step.receiver, step.pos, after, next, end);
          else end({ kind: 'escaped', pos: step.pos, state: after });
          break;
        case 'in-result': {
          const root = step.results[effect.result];
          if (root === undefined) end({ kind: 'escaped', pos: step.pos, state: after });
          else next.push(withHolders(after, [...after.holders, `${root.id}${effect.suffix}`]));
          break;
        }
      }
    }
  }

  /** A constructor gives nil where it fails, tells nothing else, and its caller does not ask: it counts on the object. */
  #isUnheard({ results }: CallStep, { effect, facts }: CallEffect, effects: readonly CallEffect[]): boolean {
    const [root] = results;
    if (effect !== 'held' || root === undefined || results.length > 1 || facts[0]?.[1] !== 'nil') return false;
    return effects.some((other) => other.effect !== 'held') && !isTested(this.#subject.unit, root);
  }

  #withResultFacts(step: CallStep, state: State): State {
    let after = state;
    if (this.#subject.effects.makesError(step) || this.#isWrappedError(step, state)) {
      const root = step.results.at(-1);
      if (root !== undefined) after = withFact(after, `${root.id}`, 'set');
    }
    return after;
  }

  /** What is called on a group of goroutines, or given it, may start one; until then there is nothing to wait for. */
  #startedIn(step: CallStep, state: State): State {
    if (this.#subject.resource !== 'goroutines' || state.isBusy) return state;
    const { callee, receiver, args } = step;
    const isLimit = 'func' in callee && callee.func.name === 'SetLimit';
    const isOn = [receiver, ...args].some((value) => value !== undefined && this.touched(state, value) !== undefined);
    return isOn && !isLimit ? { ...state, isBusy: true } : state;
  }

  /** Calls that look like a release and are none. */
  #seemingRelease(step: CallStep, state: State): State {
    const { callee, receiver } = step;
    if (receiver === undefined || (callee.kind !== 'static' && callee.kind !== 'invoke')) return state;
    const relation = this.touched(state, receiver)?.relation;
    if (relation !== 'is' && relation !== 'contains') return state;
    if (this.#subject.effects.isHalfClose(callee.func)) return { ...state, halfClosed: step.pos };
    if (callee.kind === 'static' && isReleaseName(callee.func.name) && this.#subject.effects.isNoOp(callee.func))
      return { ...state, noOp: { pos: step.pos, function: funcName(callee.func) } };
    return state;
  }

  /** Of a context that has ended nothing is left to cancel: what its Err and Done tell voids the cancel function, and no deadline where there is one. */
  #askedContext(step: CallStep, state: State): State {
    const { context } = this.#subject;
    const [result] = step.results;
    if (context === undefined || result === undefined || step.callee.kind !== 'invoke') return state;
    if (step.receiver?.kind !== 'path' || !this.#isContext(step.receiver, context)) return state;
    const { name } = step.callee.func;
    const voids = new Map(state.voids);
    const [, hasDeadline] = step.results;
    if (name === 'Err') voids.set(`${result.id}`, 'set');
    else if (name === 'Done') voids.set(`${result.id}`, 'true');
    else if (name === 'Deadline' && hasDeadline !== undefined && this.#hasDeadline)
      voids.set(`${hasDeadline.id}`, 'false');
    return { ...state, voids };
  }

  /** Whether the context is made with a limit in time: then it does not say that it has none. */
  get #hasDeadline(): boolean {
    const { acquire } = this.#subject;
    return (
      acquire?.op === 'call' &&
      acquire.callee.kind === 'static' &&
      /^With(Timeout|Deadline)/.test(acquire.callee.func.name)
    );
  }

  /** A stream that has given an error has ended, and all that belongs to it. */
  #askedStream(step: CallStep, state: State): State {
    const last = step.results.at(-1);
    if (!isStream(this.#subject) || last === undefined || !isErrorType(last.type)) return state;
    const isIts =
      (step.receiver !== undefined && this.touched(state, step.receiver) !== undefined) ||
      step.args.some((arg) => this.touched(state, arg) !== undefined);
    if (!isIts) return state;
    const voids = new Map(state.voids);
    voids.set(`${last.id}`, 'set');
    return { ...state, voids };
  }

  /** Rows that have no next one have closed themselves. */
  #askedRows(step: CallStep, state: State): State {
    const { callee, receiver } = step;
    const [result] = step.results;
    if (this.#subject.resource !== 'rows' || result === undefined || callee.kind !== 'static') return state;
    if (!/^Next(ResultSet)?$/.test(callee.func.name) || receiver === undefined) return state;
    if (this.touched(state, receiver) === undefined) return state;
    const voids = new Map(state.voids);
    voids.set(`${result.id}`, 'false');
    return { ...state, voids };
  }

  /** Who reads from a stream may have seen its end. */
  #isRead(step: CallStep, state: State): boolean {
    const { callee, receiver } = step;
    if (receiver === undefined || (callee.kind !== 'static' && callee.kind !== 'invoke')) return false;
    return (
      this.touched(state, receiver) !== undefined &&
      /^(Recv|Receive|CloseAndRecv|Header|Trailer)/.test(callee.func.name)
    );
  }

  /** Whether a place is the context itself, or the variable or field that it was put into. */
  #isContext(place: Path, context: Root): boolean {
    if (place.root === context) return true;
    return this.#subject.unit.bodies.some((body) =>
      body.blocks.some((block) =>
        block.steps.some(
          (step) =>
            step.op === 'move' && step.to.key === place.key && step.from.kind === 'path' && step.from.root === context,
        ),
      ),
    );
  }

  /** A function from an error to an error: it gives none only for none. */
  #isWrappedError(step: CallStep, state: State): boolean {
    const [result] = step.results;
    if (result === undefined || step.results.length > 1 || !isErrorType(result.type)) return false;
    return step.args.some((arg) => arg.kind === 'path' && isErrorType(arg.type) && this.factOf(state, arg) === 'set');
  }

  #inline(
    step: CallStep,
    body: Body,
    state: State,
    depth: number,
    next: State[],
    end: (outcome: Omit<Outcome, 'trace'>) => void,
  ): void {
    if (depth >= maxInline) return end({ kind: 'escaped', pos: step.pos, state });
    let entered: State = { ...state, deferred: [] };
    body.parameters.forEach((parameter, i) => {
      const arg = step.args[i];
      entered = forget(entered, `${parameter.id}`);
      if (arg === undefined) return;
      const given = this.#given(state, arg, `${parameter.id}`);
      if (given !== 'gone' && given.length > 0) entered = withHolders(entered, [...entered.holders, ...given]);
    });
    const outcomes = this.#run(body, body.entry, 0, entered, depth + 1);
    if (step.mode === 'go') {
      // A goroutine that never ends goes on using it.
      const isUsed = outcomes.length === 0 && mentionsAny(this.#subject.unit, body, state.holders);
      const isTaken = isUsed || outcomes.some(({ kind }) => kind !== 'held' && kind !== 'overwritten');
      next.push(isTaken ? { ...state, isSettled: true, left: state.isSettled ? undefined : leftBy(outcomes) } : state);
      return;
    }
    for (const outcome of outcomes) {
      if (outcome.kind !== 'held' && outcome.kind !== 'in-result') {
        end(outcome);
        continue;
      }
      let after: State = { ...outcome.state, deferred: state.deferred };
      const holders = new Set(after.holders);
      outcome.facts?.forEach((fact, i) => {
        const root = step.results[i];
        if (root === undefined) return;
        after = forget(after, `${root.id}`);
        if (fact !== undefined) after = withFact(after, `${root.id}`, fact);
      });
      if (outcome.kind === 'in-result' && outcome.result !== undefined) {
        const root = step.results[outcome.result];
        if (root === undefined) {
          end({ kind: 'escaped', pos: step.pos, state: after });
          continue;
        }
        holders.add(`${root.id}${outcome.suffix ?? ''}`);
      }
      next.push(withHolders(after, holders));
    }
  }

  // ---- Deferred calls and returns ----

  #defer(
    step: CallStep,
    node: Node,
    state: State,
    next: State[],
    end: (outcome: Omit<Outcome, 'trace'>) => void,
  ): void {
    const released: Outcome[] = [];
    const kept: State[] = [];
    // What is known now need not be known when the function ends.
    const open = { ...state, facts: new Map(), voids: new Map() };
    this.#call({ ...step, mode: 'call' }, open, 1, kept, (outcome) => released.push({ ...outcome, trace: () => [] }));
    if (released.length === 0) {
      const [after] = kept;
      next.push({ ...state, halfClosed: after?.halfClosed, noOp: after?.noOp });
      return;
    }
    if (kept.length > 0) {
      next.push({ ...state, deferred: [...state.deferred, step] });
      return;
    }
    const loops = this.#subject.acquire === undefined ? [] : node.block.loops;
    const isUnbounded = loops.some(({ kind }) => kind !== 'range' || isTooMany(this.#subject));
    if (isUnbounded) next.push({ ...state, isDeferred: true });
    const [first] = released;
    if (!isUnbounded && first !== undefined) end({ kind: first.kind, pos: step.pos, state });
  }

  #return(
    body: Body,
    step: ReturnStep,
    state: State,
    depth: number,
    end: (outcome: Omit<Outcome, 'trace'>) => void,
  ): void {
    let states = [state];
    for (const deferred of [...state.deferred].reverse()) {
      const after: State[] = [];
      for (const one of states) this.#call({ ...deferred, mode: 'call' }, one, depth + 1, after, end);
      states = after;
    }
    for (const one of states) {
      // Of a literal that is gone through in place, the function around it goes on.
      const isInline = depth > 0;
      if (one.isDeferred && !isInline) {
        end({ kind: 'released', pos: step.pos, state: one });
        continue;
      }
      const facts = step.values.map(
        (value, i) => this.factOf(one, value) ?? this.#resultFact(one, body.resultRoots[i]),
      );
      let isReturned = false;
      let isGone = false;
      step.values.forEach((value, result) => {
        const given = this.#given(one, value, '');
        if (given === 'gone') isGone = true;
        else if (given.length > 0) {
          const literal = this.literalOf(value);
          isReturned = true;
          const suffix = plainest(given);
          if (!isInline && facts.at(-1) !== 'nil' && this.#failsBesides(step, one)) {
            end({ kind: 'held', pos: step.pos, state: one, facts: [...facts.slice(0, -1), 'set'] });
            if (facts.at(-1) === 'set') return;
          }
          end({
            kind: literal === undefined ? 'in-result' : 'escaped',
            pos: step.pos,
            state: one,
            result,
            suffix,
            facts,
          });
        }
        const literal = value.kind === 'path' ? this.literalOf(value) : undefined;
        if (literal !== undefined && this.#literalTakes(one, literal)) isGone = true;
        if (given.length === 0 && this.#isFromHolder(one, value)) isGone = true;
      });
      if (isReturned) continue;
      if (isGone) end({ kind: 'escaped', pos: step.pos, state: one, facts });
      else if (one.stored !== undefined && !one.isSettled && !isInline)
        end({ kind: 'stored', pos: step.pos, state: one, facts, place: one.stored });
      else if (
        one.isSettled &&
        one.stored === undefined &&
        one.left !== undefined &&
        !isInline &&
        this.#subject.acquire !== undefined
      )
        end({ kind: 'held', pos: one.left, state: one, facts });
      else if (one.isSettled && !isInline) end({ kind: 'escaped', pos: step.pos, state: one, facts });
      else {
        const isBare = body.results.length === 0 && step.pos < body.end - 1;
        end({ kind: 'held', pos: step.pos, state: one, facts, ...(isBare ? { isBare } : {}) });
      }
    }
  }

  /**
   * Whether an object is returned that a method of what holds the resource gave, as a stream of a client over a connection: it
   * lives on that.
   */
  #isFromHolder(state: State, value: Value): boolean {
    if (this.#subject.acquire === undefined || value.kind !== 'path' || value.fields.length > 0) return false;
    if (under(value.type).kind !== 'Interface' || isErrorType(value.type)) return false;
    const steps = this.#subject.unit.bodies.flatMap(({ blocks }) => blocks.flatMap((block) => block.steps));
    const roots = new Set([value.root]);
    for (const step of steps)
      if (step.op === 'move' && step.from.kind === 'path' && step.to.key === value.key) roots.add(step.from.root);
    return steps.some(
      (step) =>
        step.op === 'call' &&
        step.receiver?.kind === 'path' &&
        step.results.some((root) => roots.has(root)) &&
        this.touched(state, step.receiver)?.relation === 'contains',
    );
  }

  /**
   * `return m, m.open()`: where that fails, its caller gets an error and looks at nothing else; what was acquired stays
   * behind, unless the call that failed has let go of it.
   */
  #failsBesides({ values }: ReturnStep, state: State): boolean {
    const last = values.at(-1);
    if (this.#subject.acquire === undefined || values.length < 2 || last?.kind !== 'path') return false;
    if (last.root.variable !== undefined || last.fields.length > 0 || !isErrorType(last.type)) return false;
    return !state.voids.has(last.key);
  }

  /** At a return that is being prepared: what is known of the values that it names. */
  #returnedFacts(step: MoveStep, state: State): readonly (Fact | undefined)[] {
    return (step.returned ?? []).map((value) => this.factOf(state, value));
  }

  #resultFact(state: State, root: Root | undefined): Fact | undefined {
    return root === undefined ? undefined : state.facts.get(`${root.id}`);
  }
}
