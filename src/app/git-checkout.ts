// What a folder's git checkout says of itself, read from .git without running git: the commit, the remote, whether that is
// known to have the commit, and which files are as the index has them (gitformat-index).
// Leaves out: the reftable format, SHA-256 repositories, split indexes; all of them count as "not known".

import type { FileSystem } from '#base/file-system.js';
import { isReachable } from './git-history.js';
import { GitObjects } from './git-objects.js';
import { readGitRefs, textOf } from './git-refs.js';
import { sha1 } from './sha1.js';

export interface GitCheckout {
  /** The folder that holds .git. */
  readonly root: string;
  readonly commit: string;
  /** The address of the remote `origin`, as configured. */
  readonly remote: string | undefined;
  /** Whether the remote is known to have the commit, so that others can see it there. */
  isPublished(): boolean;
  /** Whether a file, by absolute path, is the one that the index names. */
  isUnchanged(path: string): boolean;
}

/** The checkout around `dir`, or undefined if there is none that can be read. */
export function readGitCheckout(fs: FileSystem, dir: string): GitCheckout | undefined {
  for (let at = dir; ; ) {
    const kind = fs.kindOf(`${at}/.git`);
    if (kind !== undefined) return readAt(fs, at, kind === 'directory' ? `${at}/.git` : linkedFolder(fs, at));
    const slash = at.lastIndexOf('/');
    if (slash <= 0) return undefined;
    at = at.slice(0, slash);
  }
}

/** A worktree's or submodule's .git is a file that names the folder. */
function linkedFolder(fs: FileSystem, root: string): string | undefined {
  const match = /^gitdir:\s*(.+?)\s*$/.exec(textOf(fs, `${root}/.git`) ?? '');
  const target = match?.[1];
  return target === undefined ? undefined : target.startsWith('/') ? target : `${root}/${target}`;
}

function readAt(fs: FileSystem, root: string, gitDir: string | undefined): GitCheckout | undefined {
  if (gitDir === undefined) return undefined;
  const common = textOf(fs, `${gitDir}/commondir`)?.trim();
  const shared = common === undefined ? gitDir : common.startsWith('/') ? common : `${gitDir}/${common}`;
  const refs = readGitRefs(fs, gitDir, shared);
  const { head: commit, remote } = refs;
  if (commit === undefined) return undefined;
  let index: ReadonlyMap<string, string> | undefined;
  return {
    root,
    commit,
    remote,
    isPublished: () => isReachable(new GitObjects(fs, `${shared}/objects`), refs.published(), commit),
    isUnchanged: (path) => {
      if (!path.startsWith(`${root}/`)) return false;
      if (index === undefined) {
        const bytes = fs.readFile(`${gitDir}/index`);
        index = typeof bytes === 'string' ? new Map() : readIndex(bytes);
      }
      const wanted = index.get(path.slice(root.length + 1));
      const bytes = wanted === undefined ? 'not-found' : fs.readFile(path);
      return typeof bytes !== 'string' && sha1(Buffer.from(`blob ${bytes.length}\0`), bytes) === wanted;
    },
  };
}

/** More entries than this in an index are not believed. */
const maxEntries = 4_000_000;

/** The blob of each path at stage 0; empty for what cannot be read. Versions 2 to 4. */
function readIndex(bytes: Uint8Array): Map<string, string> {
  const entries = new Map<string, string>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 12 || view.getUint32(0) !== 0x44495243) return entries;
  const version = view.getUint32(4);
  const count = Math.min(view.getUint32(8), maxEntries);
  if (version < 2 || version > 4) return entries;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 12;
  let previous = '';
  for (let i = 0; i < count; i++) {
    if (at + 62 > bytes.length) return entries;
    const flags = view.getUint16(at + 60);
    let nameAt = at + 62 + (version >= 3 && (flags & 0x4000) !== 0 ? 2 : 0);
    let name = '';
    if (version === 4) {
      let strip = 0;
      let byte = bytes[nameAt++] ?? 0;
      strip = byte & 0x7f;
      while ((byte & 0x80) !== 0 && nameAt < bytes.length) {
        byte = bytes[nameAt++] ?? 0;
        strip = ((strip + 1) << 7) | (byte & 0x7f);
      }
      name = previous.slice(0, Math.max(0, previous.length - strip));
    }
    const end = buffer.indexOf(0, nameAt);
    if (end === -1) return entries;
    // Latin-1 keeps one character a byte while prefixes are cut.
    name += buffer.toString('latin1', nameAt, end);
    previous = name;
    if ((flags & 0x3000) === 0)
      entries.set(Buffer.from(name, 'latin1').toString('utf8'), buffer.toString('hex', at + 40, at + 60));
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return entries;
}
