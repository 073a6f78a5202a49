// On which goroutine the other end of a hand-off runs, for those that tell it at one of its ends. A goroutine of one hop is
// drawn where it is started, in the section of who starts it.

import type { Say } from '#language/say.js';
import type { Handoff, LaneSection } from './chain-view.js';

export type EndPlace =
  /** Drawn in one section with this end, on the goroutine of which one is drawn for several. */
  | { readonly kind: 'like-this' }
  /** On the goroutine of the section. */
  | { readonly kind: 'in'; readonly section: LaneSection }
  /** On one that is started on the goroutine of the section; `isHere` if that is the one of this end. */
  | { readonly kind: 'started-by'; readonly section: LaneSection; readonly isHere: boolean };

/** Where the end `side` runs, seen from the other one; undefined where it is not drawn. */
export function placeOfEnd(handoff: Handoff, side: 'from' | 'to'): EndPlace | undefined {
  const from = { section: handoff.fromSection, isInline: handoff.fromIsInline === true };
  const to = { section: handoff.toSection, isInline: handoff.toIsInline === true };
  const [there, here] = side === 'from' ? [from, to] : [to, from];
  if (there.section === undefined) return undefined;
  const isHere = there.section === here.section;
  if (there.isInline) return { kind: 'started-by', section: there.section, isHere: isHere && !here.isInline };
  return isHere && !here.isInline ? { kind: 'like-this' } : { kind: 'in', section: there.section };
}

/** The same in words. */
export function endText(say: Say, handoff: Handoff, side: 'from' | 'to'): string {
  const place = placeOfEnd(handoff, side);
  if (place === undefined) return '';
  if (place.kind === 'like-this') return say` in another goroutine that runs it too`;
  return place.kind === 'in' ? inLane(say, place.section) : startedText(say, place);
}

export function inLane(say: Say, section: LaneSection | undefined): string {
  if (section === undefined) return '';
  return section.isCaller ? say` on the caller's goroutine` : say` in ${section.label}`;
}

export function startedText(say: Say, { section, isHere }: EndPlace & { readonly kind: 'started-by' }): string {
  if (isHere) return say` in a goroutine started here`;
  return section.isCaller
    ? say` in a goroutine that the caller's one starts`
    : say` in a goroutine that ${section.label} starts`;
}
