// What could have been called at an interface call and was not kept: types of the packages in view that declare the
// method and implement the interface. Each with the reason: nothing that runs makes one, or what is made does not flow
// there. And the reverse: for a candidate that is there, the function that somebody must have called.
// Misses: types that only promote the method, and those of packages not in view. Asked for drawn calls only.

import type { Pos } from '#base/position.js';
import { sentence } from '#base/sentence.js';
import type { Expr, Node } from '#go/syntax/ast.js';
import { implementsInterface } from '#go/types/missing-method.js';
import type { Package, TypeName } from '#go/types/object.js';
import { newPointer, type Type, unalias } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { Call } from './body.js';
import { classify } from './call-mode.js';
import { deadCondition } from './conditions.js';
import type { Engine } from './engine.js';
import type { Exploration, ExploredCall } from './explore.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { type Makers, makersFor, outermost, receiverOf } from './makers.js';
import { isInterface } from './type-shape.js';
import { rootOf, type Value } from './value.js';

/** A call site and the functions kept there, as a graph has them. */
interface KeptEdge {
  readonly site: { readonly lparen: Pos };
  readonly callee: { readonly function: { readonly name: string; readonly packagePath: string; readonly pos: Pos } };
}

export interface Pruned {
  readonly name: string;
  readonly reason: string;
  readonly pos: Pos;
  /** It is one place that is ruled out, not the type: another place makes it too. */
  readonly isPlace?: boolean;
}

export interface Pruning {
  prunedAt(edge: KeptEdge, kept: readonly KeptEdge[]): readonly Pruned[];
  needsOf(edge: KeptEdge, kept: readonly KeptEdge[]): string | undefined;
}

/** Where a value's making begins, and the functions that it passes through. */
interface Making {
  readonly roots: Set<Fn>;
  readonly through: Set<Fn>;
}

/** Candidates of one site that are listed. */
const candidateLimit = 6;
/** Who makes the maker of the maker is asked this often. */
const makerDepth = 6;
/** Frames that are looked into for one value. */
const frameLimit = 40;

export function createPruning(engine: Engine, exploration: Exploration): Pruning {
  return new PruningSearch(engine, exploration);
}

class PruningSearch implements Pruning {
  readonly #engine: Engine;
  readonly #exploration: Exploration;
  #calls: Map<Pos, Call> | undefined;
  #explored: Map<Pos, ExploredCall[]> | undefined;
  readonly #makers: Makers;
  readonly #known = new Map<Pos, readonly Pruned[]>();

  constructor(engine: Engine, exploration: Exploration) {
    this.#engine = engine;
    this.#exploration = exploration;
    this.#makers = makersFor(engine);
  }

  prunedAt(edge: KeptEdge, kept: readonly KeptEdge[]): readonly Pruned[] {
    // A walk that was stopped has ruled out nothing.
    if (this.#exploration.isCut) return [];
    const { lparen } = edge.site;
    let pruned = this.#known.get(lparen);
    if (pruned === undefined) {
      pruned = [...this.#unreached(kept), ...this.#search(lparen, kept)];
      this.#known.set(lparen, pruned);
    }
    return pruned;
  }

  needsOf(edge: KeptEdge, kept: readonly KeptEdge[]): string | undefined {
    const own = this.#makingOf(edge);
    if (own === undefined) return undefined;
    const others = kept
      .filter((other) => other.callee.function.pos !== edge.callee.function.pos)
      .map((other) => this.#makingOf(other));
    // What every candidate goes through tells them not apart, nor does it where the making of another is not known.
    if (others.length === 0 || others.includes(undefined)) return undefined;
    const isShared = (fn: Fn): boolean =>
      others.some((other) => other?.through.has(fn) === true || other?.roots.has(fn) === true);
    const roots = [...own.roots];
    // Only a caller outside the program can choose not to call a function; what is called inside is there anyway.
    const isChoice = (fn: Fn): boolean =>
      fn.object?.exported === true && this.#engine.index.source.isLibrary(fn.pkg.path) && !isShared(fn);
    if (roots.length === 0 || !roots.every(isChoice)) return undefined;
    return sentence`needs ${roots
      .map((fn) => fn.object?.name ?? fn.name)
      .slice(0, 3)
      .join(' or ')}`;
  }

  /** Other values of the variables that kept values passed through where they were made, on branches that never run. */
  #unreached(kept: readonly KeptEdge[]): Pruned[] {
    const found = new Map<Pos, Pruned>();
    for (const edge of kept) {
      for (const value of this.#valuesFor(edge)) {
        const root = rootObject(value);
        if (root?.kind !== 'allocated') continue;
        const { frame, site } = root;
        const { fn } = frame;
        for (const defs of this.#engine.body(fn).defs.values()) {
          if (!defs.some((def) => def.source.kind === 'expr' && holds(def.source.expr, site))) continue;
          for (const def of defs) {
            const { source } = def;
            if (source.kind !== 'expr' || holds(source.expr, site)) continue;
            const dead = deadCondition(this.#engine, def.condition, frame);
            const type = fn.info.types.get(source.expr)?.type;
            if (dead === undefined || type === undefined) continue;
            const reason = sentence`made for ${def.variable.name} on a branch that never runs: ${dead.because}`;
            found.set(def.pos, { name: typeString(type, packageNameQualifier), reason, pos: def.pos, isPlace: true });
          }
        }
      }
    }
    return [...found.values()].slice(0, candidateLimit);
  }

  /** Who made the value that brought a candidate, who made what made it, and so on; undefined if that is not known. */
  #makingOf(edge: KeptEdge): Making | undefined {
    const making: Making = { roots: new Set(), through: new Set() };
    const seen = new Set<Frame>();
    const open: Frame[] = [];
    const follow = (value: Value): boolean => {
      if (value.kind === 'bound') return follow(value.receiver);
      const root = rootObject(value);
      if (root?.kind === 'allocated') open.push(root.frame);
      if (root?.kind !== 'any') return root?.kind === 'allocated';
      // Of any value of a type it is known who can make one.
      const makers = this.#rootMakers(root.type.obj);
      for (const maker of makers) making.roots.add(outermost(maker));
      return makers.length > 0;
    };
    for (const value of this.#valuesFor(edge)) if (!follow(value)) return undefined;
    for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
      if (seen.has(frame)) continue;
      seen.add(frame);
      if (seen.size > frameLimit) return undefined;
      let outer = frame;
      while (outer.captured !== undefined) outer = outer.captured;
      for (const { callers } of [frame, outer])
        for (const caller of callers) making.through.add(outermost(caller.frame.fn));
      const fn = outermost(outer.fn);
      if (receiverOf(fn) === undefined) making.roots.add(fn);
      else
        for (const value of this.#engine.parameterNode(outer, -1).values.keys()) if (!follow(value)) return undefined;
    }
    return making;
  }

  /** The values that a candidate was kept for. */
  #valuesFor(edge: KeptEdge): Value[] {
    const values = new Set<Value>();
    for (const { callees } of this.#exploredAt(edge.site.lparen)) {
      for (const target of callees.targets)
        if (target.value !== undefined && target.fn?.pos === edge.callee.function.pos) values.add(target.value);
    }
    return [...values];
  }

  #exploredAt(lparen: Pos): readonly ExploredCall[] {
    if (this.#explored === undefined) {
      this.#explored = new Map();
      for (const list of this.#exploration.calls.values()) {
        for (const explored of list) {
          const known = this.#explored.get(explored.call.node.lparen);
          if (known === undefined) this.#explored.set(explored.call.node.lparen, [explored]);
          else known.push(explored);
        }
      }
    }
    return this.#explored.get(lparen) ?? [];
  }

  #callAt(lparen: Pos): Call | undefined {
    if (this.#calls === undefined) {
      this.#calls = new Map();
      for (const list of this.#exploration.calls.values())
        for (const { call } of list) this.#calls.set(call.node.lparen, call);
    }
    return this.#calls.get(lparen);
  }

  #search(lparen: Pos, kept: readonly KeptEdge[]): Pruned[] {
    const call = this.#callAt(lparen);
    if (call === undefined) return [];
    const classified = classify(call.node, call.fn);
    if (classified.kind !== 'interface') return [];
    const selection = call.fn.info.selections.get(classified.fun);
    // What the operand is declared as: of an io.ReadCloser only what can read is a candidate, also for Close.
    const declared = selection !== undefined && isInterface(selection.recv) ? selection.recv : undefined;
    const interfaceType = declared ?? classified.object.type.recv?.type ?? selection?.recv;
    if (interfaceType === undefined || unalias(interfaceType).kind === 'TypeParam') return [];
    const keptAt = new Set(kept.map((edge) => edge.callee.function.pos));
    // What is there in another context is not ruled out.
    for (const { callees } of this.#exploredAt(lparen))
      for (const { fn } of [...callees.targets, ...callees.optional.map(({ target }) => target)])
        if (fn !== undefined) keptAt.add(fn.pos);
    const paths = new Set(kept.map((edge) => edge.callee.function.packagePath));
    if (classified.object.pkg !== undefined) paths.add(classified.object.pkg.path);
    const found: { readonly type: TypeName; readonly carries: Type }[] = [];
    for (const path of [...paths].sort()) {
      for (const { type, at } of this.#declaring(this.#engine.checker.package(path), classified.object.name)) {
        if (keptAt.has(at)) continue;
        const carries = [type.type, newPointer(type.type)].find((t) => implementsInterface(t, interfaceType) === 'yes');
        if (carries !== undefined) found.push({ type, carries });
      }
    }
    // Of an interface that half a library implements its own package's types are news, and those that others may name.
    const own = classified.object.pkg;
    const listed =
      found.length <= candidateLimit ? found : found.filter(({ type }) => type.pkg === own || type.exported);
    // What has a name for others says more than what has not, and what is made more than what never is.
    const rankOf = ({ type }: (typeof listed)[number]): number =>
      (type.exported ? 0 : 2) + (this.#makers.of(type).some((fn) => this.#engine.index.isLive(fn)) ? 0 : 1);
    return listed
      .map((one, index) => ({ one, index, rank: rankOf(one) }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, candidateLimit)
      .map(({ one: { type, carries } }) => ({
        name: typeString(carries, packageNameQualifier),
        ...this.#reasonAgainst(type),
      }));
  }

  /** Types of a package that declare a method of this name, with the method's place. */
  *#declaring(pkg: Package, method: string): Iterable<{ readonly type: TypeName; readonly at: Pos }> {
    for (const file of pkg.files) {
      for (const unit of file.units) {
        if (unit.kind !== 'func' || unit.recvTypeName === undefined || unit.names[0]?.name !== method) continue;
        const type = pkg.lookup(unit.recvTypeName);
        if (type?.kind === 'TypeName') yield { type, at: unit.pos };
      }
    }
  }

  #reasonAgainst(type: TypeName): { readonly reason: string; readonly pos: Pos } {
    const makers = this.#makers.of(type);
    const [first] = makers;
    if (first === undefined)
      return {
        reason: this.#makers.isCut(type) ? sentence`none flows here` : sentence`no function of the program makes one`,
        pos: type.pos,
      };
    const live = makers.find((fn) => this.#engine.index.isLive(fn));
    if (live !== undefined && this.#isReached(live, 0))
      return { reason: sentence`made in ${nameOf(live)}, but none flows here`, pos: live.pos };
    const roots = this.#rootMakers(type);
    const all = roots.filter((fn) => !this.#engine.index.isLive(fn));
    // What a program would call is what it is told of; the rest is how the package does it.
    const exported = all.filter((fn) => fn.object?.exported === true);
    const dead = exported.length > 0 ? exported : all;
    const names = [...new Set((dead.length === 0 ? makers : dead).map(nameOf))].slice(0, 3).join(', ');
    return {
      reason:
        dead.length === 0
          ? sentence`made only in ${names}, which is not reached`
          : sentence`nothing in the program calls ${names}, without which none is made`,
      pos: (dead[0] ?? first).pos,
    };
  }

  /** Whether something that runs makes the receiver of a method, and so on. */
  #isReached(fn: Fn, depth: number): boolean {
    const recv = receiverOf(fn);
    if (recv === undefined || depth >= makerDepth) return this.#engine.index.isLive(fn);
    const makers = this.#makers.of(recv);
    return (
      makers.length === 0 ||
      makers.some((maker) => maker !== fn && this.#engine.index.isLive(maker) && this.#isReached(maker, depth + 1))
    );
  }

  /** The plain functions at the beginning of the chain of makers: what makes what makes the type. */
  #rootMakers(type: TypeName): Fn[] {
    const found = new Set<Fn>();
    const seen = new Set<TypeName>([type]);
    let open = [type];
    for (let depth = 0; depth < makerDepth && open.length > 0; depth++) {
      const next: TypeName[] = [];
      for (const made of open) {
        for (const maker of this.#makers.of(made)) {
          const recv = receiverOf(maker);
          if (recv === undefined) found.add(maker);
          else if (!seen.has(recv)) {
            seen.add(recv);
            next.push(recv);
          }
        }
      }
      open = next;
    }
    return [...found];
  }
}

function nameOf(fn: Fn): string {
  const outer = outermost(fn);
  const { object } = outer;
  if (object === undefined) return sentence`the variables of ${outer.pkg.name}`;
  const recv = object.type.recv?.type;
  return recv === undefined ? object.name : `(${typeString(recv, packageNameQualifier)}).${object.name}`;
}

/** Whether an expression makes what `site` makes: it is the site, or its address. */
function holds(expr: Expr, site: Node): boolean {
  return expr.pos <= site.pos && site.end <= expr.end;
}

/** What was allocated, declared or assumed where the value's storage begins. */
function rootObject(value: Value): ReturnType<typeof rootOf> | undefined {
  return 'object' in value && value.kind !== 'function' && value.object !== undefined
    ? rootOf(value.object)
    : undefined;
}
