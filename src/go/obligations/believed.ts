// What nobody says is a resource, and the function treats as one: a call gives a value together with an error, and on one
// way the function lets go of the value, or puts it where the package lets go of it. Then it has to on the others too
// (Engler et al. 2001: bugs as deviant behavior).
//
//	snapshot, err := db.GetSnapshot()                  // of a module that is not here
//	if err != nil { return nil, err }
//	rel, err := newReleaser()
//	if err != nil { return nil, err }                   // the odd way
//	return &view{snapshot: snapshot, rel: rel}, nil     // view.Close calls snapshot.Release

import { identical } from '#go/types/identical.js';
import { methodSet } from '#go/types/method-set.js';
import type { Func, Var } from '#go/types/object.js';
import { deref, type Type, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { isClosingName } from '#models/lifecycle.js';
import type { Acquired } from './acquire.js';
import type { Analysis } from './analysis.js';
import { isByteStream, wrapsStream } from './byte-stream.js';
import { isResultUsed } from './field-index.js';
import type { CallStep, LoweredUnit, Root, Value } from './ir.js';
import { isErrorType } from './lower-expression.js';

const none: readonly Acquired[] = [];

export function believedBy(analysis: Analysis, step: CallStep, unit: LoweredUnit): readonly Acquired[] {
  const last = step.results.at(-1);
  if (last === undefined || step.mode !== 'call') return none;
  if (step.results.length < 2) {
    const writer = isWriterMade(step) ? believedResult(analysis, step, unit, last, 0) : undefined;
    return writer === undefined ? none : [writer];
  }
  if (!(isErrorType(last.type) || last.type.kind === 'Unknown')) return none;
  return step.results
    .slice(0, -1)
    .flatMap((root, result) => believedResult(analysis, step, unit, root, result) ?? none);
}

/** `NewWriter(ctx)` tells no error, and is given nothing that it could write to: what it makes ends with its Close alone. */
function isWriterMade({ callee, args, results }: CallStep): boolean {
  const name = callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : '';
  const [made] = results;
  if (!/^(New|Open|Create)\w*Writer$/.test(name) || made === undefined || callee.kind === 'static') return false;
  return args.every((arg) => arg.kind !== 'path' || /^(context\.Context|string|int\d*)$/.test(typeString(arg.type)));
}

function believedResult(
  analysis: Analysis,
  step: CallStep,
  unit: LoweredUnit,
  root: Root,
  result: number,
): Acquired | undefined {
  if (!isReleasable(analysis, step, root)) return undefined;
  const uses = usesIn(unit);
  const variable = uses.variables.get(root);
  if (variable === undefined) return undefined;
  const releasedBy = uses.letGo.get(variable);
  const isHanded =
    uses.handed.has(variable) || isKept(analysis, uses, variable) || isPassedOn(analysis, uses, variable, step);
  if (releasedBy === undefined && !isHanded) return undefined;
  return {
    result,
    suffix: '',
    resource: 'owner',
    because: releasedBy === undefined ? 'it is kept where the package lets go of it' : 'it is let go of on another way',
    isBelieved: true,
    ...(releasedBy === undefined ? {} : { releasedBy }),
  };
}

/** Whether a result may have to be let go of, though nothing but what is done with it says so. */
export function isReleasable(analysis: Analysis, step: CallStep, root: Root): boolean {
  if (!mayBeAsked(analysis, step, root) || !mayBeReleased(root.type)) return false;
  return !(isByteStream(root.type) && wrapsStream(step)) && !worksOnGiven(step, root);
}

/** The names by which a result is let go of in its function, beside those that say so of themselves. */
export function releasingNames(unit: LoweredUnit, root: Root | undefined): ReadonlySet<string> | undefined {
  const variable = root === undefined ? undefined : variableOf(unit, root);
  return variable === undefined ? undefined : usesIn(unit).letGo.get(variable);
}

/** The variables on which a declaration calls a release. */
export function releasedRoots(unit: LoweredUnit): { has(root: Root): boolean } {
  return usesIn(unit).letGo;
}

/** The local variable that a result is assigned to. */
export function variableOf(unit: LoweredUnit, root: Root): Root | undefined {
  return usesIn(unit).variables.get(root);
}

/** Whether a result, or the variable that it is assigned to, is asked for nil or truth. */
export function isTested(unit: LoweredUnit, root: Root): boolean {
  const variable = variableOf(unit, root);
  return unit.bodies.some((body) =>
    body.blocks.some(({ edges }) =>
      edges.some(({ condition }) => {
        const of = condition?.place?.root;
        return of !== undefined && (of === root || of === variable);
      }),
    ),
  );
}

/** Whether a call is given what it returns again, or a connection that was there before: it works on that. */
function worksOnGiven({ args }: CallStep, root: Root): boolean {
  return args.some((arg) => {
    if (arg.kind !== 'path' || arg.type.kind === 'Unknown') return false;
    if (under(root.type).kind === 'Interface' && identical(arg.type, root.type)) return true;
    const { byId } = methodSet(arg.type);
    return arg.root.parameter !== undefined && byId.has('Close') && (byId.has('Read') || byId.has('Write'));
  });
}

/** Whether a variable is put into a field from which the package lets go. */
function isKept(analysis: Analysis, uses: Uses, variable: Root): boolean {
  return uses.kept.get(variable)?.some((field) => isLetGo(analysis, field)) === true;
}

/**
 * Whether a variable is given to a constructor that puts it where the package lets go of it, beside another result of the
 * same call that this function lets go of itself.
 */
function isPassedOn(analysis: Analysis, uses: Uses, variable: Root, step: CallStep): boolean {
  const isBesideOther = step.results.some((other) => {
    const name = uses.variables.get(other);
    return name !== undefined && name !== variable && uses.letGo.has(name);
  });
  if (!isBesideOther) return false;
  return (uses.passed.get(variable) ?? []).some(({ func, argument }) =>
    (analysis.parameter(func, argument, '', 'owner') ?? []).some((effect) => {
      if (effect.effect !== 'in-result') return false;
      const field = fieldAt(func.type.results.vars[effect.result]?.type, effect.suffix);
      return field !== undefined && isLetGo(analysis, field);
    }),
  );
}

function isLetGo(analysis: Analysis, field: Var): boolean {
  return field.pkg !== undefined && !field.pkg.isStd && analysis.fields(field.pkg).isLetGo(field);
}

/** The field of a type that a suffix of one name selects. */
function fieldAt(type: Type | undefined, suffix: string): Var | undefined {
  const struct = type === undefined ? undefined : under(deref(type).type);
  if (struct?.kind !== 'Struct') return undefined;
  return struct.fields.find(({ name }) => `.${name}` === suffix);
}

/**
 * A function whose source is here has been asked, unless what it returns, or what is embedded in that, is of a module that is
 * not; one of the standard library is known by its model.
 */
function mayBeAsked(analysis: Analysis, { callee }: CallStep, root: Root): boolean {
  if (callee.kind === 'static') {
    if (callee.func.pkg?.isStd === true) return false;
    return analysis.sourceOf(callee.func) === undefined || isMissing(root.type);
  }
  return callee.kind === 'invoke' || callee.kind === 'value';
}

/** Whether a type is of a module that is not here, or embeds what is. */
function isMissing(type: Type): boolean {
  if (type.kind === 'Unknown') return true;
  const struct = under(deref(type).type);
  return (
    struct.kind === 'Struct' &&
    struct.fields.some((field) => field.embedded && deref(field.type).type.kind === 'Unknown')
  );
}

/** A value of the kinds that hold something: not a number, a text, a function or a container. */
function mayBeReleased(type: Type): boolean {
  const { kind } = under(type);
  if (typeString(type).startsWith('context.')) return false;
  return kind === 'Interface' || kind === 'Pointer' || kind === 'Struct' || kind === 'Unknown';
}

/** What a declaration does with what it is given by calls. */
interface Uses {
  /** The local variable that a result is assigned to. */
  readonly variables: ReadonlyMap<Root, Root>;
  /** Variables on which a release is called, with its names. */
  readonly letGo: ReadonlyMap<Root, ReadonlySet<string>>;
  /** The fields of composites that variables are put into. */
  readonly kept: ReadonlyMap<Root, readonly Var[]>;
  /** Variables whose release is returned as a function, or put into something. */
  readonly handed: ReadonlySet<Root>;
  /** The functions that variables are given to. */
  readonly passed: ReadonlyMap<Root, readonly { readonly func: Func; readonly argument: number }[]>;
}

const known = new WeakMap<LoweredUnit, Uses>();

function usesIn(unit: LoweredUnit): Uses {
  let uses = known.get(unit);
  if (uses === undefined) known.set(unit, (uses = computeUses(unit)));
  return uses;
}

function computeUses(unit: LoweredUnit): Uses {
  const variables = new Map<Root, Root>();
  const letGo = new Map<Root, Set<string>>();
  const passed = new Map<Root, { readonly func: Func; readonly argument: number }[]>();
  const kept = new Map<Root, Var[]>();
  const handed = new Set<Root>();
  const keep = (value: Value): void => {
    // Who is given how to close it: `return &handle{close: file.Close}`.
    if (value.kind === 'bound' && isClosingName(value.method.name)) {
      const receiver = embeddingRoot(value.receiver);
      if (receiver !== undefined) handed.add(receiver);
    }
    if (value.kind !== 'composite') return;
    for (const { variable, value: part } of value.parts) {
      const root = plainRoot(part);
      if (root === undefined) keep(part);
      else if (variable !== undefined) kept.set(root, [...(kept.get(root) ?? []), variable]);
    }
  };
  for (const body of unit.bodies) {
    for (const { steps } of body.blocks) {
      for (const step of steps) {
        if (step.op === 'return') step.values.forEach(keep);
        if (step.op === 'move') {
          keep(step.from);
          const [from, to] = [plainRoot(step.from), plainRoot(step.to)];
          const isLocal = to?.body !== undefined && to.parameter === undefined;
          if (from !== undefined && to !== undefined && isLocal && !variables.has(from)) variables.set(from, to);
        }
        if (step.op !== 'call') continue;
        const name = releaseName(step, unit);
        const receiver = embeddingRoot(step.receiver);
        if (receiver !== undefined && name !== undefined)
          letGo.set(receiver, (letGo.get(receiver) ?? new Set<string>()).add(name));
        const { callee } = step;
        if (callee.kind !== 'static') continue;
        step.args.forEach((arg, argument) => {
          const root = plainRoot(arg);
          if (root !== undefined) passed.set(root, [...(passed.get(root) ?? []), { func: callee.func, argument }]);
        });
      }
    }
  }
  return { variables, letGo, kept, passed, handed };
}

/** The variable that a method is called on, its own or one that it gets from what it embeds. */
function embeddingRoot(value: Value | undefined): Root | undefined {
  return value?.kind === 'path' &&
    value.vars.length === value.fields.length &&
    value.vars.every(({ embedded }) => embedded)
    ? value.root
    : undefined;
}

function plainRoot(value: Value | undefined): Root | undefined {
  return value?.kind === 'path' && value.fields.length === 0 ? value.root : undefined;
}

/** What a call is named, if it lets go of its receiver: by a name that says so, or one that says it to nobody's answer. */
function releaseName(step: CallStep, unit: LoweredUnit): string | undefined {
  const { callee } = step;
  const name = callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : undefined;
  if (name === undefined || isClosingName(name)) return name;
  const isStatement = /^(done|rollback|discard|free|abort)$/i.test(name) && step.args.length === 0;
  return isStatement && !step.results.some((root) => isResultUsed(unit, root)) ? name : undefined;
}
