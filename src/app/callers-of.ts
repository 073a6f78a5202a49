// Who comes to a function that lets go of something: from where each way begins downwards, each call under the calls before it.
// A way that the whole program joins, and that none of what comes to it can go, is not there.

import { by, inOrder } from '#base/order.js';
import { type CallerWords, callersReport } from '#explain/callers-report.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { AskedWays, type Begin } from '#go/propagate/asked-ways.js';
import { type CallWays, createCallWays, falseAmong } from '#go/propagate/call-ways.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { createSettings } from '#go/propagate/settings.js';
import type { Way } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';

export function callersOf(
  engine: Engine,
  roots: readonly FunctionInfo[],
  rules: Pick<CustodyRules, 'isPublic'>,
  parts: ReportParts,
): CallerWords[] {
  if (roots.length === 0) return [];
  // Here a function that others can call is no beginning: who calls it in the program is what is asked.
  const ways = createCallWays(
    engine,
    (fn) => rules.isPublic(fn) && !roots.some(({ pos }) => pos === fn.pos),
    createSettings(engine),
  );
  const asked = new AskedWays(engine, ways);
  const byPos = new Map([...engine.reached].map((fn) => [fn.pos, fn]));
  return roots.flatMap((root) => {
    const fn = byPos.get(root.pos);
    if (fn === undefined) return [];
    const found = waysTo(fn, ways, asked);
    return [callersReport(functionInfo(fn), found.ways, found.untold, parts)];
  });
}

interface Found {
  readonly ways: readonly Way[];
  /** Beginnings whose calls could not be told apart. */
  readonly untold: number;
}

/** Those of goroutines first, one for each place that starts one; each kind with the shortest first. */
function waysTo(fn: Fn, ways: CallWays, asked: AskedWays): Found {
  const found = new Map<string, Way>();
  let untold = 0;
  for (const [key, begin] of beginsOf(fn, ways)) {
    const way = asked.from(begin, fn);
    if (way === 'many') untold++;
    else if (way !== undefined && way.calls.length > 0) {
      const known = found.get(key);
      if (known === undefined || way.calls.length < known.calls.length) found.set(key, way);
    }
  }
  const order = inOrder<Way>(
    by(({ begin }) => (begin === 'goroutine' ? 0 : 1)),
    by(({ calls }) => calls.length),
    by(({ calls }) => calls[0]?.caller.name ?? ''),
    by(({ calls }) => calls[0]?.site.pos ?? 0),
  );
  return { ways: [...found.values()].sort(order), untold };
}

/** Where ways to a function may begin, each with what makes it one of several that are told once. */
function beginsOf(fn: Fn, ways: CallWays): (readonly [string, Begin])[] {
  const begins: (readonly [string, Begin])[] = [];
  for (const above of ways.above([fn]))
    for (const up of ways.up(above)) {
      if (!up.startsGoroutine || falseAmong(up.truths) !== undefined || ways.neverRun(up.caller) !== undefined)
        continue;
      const key = `go ${up.call.site.pos}`;
      begins.push([key, { kind: 'goroutine', fn: up.caller, start: up, truths: up.truths }]);
    }
  for (const entry of ways.entries(fn)) {
    const isMain = entry.pkg.name === 'main' && entry.object?.name === 'main';
    begins.push([entry.name, { kind: isMain ? 'main' : 'api', fn: entry, truths: [] }]);
  }
  return begins;
}
