// "Where closing is missing": for each resource on the way who holds it and uses it again, what would release it, why that
// does not happen, what still can, and where a release belongs: the outermost type on the way to it that lets go of
// something, or that lets go of nothing.

import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { CustodyTable, Pool } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import type { AtHand } from './at-hand.js';
import type { Opened } from './opened.js';
import { ownerAmong, pathFrom, typeOf } from './owners.js';
import { takersOf } from './pool-facts.js';
import { failureClosers, isReleased, selfClosers } from './release-reasons.js';
import { helps, listed, receiverOf } from './remedies.js';
import type { ReportParts } from './report-parts.js';
import { joinedSpans, spansOf } from './spans.js';
import { guardSpans, isLive, list, WaysText } from './ways-text.js';

export interface Missing {
  readonly section: Section;
  readonly files: readonly string[];
}

/** Undefined where nothing is opened. */
export function missingSection(
  opened: readonly Opened[],
  roots: readonly FunctionInfo[],
  hand: AtHand,
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
    ...onPurpose(table, hand, parts, text),
    stillCloses(table, hand, parts, text),
    belongs(table, roots, hand, text, parts),
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
          say`What would release it`,
          say`Why that never runs`,
          say`What else can close it`,
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
  return pools.flatMap((pool, i) => {
    const { holding } = pool;
    const { pos, caller, key } = takersOf(pool)[0] ?? pool.puts[0] ?? {};
    if (pos === undefined || caller === undefined || key === undefined) return [];
    return [
      ...(i === 0 ? [] : [say`; `]),
      ...spansOf((mark) => {
        const by = mark({ code: parts.places.text(key.pos, key.end) });
        const taker = mark({ code: parts.nameOf(caller) });
        return say`by whoever comes with the same ${by} through the same ${mark({ code: typeOf(holding) })}: ${taker} hands it out again at ${mark(...text.code(pos))}`;
      }),
    ];
  });
}

/** Calls that the program could make and does not, and why they do not run; what it cannot reach is no help to its reader. */
function onPurpose(table: CustodyTable, hand: AtHand, parts: ReportParts, text: WaysText): readonly [Span[], Span[]] {
  const { say } = parts;
  if (isReleased(table))
    return [[say`what other code may call can release it`], [say`it runs where other code calls that`]];
  const items: { readonly what: Span[]; readonly why: string }[] = [];
  const told = new Set<Pos>();
  for (const { fn, madeAt, isAtHand } of helps(table, hand, parts)) {
    told.add(fn.pos);
    items.push({
      what: spansOf((mark) => {
        const method = mark({ code: parts.nameOf(fn) });
        const made = mark(
          ...listed(
            madeAt.map((pos) => text.place(pos)),
            say,
          ),
        );
        return say`${method} on the ${mark({ code: receiverOf(fn) })} made at ${made}`;
      }),
      why: isAtHand ? say`nothing calls it` : say`nothing calls it, and the program does not hold that itself`,
    });
  }
  for (const { caller, ways } of table.released.flatMap(({ closers }) => closers)) {
    const starts = ways.flatMap(({ begin, calls }) => (begin === 'nobody' ? [calls[0]?.caller ?? caller] : []));
    for (const fn of ways.length === 0 ? [caller] : starts) {
      if (told.has(fn.pos) || !hand.isOwn(fn.pos)) continue;
      told.add(fn.pos);
      items.push({
        what: spansOf((mark) => say`${mark({ code: parts.nameOf(fn) })} (${mark(...text.place(fn.pos))})`),
        why: say`nothing calls it`,
      });
    }
  }
  if (items.length === 0) return [[say`no call that the program could make`], [say`there is none`]];
  const nobody = say`nothing calls it`;
  const isAll = items.length > 1 && items.every(({ why }) => why === nobody);
  return [
    joinedSpans(
      items.map(({ what }) => what),
      say`; `,
    ),
    [isAll ? say`nothing calls them` : items.map(({ why }) => why).join(say`; `)],
  ];
}

/** What closes it on a goroutine of its own, with what that waits for as far as it is plain, or else the nearest condition. */
function stillCloses(table: CustodyTable, hand: AtHand, parts: ReportParts, text: WaysText): Span[] {
  const { say } = parts;
  const spans: Span[] = [];
  const told = new Set<string>();
  for (const { caller, site } of failureClosers(table)) {
    const name = parts.nameOf(caller);
    const guard = parts.guards(site.guards).at(-1);
    if (guard === undefined || told.has(name)) continue;
    told.add(name);
    spans.push(
      ...(spans.length === 0 ? [] : [say`; `]),
      ...spansOf(
        (mark) =>
          say`an error (${mark(...guardSpans(guard, say))}): ${mark({ code: name })}: ${mark(...text.code(site.pos))}`,
      ),
    );
  }
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
    const endsWith = way.calls[1]?.site.kind === 'defer' || (way.calls.length === 1 && site.kind === 'defer');
    spans.push(
      ...(spans.length === 0 ? [] : [say`; `]),
      ...spansOf((mark) => {
        const goroutine = mark({ code: parts.nameOf(start.callee) });
        const closer = mark({ code: name });
        const code = mark(...text.code(site.pos));
        if (guard === undefined)
          return endsWith && hand.reads(start.callee)
            ? say`the other side closes it, or reading fails: then the goroutine of ${goroutine} ends, and ${closer} closes it: ${code}`
            : say`${closer} on the goroutine of ${goroutine}: ${code}`;
        const condition = mark(...guardSpans(guard, say));
        return isError.test(guard.text)
          ? say`an error (${condition}): ${closer} on the goroutine of ${goroutine}: ${code}`
          : say`if ${condition}: ${closer} on the goroutine of ${goroutine}: ${code}`;
      }),
    );
  }
  return spans.length === 0 ? [say`nothing`] : spans;
}

/** `cc.werr != nil`: something went wrong. */
const isError = /^[\w.]*err\w* != nil$/i;

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

/** Where the program makes what a call would release: the release is its own to make, as the lines to copy say. */
function inProgram(table: CustodyTable, hand: AtHand, text: WaysText, parts: ReportParts): Span[] | undefined {
  const { say } = parts;
  for (const { fn, madeAt, isAtHand } of helps(table, hand, parts)) {
    const made = madeAt.find((pos) => hand.isProgram(pos));
    if (!isAtHand || made === undefined) continue;
    const method = { code: parts.nameOf(fn) };
    const code = hand.codeFor(fn, made);
    return spansOf((mark) =>
      code === undefined
        ? say`in the program, which makes the ${mark({ code: receiverOf(fn) })} at ${mark(...text.place(made))} and so can call ${mark(method)}`
        : say`in the program: ${mark(method)} in ${mark({ code: parts.nameOf(code.caller) })}, at ${mark(...text.place(code.at))}`,
    );
  }
  return undefined;
}

/** Where the program can make the call itself, there. Else the outermost holder with a method that lets go but does not reach the release; else the outermost without any. */
function belongs(
  table: CustodyTable,
  roots: readonly FunctionInfo[],
  hand: AtHand,
  text: WaysText,
  parts: ReportParts,
): Span[] {
  const { held } = table;
  const { say } = parts;
  if (isReleased(table)) return [say`what other code may call can release it`];
  const own = inProgram(table, hand, text, parts);
  if (own !== undefined) return own;
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
