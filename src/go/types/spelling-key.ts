// A key under which an instance of a generic type is kept: equal for type arguments that print alike and are identical.
// Unlike typeKey it tells an alias from what it stands for, so that `List[any]` and `List[interface{}]` are two
// objects, each printed as written. It looks at no type set, so that making an instance computes nothing.

import type { Func } from './object.js';
import type { Signature, Tuple, Type } from './type.js';
import { comparableInterface, emptyInterface } from './universe.js';

const ids = new WeakMap<object, number>();
let nextId = 1;

/** A number for an object's identity; depends on the order of questions, so it is for maps only. */
export function identityOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) ids.set(object, (id = nextId++));
  return id;
}

/** How deep the type arguments of an instance are nested, literals and instances in them counted. */
const depths = new WeakMap<object, number>();

export function setInstanceDepth(instance: object, depth: number): void {
  depths.set(instance, depth);
}

export interface Spelling {
  readonly key: string;
  /** The depth of an instance with these type arguments. */
  readonly depth: number;
}

/** Longer keys are not finished: type arguments that double at every step of an expansion stop here. */
export const maxSpelling = 20_000;

/** How deep type arguments may be nested, instances in them counted: real programs stay under ten. */
export const maxNesting = 50;

export function spellingOf(types: readonly Type[]): Spelling {
  const writer = new SpellingWriter();
  for (const type of types) {
    writer.type(type);
    writer.out += ',';
  }
  return { key: writer.out, depth: writer.depth + 1 };
}

class SpellingWriter {
  out = '';
  depth = 0;
  #level = 0;
  readonly #open: Type[] = [];

  type(t: Type): void {
    this.depth = Math.max(this.depth, this.#level);
    if (this.out.length > maxSpelling || this.#level > maxNesting) return;
    this.#level++;
    this.#write(t);
    this.#level--;
  }

  #write(t: Type): void {
    switch (t.kind) {
      case 'Basic':
        this.out += t.name;
        return;
      case 'Named':
      case 'Alias':
        this.depth = Math.max(this.depth, this.#level + (depths.get(t) ?? 0));
        this.out += `#${identityOf(t)}`;
        return;
      case 'TypeParam':
      case 'Unknown':
        this.out += `#${identityOf(t)}`;
        return;
      case 'Array':
        this.out += `[${t.length ?? '?'}]`;
        this.type(t.elem);
        return;
      case 'Slice':
        this.out += '[]';
        this.type(t.elem);
        return;
      case 'Pointer':
        this.out += '*';
        this.type(t.elem);
        return;
      case 'Map':
        this.out += 'map[';
        this.type(t.key);
        this.out += ']';
        this.type(t.elem);
        return;
      case 'Chan':
        this.out += `chan ${t.dir}(`;
        this.type(t.elem);
        this.out += ')';
        return;
      case 'Tuple':
        this.#tuple(t);
        return;
      case 'Union':
        for (const term of t.terms) {
          this.out += term.tilde ? '|~' : '|';
          this.type(term.type);
        }
        return;
      case 'Signature':
        this.out += 'func';
        this.#signature(t);
        return;
      case 'Struct':
        this.#nested(t, () => {
          this.out += 'struct{';
          t.fields.forEach((field, i) => {
            const pkg = field.exported ? '' : (field.pkg?.path ?? '_');
            this.out += `${field.embedded ? '!' : ''}${pkg}.${field.name} `;
            this.type(field.type);
            const tag = t.tags[i] ?? '';
            this.out += tag === '' ? ';' : ` ${JSON.stringify(tag)};`;
          });
          this.out += '}';
        });
        return;
      case 'Interface':
        if (t === emptyInterface || t === comparableInterface) {
          this.out += t === emptyInterface ? 'any' : 'comparable';
          return;
        }
        this.#nested(t, () => {
          this.out += t.implicit ? 'constraint{' : 'interface{';
          for (const method of t.methods) this.#method(method);
          for (const embedded of t.embeddeds) {
            this.type(embedded);
            this.out += ';';
          }
          this.out += '}';
        });
    }
  }

  #method(method: Func): void {
    this.out += `${method.exported ? '' : (method.pkg?.path ?? '_')}.${method.name}`;
    this.#signature(method.type);
    this.out += ';';
  }

  #signature(sig: Signature): void {
    // Type parameters that a signature declares are known by identity: no two declarations share an instance.
    for (const param of sig.typeParams) this.out += `#${identityOf(param)}`;
    this.#tuple(sig.params);
    if (sig.variadic) this.out += '...';
    this.#tuple(sig.results);
  }

  #tuple(tuple: Tuple): void {
    this.out += '(';
    for (const v of tuple.vars) {
      this.out += `${v.name} `;
      this.type(v.type);
      this.out += ',';
    }
    this.out += ')';
  }

  #nested(t: Type, write: () => void): void {
    const level = this.#open.indexOf(t);
    if (level !== -1) {
      this.out += `^${this.#open.length - level}`;
      return;
    }
    this.#open.push(t);
    write();
    this.#open.pop();
  }
}
