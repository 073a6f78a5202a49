// `discuss`: a report as comments, to standard output, to files, or to a discussion on GitHub. Nothing is sent without --yes.

import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '#base/errors.js';
import { discussionKey, readCommentMark, renderDiscussion, retiredComment } from '#render/discussion.js';
import type { RenderOptions } from '#render/options.js';
import { count } from '#render/words.js';
import { type Arguments, isSet, valueOf } from './arguments.js';
import { isTerminal, type Progress, writeResult } from './output.js';
import { endpointOf, parseTarget, postComments } from './post-comments.js';
import { savedReport } from './saved-report.js';

export async function runDiscuss(
  args: Arguments,
  dir: string,
  output: string | undefined,
  options: RenderOptions,
  progress: Progress,
): Promise<void> {
  const address = valueOf(args, 'post');
  if (address === undefined && isSet(args, 'yes')) throw new UsageError('The option --yes needs --post URL.');
  if (isSet(args, 'dry-run') && isSet(args, 'yes'))
    throw new UsageError('The options --yes and --dry-run exclude one another.');
  const target = address === undefined ? undefined : parseTarget(address);
  const report = savedReport(args, dir);
  const bodies = renderDiscussion(report, options);
  if (target === undefined || address === undefined) {
    writeBodies(bodies, output);
    return;
  }
  if (output !== undefined) writeBodies(bodies, output);
  const sizes = bodies.map((body) => count(body.length)).join(', ');
  const what = `${bodies.length === 1 ? 'one comment' : `${bodies.length} comments`} (${sizes} characters)`;
  if (!isSet(args, 'yes')) {
    process.stdout.write(
      `Would post ${what} to ${address}, or change the ones that an earlier run left there. Nothing was sent; --yes sends.\n`,
    );
    return;
  }
  const token = process.env['GITHUB_TOKEN'];
  if (token === undefined || token.trim() === '')
    throw new UsageError(
      'Posting needs a token of GitHub in the variable GITHUB_TOKEN, with the right to write discussions, or issues.',
    );
  if (!/^[\x21-\x7e]+$/.test(token.trim()))
    throw new UsageError('The variable GITHUB_TOKEN holds something that is no token.');
  const posted = await postComments(
    {
      endpoint: endpointOf(target, process.env['GITHUB_GRAPHQL_URL']),
      token: token.trim(),
      fetch,
      sleep: async (milliseconds) => {
        await sleep(milliseconds);
      },
      now: () => Date.now(),
      say: (text) => {
        if (isTerminal(2)) progress.show(text);
        else if (!isSet(args, 'quiet')) process.stderr.write(`${text}\n`);
      },
    },
    target,
    bodies,
    {
      key: discussionKey(report),
      read: readCommentMark,
      retired: (part) => retiredComment(report, part, bodies.length),
    },
  );
  progress.clear();
  for (const { done, url } of posted) process.stdout.write(`${done.padEnd(9)}  ${url}\n`);
}

/** One file, or a file for each comment: `answer.md` becomes `answer.1.md`, `answer.2.md`. */
function writeBodies(bodies: readonly string[], output: string | undefined): void {
  if (output === undefined || bodies.length === 1) {
    writeResult([bodies.join('\n')], output);
    return;
  }
  const dot = output.lastIndexOf('.') > output.lastIndexOf('/') + 1 ? output.lastIndexOf('.') : output.length;
  for (const [i, body] of bodies.entries()) writeResult([body], `${output.slice(0, dot)}.${i + 1}${output.slice(dot)}`);
}
