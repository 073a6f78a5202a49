// Whether a resource that nobody uses any more is used again: the pool that keeps it, its key, who puts in and takes out.

import type { CustodyTable, Holding, Pool, PoolUse } from '#program/custody-table.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { list, unique } from './ways-text.js';

/** Those that take out, without those that do so to put back what is left. */
export function takersOf(takes: readonly PoolUse[], puts: readonly PoolUse[]): readonly PoolUse[] {
  const putters = new Set(puts.map(({ caller }) => caller.pos));
  const only = takes.filter(({ caller }) => !putters.has(caller.pos));
  return only.length === 0 ? takes : only;
}

const typeOf = ({ label }: Holding): string => label.replace(/^.* of /, '');

export function poolFacts(pools: readonly Pool[], table: CustodyTable, parts: ReportParts): Stated[] {
  const { say, places } = parts;
  return pools.map(({ holding, puts, takes }) => {
    const who = (uses: Pool['puts']): string => list(unique(uses.map(({ caller }) => parts.nameOf(caller))), say);
    const keys = list(unique([...puts, ...takes].map(({ key }) => places.text(key.pos, key.end))), say, 'or');
    return {
      kind: 'pool' as const,
      verdict: 'held-by-policy' as const,
      resource: say.known(table.resource),
      text: say`${say.known(holding.label)} keeps it under the key ${keys}; it is put in by ${who(puts)} and taken out again by ${who(takersOf(takes, puts))}, for whoever comes with the same key through the same owner.`,
      outcome: say`the connection stays in a pool (${typeOf(holding)}) to be used again, and nothing that the program calls closes it`,
      at: [holding.pos, ...puts.map(({ pos }) => pos), ...takes.map(({ pos }) => pos)],
    };
  });
}
