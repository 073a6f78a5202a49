// Pointers from fields that a function has to have before it comes to a place: it follows them on every way there. Where one
// is nil the function panics, so what it gives back behind that is never given. Only what stands in the body itself counts,
// not what stands under a condition, and of methods only those whose first statement follows their receiver.

import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { Expr, Node, SelectorExpr, Stmt } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import { unalias } from '#go/types/type.js';
import type { Engine } from './engine.js';

const known = new WeakMap<Fn, readonly (readonly [Stmt, readonly Expr[]])[]>();

/** What is followed on every way to a place in the body of a function. */
export function mustHave(engine: Engine, fn: Fn, pos: number): readonly Expr[] {
  let found = known.get(fn);
  if (found === undefined) {
    const list = (fn.body?.list ?? []).map((statement) => [statement, followedIn(engine, statement, fn)] as const);
    known.set(fn, (found = list.filter(([, exprs]) => exprs.length > 0)));
  }
  return found.flatMap(([statement, exprs]) => (statement.end <= pos ? exprs : []));
}

function followedIn(engine: Engine, statement: Stmt, fn: Fn): readonly Expr[] {
  if (!isPlain(statement)) return [];
  const found: Expr[] = [];
  walk(statement, (node) => {
    if (node.kind === 'FuncLit' || isShortened(node)) return false;
    if (node.kind === 'SelectorExpr' && isFollowed(engine, node, fn)) found.push(node.x);
    return true;
  });
  return found;
}

/** Does not always evaluate both sides. */
function isShortened(node: Node): boolean {
  return node.kind === 'BinaryExpr' && (node.op === '&&' || node.op === '||');
}

/** Evaluates its expressions whenever it is come to. */
function isPlain({ kind }: Stmt): boolean {
  return kind === 'ExprStmt' || kind === 'AssignStmt' || kind === 'ReturnStmt';
}

function isFollowed(engine: Engine, x: SelectorExpr, fn: Fn): boolean {
  const selection = fn.info.selections.get(x);
  const type = fn.info.types.get(withoutParens(x.x))?.type;
  if (
    selection === undefined ||
    type === undefined ||
    unalias(type).kind !== 'Pointer' ||
    !isFromField(engine, x.x, fn)
  )
    return false;
  if (selection.kind === 'FieldVal') return true;
  if (selection.kind !== 'MethodVal' || selection.obj.kind !== 'Func' || selection.index.length > 1) return false;
  const method = engine.fnOf(selection.obj);
  const [first] = method?.body?.list ?? [];
  if (method === undefined || first === undefined || !isPlain(first)) return false;
  let isReceiver = false;
  walk(first, (node) => {
    if (node.kind === 'FuncLit' || isShortened(node)) return false;
    if (node.kind !== 'SelectorExpr' || node.x.kind !== 'Ident') return true;
    const object = method.info.uses.get(node.x);
    isReceiver ||= object === method.recv && method.info.selections.get(node)?.kind === 'FieldVal';
    return true;
  });
  return isReceiver;
}

/** A field, or a variable that has been given one and nothing else. */
function isFromField(engine: Engine, expr: Expr, fn: Fn): boolean {
  const x = withoutParens(expr);
  if (x.kind === 'SelectorExpr') return fn.info.selections.get(x)?.kind === 'FieldVal';
  const [def, ...others] = x.kind === 'Ident' ? (engine.body(fn).reaching.get(x) ?? []) : [];
  return (
    def?.kind === 'source' &&
    others.length === 0 &&
    def.source.kind === 'expr' &&
    withoutParens(def.source.expr).kind === 'SelectorExpr' &&
    isFromField(engine, def.source.expr, fn)
  );
}
