// The real disk behind `FileSystem`. Synchronous, since an analysis asks for one file after the other. Paths are written
// with `/`, also on Windows.

import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import type { DirectoryEntry, FileKind, FileProblem, FileSystem } from '#base/file-system.js';
import { compareStrings } from '#base/order.js';

/** No Go source comes near this; it keeps a stray data file from filling the memory. */
const maxFileSize = 256 * 1024 * 1024;

const none = { throwIfNoEntry: false } as const;

/**
 * A `FileSystem` over the disk, which only reads. `readStart` gives the first bytes only, good until its next call;
 * `readRange` gives a part of a file, however large that is.
 */
export const diskFileSystem = { readFile, readStart, readRange, readDirectory, kindOf, realPath } satisfies FileSystem &
  Record<string, unknown>;

function readFile(path: string): Uint8Array | FileProblem {
  return withFile(path, (file) => {
    const stats = fstatSync(file);
    if (!stats.isFile()) return 'not-a-file';
    if (stats.size > maxFileSize) return 'too-large';
    return readOpen(file, stats.size);
  });
}

let startBuffer = Buffer.alloc(0);

/** Without the `stat` and the allocation of `readFile`, which are half of what a small read costs. */
function readStart(path: string, length: number): Uint8Array | FileProblem {
  if (startBuffer.length < length) startBuffer = Buffer.alloc(length);
  return withFile(path, (file) => startBuffer.subarray(0, readSync(file, startBuffer, 0, length, null)));
}

function readRange(path: string, start: number, length: number): Uint8Array | FileProblem {
  return withFile(path, (file) => {
    const bytes = Buffer.allocUnsafeSlow(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, start));
  });
}

/** Opens a file, hands it to `read`, and closes it in any case. */
function withFile(path: string, read: (file: number) => Uint8Array | FileProblem): Uint8Array | FileProblem {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return toProblem(error);
  }
  try {
    return read(file);
  } catch (error) {
    return toProblem(error);
  } finally {
    closeSync(file);
  }
}

function readOpen(file: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return length === size ? bytes : bytes.subarray(0, length);
}

function readDirectory(path: string): readonly DirectoryEntry[] | FileProblem {
  try {
    const entries = readdirSync(path, { withFileTypes: true }).map((entry): DirectoryEntry => {
      const { name } = entry;
      if (entry.isFile()) return { name, kind: 'file' };
      if (entry.isDirectory()) return { name, kind: 'directory' };
      return { name, kind: entry.isSymbolicLink() ? (kindOf(`${path}/${name}`) ?? 'other') : 'other' };
    });
    return entries.sort((a, b) => compareStrings(a.name, b.name));
  } catch (error) {
    return toProblem(error);
  }
}

function kindOf(path: string): FileKind | undefined {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, none);
  } catch {
    return undefined;
  }
  if (stats === undefined) return undefined;
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}

function toProblem(error: unknown): FileProblem {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return 'not-found';
    case 'ENOTDIR':
      return 'not-found';
    case 'EACCES':
      return 'no-permission';
    case 'EPERM':
      return 'no-permission';
    case 'EISDIR':
      return 'not-a-file';
    default:
      return 'unreadable';
  }
}
