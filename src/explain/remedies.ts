// What helps as long as the code is as it is, and what a fix would touch: only what the custody of the resource shows.

import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { CustodyTable } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Guard, Section, Span } from '#report/report.js';
import type { AtHand } from './at-hand.js';
import { isErrorPath } from './guard-text.js';
import { isReleased, namesThatRelease } from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import { spansOf } from './spans.js';
import type { Stated } from './stated.js';
import { WaysText } from './ways-text.js';

export interface Remedies {
  readonly section: Section;
  readonly files: readonly string[];
}

/** Undefined where everything is released, or where nothing is known that would help. */
export function remedies(
  tables: readonly CustodyTable[],
  roots: readonly FunctionInfo[],
  hand: AtHand,
  parts: ReportParts,
): Remedies | undefined {
  const { say } = parts;
  const text = new WaysText(parts);
  const paragraphs = tables
    .filter((table) => !isReleased(table))
    .flatMap((table) => [
      ...callsThatHelp(table, roots, hand, parts, text),
      ...settingsThatHelp(table, hand, parts, text),
      ...whatToFix(table, parts, text),
    ]);
  if (paragraphs.length === 0) return undefined;
  return {
    section: { id: 'remedies', isLead: true, title: say`What helps today, and what a fix would touch`, paragraphs },
    files: text.files,
  };
}

export interface Help {
  readonly fn: FunctionInfo;
  readonly madeAt: readonly Pos[];
  /** The program makes it itself, and so can call it. */
  readonly isAtHand: boolean;
  /** The nearest condition around the call that releases. */
  readonly guard: Guard | undefined;
}

/** Exported methods that would reach the release and that nothing calls, with where what they are called on is made. */
export function helps({ released, held }: CustodyTable, hand: AtHand, parts: ReportParts): Help[] {
  const found = new Map<Pos, Help>();
  for (const { ways, caller, site } of released.flatMap(({ closers }) => closers)) {
    // What has no way at all is called by nobody itself.
    const idle = ways.flatMap(({ begin, calls }) => (begin === 'nobody' ? [calls[0]?.caller ?? caller] : []));
    for (const fn of ways.length === 0 ? [caller] : idle) {
      if (found.has(fn.pos) || !isExported(fn)) continue;
      const madeAt = [
        ...new Set(
          held.filter((one) => one.methods.some((method) => method.fn.pos === fn.pos)).flatMap((one) => one.madeAt),
        ),
      ];
      const own = madeAt.filter((pos) => hand.isOwn(pos));
      // Of a dependency only what its own code leads on from there is a way that a fix could take.
      if (own.length > 0 || (madeAt.length > 0 && ways.length > 0))
        found.set(fn.pos, {
          fn,
          madeAt: own.length > 0 ? own : madeAt,
          isAtHand: own.length > 0,
          guard: parts.guards(site.guards).at(-1),
        });
    }
  }
  // What the program can do itself comes first.
  return [...found.values()].toSorted((a, b) => Number(b.isAtHand) - Number(a.isAtHand));
}

/** What one would call today, a sentence each. */
export function remedyFacts(table: CustodyTable, hand: AtHand, parts: ReportParts): Stated[] {
  const { say, places } = parts;
  if (isReleased(table)) return [];
  return helps(table, hand, parts).map(({ fn, madeAt, isAtHand }) => {
    const where = say.list(madeAt.map((pos) => places.inText(pos)));
    return {
      kind: 'remedy',
      resource: say.known(table.resource),
      text: isAtHand
        ? say`${parts.nameOf(fn)} on the ${receiverOf(fn)} made at ${where} would lead to closing it.`
        : say`${parts.nameOf(fn)} on the ${receiverOf(fn)} made at ${where} would lead to closing it, but the program does not hold that itself.`,
      brief: isAtHand
        ? say`${parts.nameOf(fn)} on the ${receiverOf(fn)} made at ${where} would close it`
        : say`${parts.nameOf(fn)} on the ${receiverOf(fn)} made at ${where} would close it, but the program does not hold that itself`,
      at: [fn.pos, ...madeAt],
    };
  });
}

/** With the lines to add, where the program can make the call itself. */
function callsThatHelp(
  table: CustodyTable,
  roots: readonly FunctionInfo[],
  hand: AtHand,
  parts: ReportParts,
  text: WaysText,
): Span[][] {
  const { say } = parts;
  const before = closesBefore(table, roots);
  return helps(table, hand, parts).flatMap(({ fn, madeAt, isAtHand, guard }) => {
    const [made] = madeAt;
    const code = !isAtHand || made === undefined ? undefined : hand.codeFor(fn, made);
    const call = spansOf((mark) => {
      const places = mark(
        ...listed(
          madeAt.map((pos) => text.place(pos)),
          say,
        ),
      );
      const method = mark({ code: parts.nameOf(fn) });
      const at = mark(...text.place(fn.pos));
      const type = mark({ code: receiverOf(fn) });
      if (!isAtHand)
        return say`A fix in the library could call ${method} (${at}) on the ${type} made at ${places}, which the program does not hold itself.`;
      const isLibrary = code === undefined && !madeAt.some((pos) => hand.isProgram(pos));
      const streams = say.list(before.map((one) => mark({ code: parts.nameOf(one) })));
      const when =
        before.length === 0
          ? say`when nothing uses its connections any more`
          : say`when nothing uses its connections any more, so after ${streams}`;
      if (isLibrary)
        return guard === undefined
          ? say`A fix in the library could call ${method} (${at}) on the ${type} made at ${places}, ${when}.`
          : say`A fix in the library could call ${method} (${at}) on the ${type} made at ${places}, ${when}: it closes a connection only if ${mark({ code: guard.text })}.`;
      return guard === undefined
        ? say`Today: call ${method} (${at}) on the ${type} made at ${places}, ${when}.`
        : say`Today: call ${method} (${at}) on the ${type} made at ${places}, ${when}: it closes a connection only if ${mark({ code: guard.text })}.`;
    });
    if (code === undefined) return [call];
    const where = spansOf((mark) => {
      const caller = mark({ code: parts.nameOf(code.caller) });
      const line = mark(...text.place(code.at));
      return code.isInPlace
        ? say`To copy: in ${caller}, in place of the statement at ${line}:`
        : say`To copy: in ${caller}, after the statement at ${line}:`;
    });
    return [call, where, [{ code: code.lines.join('\n') }]];
  });
}

/** What the functions that were asked about are methods of: how that lets go, where the program does it. */
function closesBefore({ held }: CustodyTable, roots: readonly FunctionInfo[]): FunctionInfo[] {
  const types = new Set(roots.flatMap((root) => receiverType(root) ?? []));
  const found = new Map<Pos, FunctionInfo>();
  for (const { fn, isCalled, releases } of held.flatMap(({ methods }) => methods))
    if (isCalled && !releases && types.has(receiverType(fn) ?? '')) found.set(fn.pos, fn);
  return [...found.values()];
}

/** Exported fields that nothing sets, and that would start what reaches the release. */
function settingsThatHelp(
  { released, held }: CustodyTable,
  hand: AtHand,
  parts: ReportParts,
  text: WaysText,
): Span[][] {
  const { say } = parts;
  const found = new Map<string, Span[]>();
  for (const { begin, never, calls } of released.flatMap(({ closers }) => closers).flatMap(({ ways }) => ways)) {
    const field = /\bsets ([A-Z]\w* of \S+)$/.exec(never?.because ?? '')?.[1];
    const [start] = calls;
    if (begin !== 'goroutine' || never === undefined || field === undefined || start === undefined) continue;
    const nearest = calls.slice(1).flatMap(({ site }) => site.guards.slice(-1));
    const guards = parts.guards(nearest);
    const conditions = guards.flatMap((guard, i): Span[] => [...(i === 0 ? [] : [say` and `]), { code: guard.text }]);
    // What only a failed call leads to is of no use where nothing fails.
    const [failing] =
      nearest.length === 1 && nearest.every((guard) => isErrorPath(guard, parts.places))
        ? (nearest[0]?.where ?? []).filter(({ isFlag }) => !isFlag)
        : [];
    const type = typeOf(field);
    const madeAt = [...new Set(held.flatMap((one) => (typeOf(one.label) === type ? one.madeAt : [])))];
    const own = madeAt.filter((pos) => hand.isProgram(pos));
    found.set(
      field,
      spansOf((mark) => {
        const name = mark({ code: say.known(field) });
        const declared = mark(...text.place(never.pos));
        const places = mark(
          ...listed(
            (own.length > 0 ? own : madeAt).map((pos) => text.place(pos)),
            say,
          ),
        );
        const setting =
          madeAt.length === 0
            ? say`set ${name} (${declared})`
            : say`set ${name} (${declared}) on the one made at ${places}`;
        const started = mark({ code: parts.nameOf(start.callee) });
        const at = mark(...text.place(start.site.pos));
        const only = mark(...conditions);
        if (failing !== undefined) {
          const call = mark({ code: parts.places.text(failing.pos, failing.end) });
          return madeAt.length > 0 && own.length === 0
            ? say`A fix in the library could ${setting}. Then ${started} is started (${at}), which closes it when ${call} fails: one that works and that nobody uses stays open.`
            : say`Today, in part: ${setting}. Then ${started} is started (${at}), which closes it when ${call} fails: one that works and that nobody uses stays open.`;
        }
        // What a dependency makes is not the program's to set.
        if (madeAt.length > 0 && own.length === 0)
          return conditions.length === 0
            ? say`A fix in the library could ${setting}. Then ${started} is started (${at}) and closes it.`
            : say`A fix in the library could ${setting}. Then ${started} is started (${at}) and closes it only if ${only}.`;
        return conditions.length === 0
          ? say`Today, in part: ${setting}. Then ${started} is started (${at}) and closes it.`
          : say`Today, in part: ${setting}. Then ${started} is started (${at}) and closes it only if ${only}.`;
      }),
    );
  }
  return [...found.values()];
}

/** Methods that let go of something else or of nothing, and interfaces that hide the release: the outermost first. */
function whatToFix(table: CustodyTable, parts: ReportParts, text: WaysText): Span[][] {
  const { say } = parts;
  const { held } = table;
  const names = namesThatRelease(table);
  const outward = [...held].reverse();
  const idle = outward.flatMap(({ methods }) => methods.filter(({ fn }) => fn.noOp !== undefined)).map(({ fn }) => fn);
  const hiding = outward.filter(({ hidden }) => hidden.some((name) => names.has(name)));
  const spans: Span[][] = [];
  for (const fn of idle)
    spans.push(
      spansOf(
        (mark) =>
          say`A fix in the library would touch ${mark({ code: parts.nameOf(fn) })} (${mark(...text.place(fn.pos))}), which does nothing.`,
      ),
    );
  if (hiding.length > 0)
    spans.push(
      spansOf((mark) => {
        const fields = listed(
          hiding.map(({ label, pos }) => [{ code: say.known(label) }, say` (`, ...text.place(pos), say`)`]),
          say,
        );
        return hiding.length === 1
          ? say`A fix in the library would have to get past ${mark(...fields)}, whose interface has no release.`
          : say`A fix in the library would have to get past ${mark(...fields)}, whose interfaces have no release.`;
      }),
    );
  return spans;
}

export function listed(items: readonly (readonly Span[])[], say: Say): Span[] {
  return items.flatMap((item, i) => [...(i === 0 ? [] : [say`, `]), ...item]);
}

/** Of an exported type or none, as go/ssa writes it. */
export function isExported(fn: FunctionInfo): boolean {
  const receiver = receiverType(fn)?.replace(/^.*\./, '');
  return /^[A-Z]/.test(fn.baseName) && (receiver === undefined || /^[A-Z]/.test(receiver));
}

/** `http.Client` of `(*net/http.Client).CloseIdleConnections`. */
export function receiverOf(fn: FunctionInfo): string {
  const type = receiverType(fn) ?? fn.name;
  return type.slice(type.lastIndexOf('/') + 1);
}

/** `http2.Transport` of `ReadIdleTimeout of http2.Transport`. */
const typeOf = (label: string): string => label.replace(/^.* of /, '');
