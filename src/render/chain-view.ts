// A chain in the form in which people read it: one section for each goroutine, hops of that goroutine as a tree in
// it, and at each hop what starts, wakes or is woken there. Shared by the renderings that show lanes.

import type {
  Chain,
  EdgeRecord,
  FunctionRecord,
  Hop,
  HopId,
  Lane,
  LaneId,
  LeftOutCall,
  Location,
  Meeting,
} from '#report/report.js';
import type { ReportIndex } from '#report/report-index.js';

/** A hop with what it stands for. */
export interface HopView {
  readonly hop: Hop;
  readonly function?: FunctionRecord;
  readonly edge?: EdgeRecord;
  /** Children in the same lane, and those that begin a lane of their own. */
  readonly children: readonly HopView[];
  readonly section: LaneSection;
  /** Where this hop begins a goroutine that has its own section: that section. */
  readonly starts?: LaneSection;
  /** A branch that cannot be taken. */
  readonly isDead: boolean;
  /** How many callees were kept at the same site, if more than one. */
  readonly siblingCallees: number;
  /** Hand-offs that this hop's function signals or waits for; given at the first hop that shows the function. */
  readonly signals: readonly Handoff[];
  readonly waits: readonly Handoff[];
  /** Where the same function calls the same callee too, in calls that are not drawn. */
  readonly again: readonly LeftOutCall[];
}

export interface Handoff {
  readonly edge: EdgeRecord;
  readonly from?: FunctionRecord;
  readonly to?: FunctionRecord;
  readonly fromSection?: LaneSection;
  readonly toSection?: LaneSection;
  /** The end is on a goroutine that has no section, but is drawn in that of who starts it. */
  readonly fromIsInline?: boolean;
  readonly toIsInline?: boolean;
}

/** One goroutine's part of a chain. */
export interface LaneSection {
  readonly lane: Lane;
  /** `caller` for the lane of the root, then `G1`, `G2`, …. */
  readonly label: string;
  readonly isCaller: boolean;
  /** Roots of the lane; the hops that began it, without the parent's line. */
  readonly roots: readonly HopView[];
}

export interface ChainView {
  readonly chain: Chain;
  readonly root?: FunctionRecord;
  readonly sections: readonly LaneSection[];
  readonly byHop: ReadonlyMap<HopId, HopView>;
  readonly handoffs: readonly Handoff[];
  /** Order in which hops are shown, for "above" and "below". */
  readonly order: ReadonlyMap<HopId, number>;
}

interface OpenSection {
  lane: Lane;
  label: string;
  isCaller: boolean;
  roots: HopView[];
}

interface OpenHop {
  hop: Hop;
  function?: FunctionRecord;
  edge?: EdgeRecord;
  children: HopView[];
  section: OpenSection;
  isInline: boolean;
  starts?: OpenSection;
  isDead: boolean;
  siblingCallees: number;
  signals: Handoff[];
  waits: Handoff[];
  again: readonly LeftOutCall[];
}

function isSameLine(a: Location, b: Location): boolean {
  return a.file === b.file && a.line === b.line;
}

/** O(hops). Hops whose parent is not there count as roots of their lane. */
export function viewChain(index: ReportIndex, chain: Chain): ChainView {
  const lanes = new Map(chain.lanes.map((lane) => [lane.id, lane]));
  const hopsById = new Map(chain.hops.map((hop) => [hop.id, hop]));
  const sections: OpenSection[] = [];
  const sectionOf = new Map<LaneId, OpenSection>();
  const views = new Map<HopId, OpenHop>();
  const hopsInLane = new Map<LaneId, number>();
  for (const hop of chain.hops) hopsInLane.set(hop.lane, (hopsInLane.get(hop.lane) ?? 0) + 1);

  const openSection = (id: LaneId): OpenSection => {
    const known = sectionOf.get(id);
    if (known !== undefined) return known;
    const lane = lanes.get(id) ?? { id, title: '' };
    const isCaller = lane.startedBy === undefined;
    // By its place among the lanes, which does not depend on how much of them is shown.
    const number = chain.lanes.findIndex((one) => one.id === id);
    const section: OpenSection = { lane, label: isCaller ? 'caller' : `G${number}`, isCaller, roots: [] };
    sections.push(section);
    sectionOf.set(id, section);
    return section;
  };

  const leftOut = new Map<string, LeftOutCall[]>();
  for (const call of chain.leftOut ?? []) {
    const key = `${call.caller} ${call.callee}`;
    const calls = leftOut.get(key);
    if (calls === undefined) leftOut.set(key, [call]);
    else if (!calls.some(({ site }) => isSameLine(site, call.site))) calls.push(call);
  }
  // Said once, where the first of the calls is drawn.
  const takeLeftOut = ({ caller, callee, site }: EdgeRecord): readonly LeftOutCall[] => {
    const key = `${caller} ${callee ?? ''}`;
    const calls = leftOut.get(key) ?? [];
    leftOut.delete(key);
    return calls.filter((call) => !isSameLine(call.site, site));
  };

  for (const hop of chain.hops) {
    const parent = hop.parent === undefined ? undefined : views.get(hop.parent);
    const parentHop = hop.parent === undefined ? undefined : hopsById.get(hop.parent);
    const startsLane = parentHop !== undefined && parentHop.lane !== hop.lane;
    const isInline = startsLane && hopsInLane.get(hop.lane) === 1;
    const edge = hop.edge === undefined ? undefined : index.edges.get(hop.edge);
    const fn = hop.function === undefined ? undefined : index.functions.get(hop.function);
    const section = isInline && parent !== undefined ? parent.section : openSection(hop.lane);
    const view: OpenHop = {
      hop,
      ...(fn === undefined ? {} : { function: fn }),
      ...(edge === undefined ? {} : { edge }),
      children: [],
      section,
      isInline,
      isDead: edge?.guards.some((guard) => guard.truth === 'never') ?? false,
      siblingCallees: (edge?.alternatives.length ?? 0) + 1,
      signals: [],
      waits: [],
      again: edge === undefined ? [] : takeLeftOut(edge),
    };
    views.set(hop.id, view);
    if (startsLane && !isInline) view.starts = section;
    if (parent === undefined || (startsLane && !isInline)) section.roots.push(view);
    parent?.children.push(view);
  }

  const shownOn = functionsByLane(chain);
  const handoffs = chain.handoffs.flatMap((id) => {
    const edge = index.edges.get(id);
    if (edge === undefined) return [];
    const from = firstShown(views, edge.caller);
    const to = edge.callee === undefined ? undefined : firstShown(views, edge.callee);
    const fromFunction = index.functions.get(edge.caller);
    const toFunction = edge.callee === undefined ? undefined : index.functions.get(edge.callee);
    const handoff: Handoff = {
      edge,
      ...(fromFunction === undefined ? {} : { from: fromFunction }),
      ...(toFunction === undefined ? {} : { to: toFunction }),
      ...(from === undefined ? {} : { fromSection: from.section }),
      ...(to === undefined ? {} : { toSection: to.section }),
    };
    // Both are drawn where they are met first: what happens there is said with the goroutine that the other end is on then.
    const meets = edge.meets ?? [{ ...laneOf('from', from), ...laneOf('to', to) }];
    const nearest = (lanes: readonly (LaneId | undefined)[], end: OpenHop | undefined): End | undefined => {
      if (end === undefined) return undefined;
      if (lanes.includes(end.hop.lane)) return end;
      const lane = lanes.find((one) => one !== undefined && shownOn.get(one)?.has(end.hop.function) === true);
      const section = lane === undefined ? undefined : sectionOf.get(lane);
      return section === undefined ? undefined : { section, isInline: false };
    };
    if (from !== undefined) {
      const waiters = meets.filter((one) => one.from === from.hop.lane).map((one) => one.to);
      const waiter = nearest(waiters, to);
      if (waiter !== undefined) from.signals.push({ ...handoff, ...endOf('from', from), ...endOf('to', waiter) });
      else if (waiters.includes(undefined)) from.signals.push(handoff);
    }
    if (to !== undefined) {
      const { fromSection: _, ...fromElsewhere } = handoff;
      const signallers = meets.filter((one) => one.to === to.hop.lane).map((one) => one.from);
      const signaller = nearest(signallers, from);
      if (signaller !== undefined) to.waits.push({ ...handoff, ...endOf('from', signaller), ...endOf('to', to) });
      else if (edge.fromBefore === true) to.waits.push(fromElsewhere);
      else if (signallers.includes(undefined)) to.waits.push(handoff);
    }
    return [handoff];
  });

  const root = index.functions.get(chain.root);
  return {
    chain,
    ...(root === undefined ? {} : { root }),
    sections,
    byHop: views,
    handoffs,
    order: showOrder(sections),
  };
}

interface End {
  readonly section: OpenSection;
  readonly isInline: boolean;
}

function endOf(side: 'from' | 'to', { section, isInline }: End): Partial<Handoff> {
  return side === 'from'
    ? { fromSection: section, ...(isInline ? { fromIsInline: true } : {}) }
    : { toSection: section, ...(isInline ? { toIsInline: true } : {}) };
}

/** What is drawn on each goroutine, that included which is shown on another and only named again here. */
function functionsByLane({ hops }: Chain): ReadonlyMap<LaneId, ReadonlySet<number | undefined>> {
  const below = new Map<HopId | undefined, Hop[]>();
  for (const hop of hops) below.set(hop.parent, [...(below.get(hop.parent) ?? []), hop]);
  const found = new Map<LaneId, Set<number | undefined>>();
  for (const { lane } of hops) {
    if (found.has(lane)) continue;
    const functions = new Set<number | undefined>();
    found.set(lane, functions);
    const seen = new Set(hops.filter((hop) => hop.lane === lane));
    // A set that grows while it is walked is walked to its end.
    for (const hop of seen) {
      functions.add(hop.function);
      const from = hop.repeats ?? hop.id;
      const start = hops[from] ?? hop;
      for (const child of below.get(from) ?? []) if (child.lane === start.lane) seen.add(child);
    }
  }
  return found;
}

function laneOf(end: 'from' | 'to', hop: OpenHop | undefined): Meeting {
  return hop === undefined ? {} : { [end]: hop.hop.lane };
}

function firstShown(views: ReadonlyMap<HopId, OpenHop>, fn: number): OpenHop | undefined {
  for (const view of views.values()) {
    if (view.hop.function === fn && view.hop.repeats === undefined) return view;
  }
  return undefined;
}

/** The hops of a section in the order in which they are shown; a hop that begins another lane closes there. */
export function* hopsOf(section: LaneSection): Generator<{ readonly view: HopView; readonly depth: number }> {
  const stack = section.roots.map((view) => ({ view, depth: 0 })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    const { view, depth } = next;
    if (view.starts !== undefined && view.starts !== section) continue;
    for (let i = view.children.length - 1; i >= 0; i--) {
      const child = view.children[i];
      if (child !== undefined) stack.push({ view: child, depth: depth + 1 });
    }
  }
}

function showOrder(sections: readonly LaneSection[]): Map<HopId, number> {
  const order = new Map<HopId, number>();
  for (const section of sections) for (const { view } of hopsOf(section)) order.set(view.hop.id, order.size);
  return order;
}
