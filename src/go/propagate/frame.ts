// A function in a calling context: the nodes of its parameters, results and variables. Most functions have one frame;
// a literal has one for each frame of the function around it; context.ts says which others have several.

import type { Def } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import type { Expr } from '#go/syntax/ast.js';
import type { Var } from '#go/types/object.js';
import type { NodeId } from './solver.js';

export class Frame {
  readonly fn: Fn;
  /** Of a literal, the frame whose variables it shares. */
  readonly captured: Frame | undefined;
  readonly params: (NodeId | undefined)[] = [];
  recv: NodeId | undefined;
  readonly results: (NodeId | undefined)[] = [];
  /** Variables that literals may share. */
  readonly variables = new Map<Var, NodeId>();
  readonly expressions = new Map<Expr, NodeId>();
  readonly boxes = new Map<Expr, NodeId>();
  readonly defs = new Map<Def, NodeId>();
  readonly literals = new Map<Fn, Frame>();
  /** How many contexts lie one in another here. */
  readonly depth: number;
  /** How many calls of functions that hand on lie one in another here. */
  readonly handing: number;
  isEmitted = false;
  /** Some of the body is done later, when a condition may hold. */
  isWaiting = false;

  /**
   * Lets go of what only the walk over the body needs. Where there are literals, or some of the body waits, everything
   * stays: they ask for variables of the frame later, and what those are set to must not be made a second time.
   */
  forget(): void {
    if (this.literals.size > 0 || this.isWaiting) return;
    this.expressions.clear();
    this.boxes.clear();
    this.defs.clear();
  }

  constructor(fn: Fn, captured: Frame | undefined, depth: number, handing = 0) {
    this.fn = fn;
    this.captured = captured;
    this.depth = depth;
    this.handing = handing;
  }
}
