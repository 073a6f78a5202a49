// What the custody of a resource comes to, as single statements: who releases it, why nothing does, what hides a release,
// what does nothing, what keeps it alive.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Say } from '#language/say.js';
import type { FunctionInfo } from '#program/graph.js';
import { armedFact, type FieldsGivenAt } from './armed-facts.js';
import type { Opened } from './opened.js';
import {
  beginners,
  failureClosers,
  isReleased,
  letsGoItself,
  namesThatRelease,
  releaseReasons,
} from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import { joined, type Stated } from './stated.js';
import { list, unique } from './ways-text.js';

/**
 * What a table states of its resource, the verdict first, and what one would call; `openedAt` is the call that opens the
 * connection. Of what is kept in a pool the goroutines that keep it too are told with the pool.
 */
export function custodyFacts(
  opened: Opened,
  roots: readonly FunctionInfo[],
  fieldsGivenAt: FieldsGivenAt,
  remedies: readonly Stated[],
  parts: ReportParts,
): Stated[] {
  const resource = parts.say.known(opened.table.resource);
  const facts = factsAbout(opened, roots, fieldsGivenAt, remedies, parts);
  // What hides a call that would help is told with it.
  const isTold = facts.some(({ kind }) => kind === 'hidden');
  return [...facts, ...remedies.map((one) => ({ ...one, ...(isTold ? { isForAnswer: true as const } : {}) }))].map(
    (stated) => ({ ...stated, resource }),
  );
}

function factsAbout(
  { table, openedAt, pools, isOpenedBefore }: Opened,
  roots: readonly FunctionInfo[],
  fieldsGivenAt: FieldsGivenAt,
  remedies: readonly Stated[],
  parts: ReportParts,
): Stated[] {
  const { say } = parts;
  const isPooled = pools.length > 0;
  const { held, released } = table;
  const resource = say.known(table.resource);
  const opened = parts.places.inText(openedAt);
  const sites = released.flatMap(({ closers, site }) => [site.pos, ...closers.map((closer) => closer.site.pos)]);
  if (isReleased(table)) {
    const entries = released.flatMap(({ closers }) =>
      closers.filter(({ isAfterFailure }) => isAfterFailure !== true).flatMap(beginners),
    );
    const asked = new Set(roots.map(({ pos }) => pos));
    entries.sort(by(({ pos }) => (asked.has(pos) ? 0 : 1)));
    const who = list(unique(entries.map((fn) => parts.nameOf(fn))), say);
    return [
      {
        kind: 'release',
        text: isOpenedBefore
          ? say`The connection in ${resource} may be released: as far as calls are told apart, ${who} can reach that.`
          : say`The connection opened at ${opened} is kept in ${resource}, and may be released: as far as calls are told apart, ${who} can reach that.`,
        at: [...entries.map(({ pos }) => pos), ...sites],
      },
    ];
  }
  const because = releaseReasons(table, parts);
  const armed = armedFact(table, openedAt, fieldsGivenAt, parts);
  // What is armed and what is not is one statement.
  const single = because.filter(({ at, kind }) => at.length > 0 && armed === undefined && kind !== 'uncalled');
  // That nothing calls what would close it is why it stays open.
  const uncalled = because.filter(({ kind }) => kind === 'uncalled');
  const stays =
    failureClosers(table).length === 0
      ? say`The connection opened at ${opened} stays open in ${resource}: no call from main or from an exported function of the main module leads to closing it.`
      : say`The connection opened at ${opened} stays open in ${resource}: as long as nothing fails, no call from main or from an exported function of the main module leads to closing it.`;
  const facts: Stated[] = [
    {
      kind: 'release',
      verdict: letsGoItself(table) ? 'held-by-policy' : 'leaked',
      text: joined([stays, ...uncalled.map(({ text }) => asSentence(text, say))], say),
      brief: say`it is opened at ${opened} and held in ${resource}`,
      outcome:
        failureClosers(table).length === 0
          ? say`the connection stays open, and nothing that the program calls closes it`
          : say`the connection stays open, and as long as nothing fails, nothing that the program calls closes it`,
      at: [openedAt, table.pos, ...uncalled.flatMap(({ at }) => at), ...sites],
      ...(uncalled.length === 0 ? {} : { isWhole: true as const }),
    },
    ...single.map((reason) => ({ ...reason, text: asSentence(reason.text, say) })),
    ...(armed === undefined ? [] : [armed]),
  ];
  const names = namesThatRelease(table);
  const without = new Map<Pos, FunctionInfo>();
  const hiding: { readonly label: string; readonly hides: readonly string[]; readonly at: readonly Pos[] }[] = [];
  for (const { methods: own, hidden, label, pos, interfaceAt, runs, lasts } of held) {
    // Other methods that it hides let go of something else.
    const hides = hidden.filter((name) => names.has(name));
    if (hides.length > 0)
      hiding.push({ label: say.known(label), hides, at: [pos, ...(interfaceAt === undefined ? [] : [interfaceAt])] });
    if (runs !== undefined && lasts && !isPooled)
      facts.push({
        kind: 'holder',
        text: say`As long as it runs, the goroutine of ${parts.nameOf(runs)} keeps it, whoever else lets go of it.`,
        at: [pos, runs.pos],
      });
    for (const { fn, isCalled, releases } of own) {
      if (releases || without.has(fn.pos)) continue;
      if (fn.noOp !== undefined)
        facts.push({
          kind: 'no-op',
          verdict: 'leaked',
          text: say`${parts.nameOf(fn)} does nothing: ${say.known(fn.noOp)}.`,
          at: [fn.pos],
        });
      else if (isCalled) without.set(fn.pos, fn);
    }
  }
  if (hiding.length > 0) {
    const labels = list(
      hiding.map(({ label }) => label),
      say,
    );
    const methods = list(unique(hiding.flatMap(({ hides }) => hides)), say);
    facts.push({
      kind: 'hidden',
      verdict: 'hidden',
      text: joined(
        [
          ...remedies.map(({ text }) => text),
          hiding.length === 1
            ? say`The interface of ${labels} hides ${methods}: from there only a type assertion gets to it.`
            : say`The interfaces of ${labels} hide ${methods}: from there only a type assertion gets to it.`,
        ],
        say,
      ),
      at: [...remedies.flatMap(({ at }) => at), ...hiding.flatMap(({ at }) => at)],
      isWhole: true,
    });
  }
  if (without.size > 0) {
    // The outermost are what one would call.
    const fns = [...without.values()].reverse();
    const who = list(
      fns.map((fn) => parts.nameOf(fn)),
      say,
    );
    facts.push({
      kind: 'release',
      text:
        fns.length === 1
          ? say`${who} runs, but does not reach the release on its own goroutine.`
          : say`${who} run, but do not reach the release on their own goroutines.`,
      at: fns.map(({ pos }) => pos),
    });
  }
  return facts;
}

function asSentence(text: string, say: Say): string {
  return say`${text.charAt(0).toUpperCase() + text.slice(1)}.`;
}
