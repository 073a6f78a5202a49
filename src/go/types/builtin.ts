// Calls of the predeclared functions and of those of package unsafe; each call has a signature of its own, which is
// recorded for the function's name. Mirrors builtins.go; whether the arguments are allowed is not verified.

import type { CallExpr, Expr } from '#go/syntax/ast.js';
import { assignableTo, defaultType } from './assignability.js';
import {
  binaryOp,
  type ConstantValue,
  compareConstants,
  imagPart,
  makeImaginary,
  makeInt,
  realPart,
  signOf,
  toFloat,
} from './constant.js';
import { type Environment, type ExpressionKind, unparen } from './environment.js';
import { expr, exprList, exprOrType, useAll } from './evaluate.js';
import { indexValue } from './index-expression.js';
import { FoundSelection } from './info.js';
import { lookupFieldOrMethod } from './lookup.js';
import { Var } from './object.js';
import { copyOperand, fail, failed, type Operand, setValue } from './operand.js';
import { matchTypes } from './operator.js';
import { isNumeric, isString, isTypeParam, isUntyped, isUntypedNumeric } from './predicates.js';
import {
  deref,
  newInterface,
  newPointer,
  newSignature,
  newSlice,
  newTuple,
  type Struct,
  type Type,
  under,
} from './type.js';
import { commonUnder, everyType } from './type-set.js';
import { basicType, byteType } from './universe.js';
import { assignment, convertUntyped, updateExprType } from './untyped.js';

/** What `panic` takes and `recover` gives: written out, not as `any`. */
const emptyInterface = newInterface([], []);

/** Built-ins that may stand as a statement. */
const statements = new Set(['clear', 'close', 'copy', 'delete', 'panic', 'print', 'println', 'recover']);

export function builtinCall(env: Environment, x: Operand, call: CallExpr): ExpressionKind {
  const name = x.builtin;
  const measuring = name === 'len' || name === 'cap';
  const before = env.hasCallOrReceive;
  if (measuring) env.hasCallOrReceive = false;
  x.value = undefined;
  x.mode = 'value';
  evaluate(env, x, call, name);
  if (measuring) env.hasCallOrReceive = before;
  if (!failed(x) && x.value === undefined) env.hasCallOrReceive = true;
  return statements.has(name) ? 'statement' : 'expression';
}

function evaluate(env: Environment, x: Operand, call: CallExpr, name: string): void {
  switch (name) {
    case 'make':
      make(env, x, call);
      return;
    case 'new':
      allocate(env, x, call);
      return;
    case 'unsafe.Offsetof':
      offsetOf(env, x, call);
      return;
    default:
  }
  const args = exprList(env, call.args);
  const [first] = args;
  for (const arg of args) {
    // An argument that is not known leaves those calls known whose type does not hang on it.
    if (
      arg.mode === 'unknown' &&
      !['len', 'cap', 'panic', 'print', 'println', 'copy', 'close', 'delete', 'clear', 'unsafe.Sizeof'].includes(name)
    ) {
      for (const other of args) assignment(env, other, undefined);
      if (name === 'append' && first !== undefined && first !== arg) setValue(x, first.type);
      else copyOperand(arg, x);
      return;
    }
  }
  if (first === undefined) {
    withoutArguments(env, x, call, name);
    return;
  }
  switch (name) {
    case 'append':
      append(env, x, call, args, first);
      return;
    case 'len':
    case 'cap':
      measure(env, x, call, first, name);
      return;
    case 'clear':
    case 'close':
      x.mode = 'void';
      recordSignature(env, call, undefined, [first.type]);
      return;
    case 'complex':
      complex(env, x, call, first, args[1]);
      return;
    case 'real':
    case 'imag':
      part(env, x, call, first, name);
      return;
    case 'copy': {
      const second = args[1];
      setValue(x, basicType('int'));
      recordSignature(env, call, x.type, second === undefined ? [first.type] : [first.type, second.type]);
      return;
    }
    case 'delete': {
      const map = commonUnder(first.type);
      const key = map?.kind === 'Map' ? map.key : undefined;
      if (args[1] !== undefined) assignment(env, args[1], key);
      x.mode = 'void';
      recordSignature(env, call, undefined, key === undefined ? [first.type] : [first.type, key]);
      return;
    }
    case 'max':
    case 'min':
      extreme(env, x, call, args, name === 'max');
      return;
    case 'panic':
      assignment(env, first, emptyInterface);
      x.mode = 'void';
      recordSignature(env, call, undefined, [emptyInterface]);
      return;
    case 'print':
    case 'println':
      for (const arg of args) assignment(env, arg, undefined);
      x.mode = 'void';
      recordSignature(
        env,
        call,
        undefined,
        args.map((arg) => arg.type),
      );
      return;
    default:
      unsafeCall(env, x, call, name, first, args[1]);
  }
}

function withoutArguments(env: Environment, x: Operand, call: CallExpr, name: string): void {
  if (name === 'recover') {
    setValue(x, emptyInterface);
    recordSignature(env, call, emptyInterface, []);
  } else if (name === 'print' || name === 'println') {
    x.mode = 'void';
    recordSignature(env, call, undefined, []);
  } else {
    x.mode = 'unknown';
    x.type = basicType('invalid');
    fail(x, `${name} is called without arguments`);
  }
}

/** Records the signature of this call for the built-in's name and the parentheses around it. */
function recordSignature(
  env: Environment,
  call: CallExpr,
  result: Type | undefined,
  params: readonly Type[],
  variadic = false,
): void {
  const vars = params.map((type) => {
    const known = isUntyped(type) ? defaultType(type) : type;
    return new Var('', undefined, 0, 'param', known);
  });
  const signature = newSignature({
    params: newTuple(vars),
    results: newTuple(result === undefined ? [] : [new Var('', undefined, 0, 'result', result)]),
    variadic,
  });
  let fun: Expr = call.fun;
  for (;;) {
    env.recordType(fun, 'builtin', signature);
    if (fun.kind !== 'ParenExpr') return;
    fun = fun.x;
  }
}

function append(env: Environment, x: Operand, call: CallExpr, args: readonly Operand[], first: Operand): void {
  const slice = first.type;
  const core = commonUnder(slice);
  if (core?.kind !== 'Slice') {
    for (const arg of args) assignment(env, arg, undefined);
    x.type = slice;
    fail(x, 'what is appended to is no slice');
    return;
  }
  const second = args[1];
  setValue(x, slice);
  if (args.length === 2 && call.ellipsis !== 0 && second !== undefined && appendsString(first, second)) {
    // An untyped string stays untyped here.
    recordSignature(env, call, slice, [slice, second.type], true);
    return;
  }
  const spread = call.ellipsis !== 0;
  for (let i = 1; i < args.length; i++) {
    const arg = args[i];
    if (arg !== undefined) assignment(env, arg, spread && i === args.length - 1 ? newSlice(core.elem) : core.elem);
  }
  recordSignature(env, call, slice, [slice, newSlice(core.elem)], true);
}

/** Whether this is `append(b, s...)` with bytes and a string, or a type parameter that may be a string. */
function appendsString(first: Operand, second: Operand): boolean {
  if (assignableTo({ mode: 'value', type: first.type, value: undefined }, newSlice(byteType)) !== 'yes') return false;
  let hasString = false;
  const fits = everyType(second.type, (_, u) => {
    if (u !== undefined && isString(u)) {
      hasString = true;
      return true;
    }
    return u?.kind === 'Slice' && isByte(u.elem);
  });
  return fits && hasString;
}

function isByte(type: Type): boolean {
  return under(type) === byteType || (type.kind === 'Basic' && type.basic === 'uint8');
}

function arrayOf(type: Type): Type {
  const u = under(type);
  if (u.kind === 'Pointer') {
    const elem = under(u.elem);
    if (elem.kind === 'Array') return elem;
  }
  return u;
}

function measure(env: Environment, x: Operand, call: CallExpr, arg: Operand, name: string): void {
  const int = basicType('int');
  const u = arrayOf(arg.type);
  let value: ConstantValue | undefined;
  if (name === 'len' && arg.mode === 'const' && arg.value?.kind === 'string') value = makeInt(arg.value.value.length);
  else if (u.kind === 'Array' && !isTypeParam(arg.type) && !env.hasCallOrReceive && u.length !== undefined)
    value = makeInt(u.length);
  if (value !== undefined) {
    x.mode = 'const';
    x.type = int;
    x.value = value;
    return;
  }
  setValue(x, int);
  recordSignature(env, call, int, [arg.type]);
}

/** `complex`, `real` and `imag` go from a floating-point type to the complex one of twice its size and back. */
const complexOf: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['float32', basicType('complex64')],
  ['float64', basicType('complex128')],
  ['untyped float', basicType('untyped complex')],
]);
const partOf: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['complex64', basicType('float32')],
  ['complex128', basicType('float64')],
  ['untyped complex', basicType('untyped float')],
]);

function complex(env: Environment, x: Operand, call: CallExpr, re: Operand, im: Operand | undefined): void {
  if (im === undefined) {
    fail(x, 'complex needs two arguments');
    return;
  }
  if (isUntyped(re.type) && isUntyped(im.type)) {
    if (re.mode === 'const' && im.mode === 'const') {
      for (const arg of [re, im]) {
        if (isNumeric(arg.type) && arg.value !== undefined && signOf(imagPart(arg.value)) === 0)
          arg.type = basicType('untyped float');
      }
    } else for (const arg of [re, im]) convertUntyped(env, arg, basicType('float64'));
  } else if (isUntyped(re.type)) convertUntyped(env, re, im.type);
  else if (isUntyped(im.type)) convertUntyped(env, im, re.type);
  const u = under(re.type);
  const type = u.kind === 'Basic' ? complexOf.get(u.basic) : undefined;
  if (type === undefined) {
    x.type = re.type;
    fail(x, 'complex needs floating-point arguments');
    return;
  }
  if (re.mode === 'const' && im.mode === 'const' && re.value !== undefined && im.value !== undefined) {
    x.value = binaryOp(toFloat(re.value), '+', makeImaginary(toFloat(im.value)));
    x.mode = 'const';
  } else {
    recordSignature(env, call, type, [re.type, re.type]);
    x.mode = 'value';
  }
  x.type = type;
}

function part(env: Environment, x: Operand, call: CallExpr, arg: Operand, name: string): void {
  if (isUntyped(arg.type)) {
    if (arg.mode === 'const') {
      if (isUntypedNumeric(arg.type)) arg.type = basicType('untyped complex');
    } else convertUntyped(env, arg, basicType('complex128'));
  }
  const u = under(arg.type);
  const type = u.kind === 'Basic' ? partOf.get(u.basic) : undefined;
  if (type === undefined) {
    x.type = arg.type;
    fail(x, `${name} needs a complex argument`);
    return;
  }
  if (arg.mode === 'const' && arg.value !== undefined) {
    x.mode = 'const';
    x.value = name === 'real' ? realPart(arg.value) : imagPart(arg.value);
  } else {
    recordSignature(env, call, type, [arg.type]);
    x.mode = 'value';
  }
  x.type = type;
}

function make(env: Environment, x: Operand, call: CallExpr): void {
  const [first, ...sizes] = call.args;
  if (first === undefined) {
    fail(x, 'make is called without arguments');
    return;
  }
  const type = env.core.typeOf(env, first);
  const params = [type];
  for (const size of sizes) params.push(indexValue(env, size).type);
  setValue(x, type);
  recordSignature(env, call, type, params);
}

function allocate(env: Environment, x: Operand, call: CallExpr): void {
  const [first] = call.args;
  if (first === undefined) {
    fail(x, 'new is called without arguments');
    return;
  }
  exprOrType(env, x, first, false);
  if (x.mode !== 'type') assignment(env, x, undefined);
  if (x.mode === 'unknown') return;
  const { type } = x;
  setValue(x, newPointer(type));
  recordSignature(env, call, x.type, [type]);
}

function extreme(env: Environment, x: Operand, call: CallExpr, args: readonly Operand[], isMax: boolean): void {
  const [first] = args;
  if (first === undefined) return;
  copyOperand(first, x);
  for (let i = 1; i < args.length; i++) {
    const arg = args[i];
    if (arg === undefined) continue;
    matchTypes(env, x, arg);
    if (x.mode === 'unknown') return;
    if (x.mode === 'const' && arg.mode === 'const' && x.value !== undefined && arg.value !== undefined) {
      if (compareConstants(arg.value, isMax ? '>' : '<', x.value)) copyOperand(arg, x);
    } else x.mode = 'value';
  }
  if (x.mode !== 'const') {
    x.mode = 'value';
    x.value = undefined;
    assignment(env, x, emptyInterface);
  }
  for (const arg of args) updateExprType(env, arg.expr, x.type, true);
  if (x.mode !== 'const')
    recordSignature(
      env,
      call,
      x.type,
      args.map(() => x.type),
    );
}

function offsetOf(env: Environment, x: Operand, call: CallExpr): void {
  const uintptr = basicType('uintptr');
  const [first] = call.args;
  const selected = first === undefined ? undefined : unparen(first);
  if (selected?.kind !== 'SelectorExpr') {
    useAll(env, call.args);
    setValue(x, uintptr);
    return;
  }
  expr(env, x, selected.x);
  if (x.mode === 'unknown') return;
  const addressable = x.mode === 'variable';
  const pointer = under(x.type);
  const base = pointer.kind === 'Pointer' && under(pointer.elem).kind === 'Struct' ? pointer.elem : x.type;
  const found = lookupFieldOrMethod(base, false, env.pkg, selected.sel.name);
  if (!found.found || found.obj.kind !== 'Var') {
    fail(x, 'offsetof needs a field');
    return;
  }
  const { obj, index } = found;
  env.recordSelection(selected, new FoundSelection('FieldVal', base, { obj, index, indirect: false }, obj.type));
  env.recordType(selected, addressable ? 'variable' : 'value', obj.type);
  const offset = hasVarSize(base, new Set()) ? undefined : offsetAt(env, base, index);
  setValue(x, uintptr);
  if (offset === undefined) recordSignature(env, call, uintptr, [obj.type]);
  else {
    x.mode = 'const';
    x.value = makeInt(offset);
  }
}

/** The offset of the field at the end of a path through embedded structs. */
function offsetAt(env: Environment, base: Type, index: readonly number[]): number | undefined {
  let type = base;
  let offset = 0;
  for (const i of index) {
    const struct: Type = under(deref(type).type);
    if (struct.kind !== 'Struct') return undefined;
    const known: Struct = struct;
    const at = env.core.sizes.offsetsof(known)?.[i];
    const field = known.fields[i];
    if (at === undefined || field === undefined) return undefined;
    offset += at;
    type = field.type;
  }
  return offset;
}

/** Whether the size hangs on a type parameter. */
function hasVarSize(type: Type, seen: Set<Type>): boolean {
  if (isTypeParam(type)) return true;
  if (seen.has(type)) return false;
  seen.add(type);
  const u = under(type);
  if (u.kind === 'Array') return hasVarSize(u.elem, seen);
  return u.kind === 'Struct' && u.fields.some((field) => hasVarSize(field.type, seen));
}

function unsafeCall(
  env: Environment,
  x: Operand,
  call: CallExpr,
  name: string,
  first: Operand,
  second: Operand | undefined,
): void {
  const uintptr = basicType('uintptr');
  const pointer = basicType('unsafe.Pointer');
  const bytes = newPointer(byteType);
  if (second !== undefined) convertUntyped(env, second, basicType('int'));
  const secondType = second === undefined ? [] : [second.type];
  switch (name) {
    case 'unsafe.Add':
      assignment(env, first, pointer);
      setValue(x, pointer);
      recordSignature(env, call, pointer, [first.type, ...secondType]);
      return;
    case 'unsafe.Sizeof':
    case 'unsafe.Alignof': {
      assignment(env, first, undefined);
      const { sizes } = env.core;
      const size = hasVarSize(first.type, new Set())
        ? undefined
        : name === 'unsafe.Sizeof'
          ? sizes.sizeof(first.type)
          : sizes.alignof(first.type);
      setValue(x, uintptr);
      if (size === undefined) recordSignature(env, call, uintptr, [first.type]);
      else {
        x.mode = 'const';
        x.value = makeInt(size);
      }
      return;
    }
    case 'unsafe.Slice': {
      const base = commonUnder(first.type);
      if (base?.kind !== 'Pointer') {
        fail(x, 'unsafe.Slice needs a pointer');
        return;
      }
      setValue(x, newSlice(base.elem));
      recordSignature(env, call, x.type, [base, ...secondType]);
      return;
    }
    case 'unsafe.SliceData': {
      const base = commonUnder(first.type);
      if (base?.kind !== 'Slice') {
        fail(x, 'unsafe.SliceData needs a slice');
        return;
      }
      setValue(x, newPointer(base.elem));
      recordSignature(env, call, x.type, [base]);
      return;
    }
    case 'unsafe.String':
      assignment(env, first, bytes);
      setValue(x, basicType('string'));
      recordSignature(env, call, x.type, [bytes, ...secondType]);
      return;
    case 'unsafe.StringData':
      assignment(env, first, basicType('string'));
      setValue(x, bytes);
      recordSignature(env, call, bytes, [basicType('string')]);
      return;
    default:
      useAll(env, []);
      fail(x, `there is no built-in ${name}`);
  }
}
