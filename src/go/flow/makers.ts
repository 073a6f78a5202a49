// Which functions make values of a struct type, found in the program's text and types, without flow. Over-approximates: a
// function counts that never runs. Misses: values that are part of another struct, and those made by reflection.

import { walk } from '#go/syntax/walk.js';
import type { TypeName } from '#go/types/object.js';
import { type Named, type Type, unalias } from '#go/types/type.js';
import { builtinName } from './body.js';
import type { Engine } from './engine.js';
import type { Fn } from './function.js';
import { withoutParens } from './program-index.js';
import { namedStruct } from './type-shape.js';
import { factsOf } from './unit-facts.js';

/** Functions that are looked into for one type. */
const makerLimit = 40;

const byEngine = new WeakMap<Engine, Makers>();

/** The makers of a program; what was found is kept as long as the engine. */
export function makersFor(engine: Engine): Makers {
  let makers = byEngine.get(engine);
  if (makers === undefined) {
    makers = new Makers(engine);
    byEngine.set(engine, makers);
  }
  return makers;
}

export class Makers {
  readonly #engine: Engine;
  readonly #known = new Map<TypeName, readonly Fn[]>();
  readonly #cut = new Set<TypeName>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Functions that make a value of a struct type: by literal, `new`, or a variable. */
  of(type: TypeName): readonly Fn[] {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const found: Fn[] = [];
    this.#known.set(type, found);
    if (type.pkg === undefined) return found;
    const { index } = this.#engine;
    let looked = 0;
    for (const unit of index.unitsMentioning(type.name, type.pkg, type.exported, 'name')) {
      if (!factsOf(unit).makes.has(type.name)) continue;
      for (const fn of index.functionsOf(unit)) {
        if (++looked > makerLimit) {
          this.#cut.add(type);
          return found;
        }
        if (makes(fn, type, this.#engine)) found.push(fn);
      }
    }
    return found;
  }

  /** Whether another type may have one as a part of it, by the words of its declaration. */
  isPart({ name, pkg, exported, pos }: TypeName): boolean {
    return (
      pkg === undefined ||
      this.#engine.index
        .unitsMentioning(name, pkg, exported, 'name')
        .some((unit) => unit.kind === 'type' && !(unit.pos <= pos && pos < unit.decl.end))
    );
  }

  /** Whether not all declarations that seem to make one were looked into. */
  isCut(type: TypeName): boolean {
    return this.#cut.has(type);
  }
}

/** The declared function that a literal stands in. */
export function outermost(fn: Fn): Fn {
  let outer = fn;
  while (outer.parent !== undefined) outer = outer.parent;
  return outer;
}

/** The type whose method a function is, or stands in. */
export function receiverOf(fn: Fn): TypeName | undefined {
  const recv = outermost(fn).object?.type.recv?.type;
  const named = recv === undefined ? undefined : namedOf(recv);
  return named?.origin.obj;
}

function namedOf(type: Type): Named | undefined {
  const t = unalias(type);
  if (t.kind === 'Named') return t;
  const elem = t.kind === 'Pointer' ? unalias(t.elem) : undefined;
  return elem?.kind === 'Named' ? elem : undefined;
}

function makes(fn: Fn, type: TypeName, engine: Engine): boolean {
  const isOf = (t: Type | undefined): boolean =>
    t !== undefined && unalias(t).kind === 'Named' && namedOf(t)?.origin.obj === type;
  const body = engine.body(fn);
  for (const literal of body.composites) {
    const t = fn.info.types.get(literal)?.type;
    if (isOf(t) || (t?.kind === 'Pointer' && literal.type === undefined && isOf(t.elem))) return true;
  }
  for (const [variable, defs] of body.defs)
    if (variable.role === 'local' && isOf(variable.type) && defs.some((def) => def.source.kind === 'zero')) return true;
  const isStruct = namedStruct(type.type) !== undefined;
  let found = false;
  walk(fn.node, (node) => {
    if (found || (node.kind === 'FuncLit' && node !== fn.node)) return false;
    if (node.kind === 'CallExpr') {
      const first = node.args[0];
      if (builtinName(node, fn.info) === 'new') found = first !== undefined && isOf(fn.info.types.get(first)?.type);
      // By converting to it, or of a struct a pointer to another one.
      else if (fn.info.types.get(withoutParens(node.fun))?.mode === 'type') {
        const made = fn.info.types.get(node)?.type;
        const isNil = first !== undefined && fn.info.types.get(withoutParens(first))?.mode === 'nil';
        found = !isNil && made !== undefined && (isStruct ? namedOf(made)?.origin.obj === type : isOf(made));
      }
    }
    return !found;
  });
  return found;
}
