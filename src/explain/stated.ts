// What a writeup states: a sentence with the places that it rests on. The answer is made of the first of them, the facts of
// a report of all.

import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { CodeLine, Fact } from '#report/report.js';
import type { Places } from './places.js';

export interface Stated {
  readonly kind: Fact['kind'];
  readonly verdict?: Fact['verdict'];
  readonly rule?: Fact['rule'];
  /** The function that it is about, as go/ssa prints it, where that is one. */
  readonly about?: string;
  /** One or two whole sentences. */
  readonly text: string;
  /** With what others say of it, for where they are left out. */
  readonly brief?: string;
  /** What a function that was asked about comes to, as a clause without a period: the answer begins with it. */
  readonly lead?: string;
  /** What becomes of the connection, as a clause that goes on after a lead; then `brief` tells the rest. */
  readonly outcome?: string;
  /** The resource that it is about. */
  readonly resource?: string;
  readonly at: readonly (Pos | CodeLine)[];
  /** It rests on all of its lines alike. */
  readonly isWhole?: true;
}

/** Lines under one fact; the first say most. */
const lineLimit = 6;
const wholeLimit = 12;

/** As a report has them: the same thing once, numbered within its kind, with lines of code. */
export function factsOf(stated: readonly Stated[], places: Places): Fact[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const idle = new Set<Pos | CodeLine>();
  return stated.flatMap(({ kind, verdict, rule, resource, text, at, isWhole }) => {
    if (seen.has(text)) return [];
    seen.add(text);
    // Of functions that do nothing each is named once.
    if (kind === 'no-op') {
      if (at.every((place) => idle.has(place))) return [];
      for (const place of at) idle.add(place);
    }
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    const lines = new Map(
      at.flatMap((pos) => {
        const line = typeof pos === 'number' ? places.codeLine(pos) : pos;
        return line === undefined ? [] : [[`${line.file}:${line.line}`, line] as const];
      }),
    );
    return [
      {
        id: `${kind}-${nth}`,
        kind,
        ...(verdict === undefined ? {} : { verdict }),
        ...(rule === undefined ? {} : { rule }),
        ...(resource === undefined ? {} : { resource }),
        text,
        at: [...lines.values()].slice(0, isWhole === true ? wholeLimit : lineLimit),
      },
    ];
  });
}

/** First why something stays open, then what the functions asked about do, then the waits, then what else was found. */
const telling: readonly Fact['kind'][] = [
  'release',
  'uncalled',
  'remedy',
  'setting',
  'hidden',
  'no-op',
  'holder',
  'pool',
  'reach',
  'wake',
  'caller',
  'wait',
  'finding',
  'limit',
];

/** By kind; within a kind as they come. */
export function inTellingOrder(stated: readonly Stated[]): Stated[] {
  return telling.flatMap((kind) => stated.filter((one) => one.kind === kind));
}

/**
 * The answer of a writeup: what each function that was asked about comes to, and what becomes of the connection; where that
 * is opened and what would close it; what the functions without a lead do first, a release that they do not reach since it
 * is hidden, where one may wait, and that the walk was stopped if it was; what `check` finds in such a function itself.
 * Everything else is a fact below it.
 */
export function shortAnswer(
  byRoot: readonly (readonly Stated[])[],
  life: readonly Stated[],
  roots: ReadonlySet<string>,
  say: Say,
): string[] {
  const isKept = life.find(({ kind, verdict }) => kind === 'release' && verdict !== undefined);
  const release = isKept ?? life.find(({ kind }) => kind === 'release');
  const remedy = life.find(({ kind }) => kind === 'remedy');
  const leads = byRoot.flatMap((stated) => stated.find(({ lead }) => lead !== undefined) ?? []);
  const outcome = leads.every(({ kind }) => kind !== 'reach' && kind !== 'no-op') ? undefined : outcomeOf(isKept, life);
  const waits = byRoot.flat().find((one) => one.kind === 'wait' && !leads.includes(one));
  // What a lead says is not said again.
  const first = byRoot.flatMap((stated) =>
    stated.some(({ lead, kind }) => lead !== undefined && kind !== 'wait') ? [] : stated.slice(0, 1),
  );
  const hidden = byRoot.flat().find(({ kind }) => kind === 'hidden');
  const limit = byRoot.flat().find(({ kind }) => kind === 'limit');
  const finding = life.find(({ kind, about }) => kind === 'finding' && about !== undefined && roots.has(about));
  const told = leads.flatMap(({ lead }, i) =>
    lead === undefined
      ? []
      : i === leads.length - 1 && outcome !== undefined
        ? [say`${lead}; ${outcome}.`]
        : [say`${lead}.`],
  );
  // A wait of a function that has its lead is told with it, before what it says of others.
  const order =
    leads.length > 0
      ? [waits, release, remedy, ...first, finding, hidden, limit]
      : [release, remedy, ...first, finding, hidden, waits, limit];
  const rest = order.flatMap((one) => {
    if (one === undefined) return [];
    return one === isKept && outcome === undefined ? [one.text] : [one.brief ?? one.text];
  });
  return [...told, ...rest];
}

/** What becomes of a connection that nothing closes: a pool that keeps it says more than that. */
function outcomeOf(kept: Stated | undefined, life: readonly Stated[]): string | undefined {
  if (kept === undefined) return undefined;
  const pool = life.find(({ kind, resource, outcome }) => {
    return kind === 'pool' && resource === kept.resource && outcome !== undefined;
  });
  return pool?.outcome ?? kept.outcome;
}

export function textsOf(stated: readonly Stated[]): string[] {
  return stated.map(({ text }) => text);
}
