// `why-blocked`: of a place where a goroutine waits, everything that can let it go on, and whether that is ever reached.

import { UsageError } from '#base/errors.js';
import { wakeSections } from '#explain/wake-report.js';
import { createWakerSearch } from '#go/propagate/wakers.js';
import { waitsOutside } from '#models/transport.js';
import { waitModelOf } from '#models/waits.js';
import type { Report } from '#report/report.js';
import { codePlace } from './code-place.js';
import type { Host, WhyBlockedRequest } from './request.js';
import { follow, isPublic, partsOf, tableReport } from './table-report.js';

export function whyBlocked(request: WhyBlockedRequest, host: Host): Report {
  const followed = follow(request, host, (program) => {
    if (codePlace(request.subject, program.sources) === undefined)
      throw new UsageError(`${request.subject} is no place: write file.go:line of what waits.`);
  });
  const { open, engine } = followed;
  const isThere = codePlace(request.subject, open.sources)?.is ?? (() => false);
  host.phase('wakers');
  const table = createWakerSearch(engine, {
    wakersOf: (callee) => waitModelOf(callee)?.wakers,
    waitsOutside,
    isPublic: (fn) => isPublic(fn, open),
  }).waitsAt(isThere);
  if (table.waits.length === 0)
    throw new UsageError(
      `Nothing that the program runs waits at ${request.subject}: no send, receive or range over a channel, and no wait of package sync.`,
    );
  host.phase('report');
  return tableReport(
    request,
    host,
    followed,
    wakeSections(table, partsOf(followed, request.language), (callee) => waitModelOf(callee)?.until),
  );
}
