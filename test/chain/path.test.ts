import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findPaths } from '#chain/path.js';
import { buildUpChain, type CallerEdge } from '#chain/up.js';
import type { FunctionInfo } from '#program/graph.js';
import type { PathFacts, PathRules } from '#program/path-facts.js';
import { landmarks, madeGraph } from './made-graph.js';

const known = (key: string): PathFacts => ({ key });

/** What `nil…` is called with is nil, and stays so; `set…` is not called with that. */
const rules: PathRules = {
  start: known(''),
  after: ({ callee }, { key }) => {
    const { name } = callee.function;
    return name.startsWith('set') && key === 'nil' ? undefined : known(name.startsWith('nil') ? 'nil' : key);
  },
};

function paths(lines: readonly string[], target: string, sameGoroutine = false, unknown: readonly string[] = []) {
  const found = findPaths(madeGraph(lines, [], unknown), (fn) => fn.name === target, sameGoroutine, landmarks, rules);
  const names = found.paths.map(({ edges }) =>
    [edges[0]?.caller.function.name, ...edges.map((edge) => edge.callee.function.name)].join(' '),
  );
  return { ...found, names };
}

describe('a path', () => {
  it('is the likeliest through each call that decides', () => {
    const { names } = paths(['root >? a', 'root > b', 'a > x', 'b > x', 'root > c', 'c > d', 'd > x'], 'x');
    assert.deepEqual(names, ['root b x', 'root c d x', 'root a x']);
    // Behind the condition there is one way on, whoever comes there.
    const funnel = ['root > a', 'root >? b', 'a > c', 'b > c', 'c >? d', 'd > x', 'c >? e', 'e > f', 'f > x'];
    assert.deepEqual(paths(funnel, 'x').names, ['root a c d x', 'root a c e f x']);
  });

  it('has no conditions that exclude one another', () => {
    const lines = ['root > nila', 'root > b', 'nila > c', 'b > d', 'd > c', 'c > setx', 'setx > x'];
    assert.deepEqual(paths(lines, 'x').names, ['root b d c setx x']);
    assert.deepEqual(paths(['root > nila', 'nila > setx', 'setx > x'], 'x').names, []);
  });

  it('prefers the same goroutine to a shorter one that starts another', () => {
    const lines = ['root go> x', 'root > a', 'a > x'];
    assert.deepEqual(paths(lines, 'x').names, ['root a x']);
    const crossing = paths(['root go> x'], 'x');
    assert.deepEqual(crossing.names, ['root x']);
    assert.equal(crossing.startsGoroutine, true);
  });

  it('is proved absent by what was searched', () => {
    const none = paths(['root > a', 'a go> x', 'a > b'], 'x', true, ['b']);
    assert.deepEqual([none.names, none.functions, none.sites, none.unresolved.length], [[], 3, 3, 1]);
  });

  it('stands many ways', () => {
    const lines = ['root > l0a', 'root > l0b'];
    for (let i = 0; i < 40; i++) for (const a of 'ab') for (const b of 'ab') lines.push(`l${i}${a} > l${i + 1}${b}`);
    const found = paths([...lines, 'l40a > x', 'l40b > x'], 'x');
    assert.equal(found.paths.length, 2);
    assert.equal(found.isCut, false);
    const wide = Array.from({ length: 8 }, (_, i) => [`root >? w${i}`, `w${i} > x`]).flat();
    assert.deepEqual([paths(wide, 'x').paths.length, paths(wide, 'x').isCut], [6, true]);
  });
});

describe('callers', () => {
  const fn = (name: string, id: number): FunctionInfo => ({
    id,
    name,
    packagePath: '',
    pos: id,
    end: id,
    hasBody: true,
    noOp: undefined,
    baseName: name,
  });
  const names = ['target', 'a', 'b', 'main'];
  const functions = names.map(fn);
  const at = (name: string): FunctionInfo => functions[names.indexOf(name)] ?? fn(name, 99);
  const callers: Record<string, string[]> = { target: ['a', 'b'], a: ['main', 'target'], b: ['a'], main: [] };
  const callersOf = (of: FunctionInfo): CallerEdge[] =>
    (callers[of.name] ?? []).map((name) => ({
      caller: at(name),
      callee: of,
      site: { pos: 1, end: 1, lparen: 1, mode: 'static', kind: 'call', guards: [], switchedOn: [] },
      reason: '',
      isPossible: false,
    }));

  it('are a tree upwards that ends where the program begins, in cycles, and at what was shown', () => {
    const { hops } = buildUpChain(at('target'), callersOf, 4, true);
    assert.deepEqual(
      hops.map((hop) => `${hop.parent ?? '-'} ${hop.function.name} ${hop.repeats ?? ''}${hop.ending ?? ''}`),
      ['- target ', '0 a ', '1 main entry', '1 target cycle', '0 b ', '4 a 1'],
    );
  });

  it('stop at a depth', () => {
    const { hops, isCut } = buildUpChain(at('target'), callersOf, 1);
    assert.deepEqual(
      hops.map((hop) => hop.ending),
      [undefined, 'depth', 'depth'],
    );
    assert.equal(isCut, true);
  });
});
