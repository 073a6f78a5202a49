// The sections of a writeup beside the diagram and its steps: where the chain ends, and what the dynamic calls on it rest on.

import type { Chain, EdgeRecord, FunctionRecord, Section, Span } from '#report/report.js';

/** Rows of a table; a longer one is a listing. */
const rowLimit = 60;

export function writeupSections(chains: readonly Chain[], functions: readonly FunctionRecord[], edges: readonly EdgeRecord[]): Section[] {
  const functionOf = new Map(functions.map((fn) => [fn.id, fn]));
  const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
  return [endsSection(chains, functionOf, edgeOf), dispatchSection(chains, functionOf, edgeOf)].flatMap((section) => section ?? []);
}

function name(fn: FunctionRecord | undefined): Span {
  if (fn === undefined) return 'unknown';
  return fn.at === undefined ? { code: fn.shortName } : { text: fn.shortName, at: fn.at };
}

function endsSection(chains: readonly Chain[], functionOf: ReadonlyMap<number, FunctionRecord>, edgeOf: ReadonlyMap<number, EdgeRecord>): Section | undefined {
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
      const where: Span[] = lane?.startedBy === undefined ? ["the caller's"] : [{ code: lane.title }];
      const ends: Span[] = edge === undefined ? [name(fn)] : [fn === undefined ? { code: edge.site.code } : name(fn), ', called at ', { text: `line ${edge.site.line}`, at: edge.site }];
      rows.push([ends, where, [hop.stop.text]]);
    }
  }
  if (rows.length === 0) return undefined;
  return {
    id: 'ends', title: 'Where it ends', paragraphs: rows.length > rowLimit ? [[`The first ${rowLimit} of ${rows.length} ends.`]] : [],
    table: { head: ['End', 'Goroutine', 'Why it ends there'], rows: rows.slice(0, rowLimit) },
  };
}

function dispatchSection(chains: readonly Chain[], functionOf: ReadonlyMap<number, FunctionRecord>, edgeOf: ReadonlyMap<number, EdgeRecord>): Section | undefined {
  const rows: Span[][][] = [];
  const seen = new Set<number>();
  for (const chain of chains) {
    for (const hop of chain.hops) {
      const edge = hop.edge === undefined ? undefined : edgeOf.get(hop.edge);
      if (edge === undefined || edge.mode === 'static' || edge.callee === undefined || seen.has(edge.id)) continue;
      seen.add(edge.id);
      const way: Span[] = [];
      for (const step of edge.flow) {
        if (way.length > 0) way.push(', ');
        way.push(step.at === undefined ? step.text : { text: step.text, at: step.at });
      }
      const others: Span[] = [
        ...edge.alternatives.flatMap((id) => {
          const other = edgeOf.get(id);
          return other?.callee === undefined ? [] : ['also ', name(functionOf.get(other.callee)), '. '];
        }),
        ...edge.pruned.flatMap((candidate): Span[] => [{ code: candidate.name }, `: ${candidate.reason}. `]),
      ];
      rows.push([[{ text: edge.site.code === '' ? 'call' : edge.site.code, at: edge.site }], [name(functionOf.get(edge.callee))], way.length === 0 ? [edge.reason] : way, others]);
    }
  }
  if (rows.length === 0) return undefined;
  return {
    id: 'dispatch', title: 'What the calls through interfaces and function values rest on', paragraphs: rows.length > rowLimit ? [[`The first ${rowLimit} of ${rows.length} calls.`]] : [],
    table: { head: ['Call', 'Goes to', 'How the value came there', 'Other candidates'], rows: rows.slice(0, rowLimit) },
  };
}
