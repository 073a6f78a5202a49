// A chain: the drawn part of a graph as a tree, one lane a goroutine, in the order in which it is shown. A function
// that was shown with the same calls below it is not shown again; every end says why it ends.

import { by, inOrder } from '#base/order.js';
import type { Handoff } from '#callgraph/handoffs.js';
import { callerLane } from '#callgraph/lanes.js';
import type {
  CallSite,
  DeadSite,
  GraphEdge,
  GraphNode,
  ProgramGraph,
  Synchronization,
  UnresolvedSite,
} from '#program/graph.js';
import type { AnsweringWait } from './answerers.js';
import type { DrawnLane } from './drawn-lane.js';
import type { Landmarks } from './landmarks.js';
import { type Selected, selectAll, selectWays } from './select.js';
import type { Sequel } from './sequels.js';
import { isOpen, type Slice } from './slice.js';

/** Why a chain ends at a hop; the words are made elsewhere. */
export type Ending =
  | { readonly kind: 'target' | 'boundary' | 'setting' | 'no-body' | 'no-source' | 'no-op' | 'cycle' | 'end' }
  /** The function closes, sends to or receives from channels. */
  | {
      readonly kind: 'channel';
      readonly operations: readonly Synchronization[];
      /** It only waits, and for nothing that any function of the graph does. */
      readonly isUnanswered: boolean;
      /** What ends its waits: what is started from the root, else what nothing that is followed from there starts. */
      readonly wakers: readonly Synchronization[];
      readonly areStarted: boolean;
    }
  | { readonly kind: 'depth' | 'size'; readonly limit: number }
  | { readonly kind: 'unknown'; readonly site: UnresolvedSite };

export interface ChainHop {
  readonly id: number;
  readonly parent: number | undefined;
  readonly lane: number;
  /** Undefined where no callee is known, or the call never happens. */
  readonly node: GraphNode | undefined;
  /** Undefined at the root, at calls without a known callee and at dead ones. */
  readonly edge: GraphEdge | undefined;
  readonly unresolved: UnresolvedSite | undefined;
  readonly dead: DeadSite | undefined;
  readonly repeats: number | undefined;
  readonly ending: Ending | undefined;
  readonly folded: Folded | undefined;
}

/** Call sites of a function that are not drawn: all of them, and those that lead to what is looked for. */
export interface Folded {
  readonly calls: number;
  readonly leading: number;
}

/** A hand-off with the lanes of the chain on which its ends meet; none where a lane is not drawn. */
export interface DrawnHandoff extends Handoff {
  readonly meets: readonly { readonly from?: number; readonly to?: number }[];
  /** The signal runs, also, on what nothing that is followed from the root starts. */
  readonly isFromBefore: boolean;
}

export interface ChainLane {
  readonly id: number;
  readonly root: GraphNode;
  /** The edge that starts the goroutine; none for the caller's. */
  readonly start: GraphEdge | undefined;
}

export interface Chain {
  readonly root: GraphNode;
  readonly lanes: readonly ChainLane[];
  readonly hops: readonly ChainHop[];
  /** Hand-offs with both ends in the chain, and those by which what ran before the root ends a wait of the caller's. */
  readonly handoffs: readonly DrawnHandoff[];
  /** Hand-offs by which the caller's goroutine wakes what is not in the chain: nothing that is followed starts that. */
  readonly outside: readonly Handoff[];
  /** The same of the goroutines that are started from there, and of what the caller's does not wake itself. */
  readonly outsideOfStarted: readonly Handoff[];
  /** What goroutines that the caller's wakes do next. */
  readonly sequels: readonly Sequel[];
  /** Where goroutines that end the caller's waits may be waiting themselves. */
  readonly answering: readonly AnsweringWait[];
  /** Where the caller's goroutine may wait. */
  readonly waits: readonly Synchronization[];
}

export interface ChainOptions {
  /** Everything that leads to the target instead of the likeliest ways. */
  readonly full: boolean;
  /** Calls below the root that are shown. */
  readonly depth: number | undefined;
}

/** Reasons for which a chain ends at a call in any view; with the others most often nothing flows there. */
const endingReasons: ReadonlySet<string> = new Set(['external-caller', 'no-source']);
/** More hops than this are no longer read; the rest is counted. */
const hopLimit = 4000;
/** A tree as deep as this is a hostile one. */
const depthLimit = 400;
/** Of what ends a wait and is started by nothing that is followed, as much as is drawn. */
const wakerLimit = 3;
/** Hand-offs of which neither end is on the caller's goroutine, in the usual view. */
const handoffLimit = 16;

export function buildChain(
  graph: ProgramGraph,
  root: GraphNode,
  slice: Slice,
  landmarks: Landmarks,
  options: ChainOptions,
): Chain {
  const selected = selectWays(graph, root, slice, landmarks);
  const { lanes } = selected;
  const usual = new ChainBuilder(graph, slice, landmarks, { full: false, depth: undefined }, selected).build();
  // Goroutines have the same numbers in any view: those by which they are met in the usual one.
  const met = usual.lanes.flatMap((lane) => lanes.filter(({ start }) => start === lane.start));
  if (!options.full && options.depth === undefined) return usual;
  const drawn = options.full ? selectAll(graph, slice, met) : met;
  return new ChainBuilder(graph, slice, landmarks, options, { ...selected, lanes: drawn }).build();
}

interface Item {
  readonly site: CallSite;
  readonly edge: GraphEdge | undefined;
  readonly unresolved: UnresolvedSite | undefined;
  readonly dead: DeadSite | undefined;
}

interface Open {
  readonly item: Item | undefined;
  readonly node: GraphNode | undefined;
  readonly lane: number;
  readonly parent: number | undefined;
  readonly above: Above | undefined;
  readonly depth: number;
}

/** The functions between a hop and the root of its lane. */
interface Above {
  readonly node: GraphNode;
  readonly outer: Above | undefined;
}

const siteOrder = inOrder<Item>(
  by((item) => item.site.pos),
  by((item) => item.site.lparen),
  by((item) => item.edge?.callee.function.name ?? ''),
);

class ChainBuilder {
  readonly graph: ProgramGraph;
  readonly slice: Slice;
  readonly landmarks: Landmarks;
  readonly options: ChainOptions;
  readonly drawn: readonly DrawnLane[];
  readonly sequels: readonly Sequel[];
  readonly answering: readonly AnsweringWait[];
  readonly laneOfStart = new Map<GraphEdge, number>();
  readonly unresolved = new Map<GraphNode, UnresolvedSite[]>();
  readonly dead = new Map<GraphNode, DeadSite[]>();
  readonly operations = new Map<GraphNode, Synchronization[]>();
  /** Channels that something closes or sends to. */
  readonly signalled = new Set<number>();
  /** The functions that calls from the root come to, on whatever goroutine. */
  readonly fromRoot = new Set<number>();
  readonly signatures: Map<GraphNode, number>[] = [];
  readonly interned = new Map<string, number>();
  readonly hops: ChainHop[] = [];
  /** Once all hops are there, the functions of each lane. */
  readonly onLane = new Map<number, ReadonlySet<number>>();

  constructor(
    graph: ProgramGraph,
    slice: Slice,
    landmarks: Landmarks,
    options: ChainOptions,
    { lanes: drawn, sequels, answering }: Selected,
  ) {
    this.sequels = sequels;
    this.answering = answering;
    this.graph = graph;
    this.slice = slice;
    this.landmarks = landmarks;
    this.options = options;
    this.drawn = drawn;
    drawn.forEach((lane, index) => {
      if (lane.start !== undefined) this.laneOfStart.set(lane.start, index);
    });
    const isDrawn = (site: UnresolvedSite): boolean =>
      options.full ||
      slice.scope === 'unknown' ||
      slice.scope === 'whole' ||
      site.reasons.some(({ kind }) => endingReasons.has(kind));
    for (const site of graph.unresolved) if (isOpen(site) && isDrawn(site)) add(this.unresolved, site.caller, site);
    for (const site of graph.dead) add(this.dead, site.caller, site);
    for (const node of reachedFrom(graph, graph.roots)) this.fromRoot.add(node.function.id);
    for (const operation of graph.synchronizations) {
      add(this.operations, operation.node, operation);
      if (operation.kind !== 'receive') for (const object of operation.objects) this.signalled.add(object);
    }
  }

  build(): Chain {
    const root = this.drawn[0]?.root;
    const shown = new Map<number, number>();
    const stack: Open[] = [{ item: undefined, node: root, lane: 0, parent: undefined, above: undefined, depth: 0 }];
    // A goroutine is shown whole before those that it starts: what both do stands where it is read first.
    const started: Open[][] = [];
    for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
      const children = this.place(open, shown).reverse();
      if (open.item?.site.kind === 'go') started.push(children);
      else stack.push(...children);
      while (stack.length === 0 && started.length > 0) stack.push(...(started.shift() ?? []));
    }
    const first = (lane: number): number => this.hops.findIndex((hop) => hop.lane === lane);
    const lanes = this.drawn
      .map((lane, id) => ({ id, root: lane.root, start: lane.start }))
      .filter(({ id }) => first(id) !== -1);
    if (!this.options.full && this.options.depth === undefined) lanes.sort((a, b) => first(a.id) - first(b.id));
    const handoffs = this.drawnHandoffs();
    return {
      root: root ?? emptyNode,
      lanes,
      hops: this.hops.map((hop) => withoutDrawn(hop, handoffs)),
      handoffs: handoffs.map((handoff) => ({
        ...handoff,
        meets: this.drawnMeetings(handoff),
        isFromBefore: this.isFromBefore(handoff),
      })),
      ...this.outsideHandoffs(),
      sequels: this.sequels,
      answering: this.answering,
      waits: this.callerWaits(),
    };
  }

  /** Adds a hop; gives those below it. */
  place(open: Open, shown: Map<number, number>): Open[] {
    const { item, node, lane, parent, depth } = open;
    const id = this.hops.length;
    const hop = {
      id,
      parent,
      lane,
      node,
      edge: item?.edge,
      unresolved: item?.unresolved,
      dead: item?.dead,
      repeats: undefined,
      ending: undefined,
      folded: undefined,
    };
    if (node === undefined) {
      this.hops.push(
        item?.unresolved === undefined ? hop : { ...hop, ending: { kind: 'unknown', site: item.unresolved } },
      );
      return [];
    }
    const end = (ending: Ending): Open[] => {
      this.hops.push({ ...hop, ending });
      return [];
    };
    const { edge } = hop;
    if (edge !== undefined && edge.entry !== 'enter') return end(this.boundaryEnding(edge));
    for (let above = open.above; above !== undefined; above = above.outer)
      if (above.node === node) return end({ kind: 'cycle' });
    const items = this.itemsOf(node, lane);
    if (items.length === 0) {
      this.hops.push({ ...hop, ending: this.endingOf(node, edge), folded: this.foldedAt(node, items) });
      return [];
    }
    const signature = this.signatureOf(node, lane, 0);
    const before = shown.get(signature);
    if (before !== undefined) {
      this.hops.push({ ...hop, repeats: before });
      return [];
    }
    const limit = Math.min(this.options.depth ?? depthLimit, depthLimit);
    if (depth >= limit) return end({ kind: 'depth', limit });
    if (id >= hopLimit) return end({ kind: 'size', limit: hopLimit });
    shown.set(signature, id);
    this.hops.push({ ...hop, folded: this.foldedAt(node, items) });
    return items.map((child) => {
      const start = child.edge === undefined ? undefined : this.laneOfStart.get(child.edge);
      const begins = child.edge?.site.kind === 'go' && child.edge.entry === 'enter';
      return {
        item: child,
        node: child.edge?.callee,
        lane: start ?? lane,
        parent: id,
        above: begins ? undefined : { node, outer: open.above },
        depth: depth + 1,
      };
    });
  }

  /** What is drawn below a node, in order of the source. */
  itemsOf(node: GraphNode, lane: number): Item[] {
    const items: Item[] = [];
    for (const edge of this.drawn[lane]?.edges.get(node) ?? [])
      items.push({ site: edge.site, edge, unresolved: undefined, dead: undefined });
    for (const site of this.unresolved.get(node) ?? [])
      items.push({ site: site.site, edge: undefined, unresolved: site, dead: undefined });
    for (const site of this.dead.get(node) ?? []) {
      if (this.landmarks.deadLeads(site, this.options.full))
        items.push({ site: site.site, edge: undefined, unresolved: undefined, dead: site });
    }
    return items.sort(siteOrder);
  }

  /** Equal for nodes of a lane below which the same is drawn. */
  signatureOf(node: GraphNode, lane: number, depth: number): number {
    const known = this.signatures[lane]?.get(node);
    if (known !== undefined) return known;
    const table = (this.signatures[lane] ??= new Map());
    // On the way down, and beyond any sensible depth, a node stands for itself.
    table.set(node, -1 - node.id);
    const parts = [String(node.function.id)];
    if (depth < depthLimit) {
      for (const { site, edge, unresolved } of this.itemsOf(node, lane)) {
        const start = edge === undefined ? undefined : this.laneOfStart.get(edge);
        const below =
          edge === undefined
            ? unresolved === undefined
              ? 'dead'
              : 'open'
            : start !== undefined
              ? `lane ${start}`
              : edge.entry === 'enter' && edge.site.kind !== 'go'
                ? this.signatureOf(edge.callee, lane, depth + 1)
                : `to ${edge.callee.function.id}`;
        parts.push(`${site.lparen}:${below}`);
      }
    }
    const text = parts.join(' ');
    let signature = this.interned.get(text);
    if (signature === undefined) {
      signature = this.interned.size;
      this.interned.set(text, signature);
    }
    table.set(node, signature);
    return signature;
  }

  boundaryEnding(edge: GraphEdge): Ending {
    if (this.landmarks.isTarget(edge)) return { kind: 'target' };
    if (edge.setting !== undefined) return { kind: 'setting' };
    const { function: callee } = edge.callee;
    if (callee.noOp !== undefined) return { kind: 'no-op' };
    if (callee.hasBody) return { kind: 'boundary' };
    return { kind: callee.pos === 0 ? 'no-source' : 'no-body' };
  }

  endingOf(node: GraphNode, edge: GraphEdge | undefined): Ending {
    if (edge !== undefined && this.landmarks.isTarget(edge)) return { kind: 'target' };
    if (node.function.noOp !== undefined) return { kind: 'no-op' };
    if (!node.function.hasBody) return { kind: node.function.pos === 0 ? 'no-source' : 'no-body' };
    const operations = this.operations.get(node);
    return operations === undefined
      ? { kind: 'end' }
      : {
          kind: 'channel',
          operations,
          isUnanswered: this.isUnanswered(operations),
          ...this.wakersOf(operations),
        };
  }

  /** The signals that end these waits, one a function: of what is started here, else of what ran before the root. */
  wakersOf(
    operations: readonly Synchronization[],
  ): Pick<Extract<Ending, { kind: 'channel' }>, 'wakers' | 'areStarted'> {
    const waits = new Set(operations.flatMap(({ kind, pos }) => (kind === 'receive' ? [pos] : [])));
    const started = new Map<number, Synchronization>();
    const before = new Map<number, Synchronization>();
    for (const handoff of this.slice.handoffs) {
      const { signal, wait, meetings } = handoff;
      if (!waits.has(wait.pos)) continue;
      const { id } = signal.node.function;
      const isStarted = meetings.some((one) => this.slice.lanes.own.has(one.signal));
      if (isStarted && !started.has(id)) started.set(id, signal);
      else if (this.isFromBefore(handoff) && !before.has(id)) before.set(id, signal);
    }
    const wakers = started.size > 0 ? started : before;
    return { wakers: [...wakers.values()].sort((a, b) => a.pos - b.pos), areStarted: started.size > 0 };
  }

  /** Done by what ran before the root, whether or not the root leads to it too. */
  isFromBefore({ meetings }: Handoff): boolean {
    return meetings.some(({ signal }) => !this.slice.lanes.own.has(signal));
  }

  isUnanswered(operations: readonly Synchronization[]): boolean {
    return operations.every(
      ({ kind, objects }) =>
        kind === 'receive' && objects.length > 0 && objects.every((object) => !this.signalled.has(object)),
    );
  }

  foldedAt(node: GraphNode, items: readonly Item[]): Folded | undefined {
    const drawn = new Set(items.map((item) => item.site));
    const folded = new Map<CallSite, boolean>();
    for (const edge of this.graph.out(node)) {
      if (!drawn.has(edge.site))
        folded.set(
          edge.site,
          folded.get(edge.site) === true ||
            ((this.slice.scope === 'target' || this.slice.scope === 'release') && this.slice.keeps(edge)),
        );
    }
    if (folded.size === 0) return undefined;
    let leading = 0;
    for (const leads of folded.values()) if (leads) leading++;
    return { calls: folded.size, leading };
  }

  functionsOnLane(lane: number): ReadonlySet<number> {
    let functions = this.onLane.get(lane);
    if (functions === undefined) this.onLane.set(lane, (functions = this.functionsOn((other) => other === lane)));
    return functions;
  }

  /** The functions that are drawn on the caller's goroutine. */
  callerFunctions(): ReadonlySet<number> {
    return this.functionsOnLane(0);
  }

  /** The functions that are drawn on some lanes, also those below what is shown elsewhere. */
  functionsOn(isMeant: (lane: number) => boolean): ReadonlySet<number> {
    const found = new Set<number>();
    const open: ChainHop[] = this.hops.filter(({ lane }) => isMeant(lane));
    const seen = new Set(open);
    const below = new Map<number, ChainHop[]>();
    for (const hop of this.hops) if (hop.parent !== undefined) add(below, hop.parent, hop);
    for (let hop = open.pop(); hop !== undefined; hop = open.pop()) {
      if (hop.node !== undefined) found.add(hop.node.function.id);
      const shown = hop.repeats === undefined ? hop : this.hops[hop.repeats];
      for (const child of below.get(shown?.id ?? hop.id) ?? []) {
        if (child.lane !== shown?.lane || seen.has(child)) continue;
        seen.add(child);
        open.push(child);
      }
    }
    return found;
  }

  /** One for each function that is woken. */
  outsideHandoffs(): Pick<Chain, 'outside' | 'outsideOfStarted'> {
    const woken = new Set<number>();
    const wokenBy = (functions: ReadonlySet<number>, isOn: (lane: number) => boolean): Handoff[] => {
      const found: Handoff[] = [];
      for (const handoff of this.slice.handoffs) {
        const { signal, wait, touchesCaller, meetings } = handoff;
        const { id } = wait.node.function;
        if (!touchesCaller || !functions.has(signal.node.function.id) || this.fromRoot.has(id) || woken.has(id))
          continue;
        if (!meetings.some((one) => isOn(one.signal))) continue;
        woken.add(id);
        found.push(handoff);
      }
      return found.sort((a, b) => a.wait.pos - b.wait.pos);
    };
    const { own } = this.slice.lanes;
    const outside = wokenBy(this.callerFunctions(), (lane) => lane === callerLane);
    const started = this.functionsOn((lane) => lane !== 0);
    return { outside, outsideOfStarted: wokenBy(started, (lane) => lane !== callerLane && own.has(lane)) };
  }

  callerWaits(): Synchronization[] {
    const here = this.callerFunctions();
    const waits = new Map<number, Synchronization>();
    for (const operation of this.graph.synchronizations) {
      const { node, kind, isPoll, pos } = operation;
      if (kind === 'receive' && !isPoll && here.has(node.function.id) && !waits.has(pos)) waits.set(pos, operation);
    }
    return [...waits.values()].sort((a, b) => a.pos - b.pos);
  }

  drawnMeetings({ meetings }: Handoff): DrawnHandoff['meets'] {
    const drawn = new Map(
      this.drawn.map(({ start }, id) => [start === undefined ? callerLane : this.slice.lanes.begunBy(start), id]),
    );
    const found = new Map<string, DrawnHandoff['meets'][number]>();
    for (const { signal, wait } of meetings) {
      const from = drawn.get(signal);
      const to = drawn.get(wait);
      found.set(`${from} ${to}`, { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
    }
    return [...found.values()];
  }

  /** Whether the two meet on goroutines on which both are drawn, as far as these are drawn at all. */
  isMetInDrawing(handoff: Handoff): boolean {
    const isOn = (lane: number | undefined, { node }: Synchronization): boolean =>
      lane === undefined || this.functionsOnLane(lane).has(node.function.id);
    return this.drawnMeetings(handoff).some(({ from, to }) => isOn(from, handoff.signal) && isOn(to, handoff.wait));
  }

  drawnHandoffs(): Handoff[] {
    const functions = new Set(this.hops.map((hop) => hop.node?.function));
    let others = 0;
    // A function that waits in two places, one of them only looking, is woken once: at the last.
    const last = new Map<string, Handoff>();
    for (const handoff of this.slice.handoffs)
      last.set(`${handoff.signal.pos} ${handoff.wait.node.function.id}`, handoff);
    const here = this.callerFunctions();
    const wakers = new Map<number, number>();
    return [...last.values()].filter((handoff) => {
      const { wait } = handoff;
      // Who ends a wait is drawn also where nothing that is followed starts him.
      if (this.isFromBefore(handoff) && here.has(wait.node.function.id)) {
        const count = (wakers.get(wait.pos) ?? 0) + 1;
        wakers.set(wait.pos, count);
        return count <= wakerLimit;
      }
      if (!functions.has(handoff.signal.node.function) || !functions.has(handoff.wait.node.function)) return false;
      if (!this.isMetInDrawing(handoff)) return false;
      return handoff.touchesCaller || this.options.full || ++others <= handoffLimit;
    });
  }
}

/** A wait does not name a waker again that is drawn as a hand-off. */
function withoutDrawn(hop: ChainHop, handoffs: readonly Handoff[]): ChainHop {
  const { ending } = hop;
  if (ending?.kind !== 'channel' || !ending.areStarted) return hop;
  const waits = new Set(ending.operations.map(({ pos }) => pos));
  const drawn = new Set(handoffs.flatMap(({ signal, wait }) => (waits.has(wait.pos) ? [signal.node.function.id] : [])));
  return { ...hop, ending: { ...ending, wakers: ending.wakers.filter(({ node }) => !drawn.has(node.function.id)) } };
}

function reachedFrom(graph: ProgramGraph, starts: readonly GraphNode[]): ReadonlySet<GraphNode> {
  const seen = new Set(starts);
  for (const node of seen) for (const edge of graph.out(node)) if (edge.entry === 'enter') seen.add(edge.callee);
  return seen;
}

/** Stands in for the root of a graph that has none. */
const emptyNode: GraphNode = {
  id: -1,
  function: { id: -1, name: '', packagePath: '', pos: 0, end: 0, hasBody: false, noOp: undefined, baseName: '' },
};

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
