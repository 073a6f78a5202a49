// Waits on channels that a declaration keeps to itself, counted against what can come: loops over a channel that nothing
// closes, a receive from a goroutine that can end without having sent, fewer receives than sends, a group that is waited
// for before its goroutines can hand over what they have.

import { funcName } from '#go/types/function-name.js';
import type { PathStep, WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, isPlace, type LocalChannel, localChannels, type Start, startsOf, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import {
  type Block,
  type Body,
  type CallStep,
  isInside,
  type LoweredUnit,
  type ReceiveStep,
  type Root,
  type SendStep,
  type Step,
  usesRoot,
} from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { isProgramEnd, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { initialState } from './state.js';

export function observeLocalWaits(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const starts = startsOf(unit);
  return localChannels(analysis, unit).flatMap((channel) => {
    const lent = isProgramEnd(channel.make.body) ? undefined : calledWithoutSend(analysis, unit, channel);
    if (lent !== undefined) return [lent];
    // Who is given the channel may do anything with it.
    if (channel.lent.length > 0 || isProgramEnd(channel.make.body)) return [];
    const question: Question = { analysis, unit, channel, starts, outer: channel.make.body };
    const one =
      rangeNeverClosed(question) ??
      closedOnSomeWays(question) ??
      goroutineWithoutSend(question) ??
      tooFewReceives(question) ??
      groupBeforeReceive(question);
    return one ?? [];
  });
}

interface Question {
  readonly analysis: Analysis;
  readonly unit: LoweredUnit;
  readonly channel: LocalChannel;
  readonly starts: readonly Start[];
  /** The body that makes the channel. */
  readonly outer: Body;
}

/** Every way from a step on, ended by what `endsAt` says. */
function ways(
  { analysis, unit, channel }: Question,
  from: { readonly body: Body; readonly block: Block; readonly index: number },
  endsAt: (step: Step) => boolean,
): readonly Outcome[] {
  const { body, block, index } = from;
  const exploration = new Exploration({
    unit,
    home: body,
    resource: 'channel',
    acquire: undefined,
    effects: analysis,
    endsAt,
  });
  const outcomes = exploration.from(body, block, index, initialState([`${channel.root.id}`], new Map()));
  return exploration.isCut ? [] : outcomes;
}

function shortest(outcomes: readonly Outcome[]): Outcome | undefined {
  return [...outcomes].sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos)[0];
}

// ---- Loops over a channel that nothing closes --------------------------------------------------------------

function rangeNeverClosed(question: Question): WaitObservation | undefined {
  const { channel, starts, outer } = question;
  if (channel.closes.length > 0) return undefined;
  const range = channel.receives.find(({ step, body, block }) => step.isRange && !isLeft(body, block));
  if (range === undefined || !hasSender(question, range)) return undefined;
  const start = starts.find(({ body }) => isInside(range.body, body));
  if (range.body !== outer && start === undefined) return undefined;
  let end: Outcome | undefined;
  if (start !== undefined) {
    // As long as the function runs, it may send.
    const { body, block, index } = start.at;
    if (body !== outer) return undefined;
    end = shortest(
      ways(question, { body, block, index: index + 1 }, () => false).filter(({ kind }) => kind === 'held'),
    );
    if (end === undefined) return undefined;
  }
  return waitOf(question, 'range-never-closed', range, end?.pos ?? range.step.pos, [
    note(channel.make.step.pos, 'the channel is made, and nothing closes it'),
    ...(start === undefined ? [] : [note(start.at.step.pos, 'the goroutine is started')]),
    note(range.step.pos, 'the loop goes on until the channel is closed'),
    ...(end === undefined ? [] : [...conditionsOf(end), note(end.pos, 'the function ends')]),
  ]);
}

/** Whether somebody else sends: a loop over a channel that nobody sends to is another matter. */
function hasSender({ channel }: Question, range: At<ReceiveStep>): boolean {
  return channel.sends.some(({ body }) => body !== range.body);
}

/** Whether a loop can be left otherwise than by its head. */
function isLeft(body: Body, head: Block): boolean {
  const loop = head.loops.at(-1);
  if (loop === undefined) return true;
  const inLoop = body.blocks.filter(({ loops }) => loops.includes(loop));
  return inLoop.some(
    (block) =>
      block.steps.some(({ op }) => op === 'return') ||
      (block !== head && block.edges.some(({ to }) => !inLoop.includes(to))),
  );
}

// ---- A goroutine that closes the channel on some of its ways -------------------------------------------------

/** Others go on waiting where it leaves by another way: in a loop over the channel, or for its end. */
function closedOnSomeWays(question: Question): WaitObservation | undefined {
  const { channel, starts } = question;
  const [close] = channel.closes;
  const start = starts.find(({ body }) => body === close?.body);
  if (start === undefined || channel.closes.some(({ body }) => body !== start.body)) return undefined;
  const waiting = channel.receives.find(
    ({ step, body }) => !isInside(body, start.body) && (step.isRange || step.select === undefined),
  );
  if (waiting === undefined) return undefined;
  const wakers: readonly At<Step>[] = waiting.step.isRange ? channel.closes : [...channel.closes, ...channel.sends];
  const outcomes = ways(question, { body: start.body, block: start.body.entry, index: 0 }, (step) =>
    wakers.some((at) => at.step === step),
  );
  const end = shortest(outcomes.filter(({ kind }) => kind === 'held'));
  if (end === undefined || !outcomes.some(({ kind }) => kind === 'released')) return undefined;
  return waitOf(question, 'done-not-closed', waiting, end.pos, [
    note(channel.make.step.pos, 'the channel is made'),
    note(start.at.step.pos, 'the goroutine is started'),
    ...conditionsOf(end),
    note(end.pos, 'it ends without having closed it'),
    note(waiting.step.pos, 'this waits for it'),
  ]);
}

// ---- A goroutine that can end without having sent ----------------------------------------------------------

function goroutineWithoutSend(question: Question): WaitObservation | undefined {
  const { channel, starts, outer } = question;
  const [receive] = channel.receives;
  if (receive === undefined || channel.receives.length > 1 || receive.body !== outer) return undefined;
  if (receive.step.select !== undefined || receive.step.isRange || receive.block.loops.length > 0) return undefined;
  const wakers: readonly At<Step>[] = [...channel.sends, ...channel.closes];
  const [start, ...others] = starts.filter(({ body }) => wakers.some((at) => isInside(at.body, body)));
  if (start === undefined || others.length > 0 || start.at.body !== outer || start.at.block.loops.length > 0)
    return undefined;
  if (!wakers.every((at) => isInside(at.body, start.body))) return undefined;
  if (channel.sends.some(({ step, body }) => step.select !== undefined || body !== start.body)) return undefined;
  const outcomes = ways(question, { body: start.body, block: start.body.entry, index: 0 }, (step) =>
    wakers.some((at) => at.step === step),
  );
  const end = shortest(outcomes.filter(({ kind }) => kind === 'held'));
  if (end === undefined || !outcomes.some(({ kind }) => kind === 'released')) return undefined;
  return waitOf(question, 'goroutine-without-send', receive, end.pos, [
    note(channel.make.step.pos, 'the channel is made'),
    note(start.at.step.pos, 'the goroutine is started'),
    ...conditionsOf(end),
    note(end.pos, 'it ends without having sent'),
    note(receive.step.pos, 'the function waits for it'),
  ]);
}

/** The same of a function that a goroutine runs, and that alone is given the channel: `go worker(ch)`. */
function calledWithoutSend(analysis: Analysis, unit: LoweredUnit, channel: LocalChannel): WaitObservation | undefined {
  const { receives, sends, closes, lent, make } = channel;
  const [receive] = receives;
  const [loan] = lent;
  if (receive === undefined || loan === undefined || receives.length > 1 || lent.length > 1) return undefined;
  if (sends.length + closes.length > 0 || receive.body !== make.body || receive.block.loops.length > 0)
    return undefined;
  if (receive.step.select !== undefined || receive.step.isRange || loan.call.body !== make.body) return undefined;
  const { step } = loan.call;
  if (step.mode !== 'go' || step.callee.kind !== 'static' || loan.call.block.loops.length > 0) return undefined;
  const callee = analysis.sourceOf(step.callee.func);
  const parameter = callee?.body.parameters[loan.argument];
  if (callee === undefined || parameter === undefined || callee.bodies.length > 1) return undefined;
  const isWaker = (one: Step): boolean =>
    (one.op === 'send' && one.select === undefined && isPlace(one.channel, parameter)) ||
    (one.op === 'call' &&
      one.callee.kind === 'builtin' &&
      one.callee.name === 'close' &&
      isPlace(one.args[0], parameter));
  const isOther = [...stepsOf(callee)].some(({ step: one }) => usesChannel(one, parameter) && !isWaker(one));
  if (isOther) return undefined;
  const exploration = new Exploration({
    unit: callee,
    home: callee.body,
    resource: 'channel',
    acquire: undefined,
    effects: analysis,
    endsAt: isWaker,
  });
  const { body } = callee;
  const outcomes = exploration.from(body, body.entry, 0, initialState([`${parameter.id}`], new Map()));
  const end = shortest(outcomes.filter(({ kind }) => kind === 'held'));
  if (exploration.isCut || end === undefined || !outcomes.some(({ kind }) => kind === 'released')) return undefined;
  const path = [
    note(make.step.pos, 'the channel is made'),
    note(step.pos, 'the goroutine is started'),
    ...conditionsOf(end),
    note(end.pos, 'it ends without having sent'),
    note(receive.step.pos, 'the function waits for it'),
  ];
  return waitOf(
    { analysis, unit, channel, starts: [], outer: make.body },
    'goroutine-without-send',
    receive,
    end.pos,
    path,
  );
}

function usesChannel(step: Step, root: Root): boolean {
  if (step.op === 'send' || step.op === 'receive') return isPlace(step.channel, root) || usesRoot(step, root);
  return usesRoot(step, root);
}

// ---- More sends than receives ------------------------------------------------------------------------------

function tooFewReceives(question: Question): WaitObservation | undefined {
  const { channel, starts, outer } = question;
  if (channel.isBuffered || channel.receives.length === 0) return undefined;
  if (channel.receives.some(({ body, block, step }) => body !== outer || block.loops.length > 0 || step.isRange))
    return undefined;
  const sending = starts.flatMap((start) => {
    const send = directSend(channel, start);
    return send === undefined || start.at.body !== outer || start.at.block.loops.length > 0 ? [] : [{ start, send }];
  });
  const [first] = sending;
  const last = sending.at(-1);
  if (first === undefined || last === undefined || sending.length <= channel.receives.length) return undefined;
  // All of them on one way.
  const { body, block, index } = first.start.at;
  const isReached = sending
    .slice(1)
    .every(({ start }) =>
      ways(question, { body, block, index: index + 1 }, (step) => step === start.at.step).some(
        ({ kind }) => kind === 'released',
      ),
    );
  if (!isReached) return undefined;
  const receive = channel.receives.at(-1);
  return waitOf(question, 'too-few-receives', last.send, receive?.step.pos ?? last.send.step.pos, [
    note(channel.make.step.pos, 'the channel is made, without a buffer'),
    ...sending.map(({ start }) => note(start.at.step.pos, 'a goroutine that sends is started')),
    ...channel.receives.map(({ step }) => note(step.pos, 'one value is received')),
  ]);
}

/** The send that a goroutine comes to without choice. */
function directSend(channel: LocalChannel, { body }: Start): At<SendStep> | undefined {
  return channel.sends.find((at) => at.body === body && at.step.select === undefined && at.block.loops.length === 0);
}

// ---- A group that is waited for too early ------------------------------------------------------------------

function groupBeforeReceive(question: Question): WaitObservation | undefined {
  const { channel, starts, outer, unit } = question;
  if (channel.isBuffered || channel.receives.length === 0) return undefined;
  if (channel.receives.some(({ body }) => body !== outer)) return undefined;
  for (const start of starts) {
    const send = directSend(channel, start);
    if (send === undefined || start.at.body !== outer) continue;
    const waits = [...stepsOf(unit)].flatMap((at) => {
      const { step } = at;
      if (at.body !== outer || !isGroupCall(step, 'Wait') || step.mode !== 'call') return [];
      return step.receiver?.kind === 'path' && isDoneAfter(unit, start.body, step.receiver.key, send)
        ? [{ ...at, step }]
        : [];
    });
    for (const wait of waits) {
      const { body, block, index } = start.at;
      const outcomes = ways(
        question,
        { body, block, index: index + 1 },
        (step) => step === wait.step || (step.op === 'receive' && isPlace(step.channel, channel.root)),
      );
      if (!outcomes.some(({ kind, pos }) => kind === 'released' && pos === wait.step.pos)) continue;
      const [receive] = channel.receives;
      return waitOf(question, 'group-before-receive', wait, receive?.step.pos ?? wait.step.pos, [
        note(channel.make.step.pos, 'the channel is made, without a buffer'),
        note(start.at.step.pos, 'the goroutine is started'),
        note(send.step.pos, 'it waits here until somebody receives'),
        note(wait.step.pos, 'the function waits for the goroutine'),
        ...(receive === undefined ? [] : [note(receive.step.pos, 'and receives only here')]),
      ]);
    }
  }
  return undefined;
}

function isGroupCall(step: Step, name: 'Wait' | 'Done'): step is CallStep {
  return (
    step.op === 'call' && step.callee.kind === 'static' && funcName(step.callee.func) === `(*sync.WaitGroup).${name}`
  );
}

/** Whether a goroutine tells the group of its end only when it has sent. */
function isDoneAfter(unit: LoweredUnit, body: Body, group: string, send: At<SendStep>): boolean {
  return [...stepsOf(unit)].some(
    ({ step, body: of }) =>
      of === body &&
      isGroupCall(step, 'Done') &&
      step.receiver?.kind === 'path' &&
      step.receiver.key === group &&
      (step.mode === 'defer' || step.pos > send.step.pos),
  );
}

function waitOf(
  { unit, channel, outer }: Question,
  shape: WaitObservation['shape'],
  at: At<Step>,
  missing: number,
  path: readonly PathStep[],
): WaitObservation {
  const { step } = at;
  const group = step.op === 'call' && step.receiver?.kind === 'path' ? step.receiver : undefined;
  return {
    kind: 'wait',
    shape,
    at: spanOf(step.pos),
    channel: group === undefined ? (channel.root.variable?.name ?? '') : nameOf(group),
    function: outer.name,
    packagePath: unit.pkg.path,
    origin: spanOf(channel.make.step.pos),
    missing: spanOf(missing),
    path,
    assumption: undefined,
  };
}
