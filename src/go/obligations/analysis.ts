// What is known of functions, computed when it is first asked for and kept: lowered bodies, what becomes of a parameter,
// which results hand a resource over. Recursion and depth end in "not known", which is taken for a hand-over.

import type { Unit } from '#go/syntax/source-file.js';
import type { Checker } from '#go/types/checker.js';
import { funcName } from '#go/types/function-name.js';
import type { Func, Package } from '#go/types/object.js';
import { deref, type Type, under } from '#go/types/type.js';
import {
  type AcquireModel,
  type ArgumentEffect,
  acquiringName,
  isHalfCloseName,
  type PoolModel,
  type ResourceKind,
} from '#models/lifecycle.js';
import type { WaitModel } from '#models/waits.js';
import { type Acquired, acquiredBy, hasRelease, mayBeOwned, poolIn } from './acquire.js';
import { startsAny } from './channels.js';
import { deferredBefore } from './deferred-before.js';
import { type CallEffect, type Effects, isDescribing } from './effects.js';
import { factsAt } from './entry-facts.js';
import { Exploration } from './explore.js';
import { FieldIndex } from './field-index.js';
import type { Block, Body, CallStep, LoweredUnit, MoveStep, Path } from './ir.js';
import { isErrorType } from './lower-expression.js';
import { lowerUnit } from './lower-function.js';
import { hasNoParent, parentParameter } from './no-parent.js';
import { OriginFinder } from './origins.js';
import type { Outcome } from './outcome.js';
import { isOwnerType, isTiming, releasesField, returnsNew, type Sources } from './owner-type.js';
import { type Fact, initialState } from './state.js';

/** The tables that the analysis goes by. */
export interface Models {
  readonly acquires: ReadonlyMap<string, readonly AcquireModel[]>;
  readonly resources: ReadonlyMap<string, ResourceKind>;
  /** `function argument` to effect. */
  readonly arguments: ReadonlyMap<string, ArgumentEffect>;
  readonly borrowingPackages: ReadonlySet<string>;
  /** Types whose values keep idle connections. */
  readonly pools: ReadonlyMap<string, PoolModel>;
  /** Functions that end one direction, beside those whose names say so. */
  readonly halfCloses: ReadonlySet<string>;
  /** Methods of a project's own libraries that wait, with those that wake. */
  readonly waits: readonly WaitModel[];
}

/** A result by which a function hands a resource to its caller. */
export interface OwnedResult {
  readonly result: number;
  readonly suffix: string;
  readonly resource: string;
  /** Where the function acquires it. */
  readonly step: CallStep | undefined;
  /** Of what holds a context that can be cancelled: the parameter that is the parent of that. */
  readonly parent?: number | undefined;
}

/** Functions within functions that are asked what they do; deeper is not known. */
const maxDepth = 4;
/** Ways in which a call may end; a function with more is not known. */
const maxEffects = 8;

export class Analysis implements Effects {
  readonly checker: Checker;
  readonly models: Models;
  readonly #lowered = new Map<Unit, LoweredUnit | undefined>();
  readonly #parameters = new Map<string, readonly CallEffect[] | undefined>();
  readonly #owned = new Map<Func, readonly OwnedResult[]>();
  readonly #ids = new Map<Func, number>();
  readonly #fields = new Map<Package | undefined, FieldIndex>();
  readonly origins = new OriginFinder(this);
  #depth = 0;

  constructor(checker: Checker, models: Models) {
    this.checker = checker;
    this.models = models;
  }

  lowered(unit: Unit): LoweredUnit | undefined {
    if (!this.#lowered.has(unit)) this.#lowered.set(unit, lowerUnit(this.checker, unit));
    return this.#lowered.get(unit);
  }

  /** The body of a function whose source may be looked into. */
  sourceOf(func: Func): LoweredUnit | undefined {
    const { origin } = func;
    if (origin.unit === undefined || origin.pkg === undefined || origin.pkg.isStd) return undefined;
    if (origin.decl?.body === undefined) return undefined;
    return this.lowered(origin.unit);
  }

  // ---- Effects ----

  parameter(func: Func, index: number, suffix: string, resource: string): readonly CallEffect[] | undefined {
    const origin = func.origin;
    let id = this.#ids.get(origin);
    if (id === undefined) this.#ids.set(origin, (id = this.#ids.size));
    const key = `${id} ${index} ${suffix} ${resource}`;
    if (this.#parameters.has(key)) return this.#parameters.get(key);
    if (this.#depth >= maxDepth) return undefined;
    const unit = this.sourceOf(origin);
    if (unit === undefined) return undefined;
    // Whoever asks again while it is computed gets "not known".
    this.#parameters.set(key, undefined);
    this.#depth++;
    const effects = this.#summarize(unit, index, suffix, resource);
    this.#depth--;
    this.#parameters.set(key, effects);
    return effects;
  }

  #summarize(unit: LoweredUnit, index: number, suffix: string, resource: string): readonly CallEffect[] | undefined {
    const { body } = unit;
    const root = index === -1 ? body.receiver : body.parameters[index];
    if (root === undefined) return [{ effect: 'held', facts: [] }];
    const exploration = new Exploration({ unit, home: body, resource, acquire: undefined, effects: this });
    const outcomes = exploration.from(body, body.entry, 0, initialState([`${root.id}${suffix}`], new Map()));
    if (exploration.isCut) return undefined;
    const effects = new Map<string, CallEffect>();
    for (const outcome of outcomes) {
      const effect = effectOf(outcome);
      effects.set(JSON.stringify(effect), effect);
    }
    // Where nothing tells the caller which way it went, what the callee lets go of on one way is the callee's on all.
    const isTold = body.results.length > 0 || ![...effects.values()].some(({ effect }) => effect === 'released');
    if (!isTold) for (const [key, { effect }] of effects) if (effect === 'held') effects.delete(key);
    // What is asked of an element is not asked of a list that is empty: the ways around a loop or behind `len(x) == 0`.
    const isElement = suffix.startsWith('.[]') && [...effects.values()].some(({ effect }) => effect !== 'held');
    if (isElement) for (const [key, { effect }] of effects) if (effect === 'held') effects.delete(key);
    // A function that never returns keeps nothing.
    if (effects.size === 0) return [{ effect: 'held', facts: [] }];
    return effects.size > maxEffects ? undefined : [...effects.values()];
  }

  makesError(step: CallStep): boolean {
    const { callee } = step;
    if (callee.kind !== 'static') return false;
    const last = callee.func.type.results.vars.at(-1);
    if (last === undefined || !isErrorType(last.type) || callee.func.type.results.vars.length > 1) return false;
    const name = `${callee.func.pkg?.path ?? ''}.${callee.func.name}`;
    if (knownErrors.has(name)) return true;
    return /^(New|Wrap|Make)?(Err|Error)(f|s|$)|Errorf$/.test(callee.func.name) && callee.func.type.recv === undefined
      ? !/^(Unwrap|As|Is)/.test(callee.func.name)
      : false;
  }

  isNoOp(func: Func): boolean {
    const body = func.origin.decl?.body;
    if (body === undefined || func.origin.unit === undefined) return false;
    return body.list.every(
      (s) =>
        s.kind === 'ReturnStmt' &&
        s.results.every((e) => e.kind === 'Ident' && (e.name === 'nil' || e.name === 'true')),
    );
  }

  model(func: string, argument: number): ArgumentEffect | undefined {
    return this.models.arguments.get(`${func} ${argument}`);
  }

  isHalfClose(func: Func): boolean {
    return isHalfCloseName(func.name) || this.models.halfCloses.has(funcName(func));
  }

  isBorrowing(func: Func): boolean {
    return func.pkg !== undefined && this.models.borrowingPackages.has(func.pkg.path);
  }

  isLent(step: CallStep, index: number): boolean {
    const { callee } = step;
    if (callee.kind !== 'static' && callee.kind !== 'invoke') return false;
    const { func } = callee;
    return this.model(funcName(func), index) === 'borrow' || this.isBorrowing(func) || isDescribing(func.name);
  }

  isEnd(method: Func): boolean {
    const { origin } = method;
    let answer = this.#ends.get(origin);
    if (answer === undefined) {
      this.#ends.set(origin, false);
      const { params, results } = origin.type;
      answer =
        results.vars.every(({ type }) => isErrorType(type)) &&
        params.vars.every(({ type }) => isTiming(type)) &&
        releasesField(this, origin);
      this.#ends.set(origin, answer);
    }
    return answer;
  }
  readonly #ends = new Map<Func, boolean>();

  /** Whether the receiver of a call, a container, keeps an argument. */
  isKept(step: CallStep, index: number): boolean {
    return this.#modelled(step, index) === 'keep';
  }

  /** Whether the first result of a call holds an argument, as a model says. */
  isWrapped(step: CallStep, index: number): boolean {
    return this.#modelled(step, index) === 'wrap';
  }

  #modelled({ callee }: CallStep, index: number): ArgumentEffect | undefined {
    return callee.kind === 'static' ? this.model(funcName(callee.func), index) : undefined;
  }

  releasesOf(resource: string): readonly string[] {
    return this.models.resources.get(resource)?.releases ?? [];
  }

  isReleasedFrom(place: Path): boolean {
    const field = place.vars.at(-1);
    return field === undefined || this.fields(field.pkg).isReleased(field);
  }

  /** How the fields of a package are used in it. */
  fields(pkg: Package | undefined): FieldIndex {
    let index = this.#fields.get(pkg);
    if (index === undefined) {
      index = new FieldIndex(pkg === undefined || pkg.isStd ? undefined : this.unitsOf(pkg), this);
      this.#fields.set(pkg, index);
    }
    return index;
  }

  /** The lowered declarations of a package. */
  unitsOf(pkg: Package): readonly LoweredUnit[] {
    return pkg.files.flatMap((file) =>
      file.units.flatMap((unit) => (unit.kind === 'func' || unit.kind === 'var' ? (this.lowered(unit) ?? []) : [])),
    );
  }

  // ---- Acquires ----

  acquired(step: CallStep, unit: LoweredUnit): readonly Acquired[] {
    return acquiredBy(this, step, unit);
  }

  /** Results by which a function hands over what it acquires. */
  ownedResults(func: Func): readonly OwnedResult[] {
    const { origin } = func;
    const known = this.#owned.get(origin);
    if (known !== undefined) return known;
    if (this.#depth >= maxDepth) return [];
    const { results } = origin.type;
    if (!results.vars.some(({ type }) => mayBeOwned(type) || isMissing(type))) {
      this.#owned.set(origin, []);
      return [];
    }
    const unit = this.sourceOf(origin);
    if (unit === undefined) return [];
    this.#owned.set(origin, []);
    this.#depth++;
    const owned = this.#computeOwned(unit);
    this.#depth--;
    this.#owned.set(origin, owned);
    return owned;
  }

  #computeOwned(unit: LoweredUnit): readonly OwnedResult[] {
    const found = new Map<string, OwnedResult>();
    for (const { step, body, outcomes, acquired } of this.explored(unit, [unit.body])) {
      for (const outcome of outcomes) {
        if (
          hasNoParent({ acquired, step, body }) ||
          outcome.kind !== 'in-result' ||
          outcome.result === undefined ||
          body !== unit.body
        )
          continue;
        // What is kept count of elsewhere is not its caller's alone.
        if (outcome.state.stored !== undefined) continue;
        const { result, suffix = '' } = outcome;
        const type = unit.body.results[result];
        if (
          type === undefined ||
          suffix.includes('[]') ||
          (!mayBeOwned(type) && !isMissing(type) && !/^\.[A-Z]/.test(suffix))
        )
          continue;
        const key = `${result}`;
        if (!found.has(key)) {
          const given = parentParameter({ acquired, step, body });
          const parent = given < 0 ? {} : { parent: given };
          found.set(key, {
            result,
            suffix,
            resource: acquired.resource,
            step: step.op === 'call' ? step : undefined,
            ...parent,
          });
        }
      }
    }
    this.#addConstructed(unit, found);
    return [...found.values()];
  }

  /** What is opened by name and made new by each call is its caller's, whoever else gets to know of it. */
  #addConstructed(unit: LoweredUnit, found: Map<string, OwnedResult>): void {
    const name = unit.body.name.slice(unit.body.name.lastIndexOf('.') + 1);
    // A constructor that only puts what it is given into what it makes has made nothing that was not to be let go of before.
    const isOpening =
      (acquiringName.test(name) && !(/^new/i.test(name) && this.#onlyWraps(unit))) ||
      (/^new/i.test(name) && unit.body.receiver === undefined && this.#startsSomething(unit));
    // What a method makes its receiver may know of, and let go of itself.
    if (!isOpening) return;
    unit.body.results.forEach((type, result) => {
      if (found.has(`${result}`)) return;
      const isWide = (): boolean =>
        isOwnerType(this, type, 'wide') && this.#startsSomething(unit) && !this.#holdsGiven(unit);
      if (!isOwned(this, unit, type, result) && !isWide()) return;
      if (returnsNew(this, unit, result))
        found.set(`${result}`, { result, suffix: '', resource: 'owner', step: undefined });
    });
  }

  #onlyWraps(unit: LoweredUnit): boolean {
    return unit.body.receiver === undefined && !this.#startsSomething(unit) && this.#holdsGiven(unit);
  }

  /** Whether what a constructor makes holds something that it is given, which has a release of its own. */
  #holdsGiven(unit: LoweredUnit): boolean {
    return unit.body.parameters.some(
      ({ type }, index) =>
        mayBeOwned(type) &&
        this.#summarize(unit, index, '', 'owner')?.some(({ effect }) => effect === 'in-result') === true,
    );
  }

  /**
   * Whether a constructor acquires something, or starts a goroutine, itself or by a method of what it makes: then what it
   * makes has to be let go of at once.
   */
  #startsSomething(unit: LoweredUnit): boolean {
    return unit.body.blocks.some((block) =>
      block.steps.some(
        (step) =>
          step.op === 'call' &&
          (step.mode === 'go' ||
            (this.#startsInside(step, unit) && isOnEveryWay(unit.body, block)) ||
            (step.mode === 'call' &&
              this.acquired(step, unit).some((acquired) => !hasNoParent({ acquired, step, body: unit.body })))),
      ),
    );
  }

  #startsInside({ callee, receiver, mode }: CallStep, unit: LoweredUnit): boolean {
    if (mode !== 'call' || callee.kind !== 'static' || receiver?.kind !== 'path') return false;
    if (receiver.fields.length > 0 || !unit.fresh.has(receiver.root.id)) return false;
    const inner = this.sourceOf(callee.func);
    return inner !== undefined && startsAny(inner);
  }

  /** Each pool of connections that a body makes. */
  *exploredPools(unit: LoweredUnit): Generator<Explored> {
    for (const body of unit.bodies) {
      for (const block of body.blocks) {
        for (let i = 0; i < block.steps.length; i++) {
          const step = block.steps[i];
          if (step?.op !== 'move' || step.from.kind !== 'composite') continue;
          const acquired = poolIn(this.models.pools, step.from, unit);
          if (acquired === undefined) continue;
          const exploration = new Exploration({ unit, home: body, resource: 'pool', acquire: step, effects: this });
          const outcomes = exploration.from(body, block, i + 1, initialState([step.to.key], new Map()));
          if (!exploration.isCut) yield { unit, body, step, acquired, outcomes };
        }
      }
    }
  }

  /** Each acquire in some bodies of a declaration, with every way its paths end. */
  *explored(unit: LoweredUnit, bodies: readonly Body[]): Generator<Explored> {
    for (const body of bodies) {
      for (const block of body.blocks) {
        for (let i = 0; i < block.steps.length; i++) {
          const step = block.steps[i];
          if (step?.op !== 'call' || step.mode !== 'call') continue;
          for (const acquired of this.acquired(step, unit)) {
            const place = placeOf(step, acquired.result, body);
            if (place === undefined) continue;
            const subject = {
              unit,
              home: body,
              resource: acquired.resource,
              acquire: step,
              context: acquired.resource === 'cancel' ? step.results[0] : undefined,
              releasedBy: acquired.releasedBy,
              isUnended: acquired.isUnended === true,
              effects: this,
            };
            const ways = (isForgetful: boolean): readonly Outcome[] | undefined => {
              const exploration = new Exploration({ ...subject, isForgetful });
              const state = {
                ...initialState([`${place}${acquired.suffix}`], voidsOf(step, acquired.result)),
                deferred: deferredBefore(unit, body, block, i),
                facts: new Map([...factsAt(body, block, i)].filter(([key]) => exploration.isRelevant(key))),
              };
              const all = exploration.from(body, block, i + 1, state);
              return exploration.isCut ? undefined : all;
            };
            const outcomes = ways(false) ?? keptOnAll(ways(true));
            if (outcomes !== undefined) yield { unit, body, step, acquired, outcomes };
          }
        }
      }
    }
  }
}

/** Whether a result is of a type that owns something; of an interface that says how it ends, by what is returned as it. */
function isOwned(sources: Sources, { body }: LoweredUnit, type: Type, result: number): boolean {
  if (under(type).kind !== 'Interface') return isOwnerType(sources, type);
  const returned = body.blocks.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const value = step.op === 'return' ? step.values[result] : undefined;
      return value === undefined || value.kind === 'nil' ? [] : [value];
    }),
  );
  return (
    hasRelease(type) &&
    returned.length > 0 &&
    returned.every((value) => value.kind === 'path' && isOwnerType(sources, value.type))
  );
}

/** Whether a type, or what it points to, is of a module that is not here. */
function isMissing(type: Type): boolean {
  return deref(type).type.kind === 'Unknown';
}

/** Whether every way through a body leads over a block. */
function isOnEveryWay({ entry }: Body, block: Block): boolean {
  const seen = new Set<Block>([entry]);
  for (const at of seen) {
    if (at === block) continue;
    if (at.steps.some(({ op }) => op === 'return')) return false;
    for (const { to } of at.edges) seen.add(to);
  }
  return true;
}

/** Ways that are gone without what they tell of one another say something where all of them end alike: with it kept. */
function keptOnAll(outcomes: readonly Outcome[] | undefined): readonly Outcome[] | undefined {
  return outcomes?.every(({ kind }) => kind === 'held') === true ? outcomes : undefined;
}

export interface Explored {
  readonly unit: LoweredUnit;
  readonly body: Body;
  readonly step: CallStep | MoveStep;
  readonly acquired: Acquired;
  readonly outcomes: readonly Outcome[];
}

/** Where a call leaves what it acquires: in a result, or in its receiver where that is a variable of the function. */
function placeOf(step: CallStep, result: number, body: Body): string | undefined {
  if (result >= 0) {
    const root = step.results[result];
    return root === undefined ? undefined : `${root.id}`;
  }
  const { receiver } = step;
  if (receiver?.kind !== 'path' || receiver.fields.length > 0) return undefined;
  const { root } = receiver;
  return root.body === body && root.parameter === undefined ? receiver.key : undefined;
}

/** Under which facts about its other results a call has handed nothing over. */
function voidsOf(step: CallStep, acquired: number): ReadonlyMap<string, Fact> {
  const voids = new Map<string, Fact>();
  step.results.forEach((root, i) => {
    if (i === acquired) return;
    // The last result of a function that is not here is taken for its error.
    const isLast = i === step.results.length - 1 && root.type.kind === 'Unknown';
    if (isErrorType(root.type) || isLast) voids.set(`${root.id}`, 'set');
    else if (root.type.kind === 'Basic' && root.type.basic === 'bool') voids.set(`${root.id}`, 'false');
  });
  return voids;
}

function effectOf(outcome: Outcome): CallEffect {
  const facts: (readonly [number, Fact])[] = [];
  outcome.facts?.forEach((fact, i) => {
    if (fact !== undefined) facts.push([i, fact]);
  });
  switch (outcome.kind) {
    case 'held':
    case 'overwritten':
      return { effect: 'held', facts };
    case 'released':
      return { effect: 'released', facts: [] };
    case 'in-result':
      return { effect: 'in-result', result: outcome.result ?? 0, suffix: outcome.suffix ?? '', facts };
    default:
      return { effect: 'escaped', facts: [] };
  }
}

const knownErrors: ReadonlySet<string> = new Set(['fmt.Errorf', 'errors.New', 'errors.Join']);
