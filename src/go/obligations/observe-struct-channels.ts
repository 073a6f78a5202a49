// Channels in a struct that a function keeps to itself, to which a method sends that a goroutine of the function calls: where
// the function can end without having received, the goroutine stays in its send.
//
//	t := tracker{done: make(chan struct{}), err: make(chan error)}
//	go func() { t.record(work()) }()        // sends to t.err or t.done
//	select {
//	case err := <-t.err: return err
//	case <-t.done: return nil
//	case <-ctx.Done(): return ctx.Err()     // here nobody receives any more
//	}

import { under } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, type Start, startsOf, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import {
  type Body,
  type CallStep,
  handedOn,
  holdsRoot,
  isInside,
  type LoweredUnit,
  type Root,
  type Step,
} from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { variableOf } from './observe-group-waits.js';
import { isProgramEnd, spanOf } from './observe-paths.js';
import { initialState } from './state.js';

/** A variable that holds a struct with channels without a buffer, made with it. */
interface Holder {
  readonly root: Root;
  readonly body: Body;
  readonly channels: ReadonlyMap<string, At<CallStep>>;
}

export function observeStructChannels(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const starts = startsOf(unit);
  if (starts.length === 0) return [];
  const all = [...stepsOf(unit)];
  return holdersIn(all).flatMap((holder) => {
    if (isProgramEnd(holder.body) || isHandedOn(all, holder.root)) return [];
    for (const start of starts) {
      if (start.at.body !== holder.body) continue;
      const one = leftSend(analysis, unit, all, holder, start);
      if (one !== undefined) return [one];
    }
    return [];
  });
}

function holdersIn(all: readonly At<Step>[]): Holder[] {
  return all.flatMap(({ step, body }) => {
    if (step.op !== 'move' || step.from.kind !== 'composite' || step.to.fields.length > 0) return [];
    const channels = new Map<string, At<CallStep>>();
    for (const { field, value } of step.from.parts) {
      const made = value.kind === 'path' ? makeOf(all, value.root) : undefined;
      if (made !== undefined) channels.set(field, made);
    }
    const root = step.to.root.variable === undefined ? variableOf(all, step.to.root) : step.to.root;
    if (root === undefined || root.body !== body || root.parameter !== undefined || channels.size === 0) return [];
    return [{ root, body, channels }];
  });
}

/** Where a channel without a buffer is made that a root holds. */
function makeOf(all: readonly At<Step>[], root: Root): At<CallStep> | undefined {
  for (const at of all) {
    const { step } = at;
    if (step.op !== 'call' || step.callee.kind !== 'builtin' || step.callee.name !== 'make') continue;
    if (step.results[0] === root && under(root.type).kind === 'Chan' && step.node.args.length === 1)
      return { ...at, step };
  }
  return undefined;
}

/** Whether the struct goes anywhere but to the methods that are called on it. */
function isHandedOn(all: readonly At<Step>[], root: Root): boolean {
  return all.some(({ step }) => handedOn(step).some((value) => holdsRoot(value, root)));
}

function leftSend(
  analysis: Analysis,
  unit: LoweredUnit,
  all: readonly At<Step>[],
  { root, body, channels }: Holder,
  start: Start,
): WaitObservation | undefined {
  const isReceive = (step: Step): boolean =>
    step.op === 'receive' && step.channel.kind === 'path' && step.channel.root === root;
  const receives = all.filter(({ step }) => isReceive(step));
  if (receives.length === 0 || receives.some((at) => at.body !== body || at.block.loops.length > 0)) return undefined;
  const sent = all.flatMap((at) =>
    isInside(at.body, start.body) ? (sendBy(analysis, at.step, root, channels) ?? []) : [],
  )[0];
  if (sent === undefined) return undefined;
  const exploration = new Exploration({
    unit,
    home: body,
    resource: 'channel',
    acquire: undefined,
    effects: analysis,
    isLent: true,
    endsAt: isReceive,
  });
  const outcomes = exploration.from(body, start.at.block, start.at.index + 1, initialState([`${root.id}`], new Map()));
  const [end] = outcomes
    .filter(({ kind }) => kind === 'held')
    .sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  if (exploration.isCut || end === undefined || !outcomes.some(({ kind }) => kind === 'released')) return undefined;
  return {
    kind: 'wait',
    shape: 'send-without-receiver',
    at: spanOf(sent.pos),
    channel: `${root.variable?.name ?? ''}.${sent.field}`,
    function: body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(sent.made.step.pos),
    missing: spanOf(end.pos),
    path: [
      note(sent.made.step.pos, 'the channel is made, without a buffer'),
      note(start.at.step.pos, 'the goroutine is started'),
      ...conditionsOf(end),
      note(end.pos, 'the function ends'),
    ],
    assumption: undefined,
  };
}

/** The send in a method that is called on the struct, without another way out. */
function sendBy(
  analysis: Analysis,
  step: Step,
  root: Root,
  channels: Holder['channels'],
): { readonly pos: number; readonly field: string; readonly made: At<CallStep> } | undefined {
  if (step.op !== 'call' || step.callee.kind !== 'static' || step.receiver?.kind !== 'path') return undefined;
  const source = step.receiver.root === root ? analysis.sourceOf(step.callee.func) : undefined;
  if (source === undefined) return undefined;
  for (const at of stepsOf(source)) {
    const { step: send } = at;
    if (send.op !== 'send' || send.select !== undefined || send.channel.kind !== 'path') continue;
    const [field] = send.channel.fields;
    const made = field === undefined ? undefined : channels.get(field);
    if (field !== undefined && made !== undefined && send.channel.root === source.body.receiver)
      return { pos: send.pos, field, made };
  }
  return undefined;
}
