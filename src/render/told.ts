// What steps of a writeup have said already, so that a later one refers to it instead of saying it again.

import type { Say } from '#language/say.js';

/** A step: its number, and the root of its chain where a writeup has several. */
export interface StepName {
  readonly chain: string | undefined;
  readonly number: number;
}

/** Ways that begin alike for fewer steps than these are written out. */
const sharedSteps = 4;

export class Told {
  readonly #texts = new Map<string, StepName>();
  readonly #ways: { readonly step: StepName; readonly parts: readonly string[] }[] = [];

  /** The step that has said a text; undefined where none has: then this one does. */
  before(text: string, here: StepName): StepName | undefined {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, here);
    return known;
  }

  /** Of a way the step that has told most of its beginning, and how much. */
  sharedWay(
    parts: readonly string[],
    here: StepName,
  ): { readonly step: StepName; readonly length: number } | undefined {
    let best: { readonly step: StepName; readonly length: number } | undefined;
    for (const one of this.#ways) {
      const differs = parts.findIndex((part, at) => part !== one.parts[at]);
      const length = differs === -1 ? parts.length : differs;
      if (length >= sharedSteps && length > (best?.length ?? 0)) best = { step: one.step, length };
    }
    this.#ways.push({ step: here, parts });
    return best;
  }
}

/** `step 12`, with its chain where that is another. */
export function stepText(step: StepName, here: StepName, say: Say): string {
  return step.chain === here.chain || step.chain === undefined
    ? say`step ${step.number}`
    : say`step ${step.number} of ${step.chain}`;
}
