// Why a trace ends somewhere, in words.

import { by } from '#base/order.js';
import type { Ending } from '#chain/chain.js';
import type { Say } from '#language/say.js';
import { transportOperations, transportPackages } from '#models/transport.js';
import type { FunctionInfo, Synchronization, UnresolvedSite } from '#program/graph.js';
import type { Stop, StopKind } from '#report/report.js';
import type { Places } from './places.js';

/** What the front end calls a reason, where it is not one of its own. */
const stopKinds: ReadonlyMap<string, StopKind> = new Map(
  (['no-body', 'no-source', 'reflection', 'external-caller', 'budget', 'unresolved', 'cgo', 'unsafe'] as const).map(
    (kind) => [kind, kind],
  ),
);

function toStopKind(kind: string): StopKind {
  return stopKinds.get(kind) ?? 'unresolved';
}

const operations = {
  dial: 'opens the connection',
  read: 'reads from the connection',
  write: 'writes to the connection',
  close: 'closes the connection',
  listen: 'opens a listening socket',
  accept: 'accepts a connection',
} as const;

/** The stop of a site without a known callee, or with more callees than are known. */
export function unknownStop(site: UnresolvedSite, places: Places): Stop {
  const { say } = places;
  const [first, ...more] = site.reasons;
  const at = first === undefined || first.pos === 0 ? undefined : places.codeLine(first.pos);
  if (first === undefined) return { kind: 'unresolved', text: say`nothing is known to flow here` };
  const others = more.length === 0 ? '' : say`; and ${say.count(more.length, 'more reason')}`;
  return { kind: toStopKind(first.kind), text: say.known(first.text) + others, ...(at === undefined ? {} : { at }) };
}

export function stopOf(
  ending: Ending,
  fn: FunctionInfo | undefined,
  places: Places,
  nameOf: (fn: FunctionInfo) => string,
): Stop {
  const { say } = places;
  switch (ending.kind) {
    case 'target': {
      const operation = fn === undefined ? undefined : transportOperations.get(fn.name);
      return {
        kind: 'leaf',
        text: operation === undefined ? say`what was looked for` : say.word(operations[operation]),
      };
    }
    case 'boundary':
      return boundaryStop(fn, say);
    case 'setting':
      return { kind: 'external-caller', text: say`it is there only with that setting, and not followed` };
    case 'no-body':
      return { kind: 'no-body', text: say`the function has no body in Go: it is assembly, or linked in` };
    case 'no-source':
      return { kind: 'no-source', text: say`the source of the function is not here` };
    case 'no-op':
      return { kind: 'leaf', text: say`the function does nothing: ${say.known(fn?.noOp ?? 'an empty body')}` };
    case 'cycle':
      return { kind: 'cycle', text: say`the function is among its own callers above` };
    case 'end':
      return { kind: 'leaf', text: say`nothing below leads on` };
    case 'channel':
      return {
        kind: 'leaf',
        text:
          channelText(ending.operations, say) +
          (ending.isUnanswered && ending.operations.some(({ isPoll }) => !isPoll)
            ? say`, which nothing that is reached from here closes or sends to`
            : isWait(ending.operations)
              ? wakersText(ending, places, nameOf)
              : ''),
      };
    case 'depth':
      return {
        kind: 'budget',
        text: say`deeper than ${say.count(ending.limit, 'call')}; --depth shows more`,
      };
    case 'size':
      return { kind: 'budget', text: say`more than ${ending.limit} hops are not shown` };
    case 'unknown':
      return unknownStop(ending.site, places);
  }
}

const does = {
  channel: { close: 'closes the channel', send: 'sends on the channel', receive: 'waits on the channel' },
  poll: {
    close: 'closes the channel',
    send: 'where that needs no wait, sends on the channel',
    receive: 'where that needs no wait, receives from the channel',
  },
  condition: { close: 'signals', send: 'signals the condition', receive: 'waits on the condition' },
  group: { close: 'counts down', send: 'counts down the group', receive: 'waits for the group' },
} as const;

/** Whether a function does nothing but wait, in what of it is seen: a look is no wait. */
export function isWait(operations: readonly Synchronization[]): boolean {
  return operations.every(({ kind, isPoll }) => kind === 'receive' && !isPoll);
}

/** More that end a wait are counted. */
const wakerLimit = 2;

/** Who ends a wait, and whether anything that is followed from the root starts it. */
function wakersText(
  { wakers, areStarted }: Extract<Ending, { kind: 'channel' }>,
  places: Places,
  nameOf: (fn: FunctionInfo) => string,
): string {
  const { say } = places;
  if (wakers.length === 0) return '';
  const shown = wakers
    .slice(0, wakerLimit)
    .map(({ node, kind, pos }) =>
      kind === 'close'
        ? say`${nameOf(node.function)} closes (${places.inText(pos)})`
        : say`${nameOf(node.function)} signals (${places.inText(pos)})`,
    );
  const more = wakers.length - shown.length;
  const all = `${shown.join(say` and `)}${more === 0 ? '' : say` and ${say.count(more, 'more function')}`}`;
  return areStarted ? say`, which ${all}` : say`, which ${all}: nothing that is reached from here starts that`;
}

/** What a function does to channels: what it waits for first. Where it does more than look, a look is not said. */
function channelText(operations: readonly Synchronization[], say: Say): string {
  const acts = operations.filter(({ isPoll }) => !isPoll);
  const shown = (acts.length > 0 ? acts : operations).toSorted(by(({ kind }) => (kind === 'receive' ? 0 : 1)));
  return [
    ...new Set(
      shown.map(({ kind, on, isPoll, label }) =>
        say.known(`${does[isPoll && on === 'channel' ? 'poll' : on][kind]} ${label}`),
      ),
    ),
  ]
    .slice(0, 3)
    .join(say`, `);
}

function boundaryStop(fn: FunctionInfo | undefined, say: Say): Stop {
  const path = fn?.packagePath ?? '';
  const model = transportPackages.find((item) => item.path === path);
  const text = model === undefined ? say`calls into ${path} are not followed` : say.word(model.reason);
  return { kind: path === 'reflect' ? 'reflection' : 'leaf', text };
}
