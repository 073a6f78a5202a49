// Who has waited for the end of a goroutine meets it no more.

import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { pairHandoffs } from '#callgraph/handoffs.js';
import { assignLanes } from '#callgraph/lanes.js';
import type { ProgramGraph } from '#program/graph.js';
import { madeGraph } from '../chain/made-graph.js';

/** Each hand-off as `signaller > waiter` with the goroutines on which they meet. */
function meetings(graph: ProgramGraph): string[] {
  return pairHandoffs(graph, assignLanes(graph))
    .filter(({ signal }) => signal.label !== 'done')
    .map(({ signal, wait, meetings: all }) => {
      const lanes = all.map((one) => `${one.signal}-${one.wait}`).sort();
      return `${signal.node.function.name} > ${wait.node.function.name}: ${lanes.join(' ')}`;
    });
}

/** The caller stops what the other goroutine waits in; that one tells when it ends. */
const stops = ['other ends done', 'wait receives done', 'abort closes stop', 'request receives stop'];
const started = ['root > begin', 'begin go> other', 'other > request'];

describe('joins', () => {
  it('lets the caller wake what a goroutine waits in, as long as he has not waited for its end', () => {
    const graph = madeGraph([...started, 'root > abort', 'root > wait'], stops);
    assert.deepEqual(meetings(graph), ['abort > request: 0-1']);
  });

  it('knows that a goroutine whose end was waited for waits no more', () => {
    const graph = madeGraph([...started, 'root > wait', 'root > abort'], stops);
    assert.deepEqual(meetings(graph), []);
  });

  it('knows it too of what is called below, on each way', () => {
    const behind = ['root > close', 'close > wait', 'close > deep', 'deep > abort'];
    assert.deepEqual(meetings(madeGraph([...started, ...behind], stops)), []);
    // On one way it was not waited for.
    assert.deepEqual(meetings(madeGraph([...started, 'root > abort', ...behind], stops)), ['abort > request: 0-1']);
  });

  it('counts a wait only where it always comes first', () => {
    const graph = madeGraph([...started, 'root >? wait', 'root > abort'], stops);
    assert.deepEqual(meetings(graph), ['abort > request: 0-1']);
  });

  it('takes only the end of a goroutine for its end', () => {
    const signals = ['wait receives done', 'abort closes stop', 'request receives stop'];
    const lines = [...started, 'root > wait', 'root > abort'];
    // A close in the middle, and one by a function that it calls.
    assert.deepEqual(meetings(madeGraph(lines, ['other closes done', ...signals])), ['abort > request: 0-1']);
    assert.deepEqual(meetings(madeGraph(lines, ['request ends done', ...signals])), ['abort > request: 0-1']);
  });

  it('has a condition signalled to those who wait then, and a channel closed for ever', () => {
    const lines = [...started, 'root > wait', 'root > read'];
    const ends = ['other ends done', 'wait receives done'];
    assert.deepEqual(meetings(madeGraph(lines, [...ends, 'request signals more', 'read awaits more'])), []);
    assert.deepEqual(meetings(madeGraph(lines, [...ends, 'request closes more', 'read receives more'])), [
      'request > read: 1-0',
    ]);
  });

  it('knows in a goroutine what was waited for before it was started', () => {
    assert.deepEqual(meetings(madeGraph([...started, 'root > wait', 'root go> late', 'late > abort'], stops)), []);
  });

  it('is told by one goroutine that it is over, not that those are which it started', () => {
    const graph = madeGraph(
      [...started, 'other go> third', 'third > read', 'root > wait', 'root > abort'],
      ['other ends done', 'wait receives done', 'abort closes stop', 'read receives stop'],
    );
    assert.deepEqual(meetings(graph), ['abort > read: 0-2']);
  });
});
