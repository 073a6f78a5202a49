// A chain as a report has it: hops and lanes with the records they point to, stops and folded calls in words.

import type { Handoff } from '#callgraph/handoffs.js';
import type { Chain, ChainHop } from '#chain/chain.js';
import type { Slice } from '#chain/slice.js';
import type { UpChain, UpHop } from '#chain/up.js';
import type { Say } from '#language/say.js';
import { handoffMakers } from '#models/handoff.js';
import type { GraphEdge, ProgramGraph } from '#program/graph.js';
import type { HandoffKind, Hop, Lane, LeftOutCall, Chain as ReportChain, Stop } from '#report/report.js';
import { guardText, isErrorPath } from './guard-text.js';
import type { Insight, ReportParts } from './report-parts.js';
import { stopOf } from './stop-text.js';

export function chainReport(
  chain: Chain,
  graph: ProgramGraph,
  parts: ReportParts,
  insight: Insight,
  scope: Slice['scope'],
): ReportChain {
  const hops = chain.hops.map((hop) => toHop(hop, graph, parts, insight, scope));
  const lanes: Lane[] = chain.lanes.map(({ id, root, start }) => ({
    id,
    title: start === undefined ? 'caller' : parts.nameOf(root.function),
    ...(start === undefined ? {} : { startedBy: parts.edgeId(start, graph, insight) }),
  }));
  const handoffs = chain.handoffs.map((handoff) =>
    parts.handoffId(handoff, handoffKind(handoff), handoffReason(handoff, parts)),
  );
  const leftOut = leftOutCalls(chain, graph, parts);
  return {
    root: parts.functionId(chain.root.function),
    lanes,
    hops,
    handoffs,
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
}

/** The calls between functions of a chain that it does not draw, each once, in order of their sites. */
function leftOutCalls(chain: Chain, graph: ProgramGraph, parts: ReportParts): LeftOutCall[] {
  const functions = new Set(chain.hops.flatMap(({ node }) => (node === undefined ? [] : [node.function])));
  const keyOf = ({ caller, callee, site }: GraphEdge): string =>
    `${caller.function.id} ${site.pos} ${site.lparen} ${callee.function.id}`;
  const drawn = chain.hops.flatMap(({ edge }) => edge ?? []);
  const known = new Set(drawn.map(keyOf));
  const found: GraphEdge[] = [];
  for (const edge of graph.edges) {
    if (!functions.has(edge.caller.function) || !functions.has(edge.callee.function)) continue;
    const key = keyOf(edge);
    if (known.has(key)) continue;
    known.add(key);
    found.push(edge);
  }
  found.sort((a, b) => a.site.pos - b.site.pos || a.site.lparen - b.site.lparen || a.callee.id - b.callee.id);
  return found.flatMap(({ caller, callee, site }) => {
    const at = parts.places.location(site.pos);
    const lparen = parts.places.location(site.lparen);
    return at === undefined || lparen === undefined
      ? []
      : [
          {
            caller: parts.functionId(caller.function),
            callee: parts.functionId(callee.function),
            kind: site.kind,
            mode: site.mode,
            site: at,
            lparen,
            ...otherwise(
              site,
              drawn.find((one) => one.caller.function === caller.function && one.callee.function === callee.function),
              parts,
            ),
          },
        ];
  });
}

/** What is otherwise at a call than at the one that is drawn for it. */
function otherwise(
  site: GraphEdge['site'],
  drawn: GraphEdge | undefined,
  parts: ReportParts,
): Pick<LeftOutCall, 'called' | 'when'> {
  if (drawn === undefined) return {};
  const { places } = parts;
  const called = places.text(site.pos, site.lparen);
  const conditions = ({ guards }: GraphEdge['site']): string[] =>
    guards
      .filter((guard) => !isErrorPath({ ...guard, negated: !guard.negated }, places))
      .map((guard) => guardText(guard, places));
  const shared = new Set(conditions(drawn.site));
  const when = [...new Set(conditions(site))].filter((text) => !shared.has(text));
  return {
    ...(called === places.text(drawn.site.pos, drawn.site.lparen) ? {} : { called }),
    ...(when.length === 0 ? {} : { when }),
  };
}

function toHop(hop: ChainHop, graph: ProgramGraph, parts: ReportParts, insight: Insight, scope: Slice['scope']): Hop {
  const { node, edge } = hop;
  const fn = node?.function;
  const id =
    edge !== undefined
      ? parts.edgeId(edge, graph, insight)
      : hop.unresolved !== undefined
        ? parts.unresolvedId(hop.unresolved)
        : hop.dead !== undefined
          ? parts.deadId(hop.dead)
          : undefined;
  const promoted = edge === undefined ? [] : edge.evidence().promoted;
  const stop: Stop | undefined =
    hop.dead !== undefined
      ? { kind: 'pruned', text: parts.say`the branch is never taken` }
      : hop.ending === undefined
        ? undefined
        : stopOf(hop.ending, fn, parts.places, (other) => parts.nameOf(other));
  return {
    id: hop.id,
    ...(hop.parent === undefined ? {} : { parent: hop.parent }),
    ...(fn === undefined ? {} : { function: parts.functionId(fn) }),
    ...(id === undefined ? {} : { edge: id }),
    lane: hop.lane,
    ...(hop.repeats === undefined ? {} : { repeats: hop.repeats }),
    ...(stop === undefined ? {} : { stop }),
    ...(hop.folded === undefined
      ? {}
      : { folded: { calls: hop.folded.calls, text: foldedText(hop.folded, scope, parts.say) } }),
    ...(promoted.length === 0 ? {} : { via: parts.say`promoted through the embedded ${promoted.join('.')}` }),
  };
}

function foldedText(
  { calls, leading }: { readonly calls: number; readonly leading: number },
  scope: Slice['scope'],
  say: Say,
): string {
  if (scope === 'unknown' || scope === 'whole') return say.count(calls, 'more call');
  const rest = calls - leading;
  const others = say.count(rest, 'other call');
  if (leading === 0) return others;
  const ways = say`${say.count(leading, 'more way')} to the same ends`;
  return rest === 0 ? ways : say`${ways}, ${others}`;
}

function handoffKind({ signal, wait }: Handoff): HandoffKind {
  const made =
    handoffMakers.find(
      (maker) => maker.package === signal.node.function.packagePath && maker.pattern.test(signal.node.function.name),
    ) ??
    handoffMakers.find(
      (maker) => maker.package === wait.node.function.packagePath && maker.pattern.test(wait.node.function.name),
    );
  if (made !== undefined) return made.kind;
  return signal.on === 'condition'
    ? 'cond'
    : signal.on === 'group'
      ? 'wait group'
      : signal.kind === 'close'
        ? 'channel close'
        : 'channel send';
}

function handoffReason({ signal, wait }: Handoff, parts: ReportParts): string {
  const { say } = parts;
  const label = say.known(signal.label);
  if (signal.on !== 'channel')
    return say`${signal.on === 'group' ? say`the last of` : say`a signal on`} ${label} ends the wait for it in ${parts.nameOf(wait.node.function)}`;
  const does = signal.kind === 'close' ? `close(${label})` : say`a send on ${label}`;
  const where =
    wait.label === signal.label
      ? say`the receive from it`
      : say`the receive from ${say.known(wait.label)}, the same channel,`;
  return say`${does} wakes ${where} in ${parts.nameOf(wait.node.function)}`;
}

export function upReport(chain: UpChain, parts: ReportParts): ReportChain {
  return {
    root: parts.functionId(chain.root),
    lanes: [{ id: 0, title: 'caller' }],
    hops: chain.hops.map((hop) => toUpHop(hop, parts)),
    handoffs: [],
  };
}

function toUpHop(hop: UpHop, parts: ReportParts): Hop {
  const stop = upStop(hop, parts.say);
  return {
    id: hop.id,
    ...(hop.parent === undefined ? {} : { parent: hop.parent }),
    function: parts.functionId(hop.function),
    ...(hop.edge === undefined ? {} : { edge: parts.callerId(hop.edge) }),
    lane: 0,
    ...(hop.repeats === undefined ? {} : { repeats: hop.repeats }),
    ...(stop === undefined ? {} : { stop }),
    ...(hop.folded === 0
      ? {}
      : {
          folded: {
            calls: hop.folded,
            text: parts.say`${parts.say.count(hop.folded, 'more caller')}, shown elsewhere`,
          },
        }),
  };
}

function upStop(hop: UpHop, say: Say): Stop | undefined {
  switch (hop.ending) {
    case 'entry':
      return hop.function.baseName === 'main' && !hop.function.name.startsWith('(')
        ? { kind: 'leaf', text: say`the program begins here` }
        : { kind: 'external-caller', text: say`nothing in the program calls it` };
    case 'cycle':
      return { kind: 'cycle', text: say`the function is among those that it reaches above` };
    case 'depth':
      return { kind: 'budget', text: say`its callers are not looked for; --depth shows more` };
    case 'size':
      return { kind: 'budget', text: say`more callers are not shown` };
    case undefined:
      return undefined;
  }
}
