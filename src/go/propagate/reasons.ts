// Why a call reaches a callee: the way of the value that brought it, from where it began to the call.

import type { EvidenceStep } from '#program/evidence.js';
import type { Callee, CallSite } from './call-site.js';
import type { Engine } from './engine.js';
import { type NodeId, nothing } from './solver.js';
import type { Value } from './value.js';

/** More steps than this are cut: people read five. */
const stepLimit = 60;

/** The steps in the order in which the value moved; empty for a static call. */
export function reasonOf(engine: Engine, site: CallSite, callee: Callee): readonly EvidenceStep[] {
  return callee.value === undefined ? [] : valueSteps(engine, site.node, callee.value);
}

/** The way of a value to a node, from where it began. */
export function valueSteps(engine: Engine, at: NodeId, of: Value): readonly EvidenceStep[] {
  const steps: EvidenceStep[] = [];
  let node = at;
  let value: Value | undefined = of;
  const seen = new Set<number>();
  while (value !== undefined && node !== nothing && steps.length < stepLimit && !seen.has(node)) {
    seen.add(node);
    const origin = engine.solver.originOf(node, value);
    if (origin === undefined) break;
    if (origin.pos !== 0) steps.push({ kind: origin.kind, pos: origin.pos, name: '' });
    node = origin.from;
    value = origin.value;
  }
  return steps.reverse();
}
