// Findings in words: a message of plain sentences, what to do and where, and the path.

import { assertNever } from '#base/errors.js';
import type { Pos } from '#base/position.js';
import { judge } from '#custody/judge.js';
import { ruleOf } from '#custody/rules.js';
import type { Say } from '#language/say.js';
import type { ResourceKind } from '#models/lifecycle.js';
import type {
  FieldObservation,
  Observation,
  PathObservation,
  PathStep,
  TypeObservation,
  WaitObservation,
} from '#program/lifecycle.js';
import type { Finding, FindingStep } from '#report/findings.js';
import type { Places } from './places.js';
import { waitText } from './wait-text.js';

export interface FindingWords {
  readonly places: Places;
  readonly resources: ReadonlyMap<string, ResourceKind>;
}

/** All of a finding but its fingerprint. */
export function findingOf(observation: Observation, words: FindingWords): Omit<Finding, 'fingerprint'> {
  const rule = ruleOf(judge(observation));
  const common = { rule: rule.id, verdict: rule.verdict, level: rule.level };
  switch (observation.kind) {
    case 'path':
      return { ...common, ...pathFinding(observation, words) };
    case 'field':
      return { ...common, ...fieldFinding(observation, words) };
    case 'wait':
      return { ...common, ...waitFinding(observation, words) };
    case 'type':
      return { ...common, ...typeFinding(observation, words) };
    default:
      return assertNever(observation);
  }
}

type Told = Omit<Finding, 'rule' | 'verdict' | 'level' | 'fingerprint'>;

const unknownKind: ResourceKind = {
  id: 'owner',
  noun: 'object',
  verb: 'closed',
  cost: 'what it holds stays open',
  releases: [],
};

/** Past participle: `it is never closed`. */
function participle({ verb }: ResourceKind, say: Say): string {
  switch (verb) {
    case 'closed':
      return say`closed`;
    case 'stopped':
      return say`stopped`;
    case 'cancelled':
      return say`cancelled`;
    case 'released':
      return say`released`;
    case 'ended':
      return say`ended`;
    case 'called':
      return say`called`;
    default:
      return assertNever(verb);
  }
}

/** What to do with it, as the beginning of a sentence. */
function imperative({ verb }: ResourceKind, it: string, say: Say): string {
  switch (verb) {
    case 'closed':
      return say`Close ${it}`;
    case 'stopped':
      return say`Stop ${it}`;
    case 'cancelled':
      return say`Cancel ${it}`;
    case 'released':
      return say`Release ${it}`;
    case 'ended':
      return say`End ${it}`;
    case 'called':
      return say`Call ${it}`;
    default:
      return assertNever(verb);
  }
}

/** When, of a path, it is not let go of. */
function whenOf(o: PathObservation, line: number, say: Say): string {
  const others = o.others.length;
  switch (o.ending) {
    case 'exit':
      if (others === 0) return say`when the function ends at line ${line}`;
      return others === 1
        ? say`when the function ends at line ${line}, and on one other path`
        : say`when the function ends at line ${line}, and on ${others} other paths`;
    case 'overwritten':
      return say`when the variable gets another value at line ${line}`;
    case 'again':
      return say`when the loop goes on from line ${line}`;
    case 'deferred-in-loop':
      return say`before the function ends, though the loop makes a new one each time round`;
    case 'removed':
      return say`when it is removed at line ${line}`;
    case 'without-context':
      return '';
    default:
      return assertNever(o.ending);
  }
}

function pathFinding(o: PathObservation, { places, resources }: FindingWords): Told {
  const { say } = places;
  const { acquisition } = o;
  const kind = resources.get(acquisition.resource) ?? unknownKind;
  const noun = say.word(kind.noun);
  const cost = say.word(kind.cost);
  const what = acquisition.name === '' ? say`The ${noun} made here` : say`The ${noun} in ${acquisition.name}`;
  const when = whenOf(o, places.lineOf(o.at.pos) ?? 0, say);
  const never = !o.isReleasedSomewhere && !o.isHandedOnSomewhere && o.ending === 'exit';
  const cancel = acquisition.name === '' ? say`its cancel function` : acquisition.name;
  const message =
    o.ending === 'without-context'
      ? say`The context made here is thrown away, so ${cancel} cancels nothing: whatever it was meant to stop goes on.`
      : o.noOpRelease !== undefined
        ? say`${what} is not ${participle(kind, say)}: ${o.noOpRelease.function}, called at line ${places.lineOf(o.noOpRelease.pos) ?? 0}, does nothing.`
        : never
          ? say`${what} is never ${participle(kind, say)}: ${cost}.`
          : say`${what} is not ${participle(kind, say)} ${when}: ${cost}.`;
  const act = imperative(kind, acquisition.name === '' ? say`it` : acquisition.name, say);
  const text =
    o.ending === 'without-context'
      ? say`Give the context to what it is to stop, or leave it out.`
      : o.ending === 'deferred-in-loop'
        ? say`${act} at the end of each round instead of with defer.`
        : o.noOpRelease !== undefined
          ? say`Let ${o.noOpRelease.function} do what its name says.`
          : never
            ? say`${act} when it is no longer needed, for instance with defer after the error has been checked.`
            : say`${act} before this.`;
  return {
    message,
    at: places.codeLineOr(acquisition.pos),
    endColumn: endColumn(places, acquisition.pos, acquisition.end),
    function: acquisition.function,
    package: acquisition.packagePath,
    remedy: { at: places.codeLineOr(o.at.pos), text },
    path: [
      ...o.path.map((step) => stepOf(step, places)),
      ...o.others
        .slice(0, 8)
        .map(({ pos }) => ({ at: places.codeLineOr(pos), text: say`the same on the path that ends here` })),
    ],
    assumption: say.known(acquisition.assumption ?? ''),
  };
}

function fieldFinding(o: FieldObservation, { places, resources }: FindingWords): Told {
  const { say } = places;
  const { acquisition } = o;
  const kind = resources.get(acquisition.resource) ?? unknownKind;
  const noun = say.word(kind.noun);
  const cost = say.word(kind.cost);
  const done = participle(kind, say);
  const place = o.releasePlace ?? o.declaration ?? o.store;
  const many = o.isElement ? say`what is kept in ${o.field}` : o.field;
  const message =
    o.hiddenBehind !== undefined
      ? say`The ${noun} that is kept in ${o.field} is never ${done}, and cannot be: the field's type ${o.hiddenBehind} has no method for it.`
      : o.releasePlace === undefined
        ? say`The ${noun} that is kept in ${o.field} is never ${done}, and ${o.owner} has no method that could do it: ${cost}.`
        : say`The ${noun} that is kept in ${o.field} is never ${done}, not by ${o.releasePlace.function} either: ${cost}.`;
  const path: FindingStep[] = [
    { at: places.codeLineOr(acquisition.pos), text: say`the ${noun} is acquired` },
    ...o.alternatives.map(({ pos }) => ({ at: places.codeLineOr(pos), text: say`or here` })),
    { at: places.codeLineOr(o.store.pos), text: say`it is kept in ${o.field}` },
    ...o.removals.map(({ pos }) => ({ at: places.codeLineOr(pos), text: say`it is taken out and dropped` })),
    { at: places.codeLineOr(place.pos), text: say`a release belongs here` },
  ];
  return {
    message,
    at: places.codeLineOr(acquisition.pos),
    endColumn: endColumn(places, acquisition.pos, acquisition.end),
    function: acquisition.function,
    package: acquisition.packagePath,
    remedy: {
      at: places.codeLineOr(place.pos),
      text:
        o.releasePlace === undefined
          ? say`Give ${o.owner} a method that lets go of ${many}.`
          : say`Let go of ${many} here.`,
    },
    path,
    assumption: say.known(acquisition.assumption ?? ''),
  };
}

function typeFinding(o: TypeObservation, { places, resources }: FindingWords): Told {
  const { say } = places;
  const path: FindingStep[] = [
    {
      at: places.codeLineOr(o.fieldAt.pos),
      text: o.shape === 'release-unreachable' ? say`the type` : say`it is held here`,
    },
    ...o.path.map((step) => stepOf(step, places)),
  ];
  if (o.other !== undefined)
    path.push({ at: places.codeLineOr(o.other.pos), text: say`the sibling lets go of what it holds` });
  return {
    message: typeMessage(o, say, resources),
    at: places.codeLineOr(o.at.pos),
    endColumn: endColumn(places, o.at.pos, o.at.end),
    function: o.function,
    package: o.packagePath,
    remedy: {
      at: places.codeLineOr(o.at.pos),
      text:
        o.shape === 'release-unreachable'
          ? say`Call it from an exported release, or remove it.`
          : say`Let go of ${o.field} here.`,
    },
    path,
    assumption: '',
  };
}

function typeMessage(o: TypeObservation, say: Say, resources: FindingWords['resources']): string {
  const sibling = o.other?.function ?? '';
  // What was made for the field says more than the field's type.
  const noun = resources.get(o.made?.resource ?? '')?.noun ?? '';
  const held = noun === '' ? '' : aNoun(noun, say);
  switch (o.shape) {
    case 'sibling-releases':
      return held === ''
        ? say`${o.function} does nothing, though ${o.field} holds a ${o.fieldType}; ${sibling} lets go of its own.`
        : say`${o.function} lets go of nothing, though ${o.field} holds what was made for it: ${held}; ${sibling} lets go of its own.`;
    case 'no-op-release':
      return say`${o.function} does nothing, though ${o.field} holds what was made for it: ${held}.`;
    case 'release-unreachable':
      return say`${o.function} lets go of what ${o.field} holds, and no exported function leads to it: who uses the package cannot.`;
    default:
      return assertNever(o.shape);
  }
}

/** What the field of a type that lets go of nothing holds, as a sentence; undefined where nothing was made for it. */
export function keptText(o: TypeObservation, say: Say, resources: FindingWords['resources']): string | undefined {
  const held = resources.get(o.made?.resource ?? '')?.noun;
  return held === undefined ? undefined : say`${o.field} holds what was made for it: ${aNoun(held, say)}.`;
}

function aNoun(noun: string, say: Say): string {
  return /^[aeiou]/.test(noun) ? say`an ${say.word(noun)}` : say`a ${say.word(noun)}`;
}

function waitFinding(o: WaitObservation, { places }: FindingWords): Told {
  const told = waitText(o, places);
  return {
    message: told.message,
    at: places.codeLineOr(o.at.pos),
    endColumn: endColumn(places, o.at.pos, o.at.end),
    function: o.function,
    package: o.packagePath,
    remedy: { at: places.codeLineOr((o.missing ?? o.origin ?? o.at).pos), text: told.remedy },
    path: o.path.map((step) => stepOf(step, places)),
    assumption: places.say.known(o.assumption ?? ''),
  };
}

function stepOf(step: PathStep, places: Places): FindingStep {
  const { say } = places;
  const at = places.codeLineOr(step.pos);
  const text = (): string => {
    switch (step.kind) {
      case 'acquire':
        return say`acquired here`;
      case 'condition':
        return step.isTaken === false
          ? say`${places.text(step.pos, step.end)} is false`
          : say`${places.text(step.pos, step.end)} is true`;
      case 'clause':
        return say`takes ${places.text(step.pos, step.end)}`;
      case 'exit':
        return say`the function ends with it still held`;
      case 'overwrite':
        return say`the variable gets another value`;
      case 'again':
        return say`the loop goes on`;
      case 'defer':
        return say`deferred here`;
      case 'wait':
        return say`waits here`;
      case 'release':
        return say`the release comes only here`;
      case 'note':
        return '';
      default:
        return assertNever(step.kind);
    }
  };
  return { at, text: step.text === undefined ? text() : say.known(step.text) };
}

function endColumn(places: Places, pos: Pos, end: Pos): number {
  const start = places.location(pos);
  const stop = places.location(end);
  if (start === undefined) return 1;
  if (stop === undefined || stop.line !== start.line) return start.column + (places.codeLine(pos)?.code.length ?? 0);
  return Math.max(stop.column, start.column);
}
