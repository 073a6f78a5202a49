// Comments are posted once, whatever happens on the way. Every request is validated against GitHub's schema by the server.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UsageError } from '#base/errors.js';
import type { GithubOptions } from '#cli/github.js';
import { endpointOf, type Posted, parseTarget, postComments } from '#cli/post-comments.js';
import { commentMark, readCommentMark } from '#render/discussion.js';
import { sampleReport } from '../render/sample-report.js';
import { type GithubServer, startGithub, type Trouble } from '../support/github-server.js';

const key = '0123456789abcdef';
const body = (part: number, of: number, text: string): string => `${commentMark(key, part, of)}\n${text}\n`;
const token = 'ghp_secretsecretsecret';

let server: GithubServer | undefined;
let waits: number[] = [];
let said: string[] = [];

function github(): GithubServer {
  assert.ok(server !== undefined);
  return server;
}

function options(): GithubOptions {
  return {
    endpoint: github().endpoint,
    token,
    fetch,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    now: () => 1_000_000,
    say: (text) => said.push(text),
  };
}

async function post(
  bodies: readonly string[],
  address = 'https://github.com/octo/demo/discussions/7',
): Promise<Posted[]> {
  return await postComments(options(), parseTarget(address), bodies, {
    key,
    read: readCommentMark,
    retired: (part) => body(part, bodies.length, 'moved'),
  });
}

const done = (posted: readonly Posted[]): string[] => posted.map((one) => `${one.part} ${one.done}`);

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    assert.doesNotMatch(error.message, new RegExp(token));
    assert.match(error.message, /^[A-Z].*\.$/);
    return error.message;
  }
  return assert.fail('was not refused');
}

describe('posting', () => {
  beforeEach(async () => {
    server = await startGithub();
    waits = [];
    said = [];
  });
  afterEach(async () => {
    await server?.close();
  });

  for (const [kind, address] of [
    ['a discussion', 'https://github.com/octo/demo/discussions/7#discussioncomment-1'],
    ['an issue', 'https://github.com/octo/demo/issues/8'],
    ['a pull request', 'https://github.com/octo/demo/pull/9/files'],
  ] as const) {
    test(`${kind} gets each part once; a second run changes what differs and leaves the rest`, async () => {
      assert.deepEqual(done(await post([body(1, 2, 'a'), body(2, 2, 'b')], address)), ['1 added', '2 added']);
      assert.deepEqual(done(await post([body(1, 2, 'a'), body(2, 2, 'c')], address)), ['1 unchanged', '2 changed']);
      assert.deepEqual(done(await post([body(1, 1, 'all')], address)), ['1 changed', '2 retired']);
      assert.deepEqual(done(await post([body(1, 1, 'all')], address)), ['1 unchanged']);
      assert.deepEqual(
        github().comments.map((comment) => comment.body),
        [body(1, 1, 'all'), body(2, 1, 'moved')],
      );
      assert.deepEqual([...github().tokens], [`Bearer ${token}`]);
    });
  }

  test('comments of others and on other questions are left alone, whatever mark they bear', async () => {
    github().comments.push(
      { id: 'X1', body: body(1, 1, 'quoted'), viewerDidAuthor: false },
      { id: 'X2', body: `${commentMark('f'.repeat(16), 1, 1)}\nother`, viewerDidAuthor: true },
    );
    assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 added']);
    assert.equal(github().comments[0]?.body, body(1, 1, 'quoted'));
    assert.match(github().comments[1]?.body ?? '', /other/);
  });

  test('our comment is found behind pages of others', async () => {
    await server?.close();
    server = await startGithub(2);
    for (let i = 0; i < 7; i++) github().comments.push({ id: `X${i}`, body: `${i}`, viewerDidAuthor: false });
    assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 added']);
    assert.deepEqual(done(await post([body(1, 1, 'b')])), ['1 changed']);
    assert.equal(github().comments.length, 8);
  });

  const lost: readonly (readonly [string, Trouble])[] = [
    ['a connection that is lost before', { kind: 'drop' }],
    ['a connection that is lost after', { kind: 'drop after' }],
    ['a gateway that fails before', { kind: 'status', status: 502 }],
    ['a gateway that fails after', { kind: 'status after', status: 504 }],
    ['a failure inside', { kind: 'errors', errors: [{ message: 'Something went wrong while executing your query.' }] }],
  ];
  for (const [name, trouble] of lost) {
    test(`${name} the comment is added: it is there once in the end`, async () => {
      github().troubles.push(undefined, trouble);
      assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 added']);
      assert.equal(github().comments.length, 1);
      assert.ok(waits.length >= 1);
    });
    test(`${name} a page is read or a comment changed: it is done again`, async () => {
      github().troubles.push(trouble, trouble);
      await post([body(1, 1, 'a')]);
      github().troubles.push(undefined, trouble, trouble);
      assert.deepEqual(done(await post([body(1, 1, 'b')])), ['1 changed']);
      assert.deepEqual(
        github().comments.map((comment) => comment.body),
        [body(1, 1, 'b')],
      );
      assert.deepEqual(waits, [1_000, 2_000, 1_000, 2_000]);
    });
  }

  test('a comment that comes late is waited for', async () => {
    github().troubles.push(undefined, { kind: 'drop, late', requests: 4 });
    assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 added']);
    assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000]);
    assert.deepEqual(
      github().comments.map((comment) => comment.body),
      [body(1, 1, 'a')],
    );
    assert.match(said.join('\n'), /the comment may be there all the same; looking for it in 16 seconds/);
  });

  test('one that comes when it has been sent again is taken back, and the first is the one that counts', async () => {
    github().troubles.push(undefined, { kind: 'drop, late', requests: 6 });
    const posted = await post([body(1, 1, 'a')]);
    assert.deepEqual(done(posted), ['1 added', '1 retired']);
    assert.match(posted[0]?.url ?? '', /-C1$/);
    assert.match(posted[1]?.url ?? '', /-C2$/);
    assert.deepEqual(
      github().comments.map((comment) => comment.body),
      [body(1, 1, 'a'), body(1, 1, 'moved')],
    );
  });

  test('one that comes after the end of a run is taken back by the next', async () => {
    github().troubles.push(undefined, { kind: 'drop, late', requests: 8 });
    assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 added']);
    assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 unchanged']);
    assert.deepEqual(done(await post([body(1, 1, 'b')])), ['1 changed', '1 retired']);
    assert.deepEqual(done(await post([body(1, 1, 'b')])), ['1 unchanged']);
    assert.deepEqual(
      github().comments.map((comment) => comment.body),
      [body(1, 1, 'b'), body(1, 1, 'moved')],
    );
  });

  test('limits are waited out as long as GitHub asks, and nothing is added twice', async () => {
    github().troubles.push(
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      undefined,
      { kind: 'status', status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1012' } },
      { kind: 'errors', errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      { kind: 'status', status: 403, body: '{"message":"You have exceeded a secondary rate limit."}' },
    );
    assert.deepEqual(done(await post([body(1, 1, 'a')])), ['1 added']);
    assert.equal(github().comments.length, 1);
    assert.deepEqual(waits, [7_000, 12_000, 120_000, 180_000]);
    assert.match(said[0] ?? '', /7 seconds/);
  });

  test('what cannot be helped is said in a sentence without the token', async () => {
    const cases: readonly (readonly [Trouble, RegExp])[] = [
      [{ kind: 'status', status: 401 }, /does not accept the token/],
      [{ kind: 'status', status: 403 }, /may not do this/],
      [{ kind: 'status', status: 404 }, /status 404/],
      [{ kind: 'status', status: 429, headers: { 'retry-after': '3000' } }, /again in 50 minutes/],
      [{ kind: 'errors', errors: [{ type: 'NOT_FOUND', message: 'x' }] }, /no such discussion/],
      [{ kind: 'errors', errors: [{ type: 'FORBIDDEN', message: 'x' }] }, /may not do this/],
      [{ kind: 'errors', errors: [{ message: `bad ${token}\u001b[31m\nx` }] }, /refuses the request: bad …/],
      [{ kind: 'status', status: 200, body: 'not JSON' }, /not understood/],
    ];
    for (const [trouble, pattern] of cases) {
      github().troubles.push(trouble);
      assert.match(await refusal(post([body(1, 1, 'a')])), pattern);
    }
    assert.match(
      await refusal(post([body(1, 1, 'a')], 'https://github.com/octo/demo/discussions/70')),
      /There is no discussion 70/,
    );
    github().troubles.push(...Array.from({ length: 6 }, (): Trouble => ({ kind: 'drop' })));
    assert.match(await refusal(post([body(1, 1, 'a')])), /cannot be reached/);
    assert.equal(github().comments.length, 0);
  });
});

test("the server refuses what GitHub's schema does not have", async () => {
  const local = await startGithub();
  try {
    const response = await fetch(local.endpoint, {
      method: 'POST',
      body: JSON.stringify({
        query: 'query Q { repository(owner: "octo", name: "demo") { discusion(number: 7) { id } } }',
      }),
    });
    assert.match(await response.text(), /Cannot query field \\"discusion\\"/);
  } finally {
    await local.close();
  }
});

test('addresses', async () => {
  assert.deepEqual(parseTarget('https://ghe.example/a/b.c/issues/12#x'), {
    kind: 'issue',
    host: 'ghe.example',
    owner: 'a',
    name: 'b.c',
    number: 12,
  });
  for (const address of [
    'x',
    'http://github.com/a/b/issues/1',
    'https://github.com/a/b',
    'https://github.com/orgs/a/discussions/1',
    'https://me:pw@github.com/a/b/issues/1',
    'https://github.com/a/b/issues/0',
  ])
    assert.match(await refusal((async () => parseTarget(address))()), /^The option --post takes the address/);
  const target = parseTarget('https://github.com/a/b/issues/1');
  assert.equal(endpointOf(target, undefined), 'https://api.github.com/graphql');
  assert.equal(endpointOf(parseTarget('https://ghe.example/a/b/issues/1'), ''), 'https://ghe.example/api/graphql');
  assert.equal(endpointOf(target, 'http://127.0.0.1:1/graphql'), 'http://127.0.0.1:1/graphql');
  for (const given of ['http://example.com/graphql', 'nothing'])
    assert.match(await refusal((async () => endpointOf(target, given))()), /GITHUB_GRAPHQL_URL/);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loose-ends-post-'));
  const report = join(folder, 'report.json');
  writeFileSync(report, JSON.stringify(sampleReport));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const command = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

  async function run(
    args: readonly string[],
    env: Record<string, string>,
  ): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [command, 'discuss', report, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (err += String(data)));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, out, err };
  }

  const address = 'https://github.com/octo/demo/discussions/7';

  test('sends nothing without --yes, and posts with it; the token is printed nowhere', async () => {
    const local = await startGithub();
    try {
      const env = { GITHUB_TOKEN: token, GITHUB_GRAPHQL_URL: local.endpoint };
      const dry = await run(['--post', address], env);
      assert.equal(dry.code, 0);
      assert.match(dry.out, /^Would post one comment \([\d,]+ characters\) to https:.*Nothing was sent/);
      assert.equal((await run(['--post', address, '--dry-run'], env)).out, dry.out);
      assert.deepEqual(local.operations, []);
      const first = await run(['--post', address, '--yes'], env);
      assert.equal(first.code, 0, first.err);
      assert.match(first.out, /^added +https:\/\/github\.com\/octo\/demo\/discussions\/7#comment-C1\n$/);
      const second = await run(['--post', address, '--yes'], env);
      assert.match(second.out, /^unchanged +https:/);
      local.troubles.push({ kind: 'status', status: 401 });
      const refused = await run(['--post', address, '--yes'], env);
      assert.equal(refused.code, 2);
      assert.match(refused.err, /^loose-ends: GitHub does not accept the token in GITHUB_TOKEN; make a new one\.\n$/);
      for (const { out, err } of [dry, first, second, refused]) assert.doesNotMatch(out + err, new RegExp(token));
      assert.equal(local.comments.length, 1);
    } finally {
      await local.close();
    }
  });

  test('says what is missing', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--yes'], /--yes needs --post/],
      [['--post', address, '--yes'], /needs a token/],
      [['--post', address, '--yes', '--dry-run'], /exclude one another/],
      [['--post', 'nowhere'], /takes the address of a discussion/],
    ];
    for (const [args, pattern] of cases) {
      const { code, out, err } = await run(args, {});
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^loose-ends: [^\n]+\n$/);
      assert.match(err, pattern);
    }
  });
});
