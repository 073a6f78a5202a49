// What a function that was asked about comes to, in one clause with its places: the answer begins with it. Of what lets go
// of something, what it ends; of others what they wait for. Undefined where the sentences about goroutines say it better.

import type { Pos } from '#base/position.js';
import { assignLanes, callerLane } from '#callgraph/lanes.js';
import type { Chain } from '#chain/chain.js';
import { halfClosing, releaseLike, responseEnding } from '#models/transport.js';
import type { GraphEdge, ProgramGraph, UnresolvedSite } from '#program/graph.js';
import type { ReportParts } from './report-parts.js';

export interface Lead {
  /** As one fact says it, which goes on with what happens on which goroutine. */
  readonly text: string;
  /** As the answer says it; the same if absent. */
  readonly short?: string;
  /** The same as a sentence of its own, where that says more. */
  readonly whole?: string;
  readonly at: readonly Pos[];
  /** It names what does nothing. */
  readonly isIdle?: boolean;
}

const onStream = /^(Read|Write|Close|Dial|RoundTrip)/;

/** Calls in one clause. */
const callLimit = 3;

/**
 * What a function with the name of a release ends, where that is not the connection: one side of a stream or both, what
 * others are called for, or nothing. `closes`: where it comes to the close of a connection.
 */
export function releaseLead(
  chain: Chain,
  graph: ProgramGraph,
  parts: ReportParts,
  isReached: boolean,
  closes: 'here' | 'elsewhere' | 'nowhere',
): Lead | undefined {
  const { function: root } = chain.root;
  if (!releaseLike.test(root.baseName) || graph.isCut || closes === 'here') return undefined;
  const { say, places } = parts;
  const name = parts.nameOf(root);
  const lanes = assignLanes(graph);
  const isHere = (node: GraphEdge['caller']): boolean => lanes.of.get(node)?.has(callerLane) === true;
  const calls = graph.edges.filter(({ caller, site }) => site.kind !== 'go' && isHere(caller));
  const request = [...calls, ...chain.sequels.flatMap(({ edges }) => edges)].find(halfCloses)?.site.pos;
  const response = calls.find(({ callee }) => responseEnding.has(callee.function.name))?.site.pos;
  if (request !== undefined && response !== undefined)
    return {
      text: say`${name} ends the stream, not the connection: its request side (${places.inText(request)}) and its response side (${places.inText(response)})`,
      short: say`${name} ends both sides of the stream (${places.inText(request)}, ${places.inText(response)}), not the connection`,
      at: [root.pos, request, response],
    };
  if (request !== undefined)
    return {
      text: say`${name} only ends the request side of the stream: that is a half-close (${places.inText(request)})`,
      short: say`${name} only half-closes the stream (${places.inText(request)})`,
      at: [root.pos, request],
    };
  if (response !== undefined)
    return {
      text: say`${name} only ends the response side of the stream: it closes the response body (${places.inText(response)})`,
      short: say`${name} only closes the response body of the stream (${places.inText(response)})`,
      at: [root.pos, response],
    };
  if (closes === 'elsewhere') return undefined;
  const idle = calls.filter(
    ({ callee }) => callee.function.noOp !== undefined && releaseLike.test(callee.function.baseName),
  );
  if (!isReached && idle.length > 0) return idleLead(name, root.pos, idle, parts);
  // Calls for which no value is known, on the caller's goroutine: all others that are not known have a reason of their own.
  const open = graph.unresolved.filter(
    ({ caller, site, hasCallees, reasons }) =>
      !hasCallees &&
      reasons.length === 0 &&
      site.kind !== 'go' &&
      isHere(caller) &&
      releaseLike.test(methodOf(site, parts)),
  );
  if (!isReached && open.length > 0) return unknownLead(name, root.pos, open, parts);
  const chosen = isReached ? undefined : chosenCalls(chain, parts);
  if (chosen !== undefined)
    return { text: say`What ${name} closes is its users' choice: ${chosen.text}`, at: [root.pos, ...chosen.at] };
  // What is not known may close one all the same.
  if (graph.unresolved.length > 0) return undefined;
  return {
    text: say`${name} closes no connection`,
    ...(isReached ? {} : { whole: say`${name} closes no connection: no way from it to one was found.` }),
    at: [root.pos],
  };
}

/**
 * The calls on the caller's goroutine of what code that is not here hands over: `s.conn.Close (session.go:291), where conn is
 * the choice of whoever calls Server`. Those that read, write
 * or close say most. Undefined without any.
 */
export function chosenCalls(
  chain: Chain,
  parts: ReportParts,
): { readonly text: string; readonly at: readonly Pos[] } | undefined {
  const { say, places } = parts;
  const open = chain.hops.flatMap(({ ending, lane }) => {
    if (ending?.kind !== 'unknown' || lane !== 0) return [];
    const { site, reasons } = ending.site;
    const reason = reasons.find(({ kind }) => kind === 'external-caller');
    return reason === undefined ? [] : [{ site, reason }];
  });
  const onStreams = open.filter(({ site }) => onStream.test(methodOf(site, parts)));
  const found = new Map<string, Map<string, readonly [Pos, Pos]>>();
  for (const { site, reason } of onStreams.length > 0 ? onStreams : open) {
    const calls = found.get(reason.text) ?? new Map<string, readonly [Pos, Pos]>();
    const name = nameAt(site, parts);
    if (!calls.has(name)) calls.set(name, [site.pos, reason.pos]);
    found.set(reason.text, calls);
  }
  if (found.size === 0) return undefined;
  const shown = [...found].slice(0, callLimit).map(([because, calls]) => {
    const named = [...calls].slice(0, callLimit);
    const text = say.list(named.map(([name, [at]]) => say`${name} (${places.inText(at)})`));
    return { text: say`${text}, where ${say.known(because)}`, at: named.flatMap(([, at]) => at) };
  });
  return { text: shown.map(({ text }) => text).join(say`; `), at: shown.flatMap(({ at }) => at) };
}

/** A function that closes only what others do, and nobody knows who they are. */
function unknownLead(name: string, pos: Pos, open: readonly UnresolvedSite[], parts: ReportParts): Lead {
  const { say, places } = parts;
  const shown = new Map(open.map(({ site }) => [nameAt(site, parts), site.pos]));
  const named = [...shown].slice(0, callLimit).map(([text, at]) => say`${text} (${places.inText(at)})`);
  const at = [pos, ...[...shown.values()].slice(0, callLimit)];
  const makers = new Map(open.flatMap(({ missing }) => missing?.makers ?? []).map((fn) => [fn.pos, fn]));
  if (makers.size > 0 && open.every(({ missing }) => missing !== undefined)) {
    const fields = new Set(open.flatMap(({ missing }) => missing?.field ?? []));
    const who = say.list([...makers.values()].map((fn) => say`${parts.nameOf(fn)} (${places.inText(fn.pos)})`));
    return {
      text:
        makers.size === 1
          ? say`No value comes to ${say.list(named)}: only ${who} sets ${say.list([...fields])}, and nothing that the program runs calls it`
          : say`No value comes to ${say.list(named)}: only ${who} set ${say.list([...fields])}, and nothing that the program runs calls them`,
      short: say`what ${name} closes cannot be said of this program, which never calls ${who}: ask in one that does`,
      at: [...at, ...makers.keys()],
    };
  }
  return {
    text:
      named.length === 1
        ? say`What ${name} closes is up to ${say.list(named)}, and no value that the program makes is known to come there: what runs there cannot be said`
        : say`What ${name} closes is up to ${say.list(named)}, and no values that the program makes are known to come there: what runs there cannot be said`,
    at,
  };
}

/** What is called at a site, as it is written there. */
function nameAt(site: UnresolvedSite['site'], { places }: ReportParts): string {
  return places.text(site.pos, site.lparen).replace(/\($/, '');
}

function methodOf(site: UnresolvedSite['site'], parts: ReportParts): string {
  return /\w+$/.exec(nameAt(site, parts))?.[0] ?? '';
}

/** A function whose releases do nothing. */
function idleLead(name: string, pos: Pos, idle: readonly GraphEdge[], parts: ReportParts): Lead {
  const { say, places } = parts;
  const shown = new Map(idle.map(({ callee, site }) => [parts.nameOf(callee.function), site.pos]));
  const named = [...shown].slice(0, callLimit).map(([text, at]) => say`${text} (${places.inText(at)})`);
  return {
    text:
      named.length === 1
        ? say`All that ${name} calls to let go of something is ${say.list(named)}, which does nothing`
        : say`All that ${name} calls to let go of something is ${say.list(named)}, which do nothing`,
    short:
      named.length === 1
        ? say`${name} ends in ${say.list(named)}, which does nothing`
        : say`${name} ends in ${say.list(named)}, which do nothing`,
    at: [pos, ...[...shown.values()].slice(0, callLimit)],
    isIdle: true,
  };
}

/** Ends one direction of a stream. */
export function halfCloses({ callee, site }: GraphEdge): boolean {
  const flag = halfClosing.get(callee.function.name);
  return flag !== undefined && site.switchedOn.includes(flag);
}
