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

/** What both say; a way is one only where it is one for both. */
export function bothRules(a: PathRules, b: PathRules): PathRules {
  return {
    start: new Both(a.start, b.start),
    after(edge, facts) {
      const one = a.after(edge, facts instanceof Both ? facts.a : a.start);
      const other = one === undefined ? undefined : b.after(edge, facts instanceof Both ? facts.b : b.start);
      return one === undefined || other === undefined ? undefined : new Both(one, other);
    },
  };
}

class Both implements PathFacts {
  readonly key: string;
  readonly a: PathFacts;
  readonly b: PathFacts;

  constructor(a: PathFacts, b: PathFacts) {
    this.a = a;
    this.b = b;
    this.key = a.key === '' && b.key === '' ? '' : `${a.key};${b.key}`;
  }
}

/** Where nothing is known, every way is one. */
export const anyWay: PathRules = { start: { key: '' }, after: () => anyWay.start };
