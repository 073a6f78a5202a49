// Channels that a function hands out to be waited for, and that nothing closes: a field that only its package can close and
// that a method gives back to receive from; a channel that is returned and closed by its goroutine on some of its ways.
//
//	func (c *controller) Done() <-chan struct{} { return c.done }     // nothing closes c.done
//
//	ch := make(chan event)
//	go func() { for { select { case <-ctx.Done(): close(ch); return; default: e, err := s.Recv(); if err != nil { return } ... } } }()
//	return ch, nil

import type { Package, Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, isPlace, startsOf, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import {
  type CallStep,
  handedOn,
  holdsPlace,
  holdsRoot,
  isInside,
  type LoweredUnit,
  type Path,
  type Root,
  type Step,
  type Value,
} from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { variableOf } from './observe-group-waits.js';
import { waitOf } from './observe-lone-waits.js';
import { spanOf } from './observe-paths.js';
import { initialState } from './state.js';

export function observeReturnedChannels(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  return [...fromFields(units, pkg), ...units.flatMap((unit) => onSomeWays(analysis, unit))];
}

interface Field {
  readonly makes: { readonly unit: LoweredUnit; readonly at: At<CallStep> }[];
  readonly returns: { readonly unit: LoweredUnit; readonly at: At<Step> }[];
  /** It is closed, sent to, or handed to who may. */
  isElsewhere: boolean;
}

function fromFields(units: readonly LoweredUnit[], pkg: Package): WaitObservation[] {
  const fields = new Map<Var, Field>();
  const of = (field: Var): Field => {
    let one = fields.get(field);
    if (one === undefined) fields.set(field, (one = { makes: [], returns: [], isElsewhere: false }));
    return one;
  };
  const mark = (path: Path): boolean => {
    const field = channelField(path);
    if (field !== undefined) of(field).isElsewhere = true;
    return false;
  };
  const give = (unit: LoweredUnit, all: readonly At<Step>[], value: Value, to: Var | undefined): void => {
    if (value.kind === 'composite') for (const part of value.parts) give(unit, all, part.value, part.variable);
    if (to === undefined || under(to.type).kind !== 'Chan' || value.kind === 'nil' || value.kind === 'zero') return;
    const at = value.kind === 'path' ? makeOf(all, value) : undefined;
    if (at === undefined) of(to).isElsewhere = true;
    else of(to).makes.push({ unit, at });
  };
  for (const unit of units) {
    const all = [...stepsOf(unit)];
    for (const at of all) {
      const { step } = at;
      if (step.op === 'send' && step.channel.kind === 'path') mark(step.channel);
      if (step.op === 'move') give(unit, all, step.from, channelField(step.to));
      for (const value of handedOn(step)) {
        const [result] = step.op === 'return' ? at.body.results : [];
        const field = step.op === 'return' ? channelField(value) : undefined;
        if (field !== undefined && result !== undefined && isReceiveOnly(result)) of(field).returns.push({ unit, at });
        else holdsPlace(value, mark);
        if (step.op !== 'move') give(unit, all, value, undefined);
      }
    }
  }
  return [...fields].flatMap(([field, { makes, returns, isElsewhere }]) => {
    const [made, returned] = [makes[0], returns[0]];
    if (field.pkg !== pkg || field.exported || isElsewhere || made === undefined || returned === undefined) return [];
    // What is asked like a context may never end.
    if (isContextLike(units, returned.unit)) return [];
    return [
      {
        ...waitOf(returned.unit, returned.at, 'handed-out-never-closed', field.name, []),
        origin: spanOf(made.at.step.pos),
        path: [
          note(made.at.step.pos, 'the channel is made, and nothing closes it'),
          note(returned.at.step.pos, 'it is handed out to be waited for'),
        ],
      },
    ];
  });
}

function channelField(value: Value): Var | undefined {
  const field = value.kind === 'path' && value.fields.at(-1) !== '[]' ? value.vars.at(-1) : undefined;
  return field !== undefined && under(field.type).kind === 'Chan' ? field : undefined;
}

function isReceiveOnly(type: Type): boolean {
  const channel = under(type);
  return channel.kind === 'Chan' && channel.dir === 'recv';
}

/** The call of make that a value comes from, where nothing else in the declaration has the channel. */
function makeOf(all: readonly At<Step>[], value: Path): At<CallStep> | undefined {
  if (value.fields.length > 0 || value.root.parameter !== undefined) return undefined;
  for (const at of all) {
    const { step } = at;
    const [result] =
      step.op === 'call' && step.callee.kind === 'builtin' && step.callee.name === 'make' ? step.results : [];
    if (step.op !== 'call' || result === undefined) continue;
    if (result === value.root) return { ...at, step };
    if (variableOf(all, result) !== value.root) continue;
    const uses = all.filter((other) => handedOn(other.step).some((one) => holdsRoot(one, value.root)));
    const isOther = all.some(({ step: one }) => one.op === 'send' && isPlace(one.channel, value.root));
    return uses.length === 1 && !isOther ? { ...at, step } : undefined;
  }
  return undefined;
}

function isContextLike(units: readonly LoweredUnit[], { body }: LoweredUnit): boolean {
  const owner = body.receiver?.type;
  const receiver = body.name.slice(0, body.name.lastIndexOf('.') + 1);
  return owner !== undefined && units.some((unit) => unit.body.name === `${receiver}Deadline`);
}

// ---- Returned, and closed on some ways -------------------------------------------------------------------------

function onSomeWays(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const starts = startsOf(unit);
  if (starts.length === 0) return [];
  const all = [...stepsOf(unit)];
  return all.flatMap((make) => {
    const { step } = make;
    const [result] =
      step.op === 'call' && step.callee.kind === 'builtin' && step.callee.name === 'make' ? step.results : [];
    if (result === undefined || make.body !== unit.body || under(result.type).kind !== 'Chan') return [];
    const channel = variableOf(all, result);
    if (channel === undefined || !isReturned(all, unit, channel)) return [];
    const closes = all.filter((at) => isClose(at.step, channel));
    const [start, ...others] = starts.filter(({ body }) => closes.some((at) => isInside(at.body, body)));
    if (start === undefined || others.length > 0 || start.at.body !== unit.body) return [];
    const exploration = new Exploration({
      unit,
      home: start.body,
      resource: 'channel',
      acquire: undefined,
      effects: analysis,
      isLent: true,
      endsAt: (one) => isClose(one, channel),
    });
    const outcomes = exploration.from(start.body, start.body.entry, 0, initialState([`${channel.id}`], new Map()));
    const [end] = outcomes
      .filter(({ kind }) => kind === 'held')
      .sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
    if (exploration.isCut || end === undefined || !outcomes.some(({ kind }) => kind === 'released')) return [];
    return [
      {
        ...waitOf(unit, start.at, 'returned-not-closed', channel.variable?.name ?? '', []),
        origin: spanOf(step.pos),
        missing: spanOf(end.pos),
        path: [
          note(step.pos, 'the channel is made'),
          note(start.at.step.pos, 'the goroutine is started'),
          ...conditionsOf(end),
          note(end.pos, 'it ends without having closed it'),
        ],
      },
    ];
  });
}

function isClose(step: Step, channel: Root): boolean {
  return (
    step.op === 'call' &&
    step.callee.kind === 'builtin' &&
    step.callee.name === 'close' &&
    isPlace(step.args[0], channel)
  );
}

/** Whether the function returns a channel, and hands it to nobody else. */
function isReturned(all: readonly At<Step>[], unit: LoweredUnit, channel: Root): boolean {
  let isOut = false;
  for (const { step, body } of all) {
    if (!handedOn(step).some((value) => holdsRoot(value, channel)) || isClose(step, channel)) continue;
    if (step.op !== 'return' || body !== unit.body) return false;
    isOut = true;
  }
  return isOut;
}
