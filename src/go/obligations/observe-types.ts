// Releases that no exported function leads to.

import { funcName } from '#go/types/function-name.js';
import type { Func, Package } from '#go/types/object.js';
import type { Named } from '#go/types/type.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { TypeObservation } from '#program/lifecycle.js';
import type { Analysis } from './analysis.js';
import { stepsOf } from './channels.js';
import { concreteTypes } from './implementers.js';
import type { LoweredUnit, Value } from './ir.js';
import { spanOf } from './observe-paths.js';
import { releasesField } from './owner-type.js';

export function observeTypes(analysis: Analysis, pkg: Package): TypeObservation[] {
  const types = concreteTypes(pkg).filter(({ underlying }) => underlying.kind === 'Struct');
  const releases = types.flatMap((type) =>
    type.methods.filter(({ name }) => isReleaseName(name)).map((method) => ({ type, method })),
  );
  return unreachable(analysis, pkg, releases);
}

interface Release {
  readonly type: Named;
  readonly method: Func;
}

function unreachable(analysis: Analysis, pkg: Package, releases: readonly Release[]): TypeObservation[] {
  const candidates = releases.filter(({ method }) => !method.exported && releasesField(analysis, method));
  if (candidates.length === 0) return [];
  const reached = reachedFromApi(analysis.unitsOf(pkg));
  return candidates.flatMap(({ type, method }) => {
    if (method.unit === undefined || reached.has(method.unit)) return [];
    return [
      {
        kind: 'type',
        shape: 'release-unreachable',
        at: spanOf(method.pos),
        function: funcName(method),
        packagePath: pkg.path,
        field: type.obj.name,
        fieldType: '',
        fieldAt: spanOf(type.obj.pos),
        other: undefined,
        made: undefined,
        path: [],
      },
    ];
  });
}

/** Declarations that an exported name, an init or a main leads to; a call through an interface leads to every method of its name. */
function reachedFromApi(units: readonly LoweredUnit[]): ReadonlySet<unknown> {
  const byName = new Map<string, LoweredUnit[]>();
  const byUnit = new Map<unknown, LoweredUnit>();
  const queue: LoweredUnit[] = [];
  const reached = new Set<unknown>();
  const reach = (unit: LoweredUnit | undefined): void => {
    if (unit === undefined || reached.has(unit.unit)) return;
    reached.add(unit.unit);
    queue.push(unit);
  };
  for (const unit of units) {
    const [first] = unit.unit.names;
    byUnit.set(unit.unit, unit);
    if (unit.unit.recvTypeName !== undefined && first !== undefined)
      byName.set(first.name, [...(byName.get(first.name) ?? []), unit]);
  }
  for (const unit of units) {
    const { kind, names } = unit.unit;
    const isRoot = kind === 'var' || names.some(({ name }) => /^(init|main|\p{Lu}.*)$/u.test(name));
    if (isRoot) reach(unit);
  }
  const follow = (value: Value | undefined): void => {
    if (value?.kind === 'func') reach(byUnit.get(value.func.origin.unit));
    if (value?.kind === 'bound') reach(byUnit.get(value.method.origin.unit));
    if (value?.kind === 'composite') for (const part of value.parts) follow(part.value);
  };
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
    for (const { step } of stepsOf(unit)) {
      if (step.op === 'move') follow(step.from);
      if (step.op === 'return') for (const value of step.values) follow(value);
      if (step.op === 'send') follow(step.value);
      if (step.op !== 'call') continue;
      for (const arg of step.args) follow(arg);
      if (step.callee.kind === 'static') reach(byUnit.get(step.callee.func.origin.unit));
      if (step.callee.kind === 'invoke' || step.callee.kind === 'value') {
        const name = step.callee.kind === 'invoke' ? step.callee.func.name : step.callee.name;
        for (const method of byName.get(name) ?? []) reach(method);
      }
    }
  }
  return reached;
}
