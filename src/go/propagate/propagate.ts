// Runs the analysis: emits what is reached, lets values flow, until nothing new comes.

import { workingOn } from '#base/errors.js';
import { emitFrame } from './emit.js';
import type { Engine } from './engine.js';

/** Propagates to the fixpoint. `progress` hears of functions looked at so far. */
export function propagate(
  engine: Engine,
  positionOf: (pos: number) => string,
  progress: (functions: number) => void,
): void {
  workingOn(
    () => positionOf(engine.at),
    () => {
      let functions = 0;
      const next = [0, 0];
      for (;;) {
        for (let frame = engine.nextFrame(); frame !== undefined; frame = engine.nextFrame()) {
          emitFrame(engine, frame);
          frame.forget();
          if (++functions % 256 === 0) progress(functions);
          engine.solver.run();
        }
        engine.solver.run();
        if (engine.hasFrames) continue;
        // What nothing has come to so far is taken for any value of its type; one at a time, since it may fill others.
        let gave = false;
        for (let rank = 0; rank < next.length && !gave; rank++) {
          const items = engine.fallbacks[rank] ?? [];
          for (let at = next[rank] ?? 0; at < items.length && !gave; at++) {
            next[rank] = at + 1;
            const item = items[at];
            if (item === undefined || !engine.solver.isEmpty(item.node)) continue;
            item.give();
            gave = true;
          }
        }
        if (!gave) return;
      }
    },
  );
}
