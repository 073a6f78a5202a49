// A report too large for one diagram.

import assert from 'node:assert/strict';
import type { Hop, Report } from '#report/report.js';
import { sampleReport } from './sample-report.js';

/** The sample with so many goroutines, each making so many calls. */
export function largeReport(calls: number, goroutines: number): Report {
  const [chain] = sampleReport.chains;
  assert.ok(chain !== undefined);
  const start = sampleReport.edges.find((edge) => edge.kind === 'go');
  assert.ok(start !== undefined);
  const lanes = [...Array(goroutines).keys()].map((id) => ({
    id,
    title: `lane ${id}`,
    ...(id === 0 ? {} : { startedBy: start.id }),
  }));
  const hops: Hop[] = [];
  for (const { id: lane } of lanes) {
    const head = hops.length;
    hops.push({ id: head, lane, function: 1, ...(lane === 0 ? {} : { parent: 0, edge: start.id }) });
    for (let i = 0; i < calls; i++) {
      const id = hops.length;
      hops.push({ id, lane, function: 2, edge: 1, parent: i % 3 === 0 ? head : id - 1 });
    }
  }
  return { ...sampleReport, chains: [{ ...chain, lanes, hops, handoffs: [] }] };
}
