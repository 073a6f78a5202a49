// Whether a commit is among the ancestors of others, by the commits themselves.

import type { GitObjects } from './git-objects.js';

/** A walk of so many commits takes under a second; a commit that more lie above of is taken not to be known. */
const maxCommits = 100_000;
/** Clocks of authors differ: a commit may be dated so many seconds before its parent. */
const clockError = 86_400;
/** A tag of a tag of a tag names something; more of them is a loop. */
const maxTags = 5;

/** Whether `commit` is one of the tips (commits, or tags of some) or an ancestor of one. */
export function isReachable(objects: GitObjects, tips: readonly string[], commit: string, limit = maxCommits): boolean {
  if (tips.includes(commit)) return true;
  const wanted = readCommit(objects, commit);
  if (wanted === undefined) return false;
  const seen = new Set<string>();
  // The first parents first: a released commit lies on the main line more often than not.
  const next = tips.map((tip) => peeled(objects, tip)).reverse();
  while (next.length > 0) {
    const hash = next.pop() ?? '';
    if (hash === commit) return true;
    if (seen.has(hash)) continue;
    seen.add(hash);
    if (seen.size > limit) return false;
    const read = readCommit(objects, hash);
    // Parents are older, so nothing below an older one than the wanted is the wanted.
    if (read === undefined || read.date < wanted.date - clockError) continue;
    next.push(...[...read.parents].reverse());
  }
  return false;
}

/** The commit that a tag names, itself for a commit. */
function peeled(objects: GitObjects, hash: string): string {
  let at = hash;
  for (let tags = 0; tags < maxTags; tags++) {
    const read = objects.read(at);
    const target =
      read?.kind === 'tag' ? /^object ([0-9a-f]{40})$/m.exec(read.content.toString('latin1'))?.[1] : undefined;
    if (target === undefined) return at;
    at = target;
  }
  return at;
}

function readCommit(
  objects: GitObjects,
  hash: string,
): { readonly parents: readonly string[]; readonly date: number } | undefined {
  const read = objects.read(hash);
  if (read?.kind !== 'commit') return undefined;
  const text = read.content.toString('latin1');
  const end = text.indexOf('\n\n');
  const head = end === -1 ? text : text.slice(0, end);
  return {
    parents: [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent]) => parent ?? ''),
    date: Number(/^committer .* (\d+) [+-]\d{4}$/m.exec(head)?.[1] ?? 0),
  };
}
