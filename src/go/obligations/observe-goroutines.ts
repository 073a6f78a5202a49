// Goroutines that go on after what they work for: a loop over a ticker's channel, which stopping does not end, and a
// helper that waits for its owner's end while the function that started it comes and goes.

import type { WaitObservation } from '#program/lifecycle.js';
import type { Package, Var } from '#go/types/object.js';
import type { Analysis } from './analysis.js';
import { type At, isInside, type Start, startsOf, stepsOf } from './channels.js';
import type { Body, CallStep, LoweredUnit, Path, ReceiveStep, Step, Value } from './ir.js';
import { note } from './observe-channels.js';
import { spanOf } from './observe-paths.js';

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
  }
  return found;
}

// ---- Loops over a ticker ---------------------------------------------------------------------------------

/** The place of a ticker whose channel this is. */
function tickerOf(value: Value): { readonly key: string; readonly field: Var | undefined; readonly path: Path } | undefined {
  if (value.kind !== 'path' || value.fields.at(-1) !== 'C') return undefined;
  const c = value.vars.at(-1);
  if (c?.pkg?.path !== 'time') return undefined;
  return { key: value.key.slice(0, -2), field: value.vars.at(-2), path: value };
}

function endlessTicks(
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  at: At<ReceiveStep>,
): WaitObservation | undefined {
  const ticker = tickerOf(at.step.channel);
  const loop = at.block.loops.at(-1);
  if (ticker === undefined || loop === undefined) return undefined;
  const inLoop = at.body.blocks.filter((block) => block.loops.includes(loop));
  const isLeft = inLoop.some(
    (block) =>
      block.steps.some((step) => step.op === 'return') ||
      (block !== at.block && block.edges.some(({ to }) => !inLoop.includes(to))),
  );
  if (isLeft) return undefined;
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
        if (step.callee.func.name === 'Stop' && isTicker(step.receiver) && !isInside(one.body, at.body)) stop ??= { ...one, step };
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
  if (channel.vars.length === 0 || channel.vars.at(-1)?.pkg?.path === 'time' || unit.fresh.has(channel.root.id)) return undefined;
  if (channel.root.body === body || body.blocks.some(({ loops }) => loops.length > 0)) return undefined;
  if (!worksFor(steps, outer, channel) || waitsItself(unit, outer, body, channel)) return undefined;
  const again = start.at.block.loops.some(({ kind }) => kind !== 'range') ? start.at.step.pos : calledInLoop(units, outer);
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
      if (block.loops.some(({ kind }) => kind === 'endless' || kind === 'condition' || kind === 'channel')) return step.pos;
    }
  }
  return undefined;
}

/** The first return after a step, in the order of the text. */
function returnAfter(body: Body, step: Step): number | undefined {
  const returns = body.blocks.flatMap((block) => block.steps).filter((one) => one.op === 'return' && one.pos > step.pos);
  return returns.map(({ pos }) => pos).sort((a, b) => a - b)[0];
}
