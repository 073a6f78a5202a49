// The score as text. Every table has its unit in its heading; what is missed is listed by name, up to a limit.

const whole = (value) => value.toLocaleString('en-US');
const share = (part, total) => (total === 0 ? '-' : `${((100 * part) / total).toFixed(2)} %`);

/** Rows of texts as columns: the first to the left, the others to the right. */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')}`.trimEnd(),
  );
}

export function* describeScore(score, limit) {
  yield* describeTypes(score.types, limit);
  yield* describeStatic(score.static, limit);
  yield* describeDynamic(score.dynamic, limit);
  if (score.ran !== undefined) yield* describeRan(score.ran, limit);
  yield* describeCosts(score.costs);
}

function* describeTypes({ counts, misses }, limit) {
  yield 'Types, against go/types (exact: every field of the record)';
  const names = ['truth', 'right', 'exact', 'wrong', 'missing', 'extra'];
  yield* table([
    ['', ...names],
    ...Object.entries(counts).map(([kind, row]) => [kind, ...names.map((name) => whole(row[name]))]),
  ]);
  yield* list(misses, limit, ({ what, outcome, truth, ours }) =>
    outcome === 'inexact'
      ? `${what} has ${truth.rest}, ours ${ours.rest}`
      : `${what} is ${truth.main}, ours ${ours?.main || 'missing'}`,
  );
}

function* describeStatic({ truth, ours, reached }, limit) {
  yield '\nStatic calls, against go/ssa';
  yield* table([
    ['', 'edges', 'in the other', ''],
    ...[
      ['go/ssa, in the packages', truth],
      ['ours, in the packages', ours],
      ['ours, in all they reach', reached],
    ].map(([name, row]) => [name, whole(row.edges), whole(row.found), share(row.found, row.edges)]),
  ]);
  yield* describeMisses('only in go/ssa', truth.missing, limit);
  yield* describeMisses('only in ours', reached.missing, limit);
}

function* describeDynamic({ named, all }, limit) {
  yield '\nDynamic calls, at the sites that VTA reaches';
  const row = (name, figures) => [
    name,
    ...['sites', 'vta', 'ours', 'both', 'fewer', 'same', 'more'].map((key) => whole(figures[key])),
    whole(figures.none.length),
  ];
  yield* table([
    ['', 'sites', "VTA's callees", 'ours', 'both', 'ours fewer', 'as many', 'more', 'none'],
    row('in the packages', named),
    row('in all they reach', all),
  ]);
  yield `  Sites that only ours has: ${whole(named.extraSites)} and ${whole(all.extraSites)}.`;
  if (named.none.length === 0) return;
  yield '  in the packages, without a callee in ours:';
  yield* list(named.none, limit, ({ at, vta }) => `${at} (VTA: ${vta.join(', ')})`);
}

function* describeRan({ ours, vta }, limit) {
  yield '\nWhat ran';
  const row = (name, { recall, sites }) => [
    name,
    ...['all', 'static', 'dynamic'].map((mode) => {
      const { ran = 0, found = 0 } = recall[mode] ?? {};
      return `${whole(found)} of ${whole(ran)}, ${share(found, ran)}`;
    }),
    whole(sites.callees),
  ];
  yield* table([
    [
      '',
      'all',
      'static',
      'dynamic',
      `callees at ${whole(ours.sites.sites)} dynamic sites (${whole(ours.sites.ran)} ran)`,
    ],
    row('ours', ours),
    row('VTA', vta),
  ]);
  yield* describeMisses('ran, and ours lacks', ours.misses, limit);
}

function* describeCosts(costs) {
  yield '\nCost of each as a whole process';
  yield* table([
    ['', 'wall', 'CPU', 'peak memory'],
    ...costs.map(({ name, wall, cpu, memory }) => [
      name,
      `${wall.toFixed(1)} s`,
      `${cpu.toFixed(1)} s`,
      `${whole(Math.round(memory / 1e6))} MB`,
    ]),
  ]);
}

function* describeMisses(title, misses, limit) {
  if (misses.length === 0) return;
  yield `  ${title}:`;
  yield* list(
    misses,
    limit,
    ({ edge, why }) => `${edge.at} ${edge.callerName} -> ${edge.calleeName} (${edge.kind}; ${why})`,
  );
}

function* list(items, limit, describe) {
  for (const item of items.slice(0, limit)) yield `    ${describe(item)}`;
  if (items.length > limit) yield `    … and ${whole(items.length - limit)} more`;
}
