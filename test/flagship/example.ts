// The flagship question, asked of examples/dubbo-go-bidi as the command asks it, and short ways to look at the answer.
// Needs a Go installation and the example's modules in the module cache; fails without, since nothing else is tested here.

import assert from 'node:assert/strict';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BuildSettings, TraceRequest } from '#app/request.js';
import { run } from '#app/run.js';
import type { FileSystem } from '#base/file-system.js';
import { diskFileSystem } from '#cli/disk-file-system.js';
import { readGoEnvironment } from '#cli/go-environment.js';
import type { Chain, EdgeRecord, Hop, Location, Report } from '#report/report.js';

/** The repository's top folder, seen from the compiled test. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const example = `${root}examples/dubbo-go-bidi`;
export const question = 'BidiStreamForClient.CloseRequest';

/** For linux/amd64 without cgo on every machine, so that the files that are read are the same. */
export const settings: BuildSettings = {
  dir: example,
  ...readGoEnvironment(process.env, diskFileSystem, { goos: 'linux', goarch: 'amd64', cgo: false, tags: [] }),
};

/** The example's modules, and where their sources are. */
const modules = new Map([
  ['dubbo.apache.org/dubbo-go/v3@v3.2.0-rc2/', 'the Triple client'],
  ['golang.org/x/net@v0.23.0/', 'HTTP/2'],
]);

/** The absolute path of a file of the report. */
export function sourcePath(file: string): string {
  assert.ok(settings.goroot !== undefined, 'Go is needed to read its standard library: see https://go.dev/dl/');
  assert.ok(
    settings.modcache !== undefined,
    'There is no module cache: run `go mod download` in examples/dubbo-go-bidi.',
  );
  if (file.startsWith('std/')) return `${settings.goroot}/src/${file.slice('std/'.length)}`;
  const own = 'example.com/dubbo-go-bidi/';
  return file.startsWith(own) ? `${example}/${file.slice(own.length)}` : `${settings.modcache}/${file}`;
}

export function ask(more: Partial<TraceRequest> = {}, fs: FileSystem = diskFileSystem): Report {
  for (const [module, what] of modules) {
    const found = diskFileSystem.kindOf(sourcePath(module)) === 'directory';
    assert.ok(
      found,
      `${module} (${what}) is not in the module cache: run \`go mod download\` in examples/dubbo-go-bidi.`,
    );
  }
  const request: TraceRequest = {
    command: 'trace',
    roots: [question],
    sameGoroutine: false,
    up: false,
    detail: 'normal',
    main: [],
    assume: [],
    tests: false,
    settings,
    ...more,
  };
  const outcome = run(request, { fs, version: '0.0.0', progress: () => {}, phase: () => {} });
  assert.ok('report' in outcome);
  return outcome.report;
}

/** Short for the packages of the chain, as the expectations spell them. */
const packages: readonly (readonly [string, string])[] = [
  ['T', 'dubbo.apache.org/dubbo-go/v3/protocol/triple/triple_protocol'],
  ['H', 'golang.org/x/net/http2'],
  ['main', 'example.com/dubbo-go-bidi'],
];

/** The go/ssa name of a function of the report, with the long packages shortened to `T`, `H` and `main`. */
export function nameOf(report: Report, id: number | undefined): string {
  let name = report.functions.find((one) => one.id === id)?.name ?? '?';
  for (const [short, long] of packages) name = name.replaceAll(long, short);
  return name;
}

export function edgeOf(report: Report, id: number | undefined): EdgeRecord {
  const edge = report.edges.find((one) => one.id === id);
  assert.ok(edge !== undefined, `edge ${id}`);
  return edge;
}

export function onlyChain(report: Report): Chain {
  const [chain, ...others] = report.chains;
  assert.ok(chain !== undefined && others.length === 0);
  return chain;
}

/** `duplex_http_call.go:255`. */
export function lineOf(at: Location | undefined): string {
  return at === undefined ? '?' : `${at.file.slice(at.file.lastIndexOf('/') + 1)}:${at.line}`;
}

/** A hop as the expectations write it: the function's name, after `go ` or `defer ` where it is called so. */
export function hopText(report: Report, hop: Hop): string {
  const kind = hop.edge === undefined ? 'call' : edgeOf(report, hop.edge).kind;
  return `${kind === 'call' ? '' : `${kind} `}${nameOf(report, hop.function)}`;
}

/** Follows the texts downwards from `from`, each of a child of the hop before; the last hop. Fails where one is missing. */
export function follow(report: Report, from: Hop | undefined, ...texts: readonly string[]): Hop {
  const { hops } = onlyChain(report);
  let at = from;
  for (const text of texts) {
    const children = hops.filter((hop) => hop.parent === at?.id);
    const next = children.find((hop) => hopText(report, hop) === text);
    const seen = children.map((hop) => hopText(report, hop)).join(', ');
    assert.ok(
      next !== undefined,
      `below ${at === undefined ? 'nothing' : hopText(report, at)}: ${text} is not among ${seen}`,
    );
    at = next;
  }
  assert.ok(at !== undefined);
  return at;
}

/** The hops from a root down to this one. */
export function wayTo(report: Report, hop: Hop): Hop[] {
  const { hops } = onlyChain(report);
  const parent = hops.find((one) => one.id === hop.parent);
  return parent === undefined ? [hop] : [...wayTo(report, parent), hop];
}
