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
  /** Of a function that lets go of nothing: what it keeps, as a sentence. */
  readonly keeps?: string;
  /** The same in the answer: a clause, or a sentence. */
  readonly brief?: string;
  /** What a function that was asked about comes to, as a clause: the answer begins with it. */
  readonly lead?: string;
  /** What becomes of the connection, as a clause that goes on after a lead; `brief` tells where it is. */
  readonly outcome?: string;
  /** The resource that it is about. */
  readonly resource?: string;
  /** The id of the section whose table says it too. */
  readonly section?: string;
  readonly at: readonly (Pos | CodeLine)[];
  /** Another statement says it too, so that it is none of the facts. */
  readonly isForAnswer?: true;
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
  return stated.flatMap(({ kind, verdict, rule, resource, section, text, at, isWhole, isForAnswer }) => {
    if (seen.has(text) || isForAnswer === true) return [];
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
        ...(section === undefined ? {} : { section }),
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
 * What a function that was asked about reaches and wakes as one statement, with all its lines; the rest as it is. What it
 * begins with is left to the answer.
 */
export function asParagraph(stated: readonly Stated[], say: Say): Stated[] {
  const isTold = ({ kind }: Stated): boolean => kind === 'reach' || kind === 'wake';
  const told = stated.filter(isTold);
  const [first] = told;
  if (first === undefined) return [...stated];
  const whole: Stated = {
    kind: 'reach',
    ...(first.about === undefined || told.length > 1 ? {} : { about: first.about }),
    text: joined(
      told.map(({ text }) => text),
      say,
    ),
    at: told.flatMap(({ at }) => at),
    isWhole: true,
  };
  return [whole, ...stated.filter((one) => !isTold(one))];
}

/** Sentences one after the other. */
export function joined(sentences: readonly string[], say: Say): string {
  return sentences.join(say.language === 'en' ? ' ' : '');
}

/** A clause as the beginning of a sentence; what begins with the name of a function is left as it is. */
export function capitalized(clause: string): string {
  return /^(the|it|what) /.test(clause) ? clause.charAt(0).toUpperCase() + clause.slice(1) : clause;
}

/** Clauses of one sentence. */
function sentenceOf(clauses: readonly string[], say: Say): string {
  return say`${capitalized(clauses.join(say`; `))}.`;
}

/** A sentence without its period, to be followed by others. */
function clauseOf(sentence: string): string {
  return sentence.replace(/[.。]$/, '');
}

/** Clauses about waits in the answer. */
const waitClauses = 2;

/**
 * The answer of a writeup, in three sentences: what each function that was asked about comes to; what becomes of the
 * connection, where that is opened and what would close it; where one may wait, and what ends that. The last two change
 * places where waiting is what was asked about. Where nothing is said of waits, a release that is hidden is told, or what
 * `check` finds in such a function itself. A fourth says that the walk was stopped, if it was.
 */
export function shortAnswer(
  byRoot: readonly (readonly Stated[])[],
  life: readonly Stated[],
  roots: ReadonlySet<string>,
  say: Say,
): string[] {
  const all = byRoot.flat();
  const firsts = byRoot.flatMap((stated) => stated.find(({ lead }) => lead !== undefined) ?? stated.slice(0, 1));
  const calls = firsts.map(({ lead, brief, text }) => lead ?? clauseOf(brief ?? text));
  const connection = connectionClauses(life);
  const isOfWaits = firsts.length > 0 && firsts.every(({ kind }) => kind === 'wait');
  const ended = life.filter(({ kind, brief }) => kind === 'wait' && brief !== undefined).slice(0, waitClauses);
  const isSaid = ({ at }: Stated): boolean =>
    at.length > 0 && ended.some((one) => at.every((place) => one.at.includes(place)));
  const waits = [
    ...all.filter((one) => one.kind === 'wait' && !firsts.includes(one) && !isSaid(one)).slice(0, 1),
    ...ended,
  ].map(({ brief, text }) => clauseOf(brief ?? text));
  const hidden = all.find(({ kind }) => kind === 'hidden');
  const finding = life.find(({ kind, about }) => kind === 'finding' && about !== undefined && roots.has(about));
  const other = [hidden ?? finding].flatMap((one) => (one === undefined ? [] : [clauseOf(one.text)]));
  // With one question what becomes of the connection is said with it.
  const [outcome, ...rest] = connection;
  const isKept = life.some(({ kind, verdict }) => kind === 'release' && verdict !== undefined);
  const isOne = byRoot.length === 1 && outcome !== undefined && isKept && !isOfWaits;
  const sentences = [
    isOne ? [...calls, outcome] : calls,
    ...(isOfWaits ? [waits, connection] : [isOne ? rest : connection, waits.length > 0 ? waits : other]),
  ];
  const limit = all.find(({ kind }) => kind === 'limit');
  return [
    ...sentences.filter((clauses) => clauses.length > 0).map((clauses) => sentenceOf(clauses, say)),
    ...(limit === undefined ? [] : [limit.text]),
  ];
}

/** What becomes of the connection, then where it is opened and what would close it. */
function connectionClauses(life: readonly Stated[]): string[] {
  const kept = life.find(({ kind, verdict }) => kind === 'release' && verdict !== undefined);
  const release = kept ?? life.find(({ kind }) => kind === 'release');
  if (release === undefined) return [];
  if (kept === undefined) return [clauseOf(release.text)];
  const pool = life.find(({ kind, resource, outcome }) => {
    return kind === 'pool' && resource === kept.resource && outcome !== undefined;
  });
  const remedy = life.find(({ kind }) => kind === 'remedy');
  return [pool?.outcome ?? kept.outcome, kept.brief, remedy?.brief].flatMap((clause) =>
    clause === undefined ? [] : [clauseOf(clause)],
  );
}

export function textsOf(stated: readonly Stated[]): string[] {
  return stated.map(({ text }) => text);
}
