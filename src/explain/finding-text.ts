// Findings in words: a message of plain sentences, what to do and where, and the path.

import { assertNever } from '#base/errors.js';
import type { Pos } from '#base/position.js';
import { judge } from '#custody/judge.js';
import { ruleOf } from '#custody/rules.js';
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

function pathFinding(o: PathObservation, { places, resources }: FindingWords): Told {
  const { acquisition } = o;
  const kind = resources.get(acquisition.resource) ?? unknownKind;
  const what = acquisition.name === '' ? `The ${kind.noun} made here` : `The ${kind.noun} in ${acquisition.name}`;
  const line = places.lineOf(o.at.pos) ?? 0;
  const where = {
    exit:
      o.others.length === 0
        ? `when the function ends at line ${line}`
        : `when the function ends at line ${line}, and on ${o.others.length === 1 ? 'one other path' : `${o.others.length} other paths`}`,
    overwritten: `when the variable gets another value at line ${line}`,
    again: `when the loop goes on from line ${line}`,
    'without-context': '',
    'deferred-in-loop': 'before the function ends, though the loop makes a new one each time round',
  }[o.ending];
  const never = !o.isReleasedSomewhere && !o.isHandedOnSomewhere && o.ending === 'exit';
  const message =
    o.ending === 'without-context'
      ? `The context made here is thrown away, so ${acquisition.name === '' ? 'its cancel function' : acquisition.name} cancels nothing: whatever it was meant to stop goes on.`
      : never
        ? `${what} is never ${kind.verb}: ${kind.cost}.`
        : `${what} is not ${kind.verb} ${where}: ${kind.cost}.`;
  const verb = {
    closed: 'Close',
    stopped: 'Stop',
    cancelled: 'Cancel',
    released: 'Release',
    ended: 'End',
    called: 'Call',
  }[kind.verb];
  const it = acquisition.name === '' ? 'it' : acquisition.name;
  const text =
    o.ending === 'without-context'
      ? 'Give the context to what it is to stop, or leave it out.'
      : o.ending === 'deferred-in-loop'
        ? `${verb} ${it} at the end of each round instead of with defer.`
        : never
          ? `${verb} ${it} when it is no longer needed, for instance with defer after the error has been checked.`
          : `${verb} ${it} before this.`;
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
        .map(({ pos }) => ({ at: places.codeLineOr(pos), text: 'the same on the path that ends here' })),
    ],
    assumption: acquisition.assumption ?? '',
  };
}

function fieldFinding(o: FieldObservation, { places, resources }: FindingWords): Told {
  const { acquisition } = o;
  const kind = resources.get(acquisition.resource) ?? unknownKind;
  const place = o.releasePlace ?? o.declaration ?? o.store;
  const many = o.isElement ? `what is kept in ${o.field}` : o.field;
  const message =
    o.hiddenBehind !== undefined
      ? `The ${kind.noun} that is kept in ${o.field} is never ${kind.verb}, and cannot be: the field's type ${o.hiddenBehind} has no method for it.`
      : o.releasePlace === undefined
        ? `The ${kind.noun} that is kept in ${o.field} is never ${kind.verb}, and ${o.owner} has no method that could do it: ${kind.cost}.`
        : `The ${kind.noun} that is kept in ${o.field} is never ${kind.verb}, not by ${o.releasePlace.function} either: ${kind.cost}.`;
  const path: FindingStep[] = [
    { at: places.codeLineOr(acquisition.pos), text: `the ${kind.noun} is acquired` },
    { at: places.codeLineOr(o.store.pos), text: `it is kept in ${o.field}` },
    ...o.removals.map(({ pos }) => ({ at: places.codeLineOr(pos), text: 'it is taken out and dropped' })),
    { at: places.codeLineOr(place.pos), text: 'a release belongs here' },
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
        o.releasePlace === undefined ? `Give ${o.owner} a method that lets go of ${many}.` : `Let go of ${many} here.`,
    },
    path,
    assumption: acquisition.assumption ?? '',
  };
}

function typeFinding(o: TypeObservation, { places }: FindingWords): Told {
  const isSibling = o.shape === 'sibling-releases';
  const message = isSibling
    ? `${o.function} does nothing, though ${o.field} holds a ${o.fieldType}; ${o.other?.function ?? ''} lets go of its own.`
    : `${o.function} lets go of what ${o.field} holds, and no exported function leads to it: who uses the package cannot.`;
  const path: FindingStep[] = [
    { at: places.codeLineOr(o.fieldAt.pos), text: isSibling ? 'it is held here' : 'the type' },
  ];
  if (o.other !== undefined) path.push({ at: places.codeLineOr(o.other.pos), text: 'the sibling lets go of it' });
  return {
    message,
    at: places.codeLineOr(o.at.pos),
    endColumn: endColumn(places, o.at.pos, o.at.end),
    function: o.function,
    package: o.packagePath,
    remedy: {
      at: places.codeLineOr(o.at.pos),
      text: isSibling ? `Let go of ${o.field} here.` : 'Call it from an exported release, or remove it.',
    },
    path,
    assumption: '',
  };
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
    assumption: o.assumption ?? '',
  };
}

function waitText(o: WaitObservation, places: Places): { message: string; remedy: string } {
  const line = o.missing === undefined ? undefined : places.lineOf(o.missing.pos);
  switch (o.shape) {
    case 'send-without-receiver':
      return {
        message: `The goroutine blocks for ever in this send to ${o.channel}: the channel has no buffer, and its receiver can leave at line ${line ?? 0} without having received.`,
        remedy: 'Give the channel room for the value, or receive before leaving.',
      };
    case 'receive-without-waker':
      return {
        message: `This wait on ${o.channel} never ends: nothing closes the channel or sends to it.`,
        remedy: 'Close the channel, or wait for something else too.',
      };
    case 'done-not-closed':
      return {
        message: `A goroutine waits for ${o.channel}, which is not closed on the path that leaves at line ${line ?? 0}.`,
        remedy: `Close ${o.channel} before leaving here.`,
      };
    case 'wait-on-blocked-producer':
      return {
        message: `This waits for ${o.channel}, which is closed by a goroutine that may itself be blocked in a send nobody receives any more.`,
        remedy: 'Stop the goroutine first: cancel its context or close a channel that it watches.',
      };
    case 'range-over-ticker':
      return {
        message: `This loop over ${o.channel} never ends: stopping a ticker does not close its channel, so the goroutine stays for ever.`,
        remedy: 'Wait in a select that also watches a channel or context which is closed on stop.',
      };
    case 'goroutine-on-owner':
      return {
        message: `This goroutine waits only for ${o.channel}, but the function it works for can end before and is called again and again: each call leaves one behind.`,
        remedy: 'Let it wait for the end of this function too.',
      };
    case 'endless-loop':
      return {
        message: `This goroutine never ends: its loop has no way out, and ${o.channel} does not reach it.`,
        remedy: 'Close a channel here that the loop watches, or cancel its context.',
      };
    case 'range-without-close':
      return {
        message: `This goroutine never ends: it goes on until ${o.channel} is closed, and nothing closes it.`,
        remedy: `Close ${o.channel} here, or let the goroutine watch something that ends.`,
      };
    case 'wait-before-release':
      return {
        message: `The release waits here for ${o.channel} without another way out; whoever is to wake it may itself wait for what is released only afterwards.`,
        remedy: 'Release first, or wait with a time limit.',
      };
    case 'drain-before-release':
      return {
        message: `The release first reads ${o.channel} to its end, which waits as long as the other side keeps it open; the close is not reached.`,
        remedy: 'Close without draining, or drain with a limit in time.',
      };
    case 'done-not-called':
      return {
        message: `The goroutine started here can end at line ${line ?? 0} without ${o.channel}.Done: who waits for the group waits for ever.`,
        remedy: `Call ${o.channel}.Done here too, or defer it at the start.`,
      };
    case 'lock-kept':
      return {
        message: `${o.channel} is still locked when the function leaves at line ${line ?? 0}: the next one to lock it waits for ever.`,
        remedy: `Unlock ${o.channel} before leaving here.`,
      };
    default:
      return assertNever(o.shape);
  }
}

function stepOf(step: PathStep, places: Places): FindingStep {
  const at = places.codeLineOr(step.pos);
  const text = (): string => {
    switch (step.kind) {
      case 'acquire':
        return 'acquired here';
      case 'condition':
        return `${places.text(step.pos, step.end)} is ${step.isTaken === false ? 'false' : 'true'}`;
      case 'clause':
        return `takes ${places.text(step.pos, step.end)}`;
      case 'exit':
        return 'the function ends with it still held';
      case 'overwrite':
        return 'the variable gets another value';
      case 'again':
        return 'the loop goes on';
      case 'defer':
        return 'deferred here';
      case 'wait':
        return 'waits here';
      case 'release':
        return 'the release comes only here';
      case 'note':
        return step.text ?? '';
      default:
        return assertNever(step.kind);
    }
  };
  return { at, text: step.text ?? text() };
}

function endColumn(places: Places, pos: Pos, end: Pos): number {
  const start = places.location(pos);
  const stop = places.location(end);
  if (start === undefined) return 1;
  if (stop === undefined || stop.line !== start.line) return start.column + (places.codeLine(pos)?.code.length ?? 0);
  return Math.max(stop.column, start.column);
}
