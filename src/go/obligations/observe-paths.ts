// What is acquired in a declaration and, on some path through the function, neither let go of nor handed on.

import { funcName } from '#go/types/function-name.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { Acquisition, PathObservation, PathStep, Span } from '#program/lifecycle.js';
import type { Analysis, Explored } from './analysis.js';
import { isResultUsed } from './field-index.js';
import type { Body, CallStep, LoweredUnit, MoveStep, Root } from './ir.js';
import { hasNoParent } from './no-parent.js';
import type { Made } from './origins.js';
import type { Outcome, OutcomeKind } from './outcome.js';

const endings: Partial<Record<OutcomeKind, PathObservation['ending']>> = {
  held: 'exit',
  overwritten: 'overwritten',
  looped: 'again',
  'deferred-in-loop': 'deferred-in-loop',
};

export interface PathsOfUnit {
  readonly observations: readonly PathObservation[];
  /** Everything that was acquired, for those who ask where it went. */
  readonly explored: readonly Explored[];
}

export function observePaths(analysis: Analysis, unit: LoweredUnit): PathsOfUnit {
  const observations: PathObservation[] = [];
  const explored: Explored[] = [];
  for (const one of [...analysis.explored(unit, unit.bodies), ...analysis.exploredPools(unit)]) {
    explored.push(one);
    const observation = observe(one);
    if (observation !== undefined) observations.push(observation);
  }
  return { observations, explored };
}

function observe(explored: Explored): PathObservation | undefined {
  const { outcomes, body } = explored;
  if (isWithoutContext(explored)) return withoutContext(explored);
  if (hasNoParent(explored) || endsWithOther(explored)) return undefined;
  // A pool that one path hands on is meant to live on, and one in a test or a main function ends with it.
  if (explored.acquired.resource === 'pool' && outcomes.some(({ kind }) => kind !== 'held')) return undefined;
  // Kept in a field that nothing releases: where this function itself lets go of it on one path, it has to on the others
  // that fail.
  const isOurs = outcomes.some(
    ({ kind, state }) => state.stored !== undefined && (kind === 'released' || kind === 'escaped'),
  );
  const all = outcomes.filter(
    (outcome) => endings[outcome.kind] !== undefined || (isOurs && outcome.kind === 'stored' && isFailure(outcome)),
  );
  // What is only believed to be a resource is told of ways that fail, beside one that does not and lets go of it.
  if (explored.acquired.isBelieved === true && !isBelievable(outcomes, all)) return undefined;
  // What others do with it says nothing of one that is handed on.
  if (explored.acquired.isCustomary === true && !outcomes.every(({ kind }) => kind === 'held')) return undefined;
  // A stream that is left at the end of the function may end with its context; one that is left for the next may not. A
  // group in which nothing was started leaves nothing behind.
  const lapses = all.filter(({ kind, state }) => {
    if (explored.acquired.resource === 'goroutines') return state.isBusy;
    // The next response is read from where the body of this one would have been, and another body takes its place.
    if ((kind === 'looped' || kind === 'overwritten') && isReadResponse(explored.step)) return false;
    if (explored.acquired.isUnended === true) return state.halfClosed === undefined;
    return explored.acquired.resource !== 'stream' || kind === 'looped';
  });
  if (lapses.length === 0) return undefined;
  // A process that nobody waits for was meant to go its own way.
  if (explored.acquired.resource === 'process' && !outcomes.some(({ kind }) => kind === 'released')) return undefined;
  lapses.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  // Where nothing lets go of it, a way with a release that does nothing says why.
  const isLetGo = outcomes.some(({ kind }) => kind === 'released');
  const first = (isLetGo ? undefined : lapses.find(({ state }) => state.noOp !== undefined)) ?? lapses[0];
  const ending = first === undefined ? undefined : (endings[first.kind] ?? 'exit');
  if (first === undefined || ending === undefined) return undefined;
  if (isProgramEnd(body)) return undefined;
  const { noOp } = first.state;
  const others = lapses.filter((lapse) => lapse !== first && lapse.pos !== first.pos);
  return {
    kind: 'path',
    acquisition: acquisitionOf(explored),
    ending,
    at: spanOf(first.pos),
    path: pathOf(explored, first, ending),
    others: [...new Set(others.map(({ pos }) => pos))].sort((a, b) => a - b).map(spanOf),
    isReleasedSomewhere: first.state.left !== undefined || outcomes.some(({ kind }) => kind === 'released'),
    isHandedOnSomewhere: outcomes.some(
      ({ kind }) => kind === 'escaped' || kind === 'stored' || kind === 'sent' || kind === 'in-result',
    ),
    halfClosed: first.state.halfClosed === undefined ? undefined : spanOf(first.state.halfClosed),
    noOpRelease: noOp === undefined ? undefined : { ...spanOf(noOp.pos), function: noOp.function },
  };
}

function isReadResponse(step: CallStep | MoveStep): boolean {
  return step.op === 'call' && step.callee.kind === 'static' && funcName(step.callee.func) === 'net/http.ReadResponse';
}

function isBelievable(outcomes: readonly Outcome[], lapses: readonly Outcome[]): boolean {
  return lapses.every(isGivenUp) && outcomes.some((outcome) => outcome.kind !== 'held' && !isGivenUp(outcome));
}

/** Whether a path, or a round of a loop, fails: an error is met, or one is returned. */
export function isGivenUp(outcome: Outcome): boolean {
  if (outcome.kind === 'looped') return outcome.trace().at(-1)?.isError === true;
  return outcome.facts?.at(-1) === 'set' || isFailure(outcome);
}

/** A cancel function whose context is thrown away: it cancels nothing. */
function isWithoutContext({ acquired, step, unit }: Explored): boolean {
  const context = step.op === 'call' ? step.results[0] : undefined;
  return acquired.resource === 'cancel' && context !== undefined && !isResultUsed(unit, context);
}

function withoutContext(explored: Explored): PathObservation {
  const { step } = explored;
  const at = { pos: step.pos, end: endOf(step) };
  return {
    kind: 'path',
    acquisition: acquisitionOf(explored),
    ending: 'without-context',
    at,
    path: [{ kind: 'acquire', ...at }],
    others: [],
    isReleasedSomewhere: false,
    isHandedOnSomewhere: false,
    halfClosed: undefined,
    noOpRelease: undefined,
  };
}

/**
 * A context under another one of this function ends with that, whose cancel function is looked after; so does what only holds
 * one, and what is under the context of a group that is waited for.
 */
function endsWithOther({ acquired, step, unit }: Explored): boolean {
  if (step.op !== 'call') return false;
  if (acquired.resource !== 'cancel' && acquired.parentArgument === undefined) return false;
  const args = acquired.parentArgument === undefined ? step.args : [step.args[acquired.parentArgument]];
  const [own] = step.results;
  const parents = args.flatMap((arg) => (arg?.kind === 'path' && arg.fields.length === 0 ? [arg.root] : []));
  const steps = unit.bodies.flatMap(({ blocks }) => blocks.flatMap((block) => block.steps));
  return steps.some((move) => {
    if (move.op !== 'move' || move.from.kind !== 'path' || move.from.root === own) return false;
    if (move.to.fields.length > 0 || !parents.includes(move.to.root)) return false;
    const { root } = move.from;
    return steps.some((made) => made.op === 'call' && made !== step && isDerivation(made, root));
  });
}

/** Whether a call gives, as this result, a context that the function ends. */
function isDerivation({ callee, results }: CallStep, result: Root): boolean {
  const path = callee.kind === 'static' ? callee.func.pkg?.path : callee.kind === 'value' ? callee.package : undefined;
  const name = callee.kind === 'static' ? callee.func.name : callee.kind === 'value' ? callee.name : '';
  if (path === 'context') return results[0] === result && /^With(Cancel|Timeout|Deadline)/.test(name);
  return path === 'golang.org/x/sync/errgroup' && name === 'WithContext' && results[1] === result;
}

/** Whether a path ends because an error was met, and says so: to the caller, or by leaving where nothing is returned. */
export function isFailure(outcome: Outcome): boolean {
  const isTold = outcome.facts?.at(-1) === 'set' || outcome.isBare === true;
  return isTold && outcome.trace().at(-1)?.isError === true;
}

/** With the end of main the process ends, and all it holds goes back. */
export function isProgramEnd(body: Body): boolean {
  return body.literal === undefined && body.pkg.name === 'main' && body.name.endsWith('.main');
}

export function acquisitionOf({ acquired, step, body }: Made): Acquisition {
  const root = rootOf(step, acquired.result);
  return {
    pos: step.pos,
    end: endOf(step),
    resource: acquired.resource,
    type: root === undefined ? '' : typeString(root.type, packageNameQualifier),
    name: root === undefined ? '' : nameOf(body, root),
    because: acquired.because,
    assumption: acquired.assumption,
    function: body.name,
    packagePath: body.pkg.path,
  };
}

function rootOf(step: CallStep | MoveStep, result: number): Root | undefined {
  if (step.op === 'move') return step.to.root;
  if (result >= 0) return step.results[result];
  return step.receiver?.kind === 'path' ? step.receiver.root : undefined;
}

export function endOf(step: CallStep | MoveStep): number {
  return step.op === 'call' ? step.node.end : step.pos;
}

/** What the result is assigned to, as a person would call it. */
function nameOf(body: Body, root: Root): string {
  if (root.variable !== undefined) return root.variable.name;
  for (const block of body.blocks) {
    for (const move of block.steps) {
      if (move.op !== 'move' || move.from.kind !== 'path' || move.from.root !== root) continue;
      if (move.to.root.variable !== undefined) return [move.to.root.variable.name, ...move.to.fields].join('.');
    }
  }
  return '';
}

function pathOf(explored: Explored, outcome: Outcome, ending: PathObservation['ending']): PathStep[] {
  const { step } = explored;
  const path: PathStep[] = [{ kind: 'acquire', pos: step.pos, end: endOf(step) }];
  for (const { pos, end, isTaken } of outcome.trace()) {
    path.push(isTaken === undefined ? { kind: 'clause', pos, end } : { kind: 'condition', pos, end, isTaken });
  }
  const last = {
    exit: 'exit',
    overwritten: 'overwrite',
    again: 'again',
    'deferred-in-loop': 'again',
    'without-context': 'acquire',
    removed: 'exit',
  } as const;
  path.push({ kind: last[ending], ...spanOf(outcome.pos) });
  return path;
}

export function spanOf(pos: number): Span {
  return { pos, end: pos };
}
