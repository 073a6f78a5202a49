// A context of this function that only a goroutine cancels, once it has waited for something else: where the function has
// its answer and ends, the goroutine and the context stay until that comes.
//
//	ctx, cancel := context.WithCancel(parent)
//	go func() {
//		<-quit                          // the caller's, and it may never come
//		cancel()
//	}()
//	return read(ctx)                    // nothing cancels afterwards
//
// Only of a context that is handed to nothing but calls that give an answer: it has done its work when they return.

import type { PathObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, startsOf, stepsOf } from './channels.js';
import {
  type Block,
  type Body,
  type CallStep,
  type LoweredUnit,
  type Path,
  type Root,
  type Step,
  usesRoot,
  type Value,
} from './ir.js';
import { isErrorType } from './lower-expression.js';
import { note } from './observe-channels.js';
import { variableOf } from './observe-group-waits.js';
import { acquisitionOf, isProgramEnd, spanOf } from './observe-paths.js';

export function observeLeftCancels(analysis: Analysis, unit: LoweredUnit): PathObservation[] {
  return [...stepsOf(unit)].flatMap((at): PathObservation[] => {
    const { step, body } = at;
    if (step.op !== 'call' || step.mode !== 'call' || isProgramEnd(body)) return [];
    const acquired = analysis
      .acquired(step, unit)
      .find(({ resource, result }) => resource === 'cancel' && result === 1);
    const wait = acquired === undefined ? undefined : leftTo(unit, { ...at, step });
    if (acquired === undefined || wait === undefined) return [];
    const end = firstReturn(body, step) ?? body.end - 1;
    return [
      {
        kind: 'path',
        acquisition: acquisitionOf({ acquired, step, body }),
        ending: 'exit',
        at: spanOf(end),
        path: [
          { kind: 'acquire', pos: step.pos, end: step.node.end },
          note(wait, 'the goroutine that cancels it waits for this first'),
          { kind: 'exit', ...spanOf(end) },
        ],
        others: [],
        isReleasedSomewhere: true,
        isHandedOnSomewhere: false,
        halfClosed: undefined,
        noOpRelease: undefined,
      },
    ];
  });
}

/** Where the one goroutine waits that cancels. */
function leftTo(unit: LoweredUnit, { step, body }: At<CallStep>): number | undefined {
  const every = [...stepsOf(unit)];
  const [context, cancel] = step.results.map((root) => variableOf(every, root));
  if (context === undefined || cancel === undefined || cancel.body !== body) return undefined;
  const all = every.filter((at) => at.step.pos > step.pos);
  const calls = all.filter((at) => isCallOf(at.step, cancel));
  const [call] = calls;
  const start = startsOf(unit).find((one) => one.at.body === body && one.body === call?.body);
  if (call === undefined || start?.at.step.mode !== 'go') return undefined;
  if (calls.some((at) => at.body !== start.body || (at.step.op === 'call' && at.step.mode !== 'call')))
    return undefined;
  const isOther = all.some(
    (at) =>
      usesRoot(at.step, cancel) ||
      (at.step.op === 'move' && at.step.to.root === cancel) ||
      !isAnswered(at, context, body, start.body),
  );
  return isOther ? undefined : waitBefore(unit, all, start.body, call, context);
}

function isCallOf(step: Step, cancel: Root): boolean {
  return step.op === 'call' && step.callee.kind === 'value' && isRoot(step.callee.value, cancel);
}

function isRoot(value: Value | undefined, root: Root): boolean {
  return value?.kind === 'path' && value.root === root && value.fields.length === 0;
}

/** Whether a step leaves the context alone, asks it, or hands it to a call whose answer is what it is for. */
function isAnswered({ step, body }: At<Step>, context: Root, own: Body, goroutine: Body): boolean {
  if (step.op === 'move' && isRoot(step.to, context)) return isMadeBefore(step.from);
  if (!usesRoot(step, context)) return true;
  if (step.op !== 'call' || step.mode !== 'call') return false;
  if (isRoot(step.receiver, context)) return body === own || body === goroutine;
  return body === own && step.results.some(({ type }) => !isErrorType(type));
}

/** The move of the result itself stands behind the call in the text. */
function isMadeBefore(value: Value): boolean {
  return value.kind === 'path' && value.root.variable === undefined;
}

/**
 * The first wait in a goroutine before a step, where all of them are for what was there before the function or for the
 * context itself, and every way to the step leads over one.
 */
function waitBefore(
  unit: LoweredUnit,
  all: readonly At<Step>[],
  { entry }: Body,
  to: At<Step>,
  context: Root,
): number | undefined {
  const seen = new Set<Block>([entry]);
  let wait: number | undefined;
  for (const block of seen) {
    const steps = block === to.block ? block.steps.slice(0, to.index) : block.steps;
    const receive = steps.find(({ op }) => op === 'receive');
    if (receive?.op === 'receive') {
      const channel = originOf(all, receive.channel);
      if (channel === undefined) return undefined;
      if (isRoot(channel, context)) continue;
      if (isOwn(unit, channel)) return undefined;
      wait ??= receive.pos;
      continue;
    }
    if (block === to.block) return undefined;
    for (const edge of block.edges) seen.add(edge.to);
  }
  return wait;
}

/** Whether a channel is in a variable of the function, or in an object that it makes. */
function isOwn(unit: LoweredUnit, { root, fields }: Path): boolean {
  if (root.body === undefined || root.parameter !== undefined) return false;
  return fields.length === 0 || unit.fresh.has(root.id);
}

/** The place of a channel, or of what gave it by its method Done. */
function originOf(all: readonly At<Step>[], channel: Value): Path | undefined {
  if (channel.kind !== 'path' || channel.root.variable !== undefined)
    return channel.kind === 'path' ? channel : undefined;
  const made = all.find(({ step }) => step.op === 'call' && step.results[0] === channel.root)?.step;
  if (made?.op !== 'call' || !('func' in made.callee) || made.callee.func.name !== 'Done') return undefined;
  return made.receiver?.kind === 'path' ? made.receiver : undefined;
}

function firstReturn(body: Body, after: Step): number | undefined {
  const returns = body.blocks.flatMap(({ steps }) => steps.filter(({ op, pos }) => op === 'return' && pos > after.pos));
  return returns.map(({ pos }) => pos).sort((a, b) => a - b)[0];
}
