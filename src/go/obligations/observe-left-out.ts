// Two containers of an object with elements of the same kind, of which a release goes over one and leaves the other out.
//
//	func (c *Client) CloseIdleConnections() {
//		for _, h := range c.plain { h.CloseIdleConnections() }
//	}                                                   // and c.secure?
//
// Nothing is said where one function fills both: they may hold the same elements.

import { funcName } from '#go/types/function-name.js';
import { identical } from '#go/types/identical.js';
import { methodSet } from '#go/types/method-set.js';
import type { Func, Package, Var } from '#go/types/object.js';
import { type Named, type Type, under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { FieldObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { stepsOf } from './channels.js';
import { concreteTypes } from './implementers.js';
import { handedOn, holdsPlace, isInside, type LoweredUnit, type Path } from './ir.js';
import { reachedFrom } from './observe-forgotten.js';
import { spanOf } from './observe-paths.js';

export function observeLeftOut(analysis: Analysis, pkg: Package): FieldObservation[] {
  const units = analysis.unitsOf(pkg);
  return concreteTypes(pkg).flatMap((type) => {
    const struct = type.underlying;
    const releases = type.methods.filter(({ name }) => isEnding(name));
    if (struct.kind !== 'Struct' || releases.length === 0) return [];
    const fields = struct.fields.filter((field) => !field.exported && isEnding(elementRelease(field.type) ?? ''));
    if (fields.length < 2) return [];
    const all = releases.map((method) => reachedFrom(analysis, pkg, method));
    return fields.flatMap((field) => {
      if (all.some((reached) => reached.fields.has(field)) || analysis.fields(pkg).isLetGo(field)) return [];
      const other = fields.find(
        (one) => one !== field && identical(one.type, field.type) && all.some((reached) => reached.fields.has(one)),
      );
      const release = releases.find((_, i) => other !== undefined && all[i]?.fields.has(other) === true);
      if (other === undefined || release === undefined || areFilledTogether(units, field, other)) return [];
      const store = useOf(units, field);
      return store === undefined ? [] : [observation(type, field, release, store, pkg)];
    });
  });
}

function isEnding(name: string): boolean {
  return isReleaseName(name) || name === 'CloseIdleConnections';
}

/** The method that ends an element of a map or list. */
function elementRelease(type: Type): string | undefined {
  const t = under(type);
  if (t.kind !== 'Map' && t.kind !== 'Slice') return undefined;
  return methodSet(t.elem).list.find(({ obj }) => isEnding(obj.name))?.obj.name;
}

/** Whether a declaration puts something into one and has to do with the other: what is in both may be the same. */
function areFilledTogether(units: readonly LoweredUnit[], a: Var, b: Var): boolean {
  return units.some((unit) => {
    const named = new Set<Var>();
    let isFilled = false;
    const add = ({ vars }: Path): boolean => {
      for (const one of vars) named.add(one);
      return false;
    };
    for (const { step } of stepsOf(unit)) {
      for (const value of handedOn(step)) holdsPlace(value, add);
      if (step.op === 'call' && step.receiver !== undefined) holdsPlace(step.receiver, add);
      if (step.op !== 'move' || step.from.kind === 'nil') continue;
      const last = step.to.vars.at(-1);
      add(step.to);
      isFilled ||= last === a || last === b;
    }
    return isFilled && named.has(a) && named.has(b);
  });
}

/** Where the field is used in a way that can fill it: an element is put into it, or it goes into a variable. */
function useOf(
  units: readonly LoweredUnit[],
  field: Var,
): { readonly pos: number; readonly unit: LoweredUnit } | undefined {
  for (const unit of units)
    for (const { step, body } of stepsOf(unit)) {
      if (step.op !== 'move' || !isInside(body, unit.body)) continue;
      const isFilled = step.to.vars.at(-1) === field && step.to.fields.at(-1) === '[]';
      const isTaken = step.from.kind === 'path' && step.from.vars.at(-1) === field && step.from.fields.at(-1) !== '[]';
      if (isFilled || isTaken) return { pos: step.pos, unit };
    }
  return undefined;
}

function observation(
  type: Named,
  field: Var,
  release: Func,
  { pos, unit }: { readonly pos: number; readonly unit: LoweredUnit },
  pkg: Package,
): FieldObservation {
  return {
    kind: 'field',
    acquisition: {
      ...spanOf(pos),
      resource: 'owner',
      type: typeString(field.type, packageNameQualifier),
      name: field.name,
      because: 'the release goes over another field of the same type',
      assumption: undefined,
      function: unit.body.name,
      packagePath: pkg.path,
    },
    field: `${type.obj.name}.${field.name}`,
    owner: type.obj.name,
    store: spanOf(pos),
    hiddenBehind: undefined,
    isElement: true,
    releasePlace: { ...spanOf(release.pos), function: funcName(release) },
    declaration: spanOf(type.obj.pos),
    removals: [],
    alternatives: [],
  };
}
