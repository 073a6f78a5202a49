// What is known at a step from the tests that must have been passed to come there, as far as there is only one way.

import { flagFact } from './given-facts.js';
import type { Block, Body } from './ir.js';
import { isWithin } from './ir.js';
import type { Fact } from './state.js';

const predecessors = new WeakMap<Body, ReadonlyMap<Block, readonly Block[]>>();

function predecessorsOf(body: Body): ReadonlyMap<Block, readonly Block[]> {
  let map = predecessors.get(body);
  if (map === undefined) {
    const made = new Map<Block, Block[]>();
    for (const block of body.blocks) {
      for (const { to } of block.edges) {
        const list = made.get(to);
        if (list === undefined) made.set(to, [block]);
        else if (!list.includes(block)) list.push(block);
      }
    }
    predecessors.set(body, (map = made));
  }
  return map;
}

/** Facts that hold before the `index`-th step of a block, whatever way led there: what was tested, and flags that were set. */
export function factsAt(body: Body, block: Block, index: number): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>();
  const set = new Set<string>();
  const assigned = (of: Block, before: number): void => {
    for (const step of of.steps.slice(0, before).reverse()) {
      if (step.op === 'call') for (const root of step.results) set.add(`${root.id}`);
      if (step.op !== 'move') continue;
      const { to, from } = step;
      const isLast = ![...set].some((key) => isWithin(to.key, key) || isWithin(key, to.key));
      const flag = flagFact(to, from);
      if (flag !== undefined && isLast && !facts.has(to.key)) facts.set(to.key, flag);
      set.add(to.key);
    }
  };
  assigned(block, index);
  const seen = new Set<Block>([block]);
  for (let at = block; ; ) {
    const before = predecessorsOf(body).get(at) ?? [];
    const [from] = before;
    if (from === undefined || before.length > 1 || seen.has(from)) return facts;
    const edges = from.edges.filter(({ to }) => to === at);
    const [edge] = edges;
    if (edges.length === 1 && edge?.condition?.place !== undefined && edge.condition.kind !== 'opaque') {
      const { kind, place, holds } = edge.condition;
      const isOld = [...set].some((key) => isWithin(place.key, key));
      if (!isOld && !facts.has(place.key))
        facts.set(place.key, kind === 'nil' ? (holds ? 'nil' : 'set') : holds ? 'true' : 'false');
    }
    seen.add(from);
    assigned(from, from.steps.length);
    at = from;
  }
}
