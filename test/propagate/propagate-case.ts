// Whole programs over small modules in memory, followed through `debug edges`. A case is a txtar archive as those of
// test/flow: Go files, and want/edges.txt with
// - `edge CALLER --MODE KIND@LINE--> CALLEE` for every call out of a function of the module,
// - `edge CALLER --MODE KIND--> CALLEE` for every call into it from elsewhere,
// - `!edge CALLER --> CALLEE` for what must not be.
// A file want/tests.txt makes the tests what the program begins with; else it begins with main, or with what a library
// exports. A case that imports more than its own packages is read with the standard library of the installed Go.

import { readFileSync } from 'node:fs';
import { run } from '#app/run.js';
import type { FileSystem } from '#base/file-system.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { hostOf, settings } from '../app/trace-case.js';
import { shorten, wantLines } from '../flow/flow-case.js';
import { memoryFileSystem } from '../support/memory-file-system.js';
import { parseTxtar, type Txtar } from '../support/txtar.js';
import { runGo } from '../workspace/go-command.js';

export interface ProgramCase {
  readonly name: string;
  readonly archive: Txtar;
  readonly tests: boolean;
  readonly tags: readonly string[];
  /** The files of the module by path. */
  readonly files: Readonly<Record<string, string>>;
}

interface EdgeRecord {
  readonly k?: string;
  readonly callerName: string;
  readonly site: string;
  readonly callee: string;
  readonly calleeName: string;
  readonly mode: string;
  readonly kind: string;
}

const root = '/src';
const ownFile = /^example\.com\/m\/([^:]+):(\d+):\d+$/;

export function readProgramCase(path: string): ProgramCase {
  const archive = parseTxtar(readFileSync(path, 'utf8'));
  const files: Record<string, string> = { [`${root}/go.mod`]: 'module example.com/m\n\ngo 1.25\n' };
  for (const file of archive.files) if (!file.name.startsWith('want/')) files[`${root}/${file.name}`] = file.text;
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    archive,
    files,
    tests: archive.files.some((file) => file.name === 'want/tests.txt'),
    tags: wantLines(archive, 'want/tags.txt'),
  };
}

/** The lines of want/edges.txt, in order of the calls; those into the module from elsewhere last. */
export function edgesOf({ files, tests, tags }: ProgramCase): readonly string[] {
  const needsStd = Object.values(files).some((text) =>
    /^(?:import )?\t?(?:\w+ )?"(?!example\.com\/m)[\w/]+"$/m.test(text),
  );
  const goroot = needsStd ? runGo('.', ['env', 'GOROOT']).trim() : undefined;
  const memory = memoryFileSystem(files);
  const outcome = run(
    { command: 'debug-edges', patterns: ['./...'], tests, main: [], settings: { ...settings, tags, goroot } },
    hostOf(goroot === undefined ? memory : beside(memory, diskFileSystem)),
  );
  if (!('lines' in outcome)) throw new Error('debug edges gives lines');
  const isSingle = Object.keys(files).length === 2;
  const out = new Set<string>();
  const into = new Set<string>();
  for (const line of outcome.lines) {
    const edge = JSON.parse(line) as EdgeRecord;
    if (edge.k !== undefined) continue;
    const place = ownFile.exec(edge.site);
    const at = place === null ? '' : isSingle ? `@${place[2]}` : `@${place[1]}:${place[2]}`;
    const text = `edge ${shorten(edge.callerName)} --${edge.mode} ${edge.kind}${at}--> ${shorten(edge.calleeName)}`;
    if (place !== null) out.add(text);
    else if (ownFile.test(edge.callee)) into.add(text);
  }
  return [...out, ...into];
}

/** The module from memory, everything else from the disk. */
function beside(memory: FileSystem, disk: FileSystem): FileSystem {
  const of = (path: string): FileSystem => (path === root || path.startsWith(`${root}/`) ? memory : disk);
  return {
    readFile: (path) => of(path).readFile(path),
    readDirectory: (path) => of(path).readDirectory(path),
    kindOf: (path) => of(path).kindOf(path),
    realPath: (path) => of(path).realPath(path),
  };
}
