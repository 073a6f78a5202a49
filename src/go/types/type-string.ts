// Types as text, exactly as go/types' TypeString writes them.

import { utf8ToBytes } from './constant.js';
import { quoteGo } from './constant-string.js';
import type { Package, TypeName } from './object.js';
import type { Signature, Tuple, Type, TypeParam } from './type.js';
import { comparableInterface, emptyInterface, lookupUniverse, unsafePackage } from './universe.js';

/** How a package is written in front of a name; empty for no prefix. */
export type Qualifier = (pkg: Package) => string;

const fullPath: Qualifier = (pkg) => pkg.path;

/** Names of `pkg` without prefix, all others with their full path. */
export function relativeTo(pkg: Package | undefined): Qualifier {
  return (other) => (other === pkg || other.path === pkg?.path ? '' : other.path);
}

/** The package's name, as in source. */
export const packageNameQualifier: Qualifier = (pkg) => pkg.name;

/** The type as go/types prints it; names have the full package path unless a qualifier says otherwise. */
export function typeString(type: Type, qualifier: Qualifier = fullPath): string {
  return new TypeWriter(qualifier, true).type(type);
}

class TypeWriter {
  readonly #qualifier: Qualifier;
  readonly #paramNames: boolean;
  /** Types being written that can hold themselves. */
  readonly #open = new Set<Type>();

  constructor(qualifier: Qualifier, paramNames: boolean) {
    this.#qualifier = qualifier;
    this.#paramNames = paramNames;
  }

  type(t: Type): string {
    switch (t.kind) {
      case 'Basic':
        return t.basic === 'unsafe.Pointer' ? this.#unsafePointer() : t.name;
      case 'Unknown':
        return 'invalid type';
      case 'Array':
        return `[${t.length ?? -1}]${this.type(t.elem)}`;
      case 'Slice':
        return `[]${this.type(t.elem)}`;
      case 'Pointer':
        return `*${this.type(t.elem)}`;
      case 'Map':
        return `map[${this.type(t.key)}]${this.type(t.elem)}`;
      case 'Chan': {
        const elem = this.type(t.elem);
        if (t.dir === 'send') return `chan<- ${elem}`;
        if (t.dir === 'recv') return `<-chan ${elem}`;
        return t.elem.kind === 'Chan' && t.elem.dir === 'recv' ? `chan (${elem})` : `chan ${elem}`;
      }
      case 'Tuple':
        return this.#tuple(t, false);
      case 'Signature':
        return this.#once(t, 'func', () => `func${this.signature(t)}`);
      case 'Union':
        return t.terms.map((term) => `${term.tilde ? '~' : ''}${this.type(term.type)}`).join(' | ');
      case 'TypeParam':
        return lookupUniverse(t.obj.name) === undefined ? t.obj.name : `${t.obj.name}/* type parameter */`;
      case 'Named':
      case 'Alias':
        if (t.typeArgs.length > 0)
          return `${this.#typeName(t.obj)}[${t.typeArgs.map((arg) => this.type(arg)).join(', ')}]`;
        if (t.typeParams.length === 0) return this.#typeName(t.obj);
        return this.#once(t, t.obj.name, () => `${this.#typeName(t.obj)}${this.#typeParams(t.typeParams)}`);
      case 'Struct':
        return this.#once(t, 'struct', () => {
          const fields = t.fields.map((field, i) => {
            const tag = t.tags[i] ?? '';
            const name = field.embedded ? '' : `${field.name} `;
            return `${name}${this.type(field.type)}${tag === '' ? '' : ` ${quoteGo(utf8ToBytes(tag))}`}`;
          });
          return `struct{${fields.join('; ')}}`;
        });
      case 'Interface': {
        if (t === emptyInterface) return 'any';
        if (t === comparableInterface) return 'interface{comparable}';
        return this.#once(t, 'interface', () => {
          const [only] = t.embeddeds;
          if (t.implicit && t.methods.length === 0 && t.embeddeds.length === 1 && only !== undefined)
            return this.type(only);
          const parts = t.methods.map((method) => `${method.name}${this.signature(method.type)}`);
          for (const embedded of t.embeddeds) parts.push(this.type(embedded));
          return `${t.implicit ? '/* implicit */ ' : ''}interface{${parts.join('; ')}}`;
        });
      }
    }
  }

  signature(sig: Signature): string {
    const typeParams = sig.typeParams.length === 0 ? '' : this.#typeParams(sig.typeParams);
    const head = `${typeParams}${this.#tuple(sig.params, sig.variadic)}`;
    const { vars } = sig.results;
    const [first] = vars;
    if (first === undefined) return head;
    if (vars.length === 1 && first.name === '') return `${head} ${this.type(first.type)}`;
    return `${head} ${this.#tuple(sig.results, false)}`;
  }

  #once(t: Type, name: string, write: () => string): string {
    if (this.#open.has(t)) return `<cycle to ${name}>`;
    this.#open.add(t);
    const text = write();
    this.#open.delete(t);
    return text;
  }

  #unsafePointer(): string {
    const prefix = this.#qualifier(unsafePackage);
    return prefix === '' ? 'Pointer' : `${prefix}.Pointer`;
  }

  #typeName(obj: TypeName): string {
    if (obj.pkg === undefined) return obj.name;
    const prefix = this.#qualifier(obj.pkg);
    return prefix === '' ? obj.name : `${prefix}.${obj.name}`;
  }

  #typeParams(list: readonly TypeParam[]): string {
    let out = '[';
    let previous: Type | undefined;
    list.forEach((param, i) => {
      const { constraint } = param;
      if (i > 0) {
        if (constraint !== previous && previous !== undefined) out += ` ${this.type(previous)}`;
        out += ', ';
      }
      previous = constraint;
      out += this.type(param);
    });
    return previous === undefined ? `${out}]` : `${out} ${this.type(previous)}]`;
  }

  #tuple(tuple: Tuple, variadic: boolean): string {
    const last = tuple.vars.length - 1;
    const parts = tuple.vars.map((v, i) => {
      const name = v.name !== '' && this.#paramNames ? `${v.name} ` : '';
      const { type } = v;
      if (!variadic || i !== last) return `${name}${this.type(type)}`;
      return type.kind === 'Slice' ? `${name}...${this.type(type.elem)}` : `${name}${this.type(type)}...`;
    });
    return `(${parts.join(', ')})`;
  }
}
