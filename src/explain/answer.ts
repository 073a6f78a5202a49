// What a root does, in sentences with their places, made of what the chain shows: which ends of the transport are reached on the
// caller's goroutine and on others, what is woken, what does nothing, what is not known.

import { by } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { Handoff } from '#callgraph/handoffs.js';
import { assignLanes, callerLane } from '#callgraph/lanes.js';
import type { Chain, ChainHop } from '#chain/chain.js';
import type { UpChain } from '#chain/up.js';
import type { Say } from '#language/say.js';
import { halfClosing, releaseLike, transportOperations } from '#models/transport.js';
import type { FunctionInfo, GraphEdge, ProgramGraph, Synchronization } from '#program/graph.js';
import { chosenCalls, halfCloses, releaseLead } from './lead.js';
import type { ReportParts } from './report-parts.js';
import type { Stated } from './stated.js';
import { isWait } from './stop-text.js';

const verbs = {
  dial: 'opens',
  write: 'writes to',
  read: 'reads from',
  close: 'closes',
  listen: 'listens on',
  accept: 'accepts',
} as const;

const order: readonly string[] = Object.values(verbs);

/**
 * In the order in which one would tell it: the first says what it does to connections. With `isAlone` the others speak of
 * it as `it`; so they do in a writeup, where what it reaches and wakes is one paragraph, but for its waits.
 */
export function downAnswer(
  chain: Chain,
  graph: ProgramGraph,
  parts: ReportParts,
  isAlone: boolean,
  isWriteup = false,
): Stated[] {
  const { isCut } = graph;
  const { say } = parts;
  const root = parts.nameOf(chain.root.function);
  const byLane = endsByLane(chain);
  const ends = (isHere: boolean): string[] => {
    const found = new Set(
      [...byLane].flatMap(([lane, verbsThere]) => ((lane === 0) === isHere ? [...verbsThere] : [])),
    );
    return order.filter((verb) => found.has(verb));
  };
  const here = ends(true);
  const elsewhere = ends(false);
  const sentences: Stated[] = [];
  const isRelease = releaseLike.test(chain.root.function.baseName);
  const subject = isAlone || isWriteup ? say`It` : root;
  const reach = (text: string, at: readonly Pos[]): void => {
    sentences.push({ kind: 'reach', text, at });
  };
  const { noOp, pos } = chain.root.function;
  const closes = here.includes(verbs.close) ? 'here' : elsewhere.includes(verbs.close) ? 'elsewhere' : 'nowhere';
  const isReached = here.length > 0 || elsewhere.length > 0;
  const lead = noOp === undefined ? releaseLead(chain, graph, parts, isReached, closes) : undefined;
  if (lead !== undefined)
    sentences.push({
      kind: 'reach',
      text: lead.whole ?? say`${(isWriteup || lead.isIdle !== true ? undefined : lead.short) ?? lead.text}.`,
      lead: lead.short ?? lead.text,
      at: lead.at,
      ...(lead.isIdle === true ? { about: chain.root.function.name } : {}),
    });
  if (noOp !== undefined)
    sentences.push({
      kind: 'no-op',
      text: say`${root} does nothing: ${say.known(noOp)}.`,
      lead: say`${root} does nothing`,
      at: [pos],
    });
  else if (!isReached) {
    // That it closes none, or that nobody knows, says that already.
    const chosen = lead === undefined && !isCut ? chosenCalls(chain, parts) : undefined;
    if (chosen !== undefined)
      reach(say`What ${root} reaches is its users' choice: ${chosen.text}.`, [pos, ...chosen.at]);
    else if (lead === undefined)
      reach(
        isCut
          ? say`No way from ${root} to a connection was found as far as the walk went.`
          : say`No way from ${root} to a connection was found.`,
        [pos],
      );
  } else {
    // After what a writeup begins with.
    const it = isWriteup && lead !== undefined ? within(subject, say) : root;
    const awaited = awaitedClose(chain);
    if (here.length > 0)
      sentences.push({
        kind: 'reach',
        text: say`On the caller's goroutine ${it} ${objects(here, say)}.`,
        brief: say`${root} ${objects(here, say)} on its caller's goroutine`,
        at: endPlaces(chain, true),
      });
    else if (isCut)
      reach(say`As far as the walk went, ${root} does not touch a connection on the caller's goroutine.`, [pos]);
    else if (awaited !== undefined) {
      const text = say`${it} may close a connection on a goroutine that it starts and waits for (${parts.places.inText(awaited)})`;
      sentences.push({ kind: 'reach', text: say`${text}.`, brief: text, at: [pos, awaited] });
    } else {
      const end = chain.sequels.flatMap(({ edges }) => edges).find(halfCloses);
      const text = say`On the caller's goroutine ${it} does not touch a connection.`;
      if (end === undefined && !elsewhere.includes(verbs.close)) reach(text, [pos]);
      else if (end === undefined) {
        const close = endPlaces(chain, false, 'close');
        const [first = pos] = close;
        sentences.push({
          kind: 'reach',
          text,
          // That others close it is the point of a function that does not itself.
          brief: say`On the caller's goroutine ${root} does not touch a connection; a goroutine that it starts or wakes may close one (${parts.places.inText(first)}).`,
          at: [pos],
        });
      } else
        sentences.push({
          kind: 'reach',
          text,
          // What it wakes is told by a sentence of its own.
          brief: say`On the caller's goroutine ${root} does not touch a connection; a goroutine that it wakes half-closes the stream (${parts.places.inText(end.site.pos)}).`,
          at: [pos, end.site.pos],
        });
    }
    // What it waits for has been told.
    const isTold =
      awaited !== undefined && here.length === 0 && !isCut && elsewhere.every((verb) => verb === verbs.close);
    if (elsewhere.length > 0 && !isTold) {
      const started = new Set([...byLane.keys()].filter((lane) => lane !== 0));
      const starts = (who: string): string =>
        started.size === 1
          ? say`A goroutine that ${who} may start ${objects(elsewhere.map(softened), say)}`
          : say`${words(started.size, say)} goroutines that ${who} may start ${objects(elsewhere.map(plural), say)}`;
      sentences.push({
        kind: 'reach',
        text: say`${starts(within(subject, say))}.`,
        // What opens a connection on another goroutine does not wait for more than that.
        ...(isRelease || !elsewhere.includes(verbs.dial) || here.length > 0 ? {} : { lead: starts(root) }),
        at: endPlaces(chain, false),
      });
    }
  }
  const leadsByWait = !isRelease && !isCut && ![...here, ...elsewhere].includes(verbs.dial);
  sentences.push(...hiddenReleases(graph, parts));
  sentences.push(
    ...wakeSentences(chain, parts, subject),
    ...waitSentences(chain, parts, isWriteup ? root : subject, leadsByWait ? root : undefined),
  );
  const idle = new Map(
    chain.hops.flatMap(({ ending, lane, node, parent }) =>
      ending?.kind === 'no-op' && lane === 0 && node !== undefined && parent !== undefined
        ? [[parts.nameOf(node.function), node.function.pos] as const]
        : [],
    ),
  );
  if (idle.size > 0 && lead?.isIdle !== true) {
    const shown = [...idle].slice(0, nameLimit);
    sentences.push({
      kind: 'no-op',
      text: idleText(
        shown.map(([name]) => name),
        isWriteup ? root : undefined,
        say,
      ),
      at: shown.map(([, place]) => place),
    });
  }
  if (isCut)
    sentences.push({
      kind: 'limit',
      text: say`The walk was stopped at its limit: there is more than was looked at, and sites may have more callees than are shown.`,
      at: [],
    });
  return sentences;
}

/** Where a connection is closed on a goroutine for whose end the caller's goroutine waits, and does nothing else meanwhile. */
function awaitedClose(chain: Chain): Pos | undefined {
  const joined = new Set(
    chain.handoffs.flatMap(({ wait, meets }) =>
      wait.isPoll || wait.isChoice
        ? []
        : meets.flatMap(({ from, to }) => (to === callerLane && from !== undefined ? [from] : [])),
    ),
  );
  return chain.hops.find(
    ({ lane, node }) =>
      joined.has(lane) && node !== undefined && transportOperations.get(node.function.name) === 'close',
  )?.edge?.site.pos;
}

/** Functions with empty bodies, and what may call them, where that has to be said. */
function idleText(names: readonly string[], root: string | undefined, say: Say): string {
  const who = say.list(names);
  if (root === undefined)
    return names.length === 1 ? say`${who} has a body that does nothing.` : say`${who} have a body that does nothing.`;
  return names.length === 1
    ? say`Of what ${root} may call, ${who} has a body that does nothing.`
    : say`Of what ${root} may call, ${who} have a body that does nothing.`;
}

/** Releases on the caller's goroutine that never happen, since what is held has not got them. */
function hiddenReleases(graph: ProgramGraph, parts: ReportParts): Stated[] {
  const { say, places } = parts;
  const lanes = assignLanes(graph);
  return graph.dead.flatMap(({ caller, site, because, conditionPos, isLacking }) => {
    const name = /\w+$/.exec(places.text(site.pos, site.lparen))?.[0] ?? '';
    if (lanes.of.get(caller)?.has(callerLane) !== true || !isLacking || !releaseLike.test(name)) return [];
    return [
      {
        kind: 'hidden' as const,
        verdict: 'hidden' as const,
        text: say`${places.text(site.pos, site.end)} (${places.inText(site.pos)}) is never called: ${say.known(because)}.`,
        at: [site.pos, conditionPos],
      },
    ];
  });
}

/** Where the chain's goroutines touch a connection: the caller's, or the others. */
function endPlaces(chain: Chain, isHere: boolean, only?: string): Pos[] {
  return chain.hops.flatMap(({ node, edge, lane }) => {
    const operation = node === undefined ? undefined : transportOperations.get(node.function.name);
    const isMeant = operation !== undefined && (only === undefined || operation === only) && (lane === 0) === isHere;
    return isMeant && edge !== undefined ? [edge.site.pos] : [];
  });
}

/** Where several transports may be behind an interface, those that end a stream come first. */
const sequelLimit = 2;

/** Names in one sentence. */
const nameLimit = 3;

function wakeSentences(chain: Chain, parts: ReportParts, subject: string): Stated[] {
  const { say } = parts;
  const sentences: Stated[] = [];
  const told = new Set<number>();
  for (const { handoff } of chain.sequels) told.add(handoff.wait.node.function.id);
  const ending = chain.sequels.filter(({ edges }) => edges.some(halfCloses));
  for (const { handoff, node, edges } of (ending.length > 0 ? ending : chain.sequels).slice(0, sequelLimit)) {
    const { signal, wait } = handoff;
    const on = say.word(signal.on);
    const label = say.known(signal.label);
    const what =
      signal.kind === 'close'
        ? say`closes the ${on} ${label}`
        : signal.on === 'channel'
          ? say`sends on the ${on} ${label}`
          : say`signals the ${on} ${label}`;
    const inside = node.function.id === wait.node.function.id ? '' : say` in ${parts.nameOf(wait.node.function)}`;
    sentences.push({
      kind: 'wake',
      text: say`${subject} ${what}, for which ${parts.nameOf(node.function)} waits${inside} on another goroutine; that goes on to ${say.list(
        edges.slice(0, nameLimit).map((edge) => sequelText(edge, parts)),
        'actions',
      )}.`,
      at: [signal.pos, wait.pos, ...edges.slice(0, nameLimit).map(({ site }) => site.pos)],
    });
  }
  const woken = chain.handoffs.filter(({ signal, wait, touchesCaller }) => {
    const { id } = wait.node.function;
    return touchesCaller && runsOnCaller(chain, signal.node.function.id) && !runsOnCaller(chain, id) && !told.has(id);
  });
  const wakes = (handoffs: readonly Handoff[], text: (who: string) => string): void => {
    const who = new Set(handoffs.map(({ wait }) => parts.nameOf(wait.node.function)));
    if (who.size > 0)
      sentences.push({
        kind: 'wake',
        text: text(names(who, say)),
        at: handoffs.flatMap(({ signal, wait }) => [signal.pos, wait.pos]),
      });
  };
  wakes(woken, (who) => say`${subject} wakes ${who} on another goroutine.`);
  wakes(chain.outside, (who) => say`${subject} wakes ${who} on goroutines that it does not start.`);
  wakes(
    chain.outsideOfStarted,
    (who) => say`${subject} starts a goroutine that wakes ${who} on goroutines that it does not start.`,
  );
  return sentences;
}

function sequelText(edge: GraphEdge, parts: ReportParts): string {
  const { say } = parts;
  const { callee, site } = edge;
  const name = parts.nameOf(callee.function);
  const place = say`(${parts.places.inText(site.pos)})`;
  const flag = halfClosing.get(callee.function.name);
  return flag !== undefined && halfCloses(edge)
    ? say`half-close the stream by ${name} with ${flag} true ${place}`
    : say`call ${name} ${place}`;
}

/** With a name, where it may wait is what the answer begins with. */
function waitSentences(chain: Chain, parts: ReportParts, subject: string, name: string | undefined): Stated[] {
  const { say } = parts;
  const byFunction = new Map<string, string>();
  for (const { node, stands } of chain.waits.toSorted(by((one) => one.stands))) {
    const name = parts.nameOf(node.function);
    const where = node.function === chain.root.function ? say`its own body` : name;
    if (!byFunction.has(name)) byFunction.set(name, say`${where} (${parts.places.inText(stands)})`);
  }
  const sentences: Stated[] = [];
  const wait = (text: string, at: readonly Synchronization[]): void => {
    sentences.push({ kind: 'wait', text, at: at.map(({ pos }) => pos) });
  };
  if (byFunction.size > 0) {
    const where = names(byFunction.values(), say);
    sentences.push({
      kind: 'wait',
      text: say`${subject} may wait in ${where}.`,
      ...(name === undefined ? {} : { lead: say`${name} may wait in ${where}` }),
      at: chain.waits.map(({ pos }) => pos),
    });
  }
  for (const { node, call } of chain.answering.slice(0, sequelLimit))
    sentences.push({
      kind: 'wait',
      text: say`${parts.nameOf(node.function)}, which ends such a wait, may be waiting itself, in ${parts.nameOf(call.callee.function)} (${parts.places.inText(call.site.pos)}).`,
      at: [call.site.pos],
    });
  const missing = chain.hops.flatMap(({ lane, ending }) =>
    lane === 0 && ending?.kind === 'channel' && isWait(ending.operations) ? [ending] : [],
  );
  const labels = (endings: typeof missing): Set<string> =>
    new Set(endings.flatMap(({ operations }) => operations.map(({ label }) => say.known(label))));
  const unanswered = missing.filter(({ isUnanswered }) => isUnanswered);
  if (unanswered.length > 0)
    wait(
      say`Nothing that ${within(subject, say)} reaches ends the wait for ${names(labels(unanswered), say)}.`,
      unanswered.flatMap(({ operations }) => operations),
    );
  const byWakers = new Map<string, typeof missing>();
  for (const ending of missing.filter(({ wakers, areStarted }) => wakers.length > 0 && !areStarted)) {
    const who = names(new Set(ending.wakers.map(({ node }) => parts.nameOf(node.function))), say);
    byWakers.set(who, [...(byWakers.get(who) ?? []), ending]);
  }
  for (const [who, endings] of byWakers)
    wait(
      say`The wait for ${names(labels(endings), say)} is ended by ${who}, which nothing that ${within(subject, say)} reaches starts.`,
      endings.flatMap(({ operations, wakers }) => [...operations, ...wakers]),
    );
  return sentences;
}

/** Within a sentence. */
function within(subject: string, say: Say): string {
  return subject === say`It` ? say`it` : subject;
}

function names(all: Iterable<string>, say: Say): string {
  const items = [...all];
  return items.length <= nameLimit + 1
    ? say.list(items)
    : say`${items.slice(0, nameLimit).join(say`, `)} and ${items.length - nameLimit} more`;
}

/** What each goroutine does to a connection, also where that is shown at another place. */
function endsByLane(chain: Chain): Map<number, Set<string>> {
  const below = new Map<number, Set<string>>();
  const childrenOf = new Map<number, ChainHop[]>();
  for (const hop of chain.hops) {
    if (hop.parent === undefined) continue;
    const list = childrenOf.get(hop.parent);
    if (list === undefined) childrenOf.set(hop.parent, [hop]);
    else list.push(hop);
  }
  // Hops stand before those below them, so the last come first.
  for (const hop of [...chain.hops].reverse()) {
    const found = new Set<string>();
    const operation = hop.node === undefined ? undefined : transportOperations.get(hop.node.function.name);
    if (operation !== undefined) found.add(verbs[operation]);
    for (const child of childrenOf.get(hop.id) ?? [])
      if (child.lane === hop.lane) for (const verb of below.get(child.id) ?? []) found.add(verb);
    below.set(hop.id, found);
  }
  const lanes = new Map<number, Set<string>>();
  for (const hop of chain.hops) {
    const found = below.get(hop.repeats ?? hop.id);
    if (found === undefined || found.size === 0) continue;
    const known = lanes.get(hop.lane);
    if (known === undefined) lanes.set(hop.lane, new Set(found));
    else for (const verb of found) known.add(verb);
  }
  return lanes;
}

function runsOnCaller(chain: Chain, functionId: number): boolean {
  return chain.hops.some((hop) => hop.lane === 0 && hop.node?.function.id === functionId);
}

export function upAnswer(chain: UpChain, parts: ReportParts): string[] {
  const { say } = parts;
  const direct = new Set(chain.hops.filter((hop) => hop.parent === 0).map((hop) => parts.nameOf(hop.function)));
  const root = parts.nameOf(chain.root);
  if (direct.size === 0) return [say`Nothing in the program calls ${root}.`];
  const possible = chain.hops.filter((hop) => hop.parent === 0 && hop.edge?.isPossible === true).length;
  const through = say`through an interface or a function value`;
  const calls = chain.hops.filter((hop) => hop.parent === 0).length;
  const note =
    possible === 0
      ? ''
      : possible === calls
        ? say`, ${through}`
        : say`; ${possible} of the ${calls} calls ${possible === 1 ? say`is` : say`are`} ${through}`;
  return [
    say`${direct.size === 1 ? say`One function calls` : say`${direct.size} functions call`} ${root}: ${direct.size > 6 ? say`${[...direct].slice(0, 6).join(say`, `)} and others` : say.list([...direct])}${note}.`,
  ];
}

/** What a call reaches when it is asked from a root. */
export function siteAnswer(
  place: string,
  caller: FunctionInfo,
  root: FunctionInfo,
  callees: number,
  parts: ReportParts,
): string {
  const { say } = parts;
  const reached =
    callees === 0 ? say`no function that is known` : callees === 1 ? say`one function` : say`${callees} functions`;
  return say`Called from ${parts.nameOf(root)}, the call at ${place} in ${parts.nameOf(caller)} reaches ${reached}.`;
}

/** `opens a connection, writes to it and closes it`. */
function objects(verbs: readonly string[], say: Say): string {
  const all = verbs.map((verb, i) => say.known(`${verb} ${i === 0 ? 'a connection' : 'it'}`));
  return say.list(all, 'actions');
}

/** Closing is what hangs on most conditions. */
function softened(verb: string): string {
  return verb === verbs.close ? 'may close' : verb;
}

function plural(verb: string): string {
  if (verb === verbs.close) return softened(verb);
  const [first = '', ...rest] = verb.split(' ');
  return [first.replace(/s$/, ''), ...rest].join(' ');
}

function words(count: number, say: Say): string {
  const word = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'][count];
  return word === undefined || say.language !== 'en' ? String(count) : word;
}
