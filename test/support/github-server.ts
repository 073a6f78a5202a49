// A server on 127.0.0.1 that answers as GitHub's GraphQL interface does: each request is validated against GitHub's public
// schema and carried out on a few discussions and issues kept in memory. It can be told to fail in the ways in which GitHub
// and networks do.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { schema as githubSchema } from '@octokit/graphql-schema';
import { buildSchema, execute, type GraphQLSchema, parse, validate } from 'graphql';

/** What happens to a request instead of its being carried out and answered. */
export type Trouble =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'errors'; readonly errors: readonly object[] }
  /** The connection ends before the request is carried out. */
  | { readonly kind: 'drop' }
  /** The request is carried out, and the connection ends before the answer. */
  | { readonly kind: 'drop after' }
  /** The connection ends at once, and the request is carried out only when so many more have been answered. */
  | { readonly kind: 'drop, late'; readonly requests: number }
  /** It is carried out, and something on the way answers for the server. */
  | { readonly kind: 'status after'; readonly status: number };

export interface StoredComment {
  readonly id: string;
  body: string;
  readonly viewerDidAuthor: boolean;
}

export interface GithubServer {
  readonly endpoint: string;
  readonly comments: StoredComment[];
  /** Requests that came, by the name of their operation. */
  readonly operations: string[];
  /** For the next requests, in order; `undefined` lets one pass. */
  readonly troubles: (Trouble | undefined)[];
  readonly tokens: Set<string>;
  close(): Promise<void>;
}

let schema: GraphQLSchema | undefined;

export async function startGithub(pageSize = 100): Promise<GithubServer> {
  // As published it names two fields of a type of its own twice, which a strict reading refuses.
  schema ??= buildSchema(githubSchema.idl, { assumeValidSDL: true });
  const known = schema;
  const comments: StoredComment[] = [];
  const operations: string[] = [];
  const troubles: (Trouble | undefined)[] = [];
  const tokens = new Set<string>();
  let late: { requests: number; readonly work: () => unknown }[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    tokens.add(request.headers.authorization ?? '');
    const { query, variables } = JSON.parse(text) as { query: string; variables: Record<string, unknown> };
    const document = parse(query);
    const problems = validate(known, document);
    const [definition] = document.definitions;
    operations.push(definition?.kind === 'OperationDefinition' ? (definition.name?.value ?? '') : '');
    const trouble = troubles.shift();
    if (trouble?.kind === 'drop') {
      request.socket.destroy();
      return;
    }
    if (trouble?.kind === 'status') {
      response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? '{"message":"no"}');
      return;
    }
    if (trouble?.kind === 'errors') {
      response.writeHead(200).end(JSON.stringify({ data: null, errors: trouble.errors }));
      return;
    }
    const work = () =>
      problems.length > 0
        ? { errors: problems }
        : execute({ schema: known, document, rootValue: rootOf(comments, pageSize), variableValues: variables });
    if (trouble?.kind === 'drop, late') {
      late.push({ requests: trouble.requests, work });
      request.socket.destroy();
      return;
    }
    const result = await work();
    for (const one of late) if (--one.requests === 0) await one.work();
    late = late.filter(({ requests }) => requests > 0);
    if (trouble?.kind === 'drop after') {
      request.socket.destroy();
      return;
    }
    if (trouble?.kind === 'status after') {
      response.writeHead(trouble.status).end('<html>Bad gateway</html>');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  };
  const server: Server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}/graphql`,
    comments,
    operations,
    troubles,
    tokens,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Input = { readonly input: Readonly<Record<string, string>> };

/** Resolvers: one subject, `octo/demo` number 7 (a discussion), 8 (an issue) and 9 (a pull request). */
function rootOf(comments: StoredComment[], pageSize: number): object {
  const shown = (comment: StoredComment): object => ({
    ...comment,
    url: `https://github.com/octo/demo/discussions/7#comment-${comment.id}`,
    viewerCanUpdate: comment.viewerDidAuthor,
  });
  const connection = ({ first, after }: { readonly first: number; readonly after: string | null }): object => {
    const start = after === null ? 0 : Number(after);
    const end = start + Math.min(first, pageSize);
    return {
      nodes: comments.slice(start, end).map(shown),
      pageInfo: { hasNextPage: end < comments.length, endCursor: String(end) },
    };
  };
  const add = (body: string): object => {
    const comment = { id: `C${comments.length + 1}`, body, viewerDidAuthor: true };
    comments.push(comment);
    return shown(comment);
  };
  const change = (id: string, body: string): object => {
    const comment = comments.find((one) => one.id === id);
    assert.ok(comment !== undefined);
    comment.body = body;
    return shown(comment);
  };
  return {
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) =>
      owner !== 'octo' || name !== 'demo'
        ? null
        : {
            discussion: ({ number }: { readonly number: number }) =>
              number === 7 ? { id: 'D7', comments: connection } : null,
            issueOrPullRequest: ({ number }: { readonly number: number }) =>
              number === 8
                ? { __typename: 'Issue', id: 'I8', comments: connection }
                : number === 9
                  ? { __typename: 'PullRequest', id: 'P9', comments: connection }
                  : null,
          },
    addDiscussionComment: ({ input }: Input) => ({ comment: add(input['body'] ?? '') }),
    addComment: ({ input }: Input) => ({ commentEdge: { node: add(input['body'] ?? '') } }),
    updateDiscussionComment: ({ input }: Input) => ({ comment: change(input['commentId'] ?? '', input['body'] ?? '') }),
    updateIssueComment: ({ input }: Input) => ({ issueComment: change(input['id'] ?? '', input['body'] ?? '') }),
  };
}
