// Whether a call on a branch that is never taken would lead to what a chain is drawn for. Such a call was not resolved,
// so only one that names its callee is known, and only if the trace came to that function in some other way.

import { nodesReaching } from '#callgraph/reaching.js';
import { classify } from '#go/flow/call-mode.js';
import type { Engine } from '#go/flow/engine.js';
import type { Exploration } from '#go/flow/explore.js';
import { releaseLike, socketPackage } from '#models/transport.js';
import type { DeadSite, FunctionInfo, ProgramGraph } from '#program/graph.js';

/** Stands for the position of a release that what is held has not got. */
const hiddenRelease = -1;

export function deadLeads(
  engine: Engine,
  exploration: Exploration,
  graph: ProgramGraph,
  isTarget: (fn: FunctionInfo) => boolean,
): (site: DeadSite, indirectly: boolean) => boolean {
  let leading: ReadonlySet<number> | undefined;
  const callees = new Map<number, { readonly pos: number; readonly isTarget: boolean }>();
  for (const list of exploration.dead.values()) {
    for (const { call } of list) {
      const classified = classify(call.node, call.fn);
      if (classified.kind === 'interface' && classified.object.pkg?.path === socketPackage) {
        // A method of net.Conn: the connections of package net have it.
        callees.set(call.node.lparen, {
          pos: 0,
          isTarget: isTarget(functionNamed(`(*${socketPackage}.conn).${classified.object.name}`)),
        });
      }
      // A release that what is held has not got.
      if (classified.kind === 'interface' && releaseLike.test(classified.object.name)) {
        callees.set(call.node.lparen, { pos: hiddenRelease, isTarget: true });
        continue;
      }
      if (classified.kind !== 'function' && classified.kind !== 'method') continue;
      const fn = engine.functions.ofObject(classified.object);
      if (fn === undefined) continue;
      callees.set(call.node.lparen, { pos: fn.pos, isTarget: isTarget({ ...functionNamed(fn.name), pos: fn.pos }) });
    }
  }
  return ({ site, isLacking }, indirectly) => {
    const callee = callees.get(site.lparen);
    if (callee === undefined || callee.isTarget)
      return callee !== undefined && (callee.pos !== hiddenRelease || isLacking);
    if (!indirectly) return false;
    leading ??= leadingFunctions(graph, isTarget);
    return leading.has(callee.pos);
  };
}

function functionNamed(name: string): FunctionInfo {
  return { id: -1, name, packagePath: '', pos: 0, end: 0, hasBody: true, noOp: undefined, baseName: '' };
}

/** Positions of the functions from which a target is reached. */
function leadingFunctions(graph: ProgramGraph, isTarget: (fn: FunctionInfo) => boolean): ReadonlySet<number> {
  const ends = graph.edges.filter((edge) => isTarget(edge.callee.function)).map((edge) => edge.caller);
  return new Set([...nodesReaching(graph, ends)].map((node) => node.function.pos));
}
