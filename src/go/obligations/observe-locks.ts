// Locks that are kept on one way out of a function while it unlocks them on others, and groups that are told of their
// end on some paths of a goroutine only.

import { funcName } from '#go/types/function-name.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { startsOf, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import type { LoweredUnit, Path, Step } from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { isProgramEnd, spanOf } from './observe-paths.js';
import { initialState } from './state.js';

const unlocks: ReadonlyMap<string, string> = new Map([
  ['(*sync.Mutex).Lock', '(*sync.Mutex).Unlock'],
  ['(*sync.RWMutex).Lock', '(*sync.RWMutex).Unlock'],
  ['(*sync.RWMutex).RLock', '(*sync.RWMutex).RUnlock'],
]);

function nameOfCallee(step: Step): string | undefined {
  if (step.op !== 'call' || step.callee.kind !== 'static') return undefined;
  return funcName(step.callee.func);
}

export function observeLocks(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const found: WaitObservation[] = [];
  for (const { body, block, index, step } of stepsOf(unit)) {
    if (step.op !== 'call' || step.mode !== 'call' || step.receiver?.kind !== 'path') continue;
    const unlock = unlocks.get(nameOfCallee(step) ?? '');
    const lock = step.receiver;
    if (unlock === undefined || lock.fields.includes('[]')) continue;
    const endsAt = (other: Step): boolean =>
      other.op === 'call' &&
      other.receiver?.kind === 'path' &&
      other.receiver.key === lock.key &&
      nameOfCallee(other) === unlock;
    const subject = { unit, home: body, resource: 'lock', acquire: undefined, effects: analysis, endsAt };
    const exploration = new Exploration(subject);
    const outcomes = exploration.from(body, block, index + 1, initialState([lock.key], new Map()));
    if (exploration.isCut || isProgramEnd(body)) continue;
    const releases = outcomes.filter(({ kind }) => kind === 'released');
    const held = outcomes.filter(({ kind }) => kind === 'held');
    const [first] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
    // A function that returns with the lock on most ways is meant to; one way that returns an error is not.
    if (first === undefined || releases.length === 0 || held.length > 1) continue;
    if (outcomes.some(({ kind }) => kind !== 'released' && kind !== 'held')) continue;
    if (/lock/i.test(body.name.slice(body.name.lastIndexOf('.') + 1)) || isGuarded(first)) continue;
    found.push(
      waitOf(unit, body.name, lock, step.pos, first.pos, [
        note(step.pos, 'it is locked'),
        ...conditionsOf(first),
        note(first.pos, 'the function ends with it locked'),
      ]),
    );
  }
  return found;
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

/** Goroutines that call Done on some ways and not on others. */
export function observeGroups(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const found: WaitObservation[] = [];
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
