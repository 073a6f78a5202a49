// What a git repository knows of its remote `origin` without asking it: the address, and the commits that it is known to have:
// the branches that were fetched from or pushed to it, what the last fetch brought, and a tag that is all that was fetched. A tag
// that is only here may never have been pushed, and looks like any other. Leaves out: the reftable format.

import type { FileSystem } from '#base/file-system.js';

export interface GitRefs {
  /** The commit that is checked out. */
  readonly head: string | undefined;
  /** The address of the remote `origin`, as configured. */
  readonly remote: string | undefined;
  /** Commits that the remote has, and tags of such; read when they are asked for. */
  published(): string[];
}

/** The refs of the repository whose shared folder and, for a worktree, own folder these are. */
export function readGitRefs(fs: FileSystem, own: string, shared: string): GitRefs {
  const packed = packedRefs(textOf(fs, `${shared}/packed-refs`) ?? '');
  const head = textOf(fs, `${own}/HEAD`)?.trim() ?? '';
  const branch = /^ref:\s*(\S+)$/.exec(head)?.[1];
  const commit = branch === undefined ? head : (textOf(fs, `${shared}/${branch}`)?.trim() ?? packed.get(branch));
  const { url, fetches } = originOf(textOf(fs, `${shared}/config`) ?? '');
  return {
    head: commit !== undefined && isHash(commit) ? commit : undefined,
    remote: url,
    published: () => {
      const loose = new Map([...looseRefs(fs, shared, 'refs/remotes', 0), ...looseRefs(fs, shared, 'refs/tags', 0)]);
      const isTracked = tracked(fetches);
      const hashes = [...new Map([...packed, ...loose])].flatMap(([name, hash]) => (isTracked(name) ? [hash] : []));
      const fetched = [...new Set([own, shared])].flatMap((folder) =>
        fetchedFrom(url, textOf(fs, `${folder}/FETCH_HEAD`) ?? ''),
      );
      return [...new Set([...hashes, ...fetched])].filter(isHash);
    },
  };
}

const isHash = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

export function textOf(fs: FileSystem, path: string): string | undefined {
  const bytes = fs.readFile(path);
  return typeof bytes === 'string'
    ? undefined
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** The hashes by the name of the ref; a tag that is an object of its own stands for the commit that it names. */
function packedRefs(text: string): Map<string, string> {
  const refs = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split('\n')) {
    const ref = /^([0-9a-f]{40}) (\S+)$/.exec(line);
    const peeled = /^\^([0-9a-f]{40})$/.exec(line);
    if (ref !== null) {
      last = ref[2] ?? '';
      refs.set(last, ref[1] ?? '');
    } else if (peeled !== null && last !== undefined) refs.set(last, peeled[1] ?? '');
  }
  return refs;
}

/** A name of a branch with more slashes than this is not looked into. */
const maxRefDepth = 8;

function looseRefs(fs: FileSystem, shared: string, name: string, depth: number): [string, string][] {
  const entries = fs.readDirectory(`${shared}/${name}`);
  if (typeof entries === 'string' || depth > maxRefDepth) return [];
  return entries.flatMap((entry): [string, string][] => {
    const path = `${name}/${entry.name}`;
    if (entry.kind === 'directory') return looseRefs(fs, shared, path, depth + 1);
    const hash = textOf(fs, `${shared}/${path}`)?.trim();
    return hash === undefined ? [] : [[path, hash]];
  });
}

function originOf(config: string): { readonly url: string | undefined; readonly fetches: readonly string[] } {
  let isOrigin = false;
  let url: string | undefined;
  const fetches: string[] = [];
  for (const line of config.split('\n')) {
    const section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) isOrigin = /^remote\s+"origin"$/.test(section);
    if (!isOrigin) continue;
    url ??= /^\s*url\s*=\s*(\S+)/.exec(line)?.[1];
    const fetch = /^\s*fetch\s*=\s*(\S+)/.exec(line)?.[1];
    if (fetch !== undefined) fetches.push(fetch);
  }
  return { url, fetches };
}

/**
 * Whether a ref is as the remote had it when it was last fetched or pushed: by convention, or by what is fetched (`fetch = +from:to`).
 * Branches of the remote are kept apart from one's own; tags are not, so that only one that is fetched by its name counts.
 */
function tracked(fetches: readonly string[]): (name: string) => boolean {
  const targets = fetches.flatMap((fetch) => /^\+?refs\/[^:]*:(.+)$/.exec(fetch)?.[1] ?? []);
  const kept = targets.filter(
    (target) => target.startsWith('refs/remotes/') || (target.startsWith('refs/tags/') && !target.includes('*')),
  );
  const patterns = ['refs/remotes/origin/*', ...kept].map((target) => target.split('*'));
  return (name) =>
    patterns.some(([start = '', end]) =>
      end === undefined
        ? name === start
        : name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length,
    );
}

/** What the last fetch from an address found there: branches, tags, and commits that were asked for by name. */
function fetchedFrom(url: string | undefined, text: string): string[] {
  if (url === undefined) return [];
  const wanted = shownAddress(url);
  return text.split('\n').flatMap((line) => {
    const [, hash = '', from = ''] = /^([0-9a-f]{40})\t(?:not-for-merge)?\t(?:.* of )?(\S+)$/.exec(line) ?? [];
    return from !== '' && shownAddress(from) === wanted ? [hash] : [];
  });
}

/** An address as git shows it: without a name or a password, and without what may be left out at its end. */
function shownAddress(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)?[^@/]*@/i, '$1').replace(/\/*(\.git)?\/*$/, '');
}
