// Questions about kinds of resources: what a loop over a collection may not hold one of for each element until its function
// ends, and what ends by itself with an error from it.

import { isByteStream } from './byte-stream.js';
import type { Step } from './ir.js';

/** What takes a descriptor or a connection. */
const costly: ReadonlySet<string> = new Set(['file', 'connection', 'response-body', 'archive', 'rows']);

/** Whether one for each element of a collection is too many. */
export function isTooMany({
  acquire,
  resource,
}: {
  readonly acquire: Step | undefined;
  readonly resource: string;
}): boolean {
  if (costly.has(resource)) return true;
  return acquire?.op === 'call' && resource === 'owner' && acquire.results.some(({ type }) => isByteStream(type));
}

/** A stream of an RPC, which ends with an error from it. */
export function isStream({ resource }: { readonly resource: string }): boolean {
  return resource === 'stream' || resource === 'response-stream';
}
