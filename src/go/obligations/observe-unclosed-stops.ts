// A channel that is to stop a goroutine, and that nothing closes: a constructor makes it, gives it to the goroutine and keeps
// it in a field of what it makes, and neither the release of that nor anything else in the package closes it or sends to it.
//
//	stop := make(chan struct{})
//	f := &forwarder{stop: stop}
//	go f.run(stop)
//	func (f *forwarder) Stop() { f.flush() }     // run goes on

import type { Func, Package, Var } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, isPlace, stepsOf } from './channels.js';
import { concreteTypes } from './implementers.js';
import type { CallStep, LoweredUnit, Path, ReceiveStep, Root, Step, Value } from './ir.js';
import { handedOn, holdsPlace } from './ir.js';
import { note } from './observe-channels.js';
import { variableOf } from './observe-group-waits.js';
import { spanOf } from './observe-paths.js';
import { isOwnRelease } from './owner-type.js';

/** What a field is called whose channel tells to end. */
const stopping = /stop|quit|done|exit|clos|shutdown/i;

export function observeUnclosedStops(analysis: Analysis, pkg: Package): WaitObservation[] {
  const owners = new Map<Var, Func>();
  for (const type of concreteTypes(pkg)) {
    const release = type.methods.find(isOwnRelease);
    const struct = type.underlying;
    if (release === undefined || struct.kind !== 'Struct') continue;
    for (const field of struct.fields)
      if (stopping.test(field.name) && !field.exported && under(field.type).kind === 'Chan') owners.set(field, release);
  }
  if (owners.size === 0) return [];
  const units = analysis.unitsOf(pkg);
  const used = usedFields(units);
  return units.flatMap((unit) => {
    const all = [...stepsOf(unit)];
    return all.flatMap((at) => {
      const { step } = at;
      if (step.op !== 'call' || step.callee.kind !== 'builtin' || step.callee.name !== 'make') return [];
      const [result] = step.results;
      const channel = result === undefined ? undefined : variableOf(all, result);
      const field = channel === undefined ? undefined : onlyField(all, channel);
      const release = field === undefined ? undefined : owners.get(field);
      if (channel === undefined || field === undefined || release === undefined || used.has(field)) return [];
      const wait = waitOfGoroutine(analysis, all, channel);
      return wait === undefined ? [] : [observation(unit, { ...at, step }, wait, field, release)];
    });
  });
}

/** Fields whose channel something in the package closes, sends to, or hands on. */
function usedFields(units: readonly LoweredUnit[]): ReadonlySet<Var> {
  const used = new Set<Var>();
  const add = (path: Path): boolean => {
    for (const one of path.vars) used.add(one);
    return false;
  };
  for (const unit of units)
    for (const { step } of stepsOf(unit)) {
      for (const value of handedOn(step)) holdsPlace(value, add);
      if (step.op === 'send') holdsPlace(step.channel, add);
    }
  return used;
}

/** The field that a channel is put into, if it is put into one, and neither closed nor sent to where it is made. */
function onlyField(all: readonly At<Step>[], channel: Root): Var | undefined {
  const fields: Var[] = [];
  const parts = (value: Value): void => {
    if (value.kind !== 'composite') return;
    for (const part of value.parts) {
      if (isPlace(part.value, channel) && part.variable !== undefined) fields.push(part.variable);
      parts(part.value);
    }
  };
  for (const { step } of all) {
    if (step.op === 'send' && isPlace(step.channel, channel)) return undefined;
    if (step.op === 'call' && step.callee.kind === 'builtin' && isPlace(step.args[0], channel)) return undefined;
    if (step.op !== 'move') continue;
    parts(step.from);
    const field = isPlace(step.from, channel) ? step.to.vars.at(-1) : undefined;
    if (field !== undefined) fields.push(field);
  }
  return fields.length === 1 ? fields[0] : undefined;
}

/** Where a goroutine that is given the channel waits for it round after round, and does nothing else with it. */
function waitOfGoroutine(analysis: Analysis, all: readonly At<Step>[], channel: Root): At<ReceiveStep> | undefined {
  const given = all.flatMap(({ step }) => {
    if (step.op !== 'call' || step.callee.kind === 'builtin') return [];
    const argument = step.args.findIndex((arg) => isPlace(arg, channel));
    return argument < 0 ? [] : [{ step, argument }];
  });
  let wait: At<ReceiveStep> | undefined;
  for (const { step, argument } of given) {
    const source = step.callee.kind === 'static' ? analysis.sourceOf(step.callee.func) : undefined;
    const parameter = source?.body.parameters[argument];
    if (step.mode !== 'go' || source === undefined || parameter === undefined) return undefined;
    for (const at of stepsOf(source)) {
      if (handedOn(at.step).some((value) => isPlace(value, parameter))) return undefined;
      if (at.step.op === 'send' && isPlace(at.step.channel, parameter)) return undefined;
      if (at.step.op === 'receive' && at.block.loops.length > 0 && isPlace(at.step.channel, parameter))
        wait ??= { ...at, step: at.step };
    }
  }
  return wait;
}

function observation(
  { pkg }: LoweredUnit,
  made: At<CallStep>,
  wait: At<ReceiveStep>,
  field: Var,
  release: Func,
): WaitObservation {
  return {
    kind: 'wait',
    shape: 'receive-without-waker',
    at: spanOf(wait.step.pos),
    channel: field.name,
    function: wait.body.name,
    packagePath: pkg.path,
    origin: spanOf(made.step.pos),
    missing: spanOf(release.pos),
    path: [
      note(made.step.pos, 'the channel is made, and nothing closes it'),
      note(wait.step.pos, 'the goroutine waits for it'),
      note(release.pos, 'the release does not close it, nor does anything else'),
    ],
    assumption: undefined,
  };
}
