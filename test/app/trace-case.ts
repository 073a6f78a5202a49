// Traces of small modules in memory, over a standard library of a few lines. A case is a txtar archive: Go files, and
// `want/*` sections whose first line is the command and whose rest is what it prints.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BuildSettings, Host, Outcome, Request, TraceRequest } from '#app/request.js';
import { run } from '#app/run.js';
import type { FileSystem } from '#base/file-system.js';
import { defaultRenderOptions, type RenderOptions } from '#render/options.js';
import { renderTree } from '#render/tree.js';
import { checkReport } from '#report/check-report.js';
import type { Report } from '#report/report.js';
import { type MemoryOptions, memoryFileSystem } from '../support/memory-file-system.js';
import { txtarFiles } from '../support/txtar.js';

/** The folder of the sources, from where the compiled test lies. */
export const here = fileURLToPath(new URL('../../../test/app/', import.meta.url));

const std = txtarFiles(readFileSync(`${here}std.txtar`, 'utf8'), '/go');

export const settings: BuildSettings = {
  dir: '/src',
  goroot: '/go',
  goVersion: 'go1.26.8',
  modcache: undefined,
  goos: 'linux',
  goarch: 'amd64',
  tags: [],
  cgo: false,
  workFile: undefined,
  modMode: undefined,
  experiments: undefined,
  origins: [],
};

/** The files of a case and the standard library; `-- go.mod --` is made if there is none. */
export function filesOf(archive: string): Record<string, string> {
  const files = txtarFiles(archive);
  return { '/src/go.mod': 'module example.com/m\n\ngo 1.21\n', ...std, ...files };
}

export function hostOf(fs: FileSystem): Host {
  return { fs, version: '0.0.0', progress: () => {}, phase: () => {} };
}

export function runIn(files: Record<string, string>, request: Request, options?: MemoryOptions): Outcome {
  return run(request, hostOf(memoryFileSystem(files, options)));
}

/** The report of a trace, which has also been read back. */
export function traceIn(files: Record<string, string>, words: readonly string[], options?: MemoryOptions): Report {
  const outcome = runIn(files, traceRequest(words), options);
  if (!('report' in outcome)) throw new Error('a trace gives a report');
  return checkReport(JSON.parse(JSON.stringify(outcome.report)));
}

/** `trace ROOT --to X --detail full …` as a request; only what the cases use. */
export function traceRequest(words: readonly string[], more: Partial<BuildSettings> = {}): TraceRequest {
  const [command, ...rest] = words;
  const roots: string[] = [];
  const values = new Map<string, string>();
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    if (!word.startsWith('--')) roots.push(word);
    else if (word === '--up' || word === '--same-goroutine' || word === '--tests') values.set(word, 'true');
    else values.set(word, rest[++i] ?? '');
  }
  const to = values.get('--to');
  const why = values.get('--why');
  const depth = values.get('--depth');
  const detail = values.get('--detail');
  const assume = values.get('--assume')?.split('=');
  return {
    command: command === 'explain' ? 'explain' : 'trace',
    roots,
    ...(to === undefined ? {} : { to }),
    sameGoroutine: values.has('--same-goroutine'),
    ...(why === undefined ? {} : { why }),
    up: values.has('--up'),
    ...(depth === undefined ? {} : { depth: Number(depth) }),
    detail: detail === 'full' || detail === 'brief' ? detail : 'normal',
    main: (values.get('--main') ?? '').split(' ').filter((word) => word !== ''),
    assume: assume === undefined ? [] : [{ field: assume[0] ?? '', type: assume[1] ?? '' }],
    tests: values.has('--tests'),
    settings: { ...settings, ...more },
  };
}

export function render(report: Report, more: Partial<RenderOptions> = {}): string {
  return renderTree(report, { ...defaultRenderOptions, columns: 110, ...more });
}
