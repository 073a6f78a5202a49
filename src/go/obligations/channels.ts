// The channels that a declaration makes and keeps to itself: who sends, receives and closes, and which goroutines it
// starts. A channel that is handed to anything else is not among them.

import { under } from '#go/types/type.js';
import type { Analysis } from './analysis.js';
import type { Block, Body, CallStep, LoweredUnit, ReceiveStep, Root, SendStep, Step, Value } from './ir.js';

export interface At<S> {
  readonly body: Body;
  readonly block: Block;
  readonly index: number;
  readonly step: S;
}

/** A channel held in one local variable. */
export interface LocalChannel {
  readonly root: Root;
  readonly make: At<CallStep>;
  readonly isBuffered: boolean;
  readonly sends: readonly At<SendStep>[];
  readonly receives: readonly At<ReceiveStep>[];
  readonly closes: readonly At<CallStep>[];
  /** The parameters of literals of the declaration that it is given as. */
  readonly aliases: ReadonlySet<Root>;
  /** Calls of known functions that are given the channel. */
  readonly lent: readonly { readonly call: At<CallStep>; readonly argument: number }[];
}

/** A goroutine that a declaration starts with a literal. */
export interface Start {
  readonly at: At<CallStep>;
  readonly body: Body;
}

export function* stepsOf(unit: LoweredUnit): Generator<At<Step>> {
  for (const body of unit.bodies) {
    for (const block of body.blocks) {
      for (let index = 0; index < block.steps.length; index++) {
        const step = block.steps[index];
        if (step !== undefined) yield { body, block, index, step };
      }
    }
  }
}

export function startsOf(unit: LoweredUnit): Start[] {
  const starts: Start[] = [];
  for (const { step, ...rest } of stepsOf(unit)) {
    if (step.op !== 'call') continue;
    const { callee } = step;
    if (step.mode === 'go') {
      const body =
        callee.kind === 'literal'
          ? callee.body
          : callee.kind === 'value' && callee.value.kind === 'path' && callee.value.fields.length === 0
            ? unit.literalOf.get(callee.value.root.id)
            : undefined;
      if (body !== undefined) starts.push({ at: { step, ...rest }, body });
    } else if (step.mode === 'call' && step.receiver !== undefined && nameOf(step) === 'Go') {
      // errgroup.Group.Go, sync.WaitGroup.Go and their like run what they are given, here or in a module that is not here.
      for (const arg of step.args) {
        const held = arg.kind === 'path' && arg.fields.length === 0 ? unit.literalOf.get(arg.root.id) : undefined;
        const body = arg.kind === 'function' ? arg.body : held;
        if (body !== undefined) starts.push({ at: { step, ...rest }, body });
      }
    }
  }
  return starts;
}

function nameOf({ callee }: CallStep): string | undefined {
  return callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : undefined;
}

/** Whether a declaration starts a goroutine. */
export function startsAny(unit: LoweredUnit): boolean {
  return startsOf(unit).length > 0 || unit.bodies.some(({ blocks }) => blocks.some(({ steps }) => steps.some(isGo)));
}

function isGo(step: Step): boolean {
  return step.op === 'call' && step.mode === 'go';
}

export function isPlace(value: Value | undefined, root: Root): boolean {
  return value?.kind === 'path' && value.root === root && value.fields.length === 0;
}

export function localChannels(analysis: Analysis, unit: LoweredUnit): LocalChannel[] {
  const all = [...stepsOf(unit)];
  const makes = all.flatMap((at) => {
    const { step } = at;
    if (step.op !== 'call' || step.callee.kind !== 'builtin' || step.callee.name !== 'make') return [];
    const [result] = step.results;
    return result !== undefined && under(result.type).kind === 'Chan' ? [{ at: { ...at, step }, result }] : [];
  });
  return makes.flatMap(({ at, result }) => {
    const moves = all.flatMap(({ step }) => (step.op === 'move' && isPlace(step.from, result) ? [step] : []));
    const [move] = moves;
    if (move === undefined || moves.length > 1 || move.to.fields.length > 0) return [];
    const { root } = move.to;
    if (root.body === undefined || root.parameter !== undefined) return [];
    return channelOf(analysis, unit, all, at, root) ?? [];
  });
}

/** Undefined if the channel gets out of sight, or the variable holds others too. */
function channelOf(
  analysis: Analysis,
  unit: LoweredUnit,
  all: readonly At<Step>[],
  make: At<CallStep>,
  root: Root,
): LocalChannel | undefined {
  const aliases = aliasesOf(unit, all, root);
  const isIt = (value: Value | undefined): boolean =>
    value?.kind === 'path' && value.fields.length === 0 && (value.root === root || aliases.has(value.root));
  const sends: At<SendStep>[] = [];
  const receives: At<ReceiveStep>[] = [];
  const closes: At<CallStep>[] = [];
  const lent: { call: At<CallStep>; argument: number }[] = [];
  let made = 0;
  for (const at of all) {
    const { step } = at;
    switch (step.op) {
      case 'send':
        if (isIt(step.value)) return undefined;
        if (isIt(step.channel)) sends.push({ ...at, step });
        break;
      case 'receive':
        if (isIt(step.channel)) receives.push({ ...at, step });
        break;
      case 'return':
        if (step.values.some(isIt)) return undefined;
        break;
      case 'move':
        if (isIt(step.to) && step.from.kind === 'path') made++;
        if (isIt(step.from) || holds(step.from, isIt)) return undefined;
        break;
      case 'call': {
        if (step.callee.kind === 'builtin') {
          if (step.callee.name === 'close' && isIt(step.args[0])) closes.push({ ...at, step });
          break;
        }
        for (let argument = 0; argument < step.args.length; argument++) {
          if (!isIt(step.args[argument]) || literalCalled(unit, step) !== undefined) continue;
          if (step.callee.kind !== 'static' || analysis.sourceOf(step.callee.func) === undefined) return undefined;
          lent.push({ call: { ...at, step }, argument });
        }
        break;
      }
      default:
    }
  }
  // Without a size, or with one that is written as 0, a send waits for its receiver.
  const size = make.step.node.args[1];
  const isBuffered = size !== undefined && !(size.kind === 'BasicLit' && size.value === '0');
  return made > 1 ? undefined : { root, make, isBuffered, sends, receives, closes, aliases, lent };
}

function holds(value: Value, isIt: (value: Value) => boolean): boolean {
  return value.kind === 'composite' && value.parts.some(({ value: part }) => isIt(part) || holds(part, isIt));
}

/** The literal that a call runs: where it stands, or in the variable that holds it alone. */
function literalCalled({ literalOf }: LoweredUnit, { callee }: CallStep): Body | undefined {
  if (callee.kind === 'literal') return callee.body;
  if (callee.kind !== 'value' || callee.value.kind !== 'path' || callee.value.fields.length > 0) return undefined;
  return literalOf.get(callee.value.root.id);
}

/** `go func(done chan<- error) { … }(done)` */
function aliasesOf(unit: LoweredUnit, all: readonly At<Step>[], root: Root): ReadonlySet<Root> {
  const aliases = new Set<Root>();
  for (const { step } of all) {
    if (step.op !== 'call') continue;
    const body = literalCalled(unit, step);
    step.args.forEach((arg, i) => {
      const parameter = body?.parameters[i];
      if (parameter !== undefined && isPlace(arg, root)) aliases.add(parameter);
    });
  }
  return aliases;
}

/** Whether a goroutine knows the channel: by its variable, or as what it is given. */
export function isGivenTo({ root, aliases }: LocalChannel, { at, body }: Start): boolean {
  return !body.parameters.some((one) => aliases.has(one)) || at.step.args.some((arg) => isPlace(arg, root));
}
