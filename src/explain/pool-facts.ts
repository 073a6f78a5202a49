// Whether a resource that nobody uses any more is used again: the pool that keeps it, its key, who puts in and takes out.

import type { Pool, PoolUse } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Opened } from './opened.js';
import { sharingOwner, typeOf } from './owners.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { list, unique } from './ways-text.js';

/** Those that take out, without those that do so to put back what is left. */
export function takersOf(takes: readonly PoolUse[], puts: readonly PoolUse[]): readonly PoolUse[] {
  const putters = new Set(puts.map(({ caller }) => caller.pos));
  const only = takes.filter(({ caller }) => !putters.has(caller.pos));
  return only.length === 0 ? takes : only;
}

/** What one pool keeps of the resource of a table, with the goroutines that keep it too; `roots` were asked about. */
export function poolFacts({ table, pools }: Opened, roots: readonly FunctionInfo[], parts: ReportParts): Stated[] {
  const { say, places } = parts;
  const goroutines = table.held.flatMap(({ runs, lasts, pos }) =>
    runs === undefined || !lasts ? [] : [{ runs, pos }],
  );
  return pools.map(({ holding, puts, takes }) => {
    const who = (uses: Pool['puts']): string => list(unique(uses.map(({ caller }) => parts.nameOf(caller))), say);
    const keys = list(unique([...puts, ...takes].map(({ key }) => places.text(key.pos, key.end))), say, 'or');
    const owner = sharingOwner(table, roots, parts);
    const taken = who(takersOf(takes, puts));
    const kept =
      owner === undefined
        ? say`When nobody uses it any more it stays in ${say.known(holding.label)} under the key ${keys}; it is put in by ${who(puts)} and taken out again by ${taken}, for whoever comes with the same key through the same owner.`
        : say`When nobody uses it any more it stays in ${say.known(holding.label)} under the key ${keys}; it is put in by ${who(puts)} and taken out again by ${taken}, for whoever comes with the same key through the same ${owner.type}: each makes its own (${places.inText(owner.madeAt)}).`;
    const names = list(unique(goroutines.map(({ runs }) => parts.nameOf(runs))), say);
    const rooted =
      goroutines.length === 0
        ? ''
        : goroutines.length === 1
          ? say` As long as it runs, the goroutine of ${names} keeps it, whoever else lets go of it: the garbage collector does not free it.`
          : say` As long as they run, the goroutines of ${names} keep it, whoever else lets go of it: the garbage collector does not free it.`;
    return {
      kind: 'pool' as const,
      verdict: 'held-by-policy' as const,
      resource: say.known(table.resource),
      text: kept + rooted,
      outcome: say`the connection stays in a pool (${typeOf(holding)}) to be used again, and nothing that the program calls closes it`,
      at: [
        holding.pos,
        ...takersOf(takes, puts).map(({ pos }) => pos),
        ...puts.map(({ pos }) => pos),
        ...(owner === undefined ? [] : [owner.madeAt]),
        ...goroutines.flatMap(({ pos, runs }) => [pos, runs.pos]),
      ],
      isWhole: true as const,
    };
  });
}
