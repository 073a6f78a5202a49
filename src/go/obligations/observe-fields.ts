// Resources that are kept in a field which nothing in the package ever lets go of, and methods that let go of a field on
// one path and leave it on another because something failed before.

import { funcName } from '#go/types/function-name.js';
import type { Package, Var } from '#go/types/object.js';
import { deref, type Type, unalias, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { acquiredTypes, isHalfCloseName, isReleaseName } from '#models/lifecycle.js';
import type { FieldObservation, PathObservation } from '#program/lifecycle.js';
import { hasRelease } from './acquire.js';
import type { Analysis, Explored } from './analysis.js';
import { Exploration } from './explore.js';
import type { Body, LoweredUnit, Path } from './ir.js';
import { acquisitionOf, isFailure, spanOf } from './observe-paths.js';
import { isOwnRelease } from './owner-type.js';
import { initialState } from './state.js';

/** What ends with the database handle that it comes from, or with its context. */
const boundElsewhere: ReadonlySet<string> = new Set(['statement', 'rows', 'transaction', 'stream']);

/** Fields that are given what is acquired here, with where in them it is. */
export function keptFields(explored: readonly Explored[]): ReadonlyMap<Var, Explored> {
  const kept = new Map<Var, Explored>();
  for (const one of explored) {
    for (const { kind, place } of one.outcomes) {
      const field = kind === 'stored' ? place?.vars.at(-1) : undefined;
      if (field !== undefined && !kept.has(field)) kept.set(field, one);
    }
  }
  return kept;
}

export function observeFields(analysis: Analysis, pkg: Package, explored: readonly Explored[]): FieldObservation[] {
  const found: FieldObservation[] = [];
  for (const one of explored) {
    const stored = one.outcomes.find(({ kind, state, place }) => kind === 'stored' && place === state.stored);
    // Where some path lets go of it or hands it on, it is not in the field alone.
    const isElsewhere = one.outcomes.some(
      ({ kind, state, place }) => kind !== 'held' && !(kind === 'stored' && place === state.stored),
    );
    if (stored === undefined || isElsewhere) continue;
    if (boundElsewhere.has(one.acquired.resource)) continue;
    const place = stored.state.stored;
    const field = place?.vars.at(-1);
    if (place === undefined || field === undefined || field.pkg !== pkg) continue;
    const owner = ownerOf(place);
    if (owner === undefined || (field.exported && owner.obj.exported)) continue;
    if (place.root.body === undefined) continue;
    const release = releaseOf(owner);
    found.push({
      kind: 'field',
      acquisition: acquisitionOf(one),
      field: `${owner.obj.name}.${field.name}`,
      owner: owner.obj.name,
      store: spanOf(place.pos),
      hiddenBehind: hiddenBehind(field),
      isElement: place.fields.at(-1) === '[]' || stored.state.holders.length === 0,
      releasePlace: release,
      declaration: spanOf(owner.obj.pos),
      alternatives: [],
      removals: (analysis.fields(pkg).removals.get(field) ?? []).map(({ pos }) => spanOf(pos)),
    });
  }
  return found;
}

/** The field's type, if it is an interface that says nothing of letting go. */
function hiddenBehind(field: Var): string | undefined {
  if (under(field.type).kind !== 'Interface' || hasRelease(field.type)) return undefined;
  return typeString(field.type, packageNameQualifier);
}

/** The named type whose field a place is. */
function ownerOf(place: Path): Extract<Type, { kind: 'Named' }> | undefined {
  const before = place.vars.at(-2)?.type ?? place.root.type;
  const t = unalias(deref(before).type);
  return t.kind === 'Named' ? t.origin : undefined;
}

function releaseOf(owner: Extract<Type, { kind: 'Named' }>): FieldObservation['releasePlace'] {
  const method = owner.methods.find(isOwnRelease);
  const unit = method?.origin.unit;
  if (method === undefined || unit === undefined) return undefined;
  const decl = method.origin.decl;
  return { pos: unit.pos, end: decl?.body?.pos ?? unit.pos, function: funcName(method) };
}

/** In methods that let go of a field: paths on which an error comes first and the field is left as it is. */
export function observeReleases(
  analysis: Analysis,
  units: readonly LoweredUnit[],
  kept: ReadonlyMap<Var, Explored>,
): PathObservation[] {
  return units.flatMap((unit) => {
    const { body } = unit;
    const name = body.name.slice(body.name.lastIndexOf('.') + 1);
    if (body.receiver === undefined || !(isReleaseName(name) || isHalfCloseName(name))) return [];
    return [...releasedPlaces(unit, kept)].flatMap(([key, one]) => observeRelease(analysis, unit, key, one));
  });
}

/** A field that a method lets go of: with what was acquired for it in this package, or by its type. */
interface Releasable {
  readonly place: Path;
  readonly resource: string;
  readonly because: string;
}

function releasedPlaces(unit: LoweredUnit, kept: ReadonlyMap<Var, Explored>): ReadonlyMap<string, Releasable> {
  const places = new Map<string, Releasable>();
  for (const block of unit.body.blocks) {
    for (const step of block.steps) {
      if (step.op !== 'call' || step.receiver?.kind !== 'path') continue;
      if (step.callee.kind !== 'static' && step.callee.kind !== 'invoke') continue;
      const { receiver } = step;
      const origin = receiver.vars.flatMap((field) => kept.get(field)?.acquired ?? [])[0];
      const byType = acquiredTypes.get(typeString(receiver.type));
      const resource = origin?.resource ?? byType?.resource;
      if (receiver.root !== unit.body.receiver || resource === undefined || receiver.vars.length === 0) continue;
      if (isReleaseName(step.callee.func.name))
        places.set(receiver.key, { place: receiver, resource, because: origin?.because ?? '' });
    }
  }
  return places;
}

/** Fields of the receiver that a release sets itself: a way out on which one was set already comes after a release. */
function doneMarks(body: Body): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { steps } of body.blocks)
    for (const step of steps)
      if (step.op === 'move' && step.to.root === body.receiver && step.to.vars.length > 0 && step.from.kind !== 'nil')
        keys.add(step.to.key);
  return keys;
}

function observeRelease(
  analysis: Analysis,
  unit: LoweredUnit,
  key: string,
  { place, resource, because }: Releasable,
): PathObservation[] {
  const { body } = unit;
  const exploration = new Exploration({ unit, home: body, resource, acquire: undefined, effects: analysis });
  const outcomes = exploration.from(body, body.entry, 0, initialState([key], new Map()));
  if (exploration.isCut || !outcomes.some(({ kind }) => kind === 'released')) return [];
  const done = doneMarks(body);
  const lapses = outcomes.filter(
    (outcome) =>
      outcome.kind === 'held' && isFailure(outcome) && !outcome.trace().some(({ tests }) => done.has(tests ?? '')),
  );
  const [first] = lapses.sort((a, b) => a.trace().length - b.trace().length || a.pos - b.pos);
  if (first === undefined) return [];
  const last = place.vars.at(-1);
  return [
    {
      kind: 'path',
      acquisition: {
        ...spanOf(first.pos),
        resource,
        type: typeString(last?.type ?? place.type, packageNameQualifier),
        name: [place.root.variable?.name ?? '', ...place.fields].join('.'),
        because,
        assumption: undefined,
        function: body.name,
        packagePath: body.pkg.path,
      },
      ending: 'exit',
      at: spanOf(first.pos),
      path: [
        ...first
          .trace()
          .map(({ pos, end, isTaken }) => ({ kind: 'condition' as const, pos, end, isTaken: isTaken !== false })),
        { kind: 'exit' as const, ...spanOf(first.pos) },
        { kind: 'release' as const, ...spanOf(place.pos) },
      ],
      others: [...new Set(lapses.map(({ pos }) => pos))].filter((pos) => pos !== first.pos).map(spanOf),
      isReleasedSomewhere: true,
      isHandedOnSomewhere: false,
      halfClosed: undefined,
      noOpRelease: undefined,
    },
  ];
}
