// Who comes to a function that lets go of something: by which ways, and where each begins.

import type { Say } from '#language/say.js';
import type { Way } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import type { ReportParts } from './report-parts.js';
import { SharedEnds } from './shared-ends.js';
import { spansOf } from './spans.js';
import { joined, type Stated } from './stated.js';
import { list, unique, WaysText } from './ways-text.js';

/** Who destroys something is the question itself, so each call of a way is shown. */
const stepLimit = 12;

/** More beginnings than these are counted; the table has them all. */
const namedLimit = 4;

export interface CallerWords {
  readonly facts: readonly Stated[];
  readonly sections: readonly Section[];
  readonly files: readonly string[];
}

/**
 * The ways to a function that can be gone, in their order. `untold` counts the places where one may begin and of which that
 * could not be decided; `isLater` that a report of another function stands above.
 */
export function callersReport(
  fn: FunctionInfo,
  ways: readonly Way[],
  untold: number,
  isLater: boolean,
  parts: ReportParts,
): CallerWords {
  const { say } = parts;
  const text = new WaysText(parts);
  const name = parts.nameOf(fn);
  const begins = ways.flatMap(({ calls: [first] }) => first ?? []);
  const goroutines = ways.filter(({ begin }) => begin === 'goroutine');
  const namesOf = (kind: Way['begin']): string[] =>
    unique(
      ways.flatMap(({ begin, calls: [first] }) =>
        begin === kind && first !== undefined ? [parts.nameOf(first.caller)] : [],
      ),
    );
  const functions = namesOf('api');
  const places = unique(
    goroutines.flatMap(({ calls: [first] }) => (first === undefined ? [] : [parts.places.inText(first.site.pos)])),
  );
  const started =
    places.length === 1
      ? say`from the goroutine that is started at ${list(places, say)}`
      : places.length <= namedLimit
        ? say`from goroutines that are started at ${list(places, say)}`
        : say`from goroutines that are started at ${places.length} places`;
  const called =
    functions.length <= namedLimit
      ? say`from ${list(functions, say)}, which other code may call`
      : say`from ${functions.length} functions that other code may call`;
  const from = [
    ...(places.length > 0 ? [started] : []),
    ...namesOf('main').map((main) => say`from ${main}`),
    ...(functions.length > 0 ? [called] : []),
  ];
  const rest =
    untold === 0
      ? []
      : [
          say`Whether it is from ${say.count(untold, 'other place', 'other places')}, where too much comes together, was not decided.`,
        ];
  const fact =
    from.length === 0
      ? say`Nothing that the program runs is known to come to ${name}.`
      : say`${name} is reached ${joinedBy(from, say)}.`;
  const ends = new SharedEnds();
  const told = (way: Way): Span[] => {
    const shared = ends.of(way);
    if (shared === undefined) return text.way(way, stepLimit);
    return [
      ...text.way({ ...way, calls: shared.before }, stepLimit),
      ...spansOf((mark) => say`, and on from ${mark({ code: parts.nameOf(shared.from) })} as in a row above`),
    ];
  };
  return {
    facts: [
      { kind: 'caller', text: joined([fact, ...rest], say), at: [fn.pos, ...begins.map(({ site }) => site.pos)] },
    ],
    // One way is told by the fact.
    sections:
      ways.length < 2
        ? []
        : [
            {
              id: `callers-${fn.pos}`,
              title: say`Who reaches ${name}`,
              paragraphs: [
                [
                  isLater
                    ? say`What was said of the ways above holds for these.`
                    : say`Each call of these ways goes there with what comes to it on that way, and no two conditions on a way contradict one another in what they say of a value that does not change on it. What only maps, other containers or the standard library hand on is not told apart by object, and whether other conditions on strings, numbers and events hold is not decided. Of each beginning the first way is the shortest; further ones go through calls that no way above goes through. A step with the word go runs on a goroutine of its own.`,
                ],
              ],
              table: { head: [say`How it is reached`], rows: ways.map((way) => [told(way)]) },
            },
          ],
    files: text.files,
  };
}

function joinedBy(parts: readonly string[], say: Say): string {
  return parts.join(say`, and `);
}
