// Conditions as people read them: as written, negated where the site stands on the other branch.

import type { GuardFact } from '#program/graph.js';
import type { Places } from './places.js';

export function guardText(guard: GuardFact, places: Places): string {
  const text = places.text(guard.pos, guard.end);
  switch (guard.label) {
    case 'case':
      return `case ${text}`;
    case 'select':
      return `case ${text}`;
    default:
      return (guard.negated ? negation(text) : (guard.label ?? text)) + aboutText(guard, places);
  }
}

function aboutText({ about }: GuardFact, places: Places): string {
  return about === undefined ? '' : ` (${places.text(about.pos, about.end)})`;
}

/** The opposite of a condition; its simple forms as a person would write it. Orders are not turned round: NaN is neither less nor not less. */
export function negation(text: string): string {
  const equality = /^([^&|=!<>"'`]+) ([!=])= ([^&|=!<>"'`]+)$/.exec(text);
  if (equality !== null) return `${equality[1] ?? ''} ${equality[2] === '=' ? '!' : '='}= ${equality[3] ?? ''}`;
  const operand = /^(!?)([\w.]+(?:\([\w., &*]*\))?)$/.exec(text);
  if (operand !== null) return operand[1] === '!' ? (operand[2] ?? '') : `!${text}`;
  const call = /^!([\w.]+\()/.exec(text)?.[1];
  if (call !== undefined && closes(text, call.length) === text.length - 1) return text.slice(1);
  const inner = text.startsWith('!(') && closes(text, 1) === text.length - 1 ? text.slice(2, -1) : undefined;
  return inner ?? `!(${text})`;
}

/** Where the parenthesis at `start` is closed; those in strings and characters do not count. */
function closes(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let i = start; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quote !== '') {
      if (c === '\\' && quote !== '`') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'" || c === '`') quote = c;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return -1;
}

/** Whether the site is reached only when something failed. */
export function isErrorPath(guard: GuardFact, places: Places): boolean {
  if (guard.label !== undefined) return false;
  const text = places.text(guard.pos, guard.end);
  const isFailure = /(^|[^\w])(\w*[eE]rr\w*)(\.\w+)* != nil/.test(text);
  const isSuccess = /(^|[^\w])(\w*[eE]rr\w*)(\.\w+)* == nil/.test(text);
  return guard.negated ? isSuccess && !isFailure : isFailure;
}
