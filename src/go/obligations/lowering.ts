// The state of lowering one declaration: roots, the body being filled, the loops and labels around the current statement.

import type { Pos } from '#base/position.js';
import type { FuncLit } from '#go/syntax/ast.js';
import type { Unit } from '#go/syntax/source-file.js';
import type { Info } from '#go/types/info.js';
import type { Package, Var } from '#go/types/object.js';
import { type Type, unknown } from '#go/types/type.js';
import { type Block, type Body, type Condition, type Loop, type Path, pathKey, type Root, type Step } from './ir.js';

/** Where `break` and `continue` lead. */
export interface Target {
  readonly label: string | undefined;
  readonly breakTo: Block;
  readonly continueTo: Block | undefined;
}

/** A body while it is being filled. */
export class OpenBody implements Body {
  readonly name: string;
  readonly unit: Unit;
  readonly pkg: Package;
  readonly literal: FuncLit | undefined;
  readonly outer: Body | undefined;
  readonly pos: Pos;
  readonly end: Pos;
  results: readonly Type[] = [];
  resultRoots: readonly (Root | undefined)[] = [];
  parameters: Root[] = [];
  receiver: Root | undefined;
  readonly blocks: Block[] = [];
  readonly literals: Body[] = [];
  readonly entry: Block;

  constructor(
    name: string,
    unit: Unit,
    pkg: Package,
    literal: FuncLit | undefined,
    outer: Body | undefined,
    range: { readonly pos: Pos; readonly end: Pos },
  ) {
    this.name = name;
    this.unit = unit;
    this.pkg = pkg;
    this.literal = literal;
    this.outer = outer;
    this.pos = range.pos;
    this.end = range.end;
    this.entry = this.newBlock([]);
  }

  newBlock(loops: readonly Loop[]): Block {
    const block: Block = { id: this.blocks.length, steps: [], edges: [], loops };
    this.blocks.push(block);
    return block;
  }
}

/** Roots of package-level variables, which all declarations share. */
const globals = new WeakMap<Var, Root>();
let nextRoot = 1;

export class Lowering {
  readonly unit: Unit;
  readonly pkg: Package;
  readonly info: Info;
  readonly bodies: OpenBody[] = [];
  body: OpenBody;
  block: Block;
  loops: readonly Loop[] = [];
  targets: Target[] = [];
  labels = new Map<string, Block>();
  /** Lowers the parameters and statements of a literal into the body that is open. */
  readonly fillLiteral: (low: Lowering, literal: FuncLit) => void;
  readonly #roots = new Map<Var, Root>();

  constructor(unit: Unit, pkg: Package, info: Info, name: string, fillLiteral: Lowering['fillLiteral']) {
    this.fillLiteral = fillLiteral;
    this.unit = unit;
    this.pkg = pkg;
    this.info = info;
    this.body = new OpenBody(name, unit, pkg, undefined, undefined, unit);
    this.bodies.push(this.body);
    this.block = this.body.entry;
  }

  // ---- Roots and places ----

  rootOf(variable: Var, parameter?: number): Root {
    const origin = variable;
    if (origin.role === 'package') {
      let root = globals.get(origin);
      if (root === undefined) {
        root = { id: nextRoot++, variable: origin, body: undefined, type: origin.type, parameter: undefined };
        globals.set(origin, root);
      }
      return root;
    }
    let root = this.#roots.get(origin);
    if (root === undefined) {
      root = { id: nextRoot++, variable: origin, body: this.body, type: origin.type, parameter };
      this.#roots.set(origin, root);
    }
    return root;
  }

  /** A place without a name. */
  temporary(type: Type | undefined): Root {
    return {
      id: nextRoot++,
      variable: undefined,
      body: this.body,
      type: type ?? unknown('not computed'),
      parameter: undefined,
    };
  }

  // ---- Control ----

  newBlock(): Block {
    return this.body.newBlock(this.loops);
  }

  emit(step: Step): void {
    this.block.steps.push(step);
  }

  edge(to: Block, condition?: Condition): void {
    this.block.edges.push({ to, condition });
  }

  /** Continues in `block`. */
  goOn(block: Block): void {
    this.block = block;
  }

  /** What follows cannot be reached. */
  dead(): void {
    this.block = this.newBlock();
  }
}

export function rootPath(root: Root, pos: Pos): Path {
  return { kind: 'path', root, fields: [], vars: [], key: pathKey(root.id, []), type: root.type, pos };
}

export function fieldPath(of: Path, name: string, field: Var | undefined, type: Type, pos: Pos): Path {
  const fields = [...of.fields, name];
  const vars = field === undefined ? of.vars : [...of.vars, field];
  return { kind: 'path', root: of.root, fields, vars, key: pathKey(of.root.id, fields), type, pos };
}
