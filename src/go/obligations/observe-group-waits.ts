// Goroutines of a group that ends when one of them fails, of which one waits for something else alone: where another fails,
// the group is waited for, and this one does not end.
//
//	group, ctx := errgroup.WithContext(ctx)
//	group.Go(func() error { return serve(ctx) })
//	group.Go(func() error {
//		<-reconnect                     // and not ctx.Done()
//		return errors.New("reconnect")
//	})
//	return group.Wait()

import { funcName } from '#go/types/function-name.js';
import type { WaitObservation } from '#program/lifecycle.js';
import { type At, isPlace, type Start, startsOf, stepsOf } from './channels.js';
import type { CallStep, LoweredUnit, Path, ReceiveStep, Root, Step, Value } from './ir.js';
import { note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';

const withContext = 'golang.org/x/sync/errgroup.WithContext';

export function observeGroupWaits(unit: LoweredUnit): WaitObservation[] {
  if (unit.bodies.length < 3) return [];
  const all = [...stepsOf(unit)];
  return all.flatMap(({ step }) => {
    if (step.op !== 'call' || !isGroupMade(step)) return [];
    const [group, context] = step.results.map((root) => variableOf(all, root));
    if (group === undefined || context === undefined || !isWaitedFor(all, group)) return [];
    const members = startsOf(unit).filter(({ at }) => isPlace(at.step.receiver, group));
    if (members.length < 2) return [];
    return members.flatMap((member) => lonelyWait(unit, all, step, member) ?? []);
  });
}

function isGroupMade({ callee }: CallStep): boolean {
  if (callee.kind === 'static') return funcName(callee.func) === withContext;
  return callee.kind === 'value' && `${callee.package ?? ''}.${callee.name}` === withContext;
}

/** The one variable that a result is put into. */
export function variableOf(all: readonly At<Step>[], result: Root): Root | undefined {
  const moves = all.flatMap(({ step }) => (step.op === 'move' && isPlace(step.from, result) ? [step.to] : []));
  const [to] = moves;
  return to !== undefined && moves.length === 1 && to.fields.length === 0 ? to.root : undefined;
}

function isWaitedFor(all: readonly At<Step>[], group: Root): boolean {
  return all.some(({ step }) => {
    if (step.op !== 'call' || !isPlace(step.receiver, group)) return false;
    const { callee } = step;
    return (callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : '') === 'Wait';
  });
}

/** A receive without another way out, from what was there before the function and what the function itself does not wake. */
function lonelyWait(
  unit: LoweredUnit,
  all: readonly At<Step>[],
  made: CallStep,
  { at: start, body }: Start,
): WaitObservation | undefined {
  const wait = all.find((at): at is At<ReceiveStep> => at.body === body && at.step.op === 'receive');
  if (wait === undefined || wait.step.select !== undefined || wait.step.isRange) return undefined;
  const { channel } = wait.step;
  if (channel.kind !== 'path' || !isOthers(unit, channel) || all.some(({ step }) => wakes(step, channel)))
    return undefined;
  return {
    kind: 'wait',
    shape: 'goroutine-in-group',
    at: spanOf(wait.step.pos),
    channel: nameOf(channel),
    function: body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(made.pos),
    missing: spanOf(wait.step.pos),
    path: [
      note(made.pos, 'the group is made, with a context that ends when one of its goroutines fails'),
      note(start.step.pos, 'the goroutine is started'),
      note(wait.step.pos, 'it waits only for this'),
    ],
    assumption: undefined,
  };
}

/** Whether a channel was there before the function: a parameter, a package's, or in an object that is not made here. */
function isOthers(unit: LoweredUnit, { root, fields }: Path): boolean {
  if (root.variable === undefined) return false;
  if (root.body === undefined || root.parameter !== undefined) return true;
  return fields.length > 0 && !unit.fresh.has(root.id);
}

function wakes(step: Step, { key }: Path): boolean {
  const is = (value: Value | undefined): boolean => value?.kind === 'path' && value.key === key;
  if (step.op === 'send') return is(step.channel);
  return step.op === 'call' && step.callee.kind === 'builtin' && step.callee.name === 'close' && is(step.args[0]);
}
