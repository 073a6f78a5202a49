// Which calls hand a resource to their caller: by the models, by what their source does, and where there is no source
// by the type of the result together with the name.

import { funcName } from '#go/types/function-name.js';
import { methodSet } from '#go/types/method-set.js';
import type { Func } from '#go/types/object.js';
import { deref, type Type, unalias, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { acquiredTypes, acquiringName, isReleaseName, type PoolModel } from '#models/lifecycle.js';
import type { Analysis } from './analysis.js';
import { believedBy, releasingNames, variableOf } from './believed.js';
import { isByteStream, wrapsStream } from './byte-stream.js';
import { customaryOf } from './customary.js';
import { isResultUsed } from './field-index.js';
import type { CallStep, LoweredUnit, Root, Value } from './ir.js';
import { isErrorType } from './lower-expression.js';
import { isNeverEnded } from './no-parent.js';

export interface Acquired {
  /** -1 is the receiver. */
  readonly result: number;
  /** Where in the result: `.Body`. */
  readonly suffix: string;
  readonly resource: string;
  /** What says so: the model's sentence, or what was read or assumed. */
  readonly because: string;
  /** What had to be taken for granted. */
  readonly assumption?: string;
  /** Where the callee acquires it. */
  readonly within?: CallStep | undefined;
  /** Of what holds a context: the argument that is the parent of that. */
  readonly parentArgument?: number;
  /** Only what is done with it elsewhere in the function says that it has to be let go of. */
  readonly isBelieved?: boolean;
  /** Only what other callers in the package do with it says so. */
  readonly isCustomary?: boolean;
  /** Names by which the function lets go of it, beside those that say so of themselves. */
  readonly releasedBy?: ReadonlySet<string>;
  /** A stream that nothing but an error from it ends: what is read of it need not be its end. */
  readonly isUnended?: boolean;
}

const none: readonly Acquired[] = [];

export function acquiredBy(analysis: Analysis, step: CallStep, unit: LoweredUnit): readonly Acquired[] {
  const { callee } = step;
  if (step.results.length === 0) return none;
  if (callee.kind === 'static' || callee.kind === 'invoke') {
    const { func } = callee;
    const name = funcName(func);
    const models = analysis.models.acquires.get(name);
    if (models !== undefined) {
      // What is read from a connection of this function needs no close of its own.
      if (name === 'net/http.ReadResponse' && isOwnReader(unit, step.args[0])) return none;
      return models
        .filter(({ until }) => until === undefined || isBefore(unit.pkg.goVersion, until))
        .map(({ result, field, resource, because }) => ({
          result,
          suffix: field === undefined ? '' : `.${field}`,
          resource,
          because: `${name}: ${because}`,
        }));
    }
    const stream = streamOf(step, unit) ?? droppedSubscription(step, unit) ?? registeredBy(step, unit);
    if (stream !== undefined) return stream;
    if (callee.kind === 'static') {
      const owned = analysis.ownedResults(func).map(({ result, suffix, resource, step: within, parent }) => ({
        result,
        suffix,
        resource: suffix !== '' && hasRelease(func.type.results.vars[result]?.type ?? func.type) ? 'owner' : resource,
        because: `${shortName(func)} returns what it acquired`,
        within,
        ...(parent === undefined ? {} : { parentArgument: parent }),
      }));
      return owned.length > 0 ? owned : asOthers(analysis, step, unit);
    }
    const agreed = byConvention(step, unit, func.name, func);
    return agreed.length > 0 ? agreed : asOthers(analysis, step, unit);
  }
  if (callee.kind === 'value') {
    const agreed =
      callee.package === undefined
        ? ofUnknown(step, unit, callee.name)
        : ofMissing(analysis, step, unit, callee.package, callee.name);
    return agreed.length > 0 ? agreed : believedBy(analysis, step, unit);
  }
  return none;
}

/** Whether a reader is made or held by a variable of the function or its receiver, as one over a connection of its own. */
function isOwnReader(unit: LoweredUnit, value: Value | undefined): boolean {
  if (value?.kind !== 'path' || value.root.body === undefined) return false;
  // In a field of the receiver it is over the connection of that.
  if (value.root.parameter !== undefined) return value.root.parameter === -1 && value.fields.length > 0;
  if (value.root.variable !== undefined && value.fields.length > 0) return true;
  const sources = unit.bodies.flatMap(({ blocks }) =>
    blocks.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        step.op === 'move' && step.to.key === value.key && step.from.kind === 'path' ? [step.from.root] : [],
      ),
    ),
  );
  const roots = new Set([value.root, ...sources]);
  return unit.bodies.some(({ blocks }) =>
    blocks.some(({ steps }) =>
      steps.some(
        (step) =>
          step.op === 'call' &&
          step.results.some((root) => roots.has(root)) &&
          step.args.some(
            (arg) => arg.kind === 'path' && arg.root.body !== undefined && arg.root.parameter === undefined,
          ),
      ),
    ),
  );
}

/** What the function does with it on another way, or else what other functions do. */
function asOthers(analysis: Analysis, step: CallStep, unit: LoweredUnit): readonly Acquired[] {
  const believed = believedBy(analysis, step, unit);
  return believed.length > 0 ? believed : customaryOf(analysis, step, unit);
}

/**
 * A stream of an RPC: its resources go with an error from it, or with its context. Where the context is one that the
 * caller can cancel, the cancel function is what is looked after.
 */
function streamOf(step: CallStep, unit: LoweredUnit): readonly Acquired[] | undefined {
  const [first, last] = [step.results[0], step.results.at(-1)];
  const known = first === undefined ? undefined : acquiredTypes.get(typeString(first.type).replace(/\[.*$/, ''));
  // What generated code returns is opened by the call, as it has to be by a context.
  if (known?.resource === 'response-stream' && step.callee.kind === 'invoke' && isContext(step.args[0]))
    return [{ result: 0, suffix: '', resource: known.resource, because: `${step.callee.func.name} opens a stream` }];
  if (first === undefined || last === undefined || first === last || !isErrorType(last.type)) return undefined;
  const { byId } = methodSet(first.type);
  const [context] = step.args;
  if (context !== undefined && isReceiver(first.type) && unit.bodies.some((body) => isNeverEnded(body, context))) {
    const because = `${nameOfCallee(step)} opens a stream, and nothing ends the context that it is given`;
    return [{ result: 0, suffix: '', resource: 'stream', because, isUnended: true }];
  }
  if (!byId.has('CloseSend') || !byId.has('RecvMsg') || !byId.has('Context')) return undefined;
  if (context?.kind !== 'path' || context.root.parameter === undefined || isSet(unit, context.key)) return none;
  return [
    {
      result: 0,
      suffix: '',
      resource: 'stream',
      because: 'a stream ends with an error from it, or with its context',
      assumption: 'The context outlives this function, since it is given to it.',
    },
  ];
}

/** The client's side of a stream that a generated client opens; the package of what is embedded need not be here. */
function isReceiver(type: Type): boolean {
  const t = unalias(type);
  if (t.kind !== 'Named' || under(t).kind !== 'Interface' || !/Client$/.test(t.obj.name)) return false;
  const recv = methodSet(t).byId.get('Recv')?.obj;
  return recv?.kind === 'Func' && recv.type.params.vars.length === 0 && recv.type.results.vars.length === 2;
}

function nameOfCallee({ callee }: CallStep): string {
  return 'func' in callee ? callee.func.name : callee.kind === 'value' ? callee.name : '';
}

function isContext(value: Value | undefined): boolean {
  return value?.kind === 'path' && typeString(value.type) === 'context.Context';
}

/** What only ends with its Unsubscribe, and is thrown away. */
function droppedSubscription(step: CallStep, unit: LoweredUnit): readonly Acquired[] | undefined {
  const { callee, results } = step;
  const [first] = results;
  if (first === undefined || results.length > 1 || !('func' in callee) || !/^Subscribe/.test(callee.func.name))
    return undefined;
  if (!methodSet(first.type).byId.has('Unsubscribe') || isResultUsed(unit, first)) return undefined;
  return [{ result: 0, suffix: '', resource: 'owner', because: `${callee.func.name} returns a subscription` }];
}

/**
 * What is registered for, and handed back as an object with a function that ends it: `Cancel func()`. Only a struct that has
 * no method for it, from a call whose name says that it registers and that may fail; and only where value after value is
 * received from it, since what comes once ends with that.
 */
function registeredBy({ callee, results, mode }: CallStep, unit: LoweredUnit): readonly Acquired[] | undefined {
  const [first, last] = [results[0], results.at(-1)];
  if (first === undefined || last === undefined || first === last || mode !== 'call' || !('func' in callee))
    return undefined;
  if (!isErrorType(last.type) || !/^(Register|Subscribe|Watch)/.test(callee.func.name)) return undefined;
  const struct = under(deref(first.type).type);
  if (struct.kind !== 'Struct' || hasRelease(first.type)) return undefined;
  const field = struct.fields.find(
    ({ name, type }) => /^(Cancel|Unsubscribe|Stop|Close)$/.test(name) && isPlainFunction(type),
  );
  if (field === undefined || !isReceivedInLoop(unit, first)) return undefined;
  const because = `${callee.func.name} hands back how to end it: ${field.name}`;
  return [{ result: 0, suffix: `.${field.name}`, resource: 'subscription', because }];
}

/** Whether a loop receives from a channel in the object that a result is put into. */
function isReceivedInLoop(unit: LoweredUnit, result: Root): boolean {
  const variable = variableOf(unit, result);
  return unit.bodies.some(({ blocks }) =>
    blocks.some(
      ({ steps, loops }) =>
        loops.length > 0 &&
        steps.some(
          (step) =>
            step.op === 'receive' &&
            step.channel.kind === 'path' &&
            step.channel.fields.length > 0 &&
            step.channel.root === variable,
        ),
    ),
  );
}

function isPlainFunction(type: Type): boolean {
  const signature = under(type);
  return signature.kind === 'Signature' && signature.params.vars.length === 0 && signature.results.vars.length <= 1;
}

function isSet(unit: LoweredUnit, key: string): boolean {
  return unit.bodies.some((body) =>
    body.blocks.some((block) => block.steps.some((step) => step.op === 'move' && step.to.key === key)),
  );
}

/** Whether a result whose type is not known is put into a variable that is an error, or called like one, or returned as one. */
function isCalledError(unit: LoweredUnit, result: Root | undefined): boolean {
  return unit.bodies.some((body) =>
    body.blocks.some((block) =>
      block.steps.some((step) => {
        if (step.op === 'return') {
          const last = step.values.at(-1);
          const type = body.results.at(-1);
          return last?.kind === 'path' && last.root === result && type !== undefined && isErrorType(type);
        }
        if (step.op !== 'move' || step.from.kind !== 'path' || step.from.root !== result) return false;
        return isErrorType(step.to.type) || /err$/i.test(step.to.root.variable?.name ?? '');
      }),
    ),
  );
}

/** A function of a package that is not here: what a model says, or what its name does. */
function ofMissing(
  analysis: Analysis,
  step: CallStep,
  unit: LoweredUnit,
  path: string,
  name: string,
): readonly Acquired[] {
  const models = analysis.models.acquires.get(`${path}.${name}`);
  if (models !== undefined) {
    return models.map(({ result, field, resource, because }) => ({
      result,
      suffix: field === undefined ? '' : `.${field}`,
      resource,
      because,
    }));
  }
  if (!isOpenedByName(step, unit, name)) return none;
  const assumption = `The package ${path} is not here; that ${name} hands over what has to be closed is taken from its name.`;
  const result = openedAmong(step, unit);
  const root = step.results[result];
  if (root === undefined) return none;
  return [
    { result, suffix: '', resource: 'owner', because: `${name} of ${path}`, assumption, ...ownNames(unit, root) },
  ];
}

/** Whether a call is made on what a variable of this function holds, perhaps with what is returned in it. */
function isOnOwn({ receiver }: CallStep): boolean {
  if (receiver?.kind !== 'path' || receiver.fields.length > 0) return false;
  return receiver.root.body !== undefined && receiver.root.parameter === undefined;
}

/** Of several results the first one that is kept and is not called like a response to the opening; -1 where there is none. */
function openedAmong({ results }: CallStep, unit: LoweredUnit): number {
  if (results.length === 2) return 0;
  return results.findIndex((root, i) => {
    const name = variableOf(unit, root)?.variable?.name;
    return i < results.length - 1 && name !== undefined && !/^re?sp(onse)?$|^res$/i.test(name);
  });
}

/** `DialContext`, and not `DialArgs`, which says what would be dialed. */
function isOpeningName(name: string): boolean {
  return (
    /^(Dial|Open|Connect|Listen)/.test(name) &&
    !/(Args|Opts?|Options|Config|Addrs?|Address|Info|Error|Timeout)$/.test(name)
  );
}

/** Whether a call of what is not known opens something, by its name, and gives an error beside it. */
function isOpenedByName({ results }: CallStep, unit: LoweredUnit, name: string): boolean {
  return isOpeningName(name) && results.length > 1 && isCalledError(unit, results.at(-1));
}

/** A function value, or a method of what is not known. */
function ofUnknown(step: CallStep, unit: LoweredUnit, name: string): readonly Acquired[] {
  const result = openedAmong(step, unit);
  const root = step.results[result];
  const isDialed =
    (/^dial(er|Func|Context)?$/i.test(name) ||
      (/^Open(File|Reader|Stream|Snapshot)?$/.test(name) && step.receiver !== undefined)) &&
    root?.type.kind === 'Unknown' &&
    step.results.length > 1;
  if (root === undefined || !isDialed || isOnOwn(step) || !isCalledError(unit, step.results.at(-1)))
    return byConvention(step, unit, name, undefined);
  const assumption = `${name} is not known here; that it hands over what it returns is taken from its name and result.`;
  return [{ result, suffix: '', resource: 'owner', because: name, assumption, ...ownNames(unit, root) }];
}

/** Nothing is known of the callee but its name and what it returns. */
function byConvention(step: CallStep, unit: LoweredUnit, name: string, func: Func | undefined): readonly Acquired[] {
  const last = step.results.at(-1);
  if (last === undefined || !isErrorType(last.type)) return none;
  const found = step.results
    .slice(0, -1)
    .flatMap((root, result) => byConventionOf(step, unit, name, func, root, result) ?? none);
  // Of several results that could be it, the first.
  return found.slice(0, 1);
}

function byConventionOf(
  step: CallStep,
  unit: LoweredUnit,
  name: string,
  func: Func | undefined,
  root: Root,
  result: number,
): Acquired | undefined {
  const { type } = root;
  const isOpening = acquiringName.test(name);
  const known = acquiredTypes.get(typeString(type));
  // A response that comes with an error has just been asked for, whatever asks for it is called.
  if (known !== undefined && (isOpening || (known.resource === 'response-body' && !isGetter(name)))) {
    const assumption = `${name} is not known here; that it hands over what it returns is taken from its name and result.`;
    const suffix = known.field === undefined ? '' : `.${known.field}`;
    return { result, suffix, resource: known.resource, because: `${name} returns ${typeString(type)}`, assumption };
  }
  if (func === undefined || !hasRelease(type)) return undefined;
  const isStream = isByteStream(type) && !wrapsStream(step);
  if (isOpening ? isPlainCloser(type) && !isStream : !isStream) return undefined;
  const assumption = `${name} is called through an interface; that the caller has to let go of its result is taken from its name and the result's methods.`;
  const because = `${name} returns ${typeString(type)}`;
  return { result, suffix: '', resource: 'owner', because, assumption, ...ownNames(unit, root) };
}

function ownNames(unit: LoweredUnit, root: Root): Pick<Acquired, 'releasedBy'> {
  const releasedBy = releasingNames(unit, root);
  return releasedBy === undefined ? {} : { releasedBy };
}

/** Whether a name says that something is given that was there before. */
function isGetter(name: string): boolean {
  return /^(get|last)?response$/i.test(name);
}

/** io.Closer and its like say nothing of what is behind them. */
function isPlainCloser(type: Type): boolean {
  const t = unalias(type);
  return t.kind === 'Named' && (t.obj.pkg?.path === 'io' || t.obj.pkg?.path === 'context');
}

/** A transport that is made without what ends its idle connections by itself, and does not get it later. */
export function poolIn(
  pools: ReadonlyMap<string, PoolModel>,
  value: Extract<Value, { kind: 'composite' }>,
  unit: LoweredUnit,
): Acquired | undefined {
  const pool = pools.get(typeString(deref(value.type).type));
  if (pool === undefined || value.parts.some(({ field }) => pool.bounds.includes(field))) return undefined;
  const isBoundLater = unit.bodies.some((body) =>
    body.blocks.some(({ steps }) =>
      steps.some((step) => step.op === 'move' && pool.bounds.includes(step.to.vars.at(-1)?.name ?? '')),
    ),
  );
  if (isBoundLater) return undefined;
  return { result: 0, suffix: '', resource: 'pool', because: pool.because };
}

const released = new WeakMap<Type, boolean>();

/** Whether values of the type have a method by which they are let go of. */
export function hasRelease(type: Type): boolean {
  const t = unalias(type);
  let known = released.get(t);
  if (known === undefined) {
    known = methodSet(t).list.some(({ obj }) => isReleaseName(obj.name));
    released.set(t, known);
  }
  return known;
}

/** Whether a function that returns the type may hand a resource over with it. */
export function mayBeOwned(type: Type): boolean {
  const t = unalias(type);
  if (t.kind === 'Signature' || under(t).kind === 'Signature') {
    const signature = under(t);
    return signature.kind === 'Signature' && signature.params.vars.length === 0 && signature.results.vars.length === 0;
  }
  if (hasRelease(t)) return true;
  const { type: elem } = deref(t);
  return typeString(elem) === 'net/http.Response';
}

/** Whether a language version, `go1.20`, is before another. */
function isBefore(version: string, other: string): boolean {
  const numbers = (text: string): number[] => text.replace(/^go/, '').split('.').map(Number);
  const [major = 1, minor = 0] = numbers(version);
  const [otherMajor = 1, otherMinor = 0] = numbers(other);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function shortName(func: Func): string {
  return func.pkg === undefined ? func.name : `${func.pkg.name}.${func.name}`;
}
