// GitHub's GraphQL interface, as far as comments need it: a request that is repeated where that is safe, and plain sentences
// for what GitHub refuses. A refusal for its rate is waited out; a request that may have been carried out although no
// answer came is `lost`, and the caller has to look before it asks again. The token goes into one header and nowhere else.

import { UsageError } from '#base/errors.js';

export interface GithubOptions {
  /** Where GraphQL is served. */
  readonly endpoint: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970, to know how long until a limit is lifted. */
  readonly now: () => number;
  /** Says what is waited for. */
  readonly say: (text: string) => void;
}

export type Answer =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'lost'; readonly reason: string };

/** Tries of one request; with the pauses between them that is a minute of trouble at the other end. */
const maxTries = 6;
const firstPause = 1_000;
/** Longer than this nobody waits for a command: it says when to come back. */
const maxWait = 10 * 60_000;
/** A request without an answer for so long has none to come. */
const requestTimeout = 30_000;

type Attempt =
  | Answer
  | { readonly kind: 'refused'; readonly wait: number | undefined }
  | { readonly kind: 'wrong'; readonly message: string };

/** Sends a query, which may be repeated whatever happened to it before. */
export async function query(options: GithubOptions, text: string, variables: object): Promise<unknown> {
  let reason = '';
  for (let tries = 1; tries <= maxTries; tries++) {
    const answer = await send(options, text, variables);
    if (answer.kind === 'data') return answer.data;
    reason = answer.reason;
    if (tries < maxTries) await pause(options, tries, reason);
  }
  throw new UsageError(`GitHub cannot be reached at ${hostOf(options.endpoint)}: ${reason}; try again later.`);
}

/** Sends a change once. `lost`: it may have been made. */
export async function mutate(options: GithubOptions, text: string, variables: object): Promise<Answer> {
  return await send(options, text, variables);
}

/** The pause before the next of several tries, doubled each time. */
export async function pause(
  options: GithubOptions,
  tries: number,
  reason: string,
  next = 'trying again',
): Promise<void> {
  const milliseconds = firstPause * 2 ** (tries - 1);
  options.say(`${reason}; ${next} in ${seconds(milliseconds)}`);
  await options.sleep(milliseconds);
}

/** One request; only refusals, after which nothing has been done, are waited out and repeated. */
async function send(options: GithubOptions, text: string, variables: object): Promise<Answer> {
  let waited = 0;
  for (let tries = 1; ; tries++) {
    const attempt = await attemptOnce(options, text, variables);
    if (attempt.kind === 'wrong') throw new UsageError(withoutToken(attempt.message, options.token));
    if (attempt.kind !== 'refused') return attempt;
    const wait = attempt.wait ?? 60_000 * tries;
    if (tries >= maxTries || waited + wait > maxWait)
      throw new UsageError(`GitHub's limit on requests is reached; run the command again in ${seconds(wait)}.`);
    waited += wait;
    options.say(`GitHub's limit on requests is reached; going on in ${seconds(wait)}`);
    await options.sleep(wait);
  }
}

async function attemptOnce(options: GithubOptions, text: string, variables: object): Promise<Attempt> {
  let response: Response;
  let body: string;
  try {
    response = await options.fetch(options.endpoint, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${options.token}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'user-agent': 'loose-ends',
      },
      body: JSON.stringify({ query: text, variables }),
      // What is sent elsewhere would take the token there.
      redirect: 'error',
      signal: AbortSignal.timeout(requestTimeout),
    });
    body = await response.text();
  } catch (error) {
    return { kind: 'lost', reason: withoutToken(`the connection failed (${causeOf(error)})`, options.token) };
  }
  return judge(options, response, body);
}

function judge(options: GithubOptions, response: Response, body: string): Attempt {
  const { status, headers } = response;
  if (status === 401)
    return { kind: 'wrong', message: 'GitHub does not accept the token in GITHUB_TOKEN; make a new one.' };
  if (status === 429 || (status === 403 && isLimit(headers, body)))
    return { kind: 'refused', wait: waitOf(options, headers) };
  if (status === 403)
    return {
      kind: 'wrong',
      message: 'The token in GITHUB_TOKEN may not do this; it needs the right to write discussions, or issues.',
    };
  if (status >= 500) return { kind: 'lost', reason: `GitHub answered with status ${status}` };
  const value = parsed(body);
  if (status !== 200 || value === undefined)
    return { kind: 'wrong', message: `GitHub answered with status ${status}, which is not understood.` };
  const [error] = Array.isArray(value['errors']) ? (value['errors'] as unknown[]) : [];
  if (error === undefined) return { kind: 'data', data: value['data'] };
  return judgeError(options, headers, error);
}

function judgeError(options: GithubOptions, headers: Headers, error: unknown): Attempt {
  const type = textOf(error, 'type');
  const message = textOf(error, 'message');
  if (type === 'RATE_LIMITED' || /rate limit|submitted too quickly/i.test(message))
    return { kind: 'refused', wait: waitOf(options, headers) };
  if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES')
    return {
      kind: 'wrong',
      message: 'The token in GITHUB_TOKEN may not do this; it needs the right to write discussions, or issues.',
    };
  if (type === 'NOT_FOUND')
    return {
      kind: 'wrong',
      message: 'GitHub finds no such discussion or issue, or the token in GITHUB_TOKEN may not see it.',
    };
  if (/^Something went wrong/.test(message) || type === 'INTERNAL')
    return { kind: 'lost', reason: 'GitHub failed while it worked on the request' };
  return { kind: 'wrong', message: `GitHub refuses the request: ${shown(message)}.` };
}

function isLimit(headers: Headers, body: string): boolean {
  return headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(body);
}

/** How long GitHub asks to wait; undefined where it does not say. */
function waitOf(options: GithubOptions, headers: Headers): number | undefined {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(after) && after >= 0) return after * 1_000;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset))
    return Math.max(1_000, reset * 1_000 - options.now());
  return undefined;
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown, key: string): string {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' ? text : '';
}

/** What the other side says, on one line and not too much of it. */
function shown(message: string): string {
  const line = message.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line === '' ? 'it does not say why' : line.slice(0, 300).replace(/[.\s]+$/, '');
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason is given';
  if (error.name === 'TimeoutError') return `no answer within ${seconds(requestTimeout)}`;
  const { cause } = error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return shown(typeof code === 'string' ? code : cause instanceof Error ? cause.message : error.message);
}

function withoutToken(text: string, token: string): string {
  return text.replaceAll(token, '…');
}

function hostOf(endpoint: string): string {
  return new URL(endpoint).host;
}

function seconds(milliseconds: number): string {
  const value = Math.ceil(milliseconds / 1_000);
  return value === 1 ? '1 second' : value < 120 ? `${value} seconds` : `${Math.ceil(value / 60)} minutes`;
}
