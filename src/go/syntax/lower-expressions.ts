// Lowering of expressions and types. Each function is called with the cursor on its node and leaves it there.
// Where tree-sitter tells a type from an expression it does so by guessing; go/ast does not tell them apart, so that the
// guess does not show. `children` in comments are those of tree-sitter-go's grammar, `?` marks optional ones.

import type { Pos } from '#base/position.js';
import type { CallExpr, CompositeLit, Expr, Field, FieldList, FuncLit, FuncType, Ident } from './ast.js';
import { type FieldEntry, groupFields } from './fields.js';
import type { Lowering } from './lowering.js';

type Lower = (l: Lowering) => Expr;

const ident: Lower = (l) => l.ident();

/** By node type; what is missing makes the lowering fail. */
const lowerings: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ['identifier', ident],
  ['type_identifier', ident],
  ['field_identifier', ident],
  ['package_identifier', ident],
  ['blank_identifier', ident],
  ['nil', ident],
  ['true', ident],
  ['false', ident],
  ['iota', ident],
  ['int_literal', (l) => l.literal('INT')],
  ['float_literal', (l) => l.literal('FLOAT')],
  ['imaginary_literal', (l) => l.literal('IMAG')],
  ['rune_literal', (l) => l.literal('CHAR')],
  ['interpreted_string_literal', (l) => l.literal('STRING')],
  ['raw_string_literal', (l) => l.literal('STRING')],
  ['unary_expression', lowerUnary],
  ['negated_type', lowerUnary],
  ['pointer_type', lowerUnary],
  ['binary_expression', lowerBinary],
  ['type_elem', lowerUnion],
  ['type_constraint', lowerUnion],
  ['selector_expression', lowerSelector],
  ['qualified_type', lowerSelector],
  ['index_expression', lowerIndex],
  ['type_instantiation_expression', lowerIndex],
  ['generic_type', lowerGenericType],
  ['slice_expression', lowerSlice],
  ['call_expression', lowerCall],
  ['type_conversion_expression', lowerConversion],
  ['type_assertion_expression', lowerTypeAssertion],
  ['parenthesized_expression', lowerParens],
  ['parenthesized_type', lowerParens],
  ['composite_literal', lowerCompositeLit],
  ['func_literal', lowerFuncLit],
  ['array_type', lowerArrayType],
  ['slice_type', lowerArrayType],
  ['implicit_length_array_type', lowerArrayType],
  ['map_type', lowerMapType],
  ['channel_type', lowerChanType],
  ['function_type', lowerFuncType],
  ['struct_type', lowerStructType],
  ['interface_type', lowerInterfaceType],
]);

/** The node types that stand for an expression or a type. */
export const expressionTypes: ReadonlySet<string> = new Set(lowerings.keys());

/** Lowers the current node, whose type is `type`. */
export function lowerExpr(l: Lowering, type: string): Expr {
  const lower = lowerings.get(type);
  return lower === undefined ? l.fail() : lower(l);
}

/** Lowers the children of an `expression_list`. */
export function lowerExprList(l: Lowering): Expr[] {
  const list: Expr[] = [];
  for (let type = l.first(); type !== ''; type = l.next()) if (type !== ',') list.push(lowerExpr(l, type));
  l.up();
  return list;
}

function expect(l: Lowering, found: string, wanted: string): void {
  if (found !== wanted) l.failed = true;
}

/** Lowers the next sibling. */
function nextExpr(l: Lowering): Expr {
  return lowerExpr(l, l.next());
}

/** Children: operator, operand. */
function lowerUnary(l: Lowering): Expr {
  const op = l.first();
  const pos = l.pos();
  const x = nextExpr(l);
  l.up();
  if (op === '*') return { kind: 'StarExpr', typed: undefined, pos, end: x.end, x };
  // `<-chan T(c)`: which of the two it is depends on what is a type.
  if (op === '<-' && x.kind === 'ChanType') return l.fail();
  return { kind: 'UnaryExpr', typed: undefined, pos, end: x.end, op, x };
}

/** Children: left, operator, right. A long sum is a deep tree to the left: read in a loop. */
function lowerBinary(l: Lowering): Expr {
  let levels = 0;
  let type = 'binary_expression';
  while (type === 'binary_expression') {
    type = l.first();
    if (type === '') return l.fail();
    levels++;
  }
  let x = lowerExpr(l, type);
  for (; levels > 0; levels--) {
    const op = l.next();
    const opPos = l.pos();
    const y = nextExpr(l);
    l.up();
    x = { kind: 'BinaryExpr', typed: undefined, pos: x.pos, end: y.end, x, op, opPos, y };
  }
  return x;
}

/** Children: types with `|` between them. */
function lowerUnion(l: Lowering): Expr {
  let x = lowerExpr(l, l.first());
  while (l.next() === '|') {
    const opPos = l.pos();
    const y = nextExpr(l);
    x = { kind: 'BinaryExpr', typed: undefined, pos: x.pos, end: y.end, x, op: '|', opPos, y };
  }
  l.up();
  return x;
}

/** Children: operand, `.`, name. */
function lowerSelector(l: Lowering): Expr {
  const x = lowerExpr(l, l.first());
  expect(l, l.next(), '.');
  l.next();
  const sel = l.ident();
  l.up();
  return { kind: 'SelectorExpr', typed: undefined, selected: undefined, pos: x.pos, end: sel.end, x, sel };
}

/** Children: operand, `[`, index or types, `]`. */
function lowerIndex(l: Lowering): Expr {
  const x = lowerExpr(l, l.first());
  expect(l, l.next(), '[');
  const lbrack = l.pos();
  const indices: Expr[] = [];
  let type = l.next();
  for (; type !== ']' && type !== ''; type = l.next()) if (type !== ',') indices.push(lowerExpr(l, type));
  const end = l.pos() + 1;
  l.up();
  return { kind: 'IndexExpr', typed: undefined, pos: x.pos, end, x, lbrack, indices };
}

/** The cursor is on a `type_arguments`. Children: `[`, types, `]`. */
function lowerTypeArguments(l: Lowering, x: Expr): Expr {
  l.first();
  const lbrack = l.pos();
  const indices: Expr[] = [];
  let type = l.next();
  for (; type !== ']' && type !== ''; type = l.next()) if (type !== ',') indices.push(lowerExpr(l, type));
  const end = l.pos() + 1;
  l.up();
  return { kind: 'IndexExpr', typed: undefined, pos: x.pos, end, x, lbrack, indices };
}

/** Children: type, type_arguments. Of `~T[A]` the grammar makes `(~T)[A]`. */
function lowerGenericType(l: Lowering): Expr {
  const x = lowerExpr(l, l.first());
  expect(l, l.next(), 'type_arguments');
  const generic = lowerTypeArguments(l, x.kind === 'UnaryExpr' ? x.x : x);
  l.up();
  return x.kind === 'UnaryExpr' ? { ...x, end: generic.end, x: generic } : generic;
}

/** Children: operand, `[`, low?, `:`, high?, (`:`, max)?, `]`. */
function lowerSlice(l: Lowering): Expr {
  const x = lowerExpr(l, l.first());
  expect(l, l.next(), '[');
  const bounds: (Expr | undefined)[] = [undefined, undefined, undefined];
  let colons = 0;
  let type = l.next();
  for (; type !== ']' && type !== ''; type = l.next()) {
    if (type === ':') colons++;
    else bounds[colons] = lowerExpr(l, type);
  }
  const end = l.pos() + 1;
  l.up();
  return {
    kind: 'SliceExpr',
    typed: undefined,
    pos: x.pos,
    end,
    x,
    low: bounds[0],
    high: bounds[1],
    max: bounds[2],
    slice3: colons === 2,
  };
}

/** Children: function, type_arguments?, argument_list. */
function lowerCall(l: Lowering): Expr {
  let fun = lowerExpr(l, l.first());
  let type = l.next();
  if (type === 'type_arguments') {
    fun = lowerTypeArguments(l, fun);
    type = l.next();
  }
  expect(l, type, 'argument_list');
  const call = lowerArguments(l, fun);
  l.up();
  return call;
}

/** Children: `(`, arguments, `)`; the last may be a `variadic_argument`. */
function lowerArguments(l: Lowering, fun: Expr): CallExpr {
  l.first();
  const lparen = l.pos();
  const args: Expr[] = [];
  let ellipsis: Pos = 0;
  let type = l.next();
  for (; type !== ')' && type !== ''; type = l.next()) {
    if (type === ',') continue;
    if (type !== 'variadic_argument') {
      args.push(lowerExpr(l, type));
      continue;
    }
    args.push(lowerExpr(l, l.first()));
    expect(l, l.next(), '...');
    ellipsis = l.pos();
    l.up();
  }
  const end = l.pos() + 1;
  l.up();
  return { kind: 'CallExpr', typed: undefined, pos: fun.pos, end, fun, lparen, args, ellipsis };
}

/** Children: type, `(`, operand, `,`?, `)`. Of `*(*T)(p)` the grammar makes the conversion `(*(*T))(p)`. */
function lowerConversion(l: Lowering): Expr {
  const type = l.first();
  const converted = lowerExpr(l, type);
  const stars: Pos[] = [];
  let fun = converted;
  for (; fun.kind === 'StarExpr'; fun = fun.x) stars.push(fun.pos);
  // An arrow in front binds less than the call as well; too rare to be worth a repair.
  if (fun.kind === 'ChanType' && fun.dir === 'recv') l.failed = true;
  expect(l, l.next(), '(');
  const lparen = l.pos();
  const args = [nextExpr(l)];
  if (l.next() === ',') l.next();
  const end = l.pos() + 1;
  l.up();
  let x: Expr = { kind: 'CallExpr', typed: undefined, pos: fun.pos, end, fun, lparen, args, ellipsis: 0 };
  for (let pos = stars.pop(); pos !== undefined; pos = stars.pop())
    x = { kind: 'StarExpr', typed: undefined, pos, end, x };
  return x;
}

/** Children: operand, `.`, `(`, type, `)`. */
function lowerTypeAssertion(l: Lowering): Expr {
  const x = lowerExpr(l, l.first());
  expect(l, l.next(), '.');
  expect(l, l.next(), '(');
  const type = nextExpr(l);
  expect(l, l.next(), ')');
  const end = l.pos() + 1;
  l.up();
  return { kind: 'TypeAssertExpr', typed: undefined, pos: x.pos, end, x, type };
}

/** Children: `(`, operand, `)`. */
function lowerParens(l: Lowering): Expr {
  expect(l, l.first(), '(');
  const pos = l.pos();
  const x = nextExpr(l);
  expect(l, l.next(), ')');
  const end = l.pos() + 1;
  l.up();
  return { kind: 'ParenExpr', typed: undefined, pos, end, x };
}

/** Children: type, literal_value. */
function lowerCompositeLit(l: Lowering): Expr {
  const type = lowerExpr(l, l.first());
  expect(l, l.next(), 'literal_value');
  const literal = lowerLiteralValue(l, type);
  l.up();
  return literal;
}

/** Children: `{`, literal_element or keyed_element (literal_element, `:`, literal_element), `}`. */
function lowerLiteralValue(l: Lowering, literalType: Expr | undefined): CompositeLit {
  l.first();
  const lbrace = l.pos();
  const elts: Expr[] = [];
  let type = l.next();
  for (; type !== '}' && type !== ''; type = l.next()) {
    if (type === 'literal_element') elts.push(lowerElement(l));
    else if (type === 'keyed_element') {
      l.first();
      const key = lowerElement(l);
      expect(l, l.next(), ':');
      l.next();
      const value = lowerElement(l);
      l.up();
      elts.push({ kind: 'KeyValueExpr', typed: undefined, pos: key.pos, end: value.end, key, value });
    } else expect(l, type, ',');
  }
  const end = l.pos() + 1;
  l.up();
  return {
    kind: 'CompositeLit',
    typed: undefined,
    pos: literalType?.pos ?? lbrace,
    end,
    type: literalType,
    lbrace,
    elts,
  };
}

function lowerElement(l: Lowering): Expr {
  const type = l.first();
  const element = type === 'literal_value' ? lowerLiteralValue(l, undefined) : lowerExpr(l, type);
  l.up();
  return element;
}

/** Children: `func`, parameter_list, result?, block. */
function lowerFuncLit(l: Lowering): FuncLit {
  l.first();
  const pos = l.pos();
  const { type, next } = lowerSignature(l, l.next(), pos, undefined);
  expect(l, next, 'block');
  const body = l.lowerBody(l);
  l.up();
  return { kind: 'FuncLit', typed: undefined, pos, end: body.end, type, body };
}

function lowerFuncType(l: Lowering): FuncType {
  l.first();
  const pos = l.pos();
  const { type } = lowerSignature(l, l.next(), pos, undefined);
  l.up();
  return type;
}

/**
 * Lowers parameter_list and result?, on the first of which the cursor stands; `next` is the type of what stands
 * behind them.
 */
export function lowerSignature(
  l: Lowering,
  first: string,
  pos: Pos | undefined,
  typeParams: FieldList | undefined,
): { type: FuncType; next: string } {
  expect(l, first, 'parameter_list');
  const params = lowerParams(l);
  let results: FieldList | undefined;
  let next = l.next();
  if (next === 'parameter_list') {
    results = lowerParams(l);
    next = l.next();
  } else if (expressionTypes.has(next)) {
    const type = lowerExpr(l, next);
    results = {
      kind: 'FieldList',
      pos: type.pos,
      end: type.end,
      list: [{ kind: 'Field', implied: undefined, pos: type.pos, end: type.end, names: [], type, tag: undefined }],
    };
    next = l.next();
  }
  return {
    type: {
      kind: 'FuncType',
      typed: undefined,
      pos: pos ?? params.pos,
      end: (results ?? params).end,
      typeParams,
      params,
      results,
    },
    next,
  };
}

/**
 * Children of a parameter_list or type_parameter_list: bracket, declarations, bracket. Of a long list of names with one
 * type the grammar makes types without names: grouped again here.
 */
export function lowerParams(l: Lowering): FieldList {
  l.first();
  const pos = l.pos();
  const entries: FieldEntry[] = [];
  let type = l.next();
  for (; type !== ')' && type !== ']' && type !== ''; type = l.next()) {
    if (type === 'variadic_parameter_declaration') lowerVariadic(l, entries);
    else if (type === 'parameter_declaration' || type === 'type_parameter_declaration') lowerDeclaration(l, entries);
    else expect(l, type, ',');
  }
  const end = l.pos() + 1;
  l.up();
  return { kind: 'FieldList', pos, end, list: groupFields(entries, () => l.fail()) };
}

/** Children: identifiers with `,` between them, type. */
function lowerDeclaration(l: Lowering, entries: FieldEntry[]): void {
  let name: Ident | undefined;
  let child = l.first();
  for (; child === 'identifier' || child === ','; child = l.next()) {
    if (child === ',') continue;
    if (name !== undefined) entries.push({ name, type: undefined });
    name = l.ident();
  }
  const type = lowerExpr(l, child);
  l.up();
  if (name === undefined && type.kind === 'Ident') entries.push({ name: type, type: undefined });
  else entries.push({ name, type });
}

/** Children: identifier?, `...`, type. */
function lowerVariadic(l: Lowering, entries: FieldEntry[]): void {
  let name: Ident | undefined;
  if (l.first() === 'identifier') {
    name = l.ident();
    l.next();
  }
  const pos = l.pos();
  const elt = nextExpr(l);
  l.up();
  entries.push({ name, type: { kind: 'Ellipsis', typed: undefined, pos, end: elt.end, elt } });
}

/** Children: `[`, length? or `...`, `]`, element. */
function lowerArrayType(l: Lowering): Expr {
  l.first();
  const pos = l.pos();
  let len: Expr | undefined;
  let type = l.next();
  if (type === '...') {
    const at = l.pos();
    len = { kind: 'Ellipsis', typed: undefined, pos: at, end: at + 3, elt: undefined };
    type = l.next();
  } else if (type !== ']') {
    len = lowerExpr(l, type);
    type = l.next();
  }
  expect(l, type, ']');
  const elt = nextExpr(l);
  l.up();
  return { kind: 'ArrayType', typed: undefined, pos, end: elt.end, len, elt };
}

/** Children: `map`, `[`, key, `]`, value. */
function lowerMapType(l: Lowering): Expr {
  l.first();
  const pos = l.pos();
  expect(l, l.next(), '[');
  const key = nextExpr(l);
  expect(l, l.next(), ']');
  const value = nextExpr(l);
  l.up();
  return { kind: 'MapType', typed: undefined, pos, end: value.end, key, value };
}

/** Children: `chan`, `<-`?, value; or `<-`, `chan`, value. */
function lowerChanType(l: Lowering): Expr {
  const receives = l.first() === '<-';
  const pos = l.pos();
  let type = l.next();
  const arrow = receives || type === '<-';
  if (arrow) type = l.next();
  const value = lowerExpr(l, type);
  l.up();
  // Of `chan<- chan T` the grammar makes `chan (<-chan T)`.
  if (!arrow && value.kind === 'ChanType' && value.dir === 'recv') l.failed = true;
  return {
    kind: 'ChanType',
    typed: undefined,
    pos,
    end: value.end,
    dir: receives ? 'recv' : arrow ? 'send' : 'both',
    value,
  };
}

/** Children: `struct`, field_declaration_list (`{`, field_declarations, `}`). */
function lowerStructType(l: Lowering): Expr {
  l.first();
  const pos = l.pos();
  expect(l, l.next(), 'field_declaration_list');
  l.first();
  const lbrace = l.pos();
  const list: Field[] = [];
  let type = l.next();
  for (; type !== '}' && type !== ''; type = l.next()) if (type === 'field_declaration') list.push(lowerField(l));
  const end = l.pos() + 1;
  l.up();
  l.up();
  return { kind: 'StructType', typed: undefined, pos, end, fields: { kind: 'FieldList', pos: lbrace, end, list } };
}

/** Children: field_identifiers, type, tag?; or embedded: `*`?, type, tag?. */
function lowerField(l: Lowering): Field {
  const names: Ident[] = [];
  let type = l.first();
  for (; type === 'field_identifier' || type === ','; type = l.next()) if (type !== ',') names.push(l.ident());
  let star: Pos | undefined;
  if (type === '*') {
    star = l.pos();
    type = l.next();
  }
  let fieldType = lowerExpr(l, type);
  if (star !== undefined)
    fieldType = { kind: 'StarExpr', typed: undefined, pos: star, end: fieldType.end, x: fieldType };
  type = l.next();
  const tag = type === '' ? undefined : l.literal('STRING');
  l.up();
  return {
    kind: 'Field',
    implied: undefined,
    pos: names[0]?.pos ?? fieldType.pos,
    end: (tag ?? fieldType).end,
    names,
    type: fieldType,
    tag,
  };
}

/** Children: `interface`, `{`, method_elem or type_elem, `}`. */
function lowerInterfaceType(l: Lowering): Expr {
  l.first();
  const pos = l.pos();
  expect(l, l.next(), '{');
  const lbrace = l.pos();
  const list: Field[] = [];
  let type = l.next();
  for (; type !== '}' && type !== ''; type = l.next()) {
    if (type === 'method_elem') list.push(lowerMethod(l));
    else if (type === 'type_elem') {
      const element = lowerUnion(l);
      list.push({
        kind: 'Field',
        implied: undefined,
        pos: element.pos,
        end: element.end,
        names: [],
        type: element,
        tag: undefined,
      });
    }
  }
  const end = l.pos() + 1;
  l.up();
  return { kind: 'InterfaceType', typed: undefined, pos, end, methods: { kind: 'FieldList', pos: lbrace, end, list } };
}

/** Children: field_identifier, parameter_list, result?. */
function lowerMethod(l: Lowering): Field {
  l.first();
  const name = l.ident();
  const { type } = lowerSignature(l, l.next(), undefined, undefined);
  l.up();
  return { kind: 'Field', implied: undefined, pos: name.pos, end: type.end, names: [name], type, tag: undefined };
}
