// Whether what other code may call releases a resource, and if not, why not.

import type { Pos } from '#base/position.js';
import type { Closer, CustodyTable, Way } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import { isErrorPath } from './guard-text.js';
import type { Places } from './places.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { isLive, list, unique } from './ways-text.js';

/** By what stands under no condition that something has failed. */
export function isReleased({ released }: Pick<CustodyTable, 'released'>): boolean {
  return released.some(({ closers }) =>
    closers.some((one) => one.isAfterFailure !== true && beginners(one).length > 0),
  );
}

/** The table with a mark on what lets go only when something has failed. */
export function withFailures(table: CustodyTable, places: Places): CustodyTable {
  return {
    ...table,
    released: table.released.map((release) => ({
      ...release,
      closers: release.closers.map((closer) => {
        const sites = [closer.site, ...closer.below.map(({ site }) => site)];
        const isAfterFailure = sites.some(({ guards }) => guards.some((guard) => isErrorPath(guard, places)));
        return isAfterFailure ? { ...closer, isAfterFailure } : closer;
      }),
    })),
  };
}

/** What other code may call, and main, by which it comes to a release, or waits for the goroutine that does. */
export function beginners({ ways, caller }: Pick<Closer, 'ways' | 'caller'>): readonly FunctionInfo[] {
  return ways.flatMap((way) => beginnersOf(way, caller));
}

/** What other code may call, and main, that goes the way, or that waits for the goroutine which does. */
function beginnersOf(way: Way, target: FunctionInfo): readonly FunctionInfo[] {
  if (!isLive(way)) return [];
  if (way.begin !== 'api' && way.begin !== 'main') return way.awaitedBy ?? [];
  return [way.calls[0]?.caller ?? target];
}

/** Those that nothing comes to, or that never hold. */
function neverClosers({ released }: CustodyTable): Closer[] {
  return released
    .flatMap(({ closers }) => closers)
    .filter(({ ways, truths }) => truths.some((truth) => truth?.holds === false) || !ways.some(isLive));
}

/** Those that only goroutines of their own reach. */
export function selfClosers(table: CustodyTable): Closer[] {
  const never = neverClosers(table);
  return table.released
    .flatMap(({ closers }) => closers)
    .filter(
      (closer) => !never.includes(closer) && closer.ways.filter(isLive).every(({ begin }) => begin === 'goroutine'),
    );
}

/** Whether something lets go of it by itself, on goroutines of its own. */
export function letsGoItself(table: CustodyTable): boolean {
  const others = [...neverClosers(table), ...failureClosers(table)];
  return table.released.some(({ closers }) => closers.some((closer) => !others.includes(closer)));
}

/** Those that other code may come to, but only when something has failed. */
export function failureClosers(table: CustodyTable): Closer[] {
  const others = [...neverClosers(table), ...selfClosers(table)];
  return table.released
    .flatMap(({ closers }) => closers)
    .filter((closer) => closer.isAfterFailure === true && !others.includes(closer) && beginners(closer).length > 0);
}

/** Of a field that is not exported. */
const isHidden = /\bsets [a-z_]\w* of \S+$/;

/** Why nothing that other code may call releases it, each reason with its places. */
export function releaseReasons(table: CustodyTable, parts: ReportParts): Stated[] {
  const { say } = parts;
  const closers = table.released.flatMap((release) => release.closers);
  const never = neverClosers(table);
  const onGoroutines = selfClosers(table);
  const found: Stated[] = [];
  const idle = new Map<string, Pos>();
  for (const { ways, caller } of never) {
    for (const { begin, calls } of ways)
      if (begin === 'nobody') idle.set(parts.nameOf(calls[0]?.caller ?? caller), (calls[0]?.caller ?? caller).pos);
    if (ways.length === 0) idle.set(parts.nameOf(caller), caller.pos);
  }
  if (idle.size > 0)
    found.push({
      kind: 'uncalled',
      text: say`nothing that the program runs calls ${list([...idle.keys()], say, 'or')}`,
      at: [...idle.values()],
    });
  const unset = new Map<string, Stated>();
  const tellUnset = (text: string, at: readonly Pos[]): void => {
    if (!unset.has(text)) unset.set(text, { kind: 'setting', text, at });
  };
  for (const { truths, ways, caller, site } of never) {
    const [because] = [
      ...truths.filter((truth) => truth?.holds === false),
      ...ways.flatMap((way) => (way.begin === 'goroutine' ? [] : (way.never ?? []))),
    ];
    if (because !== undefined)
      tellUnset(say`${parts.nameOf(caller)} does not release it, since ${say.known(because.because)}`, [
        site.pos,
        because.pos,
      ]);
  }
  // Also beside ways that can be gone.
  for (const { begin, never: because, calls } of closers.flatMap(({ ways }) => ways)) {
    const [start] = calls;
    if (because !== undefined && begin === 'goroutine' && start !== undefined)
      tellUnset(
        isHidden.test(because.because)
          ? say`${parts.nameOf(start.callee)} is never started, since ${say.known(because.because)}: the field is not exported, so it takes a call of a function of its package that sets it`
          : say`${parts.nameOf(start.callee)} is never started, since ${say.known(because.because)}`,
        [start.site.pos, because.pos],
      );
  }
  found.push(...unset.values());
  if (onGoroutines.length > 0)
    found.push({
      kind: 'release',
      text: say`only goroutines of their own reach ${list(unique(onGoroutines.map(({ caller }) => parts.nameOf(caller))), say)}`,
      at: onGoroutines.map(({ site }) => site.pos),
    });
  const failing = failureClosers(table);
  if (failing.length > 0)
    found.push({
      kind: 'release',
      text: say`only when something has failed does ${list(unique(failing.map(({ caller }) => parts.nameOf(caller))), say)} close it`,
      at: failing.map(({ site }) => site.pos),
    });
  if (closers.length > never.length + onGoroutines.length + failing.length)
    found.push({ kind: 'release', text: say`the others are called`, at: [] });
  return found;
}

/** The names of the functions that come to a release: those that decide about it, and those in which their ways begin. */
export function namesThatRelease({ released }: CustodyTable): ReadonlySet<string> {
  return new Set(
    released.flatMap(({ closers }) =>
      closers.flatMap(({ ways, caller }) => [
        caller.baseName,
        ...ways.flatMap(({ calls }) => calls[0]?.caller.baseName ?? []),
      ]),
    ),
  );
}
