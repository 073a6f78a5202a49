// All observations about one package, by position.

import type { Observation } from '#program/lifecycle.js';
import type { Package } from '#go/types/object.js';
import type { Analysis, Explored } from './analysis.js';
import type { LoweredUnit } from './ir.js';
import { observePaths } from './observe-paths.js';

export function checkPackage(analysis: Analysis, pkg: Package): Observation[] {
  const observations: Observation[] = [];
  const units: LoweredUnit[] = [];
  const explored: Explored[] = [];
  for (const file of pkg.files) {
    for (const unit of file.units) {
      if (unit.kind !== 'func' && unit.kind !== 'var') continue;
      const lowered = analysis.lowered(unit);
      if (lowered !== undefined) units.push(lowered);
    }
  }
  for (const unit of units) {
    const paths = observePaths(analysis, unit);
    observations.push(...paths.observations);
    explored.push(...paths.explored);
  }
  return observations;
}
