// `debug edges`: the call edges out of every function of some packages, and of every function reached from them, one
// JSON line each. The whole program is followed, so it costs what the program costs. A function without source is no
// record.

import { type Compare, compareNumbers, compareStrings, inOrder } from '#base/order.js';
import type { Position } from '#base/position.js';
import type { Fn } from '#go/flow/function.js';
import { iterationOf } from '#go/flow/range-over-func.js';
import type { CallSite } from '#go/propagate/call-site.js';
import type { Engine } from '#go/propagate/engine.js';
import { metaLine, programOf } from './debug-meta.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { DebugRequest, Host } from './request.js';

/** The records of the calls at one place: a call has one for each context that its function is looked at in. */
interface Place {
  readonly at: Position;
  readonly sites: CallSite[];
}

const placeOrder: Compare<Place> = inOrder(
  (a, b) => compareStrings(a.at.file, b.at.file),
  (a, b) => compareNumbers(a.at.line, b.at.line),
  (a, b) => compareNumbers(a.at.column, b.at.column),
);

export function* debugEdges(request: DebugRequest, host: Host): Generator<string> {
  const open = openProgram(request.settings, programOf(request), request.tests, host);
  const packages = matchAll(open.workspace, request.patterns);
  const kind = rootKindOf(packages, request.tests);
  yield metaLine('edges', request, { algo: 'loose-ends', roots: kind });
  host.phase('explore');
  const named = packages.flatMap((ref) => loadWithTests(open, ref, request.tests));
  const engine = followProgram(open, named, kind, host, { prune: true, reasons: false, reflected: true });
  host.phase('lines');
  const places = new Map<number, Place>();
  for (const site of engine.sites) {
    if (site.callees.size === 0) continue;
    const { pos } = site.call.node;
    const known = places.get(pos);
    if (known !== undefined) {
      known.sites.push(site);
      continue;
    }
    const at = open.sources.position(pos);
    if (at !== undefined) places.set(pos, { at, sites: [site] });
  }
  // A place at a time: all lines at once would be as large as what was followed.
  for (const { at, sites } of [...places.values()].sort(placeOrder)) {
    const lines = new Set<string>();
    for (const site of sites) for (const line of linesOf(site, at, engine, open)) lines.add(line);
    yield* [...lines].sort(compareStrings);
  }
}

function* linesOf(site: CallSite, at: Position, engine: Engine, open: OpenProgram): Generator<string> {
  const { call } = site;
  const { node } = call;
  const caller = callerOf(site, engine);
  const from =
    caller === undefined
      ? undefined
      : open.sources.positionString(caller.pos === 0 ? packageClauseOf(site.caller) : caller.pos);
  if (caller === undefined || from === undefined) return;
  for (const { fn } of site.callees.values()) {
    if (fn === undefined || fn.kind === 'initializer') continue;
    yield JSON.stringify({
      caller: from,
      callerName: caller.name,
      site: `${at.file}:${at.line}:${at.column}`,
      lparen: open.sources.positionString(node.lparen),
      callee: open.sources.positionString(fn.pos),
      calleeName: fn.name,
      mode: site.mode,
      kind: call.kind,
    });
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
