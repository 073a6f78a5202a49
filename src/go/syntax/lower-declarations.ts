// Lowering of statements and declarations. Each function is called with the cursor on its node and leaves it there.

import type { Pos, SourceText } from '#base/position.js';
import type {
  BlockStmt,
  CaseClause,
  CommClause,
  Decl,
  Expr,
  FieldList,
  FuncDecl,
  GenDecl,
  Ident,
  IfStmt,
  Spec,
  Stmt,
  TypeSpec,
  VarSpec,
} from './ast.js';
import { constSpecs, type RawConstSpec } from './const-specs.js';
import { expressionTypes, lowerExpr, lowerExprList, lowerParams, lowerSignature } from './lower-expressions.js';
import { Lowering } from './lowering.js';
import type { Tree } from './parser.js';

/**
 * Lowers the tree of one declaration, whose text starts at byte `start`; undefined if the tree is not one whole
 * declaration or has forms that the lowering does not know.
 */
export function lowerDeclaration(text: SourceText, start: number, tree: Tree): Decl | undefined {
  const l = new Lowering(text, start, tree.walk(), lowerBlock);
  let decl: Decl | undefined;
  for (let type = l.first(); type !== ''; type = l.next()) {
    if (type === '\n' || type === ';') continue;
    if (decl !== undefined) return undefined;
    decl = lowerDecl(l, type);
    if (decl === undefined) return undefined;
  }
  return l.failed ? undefined : decl;
}

function lowerDecl(l: Lowering, type: string): Decl | undefined {
  switch (type) {
    case 'function_declaration':
    case 'method_declaration':
      return lowerFuncDecl(l);
    case 'const_declaration':
    case 'var_declaration':
    case 'type_declaration':
      return lowerGenDecl(l);
    default:
      return undefined;
  }
}

/** Children: `func`, receiver?, name, type_parameter_list?, parameter_list, result?, block?. */
function lowerFuncDecl(l: Lowering): FuncDecl {
  l.first();
  const pos = l.pos();
  let recv: FieldList | undefined;
  if (l.next() === 'parameter_list') {
    recv = lowerParams(l);
    l.next();
  }
  const name = l.ident();
  let next = l.next();
  let typeParams: FieldList | undefined;
  if (next === 'type_parameter_list') {
    typeParams = lowerParams(l);
    next = l.next();
  }
  const signature = lowerSignature(l, next, pos, typeParams);
  const { type } = signature;
  let body: BlockStmt | undefined;
  if (signature.next === 'block') body = lowerBlock(l);
  else if (signature.next !== '') l.failed = true;
  l.up();
  return { kind: 'FuncDecl', pos, end: (body ?? type).end, recv, name, type, body };
}

/** Children: keyword, then a spec; or `(`, specs, `)`; or for var a `var_spec_list` of these. */
function lowerGenDecl(l: Lowering): GenDecl {
  const keyword = l.first();
  const token: GenDecl['token'] = keyword === 'const' ? 'const' : keyword === 'var' ? 'var' : 'type';
  const pos = l.pos();
  const constants: RawConstSpec[] = [];
  const specs: Spec[] = [];
  let end: Pos = pos;
  const one = (type: string): void => {
    if (type === 'const_spec') {
      const spec = lowerValueSpec(l);
      constants.push(spec);
      end = spec.end;
    } else if (type === 'var_spec') {
      const spec: VarSpec = { kind: 'VarSpec', ...lowerValueSpec(l) };
      specs.push(spec);
      end = spec.end;
    } else if (type === 'type_spec' || type === 'type_alias') {
      const spec = lowerTypeSpec(l);
      specs.push(spec);
      end = spec.end;
    } else if (type === ')') end = l.pos() + 1;
    else if (type !== '(' && type !== '\n' && type !== ';') l.failed = true;
  };
  for (let type = l.next(); type !== ''; type = l.next()) {
    if (type !== 'var_spec_list') {
      one(type);
      continue;
    }
    for (let inner = l.first(); inner !== ''; inner = l.next()) one(inner);
    l.up();
  }
  l.up();
  return { kind: 'GenDecl', pos, end, token, specs: token === 'const' ? constSpecs(constants) : specs };
}

/** Children of const_spec and var_spec: identifiers, type?, `=`?, expression_list?. */
function lowerValueSpec(l: Lowering): RawConstSpec {
  const names: Ident[] = [];
  let type: Expr | undefined;
  let values: Expr[] = [];
  for (let child = l.first(); child !== ''; child = l.next()) {
    if (child === 'identifier') names.push(l.ident());
    else if (child === 'expression_list') values = lowerExprList(l);
    else if (child !== ',' && child !== '=') type = lowerExpr(l, child);
  }
  l.up();
  const pos = names[0]?.pos ?? l.origin;
  return { pos, end: (values.at(-1) ?? type ?? names.at(-1))?.end ?? pos, names, type, values };
}

/** Children: name, type_parameter_list?, `=`?, type. */
function lowerTypeSpec(l: Lowering): TypeSpec {
  l.first();
  const name = l.ident();
  let next = l.next();
  let typeParams: FieldList | undefined;
  if (next === 'type_parameter_list') {
    typeParams = lowerParams(l);
    next = l.next();
  }
  const isAlias = next === '=';
  if (isAlias) next = l.next();
  const type = lowerExpr(l, next);
  l.up();
  return { kind: 'TypeSpec', pos: name.pos, end: type.end, name, typeParams, isAlias, type };
}

// ---- Statements ------------------------------------------------------------------------------------------

/** Children: `{`, statement_list?, `}`. */
function lowerBlock(l: Lowering): BlockStmt {
  l.first();
  const pos = l.pos();
  let list: Stmt[] = [];
  let type = l.next();
  if (type === 'statement_list') {
    list = lowerStmtList(l);
    type = l.next();
  }
  if (type !== '}') l.failed = true;
  const end = l.pos() + 1;
  l.up();
  return { kind: 'BlockStmt', pos, end, list };
}

/**
 * Children: statements with line ends and `;` between them. The `;` behind an empty statement is a second one, not
 * its end.
 */
function lowerStmtList(l: Lowering): Stmt[] {
  const list: Stmt[] = [];
  let afterEmpty = false;
  for (let type = l.first(); type !== ''; type = l.next()) {
    if (type === '\n' || (type === ';' && !afterEmpty)) {
      afterEmpty = false;
      continue;
    }
    list.push(lowerStmt(l, type === ';' ? 'empty_statement' : type));
    afterEmpty = endsWithSemicolon(list.at(-1));
  }
  l.up();
  return list;
}

function endsWithSemicolon(stmt: Stmt | undefined): boolean {
  let last = stmt;
  while (last?.kind === 'LabeledStmt') last = last.stmt;
  return last?.kind === 'EmptyStmt' && !last.implicit;
}

function lowerStmt(l: Lowering, type: string): Stmt {
  switch (type) {
    case 'expression_statement': {
      const x = lowerExpr(l, l.first());
      l.up();
      return { kind: 'ExprStmt', pos: x.pos, end: x.end, x };
    }
    case 'short_var_declaration':
    case 'assignment_statement':
      return lowerAssign(l);
    case 'if_statement':
      return lowerIf(l);
    case 'return_statement': {
      l.first();
      const pos = l.pos();
      const results = l.next() === 'expression_list' ? lowerExprList(l) : [];
      l.up();
      return { kind: 'ReturnStmt', pos, end: results.at(-1)?.end ?? pos + 6, results };
    }
    case 'for_statement':
      return lowerFor(l);
    case 'block':
      return lowerBlock(l);
    case 'go_statement':
    case 'defer_statement': {
      l.first();
      const pos = l.pos();
      const call = lowerExpr(l, l.next());
      l.up();
      return { kind: type === 'go_statement' ? 'GoStmt' : 'DeferStmt', pos, end: call.end, call };
    }
    case 'expression_switch_statement':
    case 'type_switch_statement':
      return lowerSwitch(l);
    case 'select_statement':
      return lowerSelect(l);
    case 'inc_statement':
    case 'dec_statement': {
      const x = lowerExpr(l, l.first());
      l.next();
      const end = l.pos() + 2;
      l.up();
      return { kind: 'IncDecStmt', pos: x.pos, end, x, op: type === 'inc_statement' ? '++' : '--' };
    }
    case 'send_statement': {
      const chan = lowerExpr(l, l.first());
      l.next();
      const arrow = l.pos();
      const value = lowerExpr(l, l.next());
      l.up();
      return { kind: 'SendStmt', pos: chan.pos, end: value.end, chan, arrow, value };
    }
    case 'const_declaration':
    case 'var_declaration':
    case 'type_declaration': {
      const decl = lowerGenDecl(l);
      return { kind: 'DeclStmt', pos: decl.pos, end: decl.end, decl };
    }
    case 'break_statement':
      return lowerBranch(l, 'break');
    case 'continue_statement':
      return lowerBranch(l, 'continue');
    case 'goto_statement':
      return lowerBranch(l, 'goto');
    case 'fallthrough_statement':
      return lowerBranch(l, 'fallthrough');
    case 'labeled_statement':
      return lowerLabeled(l);
    case 'empty_statement': {
      const pos = l.pos();
      return { kind: 'EmptyStmt', pos, end: pos + 1, implicit: false };
    }
    default:
      l.failed = true;
      return { kind: 'BadStmt', pos: l.origin, end: l.origin };
  }
}

/** Children: expression_list, operator, expression_list. */
function lowerAssign(l: Lowering): Stmt {
  l.first();
  const lhs = lowerExprList(l);
  const op = l.next();
  const opPos = l.pos();
  l.next();
  const rhs = lowerExprList(l);
  l.up();
  return { kind: 'AssignStmt', pos: lhs[0]?.pos ?? opPos, end: rhs.at(-1)?.end ?? opPos, lhs, op, opPos, rhs };
}

/** Children: keyword, label_name?. */
function lowerBranch(l: Lowering, token: 'break' | 'continue' | 'goto' | 'fallthrough'): Stmt {
  const pos = l.pos();
  if (l.first() === '') return { kind: 'BranchStmt', pos, end: pos + token.length, token, label: undefined };
  const label = l.next() === 'label_name' ? l.ident() : undefined;
  l.up();
  return { kind: 'BranchStmt', pos, end: label?.end ?? pos + token.length, token, label };
}

/** Children: label_name, `:`, statement?. */
function lowerLabeled(l: Lowering): Stmt {
  l.first();
  const label = l.ident();
  l.next();
  const colonEnd = l.pos() + 1;
  const type = l.next();
  const stmt: Stmt =
    type === '' ? { kind: 'EmptyStmt', pos: colonEnd, end: colonEnd, implicit: true } : lowerStmt(l, type);
  l.up();
  return { kind: 'LabeledStmt', pos: label.pos, end: stmt.end, label, stmt };
}

/** Children: `if`, (init, `;`)?, condition, block, (`else`, block or if_statement)?. */
function lowerIf(l: Lowering): IfStmt {
  l.first();
  const pos = l.pos();
  let type = l.next();
  let init: Stmt | undefined;
  if (!expressionTypes.has(type)) {
    init = lowerStmt(l, type);
    l.next();
    type = l.next();
  }
  const cond = lowerExpr(l, type);
  if (l.next() !== 'block') l.failed = true;
  const body = lowerBlock(l);
  let otherwise: Stmt | undefined;
  if (l.next() === 'else') otherwise = lowerStmt(l, l.next());
  l.up();
  return { kind: 'IfStmt', pos, end: (otherwise ?? body).end, init, cond, body, else: otherwise };
}

/** Children: `for`, condition or for_clause or range_clause or nothing, block. */
function lowerFor(l: Lowering): Stmt {
  l.first();
  const pos = l.pos();
  const type = l.next();
  if (type === 'range_clause') return lowerRange(l, pos);
  let init: Stmt | undefined;
  let cond: Expr | undefined;
  let post: Stmt | undefined;
  if (type === 'for_clause') {
    let semicolons = 0;
    for (let child = l.first(); child !== ''; child = l.next()) {
      if (child === ';') semicolons++;
      else if (semicolons === 0) init = lowerStmt(l, child);
      else if (semicolons === 1) cond = lowerExpr(l, child);
      else post = lowerStmt(l, child);
    }
    l.up();
    l.next();
  } else if (type !== 'block') {
    cond = lowerExpr(l, type);
    l.next();
  }
  const body = lowerBlock(l);
  l.up();
  return { kind: 'ForStmt', pos, end: body.end, init, cond, post, body };
}

/** Children of range_clause: (expression_list, `=` or `:=`)?, `range`, operand. */
function lowerRange(l: Lowering, pos: Pos): Stmt {
  let type = l.first();
  let lhs: Expr[] = [];
  let define = false;
  if (type === 'expression_list') {
    lhs = lowerExprList(l);
    define = l.next() === ':=';
    type = l.next();
  }
  const rangePos = l.pos();
  const x = lowerExpr(l, l.next());
  l.up();
  l.next();
  const body = lowerBlock(l);
  l.up();
  if (lhs.length > 2) l.failed = true;
  return { kind: 'RangeStmt', pos, end: body.end, key: lhs[0], value: lhs[1], define, rangePos, x, body };
}

/**
 * Children: `switch`, (init, `;`)?, value?, `{`, clauses, `}`; for a type switch the value is
 * (expression_list, `:=`)?, operand, `.`, `(`, `type`, `)`.
 */
function lowerSwitch(l: Lowering): Stmt {
  l.first();
  const pos = l.pos();
  let init: Stmt | undefined;
  let tag: Expr | undefined;
  let assign: Stmt | undefined;
  let symbols: { readonly list: Expr[]; readonly opPos: Pos } | undefined;
  const body: CaseClause[] = [];
  let end: Pos = pos;
  for (let type = l.next(); type !== ''; type = l.next()) {
    switch (type) {
      case '{':
      case ';':
        break;
      case 'expression_list': {
        const list = lowerExprList(l);
        l.next();
        symbols = { list, opPos: l.pos() };
        break;
      }
      case 'expression_case':
      case 'type_case':
      case 'default_case':
        body.push(lowerCase(l));
        break;
      case '.':
        l.next();
        l.next();
        l.next();
        if (tag !== undefined) assign = toGuard(tag, l.pos() + 1, symbols);
        break;
      case '}':
        end = l.pos() + 1;
        break;
      default:
        if (expressionTypes.has(type)) tag = lowerExpr(l, type);
        else init = lowerStmt(l, type);
    }
  }
  l.up();
  if (assign !== undefined) return { kind: 'TypeSwitchStmt', pos, end, init, assign, body };
  return { kind: 'SwitchStmt', pos, end, init, tag, body };
}

function toGuard(x: Expr, end: Pos, symbols: { readonly list: Expr[]; readonly opPos: Pos } | undefined): Stmt {
  const guard: Expr = { kind: 'TypeAssertExpr', typed: undefined, pos: x.pos, end, x, type: undefined };
  if (symbols === undefined) return { kind: 'ExprStmt', pos: x.pos, end, x: guard };
  const { list, opPos } = symbols;
  return { kind: 'AssignStmt', pos: list[0]?.pos ?? opPos, end, lhs: list, op: ':=', opPos, rhs: [guard] };
}

/** Children: `case` or `default`, expression_list or types with `,`, `:`, statement_list?. */
function lowerCase(l: Lowering): CaseClause {
  const isDefault = l.first() === 'default';
  const pos = l.pos();
  let list: Expr[] = [];
  let body: Stmt[] = [];
  let end: Pos = pos;
  for (let type = l.next(); type !== ''; type = l.next()) {
    if (type === 'expression_list') list = lowerExprList(l);
    else if (type === 'statement_list') body = lowerStmtList(l);
    else if (type === ':') end = l.pos() + 1;
    else if (type !== ',') list.push(lowerExpr(l, type));
  }
  l.up();
  return { kind: 'CaseClause', implied: undefined, pos, end: body.at(-1)?.end ?? end, isDefault, list, body };
}

/** Children: `select`, `{`, communication_case or default_case, `}`. */
function lowerSelect(l: Lowering): Stmt {
  l.first();
  const pos = l.pos();
  const body: CommClause[] = [];
  let end: Pos = pos;
  for (let type = l.next(); type !== ''; type = l.next()) {
    if (type === 'communication_case' || type === 'default_case') body.push(lowerComm(l));
    else if (type === '}') end = l.pos() + 1;
  }
  l.up();
  return { kind: 'SelectStmt', pos, end, body };
}

/** Children: `case`, send_statement or receive_statement, `:`, statement_list?; or `default`, `:`, statement_list?. */
function lowerComm(l: Lowering): CommClause {
  l.first();
  const pos = l.pos();
  let comm: Stmt | undefined;
  let body: Stmt[] = [];
  let end: Pos = pos;
  for (let type = l.next(); type !== ''; type = l.next()) {
    if (type === 'statement_list') body = lowerStmtList(l);
    else if (type === ':') end = l.pos() + 1;
    else comm = type === 'receive_statement' ? lowerReceive(l) : lowerStmt(l, type);
  }
  l.up();
  return { kind: 'CommClause', pos, end: body.at(-1)?.end ?? end, comm, body };
}

/** Children: (expression_list, `=` or `:=`)?, operand. */
function lowerReceive(l: Lowering): Stmt {
  const type = l.first();
  if (type !== 'expression_list') {
    const x = lowerExpr(l, type);
    l.up();
    return { kind: 'ExprStmt', pos: x.pos, end: x.end, x };
  }
  const lhs = lowerExprList(l);
  const op = l.next();
  const opPos = l.pos();
  const x = lowerExpr(l, l.next());
  l.up();
  return { kind: 'AssignStmt', pos: lhs[0]?.pos ?? opPos, end: x.end, lhs, op, opPos, rhs: [x] };
}
