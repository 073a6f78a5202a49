// Runs a request.

import { UsageError } from '#base/errors.js';
import type { Host, Outcome, Request } from './request.js';

/** Answers a request. Throws `UsageError` when it cannot be answered as it stands. */
export function run(request: Request, _host: Host): Outcome {
  throw new UsageError(`The command ${request.command} is not built yet.`);
}
