import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildChain, type Chain, type ChainOptions } from '#chain/chain.js';
import { slice } from '#chain/slice.js';
import type { ProgramGraph } from '#program/graph.js';
import { landmarks, madeGraph } from './made-graph.js';

function chainOf(graph: ProgramGraph, options: Partial<ChainOptions> = {}): Chain {
  const [root] = graph.roots;
  if (root === undefined) throw new Error('no root');
  return buildChain(graph, root, slice(graph, landmarks), landmarks, { full: false, depth: undefined, ...options });
}

/** `lane:  name` a line, indented by depth; `^` repeats, `!kind` ends, `+n/m` folded calls, of which m lead on. */
function print(chain: Chain): string[] {
  const depth = new Map<number, number>();
  return chain.hops.map((hop) => {
    const at = hop.parent === undefined ? 0 : (depth.get(hop.parent) ?? 0) + 1;
    depth.set(hop.id, at);
    const marks = [
      hop.repeats === undefined ? '' : ' ^',
      hop.ending === undefined ? '' : ` !${hop.ending.kind}`,
      hop.folded === undefined ? '' : ` +${hop.folded.calls}/${hop.folded.leading}`,
    ];
    return `${hop.lane}:${' '.repeat(at)}${hop.node?.function.name ?? '?'}${marks.join('')}`;
  });
}

describe('a chain', () => {
  it('shows the way to the transport and counts the rest', () => {
    const chain = chainOf(madeGraph(['root > log', 'root > send', 'send > check', 'send > WRITE']));
    assert.deepEqual(print(chain), ['0:root +1/0', '0: send +1/0', '0:  WRITE !target']);
  });

  it('takes the likeliest of several ways to one end', () => {
    const graph = madeGraph(['root >? quick', 'quick > WRITE', 'root > slow', 'slow > slower', 'slower > WRITE']);
    assert.deepEqual(print(chainOf(graph)), ['0:root +1/1', '0: slow', '0:  slower', '0:   WRITE !target']);
    assert.deepEqual(print(chainOf(graph, { full: true })), [
      '0:root',
      '0: quick',
      '0:  WRITE !target',
      '0: slow',
      '0:  slower',
      '0:   WRITE !target',
    ]);
  });

  it('gives each goroutine a lane, shown where it is started most readily', () => {
    const graph = madeGraph([
      'root > once',
      'once go> make',
      'make > trip',
      'trip go> dial',
      'trip >? dialHere',
      'dialHere > loop',
      'dial > DIAL',
      'dial go> loop',
      'dialHere > DIAL',
      'loop > READ',
    ]);
    assert.deepEqual(print(chainOf(graph)), [
      '0:root',
      '0: once',
      '1:  make',
      '1:   trip +1/1',
      '2:    dial',
      '2:     DIAL !target',
      '3:     loop',
      '3:      READ !target',
    ]);
  });

  it('starts a goroutine where that is surest, also behind the start of another', () => {
    const graph = madeGraph([
      'root go> write',
      'root go> dial',
      'write > WRITE',
      'write >? fail',
      'fail >? abort',
      'abort go> body',
      'dial > DIAL',
      'dial go> loop',
      'loop > READ',
      'loop >? abort',
      'body > CLOSE',
    ]);
    assert.deepEqual(print(chainOf(graph)), [
      '0:root',
      '1: write +1/1',
      '2: dial',
      '1:  WRITE !target',
      '2:  DIAL !target',
      '3:  loop',
      '3:   READ !target',
      '3:   abort',
      '4:    body',
      '4:     CLOSE !target',
    ]);
  });

  it('draws the last of several waits for who comes after what began the goroutine has ended', () => {
    const waits = ['stream > early', 'early > sleep', 'stream > late', 'late > later', 'later > sleep'];
    const started = ['begin go> request', 'request > DIAL', 'request go> stream', ...waits];
    const signals = ['request ends done', 'wait receives done', 'abort signals c', 'sleep awaits c'];
    const drawn = (lines: readonly string[]): string[] =>
      print(chainOf(madeGraph([...lines, ...started], signals)))
        .map((line) => line.replace(/^2: +| [!+].*/g, ''))
        .filter((name) => ['early', 'late', 'later', 'sleep'].includes(name));
    assert.deepEqual(drawn(['root > begin', 'root > wait', 'root > abort']), ['late', 'later', 'sleep']);
    assert.deepEqual(drawn(['root > begin', 'root > abort', 'root > wait']), ['early', 'sleep']);
  });

  it('names the last of several waits of who answers, once what began him has ended', () => {
    const lines = ['begin go> request', 'request > DIAL', 'request go> stream', 'stream > work', 'stream > tell'];
    const waits = ['work > early', 'early > sleep', 'work > late', 'late > later', 'later > sleep'];
    const signals = ['request ends done', 'wait receives done', 'tell signals r', 'hear awaits r', 'sleep awaits c'];
    const answering = (root: readonly string[]): string[] =>
      chainOf(madeGraph([...root, ...lines, ...waits], signals)).answering.map(({ call }) => call.caller.function.name);
    assert.deepEqual(answering(['root > begin', 'root > wait', 'root > hear']), ['later']);
    assert.deepEqual(answering(['root > begin', 'root > hear', 'root > wait']), ['early']);
  });

  it('draws no hand-off between goroutines on one of which the function is not drawn', () => {
    const lines = ['root > begin', 'root > wait', 'root > abort', 'begin go> request', 'request > hold', 'hold > DIAL'];
    const streams = ['request go> stream', 'stream > rest', 'stream invoke> abort'];
    const signals = ['request ends done', 'wait receives done', 'abort closes c', 'hold receives c', 'rest receives c'];
    const { handoffs } = chainOf(madeGraph([...lines, ...streams], signals));
    assert.deepEqual(
      handoffs.map(({ signal, wait }) => `${signal.node.function.name} > ${wait.node.function.name}`).sort(),
      ['abort > rest', 'request > wait'],
    );
  });

  it('tells what follows on a channel rather than on a condition', () => {
    const lines = ['root > begin', 'root > stir', 'root > finish', 'begin go> work', 'work > pause', 'work > take'];
    const signals = ['stir signals c', 'pause awaits c', 'finish closes p', 'take receives p'];
    const { sequels } = chainOf(madeGraph([...lines, 'work > write', 'write > WRITE'], signals));
    assert.deepEqual(
      sequels.map(({ handoff, node }) => `${handoff.wait.label} ${node.function.name}`),
      ['p work'],
    );
  });

  it('draws all candidates of a call if they are few', () => {
    const two = madeGraph([
      'root invoke> plain',
      'root invoke> fancy',
      'plain > encode',
      'fancy > encode',
      'encode > WRITE',
    ]);
    assert.deepEqual(print(chainOf(two)), [
      '0:root',
      '0: fancy',
      '0:  encode',
      '0:   WRITE !target',
      '0: plain',
      '0:  encode ^',
    ]);
    const many = madeGraph([...Array(9).keys()].flatMap((i) => [`root invoke> c${i}`, `c${i} > WRITE`]));
    assert.deepEqual(print(chainOf(many)), ['0:root', '0: c0', '0:  WRITE !target']);
  });

  it('repeats a function only if the same is shown below it', () => {
    const graph = madeGraph([
      'root > do#1',
      'root > do#2',
      'root > do#3',
      'do#1 > READ',
      'do#2 > WRITE',
      'do#3 > READ',
    ]);
    assert.deepEqual(print(chainOf(graph, { full: true })), [
      '0:root',
      '0: do',
      '0:  READ !target',
      '0: do',
      '0:  WRITE !target',
      '0: do ^',
    ]);
  });

  it('ends cycles, and at a depth', () => {
    const graph = madeGraph(['root > a', 'a > b', 'b > a', 'b > WRITE']);
    assert.deepEqual(print(chainOf(graph, { full: true })), [
      '0:root',
      '0: a',
      '0:  b',
      '0:   a !cycle',
      '0:   WRITE !target',
    ]);
    assert.deepEqual(print(chainOf(graph, { depth: 1 })), ['0:root', '0: a !depth']);
  });

  it('shows what two goroutines do on the first, though that comes after the start of the other', () => {
    const graph = madeGraph([
      'root > begin',
      'begin go> other',
      'other > both',
      'root > both',
      'both > WRITE',
      'other > DIAL',
    ]);
    assert.deepEqual(print(chainOf(graph)), [
      '0:root',
      '0: begin',
      '1:  other',
      '0: both',
      '0:  WRITE !target',
      '1:   both ^',
      '1:   DIAL !target',
    ]);
  });

  it('says on which goroutines a hand-off has its ends', () => {
    // What ends the wait runs on both; that of the caller's own ends nothing of its own.
    const graph = madeGraph(
      ['root > wait', 'root > begin', 'begin go> other', 'other > finish', 'root > finish', 'wait > WRITE'],
      ['finish closes done', 'wait receives done'],
    );
    assert.deepEqual(
      chainOf(graph).handoffs.map(({ meets }) => meets),
      [[{ from: 1, to: 0 }]],
    );
  });

  it('says that what ran before ends a wait, though the root leads to that too', () => {
    const graph = madeGraph(
      ['root > wait', 'root > finish', 'earlier > finish', 'root > WRITE'],
      ['finish closes done', 'wait receives done'],
    );
    assert.deepEqual(
      chainOf(graph).handoffs.map(({ meets, isFromBefore }) => [meets, isFromBefore]),
      [[[{ to: 0 }], true]],
    );
  });

  it('shows where control is handed over', () => {
    const graph = madeGraph(
      ['root > begin', 'begin go> reader', 'reader > wait', 'reader > WRITE', 'root > finish'],
      ['finish closes done', 'wait receives done', 'other receives done'],
    );
    const chain = chainOf(graph);
    assert.deepEqual(print(chain), [
      '0:root',
      '0: begin',
      '1:  reader',
      '0: finish !channel',
      '1:   wait !channel',
      '1:   WRITE !target',
    ]);
    assert.deepEqual(
      chain.handoffs.map(({ signal, wait }) => `${signal.node.function.name} ${wait.node.function.name}`),
      ['finish wait'],
    );
  });

  it('says of who only looks at a channel that he is woken by nobody', () => {
    const chain = chainOf(
      madeGraph(
        ['root > begin', 'begin go> reader', 'reader > look', 'reader > wait', 'reader > WRITE', 'root > finish'],
        ['finish closes done', 'look polls done', 'wait receives done'],
      ),
    );
    assert.deepEqual(
      chain.handoffs.map(({ signal, wait }) => `${signal.node.function.name} ${wait.node.function.name}`),
      ['finish wait'],
    );
  });

  it('leaves a candidate that does nothing out beside one that does something', () => {
    const calls = ['root > both', 'both invoke> idleClose', 'both invoke> close', 'close > WRITE'];
    assert.deepEqual(print(chainOf(madeGraph(calls))), ['0:root', '0: both', '0:  close', '0:   WRITE !target']);
  });

  it('does not say that nothing here starts who ends a wait where something does', () => {
    const graph = madeGraph(
      ['root > wait', 'root > WRITE', 'root go> other', 'other > finish', 'other > READ', 'earlier > finish'],
      ['finish closes done', 'wait receives done'],
    );
    const waits = chainOf(graph).hops.flatMap(({ node, ending }) =>
      ending?.kind === 'channel' && node?.function.name === 'wait' ? [[ending.areStarted, ending.wakers]] : [],
    );
    // It is drawn as a hand-off.
    assert.deepEqual(waits, [[true, []]]);
  });

  it('shows releases that do nothing, and calls that nobody knows of where nothing else leads on', () => {
    assert.deepEqual(print(chainOf(madeGraph(['root > idleClose', 'root > write', 'write > WRITE']))), [
      '0:root',
      '0: idleClose !no-op',
      '0: write',
      '0:  WRITE !target',
    ]);
    assert.deepEqual(print(chainOf(madeGraph(['root > a', 'root > b', 'a > c'], [], ['c']))), [
      '0:root +1/0',
      '0: a',
      '0:  c',
      '0:   ? !unknown',
    ]);
    assert.deepEqual(print(chainOf(madeGraph(['root > a', 'a > b']))), ['0:root', '0: a', '0:  b !end']);
  });

  it('stands a deep and a wide graph', () => {
    const deep = madeGraph([...Array(3000).keys()].map((i) => `f${i} > f${i + 1}`).concat('f3000 > WRITE'));
    assert.ok(chainOf(deep).hops.some((hop) => hop.ending?.kind === 'depth'));
    const wide = madeGraph([...Array(200).keys()].flatMap((i) => [`root > m${i}`, `m${i} > WRITE`]));
    assert.equal(chainOf(wide).hops.length, 3);
    assert.deepEqual(print(chainOf(wide))[0], '0:root +199/199');
  });

  it('is the same whatever is asked first', () => {
    const graph = madeGraph(['root invoke> a', 'root invoke> b', 'a > WRITE', 'b > READ', 'root go> c', 'c > READ']);
    const first = print(chainOf(graph));
    chainOf(graph, { full: true });
    assert.deepEqual(print(chainOf(graph)), first);
  });
});
