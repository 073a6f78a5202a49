// Who comes to a function that lets go of something: from where each way begins downwards, each call under the calls before it.
// A way that the whole program joins, and that none of what comes to it can go, is not there.

import { by, inOrder } from '#base/order.js';
import { type CallerWords, callersReport } from '#explain/callers-report.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import { AskedWays, type Begin, isCallOf } from '#go/propagate/asked-ways.js';
import { type CallWays, createCallWays, falseAmong } from '#go/propagate/call-ways.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { createSettings } from '#go/propagate/settings.js';
import type { Way } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import { isMade } from './never-made.js';

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
  let isLater = false;
  return roots.map((root) => {
    const fn = byPos.get(root.pos);
    const found = fn === undefined ? undefined : waysTo(fn, ways, asked);
    if (fn === undefined || found === undefined || found.ways.length + found.untold === 0)
      return notRun(root, engine, parts);
    const words = callersReport(functionInfo(fn), found.ways, found.untold, isLater, parts);
    isLater ||= words.sections.length > 0;
    return words;
  });
}

/** Of a function that the program does not come to. */
function notRun(root: FunctionInfo, engine: Engine, parts: ReportParts): CallerWords {
  const { say } = parts;
  const name = parts.nameOf(root);
  const type = receiverType(root);
  const shown = receiverType({ name }) ?? name;
  const text =
    type === undefined || isMade(engine, type)
      ? say`Nothing that the program runs comes to ${name}.`
      : say`The program never makes a ${shown}, so nothing in it comes to ${name}.`;
  return { facts: [{ kind: 'caller', text, at: [root.pos] }], sections: [], files: [] };
}

interface Found {
  readonly ways: readonly Way[];
  /** Beginnings whose calls could not be told apart. */
  readonly untold: number;
}

/** Those of goroutines first; each kind with the shortest first. */
function waysTo(fn: Fn, ways: CallWays, asked: AskedWays): Found {
  const found = new Map<string, Way[]>();
  const told = new Set<number>();
  let untold = 0;
  for (const [key, begin] of beginsOf(fn, ways, asked)) {
    const more = asked.from(begin, fn, told);
    if (more === 'many') untold++;
    else found.set(key, [...(found.get(key) ?? []), ...more.filter(({ calls }) => calls.length > 0)]);
  }
  const order = inOrder<Way>(
    by(({ begin }) => (begin === 'goroutine' ? 0 : 1)),
    by(({ calls }) => calls.length),
    by(({ calls }) => calls[0]?.caller.name ?? ''),
    by(({ calls }) => calls[0]?.site.pos ?? 0),
  );
  return { ways: [...found.values()].flat().sort(order), untold };
}

/** Where ways to a function may begin, each with what makes it one of several that are told once. */
function beginsOf(fn: Fn, ways: CallWays, asked: AskedWays): (readonly [string, Begin])[] {
  const begins: (readonly [string, Begin])[] = [];
  for (const above of asked.above(fn))
    for (const up of ways.up(above)) {
      if (!up.startsGoroutine || isCallOf(up, above, fn) || falseAmong(up.truths) !== undefined) continue;
      if (ways.neverRun(up.caller) !== undefined) continue;
      const key = `go ${up.call.site.pos}`;
      begins.push([key, { kind: 'goroutine', fn: up.caller, start: up, truths: up.truths }]);
    }
  const called = [...asked.above(fn)].filter((above) =>
    ways.up(above).some((up) => isCallOf(up, above, fn) && falseAmong(up.truths) === undefined),
  );
  const apart = called.flatMap((above) => ways.up(above).filter((up) => isCallOf(up, above, fn)));
  for (const entry of new Set([fn, ...apart.map(({ caller }) => caller)].flatMap((one) => ways.entries(one)))) {
    const isMain = entry.pkg.name === 'main' && entry.object?.name === 'main';
    begins.push([entry.name, { kind: isMain ? 'main' : 'api', fn: entry, truths: [] }]);
  }
  return begins;
}
