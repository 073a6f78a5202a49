// What has already happened on a goroutine when a call is made, as far as it stays so: a field that was set and is never
// set back (`closing != nil`, `closed`), the call of a `sync.Once` that was used up. Learnt from what a function does before the
// call, from what the functions do that it calls before, and from what its callers had done. Handed on by the names that the
// caller and the callee have for one thing (field-paths.ts). A call that stands under a condition which cannot hold any
// more, and a second call of `Do`, are on no such way.
// Misses: conditions by `switch`, elements of maps and slices, what closures capture, fields whose address is taken.

import type { Expr } from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import type { Var } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import type { GraphEdge, GraphNode, ProgramGraph } from '#program/graph.js';
import type { PathFacts, PathRules } from '#program/path-facts.js';
import { builtinName, type Call, type Condition, type Return, type Source } from './body.js';
import type { Engine } from './engine.js';
import type { Exploration } from './explore.js';
import { FieldPaths, type Path, type Thing } from './field-paths.js';
import type { Fn } from './function.js';
import { withoutParens } from './program-index.js';
import { isStructLike } from './type-shape.js';

/** Methods that call what they are given once for each receiver, from the documentation of sync. */
const onceMethods: ReadonlySet<string> = new Set(['(*sync.Once).Do']);

/** A thing is set (not nil, true, used up), or it is not. */
interface Literal {
  readonly path: Path;
  readonly isSet: boolean;
}

/** One of these holds, and will hold for ever. */
type Clause = readonly Literal[];

/** Longer ones decide nothing. */
const clauseLimit = 3;
/** Of a function that is called after so many things have happened, the first are remembered. */
const factLimit = 12;

class Facts implements PathFacts {
  readonly key: string;
  readonly clauses: readonly Clause[];

  constructor(clauses: ReadonlyMap<string, Clause>) {
    const sorted = [...clauses].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, factLimit);
    this.key = sorted.map(([key]) => key).join(',');
    this.clauses = sorted.map(([, clause]) => clause);
  }
}

const nothing = new Facts(new Map());

/** Something that a function does, with what holds from then on. */
interface Deed {
  readonly pos: number;
  readonly branch: Condition | undefined;
  readonly clauses: readonly Clause[];
}

interface Place {
  readonly pos: number;
  readonly branch: Condition | undefined;
}

/** The order of what is done on ways through what was explored. */
export function orderFacts(engine: Engine, exploration: Exploration, graph: ProgramGraph): PathRules {
  return new OrderRules(engine, exploration, graph);
}

class OrderRules implements PathRules {
  readonly start: PathFacts = nothing;
  readonly #engine: Engine;
  readonly #graph: ProgramGraph;
  readonly #paths: FieldPaths;
  readonly #calls = new Map<number, Call>();
  readonly #functions = new Map<number, Fn>();
  /** Fields that conditions ask whether they are set. */
  readonly #tested = new Set<Var>();
  /** Fields that what was explored sets. */
  readonly #assigned = new Set<Var>();
  readonly #latches = new Map<Var, boolean>();
  readonly #own = new Map<Fn, readonly Deed[]>();
  readonly #deeds = new Map<GraphNode, readonly Deed[]>();
  readonly #effects = new Map<GraphNode, readonly Clause[]>();
  /** The nodes in which something happens, or below which. */
  readonly #busy = new Set<GraphNode>();
  readonly #known = new Map<GraphEdge, Map<string, PathFacts | undefined>>();

  constructor(engine: Engine, exploration: Exploration, graph: ProgramGraph) {
    this.#engine = engine;
    this.#graph = graph;
    this.#paths = new FieldPaths(engine);
    const seen = new Set<Condition>();
    for (const [{ fn }, list] of exploration.calls) {
      if (!this.#functions.has(fn.pos)) for (const [field] of engine.index.assignmentsIn(fn)) this.#assigned.add(field);
      this.#functions.set(fn.pos, fn);
      for (const { call } of list) {
        this.#calls.set(call.node.lparen, call);
        for (let c = call.condition; c !== undefined && !seen.has(c); c = c.outer) {
          seen.add(c);
          if (c.expr !== undefined) for (const field of fieldsTestedIn(c.expr, fn.info)) this.#tested.add(field);
        }
      }
    }
    this.#findBusy();
  }

  after(edge: GraphEdge, facts: PathFacts): PathFacts | undefined {
    const known = this.#known.get(edge);
    if (known?.has(facts.key) === true) return known.get(facts.key);
    const found = this.#after(edge, facts instanceof Facts ? facts : nothing);
    if (known === undefined) this.#known.set(edge, new Map([[facts.key, found]]));
    else known.set(facts.key, found);
    return found;
  }

  #after(edge: GraphEdge, facts: Facts): PathFacts | undefined {
    const call = this.#calls.get(edge.site.lparen);
    if (call === undefined) return nothing;
    const deeds = this.#deedsOf(edge.caller);
    if (facts.clauses.length === 0 && deeds.length === 0) return nothing;
    const conditions: Condition[] = [];
    for (let c = call.condition; c !== undefined; c = c.outer) conditions.unshift(c);
    const asked: Clause[] = [];
    for (const condition of conditions) {
      if ((condition.kind !== 'if' && condition.kind !== 'loop') || condition.expr === undefined) continue;
      const place = { pos: condition.expr.pos, branch: condition.outer };
      const before = [...facts.clauses, ...this.#before(deeds, place, call.fn), ...asked];
      for (const literal of this.#said(condition.expr, !condition.negated, call.fn)) {
        if (excludes(before, literal, this.#nameOf)) return undefined;
        if (this.#stays(literal)) asked.push([literal]);
      }
    }
    const done = [...facts.clauses, ...this.#before(deeds, { pos: call.node.pos, branch: call.condition }, call.fn)];
    if (done.length === 0) return nothing;
    if (onceMethods.has(edge.callee.function.name)) {
      const path = this.#paths.receiver(call)?.path;
      if (path !== undefined && excludes(done, { path, isSet: false }, this.#nameOf)) return undefined;
      return nothing;
    }
    const callee = this.#functions.get(edge.callee.function.pos);
    return callee === undefined || !this.#busy.has(edge.callee)
      ? nothing
      : this.#handedOn(call, edge, callee, resolved(done, asked, this.#nameOf));
  }

  readonly #nameOf = (path: Path): string => this.#paths.key(path);

  readonly #keyOf = ({ path, isSet }: Literal): string => `${this.#paths.key(path)}${isSet ? '' : '!'}`;

  // ---- what happens ----------------------------------------------------------------------------------------

  #findBusy(): void {
    const callers = new Map<GraphNode, GraphNode[]>();
    for (const { caller, callee, entry } of this.#graph.edges) {
      if (onceMethods.has(callee.function.name)) this.#busy.add(caller);
      if (entry !== 'enter') continue;
      const list = callers.get(callee);
      if (list === undefined) callers.set(callee, [caller]);
      else list.push(caller);
    }
    for (const node of this.#graph.nodes) {
      const fn = this.#functions.get(node.function.pos);
      if (fn !== undefined && (this.#ownDeeds(fn).length > 0 || this.#tests(fn))) this.#busy.add(node);
    }
    for (const node of this.#busy) for (const caller of callers.get(node) ?? []) this.#busy.add(caller);
  }

  /** Whether a function asks of a field that is set for good whether it is set. */
  #tests(fn: Fn): boolean {
    return this.#engine.body(fn).calls.some(({ condition }) => {
      for (let c = condition; c !== undefined; c = c.outer)
        if (c.expr !== undefined && [...fieldsTestedIn(c.expr, fn.info)].some((field) => this.#isLatch(field)))
          return true;
      return false;
    });
  }

  /** The fields that a function sets for good. */
  #ownDeeds(fn: Fn): readonly Deed[] {
    const known = this.#own.get(fn);
    if (known !== undefined) return known;
    const deeds: Deed[] = [];
    for (const { form, target, source, condition } of this.#engine.body(fn).stores) {
      const x = withoutParens(target);
      if (form !== 'assign' || x.kind !== 'SelectorExpr' || !isSomething(source, fn.info)) continue;
      const field = fn.info.selections.get(x)?.obj;
      if (field?.kind !== 'Var' || !this.#tested.has(field.origin) || !this.#isLatch(field.origin)) continue;
      const path = this.#paths.of(x, fn)?.path;
      if (path !== undefined && this.#isFirm(path))
        deeds.push({ pos: x.end, branch: condition, clauses: [[{ path, isSet: true }]] });
    }
    this.#own.set(fn, deeds);
    return deeds;
  }

  /** What a function does itself and by plain calls, in no order. */
  #deedsOf(node: GraphNode): readonly Deed[] {
    const known = this.#deeds.get(node);
    if (known !== undefined) return known;
    // What calls itself adds nothing to what it does otherwise.
    this.#deeds.set(node, []);
    const fn = this.#functions.get(node.function.pos);
    if (fn === undefined || !this.#busy.has(node)) return [];
    const deeds = [...this.#ownDeeds(fn)];
    for (const edge of this.#graph.out(node)) {
      if (edge.site.kind !== 'call' || edge.setting !== undefined) continue;
      const call = this.#calls.get(edge.site.lparen);
      const clauses = call === undefined ? [] : this.#doneBy(call, edge);
      if (call !== undefined && clauses.length > 0) deeds.push({ pos: call.node.end, branch: call.condition, clauses });
    }
    this.#deeds.set(node, deeds);
    return deeds;
  }

  /** What has been done whenever a call has returned. Of several candidates each names what it does by its own fields. */
  #doneBy(call: Call, edge: GraphEdge): readonly Clause[] {
    if (onceMethods.has(edge.callee.function.name)) {
      const path = this.#paths.receiver(call)?.path;
      return path !== undefined && this.#isFirm(path) ? [[{ path, isSet: true }]] : [];
    }
    const callee = this.#functions.get(edge.callee.function.pos);
    if (edge.entry !== 'enter' || edge.site.mode === 'func' || callee === undefined) return [];
    const effects = this.#effectsOf(edge.callee, callee);
    if (effects.length === 0) return [];
    const given = this.#given(call, edge, callee);
    const clauses: Clause[] = [];
    for (const clause of effects) {
      const named = clause.map((literal) => {
        const { root, fields } = literal.path;
        // A method of what an interface holds: only by the fields of its struct is it told from others.
        if (edge.site.mode === 'invoke' && root === callee.recv && fields.length === 0) return undefined;
        const path = this.#paths.follow(given.get(root), fields)?.path;
        return path === undefined || !this.#isFirm(path) ? undefined : { ...literal, path };
      });
      if (named.every((literal) => literal !== undefined)) clauses.push(named);
    }
    return clauses;
  }

  /** What a function has done whenever it has returned, of what its caller can name. */
  #effectsOf(node: GraphNode, fn: Fn): readonly Clause[] {
    const known = this.#effects.get(node);
    if (known !== undefined) return known;
    this.#effects.set(node, []);
    const { returns } = this.#engine.body(fn);
    const isNamed = ({ path: { root, fields } }: Literal): boolean =>
      (root === fn.recv || fn.params.includes(root)) && !isCopied(root, fields);
    // Where an early end comes before, what is done after it stands under the other side of its condition.
    const whole = this.#deedsOf(node).filter(({ pos, branch }) =>
      returns.every((one) => one.pos > pos || endOf(one) >= pos || isOtherwise(one.condition, branch)),
    );
    const effects = this.#before(whole, { pos: Number.POSITIVE_INFINITY, branch: undefined }, fn).filter((clause) =>
      clause.every(isNamed),
    );
    this.#effects.set(node, effects);
    return effects;
  }

  /** What has been done when control comes to a place of the function. */
  #before(deeds: readonly Deed[], place: Place, fn: Fn): Clause[] {
    const found: Clause[] = [];
    for (const deed of deeds) {
      if (deed.pos > place.pos) continue;
      const unless = this.#unless(deed, place, fn);
      if (unless === undefined) continue;
      for (const clause of deed.clauses)
        if (clause.length + unless.length <= clauseLimit) found.push([...unless, ...clause]);
    }
    return found;
  }

  /** What holds at a later place if a deed was not done before; undefined where that cannot be said. */
  #unless(deed: Deed, place: Place, fn: Fn): Clause | undefined {
    const around = new Set<Condition>();
    for (let c = place.branch; c !== undefined; c = c.outer) around.add(c);
    const unless: Literal[] = [];
    for (let c = deed.branch; c !== undefined && !around.has(c); c = c.outer) {
      const otherwise = c.kind === 'if' && c.expr !== undefined ? this.#notSaid(c.expr, !c.negated, fn) : undefined;
      if (otherwise?.every((literal) => this.#stays(literal)) !== true) return undefined;
      unless.push(...otherwise);
    }
    return unless;
  }

  // ---- conditions ------------------------------------------------------------------------------------------

  /** What is so where a condition holds, or where it does not. */
  #said(expr: Expr, holds: boolean, fn: Fn): readonly Literal[] {
    const x = withoutParens(expr);
    if (x.kind === 'UnaryExpr' && x.op === '!') return this.#said(x.x, !holds, fn);
    if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||'))
      return (x.op === '&&') === holds ? [...this.#said(x.x, holds, fn), ...this.#said(x.y, holds, fn)] : [];
    return this.#literal(x, holds, fn) ?? [];
  }

  /** One of these is so where a condition does not hold, or where it does. */
  #notSaid(expr: Expr, holds: boolean, fn: Fn): Clause | undefined {
    const x = withoutParens(expr);
    if (x.kind === 'UnaryExpr' && x.op === '!') return this.#notSaid(x.x, !holds, fn);
    if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||')) {
      if ((x.op === '&&') !== holds) return undefined;
      const one = this.#notSaid(x.x, holds, fn);
      const other = this.#notSaid(x.y, holds, fn);
      return one === undefined || other === undefined ? undefined : [...one, ...other];
    }
    return this.#literal(x, !holds, fn);
  }

  #literal(x: Expr, holds: boolean, fn: Fn): readonly [Literal] | undefined {
    const tested = testedIn(x, fn.info);
    const path = tested === undefined ? undefined : this.#paths.of(tested.expr, fn)?.path;
    if (tested === undefined || path === undefined || !this.#isFirm(path)) return undefined;
    return [{ path, isSet: tested.isSet === holds }];
  }

  /** Whether a path leads to one thing for ever. */
  #isFirm({ fields }: Path): boolean {
    return fields.every((field, i) => i === fields.length - 1 || this.#paths.isSettled(field));
  }

  /** Whether it will be so for ever once it is so. */
  #stays({ path: { fields }, isSet }: Literal): boolean {
    const last = fields.at(-1);
    return last === undefined || this.#paths.isSettled(last) || (isSet && this.#isLatch(last));
  }

  /** Whether a field is set here, to something, and never set back; of what other packages may name that is not said. */
  #isLatch(field: Var): boolean {
    let latch = this.#latches.get(field);
    if (latch === undefined) {
      latch =
        this.#assigned.has(field) &&
        !field.exported &&
        isTestable(field) &&
        this.#engine.index.assignmentsTo(field).every(({ source, fn }) => isSomething(source, fn.info));
      this.#latches.set(field, latch);
    }
    return latch;
  }

  // ---- names -----------------------------------------------------------------------------------------------

  /** What the callee's receiver and parameters are. */
  #given(call: Call, edge: GraphEdge, callee: Fn): ReadonlyMap<Var, Thing> {
    const given = new Map<Var, Thing>();
    const { args, ellipsis } = call.node;
    const { params, recv } = callee;
    const isSpread = ellipsis > 0 || callee.signature?.variadic === true;
    if (args.length === params.length && !isSpread)
      params.forEach((param, i) => {
        const arg = args[i];
        const thing = param === undefined || arg === undefined ? undefined : this.#paths.of(arg, call.fn);
        if (param !== undefined && thing !== undefined) given.set(param, thing);
      });
    const { mode } = edge.site;
    if (recv === undefined || mode === 'func' || (mode === 'invoke' && edge.evidence().promoted.length > 0))
      return given;
    const thing = this.#paths.receiver(call);
    return thing === undefined ? given : given.set(recv, thing);
  }

  /** What the callee calls what the caller calls `path`, where the callee's name for a thing is `as`. */
  #renamed(path: Path, as: Path, { path: base, parts }: Thing): Path | undefined {
    const below = ({ root, fields }: Path, at: readonly Var[]): Path | undefined =>
      root === path.root && fields.every((field, i) => field === path.fields[i])
        ? { root: as.root, fields: [...as.fields, ...at, ...path.fields.slice(fields.length)] }
        : undefined;
    if (base !== undefined) {
      const found = below(base, []);
      if (found !== undefined) return found;
      for (const other of this.#paths.under(base)) {
        const named = below(other.path, other.at);
        if (named !== undefined) return named;
      }
    }
    for (const [field, part] of parts ?? []) {
      const found = this.#renamed(path, { root: as.root, fields: [...as.fields, field] }, part);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #handedOn(call: Call, edge: GraphEdge, callee: Fn, clauses: readonly Clause[]): Facts {
    const given = this.#given(call, edge, callee);
    const handed = new Map<string, Clause>();
    for (const clause of clauses) {
      // A thing may be handed over as several parameters.
      let named: Literal[][] = [[]];
      for (const literal of clause) {
        const names = [...given].flatMap(
          ([root, thing]) => this.#renamed(literal.path, { root, fields: [] }, thing) ?? [],
        );
        named = names.flatMap((path) => named.map((before) => [...before, { ...literal, path }]));
      }
      for (const one of named) handed.set(one.map(this.#keyOf).sort().join('|'), one);
    }
    return handed.size === 0 ? nothing : new Facts(handed);
  }
}

/** Whether all of the clauses cannot hold together with a literal; found by what follows from single ones. */
function excludes(clauses: readonly Clause[], literal: Literal, keyOf: (path: Path) => string): boolean {
  const known = new Map([[keyOf(literal.path), literal.isSet]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const clause of clauses) {
      const open: Literal[] = [];
      let holds = false;
      for (const one of clause) {
        const value = known.get(keyOf(one.path));
        if (value === undefined) open.push(one);
        else holds ||= value === one.isSet;
      }
      const [only, ...others] = open;
      if (holds || others.length > 0) continue;
      if (only === undefined) return true;
      known.set(keyOf(only.path), only.isSet);
      changed = true;
    }
  }
  return false;
}

/** The clauses without what is known not to be so, and without those of which one part is known to be so. */
function resolved(clauses: readonly Clause[], asked: readonly Clause[], keyOf: (path: Path) => string): Clause[] {
  const known = new Map(
    asked.flatMap((clause) => clause.map(({ path, isSet }): [string, boolean] => [keyOf(path), isSet])),
  );
  return clauses.flatMap((clause) => {
    const open = clause.filter(({ path }) => !known.has(keyOf(path)));
    return clause.some(({ path, isSet }) => known.get(keyOf(path)) === isSet) || open.length === 0 ? [] : [open];
  });
}

function endOf({ results, pos }: Return): number {
  return results.at(-1)?.end ?? pos;
}

/** The return ends under a condition of whose other side a branch is part. */
function isOtherwise(end: Condition | undefined, branch: Condition | undefined): boolean {
  for (let c = end; c !== undefined; c = c.outer)
    for (let other = branch; other !== undefined; other = other.outer)
      if (c.kind === 'if' && other.kind === 'if' && c.expr === other.expr && c.negated !== other.negated) return true;
  return false;
}

/** Whether a path ends in a struct that was handed over as a copy. */
function isCopied(root: Var, fields: readonly Var[]): boolean {
  return isStructLike(root.type) && fields.slice(0, -1).every((field) => isStructLike(field.type));
}

/** A comparison with nil, or something true or false: what is asked, and whether it is set where the condition holds. */
function testedIn(expr: Expr, info: Info): { readonly expr: Expr; readonly isSet: boolean } | undefined {
  const x = withoutParens(expr);
  if (x.kind === 'BinaryExpr' && (x.op === '==' || x.op === '!=')) {
    const other = isNil(x.x, info) ? x.y : isNil(x.y, info) ? x.x : undefined;
    return other === undefined ? undefined : { expr: other, isSet: x.op === '!=' };
  }
  return x.kind === 'SelectorExpr' || x.kind === 'Ident' ? { expr: x, isSet: true } : undefined;
}

/** The fields of which a condition asks whether they are set. */
function* fieldsTestedIn(expr: Expr, info: Info): Iterable<Var> {
  const x = withoutParens(expr);
  if (x.kind === 'UnaryExpr' && x.op === '!') yield* fieldsTestedIn(x.x, info);
  else if (x.kind === 'BinaryExpr' && (x.op === '&&' || x.op === '||')) {
    yield* fieldsTestedIn(x.x, info);
    yield* fieldsTestedIn(x.y, info);
  } else {
    const tested = testedIn(x, info)?.expr;
    const inner = tested === undefined ? undefined : withoutParens(tested);
    const field = inner?.kind === 'SelectorExpr' ? info.selections.get(inner)?.obj : undefined;
    if (field?.kind === 'Var') yield field.origin;
  }
}

function isNil(expr: Expr, info: Info): boolean {
  return info.types.get(withoutParens(expr))?.mode === 'nil';
}

/** A field that can be compared with nil, or is true or false. */
function isTestable(field: Var): boolean {
  const u = under(field.type);
  return u.kind === 'Basic' ? u.basic === 'bool' : u.kind !== 'Struct' && u.kind !== 'Array';
}

/** Whether what is stored is certainly not nil, or true. */
function isSomething(source: Source, info: Info): boolean {
  if (source.kind !== 'expr') return false;
  const x = withoutParens(source.expr);
  const value = info.types.get(x)?.value;
  if (value !== undefined) return value.kind === 'bool' && value.value;
  if (x.kind === 'CallExpr') {
    const name = builtinName(x, info);
    return name === 'make' || name === 'new';
  }
  return x.kind === 'FuncLit' || x.kind === 'CompositeLit' || (x.kind === 'UnaryExpr' && x.op === '&');
}
