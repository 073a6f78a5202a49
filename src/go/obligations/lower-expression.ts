// Expressions as steps and values: calls become steps whose results have places of their own.

import type { CallExpr, Expr, FuncLit, SelectorExpr } from '#go/syntax/ast.js';
import { methodSet } from '#go/types/method-set.js';
import type { Var } from '#go/types/object.js';
import { deref, type Type, under, unknown } from '#go/types/type.js';
import type { Body, Callee, CallStep, Condition, Path, Root, Value } from './ir.js';
import { fieldPath, type Lowering, OpenBody, rootPath } from './lowering.js';

export function withoutParens(e: Expr): Expr {
  let x = e;
  while (x.kind === 'ParenExpr') x = x.x;
  return x;
}

function typeOf(low: Lowering, e: Expr): Type {
  return low.info.types.get(e)?.type ?? unknown('not checked');
}

/** The value of an expression that has one. */
export function lowerExpr(low: Lowering, expr: Expr): Value {
  const e = withoutParens(expr);
  const { pos } = e;
  const number = errorNumber(low, e);
  if (number !== undefined) return number;
  switch (e.kind) {
    case 'Ident': {
      const object = low.info.uses.get(e) ?? low.info.defs.get(e);
      switch (object?.kind) {
        case 'Var':
          return rootPath(low.rootOf(object), pos);
        case 'Nil':
          return { kind: 'nil', pos };
        case 'Func':
          return { kind: 'func', func: object, pos };
        case 'Const': {
          const value = low.info.types.get(e)?.value;
          return value?.kind === 'bool' ? { kind: 'bool', value: value.value, pos } : { kind: 'other', pos };
        }
        default:
          return { kind: 'other', pos };
      }
    }
    case 'SelectorExpr':
      return selector(low, e);
    case 'IndexExpr': {
      const x = lowerExpr(low, e.x);
      for (const index of e.indices) if (low.info.types.get(index)?.mode !== 'type') lowerExpr(low, index);
      if (x.kind !== 'path') return x.kind === 'func' ? x : { kind: 'other', pos };
      return fieldPath(x, '[]', undefined, typeOf(low, e), pos);
    }
    case 'SliceExpr': {
      const x = lowerExpr(low, e.x);
      for (const bound of [e.low, e.high, e.max]) if (bound !== undefined) lowerExpr(low, bound);
      return x;
    }
    case 'StarExpr':
      return withType(lowerExpr(low, e.x), typeOf(low, e));
    case 'TypeAssertExpr':
      return withType(lowerExpr(low, e.x), typeOf(low, e));
    case 'UnaryExpr': {
      if (e.op === '<-') {
        const channel = lowerExpr(low, e.x);
        const result = low.temporary(typeOf(low, e));
        low.emit({ op: 'receive', channel, result, select: undefined, isRange: false, pos });
        return rootPath(result, pos);
      }
      const x = lowerExpr(low, e.x);
      return e.op === '&' ? materialize(low, x, typeOf(low, e)) : { kind: 'other', pos };
    }
    case 'BinaryExpr': {
      if (e.op === '&&' || e.op === '||') return shortCircuit(low, e);
      lowerExpr(low, e.x);
      lowerExpr(low, e.y);
      return { kind: 'other', pos };
    }
    case 'CompositeLit':
      return materialize(low, composite(low, e, typeOf(low, e)), typeOf(low, e));
    case 'FuncLit':
      return { kind: 'function', body: literal(low, e), pos };
    case 'CallExpr':
      return lowerCall(low, e, 'call')[0] ?? { kind: 'other', pos };
    case 'KeyValueExpr':
      return lowerExpr(low, e.value);
    default:
      return { kind: 'other', pos };
  }
}

function withType(value: Value, type: Type): Value {
  return value.kind === 'path' ? { ...value, type } : value;
}

/** A value in a place, so that it can be followed. */
export function materialize(low: Lowering, value: Value, type: Type): Value {
  if (value.kind !== 'composite') return value;
  const to = rootPath(low.temporary(type), value.pos);
  low.emit({ op: 'move', to, from: value, pos: value.pos });
  return to;
}

function composite(low: Lowering, e: Extract<Expr, { kind: 'CompositeLit' }>, type: Type): Value {
  const struct = under(deref(type).type);
  const parts: { field: string; variable: Var | undefined; value: Value }[] = [];
  e.elts.forEach((elt, i) => {
    const inner = elt.kind === 'KeyValueExpr' ? elt.value : elt;
    if (struct.kind === 'Struct') {
      const key = elt.kind === 'KeyValueExpr' && elt.key.kind === 'Ident' ? elt.key.name : undefined;
      const field = key === undefined ? struct.fields[i] : struct.fields.find(({ name }) => name === key);
      parts.push({ field: field?.name ?? '?', variable: field?.origin, value: part(low, inner) });
      return;
    }
    if (elt.kind === 'KeyValueExpr' && struct.kind === 'Map') lowerExpr(low, elt.key);
    parts.push({ field: '[]', variable: undefined, value: part(low, inner) });
  });
  return { kind: 'composite', type, parts, pos: e.pos };
}

function part(low: Lowering, e: Expr): Value {
  const x = withoutParens(e);
  return x.kind === 'CompositeLit' ? composite(low, x, typeOf(low, x)) : lowerExpr(low, x);
}

/** A bool computed by control flow: its place is not followed, the calls in it are. */
function shortCircuit(low: Lowering, e: Extract<Expr, { kind: 'BinaryExpr' }>): Value {
  const whenTrue = low.newBlock();
  const whenFalse = low.newBlock();
  const after = low.newBlock();
  const to = rootPath(low.temporary(undefined), e.pos);
  lowerCondition(low, e, whenTrue, whenFalse);
  low.goOn(whenTrue);
  low.emit({ op: 'move', to, from: { kind: 'bool', value: true, pos: e.pos }, pos: e.pos });
  low.edge(after);
  low.goOn(whenFalse);
  low.emit({ op: 'move', to, from: { kind: 'bool', value: false, pos: e.pos }, pos: e.pos });
  low.edge(after);
  low.goOn(after);
  return to;
}

/** The embedded fields on the way of a selection, as fields of the place. */
function throughEmbedded(x: Path, recv: Type, index: readonly number[]): Path {
  let at = x;
  let type = recv;
  for (const i of index.slice(0, -1)) {
    const struct = under(deref(type).type);
    const field = struct.kind === 'Struct' ? struct.fields[i] : undefined;
    if (field === undefined) return at;
    at = fieldPath(at, field.name, field.origin, field.type, x.pos);
    type = field.type;
  }
  return at;
}

function selector(low: Lowering, e: SelectorExpr): Value {
  const { pos } = e;
  const selection = low.info.selections.get(e);
  if (selection === undefined) {
    const object = low.info.uses.get(e.sel);
    if (object?.kind === 'Var') return rootPath(low.rootOf(object), pos);
    if (object?.kind === 'Func') return { kind: 'func', func: object, pos };
    return { kind: 'other', pos };
  }
  if (selection.kind === 'MethodExpr')
    return selection.obj.kind === 'Func' ? { kind: 'func', func: selection.obj, pos } : { kind: 'other', pos };
  const base = asPath(low, lowerExpr(low, e.x), typeOf(low, e.x));
  const x = throughEmbedded(base, selection.recv, selection.index);
  if (selection.obj.kind === 'Func') return { kind: 'bound', receiver: x, method: selection.obj, pos };
  return fieldPath(x, selection.obj.name, selection.obj.origin, selection.obj.type, pos);
}

function asPath(low: Lowering, value: Value, type: Type): Path {
  if (value.kind === 'path') return value;
  const to = rootPath(low.temporary(type), value.pos);
  low.emit({ op: 'move', to, from: value, pos: value.pos });
  return to;
}

function literal(low: Lowering, e: FuncLit): Body {
  const body = new OpenBody(`${low.body.name}$${low.body.literals.length + 1}`, low.unit, low.pkg, e, low.body, e);
  low.body.literals.push(body);
  low.bodies.push(body);
  const saved = { body: low.body, block: low.block, loops: low.loops, targets: low.targets, labels: low.labels };
  low.body = body;
  low.block = body.entry;
  low.loops = [];
  low.targets = [];
  low.labels = new Map();
  low.fillLiteral(low, e);
  low.body = saved.body;
  low.block = saved.block;
  low.loops = saved.loops;
  low.targets = saved.targets;
  low.labels = saved.labels;
  return body;
}

// ---- Calls -----------------------------------------------------------------------------------------------

function resultTypes(type: Type | undefined): readonly Type[] {
  if (type === undefined) return [];
  return type.kind === 'Tuple' ? type.vars.map((v) => v.type) : [type];
}

/** Arguments, where a single call may stand for several. */
/** The values of a list of expressions, or of the one call in it; `wanted` as many where the type of that is not known. */
export function lowerList(low: Lowering, list: readonly Expr[], wanted = 1): Value[] {
  const [only] = list;
  if (only !== undefined && list.length === 1) {
    const x = withoutParens(only);
    if (x.kind === 'CallExpr') {
      const values = lowerCall(low, x, 'call', wanted);
      return values.length === 0 ? [{ kind: 'other', pos: x.pos }] : values;
    }
  }
  return list.map((e) => lowerExpr(low, e));
}

/** The values of a call, none for one without results; `wanted` as many where its type is not known. */
export function lowerCall(low: Lowering, call: CallExpr, mode: CallStep['mode'], wanted = 1): Value[] {
  const { pos } = call;
  const fun = withoutParens(call.fun);
  const typed = low.info.types.get(fun);
  if (typed?.mode === 'type') {
    const [arg] = call.args;
    return [arg === undefined ? { kind: 'other', pos } : withType(lowerExpr(low, arg), typed.type)];
  }
  const builtin = builtinOf(low, fun);
  if (builtin !== undefined) return lowerBuiltin(low, call, builtin, mode);
  const { callee, receiver } = calleeOf(low, fun);
  const args = lowerList(low, call.args);
  const record = low.info.types.get(call);
  const known = record === undefined || record.mode === 'void' ? [] : resultTypes(record.type);
  const [only] = known;
  const types = only !== undefined && only.kind === 'Unknown' ? Array.from({ length: wanted }, () => only) : known;
  const results = types.map((type) => low.temporary(type));
  // In a chain of calls each is where its name stands.
  const at = fun.kind === 'SelectorExpr' && withoutParens(fun.x).kind === 'CallExpr' ? fun.sel.pos : pos;
  low.emit({ op: 'call', mode, node: call, callee, receiver, args, results, pos: at });
  return results.map((root) => rootPath(root, pos));
}

function builtinOf(low: Lowering, fun: Expr): string | undefined {
  const ident = fun.kind === 'Ident' ? fun : fun.kind === 'SelectorExpr' ? fun.sel : undefined;
  const object = ident === undefined ? undefined : low.info.uses.get(ident);
  return object?.kind === 'Builtin' ? object.name : undefined;
}

function lowerBuiltin(low: Lowering, call: CallExpr, name: string, mode: CallStep['mode']): Value[] {
  const { pos } = call;
  const type = typeOf(low, call);
  const args = call.args.filter((arg) => low.info.types.get(arg)?.mode !== 'type').map((arg) => lowerExpr(low, arg));
  const result: Root | undefined = ['print', 'println', 'panic', 'close', 'delete', 'clear'].includes(name)
    ? undefined
    : low.temporary(type);
  if (name === 'new' && result !== undefined) {
    const to = rootPath(result, pos);
    low.emit({ op: 'move', to, from: { kind: 'composite', type, parts: [], pos }, pos });
    return [to];
  }
  if (name === 'append' && result !== undefined) {
    const to = rootPath(result, pos);
    const [first, ...rest] = args;
    if (first !== undefined) low.emit({ op: 'move', to, from: first, pos });
    const element = fieldPath(to, '[]', undefined, unknown('an element'), pos);
    for (const from of rest) low.emit({ op: 'move', to: call.ellipsis === 0 ? element : to, from, pos });
    return [to];
  }
  low.emit({
    op: 'call',
    mode,
    node: call,
    callee: { kind: 'builtin', name },
    receiver: undefined,
    args,
    results: result === undefined ? [] : [result],
    pos,
  });
  if (name === 'panic' && mode === 'call') low.dead();
  return result === undefined ? [] : [rootPath(result, pos)];
}

function calleeOf(low: Lowering, fun: Expr): { callee: Callee; receiver: Value | undefined } {
  if (fun.kind === 'FuncLit') return { callee: { kind: 'literal', body: literal(low, fun) }, receiver: undefined };
  // A method of a type that is not known: what it is called on is, and its name.
  if (fun.kind === 'SelectorExpr' && low.info.selections.get(fun) === undefined && !isPackageName(low, fun.x)) {
    const receiver = lowerExpr(low, fun.x);
    return { callee: { kind: 'value', value: { kind: 'other', pos: fun.pos }, name: fun.sel.name }, receiver };
  }
  const missing = missingPackage(low, fun);
  if (missing !== undefined && fun.kind === 'SelectorExpr') {
    const value: Value = { kind: 'other', pos: fun.pos };
    return { callee: { kind: 'value', value, name: fun.sel.name, package: missing }, receiver: undefined };
  }
  const value = lowerExpr(low, fun);
  switch (value.kind) {
    case 'func':
      return { callee: { kind: 'static', func: value.func }, receiver: undefined };
    case 'bound':
      return {
        callee: { kind: value.method.isInterfaceMethod ? 'invoke' : 'static', func: value.method },
        receiver: value.receiver,
      };
    default: {
      const name =
        value.kind === 'path'
          ? (value.fields.at(-1) ?? value.root.variable?.name ?? '')
          : fun.kind === 'SelectorExpr'
            ? fun.sel.name
            : '';
      return { callee: { kind: 'value', value, name }, receiver: undefined };
    }
  }
}

/** The path of a package that is not here, where a function of it is called. */
function missingPackage(low: Lowering, fun: Expr): string | undefined {
  if (fun.kind !== 'SelectorExpr' || fun.x.kind !== 'Ident') return undefined;
  const object = low.info.uses.get(fun.x);
  return object?.kind === 'PkgName' && object.imported.missing !== undefined ? object.imported.path : undefined;
}

function isPackageName(low: Lowering, e: Expr): boolean {
  return e.kind === 'Ident' && low.info.uses.get(e)?.kind === 'PkgName';
}

// ---- Conditions ------------------------------------------------------------------------------------------

/** Library predicates that hold only for an error that is not nil. */
const errorPredicates: ReadonlySet<string> = new Set([
  'errors.Is',
  'errors.As',
  'os.IsNotExist',
  'os.IsExist',
  'os.IsPermission',
  'os.IsTimeout',
]);

/** Whether a predicate of a program, by its name, says what kind of error one is: it holds of none that is nil. */
function asksForError(name: string): boolean {
  return /^(is|has|should|can)[A-Z]|^Is[A-Z]/.test(name) && !/ok$|success|nil|none|noerr/i.test(name);
}

/** Ends the current block with edges to `whenTrue` and `whenFalse`. */
export function lowerCondition(
  low: Lowering,
  expr: Expr,
  whenTrue: Parameters<Lowering['edge']>[0],
  whenFalse: Parameters<Lowering['edge']>[0],
): void {
  const e = withoutParens(expr);
  if (e.kind === 'UnaryExpr' && e.op === '!') return lowerCondition(low, e.x, whenFalse, whenTrue);
  if (e.kind === 'BinaryExpr' && (e.op === '&&' || e.op === '||')) {
    const second = low.newBlock();
    if (e.op === '&&') lowerCondition(low, e.x, second, whenFalse);
    else lowerCondition(low, e.x, whenTrue, second);
    low.goOn(second);
    return lowerCondition(low, e.y, whenTrue, whenFalse);
  }
  const both = (kind: Condition['kind'], place: Path | undefined, trueHolds: boolean): void => {
    const range = { pos: e.pos, end: e.end };
    low.edge(whenTrue, { kind, place, holds: trueHolds, ...range, isTaken: true });
    low.edge(whenFalse, { kind, place, holds: !trueHolds, ...range, isTaken: false });
  };
  /** The place is known not to be nil where the condition is true; of the other side nothing is known. */
  const setIfTrue = (place: Path, trueIsSet: boolean): void => {
    const range = { pos: e.pos, end: e.end };
    const known: Condition = { kind: 'nil', place, holds: false, ...range, isTaken: trueIsSet };
    const open: Condition = { kind: 'opaque', place: undefined, holds: true, ...range, isTaken: !trueIsSet };
    low.edge(whenTrue, trueIsSet ? known : open);
    low.edge(whenFalse, trueIsSet ? open : known);
  };
  if (e.kind === 'BinaryExpr' && (e.op === '==' || e.op === '!=')) {
    const x = lowerExpr(low, e.x);
    const y = lowerExpr(low, e.y);
    const [place, other] = x.kind === 'path' ? [x, y] : [y, x];
    if (place.kind === 'path' && other.kind === 'nil') return both('nil', place, e.op === '==');
    if (place.kind === 'path' && other.kind === 'bool') return both('bool', place, (e.op === '==') === other.value);
    if (place.kind === 'path' && other.kind === 'path' && isErrorType(place.type) && other.root.body === undefined)
      return setIfTrue(place, e.op === '==');
    return both('opaque', undefined, true);
  }
  if (e.kind === 'CallExpr') {
    const before = low.block.steps.length;
    const value = lowerExpr(low, e);
    const step = low.block.steps.at(-1);
    if (low.block.steps.length > before && step?.op === 'call' && step.callee.kind === 'static') {
      const { func } = step.callee;
      const arg = step.args.find((one) => one.kind === 'path' && isErrorType(one.type));
      const isPredicate = func.pkg !== undefined && errorPredicates.has(`${func.pkg.path}.${func.name}`);
      if (arg?.kind === 'path' && (isPredicate || asksForError(func.name))) return setIfTrue(arg, true);
    }
    return value.kind === 'path' ? both('bool', value, true) : both('opaque', undefined, true);
  }
  const value = lowerExpr(low, e);
  if (value.kind === 'bool') {
    low.edge(value.value ? whenTrue : whenFalse);
    return;
  }
  return value.kind === 'path' ? both('bool', value, true) : both('opaque', undefined, true);
}

/** A constant of a type of error numbers: 0 says that there is no error, as nil does, and any other one is one. */
function errorNumber(low: Lowering, e: Expr): Value | undefined {
  const known = low.info.types.get(e);
  if (known?.value === undefined || !isErrorNumber(known.type)) return undefined;
  const { value } = known;
  const isNone = (value.kind === 'int' && value.value === 0n) || (value.kind === 'string' && value.value === '');
  return isNone ? { kind: 'nil', pos: e.pos } : { kind: 'composite', type: known.type, parts: [], pos: e.pos };
}

/** A type such as syscall.Errno. */
function isErrorNumber(type: Type): boolean {
  return type.kind === 'Named' && under(type).kind === 'Basic' && isErrorType(type);
}

const errorTypes = new WeakMap<Type, boolean>();

/** `error`, or a type of the program that is one: a pointer, an interface or a number with its method. */
export function isErrorType(type: Type): boolean {
  if (type.kind !== 'Named' && type.kind !== 'Pointer') return false;
  if (type.kind === 'Named' && type.obj.pkg === undefined) return type.obj.name === 'error';
  const { kind } = under(type);
  if (type.kind === 'Named' && kind !== 'Interface' && kind !== 'Basic') return false;
  let answer = errorTypes.get(type);
  if (answer === undefined) {
    const method = methodSet(type).byId.get('Error')?.obj;
    const signature = method?.kind === 'Func' ? method.type : undefined;
    answer = signature?.params.vars.length === 0 && signature.results.vars.length === 1;
    errorTypes.set(type, answer);
  }
  return answer;
}
