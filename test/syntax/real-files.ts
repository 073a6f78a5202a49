// Real Go files: the standard library of the Go that is installed, and the dubbo-go that the example requires. Throws where
// Go is missing, so that tests fail rather than pass by.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceText } from '#base/position.js';

const bidi = fileURLToPath(new URL('../../../examples/dubbo-go-bidi', import.meta.url));

function go(args: readonly string[], cwd?: string): string {
  return execFileSync('go', args, { encoding: 'utf8', maxBuffer: 1 << 30, ...(cwd === undefined ? {} : { cwd }) });
}

export function standardLibrary(): string {
  return join(go(['env', 'GOROOT']).trim(), 'src');
}

export function dubboGo(): string {
  return go(['list', '-m', '-f', '{{.Dir}}', 'dubbo.apache.org/dubbo-go/v3'], bidi).trim();
}

/** The Go files under a folder, without `testdata` and folders at the top named in `except`. */
export function goFiles(root: string, except: readonly string[] = []): string[] {
  const files: string[] = [];
  const visit = (folder: string, names: readonly string[]): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        if (entry.name !== 'testdata' && !names.includes(entry.name)) visit(join(folder, entry.name), []);
      } else if (entry.name.endsWith('.go')) files.push(join(folder, entry.name));
    }
  };
  visit(root, except);
  return files.sort();
}

export function readText(path: string): SourceText {
  return new SourceText(path, path, readFileSync(path), 1);
}

/** Runs a Go program of one file; returns what it prints. */
export function runGoFile(file: string, args: readonly string[]): string {
  return go(['run', file, ...args]);
}
