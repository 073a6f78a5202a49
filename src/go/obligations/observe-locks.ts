// Locks and places of a semaphore that are kept on one way out of a function while it gives them back on others, and groups
// that are told of their end on some paths of a goroutine only.

import { funcName } from '#go/types/function-name.js';
import { methodSet } from '#go/types/method-set.js';
import { under } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { startsOf, stepsOf } from './channels.js';
import { factsAt } from './entry-facts.js';
import { Exploration } from './explore.js';
import { isResultUsed } from './field-index.js';
import {
  type Body,
  type CallStep,
  eachPlace,
  handedOn,
  isWithin,
  type LoweredUnit,
  type Path,
  type Root,
  type SendStep,
  type Step,
  type Value,
} from './ir.js';
import { isErrorType } from './lower-expression.js';
import { conditionsOf, note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { isProgramEnd, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { type Fact, initialState } from './state.js';

const unlocks: ReadonlyMap<string, string> = new Map([
  ['(*sync.Mutex).Lock', '(*sync.Mutex).Unlock'],
  ['(*sync.RWMutex).Lock', '(*sync.RWMutex).Unlock'],
  ['(*sync.RWMutex).RLock', '(*sync.RWMutex).RUnlock'],
  ['(*golang.org/x/sync/semaphore.Weighted).Acquire', '(*golang.org/x/sync/semaphore.Weighted).Release'],
  ['(*golang.org/x/sync/semaphore.Weighted).TryAcquire', '(*golang.org/x/sync/semaphore.Weighted).Release'],
]);

/** Of any other type, one whose source is not here among them: the names of sync.Locker and its like say it. */
const unlocksByName: ReadonlyMap<string, string> = new Map([
  ['Lock', 'Unlock'],
  ['RLock', 'RUnlock'],
]);

function nameOfCallee(step: Step): string | undefined {
  if (step.op !== 'call' || step.callee.kind !== 'static') return undefined;
  return funcName(step.callee.func);
}

/** The name of the method that gives back what a call takes: as a model has it, or plain. */
function unlockOf(step: Step): string | undefined {
  const known = unlocks.get(nameOfCallee(step) ?? '');
  if (known !== undefined || step.op !== 'call' || step.args.length > 0) return known;
  const { callee } = step;
  if (callee.kind === 'value') return unlocksByName.get(callee.name);
  if (!('func' in callee) || callee.func.type.results.vars.length > 0) return undefined;
  const unlock = unlocksByName.get(callee.func.name);
  if (unlock === undefined || callee.func.type.recv === undefined) return undefined;
  return methodSet(callee.func.type.recv.type).byId.has(unlock) ? unlock : undefined;
}

/** Whether a step calls the method that `unlock` names. */
function isCallOf(step: CallStep, unlock: string): boolean {
  const { callee } = step;
  if (unlock.startsWith('(')) return nameOfCallee(step) === unlock;
  return (callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : '') === unlock;
}

/** What is taken and has to be given back: a lock, a weight of a semaphore, a slot of a channel that is used as one. */
interface Taken {
  readonly place: Path;
  readonly isGivenBack: (step: Step) => boolean;
  readonly shape: WaitObservation['shape'];
  readonly voids: ReadonlyMap<string, Fact>;
}

function takenBy(unit: LoweredUnit, body: Body, step: Step): Taken | undefined {
  if (step.op === 'send') return slotOf(unit, body, step);
  if (step.op !== 'call' || step.mode !== 'call' || step.receiver?.kind !== 'path') return undefined;
  const unlock = unlockOf(step);
  const place = step.receiver;
  if (unlock === undefined) return undefined;
  const [result] = step.results;
  // What is locked for certain gives no answer.
  const isTried = result !== undefined && !isErrorType(result.type);
  if (isTried && result.type.kind === 'Unknown' && isResultUsed(unit, result)) return undefined;
  return {
    place,
    isGivenBack: (other) =>
      other.op === 'call' &&
      other.receiver?.kind === 'path' &&
      other.receiver.key === place.key &&
      isCallOf(other, unlock),
    shape: unlock.endsWith('Release') ? 'slot-kept' : 'lock-kept',
    voids: new Map(
      result === undefined || result.type.kind === 'Unknown' ? [] : [[`${result.id}`, isTried ? 'false' : 'set']],
    ),
  };
}

/** `sem <- struct{}{}` beside `<-sem`: the buffer counts who is in. */
function slotOf(unit: LoweredUnit, body: Body, { channel, value }: SendStep): Taken | undefined {
  if (channel.kind !== 'path' || !isToken(unit, value)) return undefined;
  // A channel of this function alone limits nobody else.
  if (channel.root.body === body && channel.root.parameter === undefined && channel.fields.length === 0)
    return undefined;
  const isGivenBack = (step: Step): boolean =>
    step.op === 'receive' &&
    !step.isRange &&
    step.channel.kind === 'path' &&
    step.channel.key === channel.key &&
    !isResultUsed(unit, step.result);
  return { place: channel, isGivenBack, shape: 'slot-kept', voids: new Map() };
}

/** An empty struct, or true. */
function isToken(unit: LoweredUnit, value: Value): boolean {
  if (value.kind === 'bool') return value.value;
  if (value.kind !== 'path') return false;
  const type = under(value.type);
  return type.kind === 'Struct' && type.fields.length === 0 && unit.fresh.has(value.root.id);
}

/** Whether a function gives back first: its caller has taken, and gets back what it had. */
function isGivenBackFirst(body: Body, taking: Step, isGivenBack: (step: Step) => boolean): boolean {
  const first = body.blocks
    .flatMap(({ steps }) => steps)
    .filter((step) => step === taking || isSameTaking(step, taking) || isGivenBack(step))
    .filter((step) => step.op !== 'call' || step.mode === 'call')
    .sort((a, b) => a.pos - b.pos)[0];
  return first !== undefined && isGivenBack(first);
}

/** Whether a method that is called on the holder of a lock unlocks it, before it locks it again if it does. */
function isGivenBackInside(analysis: Analysis, step: Step, taking: Step, place: Path): boolean {
  if (step.op !== 'call' || step.callee.kind !== 'static' || step.receiver?.kind !== 'path') return false;
  const unlock = unlockOf(taking);
  const { receiver } = step;
  if (unlock === undefined || place.key === receiver.key || !isWithin(place.key, receiver.key)) return false;
  const callee = analysis.sourceOf(step.callee.func);
  const root = callee?.body.receiver;
  if (callee === undefined || root === undefined) return false;
  const key = `${root.id}${place.key.slice(receiver.key.length)}`;
  const first = [...stepsOf(callee)]
    .flatMap(({ step: inner }) => (inner.op === 'call' && inner.receiver?.kind === 'path' ? [inner] : []))
    .filter((inner) => inner.receiver?.kind === 'path' && inner.receiver.key === key)
    .sort((a, b) => a.pos - b.pos)[0];
  return first !== undefined && isCallOf(first, unlock);
}

function isSameTaking(step: Step, taking: Step): boolean {
  if (step.op !== 'call' || taking.op !== 'call') return false;
  if (step.receiver?.kind !== 'path' || taking.receiver?.kind !== 'path') return false;
  const unlock = unlockOf(taking);
  return step.receiver.key === taking.receiver.key && unlock !== undefined && unlockOf(step) === unlock;
}

/** Where a lock that was just taken is deferred to be taken again, where it was to be given back; nothing else does that. */
function lockedAgain(unit: LoweredUnit, body: Body, taking: Step, place: Path): number | undefined {
  const unlock = unlockOf(taking);
  if (unlock === undefined) return undefined;
  const all = [...stepsOf(unit)].flatMap((at) =>
    at.body === body && at.step.op === 'call' && at.step.receiver?.kind === 'path' && at.step.receiver.key === place.key
      ? [at.step]
      : [],
  );
  if (all.some((step) => isCallOf(step, unlock))) return undefined;
  return all.find((step) => step.mode === 'defer' && step.pos > taking.pos && unlockOf(step) === unlock)?.pos;
}

/** Places that unlock in a function of which that is taken to be the rule. */
const severalReleases = 3;

export function observeLocks(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const found: WaitObservation[] = [];
  for (const { body, block, index, step } of stepsOf(unit)) {
    const taken = takenBy(unit, body, step);
    if (taken === undefined || taken.place.fields.includes('[]')) continue;
    const { place, shape } = taken;
    const again = lockedAgain(unit, body, step, place);
    if (again !== undefined) {
      const path = [note(step.pos, 'it is locked'), note(again, 'and locked again when the function ends')];
      found.push(waitOf(unit, body.name, place, step.pos, again, path));
      continue;
    }
    if (isGivenBackFirst(body, step, taken.isGivenBack)) continue;
    const endsAt = (other: Step): boolean =>
      taken.isGivenBack(other) || isGivenBackInside(analysis, other, step, place);
    const subject = { unit, home: body, resource: 'lock', acquire: undefined, effects: analysis, endsAt, isLent: true };
    const ways = (isForgetful: boolean): readonly Outcome[] | undefined => {
      const exploration = new Exploration({ ...subject, isForgetful });
      // What had to hold to come here still does: `if wanted { mu.Lock() } … if wanted { mu.Unlock() }`.
      const facts = new Map([...factsAt(body, block, index)].filter(([key]) => exploration.isRelevant(key)));
      const all = exploration.from(body, block, index + 1, { ...initialState([place.key], taken.voids), facts });
      return exploration.isCut ? undefined : all;
    };
    const outcomes = ways(false) ?? oddAmongMany(ways(true) ?? []);
    if (isProgramEnd(body)) continue;
    const releases = outcomes.filter(({ kind }) => kind === 'released');
    const held = outcomes.filter(({ kind }) => kind === 'held');
    const [first] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
    // A function that returns with the lock on most ways is meant to; one way that returns an error is not.
    if (first === undefined || releases.length === 0 || (placesOf(held) > 1 && !areOdd(held, releases))) continue;
    if (outcomes.some(({ kind }) => kind !== 'released' && kind !== 'held')) continue;
    if (/lock|acquire/i.test(body.name.slice(body.name.lastIndexOf('.') + 1)) || isGuarded(first)) continue;
    const [took, left] =
      shape === 'slot-kept'
        ? ['it takes its place', 'the function ends without giving it back']
        : ['it is locked', 'the function ends with it locked'];
    found.push({
      ...waitOf(unit, body.name, place, step.pos, first.pos, [
        note(step.pos, took),
        ...conditionsOf(first),
        note(first.pos, left),
      ]),
      shape,
    });
  }
  return found;
}

/**
 * Of a function with too many states its ways are gone without what they tell of one another. One that ends in an error
 * beside several that unlock is told all the same.
 */
function oddAmongMany(outcomes: readonly Outcome[]): readonly Outcome[] {
  const releases = outcomes.filter(({ kind }) => kind === 'released');
  const held = outcomes.filter(({ kind }) => kind === 'held');
  const isOdd = placesOf(releases) >= severalReleases && held.every(endsInError);
  return isOdd || (releases.length > 0 && held.every(returnsError)) ? outcomes : [];
}

/**
 * Whether the ways out with the lock all end in an error, and are few beside those that unlock, or all return one that was
 * made for that: a function that unlocks where it succeeds does not mean to keep the lock where it fails.
 */
function areOdd(held: readonly Outcome[], releases: readonly Outcome[]): boolean {
  if (held.every(returnsError)) return true;
  return held.every(endsInError) && placesOf(releases) >= severalReleases && placesOf(held) * 2 <= placesOf(releases);
}

function returnsError({ facts }: Outcome): boolean {
  return facts?.at(-1) === 'set';
}

function endsInError(outcome: Outcome): boolean {
  return outcome.trace().at(-1)?.isError === true;
}

function placesOf(outcomes: readonly Outcome[]): number {
  return new Set(outcomes.map(({ pos }) => pos)).size;
}

/** Whether a result tells the caller that the lock is kept: a bool that is true, a function to call. */
function isGuarded(outcome: { readonly facts?: readonly (string | undefined)[] }): boolean {
  return outcome.facts?.some((fact) => fact === 'true') === true;
}

function waitOf(
  unit: LoweredUnit,
  name: string,
  lock: Path,
  at: number,
  missing: number,
  path: WaitObservation['path'],
): WaitObservation {
  return {
    kind: 'wait',
    shape: 'lock-kept',
    at: spanOf(at),
    channel: nameOf(lock),
    function: name,
    packagePath: unit.pkg.path,
    origin: spanOf(at),
    missing: spanOf(missing),
    path,
    assumption: undefined,
  };
}

/** Goroutines that call Done on some ways and not on others, or never. */
export function observeGroups(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const found: WaitObservation[] = neverTold(unit);
  for (const start of startsOf(unit)) {
    const { body } = start;
    const groups = new Map<string, Path>();
    for (const at of stepsOf(unit)) {
      if (at.body !== body || nameOfCallee(at.step) !== '(*sync.WaitGroup).Done') continue;
      if (at.step.op === 'call' && at.step.receiver?.kind === 'path')
        groups.set(at.step.receiver.key, at.step.receiver);
    }
    for (const [key, group] of groups) {
      const endsAt = (step: Step): boolean =>
        nameOfCallee(step) === '(*sync.WaitGroup).Done' &&
        step.op === 'call' &&
        step.receiver?.kind === 'path' &&
        step.receiver.key === key;
      const subject = { unit, home: body, resource: 'group', acquire: undefined, effects: analysis, endsAt };
      const exploration = new Exploration(subject);
      const outcomes = exploration.from(body, body.entry, 0, initialState([key], new Map()));
      const held = outcomes.filter(({ kind }) => kind === 'held');
      const [first] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
      if (exploration.isCut || first === undefined || !outcomes.some(({ kind }) => kind === 'released')) continue;
      if (outcomes.some(({ kind }) => kind !== 'released' && kind !== 'held')) continue;
      found.push({
        ...waitOf(unit, body.name, group, start.at.step.pos, first.pos, [
          note(start.at.step.pos, 'the goroutine is started'),
          ...conditionsOf(first),
          note(first.pos, 'it ends without Done'),
        ]),
        shape: 'done-not-called',
      });
    }
  }
  return found;
}

/**
 * Goroutines that a group of this function counts and that nobody tells it the end of: the group is added to and waited
 * for, and nothing else is done with it.
 */
function neverTold(unit: LoweredUnit): WaitObservation[] {
  const uses = new Map<Root, Set<string>>();
  const use = (root: Root, how: string): void => {
    uses.set(root, (uses.get(root) ?? new Set<string>()).add(how));
  };
  for (const { step } of stepsOf(unit)) {
    const name = nameOfCallee(step);
    const isGroup = name?.startsWith('(*sync.WaitGroup).') === true;
    if (step.op === 'call' && step.receiver?.kind === 'path')
      use(step.receiver.root, isGroup && step.receiver.fields.length === 0 ? (name ?? '') : 'other');
    for (const value of handedOn(step)) eachPlace(value, ({ root }) => use(root, 'other'));
  }
  const isSilent = (root: Root): boolean => {
    const names = uses.get(root);
    if (root.body === undefined || root.parameter !== undefined || names?.size !== 2) return false;
    return names.has('(*sync.WaitGroup).Add') && names.has('(*sync.WaitGroup).Wait');
  };
  return startsOf(unit).flatMap(({ at, body }) => {
    const added = at.block.steps.slice(0, at.index).findLast((step) => nameOfCallee(step) === '(*sync.WaitGroup).Add');
    if (added?.op !== 'call' || added.receiver?.kind !== 'path' || !isSilent(added.receiver.root)) return [];
    const end = body.end - 1;
    const path = [note(at.step.pos, 'the goroutine is started'), note(end, 'it ends without Done')];
    return [{ ...waitOf(unit, body.name, added.receiver, at.step.pos, end, path), shape: 'done-not-called' as const }];
  });
}
