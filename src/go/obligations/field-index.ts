// How a package uses its fields: from which of them something is let go of, and from which values are taken out so that
// others may. What is true of one object's field is taken to be true of every object's.

import type { Func, Var } from '#go/types/object.js';
import { isReleaseName } from '#models/lifecycle.js';
import type { CallStep, LoweredUnit, MoveStep, Path, Root, Value } from './ir.js';
import { isLendingField } from './lending.js';

/** What the index asks about calls. */
export interface Lending {
  /** Whether an argument is only lent. */
  isLent(step: CallStep, index: number): boolean;
  /** Whether a method, whatever it is called, lets go of what its receiver holds, and is asked for nothing else. */
  isEnd(method: Func): boolean;
}

/** Methods by which a container gives back what was put into it. */
const takesOut = /^(Load|Swap|Get|Pop|Front|Back|Remove|Values|Items|First|Last|Next|Prev)/;
/** Methods that hand what is in a container to a function. */
const visits = /^(Range|Each|Do|All|ForEach|Walk|Iter)/;

export class FieldIndex {
  readonly #released = new Set<Var>();
  readonly #taken = new Set<Var>();
  readonly #closed = new Set<Var>();
  readonly #filled = new Set<Var>();
  /** Where elements are removed from a map or container. */
  readonly removals = new Map<Var, CallStep[]>();
  readonly #isKnown: boolean;

  /** Without units nothing is known, and everything may be released. */
  constructor(units: readonly LoweredUnit[] | undefined, lending: Lending) {
    this.#isKnown = units !== undefined;
    for (const unit of units ?? []) {
      for (const body of unit.bodies) {
        for (const block of body.blocks) {
          const { steps } = block;
          for (const step of steps) {
            switch (step.op) {
              case 'call':
                this.#call(step, unit, lending);
                break;
              case 'move':
                if (isLendingField(step.to.vars.at(-1))) break;
                this.#fill(step);
                if (!isLiteral(step.from)) this.#take(step.from);
                else this.#parts(step.from);
                break;
              case 'send':
                this.#take(step.value);
                break;
              case 'return':
                for (const value of step.values) this.#take(value);
                break;
              default:
            }
          }
        }
      }
    }
  }

  isReleased(field: Var): boolean {
    return !this.#isKnown || this.#released.has(field) || this.#taken.has(field);
  }

  /** Whether something is let go of from the field itself. */
  isLetGo(field: Var): boolean {
    return !this.#isKnown || this.#released.has(field);
  }

  /** Whether the field is given a value after its object was made, and a release is called on the field itself. */
  isFilledAndClosed(field: Var): boolean {
    return this.#closed.has(field) && this.#filled.has(field);
  }

  isTaken(field: Var): boolean {
    return this.#taken.has(field);
  }

  #call(step: CallStep, unit: LoweredUnit, lending: Lending): void {
    const { callee, receiver } = step;
    if (callee.kind === 'value' && callee.value.kind === 'path') this.#release(callee.value);
    // A method of a type that is not known.
    if (callee.kind === 'value' && receiver?.kind === 'path' && isReleaseName(callee.name)) this.#release(receiver);
    if (receiver?.kind === 'path' && (callee.kind === 'static' || callee.kind === 'invoke')) {
      const { name } = callee.func;
      const last = receiver.vars.at(-1);
      const isEnd = callee.kind === 'static' && last !== undefined && lending.isEnd(callee.func);
      if (isReleaseName(name) || isEnd) this.#release(receiver);
      else if (last !== undefined && (callee.func.pkg?.isStd ?? true)) {
        if (visits.test(name)) this.#taken.add(last);
        else if (takesOut.test(name) && isUsed(step, unit)) this.#taken.add(last);
        if (/^(Delete|Remove|LoadAndDelete|Clear)/.test(name)) this.#remove(last, step);
      }
    }
    if (callee.kind === 'builtin') {
      const [first] = step.args;
      const last = first?.kind === 'path' ? first.vars.at(-1) : undefined;
      if (callee.name === 'delete' && last !== undefined) this.#remove(last, step);
      return;
    }
    step.args.forEach((arg, i) => {
      if (!lending.isLent(step, i)) this.#take(arg);
    });
  }

  #fill({ to, from }: MoveStep): void {
    const last = to.vars.at(-1);
    if (last !== undefined && from.kind === 'path' && to.fields.at(-1) !== '[]') this.#filled.add(last);
  }

  #remove(field: Var, step: CallStep): void {
    this.removals.set(field, [...(this.removals.get(field) ?? []), step]);
  }

  #release(place: Path): void {
    for (const field of place.vars) this.#released.add(field);
    const last = place.vars.at(-1);
    if (last !== undefined && place.fields.at(-1) !== '[]') this.#closed.add(last);
  }

  #parts(value: Value): void {
    if (value.kind === 'composite')
      for (const part of value.parts) if (!isLendingField(part.variable)) this.#take(part.value);
  }

  #take(value: Value): void {
    if (value.kind === 'composite') return this.#parts(value);
    if (value.kind === 'bound') {
      if (isReleaseName(value.method.name) && value.receiver.kind === 'path') this.#release(value.receiver);
      return;
    }
    if (value.kind !== 'path') return;
    const last = value.vars.at(-1);
    if (last !== undefined) this.#taken.add(last);
  }
}

function isLiteral(value: Value): boolean {
  return value.kind === 'composite';
}

/** Whether the first result of a call goes anywhere. */
function isUsed(step: CallStep, unit: LoweredUnit): boolean {
  const [first] = step.results;
  return first !== undefined && isResultUsed(unit, first);
}

/** Whether a result goes anywhere. */
export function isResultUsed(unit: LoweredUnit, first: Root): boolean {
  const is = (value: Value | undefined): boolean => value?.kind === 'path' && value.root === first;
  return unit.bodies.some((body) =>
    body.blocks.some((block) =>
      block.steps.some((other) => {
        switch (other.op) {
          case 'move':
            return is(other.from);
          case 'call':
            return (
              is(other.receiver) || other.args.some(is) || (other.callee.kind === 'value' && is(other.callee.value))
            );
          case 'return':
            return other.values.some(is);
          case 'send':
            return is(other.value);
          case 'receive':
            return is(other.channel);
          default:
            return false;
        }
      }),
    ),
  );
}
