// The answer in one to three sentences, made of what the chain shows: which ends of the transport are reached on the
// caller's goroutine and on others, what is woken, what does nothing, what is not known.

import type { Chain, ChainHop } from '#chain/chain.js';
import type { UpChain } from '#chain/up.js';
import { transportOperations } from '#models/transport.js';
import type { FunctionInfo } from '#program/graph.js';
import type { ReportParts } from './report-parts.js';

const verbs = {
  dial: 'opens',
  write: 'writes to',
  read: 'reads from',
  close: 'closes',
  listen: 'listens on',
  accept: 'accepts',
} as const;

const order: readonly string[] = Object.values(verbs);

export function downAnswer(chain: Chain, parts: ReportParts, isCut: boolean): string[] {
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
  const sentences: string[] = [];
  if (chain.root.function.noOp !== undefined) sentences.push(`${root} does nothing: ${chain.root.function.noOp}.`);
  else if (here.length === 0 && elsewhere.length === 0)
    sentences.push(`No way from ${root} to a connection was found${isCut ? ' as far as the walk went' : ''}.`);
  else {
    if (here.length > 0) sentences.push(`On the caller's goroutine ${root} ${objects(here)}.`);
    else if (isCut)
      sentences.push(`As far as the walk went, ${root} does not touch a connection on the caller's goroutine.`);
    else sentences.push(`On the caller's goroutine ${root} does not touch a connection.`);
    if (elsewhere.length > 0) {
      const started = new Set([...byLane.keys()].filter((lane) => lane !== 0));
      sentences.push(
        started.size === 1
          ? `A goroutine that it may start ${objects(elsewhere)}.`
          : `${words(started.size)} goroutines that it may start ${objects(elsewhere.map(plural))}.`,
      );
    }
  }
  const woken = chain.handoffs.filter((handoff) => handoff.touchesCaller).map((handoff) => handoff);
  const signals = new Set(
    woken
      .filter((handoff) => runsOnCaller(chain, handoff.signal.node.function.id))
      .map((handoff) => parts.nameOf(handoff.wait.node.function)),
  );
  if (signals.size > 0) sentences.push(`It wakes ${list([...signals].slice(0, 3))} on another goroutine.`);
  const waits = new Set(
    chain.hops.flatMap(({ lane, ending }) =>
      lane === 0 && ending?.kind === 'channel' && ending.isUnanswered
        ? ending.operations.map(({ label }) => label)
        : [],
    ),
  );
  if (waits.size > 0)
    sentences.push(
      `It waits on the ${waits.size === 1 ? 'channel' : 'channels'} ${list([...waits].slice(0, 3))}, which nothing that it reaches closes or sends to.`,
    );
  const idle = new Set(
    chain.hops
      .filter(
        (hop) => hop.ending?.kind === 'no-op' && hop.lane === 0 && hop.node !== undefined && hop.parent !== undefined,
      )
      .map((hop) => (hop.node === undefined ? '' : parts.nameOf(hop.node.function))),
  );
  if (idle.size > 0)
    sentences.push(`${list([...idle].slice(0, 3))} ${idle.size === 1 ? 'has' : 'have'} a body that does nothing.`);
  if (isCut)
    sentences.push(
      'The walk was stopped at its limit: there is more than was looked at, and sites may have more callees than are shown.',
    );
  return sentences.slice(0, 4);
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
  const direct = new Set(chain.hops.filter((hop) => hop.parent === 0).map((hop) => parts.nameOf(hop.function)));
  const root = parts.nameOf(chain.root);
  if (direct.size === 0) return [`Nothing in the program calls ${root}.`];
  const possible = chain.hops.filter((hop) => hop.parent === 0 && hop.edge?.isPossible === true).length;
  const through = 'through an interface or a function value';
  const calls = chain.hops.filter((hop) => hop.parent === 0).length;
  const note =
    possible === 0
      ? ''
      : possible === calls
        ? `, ${through}`
        : `; ${possible} of the ${calls} calls ${possible === 1 ? 'is' : 'are'} ${through}`;
  return [
    `${direct.size === 1 ? 'One function calls' : `${direct.size} functions call`} ${root}: ${direct.size > 6 ? `${[...direct].slice(0, 6).join(', ')} and others` : list([...direct])}${note}.`,
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
  const reached = callees === 0 ? 'no function that is known' : callees === 1 ? 'one function' : `${callees} functions`;
  return `Called from ${parts.nameOf(root)}, the call at ${place} in ${parts.nameOf(caller)} reaches ${reached}.`;
}

/** `opens a connection, writes to it and closes it`. */
function objects(verbs: readonly string[]): string {
  return list(verbs.map((verb, i) => `${verb} ${i === 0 ? 'a connection' : 'it'}`));
}

function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

function plural(verb: string): string {
  const [first = '', ...rest] = verb.split(' ');
  return [first.replace(/s$/, ''), ...rest].join(' ');
}

function words(count: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'][count] ?? String(count);
}
