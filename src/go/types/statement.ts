// Statements and function bodies. Mirrors stmt.go and labels.go. Misplaced statements are not reported.

import type { BlockStmt, CaseClause, Expr, GenDecl, Ident, Stmt, SwitchStmt, TypeSwitchStmt } from '#go/syntax/ast.js';
import { assignAll, declareLocal, initializeAll, shortVarDecl } from './assignment.js';
import { makeBool } from './constant.js';
import { declareConstant, declaredType } from './declared.js';
import { type Environment, maxDepth, unparen } from './environment.js';
import { expr } from './evaluate.js';
import { Const, Label, Var } from './object.js';
import { copyOperand, failed, Operand } from './operand.js';
import { combine, comparison } from './operator.js';
import { rangeClause } from './range.js';
import type { Scope } from './scope.js';
import { type Signature, type Type, unknown } from './type.js';
import { commonUnder } from './type-set.js';
import { basicType } from './universe.js';
import { assignment, convertUntyped } from './untyped.js';

/** The labels of one function body; a `goto` may come before its label. */
class Labels {
  readonly known = new Map<string, Label>();
  readonly waiting: Ident[] = [];
}

export function functionBody(env: Environment, signature: Signature, scope: Scope, body: BlockStmt): void {
  const inner = env.fork(true);
  inner.signature = signature;
  inner.scope = scope;
  const labels = new Labels();
  statements(inner, labels, body.list);
  for (const id of labels.waiting) {
    const label = labels.known.get(id.name);
    if (label !== undefined) inner.recordUse(id, label);
  }
}

function statements(env: Environment, labels: Labels, list: readonly Stmt[]): void {
  for (const s of list) statement(env, labels, s);
}

function statement(env: Environment, labels: Labels, s: Stmt): void {
  const { core } = env;
  if (core.depth >= maxDepth) return;
  core.depth++;
  dispatch(env, labels, s);
  core.depth--;
}

function block(env: Environment, labels: Labels, list: readonly Stmt[]): void {
  const outer = env.scope;
  env.openScope();
  statements(env, labels, list);
  env.scope = outer;
}

function dispatch(env: Environment, labels: Labels, s: Stmt): void {
  switch (s.kind) {
    case 'BadStmt':
    case 'EmptyStmt':
    case 'CaseClause':
    case 'CommClause':
      return;
    case 'ExprStmt':
      env.core.rawExpr(env, new Operand(), s.x, undefined, false, undefined);
      return;
    case 'AssignStmt':
      if (s.op === ':=') shortVarDecl(env, s.lhs, s.rhs);
      else if (s.op === '=') assignAll(env, s.lhs, s.rhs);
      else operatorAssignment(env, s.lhs, s.rhs, s.op.slice(0, -1));
      return;
    case 'IfStmt': {
      const outer = env.scope;
      env.openScope();
      if (s.init !== undefined) statement(env, labels, s.init);
      expr(env, new Operand(), s.cond);
      statement(env, labels, s.body);
      if (s.else !== undefined) statement(env, labels, s.else);
      env.scope = outer;
      return;
    }
    case 'BlockStmt':
      block(env, labels, s.list);
      return;
    case 'ReturnStmt':
      returnValues(env, s.results);
      return;
    case 'DeclStmt':
      localDeclaration(env, s.decl);
      return;
    case 'GoStmt':
    case 'DeferStmt':
      env.core.rawExpr(env, new Operand(), s.call, undefined, false, undefined);
      return;
    case 'ForStmt': {
      const outer = env.scope;
      env.openScope();
      if (s.init !== undefined) statement(env, labels, s.init);
      if (s.cond !== undefined) expr(env, new Operand(), s.cond);
      if (s.post !== undefined) statement(env, labels, s.post);
      statement(env, labels, s.body);
      env.scope = outer;
      return;
    }
    case 'RangeStmt': {
      const outer = env.scope;
      rangeClause(env, s, () => env.openScope());
      statement(env, labels, s.body);
      env.scope = outer;
      return;
    }
    case 'SwitchStmt':
      switchStatement(env, labels, s);
      return;
    case 'TypeSwitchStmt':
      typeSwitch(env, labels, s);
      return;
    case 'SelectStmt':
      for (const clause of s.body) {
        const outer = env.scope;
        env.openScope();
        if (clause.comm !== undefined) statement(env, labels, clause.comm);
        statements(env, labels, clause.body);
        env.scope = outer;
      }
      return;
    case 'SendStmt': {
      const channel = new Operand();
      expr(env, channel, s.chan);
      const value = new Operand();
      expr(env, value, s.value);
      const u = channel.mode === 'unknown' ? undefined : commonUnder(channel.type);
      assignment(env, value, u?.kind === 'Chan' ? u.elem : undefined);
      return;
    }
    case 'IncDecStmt':
      expr(env, new Operand(), s.x);
      return;
    case 'LabeledStmt': {
      const label = new Label(s.label.name, env.pkg, s.label.pos);
      s.label.defined = label;
      if (s.label.name !== '_') labels.known.set(s.label.name, label);
      statement(env, labels, s.stmt);
      return;
    }
    case 'BranchStmt':
      if (s.label !== undefined) {
        const label = labels.known.get(s.label.name);
        if (label === undefined) labels.waiting.push(s.label);
        else env.recordUse(s.label, label);
      }
      return;
  }
}

function operatorAssignment(env: Environment, lhs: readonly Expr[], rhs: readonly Expr[], op: string): void {
  const [to] = lhs;
  const [from] = rhs;
  if (to === undefined || from === undefined) return;
  const x = new Operand();
  expr(env, x, to);
  const { type } = x;
  const y = new Operand();
  expr(env, y, from);
  combine(env, x, y, op);
  assignment(env, x, type);
}

function returnValues(env: Environment, results: readonly Expr[]): void {
  const vars = env.signature?.results.vars ?? [];
  if (results.length === 0) return;
  initializeAll(
    env,
    vars.map((result) => result.type),
    results,
    true,
  );
}

function switchStatement(env: Environment, labels: Labels, s: SwitchStmt): void {
  const outer = env.scope;
  env.openScope();
  if (s.init !== undefined) statement(env, labels, s.init);
  const tag = new Operand();
  if (s.tag !== undefined) {
    expr(env, tag, s.tag);
    assignment(env, tag, undefined);
  } else {
    tag.mode = 'const';
    tag.type = basicType('bool');
    tag.value = makeBool(true);
  }
  for (const clause of s.body) {
    for (const e of clause.list) {
      const x = new Operand();
      expr(env, x, e);
      if (x.mode === 'unknown') continue;
      if (tag.mode === 'unknown') {
        assignment(env, x, undefined);
        continue;
      }
      convertUntyped(env, x, tag.type);
      if (failed(x)) continue;
      const y = new Operand();
      copyOperand(tag, y);
      comparison(env, x, y, '==');
    }
    block(env, labels, clause.body);
  }
  env.scope = outer;
}

function typeSwitch(env: Environment, labels: Labels, s: TypeSwitchStmt): void {
  const outer = env.scope;
  env.openScope();
  if (s.init !== undefined) statement(env, labels, s.init);
  let symbol: Ident | undefined;
  let guard: Expr | undefined;
  if (s.assign.kind === 'ExprStmt') guard = s.assign.x;
  else if (s.assign.kind === 'AssignStmt') {
    const [left] = s.assign.lhs;
    if (left?.kind === 'Ident' && left.name !== '_') {
      symbol = left;
    }
    [guard] = s.assign.rhs;
  }
  const x = new Operand();
  if (guard?.kind === 'TypeAssertExpr') expr(env, x, guard.x);
  for (const clause of s.body) {
    const type = caseTypes(env, x, clause);
    const before = env.scope;
    env.openScope();
    if (symbol !== undefined) {
      const object = new Var(symbol.name, env.pkg, symbol.pos, 'local', type);
      env.scope?.insert(object);
      clause.implied = object;
    }
    statements(env, labels, clause.body);
    env.scope = before;
  }
  env.scope = outer;
}

/** The type of the symbol in a clause: the case's if it lists one type, else that of what is switched on. */
function caseTypes(env: Environment, x: Operand, clause: CaseClause): Type {
  let type: Type | undefined;
  for (const e of clause.list) {
    const inner = unparen(e);
    if (inner.kind === 'Ident' && env.lookup(inner.name)?.kind === 'Nil') {
      type = undefined;
      expr(env, new Operand(), e);
    } else type = env.core.typeOf(env, e);
  }
  return clause.list.length === 1 && type !== undefined ? type : x.type;
}

function localDeclaration(env: Environment, decl: GenDecl): void {
  for (const spec of decl.specs) {
    switch (spec.kind) {
      case 'ConstSpec': {
        const objects: Const[] = [];
        for (const [i, id] of spec.names.entries()) {
          const known = declareConstant(env, spec, i);
          objects.push(new Const(id.name, env.pkg, id.pos, undefined, () => known));
        }
        for (const [i, id] of spec.names.entries()) {
          const object = objects[i];
          if (object !== undefined) env.declare(id, object);
        }
        break;
      }
      case 'VarSpec': {
        const type = spec.type === undefined ? undefined : env.core.typeOf(env, spec.type);
        const types: readonly (Type | undefined)[] = spec.names.map(() => type);
        const found = spec.values.length === 0 ? types : initializeAll(env, types, spec.values, false);
        for (const [i, id] of spec.names.entries())
          declareLocal(env, id, found[i] ?? unknown('the variable has no type'));
        break;
      }
      case 'TypeSpec':
        declaredType(env, spec);
        break;
      case 'ImportSpec':
        break;
    }
  }
}
