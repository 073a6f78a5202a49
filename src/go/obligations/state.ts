// What is known of one resource at one place of one path: which places hold it, which facts about variables the path has
// established, under which facts it was never acquired, and what is deferred.

import { type CallStep, type Condition, isWithin, type Path } from './ir.js';

/** What is known of a place: nil or not, true or false. */
export type Fact = 'nil' | 'set' | 'true' | 'false';

export interface State {
  /** Keys of places, sorted. */
  readonly holders: readonly string[];
  readonly facts: ReadonlyMap<string, Fact>;
  /** The resource was not acquired where this fact holds. */
  readonly voids: ReadonlyMap<string, Fact>;
  readonly deferred: readonly CallStep[];
  /** A goroutine that was started lets go of it. */
  readonly isSettled: boolean;
  /** Where that goroutine can end without having done so. */
  readonly left: number | undefined;
  /** Where it is kept too, in a place that outlives the function and that nothing in the package releases. */
  readonly stored: Path | undefined;
  /** Where one direction of it is closed. */
  readonly halfClosed: number | undefined;
  /** Where a release is called that does nothing. */
  readonly noOp: { readonly pos: number; readonly function: string } | undefined;
  /** A deferred call lets go of it when the function ends. */
  readonly isDeferred: boolean;
  /** Of a group of goroutines: one may have been started in it. */
  readonly isBusy: boolean;
}

export function stateKey(state: State): string {
  const facts = [...state.facts].map(([key, fact]) => `${key}=${fact}`).sort();
  const voids = [...state.voids].map(([key, fact]) => `${key}=${fact}`).sort();
  const deferred = state.deferred.map(({ pos }) => pos);
  return `${state.holders.join()}|${facts.join()}|${voids.join()}|${deferred.join()}|${state.isSettled}${state.left ?? ''}${state.isDeferred}${state.stored?.key ?? ''}|${state.halfClosed ?? ''}|${state.noOp?.pos ?? ''}|${state.isBusy}`;
}

export function initialState(holders: readonly string[], voids: ReadonlyMap<string, Fact>): State {
  return {
    holders,
    facts: new Map(),
    voids,
    deferred: [],
    isSettled: false,
    left: undefined,
    stored: undefined,
    halfClosed: undefined,
    noOp: undefined,
    isDeferred: false,
    isBusy: false,
  };
}

export function withHolders(state: State, holders: Iterable<string>): State {
  return { ...state, holders: [...new Set(holders)].sort() };
}

export function withFact(state: State, key: string, fact: Fact): State {
  const facts = new Map(state.facts);
  facts.set(key, fact);
  return { ...state, facts };
}

/** Without what is known of a place and of what lies in it. */
export function forget(state: State, key: string): State {
  const facts = new Map([...state.facts].filter(([other]) => !isWithin(other, key)));
  const voids = new Map([...state.voids].filter(([other]) => !isWithin(other, key)));
  return { ...state, facts, voids };
}

/** The state on an edge: undefined where it cannot be taken, `void` where nothing was acquired on it. */
export function assume(
  state: State,
  condition: Condition | undefined,
  isRelevant: (key: string) => boolean,
): State | 'void' | undefined {
  if (condition?.place === undefined || condition.kind === 'opaque') return state;
  const fact: Fact = condition.kind === 'nil' ? (condition.holds ? 'nil' : 'set') : condition.holds ? 'true' : 'false';
  return assumeFact(state, condition.place, fact, isRelevant);
}

export function assumeFact(
  state: State,
  place: Path,
  fact: Fact,
  isRelevant: (key: string) => boolean,
): State | 'void' | undefined {
  const { key } = place;
  const known = state.facts.get(key);
  if (known !== undefined && known !== fact) return undefined;
  const voiding = state.voids.get(key);
  if (voiding === fact) return 'void';
  // A place that holds a resource is not nil.
  if (fact === 'nil' && state.holders.some((holder) => isWithin(holder, key))) return 'void';
  let next = state;
  if (voiding !== undefined) {
    const voids = new Map(state.voids);
    voids.delete(key);
    next = { ...next, voids };
  }
  return isRelevant(key) ? withFact(next, key, fact) : next;
}
