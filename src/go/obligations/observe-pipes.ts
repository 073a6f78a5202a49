// The two halves of an io.Pipe: a read waits for a write or a close of the other half, and a write for a read. Once a
// goroutine works on one half, whoever leaves the other open leaves it waiting. Told is a path that leaves a half open
// where another path of the same function closes it or hands it on; a reader that is read to its end needs no close.

import { funcName } from '#go/types/function-name.js';
import type { PathObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, type Start, startsOf, stepsOf } from './channels.js';
import { Exploration } from './explore.js';
import {
  type Body,
  type CallStep,
  isInside,
  type LoweredUnit,
  type Root,
  type Step,
  usesRoot,
  type Value,
} from './ir.js';
import { conditionsOf, note } from './observe-channels.js';
import { endOf, isProgramEnd, spanOf } from './observe-paths.js';
import type { Outcome } from './outcome.js';
import { initialState } from './state.js';

export function observePipes(analysis: Analysis, unit: LoweredUnit): PathObservation[] {
  const makes = [...stepsOf(unit)].flatMap((at) => {
    const { step } = at;
    if (step.op !== 'call' || step.callee.kind !== 'static') return [];
    return funcName(step.callee.func) === 'io.Pipe' ? [{ ...at, step }] : [];
  });
  if (makes.length === 0) return [];
  const starts = startsOf(unit);
  return makes.flatMap((make) => observePipe(analysis, unit, make, starts));
}

function observePipe(
  analysis: Analysis,
  unit: LoweredUnit,
  make: At<CallStep>,
  starts: readonly Start[],
): PathObservation[] {
  const halves = make.step.results.map((result) => variableOf(unit, result));
  const [reader, writer] = halves;
  if (reader === undefined || writer === undefined || isProgramEnd(make.body)) return [];
  const found: PathObservation[] = [];
  for (const start of starts) {
    if (start.at.body !== make.body) continue;
    const used = [reader, writer].filter((half) => touches(unit, start.body, half));
    const [own] = used;
    if (own === undefined || used.length > 1) continue;
    const other = own === reader ? writer : reader;
    const { body, block, index } = start.at;
    const outside = ways(analysis, unit, body, other, (exploration, state) =>
      exploration.from(body, block, index + 1, state),
    );
    const inside = ways(analysis, unit, start.body, own, (exploration, state) =>
      exploration.from(start.body, start.body.entry, 0, state),
    );
    // A half that the function around the goroutine works on too is not the goroutine's alone.
    const isShared = [...stepsOf(unit)].some(
      (at) => !isInside(at.body, start.body) && at.step.pos > start.at.step.pos && usesRoot(at.step, own),
    );
    const lapses = [
      { half: other, outcomes: outside, body },
      ...(isShared ? [] : [{ half: own, outcomes: inside, body: start.body }]),
    ];
    for (const one of lapses) {
      const lapse = lapseOf(one.outcomes);
      if (lapse !== undefined) found.push(observation(make, start, one.half, one.body, one.outcomes, lapse));
    }
  }
  return found.slice(0, 1);
}

/** The only variable that a result is put into. */
function variableOf(unit: LoweredUnit, result: Root): Root | undefined {
  const moves = [...stepsOf(unit)].flatMap(({ step }) =>
    step.op === 'move' && step.from.kind === 'path' && step.from.root === result ? [step.to] : [],
  );
  const [only] = moves;
  if (only === undefined || moves.length > 1 || only.fields.length > 0 || only.root.body === undefined)
    return undefined;
  return only.root;
}

function touches(unit: LoweredUnit, body: Body, root: Root): boolean {
  return [...stepsOf(unit)].some((at) => isInside(at.body, body) && usesRoot(at.step, root));
}

function ways(
  analysis: Analysis,
  unit: LoweredUnit,
  home: Body,
  half: Root,
  run: (exploration: Exploration, state: ReturnType<typeof initialState>) => readonly Outcome[],
): readonly Outcome[] {
  const exploration = new Exploration({
    unit,
    home,
    resource: 'pipe',
    acquire: undefined,
    effects: analysis,
    endsAt: (step) => isReadToEnd(step, half),
  });
  const outcomes = run(exploration, initialState([`${half.id}`], new Map()));
  return exploration.isCut ? [] : outcomes;
}

/** What reads a reader to its end leaves nobody waiting. */
function isReadToEnd(step: Step, half: Root): boolean {
  if (step.op !== 'call' || step.callee.kind !== 'static') return false;
  const is = (value: Value | undefined): boolean => value?.kind === 'path' && value.root === half;
  const name = funcName(step.callee.func);
  if (name === 'io.ReadAll' || name === 'io/ioutil.ReadAll') return is(step.args[0]);
  return /^io\.Copy/.test(name) && is(step.args[1]);
}

/** The shortest way that leaves it open, where another does not. */
function lapseOf(outcomes: readonly Outcome[]): Outcome | undefined {
  if (!outcomes.some(({ kind }) => kind !== 'held' && kind !== 'overwritten')) return undefined;
  const held = outcomes.filter(({ kind }) => kind === 'held');
  const [first] = held.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  return first;
}

function observation(
  make: At<CallStep>,
  start: Start,
  half: Root,
  body: Body,
  outcomes: readonly Outcome[],
  lapse: Outcome,
): PathObservation {
  return {
    kind: 'path',
    acquisition: {
      pos: make.step.pos,
      end: endOf(make.step),
      resource: 'pipe',
      type: '',
      name: half.variable?.name ?? '',
      because: 'io.Pipe: a read waits for a write or a close of the other half',
      assumption: undefined,
      function: body.name,
      packagePath: body.pkg.path,
    },
    ending: 'exit',
    at: spanOf(lapse.pos),
    path: [
      { kind: 'acquire', pos: make.step.pos, end: endOf(make.step) },
      note(start.at.step.pos, 'a goroutine works on one half of the pipe'),
      ...conditionsOf(lapse),
      { kind: 'exit', ...spanOf(lapse.pos) },
    ],
    others: [],
    isReleasedSomewhere: outcomes.some(({ kind }) => kind === 'released'),
    isHandedOnSomewhere: outcomes.some(({ kind }) => kind !== 'released' && kind !== 'held'),
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}
