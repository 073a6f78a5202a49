// What nobody says is a resource, and the function treats as one: a call gives a value together with an error, and on one
// way the function lets go of the value, or puts it where the package lets go of it. Then it has to on the others too
// (Engler et al. 2001: bugs as deviant behavior).
//
//	snapshot, err := db.GetSnapshot()                  // of a module that is not here
//	if err != nil { return nil, err }
//	rel, err := newReleaser()
//	if err != nil { return nil, err }                   // the odd way
//	return &view{snapshot: snapshot, rel: rel}, nil     // view.Close calls snapshot.Release

import type { Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { isClosingName } from '#models/lifecycle.js';
import type { Acquired } from './acquire.js';
import type { Analysis } from './analysis.js';
import { isByteStream, wrapsStream } from './byte-stream.js';
import type { CallStep, LoweredUnit, Root, Value } from './ir.js';
import { isErrorType } from './lower-expression.js';

const none: readonly Acquired[] = [];

export function believedBy(analysis: Analysis, step: CallStep, unit: LoweredUnit): readonly Acquired[] {
  const [first, last] = [step.results[0], step.results.at(-1)];
  if (first === undefined || last === undefined || first === last || step.mode !== 'call') return none;
  if (!mayBeAsked(analysis, step) || !mayBeReleased(first.type)) return none;
  if (isByteStream(first.type) && wrapsStream(step)) return none;
  const uses = usesIn(unit);
  const variable = uses.variables.get(first);
  if (variable === undefined || !(isErrorType(last.type) || last.type.kind === 'Unknown')) return none;
  const isLetGo = uses.letGo.has(variable);
  const isKept =
    !isLetGo &&
    (uses.kept.get(variable) ?? []).some(
      (field) => field.pkg !== undefined && analysis.fields(field.pkg).isLetGo(field),
    );
  if (!isLetGo && !isKept) return none;
  return [
    {
      result: 0,
      suffix: '',
      resource: 'owner',
      because: isLetGo ? 'it is let go of on another way' : 'it is kept where the package lets go of it',
      isBelieved: true,
    },
  ];
}

/** A function whose source is here has been asked; one of the standard library is known by its model. */
function mayBeAsked(analysis: Analysis, { callee }: CallStep): boolean {
  if (callee.kind === 'static') return callee.func.pkg?.isStd !== true && analysis.sourceOf(callee.func) === undefined;
  return callee.kind === 'invoke' || callee.kind === 'value';
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
  /** Variables on which a release is called. */
  readonly letGo: ReadonlySet<Root>;
  /** The fields of composites that variables are put into. */
  readonly kept: ReadonlyMap<Root, readonly Var[]>;
}

const known = new WeakMap<LoweredUnit, Uses>();

function usesIn(unit: LoweredUnit): Uses {
  let uses = known.get(unit);
  if (uses === undefined) known.set(unit, (uses = computeUses(unit)));
  return uses;
}

function computeUses(unit: LoweredUnit): Uses {
  const variables = new Map<Root, Root>();
  const letGo = new Set<Root>();
  const kept = new Map<Root, Var[]>();
  const keep = (value: Value): void => {
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
        if (step.op === 'call' && isRelease(step)) {
          const root = plainRoot(step.receiver);
          if (root !== undefined) letGo.add(root);
        }
      }
    }
  }
  return { variables, letGo, kept };
}

function plainRoot(value: Value | undefined): Root | undefined {
  return value?.kind === 'path' && value.fields.length === 0 ? value.root : undefined;
}

function isRelease({ callee }: CallStep): boolean {
  if (callee.kind === 'value') return isClosingName(callee.name);
  return (callee.kind === 'static' || callee.kind === 'invoke') && isClosingName(callee.func.name);
}
