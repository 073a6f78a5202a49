// Places and the things that come to them: what is added to one goes on to whoever listens there, until nothing moves.

import type { Thing } from './asked-values.js';

/** A set of things that grows, and who waits for more. */
export interface Place {
  readonly things: Set<Thing>;
  readonly listeners: ((thing: Thing) => void)[];
}

/** Places that are looked at for all questions together; then the rest is not known. */
const placeLimit = 100_000;
/** And so many things that come to a place. */
const moveLimit = 2_000_000;
/** Things at one place. */
const thingLimit = 48;

export class AskedSolver {
  readonly #any: Thing;
  readonly #places = new Map<string, Place>();
  readonly #queue: (() => void)[] = [];
  #moves = 0;

  /** `any` stands for more things than a place can have. */
  constructor(any: Thing) {
    this.#any = any;
  }

  get isFull(): boolean {
    return this.#places.size >= placeLimit;
  }

  /** So much was asked that some was not looked at. */
  get isCut(): boolean {
    return this.isFull || this.#moves > moveLimit;
  }

  run(): void {
    for (let work = this.#queue.pop(); work !== undefined; work = this.#queue.pop()) {
      if (++this.#moves > moveLimit) {
        this.#queue.length = 0;
        return;
      }
      work();
    }
  }

  add(place: Place, thing: Thing): void {
    if (place.things.has(thing) || place.things.has(this.#any)) return;
    const one = place.things.size >= thingLimit ? this.#any : thing;
    place.things.add(one);
    for (const listener of place.listeners) this.#queue.push(() => listener(one));
  }

  listen(place: Place, listener: (thing: Thing) => void): void {
    place.listeners.push(listener);
    for (const thing of [...place.things]) this.#queue.push(() => listener(thing));
  }

  connect(from: Place, to: Place, change: (thing: Thing) => Thing | undefined = (thing) => thing): void {
    this.listen(from, (thing) => {
      const changed = change(thing);
      if (changed !== undefined) this.add(to, changed);
    });
  }

  /** The place of a key; filled when it is first asked for, or with one thing. */
  place(key: string, fill: Thing | ((place: Place) => void)): Place {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place: Place = { things: new Set(), listeners: [] };
    this.#places.set(key, place);
    if (typeof fill === 'function') this.#queue.push(() => fill(place));
    else this.add(place, fill);
    return place;
  }
}
