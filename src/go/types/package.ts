// A package with source, indexed by names alone: no declaration is parsed before it is asked for. Methods are found by
// the name of their receiver's base type; a receiver may be written with an alias of it.

import type { SourceFile, Unit } from '#go/syntax/source-file.js';
import type { PackageSource } from './importer.js';
import type { Func, GoObject, Package } from './object.js';
import { type Named, unalias } from './type.js';

/** A name in a declaration: the index-th of `unit.names`. */
interface Declared {
  readonly unit: Unit;
  readonly index: number;
}

export class SourcePackage implements Package {
  readonly path: string;
  readonly name: string;
  readonly isStd: boolean;
  readonly goVersion: string;
  readonly missing: string | undefined;
  /** What each import path written in this package has been found to mean. */
  readonly imports = new Map<string, Package>();
  readonly #source: PackageSource | undefined;
  readonly #objectOf: (unit: Unit, index: number) => GoObject;
  #declared: Map<string, Declared> | undefined;
  readonly #methods = new Map<string, Unit[]>();
  /** Names of receivers that are declared as aliases. */
  readonly #aliases: string[] = [];

  constructor(source: PackageSource, objectOf: (unit: Unit, index: number) => GoObject, missing?: string) {
    this.path = source.path;
    this.name = source.name;
    this.isStd = source.isStd;
    this.goVersion = source.goVersion;
    this.missing = missing;
    this.#source = source;
    this.#objectOf = objectOf;
  }

  get files(): readonly SourceFile[] {
    return this.#source?.files ?? [];
  }

  lookup(name: string): GoObject | undefined {
    const found = this.#index().get(name);
    return found === undefined ? undefined : this.#objectOf(found.unit, found.index);
  }

  names(): readonly string[] {
    return [...this.#index().keys()];
  }

  /** The methods declared on a type of this package, in source order; no body or signature is looked at. */
  methodsOf(named: Named): Func[] {
    this.#index();
    const { name } = named.obj;
    let units = this.#methods.get(name) ?? [];
    for (const alias of this.#aliases) {
      const object = this.lookup(alias);
      const target = object?.kind === 'TypeName' ? unalias(object.type) : undefined;
      if (target === named) units = [...units, ...(this.#methods.get(alias) ?? [])];
    }
    const methods: Func[] = [];
    const seen = new Set<string>();
    for (const unit of units) {
      const method = this.#objectOf(unit, 0);
      if (method.kind !== 'Func' || method.name === '_' || seen.has(method.name)) continue;
      seen.add(method.name);
      methods.push(method);
    }
    return methods;
  }

  #index(): Map<string, Declared> {
    if (this.#declared !== undefined) return this.#declared;
    const declared = new Map<string, Declared>();
    this.#declared = declared;
    for (const file of this.files) {
      for (const unit of file.units) {
        if (unit.recvTypeName !== undefined) {
          const methods = this.#methods.get(unit.recvTypeName);
          if (methods === undefined) this.#methods.set(unit.recvTypeName, [unit]);
          else methods.push(unit);
          continue;
        }
        const { names } = unit;
        for (let index = 0; index < names.length; index++) {
          const name = names[index]?.name ?? '_';
          if (name === '_' || (unit.kind === 'func' && name === 'init') || declared.has(name)) continue;
          declared.set(name, { unit, index });
        }
      }
    }
    for (const name of this.#methods.keys()) {
      const found = declared.get(name);
      if (found !== undefined && found.unit.kind === 'type' && isAliasName(found)) this.#aliases.push(name);
    }
    return declared;
  }
}

/** Whether the name in a type declaration is followed by `=`; only spaces may stand between. */
function isAliasName({ unit, index }: Declared): boolean {
  const name = unit.names[index];
  if (name === undefined) return false;
  const { bytes, base } = unit.file.text;
  let at = name.pos - base + Buffer.byteLength(name.name);
  while (bytes[at] === 32 || bytes[at] === 9) at++;
  return bytes[at] === 61;
}
