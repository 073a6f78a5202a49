// A lock that is kept across a wait for somebody who takes the same lock first, or in a loop that it ends before it wakes.
//
//	func (q *queue) wait() { q.mu.Lock(); defer q.mu.Unlock(); <-q.ready }
//	func (q *queue) put()  { q.mu.Lock(); defer q.mu.Unlock(); q.ready <- struct{}{} }
//
// Told of channels in fields that only this package can use and that are handed to nobody, and of a goroutine that the
// function starts with the lock held. All who send or close must hold the lock as they do, and no condition may say whether
// to wait.

import { funcName } from '#go/types/function-name.js';
import type { Package, Var } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, localChannels, startsOf, stepsOf } from './channels.js';
import { type Block, type Body, eachPlace, handedOn, type LoweredUnit, type Path, type Step } from './ir.js';
import { note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';

export function observeLockWaits(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  return [...onFields(units, pkg), ...units.flatMap((unit) => onStarted(analysis, unit))];
}

/** One end of a channel in a field. */
interface End {
  readonly unit: LoweredUnit;
  readonly at: At<Step>;
  readonly channel: Path;
}

function onFields(units: readonly LoweredUnit[], pkg: Package): WaitObservation[] {
  const receives = new Map<Var, End[]>();
  const wakers = new Map<Var, End[]>();
  const others = new Set<Var>();
  const add = (to: Map<Var, End[]>, channel: Path, unit: LoweredUnit, at: At<Step>): void => {
    const field = channel.vars.at(-1);
    if (field === undefined || channel.fields.at(-1) === '[]') return;
    to.set(field, [...(to.get(field) ?? []), { unit, at, channel }]);
  };
  for (const unit of units) {
    for (const at of stepsOf(unit)) {
      const { step } = at;
      if (step.op === 'receive' && step.channel.kind === 'path') add(receives, step.channel, unit, at);
      const isClose = step.op === 'call' && step.callee.kind === 'builtin';
      if (step.op === 'send' && step.channel.kind === 'path') add(wakers, step.channel, unit, at);
      const [closed] = isClose && step.callee.name === 'close' ? step.args : [];
      if (closed?.kind === 'path') add(wakers, closed, unit, at);
      for (const value of handedOn(step)) {
        eachPlace(value, ({ vars }) => {
          const field = vars.at(-1);
          if (field !== undefined && !isClose) others.add(field);
        });
      }
    }
  }
  return [...receives].flatMap(([field, ends]) => {
    if (field.pkg !== pkg || field.exported || others.has(field) || under(field.type).kind !== 'Chan') return [];
    const all = wakers.get(field) ?? [];
    if (all.length === 0) return [];
    return ends.flatMap((end) => {
      const { step } = end.at;
      if (step.op !== 'receive' || step.select !== undefined || step.isRange || !isAlways(end.at)) return [];
      const lock = locksAt(end.at).find((held) =>
        all.every((waker) =>
          [...locksAt(waker.at), ...lockedInLoop(waker)].some((other) => isSameLock(end, held, waker, other)),
        ),
      );
      const [waker] = all;
      return lock === undefined || waker === undefined ? [] : [observation(end, lock, waker.at)];
    });
  });
}

/** The locks that a loop takes which is gone through before a step: in its body, or in that which defers it. */
function lockedInLoop({ unit, at }: End): readonly Path[] {
  if (at.block.loops.length > 0) return [];
  const { outer } = at.body;
  const isDeferred = outer !== undefined && isDeferredIn(outer, at.body);
  if (outer !== undefined && !isDeferred) return [];
  const body = outer ?? at.body;
  return unit.body === body
    ? body.blocks.flatMap(({ steps, loops }) => (loops.length === 0 ? [] : steps.flatMap((step) => isLock(step) ?? [])))
    : [];
}

function isDeferredIn({ blocks }: Body, literal: Body): boolean {
  return blocks.some(({ steps }) =>
    steps.some(
      (step) =>
        step.op === 'call' && step.mode === 'defer' && step.callee.kind === 'literal' && step.callee.body === literal,
    ),
  );
}

/** Whether every way through a function leads over a step: no flag says whether there is something to wait for. */
function isAlways({ body, block }: At<Step>): boolean {
  const seen = new Set<Block>([body.entry]);
  for (const at of seen) {
    if (at === block) continue;
    if (at.steps.some(({ op }) => op === 'return')) return false;
    for (const { to } of at.edges) seen.add(to);
  }
  return true;
}

/** Whether two places are the lock of the object whose channel is meant: reached from it by the same fields. */
function isSameLock(end: End, held: Path, waker: End, other: Path): boolean {
  const field = held.vars.at(-1);
  if (field === undefined || other.vars.at(-1) !== field) return false;
  return beside(end.channel, held) === beside(waker.channel, other) && beside(end.channel, held) !== undefined;
}

/** How a lock is reached from where the channel is; undefined where they have not the same root. */
function beside(channel: Path, lock: Path): string | undefined {
  if (channel.root !== lock.root) return undefined;
  const shared = channel.fields.findIndex((field, i) => lock.fields[i] !== field);
  const n = shared === -1 ? channel.fields.length : shared;
  return `${channel.fields.slice(n).join('.')}|${lock.fields.slice(n).join('.')}`;
}

/** A goroutine of the function that takes the lock before it wakes the function, which waits with the lock held. */
function onStarted(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const starts = startsOf(unit);
  if (starts.length === 0) return [];
  return localChannels(analysis, unit).flatMap((channel) => {
    const wakers: readonly At<Step>[] = [...channel.sends, ...channel.closes];
    const [receive] = channel.receives;
    if (receive === undefined || wakers.length === 0 || channel.lent.length > 0 || channel.receives.length > 1)
      return [];
    if (receive.step.select !== undefined || receive.body !== channel.make.body) return [];
    const held = locksAt(receive);
    const lock = held.find((place) =>
      wakers.every((waker) => {
        const start = starts.find(({ body }) => body === waker.body);
        if (start === undefined || start.at.body !== receive.body) return false;
        // Started with the lock held, it can only take it when it has been given back.
        return locksAt(start.at).some(isAt(place)) && takenBefore(waker).some(isAt(place));
      }),
    );
    const [waker] = wakers;
    if (lock === undefined || waker === undefined) return [];
    const place = { ...lock, root: channel.root, fields: [], vars: [] };
    return [observation({ unit, at: receive, channel: place }, lock, waker)];
  });
}

const isAt =
  (place: Path) =>
  ({ key }: Path): boolean =>
    key === place.key;

const lockName = /^\(\*sync\.(RW)?Mutex\)\.Lock$/;

function isLock(step: Step): Path | undefined {
  return callOn(step, lockName);
}

function callOn(step: Step, name: RegExp): Path | undefined {
  if (step.op !== 'call' || step.mode !== 'call' || step.callee.kind !== 'static') return undefined;
  return step.receiver?.kind === 'path' && name.test(funcName(step.callee.func)) ? step.receiver : undefined;
}

/** The locks that are taken on every way to a step and not given back before it. */
function locksAt(at: At<Step>): readonly Path[] {
  return takenBefore(at).filter((place) => !isFreeAt(at, place));
}

/** The locks that are taken on every way from the start of a body to a step of it. */
function takenBefore({ body, block, index }: At<Step>): readonly Path[] {
  const taken = new Map<string, Path>();
  for (const { steps } of body.blocks) {
    for (const step of steps) {
      const place = isLock(step);
      if (place !== undefined) taken.set(place.key, place);
    }
  }
  return [...taken.values()].filter((place) => {
    const takes = (step: Step): boolean => isLock(step)?.key === place.key;
    return !isReached(body.entry, 0, block, index, takes);
  });
}

/** Whether a way leads to a step with the lock given back. */
function isFreeAt({ body, block, index }: At<Step>, place: Path): boolean {
  const takes = (step: Step): boolean => isLock(step)?.key === place.key;
  return body.blocks.some((from) =>
    from.steps.some((step, i) => {
      const free = callOn(step, /^\(\*sync\.(RW)?Mutex\)\.Unlock$/);
      return free?.key === place.key && isReached(from, i + 1, block, index, takes);
    }),
  );
}

/** Whether a way leads from one step to another without one that `but` meets. */
function isReached(from: Block, start: number, to: Block, end: number, but: (step: Step) => boolean): boolean {
  const seen = new Set<Block>();
  const queue: [Block, number][] = [[from, start]];
  for (const [block, first] of queue) {
    const last = block === to && first <= end ? end : block.steps.length;
    if (block.steps.slice(first, last).some(but)) continue;
    if (block === to && first <= end) return true;
    for (const edge of block.edges) {
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push([edge.to, 0]);
    }
  }
  return false;
}

function observation({ unit, at, channel }: End, lock: Path, waker: At<Step>): WaitObservation {
  return {
    kind: 'wait',
    shape: 'lock-across-wait',
    at: spanOf(at.step.pos),
    channel: nameOf(channel),
    function: at.body.name,
    packagePath: unit.pkg.path,
    origin: undefined,
    missing: spanOf(waker.step.pos),
    path: [
      note(lock.pos, 'the lock is taken'),
      note(at.step.pos, 'it is held while this waits'),
      note(waker.step.pos, 'this is to wake it, and takes the lock first'),
    ],
    assumption: undefined,
  };
}
