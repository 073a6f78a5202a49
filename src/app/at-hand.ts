// What the program that was asked about can do itself about what it makes: the lines of Go by which it would call a method
// on it. Told where what is made goes to a variable, to a call as an argument, or is returned to such a place, within a
// function that keeps it to itself; undefined for everything else, which takes more than a few lines to get right.

import type { Pos } from '#base/position.js';
import type { AtHand, CodeToAdd } from '#explain/at-hand.js';
import type { Fn } from '#go/flow/function.js';
import { functionInfo } from '#go/flow/function-info.js';
import type { Engine } from '#go/propagate/engine.js';
import type { Expr, Node, Stmt } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import { transportOperations } from '#models/transport.js';
import { type FunctionInfo, type ProgramGraph, receiverType } from '#program/graph.js';
import type { Told } from './custody-tables.js';
import type { OpenProgram } from './open-program.js';
import { whereabouts } from './table-report.js';

/** Functions that hand a value on to their callers, one after the other. */
const returnLimit = 3;

export function atHand(engine: Engine, open: OpenProgram, told: readonly Told[]): AtHand {
  const { isOwn, isProgram } = whereabouts(open);
  return {
    isOwn,
    isProgram,
    codeFor: (method, madeAt) => {
      const target = [...engine.reached].find((fn) => fn.pos === method.pos);
      // What has arguments is not called without thinking.
      if (target !== undefined && target.params.length > 0) return undefined;
      return new Writer(engine, open, isOwn, method).codeAt(madeAt);
    },
    reads: (start) => told.some(({ graph }) => comesToRead(graph, start)) || readsInProgram(engine, start),
  };
}

function comesToRead(graph: ProgramGraph, start: FunctionInfo): boolean {
  const queue = graph.nodes.filter((node) => node.function.pos === start.pos);
  const seen = new Set(queue);
  for (const node of queue)
    for (const { callee, site } of graph.out(node)) {
      if (site.kind === 'go' || seen.has(callee)) continue;
      if (transportOperations.get(callee.function.name) === 'read') return true;
      seen.add(callee);
      queue.push(callee);
    }
  return false;
}

/** Calls between a goroutine and the read that it is for. */
const readDepth = 8;

/** The same of a goroutine that no chain starts. */
function readsInProgram(engine: Engine, start: FunctionInfo): boolean {
  const sites = new Map<Fn, Fn[]>();
  for (const { caller, call, callees } of engine.sites) {
    if (call.kind === 'go') continue;
    const known = sites.get(caller) ?? [];
    known.push(...[...callees.values()].flatMap(({ fn }) => fn ?? []));
    sites.set(caller, known);
  }
  let level = [...engine.reached].filter(({ pos }) => pos === start.pos);
  const seen = new Set(level);
  for (let depth = 0; depth < readDepth && level.length > 0; depth++) {
    const next: Fn[] = [];
    for (const callee of level.flatMap((fn) => sites.get(fn) ?? [])) {
      if (seen.has(callee)) continue;
      if (transportOperations.get(functionInfo(callee).name) === 'read') return true;
      seen.add(callee);
      next.push(callee);
    }
    level = next;
  }
  return false;
}

/** An expression with what is around it, the nearest first. */
interface Found {
  readonly fn: Fn;
  readonly expr: Node;
  readonly around: readonly Node[];
}

class Writer {
  readonly #engine: Engine;
  readonly #open: OpenProgram;
  readonly #isOwn: (pos: Pos) => boolean;
  readonly #method: FunctionInfo;

  constructor(engine: Engine, open: OpenProgram, isOwn: (pos: Pos) => boolean, method: FunctionInfo) {
    this.#engine = engine;
    this.#open = open;
    this.#isOwn = isOwn;
    this.#method = method;
  }

  codeAt(madeAt: Pos): CodeToAdd | undefined {
    const [fn] = [...this.#engine.reached]
      .filter(({ body }) => body !== undefined && body.pos <= madeAt && madeAt < body.end)
      .sort((a, b) => b.pos - a.pos);
    const found = fn === undefined ? undefined : findIn(fn, madeAt, makesSomething);
    return found === undefined ? undefined : this.#codeFor(found, returnLimit);
  }

  #codeFor({ fn, expr, around }: Found, returns: number): CodeToAdd | undefined {
    const [parent] = around;
    const at = around.findIndex(isStatement);
    const statement = around[at];
    if (statement === undefined || parent === undefined || !this.#isOwn(fn.pos)) return undefined;
    if (statement.kind === 'ReturnStmt' && parent === statement)
      return statement.results.length === 1 ? this.#codeAtCallers(fn, returns) : undefined;
    // A statement of its own in the body: what is deferred in a loop, or made in a condition, needs another place.
    if (around[at + 1] !== fn.body) return undefined;
    if (statement.kind !== 'AssignStmt' && statement.kind !== 'ExprStmt') return undefined;
    const names = statement.kind === 'AssignStmt' ? statement.lhs.map(identName) : [];
    if (names.includes(undefined)) return undefined;
    if (statement.kind === 'AssignStmt' && parent === statement && names.length !== 1) return undefined;
    const [only] = names;
    const isNamed = statement.kind === 'AssignStmt' && parent === statement && only !== undefined;
    if (isNamed && isReturned(fn, only)) return this.#codeAtCallers(fn, returns);
    if (leaves(fn, names)) return undefined;
    const release = `${this.#method.baseName}()`;
    if (isNamed)
      return only === '_'
        ? undefined
        : { caller: functionInfo(fn), at: statement.pos, isInPlace: false, lines: [`defer ${only}.${release}`] };
    if (parent.kind !== 'CallExpr' || !parent.args.some((arg) => arg === expr)) return undefined;
    const [whole, part] = [this.#text(statement), this.#text(expr)];
    const name = this.#freeName(fn);
    if (whole === undefined || part === undefined || name === undefined) return undefined;
    const start = expr.pos - statement.pos;
    const rest = `${whole.slice(0, start)}${name}${whole.slice(start + part.length)}`;
    return {
      caller: functionInfo(fn),
      at: statement.pos,
      isInPlace: true,
      lines: [`${name} := ${part}`, `defer ${name}.${release}`, rest],
    };
  }

  /** Where a function that returns it is called, if that is one place. */
  #codeAtCallers(fn: Fn, returns: number): CodeToAdd | undefined {
    if (returns === 0) return undefined;
    const calls = this.#engine.sites.filter(({ callees }) => [...callees.values()].some((callee) => callee.fn === fn));
    const places = new Map(calls.map(({ call, caller }) => [call.node, caller]));
    const [only] = places;
    if (only === undefined || places.size > 1) return undefined;
    const [{ pos, end }, caller] = only;
    const found = findIn(caller, pos, (node) => node.kind === 'CallExpr' && node.end === end);
    return found === undefined ? undefined : this.#codeFor(found, returns - 1);
  }

  /** The source of a node on one line of ASCII, where offsets are characters. */
  #text({ pos, end }: Node): string | undefined {
    const source = this.#open.sources.textOf(pos);
    const text = source?.slice(pos - source.base, end - source.base);
    return text === undefined || text.includes('\n') || text.length !== end - pos ? undefined : text;
  }

  /** `httpClient` for `*net/http.Client`, if the file has no such name. */
  #freeName(fn: Fn): string | undefined {
    const type = receiverType(this.#method)?.replace(/^\*/, '');
    const [, folder = '', base = ''] = /([\w-]+)\.(\w+)$/.exec(type ?? '') ?? [];
    const name = folder.replace(/\W/g, '') + base;
    const source = this.#open.sources.textOf(fn.pos);
    const text = source?.slice(0, source.bytes.length) ?? '';
    const isFree = base !== '' && /^[a-z]/.test(name) && !new RegExp(`\\b${name}\\b`).test(text);
    return isFree ? name : undefined;
  }
}

/** The outermost expression of a kind that begins at the place, with what is around it in the function. */
function findIn(fn: Fn, pos: Pos, isMeant: (node: Node) => boolean): Found | undefined {
  if (fn.body === undefined) return undefined;
  const parents = new Map<Node, Node | undefined>();
  let best = undefined as Node | undefined;
  walk(fn.body, (node, parent) => {
    if (node.pos > pos || node.end <= pos) return false;
    parents.set(node, parent);
    if (node.pos === pos && best === undefined && isMeant(node)) best = node;
    return true;
  });
  if (best === undefined) return undefined;
  // `&http.Client{…}` is made at its literal.
  let expr = best;
  for (let up = parents.get(expr); up?.kind === 'UnaryExpr' || up?.kind === 'ParenExpr'; up = parents.get(expr))
    expr = up;
  const around: Node[] = [];
  for (let at = parents.get(expr); at !== undefined; at = parents.get(at)) around.push(at);
  return { fn, expr, around };
}

const makesSomething = ({ kind }: Node): boolean => ['CompositeLit', 'UnaryExpr', 'CallExpr'].includes(kind);

function isStatement(node: Node): node is Stmt {
  return node.kind.endsWith('Stmt');
}

function identName(expr: Expr): string | undefined {
  return expr.kind === 'Ident' ? expr.name : undefined;
}

/** Whether the function returns the variable itself. */
function isReturned(fn: Fn, name: string): boolean {
  let found = false;
  if (fn.body !== undefined)
    walk(fn.body, (node) => {
      if (node.kind === 'ReturnStmt') found ||= node.results.some((result) => identName(result) === name);
      return node.kind !== 'FuncLit';
    });
  return found;
}

/**
 * Whether one of the variables, or what is made with it, may be in use when the function has returned: it is returned,
 * stored outside, sent, or taken to another goroutine or literal. Of errors that is not asked. Over-approximates.
 */
function leaves({ body }: Fn, names: readonly (string | undefined)[]): boolean {
  if (body === undefined) return true;
  const kept = new Set(names.filter((name) => name !== undefined && name !== '_'));
  const isKept = (node: Node | undefined): boolean => {
    let found = false;
    if (node !== undefined)
      walk(node, (inner) => {
        found ||= inner.kind === 'Ident' && kept.has(inner.name);
        return !found;
      });
    return found;
  };
  const locals = new Set<string>();
  walk(body, (node) => {
    if (node.kind === 'AssignStmt' && node.op === ':=')
      for (const target of node.lhs) locals.add(identName(target) ?? '_');
    if (node.kind === 'VarSpec') for (const { name } of node.names) locals.add(name);
    return true;
  });
  let hasLeft = false;
  let size = -1;
  const keep = (target: Node): void => {
    // A field, an element, a result or a variable of the package.
    if (target.kind !== 'Ident' || (target.name !== '_' && !locals.has(target.name))) hasLeft = true;
    else if (target.name !== '_' && !isErrorName.test(target.name)) kept.add(target.name);
  };
  while (size !== kept.size && !hasLeft) {
    size = kept.size;
    walk(body, (node) => {
      if (node.kind === 'AssignStmt' && node.rhs.some(isKept)) node.lhs.forEach(keep);
      else if (node.kind === 'VarSpec' && node.values.some(isKept)) node.names.forEach(keep);
      else if (['ReturnStmt', 'SendStmt', 'GoStmt', 'FuncLit'].includes(node.kind) && isKept(node)) hasLeft = true;
      return !hasLeft;
    });
  }
  return hasLeft;
}

const isErrorName = /^err|Err$/;
