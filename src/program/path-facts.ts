// What is known on a way through a graph, beyond where it has come to; which facts there are is the language's business.

import type { GraphEdge } from './graph.js';

/** Facts that hold at the beginning of a function on a way. */
export interface PathFacts {
  /** Equal for equal facts. */
  readonly key: string;
}

export interface PathRules {
  readonly start: PathFacts;
  /** What holds in the callee; undefined where the call's conditions exclude what is known. */
  after(edge: GraphEdge, facts: PathFacts): PathFacts | undefined;
}
