// A call graph read from records: an analysis' (every position with line and column, and the left parenthesis of each
// call), or a recorded run's (a site and a caller are lines, and a deferred call stands where its caller returns).

import { fileOf, lineOf, readRecords } from './records.mjs';

/** The words for how a call is made, an analysis' and a run's. `dynamic` is either of invoke and func. */
const modes = new Map([
  ['static', 'static'],
  ['literal', 'static'],
  ['invoke', 'invoke'],
  ['interface', 'invoke'],
  ['typeparam', 'invoke'],
  ['func', 'func'],
  ['value', 'func'],
  ['reflect', 'reflect'],
]);

const dynamicModes = new Set(['invoke', 'func', 'dynamic']);

export const isDynamic = (edge) => dynamicModes.has(edge.mode);

export class CallGraph {
  edges = [];
  /** `SITE CALLEE`, the site by the line of the left parenthesis, and by any of its lines. */
  #atParen = new Set();
  #atLine = new Set();
  /** Callers of deferred calls, by callee. */
  #deferrers = new Map();
  /** The edges of a call, by its left parenthesis; and the parentheses of the calls of a line. */
  #calls = new Map();
  #onLine = new Map();
  #callers = new Set();

  static async read(path) {
    const graph = new CallGraph();
    const seen = new Set();
    for await (const record of readRecords(path)) {
      const edge = edgeOf(record);
      if (edge === undefined) continue;
      const key = `${edge.caller} ${edge.at} ${edge.callee} ${edge.kind}`;
      if (seen.has(key)) continue;
      seen.add(key);
      graph.#add(edge);
    }
    return graph;
  }

  #add(edge) {
    this.edges.push(edge);
    this.#callers.add(lineOf(edge.caller));
    if (edge.paren !== undefined) this.#atParen.add(`${lineOf(edge.paren)} ${edge.callee}`);
    for (const line of edge.lines) {
      this.#atLine.add(`${line} ${edge.callee}`);
      append(this.#onLine, line, edge.at);
    }
    if (edge.kind === 'defer') append(this.#deferrers, edge.callee, edge.caller);
    append(this.#calls, edge.at, edge);
  }

  /** Whether the graph has this edge of another one. */
  has(edge) {
    if (edge.kind === 'defer')
      return (this.#deferrers.get(edge.callee) ?? []).some((caller) => isSame(caller, edge.caller));
    if (edge.paren !== undefined) return this.#atParen.has(`${lineOf(edge.paren)} ${edge.callee}`);
    return this.#atLine.has(`${edge.at} ${edge.callee}`);
  }

  /** What the graph knows where it lacks an edge of another one. */
  why(edge) {
    if ((edge.paren === undefined ? this.#onLine.has(edge.at) : this.#calls.has(edge.at)) && edge.kind !== 'defer')
      return 'the call has other callees';
    return this.#callers.has(lineOf(edge.caller)) ? 'the call is not in the graph' : 'the caller is not reached';
  }

  /**
   * The callees at a call of another graph, of which some are known. Where that one knows the line alone, a static
   * call of the line counts only if what it calls was called there.
   */
  calleesAt(at, known) {
    const exact = this.#calls.get(at);
    if (exact !== undefined) return new Set(exact.map((edge) => edge.callee));
    const found = new Set();
    for (const paren of new Set(this.#onLine.get(at) ?? [])) {
      const edges = this.#calls.get(paren) ?? [];
      const isOne = new Set(edges.map((edge) => edge.callee)).size === 1;
      for (const edge of edges) if (edge.mode !== 'static' || !isOne || known.has(edge.callee)) found.add(edge.callee);
    }
    return found;
  }

  /** The dynamic calls with what they call. A run does not say where a deferred call stands. */
  dynamicSites(isInScope = () => true) {
    const sites = new Map();
    for (const edge of this.edges) {
      if (!isDynamic(edge) || !isInScope(edge) || (edge.kind === 'defer' && edge.paren === undefined)) continue;
      const callees = sites.get(edge.at);
      if (callees === undefined) sites.set(edge.at, new Set([edge.callee]));
      else callees.add(edge.callee);
    }
    return sites;
  }
}

/** Undefined for what is no call in the source: the runtime's of timers and finalizers, and a generated main's. */
function edgeOf(record) {
  const { caller, callee, site, lparen: paren, kind = 'call' } = record;
  if (!caller || !callee || caller.startsWith('std/runtime/') || fileOf(caller) === '_testmain.go') return undefined;
  const at = paren ?? site;
  if (at === undefined) return undefined;
  const lines = [...new Set([paren, site].filter((place) => place !== undefined).map(lineOf))];
  const { callerName, calleeName } = record;
  return { caller, callee, at, paren, lines, kind, mode: modeOf(record), callerName, calleeName };
}

function modeOf({ mode, dynamic }) {
  const said = modes.get(mode);
  if (said !== undefined) return said;
  if (dynamic === true) return 'dynamic';
  return dynamic === false ? 'static' : 'unknown';
}

/** Two positions, of which one may lack the column. */
function isSame(a, b) {
  return a === b || a.startsWith(`${b}:`) || b.startsWith(`${a}:`);
}

function append(map, key, value) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
