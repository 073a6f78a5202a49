// Goroutines that a function starts on an object it makes, and that wait for a channel of that object: of the ways out that
// fail, one ends them and another does not.
//
//	s := &server{jobs: make(chan job)}
//	go s.run()                                          // loops over s.jobs
//	if err := s.open(); err != nil { return nil, err }   // here it goes on for ever
//	if err := s.join(); err != nil { s.stop(); return nil, err }
//
// What the object is handed to gives it back; where nothing that fails ends the goroutine, it may be meant to go on.

import { isReleaseName } from '#models/lifecycle.js';
import type { WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import { type Body, type CallStep, holdsRoot, isWithin, type LoweredUnit, type Path, type Step } from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { initialState } from './state.js';

export function observeStarted(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  const found: WaitObservation[] = [];
  for (const at of stepsOf(unit)) {
    const { step } = at;
    if (step.op !== 'call' || step.mode !== 'go' || at.body !== unit.body) continue;
    const waiting = waitOfGoroutine(analysis, unit, step);
    if (waiting === undefined || !unit.fresh.has(waiting.owner.root.id)) continue;
    const one = oddExit(analysis, unit, { ...at, step }, waiting);
    if (one !== undefined) found.push(one);
  }
  return found;
}

interface Waiting {
  /** The object, as the function that starts the goroutine sees it. */
  readonly owner: Path;
  /** Where the goroutine waits. */
  readonly pos: number;
}

function waitOfGoroutine(analysis: Analysis, unit: LoweredUnit, { callee, receiver }: CallStep): Waiting | undefined {
  if (callee.kind === 'literal') {
    const wait = fieldWait(callee.body, (channel) => unit.fresh.has(channel.root.id));
    return wait === undefined
      ? undefined
      : { owner: { ...wait.channel, fields: [], vars: [], key: `${wait.channel.root.id}` }, pos: wait.pos };
  }
  if (callee.kind !== 'static' || receiver?.kind !== 'path') return undefined;
  const source = analysis.sourceOf(callee.func);
  if (source === undefined) return undefined;
  const wait = fieldWait(source.body, (channel) => channel.root === source.body.receiver);
  return wait === undefined ? undefined : { owner: receiver, pos: wait.pos };
}

/** Where a body receives from a channel in a field. */
function fieldWait(body: Body, is: (channel: Path) => boolean): { channel: Path; pos: number } | undefined {
  for (const { steps } of body.blocks) {
    for (const step of steps) {
      if (step.op !== 'receive' || step.channel.kind !== 'path' || step.channel.vars.length === 0) continue;
      if (step.channel.vars.at(-1)?.pkg === body.pkg && is(step.channel))
        return { channel: step.channel, pos: step.pos };
    }
  }
  return undefined;
}

function oddExit(
  analysis: Analysis,
  unit: LoweredUnit,
  start: At<CallStep>,
  { owner, pos }: Waiting,
): WaitObservation | undefined {
  const { body, block, index } = start;
  const exploration = new Exploration({
    unit,
    home: body,
    resource: 'owner',
    acquire: undefined,
    effects: analysis,
    isLent: true,
    endsAt: (step) => endsIt(step, owner),
  });
  const outcomes = exploration.from(body, block, index + 1, initialState([owner.key], new Map()));
  if (exploration.isCut) return undefined;
  const isEnded = body.blocks.some(({ steps }) => steps.some((step) => endsIt(step, owner)));
  const [odd] = outcomes
    .filter((one) => one.kind === 'held' && one.facts?.at(-1) === 'set' && !isHandedOut(body, owner, one))
    .sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  if (!isEnded || odd === undefined) return undefined;
  return {
    kind: 'wait',
    shape: 'done-not-closed',
    at: spanOf(start.step.pos),
    channel: nameOf(owner),
    function: body.name,
    packagePath: unit.pkg.path,
    origin: spanOf(start.step.pos),
    missing: spanOf(odd.pos),
    path: [
      note(start.step.pos, 'the goroutine is started'),
      note(pos, 'this waits for it'),
      ...conditionsOf(odd),
      note(odd.pos, 'the function ends'),
    ],
    assumption: undefined,
  };
}

function endsIt(step: Step, owner: Path): boolean {
  if (step.op !== 'call' || step.mode === 'go') return false;
  const { callee, receiver, args } = step;
  if (callee.kind === 'builtin') {
    const [channel] = args;
    return callee.name === 'close' && channel?.kind === 'path' && isWithin(channel.key, owner.key);
  }
  if (receiver?.kind !== 'path' || !isWithin(owner.key, receiver.key)) return false;
  return 'func' in callee && isReleaseName(callee.func.name);
}

function isHandedOut(body: Body, owner: Path, outcome: Outcome): boolean {
  return body.blocks.some(({ steps }) =>
    steps.some(
      (step) =>
        step.op === 'return' && step.pos === outcome.pos && step.values.some((value) => holdsRoot(value, owner.root)),
    ),
  );
}
