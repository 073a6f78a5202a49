// From what a front end observed to the rule that it breaks.

import { assertNever } from '#base/errors.js';
import type { Observation, PathObservation, TypeObservation, WaitObservation } from '#program/lifecycle.js';
import type { RuleId } from './rules.js';

export function judge(observation: Observation): RuleId {
  switch (observation.kind) {
    case 'path':
      return judgePath(observation);
    case 'field':
      return observation.hiddenBehind === undefined ? judgeField(observation.acquisition.resource) : 'release-hidden';
    case 'wait':
      return judgeWait(observation);
    case 'type':
      return typeRules[observation.shape];
    default:
      return assertNever(observation);
  }
}

const typeRules = {
  'sibling-releases': 'sibling-releases',
  'release-unreachable': 'release-unreachable-from-api',
  'no-op-release': 'release-is-no-op',
} as const satisfies Record<TypeObservation['shape'], RuleId>;

function judgeField(resource: string): RuleId {
  if (resource === 'cancel') return 'cancel-dropped';
  return resource === 'pool' ? 'pool-not-drained' : 'owner-never-releases';
}

function judgePath(observation: PathObservation): RuleId {
  const { acquisition, ending } = observation;
  if (observation.noOpRelease !== undefined) return 'release-is-no-op';
  if (observation.halfClosed !== undefined) return 'half-close-only';
  if (acquisition.resource === 'cancel') return 'cancel-dropped';
  if (acquisition.resource === 'pool') return 'pool-not-drained';
  if (ending === 'overwritten') return 'overwritten-before-release';
  if (observation.isReleasedSomewhere || observation.isHandedOnSomewhere || ending === 'deferred-in-loop')
    return 'not-released-on-path';
  return 'never-released';
}

function judgeWait(observation: WaitObservation): RuleId {
  switch (observation.shape) {
    case 'send-without-receiver':
    case 'receive-without-waker':
    case 'done-not-closed':
    case 'done-not-called':
    case 'lock-kept':
    case 'slot-kept':
    case 'cond-without-signal':
    case 'cond-not-told':
    case 'range-never-closed':
    case 'goroutine-without-send':
    case 'too-few-receives':
    case 'channel-never-made':
    case 'group-before-receive':
    case 'send-to-nobody':
    case 'group-never-done':
    case 'pipe-without-other':
    case 'lock-across-wait':
    case 'handed-out-never-closed':
    case 'returned-not-closed':
    case 'never-woken':
    case 'goroutine-in-group':
    case 'wait-on-blocked-producer':
      return 'no-waker';
    case 'range-over-ticker':
    case 'goroutine-on-owner':
    case 'endless-loop':
    case 'range-without-close':
      return 'goroutine-outlives-owner';
    case 'wait-before-release':
    case 'drain-before-release':
      return 'blocked-before-release';
    default:
      return assertNever(observation.shape);
  }
}
