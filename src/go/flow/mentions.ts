// The declarations in which a word stands, found by searching the text of packages, as far as somebody wants to know.

import type { Unit } from '#go/syntax/source-file.js';
import type { Package } from '#go/types/object.js';
import type { ProgramSource } from './program-source.js';

function isWordByte(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    ((byte >= 48 && byte <= 57) ||
      (byte >= 65 && byte <= 90) ||
      (byte >= 97 && byte <= 122) ||
      byte === 95 ||
      byte >= 128)
  );
}

/**
 * How a word must stand in the text to count: anywhere as a name, after a dot, before a parenthesis, or where a field
 * or variable is set: `.f =`, `f:`.
 */
export type Mention = 'name' | 'selector' | 'call' | 'store' | 'qualified';

/** In other packages a name stands after a dot, but for keys of literals. */
function outside(as: Mention): Mention {
  return as === 'name' ? 'qualified' : as;
}

function collectUnits(bytes: Uint8Array, word: Buffer, units: readonly Unit[], into: Unit[], as: Mention): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const dotImport = units[0]?.file.imports.some((spec) => spec.name?.name === '.') ?? false;
  let last: Unit | undefined;
  let next = 0;
  for (let at = buffer.indexOf(word); at !== -1; at = buffer.indexOf(word, at + word.length)) {
    const end = at + word.length;
    if (isWordByte(bytes[at - 1]) || isWordByte(bytes[end]) || !standsAs(bytes, at, end, as, dotImport)) continue;
    for (; next < units.length; next++) {
      const unit = units[next];
      if (unit === undefined || unit.end - unit.file.text.base > at) break;
    }
    const unit = units[next];
    if (unit === undefined) return;
    if (unit === last || at < unit.pos - unit.file.text.base) continue;
    last = unit;
    into.push(unit);
  }
}

function standsAs(bytes: Uint8Array, at: number, end: number, as: Mention, dotImport: boolean): boolean {
  if (as === 'name') return true;
  const isAfterDot = bytes[at - 1] === 46;
  if (as === 'qualified') return isAfterDot || dotImport;
  let after = end;
  while (bytes[after] === 32 || bytes[after] === 9) after++;
  const byte = bytes[after];
  if (as === 'call') return isAfterDot && (byte === 40 || byte === 91);
  if (as === 'selector') return isAfterDot;
  // A store: `.f = v`, `.f, .g = v`, `f: v`; `=` alone after a name is an assignment to a variable.
  if (byte === 58) return bytes[after + 1] !== 61;
  if (byte === 61) return bytes[after + 1] !== 61;
  return byte === 44;
}


/** Found package by package, in code-unit order of their paths; within one in the order of its files. */
export class Mentions {
  readonly #word: string;
  readonly #bytes: Buffer;
  readonly #home: string;
  readonly #as: Mention;
  readonly #paths: readonly string[];
  readonly #source: ProgramSource;
  readonly #package: (path: string) => Package;
  readonly #found: Unit[] = [];
  #next = 0;

  /** `home` is the package that declares the word; in others it stands after a dot. */
  constructor(
    word: string,
    home: string,
    as: Mention,
    paths: readonly string[],
    source: ProgramSource,
    packageOf: (path: string) => Package,
  ) {
    this.#word = word;
    this.#bytes = Buffer.from(word);
    this.#home = home;
    this.#as = as;
    this.#paths = paths;
    this.#source = source;
    this.#package = packageOf;
  }

  /** The index-th declaration; undefined behind the last. */
  at(index: number): Unit | undefined {
    while (index >= this.#found.length && this.#next < this.#paths.length) this.#search();
    return this.#found[index];
  }

  all(): readonly Unit[] {
    while (this.#next < this.#paths.length) this.#search();
    return this.#found;
  }

  /** Searches one more package. */
  #search(): void {
    const path = this.#paths[this.#next++] ?? '';
    if (!this.#source.holdsWord(path, this.#word)) return;
    const as = path === this.#home ? this.#as : outside(this.#as);
    for (const file of this.#package(path).files)
      if (this.#source.fileHoldsWord(file.text.path, this.#word))
        collectUnits(file.text.bytes, this.#bytes, file.units, this.#found, as);
  }
}
