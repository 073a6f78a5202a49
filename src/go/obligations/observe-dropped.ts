// What is acquired and put into a slice, map or channel of the function, which nothing takes it out of again and which goes
// nowhere: it is lost with it.
//
//	seen := map[string]*os.File{}
//	for _, name := range names {
//		f, err := os.Open(name)
//		if err != nil { return err }
//		seen[name] = f                          // and nobody asks for it
//	}
//	return nil

import { resourcesTold } from '#models/lifecycle.js';
import type { PathObservation } from '#program/lifecycle.js';
import type { Analysis, Explored } from './analysis.js';
import { localChannels } from './channels.js';
import type { LoweredUnit, Root } from './ir.js';
import { note } from './observe-channels.js';
import { containerAt, isHandedOn, isLookedAfter } from './observe-collected.js';
import { acquisitionOf, endOf, isProgramEnd, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';

export function observeDropped(
  analysis: Analysis,
  unit: LoweredUnit,
  explored: readonly Explored[],
): PathObservation[] {
  return explored.flatMap((one) => observe(analysis, unit, one) ?? []);
}

function observe(analysis: Analysis, unit: LoweredUnit, one: Explored): PathObservation | undefined {
  const { body, step, acquired, outcomes } = one;
  if (step.op !== 'call' || isProgramEnd(body) || acquired.isBelieved === true || acquired.isCustomary === true)
    return undefined;
  if (!resourcesTold.has(acquired.resource) || acquired.suffix !== '') return undefined;
  const isPut = (outcome: Outcome): boolean => isDead(unit, one, outcome) || isUnreceived(analysis, unit, outcome);
  const put = outcomes.find((outcome) => outcome.kind !== 'held' && isPut(outcome));
  // One that is let go of, or goes elsewhere, on another way is told of by others.
  if (put === undefined || !outcomes.every((outcome) => outcome.kind === 'held' || isPut(outcome))) return undefined;
  if (outcomes.some(({ kind }) => kind === 'held')) return undefined;
  return {
    kind: 'path',
    acquisition: acquisitionOf(one),
    ending: 'exit',
    at: spanOf(put.pos),
    path: [
      { kind: 'acquire', pos: step.pos, end: endOf(step) },
      note(put.pos, 'it is put here, and nothing takes it out again'),
    ],
    others: [],
    isReleasedSomewhere: false,
    isHandedOnSomewhere: false,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}

/** Whether it ends in a slice or map of the function that is filled and measured, and nothing else. */
function isDead(unit: LoweredUnit, { body }: Explored, { kind, pos }: Outcome): boolean {
  const container = kind === 'escaped' || kind === 'stored' ? containerAt(body.blocks, pos) : undefined;
  if (container === undefined || container.fields.some((field) => field !== '[]')) return false;
  const { root } = container;
  if (root.body !== body || root.parameter !== undefined || isResult(body.resultRoots, root)) return false;
  return !isHandedOn(body, root) && !isLookedAfter(unit, root);
}

function isResult(results: readonly (Root | undefined)[], root: Root): boolean {
  return results.includes(root);
}

/** Whether it ends in a channel of the function that nothing receives from. */
function isUnreceived(analysis: Analysis, unit: LoweredUnit, { kind, place }: Outcome): boolean {
  if (kind !== 'sent' || place === undefined || place.fields.length > 0) return false;
  const channel = localChannels(analysis, unit).find(({ root }) => root === place.root);
  return channel?.isBuffered === true && channel.receives.length === 0 && channel.lent.length === 0;
}
