// A report's chains as boxes and arrows: a cluster for each goroutine, an arrow for each call that could have gone
// elsewhere, each start and each hand-off. Calls that follow one another without a choice stand as lines of one node, so
// that what is left to look at is where something is decided. A call runs on the goroutine that makes it: no arrow of a
// call leaves a cluster, and what is drawn in another one stands there as a node that says where.
// Leaves out what the chain does not show; the text beside a diagram counts it. Shared by the diagram languages, which
// only spell it. Large chains are cut from the far end: what lies near the root is drawn, and what is left out is counted.

import { type Say, sayIn } from '#language/say.js';
import type { EdgeRecord, FunctionRecord, HopId, Report, StopKind } from '#report/report.js';
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

export type LinkKind = 'call' | 'go' | 'defer' | 'handoff' | 'dead';

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
/** Calls in one node; a longer list is no longer seen at once. */
const maxCallsInNode = 6;

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
  return drawWhatFits(index, views, hopsByDepth(views), fits);
}

/** The beginning of the order that fits. */
function drawWhatFits(
  index: ReportIndex,
  views: readonly ChainView[],
  order: readonly HopView[],
  fits: (diagram: Diagram) => boolean,
): Diagram {
  let kept = order.length;
  for (;;) {
    const diagram = draw(index, views, new Set(order.slice(0, kept)), order.length - kept);
    if (kept <= 1 || fits(diagram)) return diagram;
    kept = Math.max(1, Math.floor(kept * 0.85));
  }
}

/** One goroutine's part of a chain, with the heads of those that it starts; `section` is its number. */
export function drawLane(
  index: ReportIndex,
  chainNumber: number,
  section: number,
  fits: (diagram: Diagram) => boolean,
): Diagram {
  const chain = index.report.chains[chainNumber];
  if (chain === undefined) return { clusters: [], links: [] };
  const view = viewChain(index, chain);
  const own = view.sections[section];
  const isShown = (hop: HopView): boolean => {
    const parent = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
    return hop.section === own || parent?.section === own;
  };
  return drawWhatFits(index, [view], hopsByDepth([view]).filter(isShown), fits);
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
  const say = sayIn(index.report.question.language);
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
      : {
          leftOut: say`${plural(say, leftOut, 'call')} further from the root ${leftOut === 1 ? say`is` : say`are`} not drawn`,
        }),
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
  const say = sayIn(index.report.question.language);
  const isUp = index.report.question.direction === 'up';
  const groups = groupCalls(view, kept, isUp);
  const nodes = new Map<string, DiagramNode[]>();
  for (const { label } of view.sections) nodes.set(label, []);
  const idOf = (hop: HopView): string => {
    const shown = hop.hop.repeats === undefined ? undefined : view.byHop.get(hop.hop.repeats);
    const stands = shown !== undefined && kept.has(shown) && shown.section === hop.section ? shown : hop;
    return `${prefix}n${groups.get(stands)?.[0]?.hop.id ?? stands.hop.id}`;
  };

  for (const hop of view.byHop.values()) {
    if (!kept.has(hop)) continue;
    const id = idOf(hop);
    if (id === `${prefix}n${hop.hop.id}`) {
      const group = groups.get(hop) ?? [hop];
      nodes.get(hop.section.label)?.push(nodeOf(index, view, group, id));
    }
    const parent = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
    if (parent === undefined || !kept.has(parent) || groups.get(hop)?.includes(parent) === true) continue;
    links.push(linkOf(index, hop, isUp ? id : idOf(parent), isUp ? idOf(parent) : id));
  }
  const outside = new Map<string, DiagramNode>();
  for (const handoff of view.handoffs) {
    const from = firstKept(view, kept, handoff.edge.caller);
    const to = handoff.edge.callee === undefined ? undefined : firstKept(view, kept, handoff.edge.callee);
    if (to === undefined || (from === undefined && (handoff.fromSection !== undefined || handoff.from === undefined)))
      continue;
    const stranger =
      from === undefined && handoff.from !== undefined ? outsideNode(index, prefix, handoff.from) : undefined;
    if (stranger !== undefined) outside.set(stranger.id, stranger);
    links.push({
      from: from === undefined ? (stranger?.id ?? '') : idOf(from),
      to: idOf(to),
      kind: 'handoff',
      label: `${unbroken(say.word(handoff.edge.handoff ?? 'hand-off'))} ${placeOf(index, handoff.edge)}`,
    });
  }
  const root = clipMiddle(visible(view.root?.shortName ?? ''), maxName);
  for (const section of view.sections) {
    const list = nodes.get(section.label);
    if (list === undefined || list.length === 0) continue;
    const title = section.isCaller ? say`caller's goroutine` : say`goroutine ${section.label}`;
    clusters.push({
      id: `${prefix}lane${section.label}`,
      title: prefix === '' ? title : say`${root}, ${title}`,
      nodes: list,
    });
  }
  if (outside.size > 0)
    clusters.push({
      id: `${prefix}laneOther`,
      title: say`goroutines that nothing here starts`,
      nodes: [...outside.values()],
    });
}

/** A function that ends a wait and is not in the chain. */
function outsideNode(index: ReportIndex, prefix: string, fn: FunctionRecord): DiagramNode {
  const link = fn.at === undefined ? undefined : index.link(fn.at);
  return {
    id: `${prefix}f${fn.id}`,
    shape: 'function',
    lines: [unbroken(clipMiddle(visible(fn.shortName), maxName))],
    isDead: false,
    isNoOp: false,
    ...(link === undefined ? {} : { link }),
  };
}

/** Each hop with the hops of its node, in order. What wakes, waits or ends is the last of its node, so that an arrow from the node is one from there. */
function groupCalls(view: ChainView, kept: ReadonlySet<HopView>, isUp: boolean): Map<HopView, HopView[]> {
  const groups = new Map<HopView, HopView[]>();
  for (const hop of view.byHop.values()) {
    if (!kept.has(hop)) continue;
    const parent = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
    const group = parent === undefined ? undefined : groups.get(parent);
    if (parent !== undefined && group !== undefined && !isUp && group.length < maxCallsInNode) {
      const isOnly = parent.children.filter((child) => kept.has(child)).length === 1;
      if (isOnly && !isRemarkable(parent) && isPlainCall(hop) && parent.section === hop.section) {
        group.push(hop);
        groups.set(hop, group);
        continue;
      }
    }
    groups.set(hop, [hop]);
  }
  return groups;
}

/** A root is, and so is a hop of which there is more to say than its name. */
function isRemarkable({ hop, function: fn, signals, waits }: HopView): boolean {
  return (
    hop.parent === undefined ||
    hop.stop !== undefined ||
    fn?.note !== undefined ||
    signals.length > 0 ||
    waits.length > 0
  );
}

function isPlainCall({ hop, edge, function: fn, starts, isDead }: HopView): boolean {
  return (
    edge?.kind === 'call' &&
    edge.mode === 'static' &&
    fn !== undefined &&
    starts === undefined &&
    hop.repeats === undefined &&
    !isDead
  );
}

function firstKept(view: ChainView, kept: ReadonlySet<HopView>, fn: number): HopView | undefined {
  for (const hop of view.byHop.values())
    if (hop.hop.function === fn && hop.hop.repeats === undefined && kept.has(hop)) return hop;
  return undefined;
}

function nodeOf(index: ReportIndex, view: ChainView, group: readonly HopView[], id: string): DiagramNode {
  const say = sayIn(index.report.question.language);
  const [first] = group;
  const last = group.at(-1);
  const lines: string[] = [];
  for (const hop of group) {
    if (hop !== first && hop.edge !== undefined) lines.push(`\u2193 ${placeOf(index, hop.edge)}`);
    lines.push(
      hop.function === undefined
        ? clip(visible(hop.edge?.site.code ?? ''), maxName)
        : unbroken(clipMiddle(visible(hop.function.shortName), maxName)),
    );
  }
  const fn = last?.function;
  if (fn?.note !== undefined) lines.push(clip(visible(fn.note), maxName));
  const stop = last?.hop.stop;
  const saysIt = stop?.kind === 'leaf' && fn?.note !== undefined;
  if (stop !== undefined && !saysIt)
    lines.push(clip(stop.kind === 'leaf' ? visible(stop.text) : stopLabel(stop.kind, stop.text, say), maxName));
  const same = last?.hop.repeats === undefined ? undefined : view.byHop.get(last.hop.repeats);
  if (same !== undefined && same.section !== last?.section)
    lines.push(same.section.isCaller ? say`as on the caller's goroutine` : say`as in ${same.section.label}`);
  const at = first?.function?.at;
  const link = at === undefined ? undefined : index.link(at);
  return {
    id,
    shape: shapeOf(last, stop?.kind),
    lines,
    isDead: last?.isDead === true,
    isNoOp: fn?.isNoOp === true,
    ...(link === undefined ? {} : { link }),
  };
}

/** Names are wider than the lines that diagrams break at spaces. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function shapeOf(last: HopView | undefined, stop: StopKind | undefined): NodeShape {
  if (last?.hop.parent === undefined) return 'root';
  if (stop !== undefined) return stop === 'leaf' ? 'end' : 'stop';
  return last.function === undefined ? 'unknown' : 'function';
}

function stopLabel(kind: StopKind, text: string, say: Say): string {
  return say`${stopName(kind, say)}: ${visible(text)}`;
}

function placeOf(index: ReportIndex, edge: EdgeRecord): string {
  return clipMiddle(visible(index.shortPlace(edge.site)), maxName);
}

function linkOf(index: ReportIndex, hop: HopView, from: string, to: string): DiagramLink {
  const say = sayIn(index.report.question.language);
  const { edge } = hop;
  if (edge === undefined) return { from, to, kind: 'call', label: '' };
  const place = placeOf(index, edge);
  if (hop.isDead) return { from, to, kind: 'dead', label: say`never ${place}` };
  const mode = edge.mode === 'invoke' ? say`interface` : edge.mode === 'func' ? say`func value` : '';
  const which = hop.siblingCallees > 1 ? say`1 of ${hop.siblingCallees}` : '';
  const words = [edge.kind === 'call' ? '' : edge.kind, mode, which].filter((word) => word !== '').join(' ');
  const kind = edge.kind === 'go' || edge.kind === 'defer' ? edge.kind : 'call';
  return { from, to, kind, label: words === '' ? place : `${unbroken(words)} ${place}` };
}
