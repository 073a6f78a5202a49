// Methods that let go of something, and wait before they do: for a goroutine that may itself wait for what is released
// only afterwards, for a producer that nobody told to stop, for the other side to send its last byte.

import type { Expr } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import { funcName } from '#go/types/function-name.js';
import type { Func, Package, Var } from '#go/types/object.js';
import { typeString } from '#go/types/type-string.js';
import { isHalfCloseName, isReleaseName } from '#models/lifecycle.js';
import type { PathStep, Span, WaitObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { type At, startsOf, stepsOf } from './channels.js';
import {
  type Body,
  type CallStep,
  isInside,
  type LoweredUnit,
  type Path,
  type Root,
  type Step,
  type Value,
} from './ir.js';
import { note } from './observe-channels.js';
import { nameOf } from './observe-goroutines.js';
import { spanOf } from './observe-paths.js';

export function observeWaitingReleases(analysis: Analysis, pkg: Package): WaitObservation[] {
  const units = analysis.unitsOf(pkg);
  return units.flatMap((unit) => {
    const { body } = unit;
    const name = body.name.slice(body.name.lastIndexOf('.') + 1);
    if (body.receiver === undefined || !(isReleaseName(name) || isHalfCloseName(name))) return [];
    // Started as a goroutine, it lets nobody wait.
    if (isOnlyStarted(units, body)) return [];
    return [...waitsBefore(analysis, units, unit, body.receiver), ...drains(analysis, units, unit, body.receiver)];
  });
}

/** Whether a function is called in its package, and each time as a goroutine. */
function isOnlyStarted(units: readonly LoweredUnit[], body: Body): boolean {
  let isStarted = false;
  for (const unit of units) {
    for (const { step } of stepsOf(unit)) {
      if (step.op !== 'call' || step.callee.kind !== 'static' || step.callee.func.origin.unit !== body.unit) continue;
      if (step.mode !== 'go') return false;
      isStarted = true;
    }
  }
  return isStarted;
}

function isField(value: Value | undefined, receiver: Root): value is Path {
  return value?.kind === 'path' && value.root === receiver && value.vars.length > 0;
}

/** Whether a step tells somebody to end: a close, a cancel, a release of a field. */
function isSignal(step: Step, receiver: Root): boolean {
  if (step.op === 'send') return isField(step.channel, receiver);
  if (step.op !== 'call') return false;
  const { callee } = step;
  if (callee.kind === 'builtin') return callee.name === 'close' && isField(step.args[0], receiver);
  if (callee.kind === 'value') {
    if (!isField(callee.value, receiver)) return false;
    return isReleaseName(callee.name) || typeString(callee.value.type).startsWith('context.Cancel');
  }
  if (callee.kind === 'literal') return false;
  if (/^Set\w*Deadline$/.test(callee.func.name)) return true;
  return isReleaseName(callee.func.name) && step.receiver !== undefined && mayReach(step.receiver, receiver);
}

function mayReach(value: Value, receiver: Root): boolean {
  return value.kind === 'path' && (value.root === receiver || value.root.body !== undefined);
}

// ---- Waits -----------------------------------------------------------------------------------------------

function* waitsBefore(
  analysis: Analysis,
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  receiver: Root,
): Generator<WaitObservation> {
  const steps = [...stepsOf(unit)];
  for (const { step, body } of steps) {
    const waitedFor = body === unit.body ? waitOn(step) : undefined;
    if (!isField(waitedFor, receiver)) continue;
    const field = waitedFor.vars.at(-1);
    if (field === undefined || field.pkg?.path === 'time') continue;
    const signals = steps.filter((at) => isSignal(at.step, receiver) || signalsInside(analysis, at.step, receiver));
    const closer = closerOf(units, field);
    if (closer === undefined) continue;
    const before = signals.filter((at) => at.step.pos < step.pos);
    const later = signals.filter((at) => at.step.pos > step.pos);
    // What is told before the wait counts, unless the goroutine is in a call that only a later release ends.
    if (before.length > 0 && !isDeaf(units, unit, closer, before, later)) continue;
    const [after] = later;
    const sends = sendOf(analysis, closer);
    if (after === undefined && sends === undefined) continue;
    if (after !== undefined && !mayBlock(closer)) continue;
    const path: PathStep[] = [
      note(closer.at.step.pos, `a goroutine tells ${nameOf(waitedFor)} when it is done`),
      ...(sends === undefined ? [] : [note(sends, 'before that it may wait in a send')]),
      note(step.pos, 'the release waits for it without another way out'),
      ...(after === undefined ? [] : [note(after.step.pos, 'only afterwards anything is let go of')]),
    ];
    yield {
      kind: 'wait',
      shape: after === undefined ? 'wait-on-blocked-producer' : 'wait-before-release',
      at: spanOf(step.pos),
      channel: nameOf(waitedFor),
      function: body.name,
      packagePath: unit.pkg.path,
      origin: spanOf(closer.at.step.pos),
      missing: spanOf(step.pos),
      path,
      assumption: undefined,
    };
  }
}

/**
 * Whether the goroutine accepts from, or reads from, a field that is let go of only after the wait, and by nothing else in
 * the package: `<-quit` is not looked at while it does.
 */
function isDeaf(
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  closer: Closer,
  before: readonly At<Step>[],
  later: readonly At<Step>[],
): boolean {
  const releasedBy = (at: At<Step>): Var | undefined =>
    at.step.op === 'call' && at.step.receiver?.kind === 'path' ? at.step.receiver.vars.at(-1) : undefined;
  const blocking = goroutineSteps(closer).flatMap(({ step, block }) => {
    if (step.op !== 'call' || step.mode !== 'call' || step.receiver?.kind !== 'path') return [];
    const { callee } = step;
    if ((callee.kind !== 'static' && callee.kind !== 'invoke') || block.loops.length === 0) return [];
    return /^Accept/.test(callee.func.name) ? (step.receiver.vars.at(-1) ?? []) : [];
  });
  return blocking.some((field) => {
    if (!later.some((at) => releasedBy(at) === field) || before.some((at) => releasedBy(at) === field)) return false;
    return !units.some(
      (other) =>
        other !== unit &&
        [...stepsOf(other)].some(
          ({ step }) =>
            step.op === 'call' &&
            (step.callee.kind === 'static' || step.callee.kind === 'invoke') &&
            isReleaseName(step.callee.func.name) &&
            step.receiver?.kind === 'path' &&
            step.receiver.vars.includes(field),
        ),
    );
  });
}

/** The channel or the group that a step waits for, without another way out. */
function waitOn(step: Step): Value | undefined {
  if (step.op === 'receive') return step.select === undefined && !step.isRange ? step.channel : undefined;
  if (step.op !== 'call' || step.mode !== 'call' || step.callee.kind !== 'static') return undefined;
  return funcName(step.callee.func) === '(*sync.WaitGroup).Wait' ? step.receiver : undefined;
}

/** Whether a method that is called on the same receiver signals. */
function signalsInside(analysis: Analysis, step: Step, receiver: Root): boolean {
  if (step.op !== 'call' || step.callee.kind !== 'static') return false;
  if (step.receiver?.kind !== 'path' || step.receiver.root !== receiver) return false;
  const callee = analysis.sourceOf(step.callee.func);
  const inner = callee?.body.receiver;
  return callee !== undefined && inner !== undefined && [...stepsOf(callee)].some((at) => isSignal(at.step, inner));
}

interface Closer {
  readonly at: At<CallStep>;
  readonly unit: LoweredUnit;
}

/** Where a goroutine of the package closes the channel of a field. */
function closerOf(units: readonly LoweredUnit[], field: Var): Closer | undefined {
  for (const unit of units) {
    const steps = [...stepsOf(unit)];
    const roots = new Set<Root>();
    const alias = (value: Value, variable: Var | undefined): void => {
      if (variable === field && value.kind === 'path' && value.fields.length === 0) roots.add(value.root);
    };
    for (const { step } of steps) {
      if (step.op !== 'move') continue;
      alias(step.from, step.to.vars.at(-1));
      if (step.from.kind === 'composite') for (const part of step.from.parts) alias(part.value, part.variable);
    }
    const started = startsOf(unit);
    for (const at of steps) {
      const { step } = at;
      if (step.op !== 'call') continue;
      const isClose = step.callee.kind === 'builtin' && step.callee.name === 'close';
      const isDone = step.callee.kind === 'static' && funcName(step.callee.func) === '(*sync.WaitGroup).Done';
      const channel = isClose ? step.args[0] : isDone ? step.receiver : undefined;
      if (channel?.kind !== 'path') continue;
      const isSame = channel.vars.at(-1) === field || (channel.fields.length === 0 && roots.has(channel.root));
      if (!isSame) continue;
      if (started.some(({ body }) => isInside(at.body, body)) || isStarted(units, unit))
        return { at: { ...at, step }, unit };
    }
  }
  return undefined;
}

/** Whether a function is started as a goroutine by name. */
function isStarted(units: readonly LoweredUnit[], unit: LoweredUnit): boolean {
  return units.some((other) =>
    [...stepsOf(other)].some(
      ({ step }) =>
        step.op === 'call' &&
        step.mode === 'go' &&
        step.callee.kind === 'static' &&
        step.callee.func.origin.unit === unit.unit,
    ),
  );
}

function goroutineSteps({ at, unit }: Closer): At<Step>[] {
  let top: Body = at.body;
  while (top.outer !== undefined && !startsOf(unit).some(({ body }) => body === top)) top = top.outer;
  return [...stepsOf(unit)].filter((one) => isInside(one.body, top));
}

/** Whether the goroutine runs something that may take for ever before it closes: a function that it was given work in. */
function mayBlock(closer: Closer): boolean {
  return goroutineSteps(closer).some(
    ({ step, block }) =>
      (step.op === 'call' &&
        step.mode === 'call' &&
        (step.callee.kind === 'invoke' || step.callee.kind === 'static') &&
        step.receiver !== undefined) ||
      block.loops.length > 0,
  );
}

/** A send in the goroutine, or in a function that it hands a channel to. */
function sendOf(analysis: Analysis, closer: Closer): number | undefined {
  for (const { step } of goroutineSteps(closer)) {
    if (step.op === 'send') return step.pos;
    if (step.op !== 'call' || step.callee.kind !== 'static') continue;
    const { func } = step.callee;
    if (step.args.some((_, i) => sendsTo(analysis, func, i))) return step.pos;
  }
  return undefined;
}

function sendsTo(analysis: Analysis, func: Func, index: number): boolean {
  const unit = analysis.sourceOf(func);
  const parameter = unit?.body.parameters[index];
  if (unit === undefined || parameter === undefined) return false;
  return [...stepsOf(unit)].some(
    ({ step }) => step.op === 'send' && step.channel.kind === 'path' && step.channel.root === parameter,
  );
}

// ---- Drains ----------------------------------------------------------------------------------------------

function* drains(
  analysis: Analysis,
  units: readonly LoweredUnit[],
  unit: LoweredUnit,
  receiver: Root,
): Generator<WaitObservation> {
  const steps = [...stepsOf(unit)].filter(({ body }) => body === unit.body);
  for (const { step } of steps) {
    if (step.op !== 'call' || step.mode !== 'call') continue;
    const place = step.args.find((arg, i) => isField(arg, receiver) && isDrain(analysis, step, i));
    if (place?.kind !== 'path') continue;
    const release = steps.find(
      ({ step: other }) =>
        other.op === 'call' &&
        (other.callee.kind === 'static' || other.callee.kind === 'invoke') &&
        other.receiver?.kind === 'path' &&
        other.receiver.key === place.key &&
        isReleaseName(other.callee.func.name),
    );
    if (release === undefined || release.step.pos < step.pos) continue;
    const read = readElsewhere(units, unit, place);
    if (read === undefined) continue;
    const limit = step.callee.kind === 'static' ? limitIn(analysis.sourceOf(step.callee.func)) : undefined;
    yield {
      kind: 'wait',
      shape: 'drain-before-release',
      at: spanOf(step.pos),
      channel: nameOf(place),
      function: unit.body.name,
      packagePath: unit.pkg.path,
      origin: spanOf(read),
      missing: spanOf(step.pos),
      ...(limit === undefined ? {} : { limit }),
      path: [
        note(read, 'it is read piece by piece here, as a stream is'),
        note(step.pos, 'the release reads it to its end first'),
        note(release.step.pos, 'and closes it only then'),
      ],
      assumption: `The other side may keep ${nameOf(place)} open without sending, as it does on a stream.`,
    };
  }
}

/** How much a helper reads at most: of `io.LimitedReader{R: r, N: n}`, `io.LimitReader(r, n)`, `io.CopyN(w, r, n)` the `n`. */
function limitIn(source: LoweredUnit | undefined): Span | undefined {
  let found: Span | undefined;
  if (source === undefined || source.pkg.isStd) return undefined;
  walk(source.unit.decl, (node) => {
    const last = node.kind === 'CallExpr' ? node.args.at(-1) : undefined;
    const limit =
      node.kind === 'CallExpr' && /^(LimitReader|CopyN)$/.test(selected(node.fun))
        ? last
        : node.kind === 'CompositeLit' && node.type !== undefined && selected(node.type) === 'LimitedReader'
          ? node.elts.flatMap((one) =>
              one.kind === 'KeyValueExpr' && one.key.kind === 'Ident' && one.key.name === 'N' ? [one.value] : [],
            )[0]
          : undefined;
    if (limit !== undefined) found ??= { pos: limit.pos, end: limit.end };
    return true;
  });
  return found;
}

/** The name behind the dot: `LimitReader` of `io.LimitReader`. */
function selected(expr: Expr): string {
  return expr.kind === 'SelectorExpr' ? expr.sel.name : '';
}

/** Whether a call reads its argument to the end. */
function isDrain(analysis: Analysis, step: CallStep, index: number): boolean {
  if (step.callee.kind !== 'static') return false;
  const { func } = step.callee;
  const name = funcName(func);
  if (name === 'io.ReadAll' || name === 'io/ioutil.ReadAll') return index === 0;
  if (name === 'io.Copy' || name === 'io.CopyBuffer') return index === 1 && isDiscard(step.args[0]);
  if (func.pkg?.isStd !== false) return false;
  const unit = analysis.sourceOf(func);
  const parameter = unit?.body.parameters[index];
  if (unit === undefined || parameter === undefined) return false;
  const roots = new Set<Root>([parameter]);
  for (const { step: inner } of stepsOf(unit)) {
    if (inner.op === 'move' && holdsRoot(inner.from, roots)) roots.add(inner.to.root);
  }
  return [...stepsOf(unit)].some(
    ({ step: inner }) =>
      inner.op === 'call' &&
      inner.args.some((arg, i) => arg.kind === 'path' && roots.has(arg.root) && inner !== step && isStdDrain(inner, i)),
  );
}

function isStdDrain(step: CallStep, index: number): boolean {
  if (step.callee.kind !== 'static') return false;
  const name = funcName(step.callee.func);
  if (name === 'io.ReadAll' || name === 'io/ioutil.ReadAll') return index === 0;
  return name === 'io.Copy' && index === 1 && isDiscard(step.args[0]);
}

function isDiscard(value: Value | undefined): boolean {
  return value?.kind === 'path' && value.root.variable?.name === 'Discard';
}

function holdsRoot(value: Value, roots: ReadonlySet<Root>): boolean {
  if (value.kind === 'path') return roots.has(value.root);
  return value.kind === 'composite' && value.parts.some((part) => holdsRoot(part.value, roots));
}

/** Where another method of the package reads from the same field. */
function readElsewhere(units: readonly LoweredUnit[], unit: LoweredUnit, place: Path): number | undefined {
  const [field] = place.vars;
  for (const other of units) {
    if (other === unit) continue;
    for (const { step } of stepsOf(other)) {
      if (step.op !== 'call' || step.receiver?.kind !== 'path') continue;
      if (step.callee.kind !== 'static' && step.callee.kind !== 'invoke') continue;
      if (step.callee.func.name === 'Read' && step.receiver.vars[0] === field) return step.pos;
    }
  }
  return undefined;
}
