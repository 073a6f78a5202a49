// A parameter that a function takes over, and that one way of failing leaves open.
//
//	func Serve(c net.Conn, config *Config) (*Session, error) {
//		if err := config.check(); err != nil { return nil, err }   // here it is left
//		s := &Session{conn: c}
//		if err := s.greet(); err != nil { c.Close(); return nil, err }
//		return s, nil
//	}
//
// All of this must hold, or nothing is said: the parameter is closed by a call in the body on a way that fails; no way that
// does not fail leaves it as it is, so what succeeds has it; no condition asks which error it is; and no caller in the
// package closes what it gives.
//
// Told as well is a function without results that keeps what it is given where its package lets go of it, and on one way
// leaves before it does; and one that lets go of what it is given, gets the next one itself, and on one way leaves the first.

import { deref } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { acquiredTypes, isReleaseName } from '#models/lifecycle.js';
import type { PathObservation, PathStep } from '#program/lifecycle.js';
import { hasRelease } from './acquire.js';
import type { Analysis } from './analysis.js';
import { releasedRoots } from './believed.js';
import { stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import { type CallStep, type LoweredUnit, type Path, type Root, usesRoot } from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { isFailure, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { initialState } from './state.js';

export function observeParameterExits(analysis: Analysis, unit: LoweredUnit): PathObservation[] {
  return unit.body.parameters.flatMap((root, index) => {
    const resource = acquiredTypes.get(typeString(root.type));
    const untold = leftUntold(analysis, unit, root, index);
    if (untold !== undefined) return [untold];
    const replaced = leftReplaced(analysis, unit, root, index);
    if (replaced !== undefined) return [replaced];
    if (resource === undefined || resource.field !== undefined) return [];
    const closes = closesOf(unit, root);
    if (closes.length === 0) return [];
    return oddExit(analysis, unit, root, index, resource.resource, closes) ?? [];
  });
}

/** The calls in the body that let go of a parameter, where it stands. */
function closesOf(unit: LoweredUnit, root: Root): readonly CallStep[] {
  return unit.body.blocks.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      if (step.op !== 'call' || step.mode !== 'call' || step.receiver?.kind !== 'path') return [];
      if (step.receiver.root !== root || step.receiver.fields.length > 0) return [];
      const { callee } = step;
      const name = callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : '';
      return isReleaseName(name) ? [step] : [];
    }),
  );
}

function oddExit(
  analysis: Analysis,
  unit: LoweredUnit,
  root: Root,
  index: number,
  resource: string,
  closes: readonly CallStep[],
): PathObservation | undefined {
  const { body } = unit;
  const exploration = new Exploration({ unit, home: body, resource, acquire: undefined, effects: analysis });
  const outcomes = exploration.from(body, body.entry, 0, initialState([`${root.id}`], new Map()));
  if (exploration.isCut) return undefined;
  const held = outcomes.filter(({ kind }) => kind === 'held');
  const closing = outcomes.filter(
    ({ kind, pos, trace }) =>
      kind === 'released' && closes.some((step) => step.pos === pos) && trace().at(-1)?.isTaken !== undefined,
  );
  const isTakenOver = outcomes.some(({ kind }) => kind === 'in-result' || kind === 'escaped' || kind === 'stored');
  if (held.length === 0 || !held.every(fails) || closing.length === 0 || !isTakenOver) return undefined;
  if (held.some((outcome) => asksWhichError(unit, outcome)) || isClosedByCaller(analysis, unit, index))
    return undefined;
  const [odd, ...others] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  const [close] = closing;
  if (odd === undefined || close === undefined) return undefined;
  return observation(
    unit,
    root,
    resource,
    odd,
    others,
    'it is closed on another way that fails',
    note(close.pos, 'another way that fails lets go of it'),
  );
}

/**
 * A function without results puts what it is given into a field from which the package lets go, and on one way leaves
 * before: its caller cannot tell, and does nothing more with it.
 */
function leftUntold(analysis: Analysis, unit: LoweredUnit, root: Root, index: number): PathObservation | undefined {
  const { body, pkg } = unit;
  if (body.results.length > 0 || body.receiver === undefined) return undefined;
  // A type that is not here has what the package calls on the field.
  const mayBe = hasRelease(root.type) || deref(root.type).type.kind === 'Unknown';
  if (!mayBe || isReleaseName(body.name.slice(body.name.lastIndexOf('.') + 1))) return undefined;
  const exploration = new Exploration({ unit, home: body, resource: 'owner', acquire: undefined, effects: analysis });
  const outcomes = exploration.from(body, body.entry, 0, initialState([`${root.id}`], new Map()));
  const stored = outcomes.find(({ kind, place }) => kind === 'stored' && isOwn(analysis, unit, place));
  const held = outcomes.filter(({ kind }) => kind === 'held');
  if (exploration.isCut || stored === undefined || held.length === 0) return undefined;
  if (!held.every(({ isBare }) => isBare === true) || outcomes.some(({ kind }) => kind === 'released'))
    return undefined;
  if (!isGivenAway(analysis, unit, index)) return undefined;
  const [odd, ...others] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  if (odd === undefined || odd.trace().length === 0) return undefined;
  const because = `${pkg.name} lets go of what it puts there`;
  return observation(unit, root, 'owner', odd, others, because, note(stored.pos, 'another way keeps it here'));
}

/**
 * A function lets go of what it is given and puts a new one of its own into the same variable, round after round: the first is
 * its own as well, and one way leaves it.
 */
function leftReplaced(analysis: Analysis, unit: LoweredUnit, root: Root, index: number): PathObservation | undefined {
  const { body } = unit;
  const closes = closesOf(unit, root);
  const isReplaced = body.blocks.some(({ steps, loops }) =>
    steps.some(
      (step) =>
        step.op === 'move' &&
        loops.length > 0 &&
        step.to.key === `${root.id}` &&
        step.from.kind === 'path' &&
        step.from.root.variable === undefined,
    ),
  );
  const [close] = closes;
  if (close === undefined || !isReplaced || isClosedByCaller(analysis, unit, index)) return undefined;
  const exploration = new Exploration({ unit, home: body, resource: 'owner', acquire: undefined, effects: analysis });
  const outcomes = exploration.from(body, body.entry, 0, initialState([`${root.id}`], new Map()));
  if (exploration.isCut) return undefined;
  const held = outcomes.filter(({ kind }) => kind === 'held');
  const [odd, ...others] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  if (odd === undefined) return undefined;
  const because = 'the function lets go of it, and gets the next one itself';
  return observation(unit, root, 'owner', odd, others, because, note(close.pos, 'another way lets go of it'));
}

/** Whether a place is a field of the receiver, from which the package lets go. */
function isOwn(analysis: Analysis, { body, pkg }: LoweredUnit, place: Path | undefined): boolean {
  const field = place?.vars.at(-1);
  if (place === undefined || field === undefined || place.root !== body.receiver || place.fields.length > 1)
    return false;
  return field.pkg === pkg && analysis.fields(pkg).isLetGo(field);
}

/** Whether all who call the function in its package give it a variable of theirs, and have no more to do with that. */
function isGivenAway(analysis: Analysis, unit: LoweredUnit, index: number): boolean {
  let calls = 0;
  for (const caller of analysis.unitsOf(unit.pkg)) {
    for (const { step } of stepsOf(caller)) {
      if (step.op !== 'call' || !isCallOf(step, unit)) continue;
      const arg = step.args[index];
      if (arg?.kind !== 'path' || arg.fields.length > 0 || arg.root.parameter !== undefined) return false;
      const isUsedLater = [...stepsOf(caller)].some(
        ({ step: other }) =>
          usesRoot(other, arg.root) && (other.pos > step.pos || (other.op === 'call' && other.mode === 'defer')),
      );
      if (isUsedLater) return false;
      calls++;
    }
  }
  return calls > 0;
}

function observation(
  { body }: LoweredUnit,
  root: Root,
  resource: string,
  odd: Outcome,
  others: readonly Outcome[],
  because: string,
  other: PathStep,
): PathObservation {
  return {
    kind: 'path',
    acquisition: {
      ...spanOf(root.variable?.pos ?? body.pos),
      resource,
      type: typeString(root.type),
      name: root.variable?.name ?? '',
      because,
      assumption: undefined,
      function: body.name,
      packagePath: body.pkg.path,
    },
    ending: 'exit',
    at: spanOf(odd.pos),
    path: [...conditionsOf(odd), { kind: 'exit', ...spanOf(odd.pos) }, other],
    others: [...new Set(others.map(({ pos }) => pos))].filter((pos) => pos !== odd.pos).map(spanOf),
    isReleasedSomewhere: true,
    isHandedOnSomewhere: true,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}

function fails(outcome: Outcome): boolean {
  return outcome.facts?.at(-1) === 'set' || isFailure(outcome);
}

/** Whether a condition on the way asks which error it is: that may say who has the parameter. */
function asksWhichError({ unit }: LoweredUnit, outcome: Outcome): boolean {
  const { text } = unit.file;
  return outcome.trace().some(({ pos, end }) => {
    const condition = text.slice(pos - text.base, end - text.base);
    return /\berr/i.test(condition) && !/\bnil\b/.test(condition);
  });
}

/** Whether a function of the package lets go of what it gives as this argument. */
function isClosedByCaller(analysis: Analysis, unit: LoweredUnit, index: number): boolean {
  return analysis.unitsOf(unit.pkg).some((caller) =>
    caller.bodies.some((body) =>
      body.blocks.some(({ steps }) =>
        steps.some((step) => {
          if (step.op !== 'call' || !isCallOf(step, unit)) return false;
          const arg = step.args[index];
          return arg?.kind === 'path' && releasedRoots(caller).has(arg.root);
        }),
      ),
    ),
  );
}

/** Through an interface too: any method of that name with as many arguments. */
function isCallOf({ callee, args }: CallStep, { unit, body }: LoweredUnit): boolean {
  if (callee.kind === 'static') return callee.func.origin.unit === unit;
  const name = body.name.slice(body.name.lastIndexOf('.') + 1);
  return callee.kind === 'invoke' && callee.func.name === name && args.length === body.parameters.length;
}
