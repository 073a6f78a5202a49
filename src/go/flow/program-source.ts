// What the flow analysis wants to know of a program as a whole.

/** The program's packages, as the layer below the flow analysis needs them. */
export interface ProgramSource {
  /** Import paths of the program's packages that import `path`, directly or not, and `path` itself; in code-unit order. */
  packagesSeeing(path: string): readonly string[];
  /**
   * Of the packages that see `path` those that hold the word standing in one of the ways (word-standing.ts), or anyhow for
   * 0; in code-unit order. May name one that does not.
   */
  packagesHolding(word: string, path: string, ways: number): readonly string[];
  /** Whether a file of the package holds the word (as bytes; it may stand in a comment) so. */
  holdsWord(packagePath: string, word: string, ways?: number): boolean;
  /** The same of one file; may say yes where the answer is no. */
  fileHoldsWord(path: string, word: string, ways: number): boolean;
  /** Whether the package belongs to the programs whose values may flow in. */
  isMain(packagePath: string): boolean;
  /** Whether values of the package's types may come from outside Go code. */
  isOpaque(packagePath: string): boolean;
  /** Whether code outside the program can call the package's exported functions. */
  isLibrary(packagePath: string): boolean;
}
