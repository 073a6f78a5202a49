// Reading JSON lines, plain or gzipped, one record at a time.

import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** The records of a file in order; the first, which says under which conditions the others hold, is left out. */
export async function* readRecords(path) {
  const bytes = createReadStream(path);
  const text = isGzipped(path) ? bytes.pipe(createGunzip()) : bytes;
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const record = JSON.parse(line);
    if (record.k !== 'meta') yield record;
  }
}

function isGzipped(path) {
  const file = openSync(path);
  try {
    const start = Buffer.alloc(2);
    return readSync(file, start, 0, 2, 0) === 2 && start.readUInt16BE() === 0x1f8b;
  } finally {
    closeSync(file);
  }
}

/** The file of `FILE:LINE…`. */
export function fileOf(position) {
  return position.slice(0, position.indexOf(':'));
}

/** `FILE:LINE` of `FILE:LINE:COLUMN`, and of itself. */
export function lineOf(position) {
  const [file, line] = position.split(':');
  return `${file}:${line}`;
}
