// What an answer was read from: a file system that keeps a digest of each thing it is asked, and the check whether all of
// it is still so.

import { createHash } from 'node:crypto';
import type { DirectoryEntry, FileProblem, FileSystem } from '#base/file-system.js';

/** A question to the file system and the digest of its answer. */
export type Read = readonly [question: string, path: string, digest: string];

/** A `FileSystem` that can give the first bytes, or others, of a file alone. */
export interface PartReader extends FileSystem {
  readStart(path: string, length: number): Uint8Array | FileProblem;
  readRange(path: string, start: number, length: number): Uint8Array | FileProblem;
}

export interface RecordedReads {
  readonly fs: PartReader;
  /** In the order of the first asking; each question once. */
  reads(): readonly Read[];
}

/** A file system over `fs` that remembers what it answered. Costs one digest a file. */
export function recordReads(fs: PartReader): RecordedReads {
  const reads = new Map<string, Read>();
  const note = (question: string, path: string, digest: () => string): void => {
    const key = `${question}\0${path}`;
    if (!reads.has(key)) reads.set(key, [question, path, digest()]);
  };
  return {
    fs: {
      readFile: (path) => {
        const answer = fs.readFile(path);
        note('file', path, () => digestOfBytes(answer));
        return answer;
      },
      readStart: (path, length) => {
        const answer = fs.readStart(path, length);
        note(`start ${length}`, path, () => digestOfBytes(answer));
        return answer;
      },
      readRange: (path, start, length) => {
        const answer = fs.readRange(path, start, length);
        note(`range ${start} ${length}`, path, () => digestOfBytes(answer));
        return answer;
      },
      readDirectory: (path) => {
        const answer = fs.readDirectory(path);
        note('directory', path, () => digestOfEntries(answer));
        return answer;
      },
      kindOf: (path) => {
        const answer = fs.kindOf(path);
        note('kind', path, () => answer ?? '');
        return answer;
      },
      realPath: (path) => {
        const answer = fs.realPath(path);
        note('real path', path, () => answer ?? '');
        return answer;
      },
    },
    reads: () => {
      const whole = new Set([...reads.values()].filter(([question]) => question === 'file').map(([, path]) => path));
      // The start of a file says nothing more where all of it was read.
      return [...reads.values()].filter(([question, path]) => !question.startsWith('start ') || !whole.has(path));
    },
  };
}

/** Whether the file system would answer every one of them as it did. */
export function stillHold(reads: readonly Read[], fs: PartReader): boolean {
  return reads.every(([question, path, digest]) => digestOf(question, path, fs) === digest);
}

function digestOf(question: string, path: string, fs: PartReader): string | undefined {
  switch (question) {
    case 'file':
      return digestOfBytes(fs.readFile(path));
    case 'directory':
      return digestOfEntries(fs.readDirectory(path));
    case 'kind':
      return fs.kindOf(path) ?? '';
    case 'real path':
      return fs.realPath(path) ?? '';
    default: {
      const [, start, length] = /^(?:start|range (\d+)) (\d+)$/.exec(question) ?? [];
      if (length === undefined) return undefined;
      return digestOfBytes(
        start === undefined ? fs.readStart(path, Number(length)) : fs.readRange(path, Number(start), Number(length)),
      );
    }
  }
}

function digestOfBytes(answer: Uint8Array | FileProblem): string {
  return typeof answer === 'string' ? answer : createHash('sha256').update(answer).digest('base64');
}

function digestOfEntries(answer: readonly DirectoryEntry[] | FileProblem): string {
  if (typeof answer === 'string') return answer;
  const text = answer.map(({ name, kind }) => `${kind} ${name}\0`).join('');
  return createHash('sha256').update(text).digest('base64');
}
