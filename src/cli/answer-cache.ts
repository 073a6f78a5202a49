// Reports of earlier runs, on disk. A report is given again only if the program, the request and every file and folder
// that it was made from are what they were, byte for byte; so with the cache or without it, the answer is the same.
//
// An entry is one file: a line with the digest of the rest, a line with what was read, and the report. It is written beside
// its place and renamed, so that two processes never see half of one. What cannot be read, written or believed is as if it
// were not there.

import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkReport } from '#report/check-report.js';
import type { Report } from '#report/report.js';
import { type PartReader, type Read, stillHold } from './recorded-reads.js';

/** All entries together, in bytes: some hundred reports. The least recently used go first. */
const sizeLimit = 256 * 1024 * 1024;
/** No single report comes near it; a larger one would push out all others. */
const entryLimit = 32 * 1024 * 1024;
const ending = '.answer';

export interface AnswerCache {
  /** The report of an earlier run, if everything that it was made from is unchanged. */
  find(): Report | undefined;
  keep(report: Report, reads: readonly Read[]): void;
}

/**
 * Where entries are kept: `LOOSE_ENDS_CACHE` (`off` for none), or the folder that the system has for caches. Undefined
 * where there is none.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const named = environment['LOOSE_ENDS_CACHE'];
  if (named !== undefined && named !== '') return named === 'off' ? undefined : named;
  const xdg = environment['XDG_CACHE_HOME'];
  if (xdg?.startsWith('/') === true) return join(xdg, 'loose-ends');
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'];
    return local === undefined || local === '' ? undefined : join(local, 'loose-ends', 'cache');
  }
  const home = homedir();
  if (home === '') return undefined;
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'loose-ends') : join(home, '.cache', 'loose-ends');
}

/** The cache for one request; `program` is what makes the answer: other code, other answers. */
export function answerCache(folder: string, program: string, request: unknown, fs: PartReader): AnswerCache {
  const key = sha256(`${program}\n${JSON.stringify(request)}`);
  const file = join(folder, `${key}${ending}`);
  return {
    find: () => {
      const entry = readEntry(file);
      if (entry === undefined || !stillHold(entry.reads, fs)) return undefined;
      // What was used last goes last.
      quietly(() => {
        const now = new Date();
        utimesSync(file, now, now);
      });
      return entry.report;
    },
    keep: (report, reads) => {
      const rest = `${JSON.stringify(reads)}\n${JSON.stringify(report)}\n`;
      if (rest.length > entryLimit) return;
      quietly(() => {
        mkdirSync(folder, { recursive: true });
        const part = join(folder, `${key}.${randomBytes(6).toString('hex')}.part`);
        try {
          writeFileSync(part, `${sha256(rest)}\n${rest}`, { flag: 'wx' });
          renameSync(part, file);
        } finally {
          rmSync(part, { force: true });
        }
        makeRoom(folder);
      });
    },
  };
}

function readEntry(file: string): { readonly reads: readonly Read[]; readonly report: Report } | undefined {
  return quietly(() => {
    const text = readFileSync(file, 'utf8');
    const first = text.indexOf('\n');
    const second = text.indexOf('\n', first + 1);
    if (first < 0 || second < 0 || sha256(text.slice(first + 1)) !== text.slice(0, first)) return undefined;
    const reads = readsOf(JSON.parse(text.slice(first + 1, second)));
    return reads === undefined ? undefined : { reads, report: checkReport(JSON.parse(text.slice(second + 1))) };
  });
}

function readsOf(value: unknown): readonly Read[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isRead = (read: unknown): boolean =>
    Array.isArray(read) && read.length === 3 && read.every((part) => typeof part === 'string');
  return value.every(isRead) ? (value as readonly Read[]) : undefined;
}

/** Parts older than this were left by a process that was killed. */
const partAge = 60 * 60 * 1000;

function makeRoom(folder: string): void {
  const entries: { file: string; size: number; used: number }[] = [];
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile()) continue;
    if (name.endsWith(ending)) entries.push({ file, size: stats.size, used: stats.mtimeMs });
    else if (name.endsWith('.part') && Date.now() - stats.mtimeMs > partAge) rmSync(file, { force: true });
  }
  entries.sort((a, b) => b.used - a.used || (a.file < b.file ? -1 : 1));
  let size = 0;
  for (const entry of entries) {
    size += entry.size;
    if (size > sizeLimit) rmSync(entry.file, { force: true });
  }
}

/** A cache that fails is no cache; the answer is there without it. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
