// Whether a resource that nobody uses any more is used again: the pool that keeps it, its key, who puts in and takes out.

import type { Pool, PoolUse } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Opened } from './opened.js';
import { sharingOwner, typeOf } from './owners.js';
import { failureClosers } from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { list, unique } from './ways-text.js';

/**
 * Those that take something to use it again, without those that do so to put back more of it or less; where all do, the first
 * that does not put in.
 */
export function takersOf({ takes, puts, drops }: Pool): readonly PoolUse[] {
  const others = new Set([...puts, ...drops].map(({ caller }) => caller.pos));
  const only = takes.filter(({ caller }) => !others.has(caller.pos));
  if (only.length > 0) return only;
  const putters = new Set(puts.map(({ caller }) => caller.pos));
  const first = takes.find(({ caller }) => !putters.has(caller.pos))?.caller.pos;
  return first === undefined ? takes : takes.filter(({ caller }) => caller.pos === first);
}

/** What one pool keeps of the resource of a table, with the goroutines that keep it too; `roots` were asked about. */
export function poolFacts({ table, pools }: Opened, roots: readonly FunctionInfo[], parts: ReportParts): Stated[] {
  const { say, places } = parts;
  const goroutines = table.held.flatMap(({ runs, lasts, pos }) =>
    runs === undefined || !lasts ? [] : [{ runs, pos }],
  );
  return pools.map((pool) => {
    const { holding, puts, drops } = pool;
    const takers = takersOf(pool);
    const who = (uses: Pool['puts']): string => list(unique(uses.map(({ caller }) => parts.nameOf(caller))), say);
    // Each of them may have a name of its own for the key; those who take are the ones that find it.
    const keys = list(unique(takers.map(({ key }) => places.text(key.pos, key.end))), say, 'or');
    const owner = sharingOwner(table, roots, parts);
    const taken = who(takers);
    const put = who(puts);
    const uses =
      put === taken
        ? say`it is put in and handed out again by ${taken}`
        : say`it is put in by ${put} and handed out again by ${taken}`;
    const others = new Set([...puts, ...takers].map(({ caller }) => caller.pos));
    const dropped = who(drops.filter(({ caller }) => !others.has(caller.pos)));
    const gone = dropped === '' ? '' : say` By ${dropped} it is only dropped from there.`;
    const kept =
      owner === undefined
        ? say`When nobody uses it any more it stays in ${say.known(holding.label)} under the key ${keys}; ${uses} to whoever comes with the same key through the same owner.`
        : say`When nobody uses it any more it stays in ${say.known(holding.label)} under the key ${keys}; ${uses} to whoever comes with the same key through the same ${owner.type}: each makes its own (${places.inText(owner.madeAt)}).`;
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
      text: kept + gone + rooted,
      outcome:
        failureClosers(table).length === 0
          ? say`the connection stays in a pool (${typeOf(holding)}) to be used again, and nothing that the program calls closes it`
          : say`the connection stays in a pool (${typeOf(holding)}) to be used again, and as long as nothing fails, nothing that the program calls closes it`,
      at: [
        holding.pos,
        ...takers.map(({ pos }) => pos),
        ...[...puts, ...drops].map(({ pos }) => pos),
        ...(owner === undefined ? [] : [owner.madeAt]),
        ...goroutines.flatMap(({ pos, runs }) => [pos, runs.pos]),
      ],
      isWhole: true as const,
    };
  });
}
