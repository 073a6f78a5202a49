// Types whose release lets go of nothing though something was made for them to hold, and types that keep a pool of
// connections which their release does not tell to close them.

import { funcName } from '#go/types/function-name.js';
import { identical } from '#go/types/identical.js';
import type { Func, Package, Var } from '#go/types/object.js';
import type { Named, Type } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { acquiredTypes, isReleaseName, resourcesTold } from '#models/lifecycle.js';
import type { FieldObservation, PathStep, Span, TypeObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { stepsOf } from './channels.js';
import { isDescribing } from './effects.js';
import { concreteTypes } from './implementers.js';
import type { CallStep } from './ir.js';
import { type Kept, KeptInTypes } from './kept-in-types.js';
import { note } from './observe-channels.js';
import { acquisitionOf, spanOf } from './observe-paths.js';
import type { Made } from './origins.js';
import { isOwnerType, isOwnRelease, releasesField } from './owner-type.js';

interface Release {
  readonly type: Named;
  readonly method: Func;
}

export function observeOwners(analysis: Analysis, pkg: Package): (TypeObservation | FieldObservation)[] {
  const types = concreteTypes(pkg).filter(({ underlying }) => underlying.kind === 'Struct');
  const releases = types.flatMap((type) => type.methods.filter(isOwnRelease).map((method) => ({ type, method })));
  if (releases.length === 0) return [];
  const kept = new KeptInTypes(analysis, pkg);
  const found: (TypeObservation | FieldObservation)[] = [];
  const seen = new Set<Var>();
  for (const release of releases) {
    const one = noOpRelease(analysis, kept, release, releases);
    if (one === undefined) continue;
    found.push(one.observation);
    seen.add(one.field);
  }
  found.push(...keptBy(kept, releases, seen));
  return found;
}

function fieldsOf(type: Named): readonly Var[] {
  const struct = type.underlying;
  return struct.kind === 'Struct' ? struct.fields : [];
}

// ---- Releases that do nothing ----------------------------------------------------------------------------

function noOpRelease(
  analysis: Analysis,
  kept: KeptInTypes,
  release: Release,
  releases: readonly Release[],
): { readonly observation: TypeObservation; readonly field: Var } | undefined {
  const { type, method } = release;
  const isEmpty = analysis.isNoOp(method);
  const calls = isEmpty ? [] : idleReleases(analysis, method, 0);
  if (calls === undefined) return undefined;
  const holding = fieldsOf(type).flatMap((field) => keptAlone(kept, type, field) ?? [])[0];
  const field = holding?.field ?? fieldsOf(type).find((one) => isEmpty && isResource(analysis, one));
  if (field === undefined) return undefined;
  const sibling = siblingOf(analysis, release, holding === undefined ? field : undefined, releases);
  // A pool that a release with an empty body leaves open is told where it is made.
  const isTold = sibling !== undefined || (isEmpty && holding !== undefined && !isPool(holding));
  if (!isTold) return undefined;
  const observation: TypeObservation = {
    kind: 'type',
    shape: sibling === undefined ? 'no-op-release' : 'sibling-releases',
    at: spanOf(method.pos),
    function: funcName(method),
    packagePath: type.obj.pkg?.path ?? '',
    field: `${type.obj.name}.${field.name}`,
    fieldType: typeString(field.type, packageNameQualifier),
    fieldAt: spanOf(field.pos),
    other: sibling === undefined ? undefined : { ...spanOf(sibling.method.pos), function: funcName(sibling.method) },
    made: holding === undefined ? undefined : holding.made.map(madeAt)[0],
    path: [
      ...(holding === undefined ? [] : pathOf(holding)),
      ...calls.map(({ pos }) => note(pos, 'this call does nothing')),
    ],
  };
  return { observation, field };
}

function keptAlone(kept: KeptInTypes, type: Named, field: Var): Kept | undefined {
  if (field.exported && type.obj.exported) return undefined;
  const one = kept.keptIn(field);
  if (one === undefined || kept.mayBeLetGo(field)) return undefined;
  // What another field has too is let go of with that.
  const made = one.made.filter((each) => !kept.isLetGoElsewhere(each, fieldsOf(type)));
  return made.length === 0 ? undefined : { ...one, made };
}

function isResource(analysis: Analysis, field: Var): boolean {
  return acquiredTypes.has(typeString(field.type)) || isOwnerType(analysis, field.type);
}

function isPool({ made }: Kept): boolean {
  return made.some(({ acquired }) => acquired.resource === 'pool');
}

/** How many methods two types must share to be taken for implementers of one interface. */
const sharedMethods = 2;

/** Another type with the same release, which lets go of what it holds: of `field`'s type, where that is asked for. */
function siblingOf(
  analysis: Analysis,
  { type, method }: Release,
  field: Var | undefined,
  releases: readonly Release[],
): Release | undefined {
  return releases.find(
    (one) =>
      one.type !== type &&
      one.method.name === method.name &&
      shared(type, one.type) >= sharedMethods &&
      (field === undefined
        ? releasesHeld(analysis, one.method)
        : fieldsOf(one.type).some((other) => identical(other.type, field.type)) && releasesField(analysis, one.method)),
  );
}

function shared(a: Named, b: Named): number {
  const names = new Set(a.methods.map(({ name }) => name));
  return b.methods.filter(({ name }) => names.has(name)).length;
}

/** Whether a release lets go of something that its receiver holds, or hands out. */
function releasesHeld(analysis: Analysis, method: Func): boolean {
  const unit = analysis.sourceOf(method);
  if (unit === undefined) return false;
  return [...stepsOf(unit)].some(({ step }) => {
    if (step.op !== 'call' || step.receiver?.kind !== 'path') return false;
    const { callee, receiver } = step;
    if (callee.kind === 'static' && idleReleases(analysis, callee.func, 1) !== undefined) return false;
    const name = callee.kind === 'value' ? callee.name : 'func' in callee ? callee.func.name : '';
    if (!isReleaseName(name)) return false;
    return analysis.origins.of(unit, receiver).given.some(({ index }) => index === -1);
  });
}

/** Functions within functions that are asked whether they do anything. */
const maxIdle = 3;

/** The calls of releases in a function that do nothing, if the function lets go of nothing and tells nobody to end. */
function idleReleases(analysis: Analysis, func: Func, depth: number): readonly CallStep[] | undefined {
  if (analysis.isNoOp(func)) return [];
  const unit = depth > maxIdle ? undefined : analysis.sourceOf(func);
  if (unit === undefined) return undefined;
  const calls: CallStep[] = [];
  for (const { step } of stepsOf(unit)) {
    if (step.op === 'send') return undefined;
    if (step.op !== 'call') continue;
    const isIdle = isIdleCall(analysis, step, depth);
    if (!isIdle) return undefined;
    if (step.callee.kind === 'static' && isReleaseName(step.callee.func.name)) calls.push(step);
  }
  return calls;
}

/** Packages whose functions, but for those that wake somebody, change nothing that matters here. */
const idlePackages = /^(sync|sync\/atomic|time|fmt|log|log\/slog|errors|strings|strconv|sort)$/;
const waking = /^(Done|Signal|Broadcast|AfterFunc|Go)$/;

function isIdleCall(analysis: Analysis, step: CallStep, depth: number): boolean {
  const { callee } = step;
  if (step.mode === 'go') return false;
  switch (callee.kind) {
    case 'builtin':
      return callee.name !== 'close';
    case 'literal':
      return true;
    case 'value':
      return isDescribing(callee.name);
    case 'invoke':
      return isDescribing(callee.func.name);
    default: {
      const { func } = callee;
      if (isDescribing(func.name)) return true;
      if (func.pkg?.isStd === true)
        return idlePackages.test(func.pkg.path) && !waking.test(func.name) && !isReleaseName(func.name);
      return idleReleases(analysis, func, depth + 1) !== undefined;
    }
  }
}

// ---- What an owner keeps ----------------------------------------------------------------------------------

/** Each thing that is made once: with the type that is given it where it is made, if there is one. */
function keptBy(kept: KeptInTypes, releases: readonly Release[], known: ReadonlySet<Var>): FieldObservation[] {
  const nearest = new Map<
    Made['step'],
    { readonly release: Release; readonly holding: Kept; readonly made: readonly Made[] }
  >();
  const { drainsPools } = kept;
  for (const type of new Set(releases.map((one) => one.type))) {
    const release = releases.find((one) => one.type === type);
    for (const field of fieldsOf(type)) {
      if (release === undefined || known.has(field)) continue;
      const holding = keptAlone(kept, type, field);
      const made =
        holding?.made.filter(
          ({ acquired: { resource } }) => resourcesTold.has(resource) && (resource !== 'pool' || !drainsPools),
        ) ?? [];
      const [first] = made;
      if (holding === undefined || first === undefined) continue;
      const before = nearest.get(first.step);
      if (before === undefined || (!isNear(before.holding, first) && isNear(holding, first)))
        nearest.set(first.step, { release, holding, made });
    }
  }
  return [...nearest.values()].flatMap(({ release, holding, made }) => keptField(release, holding, made));
}

function isNear({ unit }: Kept, { body }: Made): boolean {
  return unit.unit === body.unit;
}

function keptField({ type, method }: Release, holding: Kept, [first, ...others]: readonly Made[]): FieldObservation[] {
  if (first === undefined) return [];
  const { unit } = method.origin;
  const { field } = holding;
  return [
    {
      kind: 'field',
      acquisition: acquisitionOf(first),
      field: `${type.obj.name}.${field.name}`,
      owner: type.obj.name,
      store: spanOf(holding.store),
      hiddenBehind: undefined,
      isElement: isContainer(field.type),
      releasePlace: unit === undefined ? undefined : { ...spanOf(method.pos), function: funcName(method) },
      declaration: spanOf(type.obj.pos),
      removals: [],
      alternatives: others.map(({ step }) => spanOf(step.pos)),
    },
  ];
}

function isContainer(type: Type): boolean {
  return type.kind === 'Map' || type.kind === 'Slice' || type.kind === 'Array';
}

function madeAt({ acquired, step }: Made): Span & { readonly resource: string } {
  return { ...spanOf(step.pos), resource: acquired.resource };
}

function pathOf({ made, store, field }: Kept): PathStep[] {
  const [first] = made;
  return [
    ...(first === undefined ? [] : [note(first.step.pos, 'what it holds is made here')]),
    note(store, `it is kept in ${field.name}`),
  ];
}
