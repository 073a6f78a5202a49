// What is there only when something outside of the program is set: made in a case of a switch over a value for which the
// program itself has another constant, such as a look-up with a default,
//   switch url.GetParam("call-type", "http2") { case "http": t = &http.Transport{}; case "http2": … }
// Over-approximates: nobody looks for who sets it. Misses: choices by `if`, by maps, by the caller of the maker.

import { sentence } from '#base/sentence.js';
import type { Expr, Node } from '#go/syntax/ast.js';
import { compareConstants } from '#go/types/constant.js';
import { exactString } from '#go/types/constant-string.js';
import type { Body, Condition, Source } from './body.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import { plainConstants } from './plain-constants.js';
import { withoutParens } from './program-index.js';
import { rootOf, type Value } from './value.js';

const known = new WeakMap<Node, string | undefined>();

/** What must be set for a value to be there, as a sentence. */
export function settingOf(engine: Engine, value: Value): string | undefined {
  if (value.kind !== 'pointer' && value.kind !== 'struct') return undefined;
  const object = rootOf(value.object);
  if (object.kind !== 'allocated') return undefined;
  const { site, frame } = object;
  if (!known.has(site)) known.set(site, settingAt(engine, site, frame.fn));
  return known.get(site);
}

function settingAt(engine: Engine, site: Node, fn: Fn): string | undefined {
  for (let c = conditionAt(engine.body(fn), site); c !== undefined; c = c.outer) {
    const { clause } = c;
    if (c.kind !== 'case' || c.expr === undefined || clause?.kind !== 'CaseClause') continue;
    const wanted = clause.list.map((one) => fn.info.types.get(withoutParens(one))?.value);
    const [first] = wanted;
    if (first === undefined || first.kind === 'unknown') continue;
    const tag = plainConstants(engine, c.expr, fn);
    if (tag.values.length === 0 || !tag.isOpen) continue;
    if (wanted.some((one) => one === undefined || tag.values.some((own) => compareConstants(own, '==', one)))) continue;
    const name = textOf(c.expr, fn);
    const from = cameFrom(engine, c.expr, fn);
    return from === undefined
      ? sentence`needs ${name} = ${exactString(first)}`
      : sentence`needs ${name} = ${exactString(first)}, from ${from}`;
  }
  return undefined;
}

/** The conditions around the innermost recorded expression that holds `site`. */
function conditionAt(body: Body, site: Node): Condition | undefined {
  let best: { readonly size: number; readonly condition: Condition | undefined } | undefined;
  const offer = (node: Node, condition: Condition | undefined): void => {
    const size = node.end - node.pos;
    if (node.pos <= site.pos && site.end <= node.end && (best === undefined || size < best.size))
      best = { size, condition };
  };
  const offerSource = (source: Source, condition: Condition | undefined): void => {
    if (source.kind === 'expr' || source.kind === 'tuple') offer(source.expr, condition);
  };
  for (const { node, condition } of body.calls) offer(node, condition);
  for (const { source, condition } of body.stores) offerSource(source, condition);
  for (const { results, condition } of body.returns) for (const result of results) offer(result, condition);
  for (const defs of body.defs.values()) for (const { source, condition } of defs) offerSource(source, condition);
  return best?.condition;
}

/** The call whose result a local variable holds, with the constants that it is given. */
function cameFrom(engine: Engine, tag: Expr, fn: Fn): string | undefined {
  const x = withoutParens(tag);
  const variable = x.kind === 'Ident' ? fn.info.uses.get(x) : undefined;
  if (variable?.kind !== 'Var' || variable.role !== 'local') return undefined;
  const defs = engine.body(fn).defs.get(variable) ?? [];
  const only = defs[0];
  if (defs.length !== 1 || only?.source.kind !== 'expr' || withoutParens(only.source.expr).kind !== 'CallExpr')
    return undefined;
  return textOf(only.source.expr, fn);
}

function textOf(expr: Expr, fn: Fn): string {
  const x = withoutParens(expr);
  const value = fn.info.types.get(x)?.value;
  if (value !== undefined && value.kind !== 'unknown') return exactString(value);
  switch (x.kind) {
    case 'Ident':
      return x.name;
    case 'SelectorExpr':
      return `${textOf(x.x, fn)}.${x.sel.name}`;
    case 'CallExpr':
      return `${textOf(x.fun, fn)}(${x.args.map((arg) => textOf(arg, fn)).join(', ')})`;
    default:
      return '…';
  }
}
