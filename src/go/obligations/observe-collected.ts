// What a loop acquires round by round and puts into a local slice or map, which the function hands on when it is full: a
// round that fails and returns leaves what the rounds before have put there.
//
//	for _, name := range names {
//		l, err := net.Listen("tcp", name)
//		if err != nil { return nil, err }    // and the listeners of the rounds before?
//		all = append(all, l)
//	}
//	return all, nil
//
// Quiet where anything but growing, measuring and returning is done with the container: then something may let go of it.

import { resourcesTold } from '#models/lifecycle.js';
import type { PathObservation } from '#program/lifecycle.js';
import type { Explored } from './analysis.js';
import { stepsOf } from './channels.js';
import {
  type Block,
  type Body,
  holdsRoot,
  type Loop,
  type LoweredUnit,
  type Path,
  type Root,
  usesRoot,
  type Value,
} from './ir.js';
import { isErrorType } from './lower-expression.js';
import { note } from './observe-channels.js';
import { acquisitionOf, endOf, spanOf } from './observe-paths.js';

export function observeCollected(unit: LoweredUnit, explored: readonly Explored[]): PathObservation[] {
  return explored.flatMap((one) => observe(unit, one) ?? []);
}

function observe(unit: LoweredUnit, one: Explored): PathObservation | undefined {
  const { body, step, acquired, outcomes } = one;
  if (step.op !== 'call' || !resourcesTold.has(acquired.resource) || acquired.suffix !== '') return undefined;
  const block = body.blocks.find(({ steps }) => steps.includes(step));
  const loop = block?.loops.at(-1);
  if (block === undefined || loop === undefined) return undefined;
  const blocks = body.blocks.filter(({ loops }) => loops.includes(loop));
  const put = outcomes.find(
    ({ kind, pos }) => (kind === 'escaped' || kind === 'stored') && containerAt(blocks, pos) !== undefined,
  );
  const container = put === undefined ? undefined : containerAt(blocks, put.pos);
  if (put === undefined || container === undefined) return undefined;
  const { root } = container;
  if (root.body !== body || root.parameter !== undefined || isMadeIn(body, loop, root)) return undefined;
  if (!isHandedOn(body, root) || isLookedAfter(unit, root)) return undefined;
  const left = failingReturn(body, loop, root, step.pos);
  if (left === undefined) return undefined;
  return {
    kind: 'path',
    acquisition: acquisitionOf(one),
    ending: 'exit',
    at: spanOf(left),
    path: [
      { kind: 'acquire', pos: step.pos, end: endOf(step) },
      note(put.pos, 'each round puts what it has acquired here'),
      { kind: 'exit', ...spanOf(left), text: 'a later round fails, and leaves what the rounds before have put there' },
    ],
    others: [],
    isReleasedSomewhere: false,
    isHandedOnSomewhere: true,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}

/** The container whose element is set at a place in some blocks. */
export function containerAt(blocks: readonly Block[], pos: number): Path | undefined {
  for (const block of blocks) {
    for (const step of block.steps) {
      if (step.op !== 'move' || step.pos !== pos || step.to.fields.at(-1) !== '[]') continue;
      if (step.to.root.variable !== undefined) return step.to;
      // The result of append, which goes back into the variable.
      const back = block.steps.find(
        (other) => other.op === 'move' && other.from.kind === 'path' && other.from.key === `${step.to.root.id}`,
      );
      if (back?.op === 'move' && back.to.root.variable !== undefined) return back.to;
    }
  }
  return undefined;
}

/** Whether the variable is set anew in each round. */
function isMadeIn(body: Body, loop: Loop, root: Root): boolean {
  return body.blocks.some(
    ({ steps, loops }) =>
      loops.includes(loop) &&
      steps.some(
        (step) =>
          step.op === 'move' && step.to.key === `${root.id}` && !holdsRoot(step.from, root) && !isGrown(step.from),
      ),
  );
}

function isGrown(value: Value): boolean {
  return value.kind === 'path' && value.root.variable === undefined;
}

/** Whether some way out hands the container to the caller. */
export function isHandedOn(body: Body, root: Root): boolean {
  return body.blocks.some(({ steps }) =>
    steps.some((step) => step.op === 'return' && step.values.some((value) => holdsRoot(value, root))),
  );
}

const measuring = /^(len|cap|make|append|new)$/;

/** Whether the container or an element of it goes anywhere else: into a call, another variable, a loop over it, a literal. */
export function isLookedAfter(unit: LoweredUnit, root: Root): boolean {
  return [...stepsOf(unit)].some(({ step, body }) => {
    if (!usesRoot(step, root)) return false;
    if (body !== root.body) return true;
    if (step.op === 'return') return false;
    if (step.op === 'call') return step.callee.kind !== 'builtin' || !measuring.test(step.callee.name);
    // Growing it: from itself into the result of append.
    if (step.op === 'move')
      return !(step.from.kind === 'path' && step.from.fields.length === 0 && step.to.root.variable === undefined);
    return true;
  });
}

/** The first return in the loop, after the acquire, that gives an error and not the container. */
function failingReturn(body: Body, loop: Loop, root: Root, after: number): number | undefined {
  const last = body.results.at(-1);
  if (last === undefined || !isErrorType(last)) return undefined;
  return body.blocks
    .filter(({ loops }) => loops.includes(loop))
    .flatMap(({ steps }) => steps)
    .filter(
      (step) =>
        step.op === 'return' &&
        step.pos > after &&
        step.values.at(-1)?.kind !== 'nil' &&
        !step.values.some((value) => holdsRoot(value, root)),
    )
    .map(({ pos }) => pos)
    .sort((a, b) => a - b)[0];
}
