// Puts comments on a discussion, an issue or a pull request, each once: those that an earlier run left there are changed
// instead of added to, and a request whose answer was lost is not repeated before the comment has been looked for, for longer
// than GitHub works on a request. Should one come later still, it is taken back: at the end of the run, or by the next.

import { UsageError } from '#base/errors.js';
import { type GithubOptions, mutate, pause, query } from './github.js';

export interface PostTarget {
  readonly kind: 'discussion' | 'issue';
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

/** How a comment is recognized as ours, and as which part. */
export interface CommentMarks {
  readonly key: string;
  read(body: string): { readonly key: string; readonly part: number } | undefined;
  /** The body of a part that is no longer needed, or is there already. */
  retired(part: number): string;
}

export interface Posted {
  readonly part: number;
  readonly done: 'added' | 'changed' | 'unchanged' | 'retired';
  readonly url: string;
}

interface Comment {
  readonly id: string;
  readonly url: string;
  readonly body: string;
}

interface Page {
  readonly subject: string;
  readonly comments: readonly Comment[];
  readonly end: string | undefined;
}

/** A page has a hundred comments; a discussion with more pages than this is not one to add to. */
const maxPages = 200;
/** After an answer was lost the comment is looked for so often, over half a minute: GitHub ends what it works on for ten seconds. */
const maxLooks = 5;
/** A comment that did not come is sent so often. */
const maxTries = 3;

/** The parts of `https://github.com/OWNER/REPOSITORY/discussions/12`, or of an issue or a pull request. */
export function parseTarget(address: string): PostTarget {
  const wanted =
    'The option --post takes the address of a discussion, an issue or a pull request of a repository, such as https://github.com/OWNER/REPOSITORY/discussions/12';
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new UsageError(`${wanted}, not ${JSON.stringify(address)}.`);
  }
  const match = /^\/([\w.-]+)\/([\w.-]+)\/(discussions|issues|pull)\/([1-9]\d{0,9})(?:\/.*)?$/.exec(url.pathname);
  const isPlain = url.protocol === 'https:' && url.username === '' && url.password === '';
  if (match === null || !isPlain || match[1] === 'orgs')
    throw new UsageError(`${wanted}, not ${JSON.stringify(address)}.`);
  return {
    kind: match[3] === 'discussions' ? 'discussion' : 'issue',
    host: url.host,
    owner: match[1] ?? '',
    name: match[2] ?? '',
    number: Number(match[4]),
  };
}

/** Where GraphQL is served for a host; `given` (the variable GITHUB_GRAPHQL_URL) goes before what is known. */
export function endpointOf(target: PostTarget, given: string | undefined): string {
  if (given === undefined || given === '')
    return target.host === 'github.com' ? 'https://api.github.com/graphql' : `https://${target.host}/api/graphql`;
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new UsageError('The variable GITHUB_GRAPHQL_URL holds no address.');
  }
  const isHere = /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))
    throw new UsageError(
      'The variable GITHUB_GRAPHQL_URL must begin with https://, or the token would be sent in the open.',
    );
  return url.href;
}

/** Adds or changes a comment for each body, in order. */
export async function postComments(
  github: GithubOptions,
  target: PostTarget,
  bodies: readonly string[],
  marks: CommentMarks,
): Promise<Posted[]> {
  let found = await readOwn(github, target, marks);
  const posted: Posted[] = [];
  let wasLost = false;
  for (const [i, body] of bodies.entries()) {
    const part = i + 1;
    const there = found.own.get(part)?.[0];
    if (there === undefined) {
      const added = await add(github, target, found.subject, body, part, marks);
      wasLost ||= added.wasLost;
      posted.push({ part, done: 'added', url: added.url });
    } else if (isSame(there.body, body)) posted.push({ part, done: 'unchanged', url: there.url });
    else {
      await change(github, target, there.id, body);
      posted.push({ part, done: 'changed', url: there.url });
    }
  }
  if (wasLost) found = await readOwn(github, target, marks);
  for (const [part, comments] of found.own) {
    for (const [i, there] of comments.entries()) {
      if (i === 0 && part <= bodies.length) continue;
      const body = marks.retired(part);
      if (isSame(there.body, body)) continue;
      await change(github, target, there.id, body);
      posted.push({ part, done: 'retired', url: there.url });
    }
  }
  return posted.map((one) => {
    const kept = one.done === 'added' ? found.own.get(one.part)?.[0] : undefined;
    return kept === undefined ? one : { ...one, url: kept.url };
  });
}

/** GitHub keeps a body but for its line ends and what is blank at its end. */
function isSame(a: string, b: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
  return plain(a) === plain(b);
}

/** Adding is the one thing that must not happen twice, and the one that can be seen to have happened. */
async function add(
  github: GithubOptions,
  target: PostTarget,
  subject: string,
  body: string,
  part: number,
  marks: CommentMarks,
): Promise<{ readonly url: string; readonly wasLost: boolean }> {
  for (let tries = 1; ; tries++) {
    const answer = await mutate(github, target.kind === 'discussion' ? addToDiscussion : addToIssue, { subject, body });
    if (answer.kind === 'data') {
      const path = target.kind === 'discussion' ? ['add', 'comment', 'url'] : ['add', 'commentEdge', 'node', 'url'];
      return { url: textAt(answer.data, path), wasLost: tries > 1 };
    }
    for (let looks = 1; looks <= maxLooks; looks++) {
      await pause(github, looks, `${answer.reason}; the comment may be there all the same`, 'looking for it');
      const there = (await readOwn(github, target, marks)).own.get(part)?.[0];
      if (there !== undefined) return { url: there.url, wasLost: true };
    }
    if (tries >= maxTries)
      throw new UsageError(
        `GitHub cannot be reached: ${answer.reason}; run the command again, it goes on where it stopped.`,
      );
  }
}

/** Changing a comment to the same text twice does no harm. */
async function change(github: GithubOptions, target: PostTarget, id: string, body: string): Promise<void> {
  await query(github, target.kind === 'discussion' ? changeInDiscussion : changeInIssue, { id, body });
}

/** Our comments on the page, by part, in the order in which a reader meets them; the first of a part is the one that counts. */
async function readOwn(
  github: GithubOptions,
  target: PostTarget,
  marks: CommentMarks,
): Promise<{ readonly subject: string; readonly own: ReadonlyMap<number, readonly Comment[]> }> {
  const own = new Map<number, Comment[]>();
  let after: string | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const { owner, name, number } = target;
    const data = await query(github, target.kind === 'discussion' ? readDiscussion : readIssue, {
      owner,
      name,
      number,
      after: after ?? null,
    });
    const page = pageOf(data);
    if (page === undefined)
      throw new UsageError(
        `There is no ${target.kind} ${number} in ${owner}/${name}, or the token in GITHUB_TOKEN may not see it.`,
      );
    for (const comment of page.comments) {
      const mark = marks.read(comment.body);
      if (mark?.key === marks.key) own.set(mark.part, [...(own.get(mark.part) ?? []), comment]);
    }
    if (page.end === undefined) return { subject: page.subject, own };
    after = page.end;
  }
  throw new UsageError(`The ${target.kind} has too many comments to look for one of ours among them.`);
}

function pageOf(data: unknown): Page | undefined {
  const subject = at(data, ['repository', 'subject']);
  const id = at(subject, ['id']);
  if (typeof id !== 'string') return undefined;
  const nodes = at(subject, ['comments', 'nodes']);
  const comments = (Array.isArray(nodes) ? (nodes as unknown[]) : []).flatMap((node) =>
    at(node, ['viewerDidAuthor']) === true && at(node, ['viewerCanUpdate']) === true
      ? [{ id: textAt(node, ['id']), url: textAt(node, ['url']), body: textAt(node, ['body']) }]
      : [],
  );
  const end = at(subject, ['comments', 'pageInfo', 'endCursor']);
  const hasNext = at(subject, ['comments', 'pageInfo', 'hasNextPage']) === true;
  return { subject: id, comments, end: hasNext && typeof end === 'string' ? end : undefined };
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

function textAt(value: unknown, path: readonly string[]): string {
  const text = at(value, path);
  return typeof text === 'string' ? text : '';
}

const commentFields =
  'comments(first: 100, after: $after) { nodes { id url body viewerDidAuthor viewerCanUpdate } pageInfo { hasNextPage endCursor } }';

const readDiscussion = `query ReadDiscussion($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { subject: discussion(number: $number) { id ${commentFields} } }
}`;

const readIssue = `query ReadIssue($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    subject: issueOrPullRequest(number: $number) { ... on Issue { id ${commentFields} } ... on PullRequest { id ${commentFields} } }
  }
}`;

const addToDiscussion = `mutation AddToDiscussion($subject: ID!, $body: String!) {
  add: addDiscussionComment(input: { discussionId: $subject, body: $body }) { comment { id url } }
}`;

const addToIssue = `mutation AddToIssue($subject: ID!, $body: String!) {
  add: addComment(input: { subjectId: $subject, body: $body }) { commentEdge { node { id url } } }
}`;

const changeInDiscussion = `mutation ChangeInDiscussion($id: ID!, $body: String!) {
  change: updateDiscussionComment(input: { commentId: $id, body: $body }) { comment { id url } }
}`;

const changeInIssue = `mutation ChangeInIssue($id: ID!, $body: String!) {
  change: updateIssueComment(input: { id: $id, body: $body }) { issueComment { id url } }
}`;
