// What the program that was asked about has at hand: which places are its own, and what it would write to make a call.

import type { Pos } from '#base/position.js';
import type { FunctionInfo } from '#program/graph.js';

/** Lines of Go that make a call, from the names at the place where they belong. */
export interface CodeToAdd {
  /** The function that they belong to. */
  readonly caller: FunctionInfo;
  /** The statement that they stand for, or after which they stand. */
  readonly at: Pos;
  readonly isInPlace: boolean;
  readonly lines: readonly string[];
}

export interface AtHand {
  /** In the main module. */
  isOwn(pos: Pos): boolean;
  /** In a program of the main module: who asks can change it there, while what a library makes its users cannot. */
  isProgram(pos: Pos): boolean;
  /** How the program would call a method without parameters on what is made there; undefined where that takes more than a few lines. */
  codeFor(method: FunctionInfo, madeAt: Pos): CodeToAdd | undefined;
  /** Whether a goroutine that begins with this function reads from a connection. */
  reads(start: FunctionInfo): boolean;
}
