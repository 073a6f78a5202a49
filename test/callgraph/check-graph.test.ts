import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InternalError } from '#base/errors.js';
import { checkGraph } from '#callgraph/check-graph.js';
import { pairHandoffs } from '#callgraph/handoffs.js';
import { assignLanes } from '#callgraph/lanes.js';
import { nodesReaching } from '#callgraph/reaching.js';
import { madeGraph } from '../chain/made-graph.js';

describe('a graph', () => {
  it('is checked for contradictions', () => {
    const graph = madeGraph(['root > a', 'a > WRITE']);
    checkGraph(graph);
    assert.throws(() => checkGraph({ ...graph, nodes: graph.nodes.slice(1) }), InternalError);
    assert.throws(() => checkGraph({ ...graph, edges: graph.edges.slice(1) }), InternalError);
    assert.throws(() => checkGraph({ ...graph, out: () => graph.edges }), InternalError);
  });

  it('tells which nodes lead somewhere', () => {
    const graph = madeGraph(['root > a', 'a > b', 'b > a', 'root > c']);
    const b = graph.nodes.filter((node) => node.function.name === 'b');
    assert.deepEqual([...nodesReaching(graph, b)].map((node) => node.function.name).sort(), ['a', 'b', 'root']);
  });

  it('has a lane for each goroutine, and hand-offs between lanes only', () => {
    const graph = madeGraph(
      ['root > a', 'root go> b', 'a go> b', 'a > c', 'b > c'],
      ['a closes x', 'c receives x', 'b sends y', 'b receives y'],
    );
    const lanes = assignLanes(graph);
    const of = (name: string): number[] =>
      graph.nodes.filter((node) => node.function.name === name).flatMap((node) => [...(lanes.of.get(node) ?? [])]);
    assert.deepEqual([of('root'), of('a'), of('b'), of('c')], [[0], [0], [1, 2], [0, 1, 2]]);
    const pairs = pairHandoffs(graph, lanes).map(
      ({ signal, wait, touchesCaller }) => `${signal.node.function.name} ${wait.node.function.name} ${touchesCaller}`,
    );
    assert.deepEqual(pairs, ['a c true', 'b b false']);
  });
});
