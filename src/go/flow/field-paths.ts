// Names for things that hold as long as a function runs: a parameter, or a local variable that is set once, and the fields on
// the way from it. Two names may be of one thing: what one literal puts into two of its fields, or what one call returned
// in two parts, as the ends of a pipe. Such names are brought to one form, so that equal names are of one thing.
// Rests on: fields that are set in literals only hold the same for ever.
// Misses: elements of maps and slices, what closures capture, structs that are overwritten as a whole.

import type { CallExpr, CompositeLit, Expr, SelectorExpr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import type { Call } from './body.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import { namedCallee, withoutParens } from './program-index.js';
import { fieldAt, isStructLike } from './type-shape.js';

export interface Path {
  readonly root: Var;
  readonly fields: readonly Var[];
}

/** What an expression is: a thing with a name, a literal with parts, or a literal that has a name too. */
export interface Thing {
  readonly path?: Path | undefined;
  readonly parts?: ReadonlyMap<Var, Thing> | undefined;
}

/** In a struct, the fields `from` hold what the fields `to` hold. */
interface Alias {
  readonly from: readonly Var[];
  readonly to: readonly Var[];
}

/** Literals in literals, calls in arguments: deeper than this nobody writes what he looks at later. */
const depthLimit = 4;
/** More than this many changes to a name would be a circle. */
const aliasLimit = 4;

export class FieldPaths {
  readonly #engine: Engine;
  readonly #ids = new Map<Var, number>();
  readonly #settled = new Map<Var, boolean>();
  readonly #aliases = new Map<Var, readonly Alias[]>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Equal for equal paths. */
  key({ root, fields }: Path): string {
    return [root, ...fields].map((one) => this.#idOf(one)).join('.');
  }

  #idOf(variable: Var): number {
    let id = this.#ids.get(variable);
    if (id === undefined) this.#ids.set(variable, (id = this.#ids.size));
    return id;
  }

  /** Whether a field is set in literals only. */
  isSettled(field: Var): boolean {
    let settled = this.#settled.get(field);
    if (settled === undefined) {
      settled = this.#engine.index.assignmentsTo(field).length === 0;
      this.#settled.set(field, settled);
    }
    return settled;
  }

  of(expr: Expr, fn: Fn, depth = 0): Thing | undefined {
    const x = withoutParens(expr);
    if (depth > depthLimit) return undefined;
    switch (x.kind) {
      case 'Ident': {
        const variable = fn.info.uses.get(x) ?? fn.info.defs.get(x);
        return variable?.kind === 'Var' ? this.#ofVariable(variable, fn, depth) : undefined;
      }
      case 'SelectorExpr': {
        const selection = fn.info.selections.get(x);
        if (selection?.kind !== 'FieldVal') return undefined;
        return this.#selected(this.of(x.x, fn, depth), selection.recv, selection.index);
      }
      case 'StarExpr':
        return this.of(x.x, fn, depth);
      case 'UnaryExpr':
        return x.op === '&' ? this.of(x.x, fn, depth) : undefined;
      case 'TypeAssertExpr':
        return this.of(x.x, fn, depth);
      case 'CompositeLit':
        return this.#ofLiteral(x, fn, depth);
      case 'CallExpr':
        return this.#ofCall(x, fn, depth);
      default:
        return undefined;
    }
  }

  /** What a method is called on, through embedded fields where it is promoted. */
  receiver(call: Call): Thing | undefined {
    const fun = withoutParens(call.node.fun);
    const selection = fun.kind === 'SelectorExpr' ? call.fn.info.selections.get(fun) : undefined;
    if (selection?.kind !== 'MethodVal') return undefined;
    return this.#selected(this.of((fun as SelectorExpr).x, call.fn), selection.recv, selection.index.slice(0, -1));
  }

  #ofVariable(variable: Var, fn: Fn, depth: number): Thing | undefined {
    const { defs, stored } = this.#engine.body(fn);
    const found = defs.get(variable) ?? [];
    const [only] = found;
    if (found.length !== 1 || only === undefined || variable.isField) return undefined;
    const own = { path: { root: variable, fields: [] } };
    if (only.kind === 'param') return stored.has(variable) && !isStructLike(variable.type) ? undefined : own;
    const { source } = only;
    if (stored.has(variable) || (source.kind !== 'expr' && source.kind !== 'tuple')) return own;
    const expr = withoutParens(source.expr);
    if (source.kind === 'tuple' && (expr.kind !== 'TypeAssertExpr' || source.index !== 0)) return own;
    const from = this.of(expr, fn, depth + 1);
    // A struct is a copy, with the same in its fields; a pointer is another name of what it points to.
    if (
      from?.path === undefined ||
      isStructLike(variable.type) ||
      !from.path.fields.every((one) => this.isSettled(one))
    )
      return { ...own, parts: from?.parts };
    return from;
  }

  #selected(base: Thing | undefined, recv: Type, index: readonly number[]): Thing | undefined {
    let thing = base;
    let type = recv;
    for (const at of index) {
      const field = fieldAt(type, at);
      if (field === undefined || thing === undefined) return undefined;
      thing = select(thing, field.origin);
      type = field.type;
    }
    return thing?.path === undefined ? thing : { ...thing, path: this.#canonical(thing.path) };
  }

  #ofLiteral(x: CompositeLit, fn: Fn, depth: number): Thing | undefined {
    const parts = new Map<Var, Thing>();
    for (const [field, value] of fieldsOf(x, fn)) {
      const thing = this.of(value, fn, depth + 1);
      if (thing !== undefined) parts.set(field, thing);
    }
    return { parts };
  }

  /** Of a function that only returns something: that, as the caller names it. */
  #ofCall(x: CallExpr, fn: Fn, depth: number): Thing | undefined {
    const named = namedCallee(x, fn);
    const callee = named === undefined || named.isInvoke ? undefined : this.#engine.functions.ofObject(named.object);
    const only = callee?.body?.list.length === 1 ? callee.body.list[0] : undefined;
    if (callee === undefined || callee.recv !== undefined || only?.kind !== 'ReturnStmt') return undefined;
    const [result] = only.results;
    if (result === undefined || only.results.length !== 1 || callee.params.length !== x.args.length) return undefined;
    const given = new Map<Var, Thing | undefined>();
    callee.params.forEach((param, i) => {
      const arg = x.args[i];
      if (param !== undefined && arg !== undefined) given.set(param, this.of(arg, fn, depth + 1));
    });
    const thing = this.of(result, callee, depth + 1);
    return thing === undefined ? undefined : this.#renamed(thing, given);
  }

  #renamed({ path, parts }: Thing, given: ReadonlyMap<Var, Thing | undefined>): Thing {
    const thing = path === undefined ? undefined : this.follow(given.get(path.root), path.fields);
    if (parts === undefined) return thing ?? {};
    return {
      path: thing?.path,
      parts: new Map([...parts].map(([field, part]) => [field, this.#renamed(part, given)])),
    };
  }

  /** What is in the fields of a thing, one in the other. */
  follow(base: Thing | undefined, fields: readonly Var[]): Thing | undefined {
    let thing = base;
    for (const field of fields) thing = thing === undefined ? undefined : select(thing, field);
    return thing?.path === undefined ? thing : { ...thing, path: this.#canonical(thing.path) };
  }

  /** What is found below a thing and has a shorter name that does not lead through it. */
  *under({ root, fields }: Path): Iterable<{ readonly at: readonly Var[]; readonly path: Path }> {
    for (let i = 0; i < fields.length; i++) {
      const rest = fields.slice(i);
      for (const { from, to } of this.#aliasesFrom(fields[i]))
        if (from.length > rest.length && rest.every((field, at) => from[at] === field))
          yield { at: from.slice(rest.length), path: { root, fields: [...fields.slice(0, i), ...to] } };
    }
  }

  #canonical(path: Path): Path {
    let { fields } = path;
    for (let round = 0; round < aliasLimit; round++) {
      let changed: readonly Var[] | undefined;
      for (let i = 0; i < fields.length && changed === undefined; i++) {
        const rest = fields.slice(i);
        const alias = this.#aliasesFrom(fields[i]).find(({ from }) => from.every((field, at) => rest[at] === field));
        if (alias !== undefined) changed = [...fields.slice(0, i), ...alias.to, ...rest.slice(alias.from.length)];
      }
      if (changed === undefined) break;
      fields = changed;
    }
    return fields === path.fields ? path : { root: path.root, fields };
  }

  /** The aliases that begin with a field: known where one literal makes all structs that have it set. */
  #aliasesFrom(field: Var | undefined): readonly Alias[] {
    if (field === undefined || (field.exported && !field.embedded)) return [];
    const known = this.#aliases.get(field);
    if (known !== undefined) return known;
    this.#aliases.set(field, []);
    const [only, ...others] = this.#engine.index.storesOf(field);
    const found = only?.literal === undefined || others.length > 0 ? [] : this.#aliasesIn(only.literal, only.fn, field);
    this.#aliases.set(field, found);
    return found;
  }

  #aliasesIn(literal: CompositeLit, fn: Fn, field: Var): Alias[] {
    const leaves = [...this.#leavesOf(literal, fn, [], 0)];
    const aliases: Alias[] = [];
    leaves.forEach((leaf, order) => {
      if (leaf.at[0] !== field) return;
      const same = leaves.find(
        (other, otherOrder) =>
          other.root === leaf.root &&
          other.call === leaf.call &&
          other.fields.length <= leaf.fields.length &&
          other.fields.every((one, i) => one === leaf.fields[i]) &&
          (other.fields.length < leaf.fields.length ||
            other.at.length < leaf.at.length ||
            (other.at.length === leaf.at.length && otherOrder < order)) &&
          this.#isOnce(other.at),
      );
      if (same !== undefined && this.#isOnce(leaf.at))
        aliases.push({ from: leaf.at, to: [...same.at, ...leaf.fields.slice(same.fields.length)] });
    });
    return aliases;
  }

  /** Set by one literal, and what is in it by literals only. */
  #isOnce([first, ...rest]: readonly Var[]): boolean {
    return (
      first !== undefined && this.#engine.index.storesOf(first).length === 1 && rest.every((one) => this.isSettled(one))
    );
  }

  /** Where a literal puts what has a name. */
  *#leavesOf(literal: CompositeLit, fn: Fn, at: readonly Var[], depth: number): Iterable<Leaf> {
    if (depth > depthLimit) return;
    for (const [field, value] of fieldsOf(literal, fn)) {
      const x = withoutParens(value);
      const inner = x.kind === 'UnaryExpr' && x.op === '&' ? withoutParens(x.x) : x;
      if (inner.kind === 'CompositeLit') yield* this.#leavesOf(inner, fn, [...at, field], depth + 1);
      else if (x.kind === 'Ident') {
        const path = this.of(x, fn)?.path;
        // A struct is put there as a copy.
        const type = fn.info.types.get(x)?.type;
        if (path !== undefined && type !== undefined && !isStructLike(type))
          yield { at: [...at, field], ...this.#returnedAs(path, fn) };
      }
    }
  }

  /** Of a variable that is one of the results of a call: what the callee returns there. */
  #returnedAs(path: Path, fn: Fn): Omit<Leaf, 'at'> {
    const own = { call: undefined, ...path };
    const source = this.#engine.body(fn).defs.get(path.root)?.[0]?.source;
    const call = source?.kind === 'tuple' ? withoutParens(source.expr) : undefined;
    if (source?.kind !== 'tuple' || call?.kind !== 'CallExpr') return own;
    const named = namedCallee(call, fn);
    const callee = named === undefined || named.isInvoke ? undefined : this.#engine.functions.ofObject(named.object);
    const returns = callee === undefined ? [] : this.#engine.body(callee).returns;
    const result = returns.length === 1 ? returns[0]?.results[source.index] : undefined;
    const returned = result === undefined || callee === undefined ? undefined : this.of(result, callee)?.path;
    return returned === undefined ? own : { call, root: returned.root, fields: [...returned.fields, ...path.fields] };
  }
}

/** A place in a literal, and what stands there: within the same execution of `call`, or of the function around the literal. */
interface Leaf extends Path {
  readonly at: readonly Var[];
  readonly call: CallExpr | undefined;
}

function select({ path, parts }: Thing, field: Var): Thing {
  const part = parts?.get(field);
  return {
    path: part?.path ?? (path === undefined ? undefined : { root: path.root, fields: [...path.fields, field] }),
    parts: part?.parts,
  };
}

/** The fields that a literal of a struct sets. */
function* fieldsOf(literal: CompositeLit, fn: Fn): Iterable<readonly [Var, Expr]> {
  const recorded = fn.info.types.get(literal)?.type;
  if (recorded === undefined) return;
  const pointer = under(recorded);
  const type = pointer.kind === 'Pointer' ? pointer.elem : recorded;
  if (under(type).kind !== 'Struct') return;
  for (const [position, elt] of literal.elts.entries()) {
    if (elt.kind !== 'KeyValueExpr') {
      const field = fieldAt(type, position);
      if (field !== undefined) yield [field.origin, elt];
      continue;
    }
    const object = elt.key.kind === 'Ident' ? fn.info.uses.get(elt.key) : undefined;
    if (object?.kind === 'Var') yield [object.origin, elt.value];
  }
}
