// All observations about one package.

import type { Package } from '#go/types/object.js';
import type { Observation } from '#program/lifecycle.js';
import type { Analysis, Explored } from './analysis.js';
import { observeChannels } from './observe-channels.js';
import { observeCollected } from './observe-collected.js';
import { observeConditions } from './observe-conditions.js';
import { observeDeafLoops } from './observe-deaf-loops.js';
import { observeDropped } from './observe-dropped.js';
import { observeErrorExits } from './observe-error-exits.js';
import { keptFields, observeFields, observeReleases } from './observe-fields.js';
import { observeForgotten } from './observe-forgotten.js';
import { observeGivenUp } from './observe-given-up.js';
import { observeGoroutines } from './observe-goroutines.js';
import { observeGroupWaits } from './observe-group-waits.js';
import { observeLeftCancels } from './observe-left-cancels.js';
import { observeLeftOut } from './observe-left-out.js';
import { observeLocalWaits } from './observe-local-waits.js';
import { observeLockWaits } from './observe-lock-waits.js';
import { observeGroups, observeLocks } from './observe-locks.js';
import { observeLoneWaits } from './observe-lone-waits.js';
import { observeOwners } from './observe-owners.js';
import { observeParameterExits } from './observe-parameter-exits.js';
import { observePaths } from './observe-paths.js';
import { observePipes } from './observe-pipes.js';
import { observeRemoved } from './observe-removed.js';
import { observeReturnedChannels } from './observe-returned-channels.js';
import { observeStarted } from './observe-started.js';
import { observeStructChannels } from './observe-struct-channels.js';
import { observeTaken } from './observe-taken.js';
import { observeTypes } from './observe-types.js';
import { observeUnclosedStops } from './observe-unclosed-stops.js';
import { observeUnmade } from './observe-unmade.js';
import { observeWaitingReleases } from './observe-waiting-releases.js';

export function checkPackage(analysis: Analysis, pkg: Package): Observation[] {
  const observations: Observation[] = [];
  const explored: Explored[] = [];
  const units = analysis.unitsOf(pkg);
  for (const unit of units) {
    const paths = observePaths(analysis, unit);
    observations.push(...paths.observations);
    explored.push(...paths.explored);
    observations.push(...observeCollected(unit, paths.explored), ...observeDropped(analysis, unit, paths.explored));
    observations.push(...observeChannels(analysis, unit, paths.explored), ...observeLocalWaits(analysis, unit));
  }
  for (const unit of units) {
    observations.push(...observeLocks(analysis, unit), ...observeGroups(analysis, unit));
    observations.push(
      ...observeErrorExits(analysis, unit),
      ...observeParameterExits(analysis, unit),
      ...observeGivenUp(analysis, unit),
      ...observeGroupWaits(unit),
      ...observeLeftCancels(analysis, unit),
      ...observePipes(analysis, unit),
      ...observeStarted(analysis, unit),
      ...observeStructChannels(analysis, unit),
      ...observeTaken(analysis, unit),
    );
  }
  observations.push(...observeGoroutines(analysis, pkg), ...observeWaitingReleases(analysis, pkg));
  observations.push(...observeConditions(analysis, pkg), ...observeDeafLoops(analysis, pkg));
  observations.push(...observeUnmade(analysis, pkg), ...observeLockWaits(analysis, pkg));
  observations.push(...observeUnclosedStops(analysis, pkg), ...observeReturnedChannels(analysis, pkg));
  const waits = new Set(observations.flatMap((one) => (one.kind === 'wait' ? [one.at.pos] : [])));
  observations.push(...observeLoneWaits(analysis, pkg).filter(({ at }) => !waits.has(at.pos)));
  observations.push(...observeFields(analysis, pkg, explored));
  const kept = keptFields(explored);
  observations.push(...observeReleases(analysis, units, kept), ...observeRemoved(analysis, pkg, kept));
  // What a path has told is not told again of its owner.
  const told = new Set(
    observations.flatMap((one) => (one.kind === 'path' || one.kind === 'field' ? [one.acquisition.pos] : [])),
  );
  observations.push(
    ...[...observeOwners(analysis, pkg), ...observeForgotten(analysis, pkg), ...observeLeftOut(analysis, pkg)].filter(
      (one) => one.kind !== 'field' || !told.has(one.acquisition.pos),
    ),
    ...observeTypes(analysis, pkg),
  );
  return withoutBusyPools(observations);
}

/** A connection whose response is left unread is never idle: of the pool it belongs to there is something to say after that. */
function withoutBusyPools(observations: readonly Observation[]): Observation[] {
  const left = new Set(
    observations.flatMap((one) =>
      one.kind === 'path' && one.acquisition.resource === 'response-body' ? [one.acquisition.function] : [],
    ),
  );
  return observations.filter(
    (one) => one.kind !== 'path' || one.acquisition.resource !== 'pool' || !left.has(one.acquisition.function),
  );
}
