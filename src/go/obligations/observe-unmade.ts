// Channels in fields that nothing ever makes: a receive from one waits for ever, and whoever closes it or sends to it to wake
// what waits wakes nobody. Told where that is tried.
//
//	type proxy struct{ done chan struct{} }
//	func (p *proxy) run()   { <-p.done }
//	func (p *proxy) Close() { close(p.done) }            // and no `done: make(chan struct{})` anywhere
//
// Told of fields that only this package can set, that it waits on, and that it closes or sends to besides. Misses: fields
// of generic types, and what is handed out by pointer.

import type { Package, Var } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { stepsOf } from './channels.js';
import { concreteTypes } from './implementers.js';
import { type Body, handedOn, type Path, type Step, type Value } from './ir.js';
import { note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';

export function observeUnmade(analysis: Analysis, pkg: Package): WaitObservation[] {
  const fields = channelFields(pkg);
  if (fields.size === 0) return [];
  const made = new Set<Var>();
  const waits = new Set<Var>();
  const wakers = new Map<Var, Waker>();
  for (const unit of analysis.unitsOf(pkg)) {
    for (const { step, body } of stepsOf(unit)) {
      for (const field of setBy(step)) made.add(field);
      const waiting = step.op === 'receive' ? fieldOf(step.channel) : undefined;
      if (waiting !== undefined) waits.add(waiting);
      const channel = wokenBy(step);
      const woken = fieldOf(channel);
      if (channel !== undefined && woken !== undefined && !wakers.has(woken))
        wakers.set(woken, { body, step, channel });
    }
  }
  return [...fields].flatMap((field) => {
    const waker = wakers.get(field);
    return made.has(field) || !waits.has(field) || waker === undefined ? [] : [observation(field, waker)];
  });
}

interface Waker {
  readonly body: Body;
  readonly step: Step;
  readonly channel: Path;
}

/** Fields of channels that other packages cannot set. */
function channelFields(pkg: Package): ReadonlySet<Var> {
  const fields = new Set<Var>();
  for (const { underlying, typeParams } of concreteTypes(pkg)) {
    if (underlying.kind !== 'Struct' || typeParams.length > 0) continue;
    // A hook for tests is set by them alone.
    for (const field of underlying.fields)
      if (!field.exported && under(field.type).kind === 'Chan' && !/test|hook/i.test(field.name)) fields.add(field);
  }
  return fields;
}

function fieldOf(value: Value | undefined): Var | undefined {
  return value?.kind === 'path' && value.fields.at(-1) !== '[]' ? value.vars.at(-1) : undefined;
}

/** The fields that a step may set: by assignment, in a composite, or in a callee that is given the place itself. */
function setBy(step: Step): Var[] {
  const fields = handedOn(step).flatMap(setIn);
  if (step.op === 'move' && step.from.kind !== 'nil' && step.from.kind !== 'zero') {
    const field = fieldOf(step.to);
    if (field !== undefined) fields.push(field);
  }
  if (step.op === 'call' && step.callee.kind !== 'builtin') {
    const parameters = 'func' in step.callee ? step.callee.func.type.params.vars : [];
    step.args.forEach((arg, i) => {
      const field = fieldOf(arg);
      const type = parameters[i]?.type;
      if (field !== undefined && (type === undefined || under(type).kind !== 'Chan')) fields.push(field);
    });
  }
  return fields;
}

function setIn(value: Value): Var[] {
  if (value.kind !== 'composite') return [];
  return value.parts.flatMap(({ variable, value: part }) =>
    variable === undefined || part.kind === 'nil' ? setIn(part) : [variable, ...setIn(part)],
  );
}

/** The channel that a step closes or sends to. */
function wokenBy(step: Step): Path | undefined {
  const channel =
    step.op === 'send'
      ? step.channel
      : step.op === 'call' && step.callee.kind === 'builtin' && step.callee.name === 'close'
        ? step.args[0]
        : undefined;
  return channel?.kind === 'path' ? channel : undefined;
}

function observation(field: Var, { body, step, channel }: Waker): WaitObservation {
  return {
    kind: 'wait',
    shape: 'channel-never-made',
    at: spanOf(step.pos),
    channel: nameOf(channel),
    function: body.name,
    packagePath: body.pkg.path,
    origin: spanOf(field.pos),
    missing: undefined,
    path: [note(field.pos, 'the channel is declared, and nothing makes it')],
    assumption: undefined,
  };
}
