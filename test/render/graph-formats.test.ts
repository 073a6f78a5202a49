import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCodetour } from '#render/codetour.js';
import { renderDigraph } from '#render/digraph.js';
import { renderDot } from '#render/dot.js';
import { renderEdges } from '#render/edges.js';
import { formats } from '#render/formats.js';
import { renderJson } from '#render/json.js';
import { renderMermaid } from '#render/mermaid.js';
import { defaultRenderOptions } from '#render/options.js';
import { goQuote } from '#render/text-safety.js';
import type { Hop, Report } from '#report/report.js';
import { matchesGolden } from './golden.js';
import { hostileReports } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

test('the sample in each format', () => {
  matchesGolden('sample.mmd', renderMermaid(sampleReport));
  matchesGolden('sample.dot', renderDot(sampleReport));
  matchesGolden('sample.digraph', renderDigraph(sampleReport));
  matchesGolden('sample.edges.jsonl', renderEdges(sampleReport));
  matchesGolden('sample.tour', renderCodetour(sampleReport));
  matchesGolden('sample.json.txt', renderJson(sampleReport));
});

test('the same bytes twice, and from a report whose keys come in another order', async () => {
  const reversed = reverseKeys(sampleReport);
  for (const format of Object.values(formats)) {
    const render = await format.load();
    const first = render(sampleReport, defaultRenderOptions);
    assert.equal(render(sampleReport, defaultRenderOptions), first);
    assert.equal(render(reversed, defaultRenderOptions), first);
    assert.ok(first.endsWith('\n'));
  }
});

test('a hand-off is no call edge, nor is a branch that cannot run', () => {
  const edges = renderEdges(sampleReport)
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  assert.equal(edges[0]?.['k'], 'meta');
  assert.deepEqual(new Set(edges.slice(1).map((edge) => edge['kind'])), new Set(['call', 'go']));
  assert.doesNotMatch(renderDigraph(sampleReport), /newHTTP1Transport/);
  for (const edge of edges.slice(1)) assert.match(String(edge['caller']), /^[^ ]+\.go:\d+:\d+$/);
});

test('Go quotes', () => {
  assert.equal(goQuote('a "b" \\ \u001b \u202e é\t'), '"a \\"b\\" \\\\ \\x1b \\u202e é\\t"');
});

test('line-based formats keep one record a line whatever the names', () => {
  for (const { report } of hostileReports) {
    for (const line of renderEdges(report).trimEnd().split('\n')) JSON.parse(line);
    for (const line of renderDigraph(report).trimEnd().split('\n'))
      assert.match(line, /^"(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*"$/);
    JSON.parse(renderCodetour(report));
    assert.deepEqual(JSON.parse(renderJson(report)), JSON.parse(JSON.stringify(report)));
    assert.doesNotMatch(
      renderDot(report)
        .replace(/"(?:[^"\\]|\\.)*"/g, '')
        .replaceAll(' -> ', ' '),
      /["<>`]|script/,
    );
  }
});

test('a tour opens what lies in the checkout at the line of the hop, vendored or not, and links the rest', () => {
  const filesIn = (modules: Report['build']['modules']): string[] => {
    const { build } = sampleReport;
    const tour = JSON.parse(renderCodetour({ ...sampleReport, build: { ...build, modules } })) as {
      readonly steps: readonly { readonly file?: string; readonly line?: number }[];
    };
    return tour.steps.flatMap(({ file, line }) => (file === undefined ? [] : [`${file}:${line}`]));
  };
  const { modules } = sampleReport.build;
  const other = modules.find(({ main }) => main !== true);
  assert.ok(other !== undefined);
  const own = filesIn(modules.map((module) => (module === other ? { ...module, main: true } : { path: module.path })));
  const vendored = filesIn(
    modules.map((module) => (module === other ? { ...module, folder: `vendor/${module.path}` } : module)),
  );
  assert.deepEqual(filesIn(modules), [], 'nothing of the sample lies in the main module');
  assert.ok(own.length > 0);
  const more = vendored.filter((file) => file.startsWith(`vendor/${other.path}/`));
  assert.deepEqual(
    more,
    own.map((file) => `vendor/${other.path}/${file}`),
  );
  const places = [
    ...sampleReport.edges.map(({ site }) => site),
    ...sampleReport.functions.flatMap(({ at }) => at ?? []),
  ];
  const lines = new Set(places.map((at) => `${at.file}:${at.line}`));
  for (const file of more)
    assert.ok(lines.has(file.replace(`vendor/${other.path}`, `${other.path}@${other.version}`)), file);
});

test('a large chain is cut to what GitHub draws, and says so', () => {
  const large = wideReport(3_000);
  const text = renderMermaid(large);
  assert.ok(text.length <= 50_000);
  const links = text.split('\n').filter((line) => /^ {2}n\d+ [-=.]/.test(line)).length;
  assert.ok(links <= 500 && links > 200, `${links}`);
  assert.match(text, /further from the root are not drawn/);
});

function wideReport(calls: number): Report {
  const [chain] = sampleReport.chains;
  assert.ok(chain !== undefined);
  const hops: Hop[] = [{ id: 0, lane: 0, function: 1 }];
  for (let i = 1; i <= calls; i++) hops.push({ id: i, lane: 0, function: 2, edge: 1, parent: Math.floor((i - 1) / 3) });
  const depthFirst: Hop[] = [];
  const visit = (id: number): void => {
    const hop = hops[id];
    if (hop === undefined) return;
    depthFirst.push(hop);
    for (let i = 1; i <= 3; i++) visit(3 * id + i);
  };
  visit(0);
  return { ...sampleReport, chains: [{ ...chain, hops: depthFirst, handoffs: [] }] };
}

function reverseKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reverseKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reverseKeys(item)]),
  ) as T;
}

test('another candidate at a call that is drawn is no drawn call', () => {
  const hops = new Set(sampleReport.chains.flatMap((chain) => chain.hops.flatMap(({ edge }) => edge ?? [])));
  const leftOut = sampleReport.edges.filter(({ id, kind, callee }) => !hops.has(id) && kind !== 'handoff' && callee);
  const [first] = sampleReport.edges.filter(({ id, kind, callee }) => hops.has(id) && kind === 'call' && callee);
  assert.ok(first !== undefined);
  // One more at the site of a call that has a hop.
  const other = { ...first, id: Math.max(...sampleReport.edges.map(({ id }) => id)) + 1, caller: first.callee ?? 0 };
  const lines = (edges: typeof sampleReport.edges): number =>
    renderEdges({ ...sampleReport, edges })
      .split('\n')
      .filter((line) => line.includes('"drawn":false')).length;
  const before = lines(sampleReport.edges);
  assert.ok(before >= leftOut.length);
  assert.equal(lines([...sampleReport.edges, other]), before + 1);
});
