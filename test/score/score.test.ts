// `npm run score` on a small module, with the real oracle: needs Go, and fails without it. Then the comparisons by
// themselves, over records made here, since what the product gets wrong of a small module should be nothing.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Counts {
  readonly truth: number;
  readonly right: number;
  readonly exact: number;
  readonly wrong: number;
  readonly missing: number;
  readonly extra: number;
}

interface EdgeMiss {
  readonly edge: { readonly at: string; readonly callerName: string; readonly calleeName: string };
  readonly why: string;
}

interface Coverage {
  readonly edges: number;
  readonly found: number;
  readonly missing: readonly EdgeMiss[];
}

interface Ran {
  readonly recall: Readonly<Record<string, { readonly ran: number; readonly found: number }>>;
  readonly sites: { readonly sites: number; readonly ran: number; readonly callees: number };
  readonly misses: readonly EdgeMiss[];
}

interface Sites {
  readonly sites: number;
  readonly vta: number;
  readonly ours: number;
  readonly both: number;
  readonly none: readonly object[];
}

interface Score {
  readonly types: { readonly counts: Readonly<Record<string, Counts>>; readonly misses: readonly unknown[] };
  readonly static: { readonly truth: Coverage; readonly ours: Coverage; readonly reached: Coverage };
  readonly dynamic: { readonly named: Sites };
  readonly ran?: { readonly ours: Ran; readonly vta: Ran };
  readonly costs: readonly { readonly name: string; readonly cpu: number; readonly memory: number }[];
}

const folder = mkdtempSync(join(tmpdir(), 'score-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function writeLines(name: string, records: readonly object[]): string {
  const path = join(folder, name);
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

function score(args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, ['scripts/score.mjs', '--no-build', ...args], { encoding: 'utf8' });
}

const file = 'example.com/tiny/main.go';
const pkg = 'example.com/tiny';

/** What main runs, as a recorder writes it down: lines of sites and callers, and a deferred call where main returns. */
function tinyRun(): string {
  const ran = (site: number, callee: string, calleeName: string, more: object): object => ({
    caller: `${file}:32`,
    callerName: `${pkg}.main`,
    site: `${file}:${site}`,
    callee: `${file}:${callee}`,
    calleeName,
    kind: 'call',
    dynamic: true,
    ...more,
  });
  return writeLines('run.jsonl', [
    ran(34, '9:1', `(*${pkg}.dog).speak`, { mode: 'interface' }),
    ran(35, '13:1', `(${pkg}.cat).speak`, { mode: 'interface' }),
    ran(42, '9:1', `(*${pkg}.dog).speak`, { mode: 'static', dynamic: false, kind: 'defer' }),
    ran(38, '38:5', `${pkg}.main$1`, { mode: 'literal', dynamic: false, kind: 'go' }),
    ran(39, '26:1', `${pkg}.each`, { mode: 'static', dynamic: false }),
    // No source of the module does this: it is to be missed.
    ran(41, '13:1', `(${pkg}.cat).speak`, { mode: 'reflect' }),
    { ...ran(1, '32:1', `${pkg}.main`, {}), caller: 'std/runtime/proc.go:100', callerName: 'runtime.main' },
  ]);
}

describe('score', () => {
  it('agrees with the oracle about a small module, and finds what ran there', () => {
    const { status, stdout, stderr } = score(['--json', '--ran', tinyRun(), 'test/programs/tiny']);
    assert.equal(status, 0, stderr);
    const { types, static: calls, dynamic, ran, costs } = JSON.parse(stdout) as Score;
    assert.deepEqual(types.misses, []);
    for (const kind of ['def', 'use', 'sel', 'expr', 'inst']) {
      const { truth, right, exact, extra } = types.counts[kind] ?? {};
      assert.ok(truth !== undefined && truth > 0, kind);
      assert.deepEqual([right, exact, extra], [truth, truth, 0], kind);
    }
    for (const side of [calls.truth, calls.ours, calls.reached]) {
      assert.equal(side.edges, 6);
      assert.deepEqual(side.missing, []);
    }
    // VTA takes both fields of the two holders for one.
    const { sites, vta, ours, both, none } = dynamic.named;
    assert.deepEqual({ sites, vta, ours, both, none }, { sites: 3, vta: 5, ours: 3, both: 3, none: [] });
    for (const side of [ran?.ours, ran?.vta]) {
      assert.deepEqual(side?.recall['all'], { ran: 6, found: 5 });
      assert.deepEqual(side?.recall['dynamic'], { ran: 2, found: 2 });
      assert.deepEqual(
        side?.misses.map(({ edge, why }) => [edge.calleeName, why]),
        [[`(${pkg}.cat).speak`, 'the call has other callees']],
      );
    }
    assert.deepEqual(ran?.ours.sites, { sites: 2, ran: 2, callees: 2 });
    assert.deepEqual(ran?.vta.sites, { sites: 2, ran: 2, callees: 4 });
    assert.equal(costs.length, 5);
    for (const { name, cpu, memory } of costs) assert.ok(cpu > 0 && memory > 0, name);
  });

  it('prints tables, and no more misses than asked for', () => {
    const { status, stdout } = score(['--limit', '0', '--ran', tinyRun(), 'test/programs/tiny']);
    assert.equal(status, 0);
    for (const heading of [
      'Types, against go/types',
      'Static calls, against go/ssa',
      'Dynamic calls',
      'What ran',
      'Cost',
    ])
      assert.ok(stdout.includes(heading), heading);
    assert.ok(stdout.includes('… and 1 more'));
  });

  it('says in one sentence what cannot be measured', () => {
    const { status, stderr } = score(['no/such/folder']);
    assert.equal(status, 2);
    assert.equal(stderr, 'score: there is no folder no/such/folder\n');
  });
});

/** A module of scripts/score, which is plain JavaScript. */
async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(`scripts/score/${name}.mjs`).href)) as T;
}

interface Graph {
  readonly edges: readonly object[];
  calleesAt(at: string, known: ReadonlySet<string>): ReadonlySet<string>;
}

interface GraphModule {
  readonly CallGraph: { read(path: string): Promise<Graph> };
}

interface EdgesModule {
  compareRan(run: Graph, graph: Graph): Ran;
  compareStatic(truth: Graph, ours: Graph, files: ReadonlySet<string>): Score['static'];
}

interface TypesModule {
  compareTypes(
    truth: string,
    ours: string,
  ): Promise<{ counts: Record<string, Counts>; misses: readonly { what: string; outcome: string }[] }>;
}

describe('the comparison of types', () => {
  it('tells right from exact, wrong, missing and extra', async () => {
    const { compareTypes } = await load<TypesModule>('types');
    const use = (column: number, obj: string, type: string): object => ({
      k: 'use',
      at: `a.go:1:${column}`,
      obj,
      type,
    });
    const sel = (column: number, index: readonly number[], indirect: boolean): object => ({
      k: 'sel',
      at: `a.go:2:${column}`,
      selKind: 'FieldVal',
      obj: 'a.go:9:1',
      index,
      indirect,
      recv: 'T',
      type: 'int',
    });
    const truth = writeLines('truth.jsonl', [
      { k: 'meta' },
      use(1, 'a.go:7:1', 'int'),
      use(2, 'a.go:7:1', 'int'),
      use(3, 'a.go:7:1', 'int'),
      use(4, 'a.go:7:1', 'int'),
      sel(1, [0, 1], true),
      sel(2, [0, 1], true),
      sel(3, [0, 1], true),
    ]);
    const ours = writeLines('ours.jsonl', [
      { k: 'meta' },
      use(1, 'a.go:7:1', 'int'),
      use(2, 'a.go:8:1', 'int'),
      use(3, '', ''),
      use(5, 'a.go:7:1', 'int'),
      { ...use(6, 'b.go:7:1', 'int'), at: 'b.go:1:1' },
      sel(1, [0, 1], true),
      sel(2, [1], true),
      sel(3, [0, 1], false),
    ]);
    const { counts, misses } = await compareTypes(truth, ours);
    assert.deepEqual(counts['use'], { truth: 4, right: 1, exact: 1, wrong: 1, missing: 2, extra: 1 });
    assert.deepEqual(counts['sel'], { truth: 3, right: 2, exact: 1, wrong: 1, missing: 0, extra: 0 });
    assert.deepEqual(
      misses.map(({ what, outcome }) => `${what} ${outcome}`),
      [
        'use a.go:1:2 wrong',
        'use a.go:1:3 missing',
        'sel a.go:2:2 wrong',
        'sel a.go:2:3 inexact',
        'use a.go:1:4 missing',
      ],
    );
  });
});

describe('the comparison of calls', () => {
  const edge = (site: string, lparen: string, callee: string, more: object = {}): object => ({
    caller: 'a.go:1:1',
    callerName: 'f',
    site,
    lparen,
    callee,
    calleeName: callee,
    mode: 'invoke',
    kind: 'call',
    ...more,
  });

  it('finds the call of a chain by its parenthesis, or by a line where a run knows no more', async () => {
    const { CallGraph } = await load<GraphModule>('call-graph');
    const { compareRan } = await load<EdgesModule>('edges');
    const graph = await CallGraph.read(
      writeLines('graph.jsonl', [
        edge('a.go:2:3', 'a.go:2:6', 'b.go:1:1'),
        edge('a.go:2:3', 'a.go:3:6', 'b.go:2:1'),
        edge('a.go:5:2', 'a.go:5:4', 'b.go:3:1', { mode: 'static' }),
        edge('a.go:5:9', 'a.go:5:12', 'b.go:4:1', { mode: 'func' }),
        edge('a.go:6:2', 'a.go:6:8', 'b.go:5:1', { kind: 'defer' }),
      ]),
    );
    const line = (site: string, callee: string, more: object = {}): object => ({
      ...edge(site, '', callee),
      caller: 'a.go:1',
      lparen: undefined,
      mode: '',
      dynamic: true,
      ...more,
    });
    const run = await CallGraph.read(
      writeLines('ran.jsonl', [
        line('a.go:3', 'b.go:2:1'),
        line('a.go:5', 'b.go:4:1'),
        line('a.go:9', 'b.go:5:1', { kind: 'defer' }),
        line('a.go:3', 'b.go:7:1', { dynamic: false }),
        line('a.go:8', 'b.go:7:1', { dynamic: null }),
        line('a.go:8', 'b.go:7:1', { caller: 'z.go:1', dynamic: null }),
      ]),
    );
    const { recall, sites, misses } = compareRan(run, graph);
    assert.deepEqual(recall, {
      all: { ran: 6, found: 3 },
      dynamic: { ran: 3, found: 3 },
      static: { ran: 1, found: 0 },
      unknown: { ran: 2, found: 0 },
    });
    // The static call on line 5 is not what ran there; where the deferred call stands is not known.
    assert.deepEqual(sites, { sites: 2, ran: 2, callees: 2 });
    assert.deepEqual(
      misses.map((miss) => miss.why),
      ['the call has other callees', 'the call is not in the graph', 'the caller is not reached'],
    );
    assert.deepEqual([...graph.calleesAt('a.go:2:6', new Set())], ['b.go:1:1']);
  });

  it('counts static calls both ways, in the files asked about and in all', async () => {
    const { CallGraph } = await load<GraphModule>('call-graph');
    const { compareStatic } = await load<EdgesModule>('edges');
    const fixed = { mode: 'static' };
    const truth = await CallGraph.read(
      writeLines('static.jsonl', [
        edge('a.go:2:1', 'a.go:2:2', 'b.go:1:1', fixed),
        edge('a.go:3:1', 'a.go:3:2', 'b.go:1:1', fixed),
        edge('b.go:2:1', 'b.go:2:2', 'b.go:1:1', fixed),
      ]),
    );
    const ours = await CallGraph.read(
      writeLines('ours.jsonl', [
        edge('a.go:2:1', 'a.go:2:2', 'b.go:1:1', fixed),
        edge('a.go:4:1', 'a.go:4:2', 'b.go:1:1', { mode: 'func' }),
        edge('b.go:3:1', 'b.go:3:2', 'b.go:1:1', fixed),
      ]),
    );
    const score = compareStatic(truth, ours, new Set(['a.go']));
    const counts = ({ edges, found }: Coverage): readonly number[] => [edges, found];
    assert.deepEqual(counts(score.truth), [2, 1]);
    assert.deepEqual(counts(score.ours), [1, 1]);
    assert.deepEqual(counts(score.reached), [2, 1]);
  });
});
