// Who comes to a function that lets go of something: by which ways, and where each begins.

import type { Way } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section } from '#report/report.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { isLive, list, unique, WaysText } from './ways-text.js';

/** Who destroys something is the question itself, so more are named than elsewhere. */
const beginLimit = 12;

export interface CallerWords {
  readonly facts: readonly Stated[];
  readonly sections: readonly Section[];
  readonly files: readonly string[];
}

/** The ways to a function that can be gone, the shortest first. */
export function callersReport(fn: FunctionInfo, ways: readonly Way[], parts: ReportParts): CallerWords {
  const { say } = parts;
  const text = new WaysText(parts);
  const name = parts.nameOf(fn);
  const live = ways.filter((way) => isLive(way) && way.calls.length > 0);
  const begins = unique(
    live.flatMap(({ calls, begin }) => {
      const [first] = calls;
      if (first === undefined) return [];
      // A literal, and what only passes the question on, is named by who starts it.
      const isNamed =
        begin === 'goroutine' && !first.callee.name.includes('$') && first.callee.baseName !== fn.baseName;
      return [parts.nameOf(isNamed ? first.callee : first.caller)];
    }),
  );
  const fact =
    live.length === 0
      ? say`Nothing that the program runs calls ${name}.`
      : say`${name} is reached from ${list(begins, say, 'and', beginLimit)}.`;
  return {
    facts: [
      {
        kind: 'caller',
        text: fact,
        at: [fn.pos, ...live.flatMap(({ calls }) => calls.map(({ site }) => site.pos).slice(0, 1))],
      },
    ],
    // One way is told by the fact.
    sections:
      live.length < 2
        ? []
        : [
            {
              id: `callers-${fn.pos}`,
              title: say`Who reaches ${name}`,
              paragraphs: [],
              table: { head: [say`How it is reached`], rows: live.map((way) => [text.way(way)]) },
            },
          ],
    files: text.files,
  };
}
