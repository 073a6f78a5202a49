// `debug edges`: the call edges out of every function of some packages, and of every function reached from them, one
// JSON line each. Everything is followed, so it costs what the program costs. A function without source is no record.

import { workingOn } from '#base/errors.js';
import { by, type Compare, compareNumbers, compareStrings, inOrder } from '#base/order.js';
import type { Position } from '#base/position.js';
import { buildGraph } from '#go/flow/build-graph.js';
import { createEngine } from '#go/flow/create-engine.js';
import { explore, type Policy } from '#go/flow/explore.js';
import type { Fn } from '#go/flow/function.js';
import { opaquePackages } from '#models/transport.js';
import type { FunctionInfo } from '#program/graph.js';
import { metaLine, programOf } from './debug-meta.js';
import { loadWithTests, matchAll, openProgram } from './open-program.js';
import type { DebugRequest, Host } from './request.js';

interface EdgeLine {
  readonly at: Position;
  readonly text: string;
}

const siteOrder: Compare<EdgeLine> = inOrder(
  (a, b) => compareStrings(a.at.file, b.at.file),
  (a, b) => compareNumbers(a.at.line, b.at.line),
  (a, b) => compareNumbers(a.at.column, b.at.column),
  by((line) => line.text),
);

export function* debugEdges(request: DebugRequest, host: Host): Generator<string> {
  const open = openProgram(request.settings, programOf(request), request.tests, host);
  const packages = matchAll(open.workspace, request.patterns);
  const isLibrary = packages.every((ref) => ref.name !== 'main');
  yield metaLine('edges', request, {
    algo: 'loose-ends',
    roots: request.tests ? 'tests' : isLibrary ? 'exported' : 'main',
  });
  host.phase('explore');
  const engine = createEngine(open.checker, open.program, new Map(), opaquePackages);
  const roots: Fn[] = [];
  for (const ref of packages) {
    for (const pkg of loadWithTests(open, ref, request.tests)) {
      for (const file of pkg.files) for (const unit of file.units) roots.push(...engine.index.functionsOf(unit));
    }
  }
  let calls = 0;
  let last = 0;
  const everything: Policy = {
    isOfInterest: () => true,
    entry: (target, call) => {
      last = call.node.pos;
      if (++calls % 1024 === 0) host.progress(`Following calls: ${calls} so far, in ${open.program.filesRead} files`);
      return target.frame === undefined ? 'fold' : 'enter';
    },
  };
  const exploration = workingOn(
    () => open.sources.positionString(last),
    () => explore(engine, roots, everything),
  );
  host.phase('graph');
  const graph = buildGraph(engine, exploration);
  const packageClauses = new Map(open.program.loadedFiles.map((file) => [file.text, file.packagePos]));
  const placeOf = (fn: FunctionInfo, isCaller: boolean, site: number): string | undefined => {
    if (fn.pos === 0) return undefined;
    // A package's initializer begins, for the records, at the package clause of the file with the call.
    const text = fn.name === `${fn.packagePath}.init` && isCaller ? open.sources.textOf(site) : undefined;
    const clause = text === undefined ? undefined : packageClauses.get(text);
    return open.sources.positionString(fn.end > fn.pos && clause !== undefined && !isFunction(fn) ? clause : fn.pos);
  };
  const initializers = new Set<number>();
  for (const fn of roots) if (fn.kind === 'initializer') initializers.add(fn.pos);
  const isFunction = (fn: FunctionInfo): boolean => !initializers.has(fn.pos) && fn.hasBody;
  host.phase('lines');
  const lines = new Map<string, EdgeLine>();
  for (const { caller, callee, site } of graph.edges) {
    const at = open.sources.position(site.pos);
    const from = placeOf(caller.function, true, site.pos);
    const to = placeOf(callee.function, false, site.pos);
    if (at === undefined || from === undefined || to === undefined) continue;
    const text = JSON.stringify({
      caller: from,
      callerName: caller.function.name,
      site: `${at.file}:${at.line}:${at.column}`,
      lparen: open.sources.positionString(site.lparen),
      callee: to,
      calleeName: callee.function.name,
      mode: site.mode,
      kind: site.kind,
    });
    if (!lines.has(text)) lines.set(text, { at, text });
  }
  for (const { text } of [...lines.values()].sort(siteOrder)) yield text;
}
