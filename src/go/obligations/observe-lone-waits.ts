// Plain waits whose other side is nowhere: a send on a channel that nothing receives from, a receive that nothing sends or
// closes for, a group that is added to more often than it is told of an end, a half of a pipe whose other half nobody uses.
//
// Channels are those that a declaration keeps to itself, and fields that only this package can use and that are handed to
// nobody; a wait in a select has other ways out and is not told.

import { funcName } from '#go/types/function-name.js';
import type { Package, Var } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import type { PathStep, WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, isPlace, localChannels, startsOf, stepsOf } from './channels.js';
import {
  type Block,
  type Body,
  type CallStep,
  eachPlace,
  handedOn,
  holdsPlace,
  holdsRoot,
  type LoweredUnit,
  type Path,
  type Root,
  type Step,
} from './ir.js';
import { note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { isProgramEnd, spanOf } from './observe-paths.js';

export function observeLoneWaits(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  return [
    ...units.flatMap((unit) => [...onLocalChannels(analysis, unit), ...onGroups(units, unit), ...onPipes(unit)]),
    ...onFields(units, pkg),
  ];
}

// ---- Channels of a declaration -----------------------------------------------------------------------------

function onLocalChannels(analysis: Analysis, unit: LoweredUnit): WaitObservation[] {
  return localChannels(analysis, unit).flatMap((channel) => {
    const { make, sends, receives, closes, lent, isBuffered } = channel;
    if (lent.length > 0 || isCaptured(unit, make.body, channel.root)) return [];
    const made = note(make.step.pos, isBuffered ? 'the channel is made' : 'the channel is made, without a buffer');
    const send = sends.find(({ step }) => step.select === undefined);
    if (!isBuffered && receives.length === 0 && send !== undefined)
      return [waitOf(unit, send, 'send-to-nobody', channel.root.variable?.name ?? '', [made])];
    const receive = receives.find(({ step }) => step.select === undefined);
    // A main that waits for nothing waits for the end of the process.
    if (receive === undefined || sends.length + closes.length > 0 || isProgramEnd(make.body)) return [];
    return [waitOf(unit, receive, 'receive-without-waker', channel.root.variable?.name ?? '', [made])];
  });
}

/** Whether a literal that is handed to somebody uses a channel: it may run at any time, and is looked at with its callers. */
function isCaptured(unit: LoweredUnit, body: Body, root: Root): boolean {
  const started = new Set(startsOf(unit).map((start) => start.body));
  return [...stepsOf(unit)].some(
    (at) => at.body !== body && !started.has(at.body) && (usesChannel(at.step, root) || holdsRootIn(at.step, root)),
  );
}

function usesChannel(step: Step, root: Root): boolean {
  return (step.op === 'send' || step.op === 'receive') && isPlace(step.channel, root);
}

function holdsRootIn(step: Step, root: Root): boolean {
  return handedOn(step).some((value) => holdsRoot(value, root));
}

// ---- Channels in fields ------------------------------------------------------------------------------------

interface Uses {
  readonly sends: { unit: LoweredUnit; at: At<Step> }[];
  readonly receives: { unit: LoweredUnit; at: At<Step> }[];
  isClosed: boolean;
  /** It is handed to something else, or comes from there. */
  isElsewhere: boolean;
  isBuffered: boolean;
  makes: number;
}

function onFields(units: readonly LoweredUnit[], pkg: Package): WaitObservation[] {
  const uses = new Map<Var, Uses>();
  const usesOf = (field: Var): Uses => {
    let one = uses.get(field);
    if (one === undefined)
      uses.set(
        field,
        (one = { sends: [], receives: [], isClosed: false, isElsewhere: false, isBuffered: false, makes: 0 }),
      );
    return one;
  };
  for (const unit of units) {
    const makes = makesIn(unit);
    for (const at of stepsOf(unit)) {
      const { step } = at;
      if (step.op === 'send' || step.op === 'receive') {
        const field = step.channel.kind === 'path' ? fieldAt(step.channel) : undefined;
        if (field !== undefined) usesOf(field)[step.op === 'send' ? 'sends' : 'receives'].push({ unit, at });
      }
      const isClose = step.op === 'call' && step.callee.kind === 'builtin';
      for (const value of handedOn(step)) {
        eachPlace(value, (path) => {
          const field = fieldAt(path);
          if (field === undefined) return;
          if (isClose && step.callee.kind === 'builtin' && step.callee.name === 'close') usesOf(field).isClosed = true;
          else if (!isClose) usesOf(field).isElsewhere = true;
        });
      }
      for (const [field, from] of setIn(step)) {
        if (under(field.type).kind !== 'Chan') continue;
        const make = from === undefined ? undefined : makes.get(from);
        if (make === undefined) usesOf(field).isElsewhere = true;
        else {
          usesOf(field).makes++;
          if (isSized(make)) usesOf(field).isBuffered = true;
        }
      }
    }
  }
  return [...uses].flatMap(([field, { sends, receives, isClosed, isElsewhere, isBuffered, makes }]) => {
    if (field.pkg !== pkg || field.exported || isElsewhere || makes === 0) return [];
    if (/test|hook/i.test(field.name)) return [];
    // What stands in for something in tests is used by them, which may not be here.
    const plain = ({ at, unit }: { unit: LoweredUnit; at: At<Step> }): boolean =>
      'select' in at.step && at.step.select === undefined && !/test|mock|fake/i.test(fileName(unit));
    const [send, receive] = [sends.find(plain), receives.find(plain)];
    const declared = note(field.pos, 'the channel is declared');
    if (send !== undefined && receives.length === 0 && !isBuffered)
      return [waitOf(send.unit, send.at, 'send-to-nobody', nameIn(send.at.step), [declared])];
    if (receive !== undefined && sends.length === 0 && !isClosed)
      return [waitOf(receive.unit, receive.at, 'receive-without-waker', nameIn(receive.at.step), [declared])];
    return [];
  });
}

/** The field of channels that a place is, or the variable of the package. */
function fieldAt({ root, fields, vars }: Path): Var | undefined {
  const field = fields.length === 0 && root.body === undefined ? root.variable : vars.at(-1);
  return field !== undefined && fields.at(-1) !== '[]' && under(field.type).kind === 'Chan' ? field : undefined;
}

function fileName({ unit }: LoweredUnit): string {
  const { name } = unit.file.text;
  return name.slice(name.lastIndexOf('/') + 1);
}

function nameIn(step: Step): string {
  return (step.op === 'send' || step.op === 'receive') && step.channel.kind === 'path' ? nameOf(step.channel) : '';
}

/** The calls of make in a declaration, by what they return. */
function makesIn(unit: LoweredUnit): ReadonlyMap<Root, CallStep> {
  const makes = new Map<Root, CallStep>();
  for (const { step } of stepsOf(unit)) {
    const [result] = step.op === 'call' ? step.results : [];
    if (step.op === 'call' && result !== undefined && step.callee.kind === 'builtin' && step.callee.name === 'make')
      makes.set(result, step);
  }
  return makes;
}

function isSized({ node }: CallStep): boolean {
  const size = node.args[1];
  return size !== undefined && !(size.kind === 'BasicLit' && size.value === '0');
}

/** The fields that a step sets, with the result of a call that they are set to; without for anything else but nil. */
function setIn(step: Step): [Var, Root | undefined][] {
  const set: [Var, Root | undefined][] = [];
  const add = (field: Var | undefined, value: Path | undefined, isNone: boolean): void => {
    if (field !== undefined && !isNone) set.push([field, value?.fields.length === 0 ? value.root : undefined]);
  };
  if (step.op === 'move' && step.to.fields.at(-1) !== '[]') {
    const { from } = step;
    add(fieldAt(step.to), from.kind === 'path' ? from : undefined, from.kind === 'nil' || from.kind === 'zero');
  }
  for (const value of handedOn(step)) addParts(value, add);
  return set;
}

function addParts(
  value: ReturnType<typeof handedOn>[number],
  add: (field: Var | undefined, value: Path | undefined, isNone: boolean) => void,
): void {
  if (value.kind !== 'composite') return;
  for (const { variable, value: part } of value.parts) {
    add(variable, part.kind === 'path' ? part : undefined, part.kind === 'nil');
    addParts(part, add);
  }
}

// ---- Groups ------------------------------------------------------------------------------------------------

const group = '(*sync.WaitGroup).';

/**
 * A group that is told of fewer ends than are added: every one of both is written out in one function, and in no loop. It is
 * a variable of the function, or a field that nothing else in the package uses.
 */
function onGroups(units: readonly LoweredUnit[], unit: LoweredUnit): WaitObservation[] {
  const calls = new Map<string, At<CallStep>[]>();
  for (const at of stepsOf(unit)) {
    const { step } = at;
    if (step.op !== 'call' || step.receiver?.kind !== 'path' || !nameOfCallee(step).startsWith(group)) continue;
    const { root, key, fields } = step.receiver;
    const field = step.receiver.vars.at(-1);
    const isLocal = fields.length === 0 && root.body !== undefined && root.parameter === undefined;
    const isField = fields.length > 0 && field !== undefined && field.pkg === unit.pkg && !field.exported;
    if (isLocal || isField) calls.set(key, [...(calls.get(key) ?? []), { ...at, step }]);
  }
  if (calls.size === 0) return [];
  const starts = startsOf(unit);
  return [...calls.values()].flatMap((all) => {
    const [one] = all;
    const place = one?.step.receiver;
    if (place?.kind !== 'path' || isGroupElsewhere(units, unit, place)) return [];
    const of = (name: string): readonly At<CallStep>[] => all.filter(({ step }) => nameOfCallee(step) === group + name);
    const [wait] = of('Wait');
    const [adds, dones] = [of('Add'), of('Done')];
    if (wait === undefined || adds.length === 0 || adds.length + dones.length + of('Wait').length < all.length)
      return [];
    const added = adds.map(({ step, body, block }) =>
      body === wait.body && isAlways(body, block, wait) ? sizeOf(step) : -1,
    );
    if (added.includes(-1) || adds.some(({ block }) => block.loops.length > 0)) return [];
    const isOnce = dones.every(({ body, block }) => {
      if (block.loops.length > 0) return false;
      if (body === wait.body) return true;
      const [start, ...others] = starts.filter((one) => one.body === body);
      return start !== undefined && others.length === 0 && start.at.block.loops.length === 0;
    });
    const sum = added.reduce((a, b) => a + b, 0);
    if (!isOnce || sum <= dones.length) return [];
    // Without any, it is told of the goroutine that ends without.
    if (dones.length === 0) return [];
    return [
      waitOf(unit, wait, 'group-never-done', nameOf(place), [
        ...adds.map(({ step }) => note(step.pos, 'the group is added to')),
        ...dones.map(({ step }) => note(step.pos, 'one end is told')),
      ]),
    ];
  });
}

/** Whether a group is handed to somebody, or used by another function. */
function isGroupElsewhere(units: readonly LoweredUnit[], unit: LoweredUnit, place: Path): boolean {
  const field = place.vars.at(-1);
  const is = (path: Path): boolean => (field === undefined ? path.root === place.root : path.vars.at(-1) === field);
  return (field === undefined ? [unit] : units).some((other) =>
    [...stepsOf(other)].some(
      ({ step }) =>
        handedOn(step).some((value) => holdsPlace(value, is)) ||
        (step.op === 'call' &&
          step.receiver?.kind === 'path' &&
          is(step.receiver) &&
          (other !== unit || step.receiver.key !== place.key || !nameOfCallee(step).startsWith(group))),
    ),
  );
}

/** What a call of Add adds, where it is written as a number; else -1. */
function sizeOf({ node }: CallStep): number {
  const [size] = node.args;
  return size?.kind === 'BasicLit' && /^\d+$/.test(size.value) ? Number(size.value) : -1;
}

/** Whether every way to a step leads over a block. */
function isAlways({ entry }: Body, block: Block, to: At<Step>): boolean {
  if (block === entry || block === to.block) return true;
  const seen = new Set<Block>([entry]);
  for (const at of seen) {
    if (at === to.block) return false;
    for (const edge of at.edges) if (edge.to !== block) seen.add(edge.to);
  }
  return true;
}

function nameOfCallee(step: Step): string {
  return step.op === 'call' && step.callee.kind === 'static' ? funcName(step.callee.func) : '';
}

// ---- Pipes -------------------------------------------------------------------------------------------------

/** A half of an io.Pipe that is used, where the other one is not. */
function onPipes(unit: LoweredUnit): WaitObservation[] {
  const all = [...stepsOf(unit)];
  return all.flatMap(({ step, body }) => {
    if (nameOfCallee(step) !== 'io.Pipe' || step.op !== 'call' || isProgramEnd(body)) return [];
    const uses = step.results.map((result) => usesOfHalf(all, result));
    const [reads, writes] = uses;
    if (reads === undefined || writes === undefined) return [];
    const waiting = lonelyHalf(reads, writes) ?? lonelyHalf(writes, reads);
    if (waiting === undefined) return [];
    const half =
      waiting.step.op === 'call'
        ? (waiting.step.receiver ?? waiting.step.args.find(({ kind }) => kind === 'path'))
        : undefined;
    return [
      waitOf(unit, waiting, 'pipe-without-other', half?.kind === 'path' ? nameOf(half) : '', [
        note(step.pos, 'the pipe is made, and nothing uses its other half meanwhile'),
      ]),
    ];
  });
}

/** What is done with a half, or the variable that it is put into. */
function usesOfHalf(all: readonly At<Step>[], result: Root): readonly At<Step>[] {
  const variables = new Set([result]);
  for (const { step } of all)
    if (step.op === 'move' && isPlace(step.from, result) && step.to.fields.length === 0) variables.add(step.to.root);
  const is = (path: Path): boolean => variables.has(path.root);
  return all.filter(({ step }) => {
    if (step.op === 'move' && isPlace(step.from, result) && variables.has(step.to.root)) return false;
    if (step.op === 'call' && step.receiver?.kind === 'path' && is(step.receiver)) return true;
    return [...variables].some((root) => holdsRootIn(step, root));
  });
}

/** A read or a write, or a function that does nothing else. */
function isWaiting(step: Step): boolean {
  const name = nameOfCallee(step);
  return /^\(\*io\.Pipe(Reader\)\.Read|Writer\)\.Write)$|^io(\/ioutil)?\.(ReadAll|ReadFull|Copy|WriteString)$/.test(
    name,
  );
}

/**
 * Where one half waits with the other one out of use: nobody uses that, or it is only closed by the same function afterwards.
 */
function lonelyHalf(half: readonly At<Step>[], other: readonly At<Step>[]): At<Step> | undefined {
  const [waiting] = half;
  if (waiting === undefined || !isWaiting(waiting.step)) return undefined;
  const isTooLate = other.every(
    ({ step, body, block }) =>
      step.op === 'call' &&
      isClose(step) &&
      body === waiting.body &&
      block.loops.length === 0 &&
      (step.mode === 'defer' || (step.mode === 'call' && step.pos > waiting.step.pos)),
  );
  // What else is done with the half, it may be read or written by.
  const isAlone = half.every(({ step }) => isWaiting(step) || (isClose(step) && other.length > 0));
  return isTooLate && isAlone ? waiting : undefined;
}

function isClose(step: Step): boolean {
  return /^\(\*io\.Pipe(Reader|Writer)\)\.Close/.test(nameOfCallee(step));
}

export function waitOf(
  { pkg }: LoweredUnit,
  { step, body }: At<Step>,
  shape: WaitObservation['shape'],
  channel: string,
  path: readonly PathStep[],
): WaitObservation {
  return {
    kind: 'wait',
    shape,
    at: spanOf(step.pos),
    channel,
    function: body.name,
    packagePath: pkg.path,
    origin: undefined,
    missing: undefined,
    path,
    assumption: undefined,
  };
}
