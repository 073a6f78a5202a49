// The form in which function bodies are looked at for what they hold: a control flow graph of few kinds of steps, with
// places named by a variable and the fields selected from it. Pointers and what they point to are one place, elements of
// a slice, map or channel are one place (`[]`).
//
// One `Body` belongs to a function declaration or a literal. The bodies of a declaration and of the literals in it share
// one numbering of roots, since literals use the variables of the function around them.

import { assertNever } from '#base/errors.js';
import type { Pos } from '#base/position.js';
import type { CallExpr, FuncLit, SelectStmt } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Func, Package, Var } from '#go/types/object.js';
import type { Type } from '#go/types/type.js';

/** What a place starts from: a variable, or the result of a call or other computation. */
export interface Root {
  readonly id: number;
  /** Undefined for a result that has no name. */
  readonly variable: Var | undefined;
  /** The body that declares it; undefined for a package-level variable. */
  readonly body: Body | undefined;
  readonly type: Type;
  /** Parameters and the receiver: -1 is the receiver. */
  readonly parameter: number | undefined;
}

/** A place: `s.conn` is the root of `s` with one field. */
export interface Path {
  readonly kind: 'path';
  readonly root: Root;
  readonly fields: readonly string[];
  /** The selected fields, without elements. */
  readonly vars: readonly Var[];
  /** `12.conn`: the root's number and the fields. */
  readonly key: string;
  readonly type: Type;
  readonly pos: Pos;
}

export type Value =
  | Path
  | { readonly kind: 'function'; readonly body: Body; readonly pos: Pos }
  /** A method value: `conn.Close` that is not called. */
  | { readonly kind: 'bound'; readonly receiver: Value; readonly method: Func; readonly pos: Pos }
  /** A literal of a struct, slice, array or map; `field` is `[]` for elements. */
  | {
      readonly kind: 'composite';
      readonly type: Type;
      readonly parts: readonly { readonly field: string; readonly variable: Var | undefined; readonly value: Value }[];
      readonly pos: Pos;
    }
  | { readonly kind: 'nil'; readonly pos: Pos }
  | { readonly kind: 'bool'; readonly value: boolean; readonly pos: Pos }
  | { readonly kind: 'zero'; readonly pos: Pos }
  /** A function that is named and not called. */
  | { readonly kind: 'func'; readonly func: Func; readonly pos: Pos }
  /** Computed from others without holding them. */
  | { readonly kind: 'other'; readonly pos: Pos };

export type Callee =
  | { readonly kind: 'static'; readonly func: Func }
  | { readonly kind: 'invoke'; readonly func: Func }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'literal'; readonly body: Body }
  /**
   * A function value, or something whose type is not known. `name` is that of the variable, field or function; `package` is
   * set for a function of a package that is not here.
   */
  | { readonly kind: 'value'; readonly value: Value; readonly name: string; readonly package?: string };

export interface CallStep {
  readonly op: 'call';
  readonly mode: 'call' | 'go' | 'defer';
  readonly node: CallExpr;
  readonly callee: Callee;
  readonly receiver: Value | undefined;
  readonly args: readonly Value[];
  readonly results: readonly Root[];
  readonly pos: Pos;
}
export interface MoveStep {
  readonly op: 'move';
  readonly to: Path;
  readonly from: Value;
  /** It becomes a key of a map, by which things are kept count of, not kept. */
  readonly isKey?: boolean;
  /** A `return` gives it to a named result; `returned` are all the values that it names. */
  readonly isReturn?: boolean;
  readonly returned?: readonly Value[];
  readonly pos: Pos;
}
export interface SendStep {
  readonly op: 'send';
  readonly channel: Value;
  readonly value: Value;
  readonly select: SelectStmt | undefined;
  readonly pos: Pos;
}
/** Also `for range` over a channel, once for each round. */
export interface ReceiveStep {
  readonly op: 'receive';
  readonly channel: Value;
  readonly result: Root;
  readonly select: SelectStmt | undefined;
  readonly isRange: boolean;
  readonly pos: Pos;
}
export interface ReturnStep {
  readonly op: 'return';
  readonly values: readonly Value[];
  readonly pos: Pos;
}
export type Step = CallStep | MoveStep | SendStep | ReceiveStep | ReturnStep;

/** What must hold to take an edge. `nil` and `bool` are facts about a place. */
export interface Condition {
  readonly kind: 'nil' | 'bool' | 'opaque';
  readonly place: Path | undefined;
  readonly holds: boolean;
  /** Of the expression as written, or of the clause. */
  readonly pos: Pos;
  readonly end: Pos;
  /** Whether the text as written holds; `undefined` for a clause that is chosen. */
  readonly isTaken: boolean | undefined;
}

export interface Edge {
  readonly to: Block;
  readonly condition: Condition | undefined;
}

export interface Block {
  readonly id: number;
  readonly steps: Step[];
  readonly edges: Edge[];
  /** The loops around it, the outermost first. */
  readonly loops: readonly Loop[];
}

export interface Loop {
  readonly pos: Pos;
  /** `endless` has no condition, `condition` one, `range` goes over a collection, `channel` over a channel. */
  readonly kind: 'endless' | 'condition' | 'range' | 'channel';
  /** Key of the place whose elements it goes over. */
  readonly over?: string;
}

export interface Body {
  readonly name: string;
  readonly unit: Unit;
  readonly pkg: Package;
  readonly literal: FuncLit | undefined;
  readonly outer: Body | undefined;
  readonly pos: Pos;
  readonly end: Pos;
  readonly results: readonly Type[];
  /** Named results. */
  readonly resultRoots: readonly (Root | undefined)[];
  readonly parameters: readonly Root[];
  readonly receiver: Root | undefined;
  readonly entry: Block;
  readonly blocks: readonly Block[];
  readonly literals: readonly Body[];
}

/** A declaration's bodies. */
export interface LoweredUnit {
  readonly unit: Unit;
  readonly pkg: Package;
  readonly body: Body;
  /** With those of literals, outer before inner. */
  readonly bodies: readonly Body[];
  /** Literals by variable, where the variable is assigned exactly once in the declaration. */
  readonly literalOf: ReadonlyMap<number, Body>;
  /** Roots that hold an object made in this declaration and nothing else. */
  readonly fresh: ReadonlySet<number>;
}

/** Whether a value is a place that `is` accepts, or has one as its receiver or as a part. */
export function holdsPlace(value: Value | undefined, is: (path: Path) => boolean): boolean {
  switch (value?.kind) {
    case 'path':
      return is(value);
    case 'bound':
      return holdsPlace(value.receiver, is);
    case 'composite':
      return value.parts.some((part) => holdsPlace(part.value, is));
    default:
      return false;
  }
}

/** Calls `visit` with each place in a value. */
export function eachPlace(value: Value, visit: (path: Path) => void): void {
  holdsPlace(value, (path) => {
    visit(path);
    return false;
  });
}

/** The values that a step assigns, passes, returns or sends; not what a method is called on. */
export function handedOn(step: Step): readonly Value[] {
  switch (step.op) {
    case 'move':
      return [step.from];
    case 'call':
      return step.args;
    case 'return':
      return step.values;
    case 'send':
      return [step.value];
    case 'receive':
      return [];
    default:
      return assertNever(step);
  }
}

/** Whether a value is in a root, or holds what is. */
export function holdsRoot(value: Value | undefined, root: Root): boolean {
  return holdsPlace(value, (path) => path.root === root);
}

/** Whether a step hands on what is in a root, or calls a method on it. */
export function usesRoot(step: Step, root: Root): boolean {
  return (
    (step.op === 'call' && holdsRoot(step.receiver, root)) || handedOn(step).some((value) => holdsRoot(value, root))
  );
}

/** Whether a body, or a literal in it, names one of some places, a part of it, or what it lies in. */
export function mentionsAny(unit: LoweredUnit, body: Body, keys: readonly string[]): boolean {
  const is = ({ key }: Path): boolean => keys.some((one) => isWithin(one, key) || isWithin(key, one));
  return unit.bodies.some(
    (one) =>
      isInside(one, body) &&
      one.blocks.some(
        ({ steps, edges }) =>
          edges.some(({ condition }) => condition?.place !== undefined && is(condition.place)) ||
          steps.some((step) => namedIn(step).some((value) => holdsPlace(value, is))),
      ),
  );
}

/** Whether a body is another, or stands in it. */
export function isInside(body: Body, outer: Body): boolean {
  for (let at: Body | undefined = body; at !== undefined; at = at.outer) if (at === outer) return true;
  return false;
}

/** All values that stand in a step. */
function namedIn(step: Step): readonly (Value | undefined)[] {
  const handed = handedOn(step);
  switch (step.op) {
    case 'call':
      return [...handed, step.receiver, step.callee.kind === 'value' ? step.callee.value : undefined];
    case 'send':
    case 'receive':
      return [...handed, step.channel];
    default:
      return handed;
  }
}

export function pathKey(root: number, fields: readonly string[]): string {
  return fields.length === 0 ? `${root}` : `${root}.${fields.join('.')}`;
}

/** Whether the place `key` is `prefix` or lies in it. */
export function isWithin(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && (key.length === prefix.length || key.charCodeAt(prefix.length) === 46);
}
