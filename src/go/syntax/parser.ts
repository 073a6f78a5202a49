// The one place that knows tree-sitter: loads the native parser and its grammar for Go on first use.
// Leaves out `web-tree-sitter`: where there is no native parser the hand-written one (descent.ts) reads everything.

import { createRequire } from 'node:module';

/** What the lowering uses of a tree-sitter cursor. */
export interface TreeCursor {
  readonly nodeType: string;
  readonly nodeTypeId: number;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

export interface Tree {
  readonly rootNode: { readonly hasError: boolean };
  walk(): TreeCursor;
}

/** A tree-sitter parser for Go. Offsets count the string's code units. */
export interface Parser {
  parse(text: string): Tree | null;
  setLanguage(language: unknown): void;
}

let loaded: Parser | undefined;
let tried = false;

/** The native parser, or undefined where this machine has none. */
export function nativeParser(): Parser | undefined {
  if (tried) return loaded;
  tried = true;
  try {
    const require = createRequire(import.meta.url);
    const NativeParser = require('tree-sitter') as new () => Parser;
    const parser = new NativeParser();
    parser.setLanguage(require('tree-sitter-go'));
    loaded = parser;
  } catch {
    loaded = undefined;
  }
  return loaded;
}
