// The command: reads arguments, runs the request, writes the result, sets the exit status. What a command needs is
// loaded when it is asked for, so that --version and --help come at once.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { InternalError, UsageError } from '#base/errors.js';
import { isSet, parseArguments } from './arguments.js';
import { compileLate } from './compiler-budget.js';
import { codeOf, message } from './output.js';

/** Exit statuses: 0 answered, 1 findings of check, 2 could not run. */
const couldNotRun = 2;

async function main(words: readonly string[]): Promise<void> {
  const args = parseArguments(words);
  if (isSet(args, 'version')) {
    process.stdout.write(`loose-ends ${ownVersion()}\n`);
    return;
  }
  if (isSet(args, 'help') || args.command === undefined) {
    const help = await import('./help.js');
    const text = args.command === undefined ? help.generalHelp() : help.commandHelp(args.command);
    if (args.command === undefined && !isSet(args, 'help')) {
      process.stderr.write(text);
      process.exitCode = couldNotRun;
    } else process.stdout.write(text);
    return;
  }
  const { runCommand } = await import('./run-command.js');
  await runCommand(args.command, args, ownVersion());
}

function ownVersion(): string {
  const data: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof data === 'object' && data !== null && 'version' in data && typeof data.version === 'string'
    ? data.version
    : '0.0.0';
}

function complain(error: unknown): void {
  if (codeOf(error) === 'EPIPE') return;
  process.exitCode = couldNotRun;
  if (error instanceof UsageError) {
    process.stderr.write(`loose-ends: ${[error.message, ...error.details.map((line) => `  ${line}`)].join('\n')}\n`);
    return;
  }
  const isOurs = error instanceof InternalError || codeOf(error) === undefined;
  if (!isOurs) {
    process.stderr.write(`loose-ends: ${message(error)}.\n`);
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const stack =
    error instanceof Error && error.stack !== undefined ? error.stack.split('\n').slice(1, 6).join('\n') : '';
  process.stderr.write(
    `loose-ends: this is a bug in loose-ends, not in your code: ${text}\n${stack === '' ? '' : `${stack}\n`}` +
      'Please report it with the command, and the Go version and modules that loose-ends doctor prints.\n',
  );
}

process.stdout.on('error', (error) => {
  // Whoever read our output has seen enough.
  if (codeOf(error) === 'EPIPE') process.exit(0);
  throw error;
});

compileLate();
try {
  await main(process.argv.slice(2));
} catch (error) {
  complain(error);
}
