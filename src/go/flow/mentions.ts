// The declarations in which a word stands, found by searching the text of packages, as far as somebody wants to know.

import { FileWords, toWord, type Word } from '#go/syntax/file-words.js';
import type { SourceFile, Unit } from '#go/syntax/source-file.js';
import { afterDot, assigned, called, literal, set } from '#go/syntax/word-standing.js';
import type { Package } from '#go/types/object.js';
import type { ProgramSource } from './program-source.js';

/**
 * How a word must stand in the text to count: anywhere as a name, after a dot, before a parenthesis, where a field
 * or variable is set: `.f =`, `f:`, where a field is assigned to: `.f =`, or where it may be the type of a literal.
 */
export type Mention = 'name' | 'selector' | 'call' | 'store' | 'assignment' | 'literal';

/** The ways in which a word must stand, as bits. */
export const waysOf: Readonly<Record<Mention, number>> = {
  name: 0,
  selector: afterDot,
  call: called,
  store: set,
  assignment: assigned,
  literal,
};

/** Searches files for words. */
export class TextSearch {
  readonly source: ProgramSource;
  readonly #packageOf: (path: string) => Package;
  readonly #words = new Map<SourceFile, FileWords>();

  constructor(source: ProgramSource, packageOf: (path: string) => Package) {
    this.source = source;
    this.#packageOf = packageOf;
  }

  /** The declarations of a package that hold a word, in the order of its files. */
  collect(path: string, word: Word, as: Mention, isHome: boolean, into: Unit[]): void {
    for (const file of this.#packageOf(path).files) {
      // In other packages a name stands after a dot, but for keys of literals.
      const isQualified = as === 'name' && !isHome && !file.imports.some((spec) => spec.name?.name === '.');
      const ways = isQualified ? afterDot : waysOf[as];
      if (!this.source.fileHoldsWord(file.text.path, word.text, ways)) continue;
      let words = this.#words.get(file);
      if (words === undefined) {
        words = new FileWords(file);
        this.#words.set(file, words);
      }
      words.collect(word, ways, into);
    }
  }
}

/** Found package by package, in code-unit order of their paths; within one in the order of its files. */
export class Mentions {
  readonly #search: TextSearch;
  readonly #word: Word;
  readonly #home: string;
  readonly #as: Mention;
  readonly #paths: readonly string[];
  readonly #found: Unit[] = [];
  #next = 0;

  /** `home` is the package that declares the word. */
  constructor(search: TextSearch, word: string, home: string, as: Mention, paths: readonly string[]) {
    this.#search = search;
    this.#word = toWord(word);
    this.#home = home;
    this.#as = as;
    this.#paths = paths;
  }

  /** The index-th declaration; undefined behind the last. */
  at(index: number): Unit | undefined {
    while (index >= this.#found.length && this.#next < this.#paths.length) this.#more();
    return this.#found[index];
  }

  all(): readonly Unit[] {
    while (this.#next < this.#paths.length) this.#more();
    return this.#found;
  }

  #more(): void {
    const path = this.#paths[this.#next++] ?? '';
    this.#search.collect(path, this.#word, this.#as, path === this.#home, this.#found);
  }
}
