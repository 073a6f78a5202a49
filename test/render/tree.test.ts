import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultRenderOptions } from '#render/options.js';
import { textWidth } from '#render/text-safety.js';
import { renderTree } from '#render/tree.js';
import { matchesGolden } from './golden.js';
import { hostileReports } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

const escapes = /\u001b\[[\d;]*m/g;

test('the tree of the sample, in each detail', () => {
  matchesGolden('sample.tree.txt', renderTree(sampleReport, defaultRenderOptions));
  matchesGolden('sample.tree-brief.txt', renderTree(sampleReport, { ...defaultRenderOptions, detail: 'brief' }));
  matchesGolden('sample.tree-full.txt', renderTree(sampleReport, { ...defaultRenderOptions, detail: 'full' }));
  matchesGolden(
    'sample.tree-ascii.txt',
    renderTree(sampleReport, { ...defaultRenderOptions, ascii: true, columns: 80 }),
  );
});

test('no line is wider than the terminal where it can be broken', () => {
  for (const columns of [80, 100, 140]) {
    for (const detail of ['brief', 'normal', 'full'] as const) {
      for (const line of renderTree(sampleReport, { ...defaultRenderOptions, columns, detail }).split('\n')) {
        // A single name or path cannot be broken.
        const words = line
          .trim()
          .split(' ')
          .filter((word) => /\w/.test(word));
        assert.ok(textWidth(line) <= columns || words.length <= 2 || columns < 100, `${columns}: ${line}`);
      }
    }
  }
});

test('conditions that are joined keep their meaning', () => {
  const guardsOf = (...texts: string[]): string => {
    const guards = texts.map((text) => ({ text, at: { file: 'a.go', line: 1, column: 1, code: text } }));
    const report = { ...sampleReport, edges: sampleReport.edges.map((edge) => ({ ...edge, guards })) };
    return /^.*\bif .*a.*$/m.exec(renderTree(report, defaultRenderOptions))?.[0]?.replace(/^[^a-z]*/, '') ?? '';
  };
  assert.equal(guardsOf('a || b', 'c'), 'if (a || b) && c');
  assert.equal(guardsOf('a', 'b && c || d'), 'if a && (b && c || d)');
  assert.equal(guardsOf('f(a || b)', 'c'), 'if f(a || b) && c');
  assert.equal(guardsOf('a == "||"', 'c'), 'if a == "||" && c');
  assert.equal(guardsOf("a == '\\''", "b == '\\'' || c"), "if a == '\\'' && (b == '\\'' || c)");
  assert.equal(guardsOf('a || b'), 'if a || b');
  // What stands nearest decides; that something is there is asked everywhere.
  assert.equal(guardsOf('b', 'c', 'a > 0'), 'if c && a > 0 and 1 more');
  assert.equal(guardsOf('a', 'b', 'c != nil'), 'if a && b and 1 more');
  assert.equal(guardsOf('a', 'b != nil', 'c != nil'), 'if a && c != nil and 1 more');
});

test('colours add escapes and nothing else', () => {
  const plain = renderTree(sampleReport, defaultRenderOptions);
  const colored = renderTree(sampleReport, { ...defaultRenderOptions, color: true });
  assert.notEqual(colored, plain);
  assert.equal(colored.replace(escapes, ''), plain);
});

test('the ASCII tree is ASCII', () => {
  assert.match(renderTree(sampleReport, { ...defaultRenderOptions, ascii: true }), /^[\n\u0020-\u007e]*$/);
});

test('hostile names cannot reach the terminal', () => {
  for (const { text, report } of hostileReports) {
    const tree = renderTree(report, { ...defaultRenderOptions, detail: 'full' });
    assert.doesNotMatch(
      tree,
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
      JSON.stringify(text.slice(0, 40)),
    );
    assert.ok(Math.max(...tree.split('\n').map((line) => line.length)) < 1_000, JSON.stringify(text.slice(0, 40)));
  }
});

test('a chain of ten thousand hops and a report without chains are drawn', () => {
  const [chain] = sampleReport.chains;
  assert.ok(chain !== undefined);
  const hops = Array.from({ length: 10_000 }, (_, i) => ({
    id: i,
    lane: 0,
    function: 1,
    ...(i === 0 ? {} : { parent: i - 1, edge: 1 }),
  }));
  assert.ok(
    renderTree({ ...sampleReport, chains: [{ ...chain, hops, handoffs: [] }] }, defaultRenderOptions).length > 10_000,
  );
  assert.match(renderTree({ ...sampleReport, chains: [] }, defaultRenderOptions), /half-closes/);
});
