// Goroutines that a function starts and leaves waiting on a channel that only it knows: a send whose receiver may have
// left, a wait for a channel that one path does not close, a resource sent to nobody.

import type { Pos } from '#base/position.js';
import { under } from '#go/types/type.js';
import type { PathObservation, PathStep, WaitObservation } from '#program/lifecycle.js';
import type { Analysis, Explored } from './analysis.js';
import {
  type At,
  isGivenTo,
  isPlace,
  type LocalChannel,
  localChannels,
  type Start,
  startsOf,
  stepsOf,
} from './channels.js';
import { Exploration } from './explore.js';
import {
  type Block,
  type Body,
  handedOn,
  holdsRoot,
  isInside,
  type Loop,
  type LoweredUnit,
  pathKey,
  type ReceiveStep,
  type ReturnStep,
  type Root,
  type Step,
} from './ir.js';
import { isErrorType } from './lower-expression.js';
import { acquisitionOf, endOf, isProgramEnd, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { initialState } from './state.js';

export function observeChannels(
  analysis: Analysis,
  unit: LoweredUnit,
  explored: readonly Explored[],
): (WaitObservation | PathObservation)[] {
  if (unit.bodies.length === 1) return [];
  const starts = startsOf(unit);
  const handed = handedIn(unit);
  if (starts.length + handed.length === 0) return [];
  const found: (WaitObservation | PathObservation)[] = [];
  const channels = localChannels(analysis, unit);
  for (const channel of channels) {
    for (const start of starts) {
      if (
        isProgramEnd(channel.make.body) ||
        !isGivenTo(channel, start) ||
        start.at.body !== channel.make.body ||
        isInside(channel.make.body, start.body)
      )
        continue;
      const one =
        lonelySend(analysis, unit, channel, start, channels) ??
        earlyLeave(channel, start, unit) ??
        leftProducer(channel, start, unit) ??
        leftSender(analysis, channel, start, unit) ??
        lostResource(analysis, unit, channel, start, explored) ??
        unclosedDone(analysis, unit, channel, start, channels);
      if (one !== undefined) found.push(one);
    }
    for (const start of handed) {
      if (isProgramEnd(channel.make.body) || start.at.body !== channel.make.body) continue;
      // Received from by the function alone, and afterwards: what is called at once would wait for ever.
      const { body, step } = start.at;
      if (channel.receives.length === 0 || channel.receives.some((at) => at.body !== body || at.step.pos < step.pos))
        continue;
      const one = lonelySend(analysis, unit, channel, start, channels);
      if (one !== undefined && !found.some((other) => other.kind === 'wait' && other.at.pos === one.at.pos))
        found.push(one);
    }
  }
  return found;
}

/** Literals that a function hands to what it calls, which may call them later, on any goroutine. */
function handedIn(unit: LoweredUnit): Start[] {
  const started = new Set(startsOf(unit).map(({ body }) => body));
  return [...stepsOf(unit)].flatMap(({ step, ...rest }) => {
    if (step.op !== 'call' || step.mode !== 'call' || !('func' in step.callee)) return [];
    return step.args.flatMap((arg) =>
      arg.kind === 'function' && !started.has(arg.body) ? [{ at: { step, ...rest }, body: arg.body }] : [],
    );
  });
}

/** How the function can end after `start` without a step that meets `endsAt`; the shortest way. */
function leaves(
  analysis: Analysis,
  unit: LoweredUnit,
  start: Start,
  root: Root,
  endsAt: (step: Step) => boolean,
  tellers: ReadonlySet<number> = new Set(),
): { readonly shortest: Outcome | undefined; readonly isEnded: boolean } {
  const { body, block, index } = start.at;
  const subject = { unit, home: body, resource: 'channel', acquire: undefined, effects: analysis, endsAt, tellers };
  const exploration = new Exploration(subject);
  // Where what was to call it later has failed, it will not.
  const failed = start.at.step.results.flatMap(({ id, type }) =>
    isErrorType(type) ? [[`${id}`, 'set'] as const] : [],
  );
  const outcomes = exploration.from(body, block, index + 1, initialState([pathKey(root.id, [])], new Map(failed)));
  if (exploration.isCut) return { shortest: undefined, isEnded: false };
  const held = outcomes.filter(({ kind }) => kind === 'held');
  const [shortest] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  return { shortest, isEnded: outcomes.some(({ kind }) => kind === 'released' || kind === 'escaped') };
}

const receivesFrom =
  (root: Root) =>
  (step: Step): boolean =>
    step.op === 'receive' && isPlace(step.channel, root);

function lonelySend(
  analysis: Analysis,
  unit: LoweredUnit,
  channel: LocalChannel,
  start: Start,
  channels: readonly LocalChannel[],
): WaitObservation | undefined {
  const send = sendIn(channel, start.body);
  if (channel.isBuffered || send === undefined || channel.lent.length > 0) return undefined;
  // Whoever else receives may be there when this function is not.
  if (channel.receives.some(({ body }) => isInside(body, start.body))) return undefined;
  // As many rounds as goroutines: over the same collection.
  if (channel.receives.some((at) => at.body === start.at.body && isOverSame(at.block, start.at.block)))
    return undefined;
  // A goroutine that has sent to the one channel does not come to send to the other.
  const either = [channel, ...channels.filter((other) => isInsteadOf(channel, other, start.body))];
  const endsAt = (step: Step): boolean => either.some(({ root }) => receivesFrom(root)(step));
  const { shortest } = leaves(analysis, unit, start, channel.root, endsAt);
  if (shortest === undefined) return undefined;
  return waitOf(
    'send-without-receiver',
    unit,
    start.at.body,
    channel,
    send,
    shortest.pos,
    pathOf(channel, start, shortest),
  );
}

/** Whether two blocks stand in loops of their own over the same collection. */
function isOverSame(a: Block, b: Block): boolean {
  const [one, other] = [a.loops.at(-1), b.loops.at(-1)];
  return one !== other && one?.kind === 'range' && one.over !== undefined && one.over === other?.over;
}

/** Whether a goroutine sends to one of two channels, and on no way to both. */
function isInsteadOf(channel: LocalChannel, other: LocalChannel, body: Body): boolean {
  if (channel === other) return false;
  const [sends, others] = [channel, other].map((one) => one.sends.filter((at) => at.body === body));
  if (sends === undefined || others === undefined || sends.length < channel.sends.length) return false;
  if (others.length === 0 || others.length < other.sends.length) return false;
  return sends.every((a) => others.every((b) => !isAfter(a.block, b.block) && !isAfter(b.block, a.block)));
}

/** Whether a way leads from one block to another, or they are one. */
function isAfter(from: Block, to: Block): boolean {
  const seen = new Set<Block>([from]);
  for (const at of seen) {
    if (at === to) return true;
    for (const edge of at.edges) seen.add(edge.to);
  }
  return false;
}

/** A send in the goroutine that has no way out. */
function sendIn(channel: LocalChannel, body: Body): At<Step> | undefined {
  return channel.sends.find((at) => at.step.select === undefined && isInside(at.body, body));
}

/** Several goroutines send, and the loop that receives from them can be left before the last. */
function earlyLeave(channel: LocalChannel, start: Start, unit: LoweredUnit): WaitObservation | undefined {
  const send = sendIn(channel, start.body);
  if (channel.isBuffered || send === undefined || channel.lent.length > 0) return undefined;
  if (start.at.block.loops.length === 0) return undefined;
  const outer = start.at.body;
  const receives = channel.receives.filter(({ body }) => body === outer);
  const [receive] = receives;
  const loop = receive?.block.loops.at(-1);
  if (receive === undefined || loop === undefined || receives.length > 1) return undefined;
  if (channel.receives.length > 1 || start.at.block.loops.includes(loop)) return undefined;
  for (const block of outer.blocks) {
    if (!block.loops.includes(loop)) continue;
    const left = block.steps.find((step) => step.op === 'return');
    if (left === undefined) continue;
    const started = note(start.at.step.pos, 'a goroutine is started in each round');
    const path = leavingPath(channel, started, receive, left.pos);
    return waitOf('send-without-receiver', unit, outer, channel, send, left.pos, path);
  }
  return undefined;
}

/**
 * One goroutine sends value after value, and the loop that receives them can be left before the last, for a reason that
 * the values do not give. (`if r.err != nil { return r.err }` may be the last one that is sent.)
 */
function leftProducer(channel: LocalChannel, start: Start, unit: LoweredUnit): WaitObservation | undefined {
  const outer = start.at.body;
  const [receive, ...others] = channel.receives;
  const loop = receive?.block.loops.at(-1);
  if (channel.isBuffered || channel.lent.length > 0 || receive === undefined || loop === undefined) return undefined;
  if (others.length > 0 || receive.body !== outer || start.at.block.loops.includes(loop)) return undefined;
  const sends = channel.sends.filter(({ body }) => isInside(body, start.body));
  const isMany = sends.length > 1 || sends.some(({ body, block }) => body !== start.body || block.loops.length > 0);
  const send = sendIn(channel, start.body);
  if (send === undefined || !isMany || sends.length < channel.sends.length) return undefined;
  const left = earlyReturn(outer, loop, received(unit, receive));
  if (left === undefined) return undefined;
  const path = leavingPath(channel, note(start.at.step.pos, 'the goroutine is started'), receive, left.pos);
  return waitOf('send-without-receiver', unit, outer, channel, send, left.pos, path);
}

/**
 * The function sends value after value to the only goroutine that receives, and the loop of that, or of what it gives the
 * channel to, can be left before the last for a reason that the values do not give.
 */
function leftSender(
  analysis: Analysis,
  channel: LocalChannel,
  start: Start,
  unit: LoweredUnit,
): WaitObservation | undefined {
  const outer = start.at.body;
  if (channel.isBuffered || start.at.block.loops.length > 0) return undefined;
  const send = channel.sends.find(({ step, body }) => body === outer && step.select === undefined);
  if (send === undefined || send.step.pos < start.at.step.pos) return undefined;
  const leaving = leavingReceiver(analysis, channel, start, unit);
  if (leaving === undefined) return undefined;
  const path = [
    note(channel.make.step.pos, 'the channel is made, without a buffer'),
    note(start.at.step.pos, 'the goroutine that receives is started'),
    note(leaving.left, 'it ends before all values have been received'),
    note(send.step.pos, 'the function goes on sending'),
  ];
  return waitOf('send-without-receiver', unit, outer, channel, send, leaving.at, path);
}

/** Where the only loop over a channel is left too early, and the place of that in the goroutine. */
function leavingReceiver(
  analysis: Analysis,
  { receives, lent }: LocalChannel,
  start: Start,
  unit: LoweredUnit,
): { readonly at: Pos; readonly left: Pos } | undefined {
  const [receive] = receives;
  const [loan] = lent;
  if (receives.length + lent.length !== 1) return undefined;
  if (receive !== undefined) {
    const loop = receive.step.isRange ? receive.block.loops.at(-1) : undefined;
    if (loop === undefined || receive.body !== start.body) return undefined;
    const left = earlyReturn(receive.body, loop, received(unit, receive));
    return left === undefined ? undefined : { at: left.pos, left: left.pos };
  }
  if (loan === undefined || !isInside(loan.call.body, start.body) || loan.call.step.callee.kind !== 'static')
    return undefined;
  const callee = analysis.sourceOf(loan.call.step.callee.func);
  const parameter = callee?.body.parameters[loan.argument];
  if (callee === undefined || parameter === undefined) return undefined;
  const inner = [...stepsOf(callee)].flatMap((at) =>
    at.step.op === 'receive' && isPlace(at.step.channel, parameter) ? [{ ...at, step: at.step }] : [],
  );
  const [only] = inner;
  const loop = only?.step.isRange === true ? only.block.loops.at(-1) : undefined;
  if (only === undefined || inner.length > 1 || loop === undefined || only.body !== callee.body) return undefined;
  const left = earlyReturn(callee.body, loop, received(callee, only));
  return left === undefined ? undefined : { at: loan.call.step.pos, left: left.pos };
}

/** From where the channel is made to where the loop that receives from it is left too early. */
function leavingPath(channel: LocalChannel, started: PathStep, receive: At<ReceiveStep>, left: Pos): PathStep[] {
  return [
    note(channel.make.step.pos, 'the channel is made, without a buffer'),
    started,
    note(receive.step.pos, 'one value is received in each round'),
    note(left, 'the function ends before all values have been received'),
  ];
}

/** The places that hold a received value, or a part of it. */
function received(unit: LoweredUnit, { step }: At<ReceiveStep>): ReadonlySet<Root> {
  const roots = new Set([step.result]);
  for (const at of stepsOf(unit))
    if (at.step.op === 'move' && at.step.from.kind === 'path' && roots.has(at.step.from.root))
      roots.add(at.step.to.root);
  return roots;
}

/** A return in a loop that is chosen by a fact of a place that is not among `but`. */
function earlyReturn(body: Body, loop: Loop, but: ReadonlySet<Root>): ReturnStep | undefined {
  for (const block of body.blocks) {
    if (!block.loops.includes(loop)) continue;
    for (const { to, condition } of block.edges) {
      const left = to.steps.find((step) => step.op === 'return');
      const place = condition?.place;
      if (left?.op !== 'return' || place === undefined || !to.loops.includes(loop)) continue;
      if (condition?.kind === 'nil' && !condition.holds && !but.has(place.root)) return left;
    }
  }
  return undefined;
}

/** What is in a buffer when the only receiver has left is let go of by nobody. */
function lostResource(
  analysis: Analysis,
  unit: LoweredUnit,
  channel: LocalChannel,
  start: Start,
  explored: readonly Explored[],
): PathObservation | undefined {
  for (const one of explored) {
    if (one.unit !== unit || !isInside(one.body, start.body)) continue;
    const sent = one.outcomes.find(({ kind, place }) => kind === 'sent' && isPlace(place, channel.root));
    if (sent === undefined || channel.lent.length > 0) continue;
    const { shortest, isEnded } = leaves(analysis, unit, start, channel.root, receivesFrom(channel.root));
    if (shortest === undefined) return undefined;
    return {
      kind: 'path',
      acquisition: acquisitionOf(one),
      ending: 'exit',
      at: spanOf(shortest.pos),
      path: [
        { kind: 'acquire', pos: one.step.pos, end: endOf(one.step) },
        note(sent.pos, 'it is sent to the function that started this goroutine'),
        ...conditionsOf(shortest),
        note(shortest.pos, 'the function ends without having received it'),
      ],
      others: [],
      isReleasedSomewhere: isEnded,
      isHandedOnSomewhere: true,
      halfClosed: undefined,
      noOpRelease: undefined,
    };
  }
  return undefined;
}

/** A goroutine waits for the channel to be closed, and of the ways out of the function one does not close it. */
function unclosedDone(
  analysis: Analysis,
  unit: LoweredUnit,
  channel: LocalChannel,
  start: Start,
  channels: readonly LocalChannel[],
): WaitObservation | undefined {
  if (channel.closes.length === 0) return undefined;
  if (channel.closes.some(({ body }) => isInside(body, start.body))) return undefined;
  if (channel.lent.some((one) => one.call.step.pos < start.at.step.pos && mayBeClosedBy(analysis, one)))
    return undefined;
  const wait = waitIn(analysis, channel, start.body);
  if (wait === undefined) return undefined;
  // A value wakes a single receive, a loop goes on with the next.
  const isLoop = wait.step.op === 'receive' && wait.step.isRange;
  if (channel.sends.length > 0 && !isLoop) return undefined;
  const closes = (step: Step): boolean =>
    step.op === 'call' &&
    step.callee.kind === 'builtin' &&
    step.callee.name === 'close' &&
    isPlace(step.args[0], channel.root);
  // What it sends after the wait tells that it waits no more.
  const told = channels.filter((other) => other !== channel && isSentAfter(other, wait, start.body));
  const endsAt = (step: Step): boolean => closes(step) || told.some(({ root }) => receivesFrom(root)(step));
  const { shortest, isEnded } = leaves(analysis, unit, start, channel.root, endsAt, assignedIn(unit, start.body));
  if (shortest === undefined || !isEnded) return undefined;
  return waitOf('done-not-closed', unit, start.at.body, channel, wait, shortest.pos, pathOf(channel, start, shortest));
}

/** Whether a channel is only sent to or closed by a goroutine when it has come past a wait of its own. */
function isSentAfter({ sends, closes }: LocalChannel, wait: At<Step>, body: Body): boolean {
  const wakers: readonly At<Step>[] = [...sends, ...closes];
  return (
    wakers.length > 0 &&
    wait.body === body &&
    wakers.every(
      (at) =>
        at.body === body &&
        at.block.loops.length === 0 &&
        (at.block === wait.block ? at.index > wait.index : !isAfter(at.block, wait.block)),
    )
  );
}

/** Whether who was handed the channel may close it: one that only reads cannot, and of one whose source is here it is seen. */
function mayBeClosedBy(analysis: Analysis, { call: { step }, argument }: LocalChannel['lent'][number]): boolean {
  const { callee } = step;
  if (callee.kind !== 'static' && callee.kind !== 'invoke') return true;
  const source = callee.kind === 'static' ? analysis.sourceOf(callee.func) : undefined;
  const given = source?.body.parameters[argument];
  if (source !== undefined && given !== undefined)
    return [...stepsOf(source)].some(({ step: one }) => handedOn(one).some((value) => holdsRoot(value, given)));
  const { params } = callee.func.type;
  const parameter = params.vars[Math.min(argument, params.vars.length - 1)];
  const type = parameter === undefined ? undefined : under(parameter.type);
  return type?.kind !== 'Chan' || type.dir !== 'recv';
}

/** A look at the channel that does not wait, in a body that can end otherwise. */
function isGlance({ step, body }: At<ReceiveStep>): boolean {
  if (step.select?.body.some(({ comm }) => comm === undefined) !== true) return false;
  return body.blocks.flatMap(({ steps }) => steps).filter(({ op }) => op === 'return').length > 1;
}

/** Where the goroutine waits for the channel, itself or in a function that it hands it to. */
function waitIn(analysis: Analysis, channel: LocalChannel, body: Body): At<Step> | undefined {
  const own = channel.receives.find((at) => isInside(at.body, body) && !isGlance(at));
  if (own !== undefined) return own;
  return channel.lent.find(({ call, argument }) => {
    if (!isInside(call.body, body) || call.step.callee.kind !== 'static') return false;
    const callee = analysis.sourceOf(call.step.callee.func);
    const parameter = callee?.body.parameters[argument];
    if (callee === undefined || parameter === undefined) return false;
    return [...stepsOf(callee)].some(({ step }) => step.op === 'receive' && isPlace(step.channel, parameter));
  })?.call;
}

/** Variables of the function around it that a goroutine sets before it ends. */
function assignedIn(unit: LoweredUnit, body: Body): ReadonlySet<number> {
  const roots = new Set<number>();
  for (const at of stepsOf(unit)) {
    if (at.step.op !== 'move' || !isInside(at.body, body)) continue;
    const { root } = at.step.to;
    if (root.body !== undefined && !isInside(root.body, body)) roots.add(root.id);
  }
  return roots;
}

function waitOf(
  shape: WaitObservation['shape'],
  unit: LoweredUnit,
  outer: Body,
  channel: LocalChannel,
  at: At<Step>,
  missing: number,
  path: readonly PathStep[],
): WaitObservation {
  return {
    kind: 'wait',
    shape,
    at: spanOf(at.step.pos),
    channel: channel.root.variable?.name ?? 'the channel',
    function: outer.name,
    packagePath: unit.pkg.path,
    origin: spanOf(channel.make.step.pos),
    missing: spanOf(missing),
    path,
    assumption: undefined,
  };
}

function pathOf(channel: LocalChannel, start: Start, outcome: Outcome): PathStep[] {
  return [
    note(channel.make.step.pos, channel.isBuffered ? 'the channel is made' : 'the channel is made, without a buffer'),
    note(start.at.step.pos, 'the goroutine is started'),
    ...conditionsOf(outcome),
    note(outcome.pos, 'the function ends'),
  ];
}

export function conditionsOf(outcome: Outcome): PathStep[] {
  return outcome
    .trace()
    .map(({ pos, end, isTaken }) =>
      isTaken === undefined ? { kind: 'clause', pos, end } : { kind: 'condition', pos, end, isTaken },
    );
}

export function note(pos: number, text: string): PathStep {
  return { kind: 'note', ...spanOf(pos), text };
}
