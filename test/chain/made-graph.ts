// Program graphs made by hand, as `a > b` lines: a call, `a go> b` a goroutine, `a defer> b`, `a invoke> b` one of the
// candidates of the interface call in a. A name in capitals is the transport,
// one that begins with `earlier` what ran before the root. Calls stand in the order of the lines.

import type { Landmarks } from '#chain/landmarks.js';
import type {
  DeadSite,
  FunctionInfo,
  GraphEdge,
  GraphNode,
  ProgramGraph,
  Synchronization,
  UnresolvedSite,
} from '#program/graph.js';

/**
 * A graph whose root is the first function named. `signals`: `a closes c`, `b receives c`, `b polls c`, `a ends c` when a
 * ends; `a signals c`, `b awaits c` on a condition. A call `a >? b` is in a branch. `unknown`: callers of nobody knows what.
 */
export function madeGraph(
  lines: readonly string[],
  signals: readonly string[] = [],
  unknown: readonly string[] = [],
): ProgramGraph {
  const nodes = new Map<string, GraphNode>();
  const functions = new Map<string, FunctionInfo>();
  const outgoing = new Map<GraphNode, GraphEdge[]>();
  const edges: GraphEdge[] = [];
  // `f#2` is f in a second context.
  const nodeOf = (name: string): GraphNode => {
    const [base = ''] = name.split('#');
    let fn = functions.get(base);
    if (fn === undefined) {
      const id = functions.size;
      fn = {
        id,
        name: base,
        packagePath: '',
        pos: 1000 * (id + 1),
        end: 1000 * (id + 1) + 999,
        hasBody: true,
        noOp: base.startsWith('idle') ? 'return nil' : undefined,
        baseName: base.replace(/^idle/, '').toLowerCase(),
      };
      functions.set(base, fn);
    }
    let node = nodes.get(name);
    if (node === undefined) {
      node = { id: nodes.size, function: fn };
      nodes.set(name, node);
    }
    return node;
  };
  // A call stands at one place, in whatever context its function runs.
  const sites = new Map<string, GraphEdge['site']>();
  lines.forEach((line, index) => {
    const match = /^(\S+) (go|defer|invoke)?>(\??) (\S+)$/.exec(line);
    if (match === null) throw new Error(line);
    const [, from = '', kind, guarded, to = ''] = match;
    const caller = nodeOf(from);
    const callee = nodeOf(to);
    const key = kind === 'invoke' ? caller.function.name : `${caller.function.name} ${callee.function.name}`;
    const known = sites.get(key);
    const pos = caller.function.pos + 1 + index;
    const guards = guarded === '' ? [] : [{ pos, end: pos, negated: false, label: undefined }];
    const site = known ?? {
      pos,
      end: pos + 1,
      lparen: pos,
      mode: kind === 'invoke' ? 'invoke' : 'static',
      kind: kind === 'go' || kind === 'defer' ? kind : 'call',
      guards,
      branch: guarded === '' ? undefined : { outer: undefined },
      switchedOn: [],
    };
    sites.set(key, site);
    const entry = isTransport(callee.function) ? 'boundary' : 'enter';
    const edge: GraphEdge = {
      id: edges.length,
      caller,
      callee,
      site,
      entry,
      setting: undefined,
      evidence: () => ({ steps: [], promoted: [], value: to }),
    };
    edges.push(edge);
    outgoing.set(caller, [...(outgoing.get(caller) ?? []), edge]);
  });
  const synchronizations = signals.map((line, index): Synchronization => {
    const [name = '', verb = '', channel = ''] = line.split(' ');
    const node = nodeOf(name);
    return {
      node,
      kind: kinds.get(verb) ?? 'receive',
      on: verb === 'signals' || verb === 'awaits' ? 'condition' : 'channel',
      isPoll: verb === 'polls',
      isChoice: false,
      isDeferred: verb === 'ends',
      pos: node.function.pos + 500 + index,
      end: 0,
      stands: node.function.pos + 500 + index,
      objects: [channel.charCodeAt(0)],
      label: channel,
    };
  });
  const unresolved = unknown.map((name, index): UnresolvedSite => {
    const node = nodeOf(name);
    const pos = node.function.pos + 800 + index;
    return {
      caller: node,
      site: { pos, end: pos, lparen: pos, mode: 'invoke', kind: 'call', guards: [], switchedOn: [] },
      hasCallees: false,
      reasons: [{ kind: 'external-caller', text: 'the caller chooses', pos: 0 }],
    };
  });
  const [root] = nodes.values();
  const dead: DeadSite[] = [];
  return {
    roots: root === undefined ? [] : [root],
    before: [...nodes.values()].filter((node) => node.function.name.startsWith('earlier')),
    nodes: [...nodes.values()],
    out: (node) => outgoing.get(node) ?? [],
    edges,
    unresolved,
    dead,
    synchronizations,
    storesApart: [],
    forgetEvidence: () => {},
    isCut: false,
  };
}

const kinds: ReadonlyMap<string, Synchronization['kind']> = new Map([
  ['closes', 'close'],
  ['ends', 'close'],
  ['sends', 'send'],
  ['signals', 'send'],
]);

function isTransport(fn: FunctionInfo): boolean {
  return /^[A-Z]+$/.test(fn.name);
}

export const landmarks: Landmarks = {
  isTarget: (edge) => isTransport(edge.callee.function),
  endOf: (edge) => edge.callee.function.name,
  isRelease: (fn) => fn.baseName === 'close',
  guardCost: () => 25,
  isExceptional: () => false,
  deadLeads: () => false,
};
