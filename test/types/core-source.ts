// Types for tests, written as Go: a package `p` from one text, with nothing to import.

import assert from 'node:assert/strict';
import { SourceSet } from '#base/position.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import { createChecker } from '#go/types/checker.js';
import type { Const, Func, GoObject, Package } from '#go/types/object.js';
import type { Type } from '#go/types/type.js';

export interface TestPackage {
  readonly pkg: Package;
  object(name: string): GoObject;
  /** The type that a declared name has, or is. */
  type(name: string): Type;
  constant(name: string): Const;
  func(name: string): Func;
}

/** Declares the package; imports other than unsafe are missing. */
export function goPackage(source: string): TestPackage {
  const file = loadSourceFile(new SourceSet().add('p.go', '/p/p.go', Buffer.from(`package p\n${source}`)));
  const checker = createChecker(
    {
      import: (path) =>
        path === 'p'
          ? { path, name: 'p', isStd: false, goVersion: 'go1.26', files: [file] }
          : { path, missing: `There is no package ${path}.` },
    },
    { goarch: 'amd64', goos: 'linux' },
  );
  const pkg = checker.package('p');
  const object = (name: string): GoObject => {
    const found = pkg.lookup(name);
    assert(found, `${name} is declared`);
    return found;
  };
  return {
    pkg,
    object,
    type: (name) => {
      const found = object(name);
      assert('type' in found);
      return found.type;
    },
    constant: (name) => {
      const found = object(name);
      assert(found.kind === 'Const');
      return found;
    },
    func: (name) => {
      const found = object(name);
      assert(found.kind === 'Func');
      return found;
    },
  };
}
