// Which fields anything that runs sets to more than zero. Fields are looked at over all objects of their type. What
// `reflect` may set counts as set: a field with a tag, and an exported one of a type that is handed to reflect. Misses
// what is written through unsafe pointers; fields of package runtime, which are, are taken to be set.

import { noPos, type Pos } from '#base/position.js';
import type { Fn } from '#go/flow/function.js';
import { withoutParens } from '#go/flow/program-index.js';
import type { CompositeLit, Expr, Node, SelectorExpr } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import { walk } from '#go/syntax/walk.js';
import type { ConstantValue } from '#go/types/constant.js';
import { identical } from '#go/types/identical.js';
import { isExportedName, type Var } from '#go/types/object.js';
import { type Struct, type Type, unalias, under } from '#go/types/type.js';
import type { Engine } from './engine.js';

/** A parameter of a function, or of the one around a literal in it. */
export interface Given {
  readonly param: Var;
  readonly fn: Fn;
}

/** The fields of the program, and who waits for one to be set. */
export class FieldFacts {
  readonly #set = new Set<Pos>();
  /** The parameters that fields are set to; of one that is also set to something else, that it is. */
  readonly #given = new Map<Pos, Given[] | 'other'>();
  readonly #waiting = new Map<Pos, (() => void)[]>();
  /** Values of package variables that call nothing run too, and are reached by nobody: by the words in them. */
  #initial: Map<string, Unit[]> | undefined;
  readonly #pending: Unit[] = [];
  readonly #read = new Set<Unit>();
  readonly #reflected = new Set<Type>();

  /** A variable's declaration that runs though nothing calls it. */
  addInitial(unit: Unit): void {
    this.#pending.push(unit);
  }

  /** A function that runs. One walk over it. */
  note(fn: Fn): void {
    // A literal is part of the function around it.
    if (fn.kind !== 'literal') collectSet(fn, (pos, by) => this.#put(pos, by));
  }

  /** A value that reflect may write to: its fields, and those of what lies in them. */
  noteReflected(type: Type): void {
    const t = unalias(type);
    if (this.#reflected.has(t)) return;
    this.#reflected.add(t);
    const u = under(t);
    if (u.kind === 'Pointer' || u.kind === 'Slice' || u.kind === 'Array' || u.kind === 'Map')
      this.noteReflected(u.elem);
    if (u.kind !== 'Struct') return;
    for (const field of u.fields) {
      if (!isExportedName(field.name) && !field.embedded) continue;
      this.#put(field.pos);
      this.noteReflected(field.type);
    }
  }

  /** Whether a selected field may hold more than zero. */
  isSet(engine: Engine, x: SelectorExpr, fn: Fn): boolean {
    const selection = fn.info.selections.get(x);
    const field = selection?.obj;
    if (selection === undefined || field?.kind !== 'Var' || field.pos === noPos) return true;
    if (this.#set.has(field.pos)) return true;
    const owner = ownerOf(selection.recv, selection.index);
    const path = field.pkg?.path ?? '';
    if (owner === undefined || path === 'runtime' || path.startsWith('internal/runtime')) return true;
    const tag = owner.struct.tags[owner.struct.fields.findIndex(({ name }) => name === field.name)] ?? '';
    if (tag !== '' || owner.name === undefined) return true;
    const units = this.#initialByWord();
    for (const word of [field.name, owner.name]) for (const unit of units.get(word) ?? []) this.#collect(engine, unit);
    return this.#set.has(field.pos);
  }

  /** Calls `hear` when the field is set; which it must not be yet. */
  onSet(field: Var, hear: () => void): void {
    const waiting = this.#waiting.get(field.pos);
    if (waiting === undefined) this.#waiting.set(field.pos, [hear]);
    else waiting.push(hear);
  }

  /** The parameters that a field is set to, if it is never set to anything else; empty if that is not known. */
  givenTo(field: Var): readonly Given[] {
    const given = this.#given.get(field.pos);
    return given === undefined || given === 'other' ? [] : given;
  }

  #put(pos: Pos, by?: Given): void {
    const given = this.#given.get(pos);
    if (by === undefined) this.#given.set(pos, 'other');
    else if (given === undefined) this.#given.set(pos, [by]);
    else if (given !== 'other') given.push(by);
    if (this.#set.has(pos)) return;
    this.#set.add(pos);
    const waiting = this.#waiting.get(pos);
    this.#waiting.delete(pos);
    for (const hear of waiting ?? []) hear();
  }

  /** By words before a colon or a brace: those of fields and types in literals. */
  #initialByWord(): ReadonlyMap<string, readonly Unit[]> {
    if (this.#initial !== undefined) return this.#initial;
    this.#initial = new Map();
    const decoder = new TextDecoder();
    for (const unit of this.#pending) {
      const { base, bytes } = unit.file.text;
      const text = decoder.decode(bytes.subarray(unit.pos - base, unit.end - base));
      const words = new Set(Array.from(text.matchAll(/([\p{L}_][\p{L}\p{Nd}_]*)\s*[:{]/gu), ([, word = '']) => word));
      for (const word of words) {
        const units = this.#initial.get(word);
        if (units === undefined) this.#initial.set(word, [unit]);
        else units.push(unit);
      }
    }
    return this.#initial;
  }

  #collect(engine: Engine, unit: Unit): void {
    if (this.#read.has(unit) || unit.decl.kind !== 'GenDecl') return;
    this.#read.add(unit);
    for (const spec of unit.decl.specs)
      if (spec.kind === 'VarSpec' && spec.values.length > 0)
        collectSet(engine.functions.ofInitializer(spec, unit), (pos, by) => this.#put(pos, by));
  }
}

/** The struct that a field at the end of a path stands in, and the name of its type. */
function ownerOf(
  recv: Type,
  index: readonly number[],
): { readonly struct: Struct; readonly name: string | undefined } | undefined {
  let t = unalias(recv);
  for (const at of index.slice(0, -1)) {
    const u = under(t.kind === 'Pointer' ? t.elem : t);
    const field = u.kind === 'Struct' ? u.fields[at] : undefined;
    if (field === undefined) return undefined;
    t = unalias(field.type);
  }
  if (t.kind === 'Pointer') t = unalias(t.elem);
  const struct = under(t);
  return struct.kind === 'Struct' ? { struct, name: t.kind === 'Named' ? t.obj.name : undefined } : undefined;
}

export function isZeroConstant(value: ConstantValue): boolean | undefined {
  switch (value.kind) {
    case 'bool':
      return !value.value;
    case 'string':
      return value.value === '';
    case 'int':
      return value.value === 0n;
    default:
      return undefined;
  }
}

/** The fields, by where they are declared, that a function sets to more than zero, or hands out the address of. */
function collectSet(fn: Fn, found: (field: Pos, by: Given | undefined) => void): void {
  const { info } = fn;
  const note = (target: Expr | undefined, value?: Expr): void => {
    const x = target === undefined ? undefined : withoutParens(target);
    const object = x?.kind === 'SelectorExpr' ? info.selections.get(x)?.obj : undefined;
    if (object?.kind === 'Var') found(object.pos, givenBy(value));
  };
  const givenBy = (value: Expr | undefined): Given | undefined => {
    const x = value === undefined ? undefined : withoutParens(value);
    const object = x?.kind === 'Ident' ? info.uses.get(x) : undefined;
    return object?.kind === 'Var' && fn.params.includes(object) ? { param: object, fn } : undefined;
  };
  const isNothing = (expr: Expr | undefined): boolean => {
    const recorded = expr === undefined ? undefined : info.types.get(withoutParens(expr));
    return recorded?.mode === 'nil' || (recorded?.value !== undefined && isZeroConstant(recorded.value) === true);
  };
  walk(fn.node, (node: Node) => {
    switch (node.kind) {
      case 'AssignStmt':
        node.lhs.forEach((target, at) => {
          if (node.lhs.length !== node.rhs.length) note(target);
          else if (!isNothing(node.rhs[at])) note(target, node.op === '=' ? node.rhs[at] : undefined);
        });
        break;
      case 'IncDecStmt':
        note(node.x);
        break;
      case 'UnaryExpr':
        if (node.op === '&') note(node.x);
        break;
      case 'RangeStmt':
        note(node.key);
        note(node.value);
        break;
      case 'SelectorExpr': {
        // A method with a pointer receiver is given the address.
        const selection = info.selections.get(node);
        if (selection?.kind === 'MethodVal' && !selection.indirect) note(node.x);
        break;
      }
      case 'CompositeLit':
        collectFromLiteral(node, fn, isNothing, (pos, value) => found(pos, givenBy(value)));
        break;
      case 'CallExpr': {
        // A struct that is converted brings what its fields hold.
        const [arg] = node.args;
        const to = info.types.get(node.fun)?.mode === 'type' ? info.types.get(node)?.type : undefined;
        const from = arg === undefined ? undefined : info.types.get(withoutParens(arg))?.type;
        if (to !== undefined && from !== undefined && !identical(to, from))
          collectFromConversion(to, (pos) => found(pos, undefined));
        break;
      }
      default:
    }
    return true;
  });
}

function collectFromConversion(type: Type, found: (field: Pos) => void): void {
  const t = unalias(type);
  const u = under(t.kind === 'Pointer' ? t.elem : t);
  if (u.kind === 'Struct') for (const field of u.fields) found(field.pos);
}

function collectFromLiteral(
  literal: CompositeLit,
  fn: Fn,
  isNothing: (expr: Expr | undefined) => boolean,
  found: (field: Pos, value: Expr) => void,
): void {
  const type = fn.info.types.get(literal)?.type;
  const t = type === undefined ? undefined : unalias(type);
  // `{…}` in a `[]*T` is a `&T{…}`.
  const struct = t === undefined ? undefined : under(t.kind === 'Pointer' ? t.elem : t);
  if (struct?.kind !== 'Struct') return;
  literal.elts.forEach((element, index) => {
    const keyed = element.kind === 'KeyValueExpr' && element.key.kind === 'Ident' ? element.key.name : undefined;
    const field = keyed === undefined ? struct.fields[index] : struct.fields.find(({ name }) => name === keyed);
    const value = element.kind === 'KeyValueExpr' ? element.value : element;
    if (field !== undefined && !isNothing(value)) found(field.pos, value);
  });
}
