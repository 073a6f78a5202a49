// Receives that give back a place: a function that has put something into a channel with room takes out as much again, and
// does not wait for it. `sem <- x; …; <-sem`. Misses: others that receive from the channel without having put anything in.

import type { Pos } from '#base/position.js';
import type { ChannelOperation } from '#go/flow/body.js';
import type { Fn } from '#go/flow/function.js';
import type { CallExpr } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { Engine } from './engine.js';
import { valueSteps } from './reasons.js';
import { type NodeId, nothing } from './solver.js';

export class OwnSlots {
  readonly #engine: Engine;
  readonly #variableOf: (operation: ChannelOperation, fn: Fn) => Pos | undefined;
  readonly #nodes = new Map<ChannelOperation, NodeId[]>();
  readonly #answers = new Map<ChannelOperation, boolean>();
  #makes: ReadonlyMap<Pos, CallExpr> | undefined;

  /** `variableOf` names the field or variable that an operation is on. */
  constructor(engine: Engine, variableOf: (operation: ChannelOperation, fn: Fn) => Pos | undefined) {
    this.#engine = engine;
    this.#variableOf = variableOf;
    for (const { operation, node } of engine.operations) {
      const nodes = this.#nodes.get(operation);
      if (nodes === undefined) this.#nodes.set(operation, [node]);
      else nodes.push(node);
    }
  }

  /** Whether an operation of the function only gives back what the function put in before. */
  givesBack(operation: ChannelOperation, fn: Fn): boolean {
    let answer = this.#answers.get(operation);
    if (answer === undefined) this.#answers.set(operation, (answer = this.#search(operation, fn)));
    return answer;
  }

  #search(operation: ChannelOperation, fn: Fn): boolean {
    if (operation.kind !== 'receive' || operation.select !== undefined) return false;
    const variable = this.#variableOf(operation, fn);
    const puts = this.#engine
      .body(fn)
      .operations.some(
        (other) =>
          other.kind === 'send' &&
          other.pos < operation.pos &&
          variable !== undefined &&
          this.#variableOf(other, fn) === variable,
      );
    return puts && this.#isMadeWith(operation, 2);
  }

  /** Whether every channel that comes there is made without room, so that who sends meets who receives. */
  isWithoutRoom(operation: ChannelOperation): boolean {
    return this.#isMadeWith(operation, 1);
  }

  /** Whether every channel that comes there is made by so many arguments: with two it has room. */
  #isMadeWith(operation: ChannelOperation, args: number): boolean {
    const made = (this.#nodes.get(operation) ?? []).flatMap((node) =>
      node === nothing
        ? []
        : this.#engine.solver.valuesAt(node).map((value) => valueSteps(this.#engine, node, value)[0]),
    );
    return (
      made.length > 0 &&
      made.every((step) => step?.kind === 'allocation' && this.#channels().get(step.pos)?.args.length === args)
    );
  }

  /** The calls of `make` in what runs. */
  #channels(): ReadonlyMap<Pos, CallExpr> {
    if (this.#makes === undefined) {
      const found = new Map<Pos, CallExpr>();
      for (const fn of this.#engine.reached)
        if (fn.kind !== 'literal')
          walk(fn.node, (node) => {
            if (node.kind === 'CallExpr' && node.fun.kind === 'Ident' && node.fun.name === 'make')
              found.set(node.pos, node);
            return true;
          });
      this.#makes = found;
    }
    return this.#makes;
  }
}
