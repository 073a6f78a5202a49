// Puts comments on a discussion, an issue or a pull request, each once: those that an earlier run left there are changed
// instead of added to, and a request whose answer was lost is not repeated before the page has been read again.

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
  /** The body of a part that is no longer needed. */
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
/** A comment whose answer was lost is looked for so often before it is taken not to be there. */
const maxTries = 5;

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
  const found = await readOwn(github, target, marks);
  const posted: Posted[] = [];
  for (const [i, body] of bodies.entries()) {
    const part = i + 1;
    const there = found.own.get(part);
    if (there === undefined)
      posted.push({ part, done: 'added', url: await add(github, target, found.subject, body, part, marks) });
    else if (isSame(there.body, body)) posted.push({ part, done: 'unchanged', url: there.url });
    else {
      await change(github, target, there.id, body);
      posted.push({ part, done: 'changed', url: there.url });
    }
  }
  for (const [part, there] of found.own) {
    if (part <= bodies.length) continue;
    const body = marks.retired(part);
    if (isSame(there.body, body)) continue;
    await change(github, target, there.id, body);
    posted.push({ part, done: 'retired', url: there.url });
  }
  return posted;
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
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const answer = await mutate(github, target.kind === 'discussion' ? addToDiscussion : addToIssue, { subject, body });
    if (answer.kind === 'data')
      return textAt(
        answer.data,
        target.kind === 'discussion' ? ['add', 'comment', 'url'] : ['add', 'commentEdge', 'node', 'url'],
      );
    if (tries >= maxTries)
      throw new UsageError(
        `GitHub cannot be reached: ${answer.reason}; run the command again, it goes on where it stopped.`,
      );
    await pause(github, tries + 1, answer.reason);
    const { own } = await readOwn(github, target, marks);
    const there = own.get(part);
    if (there !== undefined) return there.url;
  }
}

/** Changing a comment to the same text twice does no harm. */
async function change(github: GithubOptions, target: PostTarget, id: string, body: string): Promise<void> {
  await query(github, target.kind === 'discussion' ? changeInDiscussion : changeInIssue, { id, body });
}

/** Our comments on the page, by part: the first of each, which a reader meets first. */
async function readOwn(
  github: GithubOptions,
  target: PostTarget,
  marks: CommentMarks,
): Promise<{ readonly subject: string; readonly own: ReadonlyMap<number, Comment> }> {
  const own = new Map<number, Comment>();
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
      if (mark !== undefined && mark.key === marks.key && !own.has(mark.part)) own.set(mark.part, comment);
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
