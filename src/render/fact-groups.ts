// The facts of a report as one reads them: why something stays open, what the calls do, what waits, what else was found.
// The numbers run through. What a table says too is left to that.

import type { Say } from '#language/say.js';
import type { Fact } from '#report/report.js';

export interface FactGroup {
  readonly title: string;
  /** Of the first fact. */
  readonly start: number;
  readonly facts: readonly Fact[];
}

export function groupFacts(facts: readonly Fact[], say: Say): FactGroup[] {
  const groups: readonly (readonly [string, readonly Fact['kind'][]])[] = [
    [say`What holds and releases`, ['release', 'uncalled', 'remedy', 'setting', 'hidden', 'no-op', 'holder', 'pool']],
    [say`What the calls do`, ['reach', 'wake', 'caller']],
    [say`What may wait, and for what`, ['wait']],
    [say`What else was found`, ['finding', 'limit']],
  ];
  let start = 1;
  return groups.flatMap(([title, kinds]) => {
    const own = facts.filter(({ kind, section }) => kinds.includes(kind) && section === undefined);
    if (own.length === 0) return [];
    const group = { title, start, facts: own };
    start += own.length;
    return [group];
  });
}
