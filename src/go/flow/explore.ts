// Follows calls from the roots: each function is visited in each of its frames, calls are resolved there, and what
// they lead to is visited in turn, until nothing new comes. Conditions are taken to be false where nothing known so
// far makes them true, and looked at again whenever values have been added (optimistic, like sparse conditional
// constant propagation: Wegman and Zadeck 1991), so the result does not depend on the order of visits.

import type { Call } from './body.js';
import { type Callees, resolveCall, type Target } from './calls.js';
import { deadCondition } from './conditions.js';
import type { Engine } from './engine.js';
import type { Frame } from './frame.js';
import type { Fn } from './function.js';
import { elementStoresOf } from './heap.js';
import { whenLeadingBack } from './leads.js';

/** What to do with a callee: follow its calls, show it without following, or leave it out of the walk. */
export type Entry = 'enter' | 'boundary' | 'fold';

export interface Policy {
  /** Whether a package's code is what the walk is for; asked of what a callee of `ask` is handed. */
  isOfInterest(packagePath: string): boolean;
  /** `ask`: to be entered if it is handed something that leads back to code of interest. */
  entry(target: Target, call: Call, caller: Frame): Entry | 'ask';
}

/** A call in a frame with what it was resolved to. */
export interface ExploredCall {
  readonly call: Call;
  readonly frame: Frame;
  readonly callees: Callees;
  readonly entries: Map<Target, Entry>;
}

/** A call under a condition that never holds. */
export interface DeadCall {
  readonly call: Call;
  readonly frame: Frame;
  readonly condition: {
    readonly text: string;
    readonly because: string;
    readonly isLacking: boolean;
    readonly pos: number;
  };
}

export interface Exploration {
  readonly roots: readonly Frame[];
  /** Methods that made what the roots find, followed like calls. */
  readonly before: readonly Frame[];
  readonly calls: ReadonlyMap<Frame, readonly ExploredCall[]>;
  readonly dead: ReadonlyMap<Frame, readonly DeadCall[]>;
  readonly frames: readonly Frame[];
  /** Whether the walk stopped at the limit of frames. */
  readonly isCut: boolean;
}

/** More frames than this end the walk; the report says so. A request over x/net's HTTP/2 client needs 700. */
const frameLimit = 6_000;

/**
 * More values moved than this end the walk too. The same request moves 80,000; in the checkout of a library, whose callers
 * are not known, a million.
 */
const stepLimit = 2_500_000;

/** Explores from open frames of the given functions. */
export function explore(engine: Engine, roots: readonly Fn[], policy: Policy): Exploration {
  engine.interest = policy.isOfInterest;
  const frames: Frame[] = [];
  const calls = new Map<Frame, ExploredCall[]>();
  const waiting = new Set<{ readonly call: Call; readonly frame: Frame }>();
  const queue: Frame[] = [];
  let isCut = false;

  const request = (frame: Frame): void => {
    if (frame.explored) return;
    if (frames.length >= frameLimit || engine.solver.steps >= stepLimit) {
      isCut = true;
      return;
    }
    frame.explored = true;
    frames.push(frame);
    queue.push(frame);
  };

  const visitCall = (call: Call, frame: Frame): void => {
    const callees = resolveCall(engine, call, frame);
    const explored: ExploredCall = { call, frame, callees, entries: new Map() };
    calls.get(frame)?.push(explored);
    callees.listen((target) => {
      const entry = policy.entry(target, call, frame);
      const { frame: callee } = target;
      explored.entries.set(target, entry === 'ask' ? 'fold' : entry);
      if (callee === undefined) return;
      if (entry === 'enter') request(callee);
      else if (entry === 'ask') {
        whenLeadingBack(engine, target, policy.isOfInterest, () => {
          explored.entries.set(target, 'enter');
          request(callee);
        });
      }
    });
  };

  const visit = (frame: Frame): void => {
    calls.set(frame, []);
    engine.markExplored(frame);
    for (const store of elementStoresOf(engine, frame)) engine.elementStores.add(store);
    for (const call of engine.body(frame.fn).calls) {
      const item = { call, frame };
      waiting.add(item);
      engine.guarded(call.condition, frame, () => {
        waiting.delete(item);
        visitCall(call, frame);
      });
    }
  };

  engine.home = new Set(roots.map((fn) => fn.pkg));
  const before: Frame[] = [];
  engine.follow = (frame) => {
    before.push(frame);
    request(frame);
  };
  const rootFrames = roots.map((fn) => engine.frames.root(fn));
  for (const root of rootFrames) request(root);
  for (;;) {
    engine.solver.settle();
    if (engine.solver.steps >= stepLimit) {
      isCut = true;
      break;
    }
    const frame = queue.shift();
    if (frame !== undefined) {
      visit(frame);
      continue;
    }
    // What rests on nothing having come so far is concluded last.
    if (
      engine.solver.runDeferred(1) ||
      engine.releaseGuarded('alive') ||
      engine.solver.runDeferred(3) ||
      engine.releaseGuarded('tentative') ||
      engine.solver.runDeferred(4) ||
      engine.releaseGuarded('empty')
    )
      continue;
    if (!engine.solver.hasWork) break;
  }
  const dead = new Map<Frame, DeadCall[]>();
  // A walk that was stopped does not know what never holds.
  for (const { call, frame } of isCut ? [] : waiting) {
    const found = deadCondition(engine, call.condition, frame);
    if (found === undefined) continue;
    const list = dead.get(frame) ?? [];
    list.push({
      call,
      frame,
      condition: { text: '', because: found.because, isLacking: found.isLacking, pos: found.condition.pos },
    });
    dead.set(frame, list);
  }
  for (const [frame, list] of calls) {
    const order = new Map(engine.body(frame.fn).calls.map((call, index) => [call, index]));
    list.sort((a, b) => (order.get(a.call) ?? 0) - (order.get(b.call) ?? 0));
  }
  return { roots: rootFrames, before, calls, dead, frames, isCut };
}
