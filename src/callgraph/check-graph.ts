// What holds of every graph that a front end hands over. A graph that breaks it is a bug of ours, found where it was
// made and not three layers further on.

import { assert } from '#base/errors.js';
import type { ProgramGraph } from '#program/graph.js';

/** Throws an `InternalError` for a graph that contradicts itself. O(edges). */
export function checkGraph(graph: ProgramGraph): void {
  const nodes = new Set(graph.nodes);
  for (const root of [...graph.roots, ...graph.before])
    assert(nodes.has(root), `the root ${root.function.name} is no node of the graph`);
  let listed = 0;
  for (const node of graph.nodes) {
    for (const edge of graph.out(node)) {
      listed++;
      assert(edge.caller === node, `an edge out of ${node.function.name} belongs to ${edge.caller.function.name}`);
      assert(nodes.has(edge.callee), `${node.function.name} calls ${edge.callee.function.name}, which is no node`);
      assert(edge.site.pos !== 0, `a call in ${node.function.name} has no position`);
    }
  }
  assert(listed === graph.edges.length, 'an edge of the graph goes out of no node');
  for (const { caller } of [...graph.unresolved, ...graph.dead])
    assert(nodes.has(caller), `a call stands in ${caller.function.name}, which is no node`);
  for (const { node } of graph.synchronizations)
    assert(nodes.has(node), `a channel is used in ${node.function.name}, which is no node`);
}
