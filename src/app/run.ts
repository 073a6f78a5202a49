// Runs a request: each command is a file of its own, loaded with the rest.

import { assertNever } from '#base/errors.js';
import { check } from './check.js';
import { custody } from './custody.js';
import { debugEdges } from './debug-edges.js';
import { debugTypes } from './debug-types.js';
import { doctor } from './doctor.js';
import type { Host, Outcome, Request } from './request.js';
import { trace } from './trace.js';
import { why } from './why.js';
import { whyBlocked } from './why-blocked.js';

/** Answers a request. Throws `UsageError` when it cannot be answered as it stands. */
export function run(request: Request, host: Host): Outcome {
  switch (request.command) {
    case 'trace':
    case 'explain':
      return { report: trace(request, host) };
    case 'debug-types':
      return { lines: debugTypes(request, host) };
    case 'debug-edges':
      return { lines: debugEdges(request, host) };
    case 'why':
      return { text: why(request, host) };
    case 'check':
      return { findings: check(request, host) };
    case 'custody':
      return { report: custody(request, host) };
    case 'why-blocked':
      return { report: whyBlocked(request, host) };
    case 'doctor':
      return { text: doctor(request, host) };
    default:
      return assertNever(request);
  }
}
