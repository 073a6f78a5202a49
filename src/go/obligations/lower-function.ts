// Bodies of functions and literals as control flow graphs.

import type {
  BlockStmt,
  CaseClause,
  CommClause,
  Expr,
  Field,
  FieldList,
  FuncLit,
  FuncType,
  Ident,
  Stmt,
} from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Checker } from '#go/types/checker.js';
import { funcName } from '#go/types/function-name.js';
import { type Type, under, unknown } from '#go/types/type.js';
import type { Block, Body, Condition, Loop, LoweredUnit, Path, Root, Value } from './ir.js';
import { isErrorType, lowerCall, lowerCondition, lowerExpr, lowerList, withoutParens } from './lower-expression.js';
import { fieldPath, Lowering as Low, type Lowering, rootPath } from './lowering.js';
import { isNoReturn } from './no-return.js';

/** The bodies of a function declaration, or of the literals in a variable declaration; undefined without any. */
export function lowerUnit(checker: Checker, unit: Unit): LoweredUnit | undefined {
  const { decl } = unit;
  const pkg = checker.packageOfUnit(unit);
  if (decl.kind === 'FuncDecl') {
    if (decl.body === undefined) return undefined;
    const info = checker.info(unit);
    const func = checker.funcOf(unit);
    const low = new Low(unit, pkg, info, func === undefined ? decl.name.name : funcName(func), fillLiteral);
    functionInto(low, decl.recv, decl.type, decl.body);
    return finish(low);
  }
  if (decl.kind === 'GenDecl' && decl.token === 'var') {
    const low = new Low(unit, pkg, checker.info(unit), `${pkg.path}.init`, fillLiteral);
    for (const spec of decl.specs) if (spec.kind === 'VarSpec') assign(low, spec.names, spec.values);
    return finish(low);
  }
  return undefined;
}

function fillLiteral(low: Lowering, literal: FuncLit): void {
  functionInto(low, undefined, literal.type, literal.body);
}

/** Parameters, results and statements of the body that is open. */
function functionInto(low: Lowering, recv: FieldList | undefined, type: FuncType, block: BlockStmt): void {
  const { body } = low;
  const declare = (field: Field | undefined, ident: Ident | undefined, parameter: number | undefined): Root => {
    const object =
      ident !== undefined ? low.info.defs.get(ident) : field === undefined ? undefined : low.info.implicits.get(field);
    return object?.kind === 'Var' ? low.rootOf(object, parameter) : low.temporary(undefined);
  };
  const receiver = recv?.list[0];
  if (receiver !== undefined) body.receiver = declare(receiver, receiver.names[0], -1);
  let n = 0;
  for (const field of type.params.list) {
    if (field.names.length === 0) body.parameters.push(declare(field, undefined, n++));
    for (const name of field.names) body.parameters.push(declare(field, name, n++));
  }
  const results: Type[] = [];
  const roots: (Root | undefined)[] = [];
  for (const field of type.results?.list ?? []) {
    const t = low.info.types.get(field.type)?.type ?? unknown('not checked');
    if (field.names.length === 0) {
      results.push(t);
      roots.push(undefined);
    }
    for (const name of field.names) {
      results.push(t);
      const root = declare(field, name, undefined);
      roots.push(root);
      low.emit({ op: 'move', to: rootPath(root, name.pos), from: { kind: 'zero', pos: name.pos }, pos: name.pos });
    }
  }
  body.results = results;
  body.resultRoots = roots;
  statements(low, block.list);
  // Falling off the end.
  low.emit({ op: 'return', values: [], pos: block.end - 1 });
}

function statements(low: Lowering, list: readonly Stmt[]): void {
  for (const statement of list) lowerStmt(low, statement, undefined);
}

function lowerStmt(low: Lowering, s: Stmt, label: string | undefined): void {
  switch (s.kind) {
    case 'DeclStmt':
      for (const spec of s.decl.specs) if (spec.kind === 'VarSpec') assign(low, spec.names, spec.values);
      return;
    case 'LabeledStmt': {
      const block = labelBlock(low, s.label.name);
      low.edge(block);
      low.goOn(block);
      return lowerStmt(low, s.stmt, s.label.name);
    }
    case 'ExprStmt': {
      const x = withoutParens(s.x);
      if (x.kind === 'CallExpr') {
        lowerCall(low, x, 'call');
        const step = low.block.steps.at(-1);
        if (step?.op === 'call' && isNoReturn(step)) low.dead();
      } else lowerExpr(low, x);
      return;
    }
    case 'SendStmt': {
      const channel = lowerExpr(low, s.chan);
      const value = lowerExpr(low, s.value);
      return low.emit({ op: 'send', channel, value, select: undefined, pos: s.pos });
    }
    case 'IncDecStmt': {
      lowerExpr(low, s.x);
      return;
    }
    case 'AssignStmt':
      if (s.op === '=' || s.op === ':=') return assign(low, s.lhs, s.rhs);
      for (const e of [...s.lhs, ...s.rhs]) lowerExpr(low, e);
      return;
    case 'GoStmt':
    case 'DeferStmt': {
      const call = withoutParens(s.call);
      if (call.kind === 'CallExpr') lowerCall(low, call, s.kind === 'GoStmt' ? 'go' : 'defer');
      return;
    }
    case 'ReturnStmt':
      return lowerReturn(low, s.results, s.pos);
    case 'BranchStmt':
      return branch(low, s.token, s.label?.name);
    case 'BlockStmt':
      return statements(low, s.list);
    case 'IfStmt': {
      if (s.init !== undefined) lowerStmt(low, s.init, undefined);
      const then = low.newBlock();
      const after = low.newBlock();
      const otherwise = s.else === undefined ? after : low.newBlock();
      lowerCondition(low, s.cond, then, otherwise);
      low.goOn(then);
      statements(low, s.body.list);
      low.edge(after);
      if (s.else !== undefined) {
        low.goOn(otherwise);
        lowerStmt(low, s.else, undefined);
        low.edge(after);
      }
      low.goOn(after);
      return;
    }
    case 'SwitchStmt': {
      if (s.init !== undefined) lowerStmt(low, s.init, undefined);
      const tag = s.tag === undefined ? undefined : lowerExpr(low, s.tag);
      return clauses(low, s.body, label, (clause, body, next) => switchCase(low, clause, tag, s.tag, body, next));
    }
    case 'TypeSwitchStmt': {
      if (s.init !== undefined) lowerStmt(low, s.init, undefined);
      const x =
        s.assign.kind === 'AssignStmt' ? s.assign.rhs[0] : s.assign.kind === 'ExprStmt' ? s.assign.x : undefined;
      const value = x === undefined ? undefined : lowerExpr(low, x);
      return clauses(low, s.body, label, (clause, body, next) => {
        const at = clause.list[0] ?? clause;
        const chosen = conditionOf(at.pos, at.end, true);
        low.edge(body, chosen);
        low.edge(next, conditionOf(at.pos, at.end, false));
        const object = low.info.implicits.get(clause);
        if (object?.kind === 'Var' && value !== undefined)
          body.steps.push({ op: 'move', to: rootPath(low.rootOf(object), clause.pos), from: value, pos: clause.pos });
      });
    }
    case 'SelectStmt':
      return lowerSelect(low, s.body, s, label);
    case 'ForStmt': {
      if (s.init !== undefined) lowerStmt(low, s.init, undefined);
      // With a step after each round it counts to an end.
      const kind = s.cond === undefined ? 'endless' : s.post === undefined ? 'condition' : 'range';
      const loop: Loop = { pos: s.pos, kind };
      const after = low.newBlock();
      const outer = low.loops;
      low.loops = [...outer, loop];
      const head = low.newBlock();
      const body = low.newBlock();
      const post = low.newBlock();
      low.edge(head);
      low.goOn(head);
      if (s.cond === undefined) low.edge(body);
      else lowerCondition(low, s.cond, body, after);
      low.goOn(body);
      low.targets.push({ label, breakTo: after, continueTo: post });
      statements(low, s.body.list);
      low.targets.pop();
      low.edge(post);
      low.goOn(post);
      if (s.post !== undefined) lowerStmt(low, s.post, undefined);
      low.edge(head);
      low.loops = outer;
      low.goOn(after);
      return;
    }
    case 'RangeStmt':
      return lowerRange(low, s, label);
    default:
  }
}

function conditionOf(pos: number, end: number, isTaken: boolean | undefined): Condition {
  return { kind: 'opaque', place: undefined, holds: true, pos, end, isTaken };
}

// ---- Assignments -----------------------------------------------------------------------------------------

function assign(low: Lowering, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  const [only] = rhs;
  if (only !== undefined && rhs.length === 1 && lhs.length > 1) {
    const x = withoutParens(only);
    if (x.kind === 'CallExpr') {
      const values = lowerCall(low, x, 'call', lhs.length);
      lhs.forEach((target, i) => store(low, target, values[i] ?? { kind: 'other', pos: x.pos }));
      return;
    }
    const value = lowerExpr(low, x);
    lhs.forEach((target, i) => store(low, target, i === 0 ? value : { kind: 'other', pos: x.pos }));
    return;
  }
  if (rhs.length === 0) {
    for (const target of lhs) store(low, target, { kind: 'zero', pos: target.pos });
    return;
  }
  if (lhs.length === 1 && only !== undefined) {
    const [target] = lhs;
    if (target !== undefined) store(low, target, lowerExpr(low, only));
    return;
  }
  // All values are read before the first is stored.
  const values = rhs.map((e) => {
    const value = lowerExpr(low, e);
    if (value.kind !== 'path') return value;
    const temporary = rootPath(low.temporary(value.type), value.pos);
    if (value.root.variable === undefined) return value;
    low.emit({ op: 'move', to: temporary, from: value, pos: value.pos });
    return temporary;
  });
  lhs.forEach((target, i) => {
    store(low, target, values[i] ?? { kind: 'other', pos: target.pos });
  });
}

function store(low: Lowering, target: Expr, from: Value): void {
  const x = withoutParens(target);
  if (x.kind === 'Ident' && x.name === '_') return;
  const to = placeOf(low, x);
  if (to === undefined) return;
  if (x.kind === 'IndexExpr' && isMap(low, x.x)) {
    const [index] = x.indices;
    const key = index === undefined ? undefined : lowerExpr(low, index);
    if (key?.kind === 'path') low.emit({ op: 'move', to, from: key, isKey: true, pos: x.pos });
  }
  low.emit({ op: 'move', to, from, pos: x.pos });
}

function isMap(low: Lowering, e: Expr): boolean {
  const type = low.info.types.get(e)?.type;
  return type !== undefined && under(type).kind === 'Map';
}

function placeOf(low: Lowering, e: Expr): Path | undefined {
  if (e.kind === 'Ident') {
    const object = low.info.defs.get(e) ?? low.info.uses.get(e);
    return object?.kind === 'Var' ? rootPath(low.rootOf(object), e.pos) : undefined;
  }
  const value = lowerExpr(low, e);
  return value.kind === 'path' ? value : undefined;
}

function lowerReturn(low: Lowering, results: readonly Expr[], pos: number): void {
  const { body } = low;
  const values = lowerList(low, results, body.results.length);
  const roots = body.resultRoots;
  if (roots.length > 0 && roots.every((root) => root !== undefined)) {
    const named = roots.flatMap((root) => (root === undefined ? [] : [rootPath(root, pos)]));
    if (results.length > 0) {
      const moved = values.map((value) => {
        if (value.kind !== 'path' || value.root.variable === undefined) return value;
        const temporary = rootPath(low.temporary(value.type), pos);
        low.emit({ op: 'move', to: temporary, from: value, pos });
        return temporary;
      });
      named.forEach((to, i) => {
        const from = moved[i];
        const written = values[i];
        if (from !== undefined && !(written?.kind === 'path' && written.key === to.key))
          low.emit({ op: 'move', to, from, isReturn: true, returned: moved, pos });
      });
    }
    low.emit({ op: 'return', values: named, pos });
  } else low.emit({ op: 'return', values, pos });
  low.dead();
}

// ---- Branches --------------------------------------------------------------------------------------------

function labelBlock(low: Lowering, name: string): Block {
  let block = low.labels.get(name);
  if (block === undefined) low.labels.set(name, (block = low.newBlock()));
  return block;
}

function branch(low: Lowering, token: string, label: string | undefined): void {
  if (token === 'goto') {
    if (label !== undefined) low.edge(labelBlock(low, label));
  } else if (token !== 'fallthrough') {
    for (let i = low.targets.length - 1; i >= 0; i--) {
      const target = low.targets[i];
      if (target === undefined || (label !== undefined && target.label !== label)) continue;
      const to = token === 'break' ? target.breakTo : target.continueTo;
      if (to === undefined) continue;
      low.edge(to);
      break;
    }
  } else return;
  low.dead();
}

type Choose = (clause: CaseClause, body: Block, next: Block) => void;

function clauses(low: Lowering, list: readonly CaseClause[], label: string | undefined, choose: Choose): void {
  const after = low.newBlock();
  const bodies = list.map(() => low.newBlock());
  const fallback = list.findIndex((clause) => clause.isDefault);
  list.forEach((clause, i) => {
    const body = bodies[i];
    if (clause.isDefault || body === undefined) return;
    const next = low.newBlock();
    choose(clause, body, next);
    low.goOn(next);
  });
  low.edge(bodies[fallback] ?? after);
  low.targets.push({ label, breakTo: after, continueTo: undefined });
  list.forEach((clause, i) => {
    const body = bodies[i];
    if (body === undefined) return;
    low.goOn(body);
    statements(low, clause.body);
    const last = clause.body.at(-1);
    low.edge(last?.kind === 'BranchStmt' && last.token === 'fallthrough' ? (bodies[i + 1] ?? after) : after);
  });
  low.targets.pop();
  low.goOn(after);
}

function switchCase(
  low: Lowering,
  clause: CaseClause,
  tag: Value | undefined,
  tagExpr: Expr | undefined,
  body: Block,
  next: Block,
): void {
  clause.list.forEach((e, i) => {
    const otherwise = i === clause.list.length - 1 ? next : low.newBlock();
    if (tagExpr === undefined) lowerCondition(low, e, body, otherwise);
    else {
      const value = lowerExpr(low, e);
      const chosen = conditionOf(e.pos, e.end, true);
      const not = conditionOf(e.pos, e.end, false);
      if (tag?.kind === 'path' && value.kind === 'nil') {
        low.edge(body, { ...chosen, kind: 'nil', place: tag, holds: true });
        low.edge(otherwise, { ...not, kind: 'nil', place: tag, holds: false });
      } else if (tag?.kind === 'path' && value.kind === 'path' && isErrorType(tag.type)) {
        low.edge(body, { ...chosen, kind: 'nil', place: tag, holds: false });
        low.edge(otherwise, not);
      } else {
        low.edge(body, chosen);
        low.edge(otherwise, not);
      }
    }
    low.goOn(otherwise);
  });
}

function lowerSelect(
  low: Lowering,
  list: readonly CommClause[],
  select: Extract<Stmt, { kind: 'SelectStmt' }>,
  label: string | undefined,
): void {
  const after = low.newBlock();
  // Channels and sent values of all clauses are evaluated first.
  const prepared = list.map(({ comm }) => {
    if (comm?.kind === 'SendStmt') return { channel: lowerExpr(low, comm.chan), value: lowerExpr(low, comm.value) };
    const receive = receiveOf(comm);
    return receive === undefined ? undefined : { channel: lowerExpr(low, receive.x), value: undefined };
  });
  const head = low.block;
  const others = list.length > 1 ? select : undefined;
  low.targets.push({ label, breakTo: after, continueTo: undefined });
  list.forEach((clause, i) => {
    const body = low.newBlock();
    low.goOn(head);
    const at = clause.comm ?? clause;
    low.edge(body, conditionOf(at.pos, clause.comm === undefined ? clause.pos + 7 : at.end, undefined));
    low.goOn(body);
    const { comm } = clause;
    const parts = prepared[i];
    if (parts?.value !== undefined)
      low.emit({ op: 'send', channel: parts.channel, value: parts.value, select: others, pos: at.pos });
    else if (parts !== undefined && comm !== undefined) {
      const receive = receiveOf(comm);
      const type = receive === undefined ? undefined : low.info.types.get(receive)?.type;
      const result = low.temporary(type?.kind === 'Tuple' ? type.vars[0]?.type : type);
      low.emit({ op: 'receive', channel: parts.channel, result, select: others, isRange: false, pos: at.pos });
      if (comm.kind === 'AssignStmt') {
        comm.lhs.forEach((target, n) => {
          store(low, target, n === 0 ? rootPath(result, at.pos) : { kind: 'other', pos: at.pos });
        });
      }
    }
    statements(low, clause.body);
    low.edge(after);
  });
  low.targets.pop();
  low.goOn(list.length === 0 ? low.newBlock() : after);
}

function receiveOf(comm: Stmt | undefined): Extract<Expr, { kind: 'UnaryExpr' }> | undefined {
  const e = comm?.kind === 'ExprStmt' ? comm.x : comm?.kind === 'AssignStmt' ? comm.rhs[0] : undefined;
  const x = e === undefined ? undefined : withoutParens(e);
  return x?.kind === 'UnaryExpr' && x.op === '<-' ? x : undefined;
}

function lowerRange(low: Lowering, s: Extract<Stmt, { kind: 'RangeStmt' }>, label: string | undefined): void {
  const x = lowerExpr(low, s.x);
  const type = low.info.types.get(s.x)?.type;
  const isChannel = type !== undefined && under(type).kind === 'Chan';
  const after = low.newBlock();
  const outer = low.loops;
  const over = x.kind === 'path' ? { over: x.key } : {};
  low.loops = [...outer, { pos: s.pos, kind: isChannel ? 'channel' : 'range', ...over }];
  const head = low.newBlock();
  const body = low.newBlock();
  low.edge(head);
  low.goOn(head);
  const at = { pos: s.rangePos, end: s.x.end };
  let element: Value = { kind: 'other', pos: s.pos };
  if (isChannel) {
    const result = low.temporary(undefined);
    low.emit({ op: 'receive', channel: x, result, select: undefined, isRange: true, pos: s.pos });
    element = rootPath(result, s.pos);
  } else if (x.kind === 'path') element = fieldPath(x, '[]', undefined, unknown('an element'), s.pos);
  low.edge(body, conditionOf(at.pos, at.end, true));
  // Nobody closes the channel of a ticker.
  const isTicker = x.kind === 'path' && x.vars.at(-1)?.pkg?.path === 'time';
  if (!isTicker) low.edge(after, conditionOf(at.pos, at.end, false));
  low.goOn(body);
  if (s.key !== undefined)
    store(low, s.key, isChannel || isMap(low, s.x) ? element : { kind: 'other', pos: s.key.pos });
  if (s.value !== undefined) store(low, s.value, element);
  low.targets.push({ label, breakTo: after, continueTo: head });
  statements(low, s.body.list);
  low.targets.pop();
  low.edge(head);
  low.loops = outer;
  low.goOn(after);
}

// ---- What is known of a declaration's variables ----------------------------------------------------------

function finish(low: Lowering): LoweredUnit {
  const fresh = new Set<number>();
  const sources = new Map<number, Value[]>();
  for (const body of low.bodies) {
    for (const block of body.blocks) {
      for (const step of block.steps) {
        if (step.op === 'move' && step.to.fields.length === 0) {
          const list = sources.get(step.to.root.id);
          if (list === undefined) sources.set(step.to.root.id, [step.from]);
          else list.push(step.from);
        }
        if (step.op === 'call' && step.callee.kind === 'builtin' && step.callee.name === 'make')
          for (const root of step.results) fresh.add(root.id);
      }
    }
  }
  const literalOf = new Map<number, Body>();
  for (const [root, values] of sources) {
    const written = values.filter(({ kind }) => kind !== 'zero' && kind !== 'nil');
    const [only] = written;
    if (written.length === 1 && only?.kind === 'function') literalOf.set(root, only.body);
  }
  const isFresh = (root: Root, depth: number): boolean => {
    if (fresh.has(root.id)) return true;
    if (root.body === undefined || root.parameter !== undefined || depth > 8) return false;
    const values = sources.get(root.id) ?? [];
    const fine =
      values.length > 0 &&
      values.every(
        (value) =>
          value.kind === 'composite' ||
          value.kind === 'nil' ||
          (value.kind === 'zero' && under(root.type).kind !== 'Interface') ||
          (value.kind === 'path' && value.fields.length === 0 && isFresh(value.root, depth + 1)),
      );
    if (fine) fresh.add(root.id);
    return fine;
  };
  for (const body of low.bodies)
    for (const block of body.blocks) for (const step of block.steps) if (step.op === 'move') isFresh(step.to.root, 0);
  const [body] = low.bodies;
  return { unit: low.unit, pkg: low.pkg, body: body ?? low.body, bodies: low.bodies, literalOf, fresh };
}
