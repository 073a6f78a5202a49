// Where results, progress and complaints go: standard output or a file, and standard error.

import { closeSync, fstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { UsageError } from '#base/errors.js';

/** JSON lines are gathered to this many characters before they are written. */
const chunkSize = 1 << 16;

/** Throws a `UsageError` if the file could not be written anyway: known before the work, it costs none. */
export function checkOutput(file: string): void {
  const folder = dirname(file);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`The folder ${folder} does not exist; make it, or name another file.`);
  if (!stats.isDirectory()) throw new UsageError(`${folder} is a file; name a file in a folder.`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new UsageError(`${file} is a folder; name a file in it.`);
}

/**
 * Writes to standard output, or to a file that is complete or absent: it is written beside its place and renamed.
 * What is no ordinary file (a device, a pipe) is written to as it is.
 */
export function writeResult(parts: Iterable<string>, file: string | undefined): void {
  if (file === undefined) {
    try {
      writeParts(parts, 1);
    } catch (error) {
      throw unwritable('Standard output', error);
    }
    return;
  }
  checkOutput(file);
  const isOrdinary = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
  // A link stays a link: what it leads to is replaced.
  const target = isOrdinary ? (realPathOf(file) ?? file) : file;
  const written = isOrdinary ? join(dirname(target), `.${basename(target)}.${process.pid}.part`) : target;
  let descriptor: number;
  try {
    descriptor = openSync(written, 'w');
  } catch (error) {
    throw unwritable(file, error);
  }
  try {
    writeParts(parts, descriptor);
    closeSync(descriptor);
    if (isOrdinary) renameSync(written, target);
  } catch (error) {
    if (isOrdinary) rmSync(written, { force: true });
    throw unwritable(file, error);
  }
}

/** What the system refuses is no bug of ours; a reader that went away, and what is made while it is written, is passed on. */
function unwritable(where: string, error: unknown): unknown {
  const code = codeOf(error);
  return code === undefined || code === 'EPIPE'
    ? error
    : new UsageError(`${where} cannot be written: ${message(error)}.`);
}

function realPathOf(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function writeParts(parts: Iterable<string>, descriptor: number): void {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length >= chunkSize) {
      writeAll(descriptor, chunk);
      chunk = '';
    }
  }
  writeAll(descriptor, chunk);
}

/** A pipe may take only part of it, or nothing for now. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** A line that says what is being worked on, overwritten by the next; nothing unless a person watches. */
export interface Progress {
  show(text: string): void;
  clear(): void;
}

/** Milliseconds between two updates: a terminal can show more, an eye cannot. */
const updateInterval = 80;

export function createProgress(isQuiet: boolean): Progress {
  if (isQuiet || !isTerminal(2) || process.env['CI'] !== undefined || process.env['TERM'] === 'dumb') {
    return { show: () => {}, clear: () => {} };
  }
  let shownAt = -Infinity;
  let isShown = false;
  return {
    show: (text) => {
      const now = performance.now();
      // The first line waits a little too: a short run shows nothing.
      if (now < 400 || now - shownAt < updateInterval) return;
      shownAt = now;
      isShown = true;
      const columns = process.stderr.columns ?? 80;
      process.stderr.write(`\r\x1b[K${text.replace(/[\x00-\x1f\x7f-\x9f]/g, '?').slice(0, columns - 1)}`);
    },
    clear: () => {
      if (isShown) process.stderr.write('\r\x1b[K');
      isShown = false;
    },
  };
}

/** Whether a person sees what is written there, without loading the terminal's stream. */
export function isTerminal(descriptor: 1 | 2): boolean {
  try {
    return (
      fstatSync(descriptor).isCharacterDevice() && (descriptor === 1 ? process.stdout : process.stderr).isTTY === true
    );
  } catch {
    return false;
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What the system says of a failed call, without the call. */
export function message(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'it does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'a part of its path is a file';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EFBIG':
      return 'it would be larger than is allowed here';
    case 'EROFS':
      return 'the disk is read-only';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
