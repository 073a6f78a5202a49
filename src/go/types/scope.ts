// Lexical scopes, as go/types' Scope: names declared in a block, with the position from which each can be seen.
// A package's scope is not one of these: its names are looked up in `Package`.

import { compareStrings } from '#base/order.js';
import type { Pos } from '#base/position.js';
import type { GoObject } from './object.js';

interface Entry {
  readonly obj: GoObject;
  readonly scopePos: Pos;
}

export class Scope {
  readonly parent: Scope | undefined;
  readonly pos: Pos;
  readonly end: Pos;
  /** Whether this is a function's outermost scope, which holds its parameters. */
  readonly isFunc: boolean;
  #entries: Map<string, Entry> | undefined;

  constructor(parent: Scope | undefined, pos: Pos = 0, end: Pos = 0, isFunc = false) {
    this.parent = parent;
    this.pos = pos;
    this.end = end;
    this.isFunc = isFunc;
  }

  /** Declares `obj`, visible from `scopePos` on; returns the object of that name already here. `_` is not declared. */
  insert(obj: GoObject, scopePos: Pos = 0): GoObject | undefined {
    if (obj.name === '_') return undefined;
    this.#entries ??= new Map();
    const known = this.#entries.get(obj.name);
    if (known !== undefined) return known.obj;
    this.#entries.set(obj.name, { obj, scopePos });
    return undefined;
  }

  /** The object of this name in this scope alone. */
  lookup(name: string): GoObject | undefined {
    return this.#entries?.get(name)?.obj;
  }

  /** The innermost object of this name that can be seen at `pos`; a `pos` of 0 sees everything. */
  lookupParent(name: string, pos: Pos = 0): { readonly scope: Scope; readonly obj: GoObject } | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const entry = scope.#entries?.get(name);
      if (entry !== undefined && (pos === 0 || entry.scopePos <= pos)) return { scope, obj: entry.obj };
    }
    return undefined;
  }

  /** The declared names in code-unit order. */
  names(): string[] {
    return [...(this.#entries?.keys() ?? [])].sort(compareStrings);
  }
}
