// The conditions around a place as a graph has them, the outermost first.

import type { Expr, Ident } from '#go/syntax/ast.js';
import type { GuardFact, GuardVariable } from '#program/graph.js';
import type { Body, Condition } from './body.js';
import { withoutParens } from './program-index.js';

/** `body` is the one that the condition stands in; with it what an `ok` says is named. Loops are no conditions. */
export function guardsOf(condition: Condition | undefined, body?: Body): GuardFact[] {
  const guards: GuardFact[] = [];
  for (let c = condition; c !== undefined; c = c.outer) {
    if (c.kind === 'range' || c.kind === 'loop') continue;
    const clause = c.clause;
    if (c.kind === 'if' && c.expr !== undefined) {
      const about = body === undefined ? undefined : saidOf(c.expr, body);
      const where = body === undefined ? [] : testedIn(c.expr, body);
      guards.push({
        pos: c.expr.pos,
        end: c.expr.end,
        negated: c.negated,
        label: undefined,
        ...choicesOf(c.expr),
        ...(about === undefined ? {} : { about: { pos: about.pos, end: about.end } }),
        ...(where.length === 0 ? {} : { where }),
      });
    } else if (clause?.kind === 'CaseClause') {
      const first = clause.list[0];
      const last = clause.list.at(-1);
      if (first !== undefined && last !== undefined)
        guards.push({ pos: first.pos, end: last.end, negated: false, label: 'case' });
      else guards.push({ pos: clause.pos, end: clause.pos, negated: false, label: 'switch default' });
    } else if (clause?.kind === 'CommClause') {
      guards.push(
        clause.comm === undefined
          ? { pos: clause.pos, end: clause.pos, negated: false, label: 'select default' }
          : { pos: clause.comm.pos, end: clause.comm.end, negated: false, label: 'select' },
      );
    }
  }
  return guards.reverse();
}

function choicesOf(condition: Expr): Pick<GuardFact, 'choices'> {
  const count = (expr: Expr): number => {
    const x = withoutParens(expr);
    return x.kind === 'BinaryExpr' && x.op === '||' ? count(x.x) + count(x.y) : 1;
  };
  const choices = count(condition);
  return choices === 1 ? {} : { choices };
}

/** The local variables that stand alone in a condition, or are compared with nil, and that one assignment has set. */
function testedIn(condition: Expr, body: Body): GuardVariable[] {
  const x = withoutParens(condition);
  if (x.kind === 'UnaryExpr' && x.op === '!') return testedIn(x.x, body);
  if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||'))
    return [...testedIn(x.x, body), ...testedIn(x.y, body)];
  const isCompared = x.kind === 'BinaryExpr' && (x.op === '!=' || x.op === '==') && isNil(x.y);
  const variable = isCompared ? withoutParens(x.x) : x;
  const value = variable.kind === 'Ident' ? onlySource(variable, body) : undefined;
  const says = value === undefined ? false : isCompared ? value.kind === 'CallExpr' : value.kind === 'BinaryExpr';
  return variable.kind !== 'Ident' || value === undefined || !says
    ? []
    : [{ name: variable.name, isFlag: !isCompared, pos: value.pos, end: value.end }];
}

function isNil(x: Expr): boolean {
  const y = withoutParens(x);
  return y.kind === 'Ident' && y.name === 'nil';
}

/** What a local variable has been set to, where there is one assignment that says so. */
function onlySource(x: Ident, { fn, defs, reaching }: Body): Expr | undefined {
  const variable = fn.info.uses.get(x);
  if (variable?.kind !== 'Var' || variable.role !== 'local') return undefined;
  const found = reaching.get(x) ?? defs.get(variable) ?? [];
  const only = found[0]?.source;
  return found.length === 1 && only?.kind === 'expr' ? withoutParens(only.expr) : undefined;
}

/** Of `ok` or `!ok` the assertion, look-up or receive that set it. */
function saidOf(condition: Expr, { fn, defs, reaching }: Body): Expr | undefined {
  let x = withoutParens(condition);
  while (x.kind === 'UnaryExpr' && x.op === '!') x = withoutParens(x.x);
  const variable = x.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  if (x.kind !== 'Ident' || variable?.kind !== 'Var' || variable.role !== 'local') return undefined;
  const found = reaching.get(x) ?? defs.get(variable) ?? [];
  const only = found[0]?.source;
  if (found.length !== 1 || only?.kind !== 'tuple' || only.index !== 1) return undefined;
  return withoutParens(only.expr).kind === 'CallExpr' ? undefined : only.expr;
}
