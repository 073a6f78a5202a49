// Prints a tree back as Go tokens with a blank between any two: the same tokens as in the source, but for comments,
// commas before a closing bracket, and semicolons. Not a formatter; it exists to show that nothing gets lost.

import type { Decl, Expr, Field, FieldList, FuncType, GenDecl, Node, Spec, Stmt } from './ast.js';

type Out = string[];

/** The tokens of a declaration. */
export function printDecl(decl: Decl): string {
  const out: Out = [];
  printDeclTo(out, decl);
  return out.join(' ');
}

const bad = '/* bad */';

function printDeclTo(out: Out, decl: Decl): void {
  switch (decl.kind) {
    case 'BadDecl':
      out.push(bad);
      return;
    case 'GenDecl':
      return genDecl(out, decl);
    case 'FuncDecl':
      out.push('func');
      if (decl.recv !== undefined) params(out, decl.recv);
      out.push(decl.name.name);
      signature(out, decl.type);
      if (decl.body !== undefined) stmt(out, decl.body);
  }
}

function genDecl(out: Out, decl: GenDecl): void {
  out.push(decl.token);
  const last = decl.specs.at(-1);
  // The closing bracket of a group is the only thing behind the last spec.
  if (last !== undefined && last.end === decl.end) return spec(out, last);
  out.push('(');
  for (const each of decl.specs) {
    spec(out, each);
    out.push(';');
  }
  out.push(')');
}

function spec(out: Out, s: Spec): void {
  switch (s.kind) {
    case 'ImportSpec':
      if (s.name !== undefined) out.push(s.name.name);
      out.push(s.path.value);
      return;
    case 'ConstSpec':
    case 'VarSpec':
      list(out, s.names);
      if (s.kind === 'ConstSpec' && s.inherited) return;
      if (s.type !== undefined) expr(out, s.type);
      if (s.values.length > 0) {
        out.push('=');
        list(out, s.values);
      }
      return;
    case 'TypeSpec':
      out.push(s.name.name);
      if (s.typeParams !== undefined) typeParams(out, s.typeParams);
      if (s.isAlias) out.push('=');
      expr(out, s.type);
  }
}

function list(out: Out, nodes: readonly Expr[]): void {
  for (const [i, node] of nodes.entries()) {
    if (i > 0) out.push(',');
    expr(out, node);
  }
}

function field(out: Out, f: Field): void {
  list(out, f.names);
  if (f.type.kind === 'FuncType' && f.names.length === 1 && f.type.pos !== f.pos && isMethod(f)) signature(out, f.type);
  else expr(out, f.type);
  if (f.tag !== undefined) out.push(f.tag.value);
}

/** A method of an interface: its type starts at the parameters. */
function isMethod(f: Field): boolean {
  return f.type.kind === 'FuncType' && f.type.pos === f.type.params.pos;
}

function fieldList(out: Out, open: string, fields: FieldList, separator: string, close: string): void {
  out.push(open);
  for (const [i, f] of fields.list.entries()) {
    if (i > 0) out.push(separator);
    field(out, f);
  }
  out.push(close);
}

/** With a comma behind the last one, without which `[P *C]` is the length of an array. */
function typeParams(out: Out, fields: FieldList): void {
  fieldList(out, '[', fields, ',', ',');
  out.push(']');
}

function params(out: Out, fields: FieldList): void {
  fieldList(out, '(', fields, ',', ')');
}

function signature(out: Out, type: FuncType): void {
  if (type.typeParams !== undefined) typeParams(out, type.typeParams);
  params(out, type.params);
  const { results } = type;
  if (results === undefined) return;
  const [only] = results.list;
  if (only !== undefined && only.pos === results.pos) expr(out, only.type);
  else params(out, results);
}

function expr(out: Out, x: Expr): void {
  switch (x.kind) {
    case 'BadExpr':
      out.push(bad);
      return;
    case 'Ident':
      out.push(x.name);
      return;
    case 'Ellipsis':
      out.push('...');
      if (x.elt !== undefined) expr(out, x.elt);
      return;
    case 'BasicLit':
      out.push(x.value);
      return;
    case 'FuncLit':
      expr(out, x.type);
      return stmt(out, x.body);
    case 'CompositeLit':
      if (x.type !== undefined) expr(out, x.type);
      out.push('{');
      list(out, x.elts);
      out.push('}');
      return;
    case 'ParenExpr':
      out.push('(');
      expr(out, x.x);
      out.push(')');
      return;
    case 'SelectorExpr':
      expr(out, x.x);
      out.push('.', x.sel.name);
      return;
    case 'IndexExpr':
      expr(out, x.x);
      out.push('[');
      list(out, x.indices);
      out.push(']');
      return;
    case 'SliceExpr':
      expr(out, x.x);
      out.push('[');
      if (x.low !== undefined) expr(out, x.low);
      out.push(':');
      if (x.high !== undefined) expr(out, x.high);
      if (x.slice3) out.push(':');
      if (x.max !== undefined) expr(out, x.max);
      out.push(']');
      return;
    case 'TypeAssertExpr':
      expr(out, x.x);
      out.push('.', '(');
      if (x.type === undefined) out.push('type');
      else expr(out, x.type);
      out.push(')');
      return;
    case 'CallExpr':
      expr(out, x.fun);
      out.push('(');
      list(out, x.args);
      if (x.ellipsis !== 0) out.push('...');
      out.push(')');
      return;
    case 'StarExpr':
      out.push('*');
      return expr(out, x.x);
    case 'UnaryExpr':
      out.push(x.op);
      return expr(out, x.x);
    case 'BinaryExpr': {
      // A long sum is a deep tree to the left.
      const rest: { readonly op: string; readonly y: Expr }[] = [];
      let left: Expr = x;
      for (; left.kind === 'BinaryExpr'; left = left.x) rest.push(left);
      expr(out, left);
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        out.push(next.op);
        expr(out, next.y);
      }
      return;
    }
    case 'KeyValueExpr':
      expr(out, x.key);
      out.push(':');
      return expr(out, x.value);
    case 'ArrayType':
      out.push('[');
      if (x.len !== undefined) expr(out, x.len);
      out.push(']');
      return expr(out, x.elt);
    case 'StructType':
      out.push('struct');
      return fieldList(out, '{', x.fields, ';', '}');
    case 'FuncType':
      out.push('func');
      return signature(out, x);
    case 'InterfaceType':
      out.push('interface');
      return fieldList(out, '{', x.methods, ';', '}');
    case 'MapType':
      out.push('map', '[');
      expr(out, x.key);
      out.push(']');
      return expr(out, x.value);
    case 'ChanType':
      if (x.dir === 'recv') out.push('<-');
      out.push('chan');
      if (x.dir === 'send') out.push('<-');
      return expr(out, x.value);
  }
}

function stmts(out: Out, body: readonly Stmt[]): void {
  for (const each of body) {
    stmt(out, each);
    if (!endsInEmpty(each)) out.push(';');
  }
}

function endsInEmpty(s: Stmt): boolean {
  let last = s;
  while (last.kind === 'LabeledStmt') last = last.stmt;
  return last.kind === 'EmptyStmt';
}

/** `init ;` of a header, if there is one. */
function header(out: Out, init: Stmt | undefined): void {
  if (init === undefined) return;
  stmt(out, init);
  out.push(';');
}

function clauses(out: Out, body: readonly Node[]): void {
  out.push('{');
  for (const clause of body) if (clause.kind === 'CaseClause' || clause.kind === 'CommClause') stmt(out, clause);
  out.push('}');
}

function stmt(out: Out, s: Stmt): void {
  switch (s.kind) {
    case 'BadStmt':
      out.push(bad);
      return;
    case 'DeclStmt':
      return genDecl(out, s.decl);
    case 'EmptyStmt':
      if (!s.implicit) out.push(';');
      return;
    case 'LabeledStmt':
      out.push(s.label.name, ':');
      return stmt(out, s.stmt);
    case 'ExprStmt':
      return expr(out, s.x);
    case 'SendStmt':
      expr(out, s.chan);
      out.push('<-');
      return expr(out, s.value);
    case 'IncDecStmt':
      expr(out, s.x);
      out.push(s.op);
      return;
    case 'AssignStmt':
      list(out, s.lhs);
      out.push(s.op);
      return list(out, s.rhs);
    case 'GoStmt':
      out.push('go');
      return expr(out, s.call);
    case 'DeferStmt':
      out.push('defer');
      return expr(out, s.call);
    case 'ReturnStmt':
      out.push('return');
      return list(out, s.results);
    case 'BranchStmt':
      out.push(s.token);
      if (s.label !== undefined) out.push(s.label.name);
      return;
    case 'BlockStmt':
      out.push('{');
      stmts(out, s.list);
      out.push('}');
      return;
    case 'IfStmt':
      return ifStmt(out, s);
    case 'CaseClause':
      if (s.isDefault) out.push('default');
      else {
        out.push('case');
        list(out, s.list);
      }
      out.push(':');
      return stmts(out, s.body);
    case 'CommClause':
      out.push(s.comm === undefined ? 'default' : 'case');
      if (s.comm !== undefined) stmt(out, s.comm);
      out.push(':');
      return stmts(out, s.body);
    case 'SwitchStmt':
      out.push('switch');
      header(out, s.init);
      if (s.tag !== undefined) expr(out, s.tag);
      return clauses(out, s.body);
    case 'TypeSwitchStmt':
      out.push('switch');
      header(out, s.init);
      stmt(out, s.assign);
      return clauses(out, s.body);
    case 'SelectStmt':
      out.push('select');
      return clauses(out, s.body);
    case 'ForStmt':
      out.push('for');
      if (s.init !== undefined) stmt(out, s.init);
      out.push(';');
      if (s.cond !== undefined) expr(out, s.cond);
      out.push(';');
      if (s.post !== undefined) stmt(out, s.post);
      return stmt(out, s.body);
    case 'RangeStmt':
      out.push('for');
      if (s.key !== undefined) {
        list(out, s.value === undefined ? [s.key] : [s.key, s.value]);
        out.push(s.define ? ':=' : '=');
      }
      out.push('range');
      expr(out, s.x);
      return stmt(out, s.body);
  }
}

function ifStmt(out: Out, s: Stmt): void {
  let rest: Stmt | undefined = s;
  while (rest?.kind === 'IfStmt') {
    out.push('if');
    header(out, rest.init);
    expr(out, rest.cond);
    stmt(out, rest.body);
    if (rest.else === undefined) return;
    out.push('else');
    rest = rest.else;
  }
  if (rest !== undefined) stmt(out, rest);
}
