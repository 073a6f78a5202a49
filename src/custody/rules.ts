// The rules of `check`, as data: what each says and how grave it is.

import { InternalError } from '#base/errors.js';

export type Verdict = 'leaked' | 'held-by-policy' | 'blocked' | 'hidden';

export type RuleId =
  | 'never-released'
  | 'not-released-on-path'
  | 'overwritten-before-release'
  | 'owner-never-releases'
  | 'release-is-no-op'
  | 'release-hidden'
  | 'half-close-only'
  | 'blocked-before-release'
  | 'no-waker'
  | 'cancel-dropped'
  | 'release-unreachable-from-api'
  | 'sibling-releases'
  | 'pool-not-drained'
  | 'goroutine-outlives-owner';

export interface Rule {
  readonly id: RuleId;
  readonly verdict: Verdict;
  readonly level: 'error' | 'warning' | 'note';
  /** One sentence. */
  readonly summary: string;
}

const rule = (id: RuleId, verdict: Verdict, level: Rule['level'], summary: string): Rule => ({
  id,
  verdict,
  level,
  summary,
});

export const rules: readonly Rule[] = [
  rule('never-released', 'leaked', 'error', 'A resource is acquired and no path lets go of it.'),
  rule(
    'not-released-on-path',
    'leaked',
    'error',
    'Some paths let go of a resource or hand it on, and one does neither.',
  ),
  rule(
    'overwritten-before-release',
    'leaked',
    'error',
    'The only variable that holds a resource gets another value before the resource is let go of.',
  ),
  rule(
    'owner-never-releases',
    'leaked',
    'warning',
    'A resource is kept in a field, and nothing in the package ever lets go of what is in that field.',
  ),
  rule('release-is-no-op', 'leaked', 'warning', 'The method that is there to let go of a resource does nothing.'),
  rule(
    'release-hidden',
    'hidden',
    'note',
    'A resource is kept behind an interface without a release, so nobody who holds it can let go of it.',
  ),
  rule(
    'half-close-only',
    'leaked',
    'warning',
    'Only one direction is closed; the other half, and what carries both, stays open.',
  ),
  rule(
    'blocked-before-release',
    'blocked',
    'warning',
    'A release waits first for something that may only happen once the release is done.',
  ),
  rule('no-waker', 'blocked', 'error', 'A goroutine waits, and nothing that still runs can wake it.'),
  rule(
    'cancel-dropped',
    'leaked',
    'warning',
    'A cancel function is not called on some path, so its context lives as long as the parent.',
  ),
  rule('release-unreachable-from-api', 'hidden', 'note', 'A release exists, and no exported function leads to it.'),
  rule(
    'sibling-releases',
    'leaked',
    'warning',
    'Other implementers of the same method let go of what they hold, and this one does not.',
  ),
  rule(
    'pool-not-drained',
    'held-by-policy',
    'warning',
    'A pool of idle connections is made for one use, or kept by an owner, and never told to close them.',
  ),
  rule(
    'goroutine-outlives-owner',
    'leaked',
    'warning',
    'A goroutine goes on, or waits, after what it works for has ended.',
  ),
];

const byId = new Map(rules.map((one) => [one.id, one]));

export function ruleOf(id: RuleId): Rule {
  const found = byId.get(id);
  if (found === undefined) throw new InternalError(`there is no rule ${id}`);
  return found;
}
