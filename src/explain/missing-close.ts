// "Where closing is missing": for each resource on the way who holds it and uses it again, what would release it, why that
// does not happen, what still can, and where a release belongs: the outermost type on the way to it that lets go of
// something, or that lets go of nothing.

import type { Say } from '#language/say.js';
import type { CustodyTable, Pool } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import type { Opened } from './opened.js';
import { ownerAmong, pathFrom, typeOf } from './owners.js';
import { takersOf } from './pool-facts.js';
import { isReleased, releaseReasons, selfClosers } from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';
import { isLive, list, WaysText } from './ways-text.js';

export interface Missing {
  readonly section: Section;
  readonly files: readonly string[];
}

/** Undefined where nothing is opened. */
export function missingSection(
  opened: readonly Opened[],
  roots: readonly FunctionInfo[],
  parts: ReportParts,
): Missing | undefined {
  if (opened.length === 0) return undefined;
  const { say } = parts;
  const text = new WaysText(parts);
  const rows = opened.map(({ table, openedAt, pools }) => [
    [{ code: say.known(table.resource) }, ' ', ...text.place(table.pos)],
    text.code(openedAt),
    heldBy(table, roots, parts),
    usedAgain(pools, parts, text),
    wouldClose(table, parts),
    stillCloses(table, parts, text),
    belongs(table, roots, text, parts),
  ]);
  return {
    section: {
      id: 'missing',
      isLead: true,
      title: say`Where closing is missing`,
      paragraphs: [],
      table: {
        head: [
          say`Resource`,
          say`Opened at`,
          say`Held by`,
          say`Used again`,
          say`What would close it, and why that does not happen`,
          say`What can still close it`,
          say`Where a release belongs`,
        ],
        rows,
      },
    },
    files: text.files,
  };
}

function usedAgain(pools: readonly Pool[], parts: ReportParts, text: WaysText): Span[] {
  const { say } = parts;
  if (pools.length === 0) return [say`no map keeps it under a key`];
  return pools.flatMap(({ holding, takes, puts }, i) => {
    const { pos, caller, key } = takersOf(takes, puts)[0] ?? takes[0] ?? puts[0] ?? {};
    if (pos === undefined || caller === undefined || key === undefined) return [];
    return [
      ...(i === 0 ? [] : [say`; `]),
      ...spansOf((mark) => {
        const by = mark({ code: parts.places.text(key.pos, key.end) });
        const taker = mark({ code: parts.nameOf(caller) });
        return say`by whoever comes with the same ${by} through the same ${mark({ code: typeOf(holding) })}: ${taker} takes it out again at ${mark(...text.code(pos))}`;
      }),
    ];
  });
}

/** What is not called or set. */
function wouldClose(table: CustodyTable, parts: ReportParts): Span[] {
  const { say } = parts;
  const reasons = releaseReasons(table, parts).filter(({ kind }) => kind !== 'release');
  return reasons.length === 0
    ? [say`nothing else`]
    : reasons.flatMap(({ text }, i) => [...(i === 0 ? [] : [say`; `]), text]);
}

/** What closes it on a goroutine of its own, with the nearest condition. */
function stillCloses(table: CustodyTable, parts: ReportParts, text: WaysText): Span[] {
  const { say } = parts;
  const spans: Span[] = [];
  const told = new Set<string>();
  for (const { caller, site, ways } of selfClosers(table)) {
    const name = parts.nameOf(caller);
    const way = ways.find(isLive);
    const [start] = way?.calls ?? [];
    if (told.has(name) || way === undefined || start === undefined) continue;
    told.add(name);
    const sites = [
      site,
      ...way.calls
        .slice(1)
        .map((call) => call.site)
        .reverse(),
    ];
    const guard = sites.flatMap(({ guards }) => parts.guards(guards).slice(-1))[0];
    spans.push(
      ...(spans.length === 0 ? [] : [say`; `]),
      ...spansOf((mark) => {
        const goroutine = mark({ code: parts.nameOf(start.callee) });
        return guard === undefined
          ? say`${mark({ code: name })} on the goroutine of ${goroutine}: ${mark(...text.code(site.pos))}`
          : say`${mark({ code: name })} on the goroutine of ${goroutine}, if ${mark({ code: guard.text })}: ${mark(...text.code(site.pos))}`;
      }),
    );
  }
  return spans.length === 0 ? [say`nothing`] : spans;
}

/** The way from the outermost owner in, and the goroutines that keep it. */
function heldBy({ held }: CustodyTable, roots: readonly FunctionInfo[], parts: ReportParts): Span[] {
  const goroutines = held.flatMap(({ runs, lasts }) => (runs === undefined || !lasts ? [] : [parts.nameOf(runs)]));
  const spans: Span[] = [
    {
      code: pathFrom(held, ownerAmong(held, roots, parts))
        .map(({ label }) => asMember(label, parts.say))
        .join(' → '),
    },
  ];
  if (goroutines.length > 0)
    spans.push(
      goroutines.length === 1
        ? parts.say`, and as long as it runs by the goroutine of ${list(goroutines, parts.say)}`
        : parts.say`, and as long as they run by the goroutines of ${list(goroutines.slice(0, 2), parts.say)}`,
    );
  return spans;
}

/** `conn of Stream` as one writes it: `Stream.conn`. */
function asMember(label: string, say: Say): string {
  const [, member, type] = /^(\S+) of (\S+)$/.exec(label) ?? [];
  return member === undefined || type === undefined ? say.known(label) : `${type}.${member}`;
}

/** The outermost holder with a method that lets go but does not reach the release; else the outermost without any. */
function belongs(
  { held, released }: CustodyTable,
  roots: readonly FunctionInfo[],
  text: WaysText,
  parts: ReportParts,
): Span[] {
  const { say } = parts;
  if (isReleased({ released })) return [say`what other code may call can release it`];
  const holders = held.filter(({ runs }) => runs === undefined);
  const idle = holders.findLast(({ methods }) => methods.some(({ fn }) => fn.noOp !== undefined));
  const method = idle?.methods.find(({ fn }) => fn.noOp !== undefined);
  if (method !== undefined)
    return spansOf(
      (mark) =>
        say`in ${mark(...text.code(method.fn.pos))}, which does nothing: ${method.fn.noOp === undefined ? say`nothing` : say.known(method.fn.noOp)}`,
    );
  const owner = ownerAmong(held, roots, parts);
  return owner === undefined
    ? [say`not known`]
    : spansOf(
        (mark) =>
          say`in a method of ${mark({ code: typeOf(owner) })}, which has none that does (${mark(...text.place(owner.pos))})`,
      );
}
