// Which of what can close a resource is armed: what waits for a setting that nothing sets is not, and what is left runs on
// goroutines of its own. One statement with the place that makes what has the setting.

import type { Pos } from '#base/position.js';
import type { Closer, CustodyTable } from '#program/custody-table.js';
import { failureClosers, releaseReasons, selfClosers } from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import { joined, type Stated } from './stated.js';
import { isLive, list } from './ways-text.js';

/** The fields that the literal at a place names; undefined where there is none. */
export type FieldsGivenAt = (at: Pos) => readonly string[] | undefined;

/** Undefined where no setting is in the way. */
export function armedFact(
  table: CustodyTable,
  openedAt: Pos,
  fieldsGivenAt: FieldsGivenAt,
  parts: ReportParts,
): Stated | undefined {
  const { say } = parts;
  const unset = releaseReasons(table, parts).filter(({ kind }) => kind === 'setting');
  if (unset.length === 0) return undefined;
  const made = madeWith(table, openedAt, fieldsGivenAt, parts);
  const left = selfClosers(table);
  const reasons = unset.map(({ text }) => text).join(say`; `);
  const first = made === undefined ? say`${reasons.charAt(0).toUpperCase() + reasons.slice(1)}.` : made.text(reasons);
  const armed = left.map((closer) => closerText(closer, parts));
  const failing = failureClosers(table);
  const alone =
    armed.length === 0 ? [] : [say`What can still close it, each on a goroutine of its own: ${list(armed, say)}.`];
  const failed =
    failing.length === 0
      ? []
      : [
          say`When something has failed, also: ${list(
            failing.map((closer) => closerText(closer, parts)),
            say,
          )}.`,
        ];
  const rest =
    alone.length + failed.length === 0 ? say`Nothing else can close it.` : joined([...alone, ...failed], say);
  return {
    kind: 'setting',
    text: say`${first} ${rest}`,
    at: [
      ...(made === undefined ? [] : [made.pos]),
      // The field before the call that it would start.
      ...unset.flatMap(({ at }) => at.toReversed()),
      ...[...left, ...failing].map(({ site }) => site.pos),
    ],
    isWhole: true,
  };
}

/** Who closes it, with the nearest condition on the way. */
function closerText({ caller, site, ways }: Closer, parts: ReportParts): string {
  const { say, places } = parts;
  const name = parts.nameOf(caller);
  const way = ways.find(isLive);
  const above = way?.calls.slice(1).map((call) => call.site) ?? [];
  const guard = [site, ...above.toReversed()].flatMap(({ guards }) => parts.guards(guards).slice(-1))[0];
  const at = places.inText(site.pos);
  if (guard === undefined) return say`${name} (${at})`;
  return guard.where === undefined
    ? say`${name} if ${guard.text} (${at})`
    : say`${name} if ${guard.text} (${at}; ${guard.where})`;
}

interface Made {
  readonly pos: Pos;
  readonly text: (reasons: string) => string;
}

/** The literal of what has the settings: of several the nearest before the call that opens the resource. */
function madeWith(
  { released, held }: CustodyTable,
  openedAt: Pos,
  fieldsGivenAt: FieldsGivenAt,
  parts: ReportParts,
): Made | undefined {
  const { say, places } = parts;
  const types = new Set(
    released
      .flatMap(({ closers }) => closers)
      .flatMap(({ truths, ways }) => [...truths, ...ways.map(({ never }) => never)])
      .flatMap((truth) => /\bsets \w+ of (\S+)$/.exec(truth?.because ?? '')?.[1] ?? []),
  );
  const opened = places.location(openedAt);
  const isNear = (pos: Pos): boolean => places.location(pos)?.file === opened?.file && pos < openedAt;
  for (const type of types) {
    const made = held.filter(({ label }) => label.endsWith(` of ${type}`)).flatMap(({ madeAt }) => madeAt);
    const pos = made.filter(isNear).at(-1) ?? made[0];
    const fields = pos === undefined ? undefined : fieldsGivenAt(pos);
    if (pos === undefined || fields === undefined) continue;
    const at = places.inText(pos);
    return {
      pos,
      text: (reasons) =>
        fields.length === 0
          ? say`The ${type} made at ${at} is given no settings: ${reasons}.`
          : say`The ${type} made at ${at} is given ${say.list(fields)} only: ${reasons}.`,
    };
  }
  return undefined;
}
