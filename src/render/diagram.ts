// A report's chains as boxes and arrows: a cluster for each goroutine, a node for each function in it, an arrow for
// each call, start and hand-off. Shared by the diagram languages, which only spell it. Large chains are cut from
// the far end: what lies near the root is drawn, and what is left out is counted.

import type { HopId, Report, StopKind } from '#report/report.js';
import { indexReport, type ReportIndex } from '#report/report-index.js';
import { type ChainView, type HopView, viewChain } from './chain-view.js';
import { clip, clipMiddle, visible } from './text-safety.js';
import { plural, stopName } from './words.js';

export type NodeShape = 'root' | 'function' | 'unknown' | 'stop' | 'end';

export interface DiagramNode {
  readonly id: string;
  readonly shape: NodeShape;
  /** Lines of text. */
  readonly lines: readonly string[];
  readonly isDead: boolean;
  readonly isNoOp: boolean;
  /** Where it is declared, as an address. */
  readonly link?: string;
}

export type LinkKind = 'call' | 'go' | 'defer' | 'handoff' | 'dead' | 'stop';

export interface DiagramLink {
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  readonly label: string;
}

export interface DiagramCluster {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly DiagramNode[];
}

export interface Diagram {
  readonly clusters: readonly DiagramCluster[];
  readonly links: readonly DiagramLink[];
  /** What was left out to stay within the limits, as a sentence. */
  readonly leftOut?: string;
}

/** Longer names are generated or hostile. */
const maxName = 80;

/** Draws all of it, or as many hops from the roots as `fits` accepts. O(hops · log hops) drawings at worst. */
export function drawReport(report: Report, fits: (diagram: Diagram) => boolean): Diagram {
  return drawChains(
    indexReport(report),
    report.chains.map((_, i) => i),
    fits,
  );
}

/** As `drawReport`, for the chains with these numbers. */
export function drawChains(
  index: ReportIndex,
  chainNumbers: readonly number[],
  fits: (diagram: Diagram) => boolean,
): Diagram {
  const views = chainNumbers.flatMap((number) => {
    const chain = index.report.chains[number];
    return chain === undefined ? [] : [viewChain(index, chain)];
  });
  const order = hopsByDepth(views);
  let kept = order.length;
  for (;;) {
    const diagram = draw(index, views, new Set(order.slice(0, kept)), order.length - kept);
    if (kept <= 1 || fits(diagram)) return diagram;
    kept = Math.max(1, Math.floor(kept * 0.85));
  }
}

/** Hops nearest to their roots first, in the chain's order among equals: any beginning of it is closed under parents. */
function hopsByDepth(views: readonly ChainView[]): HopView[] {
  const all: { view: HopView; depth: number }[] = [];
  for (const view of views) {
    const depths = new Map<HopId, number>();
    for (const hop of view.byHop.values()) {
      const depth = hop.hop.parent === undefined ? 0 : (depths.get(hop.hop.parent) ?? 0) + 1;
      depths.set(hop.hop.id, depth);
      all.push({ view: hop, depth });
    }
  }
  return all.sort((a, b) => a.depth - b.depth).map(({ view }) => view);
}

function draw(index: ReportIndex, views: readonly ChainView[], kept: ReadonlySet<HopView>, leftOut: number): Diagram {
  const clusters: DiagramCluster[] = [];
  const links: DiagramLink[] = [];
  views.forEach((view, i) => {
    const prefix = views.length === 1 ? '' : `c${i + 1}`;
    drawChain(index, view, prefix, kept, clusters, links);
  });
  return {
    clusters,
    links,
    ...(leftOut === 0
      ? {}
      : { leftOut: `${plural(leftOut, 'call')} further from the root ${leftOut === 1 ? 'is' : 'are'} not drawn` }),
  };
}

function drawChain(
  index: ReportIndex,
  view: ChainView,
  prefix: string,
  kept: ReadonlySet<HopView>,
  clusters: DiagramCluster[],
  links: DiagramLink[],
): void {
  const isUp = index.report.question.direction === 'up';
  const nodes = new Map<string, DiagramNode[]>();
  const clusterOf = (label: string): DiagramNode[] => {
    const known = nodes.get(label);
    if (known !== undefined) return known;
    const made: DiagramNode[] = [];
    nodes.set(label, made);
    return made;
  };
  const idOf = (hop: HopView): string => {
    const shown = hop.hop.repeats === undefined ? undefined : view.byHop.get(hop.hop.repeats);
    return `${prefix}n${shown !== undefined && kept.has(shown) ? shown.hop.id : hop.hop.id}`;
  };

  for (const hop of view.byHop.values()) {
    if (!kept.has(hop)) continue;
    const id = idOf(hop);
    const list = clusterOf(hop.section.label);
    if (id === `${prefix}n${hop.hop.id}`) list.push(nodeOf(index, hop, id));
    const parent = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
    if (parent !== undefined && kept.has(parent))
      links.push(linkOf(index, hop, isUp ? id : idOf(parent), isUp ? idOf(parent) : id));
    if (hop.hop.stop !== undefined && hop.function !== undefined) {
      const { stop } = hop.hop;
      const stopId = `${prefix}s${hop.hop.id}`;
      list.push({
        id: stopId,
        shape: stop.kind === 'leaf' ? 'end' : 'stop',
        isDead: false,
        isNoOp: false,
        lines: [stopName(stop.kind), clip(visible(stop.text), maxName)],
      });
      links.push({ from: id, to: stopId, kind: 'stop', label: '' });
    }
  }
  for (const handoff of view.handoffs) {
    const from = firstKept(view, kept, handoff.edge.caller);
    const to = handoff.edge.callee === undefined ? undefined : firstKept(view, kept, handoff.edge.callee);
    if (from === undefined || to === undefined) continue;
    links.push({
      from: idOf(from),
      to: idOf(to),
      kind: 'handoff',
      label: `${handoff.edge.handoff ?? 'hand-off'}, ${clipMiddle(visible(index.shortPlace(handoff.edge.site)), maxName)}`,
    });
  }
  const root = clipMiddle(visible(view.root?.shortName ?? ''), maxName);
  for (const section of view.sections) {
    const list = nodes.get(section.label);
    if (list === undefined || list.length === 0) continue;
    const title = section.isCaller ? "caller's goroutine" : `goroutine ${section.label}`;
    clusters.push({
      id: `${prefix}lane${section.label}`,
      title: prefix === '' ? title : `${root}, ${title}`,
      nodes: list,
    });
  }
}

function firstKept(view: ChainView, kept: ReadonlySet<HopView>, fn: number): HopView | undefined {
  for (const hop of view.byHop.values())
    if (hop.hop.function === fn && hop.hop.repeats === undefined && kept.has(hop)) return hop;
  return undefined;
}

function nodeOf(index: ReportIndex, hop: HopView, id: string): DiagramNode {
  const { function: fn } = hop;
  const lines: string[] = [];
  let shape: NodeShape = hop.hop.parent === undefined ? 'root' : 'function';
  if (fn === undefined) {
    shape = hop.hop.stop === undefined ? 'unknown' : 'stop';
    lines.push(clip(visible(hop.edge?.site.code ?? ''), maxName));
    if (hop.hop.stop !== undefined) lines.push(stopLabel(hop.hop.stop.kind, hop.hop.stop.text));
  } else lines.push(clipMiddle(visible(fn.shortName), maxName));
  if (fn?.note !== undefined) lines.push(clip(visible(fn.note), maxName));
  if (hop.hop.folded !== undefined) lines.push(clip(`+ ${visible(hop.hop.folded.text)}`, maxName));
  const link = fn?.at === undefined ? undefined : index.link(fn.at);
  return { id, shape, lines, isDead: hop.isDead, isNoOp: fn?.isNoOp === true, ...(link === undefined ? {} : { link }) };
}

function stopLabel(kind: StopKind, text: string): string {
  return clip(`${stopName(kind)}: ${visible(text)}`, maxName);
}

function linkOf(index: ReportIndex, hop: HopView, from: string, to: string): DiagramLink {
  const { edge } = hop;
  if (edge === undefined) return { from, to, kind: 'call', label: '' };
  const place = clipMiddle(visible(index.shortPlace(edge.site)), maxName);
  if (hop.isDead) return { from, to, kind: 'dead', label: `never ${place}` };
  if (edge.kind === 'go') return { from, to, kind: 'go', label: `go ${place}` };
  if (edge.kind === 'defer') return { from, to, kind: 'defer', label: `defer ${place}` };
  return { from, to, kind: 'call', label: place };
}
