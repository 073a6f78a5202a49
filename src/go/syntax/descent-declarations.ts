// The hand-written parser: statements and declarations.

import type { Diagnostic } from '#base/diagnostic.js';
import type { Pos, SourceText } from '#base/position.js';
import type {
  BlockStmt,
  CaseClause,
  CommClause,
  Decl,
  Expr,
  FieldList,
  ForStmt,
  FuncDecl,
  GenDecl,
  Ident,
  IfStmt,
  ImportSpec,
  LabeledStmt,
  RangeStmt,
  SelectStmt,
  Spec,
  Stmt,
  SwitchStmt,
  TypeSpec,
  TypeSwitchStmt,
  VarSpec,
} from './ast.js';
import { constSpecs, type RawConstSpec } from './const-specs.js';
import { Descent } from './descent.js';
import {
  parseArrayTypeOrTypeParams,
  parseBasicLit,
  parseExpr,
  parseExprList,
  parseParams,
  parseSignature,
  parseType,
  parseTypeParams,
} from './descent-expressions.js';
import { none, trimmed } from './lists.js';
import { unquote } from './unquote.js';

const assignOperators: ReadonlySet<string> = new Set([
  '=',
  ':=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '<<=',
  '>>=',
  '&^=',
]);

/** Tokens at which a statement surely starts, to go on at after an error. */
const statementStarts: ReadonlySet<string> = new Set([
  'break',
  'const',
  'continue',
  'defer',
  'fallthrough',
  'for',
  'go',
  'goto',
  'if',
  'return',
  'select',
  'switch',
  'type',
  'var',
]);

/** Parses the declaration between two offsets. Its first syntax error goes to `diagnostics`. Never throws. */
export function parseDeclaration(text: SourceText, start: number, end: number, diagnostics: Diagnostic[]): Decl {
  const p = new Descent(text, start, end, diagnostics, parseBlock);
  const decl = parseDecl(p);
  if (p.is(';')) p.next();
  if (!p.is('EOF')) p.expected('the end of the declaration');
  return decl;
}

function parseDecl(p: Descent): Decl {
  const { token } = p;
  switch (token) {
    case 'func':
      return parseFuncDecl(p);
    case 'const':
    case 'var':
    case 'type':
    case 'import':
      return parseGenDecl(p, token);
    default: {
      const { pos } = p;
      p.expected('a declaration');
      p.abandon();
      return { kind: 'BadDecl', pos, end: p.end };
    }
  }
}

function parseFuncDecl(p: Descent): FuncDecl {
  const { pos } = p;
  p.next();
  const recv: FieldList | undefined = p.is('(') ? parseParams(p) : undefined;
  const name = p.ident();
  const typeParams = p.is('[') ? parseTypeParams(p) : undefined;
  const type = parseSignature(p, pos, typeParams);
  const body = p.is('{') ? parseBlock(p) : undefined;
  return { kind: 'FuncDecl', pos, end: (body ?? type).end, recv, name, type, body };
}

function parseGenDecl(p: Descent, token: GenDecl['token']): GenDecl {
  const { pos } = p;
  p.next();
  if (!p.is('(')) {
    const specs = parseSpecs(p, token, false);
    return { kind: 'GenDecl', pos, end: Math.max(p.lastEnd, specs.at(-1)?.end ?? 0), token, specs };
  }
  p.next();
  const specs = parseSpecs(p, token, true);
  p.want(')');
  return { kind: 'GenDecl', pos, end: p.endFrom(pos), token, specs };
}

function parseSpecs(p: Descent, token: GenDecl['token'], group: boolean): readonly Spec[] {
  if (token === 'const') return constSpecs(parseGroup(p, group, parseConstSpec));
  if (token === 'var') return parseGroup(p, group, parseVarSpec);
  if (token === 'type') return parseGroup(p, group, parseTypeSpec);
  return parseGroup(p, group, parseImportSpec);
}

function parseGroup<T>(p: Descent, group: boolean, parseOne: (p: Descent) => T): readonly T[] {
  if (!group) return [parseOne(p)];
  const specs: T[] = [];
  while (!p.is(')') && !p.is('EOF')) {
    if (p.got(';')) continue;
    const { pos } = p;
    specs.push(parseOne(p));
    if (p.is(';') || p.is(')')) continue;
    p.expected('the end of the line');
    if (p.pos === pos) p.next();
    while (!p.is(';') && !p.is(')') && !p.is('EOF')) p.next();
  }
  return trimmed(specs);
}

function parseNames(p: Descent): readonly Ident[] {
  const names = [p.ident()];
  if (!p.is(',')) return names;
  while (p.got(',')) names.push(p.ident());
  return trimmed(names);
}

function endsSpec(p: Descent): boolean {
  return p.is(';') || p.is(')') || p.is('EOF') || p.is('}');
}

function parseConstSpec(p: Descent): RawConstSpec {
  const { pos } = p;
  const names = parseNames(p);
  const type = p.is('=') || endsSpec(p) ? undefined : parseType(p);
  const values = p.got('=') ? parseExprList(p) : none;
  return { pos, end: p.endFrom(pos), names, type, values };
}

function parseVarSpec(p: Descent): VarSpec {
  const { pos } = p;
  const names = parseNames(p);
  const type = p.is('=') ? undefined : parseType(p);
  const values = p.got('=') ? parseExprList(p) : none;
  return { kind: 'VarSpec', pos, end: p.endFrom(pos), names, type, values };
}

function parseTypeSpec(p: Descent): TypeSpec {
  const name = p.ident();
  let typeParams: FieldList | undefined;
  let type: Expr | undefined;
  if (p.is('[')) ({ typeParams, type } = parseArrayTypeOrTypeParams(p));
  const isAlias = type === undefined && p.got('=');
  type ??= parseType(p);
  return { kind: 'TypeSpec', pos: name.pos, end: type.end, name, typeParams, isAlias, type };
}

function parseImportSpec(p: Descent): ImportSpec {
  const { pos } = p;
  let name: Ident | undefined;
  if (p.is('IDENT')) name = p.ident();
  else if (p.is('.')) {
    name = { kind: 'Ident', typed: undefined, used: undefined, defined: undefined, pos, end: p.end, name: '.' };
    p.next();
  }
  if (!p.is('STRING')) p.expected('an import path in quotes');
  const path = parseBasicLit(p);
  return {
    kind: 'ImportSpec',
    implied: undefined,
    pos,
    end: path.end,
    name,
    path,
    importPath: unquote(path.value) ?? '',
  };
}

// ---- Statements ------------------------------------------------------------------------------------------

function parseBlock(p: Descent): BlockStmt {
  p.enter();
  const { pos } = p;
  const saved = p.level;
  p.level = 0;
  p.want('{');
  const list = parseStmtList(p);
  p.want('}');
  p.level = saved;
  p.leave();
  return { kind: 'BlockStmt', pos, end: p.endFrom(pos), list };
}

function parseStmtList(p: Descent): readonly Stmt[] {
  const list: Stmt[] = [];
  while (!p.is('}') && !p.is('case') && !p.is('default') && !p.is('EOF')) {
    const { pos } = p;
    const stmt = parseStmt(p);
    list.push(stmt);
    if (endsWithSemicolon(stmt) || p.got(';') || p.is('}') || p.is('case') || p.is('default')) continue;
    p.expected('the end of the statement');
    recover(p, pos);
  }
  return trimmed(list);
}

/** Whether the statement is a written `;`, which was read with it. */
function endsWithSemicolon(stmt: Stmt): boolean {
  let last = stmt;
  while (last.kind === 'LabeledStmt') last = last.stmt;
  return last.kind === 'EmptyStmt' && !last.implicit;
}

/** Moves to the next line, the next keyword of a statement, or the end of the block; at least one token. */
function recover(p: Descent, before: Pos): void {
  if (p.pos === before) p.next();
  while (!p.is('}') && !p.is('EOF')) {
    if (p.is(';')) return p.next();
    if (statementStarts.has(p.token)) return;
    p.next();
  }
}

function parseStmt(p: Descent): Stmt {
  p.enter();
  const stmt = parseStmtInner(p);
  p.leave();
  return stmt;
}

function parseStmtInner(p: Descent): Stmt {
  const { pos, token } = p;
  switch (token) {
    case ';': {
      const { implicit, end } = p;
      if (!implicit) p.next();
      return { kind: 'EmptyStmt', pos, end, implicit };
    }
    case 'const':
    case 'var':
    case 'type': {
      const decl = parseGenDecl(p, token);
      return { kind: 'DeclStmt', pos, end: decl.end, decl };
    }
    case '{':
      return parseBlock(p);
    case 'if':
      return parseIf(p);
    case 'for':
      return parseFor(p);
    case 'switch':
      return parseSwitch(p);
    case 'select':
      return parseSelect(p);
    case 'return': {
      p.next();
      const results = p.is(';') || p.is('}') ? none : parseExprList(p);
      return { kind: 'ReturnStmt', pos, end: p.endFrom(pos), results };
    }
    case 'break':
    case 'continue':
    case 'goto':
    case 'fallthrough': {
      p.next();
      const label = token !== 'fallthrough' && p.is('IDENT') ? p.ident() : undefined;
      return { kind: 'BranchStmt', pos, end: p.endFrom(pos), token, label };
    }
    case 'go':
    case 'defer': {
      p.next();
      const call = parseExpr(p);
      return { kind: token === 'go' ? 'GoStmt' : 'DeferStmt', pos, end: call.end, call };
    }
    default:
      return parseSimple(p, true);
  }
}

/** Whether the statement is the header of a `range` loop is told by the RangeHeader. */
interface RangeHeader {
  readonly kind: 'RangeHeader';
  readonly lhs: readonly Expr[];
  readonly define: boolean;
  readonly rangePos: Pos;
  readonly x: Expr;
}

function parseSimple(p: Descent, labelOk: boolean): Stmt {
  const stmt = parseSimpleOrRange(p, labelOk, false);
  return stmt.kind === 'RangeHeader' ? badStmt(p, stmt.rangePos) : stmt;
}

function parseSimpleOrRange(p: Descent, labelOk: boolean, rangeOk: boolean): Stmt | RangeHeader {
  const { pos } = p;
  if (rangeOk && p.is('range')) return parseRangeHeader(p, [], false);
  const lhs = parseExprList(p);
  const [x] = lhs;
  const { token: op, pos: opPos } = p;
  if (assignOperators.has(op)) {
    p.next();
    if (rangeOk && p.is('range') && (op === ':=' || op === '=')) return parseRangeHeader(p, lhs, op === ':=');
    const rhs = parseExprList(p);
    return { kind: 'AssignStmt', pos, end: p.endFrom(pos), lhs, op, opPos, rhs };
  }
  if (x === undefined || lhs.length > 1) {
    p.expected('":=" or "=" behind the list');
    return badStmt(p, pos);
  }
  switch (op) {
    case ':':
      if (!labelOk || x.kind !== 'Ident') break;
      return parseLabeled(p, x);
    case '<-': {
      p.next();
      const value = parseExpr(p);
      return { kind: 'SendStmt', pos, end: value.end, chan: x, arrow: opPos, value };
    }
    case '++':
    case '--':
      p.next();
      return { kind: 'IncDecStmt', pos, end: p.endFrom(pos), x, op };
  }
  return x.kind === 'BadExpr' ? badStmt(p, pos) : { kind: 'ExprStmt', pos: x.pos, end: x.end, x };
}

function parseRangeHeader(p: Descent, lhs: readonly Expr[], define: boolean): RangeHeader {
  const rangePos = p.pos;
  p.next();
  const x = parseExpr(p);
  return { kind: 'RangeHeader', lhs, define, rangePos, x };
}

function parseLabeled(p: Descent, label: Ident): LabeledStmt {
  p.next();
  if (p.is('}') || p.is('case') || p.is('default') || p.is('EOF')) {
    const stmt: Stmt = { kind: 'EmptyStmt', pos: p.lastEnd, end: p.lastEnd, implicit: true };
    return { kind: 'LabeledStmt', pos: label.pos, end: stmt.end, label, stmt };
  }
  const stmt = parseStmt(p);
  return { kind: 'LabeledStmt', pos: label.pos, end: stmt.end, label, stmt };
}

/** `init; last` in front of a block: what is there of the two. */
function parseHeader(p: Descent): { init: Stmt | undefined; last: Stmt | undefined } {
  if (p.is('{')) return { init: undefined, last: undefined };
  let init: Stmt | undefined;
  if (!p.is(';')) init = parseSimple(p, false);
  if (!p.is(';')) return { init: undefined, last: init };
  p.next();
  return { init, last: p.is('{') ? undefined : parseSimple(p, false) };
}

/** An `if` without its `else`. */
interface IfHead {
  readonly pos: Pos;
  readonly init: Stmt | undefined;
  readonly cond: Expr;
  readonly body: BlockStmt;
}

function parseIf(p: Descent): IfStmt {
  // A chain of `else if` can be long: read in a loop, built from its end.
  const outer: IfHead[] = [];
  let head = parseIfHead(p);
  let last: Stmt | undefined;
  while (p.got('else')) {
    if (p.is('if')) {
      outer.push(head);
      head = parseIfHead(p);
      continue;
    }
    if (p.is('{')) last = parseBlock(p);
    else p.expected('"if" or a block behind "else"');
    break;
  }
  let result = toIfStmt(head, last);
  for (let part = outer.pop(); part !== undefined; part = outer.pop()) result = toIfStmt(part, result);
  return result;
}

function parseIfHead(p: Descent): IfHead {
  const { pos } = p;
  p.next();
  const saved = p.level;
  p.level = -1;
  const { init, last } = parseHeader(p);
  p.level = saved;
  const cond = toCondition(p, last);
  return { pos, init, cond, body: parseBlock(p) };
}

function toIfStmt({ pos, init, cond, body }: IfHead, otherwise: Stmt | undefined): IfStmt {
  return { kind: 'IfStmt', pos, end: (otherwise ?? body).end, init, cond, body, else: otherwise };
}

function badStmt(p: Descent, pos: Pos): Stmt {
  return { kind: 'BadStmt', pos, end: p.endFrom(pos) };
}

function badExprAt(pos: Pos): Expr {
  return { kind: 'BadExpr', typed: undefined, pos, end: pos };
}

function toCondition(p: Descent, stmt: Stmt | undefined): Expr {
  if (stmt?.kind === 'ExprStmt') return stmt.x;
  p.error(stmt?.pos ?? p.pos, 'Expected a condition.');
  return stmt === undefined ? badExprAt(p.pos) : { kind: 'BadExpr', typed: undefined, pos: stmt.pos, end: stmt.end };
}

function parseFor(p: Descent): ForStmt | RangeStmt {
  const { pos } = p;
  p.next();
  const saved = p.level;
  p.level = -1;
  let init: Stmt | undefined;
  let cond: Expr | undefined;
  let post: Stmt | undefined;
  if (!p.is('{')) {
    let first: Stmt | RangeHeader | undefined;
    if (!p.is(';')) first = parseSimpleOrRange(p, false, true);
    if (first?.kind === 'RangeHeader') {
      p.level = saved;
      return parseRangeBody(p, pos, first);
    }
    if (p.is(';')) {
      init = first;
      p.next();
      if (!p.is(';') && !p.is('{')) cond = toCondition(p, parseSimple(p, false));
      if (p.is(';')) p.next();
      else p.expected('";" behind the condition');
      if (!p.is('{')) post = parseSimple(p, false);
    } else cond = toCondition(p, first);
  }
  p.level = saved;
  const body = parseBlock(p);
  return { kind: 'ForStmt', pos, end: body.end, init, cond, post, body };
}

function parseRangeBody(p: Descent, pos: Pos, header: RangeHeader): RangeStmt {
  const [key, value, extra] = header.lhs;
  if (extra !== undefined) p.error(extra.pos, 'A range loop has at most two variables.');
  const body = parseBlock(p);
  const { define, rangePos, x } = header;
  return { kind: 'RangeStmt', pos, end: body.end, key, value, define, rangePos, x, body };
}

function parseSwitch(p: Descent): SwitchStmt | TypeSwitchStmt {
  const { pos } = p;
  p.next();
  const saved = p.level;
  p.level = -1;
  const { init, last } = parseHeader(p);
  p.level = saved;
  const isTypeSwitch = last !== undefined && isTypeSwitchGuard(last);
  p.want('{');
  const body: CaseClause[] = [];
  while (p.is('case') || p.is('default')) body.push(parseCase(p, isTypeSwitch));
  closeClauses(p);
  if (isTypeSwitch)
    return { kind: 'TypeSwitchStmt', pos, end: p.endFrom(pos), init, assign: last, body: trimmed(body) };
  const tag = last === undefined ? undefined : toCondition(p, last);
  return { kind: 'SwitchStmt', pos, end: p.endFrom(pos), init, tag, body: trimmed(body) };
}

function closeClauses(p: Descent): void {
  if (!p.is('}')) {
    p.expected('"case", "default" or "}"');
    let depth = 0;
    while (!p.is('EOF') && (depth > 0 || !p.is('}'))) {
      if (p.is('{')) depth++;
      else if (p.is('}')) depth--;
      p.next();
    }
  }
  p.want('}');
}

function isTypeSwitchGuard(stmt: Stmt): boolean {
  if (stmt.kind === 'ExprStmt') return stmt.x.kind === 'TypeAssertExpr' && stmt.x.type === undefined;
  if (stmt.kind !== 'AssignStmt' || stmt.op !== ':=' || stmt.lhs.length !== 1) return false;
  const [x] = stmt.rhs;
  return x?.kind === 'TypeAssertExpr' && x.type === undefined;
}

function parseCase(p: Descent, types: boolean): CaseClause {
  const { pos } = p;
  const isDefault = p.is('default');
  p.next();
  const list: Expr[] = [];
  if (!isDefault) {
    do list.push(types ? parseType(p) : parseExpr(p));
    while (p.got(','));
  }
  p.want(':');
  const colonEnd = p.lastEnd;
  const body = parseStmtList(p);
  return {
    kind: 'CaseClause',
    implied: undefined,
    pos,
    end: body.at(-1)?.end ?? colonEnd,
    isDefault,
    list: trimmed(list),
    body,
  };
}

function parseSelect(p: Descent): SelectStmt {
  const { pos } = p;
  p.next();
  p.want('{');
  const body: CommClause[] = [];
  while (p.is('case') || p.is('default')) {
    const clausePos = p.pos;
    let comm: Stmt | undefined;
    if (p.got('case')) comm = parseSimple(p, false);
    else p.next();
    p.want(':');
    const colonEnd = p.lastEnd;
    const list = parseStmtList(p);
    body.push({ kind: 'CommClause', pos: clausePos, end: list.at(-1)?.end ?? colonEnd, comm, body: list });
  }
  closeClauses(p);
  return { kind: 'SelectStmt', pos, end: p.endFrom(pos), body: trimmed(body) };
}
