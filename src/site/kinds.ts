// What kind of answer a report is, in a word or two.

import type { Say } from '#language/say.js';
import type { Report } from '#report/report.js';

/** Of the command that made it, and of the question where that says more. */
export function kindName({ question, path }: Report, say: Say): string {
  if (path !== undefined) return say`way`;
  if (question.direction === 'up') return say`callers`;
  switch (question.command) {
    case 'explain':
      return say`writeup`;
    case 'custody':
      return say`custody`;
    case 'why-blocked':
      return say`wait`;
    case 'trace':
      return say`trace`;
  }
}
