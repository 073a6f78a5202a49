// `debug types`: what each identifier, selection and expression of some packages stands for, one JSON line each.

import { by, compareStrings } from '#base/order.js';
import { type TypeRecord, typeRecords } from '#go/types/records.js';
import { metaLine } from './debug-meta.js';
import { matchAll, openProgram } from './open-program.js';
import type { DebugRequest, Host } from './request.js';

/** The meta record, then the records sorted by position, package by package in order of the paths. */
export function* debugTypes(request: DebugRequest, host: Host): Generator<string> {
  const open = openProgram(request.settings, request.main, request.tests, host);
  const packages = matchAll(open.workspace, request.patterns);
  yield metaLine('types', request, {});
  host.phase('types');
  const lines: { readonly key: string; readonly text: string }[] = [];
  for (const ref of packages) {
    host.progress(`Checking ${ref.path}`);
    const pkg = open.checker.packageOf(open.program.load(ref));
    for (const record of typeRecords(open.checker, pkg, open.sources)) {
      const text = JSON.stringify(record);
      lines.push({ key: sortKey(record), text });
    }
  }
  lines.sort((a, b) => compareStrings(a.key, b.key) || by<typeof a, string>(({ text }) => text)(a, b));
  for (const { text } of lines) yield text;
}

/** File, then line and column as numbers of one width. */
function sortKey({ at }: TypeRecord): string {
  const match = /^(.*?):(\d+):(\d+)(.*)$/.exec(at);
  return match === null ? at : `${match[1] ?? ''}\0${(match[2] ?? '').padStart(8, '0')}${(match[3] ?? '').padStart(8, '0')}${match[4] ?? ''}`;
}
