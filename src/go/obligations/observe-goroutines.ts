// Goroutines that go on after what they work for: a loop over a ticker's channel, which stopping does not end, and a
// helper that waits for its owner's end while the function that started it comes and goes.

import { funcName } from '#go/types/function-name.js';
import type { Func, Package, Var } from '#go/types/object.js';
import { deref, type Named, type Type, unalias } from '#go/types/type.js';
import type { PathStep, WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, type Start, startsOf, stepsOf } from './channels.js';
import {
  type Body,
  type CallStep,
  isInside,
  type LoweredUnit,
  type Path,
  type ReceiveStep,
  type Step,
  type Value,
} from './ir.js';
import { note } from './observe-channels.js';
import { spanOf } from './observe-paths.js';
import { isOwnRelease } from './owner-type.js';

export function observeGoroutines(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  const found: WaitObservation[] = [];
  for (const unit of units) {
    for (const at of stepsOf(unit)) {
      const { step } = at;
      if (step.op === 'receive' && step.isRange) {
        const one = endlessTicks(units, unit, { ...at, step });
        if (one !== undefined) found.push(one);
      }
    }
    for (const start of startsOf(unit)) {
      const one = waitingHelper(units, unit, start);
      if (one !== undefined) found.push(one);
    }
    for (const goroutine of goroutinesOf(analysis, unit)) {
      const one = endlessLoop(analysis, unit, goroutine) ?? unclosedRange(analysis, pkg, units, unit, goroutine);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

// ---- Loops over a ticker ---------------------------------------------------------------------------------

/** The place of a ticker whose channel this is. */
function tickerOf(
  value: Value | undefined,
): { readonly key: string; readonly field: Var | undefined; readonly path: Path } | undefined {
  if (value?.kind !== 'path' || value.fields.at(-1) !== 'C') return undefined;
  const c = value.vars.at(-1);
  if (c?.pkg?.path !== 'time') return undefined;
  return { key: value.key.slice(0, -2), field: value.vars.at(-2), path: value };
}

/** What a local variable is given, where that happens once: `ticks := t.ticker.C`. */
function onlySource(unit: LoweredUnit, value: Value): Value | undefined {
  if (value.kind !== 'path' || value.fields.length > 0 || value.root.parameter !== undefined) return undefined;
  const moves = [...stepsOf(unit)].flatMap(({ step }) =>
    step.op === 'move' && step.to.key === value.key ? [step.from] : [],
  );
  return moves.length === 1 ? moves[0] : undefined;
}

function endlessTicks(
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  at: At<ReceiveStep>,
): WaitObservation | undefined {
  const ticker = tickerOf(at.step.channel) ?? tickerOf(onlySource(unit, at.step.channel));
  if (ticker === undefined) return undefined;
  // A way out of the loop needs a tick, and after Stop there is none.
  const isTicker = (value: Value | undefined): boolean =>
    value?.kind === 'path' &&
    (ticker.field === undefined ? value.key === ticker.key : value.vars.at(-1) === ticker.field);
  let stop: At<CallStep> | undefined;
  let made: Step | undefined;
  for (const other of units) {
    if (ticker.field === undefined && other !== unit) continue;
    for (const one of stepsOf(other)) {
      const { step } = one;
      if (step.op === 'call' && (step.callee.kind === 'static' || step.callee.kind === 'invoke')) {
        // Stopped after the loop, it is never stopped; stopped elsewhere, the loop was meant to end with it.
        if (step.callee.func.name === 'Stop' && isTicker(step.receiver) && !isInside(one.body, at.body))
          stop ??= { ...one, step };
      }
      if (step.op === 'move' && isTicker(step.to) && step.from.kind === 'path') made ??= step;
    }
  }
  if (stop === undefined) return undefined;
  const origin = made?.pos ?? at.step.pos;
  return {
    kind: 'wait',
    shape: 'range-over-ticker',
    at: spanOf(at.step.pos),
    channel: nameOf(ticker.path),
    function: at.body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(origin),
    missing: spanOf(stop.step.pos),
    path: [
      note(origin, 'the ticker is made'),
      note(at.step.pos, 'the goroutine loops over its channel'),
      note(stop.step.pos, 'it is stopped here, which does not close the channel'),
    ],
    assumption: undefined,
  };
}

export function nameOf(path: Path): string {
  return [path.root.variable?.name ?? '', ...path.fields].filter((part) => part !== '').join('.');
}

// ---- Helpers that wait for their owner -------------------------------------------------------------------

function waitingHelper(units: readonly LoweredUnit[], unit: LoweredUnit, start: Start): WaitObservation | undefined {
  const { body } = start;
  const outer = start.at.body;
  const steps = [...stepsOf(unit)].filter((at) => isInside(at.body, body));
  const waits = steps.filter(({ step }) => step.op === 'receive' || step.op === 'send');
  const [wait] = waits;
  if (wait === undefined || waits.length > 1 || wait.step.op !== 'receive') return undefined;
  const { channel, select, isRange } = wait.step;
  if (select !== undefined || isRange || channel.kind !== 'path' || wait.body !== body) return undefined;
  // A channel in a field of what was there before the function.
  if (channel.vars.length === 0 || channel.vars.at(-1)?.pkg?.path === 'time' || unit.fresh.has(channel.root.id))
    return undefined;
  if (channel.root.body === body || body.blocks.some(({ loops }) => loops.length > 0)) return undefined;
  if (!worksFor(steps, outer, channel) || waitsItself(unit, outer, body, channel)) return undefined;
  const again = start.at.block.loops.some(({ kind }) => kind !== 'range')
    ? start.at.step.pos
    : calledInLoop(units, outer);
  if (again === undefined) return undefined;
  const last = outer.blocks.flatMap((block) => block.steps).findLast((step) => step.op === 'return');
  const end = returnAfter(outer, start.at.step) ?? last?.pos ?? outer.end;
  return {
    kind: 'wait',
    shape: 'goroutine-on-owner',
    at: spanOf(wait.step.pos),
    channel: nameOf(channel),
    function: outer.name,
    packagePath: unit.pkg.path,
    origin: spanOf(start.at.step.pos),
    missing: spanOf(end),
    path: [
      note(again, 'this is done again and again'),
      note(start.at.step.pos, 'each time a goroutine is started'),
      note(wait.step.pos, 'it waits only for this'),
      note(end, 'the function ends, the goroutine does not'),
    ],
    assumption: undefined,
  };
}

/** Whether the goroutine lets go of something that belongs to this run of the function, once it has waited. */
function worksFor(steps: readonly At<Step>[], outer: Body, channel: Path): boolean {
  return steps.some(({ step }) => {
    if (step.op !== 'call' || step.receiver?.kind !== 'path') return false;
    const { root } = step.receiver;
    return root.body === outer && root !== outer.receiver && root !== channel.root;
  });
}

/** Whether the function, too, waits for the channel. */
function waitsItself(unit: LoweredUnit, outer: Body, body: Body, channel: Path): boolean {
  const field = channel.vars.at(-1);
  return [...stepsOf(unit)].some(
    (at) =>
      at.step.op === 'receive' &&
      at.body === outer &&
      !isInside(at.body, body) &&
      at.step.channel.kind === 'path' &&
      at.step.channel.vars.at(-1) === field,
  );
}

/** Where the function is called round after round. */
function calledInLoop(units: readonly LoweredUnit[], outer: Body): number | undefined {
  if (outer.literal !== undefined) return undefined;
  for (const unit of units) {
    for (const { step, block } of stepsOf(unit)) {
      if (step.op !== 'call' || step.callee.kind !== 'static' || step.callee.func.origin.unit !== outer.unit) continue;
      if (block.loops.some(({ kind }) => kind === 'endless' || kind === 'condition' || kind === 'channel'))
        return step.pos;
    }
  }
  return undefined;
}

/** The first return after a step, in the order of the text. */
function returnAfter(body: Body, step: Step): number | undefined {
  const returns = body.blocks
    .flatMap((block) => block.steps)
    .filter((one) => one.op === 'return' && one.pos > step.pos);
  return returns.map(({ pos }) => pos).sort((a, b) => a - b)[0];
}

// ---- Goroutines that never end ---------------------------------------------------------------------------

interface Goroutine {
  readonly at: At<CallStep>;
  readonly unit: LoweredUnit;
  readonly body: Body;
  /** The object that it works for, as the goroutine and as the function that starts it see it. */
  readonly owner: Named;
  readonly release: Func;
}

/** Goroutines that are started on an object whose type has a release. */
function goroutinesOf(analysis: Analysis, unit: LoweredUnit): Goroutine[] {
  const found: Goroutine[] = [];
  for (const at of stepsOf(unit)) {
    const { step } = at;
    if (step.op !== 'call' || step.mode !== 'go') continue;
    let body: Body | undefined;
    let inner: LoweredUnit | undefined;
    let type: Type | undefined;
    if (step.callee.kind === 'literal') {
      body = step.callee.body;
      inner = unit;
      type = unit.body.receiver?.type;
    } else if (step.callee.kind === 'static' && step.receiver?.kind === 'path') {
      inner = analysis.sourceOf(step.callee.func);
      body = inner?.body;
      type = inner?.body.receiver?.type;
    }
    const owner = type === undefined ? undefined : unalias(deref(unalias(type)).type);
    if (body === undefined || inner === undefined || owner?.kind !== 'Named') continue;
    const { methods } = owner.origin;
    const release = methods.find(isOwnRelease) ?? methods.find(({ name }) => endsOwner.test(name));
    if (release === undefined || inner.pkg !== unit.pkg) continue;
    if (step.callee.kind === 'literal' && !usesReceiver(unit, body)) continue;
    found.push({ at: { ...at, step }, unit: inner, body, owner: owner.origin, release });
  }
  return found;
}

/** What ends an owner whatever it is told, as a handler of requests is. */
const endsOwner = /^(close|stop|shutdown|release|destroy)$/i;

function usesReceiver(unit: LoweredUnit, body: Body): boolean {
  const { receiver } = unit.body;
  return [...stepsOf(unit)].some(({ step, body: of }) => {
    if (!isInside(of, body)) return false;
    const value = step.op === 'call' ? step.receiver : step.op === 'receive' && step.isRange ? step.channel : undefined;
    return value?.kind === 'path' && value.root === receiver;
  });
}

/** A loop without any way out, which only ticks, sleeps and channels drive. */
function endlessLoop(analysis: Analysis, unit: LoweredUnit, goroutine: Goroutine): WaitObservation | undefined {
  const { body } = goroutine;
  const block = body.blocks.find(({ loops }) => loops.length === 1 && loops[0]?.kind === 'endless');
  const loop = block?.loops[0];
  if (loop === undefined) return undefined;
  const inLoop = body.blocks.filter((one) => one.loops.includes(loop));
  const isLeft = inLoop.some(
    (one) =>
      one.steps.some((step) => step.op === 'return' || (step.op === 'call' && mayEnd(step))) ||
      one.edges.some(({ to }) => !inLoop.includes(to)),
  );
  if (isLeft) return undefined;
  const drives = inLoop.flatMap(({ steps }) => steps).find((step) => isTick(step));
  if (drives === undefined) return undefined;
  return goroutineObservation(analysis, unit, goroutine, 'endless-loop', drives.pos, '', [
    note(goroutine.at.step.pos, 'the goroutine is started'),
    note(loop.pos, 'its loop has no way out'),
    note(goroutine.release.unit?.pos ?? goroutine.at.step.pos, 'the release does not reach it'),
  ]);
}

function mayEnd(step: CallStep): boolean {
  return step.callee.kind === 'builtin' && step.callee.name === 'panic';
}

/** A tick, a value or a sleep: nothing that fails when the owner is closed. */
function isTick(step: Step): boolean {
  if (step.op === 'receive') return !step.isRange;
  return step.op === 'call' && step.callee.kind === 'static' && funcName(step.callee.func) === 'time.Sleep';
}

/** A loop over a channel in a field that nothing in the package closes. */
function unclosedRange(
  analysis: Analysis,
  pkg: Package,
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  goroutine: Goroutine,
): WaitObservation | undefined {
  const { body } = goroutine;
  for (const block of body.blocks) {
    const step = block.steps.find((one) => one.op === 'receive' && one.isRange);
    if (step?.op !== 'receive' || step.channel.kind !== 'path') continue;
    const { channel } = step;
    const field = channel.vars.at(-1);
    if (field === undefined || field.pkg !== pkg || (field.exported && goroutine.owner.obj.exported)) continue;
    const loop = block.loops.at(-1);
    const inLoop = body.blocks.filter((one) => loop !== undefined && one.loops.includes(loop));
    if (inLoop.some((one) => one.steps.some((other) => other.op === 'return'))) continue;
    if (inLoop.some((one) => one !== block && one.edges.some(({ to }) => !inLoop.includes(to)))) continue;
    if (analysis.fields(pkg).isReleased(field) || isClosed(units, field)) continue;
    return goroutineObservation(analysis, unit, goroutine, 'range-without-close', step.pos, nameOf(channel), [
      note(goroutine.at.step.pos, 'the goroutine is started'),
      note(step.pos, 'it goes on until this channel is closed'),
      note(goroutine.release.unit?.pos ?? step.pos, 'the release does not close it, nor does anything else'),
    ]);
  }
  return undefined;
}

/** Whether a channel is closed anywhere, or comes from elsewhere. */
export function isClosed(units: readonly LoweredUnit[], field: Var): boolean {
  return units.some((unit) => {
    const steps = [...stepsOf(unit)];
    return steps.some(({ step }) => {
      if (step.op === 'call' && step.callee.kind === 'builtin' && step.callee.name === 'close') {
        const [channel] = step.args;
        return channel?.kind === 'path' && (channel.vars.at(-1) === field || isLinked(steps, channel, field));
      }
      // Set from something that is not made for it.
      if (step.op === 'move' && step.to.vars.at(-1) === field) return !isMade(steps, step.from);
      if (step.op === 'move' && step.from.kind === 'composite')
        return step.from.parts.some((part) => part.variable === field && !isMade(steps, part.value));
      return false;
    });
  });
}

/** Whether a local variable and a field are set from one another. */
function isLinked(steps: readonly At<Step>[], { root }: Path, field: Var): boolean {
  const is = (value: Value): boolean => value.kind === 'path' && value.root === root && value.fields.length === 0;
  return steps.some(({ step }) => {
    if (step.op !== 'move') return false;
    if (step.to.vars.at(-1) === field) return is(step.from);
    if (step.to.root === root) return step.from.kind === 'path' && step.from.vars.at(-1) === field;
    return step.from.kind === 'composite' && step.from.parts.some((part) => part.variable === field && is(part.value));
  });
}

function isMade(steps: readonly At<Step>[], value: Value): boolean {
  if (value.kind !== 'path' || value.fields.length > 0) return value.kind === 'nil';
  return steps.some(
    ({ step }) =>
      step.op === 'call' &&
      step.callee.kind === 'builtin' &&
      step.callee.name === 'make' &&
      step.results[0] === value.root,
  );
}

function goroutineObservation(
  analysis: Analysis,
  unit: LoweredUnit,
  { at, release, body }: Goroutine,
  shape: WaitObservation['shape'],
  pos: number,
  channel: string,
  path: readonly PathStep[],
): WaitObservation | undefined {
  const source = analysis.sourceOf(release);
  if (source === undefined) return undefined;
  return {
    kind: 'wait',
    shape,
    at: spanOf(pos),
    channel: channel === '' ? funcName(release) : channel,
    function: body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(at.step.pos),
    missing: spanOf(source.body.pos),
    path,
    assumption: undefined,
  };
}
