// `debug types`: what each identifier, selection and expression of some packages stands for, one JSON line each.

import { compareStrings } from '#base/order.js';
import { type TypeRecord, typeRecords } from '#go/types/records.js';
import { metaLine, programOf } from './debug-meta.js';
import { loadWithTests, matchAll, openProgram } from './open-program.js';
import type { DebugRequest, Host } from './request.js';

/** The meta record, then the records sorted by position, package by package in order of the paths. */
export function* debugTypes(request: DebugRequest, host: Host): Generator<string> {
  const open = openProgram(request.settings, programOf(request), request.tests, host);
  const packages = matchAll(open.workspace, request.patterns);
  yield metaLine('types', request, {});
  host.phase('types');
  const lines: { readonly key: string; readonly text: string }[] = [];
  for (const ref of packages) {
    host.progress(`Checking ${ref.path}`);
    for (const pkg of loadWithTests(open, ref, request.tests)) {
      for (const record of typeRecords(open.checker, pkg, open.sources))
        lines.push({ key: sortKey(record), text: JSON.stringify(record) });
    }
  }
  lines.sort((a, b) => compareStrings(a.key, b.key) || compareStrings(a.text, b.text));
  let last = '';
  for (const { text } of lines) {
    if (text !== last) yield text;
    last = text;
  }
}

/** File, then line and column, of an expression where it starts, as numbers of one width. */
function sortKey({ at }: TypeRecord): string {
  const match = /^(.*?):(\d+):(\d+)/.exec(at);
  return match === null
    ? at
    : `${match[1] ?? ''}\0${(match[2] ?? '').padStart(8, '0')}${(match[3] ?? '').padStart(8, '0')}`;
}
