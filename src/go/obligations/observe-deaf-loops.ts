// Goroutines whose loop ends only when a channel in a field says so, where nothing ever says it: nothing in the package
// closes the channel, sends to it or hands it on. Told where the type that has the field has a release, which is where the
// channel was meant to be closed.

import { funcName } from '#go/types/function-name.js';
import type { Package, Var } from '#go/types/object.js';
import { deref, type Named, unalias } from '#go/types/type.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, stepsOf } from './channels.js';
import type { Block, Body, CallStep, LoweredUnit, Path, ReceiveStep } from './ir.js';
import { note } from './observe-channels.js';
import { isClosed, nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';
import { isOwnRelease } from './owner-type.js';

export function observeDeafLoops(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  return units.flatMap((unit) =>
    [...stepsOf(unit)].flatMap((at) => {
      const { step } = at;
      if (step.op !== 'call' || step.mode !== 'go') return [];
      return observe(analysis, pkg, units, unit, { ...at, step }) ?? [];
    }),
  );
}

function observe(
  analysis: Analysis,
  pkg: Package,
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  start: At<CallStep>,
): WaitObservation | undefined {
  const { callee } = start.step;
  const source = callee.kind === 'static' ? analysis.sourceOf(callee.func) : undefined;
  const body = callee.kind === 'literal' ? callee.body : source?.body;
  if (body === undefined || body.pkg !== pkg) return undefined;
  const exits = exitsOf(body);
  const [first] = exits ?? [];
  if (exits === undefined || first === undefined) return undefined;
  for (const { channel } of exits) {
    const field = channel.vars.at(-1);
    if (field === undefined || field.pkg !== pkg || isHeard(analysis, pkg, units, field)) return undefined;
  }
  const owner = ownerOf(first.channel);
  const release = owner?.methods.find(isOwnRelease);
  const releaseUnit = release === undefined ? undefined : analysis.sourceOf(release);
  const field = first.channel.vars.at(-1);
  if (owner === undefined || release === undefined || releaseUnit === undefined) return undefined;
  if (field?.exported === true && owner.obj.exported) return undefined;
  return {
    kind: 'wait',
    shape: 'range-without-close',
    at: spanOf(first.step.pos),
    channel: nameOf(first.channel),
    function: body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(start.step.pos),
    missing: spanOf(releaseUnit.body.pos),
    path: [
      note(start.step.pos, 'the goroutine is started'),
      note(first.step.pos, 'it goes on until this channel is closed'),
      note(releaseUnit.body.pos, `${funcName(release)} does not close it, nor does anything else`),
    ],
    assumption: undefined,
  };
}

interface Exit {
  readonly step: ReceiveStep;
  readonly channel: Path;
}

/** The receives that lead out of the only loop of a body; undefined if something else does, or if there is no such loop. */
function exitsOf(body: Body): readonly Exit[] | undefined {
  const loop = body.blocks.flatMap(({ loops }) => loops).find(({ kind }) => kind === 'endless');
  if (loop === undefined) return undefined;
  const inLoop = new Set(body.blocks.filter(({ loops }) => loops.includes(loop)));
  const exits: Exit[] = [];
  for (const block of inLoop) {
    const isExit = block.steps.some(({ op }) => op === 'return') || block.edges.some(({ to }) => !inLoop.has(to));
    if (!isExit || !isReached(block, inLoop)) continue;
    const receive = block.steps.find((step) => step.op === 'receive');
    if (receive?.op !== 'receive' || receive.isRange || receive.channel.kind !== 'path') return undefined;
    exits.push({ step: receive, channel: receive.channel });
  }
  // What panics, or ends the process, is a way out that is not looked for.
  return exits;
}

/** Whether a block of a loop can be come to: what stands after a `continue` cannot. */
function isReached(block: Block, inLoop: ReadonlySet<Block>): boolean {
  return [...inLoop].some((from) => from.edges.some(({ to }) => to === block));
}

/** Whether anything closes a channel, sends to it, sets it from elsewhere or takes it out. */
function isHeard(analysis: Analysis, pkg: Package, units: readonly LoweredUnit[], field: Var): boolean {
  if (analysis.fields(pkg).isReleased(field) || isClosed(units, field)) return true;
  return units.some((unit) =>
    [...stepsOf(unit)].some(
      ({ step }) => step.op === 'send' && step.channel.kind === 'path' && step.channel.vars.at(-1) === field,
    ),
  );
}

/** The named type whose field a place is. */
function ownerOf(place: Path): Named | undefined {
  const t = unalias(deref(unalias(place.vars.at(-2)?.type ?? place.root.type)).type);
  return t.kind === 'Named' ? t.origin : undefined;
}
