// Functions and edges of a report: each graph edge that is shown becomes a record once, with its reason, its way, its
// guards and its alternatives; a function gets a short name when all are known.

import { edgesMergedIn } from '#callgraph/merge-siblings.js';
import type { DrawnHandoff } from '#chain/chain.js';
import type { CallerEdge } from '#chain/up.js';
import type { Say } from '#language/say.js';
import { releaseNames } from '#models/transport.js';
import type {
  CallSite,
  DeadSite,
  FunctionInfo,
  GraphEdge,
  GuardFact,
  ProgramGraph,
  UnresolvedSite,
} from '#program/graph.js';
import type {
  CodeLine,
  EdgeRecord,
  FunctionRecord,
  Guard,
  HandoffKind,
  PrunedCandidate,
  Stop,
} from '#report/report.js';
import { flowSteps, reasonText } from './flow-text.js';
import { guardText, isErrorPath } from './guard-text.js';
import type { Places } from './places.js';
import { type Naming, shortName, shortNames, shortType } from './short-names.js';
import { unknownStop } from './stop-text.js';

/** A candidate that was not kept; `isPlace`: not the type is ruled out but one place that makes it. */
export interface Ruled {
  readonly name: string;
  readonly reason: string;
  readonly pos: number;
  readonly isPlace?: boolean;
}

/** What only the front end can say of a call that is shown. */
export interface Insight {
  /** Candidates that were not kept at the site of these edges. */
  prunedAt(edge: GraphEdge, kept: readonly GraphEdge[]): readonly Ruled[];
  /** What must happen for this candidate to be there, if others are there anyway. */
  needsOf(edge: GraphEdge, kept: readonly GraphEdge[]): string | undefined;
}

export class ReportParts {
  readonly places: Places;
  readonly naming: Naming;
  readonly #functions = new Map<FunctionInfo, number>();
  readonly #drawn = new Set<number>();
  readonly #notes = new Map<FunctionInfo, string>();
  readonly #edges: EdgeRecord[] = [];
  readonly #byEdge = new Map<object, number>();
  readonly #shown = new Set<GraphEdge>();

  constructor(places: Places, naming: Naming) {
    this.places = places;
    this.naming = naming;
  }

  /** The language of the report. */
  get say(): Say {
    return this.places.say;
  }

  functionId(fn: FunctionInfo): number {
    let id = this.#functions.get(fn);
    if (id === undefined) {
      id = this.#functions.size + 1;
      this.#functions.set(fn, id);
    }
    return id;
  }

  /** Whether a function that stands there has been named as one of a chain or of a call. */
  isDrawn(pos: number): boolean {
    if (this.#drawn.size !== this.#functions.size) for (const fn of this.#functions.keys()) this.#drawn.add(fn.pos);
    return this.#drawn.has(pos);
  }

  /** Says something of a function's body that its record shows. */
  note(fn: FunctionInfo, text: string): void {
    if (!this.#notes.has(fn)) this.#notes.set(fn, text);
  }

  /** The record of an edge that is shown; `graph` is the one that it belongs to. */
  edgeId(edge: GraphEdge, graph: ProgramGraph, insight: Insight): number {
    const id = this.#recordOf(edge, graph, insight);
    const record = this.#edges[id - 1];
    if (record !== undefined && edge.site.mode === 'invoke' && !this.#shown.has(edge)) {
      this.#shown.add(edge);
      const kept = graph.out(edge.caller).filter((other) => other.site === edge.site);
      this.#edges[id - 1] = {
        ...record,
        pruned: insight.prunedAt(edge, kept).map((candidate) => this.#pruned(candidate)),
      };
    }
    return id;
  }

  /** The record of an edge that is shown, or stands beside one that is; then what was not kept is not asked for. */
  #recordOf(edge: GraphEdge, graph: ProgramGraph, insight: Insight): number {
    const known = this.#byEdge.get(edge);
    if (known !== undefined) return known;
    const atSite = graph.out(edge.caller).filter((other) => other.site === edge.site);
    // One edge for each function that is called there; further values with the same method make no other.
    const leaders = new Map<FunctionInfo, GraphEdge>([[edge.callee.function, edge]]);
    for (const other of atSite) if (!leaders.has(other.callee.function)) leaders.set(other.callee.function, other);
    const id = this.#reserve(edge);
    const same = [
      ...atSite.filter((other) => other !== edge && other.callee.function === edge.callee.function),
      ...edgesMergedIn(edge).slice(1),
    ];
    const alternatives =
      edge.site.mode === 'static'
        ? []
        : [...leaders.values()].filter((other) => other !== edge).slice(0, alternativeLimit);
    const kept = [...leaders.values()];
    const lparen = this.places.location(edge.site.lparen);
    const needs = edge.setting ?? (kept.length > 1 ? insight.needsOf(edge, kept) : undefined);
    this.#edges[id - 1] = {
      id,
      caller: this.functionId(edge.caller.function),
      callee: this.functionId(edge.callee.function),
      kind: edge.site.kind,
      mode: edge.site.mode,
      ...this.places.siteOf(edge.site),
      ...(lparen === undefined ? {} : { lparen }),
      reason: reasonText(edge, same, this.places, this.naming),
      flow: edge.site.mode === 'static' ? [] : flowSteps(edge.evidence(), this.places, this.naming),
      guards: this.#guardsOf(edge),
      alternatives: alternatives.map((other) => this.#recordOf(other, graph, insight)).sort((a, b) => a - b),
      pruned: [],
      ...(needs === undefined ? {} : { needs: this.say.known(needs) }),
    };
    return id;
  }

  /** That nothing failed before goes without saying, except where something would not be let go of. */
  #guardsOf({ site, callee }: GraphEdge): Guard[] {
    const isRelease = releaseNames.has(callee.function.baseName.toLowerCase());
    return site.guards.map((guard) =>
      isRelease && isErrorPath({ ...guard, negated: !guard.negated }, this.places)
        ? { ...this.guard(guard), decides: true }
        : this.guard(guard),
    );
  }

  #reserve(key: object): number {
    const id = this.#edges.length + 1;
    this.#byEdge.set(key, id);
    this.#edges.push({
      id,
      caller: 0,
      kind: 'call',
      mode: 'static',
      site: { file: '', line: 1, column: 1, code: '' },
      reason: '',
      flow: [],
      guards: [],
      alternatives: [],
      pruned: [],
    });
    return id;
  }

  #pruned({ name, reason, pos, isPlace }: Ruled): PrunedCandidate {
    const at = this.places.codeLine(pos);
    const place = isPlace === true ? ` (${this.places.inText(pos)})` : '';
    return {
      name: shortType(name, this.naming) + place,
      reason: this.say.known(shortType(reason, this.naming)),
      ...(at === undefined ? {} : { at }),
    };
  }

  unresolvedId(site: UnresolvedSite): number {
    const known = this.#byEdge.get(site);
    if (known !== undefined) return known;
    const stop = unknownStop(site, this.places);
    return this.#siteRecord(site, site.caller.function, site.site, stop.text, this.guards(site.site.guards), stop);
  }

  /** A call under a condition that never holds. */
  deadId(site: DeadSite): number {
    const known = this.#byEdge.get(site);
    if (known !== undefined) return known;
    const because = this.say.known(site.because);
    const guards = site.site.guards.map((guard): Guard => {
      const made = this.guard(guard);
      return guard.pos === site.conditionPos || site.site.guards.length === 1
        ? { ...made, truth: 'never', because }
        : made;
    });
    if (guards.length > 0 && guards.every((guard) => guard.truth === undefined)) {
      const last = guards.pop();
      if (last !== undefined) guards.push({ ...last, truth: 'never', because });
    }
    return this.#siteRecord(site, site.caller.function, site.site, this.say`never called: ${because}`, guards, {
      kind: 'pruned',
      text: this.say`the branch is never taken`,
    });
  }

  #siteRecord(
    key: object,
    caller: FunctionInfo,
    site: CallSite,
    reason: string,
    guards: readonly Guard[],
    stop: Stop,
  ): number {
    const id = this.#reserve(key);
    const lparen = this.places.location(site.lparen);
    this.#edges[id - 1] = {
      id,
      caller: this.functionId(caller),
      kind: site.kind,
      mode: site.mode,
      ...this.places.siteOf(site),
      ...(lparen === undefined ? {} : { lparen }),
      reason,
      flow: [],
      guards,
      alternatives: [],
      pruned: [],
      stop,
    };
    return id;
  }

  handoffId(handoff: DrawnHandoff, kind: HandoffKind, reason: string): number {
    const known = this.#byEdge.get(handoff);
    if (known !== undefined) return known;
    const id = this.#reserve(handoff);
    this.#edges[id - 1] = {
      id,
      caller: this.functionId(handoff.signal.node.function),
      callee: this.functionId(handoff.wait.node.function),
      kind: 'handoff',
      mode: 'static',
      handoff: kind,
      site: this.places.codeLineOr(handoff.signal.pos),
      wait: this.places.codeLineOr(handoff.wait.pos),
      meets: handoff.meets,
      ...(handoff.isFromBefore ? { fromBefore: true } : {}),
      reason,
      flow: [],
      guards: [],
      alternatives: [],
      pruned: [],
    };
    return id;
  }

  callerId(edge: CallerEdge): number {
    const known = this.#byEdge.get(edge);
    if (known !== undefined) return known;
    const id = this.#reserve(edge);
    const lparen = this.places.location(edge.site.lparen);
    this.#edges[id - 1] = {
      id,
      caller: this.functionId(edge.caller),
      callee: this.functionId(edge.callee),
      kind: edge.site.kind,
      mode: edge.site.mode,
      ...this.places.siteOf(edge.site),
      ...(lparen === undefined ? {} : { lparen }),
      reason: edge.reason === '' ? this.say`static call` : this.say.known(edge.reason),
      flow: [],
      guards: this.guards(edge.site.guards),
      alternatives: [],
      pruned: [],
    };
    return id;
  }

  guards(guards: readonly GuardFact[]): Guard[] {
    return guards.map((guard) => this.guard(guard));
  }

  guard(guard: GuardFact): Guard {
    const where = (guard.where ?? [])
      .filter(({ isFlag }) => isFlag)
      .map(({ name, pos, end }) => `${name} := ${this.places.text(pos, end)}`);
    return {
      text: guardText(guard, this.places),
      at: this.places.codeLineOr(guard.pos),
      ...(where.length === 0 ? {} : { where: where.join(this.say`, `) }),
    };
  }

  nameOf(fn: Pick<FunctionInfo, 'name' | 'packagePath'>): string {
    return this.say.known(shortName(fn, this.naming));
  }

  edge(id: number): EdgeRecord | undefined {
    return this.#edges[id - 1];
  }

  get edges(): readonly EdgeRecord[] {
    return this.#edges;
  }

  /** The functions named so far. */
  functions(): FunctionRecord[] {
    const all = [...this.#functions.keys()];
    const names = shortNames(all, this.naming);
    return all.map((fn) => {
      const at: CodeLine | undefined = this.places.codeLine(fn.pos);
      const endLine = fn.end > fn.pos ? this.places.lineOf(fn.end) : undefined;
      const note =
        fn.noOp === undefined
          ? (this.#notes.get(fn) ??
            (fn.hasBody || fn.pos === 0 ? undefined : this.say`no body: implemented outside Go`))
          : this.say`does nothing: ${this.say.known(fn.noOp)}`;
      return {
        id: this.functionId(fn),
        name: fn.name,
        shortName: this.say.known(names.get(fn) ?? fn.name),
        package: fn.packagePath,
        ...(at === undefined ? {} : { at: { file: at.file, line: at.line, column: at.column } }),
        ...(endLine === undefined ? {} : { endLine }),
        ...(at === undefined ? {} : { code: at.code }),
        ...(note === undefined ? {} : { note }),
        ...(fn.noOp === undefined ? {} : { isNoOp: true }),
      };
    });
  }
}

/** Other candidates of a site that get a record. */
const alternativeLimit = 12;
