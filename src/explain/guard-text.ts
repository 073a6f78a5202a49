// Conditions as people read them: as written, negated where the site stands on the other branch.

import { asOperand, closes, operands } from '#base/condition-text.js';
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

/** Whether the site is reached only when something failed. */
export function isErrorPath(guard: GuardFact, places: Places): boolean {
  if (guard.label !== undefined) return false;
  const text = places.text(guard.pos, guard.end);
  const isFailure = /(^|[^\w])(\w*[eE]rr\w*)(\.\w+)* != nil/.test(text);
  const isSuccess = /(^|[^\w])(\w*[eE]rr\w*)(\.\w+)* == nil/.test(text);
  return guard.negated ? isSuccess && !isFailure : isFailure;
}
