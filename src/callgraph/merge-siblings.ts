// Contexts that people do not see, put together: where a call leads to one function in several contexts, these become
// one node with the calls of all of them. What is drawn below a call is then all that can happen there. Nodes are sets
// of contexts, made on the way down from the roots (subset construction); with more of them than `growthLimit` allows
// the graph is left as it is.

import type { DeadSite, GraphEdge, GraphNode, ProgramGraph, Synchronization, UnresolvedSite } from '#program/graph.js';

/** Sets of contexts are rarely more than the contexts; this many times as many are not worth drawing. */
const growthLimit = 4;

export function mergeSiblings(graph: ProgramGraph): ProgramGraph {
  return new Merge(graph).run() ?? graph;
}

interface Group {
  readonly first: GraphEdge;
  readonly all: GraphEdge[];
  readonly callees: Set<GraphNode>;
}

const origins = new WeakMap<GraphEdge, readonly GraphEdge[]>();

/** The edges that were put together into one, the one whose evidence it has first; none for any other edge. */
export function edgesMergedIn(edge: GraphEdge): readonly GraphEdge[] {
  return origins.get(edge) ?? [];
}

class Merge {
  readonly #graph: ProgramGraph;
  readonly #merged = new Map<string, GraphNode>();
  readonly #members = new Map<GraphNode, readonly GraphNode[]>();
  readonly #queue: GraphNode[] = [];
  readonly #edges: GraphEdge[] = [];
  readonly #out = new Map<GraphNode, GraphEdge[]>();

  constructor(graph: ProgramGraph) {
    this.#graph = graph;
  }

  run(): ProgramGraph | undefined {
    const graph = this.#graph;
    const limit = graph.nodes.length * growthLimit + 1000;
    const roots = graph.roots.map((root) => this.#nodeOf([root]));
    const before = graph.before.map((node) => this.#nodeOf([node]));
    for (let i = 0; i < this.#queue.length; i++) {
      const node = this.#queue[i];
      if (node === undefined) break;
      if (this.#merged.size > limit) return undefined;
      this.#expand(node);
    }
    const nodes = [...this.#members.keys()];
    return {
      roots,
      before,
      nodes,
      edges: this.#edges,
      out: (node) => this.#out.get(node) ?? [],
      unresolved: nodes.flatMap((node) => this.#unresolvedAt(node)),
      dead: nodes.flatMap((node) => this.#deadAt(node)),
      synchronizations: nodes.flatMap((node) => this.#synchronizationsAt(node)),
      storesApart: graph.storesApart,
      forgetEvidence: graph.forgetEvidence,
      isCut: graph.isCut,
    };
  }

  #nodeOf(members: readonly GraphNode[]): GraphNode {
    const ids = members.map((member) => member.id).sort((a, b) => a - b);
    const key = ids.join(' ');
    let node = this.#merged.get(key);
    const [first] = members;
    if (node === undefined && first !== undefined) {
      node = { id: this.#merged.size, function: first.function };
      this.#merged.set(key, node);
      this.#members.set(node, members);
      this.#queue.push(node);
    }
    return node ?? { id: -1, function: emptyFunction };
  }

  #expand(node: GraphNode): void {
    const groups = new Map<string, Group>();
    for (const member of this.#members.get(node) ?? []) {
      for (const edge of this.#graph.out(member)) {
        const key = `${edge.site.pos} ${edge.site.lparen} ${edge.callee.function.id} ${edge.entry}`;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { first: edge, all: [edge], callees: new Set([edge.callee]) });
        else {
          group.callees.add(edge.callee);
          group.all.push(edge);
        }
      }
    }
    const list = [...groups.values()];
    list.sort((a, b) => a.first.site.pos - b.first.site.pos);
    const out: GraphEdge[] = [];
    for (const { first, all, callees } of list) {
      const edge: GraphEdge = {
        id: this.#edges.length,
        caller: node,
        callee: this.#nodeOf([...callees]),
        site: first.site,
        entry: first.entry,
        setting: first.setting,
        evidence: first.evidence,
      };
      origins.set(edge, all);
      this.#edges.push(edge);
      out.push(edge);
    }
    this.#out.set(node, out);
  }

  readonly #unresolved = new Map<GraphNode, UnresolvedSite[]>();
  readonly #dead = new Map<GraphNode, DeadSite[]>();
  readonly #synchronizations = new Map<GraphNode, Synchronization[]>();

  #index(): void {
    if (this.#unresolved.size > 0 || this.#dead.size > 0 || this.#synchronizations.size > 0) return;
    for (const site of this.#graph.unresolved) put(this.#unresolved, site.caller, site);
    for (const site of this.#graph.dead) put(this.#dead, site.caller, site);
    for (const operation of this.#graph.synchronizations) put(this.#synchronizations, operation.node, operation);
  }

  /** A site is unresolved where it is in any context; callees known in another count. */
  #unresolvedAt(node: GraphNode): UnresolvedSite[] {
    this.#index();
    const known = new Set((this.#out.get(node) ?? []).map((edge) => edge.site));
    const bySite = new Map<UnresolvedSite['site'], UnresolvedSite>();
    for (const member of this.#members.get(node) ?? []) {
      for (const site of this.#unresolved.get(member) ?? []) {
        const before = bySite.get(site.site);
        const hasCallees = site.hasCallees || known.has(site.site);
        // No callee in one context and callees in another: that context only does not come here.
        if (hasCallees && site.reasons.length === 0) continue;
        const reasons = [...(before?.reasons ?? [])];
        for (const reason of site.reasons) if (!reasons.some(({ text }) => text === reason.text)) reasons.push(reason);
        const missing = hasCallees || reasons.length > 0 ? undefined : site.missing;
        bySite.set(site.site, {
          caller: node,
          site: site.site,
          reasons,
          hasCallees,
          ...(missing === undefined ? {} : { missing }),
        });
      }
    }
    return [...bySite.values()];
  }

  /** A site is dead where it is in every context. */
  #deadAt(node: GraphNode): DeadSite[] {
    const members = this.#members.get(node) ?? [];
    const counts = new Map<DeadSite['site'], { readonly site: DeadSite; count: number }>();
    for (const member of members) {
      for (const site of this.#dead.get(member) ?? []) {
        const entry = counts.get(site.site);
        if (entry === undefined) counts.set(site.site, { site: { ...site, caller: node }, count: 1 });
        else entry.count++;
      }
    }
    return [...counts.values()].filter(({ count }) => count === members.length).map(({ site }) => site);
  }

  #synchronizationsAt(node: GraphNode): Synchronization[] {
    const byPlace = new Map<string, Synchronization>();
    for (const member of this.#members.get(node) ?? []) {
      for (const operation of this.#synchronizations.get(member) ?? []) {
        const key = `${operation.kind} ${operation.pos}`;
        const before = byPlace.get(key);
        const objects = [...new Set([...(before?.objects ?? []), ...operation.objects])].sort((a, b) => a - b);
        byPlace.set(key, { ...operation, node, objects });
      }
    }
    return [...byPlace.values()];
  }
}

const emptyFunction: GraphNode['function'] = {
  id: -1,
  name: '',
  packagePath: '',
  pos: 0,
  end: 0,
  hasBody: false,
  noOp: undefined,
  baseName: '',
};

function put<T>(map: Map<GraphNode, T[]>, key: GraphNode, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
