// The literals that a function has deferred when it comes to a step, whatever way led there. They see what the variables
// hold when the function ends.
//
//	defer func() {
//		if err != nil && file != nil { file.Close() }
//	}()
//	file, err = os.Open(name)

import type { Block, Body, CallStep, LoweredUnit } from './ir.js';

/** Those that stand before the `index`-th step of a block, the first one first. */
export function deferredBefore(unit: LoweredUnit, body: Body, block: Block, index: number): readonly CallStep[] {
  return body.blocks.flatMap((of) => {
    const steps = of === block ? of.steps.slice(0, index) : of.steps;
    const deferred = steps.flatMap((step) => (step.op === 'call' && isDeferredLiteral(unit, step) ? [step] : []));
    return deferred.length > 0 && (of === block || isPassed(body, of, block)) ? deferred : [];
  });
}

function isDeferredLiteral({ literalOf }: LoweredUnit, { mode, callee }: CallStep): boolean {
  if (mode !== 'defer') return false;
  if (callee.kind === 'literal') return true;
  return callee.kind === 'value' && callee.value.kind === 'path' && literalOf.has(Number(callee.value.key));
}

/** Whether every way from the start of a body to a block leads over another one. */
function isPassed({ entry }: Body, over: Block, to: Block): boolean {
  if (over === entry) return true;
  const seen = new Set<Block>([entry]);
  for (const at of seen) {
    if (at === to) return false;
    for (const edge of at.edges) if (edge.to !== over) seen.add(edge.to);
  }
  return true;
}
