// `debug edges`: the call edges out of every function of some packages, and of every function reached from them, one
// JSON line each. The whole program is followed, so it costs what the program costs. A function without source is no
// record.

import { by, type Compare, compareNumbers, compareStrings, inOrder } from '#base/order.js';
import type { Position } from '#base/position.js';
import { iterationOf } from '#go/flow/range-over-func.js';
import type { Fn } from '#go/flow/function.js';
import type { CallSite } from '#go/propagate/call-site.js';
import { Engine } from '#go/propagate/engine.js';
import { propagate } from '#go/propagate/propagate.js';
import { reachExported, reachInitialization, reachMain, reachTests, type RootKind } from '#go/propagate/roots.js';
import type { Package } from '#go/types/object.js';
import { metaLine, programOf } from './debug-meta.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
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
  const kind: RootKind = request.tests ? 'tests' : isLibrary ? 'exported' : 'main';
  yield metaLine('edges', request, { algo: 'loose-ends', roots: kind });
  host.phase('explore');
  const named = packages.flatMap((ref) => loadWithTests(open, ref, request.tests));
  const engine = followProgram(open, named, kind, host);
  host.phase('lines');
  const lines = new Map<string, EdgeLine>();
  for (const site of engine.sites) for (const line of linesOf(site, engine, open)) if (!lines.has(line.text)) lines.set(line.text, line);
  for (const { text } of [...lines.values()].sort(siteOrder)) yield text;
}

/** Follows everything that the named packages' functions, and what starts with them, can reach. */
function followProgram(open: OpenProgram, named: readonly Package[], kind: RootKind, host: Host): Engine {
  const { checker, program, sources } = open;
  const engine = new Engine(checker);
  const harness = kind === 'tests' ? [open.workspace.package('testing/internal/testdeps')].filter((ref) => ref.missing !== true) : [];
  for (const ref of [...program.closure(), ...open.workspace.importClosure(harness, { tests: false, onMissing: () => {} })]) {
    reachInitialization(engine, checker.packageOf(program.load(ref)));
  }
  for (const pkg of named) {
    reachInitialization(engine, pkg);
    if (kind === 'main') reachMain(engine, pkg);
    else if (kind === 'exported') reachExported(engine, pkg);
  }
  if (kind === 'tests') {
    const testing = checker.package('testing');
    const deps = checker.package('testing/internal/testdeps');
    if (testing.missing === undefined) reachTests(engine, named, testing, deps.missing === undefined ? deps : undefined);
  }
  for (const pkg of named) {
    for (const file of pkg.files) {
      for (const unit of file.units) {
        const fn = engine.functions.ofUnit(unit);
        if (fn?.body !== undefined) engine.reach(engine.frameOf(fn));
      }
    }
  }
  propagate(
    engine,
    (pos) => sources.positionString(pos),
    (functions) => host.progress(`Following calls: ${functions} functions so far, in ${program.filesRead} files`),
  );
  return engine;
}

function* linesOf(site: CallSite, engine: Engine, open: OpenProgram): Generator<EdgeLine> {
  const { call } = site;
  const { node } = call;
  const at = open.sources.position(node.pos);
  const caller = callerOf(site, engine);
  const from = caller === undefined ? undefined : open.sources.positionString(caller.pos === 0 ? packageClauseOf(site.caller) : caller.pos);
  if (at === undefined || caller === undefined || from === undefined) return;
  for (const { fn } of site.callees.values()) {
    if (fn === undefined || fn.kind === 'initializer') continue;
    yield {
      at,
      text: JSON.stringify({
        caller: from,
        callerName: caller.name,
        site: `${at.file}:${at.line}:${at.column}`,
        lparen: open.sources.positionString(node.lparen),
        callee: open.sources.positionString(fn.pos),
        calleeName: fn.name,
        mode: site.mode,
        kind: call.kind,
      }),
    };
  }
}

/** The function that the records name as the caller: the body of a range over a function is one of its own. */
function callerOf(site: CallSite, engine: Engine): { readonly pos: number; readonly name: string } | undefined {
  const { caller, call } = site;
  const literal = iterationOf(engine.body(caller).calls, call.node);
  if (literal !== undefined) return engine.functions.ofLiteral(literal, caller);
  // A package's initializer begins at the package clause of the file with the call.
  return caller.kind === 'initializer' ? { pos: 0, name: caller.name } : caller;
}

function packageClauseOf(fn: Fn): number {
  return fn.unit.file.packagePos;
}
