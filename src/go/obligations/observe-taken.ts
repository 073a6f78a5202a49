// What a function takes out of something that others share, a channel or a queue: from then on it alone has it. Where it
// hands it on or lets go of it on one way, and loses it on another, it is lost for all.
//
//	c, ok := <-l.incoming                       conn := heap.Pop(&p.idle).(transport)
//	if !ok { return nil, errClosed }            if p.isExpired(conn) { continue }      // and who closes it?
//	wrapped, err := wrap(c)                     return conn
//	if err != nil { return nil, err }
//
// Of a value from a channel only ways that fail are told. Of one from a queue all are, if the package lets go of values of
// its type somewhere.

import { funcName } from '#go/types/function-name.js';
import { identical } from '#go/types/identical.js';
import { methodSet } from '#go/types/method-set.js';
import type { Package } from '#go/types/object.js';
import type { Type } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { acquiredTypes, isReleaseName } from '#models/lifecycle.js';
import type { PathObservation } from '#program/lifecycle.js';
import { hasRelease } from './acquire.js';
import type { Analysis } from './analysis.js';
import { type At, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import type { LoweredUnit, MoveStep, Path, Root, Step, Value } from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { isGivenUp, isProgramEnd, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { type Fact, initialState } from './state.js';

/** Functions that take an element out of a container; the container is the argument, or the receiver for -1. */
const takers: ReadonlyMap<string, number> = new Map([
  ['container/heap.Pop', 0],
  ['container/heap.Remove', 0],
  ['(*container/list.List).Remove', -1],
]);

export function observeTaken(analysis: Analysis, unit: LoweredUnit): PathObservation[] {
  return [...stepsOf(unit)].flatMap((at) => {
    const taken = takenBy(at);
    return taken === undefined ? [] : (observe(analysis, unit, at, taken) ?? []);
  });
}

interface Taken {
  /** The variable that the value is put into. */
  readonly place: Path;
  readonly type: Type;
  /** The second variable of `v, ok :=`. */
  readonly ok: Path | undefined;
  /** The last step of taking. */
  readonly last: number;
  readonly isFromQueue: boolean;
}

function takenBy({ block, index, step }: At<Step>): Taken | undefined {
  const root = resultOf(step);
  if (root === undefined) return undefined;
  const first = block.steps[index + 1];
  if (first?.op !== 'move' || !isPlain(first.from, root) || first.to.fields.length > 0) return undefined;
  if (first.to.root.body === undefined || first.to.root.parameter !== undefined) return undefined;
  const second = block.steps[index + 2];
  const isSecond = second?.op === 'move' && second.from.kind === 'other' && isBeside(second, first);
  return {
    place: first.to,
    type: first.to.root.type,
    ok: isSecond ? second.to : undefined,
    last: index + (isSecond ? 2 : 1),
    isFromQueue: step.op === 'call',
  };
}

/** `v, ok := x`: the second variable is set where the first one is. */
function isBeside(second: MoveStep, first: MoveStep): boolean {
  return second.to.fields.length === 0 && second.to.root.variable !== undefined && second.pos >= first.pos;
}

/** What a step takes out of a field, a parameter or a variable of the package. */
function resultOf(step: Step): Root | undefined {
  if (step.op === 'receive') {
    if (step.isRange || step.select !== undefined) return undefined;
    return step.channel.kind === 'path' && step.channel.vars.length > 0 ? step.result : undefined;
  }
  if (step.op !== 'call' || step.mode !== 'call' || step.callee.kind !== 'static') return undefined;
  const argument = takers.get(funcName(step.callee.func));
  if (argument === undefined) return undefined;
  const container = argument === -1 ? step.receiver : step.args[argument];
  return container?.kind === 'path' && container.vars.length > 0 ? step.results[0] : undefined;
}

function isPlain(value: Value, root: Root): boolean {
  return value.kind === 'path' && value.root === root && value.fields.length === 0;
}

function observe(analysis: Analysis, unit: LoweredUnit, at: At<Step>, taken: Taken): PathObservation | undefined {
  const { body, block, step } = at;
  const { place, type, ok, last, isFromQueue } = taken;
  if (isProgramEnd(body)) return undefined;
  const known = acquiredTypes.get(typeString(type));
  const resource = known?.field === undefined ? (known?.resource ?? 'owner') : undefined;
  if (resource === undefined || !hasRelease(type)) return undefined;
  if (isFromQueue ? !isLetGoIn(analysis, unit.pkg, type) : known === undefined && !isConnection(type)) return undefined;
  const exploration = new Exploration({ unit, home: body, resource, acquire: step, effects: analysis });
  const voids = new Map<string, Fact>(ok === undefined ? [] : [[ok.key, 'false']]);
  const outcomes = exploration.from(body, block, last + 1, initialState([place.key], voids));
  if (exploration.isCut) return undefined;
  const isLost = ({ kind }: Outcome): boolean => kind === 'held' || kind === 'looped' || kind === 'overwritten';
  const lapses = outcomes.filter(isLost);
  if (outcomes.every(isLost) || !(isFromQueue ? lapses : lapses.filter(isGivenUp)).length) return undefined;
  if (!isFromQueue && !lapses.every(isGivenUp)) return undefined;
  const [first, ...others] = lapses.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  if (first === undefined) return undefined;
  const isAgain = first.kind === 'looped';
  return {
    kind: 'path',
    acquisition: {
      ...spanOf(step.pos),
      resource,
      type: typeString(type, packageNameQualifier),
      name: place.root.variable?.name ?? '',
      because: isFromQueue ? 'it is taken out of a queue' : 'it is received from a channel',
      assumption: undefined,
      function: body.name,
      packagePath: unit.pkg.path,
    },
    ending: isAgain ? 'again' : first.kind === 'overwritten' ? 'overwritten' : 'exit',
    at: spanOf(first.pos),
    path: [
      note(
        step.pos,
        isFromQueue ? 'it is taken out: nobody else has it any more' : 'it is received: nobody else has it',
      ),
      ...conditionsOf(first),
      { kind: isAgain ? 'again' : 'exit', ...spanOf(first.pos) },
    ],
    others: [...new Set(others.map(({ pos }) => pos))].filter((pos) => pos !== first.pos).map(spanOf),
    isReleasedSomewhere: outcomes.some(({ kind }) => kind === 'released'),
    isHandedOnSomewhere: true,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}

function isConnection(type: Type): boolean {
  const { byId } = methodSet(type);
  return byId.has('Close') && byId.has('Read') && byId.has('LocalAddr');
}

/** Whether a release is called on a value of a type anywhere in a package. */
function isLetGoIn(analysis: Analysis, pkg: Package, type: Type): boolean {
  return analysis
    .unitsOf(pkg)
    .some((unit) =>
      [...stepsOf(unit)].some(
        ({ step }) =>
          step.op === 'call' &&
          step.receiver?.kind === 'path' &&
          'func' in step.callee &&
          isReleaseName(step.callee.func.name) &&
          identical(step.receiver.type, type),
      ),
    );
}
