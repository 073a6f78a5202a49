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

/**
 * The opposite of a condition, as a person would write it: of `a || b` neither. Orders are not turned round, since NaN is
 * neither less nor not less; but a length is never below zero.
 */
export function negation(text: string): string {
  const whole = text.startsWith('(') && closes(text, 0) === text.length - 1 ? text.slice(1, -1) : text;
  const either = operands(whole, '||');
  if (either.length > 1) return either.map(negation).map(asOperand).join(' && ');
  const both = operands(whole, '&&');
  if (both.length > 1) return both.map(negation).join(' || ');
  return opposite(whole);
}

/** In brackets where it stands between `&&`. */
function asOperand(text: string): string {
  return operands(text, '||').length > 1 ? `(${text})` : text;
}

function opposite(text: string): string {
  const length = /^((?:len|cap)\([\w.[\]]+\)) (> |== |!= )0$/.exec(text);
  if (length !== null) return `${length[1] ?? ''} ${length[2] === '== ' ? '!=' : '=='} 0`;
  const equality = /^([^&|=!<>"'`]+) ([!=])= ([^&|=!<>"'`]+|"[^"\\]*")$/.exec(text);
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
  for (const { at, depth } of outside(text.slice(start))) if (depth === 0) return start + at;
  return -1;
}

/** What stands between an operator that is in no brackets. */
function operands(text: string, operator: '||' | '&&'): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { at, depth } of outside(text)) {
    if (depth > 0 || at < from || !text.startsWith(operator, at)) continue;
    parts.push(text.slice(from, at).trim());
    from = at + operator.length;
  }
  return [...parts, text.slice(from).trim()];
}

/** Each place that is in no string and no character, with how deep in brackets it is after it. */
function* outside(text: string): Generator<{ readonly at: number; readonly depth: number }> {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const c = text[at] ?? '';
    if (quote !== '') {
      if (c === '\\' && quote !== '`') at++;
      else if (c === quote) quote = '';
      continue;
    }
    if (c === '"' || c === "'" || c === '`') {
      quote = c;
      continue;
    }
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    yield { at, depth };
  }
}

/** Whether the site is reached only when something failed. */
export function isErrorPath(guard: GuardFact, places: Places): boolean {
  if (guard.label !== undefined) return false;
  const text = places.text(guard.pos, guard.end);
  const isFailure = /(^|[^\w])(\w*[eE]rr\w*)(\.\w+)* != nil/.test(text);
  const isSuccess = /(^|[^\w])(\w*[eE]rr\w*)(\.\w+)* == nil/.test(text);
  return guard.negated ? isSuccess && !isFailure : isFailure;
}
