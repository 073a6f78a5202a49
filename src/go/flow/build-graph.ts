// An exploration as the language-neutral graph. Evidence is read off the solver only when somebody asks for it.

import { InternalError } from '#base/errors.js';
import { compareNumbers } from '#base/order.js';
import { sentence } from '#base/sentence.js';
import type { Expr, Stmt } from '#go/syntax/ast.js';
import { funcName } from '#go/types/function-name.js';
import type { Func } from '#go/types/object.js';
import { under } from '#go/types/type.js';
import { packageNameQualifier, typeString } from '#go/types/type-string.js';
import type { EvidenceStep } from '#program/evidence.js';
import type {
  CallSite,
  DeadSite,
  Evidence,
  FunctionInfo,
  GraphEdge,
  GraphNode,
  ProgramGraph,
  Synchronization,
  UnresolvedSite,
} from '#program/graph.js';
import type { Call, ChannelOperation } from './body.js';
import { classify } from './call-mode.js';
import type { Target } from './calls.js';
import { deadCondition } from './conditions.js';
import { fullDynamicType } from './dynamic-type.js';
import type { Engine } from './engine.js';
import type { Exploration, ExploredCall } from './explore.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { guardsOf } from './guards.js';
import { withoutParens } from './program-index.js';
import type { FlowNode, Origin } from './solver.js';
import type { Value } from './value.js';

/** Longer reasons are cut in the middle of their way; people read five steps. */
const stepLimit = 40;
/** In a walk of more frames than this, channels that it did not look at stay unknown: each may need the whole heap. */
const smallWalk = 300;

/** Methods by which goroutines wait for one another without a channel, from the documentation of sync. */
const signalMethods: ReadonlyMap<string, Pick<Synchronization, 'kind' | 'on'>> = new Map([
  ['(*sync.Cond).Wait', { kind: 'receive', on: 'condition' }],
  ['(*sync.Cond).Signal', { kind: 'send', on: 'condition' }],
  ['(*sync.Cond).Broadcast', { kind: 'send', on: 'condition' }],
  ['(*sync.WaitGroup).Wait', { kind: 'receive', on: 'group' }],
  ['(*sync.WaitGroup).Done', { kind: 'send', on: 'group' }],
]);

export function buildGraph(engine: Engine, exploration: Exploration): ProgramGraph {
  return new Builder(engine, exploration).build();
}

class Builder {
  readonly engine: Engine;
  readonly exploration: Exploration;
  readonly functions = new Map<object, FunctionInfo>();
  readonly nodes = new Map<object, GraphNode>();
  readonly sites = new Map<Call, CallSite>();
  readonly outgoing = new Map<GraphNode, GraphEdge[]>();
  readonly edges: GraphEdge[] = [];
  readonly evidence: Witness[] = [];

  constructor(engine: Engine, exploration: Exploration) {
    this.engine = engine;
    this.exploration = exploration;
  }

  build(): ProgramGraph {
    const { exploration } = this;
    const unresolved: UnresolvedSite[] = [];
    const dead: DeadSite[] = [];
    const synchronizations: Synchronization[] = [];
    const operations: { readonly node: GraphNode; readonly operation: ChannelOperation; readonly channel: FlowNode }[] =
      [];
    for (const frame of exploration.frames) this.nodeOf(frame);
    for (const frame of exploration.frames) {
      const node = this.nodeOf(frame);
      for (const explored of exploration.calls.get(frame) ?? []) {
        const site = this.siteOf(explored.call);
        const { callees } = explored;
        const targets = [...callees.targets].sort((a, b) => compareTargets(a, b));
        for (const target of targets)
          this.addEdge(node, site, target, explored.entries.get(target) ?? 'fold', callees.node, undefined);
        for (const { target, setting } of callees.optional)
          this.addEdge(node, site, target, 'boundary', callees.node, setting);
        const isNamed = targets.length > 0 || callees.optional.length > 0;
        if (callees.unknowns.length > 0 || !isNamed) {
          unresolved.push({
            caller: node,
            site,
            hasCallees: isNamed,
            ...(isNamed || callees.unknowns.length > 0 ? {} : this.missingAt(explored.call)),
            reasons: callees.unknowns.map((unknown) => ({
              // What somebody's own function hands out is not what he chose to hand in.
              kind: unknown.isForeign ? 'unresolved' : unknown.reason,
              text: unknown.text,
              pos: unknown.pos,
            })),
          });
        }
      }
      for (const item of exploration.dead.get(frame) ?? []) {
        dead.push({
          caller: node,
          site: this.siteOf(item.call),
          conditionPos: item.condition.pos,
          because: item.condition.because,
          isLacking: item.condition.isLacking,
        });
      }
      for (const operation of this.engine.body(frame.fn).operations) {
        // Where control never comes nothing waits.
        if (deadCondition(this.engine, operation.condition, frame) !== undefined) continue;
        operations.push({ node, operation, channel: this.engine.evaluate(operation.channel, frame) });
      }
    }
    const conditions = exploration.frames.flatMap((frame) =>
      (exploration.calls.get(frame) ?? []).flatMap((explored) => this.signalsOf(this.nodeOf(frame), explored)),
    );
    this.settleChannels();
    for (const { node, operation, channel } of operations)
      synchronizations.push(synchronization(node, operation, channel));
    synchronizations.push(...conditions);
    return {
      roots: exploration.roots.map((frame) => this.nodeOf(frame)),
      before: exploration.before.filter((frame) => frame.explored).map((frame) => this.nodeOf(frame)),
      nodes: [...this.nodes.values()],
      out: lookUp(this.outgoing),
      edges: this.edges,
      unresolved,
      dead,
      synchronizations,
      storesApart: [...this.engine.strangers.values()]
        .map(({ pos, field }) => ({ pos, field: field.name }))
        .sort((a, b) => compareNumbers(a.pos, b.pos)),
      isCut: exploration.isCut,
      forgetEvidence: forgetting(this.evidence),
    };
  }

  /** Who would have to be called for there to be a value in the field that a method is called on. */
  missingAt({ node, fn }: Call): Pick<UnresolvedSite, 'missing'> {
    const fun = withoutParens(node.fun);
    const operand = fun.kind === 'SelectorExpr' ? withoutParens(fun.x) : undefined;
    const field = operand?.kind === 'SelectorExpr' ? fn.info.selections.get(operand)?.obj : undefined;
    if (field?.kind !== 'Var') return {};
    const makers = this.engine.index.idleSettersOf(field);
    return makers.length === 0
      ? {}
      : {
          missing: {
            field: field.name,
            makers: makers.map(({ name, pkg, pos }) => ({ name, packagePath: pkg.path, pos })),
          },
        };
  }

  addEdge(
    caller: GraphNode,
    site: CallSite,
    target: Target,
    entry: GraphEdge['entry'],
    node: FlowNode | undefined,
    setting: string | undefined,
  ): void {
    const callee = target.frame !== undefined ? this.nodeOf(target.frame) : this.externalNode(target);
    const witness: Witness = { of: { target, node } };
    this.evidence.push(witness);
    const edge: GraphEdge = {
      id: this.edges.length,
      caller,
      callee,
      site,
      entry,
      setting,
      evidence: evidenceFrom(witness),
    };
    this.edges.push(edge);
    const list = this.outgoing.get(caller);
    if (list === undefined) this.outgoing.set(caller, [edge]);
    else list.push(edge);
  }

  /** What a call does that is one of a condition variable's or a wait group's methods. */
  signalsOf(node: GraphNode, { call, frame, callees }: ExploredCall): Synchronization[] {
    const { fun } = call.node;
    const [target] = callees.targets;
    const method = target?.object === undefined ? undefined : signalMethods.get(funcName(target.object));
    if (method === undefined || fun.kind !== 'SelectorExpr') return [];
    const objects = new Set<number>();
    for (const value of this.engine.receiverNode(fun, frame).values.keys())
      if (value.kind === 'pointer' || value.kind === 'struct') objects.add(value.object.id);
    return [
      {
        node,
        kind: method.kind,
        on: method.on,
        isPoll: false,
        isChoice: false,
        isDeferred: call.kind === 'defer',
        branch: call.condition,
        pos: call.node.pos,
        end: call.node.end,
        stands: call.node.pos,
        objects: [...objects].sort(compareNumbers),
        label: channelLabel(withoutParens(fun.x)),
      },
    ];
  }

  /** Finds what the channels are, as far as that goes: the heap behind one of them can be that of the whole program. */
  settleChannels(): void {
    const { solver } = this.engine;
    const limit = this.exploration.frames.length > smallWalk ? 0 : 4;
    do solver.settle();
    while (solver.runDeferred(limit));
  }

  nodeOf(frame: Frame): GraphNode {
    let node = this.nodes.get(frame);
    if (node === undefined) {
      node = { id: this.nodes.size, function: this.functionOf(frame.fn) };
      this.nodes.set(frame, node);
    }
    return node;
  }

  externalNode(target: Target): GraphNode {
    const key = target.object ?? target.fn ?? target;
    let node = this.nodes.get(key);
    if (node === undefined) {
      node = {
        id: this.nodes.size,
        function: target.fn !== undefined ? this.functionOf(target.fn) : this.functionOfObject(target.object),
      };
      this.nodes.set(key, node);
    }
    return node;
  }

  functionOf(fn: Fn): FunctionInfo {
    let info = this.functions.get(fn);
    if (info === undefined) {
      info = {
        id: this.functions.size,
        name: fn.name,
        packagePath: fn.pkg.path,
        pos: fn.pos,
        end: fn.node.end,
        hasBody: fn.body !== undefined,
        noOp: noOpOf(fn),
        baseName: fn.object?.name ?? fn.name.slice(fn.name.lastIndexOf('.') + 1),
      };
      this.functions.set(fn, info);
    }
    return info;
  }

  functionOfObject(object: Func | undefined): FunctionInfo {
    const key = object ?? this;
    let info = this.functions.get(key);
    if (info === undefined) {
      info = {
        id: this.functions.size,
        name: object === undefined ? '?' : funcName(object),
        packagePath: object?.pkg?.path ?? '',
        pos: object?.decl?.pos ?? object?.pos ?? 0,
        end: object?.decl?.end ?? object?.pos ?? 0,
        hasBody: false,
        noOp: undefined,
        baseName: object?.name ?? '?',
      };
      this.functions.set(key, info);
    }
    return info;
  }

  siteOf(call: Call): CallSite {
    let site = this.sites.get(call);
    if (site === undefined) {
      const { node } = call;
      site = {
        pos: node.pos,
        end: node.end,
        lparen: node.lparen,
        mode: classify(node, call.fn).mode,
        kind: call.kind,
        guards: guardsOf(call.condition, this.engine.body(call.fn)),
        branch: call.condition,
        switchedOn: switchedOn(call),
      };
      this.sites.set(call, site);
    }
    return site;
  }
}

function synchronization(node: GraphNode, operation: ChannelOperation, channel: FlowNode): Synchronization {
  const objects = new Set<number>();
  for (const value of channel.values.keys()) if (value.kind === 'reference') objects.add(value.object.id);
  const x = withoutParens(operation.channel);
  return {
    node,
    kind: operation.kind === 'range' ? 'receive' : operation.kind,
    on: 'channel',
    isPoll: operation.select?.body.some((clause) => clause.comm === undefined) === true,
    isChoice: (operation.select?.body.length ?? 0) > 1,
    isDeferred: operation.isDeferred,
    branch: operation.condition,
    guards: guardsOf(operation.condition),
    pos: operation.pos,
    end: operation.channel.end,
    stands: operation.select?.pos ?? operation.pos,
    objects: [...objects].sort((a, b) => a - b),
    label: channelLabel(x),
  };
}

function switchedOn({ node, fn }: Call): string[] {
  const type = fn.info.types.get(node.fun)?.type;
  const signature = type === undefined ? undefined : under(type);
  if (signature?.kind !== 'Signature') return [];
  return node.args.flatMap((arg, index) => {
    const value = fn.info.types.get(withoutParens(arg))?.value;
    const name = signature.params.vars[index]?.name ?? '';
    return value?.kind === 'bool' && value.value && name !== '' && name !== '_' ? [name] : [];
  });
}

function compareTargets(a: Target, b: Target): number {
  const x = a.object?.pos ?? a.fn?.pos ?? 0;
  const y = b.object?.pos ?? b.fn?.pos ?? 0;
  const left = a.fn?.name ?? '';
  const right = b.fn?.name ?? '';
  return left < right ? -1 : left > right ? 1 : x - y;
}

function channelLabel(x: Expr): string {
  if (x.kind === 'Ident') return x.name;
  if (x.kind === 'SelectorExpr') return x.sel.name;
  if (x.kind === 'CallExpr') return `${channelLabel(withoutParens(x.fun))}()`;
  return 'channel';
}

/** The text of a body that has no effect: nothing, or a return of constants and nils. */
export function noOpOf(fn: Fn): string | undefined {
  const { body } = fn;
  if (body === undefined || fn.kind !== 'declared') return undefined;
  const statements = body.list.filter((stmt) => stmt.kind !== 'EmptyStmt');
  if (statements.length === 0) return sentence`an empty body`;
  const only: Stmt | undefined = statements[0];
  if (statements.length > 1 || only?.kind !== 'ReturnStmt') return undefined;
  if (only.results.length === 0) return 'return';
  const isConstant = only.results.every((result) => {
    const recorded = fn.info.types.get(withoutParens(result));
    return recorded?.mode === 'nil' || recorded?.mode === 'const';
  });
  if (!isConstant) return undefined;
  return only.results.every((result) => fn.info.types.get(withoutParens(result))?.mode === 'nil') &&
    only.results.length === 1
    ? 'return nil'
    : sentence`a return of constants`;
}

// ---- evidence --------------------------------------------------------------------------------------------

function evidenceOf(target: Target, node: FlowNode | undefined): Evidence {
  const steps: EvidenceStep[] = [];
  const { value } = target;
  const origin = value === undefined || node === undefined ? undefined : originAt(node, value);
  if (origin !== undefined) collect(origin, steps, new Set());
  return {
    steps: steps.filter((step) => step.pos !== 0),
    promoted: target.promoted,
    value: value === undefined ? '' : describeValue(value),
  };
}

function originAt(node: FlowNode, value: Value): Origin | undefined {
  return node.values.get(value);
}

/** From where the value is used back to where it began; steps come out in the order in which the value moved. */
function collect(last: Origin, steps: EvidenceStep[], seen: Set<Origin>): void {
  const back: EvidenceStep[] = [];
  let origin: Origin | undefined = last;
  while (origin !== undefined && !seen.has(origin) && back.length < stepLimit) {
    seen.add(origin);
    const { step } = origin;
    if (step !== undefined) {
      const previous = back.at(-1);
      if (previous === undefined || previous.pos !== step.pos || previous.kind !== step.kind)
        back.push({ kind: step.kind, pos: step.pos, name: step.name });
    }
    origin = origin.node?.values.get(origin.value);
  }
  steps.push(...back.reverse());
}

export function describeValue(value: Value): string {
  const type = fullDynamicType(value);
  if (value.kind === 'function') return value.fn?.name ?? value.object?.name ?? 'function';
  if (value.kind === 'bound') return `method value ${value.method.name}`;
  return type === undefined ? '' : typeString(type, packageNameQualifier);
}

/** The values behind an edge. They keep the whole heap of a walk, so they can be let go of. */
interface Witness {
  of: { readonly target: Target; readonly node: FlowNode | undefined } | undefined;
}

// These are made apart: a function made in the builder would keep all of it.

function evidenceFrom(witness: Witness): () => Evidence {
  return () => {
    if (witness.of === undefined) throw new InternalError('the evidence of an edge was asked for after it was let go');
    return evidenceOf(witness.of.target, witness.of.node);
  };
}

function forgetting(witnesses: readonly Witness[]): () => void {
  return () => {
    for (const witness of witnesses) witness.of = undefined;
  };
}

function lookUp(outgoing: ReadonlyMap<GraphNode, readonly GraphEdge[]>): ProgramGraph['out'] {
  return (node) => outgoing.get(node) ?? [];
}
