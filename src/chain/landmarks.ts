// What a chain is drawn for: what counts as the transport, as letting go, as a likely way. Said by whoever asks, since
// a chain knows neither a library nor the language.

import type { DeadSite, FunctionInfo, GraphEdge, GuardFact } from '#program/graph.js';

export interface Landmarks {
  /** Whether reaching the edge's callee is what the reader wants to see. */
  isTarget(edge: GraphEdge): boolean;
  /** What is done to the transport there: of several ways to one end a chain draws the likeliest. */
  endOf(edge: GraphEdge): string;
  /** Whether the function's name says that it lets go of something. */
  isRelease(fn: FunctionInfo): boolean;
  /** How unlikely a way under this condition is: 0 for an ordinary one, more for a branch on an error. */
  guardCost(guard: GuardFact): number;
  /** Whether a way under this condition is one that only a failure takes. */
  isExceptional(guard: GuardFact): boolean;
  /** Whether the call, were its branch ever taken, would be one to what the reader wants to see, or lead there. */
  deadLeads(site: DeadSite, indirectly: boolean): boolean;
}
