// What a way through calls tells of parameters: that one is nil or is not, is true or false. Learnt from the conditions that
// a call stands under and from what it hands on. Only of variables that are never set again and whose address is not taken.
// Misses: what closures capture, other values than nil and booleans, conditions by `switch`.

import type { BinaryExpr, Expr } from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import type { Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import type { GraphEdge } from '#program/graph.js';
import type { PathFacts, PathRules } from '#program/path-facts.js';
import type { Call } from './body.js';
import type { Engine } from './engine.js';
import type { Exploration } from './explore.js';
import type { Fn } from './function.js';
import { withoutParens } from './program-index.js';

type Fact = 'nil' | 'not nil' | 'true' | 'false';

class Facts implements PathFacts {
  readonly key: string;
  readonly of: ReadonlyMap<Var, Fact>;

  /** In the order of the parameters. */
  constructor(of: ReadonlyMap<Var, Fact>) {
    this.of = of;
    this.key = [...of].map(([{ name, pos }, fact]) => `${name}@${pos} ${fact}`).join(',');
  }
}

const nothing = new Facts(new Map());

/** The facts of parameters on ways through what was explored. */
export function parameterFacts(engine: Engine, exploration: Exploration): PathRules {
  const calls = new Map<number, Call>();
  const functions = new Map<number, Fn>();
  for (const [frame, list] of exploration.calls) {
    functions.set(frame.fn.pos, frame.fn);
    for (const { call } of list) calls.set(call.node.lparen, call);
  }
  return {
    start: nothing,
    after(edge: GraphEdge, facts: PathFacts): PathFacts | undefined {
      const call = calls.get(edge.site.lparen);
      if (call === undefined || !(facts instanceof Facts)) return nothing;
      const known = new Map(facts.of);
      for (let c = call.condition; c !== undefined; c = c.outer)
        if (c.kind === 'if' && c.expr !== undefined && !learn(c.expr, !c.negated, known, call.fn, engine))
          return undefined;
      const callee = functions.get(edge.callee.function.pos);
      return callee === undefined ? nothing : handedOn(call, callee, known, engine);
    },
  };
}

/** Adds what a condition tells; false if it cannot be so. */
function learn(expr: Expr, holds: boolean, known: Map<Var, Fact>, fn: Fn, engine: Engine): boolean {
  const x = withoutParens(expr);
  switch (x.kind) {
    case 'UnaryExpr':
      return x.op !== '!' || learn(x.x, !holds, known, fn, engine);
    case 'BinaryExpr':
      if (x.op === '&&' || x.op === '||')
        return (
          // Of `a && b` that does not hold, nothing is known of either.
          (x.op === '&&') !== holds || (learn(x.x, holds, known, fn, engine) && learn(x.y, holds, known, fn, engine))
        );
      return x.op === '==' || x.op === '!=' ? learnNil(x, (x.op === '==') === holds, known, fn, engine) : true;
    case 'Ident': {
      const variable = settledVariable(x, fn, engine);
      return variable === undefined || agree(known, variable, holds ? 'true' : 'false');
    }
    default:
      return true;
  }
}

function learnNil({ x, y }: BinaryExpr, isNil: boolean, known: Map<Var, Fact>, fn: Fn, engine: Engine): boolean {
  const other = isNilExpr(x, fn.info) ? y : isNilExpr(y, fn.info) ? x : undefined;
  const variable = other === undefined ? undefined : settledVariable(other, fn, engine);
  return variable === undefined || agree(known, variable, isNil ? 'nil' : 'not nil');
}

function agree(known: Map<Var, Fact>, variable: Var, fact: Fact): boolean {
  const before = known.get(variable);
  if (before !== undefined && before !== fact) return false;
  known.set(variable, fact);
  return true;
}

function isNilExpr(expr: Expr, info: Info): boolean {
  return info.types.get(withoutParens(expr))?.mode === 'nil';
}

/** A parameter or local variable that has one value as long as the function runs. */
function settledVariable(expr: Expr, fn: Fn, engine: Engine): Var | undefined {
  const x = withoutParens(expr);
  const object = x.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  if (object?.kind !== 'Var' || object.isField) return undefined;
  const { defs, stored } = engine.body(fn);
  return (defs.get(object) ?? []).length === 1 && !stored.has(object) ? object : undefined;
}

/** What is known of the callee's parameters. */
function handedOn(call: Call, callee: Fn, known: ReadonlyMap<Var, Fact>, engine: Engine): Facts {
  const { args, ellipsis } = call.node;
  const { params } = callee;
  if (args.length !== params.length || ellipsis > 0 || callee.signature?.variadic === true) return nothing;
  const facts = new Map<Var, Fact>();
  params.forEach((param, i) => {
    const arg = args[i];
    const fact = param === undefined || arg === undefined ? undefined : factOf(arg, param.type, known, call.fn, engine);
    if (param !== undefined && fact !== undefined) facts.set(param, fact);
  });
  return facts.size === 0 ? nothing : new Facts(facts);
}

function factOf(arg: Expr, to: Type, known: ReadonlyMap<Var, Fact>, fn: Fn, engine: Engine): Fact | undefined {
  const x = withoutParens(arg);
  const recorded = fn.info.types.get(x);
  if (recorded?.mode === 'nil') return 'nil';
  const { value } = recorded ?? {};
  if (value?.kind === 'bool') return value.value ? 'true' : 'false';
  if (x.kind === 'FuncLit' || x.kind === 'CompositeLit' || (x.kind === 'UnaryExpr' && x.op === '&')) return 'not nil';
  // In an interface there is something, whatever it is.
  if (recorded !== undefined && under(to).kind === 'Interface' && under(recorded.type).kind !== 'Interface')
    return 'not nil';
  const variable = settledVariable(x, fn, engine);
  return variable === undefined ? undefined : known.get(variable);
}
