// Reads a report that an earlier run saved.

import { readFileSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '#base/errors.js';
import { checkReport } from '#report/check-report.js';
import type { Report } from '#report/report.js';
import type { Arguments } from './arguments.js';
import { codeOf, message } from './output.js';

/** The one report that a command is given. */
export function savedReport(args: Arguments, dir: string): Report {
  const [name, second] = args.operands;
  const command = args.command?.name ?? '';
  if (name === undefined)
    throw new UsageError(`The command ${command} needs a report: a file that -f json wrote, or - for standard input.`);
  if (second !== undefined)
    throw new UsageError(`The command ${command} takes one report, but ${JSON.stringify(second)} is given too.`);
  return readReport(name, dir);
}

/** A file that -f json wrote, or `-` for standard input. */
export function readReport(name: string, dir: string): Report {
  const label = name === '-' ? 'Standard input' : name;
  let text: string;
  try {
    text = name === '-' ? readStandardInput() : readFileSync(resolve(dir, name), 'utf8');
  } catch (error) {
    throw new UsageError(`${label} cannot be read: ${message(error)}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UsageError(`${label} is not a report: it holds no JSON; a report is what -f json writes.`);
  }
  return checkReport(value);
}

/** All of standard input. A pipe that is read without waiting may have nothing yet. */
function readStandardInput(): string {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(1 << 16);
    try {
      const length = readSync(0, part, 0, part.length, null);
      if (length === 0) return Buffer.concat(parts).toString('utf8');
      parts.push(part.subarray(0, length));
    } catch (error) {
      // On Windows the end of a pipe is an error.
      if (codeOf(error) === 'EOF') return Buffer.concat(parts).toString('utf8');
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
