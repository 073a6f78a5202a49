// The hand-written parser: expressions and types, which Go parses alike. A type where a value is meant, and the other
// way round, is left to the checker.

import type { Pos } from '#base/position.js';
import type {
  BasicLit,
  CallExpr,
  ChanType,
  CompositeLit,
  Expr,
  Field,
  FieldList,
  FuncLit,
  FuncType,
  Ident,
  IndexExpr,
  InterfaceType,
  SliceExpr,
  StructType,
} from './ast.js';
import type { Descent } from './descent.js';
import { type FieldEntry, groupFields } from './fields.js';
import { none, trimmed } from './lists.js';
import type { LiteralToken } from './token-scanner.js';

/** Binding strength of binary operators (spec: Operator precedence). */
const precedence: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 3],
  ['<=', 3],
  ['>', 3],
  ['>=', 3],
  ['+', 4],
  ['-', 4],
  ['|', 4],
  ['^', 4],
  ['*', 5],
  ['/', 5],
  ['%', 5],
  ['<<', 5],
  ['>>', 5],
  ['&', 5],
  ['&^', 5],
]);

const typeStarts: ReadonlySet<string> = new Set([
  'IDENT',
  '[',
  'struct',
  '*',
  'func',
  'interface',
  'map',
  'chan',
  '(',
  '<-',
]);

export function parseExpr(p: Descent): Expr {
  return parseBinary(p, 1);
}

export function parseExprList(p: Descent): readonly Expr[] {
  const list = [parseExpr(p)];
  if (!p.is(',')) return list;
  while (p.got(',')) list.push(parseExpr(p));
  return trimmed(list);
}

/** Operators bind at least as strongly as `strength`; `first` is an operand that was read already. */
function parseBinary(p: Descent, strength: number, first?: Expr): Expr {
  let x = first ?? parseUnary(p);
  for (;;) {
    const op = p.token;
    const own = precedence.get(op);
    if (own === undefined || own < strength) return x;
    const opPos = p.pos;
    p.next();
    const y = parseBinary(p, own + 1);
    x = { kind: 'BinaryExpr', typed: undefined, pos: x.pos, end: y.end, x, op, opPos, y };
  }
}

function parseUnary(p: Descent): Expr {
  const { token: op, pos } = p;
  switch (op) {
    case '+':
    case '-':
    case '!':
    case '^':
    case '&':
    case '~':
    case '<-':
    case '*': {
      p.enter();
      p.next();
      const x = parseUnary(p);
      p.leave();
      if (op === '*') return { kind: 'StarExpr', typed: undefined, pos, end: x.end, x };
      // `<-chan T` is a type; `<-chan T(c)` receives from a conversion.
      if (op === '<-' && x.kind === 'ChanType') return toReceiveType(p, pos, x);
      return { kind: 'UnaryExpr', typed: undefined, pos, end: x.end, op, x };
    }
    default:
      return parsePrimary(p);
  }
}

/** `<-chan T` of an arrow and `chan T`; the arrow of `chan<- chan T` then belongs to the inner type. */
function toReceiveType(p: Descent, pos: Pos, x: ChanType): Expr {
  if (x.dir === 'both') return { ...x, pos, dir: 'recv' };
  const arrow = p.base + p.bytes.indexOf(0x3c, x.pos + 4 - p.base);
  if (x.dir === 'send' && x.value.kind === 'ChanType') {
    return {
      kind: 'ChanType',
      typed: undefined,
      pos,
      end: x.end,
      dir: 'recv',
      value: toReceiveType(p, arrow, x.value),
    };
  }
  p.error(pos, 'Expected a channel type behind the arrow.');
  return { kind: 'BadExpr', typed: undefined, pos, end: x.end };
}

function parsePrimary(p: Descent): Expr {
  p.enter();
  const x = parseSuffixes(p, parseOperand(p));
  p.leave();
  return x;
}

function parseSuffixes(p: Descent, operand: Expr): Expr {
  let x = operand;
  for (;;) {
    switch (p.token) {
      case '.':
        x = parseSelector(p, x);
        break;
      case '[':
        x = parseIndex(p, x);
        break;
      case '(':
        x = parseCall(p, x);
        break;
      case '{':
        if (
          !isLiteralType(x) ||
          (p.level < 0 && x.kind !== 'ArrayType' && x.kind !== 'StructType' && x.kind !== 'MapType')
        )
          return x;
        x = parseCompositeLit(p, x);
        break;
      default:
        return x;
    }
  }
}

function isLiteralType(x: Expr): boolean {
  switch (x.kind) {
    case 'Ident':
    case 'ArrayType':
    case 'StructType':
    case 'MapType':
      return true;
    case 'SelectorExpr':
      return x.x.kind === 'Ident';
    case 'IndexExpr':
      return isLiteralType(x.x);
    default:
      return false;
  }
}

function parseSelector(p: Descent, x: Expr): Expr {
  p.next();
  if (!p.is('(')) {
    const sel = p.ident();
    return { kind: 'SelectorExpr', typed: undefined, selected: undefined, pos: x.pos, end: sel.end, x, sel };
  }
  p.next();
  let type: Expr | undefined;
  if (p.is('type')) p.next();
  else type = parseType(p);
  p.want(')');
  return { kind: 'TypeAssertExpr', typed: undefined, pos: x.pos, end: p.lastEnd, x, type };
}

function parseIndex(p: Descent, x: Expr): IndexExpr | SliceExpr {
  const lbrack = p.pos;
  p.next();
  p.level++;
  const parts: (Expr | undefined)[] = [];
  let colons = 0;
  let first: Expr | undefined;
  if (!p.is(':')) first = parseExpr(p);
  parts.push(first);
  while (p.is(':') && colons < 2) {
    colons++;
    p.next();
    parts.push(p.is(':') || p.is(']') || p.is('EOF') ? undefined : parseExpr(p));
  }
  if (colons > 0) {
    p.level--;
    p.want(']');
    return {
      kind: 'SliceExpr',
      typed: undefined,
      pos: x.pos,
      end: p.lastEnd,
      x,
      low: parts[0],
      high: parts[1],
      max: parts[2],
      slice3: colons === 2,
    };
  }
  const indices: Expr[] = first === undefined ? [] : [first];
  while (p.got(',')) {
    if (p.is(']')) break;
    indices.push(parseExpr(p));
  }
  p.level--;
  p.want(']');
  return { kind: 'IndexExpr', typed: undefined, pos: x.pos, end: p.lastEnd, x, lbrack, indices: trimmed(indices) };
}

function parseCall(p: Descent, fun: Expr): CallExpr {
  const lparen = p.pos;
  p.next();
  p.level++;
  const args: Expr[] = [];
  let ellipsis = 0;
  while (!p.is(')') && !p.is('EOF')) {
    args.push(parseExpr(p));
    if (p.is('...')) {
      ellipsis = p.pos;
      p.next();
    }
    if (!p.got(',')) break;
  }
  p.level--;
  p.want(')');
  return {
    kind: 'CallExpr',
    typed: undefined,
    pos: fun.pos,
    end: p.lastEnd,
    fun,
    lparen,
    args: trimmed(args),
    ellipsis,
  };
}

function parseCompositeLit(p: Descent, type: Expr | undefined): CompositeLit {
  p.enter();
  const lbrace = p.pos;
  p.next();
  const saved = p.level;
  p.level = 0;
  const elts: Expr[] = [];
  while (!p.is('}') && !p.is('EOF')) {
    let element = parseElement(p);
    if (p.is(':')) {
      p.next();
      const value = parseElement(p);
      element = { kind: 'KeyValueExpr', typed: undefined, pos: element.pos, end: value.end, key: element, value };
    }
    elts.push(element);
    if (!p.got(',')) break;
  }
  p.level = saved;
  p.want('}');
  p.leave();
  return {
    kind: 'CompositeLit',
    typed: undefined,
    pos: type?.pos ?? lbrace,
    end: p.endFrom(lbrace),
    type,
    lbrace,
    elts: trimmed(elts),
  };
}

function parseElement(p: Descent): Expr {
  return p.is('{') ? parseCompositeLit(p, undefined) : parseExpr(p);
}

export function parseBasicLit(p: Descent): BasicLit {
  const { token: found } = p;
  const token: LiteralToken =
    found === 'INT' || found === 'FLOAT' || found === 'IMAG' || found === 'CHAR' ? found : 'STRING';
  const { pos, end } = p;
  const value = p.text();
  checkClosed(p, token, value);
  p.next();
  return { kind: 'BasicLit', typed: undefined, pos, end, token, value };
}

function checkClosed(p: Descent, token: LiteralToken, value: string): void {
  if (token === 'STRING' && (value.length < 2 || value.at(-1) !== value[0]))
    p.error(p.pos, 'The string is not closed.');
  else if (token === 'CHAR' && (value.length < 3 || value.at(-1) !== "'"))
    p.error(p.pos, 'The rune literal is not closed.');
}

function parseOperand(p: Descent): Expr {
  const { pos } = p;
  switch (p.token) {
    case 'IDENT':
      return p.ident();
    case 'INT':
    case 'FLOAT':
    case 'IMAG':
    case 'CHAR':
    case 'STRING':
      return parseBasicLit(p);
    case '(': {
      p.next();
      p.level++;
      const x = parseExpr(p);
      p.level--;
      p.want(')');
      return { kind: 'ParenExpr', typed: undefined, pos, end: p.endFrom(pos), x };
    }
    case 'func':
      return parseFuncTypeOrLit(p);
    case '[':
    case 'struct':
    case 'map':
    case 'chan':
    case 'interface':
      return parseType(p);
    default:
      return badExpr(p, 'an expression');
  }
}

/** Records what was expected. Steps over a token that nothing above could take, so that parsing gets on. */
function badExpr(p: Descent, what: string): Expr {
  const { pos } = p;
  p.expected(what);
  if (p.is('ILLEGAL') || p.is('...')) p.next();
  return { kind: 'BadExpr', typed: undefined, pos, end: p.endFrom(pos) };
}

function parseFuncTypeOrLit(p: Descent): FuncType | FuncLit {
  const type = parseFuncType(p);
  if (!p.is('{')) return type;
  const saved = p.level;
  p.level = 0;
  const body = p.parseBody(p);
  p.level = saved;
  return { kind: 'FuncLit', typed: undefined, pos: type.pos, end: body.end, type, body };
}

function parseFuncType(p: Descent): FuncType {
  const { pos } = p;
  p.next();
  return parseSignature(p, pos, undefined);
}

/** Parameters and results; `pos` is where the function type starts. */
export function parseSignature(p: Descent, pos: number | undefined, typeParams: FieldList | undefined): FuncType {
  const params = parseParams(p);
  let results: FieldList | undefined;
  if (p.is('(')) results = parseParams(p);
  else if (typeStarts.has(p.token)) {
    const type = parseType(p);
    results = {
      kind: 'FieldList',
      pos: type.pos,
      end: type.end,
      list: [{ kind: 'Field', implied: undefined, pos: type.pos, end: type.end, names: none, type, tag: undefined }],
    };
  }
  return {
    kind: 'FuncType',
    typed: undefined,
    pos: pos ?? params.pos,
    end: (results ?? params).end,
    typeParams,
    params,
    results,
  };
}

export function parseParams(p: Descent): FieldList {
  const { pos } = p;
  if (!p.is('(')) {
    p.expected('parameters in parentheses');
    return { kind: 'FieldList', pos, end: pos, list: [] };
  }
  p.next();
  const list = parseFields(p, ')', parseParamType);
  p.want(')');
  return { kind: 'FieldList', pos, end: p.endFrom(pos), list };
}

/** `[P, Q any]`; the current token is the bracket. */
export function parseTypeParams(p: Descent): FieldList {
  const { pos } = p;
  p.next();
  const list = parseFields(p, ']', parseConstraint);
  p.want(']');
  return { kind: 'FieldList', pos, end: p.endFrom(pos), list };
}

function parseParamType(p: Descent): Expr {
  if (!p.is('...')) return parseType(p);
  const { pos } = p;
  p.next();
  const elt = typeStarts.has(p.token) ? parseType(p) : undefined;
  return { kind: 'Ellipsis', typed: undefined, pos, end: p.endFrom(pos), elt };
}

/** A list of `name Type`, `name` and `Type` up to `close`. */
function parseFields(p: Descent, close: string, parseOne: (p: Descent) => Expr): readonly Field[] {
  p.enter();
  const saved = p.level;
  p.level = 0;
  const entries: FieldEntry[] = [];
  while (!p.is(close) && !p.is('EOF')) {
    entries.push(parseEntry(p, close, parseOne));
    if (!p.got(',')) break;
  }
  p.level = saved;
  p.leave();
  return groupFields(entries, (first) => {
    p.error(first.pos, 'A parameter has a name and no type.');
    return { kind: 'BadExpr', typed: undefined, pos: p.lastEnd, end: p.lastEnd };
  });
}

function parseEntry(p: Descent, close: string, parseOne: (p: Descent) => Expr): FieldEntry {
  if (!p.is('IDENT')) return { name: undefined, type: parseOne(p) };
  const mark = p.mark();
  const name = p.ident();
  if (p.is(',') || p.is(close)) return { name, type: undefined };
  if (p.is('[')) {
    // `a []T`, `a [n]T` and `T[int]`: only what stands behind the bracket tells.
    const type = parseArrayTypeOrArgs(p, name);
    const isArray = type.kind === 'ArrayType';
    return { name: isArray ? name : undefined, type: parseOne === parseConstraint ? parseBinary(p, 1, type) : type };
  }
  if (typeStarts.has(p.token) || p.is('...') || p.is('~')) return { name, type: parseOne(p) };
  p.reset(mark);
  return { name: undefined, type: parseOne(p) };
}

function parseArrayTypeOrArgs(p: Descent, x: Ident): Expr {
  const { pos } = p;
  p.next();
  if (p.got(']')) {
    const elt = parseType(p);
    return { kind: 'ArrayType', typed: undefined, pos, end: elt.end, len: undefined, elt };
  }
  const indices: Expr[] = [];
  if (p.is('...')) indices.push(parseEllipsisLength(p));
  else {
    p.level++;
    do {
      if (p.is(']')) break;
      indices.push(parseConstraint(p));
    } while (p.got(','));
    p.level--;
  }
  p.want(']');
  const [len] = indices;
  if (len !== undefined && indices.length === 1 && typeStarts.has(p.token)) {
    const elt = parseType(p);
    return { kind: 'ArrayType', typed: undefined, pos, end: elt.end, len, elt };
  }
  return { kind: 'IndexExpr', typed: undefined, pos: x.pos, end: p.lastEnd, x, lbrack: pos, indices: trimmed(indices) };
}

function parseEllipsisLength(p: Descent): Expr {
  const { pos, end } = p;
  p.next();
  return { kind: 'Ellipsis', typed: undefined, pos, end, elt: undefined };
}

/** A constraint or an element of an interface: `~A | B`. An expression has the same form. */
export function parseConstraint(p: Descent): Expr {
  const saved = p.level;
  p.level = -1;
  const x = parseExpr(p);
  p.level = saved;
  return x;
}

/** A type; `BadExpr` if there is none. */
export function parseType(p: Descent): Expr {
  p.enter();
  const type = parseTypeInner(p);
  p.leave();
  return type;
}

function parseTypeInner(p: Descent): Expr {
  const { pos } = p;
  switch (p.token) {
    case 'IDENT':
      return parseTypeName(p);
    case '*': {
      p.next();
      const x = parseType(p);
      return { kind: 'StarExpr', typed: undefined, pos, end: x.end, x };
    }
    case '(': {
      p.next();
      const x = parseType(p);
      p.want(')');
      return { kind: 'ParenExpr', typed: undefined, pos, end: p.endFrom(pos), x };
    }
    case '[':
      return parseArrayType(p);
    case 'struct':
      return parseStructType(p);
    case 'interface':
      return parseInterfaceType(p);
    case 'func':
      return parseFuncType(p);
    case 'map': {
      p.next();
      p.want('[');
      const key = parseType(p);
      p.want(']');
      const value = parseType(p);
      return { kind: 'MapType', typed: undefined, pos, end: value.end, key, value };
    }
    case 'chan': {
      p.next();
      const dir = p.got('<-') ? 'send' : 'both';
      const value = parseType(p);
      return { kind: 'ChanType', typed: undefined, pos, end: value.end, dir, value };
    }
    case '<-': {
      p.next();
      p.want('chan');
      const value = parseType(p);
      return { kind: 'ChanType', typed: undefined, pos, end: value.end, dir: 'recv', value };
    }
    default:
      return badExpr(p, 'a type');
  }
}

function parseTypeName(p: Descent): Expr {
  let x: Expr = p.ident();
  if (p.got('.')) {
    const sel = p.ident();
    x = { kind: 'SelectorExpr', typed: undefined, selected: undefined, pos: x.pos, end: sel.end, x, sel };
  }
  if (!p.is('[')) return x;
  const lbrack = p.pos;
  p.next();
  p.level++;
  const indices: Expr[] = [];
  while (!p.is(']') && !p.is('EOF')) {
    indices.push(parseType(p));
    if (!p.got(',')) break;
  }
  p.level--;
  p.want(']');
  return { kind: 'IndexExpr', typed: undefined, pos: x.pos, end: p.lastEnd, x, lbrack, indices: trimmed(indices) };
}

function parseArrayType(p: Descent): Expr {
  const { pos } = p;
  p.next();
  let len: Expr | undefined;
  if (p.is('...')) len = parseEllipsisLength(p);
  else if (!p.is(']')) {
    p.level++;
    len = parseExpr(p);
    p.level--;
  }
  p.want(']');
  const elt = parseType(p);
  return { kind: 'ArrayType', typed: undefined, pos, end: elt.end, len, elt };
}

/** The type of `type T [`…: an array or slice, or undefined if what follows is a list of type parameters. */
export function parseArrayTypeOrTypeParams(p: Descent): { typeParams: FieldList | undefined; type: Expr | undefined } {
  const mark = p.mark();
  p.next();
  let generic = false;
  if (p.is('IDENT')) {
    const inner = p.mark();
    p.next();
    if (p.is(']')) generic = false;
    else if (!p.speculating && (p.is('*') || p.is('('))) {
      p.reset(inner);
      p.speculating = true;
      p.level++;
      const x = parseExpr(p);
      p.level--;
      p.speculating = false;
      generic = !p.is(']') || startsTypeParam(x, false);
    } else generic = !p.is('.') && !p.is('(') && !precedence.has(p.token);
  }
  p.reset(mark);
  if (generic) return { typeParams: parseTypeParams(p), type: undefined };
  return { typeParams: undefined, type: parseArrayType(p) };
}

/** Whether `P *C`, `P (C)` and unions of them, read as an expression, are a type parameter with its constraint. */
function startsTypeParam(x: Expr, sure: boolean): boolean {
  if (x.kind === 'BinaryExpr') {
    if (x.op === '*') return x.x.kind === 'Ident' && (sure || isTypeElement(x.y));
    if (x.op === '|') return startsTypeParam(x.x, sure || isTypeElement(x.y));
    return false;
  }
  const [argument] = x.kind === 'CallExpr' && x.fun.kind === 'Ident' && x.args.length === 1 ? x.args : [];
  return argument !== undefined && (sure || isTypeElement(argument));
}

function isTypeElement(x: Expr): boolean {
  switch (x.kind) {
    case 'ArrayType':
    case 'StructType':
    case 'FuncType':
    case 'InterfaceType':
    case 'MapType':
    case 'ChanType':
      return true;
    case 'BinaryExpr':
      return isTypeElement(x.x) || isTypeElement(x.y);
    case 'UnaryExpr':
      return x.op === '~';
    case 'ParenExpr':
      return isTypeElement(x.x);
    default:
      return false;
  }
}

function parseStructType(p: Descent): StructType {
  const { pos } = p;
  p.next();
  const fields = parseMembers(p, parseStructField);
  return { kind: 'StructType', typed: undefined, pos, end: p.endFrom(pos), fields };
}

function parseInterfaceType(p: Descent): InterfaceType {
  const { pos } = p;
  p.next();
  const methods = parseMembers(p, parseInterfaceElement);
  return { kind: 'InterfaceType', typed: undefined, pos, end: p.endFrom(pos), methods };
}

function parseMembers(p: Descent, parseOne: (p: Descent) => Field): FieldList {
  const saved = p.level;
  p.level = 0;
  const { pos } = p;
  const list: Field[] = [];
  p.want('{');
  while (!p.is('}') && !p.is('EOF')) {
    if (p.got(';')) continue;
    const { pos: before } = p;
    list.push(parseOne(p));
    if (!p.is(';') && !p.is('}')) {
      p.expected('the end of the member');
      skipMember(p, before);
    }
  }
  p.level = saved;
  p.want('}');
  return { kind: 'FieldList', pos, end: p.endFrom(pos), list: trimmed(list) };
}

function skipMember(p: Descent, before: number): void {
  if (p.pos === before) p.next();
  while (!p.is(';') && !p.is('}') && !p.is('EOF')) p.next();
}

function parseStructField(p: Descent): Field {
  const { pos } = p;
  const names: Ident[] = [];
  let type: Expr;
  if (p.is('IDENT')) {
    const mark = p.mark();
    const first = p.ident();
    if (p.is('.') || p.is(';') || p.is('}') || p.is('STRING')) {
      p.reset(mark);
      type = parseType(p);
    } else if (p.is('[')) {
      type = parseArrayTypeOrArgs(p, first);
      if (type.kind === 'ArrayType') names.push(first);
    } else {
      names.push(first);
      while (p.got(',')) names.push(p.ident());
      type = parseType(p);
    }
  } else type = parseType(p);
  const tag = p.is('STRING') ? parseBasicLit(p) : undefined;
  return { kind: 'Field', implied: undefined, pos, end: p.endFrom(pos), names: trimmed(names), type, tag };
}

function parseInterfaceElement(p: Descent): Field {
  const { pos } = p;
  if (p.is('IDENT')) {
    const mark = p.mark();
    const name = p.ident();
    if (p.is('(')) {
      const type = parseSignature(p, undefined, undefined);
      return { kind: 'Field', implied: undefined, pos, end: type.end, names: [name], type, tag: undefined };
    }
    p.reset(mark);
  }
  const type = parseConstraint(p);
  return { kind: 'Field', implied: undefined, pos, end: p.endFrom(pos), names: none, type, tag: undefined };
}
