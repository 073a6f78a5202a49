// The section of a writeup beside the diagram and its steps: where the chain ends, on which goroutine, and why.

import type { Say } from '#language/say.js';
import type { Chain, EdgeRecord, FunctionRecord, Section, Span } from '#report/report.js';

/** Rows of a table; a longer one is a listing. */
const rowLimit = 60;

export function writeupSections(
  chains: readonly Chain[],
  functions: readonly FunctionRecord[],
  edges: readonly EdgeRecord[],
  say: Say,
): Section[] {
  const functionOf = new Map(functions.map((fn) => [fn.id, fn]));
  const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
  const ends = endsSection(chains, functionOf, edgeOf, say);
  return ends === undefined ? [] : [ends];
}

function name(fn: FunctionRecord | undefined, say: Say): Span {
  if (fn === undefined) return say`unknown`;
  return fn.at === undefined ? { code: fn.shortName } : { text: fn.shortName, at: fn.at };
}

function endsSection(
  chains: readonly Chain[],
  functionOf: ReadonlyMap<number, FunctionRecord>,
  edgeOf: ReadonlyMap<number, EdgeRecord>,
  say: Say,
): Section | undefined {
  const rows: Span[][][] = [];
  const seen = new Set<string>();
  for (const chain of chains) {
    const lanes = new Map(chain.lanes.map((lane) => [lane.id, lane]));
    for (const hop of chain.hops) {
      if (hop.stop === undefined) continue;
      const edge = hop.edge === undefined ? undefined : edgeOf.get(hop.edge);
      const fn = hop.function === undefined ? undefined : functionOf.get(hop.function);
      const lane = lanes.get(hop.lane);
      const key = `${hop.lane} ${fn?.id ?? ''} ${edge?.site.file ?? ''}:${edge?.site.line ?? 0} ${hop.stop.text}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const where: Span[] = lane?.startedBy === undefined ? [say`the caller's`] : [{ code: lane.title }];
      const end: Span = fn === undefined && edge !== undefined ? { code: edge.site.code } : name(fn, say);
      const called: Span[] =
        edge === undefined
          ? []
          : [{ text: '', at: { file: edge.site.file, line: edge.site.line, column: edge.site.column } }];
      rows.push([[end], called, where, [hop.stop.text]]);
    }
  }
  if (rows.length === 0) return undefined;
  return {
    id: 'ends',
    title: say`Where it ends`,
    paragraphs: rows.length > rowLimit ? [[say`The first ${rowLimit} of ${rows.length} ends.`]] : [],
    table: {
      head: [say`End`, say`Called at`, say`Goroutine`, say`Why it ends there`],
      rows: rows.slice(0, rowLimit),
    },
  };
}
