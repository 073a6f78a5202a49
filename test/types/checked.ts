// Go packages in memory for tests of the checker: made from a txtar archive, whose folders are packages of the module
// example.com.

import { SourceSet } from '#base/position.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import { type Checker, createChecker } from '#go/types/checker.js';
import type { PackageSource } from '#go/types/importer.js';
import type { Txtar } from '../support/txtar.js';

const encoder = new TextEncoder();

export interface Checked {
  readonly checker: Checker;
  readonly sources: SourceSet;
  /** The packages that the checker has asked for, in order. */
  readonly imported: readonly string[];
}

/** A checker over the Go files of an archive. */
export function checkArchive(archive: Txtar): Checked {
  const sources = new SourceSet();
  const files = new Map<string, SourceFile[]>();
  for (const { name, text } of archive.files) {
    if (!name.endsWith('.go')) continue;
    const file = loadSourceFile(sources.add(name, name, encoder.encode(text)));
    const path = `example.com/${name.slice(0, name.lastIndexOf('/'))}`;
    const others = files.get(path);
    if (others === undefined) files.set(path, [file]);
    else others.push(file);
  }
  const packages = new Map<string, PackageSource>();
  for (const [path, list] of files) {
    packages.set(path, {
      path,
      name: list[0]?.packageName.name ?? '_',
      isStd: false,
      goVersion: 'go1.26',
      files: list,
    });
  }
  const imported: string[] = [];
  const checker = createChecker(
    {
      import: (path) => {
        imported.push(path);
        return packages.get(path) ?? { path, missing: `There is no source for ${path}.` };
      },
    },
    { goarch: 'amd64', goos: 'linux' },
  );
  return { checker, sources, imported };
}

/** A checker over one file of package p. */
export function checkText(text: string): Checked {
  return checkArchive({ comment: '', files: [{ name: 'p/p.go', text }] });
}
