// Objects of a git repository, read without git: loose ones and those in packs (gitformat-pack, index version 2), by their
// SHA-1. For commits and tags, which are small: larger objects are not read. Leaves out: packs of version 1, SHA-256.

import { inflateSync } from 'node:zlib';
import type { FileProblem, FileSystem } from '#base/file-system.js';

/** A `FileSystem` that may be able to give a part of a file alone; packs can be larger than what is read whole. */
export interface RangeReader extends FileSystem {
  /** Up to so many bytes from `start` on; fewer at the end of the file. */
  readRange?(path: string, start: number, length: number): Uint8Array | FileProblem;
}

export interface GitObject {
  readonly kind: 'commit' | 'tree' | 'blob' | 'tag';
  readonly content: Buffer;
}

/** No commit and no tag that people write comes near this. */
const maxSize = 1 << 20;
/** Git makes chains of at most 50 differences, 250 when it is told to; a longer one is a loop. */
const maxDepth = 300;
/** Stores that borrow from one another; git itself stops at five. */
const maxAlternates = 5;

const kinds = ['', 'commit', 'tree', 'blob', 'tag'] as const;

/** The objects of a repository, by the folder `objects`, and of those from which it borrows. */
export class GitObjects {
  readonly #fs: RangeReader;
  readonly #folders: readonly string[];
  #packs: readonly Pack[] | undefined;

  constructor(fs: RangeReader, folder: string) {
    this.#fs = fs;
    this.#folders = withAlternates(fs, folder);
  }

  /** Undefined for an object that is not there, is too large, or cannot be read. */
  read(hash: string): GitObject | undefined {
    return this.#read(hash, 0);
  }

  #read(hash: string, depth: number): GitObject | undefined {
    if (depth > maxDepth) return undefined;
    this.#packs ??= this.#folders.flatMap((folder) => packsIn(this.#fs, `${folder}/pack`));
    for (const pack of this.#packs) {
      const offset = pack.find(hash);
      if (offset !== undefined) return pack.read(offset, depth, (base, next) => this.#read(base, next));
    }
    for (const folder of this.#folders) {
      const bytes = this.#fs.readFile(`${folder}/${hash.slice(0, 2)}/${hash.slice(2)}`);
      if (typeof bytes !== 'string') return looseObject(bytes);
    }
    return undefined;
  }
}

function withAlternates(fs: FileSystem, folder: string): string[] {
  const folders = [folder];
  for (let i = 0; i < folders.length && folders.length <= maxAlternates; i++) {
    const at = folders[i] ?? '';
    const bytes = fs.readFile(`${at}/info/alternates`);
    if (typeof bytes === 'string') continue;
    for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
      const other = line === '' || line.startsWith('#') ? '' : line.startsWith('/') ? line : `${at}/${line}`;
      if (other !== '' && !folders.includes(other)) folders.push(other);
    }
  }
  return folders;
}

function looseObject(bytes: Uint8Array): GitObject | undefined {
  const whole = inflated(bytes, maxSize);
  const end = whole?.indexOf(0) ?? -1;
  const kind = /^(commit|tree|blob|tag) \d+$/.exec(whole?.toString('latin1', 0, Math.max(end, 0)) ?? '')?.[1];
  return whole === undefined || kind === undefined
    ? undefined
    : { kind: kind as GitObject['kind'], content: whole.subarray(end + 1) };
}

function inflated(bytes: Uint8Array, maxOutputLength: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength });
  } catch {
    return undefined;
  }
}

function packsIn(fs: RangeReader, folder: string): Pack[] {
  const entries = fs.readDirectory(folder);
  if (typeof entries === 'string') return [];
  return entries
    .filter(({ name }) => name.endsWith('.idx'))
    .map(({ name }) => new Pack(fs, `${folder}/${name.slice(0, -'.idx'.length)}`));
}

/** Where the tables of an index begin: after the header, and the counts by first byte. */
const indexHeader = 8;
const namesAt = indexHeader + 256 * 4;

class Pack {
  readonly #index: Pages;
  readonly #pack: Pages;
  readonly #count: number;

  constructor(fs: RangeReader, path: string) {
    this.#index = new Pages(fs, `${path}.idx`);
    this.#pack = new Pages(fs, `${path}.pack`);
    const isVersion2 = this.#index.at(0, indexHeader).toString('hex') === 'ff744f6300000002';
    this.#count = isVersion2 ? this.#number(indexHeader + 255 * 4) : 0;
  }

  #number(at: number): number {
    const bytes = this.#index.at(at, 4);
    return bytes.length === 4 ? bytes.readUInt32BE() : 0;
  }

  /** Where in the pack an object begins. */
  find(hash: string): number | undefined {
    if (this.#count === 0) return undefined;
    const first = Number.parseInt(hash.slice(0, 2), 16);
    let low = first === 0 ? 0 : this.#number(indexHeader + (first - 1) * 4);
    let high = this.#number(indexHeader + first * 4);
    while (low < high) {
      const middle = (low + high) >> 1;
      const name = this.#index.at(namesAt + middle * 20, 20).toString('hex');
      if (name === hash) return this.#offset(middle);
      if (name < hash) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  #offset(i: number): number | undefined {
    // Names, checksums of four bytes, offsets of four bytes, and those of eight for what lies beyond two gigabytes.
    const offset = this.#number(namesAt + this.#count * 24 + i * 4);
    if (offset < 0x80000000) return offset;
    const long = this.#index.at(namesAt + this.#count * 28 + (offset - 0x80000000) * 8, 8);
    return long.length === 8 ? Number(long.readBigUInt64BE()) : undefined;
  }

  read(
    offset: number,
    depth: number,
    other: (hash: string, depth: number) => GitObject | undefined,
  ): GitObject | undefined {
    if (depth > maxDepth) return undefined;
    const head = this.#pack.at(offset, 64);
    let at = 0;
    let byte = head[at++] ?? 0;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let shift = 4; (byte & 0x80) !== 0 && shift < 32; shift += 7) {
      byte = head[at++] ?? 0;
      size += (byte & 0x7f) * 2 ** shift;
    }
    if (size > maxSize) return undefined;
    const content = (): Buffer | undefined =>
      // What cannot be made smaller grows by a few bytes for each 16 KB.
      inflated(this.#pack.at(offset + at, size + (size >> 10) + 64), Math.max(size, 1));
    const kind = kinds[type];
    if (kind !== undefined && kind !== '') {
      const whole = content();
      return whole === undefined ? undefined : { kind, content: whole };
    }
    let base: GitObject | undefined;
    if (type === 6) {
      byte = head[at++] ?? 0;
      let back = byte & 0x7f;
      while ((byte & 0x80) !== 0 && at < head.length) {
        byte = head[at++] ?? 0;
        back = (back + 1) * 128 + (byte & 0x7f);
      }
      base = back > 0 && back <= offset ? this.read(offset - back, depth + 1, other) : undefined;
    } else if (type === 7) {
      base = other(head.toString('hex', at, at + 20), depth + 1);
      at += 20;
    }
    const difference = base === undefined ? undefined : content();
    const made = base === undefined || difference === undefined ? undefined : patched(base.content, difference);
    return base === undefined || made === undefined ? undefined : { kind: base.kind, content: made };
  }
}

/** What a difference makes of its base: parts that are copied from it, and bytes that are new. */
function patched(base: Buffer, difference: Buffer): Buffer | undefined {
  let at = 0;
  const size = (): number => {
    let value = 0;
    for (let shift = 0; shift < 42; shift += 7) {
      const byte = difference[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) break;
    }
    return value;
  };
  if (size() !== base.length) return undefined;
  const wanted = size();
  if (wanted > maxSize) return undefined;
  const parts: Buffer[] = [];
  while (at < difference.length) {
    const code = difference[at++] ?? 0;
    if ((code & 0x80) === 0) {
      parts.push(difference.subarray(at, at + code));
      at += code;
      if (code === 0) return undefined;
      continue;
    }
    let start = 0;
    let length = 0;
    for (let i = 0; i < 4; i++) if ((code & (1 << i)) !== 0) start += (difference[at++] ?? 0) * 2 ** (8 * i);
    for (let i = 0; i < 3; i++) if ((code & (0x10 << i)) !== 0) length += (difference[at++] ?? 0) * 2 ** (8 * i);
    parts.push(base.subarray(start, start + (length === 0 ? 0x10000 : length)));
  }
  const made = Buffer.concat(parts);
  return made.length === wanted ? made : undefined;
}

/** Commits lie together in a pack, so that a walk through them reads few pages. */
const pageSize = 1 << 16;

/** A file, read as far as it is asked for. */
class Pages {
  readonly #fs: RangeReader;
  readonly #path: string;
  readonly #pages = new Map<number, Buffer>();
  #whole: Buffer | undefined;

  constructor(fs: RangeReader, path: string) {
    this.#fs = fs;
    this.#path = path;
  }

  /** The bytes from a place on; fewer, or none, where the file ends or cannot be read. */
  at(start: number, length: number): Buffer {
    const { readRange } = this.#fs;
    if (readRange === undefined) {
      this.#whole ??= bufferOf(this.#fs.readFile(this.#path));
      return this.#whole.subarray(start, start + length);
    }
    const parts: Buffer[] = [];
    for (let page = Math.floor(start / pageSize); page * pageSize < start + length; page++) {
      let bytes = this.#pages.get(page);
      if (bytes === undefined) {
        bytes = bufferOf(readRange(this.#path, page * pageSize, pageSize));
        this.#pages.set(page, bytes);
      }
      const from = page * pageSize;
      parts.push(bytes.subarray(Math.max(0, start - from), Math.max(0, start + length - from)));
    }
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  }
}

function bufferOf(bytes: Uint8Array | FileProblem): Buffer {
  return typeof bytes === 'string' ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
