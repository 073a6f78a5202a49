// Calls after which control does not come back: panics, exits, failed tests, fatal log lines.

import type { CallStep } from './ir.js';

const exits: ReadonlySet<string> = new Set([
  'os.Exit',
  'syscall.Exit',
  'runtime.Goexit',
  'log.Fatal',
  'log.Fatalf',
  'log.Fatalln',
  'log.Panic',
  'log.Panicf',
  'log.Panicln',
]);

/** Names by which loggers and tests end the goroutine or the process. */
const fatalNames = /^(Fatal|Fatalf|Fatalln|FatalDepth|Fatalw|FailNow|SkipNow|Skip|Skipf|Panicf|Panicln|Exitf|Goexit)$/;

export function isNoReturn(step: CallStep): boolean {
  if (step.mode !== 'call') return false;
  const { callee } = step;
  if (callee.kind === 'builtin') return callee.name === 'panic';
  if (callee.kind !== 'static' && callee.kind !== 'invoke') return false;
  const { func } = callee;
  return fatalNames.test(func.name) || exits.has(`${func.pkg?.path ?? ''}.${func.name}`);
}
