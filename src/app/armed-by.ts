// What comes from the other side and lets a release happen later: what takes a message in sets a field, and a condition of
// something that releases the connection asks whether that field is set. Misses: numbers, and what is set through a call of
// another package.

import type { Pos } from '#base/position.js';
import type { Message } from '#callgraph/messages.js';
import type { Arming } from '#explain/message-report.js';
import type { Condition } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Engine } from '#go/propagate/engine.js';
import { varOf } from '#go/propagate/variable-of.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import type { Closer, CustodyTable } from '#program/custody-table.js';
import type { GraphNode, ProgramGraph } from '#program/graph.js';

/** Local variables that a condition is looked through. */
const depthLimit = 3;

export function armedBy(
  engine: Engine,
  tables: readonly CustodyTable[],
  graphs: readonly ProgramGraph[],
  messages: readonly Message[],
): readonly Arming[] {
  const fns = new Map([...engine.reached].map((fn) => [fn.pos, fn]));
  const closers = tables.flatMap(({ released }) => released.flatMap((release) => release.closers));
  const asked = closers.map((closer) => [closer, askedBy(engine, closer, fns)] as const);
  const found = new Map<string, Arming>();
  for (const message of messages)
    for (const fn of takingIn(message, graphs, fns))
      for (const store of engine.body(fn).stores) {
        const target = withoutParens(store.target);
        const field = store.form === 'assign' && target.kind === 'SelectorExpr' ? varOf(target, fn) : undefined;
        if (field?.role !== 'field' || isZero(store.source, fn)) continue;
        for (const [closer, fields] of asked) {
          const key = `${message.guard.pos} ${target.pos} ${closer.caller.pos}`;
          if (fields.has(field) && !found.has(key))
            found.set(key, {
              message: message.guard.pos,
              set: { pos: target.pos, end: target.end },
              closer: closer.caller,
              closes: closer.site.pos,
            });
        }
      }
  return [...found.values()];
}

/** The functions of the reader's package that a message comes to on the reader's goroutine. */
function takingIn(message: Message, graphs: readonly ProgramGraph[], fns: ReadonlyMap<Pos, Fn>): readonly Fn[] {
  const nodes = new Set<GraphNode>(message.isEnd ? [] : message.handlers.map(({ callee }) => callee));
  const own = message.dispatcher.function.packagePath;
  // A set that grows while it is walked is walked to its end.
  for (const node of nodes)
    for (const graph of graphs)
      for (const { callee, site, entry } of graph.out(node))
        if (entry === 'enter' && site.kind !== 'go' && callee.function.packagePath === own) nodes.add(callee);
  return [...new Set([...nodes].flatMap((node) => fns.get(node.function.pos) ?? []))];
}

/** The fields of which the conditions around a call ask whether they are set. */
function askedBy(engine: Engine, { caller, site }: Closer, fns: ReadonlyMap<Pos, Fn>): ReadonlySet<Var> {
  const found = new Set<Var>();
  const fn = fns.get(caller.pos);
  const call = fn === undefined ? undefined : engine.body(fn).calls.find(({ node }) => node.lparen === site.lparen);
  if (fn === undefined) return found;
  for (let c: Condition | undefined = call?.condition; c !== undefined; c = c.outer)
    if (c.kind === 'if' && c.expr !== undefined) collect(engine, c.expr, !c.negated, fn, found, 0);
  return found;
}

function collect(engine: Engine, expr: Expr, holds: boolean, fn: Fn, found: Set<Var>, depth: number): void {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr' && x.op === '!') return collect(engine, x.x, !holds, fn, found, depth);
  if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||')) {
    collect(engine, x.x, holds, fn, found, depth);
    return collect(engine, x.y, holds, fn, found, depth);
  }
  if (x.kind === 'BinaryExpr' && fn.info.types.get(withoutParens(x.y))?.mode === 'nil') {
    const field = varOf(x.x, fn);
    if (field?.role === 'field' && (x.op === '!=') === holds) found.add(field);
  }
  if (x.kind === 'SelectorExpr' && holds) {
    const field = varOf(x, fn);
    if (field?.role === 'field') found.add(field);
  }
  const defs = x.kind === 'Ident' && depth < depthLimit ? (engine.body(fn).reaching.get(x) ?? []) : [];
  for (const def of defs)
    if (def.kind === 'source' && def.source.kind === 'expr')
      collect(engine, def.source.expr, holds, fn, found, depth + 1);
}

function isZero(source: { readonly kind: string; readonly expr?: Expr }, fn: Fn): boolean {
  const recorded = source.expr === undefined ? undefined : fn.info.types.get(withoutParens(source.expr));
  return (
    source.kind === 'zero' || recorded?.mode === 'nil' || (recorded?.value?.kind === 'bool' && !recorded.value.value)
  );
}
