// Ways out of one failure that differ: at least two of them let go of something that the receiver or a parameter holds,
// and one that returns an error too does not.
//
//	msg, err := c.read()
//	if err == nil { return msg, nil }
//	if c.header != "" { return nil, err }                   // here it is left as it is
//	if e := c.trailer(); e != nil { c.fail(e); return nil, e } // fail closes c.body
//	c.fail(err)
//	return nil, err
//
// All of this must hold, or nothing is said: the calls that let go stand at two places or more and lie behind the test of
// the same error; no path without an error lets go, and nothing is deferred that does; the odd way returns an error that
// is known not to be nil, ends the failure that the others end (no later error is tested on it), and was chosen by a
// condition that asks neither for the error nor whether something is closed already; on it, nothing is handed out that
// holds the resource. What was acquired in the function itself is not asked for here: every path of it is followed anyway.

import { funcName } from '#go/types/function-name.js';
import type { Func } from '#go/types/object.js';
import { type Type, unalias } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { acquiredTypes, isReleaseName } from '#models/lifecycle.js';
import type { PathObservation, PathStep } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { Exploration } from './explore.js';
import type { CallStep, LoweredUnit, Path } from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { spanOf } from './observe-paths.js';
import type { Outcome, TraceStep } from './outcome.js';
import { initialState } from './state.js';

/** What a call lets go of: a place that the function was given. */
interface Let {
  readonly key: string;
  /** `cc.call.reader`. */
  readonly name: string;
  readonly resource: string;
  readonly type: Type;
  readonly steps: CallStep[];
}

export function observeErrorExits(analysis: Analysis, unit: LoweredUnit): PathObservation[] {
  const lets = letGo(analysis, unit);
  return [...lets.values()].flatMap((one) => (one.steps.length < 2 ? [] : (oddExit(analysis, unit, one) ?? [])));
}

function letGo(analysis: Analysis, unit: LoweredUnit): ReadonlyMap<string, Let> {
  const lets = new Map<string, Let>();
  const add = (step: CallStep, place: Path, fields: readonly string[], type: Type): void => {
    const resource = acquiredTypes.get(typeString(type))?.resource;
    if (resource === undefined) return;
    const names = [place.root.variable?.name ?? '', ...place.fields, ...fields];
    if (names.includes('[]')) return;
    const key = [place.key, ...fields].join('.');
    const known = lets.get(key);
    if (known === undefined) lets.set(key, { key, name: names.join('.'), resource, type, steps: [step] });
    else known.steps.push(step);
  };
  for (const block of unit.body.blocks) {
    for (const step of block.steps) {
      if (step.op !== 'call' || step.mode !== 'call' || step.receiver?.kind !== 'path') continue;
      const { receiver, callee } = step;
      if (receiver.root.parameter === undefined) continue;
      if (callee.kind === 'invoke' || callee.kind === 'static')
        if (isReleaseName(callee.func.name) && receiver.vars.length > 0) add(step, receiver, [], receiver.type);
      if (callee.kind !== 'static') continue;
      for (const { fields, type } of alwaysReleased(analysis, callee.func)) add(step, receiver, fields, type);
    }
  }
  return lets;
}

interface Released {
  readonly fields: readonly string[];
  readonly type: Type;
}

const known = new WeakMap<Func, readonly Released[]>();

/** The fields that a method lets go of whatever way it goes. */
function alwaysReleased(analysis: Analysis, func: Func): readonly Released[] {
  const { origin } = func;
  let answer = known.get(origin);
  if (answer === undefined) {
    known.set(origin, []);
    known.set(origin, (answer = computeReleased(analysis, origin)));
  }
  return answer;
}

function computeReleased(analysis: Analysis, func: Func): readonly Released[] {
  const unit = analysis.sourceOf(func);
  const receiver = unit?.body.receiver;
  if (unit === undefined || receiver === undefined) return [];
  const found: Released[] = [];
  for (const block of unit.body.blocks) {
    for (const step of block.steps) {
      if (step.op !== 'call' || step.receiver?.kind !== 'path' || step.receiver.root !== receiver) continue;
      const { callee } = step;
      if (callee.kind !== 'static' && callee.kind !== 'invoke') continue;
      const { fields, vars, type } = step.receiver;
      if (vars.length === 0 || fields.includes('[]') || !isReleaseName(callee.func.name)) continue;
      const resource = acquiredTypes.get(typeString(type))?.resource;
      if (resource === undefined) continue;
      const suffix = fields.map((field) => `.${field}`).join('');
      const effects = analysis.parameter(func, -1, suffix, resource);
      if (effects?.every(({ effect }) => effect === 'released') === true) found.push({ fields, type });
    }
  }
  return found;
}

// ---- The exits -------------------------------------------------------------------------------------------

function oddExit(analysis: Analysis, unit: LoweredUnit, one: Let): PathObservation | undefined {
  const strict = explore(analysis, unit, one, false);
  const lent = explore(analysis, unit, one, true);
  if (strict === undefined || lent === undefined) return undefined;
  const releases = lent.filter(({ kind }) => kind === 'released');
  if (lent.some(({ kind }) => kind !== 'released' && kind !== 'held')) return undefined;
  if (releases.some((outcome) => !isCall(one, outcome) || lastError(outcome) === undefined)) return undefined;
  const failing = lent.filter((outcome) => outcome.kind === 'held' && isErrorReturn(outcome));
  const [odd] = failing;
  if (odd === undefined || new Set(failing.map(({ pos }) => pos)).size > 1) return undefined;
  if (!strict.some((outcome) => outcome.kind === 'held' && outcome.pos === odd.pos)) return undefined;
  const error = lastError(odd);
  if (error === undefined) return undefined;
  const same = releases.filter((outcome) => outcome.trace().some((step) => isSame(step, error)));
  const places = [...new Set(same.map(({ pos }) => pos))].sort((a, b) => a - b);
  if (places.length < 2 || places.length < new Set(releases.map(({ pos }) => pos)).size) return undefined;
  if (!isChosenFreely(unit, odd, error)) return undefined;
  return observation(unit, one, odd, places);
}

/** Every way from the start of the function. `isLent`: what the resource's holder is handed to gives it back. */
function explore(analysis: Analysis, unit: LoweredUnit, one: Let, isLent: boolean): readonly Outcome[] | undefined {
  const { body } = unit;
  const exploration = new Exploration({
    unit,
    home: body,
    resource: one.resource,
    acquire: undefined,
    effects: analysis,
    isLent,
  });
  const outcomes = exploration.from(body, body.entry, 0, initialState([one.key], new Map()));
  return exploration.isCut ? undefined : outcomes;
}

function isCall({ steps }: Let, { pos }: Outcome): boolean {
  return steps.some((step) => step.pos === pos);
}

function isErrorReturn({ facts }: Outcome): boolean {
  return facts?.at(-1) === 'set';
}

function lastError(outcome: Outcome): TraceStep | undefined {
  return outcome.trace().findLast(({ isError }) => isError);
}

function isSame(a: TraceStep, b: TraceStep): boolean {
  return a.pos === b.pos && a.end === b.end && a.isTaken === b.isTaken;
}

/** Words by which code asks whether something has ended before. */
const ended = /clos|done|stop|shut|finish|ended|cancel|abort|dead|drain|destroy|eof|exit/i;

/** Whether a condition that holds on the way says that something has ended before. */
export function saysEnded(unit: LoweredUnit, trace: readonly TraceStep[]): boolean {
  const { text } = unit.unit.file;
  return trace.some(
    ({ pos, end, isTaken }) => isTaken !== false && ended.test(text.slice(pos - text.base, end - text.base)),
  );
}

/** Whether the way out was chosen by conditions that ask for something else than the error and an end before. */
function isChosenFreely(unit: LoweredUnit, odd: Outcome, error: TraceStep): boolean {
  const { text } = unit.unit.file;
  const written = ({ pos, end }: { readonly pos: number; readonly end: number }): string =>
    text.slice(pos - text.base, end - text.base);
  const trace = odd.trace();
  const after = trace.slice(trace.findIndex((step) => isSame(step, error)) + 1);
  const words = new Set(written(error).match(/[A-Za-z_]\w*/g) ?? []);
  const names = [...words].filter((word) => /err/i.test(word));
  return (
    after.length > 0 &&
    after.every((step) => {
      const condition = written(step);
      const before = text.slice(Math.max(0, step.pos - text.base - 40), step.pos - text.base);
      const isClause = step.isTaken === undefined || /\bcase\s[^\n:]*$/.test(before);
      const mentions = condition.match(/[A-Za-z_]\w*/g) ?? [];
      return !isClause && !ended.test(condition) && !mentions.some((word) => names.includes(word));
    })
  );
}

function observation(unit: LoweredUnit, one: Let, odd: Outcome, places: readonly number[]): PathObservation {
  const { body } = unit;
  const path: PathStep[] = [
    ...conditionsOf(odd),
    { kind: 'exit', ...spanOf(odd.pos) },
    ...places.map((pos) => note(pos, 'another way out of the same failure lets go of it')),
  ];
  return {
    kind: 'path',
    acquisition: {
      ...spanOf(odd.pos),
      resource: one.resource,
      type: typeString(unalias(one.type), packageNameQualifier),
      name: one.name,
      because: one.steps.flatMap(({ callee }) => (callee.kind === 'static' ? [funcName(callee.func)] : []))[0] ?? '',
      assumption: undefined,
      function: body.name,
      packagePath: body.pkg.path,
    },
    ending: 'exit',
    at: spanOf(odd.pos),
    path,
    others: [],
    isReleasedSomewhere: true,
    isHandedOnSomewhere: false,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}
