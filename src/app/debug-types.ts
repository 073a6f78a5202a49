// `debug types`: what each identifier, selection and expression of some packages stands for, one JSON line each.

import { by, compareStrings } from '#base/order.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import { fileRecords } from '#go/types/records.js';
import { metaLine, programOf } from './debug-meta.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { DebugRequest, Host } from './request.js';

/** The meta record, then the records sorted by position, file by file in order of their names. */
export function* debugTypes(request: DebugRequest, host: Host): Generator<string> {
  const open = openProgram(request.settings, programOf(request), request.tests, host);
  const packages = matchAll(open.workspace, request.patterns);
  yield metaLine('types', request, {});
  host.phase('types');
  const files: SourceFile[] = [];
  for (const ref of packages) for (const pkg of loadWithTests(open, ref, request.tests)) files.push(...pkg.files);
  files.sort(by((file) => file.text.name));
  for (const file of files) {
    host.progress(`Checking ${file.text.name}`);
    yield* linesOf(open, file);
  }
}

/** The records of a file in order, each once. */
function* linesOf({ checker, sources }: OpenProgram, file: SourceFile): Generator<string> {
  const lines = fileRecords(checker, file, sources).map(({ pos, record }) => ({ pos, text: JSON.stringify(record) }));
  lines.sort((a, b) => a.pos - b.pos || compareStrings(a.text, b.text));
  let last = '';
  for (const { text } of lines) {
    if (text !== last) yield text;
    last = text;
  }
}
