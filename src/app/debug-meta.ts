// The first line of what `debug` prints: everything that the records below depend on.

import type { DebugRequest } from './request.js';

export function metaLine(
  command: 'types' | 'edges',
  { patterns, settings, tests }: DebugRequest,
  more: Readonly<Record<string, string>>,
): string {
  return JSON.stringify({
    k: 'meta',
    command,
    patterns,
    ...more,
    go: settings.goVersion,
    goos: settings.goos,
    goarch: settings.goarch,
    cgo: settings.cgo ? '1' : '0',
    tags: settings.tags.join(','),
    tests: tests ? '1' : '0',
  });
}

/** The packages whose values may flow in and whose tests are read: those of --main, else the ones that are asked about. */
export function programOf({ main, patterns }: DebugRequest): readonly string[] {
  return main.length > 0 ? main : patterns;
}
