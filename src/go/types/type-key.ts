// A string for each type that is equal for identical types and no others, for use as a map key. It depends on the order
// in which types are first asked about: never print or sort by it. Each Unknown has a key of its own.

import { compareStrings } from '#base/order.js';
import { objectId, typeSet } from './identical.js';
import type { Func } from './object.js';
import { identityOf } from './spelling-key.js';
import { type Interface, type Signature, type Tuple, type Type, type TypeParam, unalias } from './type.js';

const keys = new WeakMap<Type, string>();

/** Long keys are numbered: types that name one another twice would otherwise double their length at each step. */
const longKeys = new Map<string, string>();
const maxKeyLength = 200;

/** Aliases can nest types deeper than the stack; what lies deeper is told apart by object. */
const maxDepth = 400;

/** The type's key; kept per type object. */
export function typeKey(t: Type): string {
  return keys.get(t) ?? new KeyWriter().type(t);
}

class KeyWriter {
  /** Type parameters of the signatures around, innermost last: they are known by position. */
  readonly #bound: TypeParam[] = [];
  readonly #open: Interface[] = [];
  #depth = 0;
  /** Whether what was written since this was last set to false depends on what lies around it. */
  #depends = false;

  type(type: Type): string {
    const t = unalias(type);
    if (t.kind === 'Basic') return t.basic;
    const known = keys.get(t);
    if (known !== undefined) return known;
    if (this.#depth >= maxDepth) {
      const key = `?${identityOf(t)}`;
      keys.set(t, key);
      return key;
    }
    const outer = this.#depends;
    this.#depends = false;
    this.#depth++;
    let key = this.#write(t);
    this.#depth--;
    if (key.length > maxKeyLength) {
      const long = key;
      key = longKeys.get(long) ?? `~${longKeys.size}`;
      longKeys.set(long, key);
    }
    if (!this.#depends) keys.set(t, key);
    this.#depends ||= outer;
    return key;
  }

  #write(t: Type): string {
    switch (t.kind) {
      case 'Basic':
        return t.basic;
      case 'Named':
        return t.typeArgs.length === 0
          ? `#${identityOf(t)}`
          : `#${identityOf(t.origin)}[${t.typeArgs.map((arg) => this.type(arg)).join(',')}]`;
      case 'TypeParam': {
        const index = this.#bound.lastIndexOf(t);
        if (index === -1) return `#${identityOf(t)}`;
        this.#depends = true;
        return `$${index}`;
      }
      case 'Unknown':
      case 'Alias':
        return `?${identityOf(t)}`;
      case 'Array':
        return t.length === undefined ? `?${identityOf(t)}` : `[${t.length}]${this.type(t.elem)}`;
      case 'Slice':
        return `[]${this.type(t.elem)}`;
      case 'Pointer':
        return `*${this.type(t.elem)}`;
      case 'Map':
        return `map[${this.type(t.key)}]${this.type(t.elem)}`;
      case 'Chan':
        return `chan ${t.dir}(${this.type(t.elem)})`;
      case 'Tuple':
        return this.#tuple(t);
      case 'Signature':
        return `func${this.#signature(t)}`;
      case 'Union':
        return t.terms
          .map((term) => `${term.tilde ? '~' : ''}${this.type(term.type)}`)
          .sort(compareStrings)
          .join('|');
      case 'Struct': {
        const fields = t.fields.map((field, i) => {
          const tag = t.tags[i] ?? '';
          const name = `${field.embedded ? '!' : ''}${objectId(field.pkg, field.name)}`;
          return `${name} ${this.type(field.type)}${tag === '' ? '' : JSON.stringify(tag)}`;
        });
        return `struct{${fields.join(';')}}`;
      }
      case 'Interface':
        return this.#interface(t);
    }
  }

  #interface(t: Interface): string {
    const level = this.#open.indexOf(t);
    if (level !== -1) {
      this.#depends = true;
      return `^${this.#open.length - level}`;
    }
    const set = typeSet(t);
    if (set.unknown) return `?${identityOf(t)}`;
    this.#open.push(t);
    const parts = set.methods.map(
      (method: Func) => `${objectId(method.pkg, method.name)}${this.#signature(method.type)}`,
    );
    if (set.comparable) parts.push('comparable');
    if (set.terms !== 'all') {
      const terms = set.terms.map((term) => `${term.tilde ? '~' : ''}${this.type(term.type)}`);
      parts.push(`|${terms.sort(compareStrings).join('|')}`);
    }
    this.#open.pop();
    return `interface{${parts.join(';')}}`;
  }

  #signature(sig: Signature): string {
    this.#bound.push(...sig.typeParams);
    const bounds = sig.typeParams.map((param) => this.type(param.constraint)).join(',');
    const head = sig.typeParams.length === 0 ? '' : `[${bounds}]`;
    const text = `${head}${this.#tuple(sig.params)}${sig.variadic ? '...' : ''}${this.#tuple(sig.results)}`;
    this.#bound.length -= sig.typeParams.length;
    return text;
  }

  #tuple(tuple: Tuple): string {
    return `(${tuple.vars.map((v) => this.type(v.type)).join(',')})`;
  }
}
