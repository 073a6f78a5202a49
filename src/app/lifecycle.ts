// What a writeup says beyond its chain: for each connection that the chain opens, who holds and who releases it; for each
// wait on the caller's goroutine, who can wake it. Asked of everything that the program runs.

import type { Pos } from '#base/position.js';
import type { Chain } from '#chain/chain.js';
import { custodySections } from '#explain/custody-report.js';
import { missingSection } from '#explain/missing-close.js';
import type { ReportParts } from '#explain/report-parts.js';
import { wakeSections } from '#explain/wake-report.js';
import { custodyOf, fieldsHolding } from '#go/propagate/custody.js';
import { waitsAt } from '#go/propagate/wakers.js';
import type { Say } from '#language/say.js';
import { transportOperations, transportPackages, waitsOutside } from '#models/transport.js';
import { waitModelOf } from '#models/waits.js';
import type { CustodyTable } from '#program/custody-table.js';
import type { ProgramGraph } from '#program/graph.js';
import type { Section } from '#report/report.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { loadWithTests, type OpenProgram } from './open-program.js';
import type { Host, TraceRequest } from './request.js';
import { custodyRules, isOwn } from './table-report.js';

export interface Lifecycle {
  readonly answer: readonly string[];
  readonly sections: readonly Section[];
  /** Display names of the files that places are in. */
  readonly files: readonly string[];
}

/** Connections that are gone into, and functions that wait. */
const tableLimit = 2;
const waitLimit = 4;

/** A chain with the graph that it is of. */
export interface Told {
  readonly chain: Chain;
  readonly graph: ProgramGraph;
}

export function lifecycle(
  request: TraceRequest,
  host: Host,
  open: OpenProgram,
  told: readonly Told[],
  parts: ReportParts,
): Lifecycle {
  host.phase('lifecycle');
  const dials = new Set(told.flatMap(({ graph }) => dialSites(graph)));
  const waits = new Set(
    callerWaits(told)
      .slice(0, waitLimit)
      .flatMap((places) => [...places]),
  );
  // Following the whole program is dear, and has nothing to tell of a chain that opens nothing and waits nowhere.
  if (dials.size === 0 && waits.size === 0) return { answer: [], sections: [], files: [] };
  const refs = open.mainPackages;
  const engine = followProgram(
    open,
    refs.flatMap((ref) => loadWithTests(open, ref, request.tests)),
    rootKindOf(refs, request.tests),
    host,
    { prune: false, reasons: true },
  );
  const rules = custodyRules(open);
  const transport = new Set(transportPackages.map(({ path }) => path));
  const tables = fieldsHolding(
    engine,
    (pos) => dials.has(pos),
    (path) => !transport.has(path),
  )
    .map((field) => custodyOf(engine, field, rules))
    .filter(({ released }) => released.length > 0)
    .slice(0, tableLimit);
  const sections: Section[] = [];
  const files = new Set<string>();
  const roots = told.map(({ chain }) => chain.root.function);
  const missing = missingSection(tables, roots, parts);
  if (missing !== undefined) sections.push(missing.section);
  for (const file of missing?.files ?? []) files.add(file);
  for (const table of tables) {
    const words = custodySections(table, parts, (pos) => isOwn(open, pos));
    sections.push(...words.sections.map((section) => named(section, table, parts.say)));
    for (const file of words.files) files.add(file);
  }
  const wakes = wakeSections(
    waitsAt(engine, (pos) => waits.has(pos), {
      wakersOf: (callee) => waitModelOf(callee)?.wakers,
      waitsOutside,
      isPublic: rules.isPublic,
    }),
    parts,
    (callee) => waitModelOf(callee)?.until,
  );
  sections.push(...wakes.sections);
  for (const file of wakes.files) files.add(file);
  return { answer: missing?.answer ?? [], sections, files: [...files] };
}

/** Several resources have a section of each kind. */
function named(section: Section, table: CustodyTable, say: Say): Section {
  return { ...section, id: `${section.id}-${table.pos}`, title: say`${section.title}: ${say.known(table.resource)}` };
}

function dialSites(graph: ProgramGraph): Pos[] {
  return graph.edges.flatMap(({ callee, site }) =>
    transportOperations.get(callee.function.name) === 'dial' ? [site.pos] : [],
  );
}

/** Where functions that are drawn on the caller's goroutine wait: the places of one function together. */
function callerWaits(told: readonly Told[]): readonly ReadonlySet<Pos>[] {
  const byFunction = new Map<Pos, Set<Pos>>();
  for (const { chain, graph } of told) {
    const drawn = new Set(
      chain.hops.flatMap(({ lane, node }) => (lane === 0 && node !== undefined ? [node.function.pos] : [])),
    );
    for (const { kind, node, pos } of graph.synchronizations) {
      if (kind !== 'receive' || !drawn.has(node.function.pos)) continue;
      const places = byFunction.get(node.function.pos);
      if (places === undefined) byFunction.set(node.function.pos, new Set([pos]));
      else places.add(pos);
    }
  }
  return [...byFunction.values()];
}
